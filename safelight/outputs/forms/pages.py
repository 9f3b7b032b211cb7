"""What every printed form has in common: its pages, its words for what is missing, its fields and its file name."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from safelight.outputs.content import (
    EMPTY,
    Block,
    Cell,
    CheckLine,
    Document,
    Field,
    FieldTable,
    Heading,
    Line,
    Note,
    Option,
    Section,
    cell,
)
from safelight.outputs.forms.data import OwnWords, Stamp, StatementPrint
from safelight.toolkits.schema import Form, FormBlock, FormField, Toolkit

NOT_RECORDED = "Not recorded"
CARRIED_FORWARD = "Carried forward from the last assessment, not confirmed"
CONFIDENTIAL = "Confidential. It is about a child's safety: show it only to people who need it to keep this child safe."
CONFIDENTIAL_WHEN_FILLED = (
    "Confidential once it is filled in: show it only to people who need it to keep this child safe."
)
DEMO = "Demo: everyone here is invented"
# A line to write on in a cell that also holds printed words.
_RULE = "_" * 40
_LONDON = ZoneInfo("Europe/London")
_REFERENCE = re.compile(r"SL-[0-9A-Z]{4}-[0-9]{2}")

Kind = Literal["assessment", "summary-form", "analysis", "plan", "tell-young-person", "tell-parent"]


def file_name(kind: Kind, reference: str | None, extension: Literal["pdf", "docx"]) -> str:
    """A file name that names nobody: ``safelight-plan-SL-7K3Q-93.pdf``; a blank form's ends in ``-blank``.

    Raises ValueError for anything but a reference without meaning, so that no name can slip in (HZ-18).
    """
    if reference is None:
        return f"safelight-{kind}-blank.{extension}"
    if not _REFERENCE.fullmatch(reference):
        raise ValueError("a file is named after a reference alone")
    return f"safelight-{kind}-{reference}.{extension}"


def document(title: str, stamp: Stamp | None, sections: tuple[Section, ...], *, demo: bool = False) -> Document:
    """Pages that say what they are, who printed them and when, and that they are confidential.

    Without a stamp it is a blank form. `title` becomes the file's title and names nobody.
    """
    first, *others = sections
    opening: list[Block] = [Note(CONFIDENTIAL_WHEN_FILLED if stamp is None else _about_the_copy(stamp))]
    return Document(
        title=title,
        sections=(Section((*opening, *first.blocks), first.orientation), *others),
        header=" · ".join(_header(title, stamp, demo=demo)),
        footer="Blank form" if stamp is None else _printed(stamp),
        watermark="DEMO" if demo or (stamp is not None and stamp.demo) else None,
    )


def _header(title: str, stamp: Stamp | None, *, demo: bool) -> list[str]:
    if stamp is None:
        return ["Confidential once filled in", title, *([DEMO] if demo else [])]
    parts = ["Confidential", title, stamp.reference]
    if stamp.copy:
        parts.append(f"Copy {stamp.copy}")
    if stamp.state:
        parts.append(stamp.state)
    return [*parts, *([DEMO] if stamp.demo else [])]


def _about_the_copy(stamp: Stamp) -> str:
    lines = [CONFIDENTIAL, f"Reference {stamp.reference}. {_printed(stamp)}."]
    if stamp.copy:
        lines.append(f"Copy {stamp.copy}.")
    if stamp.state:
        lines.append(f"{stamp.state}.")
    if stamp.demo:
        lines.append(f"{DEMO}.")
    return "\n".join(lines)


def _printed(stamp: Stamp) -> str:
    """When and by whom. A role and an agency are said, never a person's name."""
    moment = stamp.printed_at.astimezone(_LONDON)
    return f"Printed {written_date(moment)} at {written_time(moment)} by {stamp.by_role}, {stamp.by_agency}"


def written_date(day: date | datetime) -> str:
    """A date as people write it: 2 November 2026."""
    return f"{day.day} {day:%B %Y}"


def written_time(moment: time | datetime) -> str:
    """A time of day on the 24-hour clock: 15:05."""
    return f"{moment:%H:%M}"


def recorded(value: str | date | time | None) -> Cell:
    """What was recorded, or the words that nothing was."""
    if isinstance(value, time):
        return cell(written_time(value))
    if isinstance(value, date):
        return cell(written_date(value))
    return cell(value.strip() if value and value.strip() else NOT_RECORDED)


def form_of(toolkit: Toolkit, code: str) -> Form:
    """The toolkit's form of this code. Raises LookupError when the toolkit has none."""
    for form in toolkit.forms:
        if form.code == code:
            return form
    raise LookupError(f"toolkit {toolkit.id} has no form {code}")


def own_words(words: OwnWords) -> tuple[Block, ...]:
    """What the child and the family say, which stands before any level (HZ-38)."""
    return (
        Heading("In their own words"),
        FieldTable(
            (
                (Field("What the child says", _said(words.child, words.child_missing_because)),),
                (Field("What parents or carers say", _said(words.parents, words.parents_missing_because)),),
                *((Field(_about(each), cell(each.words)),) for each in words.statements),
            )
        ),
    )


def _about(statement: StatementPrint) -> str:
    return f"{statement.by}, {written_date(statement.on)}, about: {statement.about}"


def _said(words: str | None, missing_because: str | None) -> Cell:
    if words and words.strip():
        return cell(words)
    if missing_because and missing_because.strip():
        return cell(f"{NOT_RECORDED}, because: {missing_because}")
    return cell(NOT_RECORDED)


def blank_own_words() -> tuple[Block, ...]:
    """Room for what the child and the family say."""
    labels = ("What the child says", "What parents or carers say")
    return (Heading("In their own words"), FieldTable(tuple((Field(label),) for label in labels), 22))


def fields_block(
    block: FormBlock,
    values: Mapping[str, Cell] | None,
    chosen: Mapping[str, frozenset[str]],
    *,
    per_row: int = 1,
    heading_level: int = 3,
) -> tuple[Block, ...]:
    """A form's block of fields, with its heading.

    `values` are cells by the field's code, None for a blank form. `chosen` are the options to tick, by the
    field's code. Fields stand `per_row` side by side, in the form's order.
    """
    fields = [Field(each.label, _field_value(each, values, chosen)) for each in block.fields]
    rows = tuple(tuple(fields[start : start + per_row]) for start in range(0, len(fields), per_row))
    heading = () if block.heading is None else (Heading(block.heading, heading_level),)
    return (*heading, FieldTable(rows))


def _field_value(each: FormField, values: Mapping[str, Cell] | None, chosen: Mapping[str, frozenset[str]]) -> Cell:
    parts: list[Cell] = []
    if each.options:
        ticked = chosen.get(each.code, frozenset())
        parts.append(cell(CheckLine(tuple(Option(label, label in ticked) for label in each.options))))
        if values is None and each.instruction:
            parts.append(cell(each.instruction))
    if values is not None and (each.code in values or not (each.options or each.parts)):
        parts.append(_value(each, values))
    for part in each.parts:
        # A part's label and its value are one line of the cell, as they are on the form.
        shown = _RULE if values is None else " ".join(line.text for line in _value(part, values).lines())
        parts.append(Cell((Line(f"{part.label} {shown}"),)))
    return Cell(tuple(piece for part in parts for piece in part.parts)) if parts else EMPTY


def _value(each: FormField, values: Mapping[str, Cell]) -> Cell:
    return values.get(each.code, cell(NOT_RECORDED))
