"""The fields of a draft: names, what each takes, and how the pages name them."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from safelight.assessments import fields, forms
from safelight.core.errors import Invalid

KNOWN = fields.Known(
    factors=["a", "q"],
    indicators=["L1", "H13", "X1"],
    questions=["E1"],
    categories=["peer"],
    other_forms=["criminal", "trafficking"],
    today=date(2026, 11, 24),
    born=date(2013, 2, 2),
)
NAMES = [
    *fields.PLAIN,
    *(f"{name}.confirmed" for name in fields.CARRIED_PLAIN),
    "effectiveness.E1.answer",
    "effectiveness.E1.why",
    "factor.a.recognised",
    "factor.q.comment",
    "factor.a.confirmed",
    "indicator.L1.answer",
    "indicator.H13.evidence",
    "indicator.X1.source",
    "indicator.X1.when_text",
    "indicator.L1.confirmed",
]


def clean(name: str, value: str) -> str:
    return fields.clean(fields.parse(name), value, KNOWN)


@pytest.mark.req("RA-01")
@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_one_control_and_every_control_fills_its_field(name: str) -> None:
    control = forms.control_id(name)
    assert forms.field_name(control) == name


@given(st.text(max_size=40))
def test_a_name_is_a_field_or_refused_and_nothing_else_happens(name: str) -> None:
    try:
        found = fields.parse(name)
    except Invalid:
        return
    assert found.name == name


@pytest.mark.req("BE-09")
@given(st.sampled_from(NAMES), st.text(max_size=200))
def test_what_is_kept_is_kept_as_it_is_when_it_is_saved_again(name: str, value: str) -> None:
    try:
        kept = clean(name, value)
    except Invalid:
        return
    assert clean(name, kept) == kept


@pytest.mark.req("BE-09")
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=300))
def test_words_are_kept_but_for_white_space_at_the_ends(words: str) -> None:
    assert clean("analysis_police", words) == words.strip()


def test_line_ends_are_the_same_from_a_form_and_from_the_autosave() -> None:
    assert clean("child_words", "One\r\nTwo") == clean("child_words", "One\nTwo")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("24 11 2026", "2026-11-24"),
        ("3/2/2026", "2026-02-03"),
        ("2026-11-01", "2026-11-01"),
        ("2 2 2013", "2013-02-02"),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert clean("date", typed) == kept


@pytest.mark.parametrize("typed", ["", "31 2 2026", "25 11 2026", "1 2 2013", "yesterday", "24 11 26", "0 0 0000"])
def test_no_day_a_day_to_come_and_one_before_birth_are_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        clean("date", typed)


@pytest.mark.parametrize(
    ("control", "value", "kept"),
    [
        ("present-L1", True, "present"),
        ("present-L1", False, ""),
        ("answer-L1", "not_asked", ""),
        ("answer-L1", "suspected", "suspected"),
        ("recognised-a", True, "yes"),
        ("recognised-a", False, ""),
        ("still-L1", True, "yes"),
        ("date", ["14", "5", "2011"], "14 5 2011"),
        ("other_forms", ["criminal", "trafficking"], "criminal trafficking"),
        ("child_words", None, ""),
    ],
)
def test_the_autosaves_values_are_read_by_their_control(control: str, value: object, kept: str) -> None:
    assert forms.one_value(control, value) == kept


def test_the_tick_wins_over_another_answer_left_on_its_line() -> None:
    posted = forms.posted(QueryDict("present-L1=yes&answer-L1=suspected&evidence-L1="))
    assert posted.values["indicator.L1.answer"] == "present"


def test_a_line_that_was_not_on_the_page_is_not_touched() -> None:
    posted = forms.posted(QueryDict("evidence-L1=x&answer-L2=suspected"))
    assert {name.split(".")[1] for name in posted.values} == {"L1"}


def test_each_control_that_was_saved_since_says_so_for_itself() -> None:
    posted = forms.posted(
        QueryDict("version=7&version-answer-L1=9&version-date=8&version-nonsense=5&evidence-L1=&page=abc")
    )
    assert posted.version == 7
    assert posted.versions == {"indicator.L1.answer": 9, "date": 8}
    assert posted.page == "abc"


@pytest.mark.parametrize("text", ["", "x", "-1", "9" * 30, "٣"])
def test_a_doubtful_version_counts_as_the_oldest(text: str) -> None:
    form = QueryDict(mutable=True)
    form["version"] = text
    assert forms.posted(form).version == 0
