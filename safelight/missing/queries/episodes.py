"""Episodes: of one child, of all whom somebody sees, and those that are open."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from safelight.access.models import User
from safelight.children.models import Child
from safelight.core.errors import NotFound
from safelight.missing import permissions
from safelight.missing.models import Episode, EpisodeCorrection, EpisodeMerge, FurtherReport, KeptForm

_PEOPLE = ("reported_by", "return_recorded_by", "closed_by")


def live() -> QuerySet[Episode]:
    """Every episode that stands, in the order of its start: none that was entered in error."""
    return Episode.objects.exclude(state=Episode.State.ENTERED_IN_ERROR).order_by("missing_from", "pk")


def visible_episodes(user: User) -> QuerySet[Episode]:
    """The episodes that this person sees, those entered in error among them, the newest first."""
    found = Episode.objects.filter(child__in=permissions.in_sight(user).values("pk"))
    return found.select_related("child", *_PEOPLE).order_by("-missing_from", "-pk")


def child_in_sight(user: User, child_id: UUID | str) -> Child:
    """A child whose missing episodes this person sees; ``NotFound`` for any other, by one query whether there is one
    or not."""
    found = permissions.looked_up(user).select_related("lead_worker", "agency", "team").filter(pk=child_id).first()
    if found is None:
        raise NotFound("child")
    return found


def get(user: User, child_id: UUID | str, episode_id: UUID | str) -> Episode:
    """One episode of a child whose episodes this person sees. Raises ``NotFound``."""
    child = child_in_sight(user, child_id)
    found = Episode.objects.filter(child=child, pk=episode_id).select_related(*_PEOPLE).first()
    if found is None:
        raise NotFound("episode")
    found.child = child
    return found


def by_id(user: User, episode_id: UUID | str) -> Episode:
    """One episode that this person sees, by its own id. Raises ``NotFound``, in one query for either reason."""
    seen = permissions.looked_up(user).filter(pk=OuterRef("child_id"))
    found = Episode.objects.filter(Exists(seen), partnership_id=user.partnership_id, pk=episode_id)
    episode = found.select_related("child", "child__lead_worker", *_PEOPLE).first()
    if episode is None:
        raise NotFound("episode")
    return episode


def open_episodes(user: User) -> QuerySet[Episode]:
    """Children whom this person sees, missing now: the longest away first."""
    return visible_episodes(user).filter(state=Episode.State.MISSING).order_by("missing_from", "pk")


def open_episode(child: Child) -> Episode | None:
    """The episode of a child who is missing now."""
    return live().filter(child=child, state=Episode.State.MISSING).first()


def for_child(child: Child) -> QuerySet[Episode]:
    """Every episode of a child, the newest first, those entered in error among them. Ask for sight first."""
    return Episode.objects.filter(child=child).select_related(*_PEOPLE).order_by("-missing_from", "-pk")


def for_children(child_ids: Collection[UUID]) -> QuerySet[Episode]:
    """The episodes that stand, of several children, in the order of their start. Ask for sight first."""
    return live().filter(child_id__in=child_ids)


def overlapping(
    child: Child, missing_from: datetime, until: datetime | None, *, but: Collection[UUID] = ()
) -> Episode | None:
    """The first standing episode of the child that lies in part at the same time; touching ends are no overlap."""
    found = live().filter(Q(until__isnull=True) | Q(until__gt=missing_from), child=child).exclude(pk__in=but)
    if until is not None:
        found = found.filter(missing_from__lt=until)
    return found.first()


def corrections_of(episode: Episode) -> QuerySet[EpisodeCorrection]:
    """What was corrected, the newest first."""
    return EpisodeCorrection.objects.filter(episode=episode).select_related("by").order_by("-at", "-pk")


def merges_of(episode: Episode) -> QuerySet[EpisodeMerge]:
    """Merges that this episode was part of, the newest first, those that were undone among them."""
    found = EpisodeMerge.objects.filter(Q(kept=episode) | Q(other=episode))
    return found.select_related("by", "kept", "other", "undone", "undone__by").order_by("-at", "-pk")


def kept_form(user: User, child: Child, form: str) -> dict[str, str] | None:
    """What this person typed into a form about this child that could not be saved; nobody else is shown it."""
    kept = KeptForm.objects.filter(child=child, by=user, form=form).first()
    return dict(kept.body) if kept is not None else None


def further_reports(episode: Episode) -> QuerySet[FurtherReport]:
    """Reports of the same child while the episode stood, the newest first."""
    return FurtherReport.objects.filter(episode=episode).select_related("by").order_by("-at")


def merge_of(episode: Episode, merge_id: str) -> EpisodeMerge:
    """One merge that this episode was part of. Raises ``NotFound``."""
    found = next((row for row in merges_of(episode) if str(row.pk) == merge_id), None)
    if found is None:
        raise NotFound("merge")
    return found


def others_of(episode: Episode) -> list[Episode]:
    """The other standing episodes of the child, the newest first: those that it may be joined with."""
    found = live().filter(child_id=episode.child_id).exclude(pk=episode.pk)
    return list(found.order_by("-missing_from"))
