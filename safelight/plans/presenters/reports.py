"""The pages of the report on how the plan goes (PL-10)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.plans import queries
from safelight.plans.models import Plan, ProgressReport, Rag
from safelight.plans.presenters import words
from safelight.plans.presenters.page import addresses
from safelight.ui.formats import date as written


def reports_page(plan: Plan, user: User) -> dict[str, Any]:
    """Every report of the plan, and the way to begin one."""
    found = queries.reports_of(plan)
    return {
        "plan": plan,
        "to": addresses(plan.child_id),
        "may_write": user.may(Permission.DRAFT_PLAN),
        "open": next((_link(each) for each in found if each.sent_at is None), None),
        "sent": [_link(each) for each in found if each.sent_at is not None],
    }


def _link(report: ProgressReport) -> dict[str, Any]:
    ids = {"child_id": report.plan.child_id, "report_id": report.pk}
    return {"report": report, "href": reverse("plans:report", kwargs=ids)}


def report_page(report: ProgressReport, user: User) -> dict[str, Any]:
    """One report: what the record has, what somebody wrote, whether it was sent."""
    plan = report.plan
    return {
        "plan": plan,
        "report": report,
        "to": addresses(plan.child_id),
        "may_write": user.may(Permission.DRAFT_PLAN) and report.sent_at is None,
        "sections": report_sections(report.facts),
    }


def report_sections(facts: Mapping[str, Sequence[Mapping[str, str]]]) -> list[dict[str, Any]]:
    """What the record says of the time that a report tells, under its headings."""
    return [
        {"title": _("What was said of actions"), "lines": [_said(each) for each in facts["said"]]},
        {"title": _("Red now"), "lines": [_red(each) for each in facts["red"]]},
        {
            "title": _("Past their day"),
            "lines": [
                _("%(action)s (was due %(day)s)") % {"action": each["action"], "day": _day(each["due_on"])}
                for each in facts["overdue"]
            ],
        },
        {
            "title": _("New concerns"),
            "lines": [
                _("Concern %(reference)s, logged %(day)s") % {"reference": each["reference"], "day": _day(each["on"])}
                for each in facts["concerns"]
            ],
        },
    ]


def starting_text(report: ProgressReport) -> str:
    """What stands in the box before anybody wrote: the sentences that were said, to be changed."""
    return "\n".join(f"{each['action']}: {each['text']}" for each in report.facts["said"])


def _said(each: Mapping[str, str]) -> str:
    colour = str(Rag(each["rag"]).label) if each["rag"] else ""
    parts = [_day(each["on"]), words.action_state(each["state"]), colour]
    return f"{each['action']}: {each['text']} ({', '.join(part for part in parts if part)})"


def _red(each: Mapping[str, str]) -> str:
    if not each["since"]:
        return each["action"]
    return _("%(action)s (since %(day)s)") % {"action": each["action"], "day": _day(each["since"])}


def _day(text: str) -> str:
    return written(date.fromisoformat(text))
