from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Who looked at what: the audit log's pages, and what in it looks like browsing."""

    name = "safelight.oversight"
