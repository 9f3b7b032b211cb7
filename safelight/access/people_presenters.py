"""What the administrators' pages show, ready for the templates."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from safelight.access import leaving, people_queries, second_factors, sessions
from safelight.access.models import RoleOffer, User
from safelight.access.people_forms import ROLE_WORDS, Choices
from safelight.access.roles import AGREED_BY_TWO, Role
from safelight.core import clock


def row(person: User) -> dict[str, Any]:
    """A line of the list."""
    return {
        "id": person.pk,
        "name": person.name,
        "job_title": person.job_title,
        "email": person.email,
        "place": place(person),
        "roles": [role.label for role in Role if role in person.roles],
        "inactive": not person.is_active,
    }


def place(person: User) -> str:
    """``Kestrel Bay Academy, Safeguarding``."""
    return ", ".join(one.name for one in (person.agency, person.team) if one is not None)


def offers(user: User, found: Iterable[RoleOffer]) -> list[dict[str, Any]]:
    """Roles that wait, and what this administrator may do about each: agree, decline, withdraw, or nothing."""
    return [
        {
            "id": offer.pk,
            "person_id": offer.user_id,
            "name": offer.user.name,
            "role": Role(offer.role).label,
            "by": offer.offered_by.name,
            "at": offer.offered_at,
            "own": offer.offered_by_id == user.pk,
            "about_me": offer.user_id == user.pk,
        }
        for offer in found
    ]


def person_page(user: User, person: User) -> dict[str, Any]:
    """Everything on a person's page."""
    factors = second_factors.summary(person)
    waiting = [one for one in people_queries.open_offers(user) if one.user_id == person.pk]
    offered = {one.role for one in waiting}
    return {
        "found": person,
        "place": place(person),
        "held": [{"role": str(role), "name": role.label, "words": ROLE_WORDS[role]} for role in _held(person)],
        "offers": offers(user, waiting),
        "to_give": [
            (
                str(role),
                _("%(role)s (two administrators)") % {"role": role.label} if role in AGREED_BY_TWO else role.label,
            )
            for role in Role
            if role not in person.roles and role not in offered
        ],
        "factors": int(factors.app) + len(factors.passkeys),
        "open_sessions": len(sessions.open_sessions(person, None)),
        "has_password": person.has_usable_password(),
        "temporary": _temporary(person),
        "left": leaving.left_behind(person),
        "changes": [
            {"at": one.at, "by": one.by, "what": change_words(one.action)}
            for one in people_queries.last_changes(person)
        ],
    }


def _held(person: User) -> list[Role]:
    return [role for role in Role if role in person.roles]


def _temporary(person: User) -> str:
    if not person.password_must_change or person.temporary_until is None:
        return ""
    return "open" if person.temporary_until > clock.now() else "run out"


def role_items(chosen: Iterable[str]) -> list[dict[str, Any]]:
    """The roles as boxes to tick, each with what it is for."""
    ticked = set(chosen)
    return [
        {
            "value": str(role),
            "text": role.label,
            "hint": {"text": ROLE_WORDS[role]},
            "checked": str(role) in ticked,
        }
        for role in Role
    ]


def agency_choices(user: User) -> Choices:
    """The agencies to choose from."""
    return [(str(one.pk), one.name) for one in people_queries.agencies(user)]


def team_choices(user: User) -> Choices:
    """The teams to choose from, each with its agency."""
    found = [(one, team) for one in people_queries.agencies(user) for team in one.teams.all()]
    return [(str(team.pk), f"{one.name}: {team.name}") for one, team in found]


def person_choices(user: User, person: User | None = None) -> Choices:
    """The active people to choose a line manager from, and the one whom ``person`` has."""
    found = [one for one in people_queries.active_people(user) if person is None or one.pk != person.pk]
    manager = person.line_manager if person is not None else None
    if manager is not None and not manager.is_active:
        found.append(manager)
    return [(str(one.pk), one.name_and_role) for one in found]


def successor_choices(successor: User | None, able: Iterable[User]) -> Choices:
    """Who can take over: the manager without being chosen, or somebody by name."""
    first = _("Choose somebody")
    if successor is not None:
        first = _("Their manager: %(name)s") % {"name": successor.name_and_role}
    return [("", first), *((str(one.pk), one.name_and_role) for one in able)]


def change_words(action: str) -> str:
    """A code of the log in words."""
    if action.startswith("role."):
        _start, what, role = action.split(".", 2)
        name = Role(role).label if role in Role.values else role
        return {
            "given": _("%(role)s given"),
            "taken": _("%(role)s taken"),
            "offered": _("%(role)s offered, waits for a second administrator"),
            "agreed": _("%(role)s agreed by a second administrator"),
            "declined": _("%(role)s declined by a second administrator"),
            "withdrawn": _("Offer of %(role)s withdrawn"),
        }.get(what, action) % {"role": name}
    return str(_CHANGES.get(action, action))


_CHANGES: dict[str, Any] = {
    "user.created": _lazy("Added"),
    "user.name-changed": _lazy("Name changed"),
    "user.email-changed": _lazy("E-mail address changed"),
    "user.job-title-changed": _lazy("Job title changed"),
    "user.telephone-changed": _lazy("Telephone changed"),
    "user.agency-changed": _lazy("Agency changed"),
    "user.team-changed": _lazy("Team changed"),
    "user.line-manager-changed": _lazy("Line manager changed"),
    "user.temporary-password": _lazy("Temporary password given"),
    "user.temporary-password-dropped": _lazy("Signed in through their organisation: temporary password removed"),
    "user.password": _lazy("Changed their own password"),
    "user.keys": _lazy("Changed their own keys"),
    "user.single-sign-on-bound": _lazy("First sign-in through their organisation"),
    "user.second-factors-reset": _lazy("Second factors removed"),
    "user.sessions-ended": _lazy("Signed out everywhere"),
    "user.deactivated": _lazy("Left: can no longer sign in"),
    "user.reactivated": _lazy("Taken back"),
    "factor.app-added": _lazy("Set up an authenticator app"),
    "factor.app-removed": _lazy("Removed their authenticator app"),
    "factor.passkey-added": _lazy("Added a passkey"),
    "factor.passkey-removed": _lazy("Removed a passkey"),
    "factor.codes-made": _lazy("Made recovery codes"),
    "partnership.created": _lazy("Partnership begun"),
    "partnership.name-changed": _lazy("Name changed"),
    "partnership.mash-telephone-changed": _lazy("MASH telephone changed"),
    "partnership.mash-hours-changed": _lazy("Hours of the MASH changed"),
    "partnership.out-of-hours-telephone-changed": _lazy("Telephone at night and at weekends changed"),
    "partnership.numbers-confirmed": _lazy("Numbers rung and confirmed"),
    "partnership.numbers-not-confirmed": _lazy("Numbers changed, not confirmed"),
}
