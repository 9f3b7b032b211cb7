"""What people do with requests, corrections, holds and records whose time has come."""

from safelight.governance.actions.corrections import accept_correction, ask_correction, refuse_correction
from safelight.governance.actions.disposing import (
    agree_disposal,
    decline_disposal,
    keep,
    propose_disposal,
    replay_disposals,
)
from safelight.governance.actions.redacting import (
    black_out,
    decide_group,
    decide_names,
    decide_places,
    leave_in,
    leave_out,
)
from safelight.governance.actions.requests import (
    agree,
    check_identity,
    extend,
    note_download,
    open_request,
    prepare,
    record_child_view,
    refuse,
    return_with_comments,
    send,
    send_for_review,
    withdraw,
)
from safelight.governance.actions.retention import adopt_schedule, lift_hold, place_hold

__all__ = [
    "accept_correction",
    "adopt_schedule",
    "agree",
    "agree_disposal",
    "ask_correction",
    "black_out",
    "check_identity",
    "decide_group",
    "decide_names",
    "decide_places",
    "decline_disposal",
    "extend",
    "keep",
    "leave_in",
    "leave_out",
    "lift_hold",
    "note_download",
    "open_request",
    "place_hold",
    "prepare",
    "propose_disposal",
    "record_child_view",
    "refuse",
    "refuse_correction",
    "replay_disposals",
    "return_with_comments",
    "send",
    "send_for_review",
    "withdraw",
]
