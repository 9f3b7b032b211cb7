"""What things are called on the pages: answers, levels, fields and their values; and where the pages are."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safelight.assessments import fields, forms
from safelight.assessments.models import Answer, Assessment
from safelight.assessments.queries import IndicatorView
from safelight.core.errors import Invalid
from safelight.toolkits.schema import Toolkit

ANSWER_WORDS = {
    Answer.PRESENT: gettext_lazy("Present"),
    Answer.SUSPECTED: gettext_lazy("Suspected"),
    Answer.NOT_PRESENT: gettext_lazy("Not present"),
    Answer.NOT_KNOWN: gettext_lazy("Not known"),
    "": gettext_lazy("Not asked yet"),
    "recognised": gettext_lazy("Recognised"),
}


LEVEL_HEADINGS = {
    "low": gettext_lazy("Low risk indicators"),
    "medium": gettext_lazy("Medium risk indicators"),
    "high": gettext_lazy("High risk indicators"),
}
LEVEL_NAMES = {"low": gettext_lazy("Low"), "medium": gettext_lazy("Medium"), "high": gettext_lazy("High")}


EFFECTIVENESS_WORDS = {
    "yes": gettext_lazy("Yes"),
    "partly": gettext_lazy("Partly"),
    "no": gettext_lazy("No"),
    "not_known": gettext_lazy("Not known"),
}


def addresses(assessment: Assessment) -> dict[str, str]:
    """The address of every page of one assessment, by the page's name."""
    where = {"child_id": assessment.child_id, "assessment_id": assessment.pk}
    names = (
        "assessment",
        "details",
        "vulnerability_factors",
        "risk_factors",
        "add_indicator",
        "summary",
        "analysis",
        "autosave",
        "differences",
        "put_aside",
        "compare",
        "abandon",
        "withdraw",
        "ask_agency",
    )
    return {name: reverse(f"assessments:{name}", kwargs=where) for name in names}


def error_summary(errors: Mapping[str, str]) -> list[dict[str, str]]:
    """The errors for the summary at the top of a page, each with a link to its control."""
    found = []
    for name, text in errors.items():
        try:
            found.append({"text": text, "href": f"#{forms.control_id(name)}"})
        except Invalid:  # not a field of the draft, but a control of a form of its own
            found.append({"text": text, "href": f"#{name}"})
    return found


def field_label(kit: Toolkit, lines: Sequence[IndicatorView], name: str) -> str:
    """What a field is called where two values of it are compared."""
    one = fields.parse(name)
    if one.group == "plain":
        return str(_PLAIN_LABELS.get(name, name))
    if one.group == "effectiveness":
        label = next((each.label for each in kit.effectiveness if each.code == one.code), one.code)
    elif one.group == "factor":
        label = next((each.label for each in kit.factors if each.code == one.code), one.code)
    else:
        label = next((each.label for each in lines if each.code == one.code), one.code)
    part = {
        "answer": gettext_lazy("answer"),
        "evidence": gettext_lazy("what was seen or heard"),
        "source": gettext_lazy("who it came from"),
        "when_text": gettext_lazy("when"),
        "recognised": gettext_lazy("recognised"),
        "comment": gettext_lazy("comment"),
        "why": gettext_lazy("why"),
    }[one.part]
    return f"{label}: {part}"


_PLAIN_LABELS = {
    "date": gettext_lazy("Date of assessment"),
    "professional": gettext_lazy("Professional’s name"),
    "service": gettext_lazy("Service"),
    "child_words": gettext_lazy("What the child says and wants"),
    "child_words_missing": gettext_lazy("Why the child’s words are missing"),
    "parents_words": gettext_lazy("What the parents or carers say"),
    "parents_words_missing": gettext_lazy("Why the parents’ or carers’ words are missing"),
    "other_forms": gettext_lazy("Other forms of exploitation"),
    "other_forms_words": gettext_lazy("Other forms of exploitation: what is known"),
    "low_summary": gettext_lazy("Summary of low indicators"),
    "medium_summary": gettext_lazy("Summary of medium indicators"),
    "high_summary": gettext_lazy("Summary of high indicators"),
    "analysis_behaviours": gettext_lazy("Behaviours and indicators"),
    "analysis_associates": gettext_lazy("Associates, addresses and hotspots"),
    "analysis_perpetrators": gettext_lazy("Alleged perpetrators"),
    "analysis_police": gettext_lazy("Police activity"),
    "category": gettext_lazy("Category of exploitation"),
}


def field_words(kit: Toolkit, name: str, value: str) -> str:
    """A field's value as a person reads it: answers and choices by their words."""
    one = fields.parse(name)
    if not value:
        return _("Not asked yet") if one.part == "answer" else _("Nothing")
    if one.group == "indicator" and one.part == "answer":
        return str(ANSWER_WORDS[value])
    if one.part == "recognised":
        return _("Yes")
    if one.group == "effectiveness" and one.part == "answer":
        return str(EFFECTIVENESS_WORDS[value])
    if name == "category":
        return next((each.label for each in kit.categories if each.code == value), value)
    if name == "other_forms":
        return ", ".join(each.label for each in kit.other_exploitation if each.code in value.split())
    return value
