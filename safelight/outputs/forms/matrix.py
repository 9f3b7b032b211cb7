"""Vulnerability factors, the risk factors matrix, and the summary form filled from it (P steps 2, 3 and 4)."""

from collections import Counter

from safelight.outputs.content import (
    EMPTY,
    Answer,
    AnswerMark,
    Block,
    Cell,
    Column,
    Heading,
    Line,
    Paragraph,
    Table,
    cell,
)
from safelight.outputs.forms.data import AssessmentPrint, IndicatorLevel, IndicatorPrint, OtherIndicatorPrint
from safelight.outputs.forms.levels import summary_answer
from safelight.outputs.forms.pages import CARRIED_FORWARD, form_of
from safelight.toolkits.schema import FormBlock, SummaryGroup, Today, Toolkit

_FACTOR_WIDTHS = (5, 6)
_MATRIX_WIDTHS = (8, 2.6, 12)
_SUMMARY_WIDTHS = (8, 2)
_BLANK_OTHERS = 2
_OTHER = "Other: "
_HELD_FIRST = (Answer.SUSPECTED, Answer.NOT_PRESENT, Answer.NOT_KNOWN, Answer.NOT_ASKED)
_COUNTED = {
    Answer.SUSPECTED: "suspected",
    Answer.NOT_PRESENT: "not present",
    Answer.NOT_KNOWN: "not known",
    Answer.NOT_ASKED: "not asked yet",
}


def factor_blocks(toolkit: Toolkit, assessment: AssessmentPrint | None) -> tuple[Block, ...]:
    """Step 2: every factor by its letter, in the form's order. A recognised one has a tick before its comment."""
    form = form_of(toolkit, "vulnerability-factors")
    (block,) = form.blocks
    rows = []
    for factor in toolkit.factors:
        label = _labelled(f"{factor.code}) {factor.label}", factor.today)
        rows.append((label, EMPTY if assessment is None else _comment(assessment, factor.code)))
    return (Heading(form.title), Table(_columns(block, _FACTOR_WIDTHS), tuple(rows), blank_height=_room(assessment)))


def matrix_blocks(toolkit: Toolkit, assessment: AssessmentPrint | None) -> tuple[Block, ...]:
    """Step 3: a table a level, each with the indicators that were added at it, its total and its summary."""
    form = form_of(toolkit, "risk-factors")
    blocks: list[Block] = [Heading(form.title)]
    for level, block in zip(_levels(toolkit), form.blocks, strict=True):
        if block.heading is not None:
            blocks.append(Heading(block.heading, 3))
        blocks.append(Paragraph(next(each.form_note for each in toolkit.levels if each.code == level)))
        rows = [*_indicator_rows(toolkit, assessment, level), _total_row(toolkit, assessment, level, block)]
        blocks.append(Table(_columns(block, _MATRIX_WIDTHS), tuple(rows), blank_height=_room(assessment)))
    return tuple(blocks)


def summary_blocks(toolkit: Toolkit, assessment: AssessmentPrint | None) -> tuple[Block, ...]:
    """Step 4's tables. Added indicators tick no row and stand beneath their level."""
    _fields, *tables = form_of(toolkit, "summary").blocks
    return tuple(
        Table(_columns(block, _SUMMARY_WIDTHS), _summary_rows(toolkit, group, assessment), blank_height=6)
        for group, block in zip(toolkit.summary_form.groups, tables, strict=True)
    )


def not_asked(toolkit: Toolkit, assessment: AssessmentPrint) -> int:
    """How many indicators, listed and added, nobody has answered yet."""
    return sum(
        answer is Answer.NOT_ASKED for level in _levels(toolkit) for answer in _answers(toolkit, assessment, level)
    )


def _room(assessment: AssessmentPrint | None) -> float:
    """The height of an empty cell in millimetres: room to write on a blank form, a line on a filled one."""
    return 9 if assessment is None else 4


def _levels(toolkit: Toolkit) -> tuple[IndicatorLevel, ...]:
    return tuple(group.level for group in toolkit.summary_form.groups)


