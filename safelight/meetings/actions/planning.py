"""Planning a meeting, asking people to it, beginning it, and calling it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children import queries as children
from safelight.children.models import Child, PersonAround
from safelight.core import clock
from safelight.core.errors import Invalid, WrongState
from safelight.core.ids import new_reference
from safelight.meetings import permissions
from safelight.meetings.actions.common import locked, move, needed, record
from safelight.meetings.models import Attendee, Case, Meeting
from safelight.meetings.queries.circulating import part_of, part_of_user, unsafe
from safelight.meetings.states import ABOUT_ONE_CHILD, FAMILY_PARTS, Part, Presence, State, Type

_LONGEST = 8 * 60  # minutes


@dataclass(frozen=True)
class When:
    """When and where. A link is content, as the place is: it stands in the record and in no calendar file."""

    starts_at: datetime
    lasts: int = 60
    place: str = ""
    link: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class Guest:
    """Somebody who is to be asked: a colleague, somebody around the child, the child, or anybody else by name."""

    name: str = ""
    role: str = ""
    agency: str = ""
    part: str = Part.PROFESSIONAL
    user: User | None = None
    person: PersonAround | None = None


@transaction.atomic
def plan_meeting(
    *,
    by: User,
    kind: str,
    children_about: Sequence[Child],
    when: When,
    now: datetime,
    chair: User | None = None,
    chair_name: str = "",
) -> Meeting:
    """Plan a meeting about one child, several, or none. ``chair`` is a colleague, else ``chair_name``, else ``by``.

    Who plans it sees every child that it is about.
    """
    permissions.check_may_plan(by, None)
    for child in children_about:
        permissions.check_may_plan(by, child)
    errors = _wrong(kind, children_about, when)
    if errors:
        raise Invalid(errors)
    if chair is None and not chair_name.strip():
        chair = by
    meeting = Meeting.objects.create(
        partnership_id=by.partnership_id,
        child=children_about[0] if len(children_about) == 1 else None,
        reference=_unused_reference(by.partnership_id),
        kind=kind,
        starts_at=when.starts_at,
        lasts=when.lasts,
        place=when.place.strip(),
        link=when.link.strip(),
        purpose=when.purpose.strip(),
        chair=chair,
        chair_name="" if chair is not None else chair_name.strip(),
        planned_by=by,
        planned_at=now,
    )
    # A meeting about several children has a general part beside theirs only where it is about none of them.
    about: Sequence[Child | None] = children_about or (None,)
    for one in about:
        case = Case.objects.create(partnership_id=by.partnership_id, meeting=meeting, child=one, kind=kind)
        record(by, "meeting.planned", meeting, case, now)
    return meeting


def _unused_reference(partnership_id: UUID) -> str:
    while True:
        reference = "M" + new_reference()[2:]
        if not Meeting.objects.filter(partnership_id=partnership_id, reference=reference).exists():
            return reference


def _wrong(kind: str, about: Sequence[Child], when: When) -> dict[str, str]:
    errors: dict[str, str] = {}
    if kind not in list(Type):
        errors["kind"] = _("Choose what sort of meeting it is.")
    elif Type(kind) in ABOUT_ONE_CHILD and len(about) != 1:
        errors["kind"] = _("A child’s family comes to this meeting: it is about one child.")
    return errors | _wrong_when(when)


def _wrong_when(when: When) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not 5 <= when.lasts <= _LONGEST:
        errors["lasts"] = _("Enter how many minutes, between 5 and 480.")
    if when.link.strip() and not when.link.strip().startswith("https://"):
        errors["link"] = _("Enter the whole link. It begins with https://")
    return errors


@transaction.atomic
def change_when(*, by: User, case: Case, when: When, version: int, now: datetime) -> Meeting:
    """Change when and where a meeting is that is still to come. ``Stale`` if somebody else changed it meanwhile."""
    permissions.check_may_run(by, case)
    meeting = locked(case.meeting)
    permissions.check_planned(meeting)
    errors = _wrong_when(when)
    if errors:
        raise Invalid(errors)
    values = {
        "starts_at": when.starts_at,
        "lasts": when.lasts,
        "place": when.place.strip(),
        "link": when.link.strip(),
        "purpose": when.purpose.strip(),
    }
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.save_over(version, *values)
    record(by, "meeting.changed", meeting, case, now)
    return meeting


@transaction.atomic
def invite(*, by: User, case: Case, guests: Sequence[Guest], now: datetime) -> list[Attendee]:
    """Put people on the list of those asked; who is on it already stays as they are. Nothing is sent by this.

    Family comes only to a meeting about one child; nobody is asked with whom contact may not be safe (SH-04).
    """
    permissions.check_may_run(by, case)
    meeting = locked(case.meeting)
    if meeting.state not in (State.PLANNED, State.UNDER_WAY):
        raise WrongState(_("This meeting is over."))
    added = []
    for guest in guests:
        found = _attendee(by, meeting, case, guest, now)
        try:
            with transaction.atomic():
                found.save()
        except IntegrityError:
            continue  # somebody else put them on the list a moment ago
        added.append(found)
    if added:
        record(by, "meeting.invited", meeting, case, now, counts={"people": len(added)})
    return added


def _attendee(by: User, meeting: Meeting, case: Case, guest: Guest, now: datetime) -> Attendee:
    name, role, agency, part = guest.name.strip(), guest.role.strip(), guest.agency.strip(), guest.part
    if guest.user is not None:
        if guest.user.partnership_id != by.partnership_id:
            raise Invalid({"people": _("Choose somebody from the list.")})
        user = guest.user
        name, role, part = user.name, user.job_title, part_of_user(user)
        agency = user.agency.name if user.agency is not None else ""
    elif guest.person is not None:
        person = guest.person
        if case.child is None or person.child_id != case.child_id or unsafe(case.child, person):
            raise Invalid(
                {"people": _("Contact with this person may not be safe. Somebody decides on the page Safe contact.")}
            )
        name, role, part = person.name, person.relation, part_of(person)
    elif part == Part.CHILD and case.child is not None:
        name = children.full_name(case.child)
    if part not in list(Part):
        raise Invalid({"part": _("Choose in which part they come.")})
    if part in FAMILY_PARTS and meeting.child_id is None:
        raise Invalid({"part": _("A family comes only to a meeting about their own child.")})
    return Attendee(
        partnership_id=meeting.partnership_id,
        meeting=meeting,
        user=guest.user,
        person_id=guest.person.pk if guest.person is not None else None,
        name=needed("name", name, _("Write who it is.")),
        role=role,
        agency=agency,
        part=part,
        invited_at=now,
        added_by=by,
        added_at=now,
    )


@transaction.atomic
def record_attendance(*, by: User, case: Case, presence: dict[UUID, str], now: datetime) -> None:
    """Say of people on the list whether they came (BE-05). ``presence``: attendee → attended, apologies or absent.

    Only those who are named change, so that two people may each tick their own side of the room.
    """
    permissions.check_may_run(by, case)
    meeting = locked(case.meeting)
    if meeting.state not in (State.PLANNED, State.UNDER_WAY):
        raise WrongState(_("This meeting is over. Add a correction instead."))
    changed = 0
    for one in Attendee.objects.filter(meeting=meeting, pk__in=list(presence)):
        said = presence[one.pk]
        if said not in list(Presence):
            raise Invalid({"": _("Choose whether they came.")})
        if said != one.presence:
            one.presence = said
            one.save(update_fields=["presence"])
            changed += 1
    if changed:
        record(by, "meeting.attendance", meeting, case, now, counts={"people": changed})


@transaction.atomic
def open_meeting(*, by: User, case: Case, now: datetime, early: bool = False) -> Meeting:
    """Begin the meeting. From now on what is said can be written down.

    ``Invalid`` at ``early`` on a day before the one that it is planned for, unless ``early`` says that it is meant.
    """
    permissions.check_may_run(by, case)
    meeting = locked(case.meeting)
    if meeting.state == State.UNDER_WAY:
        return meeting  # two people begin it at once
    move(meeting, State.UNDER_WAY)
    if not early and clock.london_day(meeting.starts_at) > clock.london_day(now):
        raise Invalid({"early": _("It is planned for another day.")})
    meeting.opened_by, meeting.opened_at = by, now
    meeting.save_over(meeting.version, "state", "opened_by", "opened_at")
    record(by, "meeting.opened", meeting, case, now)
    return meeting


@transaction.atomic
def cancel(*, by: User, case: Case, why: str, now: datetime) -> Meeting:
    """Call it off, with a reason. What was written down stays readable."""
    permissions.check_may_run(by, case)
    meeting = locked(case.meeting)
    reason = needed("why", why, _("Say why it does not take place."))
    if Case.objects.filter(meeting=meeting, closed_at__isnull=False).exists():
        raise WrongState(_("A part of this meeting is closed already. Close the rest."))
    move(meeting, State.CANCELLED)
    meeting.cancelled_by, meeting.cancelled_at, meeting.cancelled_why = by, now, reason
    meeting.save_over(meeting.version, "state", "cancelled_by", "cancelled_at", "cancelled_why")
    record(by, "meeting.cancelled", meeting, case, now)
    return meeting
