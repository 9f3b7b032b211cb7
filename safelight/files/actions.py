"""Attaching a file, giving it out, sealing it, and recording what police said."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import PurePath
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access import permissions
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.audit.models import Kind as AuditKind
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.files import checking, queries, storage
from safelight.files.checking import Why
from safelight.files.choices import Kind, Outcome, State
from safelight.files.models import AttachedFile, PoliceWord

MOST_FILES = 200


def attach(*, by: User, child: Child, title: str, kind: str, name: str, data: bytes) -> AttachedFile:
    """Attach one file to the record. Nothing of a file that is refused is kept; ``Invalid`` says why it is.

    ``name`` is what the person's computer called it: kept in the row, never used as a path or an address.
    """
    permissions.check(by, Permission.ATTACH_FILE)
    seen = queries.child_for(by, child.pk)
    if not title.strip():
        raise Invalid({"title": _("Say in a few neutral words what it is")})
    if kind not in Kind.values:
        raise Invalid({"kind": _("Choose what it is")})
    try:
        checked = checking.check(name, data)
    except checking.Refused as error:
        _note(by, seen, f"file.refused:{error.why.name.lower()}", AuditKind.REFUSAL)
        raise Invalid({"file": refusal(error.why)}) from error
    file_id = uuid4()
    storage.write(file_id, checked.body)
    try:
        with transaction.atomic():
            if queries.files_of(seen).count() >= MOST_FILES:
                raise Invalid({"file": _("This record holds as many files as it can. Speak to your manager.")})
            made = AttachedFile.objects.create(
                id=file_id,
                partnership_id=by.partnership_id,
                child=seen,
                title=title.strip(),
                kind=kind,
                original_name=_bare(name),
                extension=checked.extension,
                size=len(checked.body),
                sha256=hashlib.sha256(checked.body).hexdigest(),
                by=by,
                at=clock.now(),
            )
            audit.record(
                partnership_id=by.partnership_id, by=by, action="file.attached", subject=made, child_id=seen.pk
            )
    except BaseException:
        storage.remove(file_id)
        raise
    return made


def _bare(name: str) -> str:
    """The last part of a name, without what no name holds."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(each for each in last if each.isprintable())[:255]


def refusal(why: Why) -> str:
    """The sentence for a file that is not taken: what is wrong and what to do instead."""
    return {
        Why.EMPTY: _("The file is empty. Choose another"),
        Why.TOO_LARGE: _("The file must be smaller than 10 MB, unpacked too. Save it smaller, or in parts"),
        Why.TYPE: _("Choose a PDF, Word (.docx), OpenDocument (.odt), text, JPEG or PNG file. Save others as PDF"),
        Why.MISMATCH: _("The file is not what its name says. Save it again as a PDF, or ask who sent it"),
        Why.MACROS: _("The document holds a program (macros). Save it as a PDF or as a .docx without macros"),
        Why.ARCHIVE: _("Packed files such as .zip are not taken. Unpack it and attach each file"),
        Why.EMBEDDED: _("The document holds a program or another file. Print it to a new PDF and attach that"),
        Why.LOCKED: _("The file is locked with a password. Save it without one: here it is protected"),
        Why.DAMAGED: _("The file is damaged and can’t be checked. Save it again, or ask who sent it"),
        Why.TOO_MANY_POINTS: _("The picture is too large. Save it smaller: 50 million points at most"),
    }[why]


def give_out(*, by: User, child_id: UUID, file_id: UUID) -> tuple[AttachedFile, bytes]:
    """The bytes of a kept file for whoever may download it, with an entry of it each time."""
    found = queries.kept_file_for(by, child_id, file_id)
    body = storage.read(found.pk)
    if body is None or hashlib.sha256(body).hexdigest() != found.sha256:
        raise NotFound("the bytes are not there, or not those that were attached")
    _note(by, found.child, "file.downloaded", AuditKind.DOWNLOAD, found)
    return found, body


