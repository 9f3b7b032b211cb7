"""What each page beside the matrix is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.assessments import fields, queries
from safelight.assessments.background import Logged
from safelight.assessments.models import Answer, Assessment, State
from safelight.assessments.presenters.matrix import form_rows, harm_and_risk, rests_on, tally
from safelight.assessments.presenters.words import (
    ANSWER_WORDS,
    EFFECTIVENESS_WORDS,
    LEVEL_HEADINGS,
    LEVEL_NAMES,
    addresses,
    field_label,
    field_words,
)
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.ui import formats


@dataclass
class Drafting:
    """One request for a step of a draft: who, which, and what was typed but could not be saved, by field."""

    request: HttpRequest
    user: User
    assessment: Assessment
    typed: dict[str, str]
    errors: dict[str, str]


def plain(assessment: Assessment, typed: Mapping[str, str]) -> dict[str, str]:
    """The assessment's own fields as they are kept, or as they were typed where that could not be saved."""
    return {name: typed.get(name, queries.plain_value(assessment, name)) for name in fields.PLAIN}


def details(assessment: Assessment, typed: Mapping[str, str], errors: Mapping[str, str]) -> dict[str, Any]:
    """Step 1."""
    kit = queries.toolkit(assessment)
    values = plain(assessment, typed)
    # A date that could not be taken is shown as it was typed, its three parts apart.
    parts = [*values["date"].split(" "), "", "", ""][:3] if "date" in typed else None
    if parts is None:
        parts = [str(assessment.date.day), str(assessment.date.month), str(assessment.date.year)]
    return {
        "values": values,
        "day_parts": dict(zip(("day", "month", "year"), parts, strict=True)),
        "chosen_forms": values["other_forms"].split(),
        "other_forms": kit.other_exploitation,
        "questions": [
            {
                "question": each,
                "answer": assessment.effectiveness.get(each.code, {}).get("answer", ""),
                "why": typed.get(
                    f"effectiveness.{each.code}.why", assessment.effectiveness.get(each.code, {}).get("why", "")
                ),
            }
            for each in kit.effectiveness
        ],
        "question_answers": EFFECTIVENESS_WORDS,
        "record": record(assessment),
        "record_url": _address("children:edit", child_id=assessment.child_id),
        "agencies": queries.agencies_asked(assessment),
        "agency": {"name": "", "why_not": ""},
        "short_name": children.short_name(assessment.child),
    }


def _address(name: str, **where: object) -> str:
    """The address of a page of another room; empty while there is none."""
    try:
        return reverse(name, kwargs=where)
    except NoReverseMatch:
        return ""


def record(assessment: Assessment) -> list[tuple[str, str]]:
    """The details form's rows: the child as it is, or, once completed, as it was on that day (BE-02)."""
    facts = assessment.details or queries.facts_of(assessment.child, assessment.date)
    born = formats.date(date.fromisoformat(facts["date_of_birth"])) if facts["date_of_birth"] else ""
    if born and facts["age"] is not None:
        born = f"{born} ({facts['age']})"
    elif facts["age"] is not None:
        born = _("not known, about %(age)d") % {"age": facts["age"]}
    disability = {True: _("Yes"), False: _("No"), None: _("Not known")}[facts["learning_disability"]]
    return [
        (_("Name"), facts["name"]),
        (_("Date of birth"), born or _("Not known")),
        (_("Address"), facts["address"]),
        (_("Adult with parental responsibility"), facts["parental_responsibility"]),
        (_("Telephone number"), facts["telephone"]),
        (_("Learning disability"), disability),
        (_("Children’s Social Care"), facts["social_care_status_label"]),
        (_("Social worker"), facts["social_worker"]),
        (_("CCM number"), facts["local_reference"]),
        (_("Youth justice officer"), facts["youth_justice_officer"]),
        (_("Lead professional"), facts["lead_professional"]),
        (_("School or college"), facts["school"]),
        (_("Other services involved"), facts["other_services"]),
    ]


def summary(assessment: Assessment) -> dict[str, Any]:
    """Step 4: totals, the form's rows, what the form cannot show, and the three summaries."""
    return _summary(assessment, queries.indicators(assessment))


def _summary(assessment: Assessment, lines: list[queries.IndicatorView]) -> dict[str, Any]:
    tallies = queries.counts(lines)
    harm, risk = harm_and_risk(lines)
    return {
        "totals": [{"name": LEVEL_NAMES.get(level, _("All")), **tallies[level]} for level in (*queries.LEVELS, "all")],
        "tally": tally(lines),
        "groups": form_rows(queries.toolkit(assessment), lines),
        "headings": LEVEL_HEADINGS,
        "suspected": [line for line in lines if line.answer == Answer.SUSPECTED],
        "harm": harm,
        "risk": risk,
        "summaries": [
            {"name": f"{level}_summary", "level": level, "text": getattr(assessment, f"{level}_summary")}
            for level in queries.LEVELS
        ],
        "answer_words": ANSWER_WORDS,
        "rests_on": rests_on,
    }


