"""Rows that go into a plan that the child has already (PL-06)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.core.errors import Invalid
from safelight.plans import permissions, queries
from safelight.plans.actions.common import locked, record
from safelight.plans.models import Plan, RowsTaken


@transaction.atomic
def take_rows(
    *, by: User, plan: Plan, into: str, into_on: date | None, row_ids: Sequence[str], now: datetime
) -> RowsTaken:
    """Record that these rows of the plan were taken into another plan of the child's, and which one.

    ``into_on`` is the day of that plan or of its review. Raises ``Invalid`` by field.
    """
    permissions.check_may_draft(by, plan.child)
    held = locked(plan)
    here = [str(row.pk) for row in queries.actions_of(held)]
    errors = {}
    if into not in RowsTaken.Into.values:
        errors["into"] = _("Choose the plan that they go into.")
    if into_on is None:
        errors["into_on"] = _("Enter the day of that plan or of its review.")
    if not row_ids or not set(here).issuperset(row_ids):
        errors["rows"] = _("Choose the actions that go into it.")
    if errors or into_on is None:
        raise Invalid(errors)
    taken = RowsTaken(
        partnership_id=held.partnership_id,
        plan=held,
        into=into,
        into_on=into_on,
        number=held.number,
        row_ids=[each for each in here if each in row_ids],
        by=by,
        at=now,
    )
    taken.save()
    record(by, "plan.rows-taken", taken, held, now, counts={"rows": len(taken.row_ids)})
    return taken
