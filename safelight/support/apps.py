from django.apps import AppConfig


class SupportConfig(AppConfig):
    """What is done with and around a child while a plan runs: direct work, triggers and calm, monitoring, moves,
    alerts with others.
    """

    name = "safelight.support"
