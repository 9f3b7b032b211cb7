"""The child's record: who may see it, what it says, and what it said before."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from safelight.access.models import User
from safelight.children import ages, rules
from safelight.children import chronology as chronologies
from safelight.children.chronology import ChronologyEntry, EntryKind
from safelight.children.models import Child, ChildEdit, Involvement, WarningNote
from safelight.children.permissions import conditions_on_children, locked_for, open_glass, ways_of_seeing
from safelight.core import clock, reading
from safelight.core.clock import london_day
from safelight.core.conflicts import Merge, merge
from safelight.core.errors import NotFound
from safelight.duties.types import ChildFacts

# What a person may correct by hand. Levels, twins, lead worker and the like have actions of their own.
EDITABLE: tuple[str, ...] = (
    "given_name",
    "family_name",
    "known_as",
    "date_of_birth",
    "date_of_birth_verified",
    "estimated_age",
    "gender",
    "ethnicity",
    "language",
    "communication_needs",
    "learning_disability",
    "address",
    "area",
    "telephone",
    "parental_responsibility",
    "local_reference",
    "nhs_number",
    "upn",
    "social_care_status",
    "social_worker",
    "social_work_case_number",
    "youth_justice_officer",
    "lead_professional",
    "school",
    "other_services",
    "extended_scope_reason",
)


# What is needed of a child to name them in a list and to ask what is due; a record has many more columns.
NAMED: tuple[str, ...] = (
    "partnership",
    "lead_worker",
    "reference",
    "given_name",
    "family_name",
    "known_as",
    "date_of_birth",
    "estimated_age",
    "estimated_on",
)


def visible_to(user: User) -> QuerySet[Child]:
    """The children that ``user`` may see now, each once, in one query."""
    now = clock.now()
    ways = ways_of_seeing(user, now)
    if not ways:
        return Child.objects.none()
    first, *others = ways
    seen = first.union(*others) if others else first
    return Child.objects.filter(~locked_for(user, now), partnership_id=user.partnership_id, pk__in=seen)


def looked_up_by(user: User, *, glass: bool = True) -> QuerySet[Child]:
    """The same children as ``visible_to``, asked child by child: for finding a few among very many, where
    ``visible_to`` would first gather everybody whom a coordinator sees. ``glass=False`` leaves out what is seen by
    break-glass alone."""
    now = clock.now()
    ways = ways_of_seeing(user, now, glass=glass)
    if not ways:
        return Child.objects.none()  # half of the roles see no child: nothing is put together for them
    return Child.objects.filter(_seen(user, ways, now, "pk", glass=glass), partnership_id=user.partnership_id)


def seen_by(user: User, column: str = "pk", *, glass: bool = True) -> Q:
    """That the user sees the child whose id stands in ``column`` of the rows that are asked for."""
    now = clock.now()
    return _seen(user, ways_of_seeing(user, now, glass=glass), now, column, glass=glass)


def _seen(user: User, ways: Iterable[QuerySet[Any, Any]], now: datetime, column: str, *, glass: bool) -> Q:
    seen = Q(pk__in=[])
    for way in ways:
        if way.model is Child and column == "pk":
            continue  # asked of the row itself below: PostgreSQL would gather all such children first
        own = "pk" if way.model is Child else "child_id"
        seen |= Q(Exists(way.filter(**{own: OuterRef(column)})))
    if column == "pk":
        for condition in conditions_on_children(user):
            seen |= condition
    return seen & ~locked_for(user, now, column, glass=glass)


def get(user: User, child_id: UUID | str) -> Child:
    """One child that ``user`` may see; ``NotFound`` for any other, whether there is one or not."""
    child = reading.kept(("children.get", user.pk, str(child_id)), lambda: _get(user, child_id))
    if child is None:
        raise NotFound("child")
    return child


def _get(user: User, child_id: UUID | str) -> Child | None:
    # What stands at the top of each of the child's pages is asked in the same query.
    now = clock.now()
    opened = open_glass(user, now).filter(child=OuterRef("pk")).order_by("-until").values("until")
    warned = WarningNote.objects.filter(standing_on(london_day(now)), child=OuterRef("pk"))
    found = looked_up_by(user).annotate(glass_until=Subquery(opened[:1]), is_warned=Exists(warned))
    return found.select_related("lead_worker", "agency", "team", "twin_of").filter(pk=child_id).first()


def standing_on(day: date) -> Q:
    """That a warning stands on ``day``."""
    return Q(since__lte=day, until__gte=day, ended_at__isnull=True)


def facts(children: Iterable[Child]) -> list[ChildFacts]:
    """What duty providers are told of each child."""
    return [
        ChildFacts(
            child_id=child.pk,
            partnership_id=child.partnership_id,
            lead_worker_id=child.lead_worker_id,
            date_of_birth=child.date_of_birth,
        )
        for child in children
    ]


def full_name(child: Child) -> str:
    """``Kayla Denholm``; where no name is known, what the child is called."""
    return f"{child.given_name} {child.family_name}".strip() or child.known_as


def short_name(child: Child) -> str:
    """What the child is called in a sentence: ``Kayla``."""
    return child.known_as or child.given_name or child.family_name


def age_on(child: Child, day: date) -> int | None:
    """Age in whole years on a day, by date of birth, else by the estimate, else None."""
    return rules.age_of(child.date_of_birth, child.estimated_age, child.estimated_on, day)


def scope_of(child: Child, day: date) -> ages.Scope:
    """Whether the toolkit is for this child on a day."""
    return ages.scope(age_on(child, day), child.extended_scope_reason)


def in_scope(child: Child, day: date) -> bool:
    """Whether the child can be rated on a day. It ends no duty when they cannot (RT-07)."""
    return scope_of(child, day) in ages.RATED


def scope_explanation(child: Child, day: date) -> str:
    """Why the child is not rated on a day, and what to do; empty when they can be."""
    return rules.scope_explanation(age_on(child, day), child.extended_scope_reason)


def lookalikes(user: User, child: Child) -> list[Child]:
    """Twins and children of the same name that the user may see: for the banner on each page (HZ-26)."""
    here = Child.objects.filter(partnership_id=child.partnership_id)
    alike = [Child.objects.filter(twin_of=child)]
    if child.twin_of_id:
        alike += [Child.objects.filter(pk=child.twin_of_id), Child.objects.filter(twin_of_id=child.twin_of_id)]
    if child.family_name:
        alike.append(here.filter(family_name=child.family_name, given_name=child.given_name))
        if child.date_of_birth:
            alike.append(here.filter(date_of_birth=child.date_of_birth, family_name=child.family_name))
    if child.address and child.date_of_birth:
        alike.append(here.filter(date_of_birth=child.date_of_birth, address=child.address))
    # Each by an index of its own; joined by "or" they would be looked for among all children.
    first, *others = (way.values_list("pk", flat=True) for way in alike)
    ids = set(first.union(*others) if others else first) - {child.pk}
    found = looked_up_by(user).filter(pk__in=ids)
    return sorted(found, key=lambda one: (one.family_name, one.given_name, one.pk))[:5]


def worked_with(child_id: UUID) -> list[Involvement]:
    """Who works or worked with a child, the first to begin first."""
    found = Involvement.objects.filter(child_id=child_id).select_related("user").order_by("since", "pk")
    columns = ("child_id", "since", "until", "answered_by_id", "user__name", "user__job_title")
    return reading.kept(("children.worked_with", child_id), lambda: list(found.only(*columns)))


def involvements(child: Child) -> QuerySet[Involvement]:
    """Who works or worked with the child, current ones first."""
    return (
        Involvement.objects.filter(child=child)
        .select_related("user", "user__agency")
        .order_by("until", "-since", "user__name")
    )


def values_of(child: Child) -> dict[str, Any]:
    """The fields that a person may correct, as they stand."""
    return {name: getattr(child, name) for name in EDITABLE}


def edits(child: Child) -> QuerySet[ChildEdit]:
    """Every value that an edit replaced or left unchosen, newest first."""
    return ChildEdit.objects.filter(child=child).select_related("by").order_by("-at", "field")


def as_text(value: Any) -> str:
    """A field's value as it is kept in the history."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def conflict(child: Child, version: int, mine: Mapping[str, Any]) -> Merge:
    """Compare ``mine``, written over ``version`` of the record, with what is kept now. All values are text."""
    theirs = {name: as_text(value) for name, value in values_of(child).items()}
    before = dict(theirs)
    since = ChildEdit.objects.filter(child=child, version__gt=version).order_by("-version")
    before.update({edit.field: edit.before for edit in since if edit.field in before})
    return merge(before=before, theirs=theirs, mine={name: as_text(value) for name, value in mine.items()})


def chronology(user: User, child: Child, kinds: Collection[EntryKind] | None = None) -> list[ChronologyEntry]:
    """Everything recorded about a child that the user may see, newest first."""
    return chronologies.entries(user, get(user, child.pk), kinds)
