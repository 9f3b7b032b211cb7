from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Referrals and transfers between agencies, and who was told what."""

    name = "safelight.sharing"
