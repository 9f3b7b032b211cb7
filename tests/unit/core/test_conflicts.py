"""Two writers, field by field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.core.conflicts import merge

pytestmark = pytest.mark.req("BE-08")

records = st.fixed_dictionaries({name: st.sampled_from(["", "a", "b", "c"]) for name in ("x", "y", "z")})


@given(records, records, records)
def test_no_text_of_either_is_lost(before: dict[str, str], theirs: dict[str, str], mine: dict[str, str]) -> None:
    found = merge(before=before, theirs=theirs, mine=mine)
    asked = {one.field: one for one in found.conflicts}
    for field in before:
        changed_by_me, changed_by_them = mine[field] != before[field], theirs[field] != before[field]
        if changed_by_me and changed_by_them and mine[field] != theirs[field]:
            one = asked[field]
            assert (one.before, one.theirs, one.mine) == (before[field], theirs[field], mine[field])
        else:
            assert field not in asked
            assert found.values[field] == (mine[field] if changed_by_me else theirs[field])


@given(records, records)
def test_without_another_writer_mine_is_saved_whole(before: dict[str, str], mine: dict[str, str]) -> None:
    found = merge(before=before, theirs=before, mine=mine)
    assert not found.conflicts and not found.taken and found.values == mine


def test_what_they_alone_changed_is_kept_and_named() -> None:
    found = merge(before={"x": "1", "y": "1"}, theirs={"x": "2", "y": "1"}, mine={"x": "1", "y": "3"})
    assert found.values == {"x": "2", "y": "3"} and found.taken == ("x",)
