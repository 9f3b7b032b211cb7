"""The pages of monthly targets."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.core.clock import london_day
from safelight.plans import queries
from safelight.plans.models import Plan, Target, TargetAgreement
from safelight.plans.presenters.page import addresses, voice
from safelight.ui.formats import month


def targets_page(plan: Plan, user: User, today: date) -> dict[str, Any]:
    """Month by month: each target, whether the young person and the parents agreed, how it went."""
    found = queries.targets_of(plan)
    months = sorted({each.month for each in found}, reverse=True)
    started = london_day(plan.in_force_at) if plan.in_force_at else None
    return {
        "plan": plan,
        "to": addresses(plan.child_id),
        "voice": voice(plan.child),
        "halts": len(children.halts(plan.child)),
        "may_set": user.may(Permission.DRAFT_PLAN),
        "next_due": queries.next_due(started, months[0] if months else None) if started else None,
        "months": [
            {
                "title": month(each, with_year=True),
                "targets": [_target(plan, target) for target in found if target.month == each],
            }
            for each in months
        ],
        "month_choices": month_choices(today),
    }


def month_choices(today: date) -> list[tuple[str, str]]:
    """This month and the next, as a form offers them."""
    this = today.replace(day=1)
    return [(each.isoformat(), month(each, with_year=True)) for each in (this, queries.month_after(this))]


def target_page(target: Target, user: User) -> dict[str, Any]:
    """One target with everything that was said of it."""
    plan = target.plan
    return {
        "plan": plan,
        "to": addresses(plan.child_id),
        "target": target,
        "shown": _target(plan, target),
        "month": month(target.month, with_year=True),
        "halts": len(children.halts(plan.child)),
        "may_set": user.may(Permission.DRAFT_PLAN),
        "history": [
            {
                "whose": each.get_whose_display(),
                "answer": each.get_answer_display(),
                "words": each.words,
                "by": each.by.name_and_role,
                "at": each.at,
            }
            for each in sorted(target.agreements.all(), key=lambda each: each.at, reverse=True)
        ],
    }


def _target(plan: Plan, target: Target) -> dict[str, Any]:
    ids = {"child_id": plan.child_id, "target_id": target.pk}
    return {
        "text": target.text,
        "href": reverse("plans:target", kwargs=ids),
        "said": [_said(str(label), queries.said_of(target, whose)) for whose, label in TargetAgreement.Whose.choices],
        "outcome": target.get_outcome_display(),
        "outcome_words": target.outcome_words,
    }


def _said(label: str, answers: Sequence[TargetAgreement]) -> dict[str, str]:
    if not answers:
        return {"whose": label, "answer": _("Not recorded"), "words": ""}
    return {"whose": label, "answer": answers[0].get_answer_display(), "words": answers[0].words}
