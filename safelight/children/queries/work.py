"""What the child said, and what the child was promised."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from safelight.access.models import User
from safelight.children.models import Child, Promise, Voice
from safelight.children.queries.records import get
from safelight.core import reading
from safelight.core.errors import NotFound


def voices(child: Child, whose: str = Voice.Whose.CHILD) -> QuerySet[Voice]:
    """What somebody said, or why it is missing, newest first."""
    return Voice.objects.filter(child=child, whose=whose).select_related("by").order_by("-said_on", "-at")


def latest_voice(child: Child, whose: str = Voice.Whose.CHILD) -> Voice | None:
    """The child's (or the parents') latest own words; where there are none, the latest reason why; else None."""
    said = [voice for voice in all_voices(child) if voice.whose == whose]
    return next((voice for voice in said if voice.words), said[0] if said else None)


def all_voices(child: Child) -> list[Voice]:
    """What the child and the parents said, or why it is missing, newest first."""
    found = Voice.objects.filter(child=child).order_by("-said_on", "-at", "-pk")
    return reading.kept(("children.voices", child.pk), lambda: list(found))


def promises_to(child_id: UUID) -> list[Promise]:
    """Every promise to a child, soonest first."""
    found = Promise.objects.filter(child_id=child_id).order_by("due_on", "at")
    return reading.kept(("children.promises", child_id), lambda: list(found))


def open_promises_of(child_ids: Iterable[UUID]) -> list[Promise]:
    """Promises to these children that are neither kept nor explained, soonest first."""
    wanted = frozenset(child_ids)
    if len(wanted) == 1:  # the page of one child tells of all promises, so they are read together
        return [promise for promise in promises_to(*wanted) if not promise.outcome]
    return list(Promise.objects.filter(child_id__in=wanted, outcome="").order_by("due_on", "at"))


def open_promises(child: Child) -> QuerySet[Promise]:
    """Promises that are neither kept nor explained, soonest first."""
    return Promise.objects.filter(child=child, outcome="").select_related("owner").order_by("due_on", "at")


def promise_for(user: User, child_id: UUID | str, promise_id: UUID | str) -> Promise:
    """One promise to a child that the user may see, else ``NotFound``."""
    found = Promise.objects.filter(child=get(user, child_id), pk=promise_id).select_related("owner").first()
    if found is None:
        raise NotFound("promise")
    return found
