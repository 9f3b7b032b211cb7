"""Opening the door, keeping what comes in, and what coordinators do about it."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access import permissions
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.access.scope import sign_in_scope
from safelight.audit import actions as audit
from safelight.children import actions as children
from safelight.children.models import Concern
from safelight.core import clock
from safelight.core.errors import Invalid, WrongState
from safelight.core.ids import new_reference
from safelight.front_door import queries
from safelight.front_door.choices import Kind, Way
from safelight.front_door.models import STEPS, UNREAD, FrontDoor, Message, Reply

FIELDS = (
    "words",
    "about_whom",
    "name",
    "age",
    "where_text",
    "safe_way",
    "safe_contact",
    "safe_when",
    "not_to_know",
)


@transaction.atomic
def set_door(
    *, by: User, code: str, is_open: bool, opens_at: time, closes_at: time, exit_url: str, version: int = 0
) -> FrontDoor:
    """Open or close the partnership's ways in, and say when messages are read.

    Refused while nobody may answer: a door behind which nobody stands is worse than none.
    """
    permissions.check(by, Permission.MANAGE_USERS)
    errors: dict[str, str] = {}
    with sign_in_scope():  # the words of other areas are seen only here
        taken = FrontDoor.objects.filter(code=code).exclude(partnership_id=by.partnership_id).exists()
    if taken or code in Kind.values:
        errors["code"] = _("Another area uses this word. Choose another.")
    if closes_at <= opens_at:
        errors["closes_at"] = _("Enter a time after the one at which reading begins.")
    if is_open and not queries.readers(by.partnership_id):
        errors["is_open"] = _("Nobody reads messages yet. Make somebody a coordinator first.")
    if errors:
        raise Invalid(errors)
    values = {
        "code": code,
        "is_open": is_open,
        "opens_at": opens_at,
        "closes_at": closes_at,
        "exit_url": exit_url,
    }
    door = queries.door_of(by.partnership_id)
    if door is None:
        door = FrontDoor.objects.create(partnership_id=by.partnership_id, **values)
    else:
        for name, value in values.items():
            setattr(door, name, value)
        door.save_over(version, *values)
    audit.record(partnership_id=by.partnership_id, by=by, action="front_door.set", subject=door)
    return door


@transaction.atomic
def receive(
    *, door: FrontDoor, kind: Kind, answers: Mapping[str, str], doubts: Iterable[str] = (), now: datetime
) -> Message:
    """Keep what somebody without an account sent. It is always kept; what may be spam is marked, never dropped.

    A form that was sent twice gives the first message's reference while that is unread.
    """
    if not door.is_open:
        raise WrongState("the door is not open")
    values = {name: answers.get(name, "").strip() for name in FIELDS}
    if not values["words"]:
        raise Invalid({"words": "Write what you want to tell us."})
    fingerprint = _fingerprint(kind, values)
    doubted = sorted(set(doubts))
    first = queries.first_of_same(door.partnership_id, fingerprint, now)
    if first is not None and first.state == Message.State.PERHAPS_SPAM and not doubted:
        first = None  # the first was doubted and this one is not: somebody's words, read with the others
    message = Message.objects.create(
        partnership_id=door.partnership_id,
        reference=_unused_reference(door.partnership_id),
        kind=kind,
        state=Message.State.PERHAPS_SPAM if doubted else Message.State.RECEIVED,
        doubts=doubted,
        received_at=now,
        same_as=first,
        fingerprint=fingerprint,
        **values,
    )
    audit.record(partnership_id=door.partnership_id, by=None, action="message.received", subject=message, at=now)
    return first or message


def _fingerprint(kind: str, values: Mapping[str, str]) -> str:
    """A keyed hash of everything that was written, to find a form that was sent twice."""
    whole = "\0".join((kind, *(" ".join(values[name].split()) for name in FIELDS)))
    return hmac.new(settings.SECRET_KEY.encode(), whole.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _unused_reference(partnership_id: UUID) -> str:
    while True:
        reference = "M" + new_reference()[2:]
        if not Message.objects.filter(partnership_id=partnership_id, reference=reference).exists():
            return reference


@transaction.atomic
def read(*, by: User, message: Message) -> Message:
    """Say that ``by`` reads the message now: the clock stops. Its repeats are read with it."""
    kept = queries.get(by, message.pk)
    now = clock.now()
    if kept.state not in UNREAD:
        return kept
    together = Message.objects.select_for_update().filter(partnership_id=by.partnership_id, state__in=UNREAD)
    ids = [kept.pk, *Message.objects.filter(same_as=kept).values_list("pk", flat=True)]
    for one in together.filter(pk__in=ids):
        one.state, one.read_by, one.read_at = Message.State.READ, by, now
        one.save_over(one.version, "state", "read_by", "read_at")
        audit.record(partnership_id=by.partnership_id, by=by, action="message.read", subject=one)
    return queries.get(by, message.pk)


@transaction.atomic
def log_as_concern(*, by: User, message: Message, urgent: bool, about: str, version: int) -> Concern:
    """Make it a concern that the coordinator has been sent: the words as they came, nothing of how to reach the sender.

    Whom it is about is a person's to find: no child's record is joined to it here.
    """
    kept = _to(by, message, Message.State.LOGGED)
    concern = children.log_concern(
        by=by,
        what=kept.words,
        where_text=kept.where_text,
        source=_("%(who)s, from outside, message %(reference)s")
        % {"who": Kind(kept.kind).label, "reference": kept.reference},
        about=about,
        urgent=urgent,
        sent_to_coordinator=True,
    )
    kept.state, kept.concern = Message.State.LOGGED, concern
    kept.save_over(version, "state", "concern")
    audit.record(partnership_id=by.partnership_id, by=by, action="message.logged", subject=kept)
    return concern


@transaction.atomic
def reply(
    *, by: User, message: Message, way: str, words: str, replied_at: datetime, reason: str = "", version: int
) -> Reply:
    """Record that the sender was answered. By a way that they did not choose only with the reason (HZ-10)."""
    kept = queries.get(by, message.pk)
    if kept.state != Message.State.LOGGED:
        kept = _to(by, message, Message.State.ANSWERED)
    errors: dict[str, str] = {}
    if way not in Way.values:
        errors["way"] = _("Say how they were answered.")
    if not words.strip():
        errors["words"] = _("Say in a sentence what was said.")
    if replied_at > clock.now():
        errors["replied_at"] = _("The date and time must be in the past.")
    wished = way == kept.safe_way
    if not wished and not reason.strip():
        errors["reason"] = _("They did not ask to be answered in this way. Say why it was safe and needed.")
    if errors:
        raise Invalid(errors)
    made = Reply.objects.create(
        partnership_id=by.partnership_id,
        message=kept,
        way=way,
        wished=wished,
        reason="" if wished else reason.strip(),
        words=words.strip(),
        replied_at=replied_at,
        by=by,
        at=clock.now(),
    )
    if kept.state != Message.State.LOGGED:
        kept.state = Message.State.ANSWERED
    kept.save_over(version, "state")
    audit.record(partnership_id=by.partnership_id, by=by, action="message.answered", subject=kept)
    return made


@transaction.atomic
def close(*, by: User, message: Message, reason: str, version: int) -> Message:
    """Close a message that is no concern, with the reason. It is kept, and can still be logged."""
    kept = _to(by, message, Message.State.CLOSED)
    if not reason.strip():
        raise Invalid({"closed_reason": _("Say why it is closed.")})
    kept.state, kept.closed_reason = Message.State.CLOSED, reason.strip()
    kept.closed_by, kept.closed_at = by, clock.now()
    kept.save_over(version, "state", "closed_reason", "closed_by", "closed_at")
    audit.record(partnership_id=by.partnership_id, by=by, action="message.closed", subject=kept)
    return kept


def _to(by: User, message: Message, state: Message.State) -> Message:
    kept = queries.get(by, message.pk)
    if state not in STEPS[Message.State(kept.state)]:
        raise WrongState(
            _("Read the message first.") if kept.state in UNREAD else _("This was already done. Look at the message.")
        )
    return kept