def _columns(block: FormBlock, widths: tuple[float, ...]) -> tuple[Column, ...]:
    return tuple(Column(heading, width) for heading, width in zip(block.columns, widths, strict=True))


def _labelled(label: str, today: Today | None) -> Cell:
    """The form's label, and today's wording beneath a dated one."""
    return _with_today(label, [today.text] if today else [])


def _with_today(label: str, today: list[str]) -> Cell:
    return Cell((Line(label), *(Line(f"Today's wording: {words}") for words in today)))


def _comment(assessment: AssessmentPrint, code: str) -> Cell:
    given = assessment.factors.get(code)
    if given is None:
        return cell(Answer.NOT_ASKED)
    mark = Line("✓ Recognised", strong=True) if given.recognised else Line("Not recognised")
    beside = (given.comment, CARRIED_FORWARD if given.carried_forward else None)
    return Cell((mark, *(Line(part) for part in beside if part)))


def _given(assessment: AssessmentPrint, code: str) -> IndicatorPrint:
    return assessment.indicators.get(code, IndicatorPrint())


def _others(assessment: AssessmentPrint, level: IndicatorLevel) -> tuple[OtherIndicatorPrint, ...]:
    return tuple(each for each in assessment.others if each.level == level)


def _indicator_rows(
    toolkit: Toolkit, assessment: AssessmentPrint | None, level: IndicatorLevel
) -> list[tuple[Cell, ...]]:
    listed = [(each, _labelled(each.form_label, each.today)) for each in toolkit.indicators_at(level)]
    if assessment is None:
        rows: list[tuple[Cell, ...]] = [(label, EMPTY, EMPTY) for _, label in listed]
        return rows + [(cell(_OTHER), EMPTY, EMPTY)] * _BLANK_OTHERS
    rows = [(label, *_answered(_given(assessment, each.code))) for each, label in listed]
    return rows + [(cell(_OTHER + each.label), *_answered(each.given)) for each in _others(assessment, level)]


def _answered(given: IndicatorPrint) -> tuple[Cell, Cell]:
    parts = [
        given.evidence,
        given.source and f"From: {given.source}",
        given.when and f"When: {given.when}",
        CARRIED_FORWARD if given.carried_forward else None,
    ]
    return Cell((AnswerMark(given.answer),)), Cell(tuple(Line(part) for part in parts if part))


def _answers(toolkit: Toolkit, assessment: AssessmentPrint, level: IndicatorLevel) -> list[Answer]:
    listed = [_given(assessment, each.code).answer for each in toolkit.indicators_at(level)]
    return listed + [each.given.answer for each in _others(assessment, level)]


def _total_row(
    toolkit: Toolkit, assessment: AssessmentPrint | None, level: IndicatorLevel, block: FormBlock
) -> tuple[Cell, ...]:
    """The form's total counts what is present; what else was answered stands beneath it, so that none is hidden."""
    total, summary = block.totals
    if assessment is None:
        return cell(total, strong=True), EMPTY, cell(summary, strong=True)
    counts = Counter(_answers(toolkit, assessment, level))
    beside = [Line(f"{counts[each]} {_COUNTED[each]}") for each in _HELD_FIRST if counts[each]]
    number = Cell((Line(f"{counts[Answer.PRESENT]} present", strong=True), *beside))
    written = assessment.summaries.get(level)
    return cell(total, strong=True), number, Cell((Line(summary, strong=True), *([Line(written)] if written else [])))


def _summary_rows(
    toolkit: Toolkit, group: SummaryGroup, assessment: AssessmentPrint | None
) -> tuple[tuple[Cell, ...], ...]:
    labelled = [(row, _with_today(row.label, toolkit.today_of(row))) for row in group.rows]
    if assessment is None:
        return tuple((label, EMPTY) for _row, label in labelled)
    answers = {code: given.answer for code, given in assessment.indicators.items()}
    rows = [(label, cell(summary_answer(row, answers, assessment.others))) for row, label in labelled]
    rows += [(cell(_OTHER + each.label), cell(each.given.answer)) for each in _others(assessment, group.level)]
    return tuple(rows)
