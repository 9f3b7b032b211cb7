from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccessConfig(AppConfig):
    """Partnerships, agencies, teams, people who sign in, their roles and permissions."""

    name = "safelight.access"

    def ready(self) -> None:
        """Fill each new session in one place, whatever way somebody signed in."""
        from safelight.access import sessions

        user_logged_in.connect(sessions.begin, dispatch_uid="safelight.access.sessions.begin")
