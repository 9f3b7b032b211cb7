"""Checks that actions make before they do anything."""

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.core.errors import NotFound


def check(user: User, permission: Permission) -> None:
    """Raise ``NotFound`` unless ``user`` holds a role that allows ``permission``: refused looks like absent."""
    if not user.may(permission):
        raise NotFound(permission.value)
