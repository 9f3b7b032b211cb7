"""Who signs in to the site of a browser test; called by ``site.run``, in a process of its own."""

from datetime import date

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from safelight.access import actions
from safelight.access.models import User
from safelight.assessments import actions as assessments
from safelight.children import actions as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.plans import actions as plans
from safelight.ratings import actions as ratings
from safelight.toolkits import actions as toolkits
from safelight.toolkits.models import Definition
from tests.factories import PASSWORD, make_agency, make_child, make_partnership, make_team, make_user
from tests.factories.front_door import make_door

MASH = "01632 960140"
NIGHTS = "01632 960141"


def administrator(email: str, password: str) -> str:
    """An empty partnership and its administrator; gives back the administrator's id."""
    user = actions.begin(area="Kestrel Bay", name="Ada Fictional", email=email, password=password)
    return str(user.pk)


def team() -> dict[str, str]:
    """A partnership on the Portsmouth toolkit, once on a site: a worker, a colleague, their manager, and the emergency
    duty worker at night.

    Gives back their four e-mail addresses and the password of all.
    """
    partnership = make_partnership(
        "Kestrel Bay",
        mash_telephone=MASH,
        mash_hours="weekdays 9:00 to 17:00",
        out_of_hours_telephone=NIGHTS,
        numbers_confirmed_on=clock.today(),
    )
    toolkits.adopt_first(
        partnership=partnership,
        definition=Definition.objects.get(definition_id="portsmouth-2016"),
        from_date=date(2020, 1, 1),
        now=clock.now(),
    )
    here = make_team(make_agency(partnership, "school", "Kestrel Bay Academy"), "Safeguarding")
    manager = make_user("manager", team=here, name="Grace Obi", job_title="Head of safeguarding")
    worker = make_user(team=here, line_manager=manager, name="Priya Nair", job_title="Designated safeguarding lead")
    colleague = make_user(team=here, line_manager=manager, name="Sam Hale", job_title="Youth worker")
    night = make_user("emergency_duty", partnership=partnership, name="Idris Night", job_title="Emergency duty worker")
    people = {"worker": worker, "colleague": colleague, "manager": manager, "night": night}
    return {**{key: person.email for key, person in people.items()}, "password": PASSWORD}


def child(worker: str, colleague: str, given_name: str) -> str:
    """A child with whom two people work, given by their e-mail addresses; gives back the child's id."""
    first, second = (User.objects.get(email=email) for email in (worker, colleague))
    made = make_child(by=first, given_name=given_name, family_name="Marlowe")
    children.add_involvement(by=first, child=made, user=second, role="Youth worker")
    return str(made.pk)


def two_agencies() -> dict[str, str]:
    """What ``team`` makes, and social care beside it: the addresses of a manager there and of the school's people."""
    school = team()
    partnership = User.objects.get(email=school["worker"]).partnership
    here = make_team(make_agency(partnership, "social_care", "Kestrel Bay Children’s Services"), "Northgate Team")
    manager = make_user("manager", team=here, name="Tomasz Wray", job_title="Social care manager")
    make_user(team=here, line_manager=manager, name="Rhian Castellan", job_title="Social worker")
    return {**school, "receiver": manager.email}


def end_sessions() -> int:
    """Ends every session, as time does; how many there were."""
    return Session.objects.all().delete()[0]


def confirmed_long_ago() -> int:
    """Lets time pass since anybody who is signed in last showed who they are; how many sessions there are."""
    found = Session.objects.all()
    for session in found:
        said = session.get_decoded()
        said["confirmed_at"] = said.get("confirmed_at", 0) - 301
        session.session_data = SessionStore().encode(said)
        session.save()
    return len(found)


