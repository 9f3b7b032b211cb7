"""The safety plan on its template's own form: the toolkit's (P appendix 3), or another area's (C, N, W)."""

from dataclasses import dataclass

from safelight.outputs.content import (
    EMPTY,
    Block,
    Cell,
    Column,
    Document,
    Field,
    FieldTable,
    Heading,
    Line,
    Note,
    Orientation,
    Section,
    SignatureLine,
    Table,
    cell,
)
from safelight.outputs.forms.data import PlanOutcomePrint, PlanPrint, PlanRowPrint, UncoveredPrint
from safelight.outputs.forms.levels import options_for
from safelight.outputs.forms.pages import (
    NOT_RECORDED,
    blank_own_words,
    document,
    fields_block,
    form_of,
    own_words,
    recorded,
)
from safelight.toolkits.plan_schema import ColumnShows, PlanDefinition
from safelight.toolkits.schema import FormBlock, FormField, PlanTemplate, Toolkit

TITLE = "Safety plan"
# How wide a column is for what it shows, so that a word of it fits.
_WIDTHS: dict[ColumnShows, float] = {
    "outcome": 2.4,
    "action": 4.2,
    "who": 2.2,
    "when": 1.8,
    "review_at": 2.0,
    "progress": 3.0,
    "measure": 2.6,
    "rag": 1.2,
}
# A toolkit's form has these columns, in this order.
_OF_A_TOOLKIT: tuple[ColumnShows, ...] = ("outcome", "action", "who", "when", "review_at", "progress")
# What is said of a row and has no column on this template stands under the action, so that paper loses nothing.
_BESIDE: tuple[tuple[ColumnShows, str], ...] = (("review_at", "To be reviewed at"), ("progress", "Progress"))
# For templates that print no head and no place to sign: whose plan it is, and who signs, in our words.
_OUR_HEADER = (
    FormField(code="name", label="Name"),
    FormField(code="date_of_birth", label="Date of birth"),
    FormField(code="author", label="Written by"),
    FormField(code="author_role", label="Role"),
    FormField(code="meeting_date", label="Date of meeting"),
    FormField(code="level", label="Level of risk", options=["Low", "Medium", "High", "Exploited"]),
)
_OUR_SIGNATURE = (FormField(code="signed", label="Signed"), FormField(code="signed_on", label="Date"))
_BLANK_ROWS_AN_OUTCOME = 3
_UNCOVERED_HEADING = "Recognised, and without an action"
_ALL_AGENCIES = "What every agency does while this plan runs"
_NOT_SEPARATE = (
    "In this area these are parts of the plan that the child has already: child in need, child protection or looked "
    "after. They are not meant to be one more document."
)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A template's form on paper: its title, head, columns in order, and where it is signed."""

    title: str
    header: FormBlock
    columns: tuple[tuple[ColumnShows, str], ...]
    signature: FormBlock
    plan: PlanTemplate
    all_agencies: tuple[str, ...] = ()
    separate: bool = True


def _paper(template: Toolkit | PlanDefinition) -> _Paper:
    if isinstance(template, Toolkit):
        header, table, signature = form_of(template, "plan").blocks
        columns = tuple(zip(_OF_A_TOOLKIT, table.columns, strict=True))
        return _Paper(template.plan.title, header, columns, signature, template.plan)
    form = template.form
    return _Paper(
        form.title,
        FormBlock(kind="fields", heading=None, fields=list(form.header or _OUR_HEADER)),
        tuple((each.shows, each.heading) for each in form.columns),
        FormBlock(kind="fields", heading=None, fields=list(form.signature or _OUR_SIGNATURE)),
        template.plan,
        tuple(each.label for each in template.all_agencies),
        template.separate_document,
    )


def plan_document(template: Toolkit | PlanDefinition, plan: PlanPrint) -> Document:
    """A plan on its template: the template's own head, columns and outcomes in order, and room to sign (PL-01, PL-02).

    Each row carries its desired outcome, so that a page is understood by itself. What was recognised and has
    no action stands beneath the table (PL-03).
    """
    paper = _paper(template)
    rows = tuple(
        tuple(_row_cell(paper, shows, outcome, row, first=place == 0) for shows, _heading in paper.columns)
        for outcome in plan.outcomes
        for place, row in enumerate(outcome.rows)
    )
    signed = {"signed": cell(plan.signed_by), "signed_on": recorded(plan.signed_on) if plan.signed_on else EMPTY}
    blocks = (
        *own_words(plan.words),
        FieldTable(((Field("How the child and the family took part", recorded(plan.made_with)),),)),
        Heading(paper.title),
        *_not_separate(paper),
        *_header(paper.header, plan),
        _table(paper, rows),
        *_uncovered(plan.uncovered),
        *_every_agency(paper),
        Note(paper.plan.reminder),
        _agreement(plan),
        SignatureLine(tuple(Field(each.label, signed.get(each.code, EMPTY)) for each in paper.signature.fields)),
    )
    return document(TITLE, plan.stamp, (Section(blocks, Orientation.LANDSCAPE),))


