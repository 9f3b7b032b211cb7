"""Low risk: one agency makes a plan, or a professionals' meeting makes one of several agencies (PL-11)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children.models import Child
from safelight.core.errors import Invalid, WrongState
from safelight.plans import permissions, queries
from safelight.plans.actions.common import record_about
from safelight.plans.actions.drafting import add_from_template, begin_on
from safelight.plans.models import LowRiskPath


@transaction.atomic
def choose_low_risk_path(*, by: User, child: Child, path: str, why: str, now: datetime) -> LowRiskPath:
    """Decide who makes the plan at low risk, and why. For a single agency, its plan is begun with all five parts.

    A manager agrees that plan like any other. Raises ``WrongState`` unless the level to act on is low, and where a
    plan is open already; ``Invalid`` by field.
    """
    permissions.check_may_draft(by, child)
    decision = queries.low_decision(child)
    if decision is None:
        raise WrongState(_("This way is open only while the level is low."))
    errors = {}
    if path not in LowRiskPath.Path.values:
        errors["path"] = _("Choose who makes the plan.")
    if not why.strip():
        errors["why"] = _("Say why.")
    if errors:
        raise Invalid(errors)
    chosen = LowRiskPath(
        partnership_id=child.partnership_id, child=child, decision=decision, path=path, why=why.strip(), by=by, at=now
    )
    chosen.save()
    record_about(by, "plan.low-risk-path", chosen, child.partnership_id, child.pk, now)
    if path == LowRiskPath.Path.SINGLE_AGENCY:
        plan = begin_on(by, child, decision, queries.single_agency_template(), now)
        for code in queries.offers(plan.definition).actions:
            add_from_template(by, plan, code, [], now)
    return chosen
