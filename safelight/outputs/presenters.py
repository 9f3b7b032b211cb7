"""What the pages about documents show: what can be printed, and where each file is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safelight.access.models import User
from safelight.assessments import queries as assessments
from safelight.children.models import Child
from safelight.core import clock
from safelight.outputs import downloads
from safelight.plans import queries as plans
from safelight.plans.models import CopyFor, Plan, RowsTaken
from safelight.toolkits import queries as toolkits
from safelight.ui import formats

_FORMS = {
    "assessment": gettext_lazy("Whole assessment, all five steps"),
    "summary-form": gettext_lazy("Summary form"),
    "analysis": gettext_lazy("Analysis"),
    "plan": gettext_lazy("Safety plan"),
    "tell-young-person": gettext_lazy("Tell us: form for young people"),
    "tell-parent": gettext_lazy("Tell us: form for parents, carers and relatives"),
}
_EXTENSIONS = {"pdf": gettext_lazy("PDF"), "docx": gettext_lazy("Word")}
_ASSESSMENT_TAGS = {"draft": "light-blue", "completed": "green", "abandoned": "grey", "withdrawn": "red"}


@dataclass(frozen=True)
class Printable:
    """One document: what it is called, and its files as text and address. ``about`` tells its links apart."""

    name: str
    about: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Group:
    """The documents of one assessment or plan, under its heading."""

    heading: str
    state: str
    colour: str
    documents: tuple[Printable, ...]


def documents_of(child: Child) -> dict[str, Any]:
    """All that can be printed about a child now, newest first, and the blank forms."""
    plan = plans.current(child)
    return {
        "assessments": [_assessment(each) for each in assessments.for_child(child)],
        "plans": ([_plan(plan)] if plan else []) + [_closed(each) for each in plans.closed(child)],
        "blank": _blank(),
    }


def blank_forms(user: User) -> dict[str, Any]:
    """The blank forms of the toolkit in force."""
    return {"kit": toolkits.toolkit_in_force(user.partnership, clock.today()), "blank": _blank()}


def _assessment(assessment: assessments.Assessment) -> Group:
    day = formats.date(assessment.date)
    state = assessment.get_state_display()
    where = {"child_id": assessment.child_id, "assessment_id": assessment.pk}
    return Group(
        heading=_("Assessment of %(day)s") % {"day": day},
        state=state,
        colour=_ASSESSMENT_TAGS[assessment.state],
        documents=tuple(
            Printable(str(_FORMS[form]), f"{day}, {state}", _files("outputs:assessment", form=form, **where))
            for form in downloads.ASSESSMENT_FORMS
        ),
    )


def _plan(plan: Plan) -> Group:
    in_force = plans.version_in_force(plan)
    found = [_printable_plan(plan.number, _files("outputs:plan", child_id=plan.child_id))]
    if in_force is not None and in_force.number != plan.number:
        where = {"child_id": plan.child_id, "plan_id": plan.pk, "version_id": in_force.pk}
        found.append(
            Printable(
                _("Version %(number)d, which is in force") % {"number": in_force.number},
                _("version %(number)d") % {"number": in_force.number},
                _files("outputs:plan_version", **where),
            )
        )
    return Group(_begun(plan), plan.get_state_display(), "light-blue", tuple(found))


def _closed(plan: Plan) -> Group:
    files = _files("outputs:closed_plan", child_id=plan.child_id, plan_id=plan.pk)
    return Group(_begun(plan), plan.get_state_display(), "grey", (_printable_plan(plan.number, files),))


def _begun(plan: Plan) -> str:
    return _("Plan begun on %(day)s") % {"day": formats.date(plan.started_at)}


def _printable_plan(number: int, files: tuple[tuple[str, str], ...]) -> Printable:
    name = _("Version %(number)d, as it stands now") % {"number": number}
    return Printable(name, _("version %(number)d, as it stands now") % {"number": number}, files)


def _blank() -> tuple[Printable, ...]:
    return tuple(
        Printable(str(_FORMS[form]), _("blank"), _files("outputs:blank", form=form)) for form in downloads.BLANK_FORMS
    )


def _files(name: str, **where: object) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(text), reverse(name, kwargs={**where, "extension": extension})) for extension, text in _EXTENSIONS.items()
    )


def take_choices() -> list[tuple[str, str]]:
    """The plans that rows may go into."""
    return [(str(value), str(label)) for value, label in RowsTaken.Into.choices]


def take_page(plan: Plan, chosen: Sequence[str]) -> dict[str, Any]:
    """The rows to choose from for a plan that the child has already (PL-06); ``chosen`` are those ticked before."""
    rows = list(plans.actions_of(plan))
    return {
        "separate": plans.is_separate(plan),
        "made_with": plan.made_with,
        "chosen": list(chosen),
        "outcomes": [
            {
                "number": number,
                "title": label,
                "rows": [
                    {"id": str(row.pk), "text": row.text, "kept": _kept(row.kept_from)}
                    for row in rows
                    if row.outcome == number
                ],
            }
            for number, label in plans.offers(plan.definition).outcomes.items()
            if any(row.outcome == number for row in rows)
        ],
        "before": plans.taken_of(plan),
    }


def _kept(kept_from: Mapping[str, str]) -> str:
    return "; ".join(
        _("kept from the copy of %(who)s, because: %(why)s")
        % {"who": str(CopyFor(copy).label).lower(), "why": why.rstrip(".")}
        for copy, why in kept_from.items()
    )
