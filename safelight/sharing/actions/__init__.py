"""What can be done in this room."""

from safelight.sharing.actions.circulations import NewRecipient, prepare_circulation
from safelight.sharing.actions.decisions import NewDecision, decide_sharing
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
from safelight.sharing.actions.sending import (
    CODE_TOLD,
    FILE_NAME,
    Sent,
    acknowledge_copy,
    chase_copy,
    choose_line,
    printed_copy,
    recall_copy,
    render,
    send_copy,
)
from safelight.sharing.questions import QUESTIONS

__all__ = [
    "CODE_TOLD",
    "FILE_NAME",
    "QUESTIONS",
    "NewDecision",
    "NewRecipient",
    "Offer",
    "Receiver",
    "Sent",
    "accept",
    "acknowledge",
    "acknowledge_copy",
    "chase_copy",
    "check_offer",
    "choose_line",
    "decide_sharing",
    "finish",
    "mark_read",
    "offer",
    "prepare_circulation",
    "printed_copy",
    "recall_copy",
    "reject",
    "render",
    "send_copy",
    "withdraw",
]
