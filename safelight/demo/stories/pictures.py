"""Jaden, Leo, Amira and Sanna: one in the middle of an assessment, three at different places of the work."""

from datetime import timedelta

from safelight.children import actions as children
from safelight.demo.diary import Diary
from safelight.demo.planner import Planner, planned
from safelight.demo.teller import Teller

JADEN = (
    "L1 L3 L4? L5 L6~ L7~ L9 M1 M2~ M5 M6- M7~ M8~ M11~ M13- M14- M15 M16- H1- H4~ H5- H7~ H8- H9- H10~ H11- H13? H14~"
)
JADEN_SAW = {
    "L1": "Home after 22:00 on nine school nights since the start of the month.",
    "L3": "Three men, about 25, wait at the Mill Lane stop. “Mates from the gym,” says Jaden.",
    "L4": "Two Year 11 pupils; it is not certain that they meet out of school.",
    "L5": "Jaden’s sister says that he eats in his room and has stopped ringing their grandad.",
    "L9": "Stopped football. Asleep in lessons twice a week.",
    "M1": "Seen getting into a silver hatchback, driver about 30, Mill Lane, 18:10.",
    "M5": "New trainers, about £160. “A friend sorted me out.”",
    "M15": "Two phones. One is taken out only outside the gate.",
    "H13": "Messages from “an older friend”, seen on his screen over his shoulder.",
}


def jaden(t: Teller) -> Diary:
    """A concern, then a draft that stands at 28 of 40: one suspected high sign, and a call to MASH to make today."""
    yield t.at(6, "15:45")
    child = t.child(
        "priya",
        "Jaden Osei",
        gender="boy",
        date_of_birth=t.born(13, since_birthday=290),
        school="Saltings Academy",
        area="Saltings, Kestrel Bay",
        ethnicity="Black British: African",
    )
    t.concern(
        "priya",
        child,
        what="Jaden came in with new trainers and two phones, and was seen in an older man’s car. Late home all month.",
        sent_to_coordinator=True,
    )
    yield t.at(4, "12:30")
    children.record_voice(
        by=t.person("priya"),
        child=child,
        words="“It’s just lifts. They’re the only ones who bother asking how I am.”",
        said_to="Mr Bright, form tutor",
    )
    t.strengths(child, "priya", "protective", "protective")
    t.network(child, "priya", size=5)
    yield t.end - timedelta(hours=2)
    draft = t.draft(
        child,
        "priya",
        JADEN,
        rest=False,
        factors="i p",
        evidence=JADEN_SAW,
        voice="“I like it when somebody waits for me.”",
        parents="“He is my youngest. I work lates and I did not see it.”",
        analysis=False,
    )
    t.agencies(draft, "priya")


def leo(t: Teller) -> Diary:
    """Fairhaven House: High, with a plan in force that is being carried out, and a step down that was declined."""
    yield t.at(130)
    child = t.child(
        "leon",
        "Leo Marchetti",
        gender="boy",
        date_of_birth=t.born(16),
        social_care_status="looked_after",
        social_worker="Callum Adeyemi",
        address="Fairhaven House, Harbourside, Kestrel Bay",
        area="Harbourside, Kestrel Bay",
        school="Tollcross Learning Centre",
        parental_responsibility="Kestrel Bay Children’s Services",
    )
    t.involve(child, "leon", "callum", "karen", "bea")
    children.nominate_lead_worker(by=t.person("leon"), child=child, user=t.person("callum"))
    t.concern("leon", child, sent_to_coordinator=True)
    yield t.at(126)
    decision = yield from t.assess(
        child,
        "callum",
        "L1 L3 L7 M1 M9 M14 M16 H2 H12?",
        "high",
        factors="b c h o p",
        decision={"kind": 3, "saf": "has_plan"},
    )
    yield t.later(hours=2)
    t.settle(child, "callum")
    planner = Planner(t, child, "callum", "tomasz")
    yield from planner.from_draft_to_force(
        decision, made_with="Leo and Leon over toast. Leo’s grandfather by telephone."
    )
    t.network(child, "callum", size=6, chosen=1)
    yield t.at(110)
    for place, (state, rag) in enumerate(
        (("under_way", "amber"), ("under_way", "green"), ("done", "green"), ("not_done", ""), ("under_way", "red"))
    ):
        planner.progress(place, state, rag)
    yield t.at(96)
    decision = yield from t.assess(
        child, "callum", "L1 L3 L7 M9 H2 H12?", "high", factors="b c h o p", decision={"kind": 3}
    )
    yield t.later(hours=5)
    t.settle(child, "callum")
    planner.progress(0, "done", "green")
    planner.progress(2, "under_way", "amber")
    yield t.at(60)
    decision = yield from t.assess(
        child, "callum", "L1 L7 M9 H2?", "low", own="medium", factors="b c h o p", decision={"why": "down"}
    )
    yield t.later(hours=21)
    t.decline(decision, "tomasz")
    yield t.later(hours=3)
    t.settle(child, "callum")
    yield t.at(33)
    decision = yield from t.assess(
        child, "callum", "L1 L7 M9 H2 H4?", "high", factors="b c h o p", decision={"saf": "has_plan"}
    )
    yield t.later(hours=3)
    t.settle(child, "callum")
    yield from planned(t, child, "callum", decision)
    for days in (28, 17, 9):
        yield t.at(days)
        t.visit(child, "leon", kind=t.chance.choice(("visit", "call", "message")))
    t.attempt(child, "callum")


