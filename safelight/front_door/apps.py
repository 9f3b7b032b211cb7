from django.apps import AppConfig


class FrontDoorConfig(AppConfig):
    """Ways in for young people, parents and the public, who have no account."""

    name = "safelight.front_door"
