"""Counting the audit log by person, by child and by day. Every count stands under an index of its own."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from safelight.audit.models import Entry, Kind
from safelight.core.clock import LONDON

LOOKED = (Kind.VIEW, Kind.DOWNLOAD)


class Look(NamedTuple):
    """One time that somebody opened or downloaded something of a child's record, or changed it."""

    actor: str
    kind: str
    at: datetime


class ChildCount(NamedTuple):
    """How often one person opened one child's record in a time, and when last."""

    child_id: str
    times: int


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments between which the London days from ``first`` to ``last`` lie."""
    return datetime.combine(first, time(), LONDON), datetime.combine(last + timedelta(days=1), time(), LONDON)


def looks_at(partnership_id: UUID, child_id: UUID) -> Iterator[Look]:
    """Every view, download and change of one child's record by a person, oldest first."""
    found = Entry.objects.filter(
        partnership_id=partnership_id, child_id=str(child_id), kind__in=(*LOOKED, Kind.CHANGE)
    ).exclude(actor="")
    return (Look(*row) for row in found.order_by("at").values_list("actor", "kind", "at").iterator())


def kinds_of(
    partnership_id: UUID, actor: UUID, first: date, last: date, leave_out: Collection[UUID] = ()
) -> dict[str, int]:
    """How many entries of each kind a person left between two days, without those about children in ``leave_out``."""
    since, until = bounds(first, last)
    found = Entry.objects.filter(partnership_id=partnership_id, actor=str(actor), at__gte=since, at__lt=until)
    found = found.exclude(child_id__in=[str(one) for one in leave_out])
    return dict(found.order_by("kind").values_list("kind").annotate(times=Count("pk")))


def children_of(partnership_id: UUID, actor: UUID, first: date, last: date) -> list[ChildCount]:
    """Which children's records a person opened between two days, and how often; the most opened first."""
    since, until = bounds(first, last)
    found = Entry.objects.filter(
        partnership_id=partnership_id, actor=str(actor), at__gte=since, at__lt=until, kind__in=LOOKED
    ).exclude(child_id="")
    counted = found.values_list("child_id").annotate(times=Count("pk")).order_by("-times", "child_id")
    return [ChildCount(*row) for row in counted]


def by_day(partnership_id: UUID, kinds: Collection[str], days: Collection[date]) -> dict[date, dict[str, int]]:
    """How many entries of these kinds each day has."""
    if not days:
        return {}
    since, until = bounds(min(days), max(days))
    found = Entry.objects.filter(partnership_id=partnership_id, at__gte=since, at__lt=until, kind__in=kinds)
    counts = {f"d{day:%Y%m%d}": Count("pk", filter=_on(day)) for day in days}
    rows = {row["kind"]: row for row in found.order_by().values("kind").annotate(**counts)}
    return {day: {kind: rows.get(kind, {}).get(f"d{day:%Y%m%d}", 0) for kind in kinds} for day in days}


def children_a_day(
    partnership_id: UUID, actors: Collection[UUID], days: Collection[date], leave_out: Collection[UUID] = ()
) -> dict[UUID, dict[date, int]]:
    """How many different children each person opened on each day, without those in ``leave_out``."""
    return _a_day(
        partnership_id,
        actors,
        days,
        Q(kind__in=LOOKED) & ~Q(child_id="") & ~Q(child_id__in=[str(one) for one in leave_out]),
        "child_id",
    )


def entries_a_day(
    partnership_id: UUID, actors: Collection[UUID], days: Collection[date], kind: str
) -> dict[UUID, dict[date, int]]:
    """How many entries of one kind each person left on each day."""
    return _a_day(partnership_id, actors, days, Q(kind=kind), "pk")


def opened_of(
    partnership_id: UUID, actors: Collection[UUID], child_ids: Collection[UUID] | None, first: date, last: date
) -> list[tuple[UUID, UUID, datetime]]:
    """Who of ``actors`` opened which of ``child_ids`` (None: of all) and when, between two days."""
    if not actors or (child_ids is not None and not child_ids):
        return []
    since, until = bounds(first, last)
    which = ~Q(child_id="") if child_ids is None else Q(child_id__in=[str(one) for one in child_ids])
    found = Entry.objects.filter(
        which,
        partnership_id=partnership_id,
        actor__in=[str(one) for one in actors],
        kind__in=LOOKED,
        at__gte=since,
        at__lt=until,
    )
    return [(UUID(actor), UUID(child), at) for actor, child, at in found.values_list("actor", "child_id", "at")]


def _a_day(
    partnership_id: UUID, actors: Collection[UUID], days: Collection[date], what: Q, counted: str
) -> dict[UUID, dict[date, int]]:
    if not actors or not days:
        return {}
    since, until = bounds(min(days), max(days))
    found = Entry.objects.filter(
        what, partnership_id=partnership_id, actor__in=[str(one) for one in actors], at__gte=since, at__lt=until
    )
    # One count for each day, in one pass and without asking for each row which day it falls on.
    counts = {f"d{day:%Y%m%d}": Count(counted, distinct=counted != "pk", filter=_on(day)) for day in days}
    rows = found.order_by().values("actor").annotate(**counts)
    return {UUID(row["actor"]): {day: row[f"d{day:%Y%m%d}"] for day in days} for row in rows}


def _on(day: date) -> Q:
    since, until = bounds(day, day)
    return Q(at__gte=since, at__lt=until)
