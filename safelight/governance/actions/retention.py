"""Taking up a retention schedule, and holding a record that must not go."""

from datetime import date

from django.db import transaction

from safelight.access import permissions
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, WrongState
from safelight.governance import queries
from safelight.governance import schedule as schedules
from safelight.governance.actions.common import needed, note
from safelight.governance.models import AdoptedSchedule, LegalHold


@transaction.atomic
def adopt_schedule(*, by: User, schedule_id: str, from_date: date) -> AdoptedSchedule:
    """Take up a schedule that comes with Safelight or was put beside it, from a day on. Kept with its content."""
    permissions.check(by, Permission.MANAGE_RETENTION)
    found = schedules.released().get(schedule_id)
    if found is None:
        raise Invalid({"schedule": "Choose a schedule from the list"})
    made = AdoptedSchedule.objects.create(
        partnership_id=by.partnership_id,
        schedule_id=found.schedule.id,
        sha256=found.sha256,
        content=found.schedule.model_dump(mode="json"),
        from_date=from_date,
        by=by,
        at=clock.now(),
    )
    note(by, "retention.schedule-adopted", made, None)
    return made


@transaction.atomic
def place_hold(*, by: User, reference: str, why: str) -> LegalHold:
    """Keep a child's record whatever the schedule says: for a court case, an inquiry, a complaint."""
    permissions.check(by, Permission.MANAGE_RETENTION)
    given = needed(reference, "reference", "Enter the record’s reference, such as SL-7K3Q-93").upper()
    reason = needed(why, "why", "Say why the record must be kept")
    child = Child.objects.filter(partnership_id=by.partnership_id, reference=given).first()
    if child is None:
        raise Invalid({"reference": "There is no record with this reference"})
    now = clock.now()
    made = LegalHold.objects.create(
        partnership_id=by.partnership_id, child=child, why=reason, since=clock.london_day(now), by=by, at=now
    )
    note(by, "retention.hold-placed", made, child.pk)
    return made


@transaction.atomic
def lift_hold(*, by: User, hold: LegalHold, why: str) -> None:
    """Lift a hold. Another person than the one who placed it."""
    permissions.check(by, Permission.MANAGE_RETENTION)
    queries.hold_for(by, hold.pk)
    kept = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if kept.lifted_at is not None:
        raise WrongState("It was lifted already.")
    if kept.by_id == by.pk:
        raise WrongState("Another person than the one who placed it has to lift it.")
    kept.lifted_why = needed(why, "why", "Say why it is no longer needed")
    kept.lifted_by, kept.lifted_at = by, clock.now()
    kept.save(update_fields=["lifted_by", "lifted_at", "lifted_why"])
    note(by, "retention.hold-lifted", kept, kept.child_id)
