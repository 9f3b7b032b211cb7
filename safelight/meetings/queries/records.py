"""Reading meetings: those of a child, one of them, and what has been written down in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from safelight.access.models import User
from safelight.children import queries as children
from safelight.children.models import Child, Voice
from safelight.core import reading
from safelight.core.errors import NotFound
from safelight.meetings import permissions
from safelight.meetings.held_back import names_in
from safelight.meetings.models import (
    Attendee,
    Case,
    Contribution,
    Entry,
    Meeting,
    RowReview,
    VoltEntry,
)
from safelight.meetings.states import FAMILY_PARTS, Part, Presence, State
from safelight.plans.models import CopyFor

OPEN = (State.PLANNED, State.UNDER_WAY)
OCCASION = "meeting"


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related(
        "meeting__chair", "meeting__planned_by", "meeting__partnership", "child__partnership", "closed_by"
    )


def of_child(child: Child) -> list[Case]:
    """The child's part of every meeting, the latest first."""
    return list(_cases().filter(child=child).order_by("-meeting__starts_at", "pk"))


def case_for(user: User, child_id: UUID | str, meeting_id: UUID | str) -> Case:
    """The part of a meeting that is about a child whom ``user`` sees; else ``NotFound``."""
    child = children.get(user, child_id)
    found = _cases().filter(child=child, meeting_id=meeting_id).first()
    if found is None:
        raise NotFound("meeting")
    return found


@dataclass(frozen=True)
class Whole:
    """A meeting about several children or none: its parts that this person sees, and how many they do not."""

    meeting: Meeting
    general: Case | None
    cases: tuple[Case, ...]
    hidden: int


def whole(user: User, meeting_id: UUID | str) -> Whole:
    """A meeting for whoever sees one of its children or its general part; else ``NotFound``."""
    found = list(_cases().filter(meeting_id=meeting_id, partnership_id=user.partnership_id))
    if not found:
        raise NotFound("meeting")
    meeting = found[0].meeting
    about = [case for case in found if case.child_id is not None]
    seen = set(children.visible_to(user).filter(pk__in=[case.child_id for case in about]).values_list("pk", flat=True))
    general = next((case for case in found if case.child_id is None), None)
    if general is not None and not permissions.sees_general(user, meeting):
        general = None
    cases = tuple(case for case in about if case.child_id in seen)
    if general is None and not cases:
        raise NotFound("meeting")
    return Whole(meeting, general, cases, len(about) - len(cases))


