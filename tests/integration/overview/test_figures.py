"""The dashboards: exact for who needs to know, with lists; small groups hidden from everybody else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safelight.access.roles import Role
from safelight.children import actions as children
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.missing.models import Episode, Interview
from safelight.overview import figures
from safelight.ratings import actions as ratings
from tests.factories import make_agency, make_child, make_partnership, make_team, make_user
from tests.integration.overview.conftest import World

pytestmark = [pytest.mark.django_db, pytest.mark.req("OV-02")]


def cells(found: figures.Figures, key: str) -> dict[tuple[str, ...], int | None]:
    """What stands in a table, by row and column."""
    one = found.tables[key]
    return {
        (*row.categories, *column.categories): number
        for row, line in zip(one.rows, one.cells, strict=True)
        for column, number in zip(one.columns, line, strict=True)
        if number != 0
    }


def test_a_manager_sees_exact_numbers_of_the_team_alone(world: World) -> None:
    world.assess("medium", M1="present")
    make_child(by=world.stranger, given_name="Another", family_name="Team")
    found = figures.team(world.manager, clock.now())
    assert found.exact
    assert found.tables["gender"].total == 1
    assert cells(found, "reassess") == {("medium", "in_time"): 1}


def test_an_assessment_becomes_overdue_after_the_toolkits_last_day(world: World) -> None:
    world.assess("medium", M1="present")
    world.later(days=200)
    assert cells(figures.team(world.manager, clock.now()), "reassess") == {("medium", "overdue"): 1}


def test_flow_is_from_the_level_three_months_ago(world: World) -> None:
    world.assess("medium", M1="present")
    world.later(days=120)
    world.assess("high", H2="present", M1="present")
    found = figures.team(world.manager, clock.now())
    assert cells(found, "flow") == {("medium", "high"): 1}
    world.later(days=200)
    assert cells(figures.team(world.manager, clock.now()), "flow") == {("high", "high"): 1}


@pytest.mark.req("OV-03")
def test_overrides_show_whether_a_manager_answered(world: World) -> None:
    decision = world.assess("low", M1="present", M2="present", M3="present")
    before = cells(figures.team(world.manager, clock.now()), "overrides")
    assert {place[1]: number for place, number in before.items()} == {"waiting": 1}
    assert all(place[0].startswith("other") for place in before)
    ratings.agree(by=world.manager, decision=decision, comment="Seen together.", now=world.now)
    after = cells(figures.team(world.manager, clock.now()), "overrides")
    assert {place[1]: number for place, number in after.items()} == {"agreed": 1}


@pytest.mark.req("OV-03")
def test_each_number_opens_the_list_behind_it(world: World) -> None:
    world.assess("medium", M1="present")
    client = world.sign_in(world.manager)
    page = client.get(reverse("overview:figures")).content.decode()
    links = set(re.findall(r'href="(/figures/list/[^"]+)"', page))
    assert len(links) > 20
    for link in links:
        behind = client.get(link)
        assert behind.status_code == 200
        assert "Kayla Denholm" in behind.content.decode()
    assert "Kayla" not in page


def test_a_list_of_a_place_that_is_not_there_is_not_found(world: World) -> None:
    for place in (("no-such", "all", "all"), ("gender", "99", "all"), ("gender", "x", "all")):
        with pytest.raises(NotFound):
            figures.behind(world.manager, *place, clock.now())


@pytest.mark.hazard("HZ-24")
def test_the_partnerships_figures_hide_small_groups_and_have_no_lists(world: World) -> None:
    for place in range(9):
        child = world.new_child(given_name=f"Girl {place}", gender="girl")
        world.assess("medium", child, M1="present")
    for place in range(2):
        child = world.new_child(given_name=f"Boy {place}", gender="boy")
        world.assess("high", child, H2="present", M1="present")
    reader = make_user(Role.DATA_OFFICER, partnership=world.partnership)
    found = figures.partnership(reader, clock.now())
    assert not found.exact
    for one in found.tables.values():
        shown = [number for line in one.cells for number in line if number is not None]
        shown += [group.count for group in (*one.rows, *one.columns)]
        assert all(number == 0 or number >= 5 for number in shown)
    page = world.sign_in(reader).get(reverse("overview:partnership_figures")).content.decode()
    assert "/figures/list/" not in page and "/children/" not in page
    assert found.tables["gender"].total == 12


@pytest.mark.hazard("HZ-24")
def test_overrides_and_what_was_not_asked_are_shown_by_group(world: World) -> None:
    world.assess("medium", world.new_child(gender="boy", ethnicity="black_african"), M1="present")
    found = figures.team(world.manager, clock.now())
    assert {place[0] for place in cells(found, "overrides-gender")} == {"boy"}
    assert {place[0] for place in cells(found, "overrides-ethnicity")} == {"black_african"}
    assert {place[1] for place in cells(found, "overrides-gender")} <= {"suggested_not_asked", "other_not_asked"}


def test_who_may_not_is_refused(world: World) -> None:
    for user in (world.worker, world.coordinator):
        with pytest.raises(NotFound):
            figures.team(user, clock.now())
    for user in (world.worker, world.manager):
        with pytest.raises(NotFound):
            figures.partnership(user, clock.now())


def test_what_a_manager_does_not_see_is_not_counted(world: World) -> None:
    assert figures.team(world.manager, clock.now()).tables["gender"].total == 1
    other = make_user(Role.MANAGER, team=make_team(make_agency(make_partnership(name="Elsewhere"))))
    assert figures.team(other, clock.now()).tables["gender"].total == 0
    second = make_user(Role.MANAGER, team=world.team, name="Abel Frost")
    children.restrict_child(by=world.manager, child=world.child, reason="A relative works here.", people=[world.worker])
    assert figures.team(second, clock.now()).tables["gender"].total == 0


def test_the_number_of_queries_does_not_grow_with_the_children(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            figures.team(world.manager, clock.now())
        return len(caught)

    world.assess("medium", M1="present")
    queries()  # the toolkit is read once for each content
    one = queries()
    for place in range(4):
        world.assess("medium", world.new_child(given_name=f"Child {place}", area=f"Area {place}"), M1="present")
    world.later(days=30)
    assert queries() == one


@pytest.mark.req("MS-06")
def test_missing_is_counted_by_the_day_and_hour_in_london_and_interviews_within_72_hours(world: World) -> None:
    at = datetime(2026, 7, 6, 23, 30, tzinfo=UTC)  # Tuesday 00:30 in London's summer
    for days, offered in ((0, 10), (7, 100), (14, None)):
        episode = Episode.objects.create(
            partnership=world.partnership,
            child=world.child,
            missing_from=at + timedelta(days=days),
            reported_at=at,
            reported_by=world.worker,
            state="returned",
            until=at + timedelta(days=days, hours=4),
            seen_by="Her worker",
        )
        if offered is not None:
            Interview.objects.create(
                partnership=world.partnership,
                episode=episode,
                state="offered",
                offered_at=episode.until + timedelta(hours=offered),
                by=world.worker,
                at=at,
            )
    found = figures.team(world.manager, clock.now())
    assert cells(found, "missing") == {("2", "00"): 3}
    assert cells(found, "interviews") == {("in_time", "none"): 1, ("late", "none"): 1, ("not_offered", "none"): 1}
