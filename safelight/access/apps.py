from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Partnerships, agencies, teams, people who sign in, their roles and permissions."""

    name = "safelight.access"
