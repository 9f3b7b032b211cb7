"""A child's record as its pages show it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from safelight.children import queries
from safelight.children.choices import ETHNICITIES
from safelight.children.forms import ChildForm
from safelight.children.models import (
    Child,
)
from safelight.children.queries.records import as_text
from safelight.core.conflicts import Merge
from safelight.ui.formats import date as written_date


def child_url(child: Child) -> str:
    """The page of a child: the overview, once that room is there."""
    try:
        return reverse("overview:child", kwargs={"child_id": child.pk})
    except NoReverseMatch:
        return reverse("children:details", kwargs={"child_id": child.pk})


def identity(child: Child, alike: Sequence[Child], today: date) -> dict[str, Any]:
    """The box at the top of each page: who this is, and who it is not (HZ-26)."""
    age = queries.age_on(child, today)
    return {
        "name": queries.full_name(child),
        "known_as": child.known_as,
        "born": child.date_of_birth,
        "age": "" if age is None else str(age),
        "area": child.area,
        "school": child.school,
        "reference": child.reference,
        "twin": _twin(child, alike),
    }


def _twin(child: Child, alike: Sequence[Child]) -> dict[str, str] | None:
    if not alike:
        return None
    twins = [one for one in alike if _are_twins(child, one)]
    others = twins or list(alike)
    first = others[0]
    names = ", ".join(f"{queries.full_name(one)} ({one.reference})" for one in others)
    if twins:
        label, text = _("Twin."), _("%(names)s: same date of birth and home, or marked as twins.") % {"names": names}
    else:
        label, text = _("Not the same child."), _("%(names)s: same name or date of birth.") % {"names": names}
    return {
        "label": label,
        "text": text,
        "this_is": _("This is %(name)s.") % {"name": queries.short_name(child)},
        "href": child_url(first),
        "link": _("Go to %(name)s") % {"name": queries.short_name(first)},
    }


def _are_twins(one: Child, other: Child) -> bool:
    tied = one.twin_of_id is not None and one.twin_of_id in (other.pk, other.twin_of_id)
    if tied or other.twin_of_id == one.pk:
        return True
    same_birth = one.date_of_birth is not None and one.date_of_birth == other.date_of_birth
    same_home = bool(one.address) and one.address == other.address
    return same_birth and same_home


def field_label(field: str) -> str:
    """What the form calls a field of the record."""
    return str(ChildForm.base_fields[field].label) if field in ChildForm.base_fields else field.replace("_", " ")


def shown(field: str, text: str) -> str:
    """A field's text as kept in the history, as a person reads it."""
    if text == "":
        return _("not recorded")
    if text in ("True", "False"):
        return _("Yes") if text == "True" else _("No")
    if field == "date_of_birth":
        return written_date(date.fromisoformat(text))
    for name, choices in (
        ("ethnicity", ETHNICITIES),
        ("gender", Child.Gender.choices),
        ("social_care_status", Child.SocialCare.choices),
    ):
        if field == name:
            return str(dict(choices).get(text, text))
    return text


SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        lambda: _("Who they are"),
        (
            "given_name",
            "family_name",
            "known_as",
            "date_of_birth",
            "date_of_birth_verified",
            "estimated_age",
            "gender",
            "ethnicity",
            "language",
            "communication_needs",
            "learning_disability",
        ),
    ),
    (
        lambda: _("Home and contact"),
        ("address", "area", "telephone", "parental_responsibility"),
    ),
    (
        lambda: _("Numbers"),
        ("local_reference", "nhs_number", "upn"),
    ),
    (
        lambda: _("Current involvements"),
        (
            "social_care_status",
            "social_worker",
            "social_work_case_number",
            "youth_justice_officer",
            "lead_professional",
            "school",
            "other_services",
        ),
    ),
    (lambda: _("From 18 to 20"), ("extended_scope_reason",)),
)


def details(child: Child) -> list[dict[str, Any]]:
    """The record in sections of label and text."""
    return [
        {
            "title": title(),
            "rows": [
                {
                    "key": {"text": field_label(field)},
                    "value": {"text": shown(field, as_text(getattr(child, field)))},
                }
                for field in fields
            ],
        }
        for title, fields in SECTIONS
    ]


def history_rows(child: Child) -> list[dict[str, Any]]:
    """What was replaced, field by field, newest first; where two wrote at once, what was not chosen."""
    return [
        {
            "at": edit.at,
            "label": field_label(edit.field),
            "before": shown(edit.field, edit.before),
            "after": shown(edit.field, edit.after),
            "not_chosen": shown(edit.field, edit.not_chosen) if edit.after_conflict else "",
            "by": edit.by.name_and_role,
        }
        for edit in queries.edits(child)
    ]


def alike_rows(child: Child, alike: Iterable[Child]) -> list[dict[str, Any]]:
    """Children who could be mistaken for this one, and whether they are marked as twins."""
    return [
        {
            "id": str(other.pk),
            "name": queries.full_name(other),
            "reference": other.reference,
            "twins": other.twin_of_id == child.pk
            or (child.twin_of_id is not None and child.twin_of_id in (other.pk, other.twin_of_id)),
        }
        for other in alike
    ]


def summary_rows(pairs: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Label and text as a summary list's rows; what is empty is left out."""
    return [{"key": {"text": key}, "value": {"text": text}} for key, text in pairs if text]


def conflict_rows(merge: Merge, answers: dict[str, str], asked: bool) -> list[dict[str, Any]]:
    """The fields that two people changed: before, theirs and mine, and what has been chosen so far."""
    return [
        {
            "field": one.field,
            "label": field_label(one.field),
            "before": shown(one.field, one.before),
            "theirs": shown(one.field, one.theirs),
            "mine": shown(one.field, one.mine),
            "chosen": answers.get(one.field, ""),
            "unanswered": asked and one.field not in answers,
        }
        for one in merge.conflicts
    ]


def compared_records(one: Child, other: Child) -> list[dict[str, str]]:
    """What two records say, side by side, for whoever settles whether they are of one child."""
    fields = (
        "given_name",
        "family_name",
        "known_as",
        "date_of_birth",
        "address",
        "area",
        "school",
        "nhs_number",
        "upn",
        "local_reference",
    )
    return [
        {
            "label": field_label(field),
            "new": shown(field, as_text(getattr(one, field))),
            "other": shown(field, as_text(getattr(other, field))),
        }
        for field in fields
    ]
