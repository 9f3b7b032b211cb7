"""Kayla and Kyra Denholm: twins, one at High with a year behind her, one who is held well."""

from datetime import time
from typing import Any

from safelight.children import actions as children
from safelight.children.models import Child
from safelight.demo.diary import Diary
from safelight.demo.planner import Planner, planned
from safelight.demo.teller import Teller

WANTS = "“I just want one person to talk to, not nine. And don’t talk about me like I’m not in the room.”"

PEOPLE: tuple[tuple[str, str, str, str, str], ...] = (
    ("Jo Denholm", "Aunt", "family", "strong", "Kayla’s choice of who to talk to first. Any hour."),
    ("Dawn Denholm", "Mum", "family", "strained", "Her own contact: Family Link. Ring after four."),
    ("Kyra Denholm", "Twin", "family", "strong", "Same home."),
    ("Tash", "Friend, 15", "friend", "strong", "Bus to school together."),
    ("Bea Lindqvist", "Youth worker", "service", "strong", "Tuesdays and Saturdays."),
    ("Rhian Castellan", "Social worker", "service", "steady", "Lead worker: talks to Kayla about this concern."),
    ("Saltings Academy", "School", "service", "thin", "Priya Nair, safeguarding lead."),
    ("CAMHS", "Health", "service", "not_yet", "Waiting since September."),
    ("“Dez”", "Older man, name not known", "risk", "control", "Someone who poses a risk. Kept off family copies."),
)

# The year: days ago, who decides, answers, level.
YEAR: tuple[tuple[int, str, str, str], ...] = (
    (316, "priya", "L1 L5", "low"),
    (214, "priya", "L1 L5 L9 M5 M7", "medium"),
    (147, "rhian", "L1 L5 L9 M1 M5 M7 M9 M13 H2", "high"),
    (105, "rhian", "L1 L4 L5 L9 M1 M2 M5 M7 M9 M13 H2", "high"),
    (63, "rhian", "L1 L4 L5 L9 M2 M5 M7 M13", "medium"),
    (21, "rhian", "L1 L4 L5 L9 M1 M2 M6 M7 M9 M13 H2 H7 H13?", "high"),
)


def twins(t: Teller) -> Diary:
    """Kayla’s year, and Kyra’s one assessment."""
    born = t.born(15, since_birthday=194)
    yield t.at(320, "15:20")
    home: dict[str, Any] = {
        "date_of_birth": born,
        "date_of_birth_verified": True,
        "address": "14 Teal Close, Northgate, Kestrel Bay",
        "area": "Northgate, Kestrel Bay",
        "school": "Saltings Academy",
        "telephone": "01632 960207",
        "parental_responsibility": "Dawn Denholm, mother",
    }
    kyra = t.child("priya", "Kyra Denholm", gender="girl", **home)
    kayla = t.child("priya", "Kayla Denholm", gender="girl", **home)
    children.mark_twins(by=t.person("priya"), child=kyra, other=kayla)
    t.concern(
        "priya",
        kayla,
        what="Kayla was crying in the art room and would not say which of two phones was ringing. She had been late "
        "home all month.",
        sent_to_coordinator=True,
    )
    planner = Planner(t, kayla, "rhian", "tomasz")
    for days, by, ticks, level in YEAR:
        yield t.at(days, "10:05")
        kayla = t.fresh(kayla)
        if days == 147:
            _social_care_opens(t, kayla)
        factors = "a h k" if days > 150 else "a h i k p"
        decision = yield from t.assess(
            kayla,
            by,
            ticks,
            level,
            factors=factors,
            voice=VOICES[days],
            evidence=EVIDENCE.get(days, {}),
            decision={
                "kind": 2 if level == "high" else 0,
                "harm": "not_known" if days == 21 else "no",
                "saf": "has_plan",
            },
        )
        if days == 63:
            yield t.later(hours=22)
            t.agree(decision, "tomasz")
        yield t.later(hours=3)
        t.settle(kayla, by, *(("PR-05",) if days == 21 else ()))
        if days == 147:
            yield from planner.from_draft_to_force(decision, made_with="Kayla, Aunt Jo and Mum, at Jo’s table.")
        elif days == 105:
            yield from planner.next_version(made_with="Kayla by telephone, Jo in the room.")
    yield t.at(20, "11:00")
    _network(t, kayla)
    for kind in ("protective", "protective", "protective", "risk", "push", "pull"):
        t.strengths(kayla, "rhian", kind)
    yield t.at(19, "16:10")
    decision = yield from t.assess(
        kyra, "priya", "L5 L8", "low", voice="“Look after Kayla first. I’m all right if she is.”"
    )
    yield t.later(hours=2)
    t.settle(kyra, "priya")
    yield from planned(t, kyra, "priya", decision)
    yield t.at(12, "17:30")
    children.record_voice(by=t.person("bea"), child=kayla, words=WANTS, said_to="Bea Lindqvist, youth worker")
    t.visit(kayla, "bea", words="Kayla at the skate park. Talked about college, then about who comes to meetings.")
    yield t.at(5, "16:40")
    t.visit(kayla, "bea", words="Saw Kayla by the ramps. She asked for fewer people at meetings, and for chips.")
    yield t.at(4, "15:20")
    children.make_promise(by=t.person("rhian"), child=kayla, words="I’ll ring Thursday.", due_on=t.day(2))
    yield t.at(2, "09:30")
    planner.bring_up_to_date()
    yield t.at(1, "16:05")
    planner.submit(made_with="Kayla and Aunt Jo. Mum agreed by phone. Kayla has not yet seen this draft.")


