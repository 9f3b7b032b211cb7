"""Changing the rows of a draft: adding, editing, taking out, and saying why there is none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.core import clock
from safelight.core.conflicts import FieldConflict, merge
from safelight.core.errors import Invalid
from safelight.plans import queries
from safelight.plans.actions.common import record, to_write
from safelight.plans.actions.drafting import STEP, add_covers, add_from_template
from safelight.plans.models import Action, ActionEdit, CopyFor, Gap, Plan
from safelight.toolkits.schema import DisruptionOption

_LONGEST = 300
_SHORT = ("who", "when_text", "review_at", "handled_by")


@dataclass(frozen=True)
class Edited:
    """A row after an edit, and the fields in which somebody else had saved something else first."""

    action: Action
    conflicts: tuple[FieldConflict, ...] = ()


@transaction.atomic
def add_action(*, by: User, plan: Plan, outcome: int, values: Mapping[str, Any], now: datetime) -> Action:
    """Add an action of our own to an outcome. ``values`` as ``queries.values_of``; all but ``text`` may be left out."""
    held = to_write(by, plan)
    if outcome not in queries.offers(held.definition).outcomes:
        raise Invalid({"outcome": _("Choose the outcome that it is for.")})
    row = Action(
        partnership_id=held.partnership_id,
        plan=held,
        outcome=outcome,
        position=_last_place(held, outcome) + STEP,
        text="",
        added_by=by,
        added_at=now,
    )
    _write(row, _checked(held, row, {**queries.values_of(row), **values}, now))
    row.save()
    record(by, "plan.action-added", row, held, now)
    return row


@transaction.atomic
def choose(
    *, by: User, plan: Plan, outcome: int | None, codes: Sequence[str], now: datetime, covers: Sequence[str] = ()
) -> list[Action]:
    """Add actions, disruption options and strategies that the toolkit offers. Cautions can't be chosen.

    A template's action goes to its own outcome, everything else to ``outcome``, which only they can do without. What
    stands in the plan already is not added twice: it answers more. Each answers ``covers`` and what the toolkit's
    data names it for.
    """
    held = to_write(by, plan)
    offers = queries.offers(held.definition)
    options = queries.options_of(held)
    known = {each.code for each in queries.recognised(held)}
    if not codes or not all(_may_be_chosen(offers, options, code) for code in codes) or not known.issuperset(covers):
        raise Invalid({"codes": _("Choose what to add.")})
    if outcome not in offers.outcomes and not all(code in offers.actions for code in codes):
        raise Invalid({"outcome": _("Choose the outcome that it is for.")})
    there = {row.source_code: row for row in queries.actions_of(held)}
    added = []
    for code in dict.fromkeys(codes):
        answers = [*covers, *sorted((offers.covered_by(code) & known) - set(covers))]
        if code in there:
            add_covers(there[code], answers)
        elif code in offers.actions:
            added.append(add_from_template(by, held, code, answers, now))
        elif outcome is not None:
            text = options[code].label if code in options else offers.strategies[code].label
            added.append(_add_from_toolbox(by, held, outcome, code, text, answers, now))
    record(by, "plan.actions-chosen", held, held, now, counts={"added": len(added)})
    return added


def _may_be_chosen(offers: queries.Offers, options: Mapping[str, DisruptionOption], code: str) -> bool:
    if code in options:
        return options[code].kind == "action"
    return code in offers.actions or code in offers.strategies


def _add_from_toolbox(
    by: User, plan: Plan, outcome: int, code: str, text: str, covers: Sequence[str], now: datetime
) -> Action:
    row = Action(
        partnership_id=plan.partnership_id,
        plan=plan,
        outcome=outcome,
        position=_last_place(plan, outcome) + STEP,
        source_code=code,
        text=text,
        covers=list(covers),
        added_by=by,
        added_at=now,
    )
    row.save()
    return row


def _last_place(plan: Plan, outcome: int) -> int:
    return Action.objects.filter(plan=plan, outcome=outcome).aggregate(last=Max("position"))["last"] or 0


@transaction.atomic
def edit_action(*, by: User, action: Action, values: Mapping[str, Any], version: int, now: datetime) -> Edited:
    """Save a row that was opened at ``version``. What is overwritten stays readable (BE-08).

    Where somebody else saved meanwhile, fields that only one of the two changed are both taken; a field that both
    changed keeps theirs, mine is put aside, and the conflict is returned for a person to choose.
    """
    held = to_write(by, action.plan)
    row = Action.objects.select_for_update().get(pk=action.pk, plan=held)
    if row.removed_at is not None:
        raise Invalid(_("Somebody has taken this action out of the plan. What you typed is still on this page."))
    now_there = queries.values_of(row)
    mine = _checked(held, row, {**now_there, **values}, now)
    conflicts: tuple[FieldConflict, ...] = ()
    if version < row.version:
        merged = merge(before=queries.values_at(row, version), theirs=now_there, mine=mine)
        mine, conflicts = merged.values, merged.conflicts
    changed = [name for name, value in mine.items() if value != now_there[name]]
    if changed:
        _write(row, mine)
        row.save_over(row.version, *changed)
        _keep(row, ActionEdit.Kind.REPLACED, {name: now_there[name] for name in changed}, by, now)
        record(by, "plan.action-edited", row, held, now, counts={"fields": len(changed)})
    if conflicts:
        _keep(row, ActionEdit.Kind.PUT_ASIDE, {each.field: each.mine for each in conflicts}, by, now)
        record(by, "plan.action-conflict", row, held, now, counts={"fields": len(conflicts)})
    return Edited(row, conflicts)


def _keep(row: Action, kind: str, values: Mapping[str, Any], by: User, now: datetime) -> None:
    for name, value in values.items():
        ActionEdit(
            partnership_id=row.partnership_id,
            action=row,
            kind=kind,
            field=name,
            value=value,
            version=row.version,
            by=by,
            at=now,
        ).save()


@transaction.atomic
def take_out(*, by: User, action: Action, why: str, now: datetime) -> Action:
    """Take a row out of the draft, with a reason. It stays readable, and the version in force still has it."""
    held = to_write(by, action.plan)
    if not why.strip():
        raise Invalid({"why": _("Say why it is taken out.")})
    row = Action.objects.select_for_update().get(pk=action.pk, plan=held)
    if row.removed_at is None:
        row.removed_at = now
        row.removed_by = by
        row.removed_why = why.strip()
        row.save_over(row.version, "removed_at", "removed_by", "removed_why")
        record(by, "plan.action-taken-out", row, held, now)
    return row


@transaction.atomic
def say_why_not(*, by: User, plan: Plan, code: str, why: str, now: datetime) -> Gap:
    """Say why something recognised has no action for now (PL-03). The manager reads it; earlier reasons are kept."""
    held = to_write(by, plan)
    if code not in {each.code for each in queries.recognised(held)}:
        raise Invalid({"why": _("This was not recognised in the assessment.")})
    if not why.strip():
        raise Invalid({"why": _("Say why there is no action for it.")})
    gap = Gap(partnership_id=held.partnership_id, plan=held, code=code, why=why.strip(), by=by, at=now)
    gap.save()
    record(by, "plan.gap-explained", gap, held, now)
    return gap


def _checked(plan: Plan, row: Action, values: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The values, cleaned; ``Invalid`` by field. Hints are not errors: only what can't be kept is refused."""
    found = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    errors: dict[str, str] = {}
    if not found["text"]:
        errors["text"] = _("Write what will be done.")
    for name in _SHORT:
        if len(found[name]) > _LONGEST:
            errors[name] = _("Use %(longest)s characters or fewer.") % {"longest": _LONGEST}
    if found["owner_id"] and found["owner_id"] != str(row.owner_id):
        people = queries.people_who_work_with(plan.child, clock.london_day(now))
        owner = next((person for pk, person in people.items() if str(pk) == found["owner_id"]), None)
        if owner is None:
            errors["owner_id"] = _("Choose somebody who works with the child.")
        elif not found["who"]:
            found["who"] = owner.name_and_role
    errors |= _checked_copies(found)
    # Codes that the row had before stay: they may come from an earlier assessment.
    answerable = {each.code for each in queries.recognised(plan)} | set(row.covers)
    if not answerable.issuperset(found["covers"]):
        errors["covers"] = _("Choose from what was recognised.")
    if errors:
        raise Invalid(errors)
    return found


def _checked_copies(found: dict[str, Any]) -> dict[str, str]:
    errors: dict[str, str] = {}
    found["kept_from"] = {copy: why.strip() for copy, why in found["kept_from"].items() if why.strip()}
    chosen: Collection[str] = found["copies_for"]
    if not set(CopyFor.values).issuperset(chosen):
        errors["copies_for"] = _("Choose whose copy it stands on.")
    for copy in found["kept_from"]:
        if copy not in (CopyFor.CHILD, CopyFor.PARENTS):
            errors["copies_for"] = _("Choose whose copy it stands on.")
        elif copy in chosen:
            errors["copies_for"] = _(
                "It can’t both stand on a copy and be kept from it. Untick one, or empty the reason."
            )
    return errors


def _write(row: Action, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name == "owner_id":
            row.owner_id = UUID(value) if value else None
        elif name == "due_on":
            row.due_on = date.fromisoformat(value) if value else None
        elif name == "window_from":
            row.window_from = datetime.fromisoformat(value) if value else None
        else:
            setattr(row, name, value)
