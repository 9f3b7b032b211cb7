"""What the plan's pages show, made ready for the templates."""

from safelight.plans.coverage import Recognised
from safelight.plans.presenters.agencies import agencies_page
from safelight.plans.presenters.colours import review_page
from safelight.plans.presenters.compare import compare_page
from safelight.plans.presenters.disruption import disruption_page
from safelight.plans.presenters.low_risk import low_risk_page
from safelight.plans.presenters.page import addresses, empty_page, outcome_choices, page, row_addresses
from safelight.plans.presenters.parts import (
    action_page,
    answer_page,
    choices_for,
    conflicts,
    form_choices,
    history,
    put_aside,
    recognised_for,
    row_hints,
    submit_page,
    today_words,
    version_page,
)
from safelight.plans.presenters.reports import report_page, report_sections, reports_page, starting_text
from safelight.plans.presenters.targets import target_page, targets_page

__all__ = [
    "Recognised",
    "action_page",
    "addresses",
    "agencies_page",
    "answer_page",
    "choices_for",
    "compare_page",
    "conflicts",
    "disruption_page",
    "empty_page",
    "form_choices",
    "history",
    "low_risk_page",
    "outcome_choices",
    "page",
    "put_aside",
    "recognised_for",
    "report_page",
    "report_sections",
    "reports_page",
    "review_page",
    "row_addresses",
    "row_hints",
    "starting_text",
    "submit_page",
    "target_page",
    "targets_page",
    "today_words",
    "version_page",
]
