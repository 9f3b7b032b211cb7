"""How the parts of a plan are written."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from safelight.plans.coverage import Recognised
from safelight.plans.models import CopyFor
from safelight.plans.states import ActionState, PlanState
from safelight.plans.windows import window_words
from safelight.ui.formats import date as written
from safelight.ui.formats import date_and_time

Row = Mapping[str, Any]


def plan_state(state: str) -> str:
    """The state of a version in words."""
    return {
        PlanState.DRAFT: _("Draft"),
        PlanState.SUBMITTED: _("With the manager"),
        PlanState.RETURNED: _("Returned"),
        PlanState.AGREED: _("Agreed"),
        PlanState.IN_FORCE: _("In force"),
        PlanState.SUPERSEDED: _("Superseded"),
        PlanState.CLOSED: _("Closed"),
    }[PlanState(state)]


def action_state(state: str) -> str:
    """The state of an action in words."""
    return {
        ActionState.PROPOSED: _("Proposed"),
        ActionState.AGREED: _("Agreed"),
        ActionState.UNDER_WAY: _("Under way"),
        ActionState.DONE: _("Done"),
        ActionState.NOT_DONE: _("Not done"),
    }[ActionState(state)]


def kind_words(each: Recognised | Row) -> str:
    """What was recognised: ``High indicator, suspected``."""
    kind, answer = (each.kind, each.answer) if isinstance(each, Recognised) else (each["kind"], each["answer"])
    if kind == "factor":
        return _("Vulnerability factor")
    name = {"low": _("Low indicator"), "medium": _("Medium indicator"), "high": _("High indicator")}[kind]
    return f"{name}, {_('present') if answer == 'present' else _('suspected')}"


def when_words(row: Row) -> str:
    """The source's words for when, the day, and the hours of evidence; never that it is too late."""
    day = _("by %(day)s") % {"day": written(date.fromisoformat(row["due_on"]))} if row["due_on"] else ""
    parts = [", ".join(part for part in (row["when_text"].rstrip("."), day) if part)]
    if row["window_hours"]:
        parts.append(window_words(row["window_hours"]))
    return ". ".join(part for part in parts if part)


def progress_words(row: Row) -> str:
    """How far an action is, once it was begun, and what was said of it last."""
    begun = row["state"] not in (ActionState.PROPOSED, ActionState.AGREED)
    parts = [action_state(row["state"]) if begun else "", row["progress"].rstrip(".")]
    return ". ".join(part for part in parts if part) + ("." if any(parts) else "")


def agency_name(code: str) -> str:
    """Who a power or an option belongs to."""
    return {
        "police": _("police"),
        "licensing": _("licensing"),
        "social_care": _("children’s social care"),
        "health": _("health"),
        "education": _("education"),
        "court": _("a court"),
        "voluntary": _("voluntary services"),
    }[code]


def short_outcome(definition_id: str, number: int, label: str) -> str:
    """A word or two for an outcome, for the links at the top. Ours; where we have none, how its label begins."""
    common = (
        _("Section 47"),
        _("Awareness"),
        _("Disrupt"),
        _("Missing"),
        _("Health"),
        _("Evidence"),
        _("Feelings"),
        _("Substances"),
        _("One person"),
        _("Activities"),
        _("Who knows"),
    )
    ours = {
        "portsmouth-2016": common,
        "coventry-plan": common,
        "northumberland-plan": common,
        "wales-plan": (
            _("Disrupt"),
            _("Awareness"),
            _("Parents"),
            _("Home"),
            _("Feelings"),
            _("School"),
            _("Substances"),
            _("Safety"),
            _("Health"),
            _("Missing"),
            _("Evidence"),
        ),
    }.get(definition_id, ())
    return ours[number - 1] if number <= len(ours) else " ".join(label.split()[:3]).rstrip(",")


def copies_words(row: Row) -> str:
    """Whose copies a row stands on, and whose it is kept from."""
    names = copy_names()
    on = ", ".join(names[copy] for copy in CopyFor.values if copy in row["copies_for"])
    kept = [_("Kept from: %(who)s") % {"who": names[copy].lower()} for copy in row["kept_from"]]
    return ". ".join([on or _("No copy chosen"), *kept])


def copy_names() -> dict[str, str]:
    """Code → name of a copy."""
    return {str(value): str(label) for value, label in CopyFor.choices}


def field_names() -> dict[str, str]:
    """What each field of a row or of the header is called."""
    return {
        "outcome": _("Desired outcome"),
        "text": _("Action"),
        "who": _("Who by, name and role"),
        "owner_id": _("Whose work list it is on"),
        "when_text": _("When"),
        "due_on": _("By which day"),
        "review_at": _("To be reviewed at"),
        "measure": _("How we will know it worked"),
        "rag": _("Colour"),
        "state": _("How far it is"),
        "progress": _("What was said last"),
        "window_hours": _("Hours for evidence"),
        "window_from": _("When it happened"),
        "handled_by": _("Who may handle it"),
        "covers": _("What it answers"),
        "copies_for": _("On copies for"),
        "kept_from": _("Kept from"),
        "role": _("Role"),
        "meeting_on": _("Date of meeting"),
        "meeting_time": _("Time"),
        "made_with": _("Made with"),
    }


def value_words(field: str, value: Any, people: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """A field's value in words. ``people``: id → name; ``labels``: code → what was recognised."""
    if value in (None, "", [], {}):
        return _("Nothing")
    if field == "owner_id":
        return people.get(str(value), _("Somebody who no longer works with the child"))
    if field == "copies_for":
        return listed(copy_names()[copy] for copy in CopyFor.values if copy in value)
    if field == "kept_from":
        return ". ".join(f"{copy_names()[copy]}: {why}" for copy, why in value.items())
    if field == "covers":
        return listed(labels.get(code, code) for code in value)
    if field in ("due_on", "meeting_on"):
        return written(date.fromisoformat(value))
    if field == "window_from":
        return date_and_time(datetime.fromisoformat(value))
    return str(value)


def listed(names: Iterable[str]) -> str:
    """Names one after the other."""
    return "; ".join(names)
