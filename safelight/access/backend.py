"""Signing in by e-mail and password, with what every page needs of the person read in one go."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from safelight.access import queries
from safelight.access.models import User
from safelight.core.scope import at_least


class EmailBackend(ModelBackend):
    """E-mail and password. Roles are our own (``roles.py``); Django's permission tables are not used."""

    def get_user(self, user_id: Any) -> User | None:
        """The signed-in person with partnership, agency, team, manager and roles, in two queries."""
        return queries.user_by_id(user_id)

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Never: permissions are asked of ``User.may``."""
        return False

    def user_can_authenticate(self, user: Any) -> bool:
        """Only active people; those of a demo only where the demo was asked for and serves this machine alone."""
        from django.conf import settings

        if user is None or not super().user_can_authenticate(user):
            return False
        return not user.partnership.is_demo or settings.DEMO_ALLOWED

    def password_holder(self, email: str, password: str) -> User | None:
        """Whose e-mail and password these are, active or not; as long a computation for an unknown address."""
        try:
            user = User.objects.get_by_natural_key(email)
        except User.DoesNotExist:
            User().set_password(password)
            return None
        with at_least(user.partnership_id):  # a password hashed the old way is hashed anew, and so written
            return user if user.check_password(password) else None

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """The user who may sign in with these, after as long a computation whether or not the address is known."""
        if not username or password is None:
            return None
        user = self.password_holder(username, password)
        return user if self.user_can_authenticate(user) else None
