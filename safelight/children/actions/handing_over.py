"""Another agency accepted what it was offered: its worker begins, and after a transfer the sender's people end.

Whoever accepts does not see the record yet, so the room that holds the offer has checked that they may.
"""

from datetime import date

from django.db import transaction
from django.db.models import Q

from safelight.access.models import Agency, Team, User
from safelight.access.roles import Permission
from safelight.children import queries
from safelight.children.actions.common import note
from safelight.children.models import Child, Involvement, Promise, RestrictionPerson
from safelight.core import clock
from safelight.core.errors import Invalid


@transaction.atomic
def take_on(*, by: User, child: Child, worker: User, offered_by: User) -> Involvement:
    """``worker`` works with the child from now on; if only named people see it, ``offered_by`` has named them."""
    if not worker.may(Permission.LOG_CONCERN) or worker.partnership_id != child.partnership_id:
        raise Invalid({"worker": "This person's role does not let them see any child."})
    here = {"partnership_id": child.partnership_id}
    restriction = queries.restriction_of(child)
    if restriction is not None and worker.pk not in {one.pk for one in queries.named_people(restriction)}:
        RestrictionPerson.objects.create(
            restriction=restriction, user=worker, added_by=offered_by, added_at=clock.now(), **here
        )
        note(by, "restriction.named", restriction, child)
    today = clock.today()
    current = Involvement.objects.filter(child=child, user=worker, until__isnull=True).first()
    if current is not None:
        return current
    begun = Involvement.objects.create(
        child=child, user=worker, role=worker.job_title, since=today, added_by=by, **here
    )
    note(by, "involvement.added", begun, child)
    return begun


@transaction.atomic
def hand_over(
    *, by: User, child: Child, worker: User, team: Team | None, from_agency: Agency, until: date
) -> list[Involvement]:
    """``worker`` becomes the lead worker, their agency the child's; everybody of ``from_agency`` ends on ``until``.

    Gives back what ended. Promises to the child and whatever is due from those who leave become the new lead
    worker's (HZ-35). Of a restricted record they are taken off the list at once.
    """
    Child.objects.filter(pk=child.pk).update(lead_worker=worker, agency=worker.agency, team=team or worker.team)
    note(by, "child.transferred", child, child)
    still = Q(until__isnull=True) | Q(until__gt=until)
    ending = list(Involvement.objects.filter(still, child=child, user__agency=from_agency).order_by("since", "pk"))
    for involvement in ending:
        involvement.until = max(until, involvement.since)
        involvement.answered_by = worker
        involvement.save()
        note(by, "involvement.ended", involvement, child)
    for promise in Promise.objects.filter(child=child, outcome="", owner__agency=from_agency):
        promise.owner = worker
        promise.save()
        note(by, "promise.handed_over", promise, child)
    named = RestrictionPerson.objects.filter(
        restriction__child=child, restriction__until__isnull=True, until__isnull=True, user__agency=from_agency
    )
    if named.update(until=clock.now(), removed_by=by):
        note(by, "restriction.unnamed", child, child)
    return ending
