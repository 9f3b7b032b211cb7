"""The toolkit's own example of a plan, whole and in its order, as the agreed plan of an invented child (P app. 3)."""

from safelight.children import actions as children
from safelight.core import clock
from safelight.demo.diary import Diary
from safelight.demo.planner import Planner
from safelight.demo.stories import young_person
from safelight.demo.teller import Teller
from safelight.plans import actions as plans
from safelight.plans import queries

NAME = "Marnie Talbot-Reyes"


def example(t: Teller) -> Diary:
    """High, with all 36 rows of the example: outcome, action, who by, when, to be reviewed at."""
    yield t.at(70)
    child = t.child(
        "joel",
        NAME,
        gender="girl",
        date_of_birth=t.born(15),
        social_care_status="child_in_need",
        social_worker="Joel Pickersgill",
        school="Northgate High School",
    )
    t.involve(child, "joel", "amina", "bea", "colm")
    t.concern("joel", child, urgent=False, sent_to_coordinator=True)
    yield t.at(66)
    decision = yield from t.assess(
        child,
        "joel",
        "L1 L5 L7 L9 M1 M2 M3 M7 M9 M12 M13 H2 H10",
        "high",
        factors="e h i k p",
        decision={"kind": 3, "harm": "yes", "saf": "has_plan"},
    )
    yield t.later(hours=2)
    t.settle(child, "joel")
    planner = Planner(t, child, "joel", "helena")
    yield t.at(63)
    planner.draft(decision)
    _all_rows(planner)
    yield t.later(hours=3)
    planner.submit("Marnie, both parents and the network, in the school’s library.")
    yield t.at(62)
    planner.agree()
    yield t.at(50)
    for place, state, rag in ((0, "done", "green"), (4, "under_way", "amber"), (17, "under_way", "green")):
        planner.progress(place, state, rag)
    t.network(child, "joel", size=6)
    yield t.at(44)
    young_person.begin(t, child, "joel")
    yield t.at(40)
    young_person.in_welsh(t, child, "joel")
    yield t.at(31)
    yield from t.assess(
        child, "joel", "L1 L5 L9 M2 M9 M13 H2", "high", factors="e h i k p", decision={"kind": 3, "saf": "has_plan"}
    )
    yield t.later(hours=2)
    t.settle(child, "joel")
    children.make_promise(
        by=t.person("joel"), child=child, words=t.say("work", "promise"), due_on=t.day(-3), made_on=t.day(-31)
    )


def _all_rows(planner: Planner) -> None:
    """Take every action of the template; where a row says “As above”, so does ours."""
    plan = planner.plan
    offers = queries.offers(plan.definition)
    for outcome in offers.kit.plan.outcomes:
        plans.choose(
            by=planner.author,
            plan=plan,
            outcome=outcome.number,
            codes=[action.code for action in outcome.actions],
            now=clock.now(),
        )
    for row in planner.rows:
        offered = offers.actions[row.source_code]
        plans.edit_action(
            by=planner.author,
            action=row,
            values={"review_at": offered.review_at or "", "copies_for": _copies(row.source_code)},
            version=row.version,
            now=clock.now(),
        )


def _copies(code: str) -> list[str]:
    return ["professionals", "child"] if code in young_person.FOR_HER else ["professionals"]
