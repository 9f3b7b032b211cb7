"""What waits in the whole partnership, about no child yet: messages that nobody has read (HZ-10)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.duties.waiting import Waiting
from safelight.front_door import queries
from safelight.front_door.choices import Kind
from safelight.front_door.models import Message


def waiting(user: User, now: datetime) -> list[Waiting]:
    """For who reads messages, each unread one; for those above them, that some should have been read long ago."""
    if user.may(Permission.ANSWER_FRONT_DOOR):
        return _unread(user, now)
    if user.may(Permission.SEE_TEAM) or user.may(Permission.AGREE_INTERVENTION):
        return _chased(user, now)
    return []


def _unread(user: User, now: datetime) -> list[Waiting]:
    messages = queries.unread(user.partnership_id)
    door = queries.door_of(user.partnership_id) if messages else None
    if door is None:
        return []
    return [
        Waiting(
            key=f"message:{message.pk}",
            who=str(Kind(message.kind).label),
            title=_("Read message %(reference)s") % {"reference": message.reference},
            why=_("Perhaps spam, but it may be a child’s.")
            if message.state == Message.State.PERHAPS_SPAM
            else _("Sent from outside by somebody without an account. Nobody has read it."),
            due_at=queries.overdue_at(message, door),
            url=reverse("front_door:message", args=[message.pk]),
            act_label=_("Read it"),
        )
        for message in messages
    ]


def _chased(user: User, now: datetime) -> list[Waiting]:
    door = queries.door_of(user.partnership_id)
    late = queries.chased(door, now) if door is not None else []
    if door is None or not late or user.pk not in {person.pk for person in queries.chasers(user.partnership_id)}:
        return []
    return [
        Waiting(
            key="messages:unread",
            who=str(_("Messages from outside")),
            title=ngettext("%(n)d has not been read", "%(n)d have not been read", len(late)) % {"n": len(late)},
            why=_("A child may be waiting for an answer. Ring a coordinator."),
            due_at=min(queries.chased_at(message, door) for message in late),
            url=reverse("front_door:unread"),
            act_label=_("See whom to ring"),
        )
    ]
