"""The safety plan as it is printed from the record, row for row."""

from datetime import date, time

import pytest
from django.urls import reverse

from safelight.access.models import User
from safelight.outputs.documents import FOR_PROFESSIONALS
from safelight.plans import actions as plans
from safelight.plans import queries
from safelight.plans.models import Plan
from tests.factories import make_user
from tests.integration.assessments.world import NOW
from tests.integration.outputs.world import (
    CHILD_WORDS,
    EXTENSIONS,
    Printing,
    blank,
    of_plan,
    word_tables,
)
from tests.printed import ink


def rows_of(world: Printing, address: str) -> list[list[str]]:
    """The rows of the printed plan's table, without its heading."""
    tables = word_tables(world.fetch(address).content)
    (table,) = (table for table in tables if table[0][0] == "Desired Outcome:")
    return table[1:]


def agreed(world: Printing, plan: Plan, by: User) -> None:
    """Send the plan's newest version, and have it agreed."""
    sent = plans.submit(by=world.worker, plan=plan, manager=None, now=NOW)
    plan.refresh_from_db()
    plans.agree(by=by, plan=plan, version_id=sent.pk, comment="", now=NOW)
    plan.refresh_from_db()


@pytest.mark.req("PL-02", "RA-12")
def test_the_plan_prints_every_action_in_order_with_who_when_review_and_progress(world: Printing) -> None:
    plan = world.plan()
    own = plans.add_action(
        by=world.worker,
        plan=plan,
        outcome=3,
        values={
            "text": "Walk with Jaden from school",
            "who": "Sam Hale, youth worker",
            "when_text": "Each school day",
            "due_on": "2026-12-04",
            "review_at": "Next meeting",
            "measure": "He comes home by four",
        },
        now=NOW,
    )
    plans.record_progress(by=world.worker, action=own, state="under_way", rag="amber", text="Began today", now=NOW)
    actions = list(queries.actions_of(plan))
    outcomes = queries.offers(plan.definition).outcomes
    printed = rows_of(world, of_plan(world.child, "docx"))
    assert len(actions) > 5
    assert [row[0] for row in printed] == [f"{each.outcome}. {outcomes[each.outcome]}" for each in actions]
    for each, row in zip(actions, printed, strict=True):
        assert row[1].split("\n")[0] == each.text
        assert row[2] == (each.who or "Not recorded")
        assert row[3].split("\n")[0] == each.when_text or not each.when_text
        assert row[4] == (each.review_at or "Not recorded")
    mine = next(row for row in printed if row[1].startswith("Walk with"))
    assert mine[1:] == [
        "Walk with Jaden from school\nHow we will know: He comes home by four",
        "Sam Hale, youth worker",
        "Each school day\nBy 4 December 2026",
        "Next meeting",
        "Under way\nAmber: moving\nBegan today",
    ]


@pytest.mark.req("PL-02", "PL-03", "PL-06", "PL-07")
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_header_gaps_voices_and_agreement_stand_on_the_printed_plan(world: Printing, extension: str) -> None:
    plan = world.plan()
    plans.save_header(
        by=world.worker,
        plan=plan,
        version=plan.version,
        role="Lead professional",
        meeting_on=date(2026, 11, 25),
        meeting_time=time(14, 30),
        made_with="We drew it together.",
        now=NOW,
    )
    plan.refresh_from_db()
    open_gaps = queries.uncovered(plan)
    address = of_plan(world.child, extension)
    draft = world.words(address)
    for words in (
        "Name of person completing plan:" + world.worker.name,
        "Role:" + "Lead professional",
        "25 November 2026",
        "14:30",
        "High Risk: ☑",
        "How the child and the family took part" + "We drew it together.",
        "Version 1. Draft: not agreed",
        "Not agreed yet",
        FOR_PROFESSIONALS,
        *(f"{each.label}Nobody has said why yet" for each in open_gaps),
    ):
        assert ink(words) in draft
    first = draft.split(ink("In their own words"))[1]
    assert first.startswith(ink("What the child says" + CHILD_WORDS))
    agreed(world, plan, world.manager)
    after = world.words(address)
    assert ink("Agreed by (line manager)" + world.manager.name_and_role + "Agreed on" + "24 November 2026") in after
    assert ink("Version 1. Agreed and in force") in after


@pytest.mark.req("PL-08", "RA-12")
def test_the_version_in_force_can_still_be_printed_while_the_next_is_written(world: Printing) -> None:
    plan = world.plan()
    agreed(world, plan, world.manager)
    plan = plans.bring_up_to_date(by=world.worker, plan=plan, now=NOW)
    plans.add_action(by=world.worker, plan=plan, outcome=3, values={"text": "Something newer"}, now=NOW)
    page = world.fetch(reverse("outputs:documents", kwargs={"child_id": world.child.pk})).content.decode()
    in_force = queries.version_in_force(plan)
    assert in_force is not None
    where = {"child_id": world.child.pk, "plan_id": plan.pk, "version_id": in_force.pk, "extension": "docx"}
    address = reverse("outputs:plan_version", kwargs=where)
    assert address in page
    assert ink("Something newer") in world.words(of_plan(world.child, "docx"))
    assert ink("Something newer") not in world.words(address)


@pytest.mark.req("RA-12")
def test_a_closed_plan_can_still_be_printed_and_says_that_it_is_closed(world: Printing) -> None:
    plan = world.plan()
    plans.close(by=world.worker, plan=plan, why="He has moved away.", now=NOW)
    where = {"child_id": world.child.pk, "plan_id": plan.pk, "extension": "docx"}
    address = reverse("outputs:closed_plan", kwargs=where)
    page = world.fetch(reverse("outputs:documents", kwargs={"child_id": world.child.pk})).content.decode()
    assert address in page
    assert world.fetch(of_plan(world.child, "docx")).status_code == 404
    assert ink("Version 1. Closed") in world.words(address)


@pytest.mark.req("RA-12")
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_blank_forms_are_there_for_anybody_signed_in_and_hold_nobody(world: Printing, extension: str) -> None:
    world.plan()
    administrator = make_user("administrator", partnership=world.worker.partnership)
    for form, told in (
        ("assessment", "Step 2: Identify Underlying Vulnerability Factors"),
        ("summary-form", "Step 4 - Summary Form"),
        ("analysis", "Step 5: CSE Analysis"),
        ("plan", "To be reviewed at:"),
    ):
        response = world.fetch(blank(form, extension), by=administrator)
        assert response["Content-Disposition"] == f'attachment; filename="safelight-{form}-blank.{extension}"'
        said = world.words(blank(form, extension))
        assert ink(told) in said
        assert world.child.family_name not in said and world.worker.name not in said
