"""Two partnerships, and one child for each way in which a child can stand to a person, each with a full record.

Everything is made through the actions. A person of each role works in the first team of the first agency; the records
are made by colleagues of theirs, so that only what the table says gives them sight.
"""

import time as times
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.test import Client

from safelight.access.models import Agency, Partnership, Team, User
from safelight.access.roles import PERMISSIONS, Permission, Role
from safelight.access.sessions import CONFIRMED
from safelight.assessments import actions as assessments
from safelight.assessments.models import Assessment
from safelight.children import actions as children
from safelight.children import queries as children_queries
from safelight.children.models import Child, Concern, PossibleDuplicate
from safelight.core import clock
from safelight.core.paths import definitions
from safelight.files.actions import attach, seal
from safelight.front_door.choices import Kind as MessageKind
from safelight.front_door.models import Message
from safelight.governance import actions as governance
from safelight.governance import queries as governance_queries
from safelight.governance.models import Reason, SubjectAccessRequest
from safelight.meetings import actions as meetings
from safelight.meetings.models import Case
from safelight.missing import actions as missing
from safelight.missing import queries as missing_queries
from safelight.outputs import template_actions as word_templates
from safelight.plans import actions as plans
from safelight.plans import queries as plan_queries
from safelight.ratings import actions as ratings
from safelight.ratings.models import Decision
from safelight.sharing import actions as sharing
from safelight.sharing.copies import CopyKind
from safelight.support import actions as support
from safelight.toolkits import actions as toolkits
from safelight.toolkits import queries as toolkit_queries
from safelight.toolkits import template_actions
from safelight.young_person import actions as young_person
from tests.factories import PASSWORD, make_agency, make_child, make_partnership, make_team, make_user
from tests.factories.files import TEXT
from tests.factories.front_door import make_door, make_message

NOW = datetime(2026, 11, 24, 16, 1, tzinfo=UTC)
TODAY = date(2026, 11, 24)
LOGS_CONCERNS = [role for role in Role if Permission.LOG_CONCERN in PERMISSIONS[role]]
BREAKS_GLASS = [role for role in Role if Permission.BREAK_GLASS in PERMISSIONS[role]]


class Relation(StrEnum):
    """How a child stands to the people whom the tables ask about."""

    OWN = "own"  # the practitioner works with the child; of the manager's team; of the lead's agency
    OTHER_TEAM = "other team"  # of the same agency
    OTHER_AGENCY = "other agency"  # of the same partnership
    OTHER_PARTNERSHIP = "other partnership"
    RESTRICTED = "restricted"  # as OWN, but restricted to others
    NAMED = "named"  # as OTHER_AGENCY, restricted, and everybody who can be named is
    CONFLICT = "conflict"  # as OWN, but a conflict of interest keeps each of them away
    GLASS = "break-glass"  # as OTHER_AGENCY, and everybody who may has opened it by break-glass
    RESTRICTED_GLASS = "restricted, break-glass"  # as RESTRICTED, and everybody tried to open it
    RAISED = "raised"  # as OTHER_AGENCY, and decided High
    SENT = "sent"  # as OTHER_AGENCY, and a concern about the child was sent to the coordinator


@dataclass
class Place:
    """A team with somebody who makes records, a colleague, and the manager who answers for them."""

    team: Team
    maker: User
    colleague: User
    head: User


@dataclass
class Record:
    """A child and what stands in the record: each is this child's own."""

    child: Child
    place: Place
    draft: Assessment
    completed: Assessment
    decision: Decision
    ids: dict[str, UUID | str] = field(default_factory=dict)
    concern: Concern | None = None
    request: SubjectAccessRequest | None = None


@dataclass
class House:
    """One partnership with everybody in it."""

    partnership: Partnership
    agency: Agency
    here: Place
    other_team: Place
    other_agency: Place
    people: dict[Role, User]
    second_officer: User
    spare: User
    message: Message
    old_concern: Concern | None = None
    hold_id: UUID | None = None
    proposal_id: UUID | None = None
    pair_id: UUID | None = None
    meeting_id: UUID | None = None
    template_id: UUID | None = None
    word_template_id: UUID | None = None


def _place(team: Team, name: str) -> Place:
    head = make_user(Role.MANAGER, team=team, name=f"Head of {name}", job_title="Team manager")
    maker = make_user(team=team, line_manager=head, name=f"Maker of {name}")
    return Place(team, maker, make_user(team=team, line_manager=head, name=f"Colleague of {name}"), head)


