"""What the pages post, as fields (see ``fields``): each control's name and how its value is read.

present-L1 answer-L1 evidence-L1 source-L1 when-L1 still-L1     a line of the matrix
recognised-a comment-a still-a                                  a vulnerability factor
effective-E1 why-E1                                             a question about the present help
date-day date-month date-year other_forms …                     anything else has the field's own name
still-analysis_police                                           a text carried forward still stands
version, version-NAME                                           the save that the page, or that control, shows
"""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from safelight.assessments import fields
from safelight.core.errors import Invalid

_PARTS = {
    "present": "indicator.{}.answer",
    "answer": "indicator.{}.answer",
    "evidence": "indicator.{}.evidence",
    "source": "indicator.{}.source",
    "when": "indicator.{}.when_text",
    "recognised": "factor.{}.recognised",
    "comment": "factor.{}.comment",
    "effective": "effectiveness.{}.answer",
    "why": "effectiveness.{}.why",
}


@dataclass
class Step:
    """What one page posted: the fields, the save that the page showed, and that of controls saved since."""

    values: dict[str, str] = field(default_factory=dict)
    version: int = 0
    versions: dict[str, int] = field(default_factory=dict)
    page: str = ""


def field_name(control: str) -> str:
    """The field that a control of a page fills; ``Invalid`` when there is no such control."""
    part, _dash, code = control.partition("-")
    if part == "date":
        return "date"
    if part == "still" and code:
        if code in fields.PLAIN:
            return f"{code}.confirmed"
        return f"{'factor' if code.islower() else 'indicator'}.{code}.confirmed"
    name = _PARTS[part].format(code) if part in _PARTS and code else control
    fields.parse(name)
    return name


def control_id(name: str) -> str:
    """The id of the control at which an error of this field is shown."""
    one = fields.parse(name)
    if name == "date":
        return "date-day"
    if one.confirms:
        return f"still-{one.code}"
    if one.group == "plain":
        return name
    for part, pattern in _PARTS.items():
        if pattern == f"{one.group}.{{}}.{one.part}":
            return f"{part}-{one.code}"
    raise Invalid({name: _("There is no such field.")})


def one_value(control: str, value: object) -> str:
    """A control's value, as the autosave sends it, as the field keeps it."""
    part = control.partition("-")[0]
    if isinstance(value, list):
        return " ".join(str(each) for each in value)
    if part == "present":
        return "present" if _ticked(value) else ""
    if part in ("recognised", "still"):
        return "yes" if _ticked(value) else ""
    text = "" if value is None else str(value)
    return "" if part == "answer" and text == "not_asked" else text


def _ticked(value: object) -> bool:
    return value in (True, "yes", "on", "true", "1")


def posted(form: QueryDict) -> Step:
    """Read the fields of whichever controls stood on the page that was posted.

    A box that was not ticked is not posted, so it counts as unticked only where the
    text beside it was posted, which always is: half a form that arrives changes nothing that it does not hold.
    """
    step = Step(version=_number(form.get("version", "")), page=form.get("page", ""))
    for control in form:
        part, _dash, code = control.partition("-")
        if part == "version" and code:
            name = _known(code)
            if name:
                step.versions[name] = max(step.versions.get(name, 0), _number(form.get(control, "")))
        elif part == "evidence" and code:
            _read_line(form, code, step)
        elif part == "comment" and code:
            ticked = form.get(f"recognised-{code}", "")
            step.values[f"factor.{code}.recognised"] = "yes" if ticked else ""
            step.values[f"factor.{code}.comment"] = form.get(control, "")
        elif part in ("effective", "why", "still") and code and (name := _known(control)):
            step.values[name] = one_value(control, form.get(control, ""))
        elif control in fields.PLAIN and control != "other_forms":
            step.values[control] = form.get(control, "")
    if "date-day" in form:
        parts = [form.get(f"date-{part}", "").strip() for part in ("day", "month", "year")]
        step.values["date"] = " ".join(parts)
    if "other_forms_words" in form:
        step.values["other_forms"] = " ".join(form.getlist("other_forms"))
    return step


def _read_line(form: QueryDict, code: str, step: Step) -> None:
    chosen = form.get(f"answer-{code}", "not_asked")
    if form.get(f"present-{code}", ""):
        chosen = "present"  # the tick wins: the page says that another answer needs it unticked
    step.values[f"indicator.{code}.answer"] = "" if chosen == "not_asked" else chosen
    for part, key in (("evidence", "evidence"), ("source", "source"), ("when", "when_text")):
        if f"{part}-{code}" in form:
            step.values[f"indicator.{code}.{key}"] = form.get(f"{part}-{code}", "")


def _known(control: str) -> str:
    try:
        return field_name(control)
    except Invalid:
        return ""


def _number(text: str) -> int:
    """A whole number; anything else is 0, the oldest save, so that a doubtful page overwrites nothing unseen."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
