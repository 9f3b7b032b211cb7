from django.apps import AppConfig


class YoungPersonConfig(AppConfig):
    """The young person's own plan: a projection of the plan in their words."""

    name = "safelight.young_person"
