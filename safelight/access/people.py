"""What administrators do for people: add, correct, give and take roles, let in again, see out, take back.

Each takes the partnership's row first and reads the administrator afresh, so that two who act at once act one after
the other: two administrators cannot take the role from each other, and one always remains. Nobody does any of this to
themselves, but for their own name, job title and telephone number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from safelight.access import actions, leaving, people_queries, permissions, queries, second_factors, sessions
from safelight.access.models import Agency, Partnership, RoleHolding, RoleOffer, Team, User
from safelight.access.roles import BESIDE_ADMINISTRATOR, PERMISSIONS, Permission, Role
from safelight.audit import actions as audit
from safelight.audit.models import Kind
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.core.ids import new_passphrase

TEMPORARY_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Added:
    """A new person, the temporary password to hand over (empty where they need none), and roles that wait."""

    user: User
    password: str
    waiting: tuple[Role, ...]


@transaction.atomic
def add_person(
    *,
    by: User,
    name: str,
    email: str,
    job_title: str = "",
    telephone: str = "",
    agency: Agency | None = None,
    team: Team | None = None,
    line_manager: User | None = None,
    roles: Iterable[Role] = (),
    through_organisation: bool = False,
) -> Added:
    """Add a person with a temporary password that works for seven days and has to be changed at once.

    ``through_organisation``: they sign in through their organisation and need no password here. A role that two
    administrators give waits for the second, where there is one.
    """
    by = _administrator(by)
    roles = tuple(dict.fromkeys(roles))
    _check_together(frozenset(roles))
    _check_team(agency, team)
    if line_manager is not None and not people_queries.person(by, line_manager.pk).is_active:
        raise Invalid({"line_manager": "This person is not active."})
    password = new_passphrase()
    made = actions.create_user(
        by=by,
        email=email,
        name=name,
        password=password,
        roles=[],
        job_title=job_title,
        telephone=telephone,
        agency=agency,
        team=team,
        line_manager=line_manager,
    )
    if through_organisation:
        made.set_unusable_password()
        password = ""
    else:
        made.password_must_change, made.temporary_until = True, clock.now() + TEMPORARY_FOR
    made.save(update_fields=["password", "password_must_change", "temporary_until"])
    waiting = tuple(role for role in roles if not _give(by, made, role))
    return Added(made, password, waiting)


@transaction.atomic
def edit_person(
    *,
    by: User,
    user: User,
    name: str,
    email: str,
    job_title: str,
    telephone: str,
    agency: Agency | None,
    team: Team | None,
    line_manager: User | None,
) -> User:
    """Correct or move a person. Of themselves nobody changes the address, the place or the manager."""
    by = _administrator(by)
    person = people_queries.person(by, user.pk)
    for other in (agency, team, line_manager):
        if other is not None and other.partnership_id != by.partnership_id:
            raise NotFound("agency, team or manager")
    _check_team(agency, team)
    if line_manager is not None:
        line_manager = people_queries.person(by, line_manager.pk)
        _check_manager(person, line_manager)
    values = {
        "name": name,
        "email": email.strip().lower(),
        "job_title": job_title,
        "telephone": telephone,
        "agency": agency,
        "team": team,
        "line_manager": line_manager,
    }
    changed = [field for field, value in values.items() if getattr(person, field) != value]
    if person.pk == by.pk and not {"name", "job_title", "telephone"}.issuperset(changed):
        raise Invalid("Another administrator changes your address, agency, team or manager.")
    if not changed:
        return person
    for field in changed:
        setattr(person, field, values[field])
    try:
        with transaction.atomic():
            person.save(update_fields=changed)
    except IntegrityError as error:
        raise Invalid({"email": "Somebody already signs in with this e-mail address."}) from error
    for field in changed:
        audit.record(
            partnership_id=by.partnership_id,
            by=by,
            action=f"user.{field.replace('_', '-')}-changed",
            subject=person,
        )
    return person


@transaction.atomic
def give_role(*, by: User, user: User, role: Role) -> bool:
    """Give a role, or offer it where a second administrator has to agree; whether it is held now."""
    by = _administrator(by)
    person = _other(by, user)
    if not person.is_active:
        raise WrongState("This person is not active. Take them back first.")
    return _give(by, person, role)


@transaction.atomic
def take_role(*, by: User, user: User, role: Role) -> int:
    """Take a role. Whoever sees no child without it leaves every child; how many children that was (HZ-35)."""
    by = _administrator(by)
    person = _other(by, user)
    holding = RoleHolding.objects.filter(user=person, role=role).first()
    if holding is None:
        raise NotFound("role")
    saw_children = person.may(Permission.LOG_CONCERN)
    left = 0
    remaining = person.roles - {role}
    if saw_children and not any(_sees_children(one) for one in remaining):
        left = _hand_over(by, person, None)
    holding.delete()
    if role is Role.ADMINISTRATOR:
        _withdraw(by, RoleOffer.objects.filter(offered_by=person, outcome=""))
    _note(by, person, f"role.taken.{role}", children=left)
    return left


@transaction.atomic
def answer_offer(*, by: User, offer_id: UUID, agree: bool) -> RoleOffer:
    """Agree to a role that another administrator offered, or decline it. Who offered it may withdraw it by that."""
    by = _administrator(by)
    offer = (
        RoleOffer.objects.select_related("user", "offered_by")
        .filter(pk=offer_id, partnership_id=by.partnership_id, outcome="")
        .first()
    )
    if offer is None or offer.user_id == by.pk:
        raise NotFound("offer")
    if agree and offer.offered_by_id == by.pk:
        raise NotFound("offer")
    role = Role(offer.role)
    if agree:
        person = people_queries.person(by, offer.user_id)
        _check_together(person.roles | {role})
        RoleHolding.objects.create(
            partnership_id=by.partnership_id,
            user=person,
            role=role,
            given_by_id=offer.offered_by_id,
            agreed_by=by,
        )
        offer.outcome = RoleOffer.Outcome.AGREED
    else:
        own = offer.offered_by_id == by.pk
        offer.outcome = RoleOffer.Outcome.WITHDRAWN if own else RoleOffer.Outcome.DECLINED
    offer.answered_by, offer.answered_at = by, clock.now()
    offer.save()
    _note(by, offer.user, f"role.{offer.outcome}.{role}")
    return offer


@transaction.atomic
def give_temporary_password(*, by: User, user: User) -> str:
    """A new temporary password for somebody who has forgotten theirs; their sessions end. Shown this once."""
    by = _administrator(by)
    person = _other(by, user)
    if not person.is_active:
        raise WrongState("This person is not active. Take them back first.")
    password = _renew_password(person)
    _note(by, person, "user.temporary-password", sessions=sessions.end(person))
    return password


@transaction.atomic
def end_sessions_of(*, by: User, user: User) -> int:
    """Sign a person out everywhere; how many sessions ended."""
    by = _administrator(by)
    person = _other(by, user)
    ended = sessions.end(person)
    _note(by, person, "user.sessions-ended", sessions=ended)
    return ended


@transaction.atomic
def deactivate(*, by: User, user: User, to: User | None = None) -> int:
    """Somebody leaves: signed out at once, without roles, and all that they did with children goes to ``to`` or else
    to their manager, who owns it from that moment (HZ-35). How many children that was.

    Raises ``Invalid`` where there are children and nobody who could take them.
    """
    by = _administrator(by)
    person = _other(by, user)
    if not person.is_active:
        raise WrongState("This person is not active any more.")
    left = _hand_over(by, person, to)
    roles = RoleHolding.objects.filter(user=person).delete()[0]
    pending = RoleOffer.objects.filter(outcome="")
    _withdraw(by, pending.filter(user=person))
    _withdraw(by, pending.filter(offered_by=person))
    person.is_active = False
    person.save(update_fields=["is_active"])
    _note(by, person, "user.deactivated", sessions=sessions.end(person), roles=roles, children=left)
    return left


@transaction.atomic
def reactivate(*, by: User, user: User) -> str:
    """Take somebody back: with a new temporary password, no roles, no second factor and no child. The password."""
    by = _administrator(by)
    person = _other(by, user)
    if person.is_active:
        raise WrongState("This person is active already.")
    person.is_active = True
    person.save(update_fields=["is_active"])
    second_factors.remove_all(person)
    password = _renew_password(person)
    _note(by, person, "user.reactivated")
    return password


def note_search(*, by: User, found: int) -> None:
    """Note that an administrator looked for people, and how many were found; never what was typed."""
    audit.record_apart(
        partnership_id=by.partnership_id,
        by=by,
        action="people.searched",
        kind=Kind.SEARCH,
        counts={"found": found},
    )


def _administrator(by: User) -> User:
    """Whoever acts, as they are now and not as they were when the page was opened; nobody else acts meanwhile."""
    Partnership.objects.select_for_update().get(pk=by.partnership_id)
    now = queries.user_by_id(by.pk)
    if now is None:
        raise NotFound("administrator")
    permissions.check(now, Permission.MANAGE_USERS)
    return now


def _other(by: User, user: User) -> User:
    """The person as they are now: somebody else of the same partnership."""
    if user.pk == by.pk:
        raise NotFound("person")
    return people_queries.person(by, user.pk)


def _note(by: User, person: User, action: str, **counts: int) -> None:
    audit.record(partnership_id=by.partnership_id, by=by, action=action, subject=person, counts=counts)


def _sees_children(role: Role) -> bool:
    return Permission.LOG_CONCERN in PERMISSIONS[role]


def _check_together(roles: frozenset[Role]) -> None:
    if Role.ADMINISTRATOR in roles and not roles <= BESIDE_ADMINISTRATOR:
        raise Invalid({"roles": "An administrator sees no child and holds no role that does."})


def _check_team(agency: Agency | None, team: Team | None) -> None:
    if team is not None and (agency is None or team.agency_id != agency.pk):
        raise Invalid({"team": "This team belongs to another agency."})


def _check_manager(person: User, manager: User) -> None:
    """A line manager is active, and nobody is above themselves."""
    if manager.pk == person.line_manager_id:
        return
    if not manager.is_active:
        raise Invalid({"line_manager": "This person is not active."})
    above = dict(User.objects.filter(partnership_id=person.partnership_id).values_list("pk", "line_manager_id"))
    seen: set[UUID] = set()
    step: UUID | None = manager.pk
    while step is not None and step not in seen:
        if step == person.pk:
            raise Invalid({"line_manager": "They would manage each other. Choose somebody else."})
        seen.add(step)
        step = above.get(step)


def _give(by: User, person: User, role: Role) -> bool:
    if person.pk == by.pk:
        raise NotFound("person")
    if RoleHolding.objects.filter(user=person, role=role).exists():
        raise Invalid({"role": "They hold this role already."})
    if RoleOffer.objects.filter(user=person, role=role, outcome="").exists():
        raise Invalid({"role": "This role waits for a second administrator already."})
    held = frozenset(Role(one) for one in RoleHolding.objects.filter(user=person).values_list("role", flat=True))
    _check_together(held | {role})
    if people_queries.needs_agreement(by, person, role):
        RoleOffer.objects.create(
            partnership_id=by.partnership_id, user=person, role=role, offered_by=by, offered_at=clock.now()
        )
        _note(by, person, f"role.offered.{role}")
        return False
    RoleHolding.objects.create(partnership_id=by.partnership_id, user=person, role=role, given_by=by)
    _note(by, person, f"role.given.{role}")
    return True


def _withdraw(by: User, offers: Iterable[RoleOffer]) -> None:
    for offer in offers:
        offer.outcome, offer.answered_by, offer.answered_at = RoleOffer.Outcome.WITHDRAWN, by, clock.now()
        offer.save()
        _note(by, offer.user, f"role.withdrawn.{offer.role}")


def _renew_password(person: User) -> str:
    password = new_passphrase()
    person.set_password(password)
    person.password_must_change, person.temporary_until = True, clock.now() + TEMPORARY_FOR
    person.save(update_fields=["password", "password_must_change", "temporary_until"])
    return password


def successor_of(person: User) -> User | None:
    """Who takes over without anybody being named: their manager, if that is somebody who can see children."""
    manager = queries.manager_of(person)
    return manager if manager is not None and manager.may(Permission.LOG_CONCERN) else None


def _hand_over(by: User, person: User, to: User | None) -> int:
    if to is not None:
        to = people_queries.person(by, to.pk)
        if to.pk == person.pk or not to.may(Permission.LOG_CONCERN):
            raise Invalid({"to": "Choose somebody else who can see children."})
    successor = to or successor_of(person)
    if successor is None and leaving.left_behind(person).works_with:
        raise Invalid({"to": "Say who takes over: they have no manager here who could."})
    return leaving.leave(by=by, user=person, to=successor)
