"""An agency says that it does what every agency does while the plan runs (PL-19)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.core.clock import london_day
from safelight.core.errors import Invalid, WrongState
from safelight.plans import permissions, queries
from safelight.plans.actions.common import locked, record
from safelight.plans.models import Confirmation, Plan
from safelight.plans.states import PlanState

_LONGEST = 300


@transaction.atomic
def confirm_agency(*, by: User, plan: Plan, agency_id: UUID | str, person: str, now: datetime) -> Confirmation:
    """Record that an agency of somebody who works with the child confirmed it, and who said so for the agency.

    Raises ``Invalid`` for another agency or nobody's name, ``WrongState`` where the plan asks nothing of all or is
    closed.
    """
    permissions.check_may_draft(by, plan.child)
    held = locked(plan)
    if held.state in (PlanState.CLOSED, PlanState.SUPERSEDED):
        raise WrongState(_("This plan is closed."))
    if not queries.commitments(plan):
        raise WrongState(_("This plan’s template asks nothing of every agency."))
    here = {str(agency.pk): agency for agency in queries.agencies_at(plan.child, london_day(now))}
    errors = {}
    if str(agency_id) not in here:
        errors["agency"] = _("Choose the agency.")
    if not person.strip():
        errors["person"] = _("Write who said it for the agency, with their role.")
    elif len(person) > _LONGEST:
        errors["person"] = _("Use %(longest)s characters or fewer.") % {"longest": _LONGEST}
    if errors:
        raise Invalid(errors)
    kept = Confirmation(
        partnership_id=held.partnership_id,
        plan=held,
        agency=here[str(agency_id)],
        person=person.strip(),
        by=by,
        at=now,
    )
    kept.save()
    record(by, "plan.agency-confirmed", kept, held, now)
    return kept
