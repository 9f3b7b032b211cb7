from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, addresses and the joining of the rooms: the only place that knows them all."""

    name = "safelight.config"
    label = "config"

    def ready(self) -> None:
        """Join the rooms once all of them are loaded."""
        from safelight.config import database, providers

        providers.register()
        database.connect()
