"""Which level is in force, folded from the decisions of one child. Pure: no Django.

The decided level is a person's. Until suspicions are ruled out by a later assessment, or the manager agrees, what
is *done* follows the higher of the decided level and the one that the suspicions would give. A decision lower than
suggested, or lower than what stood before, takes effect only when the manager agrees; until then nothing falls.
"""

from collections.abc import Iterable
from dataclasses import dataclass

NONE = "none"
LOW = "low"
MEDIUM = "medium"
HIGH = "high"
EXPLOITED = "exploited"
ORDER = (NONE, LOW, MEDIUM, HIGH, EXPLOITED)

AGREED = "agreed"
DECLINED = "declined"


def higher(*levels: str) -> str:
    """The highest of some levels; ``ValueError`` for a word that is no level."""
    return max(levels, key=ORDER.index)


def below(one: str, other: str) -> bool:
    """Whether ``one`` is lower than ``other``."""
    return ORDER.index(one) < ORDER.index(other)


@dataclass(frozen=True)
class Decided:
    """What one decision says. ``outcome`` is the manager's: agreed, declined or still empty."""

    level: str
    suggested: str
    act_on: str
    needs_agreement: bool = False
    outcome: str = ""


@dataclass(frozen=True)
class InForce:
    """What stands after a decision.

    ``decided`` is the level in effect, ``acting`` the one whose procedures and clocks run. ``standing`` is the level
    below which a decision needs the manager's agreement. ``waiting`` while the newest decision awaits it.
    """

    decided: str = NONE
    acting: str = NONE
    standing: str = NONE
    waiting: bool = False


def needs_agreement(before: InForce, *, level: str, suggested: str, out_of_scope: bool = False) -> bool:
    """Whether a decision of ``level`` takes effect only when the manager agrees.

    Lower than suggested (RA-07), lower than what stood before (PR-14); outside the toolkit's scope whenever
    anything was being done for the child, for an age ends no duty (RT-07).
    """
    if out_of_scope and before.acting != NONE:
        return True
    return below(level, suggested) or below(level, before.standing)


def after(before: InForce, decided: Decided) -> InForce:
    """What stands once ``decided`` is added to what stood ``before``."""
    if decided.outcome == AGREED:
        return InForce(decided.level, decided.level, decided.level)
    if decided.needs_agreement:
        return InForce(
            decided=before.decided,
            acting=higher(before.acting, decided.level, decided.suggested, decided.act_on),
            standing=higher(before.standing, decided.suggested),
            waiting=decided.outcome == "",
        )
    return InForce(decided.level, higher(decided.level, decided.act_on), decided.level)


def fold(decisions: Iterable[Decided]) -> list[InForce]:
    """What stood after each decision, in the order in which they were made."""
    found: list[InForce] = []
    standing = InForce()
    for decided in decisions:
        standing = after(standing, decided)
        found.append(standing)
    return found
