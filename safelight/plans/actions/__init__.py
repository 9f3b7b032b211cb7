"""Everything that changes a plan."""

from safelight.plans.actions.agreeing import agree, close, return_for_edits, submit, take_back
from safelight.plans.actions.drafting import begin, bring_up_to_date, draft_from, save_header
from safelight.plans.actions.progress import record_progress, start_urgent
from safelight.plans.actions.reviewing import review
from safelight.plans.actions.rows import (
    Edited,
    add_action,
    choose,
    edit_action,
    say_why_not,
    take_out,
)

__all__ = [
    "Edited",
    "add_action",
    "agree",
    "begin",
    "bring_up_to_date",
    "choose",
    "close",
    "draft_from",
    "edit_action",
    "record_progress",
    "return_for_edits",
    "review",
    "save_header",
    "say_why_not",
    "start_urgent",
    "submit",
    "take_back",
    "take_out",
]
