"""Minutes as files, one kind of copy or the whole, and as a paper that is circulated."""

from dataclasses import replace
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from safelight.access.models import User
from safelight.access.permissions import check
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.audit.models import Kind as AuditKind
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.meetings import queries as meetings
from safelight.meetings.minutes import Minutes, Part, RowLine
from safelight.meetings.presenters import minutes_of
from safelight.outputs import documents, pdf, template_actions, word
from safelight.outputs.content import Document
from safelight.outputs.downloads import Download
from safelight.outputs.forms.data import ChildPrint
from safelight.outputs.forms.minutes import minutes_document
from safelight.sharing.copies import CopyKind
from safelight.sharing.papers import Block, Paper, Rendered, copy_number, line_choices

RECORD = "record"
_LANGUAGE = "en-gb"
_RENDERERS = {
    "pdf": ("application/pdf", pdf.render),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word.render),
}


def download(*, by: User, child_id: UUID, meeting_id: UUID, copy: str, extension: str) -> Download:
    """The minutes of a closed meeting as a file: for the record, or one kind of copy. `NotFound` for what is not."""
    check(by, Permission.PRINT)
    case = meetings.case_for(by, child_id, meeting_id)
    assert case.child is not None  # it was found by the child
    children.check_full_sight(by, case.child)
    if case.closed_at is None or extension not in _RENDERERS or copy not in (RECORD, *CopyKind):
        raise NotFound("minutes")
    with translation.override(_LANGUAGE):
        found = minutes_of(case, None if copy == RECORD else CopyKind(copy))
        made = _document(by, case.child, found, "")
    content_type, render = _RENDERERS[extension]
    own = extension == "docx"
    body = template_actions.rendered(by.partnership, "minutes", made, clock.today()) if own else render(made)
    audit.record_apart(
        partnership_id=by.partnership_id,
        by=by,
        action=f"downloaded:minutes-{copy}.{extension}",
        kind=AuditKind.DOWNLOAD,
        subject=case,
        child_id=child_id,
        counts={"bytes": len(body)},
    )
    return Download(f"safelight-minutes-{case.meeting.reference}.{extension}", content_type, body)


def _document(by: User, child: Child, found: Minutes, copy: str) -> Document:
    stamp = replace(documents.stamp_for(by, child, clock.now()), copy=copy or None)
    return minutes_document(found, stamp, ChildPrint(name=children.full_name(child), date_of_birth=child.date_of_birth))


def _render(user: User, child: Child, subject_id: UUID, version_id: UUID | None, copy_kind: CopyKind) -> Rendered:
    """One kind of copy of a closed meeting's minutes; ``subject_id`` is the child's part of the meeting."""
    case = next((each for each in meetings.of_child(child) if each.pk == subject_id), None)
    if case is None or case.closed_at is None or not children.sees_in_full(user, child):
        raise NotFound("minutes")
    with translation.override(_LANGUAGE):
        found = minutes_of(case, copy_kind, line_choices())
        body = pdf.render(_document(user, child, found, copy_number()))
        return Rendered(pdf=body, left_out=list(found.left_out), preview=_preview(found))


def _preview(found: Minutes) -> list[Block]:
    blocks = [_part(part) for part in found.words]
    blocks.append(Block("People", tuple(f"{who}: {came}" for who, _agency, came in found.people)))
    blocks += [_row(row) for row in found.rows]
    blocks += [_part(part) for part in found.parts]
    if found.corrections.lines:
        blocks.append(_part(found.corrections))
    return blocks


def _part(part: Part) -> Block:
    return Block(part.heading, part.lines, keys=part.keys)


def _row(row: RowLine) -> Block:
    lines = [(row.how, row.review_key), (row.now, ""), *zip(row.said, row.said_keys, strict=True)]
    shown = [(words, key) for words, key in lines if words]
    return Block(row.action, tuple(words for words, _key in shown), row.key, tuple(key for _words, key in shown))


PAPER = Paper(kind="minutes", title=_("Minutes of a meeting"), render=_render, of_its_own=True)
