from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Ids, the clock, the base of every table, errors."""

    name = "safelight.core"