def amira(t: Teller) -> Diary:
    """Twelve years old with two low signs: never Low. Decided Medium; the plan was returned by the manager."""
    yield t.at(24)
    child = t.child(
        "marta",
        "Amira Haddad-Lowe",
        gender="girl",
        date_of_birth=t.born(12, since_birthday=200),
        social_care_status="open_other",
        social_worker="Marta Vance",
        learning_disability=None,
    )
    t.concern("marta", child)
    yield t.at(20)
    decision = yield from t.assess(child, "marta", "L1 L3", "medium", factors="h k", decision={"kind": 1})
    yield t.later(hours=2)
    t.settle(child, "marta")
    planner = Planner(t, child, "marta", "helena")
    yield t.at(16)
    planner.draft(decision)
    planner.add(7, ["h"])
    yield t.later(hours=3)
    planner.submit("Amira, her mother and an interpreter.")
    yield t.at(12)
    planner.return_it()
    t.network(child, "marta", size=4)
    t.strengths(child, "marta", "protective", "push")


def sanna(t: Teller) -> Diary:
    """High with every category of sign, a disclosure, a strategy meeting due and a plan that waits for the manager."""
    yield t.at(40)
    child = t.child(
        "rhian",
        "Sanna Quill",
        gender="girl",
        date_of_birth=t.born(14),
        social_care_status="child_protection",
        social_worker="Rhian Castellan",
        communication_needs="Hears with aids; sit on her left. Wants questions in writing before a meeting.",
    )
    t.involve(child, "rhian", "amina", "colm")
    t.concern("rhian", child)
    concern = t.concern("amina", child, urgent=True)
    yield t.later(minutes=30)
    t.told("amina", concern, "police")
    t.told("amina", concern, "mash")
    yield t.at(39)
    decision = yield from t.assess(
        child,
        "rhian",
        "L1 L3 L5 L6 L9 M1 M6 M7 M8 M12 H5 H10 H11",
        "high",
        factors="a c l",
        others=(("high", "Price list with the child’s first name"), ("low", "Flinches at one ringtone")),
        decision={"kind": 2, "harm": "yes", "saf": "has_plan"},
    )
    yield t.later(hours=1)
    t.settle(child, "rhian", "PR-12")
    yield t.at(30, "10:30")
    disclosure = t.disclose(child, "amina")
    yield t.later(hours=1)
    t.told("amina", disclosure, "social_care")
    t.told("amina", disclosure, "police")
    planner = Planner(t, child, "rhian", "tomasz")
    yield t.at(27)
    planner.draft(decision)
    planner.progress(0, "under_way", "green")
    planner.answer_gaps(leave=2)
    planner.take_out(3)
    planner.copies()
    yield t.at(2, "11:00")
    planner.submit("Sanna in writing, her grandmother in person, the network by telephone.")
    t.network(child, "rhian", size=5)
