"""What is read of this room."""

from safelight.sharing.queries.referrals import (
    Desks,
    Looking,
    answered_by,
    leads,
    look,
    may_refer,
    of_child,
    open_of,
    referrals,
    sent_by,
    to_answer,
    unread_answers,
)

__all__ = [
    "Desks",
    "Looking",
    "answered_by",
    "leads",
    "look",
    "may_refer",
    "of_child",
    "open_of",
    "referrals",
    "sent_by",
    "to_answer",
    "unread_answers",
]
