"""The exceptions to who sees a child: who is named, what break-glass opened, who is kept away and stood in for."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children.models import (
    Child,
    ConflictExclusion,
    GlassBroken,
    GlassReview,
    Involvement,
    Restriction,
    RestrictionPerson,
)
from safelight.children.permissions import excluded_from, locked_for, open_glass
from safelight.children.queries.records import get, looked_up_by, worked_with
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.core.ids import is_reference


def out_of_sight(user: User, child_ids: Collection[UUID]) -> tuple[set[UUID], set[UUID]]:
    """Of these children, those locked for the user in any way, and those that a conflict keeps from them."""
    if not child_ids:
        return set(), set()
    here = Child.objects.filter(pk__in=child_ids)
    kept_away = set(here.filter(excluded_from(user)).values_list("pk", flat=True))
    return set(here.filter(locked_for(user, clock.now())).values_list("pk", flat=True)), kept_away


# Restricted children.


def restriction_of(child: Child) -> Restriction | None:
    """The restriction that stands, with the people it names; None for most children."""
    people = RestrictionPerson.objects.filter(until__isnull=True).select_related("user").order_by("user__name")
    return (
        Restriction.objects.filter(child=child, until__isnull=True)
        .select_related("by", "reviewed_by")
        .prefetch_related(Prefetch("people", people, to_attr="named"))
        .first()
    )


def named_people(restriction: Restriction) -> list[User]:
    """Who sees the child while the restriction stands, by name, with what their roles need."""
    named = RestrictionPerson.objects.filter(restriction=restriction, until__isnull=True).values("user_id")
    return list(User.objects.filter(pk__in=named).prefetch_related("role_holdings").order_by("name"))


def past_restrictions(child: Child) -> QuerySet[Restriction]:
    """Restrictions that were lifted, newest first."""
    found = Restriction.objects.filter(child=child, until__isnull=False)
    return found.select_related("by", "lifted_by").order_by("-since")


# Break-glass.


def by_identifier(user: User, *, name: str = "", date_of_birth: date | None = None, reference: str = "") -> list[Child]:
    """The children whom an exact identifier fits and whom ``user`` may open by break-glass: two at most.

    The identifier is a reference, or given name, family name and date of birth. Found whether seen or not, but none
    whom a conflict keeps from ``user``, and one restricted to others only by whom may open it in an emergency.
    Nothing of what is found may be shown before the reason is kept. Always one query (NW-09).
    """
    text = reference.strip().upper()
    given, _space, family = " ".join(name.split()).partition(" ")
    if text:
        fits = Q(reference=text) if is_reference(text) else Q(pk__in=[])
    else:
        fits = Q(given_name__iexact=given, family_name__iexact=family, date_of_birth=date_of_birth)
    locked = excluded_from(user) if user.may(Permission.OPEN_RESTRICTED) else locked_for(user, clock.now())
    return list(Child.objects.filter(fits, ~locked, partnership_id=user.partnership_id).order_by("pk")[:2])


def is_restricted(child: Child) -> bool:
    """Whether only named people see the child now."""
    return Restriction.objects.filter(child=child, until__isnull=True).exists()


def glass_open_for(user: User, child: Child) -> GlassBroken | None:
    """The user's own opening of this child by break-glass that has not ended, if any."""
    if not user.may(Permission.BREAK_GLASS):
        return None
    return open_glass(user, clock.now()).filter(child=child).order_by("-until").first()


def sees_by_break_glass_only(user: User, child: Child) -> bool:
    """Whether break-glass alone gives this sight: then they may read, log a concern and record contact, no more."""
    if glass_open_for(user, child) is None:
        return False
    return not looked_up_by(user, glass=False).filter(pk=child.pk).exists()


def sees_in_full(user: User, child: Child) -> bool:
    """Whether the user sees the child otherwise than by break-glass: what changing the record asks for."""
    return looked_up_by(user, glass=False).filter(pk=child.pk).exists()


def check_full_sight(user: User, child: Child) -> None:
    """``NotFound`` for whoever sees the child by break-glass alone: what they ask for is not theirs to do."""
    if sees_by_break_glass_only(user, child):
        raise NotFound("seen by break-glass only")


def glass_of(child: Child) -> QuerySet[GlassBroken]:
    """Every opening of the child by break-glass, newest first, with what the manager said."""
    return (
        GlassBroken.objects.filter(child=child)
        .select_related("user", "user__agency", "review", "review__by")
        .order_by("-since", "pk")
    )


def glass_for(user: User, child_id: UUID | str, glass_id: UUID | str) -> GlassBroken:
    """One opening of a child that the user may see, else ``NotFound``."""
    found = glass_of(get(user, child_id)).filter(pk=glass_id).first()
    if found is None:
        raise NotFound("opened by break-glass")
    return found


def review_of(glass: GlassBroken) -> GlassReview | None:
    """What a manager said of it, if anybody has looked."""
    return getattr(glass, "review", None)


def my_open_glass(user: User) -> list[GlassBroken]:
    """What the user has open by break-glass now, the first to end first."""
    found = open_glass(user, clock.now()).filter(child__in=looked_up_by(user))
    return list(found.select_related("child").order_by("until"))


# Conflicts of interest.


