from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """What is due, from whom, by when."""

    name = "safelight.duties"
