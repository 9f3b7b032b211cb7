"""What is due from whom and what waits: the rooms below, joined for My work and for a child's page."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.assessments.models import Assessment, State
from safelight.children import queries as children
from safelight.children.models import Child, Concern, Voice
from safelight.duties import clock, registry
from safelight.duties.models import DutyAct, Outcome
from safelight.duties.types import Duty
from safelight.plans import queries as plans
from safelight.plans.models import Plan
from safelight.plans.providers import AGREE as AGREE_PLAN
from safelight.plans.states import PlanState
from safelight.ratings import queries as ratings
from safelight.ratings.models import Decision
from safelight.ratings.procedures import AGREE, SEE

# Answers that only a manager other than the author gives; they stand in a list of their own.
APPROVALS = frozenset({AGREE, SEE, AGREE_PLAN})
MOST_DRAFTS = 20


# How far "Coming up" looks ahead.
AHEAD = timedelta(weeks=4)


@dataclass(frozen=True)
class Load:
    """How much is due from one person about a manager's children, what one act answers counted once (HZ-22)."""

    owner_id: UUID
    due: int
    overdue: int


@dataclass(frozen=True)
class Work:
    """What one person has to do. Each list is in order of urgency.

    ``due`` is theirs, or for any manager of the team where nobody has it; ``answers`` are what waits for them as a
    manager; ``offered`` was passed on to them and is still the other's (HZ-35). ``children`` holds each child that
    is named, ``names`` the people. ``loads`` is for managers: how much is due from whom, most overdue first.
    """

    due: tuple[Duty, ...]
    answers: tuple[Duty, ...]
    offered: tuple[Duty, ...]
    children: dict[UUID, Child]
    names: dict[UUID, str]
    loads: tuple[Load, ...] = ()


def work_of(user: User, now: datetime) -> Work:
    """Everything that is due from ``user``, in a number of queries that does not depend on how much it is."""
    found = {child.pk: child for child in children_of_work(user).only(*children.NAMED)}
    duties = registry.all_duties(children.facts(found.values()), now)
    answerable = _answerable(user, duties)
    leads = user.may(Permission.SEE_TEAM)
    mine = [duty for duty in duties if duty.owner_id == user.pk or (duty.owner_id is None and leads)]
    answers = [duty for duty in mine if duty.code in APPROVALS and duty.key in answerable]
    due = [duty for duty in mine if duty.code not in APPROVALS]
    offered = [duty for duty in duties if duty.passed_to_id == user.pk and duty.owner_id != user.pk]
    people = {id_ for duty in (*due, *offered) for id_ in (duty.owner_id, duty.passed_to_id) if id_ is not None}
    loads = _loads(duties, now) if leads else ()
    people |= {load.owner_id for load in loads}
    return Work(tuple(due), tuple(answers), tuple(offered), found, names(people), loads)


def _loads(duties: Sequence[Duty], now: datetime) -> tuple[Load, ...]:
    held: dict[UUID, list[Duty]] = {}
    for duty, _others in grouped(duties):
        if duty.owner_id is not None:
            held.setdefault(duty.owner_id, []).append(duty)
    loads = [
        Load(owner, len(theirs), sum(clock.bucket(duty, now) is clock.Bucket.OVERDUE for duty in theirs))
        for owner, theirs in held.items()
    ]
    return tuple(sorted(loads, key=lambda load: (-load.overdue, -load.due, str(load.owner_id))))


def coming_up(user: User, now: datetime) -> Work:
    """What will be due from ``user`` in the next four weeks: what is open now, and what will follow by then.

    The same function answers it as My work, asked about a later moment. What is overdue already is not among it, and
    nothing that waits for an answer: who may answer is not known before.
    """
    until = now + AHEAD
    today, then = work_of(user, now), work_of(user, until)
    duties = {duty.key: duty for duty in (*then.due, *today.due)}
    due = [duty for duty in duties.values() if duty.due_at is not None and now < duty.due_at <= until]
    return Work(tuple(sorted(due, key=clock.urgency)), (), (), then.children | today.children, then.names | today.names)


def children_of_work(user: User) -> QuerySet[Child]:
    """The children about whom something may be due from ``user``.

    A coordinator sees every raised child of the partnership, which may be thousands; what is due from one is about
    those they work with, wrote a concern about, took over, or whose worker they manage; for whom they are named,
    or stand in for somebody; and those opened by break-glass that no manager has reviewed.
    """
    sight = children.visible_to(user)
    if not user.may(Permission.SEE_RAISED):
        return sight
    taken = DutyAct.objects.filter(Q(passed_to=user) | Q(by=user, outcome=Outcome.ACCEPTED))
    near = Q(involvements__user=user) | Q(involvements__user__line_manager=user) | Q(lead_worker=user)
    if user.may(Permission.SEE_TEAM) and user.team_id:
        near |= Q(team_id=user.team_id) | Q(involvements__user__team_id=user.team_id)
    near |= Q(concern_links__concern__author=user) | Q(disclosures__by=user) | Q(pk__in=taken.values("child_id"))
    for watched in children.watched_by(user):
        near |= Q(pk__in=watched)
    return sight.filter(pk__in=Child.objects.filter(near, partnership_id=user.partnership_id).values("pk"))


