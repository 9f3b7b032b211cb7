"""Asking one address as one person, and seeing what came of it in the answer and in the database.

``ask`` sends a real request through everything. ``ask_view`` calls the view that the address leads to, as the person,
and stops where its page would be drawn: some fifteen thousand answers of the table are asked so, and each address once
or twice by ``ask``.
"""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpResponseBase
from django.shortcuts import loader
from django.test import RequestFactory
from django.urls import resolve, reverse

from safelight.access import sessions
from safelight.access.models import User
from safelight.core.errors import NotFound
from tests.integration.who_may.addresses import QUESTIONS
from tests.integration.who_may.world import World, taken_back

# What any request may write: its entry in the log, the session, and the count that limits how often one may ask.
ALWAYS_WRITTEN = frozenset({"access_count", "audit_entry", "audit_chain", "django_session", "usersessions_usersession"})
BY_THE_CLOCK = ("django_session", "usersessions_usersession", "access_count")
_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
_CHANGES_BY_ITSELF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|data-idle-left="\d+"')


@dataclass
class Answer:
    """What came back, what was written, and how many questions the database was asked."""

    status: int
    body: bytes
    queries: int
    written: set[str] = field(default_factory=set)
    refusals: int = 0

    @property
    def changed(self) -> set[str]:
        """Tables that were written to beside the log and the session."""
        return self.written - ALWAYS_WRITTEN

    def same_as(self, other: "Answer") -> bool:
        """Whether nobody can tell the two apart: status, bytes, and the number of queries."""
        return (self.status, self.body, self.queries) == (other.status, other.body, other.queries)


def address(name: str, arguments: Mapping[str, Any]) -> str:
    """The address with what it asks for behind the question mark."""
    question = QUESTIONS.get(name)
    return reverse(name, kwargs=dict(arguments)) + (f"?{question}" if question else "")


def ask(world: World, person: User, method: str, where: str, fields: Mapping[str, Any] | None = None) -> Answer:
    """Ask, and take back whatever was done."""
    client = world.browser(person)
    with _watched() as seen:
        response = client.get(where) if method == "get" else client.post(where, **_sent(where, fields))
        seen.status, seen.body = response.status_code, _body(response)
    return seen


def ask_view(world: World, person: User, method: str, where: str, fields: Mapping[str, Any] | None = None) -> Answer:
    """What the view itself answers; 404 when it says that there is nothing to see. Whatever was done is taken back."""
    path, _mark, _question = where.partition("?")
    match = resolve(path)
    made = RequestFactory()
    request = made.get(where) if method == "get" else made.post(where, **_sent(where, fields))
    request.user, request.session, request.resolver_match = person, world.sessions[person.pk], match
    request._messages = CookieStorage(request)
    request.session[sessions.CONFIRMED] = time.time()  # they have just shown who they are
    with _watched() as seen:
        try:
            seen.status = match.func(request, *match.args, **match.kwargs).status_code
        except NotFound:
            seen.status = 404
    return seen


def _sent(where: str, fields: Mapping[str, Any] | None) -> dict[str, Any]:
    """A form as a browser sends it, or as the page's own script does while somebody types."""
    script = where.endswith(("/autosave/", "/suggestion/keep/"))
    return {"data": dict(fields or {}), **({"content_type": "application/json"} if script else {})}


@contextmanager
def pages_not_drawn() -> Iterator[None]:
    """Inside, the words of a page are not put together: whether it opens is known by then."""
    draw = loader.render_to_string
    loader.render_to_string = lambda template, *_given, **_named: str(template)  # type: ignore[assignment]
    try:
        yield
    finally:
        loader.render_to_string = draw


@contextmanager
def _watched() -> Iterator[Answer]:
    seen = Answer(0, b"", 0)

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        # Sessions are written and counts tidied when it is time to, whatever was asked.
        seen.queries += sql.startswith("SELECT") and not any(table in sql for table in BY_THE_CLOCK)
        if found := _WRITES.match(sql):
            seen.written.add(found[1])
            seen.refusals += found[1] == "audit_entry" and "refusal" in params
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        stack.enter_context(taken_back())
        stack.enter_context(connection.execute_wrapper(watch))
        yield seen


def _body(response: HttpResponseBase) -> bytes:
    whole = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    return _CHANGES_BY_ITSELF.sub(b"", whole)
