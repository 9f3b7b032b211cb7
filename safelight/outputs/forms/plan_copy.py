"""A family's copy of the plan: the actions that were chosen for them, in plain columns, and nothing else."""

from safelight.outputs.content import Column, Document, Heading, Orientation, Paragraph, Section, Table, cell
from safelight.outputs.forms.data import PlanOutcomePrint, Stamp
from safelight.outputs.forms.pages import document, recorded

TITLE = "Plan"
_COLUMNS = (
    Column("What will happen", 4.2),
    Column("Who", 2.2),
    Column("By when", 2.0),
    Column("How it is going", 3.0),
)
_NOTHING = "Nothing was chosen for this copy yet. Ask your worker."


def plan_copy_document(outcomes: tuple[PlanOutcomePrint, ...], stamp: Stamp) -> Document:
    """Each desired outcome with its actions. No level, address or words of anybody stand here: nobody chose them."""
    blocks: list[Heading | Paragraph | Table] = [Heading(TITLE)]
    for outcome in outcomes:
        label = outcome.label if outcome.number is None else f"{outcome.number}. {outcome.label}"
        rows = tuple(
            (cell(row.action or ""), recorded(row.who), recorded(row.when), cell(row.progress or ""))
            for row in outcome.rows
        )
        blocks += [Heading(label, 3), Table(_COLUMNS, rows)]
    if not outcomes:
        blocks.append(Paragraph(_NOTHING))
    return document(TITLE, stamp, (Section(tuple(blocks), Orientation.PORTRAIT),))
