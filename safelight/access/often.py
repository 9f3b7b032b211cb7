"""How often one person, and one address, may do what is costly or tells much in a short time.

Signing in and the front door have limits of their own. Other pages have none: they show a record that
the person may see, and each leaves an entry that ``audit.patterns`` looks over. The numbers are far above what work
needs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from safelight.access import actions, limits
from safelight.access.models import User
from safelight.access.requests import client_address
from safelight.core import clock

Respond = Callable[[HttpRequest], HttpResponseBase]

# Many people of one office have one address.
PEOPLE_AT_AN_ADDRESS = 20


@dataclass(frozen=True)
class Limit:
    """At most ``times`` in each ``within`` for one person; ``posts`` says that only sent forms count."""

    what: str
    times: int
    within: timedelta
    posts: bool = False


_SEARCH = Limit("search", 60, timedelta(minutes=5), posts=True)
# A count of its own, beside the one by which ``children`` holds each person to fewer: here the address counts too.
_BREAK_GLASS = Limit("break-glass page", 20, timedelta(hours=1), posts=True)
_DOWNLOAD = Limit("download", 120, timedelta(minutes=10))
# As somebody types, at each pause.
_WORDS = Limit("words", 300, timedelta(minutes=5), posts=True)
_UPLOAD = Limit("upload", 40, timedelta(minutes=10), posts=True)

LIMITED: dict[str, Limit] = {
    "children:search": _SEARCH,
    "children:break_glass": _BREAK_GLASS,
    "files:attach": _UPLOAD,
    "files:download": _DOWNLOAD,
    "governance:answer": _DOWNLOAD,
    "language:check": _WORDS,
    "outputs:assessment": _DOWNLOAD,
    "outputs:blank": _DOWNLOAD,
    "outputs:closed_plan": _DOWNLOAD,
    "outputs:minutes": _DOWNLOAD,
    "outputs:plan": _DOWNLOAD,
    "outputs:plan_version": _DOWNLOAD,
    "outputs:progress_report": _DOWNLOAD,
    "outputs:take": _DOWNLOAD,
    "outputs:taken": _DOWNLOAD,
    "outputs:word_template": _DOWNLOAD,
    "outputs:word_template_plain": _DOWNLOAD,
    "outputs:word_templates": _UPLOAD,
    "outputs:young_person": _DOWNLOAD,
    "oversight:viewers_file": _DOWNLOAD,
}


class NotTooOften:
    """Stop who does such things faster than work needs, with the time at which they may go on, and an entry."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponseBase | None:
        """Count, and stop what is too often."""
        match = request.resolver_match
        limit = LIMITED.get(match.view_name) if match else None
        if limit is None or not isinstance(request.user, User) or (limit.posts and request.method != "POST"):
            return None
        now = clock.now()
        by_person = limits.allow(
            what=limit.what, who=str(request.user.pk), at_most=limit.times, within=limit.within, now=now
        )
        if by_person and limits.allow(
            what=f"{limit.what} from",
            who=client_address(request),
            at_most=limit.times * PEOPLE_AT_AN_ADDRESS,
            within=limit.within,
            now=now,
        ):
            return None
        actions.refuse(by=request.user, action=f"too-often:{limit.what}")
        again = limits.allowed_again(within=limit.within, now=now)
        response = render(request, "access/too_often.html", {"again": again}, status=429)
        response.headers["Retry-After"] = str(int((again - now).total_seconds()) + 1)
        return response
