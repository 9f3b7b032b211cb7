"""Sending messages and taking notice of those that fail; making, opening and ending links."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from safelight.access.models import Partnership, User
from safelight.audit import actions as audit
from safelight.audit.models import Kind
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound
from safelight.core.scope import at_least, partnership_scope
from safelight.delivery import codes, watching
from safelight.delivery.models import Attachment, Link, Message
from safelight.delivery.outgoing import File, Outgoing
from safelight.delivery.states import Failure, MessageState
from safelight.delivery.transports import Refused, Transport, Unreachable, transport_for
from safelight.delivery.transports.notify import Notify

# Tried again after 5, 10, 20, 40 minutes and so on: given up after about ten hours, within a working day.
MOST_TRIES = 8
FIRST_WAIT = timedelta(minutes=5)
ASKED_ABOUT = timedelta(days=4)

# Our own limits of a link: long enough for somebody to come to a quiet place, short enough to be forgotten safely.
LINK_DAYS = 7
TRIES = 5

MAIL_HOST = "safelight.invalid"


@dataclass(frozen=True)
class MadeLink:
    """A link with what only its maker sees, once: the address to send, and the code to tell in another way."""

    link: Link
    url: str
    code: str


@transaction.atomic
def send(
    *,
    by: User | None,
    partnership: Partnership,
    to: str,
    subject: str,
    body: str,
    attachments: Sequence[File] = (),
    link: MadeLink | None = None,
    about_child_id: UUID | None = None,
) -> Message:
    """Put a message in the outbox; it leaves as soon as the transaction stands, and is tried again if it can't.

    ``subject`` and the names of files must name nobody: ``Invalid`` if they hold a name of the child. ``Invalid`` too
    for an address that is none, and where no way of sending is set up. The caller has asked whether ``to`` is safe.
    """
    transport = transport_for(partnership)
    if transport is None:
        raise Invalid({"channel": _("No e-mail can be sent from here yet. Ask whoever runs Safelight.")})
    if attachments and not transport.takes_files:
        raise Invalid({"channel": _("Files can’t be sent from here. Send a link.")})
    _check_address(to)
    child = Child.objects.get(pk=about_child_id, partnership=partnership) if about_child_id else None
    _check_neutral(child, subject, *(file.name for file in attachments))
    now = clock.now()
    made = Message.objects.create(
        partnership=partnership,
        child=child,
        to=to,
        subject=subject,
        body=f"{body.rstrip()}\n\n{link.url}\n" if link else body,
        message_id=f"<{secrets.token_hex(16)}@{MAIL_HOST}>",
        by=by,
        queued_at=now,
        next_try_at=now,
    )
    for file in attachments:
        Attachment.objects.create(
            partnership=partnership, message=made, name=file.name, content_type=file.content_type, content=file.content
        )
    _note(made, "message.queued", by)
    transaction.on_commit(partial(deliver, made.pk, partnership.pk), robust=True)
    return made


def _check_address(to: str) -> None:
    try:
        validate_email(to)
    except ValidationError as error:
        raise Invalid({"email": _("Enter an e-mail address, such as name@example.org.")}) from error


def _check_neutral(child: Child | None, *texts: str) -> None:
    if child is None:
        return
    names = {name.casefold() for name in (child.given_name, child.family_name, child.known_as) if len(name) > 1}
    words = {word for text in texts for word in text.casefold().replace("-", " ").replace(".", " ").split()}
    if any(set(name.replace("-", " ").split()) <= words for name in names):
        raise Invalid({"subject": _("A subject or a file’s name must not name the child.")})


def _note(message: Message, action: str, by: User | None) -> None:
    audit.record(
        partnership_id=message.partnership_id, by=by, action=action, subject=message, child_id=message.child_id
    )


def deliver(message_id: UUID, partnership_id: UUID) -> None:
    """Hand one waiting message to its transport, unless somebody else is doing so. Not inside a transaction."""
    now = clock.now()
    with at_least(partnership_id):
        waiting = Message.objects.filter(pk=message_id, state=MessageState.QUEUED, next_try_at__lte=now)
        if not waiting.update(tries=F("tries") + 1, next_try_at=now + FIRST_WAIT):
            return
        message = Message.objects.select_related("partnership").get(pk=message_id)
        transport = transport_for(message.partnership)
        if transport is not None:
            _hand_over(message, transport, now)


def _hand_over(message: Message, transport: Transport, now: datetime) -> None:
    files = [File(one.name, bytes(one.content), one.content_type) for one in message.attachments.all()]
    try:
        outside_id = transport.send(Outgoing(message.to, message.subject, message.body, message.message_id, files))
    except Refused:
        _fail(message, Failure.REFUSED, now)
    except Unreachable:
        if message.tries >= MOST_TRIES:
            _fail(message, Failure.UNREACHABLE, now)
        else:
            wait = FIRST_WAIT * 2 ** (message.tries - 1)
            Message.objects.filter(pk=message.pk).update(next_try_at=now + wait)
    else:
        _sent(message, transport, outside_id, now)


@transaction.atomic
def _sent(message: Message, transport: Transport, outside_id: str, now: datetime) -> None:
    kept = {} if transport.keeps_words else {"body": ""}
    Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(
        state=MessageState.SENT, sent_at=now, transport=transport.name, outside_id=outside_id, **kept
    )
    if not transport.keeps_words:
        Attachment.objects.filter(message=message).delete()
    _note(message, "message.sent", None)


@transaction.atomic
def _fail(message: Message, failure: Failure, now: datetime) -> bool:
    """Note that it was not delivered, once; whether it was news. Its words go: it is never sent again as it is."""
    open_states = (MessageState.QUEUED, MessageState.SENT)
    changed = Message.objects.filter(pk=message.pk, state__in=open_states).update(
        state=MessageState.NOT_DELIVERED, failure=failure, failed_at=now
    )
    if changed:
        if not message.partnership.is_demo:
            Message.objects.filter(pk=message.pk).update(body="")
        Attachment.objects.filter(message=message).delete()
        _note(message, "message.not-delivered", None)
    return bool(changed)


def deliver_waiting(partnership: Partnership) -> int:
    """Send whatever waits in one partnership's outbox, and ask the carrier about what went; how many were tried."""
    now = clock.now()
    waiting = Message.objects.filter(partnership=partnership, state=MessageState.QUEUED, next_try_at__lte=now)
    found = list(waiting.order_by("queued_at").values_list("pk", flat=True))
    for pk in found:
        deliver(pk, partnership.pk)
    transport = transport_for(partnership)
    if isinstance(transport, Notify):
        _ask_about(partnership, transport, now)
    _empty_ended(partnership, now)
    return len(found)


