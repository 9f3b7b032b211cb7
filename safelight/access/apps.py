from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccessConfig(AppConfig):
    """Partnerships, agencies, teams, people who sign in, their roles and permissions."""

    name = "safelight.access"

    def ready(self) -> None:
        """Fill each new session in one place, whatever way somebody signed in; have the settings checked."""
        from safelight.access import checks, sessions  # noqa: F401  # checks register themselves

        user_logged_in.connect(sessions.begin, dispatch_uid="safelight.access.sessions.begin")
