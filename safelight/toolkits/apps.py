from django.apps import AppConfig


class ToolkitsConfig(AppConfig):
    """Definitions: loaded, validated, versioned; and the pure rating engine."""

    name = "safelight.toolkits"