def blank_plan_document(template: Toolkit | PlanDefinition, *, demo: bool = False) -> Document:
    """The plan's form to fill in on paper: every desired outcome of the template with empty rows (RA-12)."""
    paper = _paper(template)
    rows = tuple(
        tuple(
            _outcome_cell(outcome.number if paper.plan.numbered else None, outcome.label, strong=place == 0)
            if shows == "outcome"
            else EMPTY
            for shows, _heading in paper.columns
        )
        for outcome in paper.plan.outcomes
        for place in range(_BLANK_ROWS_AN_OUTCOME)
    )
    blocks = (
        *blank_own_words(),
        Heading(paper.title),
        *_not_separate(paper),
        *_header(paper.header, None),
        _table(paper, rows),
        *_every_agency(paper),
        Note(paper.plan.reminder),
        SignatureLine(tuple(Field(each.label) for each in paper.signature.fields)),
    )
    return document(TITLE, None, (Section(blocks, Orientation.LANDSCAPE),), demo=demo)


def _row_cell(paper: _Paper, shows: ColumnShows, outcome: PlanOutcomePrint, row: PlanRowPrint, *, first: bool) -> Cell:
    match shows:
        case "outcome":
            return _outcome_cell(outcome.number if paper.plan.numbered else None, outcome.label, strong=first)
        case "action":
            return recorded(_action_words(paper, row))
        case "who":
            return recorded(row.who)
        case "when":
            return recorded(row.when)
        case "review_at":
            return recorded(row.review_at)
        case "progress":
            return cell(row.progress)
        case "measure":
            return recorded(row.measure)
        case "rag":
            return recorded(row.rag)


def _action_words(paper: _Paper, row: PlanRowPrint) -> str:
    columns = {shows for shows, _heading in paper.columns}
    words = [(row.action_alone or row.action) if "measure" in columns else row.action]
    words += [f"Today's wording: {row.today}"] if row.today else []
    said = {"review_at": row.review_at, "progress": row.progress}
    words += [f"{label}: {said[shows]}" for shows, label in _BESIDE if shows not in columns and said[shows]]
    return "\n".join(words)


def _not_separate(paper: _Paper) -> tuple[Block, ...]:
    return () if paper.separate else (Note(_NOT_SEPARATE),)


def _every_agency(paper: _Paper) -> tuple[Block, ...]:
    """What all agencies do for as long as the plan runs, where the template says so (PL-19)."""
    if not paper.all_agencies:
        return ()
    rows = tuple((cell(label),) for label in paper.all_agencies)
    return (Heading(_ALL_AGENCIES, 3), Table((Column(_ALL_AGENCIES),), rows))


def _header(block: FormBlock, plan: PlanPrint | None) -> tuple[Block, ...]:
    if plan is None:
        return fields_block(block, None, {}, per_row=2)
    values = {
        "author": recorded(plan.author),
        "author_role": recorded(plan.author_role),
        "meeting_date": recorded(plan.meeting_date),
        "meeting_time": recorded(plan.meeting_time),
        "name": recorded(plan.child.name),
        "date_of_birth": recorded(plan.child.date_of_birth),
        "address": recorded(plan.child.address),
    }
    if plan.decided in {None, "none"}:
        values["level"] = cell("No level yet")
    return fields_block(block, values, {"level": options_for(block, plan.decided)}, per_row=2)


def _table(paper: _Paper, rows: tuple[tuple[Cell, ...], ...]) -> Table:
    columns = tuple(Column(heading, _WIDTHS[shows]) for shows, heading in paper.columns)
    return Table(columns, rows, blank_height=11)


def _outcome_cell(number: int | None, label: str, *, strong: bool) -> Cell:
    return Cell((Line(label if number is None else f"{number}. {label}", strong),))


def _uncovered(uncovered: tuple[UncoveredPrint, ...]) -> tuple[Block, ...]:
    if not uncovered:
        return ()
    rows = tuple((cell(each.label), cell(each.why or "Nobody has said why yet")) for each in uncovered)
    return (Heading(_UNCOVERED_HEADING, 3), Table((Column(_UNCOVERED_HEADING), Column("Why")), rows))


def _agreement(plan: PlanPrint) -> FieldTable:
    """Whether the line manager agreed the actions (PL-07)."""
    who = plan.agreed_by or "Not agreed yet"
    when = recorded(plan.agreed_on) if plan.agreed_by else cell(NOT_RECORDED)
    return FieldTable(((Field("Agreed by (line manager)", cell(who)), Field("Agreed on", when)),))
