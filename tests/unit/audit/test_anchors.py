"""The file of anchors: read back as written, and nothing else is taken for one."""

import uuid
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.audit.anchors import Anchor, BadAnchors, append, read

ONE = uuid.UUID(int=1)
HASH = "0f" * 32

anchors = st.builds(
    Anchor,
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.uuids(),
    st.integers(1, 10**12),
    st.text("0123456789abcdef", min_size=64, max_size=64),
)


@given(st.lists(anchors, max_size=5, unique_by=lambda anchor: anchor.partnership_id))
def test_what_was_written_is_read_back(written: list[Anchor]) -> None:
    assert read(anchor.line() for anchor in written) == {anchor.partnership_id: [anchor] for anchor in written}


def test_lines_are_added_behind_those_that_stand(tmp_path: Path) -> None:
    path = tmp_path / "anchors.txt"
    first, second = Anchor(date(2026, 1, 1), ONE, 5, HASH), Anchor(date(2026, 1, 2), ONE, 9, HASH)
    append(path, [first])
    append(path, [second])
    assert read(path.read_text().splitlines()) == {ONE: [first, second]}


@pytest.mark.parametrize(
    "line",
    [
        "x",
        f"2026-01-01 {ONE} 5",
        f"2026-01-01 {ONE} 0 {HASH}",
        f"2026-01-01 {ONE} 5 {HASH[:-1]}",
        f"2026-01-01 {ONE} 5 {HASH} more",
        f"2026-13-01 {ONE} 5 {HASH}",
        f"2026-01-01 nobody 5 {HASH}",
    ],
)
def test_a_line_that_is_no_anchor_is_named(line: str) -> None:
    with pytest.raises(BadAnchors, match="line 2"):
        read([f"2026-01-01 {ONE} 4 {HASH}", line])


@pytest.mark.parametrize("line", [f"2026-01-02 {ONE} 3 {HASH}", f"2025-12-31 {ONE} 5 {HASH}"])
def test_a_line_that_goes_back_is_named(line: str) -> None:
    with pytest.raises(BadAnchors, match="line 2: goes back"):
        read([f"2026-01-01 {ONE} 4 {HASH}", line])
