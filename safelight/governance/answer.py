"""The two papers of a request: the answer that leaves, and the log of what was left out, which stays inside.

What is blacked out is taken out of the words before anything is drawn: the file has nothing beneath a black mark. An
entry that is left out whole leaves no gap and no number. For serious harm and child abuse data the answer does not
even say that, or how often, it was used: that alone could tell somebody what a child said.
"""

from collections import Counter
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.children import queries as children
from safelight.core.clock import london_day
from safelight.governance import queries
from safelight.governance.models import BundleEntry, Reason, Redaction, SubjectAccessRequest
from safelight.governance.redaction import BLOCK
from safelight.governance.states import RequestState
from safelight.outputs import pdf
from safelight.outputs.content import (
    Block,
    Column,
    Document,
    Field,
    FieldTable,
    Heading,
    Note,
    Orientation,
    Paragraph,
    Section,
    Table,
    cell,
)
from safelight.outputs.forms.pages import DEMO, written_date

# Reasons of which the answer says how often they were used. Of the others it says nothing.
SAID = (Reason.THIRD_PARTY, Reason.CONFIDENCE, Reason.PRIVILEGE)


def file_name(request: SubjectAccessRequest, what: str) -> str:
    """A neutral name: ``safelight-answer-SL-7K3Q-93.pdf`` (HZ-18). Until a second person agreed it is a draft's."""
    kind = "draft" if what == "answer" and not is_agreed(request) else what
    return f"safelight-{kind}-{request.reference}.pdf"


def is_agreed(request: SubjectAccessRequest) -> bool:
    """Whether a second person agreed to the answer, so that it may leave."""
    return request.state in (RequestState.AGREED, RequestState.SENT)


def answer_pdf(request: SubjectAccessRequest) -> bytes:
    """The answer as it leaves; always the same bytes for the same decisions."""
    return pdf.render(answer(request))


def log_pdf(request: SubjectAccessRequest, now: datetime) -> bytes:
    """The log, for inside."""
    return pdf.render(log(request, now))


def answer(request: SubjectAccessRequest) -> Document:
    """What the person is given, in plain words: what is held, what is missing and why, what they can do."""
    entries = [entry for entry in queries.entries_of(request) if not entry.withheld]
    blocks: list[Block] = [*_opening(request), *_what_is_missing(request), *_rights()]
    held: list[Block] = [Heading(_("What is held"))]
    for entry in entries:
        held.append(Heading(_heading(entry), 3))
        held.append(Paragraph(queries.redacted(entry)))
    demo, agreed = request.partnership.is_demo, is_agreed(request)
    draft = [] if agreed else [_("DRAFT: not checked, not to be given to anybody")]
    return Document(
        title=_("The information you asked for"),
        sections=(Section(tuple(blocks)), Section(tuple(held))),
        header=" · ".join([*draft, _("Private"), request.reference, *([DEMO] if demo else [])]),
        footer=request.partnership.name,
        watermark="DEMO" if demo else None if agreed else _("DRAFT"),
    )


def _heading(entry: BundleEntry) -> str:
    return f"{written_date(entry.dated)}: {entry.heading}" if entry.dated else entry.heading


def _opening(request: SubjectAccessRequest) -> list[Block]:
    gathered = written_date(london_day(request.gathered_at)) if request.gathered_at else ""
    return [
        Paragraph(
            _(
                "You asked for the information that is held in Safelight. Professionals use Safelight to keep children "
                "and young people safe. This is what was written there on %(day)s, oldest first."
            )
            % {"day": gathered}
        ),
        FieldTable(
            (
                (Field(_("For"), cell(request.requester_name)),),
                (Field(_("About"), cell(children.full_name(request.child))),),
                (Field(_("Your request"), cell(request.reference)),),
                (Field(_("The day we got it"), cell(written_date(request.received_on))),),
            )
        ),
        Note(
            _("This paper is private. Keep it in a safe place. You do not have to show it to anybody."),
        ),
    ]