def mine(user: User, now: datetime) -> list[Meeting]:
    """Meetings to come, under way, or of the last four weeks that are this person's: they chair, planned or are asked
    to it. Those about children whom they no longer see are left out."""
    own = Q(chair=user) | Q(planned_by=user) | Q(attendees__user=user)
    found = (
        Meeting.objects.filter(own, partnership_id=user.partnership_id)
        .filter(Q(state__in=OPEN) | Q(starts_at__gte=now - timedelta(weeks=4)))
        .select_related("child", "chair")
        .prefetch_related("cases__child")
        .distinct()
        .order_by("starts_at", "pk")
    )
    meetings = list(found)
    ids = {case.child_id for meeting in meetings for case in meeting.cases.all() if case.child_id}
    seen = set(children.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    kept = []
    for meeting in meetings:
        about = {case.child_id for case in meeting.cases.all()}
        if about & seen or None in about:
            kept.append(meeting)
    return kept


def attendees(meeting: Meeting) -> list[Attendee]:
    """Everybody asked or come: the child first, then family, then professionals, then police; by name."""
    order = {part.value: place for place, part in enumerate(Part)}
    found = Attendee.objects.filter(meeting=meeting).select_related("user__agency").order_by("name", "pk")
    return sorted(found, key=lambda one: order[one.part])


def speaking(typed: str, people: Sequence[Attendee]) -> Attendee | None:
    """Whom a typed name means: as they stand on the list, with or without the role, or by the one first or family name
    that is theirs alone; None where it is nobody's or may be of two."""
    said = typed.strip().casefold()
    exact = [one for one in people if said in (one.name.casefold(), one.name_and_role.casefold())]
    near = exact or [one for one in people if said and said in one.name.casefold().split()]
    return near[0] if len(near) == 1 else None


def family_is_here(people: Iterable[Attendee]) -> bool:
    """Whether the child, a parent or a relative is in the room, or is expected and nobody has said yet."""
    away = (Presence.APOLOGIES, Presence.ABSENT)
    return any(one.part in FAMILY_PARTS and one.presence not in away for one in people)


def family_copies(people: Iterable[Attendee]) -> frozenset[CopyFor]:
    """Whose copies a row has to be chosen for before the family in the room may see it: of each who is there or
    expected. Of nobody in particular it is both, so that what nobody chose for both stays hidden."""
    away = (Presence.APOLOGIES, Presence.ABSENT)
    there = {Part(one.part) for one in people if one.part in FAMILY_PARTS and one.presence not in away}
    copies = {CopyFor.CHILD if part is Part.CHILD else CopyFor.PARENTS for part in there}
    return frozenset(copies or {CopyFor.CHILD, CopyFor.PARENTS})


@dataclass(frozen=True)
class Written:
    """All that has been written down in one part of a meeting, in order."""

    said: tuple[Contribution, ...]
    reviews: tuple[RowReview, ...]
    entries: tuple[Entry, ...]
    volt: tuple[VoltEntry, ...]
    voices: tuple[Voice, ...]

    def newest(self, kind: str) -> Entry | None:
        """What counts of a kind: the last that was said."""
        return next((entry for entry in reversed(self.entries) if entry.kind == kind), None)

    def all_of(self, kind: str) -> list[Entry]:
        """Every entry of a kind, in order."""
        return [entry for entry in self.entries if entry.kind == kind]

    @property
    def last_reviews(self) -> dict[UUID, RowReview]:
        """By action, what was said of it last in this meeting."""
        return {review.action_id: review for review in self.reviews}

    @property
    def standing_volt(self) -> list[VoltEntry]:
        """The entries that nobody has taken out."""
        return [entry for entry in self.volt if not hasattr(entry, "taken_out")]

    def voice_of(self, whose: str) -> Voice | None:
        """What the child, or the parents, said for this meeting; or why it is missing."""
        return next((voice for voice in reversed(self.voices) if voice.whose == whose), None)


def written(case: Case) -> Written:
    """What has been written down, in a constant number of queries."""
    return Written(
        said=tuple(Contribution.objects.filter(case=case).select_related("by").order_by("number")),
        reviews=tuple(RowReview.objects.filter(case=case).select_related("by").order_by("number")),
        entries=tuple(Entry.objects.filter(case=case).select_related("by").order_by("number")),
        volt=tuple(
            VoltEntry.objects.filter(case=case).select_related("by", "taken_out__by").order_by("kind", "number")
        ),
        voices=tuple(
            Voice.objects.filter(child_id=case.child_id, occasion_kind=OCCASION, occasion_id=str(case.pk)).order_by(
                "at", "pk"
            )
        )
        if case.child_id
        else (),
    )


def entry(case: Case, entry_id: UUID | str) -> VoltEntry:
    """One entry of VOLT of a part that the user sees already; else ``NotFound``."""
    found = VoltEntry.objects.filter(case=case, pk=entry_id).first()
    if found is None:
        raise NotFound("entry")
    return found


def attendee(meeting: Meeting, attendee_id: UUID | str) -> Attendee:
    """One attendee; else ``NotFound``."""
    found = Attendee.objects.filter(meeting=meeting, pk=attendee_id).select_related("user").first()
    if found is None:
        raise NotFound("attendee")
    return found


def cases_about(child_ids: Iterable[UUID]) -> list[Case]:
    """The parts of all meetings about these children, with what duties and the chronology tell of them."""
    wanted = frozenset(child_ids)
    found = Case.objects.filter(child_id__in=wanted).select_related("meeting", "partnership")
    return reading.kept(("meetings.cases_about", wanted), lambda: list(found.order_by("meeting__starts_at", "pk")))


def volt_names(case: Case) -> tuple[str, ...]:
    """Names and nicknames of people who stand in VOLT of any meeting about this child."""
    if case.child is None:
        return ()
    people = (VoltEntry.Kind.VICTIM, VoltEntry.Kind.OFFENDER)
    found = VoltEntry.objects.filter(case__child=case.child, kind__in=people, taken_out__isnull=True)
    child = case.child
    own = (child.given_name, child.family_name, child.known_as)
    return names_in(found.values_list("words", "known"), own)


def other_childrens_names(case: Case) -> list[str]:
    """Names of other children that may have been typed into a meeting about this one: those that the meeting is also
    about, a twin, and those with whom it shares a concern. The longest first."""
    if case.child is None:
        return []
    child = case.child
    shared = Q(meeting_cases__meeting_id=case.meeting_id) | Q(concern_links__concern__links__child=child)
    twins = Q(twin_of=child) | Q(pk=child.twin_of_id)
    others = Child.objects.filter(shared | twins, partnership_id=child.partnership_id).exclude(pk=child.pk).distinct()
    own = {name.casefold() for name in (child.given_name, child.family_name, child.known_as) if name}
    names: set[str] = set()
    for other in others.only("given_name", "family_name", "known_as"):
        whole_name = f"{other.given_name} {other.family_name}".strip()
        names |= {whole_name, other.given_name, other.known_as, f"{other.known_as} {other.family_name}".strip()}
    found = {name for name in names if len(name) > 1 and name.casefold() not in own}
    return sorted(found, key=lambda name: (-len(name), name))
