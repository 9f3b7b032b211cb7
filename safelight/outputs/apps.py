from django.apps import AppConfig


class OutputsConfig(AppConfig):
    """PDF and Word: one renderer a format, one template a form."""

    name = "safelight.outputs"