def _what_is_missing(request: SubjectAccessRequest) -> list[Block]:
    blocks: list[Block] = [
        Heading(_("What is not in here")),
        Paragraph(
            _(
                "Where you see %(block)s, words have been taken out. A person looked at each place, and a second "
                "person checked it."
            )
            % {"block": BLOCK}
            if is_agreed(request)
            else _("Where you see %(block)s, words are to be taken out. Nobody has checked this yet.")
            % {"block": BLOCK}
        ),
    ]
    for reason in SAID:
        if said := _counted(request, reason):
            blocks.append(Paragraph(f"• {said}"))
    blocks.append(
        Paragraph(
            _(
                "The law also lets us leave things out where somebody could come to serious harm, or where giving them "
                "would not be good for a child. We do not say if we did, or where. This sentence is in every answer."
            )
        )
    )
    return blocks


def _counted(request: SubjectAccessRequest, reason: Reason) -> str:
    entries = queries.entries_of(request)
    places = sum(
        place.reason == reason and place.state == Redaction.State.ACCEPTED
        for entry in entries
        if not entry.withheld
        for place in entry.redactions.all()
    )
    whole = sum(entry.withheld == reason for entry in entries)
    if not places + whole:
        return ""
    words = {
        Reason.THIRD_PARTY: _("It is about somebody else"),
        Reason.CONFIDENCE: _("Somebody else told us in confidence"),
        Reason.PRIVILEGE: _("It is advice from a lawyer, or about a court case"),
    }
    count = ngettext("%(n)d time", "%(n)d times", places + whole) % {"n": places + whole}
    return f"{words[reason]}: {count}."


def _rights() -> list[Block]:
    return [
        Heading(_("What you can do")),
        Paragraph(_("If something here is wrong, tell us. We will put it right, or write what you say beside it.")),
        Paragraph(
            _(
                "If you are not happy with this answer, you can ask us to look again. You can also complain to the "
                "Information Commissioner’s Office, ico.org.uk. It is free."
            )
        ),
        Paragraph(_("If reading this is hard, you can ask somebody you trust to read it with you.")),
    ]


def log(request: SubjectAccessRequest, now: datetime) -> Document:
    """What was taken out or left out, by whom and why. It holds the words themselves: it never leaves."""
    entries = queries.entries_of(request)
    rows = [
        (
            cell(str(entry.position)),
            cell(_heading(entry)),
            cell(" ".join(entry.text[place.start : place.end].split())),
            cell(str(place.get_reason_display())),
            cell(place.decided_by.name_and_role if place.decided_by else None),
        )
        for entry in entries
        for place in entry.redactions.all()
        if place.state == Redaction.State.ACCEPTED and not entry.withheld
    ]
    whole = [
        (
            cell(str(entry.position)),
            cell(_heading(entry)),
            cell(entry.withheld_why),
            cell(str(entry.get_withheld_display())),
            cell(entry.withheld_by.name_and_role if entry.withheld_by else None),
        )
        for entry in entries
        if entry.withheld
    ]
    columns = (
        Column(_("Entry"), 0.5),
        Column(_("What"), 1.6),
        Column(_("Words, or why the whole"), 2),
        Column(_("Reason"), 1.4),
        Column(_("Decided by"), 1.2),
    )
    counts = Counter(row[3].lines()[0].text for row in (*whole, *rows))
    blocks: list[Block] = [
        Note(_("This log holds what was kept back. It stays inside and is never given to the person who asked.")),
        FieldTable(
            (
                (Field(_("Request"), cell(request.reference)),),
                (Field(_("Entries gathered"), cell(str(len(entries)))),),
                (Field(_("Prepared by"), cell(request.officer.name_and_role if request.officer else None)),),
                (Field(_("Agreed by"), cell(request.agreed_by.name_and_role if request.agreed_by else _("Not yet"))),),
                *(((Field(reason, cell(str(number))),)) for reason, number in sorted(counts.items())),
            )
        ),
    ]
    for title, listed in ((_("Entries left out whole"), whole), (_("Words taken out"), rows)):
        blocks.append(Heading(title))
        blocks.append(Table(columns, tuple(listed)) if listed else Paragraph(_("None.")))
    return Document(
        title=_("What was kept back, and why"),
        sections=(Section(tuple(blocks), Orientation.LANDSCAPE),),
        header=" · ".join([_("Never to be given out"), request.reference]),
        footer=_("Printed on %(day)s") % {"day": written_date(london_day(now))},
        watermark="DEMO" if request.partnership.is_demo else None,
    )
