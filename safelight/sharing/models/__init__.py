"""Tables of this room: offers of work to another agency, decisions to share or not, and copies that go out."""

from safelight.sharing.models.circulations import CHANNELS, COPY_KINDS, Circulation, Copy, CopyLine, Sending
from safelight.sharing.models.decisions import SharingDecision
from safelight.sharing.models.referrals import KEEPS, KINDS, STATES, Referral

__all__ = [
    "CHANNELS",
    "COPY_KINDS",
    "KEEPS",
    "KINDS",
    "STATES",
    "Circulation",
    "Copy",
    "CopyLine",
    "Referral",
    "Sending",
    "SharingDecision",
]
