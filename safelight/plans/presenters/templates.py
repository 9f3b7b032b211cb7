"""Plan templates as pages: the list with what the area does with each, and one whole."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.access.models import Partnership
from safelight.core import reading
from safelight.plans.presenters import words
from safelight.plans.queries.offered import Offers, offers
from safelight.toolkits import template_queries
from safelight.toolkits.models import Adoption, Definition
from safelight.toolkits.plan_schema import PlanDefinition
from safelight.toolkits.problems import DefinitionError
from safelight.toolkits.template_queries import Standing, Use
from safelight.ui import formats


def template_list(partnership: Partnership, on: date) -> list[dict[str, Any]]:
    """Every template: whose it is, how old, how long, and what the area does with it."""
    found = template_queries.standings(partnership, on)
    chosen = any(each.use == Use.AREA for each in found)
    return [_listed(each, chosen) for each in found]


def _listed(standing: Standing, chosen: bool) -> dict[str, Any]:
    kit = offers(standing.definition).kit
    options = sum(len(aim.options) for aim in kit.disruption.aims) if kit.disruption is not None else 0
    return {
        "title": standing.definition.title,
        "href": reverse("plans:template", kwargs={"template_id": standing.definition.pk}),
        "owner": kit.owner,
        "version": kit.version,
        "dated": _dated(kit.date),
        "own": not standing.definition.shipped,
        "outcomes": len(kit.plan.outcomes),
        "actions": sum(len(each.actions) for each in kit.plan.outcomes),
        "options": options,
        "use": _use_words(standing, chosen),
        "strong": standing.use == Use.AREA,
        "coming": [_coming(each) for each in standing.coming],
    }


def _dated(value: str | None) -> str:
    """The source's date as far as it goes: a day, a month, a year, or that it bears none."""
    if value is None:
        return _("No date on the source")
    year, *rest = (int(part) for part in value.split("-"))
    if not rest:
        return value
    if len(rest) == 1:
        return formats.month(date(year, rest[0], 1), with_year=True)
    return formats.date(date(year, rest[0], rest[1]))


def _use_words(standing: Standing, chosen: bool) -> str:
    if standing.use == Use.AREA and standing.since is not None:
        return _("The area’s template since %(day)s") % {"day": formats.date(standing.since)}
    if standing.use == Use.BESIDE:
        return _("Offered beside the area’s template")
    if standing.use == Use.ENDED:
        return _("No longer offered")
    if not chosen and standing.definition.kind == "toolkit":
        return _("Used until you choose one, where an assessment was made with it")
    return _("Not used")


def _coming(adoption: Adoption) -> str:
    said = {
        Use.AREA: _("The area’s template from %(day)s"),
        Use.BESIDE: _("Offered beside the area’s template from %(day)s"),
        Use.ENDED: _("No longer offered from %(day)s"),
    }[Use(adoption.kind)]
    return said % {"day": formats.date(adoption.from_date)}


def template_page(definition: Definition, partnership: Partnership, on: date) -> dict[str, Any]:
    """One template whole: its source, columns, outcomes, actions, disruption, and what every agency does."""
    with reading.once():
        return _whole(definition, partnership, on)


def _whole(definition: Definition, partnership: Partnership, on: date) -> dict[str, Any]:
    offered = offers(definition)
    kit = offered.kit
    own = isinstance(kit, PlanDefinition)
    listed = next(each for each in template_queries.standings(partnership, on) if each.definition.pk == definition.pk)
    return {
        "found": _listed(listed, True),
        "about": kit.date_note if isinstance(kit, PlanDefinition) else kit.currency_note,
        "source": f"{kit.source.letter}: {kit.source.title}",
        "columns": [each.heading for each in kit.form.columns] if isinstance(kit, PlanDefinition) else [],
        "separate": kit.separate_document if isinstance(kit, PlanDefinition) else True,
        "guidance": list(kit.guidance) if isinstance(kit, PlanDefinition) else [],
        "all_agencies": [each.label for each in kit.all_agencies] if isinstance(kit, PlanDefinition) else [],
        "reminder": kit.plan.reminder,
        "own": own and not definition.shipped,
        "outcomes": [
            {
                "title": f"{outcome.number}. {outcome.label}" if kit.plan.numbered else outcome.label,
                "note": outcome.note or "",
                "count": ngettext("%(count)s action", "%(count)s actions", len(outcome.actions))
                % {"count": len(outcome.actions)},
                "actions": [
                    {
                        "label": action.label,
                        "today": action.today.text if action.today else "",
                        "note": action.note or "",
                        "who": action.who or "",
                        "when": action.when or "",
                        "review": action.review_means or action.review_at or "",
                        "powers": _powers(offered, action.code),
                    }
                    for action in outcome.actions
                ],
            }
            for outcome in kit.plan.outcomes
        ],
        # A column that the source leaves empty throughout is not shown.
        "shown": {
            "who": any(each.who for each in offered.actions.values()),
            "when": any(each.when for each in offered.actions.values()),
            "review": any(each.review_at for each in offered.actions.values()),
        },
        "aims": [
            {
                "title": f"{aim.number}. {aim.label}",
                "options": [
                    {
                        "label": option.label,
                        "caution": option.kind == "caution",
                        "note": option.note or "",
                        "who": words.listed(words.agency_name(each) for each in option.who),
                        "powers": _powers(offered, option.code),
                    }
                    for option in aim.options
                ],
            }
            for aim in offered.aims
        ],
        "covers": bool(offered.covers),
    }


def _powers(offered: Offers, code: str) -> list[str]:
    return [
        f"{power.title}: {words.listed(words.agency_name(each) for each in power.who)}. {power.basis}."
        + ("" if power.verified else " " + _("Nobody has checked this against the law as it stands."))
        for power in offered.powers(code)
    ]


def faults(error: DefinitionError) -> list[dict[str, Any]]:
    """What is wrong in a file, line by line, and what to do about it."""
    return [
        {"line": each.line, "where": each.path, "what": each.message, "do": _do(each.message)}
        for each in error.problems
    ]


def _do(message: str) -> str:
    """What to do about a fault, by the words that the check has for it."""
    for beginning, advice in (
        ("unknown key", _("Correct the spelling, or take the line out.")),
        ("is missing", _("Add it. The template that you copied shows where.")),
        ("must be words", _("Put it between quotation marks.")),
        ("must be true or false", _("Write true or false, without quotation marks.")),
        ("must be a whole number", _("Write a number without quotation marks.")),
        ("must be a list", _("Write the entries beneath each other, each after a dash, or between square brackets.")),
    ):
        if message.startswith(beginning):
            return advice
    if "order asks for" in message:
        return _("Number the entries from 1 in their order, and let each code follow its number.")
    if "stands twice" in message:
        return _("Take one of them out, or give it another code.")
    if "give codes, or" in message:
        return _("Name actions or options, or write none_in_source: true.")
    return _("Change this line, and hand the file in again.")
