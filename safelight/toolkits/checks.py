"""What joins the parts of a toolkit: codes are unique, in order, and everything that is named exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from safelight.toolkits.problems import Where
from safelight.toolkits.schema import DisruptionAim, PlanOutcome, Toolkit

Fault = tuple[Where, str]
"""Where, and what is wrong."""

_NAMED_IN_RATING = {
    "rule": ("rules", "number"),
    "floor": ("floors", "code"),
    "note": ("notes", "code"),
    "procedure": ("procedures", "code"),
}


def faults(toolkit: Toolkit) -> Iterator[Fault]:
    """Everything in a toolkit that does not hold together, in the file's order as far as may be."""
    yield from _scope(toolkit)
    yield from _unique(toolkit)
    yield from _order(toolkit)
    yield from _summary_form(toolkit)
    yield from _wordings(toolkit)
    yield from _procedures(toolkit)
    yield from _reassessment(toolkit)
    yield from _plan(toolkit)
    yield from _links(toolkit)
    yield from _cites(toolkit)
    yield from _rating(toolkit)


def _scope(toolkit: Toolkit) -> Iterator[Fault]:
    if toolkit.scope.extended_under_age < toolkit.scope.usual_under_age:
        yield ("scope", "extended_under_age"), "is below usual_under_age"


