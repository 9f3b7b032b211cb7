from django.apps import AppConfig


class ToolkitsConfig(AppConfig):
    """Assessment toolkits as data: read, checked, versioned, adopted; and the pure rating engine."""

    name = "safelight.toolkits"
