"""The safety plan as the toolkit's own form (P appendix 3)."""

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
from safelight.outputs.forms.data import PlanPrint, UncoveredPrint
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
from safelight.toolkits.schema import FormBlock, Toolkit

TITLE = "Safety plan"
# Wide enough for a word of each column, in the form's order: outcome, action, who, when, review, progress.
_WIDTHS = (2.4, 4.2, 2.2, 1.8, 2.0, 3.0)
_BLANK_ROWS_AN_OUTCOME = 3
_UNCOVERED_HEADING = "Recognised, and without an action"


def plan_document(toolkit: Toolkit, plan: PlanPrint) -> Document:
    """A plan on the toolkit's template: header, outcomes with their actions in order, and room to sign (PL-02).

    Each row carries its desired outcome, so that a page is understood by itself. What was recognised and has
    no action stands beneath the table (PL-03).
    """
    form = form_of(toolkit, "plan")
    header, table, signature = form.blocks
    rows = tuple(
        (
            _outcome_cell(outcome.number, outcome.label, strong=number == 0),
            recorded(row.action),
            recorded(row.who),
            recorded(row.when),
            recorded(row.review_at),
            cell(row.progress),
        )
        for outcome in plan.outcomes
        for number, row in enumerate(outcome.rows)
    )
    blocks = (
        *own_words(plan.words),
        FieldTable(((Field("How the child and the family took part", recorded(plan.made_with)),),)),
        Heading(toolkit.plan.title),
        *_header(header, plan),
        _table(table, rows),
        *_uncovered(plan.uncovered),
        Note(toolkit.plan.reminder),
        _agreement(plan),
        SignatureLine(
            (
                Field(signature.fields[0].label, cell(plan.signed_by)),
                Field(signature.fields[1].label, recorded(plan.signed_on) if plan.signed_on else EMPTY),
            )
        ),
    )
    return document(TITLE, plan.stamp, (Section(blocks, Orientation.LANDSCAPE),))


def blank_plan_document(toolkit: Toolkit, *, demo: bool = False) -> Document:
    """The plan's form to fill in on paper: every desired outcome of the template with empty rows (RA-12)."""
    form = form_of(toolkit, "plan")
    header, table, signature = form.blocks
    rows = tuple(
        (_outcome_cell(outcome.number, outcome.label, strong=number == 0), *[EMPTY] * 5)
        for outcome in toolkit.plan.outcomes
        for number in range(_BLANK_ROWS_AN_OUTCOME)
    )
    blocks = (
        *blank_own_words(),
        Heading(toolkit.plan.title),
        *_header(header, None),
        _table(table, rows),
        Note(toolkit.plan.reminder),
        SignatureLine(tuple(Field(each.label) for each in signature.fields)),
    )
    return document(TITLE, None, (Section(blocks, Orientation.LANDSCAPE),), demo=demo)


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


def _table(block: FormBlock, rows: tuple[tuple[Cell, ...], ...]) -> Table:
    columns = tuple(Column(heading, width) for heading, width in zip(block.columns, _WIDTHS, strict=True))
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
