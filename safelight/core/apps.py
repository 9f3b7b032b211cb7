from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Ids, the clock, the base of every table, errors."""

    name = "safelight.core"

    def ready(self) -> None:
        """A new connection to the database takes up the scope in which it is opened."""
        from django.db.backends.signals import connection_created

        from safelight.core import scope

        connection_created.connect(scope.take_up, dispatch_uid="safelight.core.scope")
