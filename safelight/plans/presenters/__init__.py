"""What the plan's pages show, made ready for the templates."""

from safelight.plans.coverage import Recognised
from safelight.plans.presenters.colours import review_page
from safelight.plans.presenters.compare import compare_page
from safelight.plans.presenters.disruption import disruption_page
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

__all__ = [
    "Recognised",
    "action_page",
    "addresses",
    "answer_page",
    "choices_for",
    "compare_page",
    "conflicts",
    "disruption_page",
    "empty_page",
    "form_choices",
    "history",
    "outcome_choices",
    "page",
    "put_aside",
    "recognised_for",
    "review_page",
    "row_addresses",
    "row_hints",
    "submit_page",
    "today_words",
    "version_page",
]
