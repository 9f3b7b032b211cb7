"""What joins the parts of a plan template: codes in order, columns, owners as the cells print them, what it covers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from safelight.toolkits.plan_schema import HEADER_CODES, SIGNATURE_CODES, PlanDefinition, Powers
from safelight.toolkits.problems import Where
from safelight.toolkits.schema import FormField, PlanAction, PlanOutcome, Toolkit

Fault = tuple[Where, str]
"""Where, and what is wrong."""


def plan_faults(plan: PlanDefinition) -> Iterator[Fault]:
    """Everything in a plan template that does not hold together."""
    yield from _form(plan)
    prefix = plan.plan.outcomes[0].code.partition(".")[0]
    for place, outcome in enumerate(plan.plan.outcomes):
        here: Where = ("plan", "outcomes", place)
        yield from _in_order(here, outcome.code, outcome.number, prefix, place + 1)
        for number, action in enumerate(outcome.actions):
            yield from _code((*here, "actions", number, "code"), action.code, f"{outcome.code}.{number + 1}")
            if (action.review_at == "As above") != (action.review_means is not None):
                yield (*here, "actions", number, "review_at"), "review_means goes with `As above`, and only with it"
        yield from _printed(here, outcome)
    yield from _disruption(plan, prefix)
    yield from _commitments(plan)
    yield from _covers(plan)
    yield from _cites(plan)


def cover_faults(plan: PlanDefinition, kit: Toolkit) -> Iterator[Fault]:
    """What a template's `covers` says of factors and indicators that the toolkit does not have, or leaves out."""
    wanted = [each.code for each in kit.factors] + [each.code for each in kit.indicators]
    for place, cover in enumerate(plan.covers):
        if cover.code not in wanted:
            yield ("covers", place, "code"), f"{cover.code} is no factor or indicator of {kit.id}"
    found = {cover.code for cover in plan.covers}
    for code in wanted:
        if plan.covers and code not in found:
            yield ("covers",), f"says nothing about {code}"


def powers_faults(powers: Powers) -> Iterator[Fault]:
    """Powers that stand twice, and uses of a power that is not listed."""
    known = [each.code for each in powers.powers]
    yield from _repeats(("powers",), "code", known)
    yield from _repeats(("uses",), "code", [f"{each.definition} {each.code}" for each in powers.uses])
    for place, use in enumerate(powers.uses):
        for number, code in enumerate(use.powers):
            if code not in known:
                yield ("uses", place, "powers", number), f"{code} is no power of this list"


def _form(plan: PlanDefinition) -> Iterator[Fault]:
    shows = [each.shows for each in plan.form.columns]
    yield from _repeats(("form", "columns"), "shows", shows)
    for needed in ("outcome", "action"):
        if needed not in shows:
            yield ("form", "columns"), f"no column shows the {needed}"
    yield from _fields(("form", "header"), plan.form.header, HEADER_CODES)
    yield from _fields(("form", "signature"), plan.form.signature, SIGNATURE_CODES)


def _fields(path: Where, fields: Sequence[FormField], known: frozenset[str]) -> Iterator[Fault]:
    yield from _repeats(path, "code", [each.code for each in fields])
    for place, each in enumerate(fields):
        if each.code not in known:
            yield (*path, place, "code"), f"is {each.code}; it can be {', '.join(sorted(known))}"


def _in_order(path: Where, code: str, number: int, prefix: str, wanted: int) -> Iterator[Fault]:
    yield from _code((*path, "code"), code, f"{prefix}.{wanted}")
    if number != wanted:
        yield (*path, "number"), f"is {number}; in its place the order asks for {wanted}"


def _code(path: Where, found: str, wanted: str) -> Iterator[Fault]:
    if found != wanted:
        yield path, f"is {found}; in its place the order asks for {wanted}"


