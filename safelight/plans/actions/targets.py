"""Small targets for a month, and what the young person and the parents said of each (PL-05)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.core.errors import Invalid, WrongState
from safelight.plans import permissions
from safelight.plans.actions.common import locked, record
from safelight.plans.models import Plan, Target, TargetAgreement
from safelight.plans.states import PlanState


@dataclass(frozen=True)
class Said:
    """What somebody said of a target. ``words`` are theirs, or why they were not asked."""

    answer: str
    words: str = ""


@transaction.atomic
def set_target(*, by: User, plan: Plan, month: date, text: str, said: Mapping[str, Said], now: datetime) -> Target:
    """Set one small target for the month that ``month`` lies in, with what each of the two said of it.

    ``said`` has the young person's answer and the parents', by ``TargetAgreement.Whose``. Raises ``Invalid`` by field
    (``text``, ``child``, ``child_words`` and so on) and ``WrongState`` for a closed plan.
    """
    held = _open(by, plan)
    errors = {} if text.strip() else {"text": _("Write one small thing that can be reached in a month.")}
    for whose in TargetAgreement.Whose.values:
        errors |= _errors(whose, said.get(whose, Said("")))
    if errors:
        raise Invalid(errors)
    target = Target(
        partnership_id=held.partnership_id,
        plan=held,
        month=month.replace(day=1),
        text=text.strip(),
        added_by=by,
        added_at=now,
    )
    target.save()
    for whose in TargetAgreement.Whose.values:
        _keep(by, target, whose, said[whose], now)
    record(by, "plan.target-set", target, held, now)
    return target


@transaction.atomic
def record_agreement(*, by: User, target: Target, whose: str, said: Said, now: datetime) -> TargetAgreement:
    """Record what the young person or the parents say of a target now. What they said before is kept."""
    held = _open(by, target.plan)
    errors = _errors(whose, said) if whose in TargetAgreement.Whose.values else {"whose": _("Choose who said it.")}
    if errors:
        raise Invalid(errors)
    kept = _keep(by, target, whose, said, now)
    record(by, "plan.target-answered", target, held, now)
    return kept


@transaction.atomic
def record_outcome(*, by: User, target: Target, outcome: str, words: str, version: int, now: datetime) -> Target:
    """Say how a target went. Not reaching it is nobody's fault, and a sentence says what got in the way.

    Raises ``Stale`` where somebody else said it since ``version``.
    """
    held = _open(by, target.plan)
    if outcome not in Target.Outcome.values or not outcome:
        raise Invalid({"outcome": _("Choose how it went.")})
    if outcome != Target.Outcome.REACHED and not words.strip():
        raise Invalid({"outcome_words": _("Say what got in the way, or what would help.")})
    target.outcome = outcome
    target.outcome_words = words.strip()
    target.save_over(version, "outcome", "outcome_words")
    record(by, "plan.target-went", target, held, now)
    return target


def _open(by: User, plan: Plan) -> Plan:
    permissions.check_may_draft(by, plan.child)
    held = locked(plan)
    if held.state in (PlanState.CLOSED, PlanState.SUPERSEDED):
        raise WrongState(_("This plan is closed."))
    return held


def _errors(whose: str, said: Said) -> dict[str, str]:
    if said.answer not in TargetAgreement.Answer.values:
        return {whose: _("Choose what they said, or that they were not asked yet.")}
    if said.answer == TargetAgreement.Answer.NOT_AGREED and not said.words.strip():
        return {f"{whose}_words": _("Write what they said, in their own words.")}
    if said.answer == TargetAgreement.Answer.NOT_ASKED and not said.words.strip():
        return {f"{whose}_words": _("Say why they were not asked yet.")}
    return {}


def _keep(by: User, target: Target, whose: str, said: Said, now: datetime) -> TargetAgreement:
    kept = TargetAgreement(
        partnership_id=target.partnership_id,
        target=target,
        whose=whose,
        answer=said.answer,
        words=said.words.strip(),
        by=by,
        at=now,
    )
    kept.save()
    return kept
