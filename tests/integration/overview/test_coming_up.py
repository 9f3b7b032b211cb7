"""Coming up: the next four weeks, by the function that says what is due now."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safelight.children import actions as children
from safelight.overview import queries
from tests.integration.overview.conftest import World
from tests.integration.overview.test_my_work import page, section

HERE = "/coming-up/"


@pytest.mark.req("OV-01", "PR-09")
def test_what_is_due_within_four_weeks_stands_under_its_week_and_what_is_later_does_not(world: World) -> None:
    for day in (date(2026, 12, 3), date(2026, 12, 21), date(2027, 1, 4)):
        children.make_promise(by=world.worker, child=world.child, words=f"I will ring on {day}.", due_on=day)
    text = page(world, world.worker, HERE)
    assert "2026-12-03" in section(text, "week-1") and "2026-12-21" in section(text, "week-2")
    assert "2027-01-04" not in text and "Kayla Denholm, 15" in text


@pytest.mark.req("PR-09")
def test_what_only_follows_from_the_record_by_then_is_foreseen(world: World) -> None:
    """The move to adult services is planned from seventeen and a half on: today nobody has to, in two weeks they do."""
    half = date(2026, 12, 8)
    child = world.new_child(given_name="Ivo", family_name="Marsh", date_of_birth=date(2009, 6, 8))
    assert half > world.now.date()
    now = {duty.code for duty in queries.work_of(world.worker, world.now).due if duty.child_id == child.pk}
    then = queries.work_of(world.worker, world.now + queries.AHEAD)
    assert "CH-11-PLAN" not in now
    assert "CH-11-PLAN" in {duty.code for duty in then.due if duty.child_id == child.pk}


def test_what_is_overdue_or_another_s_is_not_coming_up(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    world.later(days=3)
    found = queries.coming_up(world.worker, world.now)
    assert all(duty.due_at and duty.due_at > world.now and duty.owner_id == world.worker.pk for duty in found.due)
    assert not queries.coming_up(world.colleague, world.now).due
    assert "Nothing is due from you in the next four weeks." in page(world, world.colleague, HERE)


def test_the_page_takes_no_more_queries_with_more_children(world: World) -> None:
    def count() -> int:
        client = world.sign_in(world.worker)
        client.get(HERE)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(HERE).status_code == 200
        return len(captured)

    def add(number: int) -> None:
        child = world.new_child(given_name="Ivo", family_name=f"Marsh{number}")
        children.make_promise(
            by=world.worker, child=child, words="I will ring.", due_on=world.now.date() + timedelta(days=9)
        )

    add(0)
    few = count()
    for number in range(1, 6):
        add(number)
    assert count() == few


@pytest.mark.req("OV-01")
@pytest.mark.hazard("HZ-22")
def test_a_manager_sees_how_much_is_due_from_each_worker_and_a_worker_does_not(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    mine = {load.owner_id: load for load in queries.work_of(world.manager, world.now).loads}
    theirs = queries.grouped(queries.work_of(world.worker, world.now).due)
    assert mine[world.worker.pk].due == len(theirs) and mine[world.worker.pk].overdue == 0
    world.later(days=1)
    assert {load.owner_id: load.overdue for load in queries.work_of(world.manager, world.now).loads}[
        world.worker.pk
    ] > 0
    assert "What is due from whom" in page(world, world.manager)
    assert "What is due from whom" not in page(world, world.worker)
