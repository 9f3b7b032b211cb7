"""Which partnership's rows a request sees in the database. The blocks themselves are ``core``'s; see there.

A command that goes through every partnership lists them in the sign-in scope, then enters each in turn.
"""

from collections.abc import Callable, Iterator
from typing import cast

from django.contrib.auth import SESSION_KEY, user_logged_in
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from safelight.access import queries
from safelight.access.models import Partnership, User
from safelight.core.scope import at_least, current, each_in_scope, narrow, partnership_scope, sign_in_scope

__all__ = [
    "ScopeOfRequest",
    "at_least",
    "current",
    "each_partnership",
    "narrow",
    "note_partnership",
    "partnership_scope",
    "sign_in_scope",
]

# Where the session keeps the partnership of whoever signed in.
IN_SESSION = "partnership"


def each_partnership() -> Iterator[Partnership]:
    """Every partnership, each in its own scope: for commands, which nobody signs in to."""
    with sign_in_scope():
        found = list(queries.partnerships())
    for partnership in found:
        with partnership_scope(partnership.pk):
            yield partnership


class ScopeOfRequest:
    """Middleware: each request sees the partnership of whoever is signed in, and a stranger the sign-in window.

    Stands below the session's middleware and above everything that asks for the person. The scope ends with the
    request, whatever happens in it; what is streamed afterwards is made in the scope of its request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer within the scope."""
        with sign_in_scope():
            if SESSION_KEY in request.session:
                _narrow_to_session(request)
            response = self.get_response(request)
            if isinstance(response, StreamingHttpResponse) and not response.is_async:
                response.streaming_content = each_in_scope(cast("Iterator[bytes]", response.streaming_content))
        return response


def _narrow_to_session(request: HttpRequest) -> None:
    partnership = request.session.get(IN_SESSION)
    if partnership is None:
        # A session from before partnerships were noted in it.
        person = queries.user_by_id(request.session[SESSION_KEY])
        if person is None:
            return
        partnership = request.session[IN_SESSION] = str(person.partnership_id)
    narrow(partnership)


def note_partnership(sender: object, request: HttpRequest, user: User, **_: object) -> None:
    """When somebody signs in: the session knows their partnership, and this request sees it from here on."""
    request.session[IN_SESSION] = str(user.partnership_id)
    narrow(user.partnership_id)


def connect() -> None:
    """Listen for sign-ins."""
    user_logged_in.connect(note_partnership, dispatch_uid="safelight.access.scope")
