"""Everything that changes a plan."""

from safelight.plans.actions.agreeing import agree, close, return_for_edits, submit, take_back
from safelight.plans.actions.confirming import confirm_agency
from safelight.plans.actions.drafting import begin, bring_up_to_date, draft_from, save_header
from safelight.plans.actions.low_risk import choose_low_risk_path
from safelight.plans.actions.progress import record_progress, start_urgent
from safelight.plans.actions.reading import note_colours_read
from safelight.plans.actions.reports import begin_report, save_report, send_report
from safelight.plans.actions.reviewing import review
from safelight.plans.actions.rows import (
    Edited,
    add_action,
    choose,
    edit_action,
    say_why_not,
    take_out,
)
from safelight.plans.actions.taking import take_rows
from safelight.plans.actions.targets import Said, record_agreement, record_outcome, set_target

__all__ = [
    "Edited",
    "Said",
    "add_action",
    "agree",
    "begin",
    "begin_report",
    "bring_up_to_date",
    "choose",
    "choose_low_risk_path",
    "close",
    "confirm_agency",
    "draft_from",
    "edit_action",
    "note_colours_read",
    "record_agreement",
    "record_outcome",
    "record_progress",
    "return_for_edits",
    "review",
    "save_header",
    "save_report",
    "say_why_not",
    "send_report",
    "set_target",
    "start_urgent",
    "submit",
    "take_back",
    "take_out",
    "take_rows",
]
