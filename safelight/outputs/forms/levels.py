"""Levels and the summary form's rows, as the printed forms show them."""

from collections.abc import Mapping

from safelight.outputs.content import Answer
from safelight.outputs.forms.data import Level, OtherIndicatorPrint
from safelight.toolkits.schema import FormBlock, SummaryRow, Toolkit

# From what rules a condition out to what fulfils it.
_CERTAINTY = (Answer.NOT_PRESENT, Answer.NOT_ASKED, Answer.NOT_KNOWN, Answer.SUSPECTED, Answer.PRESENT)


def options_for(block: FormBlock, level: Level | None) -> frozenset[str]:
    """The form's own words for a level, among the options of the block's field "level"."""
    if level is None:
        return frozenset()
    options = (option for each in block.fields if each.code == "level" for option in each.options)
    return frozenset(option for option in options if option.lower().startswith(level))


def level_in_words(toolkit: Toolkit, level: str | None) -> str | None:
    """A level's label, as in "High Risk"; other words stay as they are; None when there is none yet."""
    if level in {None, "none"}:
        return None
    return next((each.label for each in toolkit.levels if each.code == level), level)


def no_level_yet(not_asked: int) -> str:
    """What is printed where there is no level. It never reads as "no risk" (HZ-04)."""
    return f"No level yet: {not_asked} not asked"


def summary_answer(row: SummaryRow, answers: Mapping[str, Answer], others: tuple[OtherIndicatorPrint, ...]) -> Answer:
    """What the summary form's row says, from the matrix: present ticks it (RA-05).

    `answers` are those of the listed indicators by code; a missing one was not asked. A row that needs
    another indicator is only as certain as the surest other one, of any level, added ones among them.
    """
    own = max((answers.get(code, Answer.NOT_ASKED) for code in row.ticked_by), key=_CERTAINTY.index)
    if not row.with_another:
        return own
    beside = [answer for code, answer in answers.items() if code not in row.ticked_by]
    beside += [each.given.answer for each in others]
    another = max(beside, key=_CERTAINTY.index, default=Answer.NOT_ASKED)
    return min(own, another, key=_CERTAINTY.index)
