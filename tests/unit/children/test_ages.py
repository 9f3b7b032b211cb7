"""Ages, birthdays and scope."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.children import ages, rules
from safelight.children.ages import Scope

days = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@given(days, days)
def test_age_counts_the_birthdays_that_have_come(born: date, day: date) -> None:
    if day < born:
        assert ages.age_on(born, day) < 0 or (day.year, day.month, day.day) == (born.year, born.month, born.day)
        return
    come = [n for n in range(1, 60) if ages.birthday(born, n) <= day]
    assert ages.age_on(born, day) == len(come)


def test_born_on_29_february_is_older_on_1_march_in_a_common_year() -> None:
    born = date(2008, 2, 29)
    assert ages.age_on(born, date(2026, 2, 28)) == 17
    assert ages.age_on(born, date(2026, 3, 1)) == 18
    assert ages.age_on(born, date(2028, 2, 29)) == 20


@given(days)
def test_the_move_to_adult_services_is_planned_six_months_before_18(born: date) -> None:
    start, eighteenth = ages.seventeen_and_a_half(born), ages.birthday(born, 18)
    assert timedelta(days=178) <= eighteenth - start <= timedelta(days=186)
    assert start.day == eighteenth.day or (start + timedelta(days=1)).day == 1


def test_a_day_that_the_month_has_not_got_becomes_its_last() -> None:
    assert ages.seventeen_and_a_half(date(2008, 8, 31)) == date(2026, 2, 28)
    assert ages.seventeen_and_a_half(date(2010, 8, 30)) == date(2028, 2, 29)
    assert ages.seventeen_and_a_half(date(2008, 12, 31)) == date(2026, 6, 30)


@pytest.mark.req("CH-03")
@pytest.mark.parametrize(
    ("age", "reason", "expected"),
    [
        (0, "", Scope.CHILD),
        (17, "", Scope.CHILD),
        (18, "", Scope.NEEDS_REASON),
        (18, "  ", Scope.NEEDS_REASON),
        (18, "care leaver", Scope.EXTENDED),
        (20, "learning difficulty", Scope.EXTENDED),
        (21, "learning difficulty", Scope.TOO_OLD),
        (-1, "", Scope.NOT_BORN),
        (None, "", Scope.AGE_UNKNOWN),
    ],
)
def test_who_is_in_scope(age: int | None, reason: str, expected: Scope) -> None:
    assert ages.scope(age, reason) == expected


@pytest.mark.req("CH-03", "RT-07")
def test_somebody_out_of_scope_is_told_why_asked_about_the_birth_date_and_pointed_to_adult_safeguarding() -> None:
    for age in (18, 20, 21, 40):
        words = rules.scope_explanation(age, "")
        assert "Check that it is right" in words
        assert "adult safeguarding" in words
        assert "Nothing that is due ends" in words
    assert rules.scope_explanation(17, "") == rules.scope_explanation(19, "care leaver") == ""


@pytest.mark.req("RT-07")
def test_a_child_whose_age_nobody_knows_is_treated_as_under_18() -> None:
    assert ages.scope(None, "") in ages.RATED
    assert rules.scope_explanation(None, "") == ""


def test_an_estimate_grows_by_whole_years() -> None:
    made = date(2026, 3, 1)
    assert rules.age_of(None, 14, made, date(2027, 2, 28)) == 14
    assert rules.age_of(None, 14, made, date(2027, 3, 1)) == 15
    assert rules.age_of(date(2010, 1, 1), 14, made, date(2026, 3, 1)) == 16
    assert rules.age_of(None, None, None, made) is None


@pytest.mark.req("CH-01")
@pytest.mark.parametrize(
    ("field", "value", "right"),
    [
        ("nhs_number", "943 476 5919", True),
        ("nhs_number", "943 476 5918", False),
        ("nhs_number", "9434765", False),
        ("upn", "B801200005001", True),
        ("upn", "A801200005001", False),
        ("date_of_birth", date(2027, 1, 1), False),
        ("date_of_birth", date(1211, 1, 1), False),
        ("date_of_birth", date(2011, 1, 1), True),
        ("estimated_age", 14, True),
        ("estimated_age", -1, False),
    ],
)
def test_identifiers_and_ages_are_checked(field: str, value: object, right: bool) -> None:
    values = rules.cleaned({"given_name": "Kayla", field: value})
    assert (field not in rules.problems(values, date(2026, 11, 22))) is right


@given(st.from_regex(r"[0-9]{10}", fullmatch=True), st.integers(0, 9), st.integers(1, 9))
def test_a_slip_in_one_digit_of_an_nhs_number_is_caught(number: str, place: int, by: int) -> None:
    today = date(2026, 11, 22)
    slipped = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    faults = [
        "nhs_number" in rules.problems({"given_name": "K", "nhs_number": one}, today) for one in (number, slipped)
    ]
    assert any(faults)


@pytest.mark.req("CH-01")
def test_a_record_needs_some_name() -> None:
    assert "given_name" in rules.problems({"given_name": "", "family_name": ""}, date(2026, 1, 1))
    assert not rules.problems({"known_as": "Dez"}, date(2026, 1, 1))
