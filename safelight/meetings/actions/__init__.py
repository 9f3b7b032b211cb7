"""Everything that changes a meeting."""

from safelight.meetings.actions.closing import Closed, append_correction, close
from safelight.meetings.actions.planning import (
    Guest,
    When,
    cancel,
    change_when,
    invite,
    open_meeting,
    plan_meeting,
    record_attendance,
)
from safelight.meetings.actions.running import (
    Reviewed,
    add_contribution,
    add_volt,
    note,
    record_voice,
    review_level,
    review_row,
    row_values,
    set_next,
    take_out_volt,
)

__all__ = [
    "Closed",
    "Guest",
    "Reviewed",
    "When",
    "add_contribution",
    "add_volt",
    "append_correction",
    "cancel",
    "change_when",
    "close",
    "invite",
    "note",
    "open_meeting",
    "plan_meeting",
    "record_attendance",
    "record_voice",
    "review_level",
    "review_row",
    "row_values",
    "set_next",
    "take_out_volt",
]