def may_name_conflict(user: User, child: Child) -> bool:
    """Whether this person may see and change who is kept from the child. Their sight of it has been asked already."""
    return user.may(Permission.NAME_CONFLICT) and not sees_by_break_glass_only(user, child)


def exclusions_of(child: Child) -> QuerySet[ConflictExclusion]:
    """Who is or was kept from the child: those that stand first, then the newest."""
    return (
        ConflictExclusion.objects.filter(child=child)
        .select_related("person", "independent_reviewer", "by", "ended_by")
        .order_by("until", "-since", "pk")
    )


def kept_from(child: Child, person: User) -> bool:
    """Whether a conflict keeps the child from this person, or from somebody who manages them."""
    return Child.objects.filter(excluded_from(person), pk=child.pk).exists()


def _managers_line(person_id: UUID, managers: dict[UUID, UUID | None]) -> set[UUID]:
    line: set[UUID] = set()
    at: UUID | None = person_id
    while at is not None and at not in line:
        line.add(at)
        at = managers.get(at)
    return line


def is_managed_by(user: User, manager: User) -> bool:
    """Whether ``manager`` stands anywhere above ``user`` in the line of managers."""
    here = User.objects.filter(partnership_id=user.partnership_id)
    managers: dict[UUID, UUID | None] = dict(here.values_list("pk", "line_manager_id"))
    return user.pk != manager.pk and manager.pk in _managers_line(user.pk, managers)


class StandIns:
    """Who answers for what somebody has to do about a child whom they no longer see, or may not.

    ``answer(child_id, owner_id)`` gives the person; None where nobody is named and any manager who sees the child
    answers; the owner where nothing has changed. Made once for some children, in a constant number of queries.
    """

    def __init__(self, child_ids: Iterable[UUID]) -> None:
        wanted = list(child_ids)
        standing = ConflictExclusion.objects.filter(child_id__in=wanted, until__isnull=True)
        self._excluded: dict[UUID, list[tuple[UUID, UUID | None]]] = {}
        for child_id, person_id, reviewer_id, works_here in standing.order_by("since").values_list(
            "child_id", "person_id", "independent_reviewer_id", "independent_reviewer__is_active"
        ):
            self._excluded.setdefault(child_id, []).append((person_id, reviewer_id if works_here else None))
        self._named: dict[UUID, set[UUID]] = {}
        restrictions = Restriction.objects.filter(child_id__in=wanted, until__isnull=True, people__until__isnull=True)
        for child_id, user_id in restrictions.values_list("child_id", "people__user_id"):
            self._named.setdefault(child_id, set()).add(user_id)
        self._left: dict[tuple[UUID, UUID], UUID | None] = {}
        current: set[tuple[UUID, UUID]] = set()
        for child_id, user_id, until, answered_by_id in _works(wanted):
            if until is None:
                current.add((child_id, user_id))
            else:
                self._left[child_id, user_id] = answered_by_id
        self._left = {pair: keeper for pair, keeper in self._left.items() if pair not in current}
        self._managers: dict[UUID, UUID | None] = {}
        if self._excluded:
            self._managers = dict(User.objects.values_list("pk", "line_manager_id"))

    def answer(self, child_id: UUID, owner_id: UUID | None) -> UUID | None:
        """Who answers for what ``owner_id`` has to do about the child."""
        owner = owner_id
        if owner is not None and (child_id, owner) in self._left:
            owner = self._left[child_id, owner]
        for person_id, reviewer_id in self._excluded.get(child_id, ()):
            if owner is not None and person_id in _managers_line(owner, self._managers):
                owner = reviewer_id
        named = self._named.get(child_id)
        if named is not None and owner is not None and owner not in named:
            owner = None
        return owner

    def keeps_away(self, child_id: UUID, person_id: UUID) -> bool:
        """Whether a conflict keeps the child from this person, or from somebody who manages them."""
        excluded = self._excluded.get(child_id)
        if not excluded:
            return False
        line = _managers_line(person_id, self._managers)
        return any(kept_away in line for kept_away, _reviewer in excluded)


def stand_ins(child_ids: Iterable[UUID]) -> StandIns:
    """Who answers for whom about these children."""
    return StandIns(child_ids)


def watched_by(user: User) -> list[QuerySet[Any, Any]]:
    """Children about whom something may be due from ``user`` because of an exception to sight: for My work."""
    return [
        RestrictionPerson.objects.filter(user=user, until__isnull=True, restriction__until__isnull=True).values(
            "restriction__child_id"
        ),
        ConflictExclusion.objects.filter(independent_reviewer=user, until__isnull=True).values("child_id"),
        GlassBroken.objects.filter(review__isnull=True).exclude(user=user).values("child_id"),
    ]


def _works(child_ids: list[UUID]) -> Iterable[tuple[UUID, UUID, date | None, UUID | None]]:
    """Child, person, until when, who answers since: of all who work or worked with these, the first to begin first."""
    if len(child_ids) == 1:  # its page tells of them
        return [(one.child_id, one.user_id, one.until, one.answered_by_id) for one in worked_with(child_ids[0])]
    involved = Involvement.objects.filter(child_id__in=child_ids).order_by("since")
    return involved.values_list("child_id", "user_id", "until", "answered_by_id")
