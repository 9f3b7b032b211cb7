"""The rows of a plan, what they cover, and what was said of them over time."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from safelight.access.models import User
from safelight.assessments import queries as assessments
from safelight.children.models import Child
from safelight.core.errors import NotFound
from safelight.plans import hints
from safelight.plans.coverage import Coverage, Recognised, code_of_own_words, coverage
from safelight.plans.models import Action, ActionEdit, ActionNote, Gap, Plan
from safelight.plans.queries.plans import get
from safelight.plans.states import ActionState
from safelight.ratings import queries as ratings
from safelight.ratings.models import Decision

ENDED = (ActionState.DONE, ActionState.NOT_DONE)


def action_for(user: User, child_id: UUID | str, action_id: UUID | str) -> Action:
    """An action of the open plan of a child that ``user`` sees, if it still stands in it; else ``NotFound``."""
    plan = get(user, child_id)
    found = actions_of(plan).filter(pk=action_id).first()
    if found is None:
        raise NotFound("action")
    found.plan = plan
    return found


def actions_of(plan: Plan) -> QuerySet[Action]:
    """The rows of the newest version, in order; those taken out are left out."""
    rows = Action.objects.filter(plan=plan, removed_at__isnull=True)
    return rows.select_related("owner").order_by("outcome", "position", "added_at")


def taken_out(plan: Plan) -> list[Action]:
    """The rows that were taken out, with who did and why, the latest first."""
    return list(
        Action.objects.filter(plan=plan, removed_at__isnull=False).select_related("removed_by").order_by("-removed_at")
    )


def newest_decision(child: Child) -> Decision | None:
    """The newest decision about a child that counts: what a plan is drafted from."""
    return ratings.level_in_force(child).decision


def recognised(plan: Plan) -> tuple[Recognised, ...]:
    """What the plan has to answer: each factor recognised and each indicator held or carried, in the toolkit's order.

    Factors first. What a person wrote in their own words has a code made from the words.
    """
    if plan.decision is None:
        return ()
    decided = plan.decision
    found = []
    for factor in assessments.recognised_factors(decided.assessment):
        code = code_of_own_words("factor", factor.comment) if factor.free_text else factor.code
        found.append(Recognised(code, factor.label, "factor", "recognised", factor.comment))
    carried = {each["code"] for each in decided.result.get("carried", [])}
    for line in assessments.indicators(decided.assessment):
        if line.held or line.code in carried:
            code = code_of_own_words(line.level, line.label) if line.is_other else line.code
            found.append(
                Recognised(code, line.label, line.level, line.answer if line.held else "suspected", line.evidence)
            )
    return tuple(found)


def gaps(plan: Plan) -> dict[str, Gap]:
    """By code, the latest reason why there is no action."""
    return {gap.code: gap for gap in Gap.objects.filter(plan=plan).select_related("by").order_by("at")}


def coverage_of(plan: Plan, rows: Iterable[Action] | None = None) -> Coverage:
    """What the plan's rows cover. An action that was given up covers nothing."""
    counted = actions_of(plan) if rows is None else rows
    return coverage(
        recognised(plan),
        [row.covers for row in counted if row.state != ActionState.NOT_DONE],
        frozenset(gaps(plan)),
    )


def uncovered(plan: Plan) -> tuple[Recognised, ...]:
    """What was recognised and has neither an action nor a reason."""
    return coverage_of(plan).uncovered


def hints_for(action: Action) -> list[hints.Hint]:
    """What an action still lacks to be SMART (PL-04)."""
    return hints.hints(
        text=action.text,
        who=action.who,
        when=action.when_text,
        due_on=action.due_on,
        measure=action.measure,
        owned=action.owner_id is not None,
        window=action.window_hours is not None,
    )


def values_of(action: Action) -> dict[str, Any]:
    """What may be edited in a row, as plain JSON values: days ISO texts, people their ids."""
    return {
        "text": action.text,
        "who": action.who,
        "owner_id": str(action.owner_id) if action.owner_id else "",
        "when_text": action.when_text,
        "due_on": action.due_on.isoformat() if action.due_on else "",
        "review_at": action.review_at,
        "measure": action.measure,
        "handled_by": action.handled_by,
        "window_from": action.window_from.isoformat() if action.window_from else "",
        "covers": list(action.covers),
        "copies_for": list(action.copies_for),
        "kept_from": dict(action.kept_from),
    }


def values_at(action: Action, version: int) -> dict[str, Any]:
    """What the row said at an earlier version: what somebody had before them who opened it then (BE-08)."""
    values = values_of(action)
    replaced = ActionEdit.objects.filter(action=action, kind=ActionEdit.Kind.REPLACED, version__gt=version)
    for edit in replaced.order_by("-version"):
        values[edit.field] = edit.value
    return values


def edits_of(action: Action) -> list[ActionEdit]:
    """Every value of a row that gave way to another, newest first."""
    return list(ActionEdit.objects.filter(action=action).select_related("by").order_by("-at", "field"))


def notes_of(action: Action) -> list[ActionNote]:
    """What was said of an action over time, newest first."""
    return list(ActionNote.objects.filter(action=action).select_related("by").order_by("-at"))


def notes_in(plans: Sequence[Plan]) -> list[ActionNote]:
    """What was said in words of all actions of these plans, newest first."""
    found = ActionNote.objects.filter(action__plan_id__in=[plan.pk for plan in plans]).exclude(text="")
    columns = ("text", "state", "by_id", "at", "action__plan_id", "action__text")
    return list(found.select_related("action").only(*columns).order_by("-at"))