def _repeats(path: Where, key: str, values: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, value in enumerate(values):
        if value in seen:
            yield (*path, place, key), f"{value} stands twice"
        seen.add(value)


def _unique(toolkit: Toolkit) -> Iterator[Fault]:
    yield from _repeats(("levels",), "code", (each.code for each in toolkit.levels))
    yield from _repeats(("procedures",), "code", (each.code for each in toolkit.procedures))
    yield from _repeats(("forms",), "code", (each.code for each in toolkit.forms))
    yield from _repeats(("categories",), "code", (each.code for each in toolkit.categories))
    yield from _repeats(("other_exploitation",), "code", (each.code for each in toolkit.other_exploitation))
    yield from _repeats(("contacts",), "code", (each.code for each in toolkit.contacts))
    yield from _repeats(("glossary",), "term", (each.term.casefold() for each in toolkit.glossary))


def _expect(path: Where, found: Sequence[str], wanted: Iterable[str]) -> Iterator[Fault]:
    for place, (code, expected) in enumerate(zip(found, wanted, strict=True)):
        if code != expected:
            yield (*path, place, "code"), f"is {code}; in its place the order asks for {expected}"


def _order(toolkit: Toolkit) -> Iterator[Fault]:
    letters = [chr(ord("a") + place) for place in range(26)]
    factors = [each.code for each in toolkit.factors]
    yield from _expect(("factors",), factors, letters[: len(factors)])
    wanted: list[str] = []
    counts = {"low": 0, "medium": 0, "high": 0}
    for indicator in toolkit.indicators:
        counts[indicator.level] += 1
        wanted.append(f"{indicator.level[0].upper()}{counts[indicator.level]}")
    yield from _expect(("indicators",), [each.code for each in toolkit.indicators], wanted)
    yield from _numbered(("wordings_differ",), "W", [each.code for each in toolkit.wordings_differ])
    yield from _numbered(("effectiveness",), "E", [each.code for each in toolkit.effectiveness])
    strategies = [each.code for each in toolkit.strategies]
    yield from _expect(("strategies",), strategies, (f"PS.{letter}" for letter in letters[: len(strategies)]))
    ranks = ["low", "medium", "high"]
    levels = [each.level for each in toolkit.indicators]
    if levels != sorted(levels, key=ranks.index):
        yield ("indicators",), "stand out of order: all low ones first, then medium, then high"
    codes = [each.code for each in toolkit.procedures]
    for place, (before, after) in enumerate(pairwise(codes), 1):
        if after < before:
            yield ("procedures", place, "code"), f"{after} stands after {before}"
    yield from _tree(("plan", "outcomes"), "actions", "P3", toolkit.plan.outcomes)
    yield from _tree(("disruption", "aims"), "options", "PD", toolkit.disruption.aims)


def _numbered(path: Where, prefix: str, codes: Sequence[str]) -> Iterator[Fault]:
    yield from _expect(path, codes, (f"{prefix}{number}" for number in range(1, len(codes) + 1)))


def _tree(path: Where, inner: str, prefix: str, groups: Sequence[PlanOutcome | DisruptionAim]) -> Iterator[Fault]:
    yield from _numbered(path, f"{prefix}.", [each.code for each in groups])
    for place, group in enumerate(groups):
        if group.number != place + 1:
            yield (*path, place, "number"), f"is {group.number}; in its place the order asks for {place + 1}"
        within = group.actions if isinstance(group, PlanOutcome) else group.options
        yield from _numbered((*path, place, inner), f"{prefix}.{place + 1}.", [each.code for each in within])


def _unknown(path: Where, codes: Sequence[str], known: Iterable[str], what: str) -> Iterator[Fault]:
    allowed = set(known)
    for place, code in enumerate(codes):
        if code not in allowed:
            yield (*path, place), f"{code} is no {what} of this toolkit"
        elif code in codes[:place]:
            yield (*path, place), f"{code} stands twice"


def _summary_form(toolkit: Toolkit) -> Iterator[Fault]:
    indicators = {each.code: each.level for each in toolkit.indicators}
    ticking: set[str] = set()
    headings = {column for form in toolkit.forms for block in form.blocks for column in block.columns}
    for place, group in enumerate(toolkit.summary_form.groups):
        here: Where = ("summary_form", "groups", place)
        if group.heading not in headings:
            yield (*here, "heading"), "is no column heading of the forms"
        codes = [row.code for row in group.rows]
        yield from _numbered((*here, "rows"), f"S4-{group.level[0].upper()}", codes)
        for number, row in enumerate(group.rows):
            path: Where = (*here, "rows", number, "ticked_by")
            yield from _unknown(path, row.ticked_by, indicators, "indicator")
            for code in row.ticked_by:
                if indicators.get(code, group.level) != group.level:
                    yield path, f"{code} is of another level than this part of the form"
            ticking.update(row.ticked_by)
    for place, indicator in enumerate(toolkit.indicators):
        if indicator.code not in ticking:
            yield ("indicators", place, "code"), f"{indicator.code} ticks no row of the summary form"


def _wordings(toolkit: Toolkit) -> Iterator[Fault]:
    indicators = [each.code for each in toolkit.indicators]
    for place, entry in enumerate(toolkit.wordings_differ):
        yield from _unknown(("wordings_differ", place, "indicators"), entry.indicators, indicators, "indicator")


def _procedures(toolkit: Toolkit) -> Iterator[Fault]:
    for place, procedure in enumerate(toolkit.procedures):
        if (procedure.due.when == "within") != (procedure.due.days is not None):
            yield ("procedures", place, "due"), "days goes with `when: within`, and only with it"
        if procedure.never_set_aside and not procedure.must:
            yield ("procedures", place, "must"), "must be true where never_set_aside is"


def _reassessment(toolkit: Toolkit) -> Iterator[Fault]:
    if toolkit.reassessment.aim_by_weeks < toolkit.reassessment.aim_from_weeks:
        yield ("reassessment", "aim_by_weeks"), "is below aim_from_weeks"
    seen: list[str] = []
    for place, limit in enumerate(toolkit.reassessment.no_later_than):
        here: Where = ("reassessment", "no_later_than", place)
        if (limit.weeks is None) == (limit.months is None):
            yield here, "give either weeks or months"
        for code in limit.levels:
            if code in seen:
                yield (*here, "levels"), f"{code} has a limit already"
            seen.append(code)
    for level in toolkit.levels:
        if level.code not in seen:
            yield ("reassessment", "no_later_than"), f"gives no limit for {level.code}"


def _plan(toolkit: Toolkit) -> Iterator[Fault]:
    for place, outcome in enumerate(toolkit.plan.outcomes):
        for number, action in enumerate(outcome.actions):
            if (action.review_at == "As above") != (action.review_means is not None):
                path: Where = ("plan", "outcomes", place, "actions", number, "review_at")
                yield path, "review_means goes with `As above`, and only with it"


def _links(toolkit: Toolkit) -> Iterator[Fault]:
    actions = [each.code for outcome in toolkit.plan.outcomes for each in outcome.actions]
    options = [each.code for aim in toolkit.disruption.aims for each in aim.options]
    strategies = [each.code for each in toolkit.strategies]
    aims = [each.code for each in toolkit.disruption.aims]
    for place, strategy in enumerate(toolkit.strategies):
        yield from _unknown(("strategies", place, "actions"), strategy.actions, actions, "plan action")
        yield from _unknown(("strategies", place, "aims"), strategy.aims, aims, "disruption aim")
    wanted = [each.code for each in toolkit.factors] + [each.code for each in toolkit.indicators]
    found = [each.code for each in toolkit.covers]
    yield from _unknown_covers(found, wanted)
    for place, cover in enumerate(toolkit.covers):
        here: Where = ("covers", place)
        yield from _unknown((*here, "actions"), cover.actions, actions, "plan action")
        yield from _unknown((*here, "options"), cover.options, options, "disruption option")
        yield from _unknown((*here, "strategies"), cover.strategies, strategies, "intervention strategy")
        given = bool(cover.actions or cover.options or cover.strategies)
        if given == cover.none_in_source:
            yield here, f"{cover.code}: give codes, or `none_in_source: true`, not both"


def _unknown_covers(found: Sequence[str], wanted: Sequence[str]) -> Iterator[Fault]:
    for place, code in enumerate(found):
        if code not in wanted:
            yield ("covers", place, "code"), f"{code} is no factor or indicator of this toolkit"
        elif code in found[:place]:
            yield ("covers", place, "code"), f"{code} stands twice"
    for code in wanted:
        if code not in found:
            yield ("covers",), f"says nothing about {code}"


def _cites(toolkit: Toolkit) -> Iterator[Fault]:
    letter = toolkit.source.letter

    def walk(value: object, path: Where) -> Iterator[Fault]:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in {"cites", "one_cites", "another_cites"}:
                    for place, cite in enumerate(inner):
                        if not cite.startswith(f"{letter} "):
                            yield (*path, key, place), f"{cite} does not begin with the source's letter {letter}"
                else:
                    yield from walk(inner, (*path, key))
        elif isinstance(value, list):
            for place, inner in enumerate(value):
                yield from walk(inner, (*path, place))

    yield from walk(toolkit.model_dump(exclude_unset=True), ())


def _rating(toolkit: Toolkit) -> Iterator[Fault]:
    rating = toolkit.rating
    indicators = {each.code: each.level for each in toolkit.indicators}
    for fault in rating.faults_against(indicators, [each.code for each in toolkit.factors]):
        yield place_in_rating(fault, rating.model_dump()), fault
    notes = [each.code for each in rating.notes]
    for place, entry in enumerate(toolkit.wordings_differ):
        yield from _unknown(("wordings_differ", place, "notes"), entry.notes, notes, "note")
    procedures = [each.code for each in toolkit.procedures]
    for place, procedure in enumerate(rating.procedures):
        if procedure.code not in procedures:
            yield ("rating", "procedures", place, "code"), f"{procedure.code} is no procedure of this toolkit"
    computed = [each.code for each in toolkit.levels if each.computed]
    if rating.levels[1:] != computed:
        yield ("rating", "levels"), f"must be the computed levels, after the word for no level: {', '.join(computed)}"


def place_in_rating(fault: str, rating: Mapping[str, Any]) -> Where:
    """Where in the rating part a fault that begins with its place stands, as in `note N-X: …` or `scores.low: …`."""
    where = fault.partition(":")[0]
    word, _, code = where.partition(" ")
    if word not in _NAMED_IN_RATING:
        return ("rating", *where.split("."))
    name, key = _NAMED_IN_RATING[word]
    for place, entry in enumerate(rating.get(name) or []):
        if isinstance(entry, Mapping) and str(entry.get(key)) == code:
            return ("rating", name, place)
    return ("rating", name)
