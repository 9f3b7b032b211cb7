"""Growing older while somebody is in danger: no birthday ends anything by itself."""

from safelight.children import actions as children
from safelight.demo.diary import Diary
from safelight.demo.planner import planned
from safelight.demo.teller import Teller


def turned_eighteen(t: Teller) -> Diary:
    """High, and eighteen since three weeks: every duty stands; no plan for the move was written in time."""
    yield t.at(64)
    child = t.child(
        "callum",
        "Jory Trevelyan",
        gender="boy",
        date_of_birth=t.born(18, since_birthday=22),
        date_of_birth_verified=True,
        social_care_status="child_in_need",
        social_worker="Callum Adeyemi",
    )
    t.concern("callum", child)
    yield t.at(61)
    decision = yield from t.assess(
        child, "callum", "L3 L7 M9 M16 H4 H12", "high", factors="e o", decision={"harm": "no", "saf": "no"}
    )
    yield t.later(hours=2)
    t.settle(child, "callum")
    yield from planned(t, child, "callum", decision)
    yield t.at(14)
    t.visit(child, "callum")


def nineteen(t: Teller) -> Diary:
    """A care leaver of nineteen, in scope for a recorded reason; two ended pregnancies since sixteen count too."""
    yield t.at(42)
    child = t.child(
        "marta",
        "Saoirse Blackwood",
        gender="girl",
        date_of_birth=t.born(19),
        date_of_birth_verified=True,
        extended_scope_reason="Care leaver with a moderate learning difficulty; in the leaving care team until 21.",
        social_care_status="care_leaver",
        social_worker="Marta Vance",
        school="",
    )
    t.involve(child, "marta", "bea")
    yield t.at(41)
    decision = yield from t.assess(
        child, "marta", "L5 M8 M9 H3? H9", "high", factors="b d f j", decision={"kind": 2, "harm": "no"}
    )
    yield t.later(hours=2)
    t.settle(child, "marta")
    children.record_transition(
        by=t.person("marta"),
        child=t.fresh(child),
        notes=t.say("work", "transition"),
        adult_contact="Leaving care team, 01632 960178",
    )
    yield t.later(hours=20)
    children.check_onward_plan(by=t.person("helena"), child=t.fresh(child))
    yield from planned(t, child, "marta", decision)


def out_of_scope(t: Teller) -> Diary:
    """Eighteen without a recorded reason: not rated; agreed once age and onward plan were checked."""
    yield t.at(120)
    child = t.child(
        "joel", "Bryn Hathaway", gender="boy", date_of_birth=t.born(18, since_birthday=40), date_of_birth_verified=True
    )
    yield t.at(119)
    decision = yield from t.assess(child, "joel", "L3 L7 M10", "medium", factors="e")
    yield t.later(hours=2)
    t.settle(child, "joel")
    yield from planned(t, child, "joel", decision)
    yield t.at(46)
    children.record_transition(by=t.person("joel"), child=t.fresh(child), notes=t.say("work", "transition"))
    yield t.at(26)
    decision = yield from t.assess(child, "joel", "L3 L7 H10", "none", factors="e", decision={"harm": "no"})
    yield t.at(24)
    children.check_onward_plan(by=t.person("helena"), child=t.fresh(child))
    yield t.later(hours=1)
    t.agree(decision, "helena")


def wrong_year(t: Teller) -> Diary:
    """A year of birth was mistyped and put right after the birth certificate was seen; what was said before is kept."""
    yield t.at(53)
    child = t.child("amina", "Fenella Dray", gender="girl", date_of_birth=t.born(10))
    yield t.at(52)
    children.update_child(
        by=t.person("amina"),
        child=child,
        version=child.version,
        values={"date_of_birth": t.born(13), "date_of_birth_verified": True, "school": "Larchfield College"},
    )
    yield t.at(51)
    decision = yield from t.assess(t.fresh(child), "amina", "L8 L9", "low", factors="i")
    yield t.later(hours=2)
    t.settle(child, "amina")
    yield from planned(t, child, "amina", decision)
    yield t.at(16)
    decision = yield from t.assess(t.fresh(child), "amina", "L8", "low", factors="i")
    yield t.later(hours=2)
    t.settle(child, "amina")
    yield from planned(t, child, "amina", decision)
