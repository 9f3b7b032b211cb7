"""Sending copies, and what comes after: they have it, they are asked whether they have it, it is taken back."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.audit import actions as audit
from safelight.audit.models import Kind as AuditKind
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, Stale, WrongState
from safelight.core.ids import new_passphrase
from safelight.delivery import actions as delivery
from safelight.delivery import queries as delivered
from safelight.delivery.locking import locked
from safelight.delivery.models import Message
from safelight.delivery.outgoing import File
from safelight.sharing import papers, queries
from safelight.sharing.actions.circulations import to_circulate
from safelight.sharing.copies import HELD, NOT_GONE, Channel, CopyKind, CopyState
from safelight.sharing.models import Copy, CopyLine, Sending
from safelight.sharing.queries import safety
from safelight.sharing.queries.circulations import PURPOSE
from safelight.sharing.wording import stop_words

BY_TELEPHONE, IN_PERSON = "telephone", "in_person"
CODE_TOLD = (BY_TELEPHONE, IN_PERSON)

# Every file is called so, whatever it is: a name in a list of downloads tells nothing (HZ-18).
FILE_NAME = "document.pdf"


@dataclass(frozen=True)
class Sent:
    """What was sent. ``secret`` is the code or passphrase: shown to the sender once, and known nowhere after."""

    copy: Copy
    sending: Sending
    secret: str = ""


def render(*, by: User, copy: Copy) -> papers.Rendered:
    """The copy as it would go now, with what is left out and why; an entry says that it was looked at."""
    circulation = copy.circulation
    with papers.numbered(copy.reference, queries.line_choices(copy)):
        return papers.paper(circulation.paper).render(
            by, circulation.child, circulation.subject_id, circulation.version_id, CopyKind(copy.kind)
        )


def send_copy(*, by: User, copy: Copy, channel: str, code_by: str = "") -> Sent:
    """Send one copy by one channel. ``code_by`` is how the code of a link, or a file's passphrase, is told.

    ``Invalid`` where the recipient or the channel is unsafe, not checked, or needs a decision first; ``WrongState``
    where it has gone already, or can't go yet. Sent again after it came back, what went before opens nothing more.
    """
    child = to_circulate(by, copy.circulation.child_id)
    kept = queries.copy_for(by, child.pk, copy.pk)
    _check(child, kept, channel, code_by)
    rendered = render(by=by, copy=kept)
    if rendered.halt:
        raise WrongState(rendered.halt)
    if not rendered.preview:
        raise WrongState(_("Nothing was chosen for this copy yet. Choose first what they are to read."))
    try:
        return _send(by, child, kept, Channel(channel), rendered)
    except Stale as error:
        raise WrongState(_("Somebody else was quicker: look at what happened.")) from error


def _check(child: Child, copy: Copy, channel: str, code_by: str) -> None:
    if channel not in list(Channel):
        raise Invalid({"channel": _("Choose how it goes.")})
    state = queries.stands(copy).state
    if state not in NOT_GONE:
        raise WrongState(_("This copy has gone already, or does not go."))
    stop = safety.stop_of(child, copy, Channel(channel))
    if stop is not None:
        raise Invalid({"channel": stop_words(stop)})
    if channel not in (Channel.LINK, Channel.LOCKED):
        return
    if code_by not in CODE_TOLD:
        raise Invalid({"code_by": _("Choose how you tell them the code or passphrase.")})
    stop = safety.stop_of_telephone(child, copy) if code_by == BY_TELEPHONE else None
    if stop is not None:
        raise Invalid({"code_by": stop_words(stop, telephone=True)})


@transaction.atomic
def _send(by: User, child: Child, copy: Copy, channel: Channel, rendered: papers.Rendered) -> Sent:
    now = clock.now()
    copy.sends += 1
    if channel is Channel.IN_PERSON:
        copy.acknowledged_at, copy.acknowledged_by = now, by
        copy.acknowledged_how = _("Given or read together in person")
    copy.save_over(copy.version, "sends", "acknowledged_at", "acknowledged_by", "acknowledged_how")
    for old in (copy, *queries.earlier_of(copy)):
        _end_links(by, old)
    secret, link, message = "", None, None
    if channel is Channel.LINK:
        made = delivery.make_link(
            by=by, child=child, purpose=PURPOSE, subject_id=copy.pk, content=rendered.pdf, file_name=FILE_NAME
        )
        secret, link = made.code, made.link
        message = _message(by, child, copy, _body(channel), link=made)
    elif channel is Channel.LOCKED:
        secret = new_passphrase()
        file = File(FILE_NAME, locked(rendered.pdf, secret))
        message = _message(by, child, copy, _body(channel), file=file)
    sending = Sending.objects.create(
        partnership_id=by.partnership_id,
        copy=copy,
        channel=channel,
        sent_to=copy.email if message is not None else "",
        message=message,
        link=link,
        sha256=sha256(rendered.pdf).hexdigest(),
        left_out=[[each.what, each.why] for each in rendered.left_out],
        by=by,
        at=now,
    )
    _note(by, "copy.sent", copy, child.pk)
    return Sent(copy, sending, secret)


def _body(channel: Channel) -> str:
    """No name stands in it, no place, and nothing of what it is about: somebody else may read it."""
    if channel is Channel.LINK:
        said = [
            _("There is a document for you. Open the link below where nobody else can see."),
            _("You need a code of six digits. You get it in another way."),
        ]
    else:
        said = [
            _("There is a document for you in the file with this message. Open it where nobody else can see."),
            _("You need a passphrase. You get it in another way."),
        ]
    return "\n\n".join([*said, _("If you do not expect this, delete this message.")])


def _message(
    by: User,
    child: Child,
    copy: Copy,
    body: str,
    *,
    link: delivery.MadeLink | None = None,
    file: File | None = None,
) -> Message:
    return delivery.send(
        by=by,
        partnership=by.partnership,
        to=copy.email,
        subject=_("A document for you"),
        body=body,
        attachments=(file,) if file else (),
        link=link,
        about_child_id=child.pk,
    )


def _end_links(by: User, copy: Copy) -> None:
    for link in delivered.links_of(PURPOSE, [copy.pk]):
        delivery.end_link(by=by, link=link)


def _note(by: User, action: str, copy: Copy, child_id: UUID) -> None:
    audit.record(partnership_id=by.partnership_id, by=by, action=action, subject=copy, child_id=child_id)


def _held(by: User, copy: Copy) -> tuple[Copy, queries.Standing]:
    child = to_circulate(by, copy.circulation.child_id)
    kept = queries.copy_for(by, child.pk, copy.pk)
    return kept, queries.stands(kept)


def _save(copy: Copy, *fields: str) -> None:
    try:
        copy.save_over(copy.version, *fields)
    except Stale as error:
        raise WrongState(_("Somebody else was quicker: look at what happened.")) from error


@transaction.atomic
def choose_line(*, by: User, copy: Copy, line: str, shown: bool, why: str) -> CopyLine:
    """Leave one line of a copy out before it goes, or put one back that was left out, with a reason that stays.

    ``line`` is a key that the copy offers now (``papers.Block``, ``papers.LeftOut``); else ``NotFound``.
    """
    kept, standing = _held(by, copy)
    if standing.state not in NOT_GONE:
        raise WrongState(_("This copy has gone already, or does not go."))
    there, out = papers.lines_of(render(by=by, copy=kept))
    if line not in (out if shown else there):
        raise NotFound("line")
    if not why.strip():
        raise Invalid({"why": _("Say why.")})
    kept = Copy.objects.select_for_update(of=("self",)).get(pk=kept.pk)  # so that the numbers follow each other
    made = CopyLine.objects.create(
        partnership_id=by.partnership_id,
        copy=kept,
        number=CopyLine.objects.filter(copy=kept).count() + 1,
        line=line,
        shown=shown,
        why=why.strip(),
        by=by,
        at=clock.now(),
    )
    _note(by, "copy.line-put-back" if shown else "copy.line-left-out", kept, kept.circulation.child_id)
    return made


@transaction.atomic
def acknowledge_copy(*, by: User, copy: Copy, how: str) -> Copy:
    """Write down that its recipient said they have it, and how you know (BE-11)."""
    kept, standing = _held(by, copy)
    if standing.state not in (CopyState.SENT, CopyState.OPENED, CopyState.NOT_DELIVERED):
        raise WrongState(_("Nobody holds this copy yet, or they have said so already."))
    if not how.strip():
        raise Invalid({"how": _("Say how you know.")})
    kept.acknowledged_at, kept.acknowledged_by, kept.acknowledged_how = clock.now(), by, how.strip()
    _save(kept, "acknowledged_at", "acknowledged_by", "acknowledged_how")
    _note(by, "copy.acknowledged", kept, kept.circulation.child_id)
    return kept


@transaction.atomic
def chase_copy(*, by: User, copy: Copy) -> Copy:
    """Write down that its recipient was asked again whether they have it; the clock of silence begins again."""
    kept, standing = _held(by, copy)
    if standing.state not in (CopyState.SENT, CopyState.OPENED):
        raise WrongState(_("There is nobody to ask about this copy."))
    kept.chased_at = clock.now()
    _save(kept, "chased_at")
    _note(by, "copy.chased", kept, kept.circulation.child_id)
    return kept


@transaction.atomic
def recall_copy(*, by: User, copy: Copy, why: str) -> Copy:
    """Take it back: its link opens nothing from now on, a message that waits does not go. Paper has to be asked for."""
    kept, standing = _held(by, copy)
    if standing.state not in HELD | {CopyState.NOT_DELIVERED}:
        raise WrongState(_("Nobody holds this copy."))
    if not why.strip():
        raise Invalid({"why": _("Say why it is taken back.")})
    kept.recalled_at, kept.recalled_by, kept.recalled_why = clock.now(), by, why.strip()
    _save(kept, "recalled_at", "recalled_by", "recalled_why")
    _end_links(by, kept)
    if standing.last is not None and standing.last.message is not None:
        delivery.withdraw(standing.last.message)
    _note(by, "copy.recalled", kept, kept.circulation.child_id)
    return kept


def printed_copy(*, by: User, copy: Copy) -> bytes:
    """The file of a copy that goes on paper or in person, or went so, to print; each time leaves an entry.

    It is printed first and handed over then: before it has gone it prints where one of the two ways is open to it.
    """
    kept, standing = _held(by, copy)
    if not queries.prints(kept, standing):
        raise WrongState(_("This copy does not go on paper."))
    made = render(by=by, copy=kept)
    if standing.state in NOT_GONE and (made.halt or not made.preview):
        raise WrongState(made.halt or _("Nothing was chosen for this copy yet. Choose first what they are to read."))
    audit.record_apart(
        partnership_id=by.partnership_id,
        by=by,
        action="downloaded:copy.pdf",
        kind=AuditKind.DOWNLOAD,
        subject=kept,
        child_id=kept.circulation.child_id,
        counts={"bytes": len(made.pdf)},
    )
    return made.pdf
