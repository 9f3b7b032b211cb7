"""What the `rating:` block of a toolkit file may say.

The block is data: answers and the points they carry, rules of which the first match counts, floors, notes with
their conditions and the procedures that follow. The set of conditions is small and closed; see `Condition`. The rows
of the summary form and the times to reassess stand elsewhere in the toolkit file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

State = Literal["present", "suspected", "absent", "unknown"]
"""What an answer says about an indicator. "Held" means present or suspected."""

Tri = bool | Literal["unknown"]

ANY_GROUP = "any"
"""In `held_in`: all groups together."""


class Strict(BaseModel):
    """A part of a definition: unknown keys and wrong types are errors, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Cite = Annotated[str, StringConstraints(pattern=r"^[A-Z] \S(.*\S)?$")]
"""Where a statement comes from: a source's letter, a space, its section, such as `P step 4`."""


class Condition(Strict):
    """One condition: exactly one operator, with `at_least` or `equals` beside `score` and `held_in` only.

    Codes are indicator codes of the toolkit. "Another" indicator is any other one, those that a professional
    added among them. A comparison with an unknown age is never true.
    """

    all: list[Condition] | None = None
    any: list[Condition] | None = None
    not_: Condition | None = Field(default=None, alias="not")
    always: Literal[True] | None = None
    score: str | None = None
    held_in: str | None = None
    at_least: int | None = None
    equals: int | None = None
    any_held: list[str] | None = None
    all_held: list[str] | None = None
    any_present: list[str] | None = None
    another_held_than: str | None = None
    another_present_than: str | None = None
    age_below: int | None = None
    age_at_least: int | None = None
    age_unknown: Literal[True] | None = None
    learning_disability: Tri | None = None
    open_to_social_care: Tri | None = None
    extended_scope_reason: bool | None = None
    any_factor: list[str] | None = None
    rule_is: int | None = None
    band_is: str | None = None
    act_on_at_least: str | None = None
    act_on_above_level: Literal[True] | None = None
    ladder_found: Literal[True] | None = None
    note_given: str | None = None

    @model_validator(mode="after")
    def _one_operator(self) -> Self:
        operators = self.model_fields_set - {"at_least", "equals"}
        if len(operators) != 1:
            raise ValueError(f"a condition has exactly one operator, here: {', '.join(sorted(operators)) or 'none'}")
        if getattr(self, self.operator) is None:
            raise ValueError(f"{self.operator} needs a value")
        compares = [name for name in ("at_least", "equals") if getattr(self, name) is not None]
        wanted = 1 if self.operator in ("score", "held_in") else 0
        if len(compares) != wanted:
            raise ValueError(
                f"{self.operator} needs one of at_least and equals"
                if wanted
                else "at_least and equals go with score or held_in"
            )
        return self

    @property
    def operator(self) -> str:
        """The name of the operator that this condition uses."""
        return next(iter(self.model_fields_set - {"at_least", "equals"}))

    @property
    def parts(self) -> list[Condition]:
        """The conditions directly inside this one."""
        inner = list(self.all or ()) + list(self.any or ())
        return [*inner, self.not_] if self.not_ is not None else inner

    def walk(self) -> Iterator[Condition]:
        """This condition and every one inside it."""
        yield self
        for part in self.parts:
            yield from part.walk()


LEVEL_OPERATORS = frozenset(
    {"all", "any", "not_", "always", "score", "age_below", "age_at_least", "age_unknown", "learning_disability",
     "open_to_social_care", "extended_scope_reason"}
)  # fmt: skip
"""What rules and floors may ask: sums and facts about the child, never a single indicator.

So one more indicator of a group has the same effect whichever it is, which the list of open questions relies on.
"""


class Points(Strict):
    """What one group of indicators, or each recognised vulnerability factor, adds to a score."""

    group: str | None = None
    points: dict[str, int] = Field(default_factory=dict)
    each_factor: int | None = None

    @model_validator(mode="after")
    def _group_or_factors(self) -> Self:
        if (self.group is None) == (self.each_factor is None) or (self.group is None and self.points):
            raise ValueError("give either group with points, or each_factor")
        return self


class Rule(Strict):
    """A row of the decision table; the first whose condition holds gives the level before floors."""

    number: int = Field(ge=1)
    when: Condition
    level: str
    text: str = Field(min_length=1)
    cites: list[Cite]


class Floor(Strict):
    """A level that may not stand for this child: the suggestion becomes a higher one, and a person's decision of
    `refuses` is refused with `refusal` whenever any indicator is held."""

    code: str
    when: Condition
    refuses: str
    becomes: str
    text: str = Field(min_length=1)
    refusal: str = Field(min_length=1)
    cites: list[Cite]


class Reading(Strict):
    """Another way to read the same answers: each answer on the left counts as the one on the right."""

    read: dict[str, str]
    age_if_unknown: int | None = Field(default=None, ge=0, le=120)
    learning_disability_if_unknown: bool | None = None


class Note(Strict):
    """Something the professional is told beside the suggestion."""

    code: str
    when: Condition
    text: str = Field(min_length=1)
    cites: list[Cite]


class Scope(Strict):
    """When a child is outside the toolkit: nothing is rated, and only `note` and `other_notes` can be given."""

    outside_when: Condition
    note: str
    other_notes: list[str]


