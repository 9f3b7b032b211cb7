"""Who wrote a version, who may answer it, and which versions wait for an answer."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import F

from safelight.access import queries as access
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.plans import permissions
from safelight.plans.models import Action, ActionEdit, Gap, Plan, PlanVersion
from safelight.plans.queries.plans import _plans
from safelight.plans.states import PlanState


def writers(plan: Plan) -> frozenset[UUID]:
    """Everybody who wrote or sent something of the newest version: none of them may agree it (BE-04)."""
    return writers_of([plan])[plan.pk]


def writers_of(plans: Sequence[Plan]) -> dict[UUID, frozenset[UUID]]:
    """By plan, everybody who wrote or sent something of its newest version, in one query for all of them."""
    found = {plan.pk: {plan.written_by_id} for plan in plans}
    here = {"plan__in": list(found)}
    since = F("plan__version_started_at")
    replaced = {"at__gte": F("action__plan__version_started_at"), "kind": ActionEdit.Kind.REPLACED}
    sent = {"number": F("plan__number"), "state": PlanState.SUBMITTED}
    rows = (
        Action.objects.filter(**here, added_at__gte=since)
        .order_by()
        .values_list("plan_id", "added_by_id")
        .union(
            Action.objects.filter(**here, removed_at__gte=since).order_by().values_list("plan_id", "removed_by_id"),
            Gap.objects.filter(**here, at__gte=since).order_by().values_list("plan_id", "by_id"),
            ActionEdit.objects.filter(action__plan__in=list(found), **replaced)
            .order_by()
            .values_list("action__plan_id", "by_id"),
            PlanVersion.objects.filter(**here, **sent).order_by().values_list("plan_id", "by_id"),
        )
    )
    for plan_id, user_id in rows:
        found[plan_id].add(user_id)
    return {plan_id: frozenset(people) for plan_id, people in found.items()}


def managers_for(plan: Plan, sender: User) -> list[User]:
    """Who may be asked to agree the version when ``sender`` sends it: the sender's line manager first."""
    barred = {*writers(plan), sender.pk}
    people = [
        person
        for person in access.people_who_may(plan.partnership_id, Permission.APPROVE_PLAN)
        if person.pk not in barred and permissions.sees(person, plan.child)
    ]
    nearest = access.manager_of(sender)
    return sorted(people, key=lambda person: nearest is None or person.pk != nearest.pk)


def people_who_work_with(child: Child, day: date) -> dict[UUID, User]:
    """Everybody active who works with the child on a day: who may own an action and see it among their work."""
    return {
        each.user_id: each.user
        for each in children.involvements(child)
        if each.user.is_active and (each.until is None or each.until > day)
    }


def waiting_for(user: User) -> list[Plan]:
    """Plans that were sent and that this manager may answer, the longest waiting first (never their own)."""
    if not user.may(Permission.APPROVE_PLAN):
        return []
    waiting = _plans().filter(child__in=children.visible_to(user), state=PlanState.SUBMITTED).order_by("submitted_at")
    sent = list(waiting)
    by = writers_of(sent)
    return [plan for plan in sent if permissions.may_answer(user, plan, by[plan.pk])]


_FOR_ANSWERING = ("plan__state", "plan__written_by", "plan__number")


def answerable(user: User, version_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these versions, about children whom they see, this person may agree or return."""
    sent = PlanVersion.objects.filter(pk__in=list(version_ids)).select_related("plan").only("plan", *_FOR_ANSWERING)
    plans = {kept.pk: kept.plan for kept in sent}
    by = writers_of(list(plans.values()))
    return {pk for pk, plan in plans.items() if permissions.may_answer(user, plan, by[plan.pk])}
