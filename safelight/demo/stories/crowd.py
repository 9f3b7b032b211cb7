"""Everybody else: children at each stage of ordinary work, told by chance from the word files."""

from dataclasses import dataclass

from safelight.children import actions as children
from safelight.demo.diary import Diary, Story
from safelight.demo.planner import Planner, planned
from safelight.demo.teller import Teller


@dataclass(frozen=True)
class Life:
    """Who the child is, who works with them, how far the work has come, and what was seen each time."""

    name: str
    gender: str
    age: int
    by: str
    manager: str
    stage: str
    seen: tuple[str, ...] = ()
    factors: str = ""
    ago: int = 30
    status: str = "none"


LIVES: tuple[Life, ...] = (
    Life("Alfie Brannock", "boy", 14, "rhian", "tomasz", "concern", ago=2),
    Life("Yasmin El-Amin", "girl", 13, "tess", "grace", "concern", ago=12),
    Life("Dominic Sharrow", "boy", 16, "bea", "marcus", "concern", ago=19),
    Life("Imogen Castle", "girl", 12, "tess", "grace", "draft", ("L1 L9 M13",), "p", ago=5),
    Life(
        "Reuben Adler-Hale", "boy", 15, "callum", "tomasz", "draft", ("L3 M1 M5 H13?",), "j", ago=3, status="open_other"
    ),
    Life("Farida Nasser", "girl", 16, "marta", "helena", "draft", ("L5 L8",), "n", ago=16),
    Life("Callie Moorcroft", "girl", 14, "priya", "grace", "low", ("L1 L5",), "k", ago=29),
    Life("Ezra Pemberton", "boy", 13, "priya", "grace", "low", ("L3",), "i", ago=44),
    Life("Siobhan Tull", "girl", 15, "bea", "marcus", "low", ("L7 L8",), "e", ago=81),
    Life("Milo Kravitz-Bell", "boy", 14, "amina", "sunita", "low", ("L9",), "q", ago=101),
    Life("Nia Glendower", "girl", 16, "leon", "karen", "medium", ("L1 L3 M5",), "b j", ago=26, status="looked_after"),
    Life(
        "Oscar Tremaine", "boy", 15, "rhian", "tomasz", "medium", ("L7 M10 M16",), "e o", ago=40, status="child_in_need"
    ),
    Life("Jasmine Okonedo", "girl", 14, "callum", "tomasz", "medium", ("L5 L9 M3 M4",), "h", ago=18),
    Life("Piers Holloran", "boy", 16, "joel", "helena", "medium", ("M15 M17",), "o p", ago=95),
    Life("Willa Straker", "girl", 13, "marta", "helena", "medium", ("L1 M7",), "d", ago=9, status="open_other"),
    Life(
        "Keziah Boateng", "girl", 15, "joel", "helena", "plan", ("L1 L4 M2 M9",), "a l", ago=60, status="child_in_need"
    ),
    Life(
        "Rafferty Quinn-Shaw",
        "boy",
        14,
        "rhian",
        "tomasz",
        "plan",
        ("L3 L7 M1 M15",),
        "c j",
        ago=38,
        status="child_in_need",
    ),
    Life("Suki Watanabe-Cole", "girl", 16, "callum", "tomasz", "plan", ("L6 L8 M8 M11",), "h l", ago=71),
    Life("Gideon Farr", "boy", 15, "marta", "helena", "plan", ("L1 L9 M5 M13",), "i p", ago=34),
    Life(
        "Tabitha Ormerod",
        "girl",
        14,
        "joel",
        "helena",
        "up",
        ("L1 L5", "L1 L5 M1 M7", "L1 L5 M1 M7 M9 H2"),
        "a k",
        ago=120,
        status="child_in_need",
    ),
    Life("Luca Benedetti", "boy", 13, "callum", "tomasz", "up", ("L9", "L9 M3 H13"), "g", ago=66),
    Life(
        "Freida Halvorsen",
        "girl",
        16,
        "rhian",
        "tomasz",
        "down",
        ("L1 L7 M2 M8 H3", "L1 L7 M8", "L7"),
        "e l",
        ago=140,
        status="child_protection",
    ),
    Life("Esme Varga", "girl", 14, "bea", "marcus", "down", ("L1 L3 M7", "L1"), "k", ago=85),
    Life(
        "Harriet Osgood",
        "girl",
        17,
        "rhian",
        "tomasz",
        "high",
        ("L5 M2 M8 M9 H4 H10?",),
        "c h",
        ago=23,
        status="child_in_need",
    ),
    Life(
        "Tobias Renn",
        "boy",
        14,
        "marta",
        "helena",
        "high",
        ("L1 M1 M17 H2 H7",),
        "d o p",
        ago=11,
        status="child_in_need",
    ),
    Life(
        "Celeste Amoah",
        "girl",
        15,
        "joel",
        "helena",
        "high",
        ("L6 L9 M6 H5",),
        "a c",
        ago=50,
        status="child_protection",
    ),
    Life(
        "Aled Prosser", "boy", 17, "callum", "tomasz", "high", ("L7 M10 H8 H14?",), "d e", ago=7, status="care_leaver"
    ),
)


