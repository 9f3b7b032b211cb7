"""Recording missing episodes. Every action checks, writes and audits in one transaction."""

from safelight.missing.actions.away import (
    check_telephone,
    decide_publicity,
    record_alert_asked,
    record_attempt,
    record_sighting,
    record_word_sent,
)
from safelight.missing.actions.episodes import (
    close,
    correct_times,
    mark_entered_in_error,
    merge_episodes,
    record_past,
    record_police_reference,
    record_return,
    report_missing,
    undo_merge,
)
from safelight.missing.actions.forms import drop_form, keep_form
from safelight.missing.actions.interviews import (
    accept_interview,
    begin_again,
    complete_interview,
    decline_interview,
    follow_recommendation,
    leave_recommendation,
    offer_interview,
)

__all__ = [
    "accept_interview",
    "begin_again",
    "check_telephone",
    "close",
    "complete_interview",
    "correct_times",
    "decide_publicity",
    "decline_interview",
    "drop_form",
    "follow_recommendation",
    "keep_form",
    "leave_recommendation",
    "mark_entered_in_error",
    "merge_episodes",
    "offer_interview",
    "record_alert_asked",
    "record_attempt",
    "record_past",
    "record_police_reference",
    "record_return",
    "record_sighting",
    "record_word_sent",
    "report_missing",
    "undo_merge",
]