def _ask_about(partnership: Partnership, transport: Notify, now: datetime) -> None:
    gone = Message.objects.filter(
        partnership=partnership,
        state=MessageState.SENT,
        transport=transport.name,
        sent_at__gte=now - ASKED_ABOUT,
    ).exclude(outside_id="")
    for message in gone.select_related("partnership"):
        try:
            if transport.failed(message.outside_id):
                _fail(message, Failure.RETURNED, now)
        except (Refused, Unreachable):
            return  # asked again next time


def _empty_ended(partnership: Partnership, now: datetime) -> None:
    ended = Link.objects.filter(Q(ended_at__isnull=False) | Q(expires_at__lte=now), partnership=partnership)
    ended.exclude(content=b"").update(content=b"")


def note_returned(message_ids: Iterable[str], partnership: Partnership) -> int:
    """Messages of one partnership that came back, by the ids in the notices; how many of them were news."""
    now = clock.now()
    found = Message.objects.filter(partnership=partnership, message_id__in=list(message_ids))
    return sum(_fail(message, Failure.RETURNED, now) for message in found.select_related("partnership"))


@transaction.atomic
def withdraw(message: Message) -> None:
    """Take back what still waits; what went can't be taken back."""
    if message.state == MessageState.QUEUED:
        _fail(message, Failure.WITHDRAWN, clock.now())


