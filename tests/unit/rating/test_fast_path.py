"""The fast path gives the very bytes that the plain path gives."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.toolkits.rate.fast import FastRater
from safelight.toolkits.rate.slow import rate_value
from tests.unit.rating.support import good_cases, portsmouth

FAST = FastRater(portsmouth())


@pytest.mark.req("RT-01", "RT-04")
@given(st.lists(good_cases(), min_size=1, max_size=12))
@settings(max_examples=300, deadline=None)
def test_good_cases_rated_together_give_what_each_gives_alone(cases: list[dict[str, Any]]) -> None:
    rows = FAST.reader.read(cases)
    assert None not in rows
    alone = [rate_value(case, {"portsmouth-2016": portsmouth()}) for case in cases]
    assert [json.loads(each) for each in FAST.rate(rows)] == [json.loads(each) for each in alone]
    assert FAST.rate(rows) == alone
