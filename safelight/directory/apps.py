from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Services, contacts, practice guides, resources."""

    name = "safelight.directory"
