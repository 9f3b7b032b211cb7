"""What `safelight toolkit …` does: writes to standard output, faults to standard error, answers the exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from safelight.core.paths import definitions
from safelight.toolkits.files import DefinitionFile, definition_files, find_file, load_file
from safelight.toolkits.guide import LowRiskGuide
from safelight.toolkits.plan_schema import PlanDefinition, Powers
from safelight.toolkits.problems import DefinitionError
from safelight.toolkits.released import ReleasedFileChanged, release, schema_text
from safelight.toolkits.schema import Toolkit

BAD_INPUT = 2


def check(files: Sequence[str]) -> int:
    """One line for each fault, `file:line: path: message`; one line for each file that is good."""
    status = 0
    for name in files:
        try:
            loaded = load_file(Path(name))
        except DefinitionError as error:
            _complain(str(error))
            status = BAD_INPUT
        else:
            _say(f"{name}: ok, {loaded.parsed.kind} {loaded.parsed.id}, sha256 {loaded.sha256}")
    return status


def show(definition_id: str, *, as_json: bool) -> int:
    """One definition, whole as JSON or as a summary for people."""
    folder = definitions()
    path = find_file(folder, definition_id)
    if path is None:
        known = ", ".join(each.stem for each in definition_files(folder)) or "none"
        _complain(f"there is no definition {definition_id!r}; there are: {known}")
        return BAD_INPUT
    try:
        loaded = load_file(path)
    except DefinitionError as error:
        _complain(str(error))
        return BAD_INPUT
    if as_json:
        _say(json.dumps(loaded.content, indent=2, ensure_ascii=False))
    else:
        for line in _summary(loaded):
            _say(line)
    return 0


def schema(kind: str = "toolkit") -> int:
    """The JSON Schema of a toolkit's or a plan template's file."""
    sys.stdout.write(schema_text(kind))
    return 0


def release_all(*, replace: Sequence[str]) -> int:
    """Check every definition file, and write down the hash of each."""
    try:
        released = release(definitions(), replace=frozenset(replace))
    except (DefinitionError, ReleasedFileChanged) as error:
        _complain(str(error))
        return BAD_INPUT
    for name, sha256 in released.items():
        _say(f"{sha256}  {name}")
    return 0


def _summary(loaded: DefinitionFile) -> Iterator[str]:
    match loaded.parsed:
        case LowRiskGuide():
            yield from _guide_summary(loaded.parsed)
        case PlanDefinition():
            yield from _plan_summary(loaded.parsed)
        case Powers():
            yield from _powers_summary(loaded.parsed)
        case Toolkit():
            yield from _toolkit_summary(loaded.parsed)
    yield ""
    yield f"File {loaded.path.name}, sha256 {loaded.sha256}"


def _guide_summary(guide: LowRiskGuide) -> Iterator[str]:
    yield guide.title
    yield guide.note
    for heading, entries in (("Protective factors", guide.protective_factors), ("Risk factors", guide.risk_factors)):
        yield ""
        yield f"{heading} ({len(entries)})"
        yield from (f"  {each.code:5} {each.label}" for each in entries)
    yield ""
    yield f"Questions about push and pull ({len(guide.push_pull)})"
    yield from (f"  {each.code:5} {each.ask}" for each in guide.push_pull)


def _plan_summary(plan: PlanDefinition) -> Iterator[str]:
    yield f"{plan.title}, version {plan.version}, {plan.date or 'without a date'}"
    yield f"{plan.owner}. {'In use today.' if plan.current else 'Not current.'}"
    yield plan.date_note
    for outcome in plan.plan.outcomes:
        yield ""
        yield f"{outcome.number}. {outcome.label} ({len(outcome.actions)})"
        yield from (f"  {each.code:8} {each.label}" for each in outcome.actions)
    yield ""
    yield f"Columns: {' | '.join(each.heading for each in plan.form.columns)}"
    actions = sum(len(each.actions) for each in plan.plan.outcomes)
    yield f"Plan template: {len(plan.plan.outcomes)} outcomes, {actions} actions"
    if plan.disruption is not None:
        options = [option for aim in plan.disruption.aims for option in aim.options]
        cautions = sum(option.kind == "caution" for option in options)
        yield f"Disruption: {len(plan.disruption.aims)} aims, {len(options)} options, {cautions} of them cautions"
    if plan.all_agencies:
        yield f"What every agency does while the plan runs: {len(plan.all_agencies)}"


def _powers_summary(powers: Powers) -> Iterator[str]:
    yield f"{powers.title}, as of {powers.as_of}"
    yield powers.note
    for each in powers.powers:
        who = ", ".join(each.who).replace("_", " ")
        yield f"  {each.title}: {who}. {each.basis}{'' if each.verified else ' (not verified)'}"
    yield f"Actions and options that rest on them: {len(powers.uses)}"


def _toolkit_summary(toolkit: Toolkit) -> Iterator[str]:
    yield f"{toolkit.title}, version {toolkit.version}, {toolkit.date}"
    yield f"{toolkit.owner}. {'In use today.' if toolkit.current else 'Not current.'}"
    yield toolkit.currency_note
    yield ""
    yield f"Vulnerability factors ({len(toolkit.factors)})"
    yield from (f"  {each.code:5} {each.label}" for each in toolkit.factors)
    for level in toolkit.levels:
        listed = [each for each in toolkit.indicators if each.level == level.code]
        if listed:
            yield ""
            yield f"{level.label}: {len(listed)} indicators"
            yield from (f"  {each.code:5} {each.label}" for each in listed)
    options = sum(len(aim.options) for aim in toolkit.disruption.aims)
    actions = sum(len(outcome.actions) for outcome in toolkit.plan.outcomes)
    rows = ", ".join(f"{group.level} {len(group.rows)}" for group in toolkit.summary_form.groups)
    yield ""
    yield f"Summary form rows: {rows}"
    yield f"Procedures: {', '.join(each.code for each in toolkit.procedures)}"
    yield f"Plan template: {len(toolkit.plan.outcomes)} outcomes, {actions} actions"
    yield f"Disruption: {len(toolkit.disruption.aims)} aims, {options} options"
    yield f"Intervention strategies: {len(toolkit.strategies)}"
    yield f"Places where its own wordings differ: {len(toolkit.wordings_differ)}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _complain(text: str) -> None:
    sys.stderr.write(text + "\n")
