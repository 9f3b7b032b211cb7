from django.apps import AppConfig


class BackupConfig(AppConfig):
    """Encrypted copies of the whole record, and putting them back."""

    name = "safelight.backup"
