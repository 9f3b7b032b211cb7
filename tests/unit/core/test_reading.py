"""What is asked for twice while a page is made is read once, and never remembered after."""

import pytest

from safelight.core import reading


def test_inside_the_block_a_thing_is_read_once() -> None:
    asked: list[int] = []

    def read() -> int:
        asked.append(1)
        return len(asked)

    with reading.once():
        assert [reading.kept("a", read), reading.kept("a", read), reading.kept("b", read)] == [1, 1, 2]
        with reading.once():
            assert reading.kept("a", read) == 1
        assert reading.kept("a", read) == 1


def test_outside_it_everything_is_read_anew() -> None:
    values = iter([1, 2, 3])
    with reading.once():
        assert reading.kept("a", lambda: next(values)) == 1
    assert reading.kept("a", lambda: next(values)) == 2
    with reading.once():
        assert reading.kept("a", lambda: next(values)) == 3


def test_what_fails_is_not_remembered() -> None:
    def fail() -> int:
        raise LookupError

    with reading.once():
        with pytest.raises(LookupError):
            reading.kept("a", fail)
        assert reading.kept("a", lambda: 1) == 1
