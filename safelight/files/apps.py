from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files attached to a record: checked, kept apart, sealed where they must not be seen."""

    name = "safelight.files"
