"""Who can be asked to a meeting, and who is to have a copy of what it came to."""

from collections.abc import Sequence
from uuid import UUID

from safelight.access.models import Agency, User
from safelight.children import queries as children
from safelight.children.models import Channel, Child, PersonAround
from safelight.core import clock
from safelight.meetings.held_back import is_police
from safelight.meetings.models import Attendee, Case
from safelight.meetings.states import Part
from safelight.plans import queries as plans
from safelight.sharing.actions import NewRecipient
from safelight.sharing.copies import CopyKind

_COPY = {
    Part.CHILD: CopyKind.CHILD,
    Part.PARENT: CopyKind.PARENTS,
    Part.FAMILY: CopyKind.PARENTS,
    Part.PROFESSIONAL: CopyKind.PROFESSIONAL,
    Part.POLICE: CopyKind.POLICE,
}


def invited_people(child: Child) -> tuple[dict[UUID, User], list[PersonAround]]:
    """Who works with the child, and who is around the child and may be asked: nobody of whom contact may not be safe
    and nobody has decided (SH-04)."""
    workers = plans.people_who_work_with(child, clock.today())
    around = [person for person in children.people_around(child) if not unsafe(child, person)]
    return workers, around


def unsafe(child: Child, person: PersonAround) -> bool:
    """Whether somebody may pose a risk, and nobody has decided that contact goes on."""
    if person.kind != PersonAround.Kind.RISK and person.safe != PersonAround.Safe.UNSAFE:
        return False
    halt = children.halt_of(child, person, Channel.TELEPHONE)
    return halt is not None and not halt.channel


def part_of(person: PersonAround) -> str:
    """In which part somebody around the child comes."""
    if person.kind == PersonAround.Kind.SERVICE:
        return Part.PROFESSIONAL
    is_parent = person.has_parental_responsibility or person.contact_for_parents
    return Part.PARENT if is_parent else Part.FAMILY


def part_of_user(user: User) -> str:
    """Police come as police: what they say is not for the family's copies unless somebody says so."""
    is_police = user.agency is not None and user.agency.kind == Agency.Kind.POLICE
    return Part.POLICE if is_police else Part.PROFESSIONAL


def is_police_attendee(one: Attendee) -> bool:
    """Whether somebody is of the police: by the part they come in, their agency, or what is written of them."""
    if one.part == Part.POLICE or (one.user is not None and part_of_user(one.user) == Part.POLICE):
        return True
    return is_police(one.name, one.role, one.agency)


def recipients(case: Case, people: Sequence[Attendee]) -> list[NewRecipient]:
    """Who is to have a copy: everybody asked or come, and whoever works with the child. Nobody twice.

    Friends and wider family come to help; they are given a copy only where somebody adds them afterwards.
    """
    if case.child is None:
        return []
    around = {person.pk: person for person in children.people_around(case.child)}
    found: list[NewRecipient] = []
    there: set[UUID] = set()
    for one in people:
        if one.part == Part.FAMILY or (one.person_id is not None and one.person_id not in around):
            continue
        if one.user_id is not None:
            there.add(one.user_id)
        found.append(
            NewRecipient(
                name=one.name,
                role=one.role,
                kind=_COPY[Part(one.part)],
                user=one.user if one.user is not None and one.user.is_active else None,
                person_around=around.get(one.person_id) if one.person_id else None,
            )
        )
    for pk, user in plans.people_who_work_with(case.child, clock.today()).items():
        if pk not in there:
            found.append(
                NewRecipient(name=user.name, role=user.job_title, kind=_COPY[Part(part_of_user(user))], user=user)
            )
    return found
