"""Parts of a plan as files: rows that go into another plan (Word), and the report on how it goes (PDF)."""

from uuid import UUID

from django.db.models import Model
from django.utils import translation

from safelight.access.models import User
from safelight.access.permissions import check
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.audit.models import Kind as AuditKind
from safelight.children import queries as children
from safelight.core import clock
from safelight.outputs import documents, pdf, word
from safelight.outputs.downloads import Download
from safelight.outputs.forms.data import ChildPrint, PlanOutcomePrint
from safelight.outputs.forms.plan_parts import ReportPrint, RowsPrint, report_document, rows_document
from safelight.plans import presenters as plan_words
from safelight.plans import queries as plans
from safelight.plans.models import RowsTaken

_LANGUAGE = "en-gb"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def taken_rows(*, by: User, taken: RowsTaken) -> Download:
    """The rows that were taken into another plan, as a Word file that holds no other row (PL-06)."""
    check(by, Permission.PRINT)
    plan = taken.plan
    child = plan.child
    children.check_full_sight(by, child)
    said = plans.chosen_print(plan, taken.row_ids)
    with translation.override(_LANGUAGE):
        made = rows_document(
            RowsPrint(
                stamp=documents.stamp_for(by, child, clock.now()),
                child=ChildPrint(name=children.full_name(child), date_of_birth=child.date_of_birth),
                into=str(RowsTaken.Into(taken.into).label),
                into_on=taken.into_on,
                number=taken.number,
                made_with=said.made_with,
                outcomes=[
                    PlanOutcomePrint(
                        number=outcome.number,
                        label=outcome.label,
                        rows=tuple(map(documents.row_print, outcome.rows)),
                    )
                    for outcome in said.outcomes
                ],
            )
        )
    body = word.render(made)
    _noted(by, "plan-rows.docx", taken, child.pk, body)
    return Download(f"safelight-plan-rows-{child.reference}.docx", _WORD, body)


def progress_report(*, by: User, child_id: UUID, report_id: UUID) -> Download:
    """A report on how the plan goes, sent or not, as a PDF (PL-10)."""
    check(by, Permission.PRINT)
    plan = plans.get(by, child_id)
    children.check_full_sight(by, plan.child)
    report = plans.report_for(plan, report_id)
    with translation.override(_LANGUAGE):
        made = report_document(
            ReportPrint(
                stamp=documents.stamp_for(by, plan.child, clock.now(), None if report.sent_at else "Not sent yet"),
                child=ChildPrint(name=children.full_name(plan.child), date_of_birth=plan.child.date_of_birth),
                since=clock.london_day(report.since),
                until=clock.london_day(report.until),
                written_by=report.written_by.name_and_role,
                sent_to=report.sent_to,
                progress=report.progress,
                new_issues=report.new_issues,
                sections=[(each["title"], each["lines"]) for each in plan_words.report_sections(report.facts)],
            )
        )
    body = pdf.render(made)
    _noted(by, "progress-report.pdf", report, child_id, body)
    return Download(f"safelight-progress-report-{plan.child.reference}.pdf", "application/pdf", body)


def _noted(by: User, what: str, subject: Model, child_id: UUID, body: bytes) -> None:
    audit.record_apart(
        partnership_id=by.partnership_id,
        by=by,
        action=f"downloaded:{what}",
        kind=AuditKind.DOWNLOAD,
        subject=subject,
        child_id=child_id,
        counts={"bytes": len(body)},
    )