VOICES = {
    316: "“It’s only the bus. It’s always late.”",
    214: "“They’re just people I know. You don’t have to write it down.”",
    147: "“I rang Jo from the toilets because I didn’t know whose flat it was.”",
    105: "“I can tell you where. I can’t tell you who.”",
    63: "“It’s quieter. I sleep. Can we have fewer meetings?”",
    21: "“I’ll come home if it’s Jo I can ring. Not if it’s the police at the door.”",
}

EVIDENCE: dict[int, dict[str, str]] = {
    316: {
        "L1": "Home after half past nine on six school nights since the new year; gets off the 38 two stops late.",
        "L5": "Kayla used to sit with Kyra at lunch. Since November she has sat alone by the radiator.",
    },
    147: {"H2": "Missing four times in five weeks, once for two nights; each time a man called “Dez” had rung first."},
    21: {
        "M6": "Bruises on both wrists, seen by Mum. Kayla said “door” and began to cry when asked which door.",
        "H7": "Tickets to Port Severn on two school days. Kayla did not buy them and does not know the streets there.",
        "H13": "A screen name that Jo does not know sends Kayla the times of trains.",
    },
}


def _social_care_opens(t: Teller, kayla: Child) -> None:
    priya, rhian = t.person("priya"), t.person("rhian")
    t.involve(kayla, "priya", "rhian", "bea", "amina")
    children.nominate_lead_worker(by=priya, child=kayla, user=rhian)
    children.update_child(
        by=priya,
        child=kayla,
        version=kayla.version,
        values={
            "social_care_status": "child_in_need",
            "social_worker": "Rhian Castellan",
            "social_work_case_number": "NG-20417",
        },
    )


def _network(t: Teller, kayla: Child) -> None:
    rhian = t.person("rhian")
    for name, relation, kind, tie, to_know in PEOPLE:
        person = children.add_person_around(
            by=rhian,
            child=kayla,
            name=name,
            relation=relation,
            kind=kind,
            tie=tie,
            to_know=to_know,
            telephone="01632 960311" if name == "Jo Denholm" else "",
            chosen_by_child=name == "Jo Denholm",
            contact_for_parents=name == "Bea Lindqvist",
            has_parental_responsibility=name == "Dawn Denholm",
        )
        if name == "Jo Denholm":
            children.mark_safe(by=rhian, person=person, safe="safe", telephone_safe="safe")
            children.add_hours(by=rhian, person=person, days="every_day", start=time(6), end=time(2))
        elif kind == "risk":
            children.mark_safe(by=rhian, person=person, safe="unsafe", telephone_safe="unsafe")
