"""The fields of a draft: their names, and what each takes. No database here.

A field is what one control on a page fills, and what is saved, compared and kept by itself. Its value is always a
text; nothing is the empty text. The names:

    date, professional, …           a text or choice of the assessment itself (``PLAIN``)
    effectiveness.E1.answer | .why  the four questions about the present help
    factor.a.recognised | .comment  a vulnerability factor; recognised is "yes" or nothing
    indicator.L1.answer | .evidence | .source | .when_text
    ….confirmed                     "yes" says that something carried forward still stands
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from safelight.core.errors import Invalid

DETAILS = (
    "date",
    "professional",
    "service",
    "child_words",
    "child_words_missing",
    "parents_words",
    "parents_words_missing",
    "other_forms",
    "other_forms_words",
)
SUMMARIES = ("low_summary", "medium_summary", "high_summary")
ANALYSIS = ("analysis_behaviours", "analysis_associates", "analysis_perpetrators", "analysis_police")
PLAIN = (*DETAILS, *SUMMARIES, *ANALYSIS, "category")

# What a reassessment begins with, from the last one, until somebody confirms it (BE-03).
CARRIED_PLAIN = (*SUMMARIES, *ANALYSIS, "category", "other_forms", "other_forms_words")

ANSWERS = ("present", "suspected", "not_present", "not_known")
HELD = ("present", "suspected")
EFFECTIVENESS_ANSWERS = ("yes", "partly", "no", "not_known")
PARTS = {
    "effectiveness": ("answer", "why"),
    "factor": ("recognised", "comment", "confirmed"),
    "indicator": ("answer", "evidence", "source", "when_text", "confirmed"),
}

# More than anybody writes while assessing one child; a wall against an attack, not against a person (BE-09).
LONGEST = 500_000
LONGEST_NAME = 400


@dataclass(frozen=True)
class Field:
    """A field's name taken apart. ``code`` and ``part`` are empty for a plain field."""

    name: str
    group: Literal["plain", "effectiveness", "factor", "indicator"]
    code: str = ""
    part: str = ""

    @property
    def confirms(self) -> bool:
        """Whether it only says that something carried forward still stands."""
        return self.part == "confirmed"


@dataclass(frozen=True)
class Known:
    """What this assessment's toolkit, and its own added indicators, allow."""

    factors: Collection[str]
    indicators: Collection[str]
    questions: Collection[str]
    categories: Collection[str]
    other_forms: Collection[str]
    today: date
    born: date | None = None


def parse(name: str) -> Field:
    """Take a name apart; ``Invalid`` when there is no such field."""
    parts = name.split(".")
    if len(parts) == 1 and name in PLAIN:
        return Field(name, "plain")
    if len(parts) == 2 and parts[0] in CARRIED_PLAIN and parts[1] == "confirmed":
        return Field(name, "plain", parts[0], "confirmed")
    if len(parts) == 3 and parts[2] in PARTS.get(parts[0], ()):
        return Field(name, parts[0], parts[1], parts[2])  # type: ignore[arg-type]
    raise Invalid({name: _("There is no such field.")})


def clean(field: Field, value: str, known: Known) -> str:
    """The value as it is kept; ``Invalid``, under the field's name, when the field cannot take it."""
    # A browser sends line ends as CR LF; the database and the autosave have LF.
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise Invalid({field.name: _("This text is too long to keep in one field. Divide it between the lines.")})
    check_code(field, known)
    if field.confirms or field.part == "recognised":
        return _one_of(field, text, ("yes",), _("Tick the box, or leave it."))
    if field.group == "indicator" and field.part == "answer":
        return _one_of(field, text, ANSWERS, _("Choose one of the answers."))
    if field.group == "effectiveness" and field.part == "answer":
        return _one_of(field, text, EFFECTIVENESS_ANSWERS, _("Choose one of the answers."))
    if field.name == "category":
        return _one_of(field, text, known.categories, _("Choose one of the categories."))
    if field.name == "other_forms":
        chosen = text.split()
        if not set(chosen) <= set(known.other_forms):
            raise Invalid({field.name: _("Choose from the list.")})
        return " ".join(code for code in known.other_forms if code in chosen)
    if field.name == "date":
        return _day(field, text, known)
    if field.name in ("professional", "service") and len(text) > LONGEST_NAME:
        raise Invalid(
            {field.name: _("Use %(count)d characters or fewer for a name and a service.") % {"count": LONGEST_NAME}}
        )
    return text


def check_code(field: Field, known: Known) -> None:
    """``Invalid`` when this assessment has no such line, factor or question."""
    allowed: Collection[str] | None = {
        "factor": known.factors,
        "indicator": known.indicators,
        "effectiveness": known.questions,
    }.get(field.group)
    if allowed is not None and field.code not in allowed:
        raise Invalid({field.name: _("There is no such line on this assessment.")})


def _one_of(field: Field, text: str, allowed: Collection[str], message: str) -> str:
    if text and text not in allowed:
        raise Invalid({field.name: message})
    return text


def _day(field: Field, text: str, known: Known) -> str:
    """``24 11 2026``, ``24/11/2026`` or ``2026-11-24`` as ``2026-11-24``."""
    numbers = re.fullmatch(r"(\d{1,2})[ /.-]+(\d{1,2})[ /.-]+(\d{4})", text)
    try:
        day = date(int(numbers[3]), int(numbers[2]), int(numbers[1])) if numbers else date.fromisoformat(text)
    except ValueError:
        raise Invalid({field.name: _("Enter the date of the assessment, for example 27 3 2026.")}) from None
    if day > known.today:
        raise Invalid({field.name: _("The date of the assessment cannot be in the future.")})
    if known.born and day < known.born:
        raise Invalid({field.name: _("The date of the assessment is before the child was born. Check both dates.")})
    return day.isoformat()
