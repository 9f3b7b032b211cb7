from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Subject access, redaction, retention, legal hold and disposal."""

    name = "safelight.governance"
