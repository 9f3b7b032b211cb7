"""What the child said, and what the child was promised."""

from uuid import UUID

from django.db.models import QuerySet

from safelight.access.models import User
from safelight.children.models import Child, Promise, Voice
from safelight.children.queries.records import get
from safelight.core.errors import NotFound


def voices(child: Child, whose: str = Voice.Whose.CHILD) -> QuerySet[Voice]:
    """What somebody said, or why it is missing, newest first."""
    return Voice.objects.filter(child=child, whose=whose).select_related("by").order_by("-said_on", "-at")


def latest_voice(child: Child, whose: str = Voice.Whose.CHILD) -> Voice | None:
    """The child's (or the parents') latest own words; where there are none, the latest reason why; else None."""
    return voices(child, whose).exclude(words="").first() or voices(child, whose).first()


def open_promises(child: Child) -> QuerySet[Promise]:
    """Promises that are neither kept nor explained, soonest first."""
    return Promise.objects.filter(child=child, outcome="").select_related("owner").order_by("due_on", "at")


def promise_for(user: User, child_id: UUID | str, promise_id: UUID | str) -> Promise:
    """One promise to a child that the user may see, else ``NotFound``."""
    found = Promise.objects.filter(child=get(user, child_id), pk=promise_id).select_related("owner").first()
    if found is None:
        raise NotFound("promise")
    return found
