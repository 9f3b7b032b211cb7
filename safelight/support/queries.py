"""Reading what is done around a child."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from safelight.access.models import User
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core.errors import NotFound
from safelight.plans import queries as plans
from safelight.plans.models import Action
from safelight.support.models import (
    Alert,
    Calm,
    Evaluation,
    Monitoring,
    Move,
    Notice,
    PlacementReview,
    Recorded,
    Restraint,
    Session,
    Work,
)

_Row = TypeVar("_Row", bound=Model)


def with_anything(child_ids: Collection[UUID]) -> list[UUID]:
    """Of these children those about whom something of this room is recorded: one query, and none for the others."""
    kinds: list[type[Recorded]] = [Alert, Monitoring, Restraint, Work]
    asked = [model._default_manager.filter(child_id__in=child_ids).order_by().values("child_id") for model in kinds]
    return list({row["child_id"] for row in asked[0].union(*asked[1:])})


def alerts(child_ids: Collection[UUID]) -> QuerySet[Alert]:
    """Alerts of these children, the newest first, with what came back and whether they ended."""
    found = Alert.objects.filter(child_id__in=child_ids).select_related("ended", "by")
    return found.prefetch_related("notices__looked", "notices__by").order_by("-since", "-at")


def monitorings(child_ids: Collection[UUID]) -> QuerySet[Monitoring]:
    """What is watched over, the newest first, with every review in order."""
    return (
        Monitoring.objects.filter(child_id__in=child_ids)
        .select_related("by")
        .prefetch_related("reviews")
        .order_by("-since", "-at")
    )


@dataclass(frozen=True)
class Standing:
    """Whether a monitoring goes on, and when it has to be looked at."""

    goes_on: bool
    review_on: date | None


def standing(monitoring: Monitoring) -> Standing:
    """As its last review says, or as it began."""
    reviews = sorted(monitoring.reviews.all(), key=lambda review: review.at)
    if not reviews:
        return Standing(True, monitoring.review_on)
    return Standing(reviews[-1].goes_on, reviews[-1].review_on)


def restraints(child_ids: Collection[UUID]) -> QuerySet[Restraint]:
    """Times that somebody held a child back, the newest first."""
    return Restraint.objects.filter(child_id__in=child_ids).select_related("by").order_by("-happened_at")


def placement_reviews(child_ids: Collection[UUID]) -> QuerySet[PlacementReview]:
    """Looks at the placement, the newest first."""
    return PlacementReview.objects.filter(child_id__in=child_ids).select_related("by").order_by("-at")


def moves(child: Child) -> QuerySet[Move]:
    """Moves away, the newest first."""
    return Move.objects.filter(child=child).select_related("by").order_by("-moved_on", "-at")


def calm(child: Child) -> Calm | None:
    """What sets off and what calms, as it stands now."""
    return Calm.objects.filter(child=child).select_related("by").order_by("-number").first()


def calms(child: Child) -> QuerySet[Calm]:
    """Every version, the newest first."""
    return Calm.objects.filter(child=child).select_related("by").order_by("-number")


def works(child_ids: Collection[UUID]) -> QuerySet[Work]:
    """Direct work, the newest first, with its sessions and evaluation."""
    return (
        Work.objects.filter(child_id__in=child_ids)
        .select_related("by", "evaluation", "action")
        .prefetch_related("sessions")
        .order_by("-at")
    )


def open_actions(child: Child) -> Sequence[Action]:
    """Actions of the child's plan that a piece of work may carry out."""
    plan = plans.current(child)
    return list(plans.actions_of(plan)) if plan is not None else []


def one(user: User, child_id: UUID, rows: QuerySet[_Row], pk: UUID) -> _Row:
    """One row of a child whom this person sees. Raises ``NotFound``."""
    children.get(user, child_id)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("row")
    return found


def notice(user: User, child_id: UUID, notice_id: UUID) -> Notice:
    """One notice. Raises ``NotFound``."""
    return one(user, child_id, Notice.objects.filter(alert__child_id=child_id).select_related("alert"), notice_id)


def session(user: User, child_id: UUID, session_id: UUID) -> Session:
    """One session. Raises ``NotFound``."""
    return one(user, child_id, Session.objects.filter(work__child_id=child_id).select_related("work"), session_id)


def evaluations(child: Child) -> QuerySet[Evaluation]:
    """Reports on impact, the newest first."""
    return Evaluation.objects.filter(work__child=child).select_related("work", "by").order_by("-at")
