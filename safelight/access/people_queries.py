"""Finding people, agencies and teams for administrators, who see those that are no longer active too."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from safelight.access import permissions
from safelight.access.models import Agency, Partnership, RoleOffer, Team, User
from safelight.access.roles import AGREED_BY_TWO, Permission, Role
from safelight.audit.models import Entry
from safelight.core.errors import NotFound

PAGE = 25
LAST_CHANGES = 10


@dataclass(frozen=True)
class Found:
    """One page of people, and how many there are in all."""

    people: list[User]
    page: int
    in_all: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.in_all // PAGE))


def find(
    user: User, *, name: str = "", agency: str = "", role: str = "", inactive: bool = False, page: int = 1
) -> Found:
    """People of the administrator's partnership by part of the name or e-mail address, agency and role; page by page.

    ``inactive``: those who are no longer active as well.
    """
    permissions.check(user, Permission.MANAGE_USERS)
    people = User.objects.filter(partnership_id=user.partnership_id)
    if not inactive:
        people = people.filter(is_active=True)
    for word in name.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    if agency:
        people = people.filter(agency_id=agency)
    if role:
        people = people.filter(role_holdings__role=role)
    in_all = people.count()
    page = min(max(page, 1), max(1, -(-in_all // PAGE)))
    rows = people.select_related("agency", "team").prefetch_related("role_holdings").order_by("name", "pk")
    return Found(list(rows[(page - 1) * PAGE : page * PAGE]), page, in_all)


def person(user: User, person_id: UUID | str) -> User:
    """One person of the administrator's partnership, active or not; raises ``NotFound``."""
    permissions.check(user, Permission.MANAGE_USERS)
    found = (
        User.objects.select_related("partnership", "agency", "team", "line_manager")
        .prefetch_related("role_holdings")
        .filter(pk=person_id, partnership_id=user.partnership_id)
        .first()
    )
    if found is None:
        raise NotFound("person")
    return found


def active_people(user: User) -> QuerySet[User]:
    """Everybody active of the administrator's partnership, by name."""
    permissions.check(user, Permission.MANAGE_USERS)
    return User.objects.filter(partnership_id=user.partnership_id, is_active=True).order_by("name", "pk")


def managed_by(user: User) -> int:
    """How many active people name ``user`` as their line manager."""
    return User.objects.filter(line_manager=user, is_active=True).count()


def agencies(user: User) -> list[Agency]:
    """The agencies of the administrator's partnership, with how many active people each has."""
    permissions.check(user, Permission.MANAGE_USERS)
    here = Agency.objects.filter(partnership_id=user.partnership_id)
    counted = here.annotate(people_now=Count("people", filter=Q(people__is_active=True)))
    return list(counted.prefetch_related("teams").order_by("name"))


def agency(user: User, agency_id: UUID | str) -> Agency:
    """One agency of the administrator's partnership; raises ``NotFound``."""
    permissions.check(user, Permission.MANAGE_USERS)
    found = Agency.objects.filter(pk=agency_id, partnership_id=user.partnership_id).first()
    if found is None:
        raise NotFound("agency")
    return found


def teams(agency: Agency) -> list[Team]:
    """The teams of an agency, with how many active people each has."""
    counted = agency.teams.annotate(people_now=Count("people", filter=Q(people__is_active=True)))
    return list(counted.order_by("name"))


def team(user: User, team_id: UUID | str) -> Team:
    """One team of the administrator's partnership; raises ``NotFound``."""
    permissions.check(user, Permission.MANAGE_USERS)
    found = Team.objects.select_related("agency").filter(pk=team_id, partnership_id=user.partnership_id).first()
    if found is None:
        raise NotFound("team")
    return found


def open_offers(user: User) -> list[RoleOffer]:
    """Roles that wait for a second administrator, the oldest first."""
    permissions.check(user, Permission.MANAGE_USERS)
    waiting = RoleOffer.objects.filter(partnership_id=user.partnership_id, outcome="")
    return list(waiting.select_related("user", "offered_by").order_by("offered_at"))


def second_for(by: User, user: User) -> User | None:
    """An administrator who can agree to what ``by`` gives ``user``: neither of the two."""
    others = User.objects.filter(
        partnership_id=by.partnership_id, is_active=True, role_holdings__role=Role.ADMINISTRATOR
    )
    return others.exclude(pk__in=(by.pk, user.pk)).order_by("name").first()


def needs_agreement(by: User, user: User, role: Role) -> bool:
    """Whether a second administrator has to agree before ``user`` holds ``role``."""
    return role in AGREED_BY_TWO and second_for(by, user) is not None


@dataclass(frozen=True)
class Change:
    """One entry of the log about a person or the partnership: when, by whom, and the code of what was done."""

    at: object
    by: str
    action: str


def last_changes(subject: User | Partnership) -> list[Change]:
    """What administrators did last to a person or to the partnership's settings, by the log."""
    partnership_id = subject.partnership_id if isinstance(subject, User) else subject.pk
    entries = Entry.objects.filter(
        partnership_id=partnership_id, subject_kind=subject._meta.label, subject_id=str(subject.pk), kind="change"
    ).order_by("-sequence")[:LAST_CHANGES]
    found = list(entries)
    names = {
        str(pk): name
        for pk, name in User.objects.filter(
            partnership_id=partnership_id, pk__in={entry.actor for entry in found if entry.actor}
        ).values_list("pk", "name")
    }
    return [Change(entry.at, names.get(entry.actor, ""), entry.action) for entry in found]
