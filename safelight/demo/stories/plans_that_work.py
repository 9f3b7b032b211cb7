"""A plan over two months, with ways to disrupt, targets, reviews and reports; and one agency's plan at low risk."""

from datetime import date

from safelight.children import actions as children
from safelight.core import clock
from safelight.demo.diary import Diary
from safelight.demo.planner import Planner
from safelight.demo.teller import Teller
from safelight.plans import actions as plans
from safelight.plans import queries
from safelight.plans.actions import Said

NOT_ASKED = Said("not_asked", "His mum works nights this week; Joel rings her on Monday.")


def two_months(t: Teller) -> Diary:
    """High: options of the disruption table in the plan, red for weeks, targets agreed and not, reviewed twice."""
    yield t.at(66)
    child = t.child(
        "joel",
        "Callum Westerby",
        gender="boy",
        date_of_birth=t.born(14),
        social_care_status="child_in_need",
        social_worker="Joel Pickersgill",
        school="Northgate High School",
    )
    t.involve(child, "joel", "amina", "bea")
    t.concern("joel", child, urgent=False, sent_to_coordinator=True)
    yield t.at(64)
    decision = yield from t.assess(
        child, "joel", "L1 L5 M2 M9 M13 H2", "high", factors="e k", decision={"kind": 3, "saf": "has_plan"}
    )
    yield t.later(hours=2)
    t.settle(child, "joel")
    planner = Planner(t, child, "joel", "helena")
    yield t.at(62)
    planner.draft(decision)
    planner.answer_gaps()
    _ways_to_disrupt(planner)
    planner.copies()
    yield t.later(hours=3)
    planner.submit("Callum and his mum, on a walk and at home.")
    yield t.at(61)
    planner.agree()
    yield t.at(54)
    _target(planner, t.day(-54), "Ring Bea before going out on Friday night", Said("agreed", "I can do that."))
    _goes(planner, "red", "under_way", "The taxi firm has not answered two letters.")
    yield t.at(40)
    _goes(planner, "red", "under_way", "Still no answer. Licensing is asked to write.")
    planner.progress(0, "under_way", "amber")
    _review(planner)
    yield t.at(33)
    _report(planner, "Exploitation team, by secure e-mail")
    yield t.at(24)
    for target in queries.targets_of(planner.plan):
        plans.record_outcome(
            by=planner.author,
            target=target,
            outcome="partly",
            words="He rang three Fridays of four. On the fourth his telephone was empty.",
            version=target.version,
            now=clock.now(),
        )
    _target(planner, t.day(-24), "Home by nine on school nights", Said("not_agreed", "Nine is for little kids."))
    yield t.at(12)
    planner.progress(1, "done", "green")
    _review(planner)
    plans.take_rows(
        by=planner.author,
        plan=planner.plan,
        into="child_in_need",
        into_on=t.day(-12),
        row_ids=[str(row.pk) for row in planner.rows[:3]],
        now=clock.now(),
    )
    yield t.at(2)
    plans.begin_report(by=planner.author, plan=planner.plan, now=clock.now())


def one_agency(t: Teller) -> Diary:
    """Low: one agency's plan with its five parts, in force."""
    yield t.at(30)
    child = t.child("bea", "Isla Penhallow", gender="girl", date_of_birth=t.born(15), school="Northgate High School")
    t.concern("bea", child)
    yield t.at(28)
    yield from t.assess(child, "bea", "L1", "low", decision={"saf": "no"})
    yield t.later(hours=4)
    t.settle(child, "bea")
    planner = Planner(t, child, "bea")
    yield t.at(27)
    plans.choose_low_risk_path(
        by=planner.author,
        child=child,
        path="single_agency",
        why="Only school and the youth service know Isla, and she trusts Bea.",
        now=clock.now(),
    )
    for row in planner.rows:
        plans.edit_action(
            by=planner.author,
            action=row,
            values={"who": planner.author.name_and_role, "due_on": t.day(5).isoformat(), "copies_for": ["child"]},
            version=row.version,
            now=clock.now(),
        )
    for each in queries.uncovered(planner.plan):
        planner.add(1, [each.code])
    yield t.later(hours=3)
    planner.submit("Isla chose what comes first; her dad read it with her.")
    yield t.at(26)
    planner.agree()
    yield t.at(6)
    planner.progress(1, "under_way", "green")


def another_way(t: Teller) -> Diary:
    """Low too, and two agencies know the child: a professionals' meeting is chosen instead."""
    yield t.at(9)
    child = t.child("bea", "Rowan Ashdown", gender="boy", date_of_birth=t.born(13), school="Northgate High School")
    t.concern("bea", child)
    yield t.at(8)
    yield from t.assess(child, "bea", "L5", "low", decision={"saf": "no"})
    yield t.later(hours=4)
    t.settle(child, "bea")
    plans.choose_low_risk_path(
        by=t.person("bea"),
        child=child,
        path="meeting",
        why="Health and school each hold a part of it, and neither knows what the other does.",
        now=clock.now(),
    )
    children.make_promise(
        by=t.person("bea"), child=child, words=t.say("work", "promise"), due_on=t.day(3), made_on=t.day(-8)
    )


def _ways_to_disrupt(planner: Planner) -> None:
    options = [code for code, each in queries.options_of(planner.plan).items() if each.kind == "action"]
    for row in plans.choose(by=planner.author, plan=planner.plan, outcome=3, codes=options[:2], now=clock.now()):
        plans.edit_action(
            by=planner.author,
            action=row,
            values={
                "owner_id": str(planner.author.pk),
                "who": planner.author.name_and_role,
                "due_on": planner.t.day(-20).isoformat(),
                "measure": "Callum spends two evenings a week with people he feels safe with.",
            },
            version=row.version,
            now=clock.now(),
        )


def _goes(planner: Planner, rag: str, state: str, text: str) -> None:
    chosen = queries.options_of(planner.plan)
    row = next(row for row in planner.rows if row.source_code in chosen)
    row.plan = planner.plan
    plans.record_progress(by=planner.author, action=row, state=state, rag=rag, text=text, now=clock.now())


def _target(planner: Planner, month: date, text: str, child: Said) -> None:
    plans.set_target(
        by=planner.author,
        plan=planner.plan,
        month=month,
        text=text,
        said={"child": child, "parents": NOT_ASKED if child.answer == "not_agreed" else Said("agreed")},
        now=clock.now(),
    )


def _review(planner: Planner) -> None:
    plans.review(by=planner.author, plan=planner.plan, at=clock.now())


def _report(planner: Planner, sent_to: str) -> None:
    now = clock.now()
    report = plans.begin_report(by=planner.author, plan=planner.plan, now=now)
    report = plans.save_report(
        by=planner.author,
        report=report,
        progress="Callum rings before he goes out. The firm whose cars wait at the park has not answered.",
        new_issues="A second car has been seen on Tuesdays.",
        version=report.version,
        now=now,
    )
    plans.send_report(by=planner.author, report=report, sent_to=sent_to, version=report.version, now=now)
