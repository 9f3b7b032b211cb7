"""Two people reviewed the same row: what was there, what they said, what I typed, and which is kept (BE-08)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from safelight.core.conflicts import FieldConflict
from safelight.meetings import actions
from safelight.meetings.models import Case
from safelight.meetings.presenters.pages import addresses, row_url
from safelight.plans.models import Action, Rag
from safelight.plans.presenters import words as plan_words
from safelight.ui import formats

FIELDS = ("rag", "state", "due_on")


def page(
    case: Case,
    row: Action,
    given: Mapping[str, Any],
    conflicts: Sequence[FieldConflict],
    missing: Mapping[str, str],
) -> dict[str, Any]:
    """The page on which a person chooses. What was typed goes along in hidden fields, so that nothing is lost."""
    return {
        "to": addresses(case),
        "row": row,
        "row_url": row_url(case, row.pk),
        "conflicts": [
            {
                "field": one.field,
                "label": _labels()[one.field],
                "before": said(one.field, one.before),
                "theirs": said(one.field, one.theirs),
                "mine": said(one.field, one.mine),
                "raw_before": one.before,
                "raw_mine": one.mine,
            }
            for one in conflicts
        ],
        "typed": _typed(given),
        "missing": missing,
        "now_there": actions.row_values(row),
    }


def _labels() -> dict[str, str]:
    return {"rag": _("How it is going"), "state": _("How far it is"), "due_on": _("By which day")}


def said(field: str, value: Any) -> str:
    """A value in words."""
    if field == "rag":
        return str(Rag(value or "").label)
    if field == "state":
        return plan_words.action_state(value)
    return formats.date(date.fromisoformat(value)) if value else _("No date")


def _typed(given: Mapping[str, Any]) -> dict[str, str]:
    day = given["due_on"]
    return {
        "speaker": given["speaker"],
        "said": given["said"],
        "police": "yes" if given["police"] else "",
        "rag": given["rag"],
        "what_now": given["what_now"],
        "words": given["words"],
        "due_on-day": str(day.day) if day else "",
        "due_on-month": str(day.month) if day else "",
        "due_on-year": str(day.year) if day else "",
    }


def waiting(posted: Mapping[str, Any], row: Action) -> tuple[FieldConflict, ...]:
    """What was to be chosen on the page that was sent."""
    theirs = actions.row_values(row)
    return tuple(
        FieldConflict(field, posted.get(f"was-{field}", ""), theirs[field], posted.get(f"mine-{field}", ""))
        for field in FIELDS
        if f"was-{field}" in posted
    )


def chosen(posted: Mapping[str, Any], given: Mapping[str, Any], row: Action) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed with theirs in place of mine where that was chosen, and the fields of which nothing was."""
    found = dict(given)
    theirs = actions.row_values(row)
    missing = {}
    for one in waiting(posted, row):
        choice = posted.get(f"keep-{one.field}", "")
        if choice not in ("theirs", "mine"):
            missing[one.field] = _("Choose which one to keep.")
        elif choice == "theirs" and one.field == "rag":
            found["rag"] = theirs["rag"]
        elif choice == "theirs" and one.field == "due_on":
            found["due_on"] = date.fromisoformat(theirs["due_on"]) if theirs["due_on"] else None
    return found, missing
