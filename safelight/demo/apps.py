from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The invented partnership, made through the actions."""

    name = "safelight.demo"