class Procedure(Strict):
    """A procedure that follows when its condition holds."""

    code: str
    when: Condition


class RatingDefinition(Strict):
    """A toolkit's rating rules. Levels rise in the order given, the first being "no level"."""

    groups: list[str] = Field(min_length=1)
    levels: list[str] = Field(min_length=2)
    answers: dict[str, State]
    unanswered: str
    scores: dict[str, list[Points]]
    rules: list[Rule] = Field(min_length=1)
    floors: list[Floor]
    act_on: Reading
    ceiling: Reading
    pivots: Reading
    ladder: list[list[str]]
    scope: Scope
    notes: list[Note]
    procedures: list[Procedure]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = list(self._own_faults())
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _own_faults(self) -> Iterator[str]:
        for name, listed in (
            ("groups", self.groups),
            ("levels", self.levels),
            ("rules", [str(rule.number) for rule in self.rules]),
            ("floors", [floor.code for floor in self.floors]),
            ("notes", [note.code for note in self.notes]),
            ("procedures", [procedure.code for procedure in self.procedures]),
        ):
            yield from (f"{name}: {item} is given twice" for item in listed if listed.count(item) > 1)
        if ANY_GROUP in self.groups:
            yield f"groups: {ANY_GROUP} is a reserved word"
        if self.answers.get(self.unanswered) != "unknown":
            yield "unanswered: must be an answer whose state is unknown"
        if self.rules[-1].when.always is None:
            yield "rules: the last rule must hold always, so that every child gets an answer"
        for score, parts in self.scores.items():
            for part in parts:
                if part.group is not None and part.group not in self.groups:
                    yield f"scores.{score}: unknown group {part.group}"
                yield from (
                    f"scores.{score}: unknown answer {word}" for word in part.points if word not in self.answers
                )
                if part.points.get(self.unanswered):
                    yield f"scores.{score}: {self.unanswered} carries no points"
        for name in ("act_on", "ceiling", "pivots"):
            for words in getattr(self, name).read.items():
                yield from (f"{name}: unknown answer {word}" for word in words if word not in self.answers)
        for rule in self.rules:
            if rule.level not in self.levels:
                yield f"rule {rule.number}: unknown level {rule.level}"
        for floor in self.floors:
            if not {floor.refuses, floor.becomes} <= set(self.levels):
                yield f"floor {floor.code}: unknown level"
            elif self.levels.index(floor.becomes) <= self.levels.index(floor.refuses):
                yield f"floor {floor.code}: must raise the level"
        known_notes = {note.code for note in self.notes}
        for code in [self.scope.note, *self.scope.other_notes]:
            if code not in known_notes:
                yield f"scope: unknown note {code}"
        for pair in self.ladder:
            if len(pair) != 2:
                yield "ladder: each entry is a pair, the lesser form and the graver"
        for where, condition in self.conditions():
            yield from self._condition_faults(where, condition, known_notes)

    def _condition_faults(self, where: str, condition: Condition, known_notes: set[str]) -> Iterator[str]:
        for part in condition.walk():
            if where.startswith(("rule ", "floor ", "scope")) and part.operator not in LEVEL_OPERATORS:
                yield f"{where}: {part.operator} can't be used here"
            if part.score is not None and part.score not in self.scores:
                yield f"{where}: unknown score {part.score}"
            if part.held_in is not None and part.held_in not in [*self.groups, ANY_GROUP]:
                yield f"{where}: unknown group {part.held_in}"
            for level in (part.band_is, part.act_on_at_least):
                if level is not None and level not in self.levels:
                    yield f"{where}: unknown level {level}"
            if part.rule_is is not None and part.rule_is not in [rule.number for rule in self.rules]:
                yield f"{where}: unknown rule {part.rule_is}"
            if part.note_given is not None:
                if part.note_given not in known_notes:
                    yield f"{where}: unknown note {part.note_given}"
                if where.startswith("note "):
                    yield f"{where}: a note can't ask for a note"

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Every outermost condition with a few words that say where it stands."""
        yield from ((f"rule {rule.number}", rule.when) for rule in self.rules)
        yield from ((f"floor {floor.code}", floor.when) for floor in self.floors)
        yield ("scope", self.scope.outside_when)
        yield from ((f"note {note.code}", note.when) for note in self.notes)
        yield from ((f"procedure {procedure.code}", procedure.when) for procedure in self.procedures)

    def faults_against(self, indicators: Mapping[str, str], factors: Sequence[str]) -> list[str]:
        """What this block says that the rest of its toolkit doesn't know.

        `indicators` maps each indicator's code to its group; `factors` are the codes of vulnerability factors.
        Empty when all is well.
        """
        faults = [
            f"indicator {code}: unknown group {group}" for code, group in indicators.items() if group not in self.groups
        ]
        for pair in self.ladder:
            faults += [f"ladder: unknown indicator {code}" for code in pair if code not in indicators]
        for where, outer in self.conditions():
            for part in outer.walk():
                single = [part.another_held_than, part.another_present_than]
                codes = [*(part.any_held or ()), *(part.all_held or ()), *(part.any_present or ())]
                codes += [code for code in single if code is not None]
                faults += [f"{where}: unknown indicator {code}" for code in codes if code not in indicators]
                faults += [f"{where}: unknown factor {code}" for code in part.any_factor or () if code not in factors]
        return faults
