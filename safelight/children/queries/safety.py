"""Warnings before a visit; whether contact with somebody is safe, and what stands still until somebody decides."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from safelight.access.models import User
from safelight.children.models import (
    Channel,
    Child,
    ContactHaltDecision,
    PersonAround,
    WarningNote,
)
from safelight.children.queries.records import get, standing_on
from safelight.core.clock import london_day
from safelight.core.errors import NotFound

SAFE, UNSAFE = PersonAround.Safe.SAFE, PersonAround.Safe.UNSAFE


def warnings(child: Child, day: date) -> list[WarningNote]:
    """What whoever visits on ``day`` has to know, the latest first. Never for anything that a family is given."""
    standing = WarningNote.objects.filter(standing_on(day), child=child)
    return list(standing.select_related("by").order_by("-since", "pk"))


def all_warnings(child: Child) -> QuerySet[WarningNote]:
    """Every warning there is or was about the child, newest first, with each time that somebody looked again."""
    return (
        WarningNote.objects.filter(child=child)
        .select_related("by")
        .prefetch_related("reviews__by")
        .order_by("-since", "-at", "pk")
    )


def warning_for(user: User, child_id: UUID | str, note_id: UUID | str) -> WarningNote:
    """One warning about a child that the user may see, else ``NotFound``."""
    found = all_warnings(get(user, child_id)).filter(pk=note_id).first()
    if found is None:
        raise NotFound("warning")
    return found


@dataclass(frozen=True)
class Halt:
    """Contact that stands still: with whom (None: on the child's own telephone), by which way, and why.

    ``channel`` is empty where it is about the person whatever the way. ``needs_decision`` is false where nobody has
    checked yet: then somebody who knows the child checks, and no manager need decide.
    """

    person: PersonAround | None
    channel: str
    why: str
    needs_decision: bool = True


# Why a halt stands: code → what it is. The page says it in words.
POSES_A_RISK, MARKED_UNSAFE, CHANNEL_UNSAFE, NOT_CHECKED = "poses_a_risk", "unsafe", "channel_unsafe", "not_checked"


def channel_mark(person: PersonAround, channel: str) -> str:
    """Whether one way of reaching somebody is marked safe, unsafe or not checked."""
    return {
        Channel.TELEPHONE: person.telephone_safe,
        Channel.EMAIL: person.email_safe,
        Channel.ADDRESS: person.address_safe,
    }[Channel(channel)]


def safe_for_contact(person: PersonAround, channel: str) -> bool:
    """Whether somebody may be reached in this way: both checked and safe. Not checked counts as unsafe (SH-06)."""
    return person.kind != PersonAround.Kind.RISK and person.safe == SAFE and channel_mark(person, channel) == SAFE


def halt_of(child: Child, person: PersonAround | None, channel: str) -> Halt | None:
    """What stands in the way of this contact; None when it may be made: it is safe, or somebody decided to go on."""
    if person is None:
        halt = Halt(None, channel, CHANNEL_UNSAFE)
        stands = channel == Channel.TELEPHONE and child.telephone_safe == UNSAFE
        return halt if stands and not _goes_on(child, None, channel) else None
    if safe_for_contact(person, channel):
        return None
    if person.kind == PersonAround.Kind.RISK or person.safe == UNSAFE:
        if _goes_on(child, person, ""):
            return None
        return Halt(person, "", POSES_A_RISK if person.kind == PersonAround.Kind.RISK else MARKED_UNSAFE)
    if channel_mark(person, channel) == UNSAFE:
        return None if _goes_on(child, person, channel) else Halt(person, channel, CHANNEL_UNSAFE)
    return Halt(person, channel, NOT_CHECKED, needs_decision=False)


def _goes_on(child: Child, person: PersonAround | None, channel: str) -> bool:
    last = decisions(child).filter(person=person, channel=channel).first()
    marked_on = person.safe_checked_on if person is not None else child.telephone_checked_on
    return last is not None and last.go_on and (marked_on is None or london_day(last.at) >= marked_on)


def decisions(child: Child) -> QuerySet[ContactHaltDecision]:
    """What was decided about contact that stood still, newest first."""
    return ContactHaltDecision.objects.filter(child=child).select_related("by", "person").order_by("-at", "pk")


def halted_parents() -> QuerySet[PersonAround]:
    """Parents and contacts of parents who may pose a risk, and of whom nobody has decided anything since they were
    marked: agreement and contact stand still (SH-04)."""
    since_marked = Q(person__safe_checked_on__isnull=True) | Q(at__date__gte=F("person__safe_checked_on"))
    decided = ContactHaltDecision.objects.filter(since_marked, person=OuterRef("pk"), channel="")
    return PersonAround.objects.filter(
        Q(has_parental_responsibility=True) | Q(contact_for_parents=True),
        Q(kind=PersonAround.Kind.RISK) | Q(safe=UNSAFE),
        ~Exists(decided),
        ended_on__isnull=True,
    )


def halted_telephones() -> QuerySet[Child]:
    """Children whose own telephone is marked unsafe, and nobody has decided anything since."""
    decided = ContactHaltDecision.objects.filter(
        child=OuterRef("pk"), person__isnull=True, at__date__gte=OuterRef("telephone_checked_on")
    )
    return Child.objects.filter(~Exists(decided), telephone_safe=UNSAFE)


def halts(child: Child) -> list[Halt]:
    """Everything about which somebody has to decide before a plan is agreed or contact goes on (SH-04)."""
    found = [
        Halt(person, "", POSES_A_RISK if person.kind == PersonAround.Kind.RISK else MARKED_UNSAFE)
        for person in halted_parents().filter(child=child).order_by("name", "pk")
    ]
    if halted_telephones().filter(pk=child.pk).exists():
        found.append(Halt(None, Channel.TELEPHONE, CHANNEL_UNSAFE))
    return found
