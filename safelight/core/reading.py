"""While a page is made, what several of its parts ask for is read once."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")

_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("read", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Let ``kept`` remember inside the block, and nowhere else.

    Only for code that reads: nothing may be changed inside the block, so that what is remembered is never old.
    """
    if _read.get() is not None:
        yield
        return
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def kept(key: Hashable, read: Callable[[], T]) -> T:
    """What ``read`` gives; inside ``once`` what it gave the first time for this key."""
    found = _read.get()
    if found is None:
        return read()
    if key not in found:
        found[key] = read()
    return cast(T, found[key])