def make_house(name: str, code: str) -> House:
    """A partnership with two agencies, three teams and a person for each role in the first."""
    partnership = make_partnership(name, mash_telephone="01632 960140", mash_hours="weekdays 8:30 to 17:00")
    definition = toolkit_queries.latest("portsmouth-2016")
    toolkits.adopt_first(partnership=partnership, definition=definition, from_date=date(2020, 1, 1), now=NOW)
    agency = make_agency(partnership, "social_care", f"{name} Children’s Services")
    here = make_team(agency, "First team")
    far = make_agency(partnership, "health", f"{name} Health")
    places = [_place(here, f"{name} one"), _place(make_team(agency, "Second team"), f"{name} two")]
    places.append(_place(make_team(far, "Far team"), f"{name} far"))
    people = {role: make_user(role, team=here, name=f"Alex {role.name}", job_title=role.label) for role in Role}
    officer = make_user(Role.INFORMATION_OFFICER, agency=agency, name="Hal Unwin")
    door = make_door(partnership, code)
    message = make_message(door, kind=MessageKind.YOUNG_PERSON, now=NOW - timedelta(days=4))
    spare = make_user(team=here, name="Spare Hand")
    house = House(partnership, agency, *places, people, officer, spare, message)
    house.template_id = _template(people[Role.COORDINATOR], code)
    house.word_template_id = word_templates.hand_in(
        by=people[Role.COORDINATOR],
        form="minutes",
        body=word_templates.plain_file(by=people[Role.COORDINATOR], form="minutes"),
        from_date=NOW.date(),
        now=NOW,
    ).pk
    return house


def _template(coordinator: User, code: str) -> UUID:
    """A plan template of the partnership's own."""
    shipped = (definitions() / "plans" / "northumberland-plan.yaml").read_text(encoding="utf-8")
    own = shipped.replace("id: northumberland-plan", f"id: plan-of-{code}", 1)
    return template_actions.hand_in(by=coordinator, content=own.encode(), name="file", now=NOW).pk