# Whose plan is on a template that the area offers beside its own (PL-01).
ON_ANOTHER_TEMPLATE = {
    "Keziah Boateng": "coventry-plan",
    "Suki Watanabe-Cole": "northumberland-plan",
    "Gideon Farr": "wales-plan",
}
# Whose plan is late, and about whom nobody has yet rung MASH: work lists show what is overdue, but not everywhere.
NOT_YET_PLANNED = ("Oscar Tremaine", "Milo Kravitz-Bell")
MASH_NOT_CALLED = "Piers Holloran"
LONG_AGO = 20


def stories() -> list[tuple[str, Story]]:
    """A diary for each of them, by name."""
    return [(life.name, _diary_of(life)) for life in LIVES]


def _diary_of(life: Life) -> Story:
    def diary(t: Teller) -> Diary:
        return _live(t, life)

    return diary


def _live(t: Teller, life: Life) -> Diary:
    yield t.at(life.ago)
    worker = t.person(life.by).name if life.status not in ("none", "not_known") else ""
    child = t.child(
        life.by,
        life.name,
        gender=life.gender,
        date_of_birth=t.born(life.age, since_birthday=30 if life.age == 17 else None),
        social_care_status=life.status,
        social_worker=worker,
    )
    t.concern(life.by, child, sent_to_coordinator=t.chance.random() < 0.3)
    if life.stage == "concern":
        t.network(child, life.by, size=2)
        if life.ago > 10:
            yield t.later(hours=22)
            t.settle(child, life.by, "PR-17-LOOK-AGAIN")
        return
    yield t.later(hours=20)
    if life.stage == "draft":
        t.draft(child, life.by, life.seen[0], factors=life.factors, rest=False, analysis=False)
        return
    gap = max(life.ago - 6, 1) // len(life.seen)
    decision = None
    for place, seen in enumerate(life.seen):
        if place:
            yield t.at(life.ago - gap * place)
        level = _level(seen)
        decision = yield from t.assess(
            child,
            life.by,
            seen,
            level,
            factors=life.factors,
            decision={"kind": place % 3, "harm": "no", "saf": "no"},
        )
        if life.stage == "down" and place:
            yield t.later(hours=22)
            for waiting in t.waiting(life.manager, child):
                t.agree(waiting, life.manager)
        yield t.later(hours=3)
        t.settle(child, life.by, *_left_open(life, last=place == len(life.seen) - 1))
        if life.stage in ("low", "medium", "up", "down") and life.name not in NOT_YET_PLANNED:
            yield from planned(t, child, life.by, decision)
    t.network(child, life.by, size=t.chance.randint(3, 6), chosen=t.chance.randint(0, 2))
    t.strengths(child, life.by, "protective", t.chance.choice(("risk", "push", "pull")))
    if life.stage == "plan" and decision is not None:
        planner = Planner(t, child, life.by, life.manager, ON_ANOTHER_TEMPLATE.get(life.name, ""))
        yield from planner.from_draft_to_force(
            decision, made_with=f"{life.name}, whoever {t.about['they']} brought, and a flip chart."
        )
        yield t.at(max(life.ago - 14, 1))
        for place, (state, rag) in enumerate((("under_way", "amber"), ("done", "green"), ("under_way", "red"))):
            planner.progress(place, state, rag)
    elif life.stage == "high" and decision is not None and life.ago > 10:
        yield t.later(hours=20)
        planner = Planner(t, child, life.by, life.manager)
        planner.draft(decision)
        planner.answer_gaps(leave=2)
        planner.progress(0, "under_way", "amber")
    yield t.at(1)
    t.visit(child, life.by, kind=t.chance.choice(("visit", "call", "message")))
    if t.chance.random() < 0.4:
        promise = children.make_promise(
            by=t.person(life.by),
            child=child,
            words=t.say("work", "promise"),
            made_on=t.day(-3),
            due_on=t.day(t.chance.choice((-1, 0, 2, 5))),
        )
        if t.chance.random() < 0.4:
            children.keep_promise(by=t.person(life.by), promise=promise, words=t.say("work", "promise_kept"))


def _level(seen: str) -> str:
    codes = [mark for mark in seen.split() if mark[-1] not in "?~-"]
    if any(code.startswith("H") for code in codes):
        return "high"
    return "medium" if any(code.startswith("M") for code in codes) else "low"


def _left_open(life: Life, last: bool) -> tuple[str, ...]:
    """What nobody has done yet: the newest work, and here and there a call that is late."""
    if not last:
        return ()
    if life.stage == "high":
        return ("PR-12",) if life.ago < LONG_AGO else ()
    if life.name == MASH_NOT_CALLED:
        return ("PR-06", "PR-07")
    return ("PR-03", "PR-04") if life.ago < LONG_AGO else ()
