"""The page of ways to disrupt and protect: every aim and option, what was chosen of them, and how it goes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from safelight.access.models import User
from safelight.core import reading
from safelight.plans import permissions, queries
from safelight.plans.models import Action, Plan
from safelight.plans.permissions import may_follow
from safelight.plans.presenters import words
from safelight.plans.presenters.colours import how_long
from safelight.plans.presenters.page import addresses, outcome_choices, row_addresses
from safelight.plans.states import ActionState
from safelight.toolkits.plan_schema import Power
from safelight.toolkits.schema import DisruptionOption


def disruption_page(plan: Plan, user: User, now: datetime) -> dict[str, Any]:
    """All aims with their options. Nothing is chosen beforehand; what was chosen is the plan's own row (DT-02)."""
    table = queries.disruption_of(plan)
    rows = {row.source_code: row for row in queries.actions_of(plan) if row.source_code}
    options = queries.options_of(plan)
    chosen = [row for code, row in rows.items() if code in options]
    ids = [row.pk for row in chosen]
    told, given_up = queries.since(ids), queries.not_done(ids)
    known = {row.source_code: _chosen(plan, row, told, given_up, user, now) for row in chosen}
    with reading.once():
        powers = {code: queries.offers(table[0]).powers(code) for code in options} if table else {}
    return {
        "plan": plan,
        "to": addresses(plan.child_id),
        "may_edit": permissions.may_edit(user, plan),
        "outcomes": outcome_choices(plan),
        "note": table[1].note if table else "",
        "aims": [
            {
                "number": aim.number,
                "title": aim.label,
                "today": aim.today.text if aim.today else "",
                "chosen": [known[option.code] for option in aim.options if option.code in known],
                "options": [_option(option, powers[option.code]) for option in aim.options if option.code not in known],
            }
            for aim in (table[1].aims if table else ())
        ],
        "count": len(chosen),
    }


def _option(option: DisruptionOption, powers: Sequence[Power]) -> dict[str, Any]:
    return {
        "code": option.code,
        "label": option.label,
        "note": option.note or "",
        "caution": option.kind == "caution",
        "who": words.listed(words.agency_name(each) for each in option.who),
        "powers": [
            {
                "title": power.title,
                "who": words.listed(words.agency_name(each) for each in power.who),
                "basis": power.basis,
                "limits": (power.limits or "").rstrip("."),
                "verified": power.verified,
            }
            for power in powers
        ],
    }


def _chosen(
    plan: Plan,
    row: Action,
    told: Mapping[UUID, tuple[str, datetime]],
    given_up: Mapping[UUID, str],
    user: User,
    now: datetime,
) -> dict[str, Any]:
    colour, at = told.get(row.pk, ("", None))
    links = row_addresses(plan.child_id, row.pk)
    return {
        "text": row.text,
        "who": row.who or (row.owner.name_and_role if row.owner else ""),
        "due_on": row.due_on,
        "colour": row.rag or "none",
        "since": at if row.rag and colour == row.rag else None,
        "long": how_long(at, now) if row.rag and colour == row.rag else "",
        "state": words.action_state(row.state),
        "why": given_up.get(row.pk, "") if row.state == ActionState.NOT_DONE else "",
        "in_plan": f"{links['row']}#open-row" if permissions.may_edit(user, plan) else "",
        "progress": links["progress"] if may_follow(user) else "",
        "take_out": links["take_out"] if permissions.may_edit(user, plan) else "",
    }