def _answerable(user: User, duties: Sequence[Duty]) -> frozenset[str]:
    """The keys of the answers that this person may give: never about their own work (BE-04)."""
    decisions = {_about(duty): duty.key for duty in duties if duty.code in (AGREE, SEE)}
    sent = {_about(duty): duty.key for duty in duties if duty.code == AGREE_PLAN}
    found = [decisions[pk] for pk in ratings.answerable(user, decisions)] if decisions else []
    found += [sent[pk] for pk in plans.answerable(user, sent)] if sent else []
    return frozenset(found)


def _about(duty: Duty) -> UUID:
    """The decision, or the version of a plan, that waits: the end of the duty's key."""
    return UUID(duty.key[-36:])


def names(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these people, whether they still work here or not."""
    return dict(User.objects.filter(pk__in=set(user_ids)).values_list("pk", "name"))


def due_about(child: Child, now: datetime) -> tuple[list[Duty], dict[UUID, str]]:
    """Every open duty about one child, whoever it is due from, most urgent first; and the people's names."""
    duties = registry.all_duties(children.facts([child]), now)
    people = {id_ for duty in duties for id_ in (duty.owner_id, duty.passed_to_id) if id_ is not None}
    return duties, names(people)


def grouped(duties: Sequence[Duty]) -> list[tuple[Duty, tuple[Duty, ...]]]:
    """Duties of one child that one act answers stand together (HZ-22): first one that nobody can set aside.

    It is due when the most urgent of them is.
    """
    groups: dict[object, list[Duty]] = {}
    for duty in sorted(duties, key=clock.urgency):
        together = (duty.child_id, duty.same_act, duty.owner_id) if duty.same_act else duty.key
        groups.setdefault(together, []).append(duty)
    return [_led(group) for group in groups.values()]


def _led(group: Sequence[Duty]) -> tuple[Duty, tuple[Duty, ...]]:
    lead = min(group, key=lambda duty: (duty.may_be_set_aside, clock.urgency(duty)))
    others = tuple(duty for duty in group if duty.key != lead.key)
    return replace(lead, due_at=group[0].due_at), others


def draft_concerns(user: User) -> list[Concern]:
    """Concerns that ``user`` has written and not logged, the latest first."""
    found = Concern.objects.filter(author=user, state=Concern.State.DRAFT)
    return list(found.order_by("-created_at")[:MOST_DRAFTS])


@dataclass(frozen=True)
class Unfinished:
    """What one person began and has not finished, and what they sent that somebody else has to answer."""

    assessments: tuple[Assessment, ...]
    plans: tuple[Plan, ...]
    sent_plans: tuple[Plan, ...]
    decisions: tuple[Decision, ...]


def unfinished_of(user: User, known: Collection[UUID]) -> Unfinished:
    """What ``user`` began, the latest first, and what of theirs waits, the longest first.

    Until a manager answers, the higher level's steps go on. ``known`` are children whom the user is known to see;
    of the others it is asked.
    """
    drafts = list(
        _named(Assessment.objects.filter(author=user, state=State.DRAFT), "started_at").order_by("-started_at")
    )
    written = Plan.objects.filter(written_by=user, state__in=[PlanState.DRAFT, PlanState.SUBMITTED])
    written = _named(written, "started_at", "state", "submitted_at", "manager__name").select_related("manager")
    plans_of = list(written.order_by("-started_at"))
    later = Decision.objects.filter(child=OuterRef("child"), sequence__gt=OuterRef("sequence"))
    undecided = Decision.objects.filter(by=user, needs_agreement=True, agreement__isnull=True)
    undecided = undecided.exclude(assessment__state=State.WITHDRAWN).exclude(Exists(later))
    decisions = list(_named(undecided, "at", "assessment").order_by("at"))
    about = {row.child_id for row in (*drafts, *plans_of, *decisions)}
    seen = set(known)
    if about - seen:
        seen |= set(children.visible_to(user).filter(pk__in=about - seen).values_list("pk", flat=True))
    sent = [plan for plan in plans_of if plan.state == PlanState.SUBMITTED and plan.child_id in seen]
    return Unfinished(
        assessments=tuple(draft for draft in drafts if draft.child_id in seen)[:MOST_DRAFTS],
        plans=tuple(plan for plan in plans_of if plan.state == PlanState.DRAFT and plan.child_id in seen)[:MOST_DRAFTS],
        sent_plans=tuple(sorted(sent, key=lambda plan: plan.submitted_at or plan.started_at))[:MOST_DRAFTS],
        decisions=tuple(decision for decision in decisions if decision.child_id in seen)[:MOST_DRAFTS],
    )


def _named(rows: QuerySet[Any], *columns: str) -> QuerySet[Any]:
    """These rows with these columns and what names the child."""
    return rows.select_related("child").only(*columns, *(f"child__{name}" for name in children.NAMED))


def plans_without_voice(user: User, child_ids: Iterable[UUID]) -> list[Plan]:
    """For a manager: plans sent or in force of children of whom no word is written down, or that do not say how the
    child took part (CH-10)."""
    if not user.may(Permission.APPROVE_PLAN):
        return []
    spoken = Voice.objects.filter(child=OuterRef("child"), whose=Voice.Whose.CHILD).exclude(words="")
    found = Plan.objects.filter(
        ~Exists(spoken) | Q(made_with=""),
        child_id__in=list(child_ids),
        state__in=[PlanState.SUBMITTED, PlanState.AGREED, PlanState.IN_FORCE],
    )
    return list(found.order_by("started_at"))
