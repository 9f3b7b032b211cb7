from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Daily digests, calendar feeds, and the sign of life of what runs by itself."""

    name = "safelight.reminders"
