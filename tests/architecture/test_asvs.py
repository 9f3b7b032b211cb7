"""docs/asvs.md: every id once, a known status, and for what is met a file that exists."""

import re
from collections import Counter

from tests.architecture.tree import ROOT

ROW = re.compile(r"^\| (V\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| (.+) \|$", re.M)
NAMED = re.compile(r"`((?:safelight|tests|docs|script)/[^`]+|[\w.]+)`")
STATUSES = {"met", "not applicable", "not met"}

TEXT = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROWS = ROW.findall(TEXT)


def test_each_requirement_stands_once_with_a_status() -> None:
    assert not [name for name, times in Counter(row[0] for row in ROWS).items() if times > 1]
    assert {row[3] for row in ROWS} == STATUSES
    assert len(ROWS) == TEXT.count("\n| V")


def test_what_is_met_names_a_file_and_every_named_file_exists() -> None:
    unnamed = [row[0] for row in ROWS if row[3] == "met" and not NAMED.search(row[4])]
    missing = [f"{row[0]}: {name}" for row in ROWS for name in NAMED.findall(row[4]) if not (ROOT / name).exists()]
    assert not unnamed
    assert not missing


def test_the_numbers_at_the_top_are_those_of_the_table() -> None:
    numbers = Counter(row[3] for row in ROWS)
    told = f"{numbers['met']} met, {numbers['not applicable']} not applicable, {numbers['not met']} not met, of {len(ROWS)}"
    assert told in TEXT
