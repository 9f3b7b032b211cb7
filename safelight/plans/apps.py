from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Safety plans: outcomes, actions, approval, versions."""

    name = "safelight.plans"
