"""Somebody no longer works with a child: what was theirs to do goes to somebody who knows that it does (HZ-35).

They keep nothing: from that moment the record is out of their sight, with all that they wrote in it. What is due
from them is their manager's until a colleague takes it over.
"""

from uuid import UUID

from django.db import transaction

from safelight.access import permissions
from safelight.access import queries as access
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import queries
from safelight.children.actions.common import child_to_edit, note
from safelight.children.actions.work import add_involvement, nominate_lead_worker
from safelight.children.models import Child, GlassBroken, Involvement, Promise, RestrictionPerson
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.duties import actions as duties
from safelight.duties import registry


@transaction.atomic
def end_involvement(*, by: User, child: Child, involvement_id: UUID | str, to: User | None = None) -> Involvement:
    """Say that somebody no longer works with the child, and who takes over.

    ``to`` is asked to take each thing that is due from the one who leaves; until they accept, it is the leaver's
    manager's. A promise to the child is handed over by name: without ``to`` one that is open stops this. So does
    being the lead worker.
    """
    kept = child_to_edit(by, child)
    found = Involvement.objects.select_related("user").filter(pk=involvement_id, child=kept, until=None).first()
    if found is None:
        raise NotFound("involvement")
    if to is not None and to.pk == found.user_id:
        raise Invalid({"to": "Choose somebody else: this person is leaving."})
    if kept.lead_worker_id == found.user_id:
        if to is None:
            raise WrongState("They are the lead worker. Nominate another lead worker first, or say who takes over.")
        kept = nominate_lead_worker(by=by, child=kept, user=to)
    elif to is not None:
        add_involvement(by=by, child=kept, user=to)
    promises = queries.open_promises(kept).filter(owner_id=found.user_id)
    if to is None and promises.exists():
        raise Invalid({"to": "They promised the child something that is still open. Say who takes that over."})
    if to is not None:
        _offer(by, kept, found.user, to)
    _end(by, kept, found, promises_to=to, answered_by=by if to is not None and to.pk == by.pk else None)
    return found


def _offer(by: User, child: Child, leaver: User, to: User) -> None:
    """Ask ``to`` to take over each thing that the record makes due from the leaver. Their own need no asking."""
    if to.pk == by.pk:
        return
    now = clock.now()
    for duty in registry.all_duties(queries.facts([child]), now):
        if duty.owner_id == leaver.pk and not duty.key.startswith("promise:"):
            duties.act(by=by, child_id=child.pk, key=duty.key, outcome="passed_on", now=now, passed_to=to)


def _end(
    by: User, child: Child, involvement: Involvement, *, promises_to: User | None, answered_by: User | None
) -> None:
    keeper = answered_by or _manager(child, involvement.user)
    involvement.until = max(clock.today(), involvement.since)
    involvement.answered_by = keeper
    involvement.save()
    note(by, "involvement.ended", involvement, child)
    owner = promises_to or keeper
    if owner is not None:
        for promise in Promise.objects.filter(child=child, outcome="", owner_id=involvement.user_id):
            promise.owner = owner
            promise.save()
            note(by, "promise.handed_over", promise, child)


def _manager(child: Child, leaver: User) -> User | None:
    """The leaver's manager if they see the child; None leaves it to every manager who does."""
    manager = access.manager_of(leaver)
    if manager is not None and queries.looked_up_by(manager, glass=False).filter(pk=child.pk).exists():
        return manager
    return None


@transaction.atomic
def leave_all(*, by: User, user: User, to: User | None = None) -> int:
    """Somebody leaves the partnership: they leave every child. How many children that was.

    For administrators, who see no child, and managers. ``to`` takes over, or else the leaver's manager does: as lead
    worker where they led, with every promise and every duty; where they did not see the child, they now work with it.
    Where a record is restricted or a conflict stands, whoever is named there answers.
    """
    if not (by.may(Permission.MANAGE_USERS) or by.may(Permission.SEE_TEAM)):
        permissions.check(by, Permission.MANAGE_USERS)
    if user.partnership_id != by.partnership_id or user.pk == by.pk:
        raise NotFound("colleague")
    successor = to or access.manager_of(user)
    now = clock.now()
    working = Involvement.objects.filter(user=user, until=None).select_related("child", "user")
    children = {involvement.child_id: involvement.child for involvement in working}
    children |= {child.pk: child for child in Child.objects.filter(lead_worker=user)}
    for involvement in working:
        involvement.until = max(clock.london_day(now), involvement.since)
        involvement.save()
        note(by, "involvement.ended", involvement, involvement.child_id)
    answers = queries.stand_ins(children)
    for child in children.values():
        answered_by = answers.answer(child.pk, successor.pk if successor is not None else None)
        _take_over(by, child, user, answered_by)
    GlassBroken.objects.filter(user=user, until__gt=now, ended_early_at=None).update(ended_early_at=now)
    RestrictionPerson.objects.filter(user=user, until=None).update(until=now, removed_by=by)
    return len(children)


def _take_over(by: User, child: Child, leaver: User, answered_by_id: UUID | None) -> None:
    here = {"partnership_id": child.partnership_id}
    keeper = User.objects.filter(pk=answered_by_id).first() if answered_by_id else None
    restriction = queries.restriction_of(child)
    if keeper is None and restriction is not None:
        others = [one for one in queries.named_people(restriction) if one.pk != leaver.pk]
        keeper = next((one for one in others if one.may(Permission.APPROVE_PLAN)), None)
    Involvement.objects.filter(child=child, user=leaver).update(answered_by=keeper)
    if keeper is not None and not queries.looked_up_by(keeper, glass=False).filter(pk=child.pk).exists():
        added = Involvement.objects.create(
            child=child, user=keeper, role=keeper.job_title, since=clock.today(), added_by=by, **here
        )
        note(by, "involvement.added", added, child)
    if child.lead_worker_id == leaver.pk:
        Child.objects.filter(pk=child.pk).update(lead_worker=keeper)
        note(by, "child.lead_worker_nominated", child, child)
    if keeper is not None:
        for promise in Promise.objects.filter(child=child, outcome="", owner=leaver):
            promise.owner = keeper
            promise.save()
            note(by, "promise.handed_over", promise, child)