def _printed(path: Where, outcome: PlanOutcome) -> Iterator[Fault]:
    """The owners and times of an outcome's actions are those of its printed cells, in their order."""
    if outcome.printed is None:
        return
    for column, lines in (
        ("who", outcome.printed.who),
        ("when", outcome.printed.when),
        ("review_at", outcome.printed.review_at),
    ):
        said = [_said(action, column) for action in outcome.actions]
        here: Where = (*path, "printed", column)
        if column in outcome.printed.paired_by_us:
            if not _in_turn([line for line in said if line is not None], lines):
                yield here, f"the actions' `{column}` are not lines of this cell in their order"
        elif [line for line in said if line is not None] != lines or (lines and None in said):
            yield here, f"has not the actions' `{column}` in their order; name it in paired_by_us if you matched them"


def _said(action: PlanAction, column: str) -> str | None:
    return {"who": action.who, "when": action.when, "review_at": action.review_at}[column]


def _in_turn(said: Iterable[str], lines: Iterable[str]) -> bool:
    rest = iter(lines)
    return all(any(line == each for line in rest) for each in said)


def _disruption(plan: PlanDefinition, prefix: str) -> Iterator[Fault]:
    if plan.disruption is None:
        return
    first = plan.disruption.aims[0].code.partition(".")[0] if plan.disruption.aims else ""
    if first == prefix:
        yield ("disruption", "aims", 0, "code"), f"begins with {prefix} as the plan's own codes do"
    for place, aim in enumerate(plan.disruption.aims):
        here: Where = ("disruption", "aims", place)
        yield from _in_order(here, aim.code, aim.number, first, place + 1)
        for number, option in enumerate(aim.options):
            yield from _code((*here, "options", number, "code"), option.code, f"{aim.code}.{number + 1}")


def _commitments(plan: PlanDefinition) -> Iterator[Fault]:
    yield from _repeats(("all_agencies",), "code", [each.code for each in plan.all_agencies])


def _covers(plan: PlanDefinition) -> Iterator[Fault]:
    if bool(plan.covers) != (plan.covers_toolkit is not None):
        yield ("covers_toolkit",), "goes with `covers`, and only with it"
    actions = {each.code for outcome in plan.plan.outcomes for each in outcome.actions}
    options = {option.code for aim in plan.disruption.aims for option in aim.options} if plan.disruption else set()
    yield from _repeats(("covers",), "code", [each.code for each in plan.covers])
    for place, cover in enumerate(plan.covers):
        here: Where = ("covers", place)
        yield from _known((*here, "actions"), cover.actions, actions, "plan action")
        yield from _known((*here, "options"), cover.options, options, "disruption option")
        yield from _known((*here, "strategies"), cover.strategies, set(), "intervention strategy")
        if bool(cover.actions or cover.options) == cover.none_in_source:
            yield here, f"{cover.code}: give codes, or `none_in_source: true`, not both"


def _known(path: Where, codes: Sequence[str], known: set[str], what: str) -> Iterator[Fault]:
    for place, code in enumerate(codes):
        if code not in known:
            yield (*path, place), f"{code} is no {what} of this template"
        elif code in codes[:place]:
            yield (*path, place), f"{code} stands twice"


def _cites(plan: PlanDefinition) -> Iterator[Fault]:
    letter = plan.source.letter

    def walk(value: object, path: Where) -> Iterator[Fault]:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key == "cites":
                    for place, cite in enumerate(inner):
                        if not cite.startswith(f"{letter} "):
                            yield (*path, key, place), f"{cite} does not begin with the source's letter {letter}"
                else:
                    yield from walk(inner, (*path, key))
        elif isinstance(value, list):
            for place, inner in enumerate(value):
                yield from walk(inner, (*path, place))

    yield from walk(plan.model_dump(exclude_unset=True), ())


def _repeats(path: Where, key: str, values: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, value in enumerate(values):
        if value in seen:
            yield (*path, place, key), f"{value} stands twice"
        seen.add(value)
