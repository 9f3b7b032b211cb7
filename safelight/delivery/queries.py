"""Reading the outbox and links."""

from uuid import UUID

from django.conf import settings
from django.db.models import Q

from safelight.access.models import Partnership, User
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.core.scope import partnership_scope
from safelight.delivery import watching
from safelight.delivery.models import Link, Message
from safelight.delivery.transports import Transport, transport_for

MOST_SHOWN = 100


def way_out(partnership: Partnership) -> Transport | None:
    """How e-mail leaves here, if any way is set up."""
    return transport_for(partnership)


def outbox(user: User) -> list[Message]:
    """The demo's messages, newest first; ``NotFound`` anywhere else, where nobody reads what was sent to another."""
    if not (settings.DEMO_ALLOWED and user.partnership.is_demo):
        raise NotFound("outbox")
    found = Message.objects.filter(partnership=user.partnership).prefetch_related("attachments")
    return list(found.order_by("-queued_at", "pk")[:MOST_SHOWN])


def links_of(purpose: str, subject_ids: list[UUID]) -> list[Link]:
    """Links that were made for these rows of a room and could still open something."""
    now = clock.now()
    live = Q(ended_at__isnull=True, expires_at__gt=now)
    return list(Link.objects.filter(live, purpose=purpose, subject_id__in=subject_ids).defer("content"))


def opened_link(link_id: UUID, partnership_id: UUID) -> Link:
    """A link whose code was given a moment ago, if it may still be read; else ``NotFound``."""
    now = clock.now()
    with partnership_scope(partnership_id):
        found = (
            Link.objects.select_related("child")
            .filter(pk=link_id, partnership_id=partnership_id, ended_at__isnull=True, expires_at__gt=now)
            .first()
        )
        if found is None or not watching.is_live(found, now):
            raise NotFound("link")
        return found
