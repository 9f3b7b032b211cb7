"""Reports on how a plan goes, and what the record has for the next one (PL-10)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from safelight.children import queries as children
from safelight.core.clock import london_day
from safelight.core.errors import NotFound
from safelight.plans.models import Action, ActionNote, Plan, ProgressReport, Rag, Review
from safelight.plans.queries.colours import since as colours_since
from safelight.plans.queries.rows import ENDED, actions_of


def reports_of(plan: Plan) -> list[ProgressReport]:
    """The plan's reports, the latest first; the one that is not sent before all others."""
    found = ProgressReport.objects.filter(plan=plan).select_related("written_by", "sent_by")
    return list(found.order_by("-until"))


def report_for(plan: Plan, report_id: UUID | str) -> ProgressReport:
    """One of them; else ``NotFound``."""
    found = ProgressReport.objects.filter(plan=plan, pk=report_id).select_related("written_by", "sent_by").first()
    if found is None:
        raise NotFound("report")
    found.plan = plan
    return found


def last_sent_report(plan: Plan) -> ProgressReport | None:
    """The report that was sent last."""
    return ProgressReport.objects.filter(plan=plan, sent_at__isnull=False).order_by("-until").first()


def facts_for_report(plan: Plan, since: datetime, until: datetime) -> dict[str, Any]:
    """What the record says of that time: what was said of actions, what is red or past its day, new concerns.

    Plain JSON; of a concern the reference and the day alone.
    """
    rows = list(actions_of(plan))
    told = colours_since([row.pk for row in rows])
    notes = ActionNote.objects.filter(action__in=rows, at__gt=since, at__lte=until).exclude(text="")
    concerns = children.concerns_about(plan.child).filter(logged_at__gt=since, logged_at__lte=until)
    today = london_day(until)
    return {
        "said": [
            {
                "action": note.action.text,
                "state": note.state,
                "rag": note.rag,
                "text": note.text,
                "on": london_day(note.at).isoformat(),
            }
            for note in notes.select_related("action").order_by("at")
        ],
        "red": [
            {"action": row.text, "since": london_day(told[row.pk][1]).isoformat() if row.pk in told else ""}
            for row in rows
            if row.rag == Rag.RED and row.state not in ENDED
        ],
        "overdue": [
            {"action": row.text, "due_on": row.due_on.isoformat()}
            for row in rows
            if row.due_on is not None and row.due_on < today and row.state not in ENDED and _has_no_window(row)
        ],
        "concerns": [
            {"reference": each.reference, "on": london_day(each.logged_at).isoformat()}
            for each in concerns
            if each.logged_at is not None
        ],
    }


def _has_no_window(row: Action) -> bool:
    """Evidence is never said to be too late (PL-12)."""
    return row.window_hours is None


def reported(plan_ids: Iterable[UUID]) -> dict[UUID, tuple[datetime | None, datetime | None]]:
    """By plan, until when the last sent report tells, and when the plan was reviewed last. Two queries."""
    wanted = list(plan_ids)
    sent = ProgressReport.objects.filter(plan__in=wanted, sent_at__isnull=False)
    until = dict(sent.order_by().values_list("plan_id").annotate(last=Max("until")))
    reviewed = dict(Review.objects.filter(plan__in=wanted).order_by().values_list("plan_id").annotate(last=Max("at")))
    return {plan_id: (until.get(plan_id), reviewed.get(plan_id)) for plan_id in wanted}
