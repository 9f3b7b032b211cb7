from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The outbox: e-mail, links with a code, locked attachments, print, receipts."""

    name = "safelight.delivery"
