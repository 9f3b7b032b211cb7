"""The lists of ids that tests are marked with."""

import re

import pytest

from tests.plugins.requirement_coverage import LISTS


@pytest.mark.parametrize("kind", sorted(LISTS))
def test_every_line_of_a_list_is_an_id_when_it_is_due_and_a_title(kind: str) -> None:
    lines = [line for line in LISTS[kind].read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    wrong = [line for line in lines if not re.fullmatch(r"[A-Z]{2}-\d{2} (now  |later) ?\S.*", line)]
    assert not wrong
    ids = [line.split()[0] for line in lines]
    assert len(ids) == len(set(ids))
