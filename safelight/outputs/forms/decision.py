"""The level and what it rests on: how the professional saw it, what was suggested, what was decided, who was asked."""

from safelight.outputs.content import Block, Cell, Column, Field, FieldTable, Heading, Line, Note, Table, cell
from safelight.outputs.forms.data import AgencyPrint, AssessmentPrint, ConcernPrint, LevelPrint
from safelight.outputs.forms.levels import level_in_words, no_level_yet
from safelight.outputs.forms.matrix import not_asked
from safelight.outputs.forms.pages import NOT_RECORDED, recorded, written_date
from safelight.toolkits.schema import Toolkit

_ENOUGH = "Is the present help enough?"
_ASKED = "Agencies asked for what they know"


def decision_blocks(toolkit: Toolkit, assessment: AssessmentPrint) -> tuple[Block, ...]:
    """What our record adds to the toolkit's forms (RA-07, RA-08, RA-11, RA-14, RA-15, RA-19)."""
    kind = [
        (Field("Category", recorded(assessment.category)),),
        (Field("Other forms of exploitation", recorded("\n".join(assessment.other_exploitation))),),
    ]
    tables: list[Block] = []
    # What has no answer at all is one row, rather than a heading with an empty table.
    if assessment.effectiveness:
        tables += [Heading(_ENOUGH, 3), _effectiveness(toolkit, assessment)]
    else:
        kind.append((Field(_ENOUGH, cell("Nobody has judged this yet.")),))
    if assessment.agencies:
        tables += [Heading(_ASKED, 3), _agencies(assessment.agencies)]
    else:
        kind.append((Field(_ASKED, cell("Nobody has been recorded as asked yet.")),))
    return (
        Heading("Level of risk, and what it rests on"),
        *_level(toolkit, assessment),
        Heading("Kind of exploitation, help and agencies", 3),
        FieldTable(tuple(kind)),
        *tables,
    )


def concern_blocks(concerns: tuple[ConcernPrint, ...]) -> tuple[Block, ...]:
    """What was logged before the assessment, in the words of whoever logged it; nothing where nothing was."""
    if not concerns:
        return ()
    rows = tuple(
        (cell(f"{written_date(each.logged_on)}\n{each.by}\n{each.reference}"), cell(each.words)) for each in concerns
    )
    return (Heading("What was logged before", 3), Table((Column("Logged", 3), Column("Concern", 8)), rows))


def _level(toolkit: Toolkit, assessment: AssessmentPrint) -> tuple[Block, ...]:
    level = assessment.level
    unasked = not_asked(toolkit, assessment)
    none_yet = no_level_yet(unasked)
    rows = [
        (Field("The professional's own view, given first", recorded(level_in_words(toolkit, level.own_view))),),
        (Field("Why", recorded(level.own_view_reason)),),
        (Field("Suggested by the toolkit's rules", cell(level_in_words(toolkit, level.suggested) or none_yet)),),
        (
            Field(
                "Act on, until what is suspected is ruled out", cell(level_in_words(toolkit, level.act_on) or none_yet)
            ),
        ),
        (Field("Reasons for the suggestion", _reasons(level)),),
        (Field("Decided", _decided(level_in_words(toolkit, level.decided) or none_yet, level)),),
        (Field("Why", recorded(level.decided_reason)),),
        (Field("Decided by", _decided_by(level)),),
        (Field("Agreed by (manager)", recorded(level.agreed_by)),),
    ]
    if level.harm_now:
        rows.append((Field("Is the child being harmed now?", _answer_and_why(level.harm_now, level.harm_why)),))
    if level.early_help:
        early_help = _answer_and_why(level.early_help, level.early_help_why)
        rows.append((Field("Is an early help assessment (SAF) needed?", early_help),))
    remaining = f"{unasked} of the indicators were not asked about. That is not the same as not present."
    return (FieldTable(tuple(rows)), *([Note(remaining)] if unasked else []))


def _decided(words: str, level: LevelPrint) -> Cell:
    waiting = [Line(level.not_in_effect, strong=True)] if level.not_in_effect else []
    return Cell((Line(words, strong=True), *waiting))


def _answer_and_why(answer: str, why: str | None) -> Cell:
    return Cell((Line(answer, strong=True), *([Line(why)] if why else [])))


def _reasons(level: LevelPrint) -> Cell:
    return Cell(tuple(Line(reason) for reason in level.reasons)) if level.reasons else cell(NOT_RECORDED)


def _decided_by(level: LevelPrint) -> Cell:
    if level.decided_by and level.decided_on:
        return cell(f"{level.decided_by}, {written_date(level.decided_on)}")
    return recorded(level.decided_by)


def _effectiveness(toolkit: Toolkit, assessment: AssessmentPrint) -> Block:
    rows = []
    for question in toolkit.effectiveness:
        given = assessment.effectiveness.get(question.code)
        answer = cell("Not asked yet") if given is None else recorded(given.answer)
        rows.append((cell(question.label), answer, cell(given.why if given else None)))
    return Table((Column("Question", 4), Column("Answer", 2), Column("Why", 5)), tuple(rows))


def _agencies(agencies: tuple[AgencyPrint, ...]) -> Block:
    rows = tuple((cell(each.name), cell(each.outcome), recorded(each.asked_on), cell(each.words)) for each in agencies)
    columns = (Column("Agency", 3), Column("Outcome", 2), Column("Asked on", 2), Column("What it said, or why not", 5))
    return Table(columns, rows)
