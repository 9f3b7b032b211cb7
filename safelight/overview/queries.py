"""What is due from whom and what waits: the rooms below, joined for My work and for a child's page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.assessments.models import Assessment, State
from safelight.children import queries as children
from safelight.children.models import Child, Concern
from safelight.duties import clock, registry
from safelight.duties.models import DutyAct, Outcome
from safelight.duties.types import Duty
from safelight.ratings import queries as ratings
from safelight.ratings.models import Decision
from safelight.ratings.procedures import AGREE, SEE

# Answers that only a manager other than the author gives; they stand in a list of their own.
APPROVALS = frozenset({AGREE, SEE})
MOST_DRAFTS = 20


@dataclass(frozen=True)
class Work:
    """What one person has to do. Each list is in order of urgency.

    ``due`` is theirs, or for any manager of the team where nobody has it; ``answers`` are what waits for them as a
    manager; ``offered`` was passed on to them and is still the other's (HZ-35). ``children`` holds each child that
    is named, ``names`` the people.
    """

    due: tuple[Duty, ...]
    answers: tuple[Duty, ...]
    offered: tuple[Duty, ...]
    children: dict[UUID, Child]
    names: dict[UUID, str]


def work_of(user: User, now: datetime) -> Work:
    """Everything that is due from ``user``, in a number of queries that does not depend on how much it is."""
    found = {child.pk: child for child in children_of_work(user)}
    duties = registry.all_duties(children.facts(found.values()), now)
    answerable = _answerable(user)
    leads = user.may(Permission.SEE_TEAM)
    mine = [duty for duty in duties if duty.owner_id == user.pk or (duty.owner_id is None and leads)]
    answers = [duty for duty in mine if duty.code in APPROVALS and duty.key in answerable]
    due = [duty for duty in mine if duty.code not in APPROVALS]
    offered = [duty for duty in duties if duty.passed_to_id == user.pk and duty.owner_id != user.pk]
    people = {id_ for duty in (*due, *offered) for id_ in (duty.owner_id, duty.passed_to_id) if id_ is not None}
    return Work(tuple(due), tuple(answers), tuple(offered), found, names(people))


def children_of_work(user: User) -> QuerySet[Child]:
    """The children about whom something may be due from ``user``.

    A coordinator sees every raised child of the partnership, which may be thousands; what is due from one is about
    those they work with, wrote a concern about, took over, or whose worker they manage.
    """
    sight = children.visible_to(user)
    if not user.may(Permission.SEE_RAISED):
        return sight
    taken = DutyAct.objects.filter(Q(passed_to=user) | Q(by=user, outcome=Outcome.ACCEPTED))
    near = Q(involvements__user=user) | Q(involvements__user__line_manager=user) | Q(lead_worker=user)
    if user.may(Permission.SEE_TEAM) and user.team_id:
        near |= Q(team_id=user.team_id) | Q(involvements__user__team_id=user.team_id)
    near |= Q(concern_links__concern__author=user) | Q(disclosures__by=user) | Q(pk__in=taken.values("child_id"))
    return sight.filter(pk__in=Child.objects.filter(near, partnership_id=user.partnership_id).values("pk"))


def _answerable(user: User) -> frozenset[str]:
    """The keys of decisions that this person may answer: of children they see, and never their own work."""
    return frozenset(
        [f"{AGREE}:{decision.pk}" for decision in ratings.waiting_for(user)]
        + [f"{SEE}:{decision.pk}" for decision in ratings.to_see(user)]
    )


def names(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these people, whether they still work here or not."""
    return dict(User.objects.filter(pk__in=set(user_ids)).values_list("pk", "name"))


def due_about(child: Child, now: datetime) -> tuple[list[Duty], dict[UUID, str]]:
    """Every open duty about one child, whoever it is due from, most urgent first; and the people's names."""
    duties = registry.all_duties(children.facts([child]), now)
    people = {id_ for duty in duties for id_ in (duty.owner_id, duty.passed_to_id) if id_ is not None}
    return duties, names(people)


def grouped(duties: Sequence[Duty]) -> list[tuple[Duty, tuple[Duty, ...]]]:
    """Duties of one child that one act answers stand together, under the most urgent of them (HZ-22)."""
    groups: dict[object, list[Duty]] = {}
    for duty in sorted(duties, key=clock.urgency):
        together = (duty.child_id, duty.same_act, duty.owner_id) if duty.same_act else duty.key
        groups.setdefault(together, []).append(duty)
    return [(group[0], tuple(group[1:])) for group in groups.values()]


def draft_assessments(user: User) -> list[Assessment]:
    """Assessments that ``user`` began and has not completed, the latest first."""
    found = Assessment.objects.filter(author=user, state=State.DRAFT, child__in=children.visible_to(user))
    return list(found.select_related("child").order_by("-started_at")[:MOST_DRAFTS])


def draft_concerns(user: User) -> list[Concern]:
    """Concerns that ``user`` has written and not logged, the latest first."""
    found = Concern.objects.filter(author=user, state=Concern.State.DRAFT)
    return list(found.order_by("-created_at")[:MOST_DRAFTS])


def waiting_for_others(user: User) -> list[Decision]:
    """Newest decisions of ``user`` that a manager has not answered: until then the higher level's steps go on."""
    later = Decision.objects.filter(child=OuterRef("child"), sequence__gt=OuterRef("sequence"))
    found = Decision.objects.filter(
        by=user, needs_agreement=True, agreement__isnull=True, child__in=children.visible_to(user)
    ).exclude(assessment__state=State.WITHDRAWN)
    return list(found.exclude(Exists(later)).select_related("child").order_by("at")[:MOST_DRAFTS])
