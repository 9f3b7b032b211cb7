"""The engine and the rules written out a second time say the same about every case."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from safelight.toolkits.rate.cases import read_case
from safelight.toolkits.rating.engine import suggest
from tests.unit.rating.plain_rules import rate as rate_plainly
from tests.unit.rating.support import good_cases, portsmouth, reasons


@pytest.mark.req("RT-01", "RT-02", "RT-03", "RA-03", "RA-04")
@given(good_cases())
@settings(max_examples=800, deadline=None)
def test_the_engine_gives_what_the_rules_say_for_any_case(case: dict[str, Any]) -> None:
    rules, read = read_case(case, {"portsmouth-2016": portsmouth()})
    assert suggest(rules, read).as_json() == rate_plainly(case, reasons())
