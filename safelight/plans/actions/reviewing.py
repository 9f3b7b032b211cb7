"""Marking that the plan was reviewed; what it says then is a new version (PL-08)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.core.errors import WrongState
from safelight.plans import permissions, queries
from safelight.plans.actions.common import keep, keep_version, locked, record
from safelight.plans.models import Plan, Review
from safelight.plans.states import PlanState


@transaction.atomic
def review(*, by: User, plan: Plan, at: datetime, meeting_id: UUID | None = None) -> Review:
    """Mark that the plan was reviewed, after ``record_progress`` for its rows, and keep what it says now.

    A plan in force gets a new version, in force at once: what its manager agreed has not changed but for how it goes
    and new days. While a newer version is still written, what stands in the draft is kept as it is, and nothing comes
    into force by it. ``meeting_id`` names the meeting, None a review apart from one. Raises ``WrongState`` for a
    closed plan.
    """
    permissions.check_may_follow(by, plan.child)
    held = locked(plan)
    if held.state in (PlanState.CLOSED, PlanState.SUPERSEDED):
        raise WrongState(_("This plan is closed."))
    if held.state == PlanState.IN_FORCE:
        earlier = queries.version_in_force(held)
        if earlier is not None:
            keep(held, by, at, number=earlier.number, state=PlanState.SUPERSEDED, content=earlier.content)
        held.number += 1
        held.in_force_number = held.number
        held.save()
        kept = keep_version(held, by, at)
    else:
        kept = keep(held, by, at, number=held.number, state=PlanState.DRAFT, content=queries.content(held))
    found = Review(partnership_id=held.partnership_id, plan=held, version=kept, meeting_id=meeting_id, by=by, at=at)
    found.save()
    record(by, "plan.reviewed", found, held, at, counts={"number": held.number})
    return found
