"""Downloads: who may have one, the file itself, and the audit entry that is written before it is handed over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from django.db.models import Model
from django.utils import translation

from safelight.access.models import User
from safelight.access.permissions import check
from safelight.access.roles import Permission
from safelight.assessments import queries as assessments
from safelight.audit import actions as audit
from safelight.audit.models import Kind as AuditKind
from safelight.children import queries as children
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.front_door.choices import Kind
from safelight.outputs import documents, pdf, template_actions, word, word_templates
from safelight.outputs.content import Document
from safelight.outputs.forms import (
    analysis_document,
    assessment_document,
    blank_analysis_document,
    blank_assessment_document,
    blank_plan_document,
    blank_summary_form_document,
    blank_tell_document,
    file_name,
    plan_document,
    summary_form_document,
)
from safelight.outputs.forms.data import AssessmentPrint
from safelight.outputs.forms.pages import Kind as FormKind
from safelight.plans import queries as plans
from safelight.toolkits import queries as toolkits
from safelight.toolkits import template_queries
from safelight.toolkits.schema import Toolkit

Extension = Literal["pdf", "docx"]

# The forms are in the toolkit's own language, whatever language the reader's pages are in.
_LANGUAGE = "en-gb"

_FILLED: dict[str, Callable[[Toolkit, AssessmentPrint], Document]] = {
    "assessment": assessment_document,
    "summary-form": summary_form_document,
    "analysis": analysis_document,
}
_BLANK: dict[str, Callable[..., Document]] = {
    "assessment": blank_assessment_document,
    "summary-form": blank_summary_form_document,
    "analysis": blank_analysis_document,
    "plan": blank_plan_document,
    "tell-young-person": lambda kit, *, demo: blank_tell_document(Kind.YOUNG_PERSON, demo=demo),
    "tell-parent": lambda kit, *, demo: blank_tell_document(Kind.PARENT, demo=demo),
}
_RENDERED: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "pdf": ("application/pdf", pdf.render),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word.render),
}
ASSESSMENT_FORMS = tuple(_FILLED)
BLANK_FORMS = tuple(_BLANK)
EXTENSIONS = tuple(_RENDERED)


@dataclass(frozen=True, slots=True)
class Download:
    """A file to hand over. Its name names nobody."""

    name: str
    content_type: str
    body: bytes


def assessment(
    *, by: User, child_id: UUID, assessment_id: UUID, form: str, extension: str, now: datetime | None = None
) -> Download:
    """A form of an assessment, filled in. `NotFound` for a child that ``by`` does not see, or another form."""
    check(by, Permission.PRINT)
    _check_known(form, ASSESSMENT_FORMS, extension)
    found = assessments.get(by, child_id, assessment_id)
    children.check_full_sight(by, found.child)
    with translation.override(_LANGUAGE):
        printed = documents.assessment_print(by, found, now or clock.now())
        made = _FILLED[form](assessments.toolkit(found), printed)
    return _handed_over(by, made, form, extension, found.child.reference, found, child_id)


def plan(
    *,
    by: User,
    child_id: UUID,
    extension: str,
    plan_id: UUID | None = None,
    version_id: UUID | None = None,
    now: datetime | None = None,
) -> Download:
    """A child's open plan as it stands, or the plan that is named, or one version of it. `NotFound` as above."""
    check(by, Permission.PRINT)
    _check_known("plan", BLANK_FORMS, extension)
    found = plans.get(by, child_id) if plan_id is None else plans.by_id(by, child_id, plan_id)
    children.check_full_sight(by, found.child)
    version = plans.version(found, version_id) if version_id is not None else None
    with translation.override(_LANGUAGE):
        printed = documents.plan_print(by, found, now or clock.now(), version)
        made = plan_document(toolkits.plan_source_of(found.definition), printed)
    return _handed_over(by, made, "plan", extension, found.child.reference, version or found, child_id)


def blank(*, by: User, form: str, extension: str, now: datetime | None = None) -> Download:
    """A form of the toolkit in force, or the area's plan template, to fill in on paper, for anybody signed in."""
    _check_known(form, BLANK_FORMS, extension)
    today = clock.london_day(now or clock.now())
    template = template_queries.area_template(by.partnership, today) if form == "plan" else None
    kit = toolkits.plan_source_of(template) if template else toolkits.toolkit_in_force(by.partnership, today)
    with translation.override(_LANGUAGE):
        made = _BLANK[form](kit, demo=by.partnership.is_demo)
    return _handed_over(by, made, form, extension)


def _check_known(form: str, forms: tuple[str, ...], extension: str) -> None:
    if form not in forms or extension not in EXTENSIONS:
        raise NotFound("form")


def _handed_over(
    by: User,
    made: Document,
    form: str,
    extension: str,
    reference: str | None = None,
    subject: Model | None = None,
    child_id: UUID | None = None,
) -> Download:
    content_type, render = _RENDERED[extension]
    if extension == "docx" and form in word_templates.FORMS and child_id is not None:
        body = template_actions.rendered(by.partnership, form, made, clock.today())
    else:
        body = render(made)
    audit.record_apart(
        partnership_id=by.partnership_id,
        by=by,
        action=f"downloaded:{form}{'' if child_id else '-blank'}.{extension}",
        kind=AuditKind.DOWNLOAD,
        subject=subject,
        child_id=child_id,
        counts={"bytes": len(body)},
    )
    return Download(file_name(cast(FormKind, form), reference, cast(Extension, extension)), content_type, body)
