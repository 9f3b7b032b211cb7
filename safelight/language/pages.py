"""Which pages point out words as they are typed, which fields are somebody's own words, what is shown after saving.

Of what a person typed nothing is kept: between two pages the session holds the codes of hints, never a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from safelight.access.models import User
from safelight.language.adviser import advise
from safelight.language.definition import words_about_children

# Rooms in whose fields workers write about a child. The young person's plan has hints of its own.
ROOMS = frozenset({"assessments", "children", "meetings", "overview", "plans", "ratings", "sharing", "support"})
# Fields that hold what a child or a parent said: never touched (LA-01).
OWN_WORDS = frozenset({"calms", "child_view", "child_words", "parents_words"})
OWN_WORDS_OF: Mapping[str, frozenset[str]] = {
    "children:voice": frozenset({"words"}),
    "children:disclosure_new": frozenset({"words"}),
    "plans:target": frozenset({"words"}),
}
# Django's own and ours that no person writes.
_NOT_WRITTEN = frozenset({"csrfmiddlewaretoken", "about", "next"})
LONGEST = 50_000
"""Characters of one form or one field that are looked at."""
WAITING = "language_waiting"
SHOWN = "language_shown"

AgeOf = Callable[[User, UUID], "int | None"]
_age_of: list[AgeOf] = []


def register_age(age_of: AgeOf) -> None:
    """Set who knows a child's age; children are a room above. Called once."""
    _age_of[:] = [age_of]


def own_words(view_name: str) -> frozenset[str]:
    """The names of fields on this page that hold somebody's own words."""
    return OWN_WORDS | OWN_WORDS_OF.get(view_name, frozenset())


def points_out(request: HttpRequest) -> bool:
    """Whether this page, or this form that was sent, is one where words are pointed out."""
    match = request.resolver_match
    return match is not None and isinstance(request.user, User) and match.namespace in ROOMS


def for_page(request: HttpRequest) -> dict[str, Any] | None:
    """What every page is given: where its fields ask, which they spare, and hints about what was just saved."""
    match = getattr(request, "resolver_match", None)
    if match is None or not isinstance(getattr(request, "user", None), User):
        return None
    waiting = request.session.pop(WAITING, []) if request.method == "GET" and WAITING in request.session else []
    if not waiting and not points_out(request):
        return None
    return {
        "url": reverse("language:check") if points_out(request) else "",
        "own": " ".join(sorted(own_words(match.view_name))),
        "waiting": [
            {"term": word.term, "why": word.why, "instead": word.instead}
            for word in words_about_children().words
            if word.code in waiting
        ],
    }


def saved(request: HttpRequest) -> None:
    """After a form was saved: what blames in it, and was not shown as it was typed, stands on the next page."""
    match = request.resolver_match
    if match is None:
        return
    spared = own_words(match.view_name) | _NOT_WRITTEN
    texts = [text for name, values in request.POST.lists() if name not in spared for text in values]
    codes = _codes(texts)
    if not codes:
        return
    child_id = match.kwargs.get("child_id")
    if isinstance(child_id, UUID) and _age_of and isinstance(request.user, User):
        codes = _codes(texts, _age_of[0](request.user, child_id))
    left = [code for code in codes if code not in request.session.get(SHOWN, [])]
    request.session.pop(SHOWN, None)
    if left:
        request.session[WAITING] = left


def shown(request: HttpRequest, codes: Iterable[str]) -> None:
    """Remember which hints this person saw as they typed, so that the next page does not say them again."""
    before = request.session.get(SHOWN, [])
    if new := [code for code in dict.fromkeys(codes) if code not in before]:
        request.session[SHOWN] = [*before, *new]


def _codes(texts: Iterable[str], age: int | None = None) -> list[str]:
    whole = "\n\n".join(texts)[:LONGEST]
    return list(dict.fromkeys(each.code for each in advise(whole, age)))
