"""What the engine answers: a suggested level with everything that a professional needs to judge it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Citation:
    """A source's letter and its section."""

    source: str
    section: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence or two for a practitioner, with where it comes from (empty when it is ours)."""

    step: str
    text: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ReassessDates:
    """When to look again: the aim, from and by, and the day after which it is overdue. None: nothing to reassess."""

    aim_from: date | None = None
    aim_by: date | None = None
    no_later_than: date | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The suggested level and why.

    `band` is the level before floors and `rule` the number of the rule that gave it (None outside the scope).
    `counts` are the scores. `act_on` is the level to act on while suspicions stand, `ceiling` the highest that the
    unanswered could make it, `pivots` the codes of which one alone would raise it. `ladder` holds pairs whose lesser
    form is held and whose graver one was not answered. `summary_form` are the rows ticked, `procedures` what follows.
    """

    level: str
    band: str
    rule: int | None
    counts: dict[str, int]
    act_on: str
    ceiling: str
    notes: tuple[str, ...]
    pivots: tuple[str, ...]
    ladder: tuple[tuple[str, str], ...]
    summary_form: tuple[str, ...]
    procedures: tuple[str, ...]
    reassess: ReassessDates
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        """The result as the command writes it, keys in their order, dates as YYYY-MM-DD."""
        dates = {name: getattr(self.reassess, name) for name in ("aim_from", "aim_by", "no_later_than")}
        return {
            "level": self.level,
            "band": self.band,
            "rule": self.rule,
            "counts": self.counts,
            "act_on": self.act_on,
            "ceiling": self.ceiling,
            "notes": list(self.notes),
            "pivots": list(self.pivots),
            "ladder": [list(pair) for pair in self.ladder],
            "summary_form": list(self.summary_form),
            "procedures": list(self.procedures),
            "reassess": {name: day.isoformat() if day else None for name, day in dates.items()},
            "reasons": [reason_as_json(reason) for reason in self.reasons],
        }


def reason_as_json(reason: Reason) -> dict[str, Any]:
    """A reason as the command writes it."""
    cites = [{"source": cite.source, "section": cite.section} for cite in reason.cites]
    return {"step": reason.step, "text": reason.text, "cites": cites}
