"""Two versions of a plan side by side."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from safelight.plans import queries, snapshots
from safelight.plans.models import Plan, PlanVersion
from safelight.plans.presenters import words
from safelight.plans.presenters.page import addresses
from safelight.ui.formats import date_and_time

# The rows as they stand now, beside every version that was kept.
NOW = "now"


def compare_page(plan: Plan, one: str, two: str) -> dict[str, Any]:
    """Any two versions, or one and the rows as they stand. ``one`` and ``two`` are ids of versions, or ``now``.

    Raises ``NotFound`` for a version that is not of this plan.
    """
    versions = queries.versions(plan)
    kept = [version for version in versions if version.state in ("in_force", "draft", "submitted", "closed")]
    choices = [(NOW, _("As it stands now"))] + [(str(version.pk), _name(version)) for version in kept]
    two = two or NOW
    one = one or (str(kept[0].pk) if kept else NOW)
    before, after = _content(plan, one), _content(plan, two)
    outcomes = queries.offers(plan.definition).outcomes
    pairs = snapshots.side_by_side(before, after)
    return {
        "plan": plan,
        "to": addresses(plan.child_id),
        "choices": choices,
        "one": one,
        "two": two,
        "names": (_called(plan, one), _called(plan, two)),
        "outcomes": [
            {"number": number, "title": label, "pairs": [_pair(pair) for pair in pairs if pair.outcome == number]}
            for number, label in outcomes.items()
            if any(pair.outcome == number for pair in pairs)
        ],
        "changed": sum(1 for pair in pairs if pair.differs),
        "count": len(pairs),
    }


def _content(plan: Plan, which: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = queries.content(plan) if which == NOW else queries.version(plan, which).content
    return found


def _name(version: PlanVersion) -> str:
    named = {"number": version.number, "state": words.plan_state(version.state).lower()}
    return _("Version %(number)s, %(state)s") % named + f", {date_and_time(version.at)}"


def _called(plan: Plan, which: str) -> str:
    return _("As it stands now") if which == NOW else _name(queries.version(plan, which))


def _pair(pair: snapshots.Pair) -> dict[str, Any]:
    if pair.before is None:
        change = _("Added")
    elif pair.after is None:
        change = _("Taken out")
    else:
        change = _("Changed") if pair.differs else ""
    names = words.field_names()
    return {
        "change": change,
        "before": _side(pair.before),
        "after": _side(pair.after),
        "differs": words.listed(names[name] for name in pair.differs) if pair.before and pair.after else "",
    }


def _side(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "text": row["text"],
        "who": row["who"] or row["owner"] or _("Nobody named"),
        "when": words.when_words(row) or _("No date"),
        "review": row["review_at"],
        "measure": row["measure"],
        "rag": row["rag"] or "none",
        "progress": words.progress_words(row),
    }
