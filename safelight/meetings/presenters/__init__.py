"""What the meetings' pages show, made ready for the templates."""

from safelight.meetings.presenters.pages import (
    addresses,
    chairs,
    child_list,
    closed_page,
    closing_page,
    head,
    hidden_from_room,
    minutes_of,
    my_list,
    next_row_url,
    people_page,
    planned_page,
    row_page,
    row_url,
    running_page,
    whole_page,
)

__all__ = [
    "addresses",
    "chairs",
    "child_list",
    "closed_page",
    "closing_page",
    "head",
    "hidden_from_room",
    "minutes_of",
    "my_list",
    "next_row_url",
    "people_page",
    "planned_page",
    "row_page",
    "row_url",
    "running_page",
    "whole_page",
]
