"""What in the counts looks like browsing."""

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.audit.patterns import THRESHOLDS, Day, Rule, alerts, usual

pytestmark = [pytest.mark.hazard("HZ-14"), pytest.mark.req("BE-12")]

PERSON = uuid.UUID(int=7)
DAY = date(2026, 3, 4)
AT_LEAST = {threshold.rule: threshold.at_least for threshold in THRESHOLDS}

counts = st.integers(0, 60)
days = st.builds(
    Day,
    person_id=st.sampled_from([uuid.UUID(int=n) for n in range(4)]),
    day=st.integers(0, 9).map(lambda back: DAY - timedelta(days=back)),
    children=counts,
    not_involved=counts,
    same_surname=st.integers(0, 3),
    searches=counts,
    refused=counts,
)
usuals = st.dictionaries(st.sampled_from([uuid.UUID(int=n) for n in range(4)]), st.floats(0, 40), max_size=4)


def rules(day: Day, own: float = 0.0, by_role: bool = False) -> set[Rule]:
    found = alerts(
        [day],
        own_usual={day.person_id: own} if own else {},
        sees_others_by_role=frozenset({day.person_id}) if by_role else frozenset(),
    )
    return {finding.rule for alert in found for finding in alert.findings}


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("children", Rule.MANY),
        ("not_involved", Rule.NOT_INVOLVED),
        ("same_surname", Rule.SAME_SURNAME),
        ("searches", Rule.SEARCHES),
        ("refused", Rule.REFUSED),
    ],
)
def test_a_rule_speaks_from_its_threshold_on_and_not_before(field: str, rule: Rule) -> None:
    assert rules(Day(PERSON, DAY, **{field: AT_LEAST[rule] - 1})) == set()
    assert rules(Day(PERSON, DAY, **{field: AT_LEAST[rule]})) == {rule}


def test_more_than_thirty_children_on_a_day_is_many() -> None:
    assert rules(Day(PERSON, DAY, children=30)) == set()
    assert rules(Day(PERSON, DAY, children=31)) == {Rule.MANY}


def test_three_times_ones_own_usual_day_stands_out_but_never_fewer_than_fifteen() -> None:
    assert rules(Day(PERSON, DAY, children=14), own=2) == set()
    assert rules(Day(PERSON, DAY, children=15), own=2) == {Rule.UNUSUAL}
    assert rules(Day(PERSON, DAY, children=20), own=7) == set()
    assert rules(Day(PERSON, DAY, children=21), own=7) == {Rule.UNUSUAL}
    assert rules(Day(PERSON, DAY, children=22), own=7.5) == set()
    assert rules(Day(PERSON, DAY, children=23), own=7.5) == {Rule.UNUSUAL}


def test_without_a_usual_day_nothing_is_unusual() -> None:
    assert rules(Day(PERSON, DAY, children=25)) == set()


def test_who_sees_others_by_their_role_is_not_asked_for_that_but_is_for_the_rest() -> None:
    assert rules(Day(PERSON, DAY, not_involved=40, same_surname=1), by_role=True) == {Rule.SAME_SURNAME}
    assert rules(Day(PERSON, DAY, children=40, not_involved=40), by_role=True) == {Rule.MANY}


def test_the_usual_day_is_the_median_of_days_with_work() -> None:
    assert usual([]) == usual([0, 0]) == 0
    assert usual([0, 3, 0, 5, 100]) == 5


@given(days, usuals)
def test_more_of_anything_never_silences_a_rule(day: Day, own: dict[uuid.UUID, float]) -> None:
    before = {finding.rule for alert in alerts([day], own_usual=own) for finding in alert.findings}
    more = Day(
        day.person_id,
        day.day,
        day.children + 1,
        day.not_involved + 1,
        day.same_surname + 1,
        day.searches + 1,
        day.refused + 1,
    )
    after = {finding.rule for alert in alerts([more], own_usual=own) for finding in alert.findings}
    assert before <= after


@given(st.lists(days, max_size=12), usuals)
def test_every_alert_is_a_day_that_was_given_and_every_finding_reaches_its_threshold(
    given_days: list[Day], own: dict[uuid.UUID, float]
) -> None:
    found = alerts(given_days, own_usual=own)
    assert {(alert.person_id, alert.day) for alert in found} <= {(day.person_id, day.day) for day in given_days}
    assert all(alert.findings for alert in found)
    assert all(finding.count >= finding.at_least for alert in found for finding in alert.findings)
    assert [alert.day for alert in found] == sorted((alert.day for alert in found), reverse=True)


def test_every_threshold_says_why() -> None:
    assert {threshold.rule for threshold in THRESHOLDS} == set(Rule)
    assert all(threshold.why.endswith(".") for threshold in THRESHOLDS)
