"""Search before create (BE-01): what the user may see, why each matches, and, apart, what only a coordinator sees."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import matching
from safelight.children.matching import Known, Match, Terms
from safelight.children.models import Child, NameKey, PossibleDuplicate
from safelight.children.permissions import locked_for
from safelight.children.queries.records import seen_by
from safelight.core import clock
from safelight.core.errors import NotFound

LOOKED_AT = 200  # of each way of finding, so many are scored
SHOWN = 25


@dataclass(frozen=True)
class Found:
    """A child and why they are shown."""

    child: Child
    match: Match


def search(user: User, terms: Terms) -> tuple[list[Found], bool]:
    """The children the user may see that answer ``terms``, best first, and whether there are more than are given.

    The number of queries does not depend on what exists: hidden children are not looked at here at all (NW-09).
    """
    found = _matches(user.partnership_id, partial(seen_by, user), terms)
    return found[:SHOWN], len(found) > SHOWN


def found_for_new(child: Child) -> list[Found]:
    """Every other record of the partnership that may be of the same child as this new one. Never for its author."""
    found: dict[UUID, Found] = {}
    numbers = [n for n in (child.nhs_number, child.upn, child.local_reference) if n] or [""]
    for number in numbers:
        terms = Terms(f"{child.given_name} {child.family_name}".strip() or child.known_as, child.date_of_birth, number)
        for one in _matches(child.partnership_id, lambda column: ~Q(**{column: child.pk}), terms):
            if matching.may_be_one_child(one.match):
                found.setdefault(one.child.pk, one)
    return list(found.values())


def _matches(partnership_id: UUID, seen: Callable[[str], Q], terms: Terms) -> list[Found]:
    """Every child that answers, best first; ``seen`` gives the condition of sight for a column of child ids."""
    children = Child.objects.filter(seen("pk"), partnership_id=partnership_id)
    keys = NameKey.objects.filter(seen("child_id"), partnership_id=partnership_id, key__in=matching.keys(terms.name))
    hits = keys.values("child_id").annotate(hits=Count("pk")).order_by("-hits", "child_id")
    named = [row["child_id"] for row in hits[:LOOKED_AT]]
    days = [day for day in (terms.date_of_birth, _swapped(terms)) if day is not None]
    candidates: dict[UUID, Child] = {}
    for way in (
        children.filter(_numbers(terms.identifier)),
        Child.objects.filter(pk__in=named),
        children.filter(date_of_birth__in=days),
    ):
        candidates.update({child.pk: child for child in way.order_by("pk")[:LOOKED_AT]})
    found = []
    for child in candidates.values():
        match = matching.compare(terms, known(child))
        if match is not None:
            found.append(Found(child, match))
    return sorted(found, key=lambda one: (-one.match.score, one.child.family_name, one.child.given_name, one.child.pk))


def _swapped(terms: Terms) -> object:
    return matching.swapped(terms.date_of_birth) if terms.date_of_birth else None


def _numbers(typed: str) -> Q:
    text = re.sub(r"\s+", " ", typed.strip()).upper()
    plain = re.sub(r"[\s-]", "", text)
    if not plain:
        return Q(pk__in=[])
    return Q(reference=text) | Q(nhs_number=plain) | Q(upn=plain) | Q(local_reference__in=[text, plain])


def known(child: Child) -> Known:
    """What of a record is compared with a search."""
    return Known(
        given_name=child.given_name,
        family_name=child.family_name,
        known_as=child.known_as,
        date_of_birth=child.date_of_birth,
        reference=child.reference,
        nhs_number=child.nhs_number,
        upn=child.upn,
        local_reference=child.local_reference,
    )


def open_duplicates(user: User) -> QuerySet[PossibleDuplicate]:
    """Pairs that nobody has settled, for whoever may resolve duplicates; none for anybody else."""
    return possible_duplicates(user).filter(state=PossibleDuplicate.State.OPEN)


def possible_duplicates(user: User) -> QuerySet[PossibleDuplicate]:
    """Every pair of the partnership, newest first, for whoever may resolve duplicates; none for anybody else.

    A pair with a child who is restricted to others, or kept from this person by a conflict, is not there.
    """
    if not user.may(Permission.RESOLVE_DUPLICATES):
        return PossibleDuplicate.objects.none()
    now = clock.now()
    return (
        PossibleDuplicate.objects.filter(
            ~locked_for(user, now, "new_id"), ~locked_for(user, now, "other_id"), partnership_id=user.partnership_id
        )
        .select_related("new", "other", "new__created_by", "new__created_by__agency", "other__created_by__agency")
        .order_by("-found_at", "pk")
    )


def duplicate_for(user: User, pair_id: UUID | str) -> PossibleDuplicate:
    """One pair; ``NotFound`` for whoever may not see it."""
    pair = possible_duplicates(user).filter(pk=pair_id).first()
    if pair is None:
        raise NotFound("possible duplicate")
    return pair