def make_record(place: Place, officer: User, level: str = "low") -> Record:
    """A child with something of everything in the record, by the people of ``place``."""
    by, head = place.maker, place.head
    child = make_child(
        by=by, date_of_birth=date(2009, 1, 20), social_care_status="none", learning_disability=False, area="Northside"
    )
    twin = make_child(
        by=by, given_name=child.given_name, family_name=child.family_name, date_of_birth=date(2009, 1, 20)
    )
    involved = children.add_involvement(by=by, child=child, user=place.colleague, role="Youth worker")
    children.nominate_lead_worker(by=by, child=child, user=by)
    person = children.add_person_around(by=by, child=child, name="Aunt Bea", kind="family", tie="strong")
    request = request_in_review(child, head, officer)  # early, while there is little to black out
    hours = children.add_hours(by=by, person=person, days="every_day", start=time(16), end=time(18))
    strength = children.add_strength(by=by, child=child, kind="protective", words="Plays the cornet on Saturdays.")
    promise = children.make_promise(by=by, child=child, words="I will ring on Thursday.", due_on=TODAY)
    disclosure = children.record_disclosure(by=by, child=child, said_at=NOW, words="He waits for me.", present="Bea")
    children.log_contact(by=by, child=child, kind="visit", words="Seen at home.", happened_at=NOW)
    concern = children.log_concern(by=by, what="A car waits at the gate.", children=[child])
    until = TODAY + timedelta(days=30)
    warning = children.add_warning(by=by, child=child, kind="dog", words="A dog.", until=until, told_person=True)
    correction = governance.ask_correction(
        by=by, child=child, fact="school", says="Another school.", asked_by="Aunt Bea", received_on=TODAY
    )
    decision = _decided(child, by, level)
    plan = plans.draft_from(by=by, decision=decision, now=NOW)
    first = next(iter(plan_queries.actions_of(plan)))
    plans.edit_action(by=by, action=first, values={"copies_for": ["professionals"]}, version=first.version, now=NOW)
    plans.submit(by=by, plan=plan, manager=head, now=NOW)
    plan.refresh_from_db()
    plans.take_back(by=by, plan=plan, now=NOW)
    row = next(iter(plan_queries.actions_of(plan)))
    young = young_person.start(by=by, plan=plan, now=NOW)
    chosen = young_person.NewHelper(called="My worker", user_id=by.pk)
    helper = young_person.add_helper(by=by, young=young, new=chosen, trusted=True, now=NOW)
    version = plan_queries.versions(plan)[0]
    said = {"child": plans.Said("agreed"), "parents": plans.Said("not_asked", "Not reached yet.")}
    report = plans.begin_report(by=by, plan=plan, now=NOW)
    target = plans.set_target(by=by, plan=plan, month=TODAY, text="Home by ten on Fridays", said=said, now=NOW)
    file = attach(by=by, child=child, title="Letter", kind="letter", name="letter.txt", data=TEXT)
    sealed = attach(by=by, child=child, title="Picture", kind="letter", name="letter.txt", data=TEXT)
    seal(by=by, child_id=child.pk, file_id=sealed.pk)
    under_way, over = _meeting(by, child), _meeting(by, child)
    whys = dict.fromkeys(("child", "level", "work"), "No time.")
    meetings.close(by=by, case=over, whys=whys, now=NOW)
    draft = assessments.start(by=by, child=child, now=NOW)
    agency = assessments.ask_agency(by=by, assessment=draft, name="Harbour Clinic", asked_on=TODAY)
    child.refresh_from_db()
    record = Record(child, place, draft, decision.assessment, decision, concern=concern, request=request)
    circulation = sharing.prepare_circulation(
        by=by,
        child=child,
        paper="plan",
        subject_id=plan.pk,
        version_id=None,
        from_at=NOW,
        recipients=[
            sharing.NewRecipient(user.name, user.job_title, CopyKind.PROFESSIONAL, user=user)
            for user in (place.colleague, head)
        ],
    )
    ready, sent = circulation.copies.order_by("pk")
    sharing.send_copy(by=by, copy=sent, channel="printed")
    record.ids |= _supported(child, by)
    record.ids |= _missing(child, by)
    record.ids |= {
        "circulation_id": circulation.pk,
        "copy_id": ready.pk,
        "sent_copy_id": sent.pk,
        "involvement_id": involved.pk,
        "person_id": person.pk,
        "hours_id": hours.pk,
        "strength_id": strength.pk,
        "promise_id": promise.pk,
        "disclosure_id": disclosure.pk,
        "warning_id": warning.pk,
        "correction_id": correction.pk,
        "concern_id": concern.pk,
        "plan_id": plan.pk,
        "version_id": version.pk,
        "action_id": row.pk,
        "helper_id": helper.pk,
        "target_id": target.pk,
        "report_id": report.pk,
        "agency_id": agency.pk,
        "meeting_id": under_way.meeting_id,
        "closed_meeting_id": over.meeting_id,
        "twin_id": twin.pk,
        "request_id": request.pk,
        "entry_id": governance_queries.entries_of(request)[0].pk,
        "file_id": file.pk,
        "sealed_id": sealed.pk,
        "key": f"promise:{promise.pk}",
    }
    return record


def _missing(child: Child, by: User) -> dict[str, UUID]:
    """Three episodes: one over with its interview done, one over with it due, one open."""
    ended = []
    for days in (12, 8):
        since = NOW - timedelta(days=days)
        until = since + timedelta(hours=5)
        ended.append(
            missing.record_past(
                by=by, child=child, missing_from=since, until=until, seen_by="Sgt Bell", seen_in_person=True, now=NOW
            )
        )
    first, second = ended
    held = missing_queries.interviews(first)[0]
    offered = missing.offer_interview(
        by=by, interview=held, version=1, offered_by="Sam Hale", trusted="She asked.", independent=True, now=NOW
    )
    missing.complete_interview(
        by=by,
        interview=offered,
        version=2,
        interviewer="Sam Hale",
        child_words="I was cold.",
        account="She walked home.",
        recommendations=["A warm coat."],
        now=NOW,
    )
    now = missing.report_missing(by=by, child=child, missing_from=NOW - timedelta(hours=2), now=NOW)
    interview = missing_queries.interviews(first)[0]
    return {
        "returned_id": first.pk,
        "recommendation_id": interview.recommendations.get().pk,
        "back_id": second.pk,
        "interview_id": missing_queries.interviews(second)[0].pk,
        "episode_id": now.pk,
    }


