"""The people around a child, what is strong, and the hours with nobody to reach."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from safelight.access.models import User
from safelight.children import hours
from safelight.children.models import Child, PersonAround, ReachableHours, Strength
from safelight.children.queries.records import get
from safelight.core import reading
from safelight.core.errors import NotFound


def current_people(child: Child) -> QuerySet[PersonAround]:
    """The people around a child now: the child's choice first, then by how strong the tie is, then by name."""
    return (
        PersonAround.objects.filter(child=child, ended_on__isnull=True)
        .prefetch_related(Prefetch("hours", ReachableHours.objects.order_by("days", "start")))
        .select_related("safe_checked_by")
        .order_by("-chosen_by_child", "-contact_for_parents", "kind", "name", "pk")
    )


def people_around(child: Child) -> list[PersonAround]:
    """``current_people``, read once while a page is made."""
    return reading.kept(("children.people", child.pk), lambda: list(current_people(child)))


def person_for(user: User, child_id: UUID | str, person_id: UUID | str) -> PersonAround:
    """One person around a child that the user may see, else ``NotFound``."""
    person = current_people(get(user, child_id)).filter(pk=person_id).first()
    if person is None:
        raise NotFound("person")
    return person


def primary_contact(child: Child) -> PersonAround | None:
    """Whom the child chose to talk to first, if anybody."""
    return current_people(child).filter(chosen_by_child=True).first()


def hours_without_anybody(child: Child) -> list[hours.Gap]:
    """Hours of the week in which nobody safe is named whom the child can reach (CH-12).

    A person nobody has checked counts as unsafe, so their hours do not count (SH-06).
    """
    return hours.gaps(
        hours.Window(window.days, window.start, window.end)
        for person in people_around(child)
        if person.counts_as_safe
        for window in person.hours.all()
    )


def strengths(child: Child, kind: str = "") -> QuerySet[Strength]:
    """What is strong, what adds risk, pushes and pulls, as it stands now; newest first."""
    found = Strength.objects.filter(child=child, ended_on__isnull=True).select_related("by")
    return (found.filter(kind=kind) if kind else found).order_by("kind", "-noted_on", "pk")
