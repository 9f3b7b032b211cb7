"""The minutes of a meeting, one kind of copy of them, as a document."""

from safelight.core.clock import LONDON
from safelight.meetings.minutes import Minutes, Part, RowLine
from safelight.outputs.content import (
    Block,
    Cell,
    Column,
    Document,
    Field,
    FieldTable,
    Heading,
    Line,
    Orientation,
    Paragraph,
    Section,
    Table,
    cell,
)
from safelight.outputs.forms.data import ChildPrint, Stamp
from safelight.outputs.forms.pages import document, recorded, written_date, written_time

TITLE = "Minutes of a meeting"


def minutes_document(minutes: Minutes, stamp: Stamp, child: ChildPrint) -> Document:
    """The minutes: the child's own words first, then who came, the plan row by row, and what the meeting came to."""
    local = minutes.when.astimezone(LONDON)
    blocks: list[Block] = [
        *_parts(minutes.words),
        FieldTable(
            (
                (
                    Field("Meeting", cell(minutes.title)),
                    Field("When", cell(f"{written_date(local)}, {written_time(local)}")),
                ),
                (Field("Where", recorded(minutes.place)), Field("Chair", recorded(minutes.chair))),
                (Field("Name", recorded(child.name)), Field("Date of birth", recorded(child.date_of_birth))),
            )
        ),
        Heading("People"),
    ]
    if minutes.people:
        people = tuple((cell(who), cell(agency or "–"), cell(came)) for who, agency, came in minutes.people)
        blocks.append(Table((Column("Name and role", 3), Column("Agency", 2), Column("Came", 2)), people))
    else:
        blocks.append(Paragraph("Nobody was written down."))
    if minutes.rows:
        blocks += [Heading("The plan, row by row"), _rows(minutes.rows)]
    blocks += _parts(minutes.parts)
    if minutes.corrections.lines:
        blocks += _parts((minutes.corrections,))
    return document(TITLE, stamp, (Section(tuple(blocks), Orientation.PORTRAIT),))


def _parts(parts: tuple[Part, ...]) -> list[Block]:
    blocks: list[Block] = []
    for part in parts:
        blocks.append(Heading(part.heading))
        blocks += [Paragraph(line) for line in part.lines]
    return blocks


def _rows(rows: tuple[RowLine, ...]) -> Table:
    columns = (
        Column("Action", 3),
        Column("How it is going", 2.4),
        Column("What now", 2),
        Column("What people said", 3),
    )
    return Table(
        columns,
        tuple((cell(row.action), cell(row.how or None), cell(row.now or None), _said(row.said)) for row in rows),
    )


def _said(lines: tuple[str, ...]) -> Cell:
    return Cell(tuple(Line(line) for line in lines))
