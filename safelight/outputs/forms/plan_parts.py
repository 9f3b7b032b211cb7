"""Parts of a plan that leave on their own: rows for a plan that the child has already, and a report on how it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
from safelight.outputs.forms.data import ChildPrint, PlanOutcomePrint, Stamp
from safelight.outputs.forms.pages import document, recorded

ROWS_TITLE = "Actions for the child’s existing plan"
REPORT_TITLE = "How the safety plan goes"
_COLUMNS = (
    Column("Desired outcome", 2.4),
    Column("Action", 4.2),
    Column("Who by", 2.2),
    Column("When", 1.8),
    Column("To be reviewed at", 2),
    Column("Progress at review", 2.6),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsPrint:
    """The chosen rows of a plan, and the plan that they go into: ``into`` is its name, ``into_on`` its day."""

    stamp: Stamp
    child: ChildPrint
    into: str
    into_on: date
    number: int
    made_with: str
    outcomes: Sequence[PlanOutcomePrint]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPrint:
    """A report on how a plan goes: what somebody wrote, then what the record has, section by section."""

    stamp: Stamp
    child: ChildPrint
    since: date
    until: date
    written_by: str
    sent_to: str
    progress: str
    new_issues: str
    sections: Sequence[tuple[str, Sequence[str]]]


def rows_document(rows: RowsPrint) -> Document:
    """Only the rows that were chosen, with how the plan was made with the family, to go into another plan (PL-06)."""
    table = Table(
        _COLUMNS,
        tuple(
            (
                cell(outcome.label),
                recorded(row.action),
                recorded(row.who),
                recorded(row.when),
                recorded(row.review_at),
                cell(row.progress),
            )
            for outcome in rows.outcomes
            for row in outcome.rows
        ),
    )
    blocks: tuple[Block, ...] = (
        FieldTable(
            (
                (Field("Name", recorded(rows.child.name)), Field("Date of birth", recorded(rows.child.date_of_birth))),
                (Field("These go into", cell(rows.into)), Field("Of", recorded(rows.into_on))),
                (Field("How the child and the family took part", recorded(rows.made_with)),),
            )
        ),
        Heading(f"From the safety plan, version {rows.number}"),
        table,
        Note("Only actions that somebody chose stand here. The safety plan has the others."),
    )
    return document(ROWS_TITLE, rows.stamp, (Section(blocks, Orientation.LANDSCAPE),))


def report_document(report: ReportPrint) -> Document:
    """How the plan goes and what is new since the last report (PL-10)."""
    blocks: list[Block] = [
        FieldTable(
            (
                (
                    Field("Name", recorded(report.child.name)),
                    Field("Date of birth", recorded(report.child.date_of_birth)),
                ),
                (Field("From", recorded(report.since)), Field("To", recorded(report.until))),
                (Field("Written by", recorded(report.written_by)), Field("Sent to", recorded(report.sent_to))),
            )
        ),
        Heading("How the plan goes"),
        *_paragraphs(report.progress),
        Heading("What is new"),
        *_paragraphs(report.new_issues),
        Heading("What the record has"),
    ]
    for title, lines in report.sections:
        blocks += [Heading(title, 3), *_paragraphs("\n".join(lines) or "None")]
    return document(REPORT_TITLE, report.stamp, (Section(tuple(blocks)),))


def _paragraphs(text: str) -> list[Paragraph]:
    lines = [line for line in text.splitlines() if line.strip()]
    return [Paragraph(line) for line in lines] or [Paragraph("Nothing was written.")]
