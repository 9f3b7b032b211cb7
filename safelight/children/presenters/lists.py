"""Search results, lists, filters and possible duplicates as their pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.children import queries
from safelight.children.chronology import EntryKind, kind_name
from safelight.children.matching import Match, Why
from safelight.children.models import (
    Child,
    PossibleDuplicate,
)
from safelight.children.presenters.record import child_url
from safelight.ui.formats import date as written_date

WHY: dict[Why, Any] = {
    Why.REFERENCE: lambda: _("same reference"),
    Why.NHS_NUMBER: lambda: _("same NHS number"),
    Why.UPN: lambda: _("same unique pupil number"),
    Why.LOCAL_REFERENCE: lambda: _("same local reference"),
    Why.NAME_SAME: lambda: _("same name"),
    Why.NAME_ALIKE: lambda: _("name spelled or sounding alike"),
    Why.NAME_SHORT_FORM: lambda: _("short form of the name"),
    Why.KNOWN_AS: lambda: _("known by this name"),
    Why.BORN_SAME: lambda: _("same date of birth"),
    Why.BORN_SWAPPED: lambda: _("date of birth with day and month swapped"),
    Why.BORN_NEAR: lambda: _("date of birth differs in one part"),
    Why.BORN_DIFFERENT: lambda: _("another date of birth"),
}


def why_text(codes: Iterable[str]) -> str:
    """Why two records are shown together, in words: ``same name, same date of birth``."""
    words = ", ".join(WHY[Why(code)]() for code in codes)
    return words[:1].upper() + words[1:]


def found_rows(found: Iterable[queries.Found], today: date) -> list[dict[str, Any]]:
    """Search results as rows."""
    return [_found_row(one.child, one.match, today) for one in found]


def _found_row(child: Child, match: Match, today: date) -> dict[str, Any]:
    age = queries.age_on(child, today)
    return {
        "id": str(child.pk),
        "name": queries.full_name(child),
        "known_as": child.known_as,
        "born": child.date_of_birth,
        "age": "" if age is None else str(age),
        "area": child.area,
        "school": child.school,
        "reference": child.reference,
        "url": child_url(child),
        "why": why_text(match.why),
    }


LEVEL_FILTERS: dict[str, Any] = {
    "exploited": lambda: _("Exploited"),
    "high": lambda: _("High"),
    "medium": lambda: _("Medium"),
    "low": lambda: _("Low"),
    "none": lambda: _("No level yet"),
}


def list_filters(here: str, level: str, mine: bool) -> list[dict[str, Any]]:
    """The filters of the list as links."""
    items: list[dict[str, Any]] = [
        {"text": _("Everybody"), "href": here, "current": not level and not mine},
        {"text": _("I am lead worker"), "href": f"{here}?mine=1", "current": mine},
    ]
    items += [
        {"text": name(), "href": f"{here}?level={code}", "current": level == code}
        for code, name in LEVEL_FILTERS.items()
    ]
    return items


def list_rows(children: Iterable[Child]) -> list[dict[str, Any]]:
    """The list of children as rows; a level never stands without its day."""
    return [
        {
            "name": queries.full_name(child),
            "reference": child.reference,
            "url": child_url(child),
            "born": written_date(child.date_of_birth),
            "area": child.area,
            "lead": child.lead_worker.name if child.lead_worker else "",
            "level": child.acting_level,
            "decided_on": written_date(child.level_decided_on),
        }
        for child in children
    ]


def chronology_filters(here: str, kinds: Sequence[EntryKind], counts: Mapping[EntryKind, int]) -> list[dict[str, Any]]:
    """The chronology's filters as links, one for each kind that has an entry."""
    items: list[dict[str, Any]] = [{"text": _("Everything"), "href": here, "current": not kinds}]
    items += [
        {"text": kind_name(kind), "href": f"{here}?kind={kind}", "current": kind in kinds}
        for kind in EntryKind
        if counts.get(kind)
    ]
    return items


def duplicate_rows(pairs: Iterable[PossibleDuplicate]) -> list[dict[str, str]]:
    """Pairs of records as rows."""
    return [
        {
            "reference": pair.new.reference,
            "new": f"{queries.full_name(pair.new)}, {pair.new.reference}",
            "new_by": _opened(pair.new),
            "other": f"{queries.full_name(pair.other)}, {pair.other.reference}",
            "other_by": _opened(pair.other),
            "why": why_text(pair.why),
            "state": str(pair.get_state_display()),
            "note": pair.note,
            "url": reverse("children:duplicate", args=[pair.pk]),
        }
        for pair in pairs
    ]


def _opened(child: Child) -> str:
    by = child.created_by
    agency = f", {by.agency.name}" if by.agency else ""
    return _("Opened by %(who)s") % {"who": f"{by.name}{agency}"}
