"""The toolkit in force as pages to read: its definition, levels, indicators, words, contacts (RA-13, DR-02, DR-03)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.directory.definitions import Term
from safelight.directory.presenters.terms import presented
from safelight.ratings.presenters import when_words
from safelight.ratings.wording import cited_texts
from safelight.toolkits.schema import IndicatorLevel, PlanTemplate, Procedure, Toolkit
from safelight.ui import formats


@dataclass(frozen=True)
class GuidePart:
    """One page of the guide: its place in the address, what it is called, what it holds."""

    code: str
    name: str
    about: str


def parts() -> list[GuidePart]:
    """The pages of the guide in the order of their use."""
    return [
        GuidePart(
            "definition",
            _("What child sexual exploitation is"),
            _("The definition, the kinds of exploitation, and whom the toolkit is for"),
        ),
        GuidePart("levels", _("Levels of risk"), _("What each level means, and when to assess again")),
        GuidePart("indicators", _("Risk indicators"), _("What each one means, and a question that helps to find out")),
        GuidePart("factors", _("Vulnerability factors"), _("What makes a child easier to harm")),
        GuidePart("procedures", _("What to do at each level"), _("What must and what should follow, and by whom")),
        GuidePart("strategies", _("Ways to help"), _("The toolkit’s 19 intervention strategies")),
        GuidePart(
            "disruption", _("Disrupting exploitation"), _("Aims and options, for the plan’s meeting to choose from")
        ),
        GuidePart("glossary", _("Glossary"), _("What the abbreviations and terms of all the sources stand for")),
        GuidePart("contacts", _("Contacts"), _("The toolkit’s telephone numbers and addresses")),
    ]


def index(kit: Toolkit) -> dict[str, Any]:
    """The first page of the guide."""
    return {
        "toolkit": about(kit),
        "practice": [
            {
                "name": _("Practice guides"),
                "about": _("Two minutes each: building trust, a difficult conversation, evidence, missing, and more"),
                "href": reverse("directory:guides"),
            },
            {
                "name": _("Services"),
                "about": _("Who can help, for whom, and how to reach them"),
                "href": reverse("directory:services"),
            },
            {
                "name": _("Resources"),
                "about": _("Things to read, watch and use with young people and parents"),
                "href": reverse("directory:resources"),
            },
        ],
        "parts": [
            {"name": part.name, "about": part.about, "href": reverse("overview:guide_part", args=[part.code])}
            for part in parts()
        ],
    }


def about(kit: Toolkit) -> dict[str, Any]:
    """Whose toolkit it is, of when, and whether it is still in use where it was made."""
    return {
        "title": kit.title,
        "owner": kit.owner,
        "version": kit.version,
        "date": month_words(kit.date),
        "historic": not kit.current,
        "currency": kit.currency_note,
        "evidence": kit.evidence_note,
    }


def month_words(text: str) -> str:
    """``February 2016`` for a toolkit's date, which may have no day."""
    year, month, *day = (int(part) for part in text.split("-"))
    whole = formats.date(date(year, month, day[0] if day else 1))
    return whole if day else whole.split(" ", 1)[1]


def levels_with_procedures(kit: Toolkit) -> list[dict[str, Any]]:
    """By level, graver first: which procedures it brings. Each is read once, below."""
    names: dict[str, str] = {level.code: level.label for level in kit.levels}
    found = []
    for code in ("exploited", "high", "medium", "low", "none"):
        held = [each for each in kit.procedures if code in each.levels]
        if held:
            found.append(
                {
                    "name": names.get(code) or _("A concern without a level"),
                    "procedures": [{"code": each.code, "title": each.title} for each in held],
                }
            )
    return found


def _procedure(each: Procedure) -> dict[str, Any]:
    return {
        "code": each.code,
        "title": each.title,
        "must": each.must,
        "never_set_aside": each.never_set_aside,
        "applies": each.applies,
        "who": ", ".join(OWNERS[owner]() for owner in each.owners),
        "when": when_words(each),
        "when_ours": each.due.ours,
        "steps": each.steps,
        "ours": each.ours,
        "cites": cited_texts(each.cites),
    }


OWNERS: dict[str, Any] = {
    "practitioner": lambda: _("whoever assessed"),
    "lead_worker": lambda: _("lead worker"),
    "safeguarding_lead": lambda: _("safeguarding lead"),
    "manager": lambda: _("manager"),
    "social_worker": lambda: _("social worker"),
    "mash": lambda: "MASH",
    "police": lambda: _("police"),
    "coordinator": lambda: _("coordinator"),
}


def strategies(kit: Toolkit) -> list[dict[str, Any]]:
    """The strategies, each with the plan's actions that carry it out."""
    actions = _plan_actions(kit.plan)
    return [
        {
            "label": each.label,
            "today": each.today.text if each.today else "",
            "meaning": each.meaning,
            "actions": [actions[code] for code in each.actions if code in actions],
            "ours": each.ours,
            "cites": cited_texts(each.cites),
        }
        for each in kit.strategies
    ]


def _plan_actions(plan: PlanTemplate) -> dict[str, str]:
    return {action.code: action.label for outcome in plan.outcomes for action in outcome.actions}


def indicators(kit: Toolkit) -> list[dict[str, Any]]:
    """The indicators by level, high first, since those cannot wait."""
    headings: dict[IndicatorLevel, str] = {
        "high": _("High risk indicators"),
        "medium": _("Medium risk indicators"),
        "low": _("Low risk indicators"),
    }
    return [
        {"code": level, "heading": heading, "indicators": kit.indicators_at(level)}
        for level, heading in headings.items()
    ]


def contacts(kit: Toolkit) -> list[dict[str, Any]]:
    """Every contact with the date it was printed; not confirmed until somebody has tried it (DR-03)."""
    return [
        {
            "label": each.label,
            "kind": each.kind,
            "written": each.values,
            "as_of": _("Confirmed %(day)s") % {"day": each.confirmed_on}
            if each.confirmed_on
            else _("Of %(month)s, not confirmed") % {"month": each.as_of},
            "confirmed": bool(each.confirmed_on),
        }
        for each in kit.contacts
    ]


def page(kit: Toolkit, code: str, terms: Sequence[Term]) -> dict[str, Any]:
    """One page of the guide; the template takes the rest from the toolkit itself."""
    part = next(part for part in parts() if part.code == code)
    more: dict[str, Any] = {}
    if code == "procedures":
        more = {
            "levels": levels_with_procedures(kit),
            "procedures": [_procedure(each) for each in kit.procedures],
        }
    elif code == "strategies":
        more = {"strategies": strategies(kit)}
    elif code == "indicators":
        more = {"groups": indicators(kit)}
    elif code == "glossary":
        more = {"terms": presented(terms)}
    elif code == "contacts":
        more = {"contacts": contacts(kit)}
    return {"toolkit": about(kit), "kit": kit, "part": part, "cited": cited_texts, **more}
