"""The page of what is red and for how long: a small picture, filters, and one table."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.access.models import User
from safelight.children import queries as children
from safelight.plans import queries
from safelight.plans.permissions import may_follow
from safelight.plans.presenters import words
from safelight.plans.queries import Coloured

# What one page shows; the filters narrow what is longer.
LONGEST = 100
NOBODY = "nobody"


def review_page(user: User, given: dict[str, str], now: datetime) -> dict[str, Any]:
    """What is red, or the colour that was asked for, by aim, child and agency. ``given``: filter → value."""
    every = queries.coloured(user)
    colour = given.get("colour", "red")
    kept = [each for each in every if _fits(each, given)]
    shown = [each for each in kept if colour == "all" or (each.colour or "none") == colour]
    return {
        "colour": colour,
        "filters": _filters(every, given),
        "picture": _picture(queries.by_colour(kept)),
        "colours": [
            {"text": text, "href": f"?{urlencode({**given, 'colour': value})}", "current": value == colour}
            for value, text in _colours()
        ],
        "filtered": any(given.get(name) for name in ("aim", "child", "agency")),
        "rows": [_row(each, user, now) for each in shown[:LONGEST]],
        "count": len(shown),
        "more": max(0, len(shown) - LONGEST),
    }


def _fits(each: Coloured, given: dict[str, str]) -> bool:
    return (
        given.get("aim", "") in ("", each.aim)
        and given.get("child", "") in ("", str(each.action.plan.child_id))
        and given.get("agency", "") in ("", each.agency or NOBODY)
    )


def _colours() -> list[tuple[str, str]]:
    return [
        ("red", _("Red")),
        ("amber", _("Amber")),
        ("green", _("Green")),
        ("none", _("Not yet said")),
        ("all", _("All")),
    ]


def _filters(every: Iterable[Coloured], given: dict[str, str]) -> list[dict[str, Any]]:
    rows = list(every)
    aims = {each.aim: each.aim_words for each in rows}
    names = {str(each.action.plan.child_id): children.full_name(each.action.plan.child) for each in rows}
    agencies = {each.agency or NOBODY: each.agency or _("Nobody who signs in here") for each in rows}
    found = []
    for name, label, values in (
        ("child", _("Child"), names),
        ("aim", _("Aim or outcome"), aims),
        ("agency", _("Agency of whoever does it"), agencies),
    ):
        chosen = given.get(name, "")
        items: list[dict[str, Any]] = [{"value": "", "text": _("All")}]
        items += [
            {"value": value, "text": text, "selected": value == chosen}
            for value, text in sorted(values.items(), key=lambda item: item[1].casefold())
        ]
        found.append({"name": name, "label": label, "items": items})
    return found


def _picture(counted: list[tuple[str, int]]) -> dict[str, Any]:
    """Bars whose lengths say how many are of each colour, with the number beside each."""
    most = max((count for _colour, count in counted), default=0)
    return {
        "bars": [
            {"colour": colour or "none", "count": count, "length": round(200 * count / most) if most else 0}
            for colour, count in counted
        ],
        "any": most > 0,
    }


def _row(each: Coloured, user: User, now: datetime) -> dict[str, Any]:
    action = each.action
    child = action.plan.child
    to = {"child_id": child.pk, "action_id": action.pk}
    may_say = may_follow(user)
    return {
        "child": children.full_name(child),
        "child_href": reverse("plans:child", kwargs={"child_id": child.pk}),
        "action": action.text,
        "aim": each.aim_words,
        "who": action.who or (action.owner.name_and_role if action.owner else "") or _("Nobody named yet"),
        "agency": each.agency,
        "colour": each.colour or "none",
        "since": each.since,
        "long": how_long(each.since, now),
        "state": words.action_state(action.state),
        "progress": action.progress,
        "href": reverse("plans:progress", kwargs=to) if may_say else "",
    }


def how_long(since: datetime | None, now: datetime) -> str:
    """``3 weeks``, ``5 days``, ``today``; empty where nobody said a colour."""
    if since is None:
        return ""
    days = (now - since).days
    if days < 1:
        return _("today")
    if days < 14:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    return ngettext("%(count)s week", "%(count)s weeks", days // 7) % {"count": days // 7}
