"""Finding people, agencies and teams of a partnership."""

from uuid import UUID

from django.db.models import QuerySet

from safelight.access.models import Agency, KeptPost, Partnership, SingleSignOnIdentity, Team, User
from safelight.access.roles import Permission


def user_by_id(user_id: str | UUID) -> User | None:
    """The active user with this id, with what every page needs of them."""
    return (
        User.objects.select_related("partnership", "agency", "team", "line_manager")
        .prefetch_related("role_holdings")
        .filter(pk=user_id, is_active=True)
        .first()
    )


def user_by_email(email: str) -> User | None:
    """The user with this e-mail address, active or not."""
    return User.objects.select_related("partnership").filter(email=email.strip().lower()).first()


def user_by_identity(subject: str) -> User | None:
    """The user whom an identity provider knows by this hashed subject, active or not."""
    found = SingleSignOnIdentity.objects.select_related("user__partnership").filter(subject=subject).first()
    return found.user if found is not None else None


def has_identity(user: User) -> bool:
    """Whether some subject of the identity provider is this person already."""
    return SingleSignOnIdentity.objects.filter(user=user).exists()


def only_partnership() -> Partnership | None:
    """The partnership of this installation, where there is just one."""
    found = list(Partnership.objects.all()[:2])
    return found[0] if len(found) == 1 else None


def colleagues(user: User) -> QuerySet[User]:
    """Everybody active in the user's partnership, by name."""
    return User.objects.filter(partnership_id=user.partnership_id, is_active=True).order_by("name")


def colleague(user: User, user_id: str | UUID) -> User | None:
    """One active person of the user's partnership, or None."""
    return colleagues(user).filter(pk=user_id).select_related("agency", "team").first()


def agencies(user: User) -> QuerySet[Agency]:
    """The agencies of the user's partnership, by name."""
    return Agency.objects.filter(partnership_id=user.partnership_id).order_by("name")


def teams(user: User) -> QuerySet[Team]:
    """The teams of the user's partnership, by agency and name."""
    return (
        Team.objects.filter(partnership_id=user.partnership_id)
        .select_related("agency")
        .order_by("agency__name", "name")
    )


def manager_of(user: User) -> User | None:
    """The line manager named for ``user``; else a manager of their team; else of their agency (never themselves)."""
    if user.line_manager_id and user.line_manager and user.line_manager.is_active:
        return user.line_manager
    holders = User.objects.filter(
        partnership_id=user.partnership_id, is_active=True, role_holdings__role="manager"
    ).exclude(pk=user.pk)
    if user.team_id:
        found = holders.filter(team_id=user.team_id).order_by("name").first()
        if found is not None:
            return found
    return holders.filter(agency_id=user.agency_id).order_by("name").first() if user.agency_id else None


def people_who_may(partnership_id: UUID, permission: Permission) -> list[User]:
    """Everybody active of a partnership whose roles allow ``permission``."""
    people = User.objects.filter(partnership_id=partnership_id, is_active=True).prefetch_related("role_holdings")
    return [person for person in people.order_by("name") if person.may(permission)]


def administrators(user: User) -> list[User]:
    """Who can help this person to sign in again: the administrators of their partnership, never themselves."""
    return [one for one in people_who_may(user.partnership_id, Permission.MANAGE_USERS) if one.pk != user.pk]


def kept_posts(user: User) -> QuerySet[KeptPost]:
    """What this person posted after a session had ended, newest first."""
    return KeptPost.objects.filter(user=user).order_by("-at")


def partnerships() -> QuerySet[Partnership]:
    """Every partnership of this installation."""
    return Partnership.objects.order_by("name")