def _supported(child: Child, by: User) -> dict[str, UUID]:
    """What is done around the child: an alert that came back, something watched over, a session."""
    alert = support.place_alert(
        by=by, child=child, kind="gp", where="The surgery", told="Dr Bell", why="Injuries.", since=TODAY
    )
    notice = support.record_notice(by=by, alert=alert, came_at=None, from_whom="Dr Bell", words="She was seen.")
    watched = support.begin_monitoring(
        by=by,
        child=child,
        what="place",
        how="By her mother.",
        child_answer="agreed",
        parents_answer="agreed",
        agreed_by="Her social worker",
        why="She is met on the way home.",
        gentler="Being fetched.",
        since=TODAY,
        review_on=TODAY + timedelta(days=14),
    )
    work = support.plan_work(by=by, child=child, title="Friends", purpose="Friendship.", lead="Sam Hale", dates=[TODAY])
    session = work.sessions.get()
    return {
        "alert_id": alert.pk,
        "notice_id": notice.pk,
        "monitoring_id": watched.pk,
        "work_id": work.pk,
        "session_id": session.pk,
    }


def _meeting(by: User, child: Child | None) -> Case:
    """A meeting about the child, or about none, that has begun."""
    when = meetings.When(starts_at=NOW, place="Library")
    made = meetings.plan_meeting(
        by=by,
        kind="strategy" if child else "operational",
        children_about=[child] if child else [],
        when=when,
        now=NOW,
    )
    case = Case.objects.select_related("meeting", "child").get(meeting=made)
    meetings.open_meeting(by=by, case=case, now=NOW)
    return Case.objects.select_related("meeting__chair", "meeting__partnership", "child").get(pk=case.pk)


def _decided(child: Child, by: User, level: str) -> Decision:
    draft = assessments.start(by=by, child=child, now=NOW)
    answers = {"indicator.L1.answer": "present"}
    if level != "low":
        answers |= {"indicator.M6.answer": "present", "indicator.H1.answer": "present"}
    values = {"child_words": "It’s just lifts.", "parents_words_missing": "Not reached yet.", **answers}
    assessments.save_step(by=by, assessment=draft, values=values, version=draft.version, now=NOW)
    ratings.save_own_view(by=by, assessment=draft, level=level, reason="Seen twice.", now=NOW)
    given = ratings.Answers(
        level=level,
        reason="Because of what was seen.",
        category="not-yet-known",
        harm_now="no",
        harm_why="Seen today and safe.",
        saf_decision="no",
        saf_reason="A plan is there.",
    )
    return ratings.decide(by=by, assessment=draft, answers=given, now=NOW)


def open_by_glass(child: Child, by: User) -> Any:
    return children.break_glass(by=by, category="danger", words="She may be in danger.", reference=child.reference)


def _reviewable_glass(record: Record, by: User) -> None:
    """Somebody opened the record by break-glass, and nobody has looked at that yet."""
    assert open_by_glass(record.child, by) is not None
    record.ids["glass_id"] = children_queries.glass_of(record.child)[0].pk


def request_in_review(child: Child, head: User, officer: User) -> SubjectAccessRequest:
    """A subject access request about the child, with the answer given to a second person."""
    one = governance.open_request(
        by=head,
        child=child,
        requested_by="parent",
        requester_name="Lorna Tregear",
        authority="Birth certificate seen",
        received_on=TODAY,
    )
    governance.check_identity(by=officer, request=one, how="Passport seen")
    governance.record_child_view(by=officer, request=one, view="I do not mind.")
    governance.prepare(by=officer, request=one)
    for group in governance_queries.groups(one):
        governance.decide_group(by=officer, request=one, key=group.key, state="accepted", reason=Reason.THIRD_PARTY)
    governance.send_for_review(by=officer, request=one)
    one.refresh_from_db()
    return one


