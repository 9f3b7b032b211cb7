"""Ways in which a message leaves: a folder for the demo, a mail server, or GOV.UK Notify."""

from safelight.delivery.transports.choosing import Transport, transport_for
from safelight.delivery.transports.errors import Refused, Unreachable

__all__ = ["Refused", "Transport", "Unreachable", "transport_for"]
