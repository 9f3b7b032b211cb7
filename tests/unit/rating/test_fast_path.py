"""The fast path gives the very bytes that the plain path gives, of good lines and bad."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.toolkits.rate import strict
from safelight.toolkits.rate.fast import FastRater
from safelight.toolkits.rate.rater import BadCaseError, Rater
from safelight.toolkits.rate.slow import rate_line, rate_value
from safelight.toolkits.rating.bulk import levels_in_bulk
from safelight.toolkits.rating.case import Case
from safelight.toolkits.rating.engine import facts_of, suggest
from tests.unit.rating.support import INDICATORS, a_case, good_cases, portsmouth

TOOLKITS = {"portsmouth-2016": portsmouth()}
FAST = FastRater(portsmouth())

_odd_values = st.sampled_from(
    [None, True, False, 0, 1, 12.0, -1, 121, 2**63, 2**64, 10**30, "", " ", "present", "x", [], {}, ["a", "a"], [1], "2026-02-30",
     "20260101", "2026-W01-1", "9999-01-02", {"L1": "present"}, {"L1": True}, {"X1": "present"}, [{}], [None], "a:b", "portsmouth-2016"]
)  # fmt: skip
_keys = st.sampled_from(
    ["toolkit", "date", "date_of_birth", "age", "learning_disability", "open_to_social_care", "extended_scope_reason", "factors",
     "answers", "other_indicators", "anwsers", "L1", "code"]
)  # fmt: skip


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """A line of JSON Lines: good, written in an odd way, or spoilt."""
    case = draw(good_cases())
    how = draw(
        st.sampled_from(
            ["as it is", "ascii", "compact", "value", "drop", "twice", "escaped", "cut", "byte", "other", "blank"]
        )
    )
    if how == "value":
        case[draw(_keys)] = draw(_odd_values)
    elif how == "drop":
        case.pop(draw(st.sampled_from(sorted(case))))
    elif how == "other":
        case.setdefault("other_indicators", None)
        case["other_indicators"] = [{"code": "X1", "level": "low", "label": "a"}, *(case["other_indicators"] or [])]
    text = json.dumps(case, ensure_ascii=how == "ascii", separators=(",", ":") if how == "compact" else None)
    if how == "twice":
        text = text.replace("{", '{"answers": {}, ', 1)
    elif how == "escaped":
        text = text.replace('"L', draw(st.sampled_from(['"\\u004c', '"\\u004C', '"L1": "present", "L'])), 1)
    elif how == "blank":
        text = draw(st.sampled_from(["", " ", "\t", "{}", "null", "[]", "\u00a0", '{"toolkit": NaN}', "1e400"]))
    data = text.encode()
    if how == "cut":
        data = data[: draw(st.integers(0, len(data)))]
    elif how == "byte":
        place = draw(st.integers(0, len(data) - 1))
        data = data[:place] + bytes([draw(st.integers(0, 255))]) + data[place + 1 :]
    return data.replace(b"\n", b" ") + draw(st.sampled_from([b"", b"\r", b" "]))


@pytest.mark.req("RT-01", "RT-04")
@given(st.lists(good_cases(), min_size=1, max_size=12))
@settings(max_examples=200, deadline=None)
def test_good_cases_rated_together_give_what_each_gives_alone(cases: list[dict[str, Any]]) -> None:
    rows = FAST.reader.read(cases)
    assert None not in rows
    assert FAST.rate([row for row in rows if row is not None]) == [rate_value(case, TOOLKITS) for case in cases]


@pytest.mark.req("RT-01")
@given(st.lists(lines(), min_size=1, max_size=12))
@settings(max_examples=300, deadline=None)
def test_lines_rated_together_give_what_each_gives_alone_good_or_bad(some: list[bytes]) -> None:
    some = [json.dumps(a_case(L1="present")).encode(), *some]
    together = Rater(TOOLKITS, fewest=1).rate_lines(some)
    alone = [rate_line(line, TOOLKITS) for line in some]
    assert list(together) == alone


@given(st.lists(lines(), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_a_list_gives_what_its_cases_give_alone_or_the_first_fault(some: list[bytes]) -> None:
    data = b"[" + b",".join(some) + b"]"

    def outcome(fewest: int) -> Any:
        try:
            return Rater(TOOLKITS, fewest=fewest).rate_list(data)
        except strict.MalformedTextError as error:
            return str(error)
        except BadCaseError as error:
            return error.number, error.fault.key, error.fault.message

    assert outcome(1) == outcome(1000)


def test_most_good_cases_take_the_fast_path() -> None:
    cases = [a_case(L1="present"), a_case(age=3), a_case(date_of_birth="2012-02-29", factors=["a"], answers={})]
    assert None not in FAST.reader.read(cases)
    assert FAST.reader.read([a_case(L1="maybe"), {}, [], None, 7, "x", ["toolkit"]]) == [None] * 7


def test_more_added_indicators_than_the_fast_path_takes_are_rated_all_the_same() -> None:
    case = a_case(
        other_indicators=[
            {"code": f"X{n}", "level": "low", "label": "seen", "answer": "present"} for n in range(1, 301)
        ]
    )
    line = json.dumps(case).encode()
    results = Rater(TOOLKITS, fewest=1).rate_lines([line, line])
    assert [json.loads(each)["counts"]["low"] for each in results if isinstance(each, bytes)] == [300, 300]


@pytest.mark.req("RT-01", "RT-05")
@given(st.lists(good_cases(), min_size=1, max_size=20))
@settings(max_examples=150, deadline=None)
def test_levels_in_bulk_are_the_engines(cases: list[dict[str, Any]]) -> None:
    rules = portsmouth()
    read = [_case(case) for case in cases]
    facts = [facts_of(rules, case) for case in read]
    answers = {word: np.array([each.answers[word] for each in facts], dtype=np.uint64) for word in rules.rating.answers}
    places = {place for each in facts for place in each.added}
    levels = levels_in_bulk(
        rules,
        answers,
        age=np.array([each.age for each in facts], dtype=np.int16),
        learning_disability=np.array([each.learning_disability for each in facts], dtype=np.int16),
        scope_reason=np.array([each.scope_reason for each in facts]),
        added={place: np.array([each.added.get(place, 0) for each in facts], dtype=np.int16) for place in places},
    )
    assert [rules.rating.levels[level] for level in levels] == [suggest(rules, case).level for case in read]


def test_levels_in_bulk_do_not_depend_on_where_a_block_ends() -> None:
    rules = portsmouth()
    masks = np.arange(40_000, dtype=np.uint64) % np.uint64(1 << 9)
    levels = levels_in_bulk(rules, {"present": masks}, age=np.full(len(masks), 15, np.int16))
    expected = [(0 if not number else 1 if number.bit_count() < 5 else 2) for number in masks.tolist()]
    assert levels.tolist() == expected
    assert len(INDICATORS) == 40


def _case(value: dict[str, Any]) -> Case:
    from safelight.toolkits.rate.cases import read_case

    return read_case(value, TOOLKITS)[1]
