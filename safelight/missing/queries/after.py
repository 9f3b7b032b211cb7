"""Reading what is done while a child is away, the interviews, and what patterns are made of."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from safelight.access.models import User
from safelight.children.models import Child
from safelight.core.errors import NotFound
from safelight.missing.models import (
    AlertAsked,
    ContactAttempt,
    Episode,
    EpisodeMerge,
    Interview,
    PublicityDecision,
    Recommendation,
    Sighting,
    WordSent,
)
from safelight.missing.patterns import Away
from safelight.missing.permissions import in_sight
from safelight.missing.queries.episodes import get, live
from safelight.plans import queries as plans


def merged_into(episode_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """For each of these episodes those that went into it by a merge that stands."""
    found: dict[UUID, list[UUID]] = {}
    standing = EpisodeMerge.objects.filter(kept_id__in=episode_ids, undone__isnull=True)
    for kept_id, other_id in standing.values_list("kept_id", "other_id"):
        found.setdefault(kept_id, []).append(other_id)
    return found


def family(episode: Episode) -> list[UUID]:
    """The episode and those that went into it."""
    return [episode.pk, *merged_into([episode.pk]).get(episode.pk, [])]


def attempts(episode: Episode) -> QuerySet[ContactAttempt]:
    """What was tried to reach the child, the newest first."""
    return ContactAttempt.objects.filter(episode__in=family(episode)).select_related("by").order_by("-tried_at", "-at")


def sightings(episode: Episode) -> QuerySet[Sighting]:
    """Where the child was seen while away, the newest first."""
    return Sighting.objects.filter(episode__in=family(episode)).select_related("by").order_by("-seen_at", "-at")


def words_sent(episode: Episode) -> QuerySet[WordSent]:
    """Word that was sent to the child, the newest first."""
    return WordSent.objects.filter(episode__in=family(episode)).select_related("by").order_by("-sent_at", "-at")


def alerts_asked(episode: Episode) -> QuerySet[AlertAsked]:
    """Who was asked to look out, the newest first."""
    return AlertAsked.objects.filter(episode__in=family(episode)).select_related("by").order_by("-asked_at", "-at")


def publicity(episode: Episode) -> QuerySet[PublicityDecision]:
    """What was decided about publicity, the newest first: the first of them stands."""
    found = PublicityDecision.objects.filter(episode__in=family(episode))
    return found.select_related("by").order_by("-decided_at", "-at")


def interviews(episode: Episode) -> QuerySet[Interview]:
    """Every offer of an interview after this return, the newest first, with its recommendations. Of one that went
    into this one only what was really offered: its own return was none."""
    return (
        Interview.objects.filter(Q(episode=episode) | ~Q(state=Interview.State.DUE), episode__in=family(episode))
        .select_related("by", "episode")
        .prefetch_related("recommendations__followed__action")
        .order_by("-number", "-at")
    )


def interview(user: User, child_id: UUID, episode_id: UUID, interview_id: UUID) -> Interview:
    """One interview of an episode that this person sees. Raises ``NotFound``."""
    episode = get(user, child_id, episode_id)
    found = interviews(episode).filter(pk=interview_id).first()
    if found is None:
        raise NotFound("interview")
    found.episode.child = episode.child
    return found


def recommendation(user: User, child_id: UUID, episode_id: UUID, recommendation_id: UUID) -> Recommendation:
    """One recommendation of such an interview. Raises ``NotFound``."""
    episode = get(user, child_id, episode_id)
    rows = Recommendation.objects.filter(interview__episode__in=family(episode)).select_related("interview__episode")
    found = rows.filter(pk=recommendation_id).first()
    if found is None:
        raise NotFound("recommendation")
    found.interview.episode.child = episode.child
    return found


def to_judge(child_ids: Collection[UUID], since: datetime) -> list[Episode]:
    """What triggers and duties are derived from: episodes that began since, or whose after-care is not closed."""
    found = live().filter(Q(missing_from__gte=since) | ~Q(state=Episode.State.CLOSED), child_id__in=child_ids)
    return list(found)


def interviews_of(episode_ids: Collection[UUID]) -> dict[UUID, list[Interview]]:
    """The interviews of several episodes, in their order, with the recommendations that nobody has followed up."""
    found: dict[UUID, list[Interview]] = {}
    rows = Interview.objects.filter(episode_id__in=episode_ids).order_by("number")
    for row in rows:
        found.setdefault(row.episode_id, []).append(row)
    return found


def not_followed(episode_ids: Collection[UUID]) -> list[Recommendation]:
    """Recommendations that are neither an action of a plan nor left with a reason."""
    rows = Recommendation.objects.filter(interview__episode_id__in=episode_ids, followed__isnull=True)
    return list(rows.select_related("interview"))


def starts_for(user: User, since: datetime) -> list[Away]:
    """The standing episodes that began since, of every child whose episodes this person sees: for patterns."""
    found = live().filter(missing_from__gte=since, child__in=in_sight(user).values("pk"))
    return [Away(one.missing_from, one.until, one.found_where) for one in found]


def starts_in(partnership_id: UUID, since: datetime) -> list[Away]:
    """The same of a whole partnership: for figures that are suppressed before they are shown."""
    found = live().filter(missing_from__gte=since, partnership_id=partnership_id)
    return [Away(one.missing_from, one.until, one.found_where) for one in found]


def sightings_of(child: Child) -> QuerySet[Sighting]:
    """Where the child was seen during any episode that stands or stood within one."""
    return Sighting.objects.filter(episode__child=child).select_related("episode").order_by("seen_at")


def interviews_about(child: Child) -> QuerySet[Interview]:
    """Every interview after any return of the child, but of episodes that were entered in error apart from a merge."""
    return Interview.objects.filter(episode__child=child).select_related("episode").order_by("at")


def outcomes_of(child: Child) -> list[tuple[str, str]]:
    """The outcomes of the child's plan to choose from, by number and words; none where there is no plan."""
    plan = plans.current(child)
    if plan is None:
        return []
    return [(str(number), label) for number, label in plans.offers(plan.definition).outcomes.items()]
