"""What the templates are given, in words."""

from safelight.assessments.presenters.matrix import (
    SHOW,
    Prompts,
    filters,
    harm_and_risk,
    line,
    next_not_asked,
    rests_on,
    sections,
    tally,
)
from safelight.assessments.presenters.pages import (
    Drafting,
    analysis,
    comparison,
    details,
    differences,
    list_of,
    put_aside,
    summary,
    whole,
)
from safelight.assessments.presenters.words import addresses, error_summary

__all__ = [
    "SHOW",
    "Drafting",
    "Prompts",
    "addresses",
    "analysis",
    "comparison",
    "details",
    "differences",
    "error_summary",
    "filters",
    "harm_and_risk",
    "line",
    "list_of",
    "next_not_asked",
    "put_aside",
    "rests_on",
    "sections",
    "summary",
    "tally",
    "whole",
]