@transaction.atomic
def seal(*, by: User, child_id: UUID, file_id: UUID) -> AttachedFile:
    """Somebody thinks that this may be an indecent image of a child: nobody reaches it from now on (CH-16).

    Whoever sees the entry may do it, at once and without being asked again; nobody can undo it.
    """
    entry = queries.file_for(by, child_id, file_id)
    file = AttachedFile.objects.select_for_update().get(pk=entry.pk)
    if file.state != State.KEPT:
        raise WrongState(_("It is sealed already. Nobody can open it."))
    file.state, file.sealed_by, file.sealed_at = State.SEALED, by, clock.now()
    file.save(update_fields=["state", "sealed_by", "sealed_at"])
    audit.record(partnership_id=by.partnership_id, by=by, action="file.sealed", subject=file, child_id=file.child_id)
    transaction.on_commit(lambda: storage.seal(file.pk))
    return file


@transaction.atomic
def record_police(
    *,
    by: User,
    child_id: UUID,
    file_id: UUID,
    outcome: str,
    police_name: str,
    police_reference: str,
    told_at: datetime,
    words: str = "",
) -> PoliceWord:
    """What police said about a sealed file. ``removed`` removes it for good; the entry stays as a stub."""
    entry = queries.sealed_file_for(by, child_id, file_id)
    file = AttachedFile.objects.select_for_update().get(pk=entry.pk)
    if file.state != State.SEALED:
        raise WrongState(_("It has been removed already."))
    missing = {
        "police_name": "" if police_name.strip() else _("Enter the name or number of the officer"),
        "police_reference": "" if police_reference.strip() else _("Enter the reference that police gave"),
        "outcome": "" if outcome in Outcome.values else _("Choose what police said"),
        "told_at": _("Enter a time that has passed") if told_at > clock.now() else "",
    }
    if wrong := {field: sentence for field, sentence in missing.items() if sentence}:
        raise Invalid(wrong)
    word = PoliceWord(
        partnership_id=by.partnership_id,
        file=file,
        outcome=outcome,
        police_name=police_name.strip(),
        police_reference=police_reference.strip(),
        told_at=told_at,
        words=words.strip(),
        by=by,
        at=clock.now(),
    )
    word.save()
    if outcome == Outcome.REMOVED:
        file.state = State.REMOVED
        file.save(update_fields=["state"])
        transaction.on_commit(lambda: storage.remove(file.pk))
    audit.record(
        partnership_id=by.partnership_id,
        by=by,
        action=f"file.police:{outcome}",
        subject=file,
        child_id=file.child_id,
    )
    return word


def forget_files(ids: Iterable[UUID]) -> None:
    """The rows of these files are being removed in this transaction: their bytes go when it is done."""
    gone = list(ids)

    def remove() -> None:
        for file_id in gone:
            storage.remove(file_id)

    transaction.on_commit(remove)


@transaction.atomic
def seal_again(sealed: Iterable[Mapping[str, str]]) -> int:
    """After a restore of an older copy: what was sealed or removed since is so again; how many files (HZ-41).

    The copy's own bytes of them go: what police keep lies in the sealed folder, which no restore touches.
    """
    changed = 0
    copies: list[UUID] = []
    for each in sealed:
        file = AttachedFile.objects.filter(pk=each["id"], state=State.KEPT).first()
        if file is None or not User.objects.filter(pk=each["by"]).exists():
            continue
        file.state, file.sealed_by_id = each["state"], UUID(each["by"])
        file.sealed_at = datetime.fromisoformat(each["at"])
        file.save(update_fields=["state", "sealed_by", "sealed_at"])
        copies.append(file.pk)
        changed += 1

    def drop() -> None:
        for file_id in copies:
            storage.drop_copy(file_id)

    transaction.on_commit(drop)
    return changed


def _note(by: User, child: Child, action: str, kind: str, subject: AttachedFile | None = None) -> None:
    audit.record_apart(
        partnership_id=by.partnership_id, by=by, action=action, kind=kind, subject=subject, child_id=child.pk
    )
