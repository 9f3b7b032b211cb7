"""Concerns and disclosures: who may see them, and who has not been told yet."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children.models import AgencyTold, Child, Concern, ConcernChild, Disclosure
from safelight.children.permissions import excluded_from, locked_for
from safelight.children.queries.records import get, visible_to
from safelight.core import clock, reading
from safelight.core.errors import NotFound

# Who has to be told at once, and stands as not told until who, when and a reference are recorded (MS-09).
URGENT_CALLS = (AgencyTold.Agency.POLICE, AgencyTold.Agency.MASH)
DISCLOSURE_CALLS = (AgencyTold.Agency.SOCIAL_CARE, AgencyTold.Agency.POLICE)


def concerns_visible_to(user: User) -> QuerySet[Concern]:
    """Concerns that the user may see: their own; those about children they see; and, once logged, those of their
    team (managers), their agency (safeguarding leads), or sent to or without a child (coordinators).

    One about a child who is restricted to others is there only for its author, or through another child whom the
    user sees; one about a child whom a conflict keeps from the user not even for its author.
    """
    if not user.may(Permission.LOG_CONCERN):
        return Concern.objects.none()
    about_seen = Q(links__child__in=visible_to(user))
    logged = ~Q(state=Concern.State.DRAFT)
    reach = Q(pk__in=[])
    if user.may(Permission.SEE_AGENCY) and user.agency_id:
        reach |= logged & Q(author__agency_id=user.agency_id)
    if user.may(Permission.SEE_TEAM):
        reach |= logged & Q(author__line_manager=user)
        if user.team_id:
            reach |= logged & Q(author__team_id=user.team_id)
    if user.may(Permission.SEE_RAISED):
        reach |= Q(state=Concern.State.LOGGED) | (logged & Q(sent_to_coordinator=True))
    links = ConcernChild.objects.filter(concern=OuterRef("pk"))
    locked = Exists(links.filter(locked_for(user, clock.now(), "child_id")))
    kept_away = Exists(links.filter(excluded_from(user, "child_id")))
    sight = (logged & about_seen) | (reach & ~Q(locked)) | (Q(author=user) & ~Q(kept_away))
    ids = Concern.objects.filter(sight, partnership_id=user.partnership_id).values("pk")
    return Concern.objects.filter(pk__in=ids).select_related("author", "author__agency").order_by("-created_at", "pk")


def concern_for(user: User, concern_id: UUID | str) -> Concern:
    """One concern that the user may see, else ``NotFound``."""
    concern = concerns_visible_to(user).filter(pk=concern_id).first()
    if concern is None:
        raise NotFound("concern")
    return concern


def concerns_about(child: Child) -> QuerySet[Concern]:
    """Concerns about a child, newest first, with who has been told."""
    return (
        Concern.objects.filter(links__child=child)
        .exclude(state=Concern.State.DRAFT)
        .select_related("author", "author__agency")
        .prefetch_related(Prefetch("told", AgencyTold.objects.select_related("by").order_by("told_at")))
        .order_by("-logged_at", "pk")
    )


def concern_links(child_ids: Iterable[UUID]) -> list[ConcernChild]:
    """What ties these children to concerns, by time: each with its concern, who was told, and the child's level."""
    wanted = frozenset(child_ids)
    links = ConcernChild.objects.filter(child_id__in=wanted).select_related("concern", "child")
    links = links.only("at", *_OF_A_CONCERN, "child__acting_level", "child__level_decided_on").order_by("at", "pk")
    told = Prefetch("concern__told", AgencyTold.objects.order_by("told_at"))
    return reading.kept(("children.concern_links", wanted), lambda: list(links.prefetch_related(told)))


# What duties and the chronology tell; a concern has many more columns.
_OF_A_CONCERN = tuple(
    f"concern__{name}"
    for name in ("author", "urgent", "sent_to_coordinator", "look_again_on", "logged_at", "created_at", "state", "what")
)


def disclosures_of(child_ids: Iterable[UUID]) -> list[Disclosure]:
    """What these children have disclosed, oldest first, with who has been told."""
    wanted = frozenset(child_ids)
    found = Disclosure.objects.filter(child_id__in=wanted).order_by("said_at", "pk")
    told = Prefetch("told", AgencyTold.objects.order_by("told_at"))
    return reading.kept(("children.disclosures_of", wanted), lambda: list(found.prefetch_related(told)))


def disclosures_about(child: Child) -> QuerySet[Disclosure]:
    """What a child has disclosed, newest first, with who has been told."""
    return (
        Disclosure.objects.filter(child=child)
        .select_related("by")
        .prefetch_related(Prefetch("told", AgencyTold.objects.select_related("by").order_by("told_at")))
        .order_by("-said_at", "pk")
    )


def disclosure_for(user: User, child_id: UUID | str, disclosure_id: UUID | str) -> Disclosure:
    """One disclosure of a child that the user may see, else ``NotFound``."""
    found = disclosures_about(get(user, child_id)).filter(pk=disclosure_id).first()
    if found is None:
        raise NotFound("disclosure")
    return found


def told_of(thing: Concern | Disclosure) -> list[AgencyTold]:
    """Who was told of a concern or a disclosure, in order of time."""
    return sorted(thing.told.all(), key=lambda told: told.told_at)


def calls_about(child_ids: Iterable[UUID], agency: AgencyTold.Agency) -> dict[UUID, list[AgencyTold]]:
    """By child, when an agency was told of a concern that was known then to be about them."""
    found: dict[UUID, list[AgencyTold]] = {}
    for link in concern_links(child_ids):
        calls = [call for call in told_of(link.concern) if call.agency == agency and call.told_at >= link.at]
        found.setdefault(link.child_id, []).extend(calls)
    return found


def missing_calls(thing: Concern | Disclosure, answered: Collection[AgencyTold.Agency] = ()) -> list[AgencyTold.Agency]:
    """Which agencies still have to be told: until who, when and a reference are recorded, each counts as not told.

    ``answered`` are those told by a contact about the child since (``children.calls``).
    """
    if isinstance(thing, Concern):
        wanted: Iterable[AgencyTold.Agency] = URGENT_CALLS if thing.urgent else ()
    else:
        wanted = DISCLOSURE_CALLS
    told = {*answered, *(call.agency for call in thing.told.all())}
    return [agency for agency in wanted if agency not in told]
