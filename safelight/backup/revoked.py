"""Access that was taken away since a backup was made stays taken away after it is restored (HZ-41)."""

from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from safelight.access.models import RoleHolding, User


@dataclass(frozen=True)
class Access:
    """How one person may come in now: the scrambled password, the roles, and the keys of the second factors."""

    password: str
    roles: frozenset[str]
    factors: frozenset[int]


def read() -> dict[UUID, Access]:
    """Everybody who may sign in, by their id."""
    return {
        user.pk: Access(
            user.password,
            frozenset(user.roles),
            frozenset(Authenticator.objects.filter(user=user).values_list("pk", flat=True)),
        )
        for user in User.objects.filter(is_active=True).prefetch_related("role_holdings")
    }


def apply(live: dict[UUID, Access]) -> int:
    """Take from the restored record what the live one does not give: accounts, roles, factors, old passwords.

    Answers how many such things were taken away. Nobody gains anything by it.
    """
    taken = 0
    for user in User.objects.filter(is_active=True):
        now = live.get(user.pk)
        if now is None:
            user.is_active = False
            user.save(update_fields=["is_active"])
            taken += 1
            continue
        taken += RoleHolding.objects.filter(user=user).exclude(role__in=now.roles).delete()[0]
        taken += Authenticator.objects.filter(user=user).exclude(pk__in=now.factors).delete()[0]
        if user.password != now.password:
            user.password = now.password
            user.save(update_fields=["password"])
            taken += 1
    return taken


def end_sessions() -> int:
    """Everybody signs in afresh; how many sessions there were."""
    UserSession.objects.all().delete()
    return Session.objects.all().delete()[0]
