"""A toolkit's rating rules joined with its own codes, ready to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from .definition import Condition, RatingDefinition, State

if TYPE_CHECKING:
    from safelight.toolkits.schema import Toolkit


class RulesError(ValueError):
    """The rating block doesn't fit the toolkit that it stands in."""


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A row of the printed summary form: ticked when any of `ticked_by` is present, `with_another` beside another."""

    code: str
    ticked_by: tuple[str, ...]
    with_another: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """A time after a day."""

    weeks: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class Reassessment:
    """When to look again: the aim, and for each level the limit. A level without one needs no reassessment."""

    aim_from_weeks: int
    aim_by_weeks: int
    no_later_than: Mapping[str, Interval]


class Rules:
    """Rating rules with the codes that they are about.

    `indicators` maps each listed indicator's code to its group, in the toolkit's order, which is also the order of
    the bits in a mask; `factors` are the codes of vulnerability factors. Nothing changes after it is made.
    """

    def __init__(
        self,
        toolkit: str,
        indicators: Mapping[str, str],
        factors: Sequence[str],
        rating: RatingDefinition,
        summary_form: Sequence[SummaryRow],
        reassessment: Reassessment,
    ) -> None:
        """Raises RulesError when the rating names a code that the toolkit doesn't have."""
        faults = rating.faults_against(indicators, factors)
        faults += [
            f"row {row.code}: unknown indicator {code}"
            for row in summary_form
            for code in row.ticked_by
            if code not in indicators
        ]
        if faults:
            raise RulesError("; ".join(faults))
        self.toolkit = toolkit
        self.indicators = dict(indicators)
        self.factors = tuple(factors)
        self.rating = rating
        self.summary_form = tuple(summary_form)
        self.reassessment = reassessment
        self.bits = {code: 1 << place for place, code in enumerate(self.indicators)}
        self.all_mask = (1 << len(self.bits)) - 1
        self.group_masks = {
            group: self.mask_of(code for code, its in self.indicators.items() if its == group)
            for group in rating.groups
        }
        self.words: dict[str, tuple[str, ...]] = {
            state: tuple(word for word, its in rating.answers.items() if its == state) for state in get_args(State)
        }

    def mask_of(self, codes: Iterable[str]) -> int:
        """The mask in which these indicators' bits are set."""
        return sum(self.bits[code] for code in set(codes))

    def codes_in(self, mask: int) -> list[str]:
        """The listed indicators whose bits are set, in the toolkit's order."""
        return [code for code, bit in self.bits.items() if mask & bit]

    def rank(self, level: str) -> int:
        """A level's place, 0 being no level."""
        return self.rating.levels.index(level)

    def row_conditions(self) -> list[Condition]:
        """For each row of the summary form the condition under which it is ticked."""
        conditions = []
        for row in self.summary_form:
            if row.with_another:
                each = [
                    Condition(all=[Condition(any_present=[code]), Condition(another_present_than=code)])
                    for code in row.ticked_by
                ]
                conditions.append(Condition(any=each))
            else:
                conditions.append(Condition(any_present=list(row.ticked_by)))
        return conditions


def rules_from_mapping(toolkit: Mapping[str, Any]) -> Rules:
    """Rules out of a toolkit file as it is read: id, indicators, factors, summary_form, reassessment and rating.

    Raises pydantic's ValidationError or RulesError when the rating block is wrong, KeyError when a part is missing.
    """
    again = toolkit["reassessment"]
    limits = {
        level: Interval(limit.get("weeks") or 0, limit.get("months") or 0)
        for limit in again["no_later_than"]
        for level in limit["levels"]
    }
    return Rules(
        toolkit=str(toolkit["id"]),
        indicators={item["code"]: item["level"] for item in toolkit["indicators"]},
        factors=[item["code"] for item in toolkit["factors"]],
        rating=RatingDefinition.model_validate(toolkit["rating"]),
        summary_form=[
            SummaryRow(row["code"], tuple(row["ticked_by"]), row.get("with_another", False))
            for group in toolkit["summary_form"]["groups"]
            for row in group["rows"]
        ],
        reassessment=Reassessment(again["aim_from_weeks"], again["aim_by_weeks"], limits),
    )


def rules_of(toolkit: Toolkit) -> Rules:
    """The rules of a toolkit that has been read and checked."""
    parts = {"id", "indicators", "factors", "summary_form", "reassessment"}
    return rules_from_mapping({**toolkit.model_dump(include=parts), "rating": toolkit.rating})
