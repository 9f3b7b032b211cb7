"""Beginning an assessment, adding lines of one's own, asking other agencies."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.assessments import fields, permissions, queries
from safelight.assessments.actions.saving import locked, raise_high_tick
from safelight.assessments.models import (
    AgencyAsked,
    Answer,
    Assessment,
    FactorAnswer,
    IndicatorAnswer,
    Level,
    State,
)
from safelight.audit import actions as audit
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.toolkits import queries as toolkits

LONGEST_AGENCY = 200


@transaction.atomic
def start(*, by: User, child: Child, now: datetime | None = None) -> Assessment:
    """Begin an assessment of ``child`` with the toolkit in force; ``by``'s own open draft is resumed instead.

    What the last completed one answered is carried forward, each line marked until somebody confirms it (BE-03).
    """
    moment = now or clock.now()
    permissions.check_may_assess(by, child)
    Child.objects.select_for_update().get(pk=child.pk)
    mine = queries.of_child(child).filter(state=State.DRAFT, author=by).first()
    if mine is not None:
        return mine
    day = clock.london_day(moment)
    try:
        definition = toolkits.in_force(by.partnership, day)
    except NotFound:
        raise WrongState(_("No toolkit has been adopted yet. An administrator adopts one.")) from None
    draft = Assessment(
        partnership_id=child.partnership_id,
        child=child,
        definition=definition,
        author=by,
        started_at=moment,
        date=day,
        professional=by.name_and_role[: fields.LONGEST_NAME],
        service=by.agency.name if by.agency else "",
        previous=queries.latest_completed(child),
    )
    if draft.previous is not None:
        for name in fields.CARRIED_PLAIN:
            setattr(draft, name, getattr(draft.previous, name))
        draft.carried_fields = [name for name in fields.CARRIED_PLAIN if getattr(draft.previous, name)]
        _drop_what_the_toolkit_no_longer_has(draft)
    draft.save()
    if draft.previous is not None:
        _carry_rows(draft, draft.previous)
    audit.record(
        partnership_id=draft.partnership_id,
        by=by,
        action="assessment.started",
        subject=draft,
        child_id=child.pk,
        at=moment,
    )
    return draft


def _drop_what_the_toolkit_no_longer_has(draft: Assessment) -> None:
    kit = queries.toolkit(draft)
    if draft.category not in {each.code for each in kit.categories}:
        draft.category = ""
    known = {each.code for each in kit.other_exploitation}
    draft.other_forms = [code for code in draft.other_forms if code in known]
    draft.carried_fields = [name for name in draft.carried_fields if getattr(draft, name)]


def _carry_rows(draft: Assessment, previous: Assessment) -> None:
    kit = queries.toolkit(draft)
    listed = {each.code: each for each in kit.indicators}
    answers = []
    for row in IndicatorAnswer.objects.filter(assessment=previous):
        if not (row.is_other or row.code in listed):
            continue
        answers.append(
            IndicatorAnswer(
                partnership_id=draft.partnership_id,
                assessment=draft,
                code=row.code,
                level=row.level if row.is_other else listed[row.code].level,
                label=row.label if row.is_other else listed[row.code].label,
                is_other=row.is_other,
                answer=row.answer,
                evidence=row.evidence,
                source=row.source,
                when_text=row.when_text,
                carried_forward=True,
            )
        )
    IndicatorAnswer.objects.bulk_create(answers)
    factors = {each.code for each in kit.factors}
    FactorAnswer.objects.bulk_create(
        FactorAnswer(
            partnership_id=draft.partnership_id,
            assessment=draft,
            code=row.code,
            recognised=row.recognised,
            comment=row.comment,
            carried_forward=True,
        )
        for row in FactorAnswer.objects.filter(assessment=previous, code__in=factors)
        if row.recognised or row.comment
    )


@transaction.atomic
def add_other_indicator(
    *,
    by: User,
    assessment: Assessment,
    level: str,
    label: str,
    answer: str = Answer.PRESENT,
    evidence: str = "",
    now: datetime | None = None,
) -> IndicatorAnswer:
    """Add an indicator that the toolkit does not list, at a level; it counts as listed ones do (RA-03).

    Adding the same words at the same level again gives the line that stands, so a form sent twice adds one.
    """
    moment = now or clock.now()
    draft = _draft(by, assessment)
    errors = {}
    if level not in Level.values:
        errors["level"] = _("Choose a level.")
    if not label.strip():
        errors["label"] = _("Say what the indicator is.")
    if answer not in ("", *Answer.values):
        errors["answer"] = _("Choose one of the answers.")
    if errors:
        raise Invalid(errors)
    label = " ".join(label.split())
    others = list(IndicatorAnswer.objects.filter(assessment=draft, is_other=True))
    for row in others:
        if row.level == level and row.label.casefold() == label.casefold():
            return row
    row = IndicatorAnswer.objects.create(
        partnership_id=draft.partnership_id,
        assessment=draft,
        code=f"X{max((queries.code_number(each.code) for each in others), default=0) + 1}",
        level=level,
        label=label,
        is_other=True,
        answer=answer,
        evidence=evidence.strip(),
    )
    draft.field_versions[f"indicator.{row.code}.answer"] = [draft.version + 1, ""]
    draft.save_over(draft.version, "field_versions")
    raise_high_tick(row, by=by, now=moment)
    _record(by, draft, "assessment.indicator-added", moment)
    assessment.refresh_from_db()
    return row


@transaction.atomic
def ask_agency(
    *,
    by: User,
    assessment: Assessment,
    name: str,
    asked_on: date | None = None,
    why_not: str = "",
    now: datetime | None = None,
) -> AgencyAsked:
    """Note that an agency was asked for what it knows, or, with ``why_not``, that it was not and why (RA-14)."""
    moment = now or clock.now()
    draft = _draft(by, assessment)
    day = clock.london_day(moment)
    errors = {}
    if not name.strip():
        errors["name"] = _("Enter the agency’s name.")
    elif len(name.strip()) > LONGEST_AGENCY:
        errors["name"] = _("Use a shorter name for the agency.")
    if asked_on is not None and asked_on > day:
        errors["asked_on"] = _("The day they were asked cannot be in the future.")
    if errors:
        raise Invalid(errors)
    row = AgencyAsked.objects.create(
        partnership_id=draft.partnership_id,
        assessment=draft,
        name=name.strip(),
        outcome=AgencyAsked.Outcome.NOT_ASKED if why_not.strip() else AgencyAsked.Outcome.WAITING,
        asked_on=None if why_not.strip() else asked_on or day,
        words=why_not.strip(),
        by=by,
        at=moment,
    )
    _record(by, draft, "assessment.agency-asked", moment)
    return row


@transaction.atomic
def record_agency_answer(
    *,
    by: User,
    assessment: Assessment,
    agency_id: UUID | str,
    words: str,
    answered: bool = True,
    now: datetime | None = None,
) -> AgencyAsked:
    """Write what an agency that was asked said, or, with ``answered`` false, why there is no answer."""
    moment = now or clock.now()
    draft = _draft(by, assessment)
    row = AgencyAsked.objects.filter(assessment=draft, pk=agency_id).first()
    if row is None:
        raise NotFound("agency asked")
    if row.outcome != AgencyAsked.Outcome.WAITING:
        raise WrongState(_("An answer of this agency is written already. Ask it again to add another."))
    if not words.strip():
        raise Invalid({"words": _("Write what they said, or why there is no answer.")})
    row.outcome = AgencyAsked.Outcome.ANSWERED if answered else AgencyAsked.Outcome.NOT_ASKED
    row.words = words.strip()
    row.save()
    _record(by, draft, "assessment.agency-answered", moment)
    return row


def _draft(by: User, assessment: Assessment) -> Assessment:
    permissions.check_may_assess(by, assessment.child)
    draft = locked(assessment)
    if draft.state != State.DRAFT:
        raise WrongState(_("This assessment is no longer a draft, so nothing in it can change."))
    return draft


def _record(by: User, draft: Assessment, action: str, at: datetime) -> None:
    audit.record(
        partnership_id=draft.partnership_id,
        by=by,
        action=action,
        subject=draft,
        child_id=draft.child_id,
        at=at,
    )
