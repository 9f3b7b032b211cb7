from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """Pages that join the rest: my work, a child's page."""

    name = "safelight.overview"
