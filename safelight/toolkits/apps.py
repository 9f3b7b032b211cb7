from django.apps import AppConfig


class ToolkitsConfig(AppConfig):
    """Assessment toolkits as data: read, checked, versioned, adopted; and the pure rating engine."""

    name = "safelight.toolkits"

    def ready(self) -> None:
        """Have the definitions checked that are read at each start."""
        from safelight.toolkits import settings_checks  # noqa: F401  # checks register themselves