def waiting_now() -> None:
    """Nothing is carried over from the live record to a restored one: whatever waits there is held (HZ-41)."""


def hold(_live: None) -> int:
    """In a record that was put back, nothing waits to be sent any more: a person sends it again, or not."""
    return Message.objects.filter(state=MessageState.QUEUED).update(
        state=MessageState.NOT_DELIVERED, failure=Failure.HELD, failed_at=clock.now(), body=""
    )


# Links.


@transaction.atomic
def make_link(
    *,
    by: User,
    child: Child | None,
    purpose: str,
    subject_id: UUID,
    content: bytes,
    file_name: str = "document.pdf",
    days: int = LINK_DAYS,
) -> MadeLink:
    """A link that opens one document with a code, until it expires. The code is known here and never again."""
    _check_neutral(child, file_name)
    now = clock.now()
    token, code = codes.new_token(by.partnership_id), codes.new_code()
    link = Link.objects.create(
        partnership_id=by.partnership_id,
        child=child,
        purpose=purpose,
        subject_id=subject_id,
        secret_hash=codes.hash_of_token(token),
        code_hash=codes.hash_of_code(token, code),
        file_name=file_name,
        content=content,
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=days),
        tries_left=TRIES,
    )
    audit.record(partnership_id=by.partnership_id, by=by, action="link.made", subject=link, child_id=link.child_id)
    return MadeLink(link, codes.address(token), code)


@transaction.atomic
def end_link(*, by: User | None, link: Link) -> None:
    """From now on it opens nothing, and the document is gone from it. The reader is told the same as of an old one."""
    changed = Link.objects.filter(pk=link.pk, ended_at__isnull=True).update(ended_at=clock.now(), content=b"")
    if changed:
        audit.record(
            partnership_id=link.partnership_id, by=by, action="link.ended", subject=link, child_id=link.child_id
        )


def open_link(*, token: str, code: str) -> Link:
    """The link that these open; ``NotFound`` alike for what never was, has ended, or has another code.

    A wrong code takes one of few tries. Each opening and each wrong code leaves an audit entry.
    """
    partnership_id = codes.partnership_of(token)
    if partnership_id is None:
        raise NotFound("link")
    with partnership_scope(partnership_id):
        return _open(token, code, partnership_id)


def _open(token: str, code: str, partnership_id: UUID) -> Link:
    now = clock.now()
    found = Link.objects.filter(partnership_id=partnership_id, secret_hash=codes.hash_of_token(token))
    left = found.filter(tries_left__gt=0, ended_at__isnull=True, expires_at__gt=now)
    # Counted before it is looked at, so that many tries at once are not more tries.
    if not left.update(tries_left=F("tries_left") - 1):
        raise NotFound("link")
    link = found.select_related("child").get()
    if not codes.same(link.code_hash, codes.hash_of_code(token, code)):
        _note_link(link, "link.wrong-code", Kind.REFUSAL)
        raise NotFound("link")
    if not watching.is_live(link, now):
        end_link(by=None, link=link)
        raise NotFound("link")
    found.update(tries_left=TRIES, opened_at=link.opened_at or now)
    _note_link(link, "link.opened", Kind.VIEW)
    link.opened_at = link.opened_at or now
    return link


def _note_link(link: Link, action: str, kind: str) -> None:
    audit.record_apart(
        partnership_id=link.partnership_id, by=None, action=action, kind=kind, subject=link, child_id=link.child_id
    )


def acknowledge_link(*, link: Link) -> None:
    """Its reader said that they have the document."""
    with partnership_scope(link.partnership_id), transaction.atomic():
        changed = Link.objects.filter(pk=link.pk, acknowledged_at__isnull=True).update(acknowledged_at=clock.now())
        if changed:
            audit.record(
                partnership_id=link.partnership_id,
                by=None,
                action="link.acknowledged",
                subject=link,
                child_id=link.child_id,
            )


def note_download(*, link: Link) -> None:
    """Its reader took the file."""
    with partnership_scope(link.partnership_id):
        _note_link(link, "link.downloaded", Kind.DOWNLOAD)