def full_record(worker: str, colleague: str, manager: str) -> str:
    """A child's record with something of everything; gives back the child's id.

    A decided assessment and a draft that began from it, a plan that was returned once and is with the manager, people,
    strengths, a promise, a disclosure, contact, a concern without a child.
    """
    by, other, head = (User.objects.get(email=email) for email in (worker, colleague, manager))
    now = clock.now()
    record = children.create_child(
        by=by, given_name="Rowan", family_name="Tregear", date_of_birth=date(2009, 1, 20), school="Kestrel Bay Academy"
    )
    children.create_child(by=by, given_name="Robin", family_name="Tregear", date_of_birth=date(2009, 1, 20))
    children.add_involvement(by=by, child=record, user=other, role="Youth worker")
    children.add_person_around(
        by=by, child=record, name="Aunt Bea", kind="family", tie="strong", to_know="Ring after six"
    )
    children.add_strength(by=by, child=record, kind="protective", words="Plays the cornet on Saturdays.")
    children.make_promise(by=by, child=record, words="I will ring on Thursday.", due_on=clock.today())
    children.record_disclosure(by=by, child=record, said_at=now, words="He waits for me.", present="Priya Nair")
    children.log_contact(by=by, child=record, kind="visit", words="Seen at home, with the aunt.")
    children.log_concern(by=by, what="A car waits at the gate.", children=[record], urgent=True)
    children.log_concern(by=by, what="A boy of about twelve, with two phones.")
    children.draft_concern(by=by, what="Not written to its end")
    given = {"child_words": "They are just mates.", "parents_words_missing": "Not reached yet."}
    answers = {"L1": "present", "L2": "not_known", "M1": "present", "M2": "suspected", "H1": "present"}
    given |= {f"indicator.{code}.answer": answer for code, answer in answers.items()}
    given |= {"factor.a.recognised": "yes", "factor.c.recognised": "yes"}
    first = assessments.start(by=by, child=record, now=now)
    assessments.save_step(by=by, assessment=first, values=given, version=first.version, now=now)
    ratings.save_own_view(by=by, assessment=first, level="high", reason="He is followed.", now=now)
    level = ratings.Answers("high", "He is followed.", "not-yet-known", "not_known", "", "yes", "More help is needed.")
    plan = plans.draft_from(by=by, decision=ratings.decide(by=by, assessment=first, answers=level, now=now), now=now)
    sent = plans.submit(by=by, plan=plan, manager=head, now=now)
    plans.return_for_edits(by=head, plan=plan, version_id=sent.pk, comment="Say who.", row_comments={}, now=now)
    plan.refresh_from_db()
    plans.submit(by=by, plan=plan, manager=head, now=now)
    second = assessments.start(by=by, child=record, now=now)
    assessments.ask_agency(by=by, assessment=second, name="Harbour Clinic", asked_on=clock.today())
    return str(record.pk)


def front_door() -> dict[str, str]:
    """An area that takes messages from people without an account; the coordinator's e-mail address and password."""
    door = make_door(make_partnership("Kestrel Bay", mash_telephone=MASH))
    reader = User.objects.get(partnership_id=door.partnership_id, name="Nadia Ferreira")
    return {"coordinator": reader.email, "password": PASSWORD}


def low_risk(worker: str, colleague: str) -> str:
    """A child about whom a low level was decided, and no plan yet; gives back the child's id."""
    record = child(worker, colleague, "Rowan")
    by, now = User.objects.get(email=worker), clock.now()
    found = Child.objects.get(pk=record)
    draft = assessments.start(by=by, child=found, now=now)
    given = {"child_words": "School is fine.", "parents_words_missing": "Not reached yet."}
    given |= {"indicator.L1.answer": "present"}
    assessments.save_step(by=by, assessment=draft, values=given, version=draft.version, now=now)
    ratings.save_own_view(by=by, assessment=draft, level="low", reason="One sign, seen once.", now=now)
    answers = ratings.Answers("low", "One sign.", "not-yet-known", "no", "Seen today and safe.", "no", "Help is there.")
    ratings.decide(by=by, assessment=draft, answers=answers, now=now)
    return record
