from django.apps import AppConfig


class RatingsConfig(AppConfig):
    """Suggested level, decided level, reasons, and the procedures that follow."""

    name = "safelight.ratings"
