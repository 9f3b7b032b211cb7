"""What every agency does while the plan runs, and who confirmed it (PL-19)."""

from datetime import date
from typing import Any

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.plans import queries
from safelight.plans.models import Plan
from safelight.plans.presenters.page import addresses


def agencies_page(plan: Plan, user: User, today: date) -> dict[str, Any]:
    """The things to do, and agency by agency whether it confirmed them; those that did not stand first."""
    told = queries.confirmations(plan)
    latest = {each.agency_id: each for each in reversed(told)}
    here = queries.agencies_at(plan.child, today)
    gone = [each for each in latest.values() if each.agency_id not in {agency.pk for agency in here}]
    return {
        "plan": plan,
        "to": addresses(plan.child_id),
        "things": queries.commitments(plan),
        "may_confirm": user.may(Permission.DRAFT_PLAN) and bool(here),
        "waiting": [agency.name for agency in here if agency.pk not in latest],
        "confirmed": [
            {"agency": each.agency.name, "person": each.person, "at": each.at, "by": each.by.name_and_role}
            for each in sorted(
                [*(latest[agency.pk] for agency in here if agency.pk in latest), *gone],
                key=lambda each: each.agency.name.casefold(),
            )
        ],
        "choices": [(str(agency.pk), agency.name) for agency in here],
    }
