"""A plan sent round: to whom it went and how, who has it, who has not, what came back, and what was not shared."""

from typing import Any

from safelight.children import actions as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.delivery import actions as delivery
from safelight.demo.diary import Diary
from safelight.demo.planner import Planner
from safelight.demo.teller import Teller
from safelight.plans import actions as plan_actions
from safelight.plans import queries as plans
from safelight.sharing import actions
from safelight.sharing.actions import NewDecision, NewRecipient
from safelight.sharing.copies import CopyKind
from safelight.sharing.models import Copy


def sent_round(t: Teller) -> Diary:
    """Of eight copies each stands differently."""
    yield t.at(17)
    child = t.child("rhian", "Noor Abernathy", gender="girl", date_of_birth=t.born(15), school="Saltings Academy")
    t.involve(child, "rhian", "amina", "marcus")
    mother = _relative(t, child, "Leila Abernathy", "Mother", has_parental_responsibility=True)
    aunt = _relative(t, child, "Dana Abernathy", "Aunt", contact_for_parents=True)
    yield t.at(16)
    decision = yield from t.assess(child, "rhian", "L2 L6 M1 M7", "medium", factors="c")
    planner = Planner(t, child, "rhian")
    yield t.later(hours=20)
    planner.draft(decision)
    planner.answer_gaps()
    _choose(planner)
    yield t.later(hours=3)
    planner.submit("Noor and her mother at their kitchen table.")
    yield t.later(hours=20)
    planner.agree()
    yield t.at(6)
    # Marked again: nobody has asked since the aunt moved.
    children.mark_safe(by=t.person("rhian"), person=aunt, safe="not_checked", telephone_safe="not_checked")
    plan = plans.get(t.person("rhian"), child.pk)
    version = plans.version_in_force(plan)
    assert version is not None
    circulation = actions.prepare_circulation(
        by=t.person("rhian"),
        child=child,
        paper="plan",
        subject_id=plan.pk,
        version_id=version.pk,
        from_at=t.at(6),
        recipients=[
            NewRecipient("Noor Abernathy", "", CopyKind.CHILD, phone=child.telephone),
            NewRecipient(mother.name, mother.relation, CopyKind.PARENTS, person_around=mother),
            NewRecipient(aunt.name, aunt.relation, CopyKind.PARENTS, person_around=aunt),
            *(_colleague(t, key) for key in ("amina", "marcus")),
            NewRecipient("The desk", "MASH", CopyKind.MASH, email="desk@refused.invalid"),
            NewRecipient(
                "Ivo Lark",
                "Head of year",
                CopyKind.PROFESSIONAL,
                email="ivo.lark@kestrelbay.example",
                phone="01632 960111",
            ),
            NewRecipient("Perry Quill", "Swimming club", CopyKind.PROFESSIONAL, email="perry@kestrelbay.example"),
        ],
    )
    copies = {copy.name: copy for copy in circulation.copies.all()}
    yield t.later(minutes=30)
    opened = _send(t, copies["Leila Abernathy"], "link", "in_person")
    _send(t, copies[t.person("amina").name], "link", "in_person")
    _send(t, copies[t.person("marcus").name], "printed")
    _send(t, copies["The desk"], "link", "in_person")
    _decide(t, child, copies["Ivo Lark"], share=True, why="He sees her each morning and can walk her to the bus.")
    _decide(t, child, copies["Perry Quill"], share=False, why="The club only needs to know who picks her up; I rang.")
    _send(t, copies["Ivo Lark"], "locked", "telephone")
    delivery.deliver_waiting(t.partnership)
    yield t.at(5)
    assert opened.sending.message is not None
    opened.sending.message.refresh_from_db()
    token = opened.sending.message.body.rstrip().rsplit("/d/", 1)[1].strip("/")
    delivery.open_link(token=token, code=opened.secret)
    amina = copies[t.person("amina").name]
    actions.acknowledge_copy(by=t.person("rhian"), copy=amina, how="She rang: it is in her file.")
    why = t.once("It went to the address he had at his last school.")
    actions.recall_copy(by=t.person("rhian"), copy=copies["Ivo Lark"], why=why)
    yield t.at(4)
    _send(t, copies["The desk"], "link", "in_person")  # once more: the first link ends, and it comes back again
    delivery.deliver_waiting(t.partnership)
    yield t.at(1)
    actions.chase_copy(by=t.person("rhian"), copy=copies[t.person("marcus").name])


def _choose(planner: Planner) -> None:
    """Everything for professionals; two actions for her mother too, and one of them for Noor."""
    for place, row in enumerate(planner.rows):
        copies = ["professionals", *(["parents"] if place < 2 else []), *(["child"] if place == 0 else [])]
        plan_actions.edit_action(
            by=planner.author, action=row, values={"copies_for": copies}, version=row.version, now=clock.now()
        )


def _relative(t: Teller, child: Child, name: str, relation: str, **what: Any) -> Any:
    rhian = t.person("rhian")
    email = f"{name.split()[0].lower()}@kestrelbay.example"
    person = children.add_person_around(
        by=rhian, child=child, name=name, relation=relation, kind="family", tie="steady", email=email, **what
    )
    return children.mark_safe(by=rhian, person=person, safe="safe", telephone_safe="safe", email_safe="safe")


def _colleague(t: Teller, key: str) -> NewRecipient:
    person = t.person(key)
    return NewRecipient(person.name, person.job_title, CopyKind.PROFESSIONAL, user=person)


def _send(t: Teller, copy: Copy, channel: str, code_by: str = "") -> actions.Sent:
    return actions.send_copy(by=t.person("rhian"), copy=copy, channel=channel, code_by=code_by)


def _decide(t: Teller, child: Child, copy: Copy, *, share: bool, why: str) -> None:
    decision = NewDecision(
        share=share,
        recipient=f"{copy.name}, {copy.role}",
        what=t.once(f"What the plan asks of {copy.name}."),
        why=t.once(why),
        basis="safeguarding" if share else "",
        consent="given" if share else "not_asked",
        consent_why="" if share else t.once("Nothing of the plan is shared, so there was nothing to ask."),
        how="locked" if share else "",
        answers=dict.fromkeys(actions.QUESTIONS, True) if share else {"necessary": False},
        advice=t.once(f"Tomasz, before anything went to {copy.name}."),
        told=t.once(f"Noor and her mother know that {copy.name} was thought of."),
        safety=t.once(f"Nobody who worries us has to do with {copy.name}."),
    )
    actions.decide_sharing(by=t.person("rhian"), child=child, decision=decision, copy=copy)
