from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only, chained log of changes, views, searches, downloads and refusals."""

    name = "safelight.audit"