def analysis(assessment: Assessment, typed: Mapping[str, str], logged: Sequence[Logged] = ()) -> dict[str, Any]:
    """Step 5. What was logged before is offered as the first words of the first box, while that is empty."""
    kit = queries.toolkit(assessment)
    values = plain(assessment, typed)
    return {
        "values": values,
        "logged": logged,
        "offered": logged[0] if logged and not values["analysis_behaviours"].strip() else None,
        "boxes": [
            (
                "analysis_behaviours",
                _("Young person: risk taking behaviours and indicators"),
                _("What others do, and how the child responds."),
            ),
            (
                "analysis_associates",
                _("Associates, addresses and hotspots"),
                _("People, places, telephones, vehicles."),
            ),
            (
                "analysis_perpetrators",
                _("Alleged perpetrators"),
                _("Names, nicknames, descriptions."),
            ),
            (
                "analysis_police",
                _("Police activity"),
                _("What they know or do, with references."),
            ),
        ],
        "categories": kit.categories,
    }


def list_of(child: Child, user: User) -> dict[str, Any]:
    """The tab of a child's assessments, and what is open on it."""
    found = queries.for_child(child)
    drafts = [each for each in found if each.state == State.DRAFT]
    return {
        "rows": [{"assessment": each, "href": addresses(each)["assessment"]} for each in found],
        "mine": next((each for each in drafts if each.author_id == user.pk), None),
        "others": [each for each in drafts if each.author_id != user.pk],
        "latest": next((each for each in found if each.state == State.COMPLETED), None),
        "may_assess": user.may(Permission.ASSESS),
        "start_href": reverse("assessments:start", kwargs={"child_id": child.pk}),
        "scope": children.scope_explanation(child, queries.today()),
    }


def whole(assessment: Assessment, user: User) -> dict[str, Any]:
    """An assessment to read: all five steps."""
    kit = queries.toolkit(assessment)
    values = plain(assessment, {})
    previous = queries.completed_before(assessment)
    moved_to, moved_from = queries.moved_to(assessment), assessment.moved_from
    lines = queries.indicators(assessment)
    return _summary(assessment, lines) | {
        "record": record(assessment),
        "values": values,
        "factors": [each for each in queries.factors(assessment) if each.recognised or each.comment],
        "sections": [
            {
                "key": level,
                "heading": LEVEL_HEADINGS[level],
                "lines": [line for line in lines if line.level == level],
            }
            for level in queries.LEVELS
        ],
        "agencies": queries.agencies_asked(assessment),
        "category": field_words(kit, "category", values["category"]),
        "other_forms_text": field_words(kit, "other_forms", values["other_forms"]),
        "boxes": analysis(assessment, {})["boxes"],
        "questions": [
            (each.label, EFFECTIVENESS_WORDS.get(given.get("answer", ""), _("Not judged")), given.get("why", ""))
            for each in kit.effectiveness
            if (given := assessment.effectiveness.get(each.code, {})) or assessment.previous_id
        ],
        "previous": previous,
        "decide_href": _address("ratings:own_view", child_id=assessment.child_id, assessment_id=assessment.pk)
        if assessment.moved_from_id and assessment.state == State.COMPLETED
        else "",
        # The other record is named only to somebody who may see it.
        "moved_to": moved_to if moved_to and _sees(user, moved_to.child_id) else None,
        "was_moved": moved_to is not None,
        "moved_from": moved_from if moved_from and _sees(user, moved_from.child_id) else None,
    }


def _sees(user: User, child_id: UUID) -> bool:
    return children.visible_to(user).filter(pk=child_id).exists()


def comparison(assessment: Assessment, previous: Assessment) -> dict[str, Any]:
    """What changed since the last one, by kind, and everything side by side."""
    changes = queries.compare(assessment, previous)
    return {
        "previous": previous,
        "previous_href": addresses(previous)["assessment"],
        "now": tally(queries.indicators(assessment)),
        "then": tally(queries.indicators(previous)),
        "groups": [
            (_("New since then"), [each for each in changes if each.kind == "new"]),
            (_("Held then, not now"), [each for each in changes if each.kind == "gone"]),
            (_("Answered in another way, or with other words"), [each for each in changes if each.kind == "changed"]),
            (_("The same"), [each for each in changes if each.kind == "same" and (each.now or each.now_words)]),
        ],
        "words": ANSWER_WORDS,
    }


def put_aside(assessment: Assessment) -> dict[str, Any]:
    """Every value that gave way to another, by field."""
    kit, lines = queries.toolkit(assessment), queries.indicators(assessment)
    return {
        "edits": [
            {
                "edit": edit,
                "label": field_label(kit, lines, edit.field),
                "words": field_words(kit, edit.field, edit.value),
            }
            for edit in queries.put_aside(assessment)
        ]
    }


def differences(assessment: Assessment, user: User) -> dict[str, Any]:
    """What waits for this person's choice: before, theirs and mine, for each field."""
    kit, lines = queries.toolkit(assessment), queries.indicators(assessment)
    return {
        "conflicts": [
            {
                "field": edit.field,
                "label": field_label(kit, lines, edit.field),
                "before": field_words(kit, edit.field, edit.before),
                "theirs": field_words(kit, edit.field, edit.theirs),
                "mine": field_words(kit, edit.field, edit.value),
                "at": edit.at,
            }
            for edit in queries.conflicts(assessment, user)
        ]
    }
