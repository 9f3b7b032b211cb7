"""What can be done in this room."""

from safelight.sharing.actions.circulations import NewRecipient, prepare_circulation
from safelight.sharing.actions.referrals import (
    Offer,
    Receiver,
    accept,
    acknowledge,
    check_offer,
    finish,
    mark_read,
    offer,
    reject,
    withdraw,
)

__all__ = [
    "NewRecipient",
    "Offer",
    "Receiver",
    "accept",
    "acknowledge",
    "check_offer",
    "finish",
    "mark_read",
    "offer",
    "prepare_circulation",
    "reject",
    "withdraw",
]
