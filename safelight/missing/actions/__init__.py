"""Recording missing episodes. Every action checks, writes and audits in one transaction."""

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

__all__ = [
    "close",
    "correct_times",
    "drop_form",
    "keep_form",
    "mark_entered_in_error",
    "merge_episodes",
    "record_past",
    "record_police_reference",
    "record_return",
    "report_missing",
    "undo_merge",
]
