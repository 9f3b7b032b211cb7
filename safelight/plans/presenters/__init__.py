"""What the plan's pages show, made ready for the templates."""

from safelight.plans.coverage import Recognised
from safelight.plans.presenters.page import addresses, empty_page, page, row_addresses
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
    "conflicts",
    "empty_page",
    "form_choices",
    "history",
    "page",
    "put_aside",
    "recognised_for",
    "row_addresses",
    "row_hints",
    "submit_page",
    "today_words",
    "version_page",
]