class World:
    """Both partnerships, the children by relation, and a signed-in client for each person."""

    def __init__(self) -> None:
        toolkits.import_definitions(now=NOW)
        self.a, self.b = make_house("Kestrel Bay", "kestrel-bay"), make_house("Wren Vale", "wren-vale")
        self.people = self.a.people
        a = self.a
        self.children: dict[Relation, Record] = {
            Relation.OWN: make_record(a.here, a.second_officer),
            Relation.OTHER_TEAM: make_record(a.other_team, a.second_officer),
            Relation.OTHER_AGENCY: make_record(a.other_agency, a.second_officer),
            Relation.OTHER_PARTNERSHIP: make_record(self.b.here, self.b.second_officer),
            Relation.RESTRICTED: make_record(a.here, a.second_officer),
            Relation.NAMED: make_record(a.other_agency, a.second_officer),
            Relation.CONFLICT: make_record(a.here, a.second_officer),
            Relation.GLASS: make_record(a.other_agency, a.second_officer),
            Relation.RESTRICTED_GLASS: make_record(a.here, a.second_officer),
            Relation.RAISED: make_record(a.other_agency, a.second_officer, "high"),
            Relation.SENT: make_record(a.other_agency, a.second_officer),
        }
        for relation, record in self.children.items():
            house = self.b if relation is Relation.OTHER_PARTNERSHIP else a
            opener = house.here.colleague if record.place is not house.here else house.other_team.colleague
            _reviewable_glass(record, opener)
        self._stand()
        for house in (self.a, self.b):
            _retention(house)
            pair = PossibleDuplicate.objects.filter(partnership=house.partnership, state=PossibleDuplicate.State.OPEN)
            house.pair_id = pair[0].pk
            house.meeting_id = _meeting(house.here.maker, None).meeting_id
        self.clients = {person.pk: sign_in(person) for person in self.people.values()}
        self.sessions = {key: client.session for key, client in self.clients.items()}

    def browser(self, person: User) -> Client:
        """The browser of somebody who has shown within the last minutes who they are, and reads no old message."""
        client = self.clients[person.pk]
        client.cookies.pop("messages", None)
        # As the database has it, read afresh: what was written in memory, or taken back since, does not count.
        session = client.session
        if times.time() - session.get(CONFIRMED, 0) > 100:
            session[CONFIRMED] = times.time()
            session.save()
        return client

    def _stand(self) -> None:
        """Bring about how each child stands to the people."""
        a, found = self.a, self.children
        practitioner = self.people[Role.PRACTITIONER]
        for relation in (Relation.OWN, Relation.RESTRICTED, Relation.CONFLICT, Relation.RESTRICTED_GLASS):
            children.add_involvement(by=a.here.maker, child=found[relation].child, user=practitioner, role="Worker")
        for relation in (Relation.RESTRICTED, Relation.RESTRICTED_GLASS):
            children.restrict_child(
                by=a.here.head, child=found[relation].child, reason="A colleague’s relative.", people=[a.here.maker]
            )
        named = [self.people[role] for role in LOGS_CONCERNS]
        far = a.other_agency
        children.restrict_child(
            by=far.head, child=found[Relation.NAMED].child, reason="A relative.", people=[far.maker, *named]
        )
        for person in self.people.values():
            children.exclude(
                by=a.here.head,
                child=found[Relation.CONFLICT].child,
                person=person,
                independent_reviewer=a.here.head,
                reason="A relative.",
            )
        for role in BREAKS_GLASS:
            assert open_by_glass(found[Relation.GLASS].child, self.people[role]) is not None
            open_by_glass(found[Relation.RESTRICTED_GLASS].child, self.people[role])
        sent = found[Relation.SENT]
        assert sent.concern is not None
        children.send_to_coordinator(by=far.maker, concern=sent.concern)


def _retention(house: House) -> None:
    """A schedule, a hold, a concern whose time has come, and another that waits for a second person."""
    officer = house.second_officer
    governance.adopt_schedule(by=officer, schedule_id="example-schedule", from_date=TODAY)
    child = make_child(by=house.other_agency.maker)
    house.hold_id = governance.place_hold(by=officer, reference=child.reference, why="An inquiry.").pk
    closed = []
    with clock.at(NOW.replace(year=1996)):
        for _each in range(2):
            concern = children.log_concern(by=house.here.maker, what="Two boys at the arches.")
            children.close_concern(by=house.here.maker, concern=concern, reason="They were somebody else’s friends.")
            closed.append(concern)
    house.old_concern = closed[0]
    made = governance.propose_disposal(by=officer, kind="concern", record_id=closed[1].pk, reason="Its time has come.")
    house.proposal_id = made.pk


def sign_in(person: User) -> Client:
    """A browser in which the person has just signed in; what goes wrong inside shows as the page that says so."""
    client = Client(raise_request_exception=False)
    assert client.login(username=person.email, password=PASSWORD)
    return client


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
