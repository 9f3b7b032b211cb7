"""The report on how the plan goes and what is new, to the exploitation team (PL-10)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.core.errors import Invalid, WrongState
from safelight.plans import permissions, queries
from safelight.plans.actions.common import locked, record
from safelight.plans.models import Plan, ProgressReport
from safelight.plans.states import PlanState

_LONGEST = 300


@transaction.atomic
def begin_report(*, by: User, plan: Plan, now: datetime) -> ProgressReport:
    """Make a report from the record, from where the last one ended. What it says can be changed until it is sent.

    Raises ``WrongState`` for a closed plan, and where one is open already.
    """
    permissions.check_may_draft(by, plan.child)
    held = locked(plan)
    if held.state in (PlanState.CLOSED, PlanState.SUPERSEDED):
        raise WrongState(_("This plan is closed."))
    last = queries.last_sent_report(held)
    since = last.until if last is not None else held.started_at
    report = ProgressReport(
        partnership_id=held.partnership_id,
        plan=held,
        since=since,
        until=now,
        facts=queries.facts_for_report(held, since, now),
        written_by=by,
    )
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        raise WrongState(_("A report is begun already. Go on with that one.")) from error
    record(by, "plan.report-begun", report, held, now)
    return report


@transaction.atomic
def save_report(
    *, by: User, report: ProgressReport, progress: str, new_issues: str, version: int, now: datetime
) -> ProgressReport:
    """Save what the report says. Raises ``Stale`` where somebody else saved it since ``version``."""
    held = _to_write(by, report)
    report.progress = progress.strip()
    report.new_issues = new_issues.strip()
    report.save_over(version, "progress", "new_issues")
    record(by, "plan.report-saved", report, held, now)
    return report


@transaction.atomic
def send_report(*, by: User, report: ProgressReport, sent_to: str, version: int, now: datetime) -> ProgressReport:
    """Record that the report was sent, to whom and when. It stays as it is from then on.

    Raises ``Stale`` where somebody else saved it since ``version``: what is sent is what was read.
    """
    held = _to_write(by, report)
    errors = {}
    if not report.progress:
        errors["progress"] = _("Say how the plan goes, and save it, before it is sent.")
    if not sent_to.strip():
        errors["sent_to"] = _("Write whom it was sent to.")
    elif len(sent_to) > _LONGEST:
        errors["sent_to"] = _("Use %(longest)s characters or fewer.") % {"longest": _LONGEST}
    if errors:
        raise Invalid(errors)
    report.sent_to, report.sent_by, report.sent_at = sent_to.strip(), by, now
    report.save_over(version, "sent_to", "sent_by", "sent_at")
    record(by, "plan.report-sent", report, held, now)
    return report


def _to_write(by: User, report: ProgressReport) -> Plan:
    permissions.check_may_draft(by, report.plan.child)
    held = locked(report.plan)
    report.refresh_from_db()
    if report.sent_at is not None:
        raise WrongState(_("This report was sent. It stays as it is."))
    return held
