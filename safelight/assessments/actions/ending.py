"""Completing, abandoning, withdrawing and moving an assessment. Nothing is ever erased."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.assessments import events, permissions, queries
from safelight.assessments.actions.saving import locked
from safelight.assessments.models import (
    AgencyAsked,
    Assessment,
    FactorAnswer,
    HighTick,
    IndicatorAnswer,
    State,
)
from safelight.audit import actions as audit
from safelight.children import actions as children_actions
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState


@transaction.atomic
def complete(*, by: User, assessment: Assessment, now: datetime | None = None) -> Assessment:
    """Lock a draft for ever, with the child's details as they are today (BE-02). Called when a level is decided.

    Raises ``Invalid`` when the child's voice is missing without a reason (CH-10), ``WrongState`` when it is no
    draft. One that was moved here was completed before, and is given back as it is.
    """
    moment = now or clock.now()
    permissions.check_may_assess(by, assessment.child)
    draft = locked(assessment)
    if draft.state == State.COMPLETED and draft.moved_from_id:
        return draft
    if draft.state != State.DRAFT:
        raise WrongState(_("Only a draft can be completed."))
    waiting = queries.conflicts(draft, by)
    if waiting:
        raise WrongState(_("Something you typed waits for your choice. Choose what to keep first."))
    errors = missing_voices(draft)
    if errors:
        raise Invalid(errors)
    draft.state, draft.completed_at, draft.completed_by = State.COMPLETED, moment, by
    draft.details = queries.details_now(draft.child, draft.date)
    draft.save_over(draft.version, "state", "completed_at", "completed_by", "details")
    _record_voices(draft, by, moment)
    _record(by, draft, "assessment.completed", moment)
    assessment.refresh_from_db()
    return assessment


def missing_voices(draft: Assessment) -> dict[str, str]:
    """By field, which voice has neither words nor a reason for its absence (CH-10)."""
    errors = {}
    if not (draft.child_words or draft.child_words_missing):
        errors["child_words"] = _("Write what the child says and wants, or why that is missing.")
    if not (draft.parents_words or draft.parents_words_missing):
        errors["parents_words"] = _("Write what the parents or carers say, or why that is missing.")
    return errors


def _record_voices(draft: Assessment, by: User, moment: datetime) -> None:
    for whose, words, missing in (
        ("child", draft.child_words, draft.child_words_missing),
        ("parents", draft.parents_words, draft.parents_words_missing),
    ):
        children_actions.record_voice(
            by=by,
            child=draft.child,
            whose=whose,
            words=words,
            missing_reason="" if words else missing,
            said_on=draft.date,
            said_to=draft.professional[:200] if words else "",
            occasion_kind="assessment",
            occasion_id=str(draft.pk),
        )


@transaction.atomic
def abandon(*, by: User, assessment: Assessment, reason: str, now: datetime | None = None) -> None:
    """End a draft without completing it, with a reason. Its words stay readable, and so does any high tick's duty."""
    moment = now or clock.now()
    permissions.check_may_assess(by, assessment.child)
    draft = locked(assessment)
    if draft.state != State.DRAFT:
        raise WrongState(_("Only a draft can be abandoned."))
    _end(draft, State.ABANDONED, by, reason, moment)
    _record(by, draft, "assessment.abandoned", moment)
    assessment.refresh_from_db()


@transaction.atomic
def withdraw(*, by: User, assessment: Assessment, reason: str, now: datetime | None = None) -> None:
    """Mark a completed assessment as not to be relied on, such as one on the wrong child. Nothing is erased."""
    moment = now or clock.now()
    _withdraw(by, assessment, reason, moment)
    assessment.refresh_from_db()
    events.tell_withdrawn(events.Withdrawn(assessment, None, by, moment))


@transaction.atomic
def move(*, by: User, assessment: Assessment, to: Child, reason: str, now: datetime | None = None) -> Assessment:
    """Copy a completed assessment to the child it is about, and withdraw it on the wrong one (RA-18).

    The manager must see both children. The copy keeps when and by whom it was completed; its details are the right
    child's as they are today. No level is decided by moving: somebody decides it for the right child.
    """
    moment = now or clock.now()
    permissions.check_may_withdraw(by, to)
    if to.pk == assessment.child_id:
        raise Invalid({"to": _("It is on this child already. Choose the child it is about.")})
    wrong = _withdraw(by, assessment, reason, moment)
    copy = _copy(wrong, to)
    _record(by, copy, "assessment.moved-here", moment)
    assessment.refresh_from_db()
    events.tell_withdrawn(events.Withdrawn(assessment, copy, by, moment))
    return copy


def _withdraw(by: User, assessment: Assessment, reason: str, moment: datetime) -> Assessment:
    permissions.check_may_withdraw(by, assessment.child)
    wrong = locked(assessment)
    if wrong.state != State.COMPLETED:
        raise WrongState(_("Only a completed assessment can be withdrawn. A draft is abandoned."))
    _end(wrong, State.WITHDRAWN, by, reason, moment)
    _record(by, wrong, "assessment.withdrawn", moment)
    return wrong


def _end(assessment: Assessment, state: State, by: User, reason: str, moment: datetime) -> None:
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    assessment.state, assessment.ended_at, assessment.ended_by = state, moment, by
    assessment.ended_reason = reason.strip()
    assessment.save_over(assessment.version, "state", "ended_at", "ended_by", "ended_reason")


# What a moved copy has of its own.
_OF_THE_COPY = frozenset(
    {"id", "version", "child", "state", "previous", "completed_at", "completed_by", "details", "moved_from"}
    | {"ended_at", "ended_by", "ended_reason", "field_versions"}
)


def _copy(wrong: Assessment, to: Child) -> Assessment:
    if to.partnership_id != wrong.partnership_id:
        raise NotFound("child")
    if Assessment.objects.filter(child=to, author_id=wrong.author_id, state=State.DRAFT).exists():
        raise WrongState(
            _("The same person has an open draft on that child. It has to be completed or abandoned first.")
        )
    kept = {
        field.attname: getattr(wrong, field.attname)
        for field in Assessment._meta.concrete_fields
        if field.name not in _OF_THE_COPY
    }
    copy = Assessment(**kept, child=to, moved_from=wrong, previous=queries.latest_completed(to), state=State.DRAFT)
    copy.save()
    for model in (IndicatorAnswer, FactorAnswer, AgencyAsked, HighTick):
        for row in model.objects.filter(assessment=wrong):
            again = {
                field.attname: getattr(row, field.attname)
                for field in model._meta.concrete_fields
                if field.name not in ("id", "assessment")
            }
            model.objects.create(assessment=copy, **again)
    copy.state, copy.completed_at, copy.completed_by = (
        State.COMPLETED,
        wrong.completed_at,
        wrong.completed_by,
    )
    copy.details = queries.details_now(to, copy.date)
    copy.save_over(copy.version, "state", "completed_at", "completed_by", "details")
    return copy


def _record(by: User, assessment: Assessment, action: str, at: datetime) -> None:
    audit.record(
        partnership_id=assessment.partnership_id,
        by=by,
        action=action,
        subject=assessment,
        child_id=assessment.child_id,
        at=at,
    )
