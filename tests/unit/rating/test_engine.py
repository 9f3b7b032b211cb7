"""What the Portsmouth rules suggest, one promise at a time. The whole is compared in test_same_answers."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.toolkits.rate.cases import read_case
from safelight.toolkits.rating.case import Case
from safelight.toolkits.rating.engine import UnknownCodeError, suggest, unanswered, why_refused
from safelight.toolkits.rating.suggestion import Suggestion
from tests.unit.rating.support import INDICATORS, a_case, good_cases, portsmouth, reasons

LEVELS = ["none", "low", "medium", "high"]


def read(**changes: Any) -> Case:
    return read_case(a_case(**changes), {"portsmouth-2016": portsmouth()})[1]


def rated(**changes: Any) -> Suggestion:
    return suggest(portsmouth(), read(**changes))


def low(number: int) -> dict[str, str]:
    return {f"L{place}": "present" for place in range(1, number + 1)}


def added(level: str, answer: str | None = "present", number: int = 1) -> list[dict[str, Any]]:
    return [{"code": f"X{n}", "level": level, "label": "seen", "answer": answer} for n in range(1, number + 1)]


@pytest.mark.req("RT-01")
@pytest.mark.parametrize(
    ("changes", "rule", "level"),
    [
        ({"H2": "present"}, 1, "high"),
        ({**low(9), "M1": "present", "H14": "present"}, 1, "high"),
        ({"M17": "present"}, 2, "medium"),
        ({**low(2), "M3": "present"}, 2, "medium"),
        (low(9), 3, "medium"),
        (low(6), 3, "medium"),
        (low(5), 4, "medium"),
        (low(4), 5, "low"),
        (low(1), 5, "low"),
        ({}, 6, "none"),
        ({"H1": "not_present", "M1": "not_known"}, 6, "none"),
    ],
)
def test_each_row_of_the_decision_table(changes: dict[str, str], rule: int, level: str) -> None:
    suggestion = rated(age=15, learning_disability=False, **changes)
    assert (suggestion.rule, suggestion.band, suggestion.level) == (rule, level, level)
    assert suggestion.reasons[0].step == f"rule {rule}"


@pytest.mark.req("RT-01", "BE-17")
def test_five_low_indicators_get_the_stricter_reading_and_say_so() -> None:
    suggestion = rated(age=15, learning_disability=False, **low(5))
    assert suggestion.level == "medium"
    assert {"N-FIVE-LOW", "N-SAF-DECISION"} <= set(suggestion.notes)
    assert [cite.section for cite in suggestion.reasons[0].cites] == ["B2", "B1"]


@pytest.mark.req("RT-01")
def test_every_reason_is_a_sentence_without_our_jargon_and_cites_the_toolkit_or_nothing() -> None:
    for step, reason in reasons().items():
        assert reason["text"].lstrip('"')[0].isupper() and reason["text"].rstrip().endswith("."), step
        assert not {"pivot", "band", "ceiling", "null"} & set(reason["text"].lower().replace(".", " ").split()), step
        assert all(cite["source"] == "P" and cite["section"] for cite in reason["cites"]), step


@pytest.mark.req("RT-02")
@pytest.mark.parametrize(
    ("age", "disability", "steps"), [(12, False, ["F1"]), (15, True, ["F2"]), (0, True, ["F1", "F2"])]
)
def test_a_floor_lifts_low_to_medium_and_is_cited(age: int, disability: bool, steps: list[str]) -> None:
    suggestion = rated(age=age, learning_disability=disability, L4="present")
    assert (suggestion.band, suggestion.level) == ("low", "medium")
    assert [reason.step for reason in suggestion.reasons if reason.step[0] == "F"] == steps
    assert all(reason.cites for reason in suggestion.reasons if reason.step[0] == "F")


@pytest.mark.req("RT-02")
def test_no_floor_speaks_where_the_band_is_not_low() -> None:
    suggestion = rated(age=8, learning_disability=True, M1="present")
    assert [reason.step for reason in suggestion.reasons if reason.step[0] == "F"] == []
    assert rated(age=8, learning_disability=True).level == "none"


@pytest.mark.req("RT-02")
def test_thirteen_is_no_longer_under_thirteen() -> None:
    assert rated(date_of_birth="2013-11-02", learning_disability=False, L1="present").level == "low"
    assert rated(date_of_birth="2013-11-03", learning_disability=False, L1="present").level == "medium"


@pytest.mark.req("RT-02")
@pytest.mark.parametrize(("day", "level"), [("2025-02-28", "medium"), ("2025-03-01", "low"), ("2028-02-29", "low")])
def test_someone_born_on_29_february_is_a_year_older_on_1_march_in_common_years(day: str, level: str) -> None:
    assert rated(date=day, date_of_birth="2012-02-29", learning_disability=False, L1="present").level == level


@pytest.mark.req("RT-03", "RT-06")
@pytest.mark.hazard("HZ-01")
def test_a_suspicion_is_acted_on_though_it_does_not_set_the_level() -> None:
    suggestion = rated(age=15, learning_disability=False, open_to_social_care=False, L1="present", H6="suspected")
    assert (suggestion.level, suggestion.act_on) == ("low", "high")
    assert {"N-SUSPECTED", "N-MASH", "N-EXPLOITED-ASK"} <= set(suggestion.notes)
    assert {"PR-05", "PR-06", "PR-12"} <= set(suggestion.procedures)
    assert suggestion.reassess.no_later_than == datetime.date(2026, 12, 14)


@pytest.mark.req("RT-03")
def test_what_would_raise_the_level_is_listed_in_order() -> None:
    answers = dict.fromkeys(INDICATORS, "not_present") | {
        "H2": "not_known",
        "M3": "suspected",
        "L1": "present",
        "L9": "not_known",
    }
    others = [*added("high", None, 10)[8:], *added("medium", "suspected", 2)[:2], *added("low", "not_known", 3)[2:]]
    suggestion = rated(age=15, learning_disability=False, other_indicators=others, **answers)
    assert suggestion.pivots == ("M3", "H2", "X1", "X2", "X9", "X10")


@pytest.mark.req("RT-03")
def test_a_fifth_low_indicator_would_raise_the_level_and_a_second_would_not() -> None:
    rest = dict.fromkeys(INDICATORS, "not_present")
    assert rated(age=15, **(rest | low(4) | {"L9": "suspected"})).pivots == ("L9",)
    assert rated(age=15, **(rest | low(1) | {"L9": "suspected"})).pivots == ()


@pytest.mark.req("RT-03")
def test_the_ceiling_takes_an_unknown_age_as_twelve_and_an_unknown_disability_as_true() -> None:
    rest = dict.fromkeys(INDICATORS, "not_present") | {"L1": "present"}
    assert rated(learning_disability=False, **rest).ceiling == "medium"
    assert rated(age=15, **rest).ceiling == "medium"
    assert rated(age=15, learning_disability=False, **rest).ceiling == "low"
    assert rated(age=15, learning_disability=False, L1="present").ceiling == "high"


@pytest.mark.req("RT-03")
@given(good_cases(), st.sampled_from(INDICATORS))
@settings(max_examples=400, deadline=None)
def test_a_suspected_or_unknown_answer_never_lowers_a_level(value: dict[str, Any], code: str) -> None:
    def level_with(answer: str) -> Suggestion:
        changed = {**value, "answers": {**value["answers"], code: answer}}
        return suggest(*read_case(changed, {"portsmouth-2016": portsmouth()}))

    ruled_out, unknown, suspected = (level_with(answer) for answer in ("not_present", "not_known", "suspected"))
    present = level_with("present")
    for either in (unknown, suspected):
        assert LEVELS.index(either.level) >= LEVELS.index(ruled_out.level)
    for one in (ruled_out, unknown, suspected, present):
        assert LEVELS.index(one.level) <= LEVELS.index(one.act_on) <= LEVELS.index(one.ceiling)
    if present.rule is not None:
        raised = LEVELS.index(present.level) > LEVELS.index(suspected.level)
        assert (code in suspected.pivots) is raised
        assert code not in present.pivots and code not in ruled_out.pivots


@pytest.mark.req("RA-03", "RA-04")
def test_added_indicators_count_exactly_as_listed_ones() -> None:
    assert rated(age=15, other_indicators=added("high")).level == "high"
    assert rated(age=15, other_indicators=added("low", number=3), **low(3)).counts == {"low": 6, "medium": 0, "high": 0}
    assert rated(age=15, other_indicators=added("low", number=3), **low(3)).rule == 3
    assert rated(age=15, other_indicators=added("medium", "suspected"), L1="present").act_on == "medium"
    assert "N-SAF-DECISION" in rated(age=15, other_indicators=added("low", "suspected", 5)).notes
    assert "N-SELF-HARM" in rated(age=15, other_indicators=added("low", "suspected"), M12="present").notes


@pytest.mark.req("RA-04", "RA-05")
def test_the_summary_form_is_filled_and_the_totals_count_the_matrix_once() -> None:
    suggestion = rated(age=15, H5="present", M5="present", M15="present", H11="suspected")
    assert suggestion.summary_form == ("S4-M11", "S4-H4", "S4-H15")
    assert suggestion.counts == {"low": 0, "medium": 2, "high": 1}


@pytest.mark.req("RA-05")
def test_serious_self_harm_ticks_its_second_row_only_beside_another_indicator_that_is_present() -> None:
    assert rated(age=15, H11="present").summary_form == ("S4-H16",)
    assert rated(age=15, H11="present", L1="suspected").summary_form == ("S4-H16",)
    assert rated(age=15, H11="present", L1="present").summary_form == ("S4-L1", "S4-H10", "S4-H16")
    assert rated(age=15, H11="present", other_indicators=added("low")).summary_form == ("S4-H10", "S4-H16")


@pytest.mark.req("RT-01")
@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"H2": "present"}, "N-HIGH-NARROW"),
        ({"H2": "present", "L1": "present"}, "N-HIGH-NARROW"),
        ({"M1": "present"}, "N-MEDIUM-ALONE"),
        ({"L1": "present", "age": None}, "N-AGE-UNKNOWN"),
        ({"L1": "present"}, "N-LD-UNKNOWN"),
        ({"factors": ["f"]}, "N-LD-CONFLICT"),
        ({"L6": "suspected"}, "N-LADDER"),
        ({"M12": "present", "L2": "suspected", "H11": "not_present"}, "N-SELF-HARM"),
        ({"M12": "present", "H11": "suspected"}, "N-DISCLOSE-M12-H11"),
        ({"M6": "suspected"}, "N-EXPLOITED-ASK"),
        ({"M4": "present", "age": 12}, "N-UNDER13-HARM"),
        ({"H1": "present", "age": 13}, "N-AGE-H1"),
        ({"H1": "present", "age": None}, "N-AGE-H1"),
        ({"H9": "present", "age": 16}, "N-AGE-H9"),
        ({"M1": "suspected"}, "N-MASH"),
        ({"age": 18}, "N-OUT-OF-SCOPE"),
    ],
)
def test_each_note_is_given_where_it_belongs(changes: dict[str, Any], note: str) -> None:
    suggestion = rated(**{"age": 15, **changes})
    assert note in suggestion.notes
    assert note in [reason.step for reason in suggestion.reasons]


@pytest.mark.req("RT-01")
@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"H2": "present", "L1": "present", "M1": "present"}, "N-HIGH-NARROW"),
        ({"M1": "present", "L1": "present"}, "N-MEDIUM-ALONE"),
        ({"factors": ["f"], "learning_disability": True}, "N-LD-CONFLICT"),
        ({"L6": "present", "M11": "not_present"}, "N-LADDER"),
        ({"M12": "present"}, "N-SELF-HARM"),
        ({"M12": "present", "L1": "present", "H11": "suspected"}, "N-SELF-HARM"),
        ({"M4": "present", "age": None}, "N-UNDER13-HARM"),
        ({"M4": "present", "H1": "suspected", "age": 12}, "N-UNDER13-HARM"),
        ({"H1": "present", "age": 12}, "N-AGE-H1"),
        ({"H9": "present", "age": None}, "N-AGE-H9"),
        ({"M1": "present", "open_to_social_care": True}, "N-MASH"),
        ({"age": 18, "extended_scope_reason": "care leaver"}, "N-OUT-OF-SCOPE"),
        ({"age": None}, "N-OUT-OF-SCOPE"),
    ],
)
def test_no_note_is_given_where_it_does_not_belong(changes: dict[str, Any], note: str) -> None:
    assert note not in rated(**{"age": 15, **changes}).notes


@pytest.mark.req("CH-03")
@pytest.mark.parametrize(
    ("age", "reason", "outside"),
    [(17, None, False), (18, None, True), (18, "  ", True), (20, "care leaver", False), (21, "care leaver", True)],
)
def test_outside_the_scope_nothing_is_rated(age: int, reason: str | None, outside: bool) -> None:
    suggestion = rated(age=age, extended_scope_reason=reason, H6="present", L1="present", M1="suspected")
    assert ("N-OUT-OF-SCOPE" in suggestion.notes) is outside
    if outside:
        assert (suggestion.level, suggestion.band, suggestion.act_on, suggestion.ceiling) == ("none",) * 4
        assert suggestion.rule is None
        assert suggestion.counts == {"low": 1, "medium": 0, "high": 1}
        assert suggestion.notes == ("N-EXPLOITED-ASK", "N-OUT-OF-SCOPE")
        assert [reason.step for reason in suggestion.reasons] == list(suggestion.notes)
        assert not (suggestion.pivots or suggestion.ladder or suggestion.summary_form or suggestion.procedures)
        assert suggestion.reassess.aim_by is None


@pytest.mark.req("PR-01", "PR-02", "PR-03", "PR-04", "PR-05", "PR-06", "PR-07", "PR-08", "PR-12", "PR-16")
@pytest.mark.parametrize(
    ("changes", "procedures"),
    [
        ({}, ""),
        ({"L1": "present"}, "01 03 07 08"),
        ({"L1": "suspected"}, "01 03 07 08"),
        (low(5), "01 02 03 04 06 07 08"),
        ({"M1": "present"}, "01 03 04 06 07 08"),
        ({"M1": "present", "open_to_social_care": True}, "01 03 04 07 08 16"),
        ({"H1": "present"}, "01 03 04 05 06 07 08 12"),
        ({"H1": "suspected", "open_to_social_care": True}, "01 03 04 05 07 08 12 16"),
    ],
)
def test_the_procedures_that_follow(changes: dict[str, Any], procedures: str) -> None:
    suggestion = rated(**{"age": 15, "learning_disability": False, **changes})
    assert suggestion.procedures == tuple(f"PR-{number}" for number in procedures.split())


@pytest.mark.req("PR-08")
@pytest.mark.parametrize(
    ("day", "changes", "dates"),
    [
        ("2026-11-30", {"L1": "present"}, ("2026-12-28", "2027-01-11", "2027-02-28")),
        ("2027-11-30", {"M1": "present"}, ("2027-12-28", "2028-01-11", "2028-02-29")),
        ("2026-11-30", {"H1": "suspected"}, ("2026-12-28", "2027-01-11", "2027-01-11")),
        ("9999-01-01", {"L1": "present"}, ("9999-01-29", "9999-02-12", "9999-04-01")),
        ("0001-01-01", {"L1": "present"}, ("0001-01-29", "0001-02-12", "0001-04-01")),
    ],
)
def test_when_to_look_again(day: str, changes: dict[str, str], dates: tuple[str, ...]) -> None:
    again = rated(date=day, age=15, **changes).reassess
    assert tuple(str(each) for each in (again.aim_from, again.aim_by, again.no_later_than)) == dates
    assert rated(date=day, age=15).reassess.aim_from is None


@pytest.mark.req("RT-06")
@pytest.mark.hazard("HZ-36")
@pytest.mark.parametrize("held", [{"M1": "present"}, {"L1": "suspected"}, {"H14": "present"}, {"L1": "present"}])
@pytest.mark.parametrize(
    ("circumstances", "floor"), [({"age": 8}, "F1"), ({"learning_disability": True, "age": 15}, "F2")]
)
def test_low_is_refused_in_every_band_for_a_child_whom_a_floor_protects(
    held: dict[str, str], circumstances: dict[str, Any], floor: str
) -> None:
    refusal = why_refused(portsmouth(), read(**held, **circumstances), "low")
    assert refusal is not None and refusal.step == floor
    assert ("P", "§1") in [(cite.source, cite.section) for cite in refusal.cites]
    assert why_refused(portsmouth(), read(**held, **circumstances), "medium") is None


@pytest.mark.req("RT-06")
@pytest.mark.hazard("HZ-36")
def test_an_added_indicator_binds_too_and_without_any_low_is_not_refused() -> None:
    assert why_refused(portsmouth(), read(age=8, other_indicators=added("low", "suspected")), "low") is not None
    assert why_refused(portsmouth(), read(age=8, L1="not_present", M1="not_known"), "low") is None
    assert why_refused(portsmouth(), read(age=13, learning_disability=False, H1="present"), "low") is None
    assert why_refused(portsmouth(), read(H1="present"), "low") is None


@pytest.mark.req("RT-07")
@pytest.mark.hazard("HZ-04")
def test_no_level_comes_with_how_much_was_not_asked() -> None:
    blank = unanswered(portsmouth(), read())
    assert (rated().level, blank.not_asked, blank.not_known) == ("none", 40, 0)
    some = unanswered(portsmouth(), read(L1="not_known", L2="not_present", other_indicators=added("low", None)))
    assert (some.not_asked, some.not_known) == (38, 2)


def test_a_code_that_the_toolkit_does_not_have_is_never_passed_over() -> None:
    day = datetime.date(2026, 11, 2)
    for case in (
        Case(date=day, answers={"Z1": "present"}),
        Case(date=day, answers={"L1": "perhaps"}),
        Case(date=day, answers={}, factors=("z",)),
    ):
        with pytest.raises(UnknownCodeError):
            suggest(portsmouth(), case)
    with pytest.raises(ValueError, match="after"):
        Case(date=day, date_of_birth=datetime.date(2026, 11, 3), answers={})
    with pytest.raises(ValueError, match="not both"):
        Case(date=day, date_of_birth=day, age=0, answers={})
