"""Which way a partnership's messages leave. Nothing of a demo ever leaves the machine."""

from typing import Protocol

from django.conf import settings

from safelight.access.models import Partnership
from safelight.delivery.outgoing import Outgoing
from safelight.delivery.transports.folder import Folder
from safelight.delivery.transports.notify import Notify
from safelight.delivery.transports.smtp import Smtp


class Transport(Protocol):
    """``send`` answers the carrier's own id, if it has one; it raises ``Refused`` or ``Unreachable``."""

    @property
    def name(self) -> str:
        """Its code."""

    @property
    def takes_files(self) -> bool:
        """Whether files can go with a message."""

    @property
    def keeps_words(self) -> bool:
        """Whether the words stay in the outbox after they went, so that they can be read there."""

    def send(self, outgoing: Outgoing) -> str:
        """Hand it over."""


def transport_for(partnership: Partnership) -> Transport | None:
    """How this partnership's messages leave; None where nobody has set up any way."""
    if partnership.is_demo:
        return Folder(settings.OUTBOX)
    if settings.NOTIFY_KEY:
        return Notify(settings.NOTIFY_URL, settings.NOTIFY_KEY, settings.NOTIFY_TEMPLATE)
    if settings.SMTP_HOST:
        return Smtp(
            settings.SMTP_HOST,
            settings.SMTP_PORT,
            sender=settings.MAIL_FROM,
            user=settings.SMTP_USER,
            password=settings.SMTP_PASSWORD,
            encrypted=settings.SMTP_ENCRYPTED,
        )
    return None
