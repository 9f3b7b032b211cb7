"""Which partnership's rows the database lets us see: the second lock, below every query of ours.

On PostgreSQL each table has a row-level security policy that compares a row's partnership with a setting of the
connection (``safelight.access.locks`` makes the policies). Here is the only place that sets it. A connection without
a scope sees nothing, so whatever is forgotten fails closed. On SQLite, which has no such thing, the scope is noted
and nothing is sent. The owner of the tables, who migrates, is not bound by policies and needs no scope.

* ``partnership_scope(id)``: the rows of one partnership.
* ``sign_in_scope()``: before anybody is known, who may sign in, and nothing else.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

T = TypeVar("T")

PARTNERSHIP = "safelight.partnership"
WINDOW = "safelight.window"
SIGN_IN = "sign-in"


@dataclass(frozen=True)
class Scope:
    """What may be seen: one partnership's rows, or who may sign in, or (both empty) nothing."""

    partnership: str = ""
    window: str = ""


NOTHING = Scope()
_SET = "SELECT set_config(%s, %s, false), set_config(%s, %s, false)"

_current: ContextVar[Scope] = ContextVar("scope", default=NOTHING)


def current() -> Scope:
    """The scope that we are in."""
    return _current.get()


@contextmanager
def inside(scope: Scope) -> Iterator[None]:
    """Be in ``scope`` inside the block, and afterwards in the one before, whatever happened in between."""
    before = current()
    token = _enter(scope)
    try:
        yield
    finally:
        _current.reset(token)
        try:
            # ``narrow`` may have changed the scope inside the block, so what stands there is not asked for.
            apply(connection, before)
        except psycopg.Error:
            connection.close()  # a connection that can't be told is not handed to anybody else


def partnership_scope(partnership_id: UUID | str) -> Any:
    """A block that sees the rows of one partnership and of no other."""
    return inside(Scope(partnership=str(UUID(str(partnership_id)))))


def sign_in_scope() -> Any:
    """A block that sees who may sign in and how, in every partnership, and may change none of it."""
    return inside(Scope(window=SIGN_IN))


def narrow(partnership_id: UUID | str) -> None:
    """From here to the end of the enclosing block see this partnership only: somebody has just been recognised.

    Does nothing outside a block, where nothing would end it, and nothing within another partnership's.
    """
    if current().window == SIGN_IN:
        _enter(Scope(partnership=str(UUID(str(partnership_id)))))


@contextmanager
def at_least(partnership_id: UUID | str) -> Iterator[None]:
    """A block that sees this partnership where so far no partnership was named; within another's it changes nothing,
    so that the database refuses."""
    if current().partnership:
        yield
        return
    with partnership_scope(partnership_id):
        yield


def each_in_scope(items: Iterable[T]) -> Iterator[T]:
    """``items``, each of them made in the scope that holds now: for an answer that is sent after its view has ended."""
    return _each(current(), iter(items))


def _each(scope: Scope, source: Iterator[T]) -> Iterator[T]:
    end = object()
    while True:
        with inside(scope):
            item = next(source, end)
        if item is end:
            return
        yield item  # type: ignore[misc]  # not the end, so one of the items


def apply(to: BaseDatabaseWrapper, scope: Scope) -> None:
    """Tell the database. A transaction that has failed takes the setting back by itself when it is rolled back."""
    if to.vendor != "postgresql" or to.connection is None or _failed(to):
        return
    to.connection.execute(_SET, [PARTNERSHIP, scope.partnership, WINDOW, scope.window])


def take_up(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """A connection that is opened within a block (the first, or one in place of one that broke) gets its scope."""
    if current() != NOTHING:
        apply(connection, current())


def _enter(scope: Scope) -> Token[Scope]:
    token = _current.set(scope)
    try:
        apply(connection, scope)
    except BaseException:
        _current.reset(token)
        raise
    return token


def _failed(to: BaseDatabaseWrapper) -> bool:
    if to.needs_rollback:
        return True
    status = to.connection.info.transaction_status
    return bool(status == status.INERROR or to.connection.closed)
