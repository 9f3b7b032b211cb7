"""Saying what a level is: the own view, the decision, and what the manager says to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from safelight.access.models import FinalPartnershipRow, PartnershipRow, User
from safelight.assessments import actions as assessments
from safelight.assessments.actions.ending import missing_voices
from safelight.assessments.events import Withdrawn
from safelight.assessments.models import Assessment, State
from safelight.audit import actions as audit
from safelight.audit.models import Kind
from safelight.children import actions as children
from safelight.children.models import Child
from safelight.core.errors import Invalid, Stale, WrongState
from safelight.ratings import levels, permissions, queries, wording
from safelight.ratings.levels import NONE
from safelight.ratings.models import (
    DecidedLevel,
    Decision,
    DecisionAgreement,
    HarmNow,
    KeptWords,
    OwnView,
    SafDecision,
    SeenByManager,
    ViewLevel,
)
from safelight.ratings.queries import Rated
from safelight.toolkits.rating import engine


@dataclass(frozen=True)
class Answers:
    """What a person says when deciding: the level and why, and what the suggestion made it necessary to answer."""

    level: str
    reason: str
    category: str = ""
    harm_now: str = ""
    harm_why: str = ""
    saf_decision: str = ""
    saf_reason: str = ""


@transaction.atomic
def save_own_view(*, by: User, assessment: Assessment, level: str, reason: str, now: datetime) -> OwnView:
    """Keep what the professional thinks before the suggestion is shown; it is never changed (RA-19).

    Raises ``Invalid`` when the view or its reason is missing, ``WrongState`` when one is kept already.
    """
    permissions.check_may_decide(by, assessment.child)
    if not _open_to_decision(assessment):
        raise WrongState(_("A level has been decided or the assessment was ended."))
    if queries.own_view(assessment) is not None:
        raise WrongState(_("Your own view is kept already. It is not changed later."))
    errors = {}
    if level not in ViewLevel.values:
        errors["level"] = _("Choose a level, or say that you cannot say yet.")
    if not reason.strip():
        errors["reason"] = _("Say what makes you think so.")
    if errors:
        raise Invalid(errors)
    view = OwnView(
        partnership_id=assessment.partnership_id,
        assessment=assessment,
        level=level,
        reason=reason.strip(),
        by=by,
        at=now,
    )
    _insert(view, _("Your own view is kept already. It is not changed later."))
    _drop_words(by, assessment, OWN_VIEW_WORDS)
    _record(by, "rating.own-view-saved", view, assessment.child_id, now)
    return view


@transaction.atomic
def decide(*, by: User, assessment: Assessment, answers: Answers, now: datetime, fingerprint: str = "") -> Decision:
    """Decide the level: completes the assessment, keeps suggestion and decision for ever, sets the child's level.

    ``fingerprint`` is the one of the suggestion that the person saw; where the answers changed since, ``Stale`` is
    raised. ``Invalid`` names what is missing, and refuses Low where a floor holds (RT-06). A decision lower than
    suggested, or than what stood before, waits for the manager's agreement; nothing falls meanwhile.
    """
    permissions.check_may_decide(by, assessment.child)
    child = Child.objects.select_for_update().get(pk=assessment.child_id)
    if not _open_to_decision(assessment):
        raise WrongState(_("A level has been decided or the assessment was ended."))
    view = queries.own_view(assessment)
    if view is None:
        raise WrongState(_("Save your own view first."))
    found = queries.rated(assessment)
    if fingerprint and fingerprint != found.fingerprint:
        raise Stale(_("The answers changed since you opened this page. Look at the suggestion again."))
    own = own_reason(found, view, by) if answers.level == view.level else ""
    errors = check_answers(found, answers, own)
    missing = missing_voices(assessment) if assessment.state == State.DRAFT else {}
    if errors or missing:
        raise Invalid({**errors, **missing})
    _keep_category(by, assessment, answers.category, now)
    assessments.complete(by=by, assessment=assessment, now=now)
    before = queries.in_force(child)
    # Counted over all decisions, also those of assessments withdrawn since: a number is never used twice.
    sequence = Decision.objects.filter(child=child).count() + 1
    decision = Decision(
        partnership_id=assessment.partnership_id,
        assessment=assessment,
        child=child,
        sequence=sequence,
        suggested_level=found.suggestion.level,
        act_on=found.act_on,
        ceiling=found.suggestion.ceiling,
        rule=found.suggestion.rule,
        result=_result(found),
        held=queries.held_keys(found),
        not_asked=found.not_asked,
        toolkit_id_and_sha=f"{assessment.definition.definition_id} {assessment.definition.sha256}",
        decided_level=answers.level,
        reason=answers.reason.strip() or own,
        saf_decision=answers.saf_decision if found.asks_saf else "",
        saf_reason=answers.saf_reason.strip() if found.asks_saf else "",
        harm_now=answers.harm_now if found.asks_harm else "",
        harm_why=answers.harm_why.strip() if found.asks_harm else "",
        category=answers.category,
        needs_agreement=levels.needs_agreement(
            before,
            level=answers.level,
            suggested=found.suggestion.level,
            out_of_scope=found.out_of_scope,
        ),
        out_of_scope=found.out_of_scope,
        mash_due=_mash_due(found, answers.level),
        by=by,
        at=now,
    )
    _insert(decision, _("Somebody else has decided this meanwhile."))
    _set_level(by, child)
    _drop_words(by, assessment, DECISION_WORDS + VOICE_WORDS)
    _record(by, "rating.decided", decision, child.pk, now)
    return decision


def own_reason(found: Rated, view: OwnView, by: User) -> str:
    """The words of a person's own view, where they thought what the toolkit suggests: nobody writes them twice.

    They stand as the reason when the person decides that same level and writes nothing more; empty otherwise.
    """
    return view.reason if view.by_id == by.pk and view.level == found.suggestion.level else ""


def keep_voices(*, by: User, assessment: Assessment, words: Mapping[str, str], now: datetime) -> None:
    """Keep in step 1 what was typed beside the decision of the child's and the parents' words, or why they are
    missing; only where nothing stands there yet. Raises as ``assessments.save_step`` does."""
    missing = missing_voices(assessment) if assessment.state == State.DRAFT else {}
    values = {
        name: words[name].strip()
        for whose in missing
        for name in (whose, f"{whose}_missing")
        if words.get(name, "").strip()
    }
    if values:
        assessments.save_step(by=by, assessment=assessment, values=values, version=assessment.version, now=now)


def check_answers(found: Rated, answers: Answers, own: str = "") -> dict[str, str]:
    """By field, in the page's order: what is missing or can't be taken of what a person answered when deciding.

    ``own`` are the words of their own view, where these may stand as the reason.
    """
    errors = {}
    if found.asks_harm:
        if answers.harm_now not in HarmNow.values:
            errors["harm_now"] = _("Say whether the child is being harmed now. “I don’t know” is an answer.")
        elif answers.harm_now == HarmNow.NO and not answers.harm_why.strip():
            errors["harm_why"] = _("Say how you know that the child is not being harmed now.")
    if refusal := level_refused(found, answers.level):
        errors["level"] = refusal
    if not (answers.reason.strip() or own):
        errors["reason"] = _("Say why you chose this level.")
    if found.asks_saf:
        if answers.saf_decision not in SafDecision.values:
            errors["saf_decision"] = _("Say whether a SAF is needed.")
        if not answers.saf_reason.strip():
            errors["saf_reason"] = _("Say why a SAF is needed or not.")
    if answers.category not in {kind.code for kind in found.toolkit.categories}:
        errors["category"] = _("Choose the kind of exploitation, or that it is not yet known.")
    return errors


def level_refused(found: Rated, level: str) -> str:
    """Why a person may not decide this level on these answers; empty when they may."""
    if level not in DecidedLevel.values:
        return _("Choose a level.")
    if found.out_of_scope:
        if level != NONE:
            return _("The toolkit is not for this age, so no level can be decided. Check the date of birth.")
        return ""
    if level == NONE and found.suggestion.level != NONE:
        return _("Indicators are present, so a level has to be decided.")
    refused = engine.why_refused(found.rules, found.acted_on_case, level)
    if refused is None:
        return ""
    cites = wording.cited(refused.cites)
    return f"{refused.text} ({cites})" if cites else refused.text


@transaction.atomic
def agree(*, by: User, decision: Decision, comment: str, now: datetime) -> DecisionAgreement:
    """A manager agrees: the decided level takes effect, and what ran above it for its sake or a suspicion's ends."""
    newest, standing = _answerable(by, decision)
    if not newest.needs_agreement and not levels.below(newest.decided_level, standing.acting):
        raise WrongState(_("There is nothing to agree: this decision has taken effect."))
    if newest.out_of_scope and not (
        newest.child.date_of_birth_verified and newest.child.onward_plan_checked_at is not None
    ):
        raise WrongState(
            _(
                "An age ends no duty by itself. First verify the date of birth and check the onward plan on the "
                "child’s record; then this can be agreed."
            )
        )
    return _answer(by, newest, DecisionAgreement.Outcome.AGREED, comment, now)


@transaction.atomic
def decline(*, by: User, decision: Decision, comment: str, now: datetime) -> DecisionAgreement:
    """A manager does not agree: the higher level goes on, and whoever decided looks at it again."""
    newest, _standing = _answerable(by, decision)
    if not newest.needs_agreement:
        raise WrongState(_("This decision has taken effect. A change of level needs a new assessment."))
    return _answer(by, newest, DecisionAgreement.Outcome.DECLINED, comment, now)


@transaction.atomic
def mark_seen(*, by: User, decision: Decision, now: datetime) -> SeenByManager:
    """A manager has seen a decision that differs from the suggestion."""
    permissions.check_may_answer(by, decision)
    if not decision.differs:
        raise WrongState(_("This decision is as suggested."))
    seen = SeenByManager(
        partnership_id=decision.partnership_id, decision=decision, decided_by=decision.by, by=by, at=now
    )
    _insert(seen, _("A manager has seen this already."))
    _record(by, "rating.seen", seen, decision.child_id, now)
    return seen


# What a person types on the two pages, by the names of the controls.
OWN_VIEW_WORDS = ("own_level", "own_reason")
DECISION_WORDS = ("level", "reason", "category", "harm_now", "harm_why", "saf_decision", "saf_reason")
# What step 1 still lacks, asked for beside the decision (CH-10).
VOICE_WORDS = ("child_words", "child_words_missing", "parents_words", "parents_words_missing")
LONGEST = 500_000


@transaction.atomic
def keep_words(*, by: User, assessment: Assessment, field: str, value: str, now: datetime) -> KeptWords:
    """Keep what ``by`` is typing on the own view or the decision, before it is sent (BE-09).

    Raises ``Invalid`` for anything that is no control of these pages, ``WrongState`` once a level is decided.
    """
    permissions.check_may_decide(by, assessment.child)
    if field not in OWN_VIEW_WORDS + DECISION_WORDS + VOICE_WORDS or len(value) > LONGEST:
        raise Invalid({field: _("This cannot be kept.")})
    if not _open_to_decision(assessment):
        raise WrongState(_("A level has been decided or the assessment was ended."))
    kept, _made = KeptWords.objects.select_for_update().get_or_create(
        assessment=assessment, user=by, defaults={"partnership_id": assessment.partnership_id, "at": now}
    )
    kept.words, kept.at = {**kept.words, field: value}, now
    kept.save(update_fields=["words", "at"])
    _record(by, "rating.words-kept", kept, assessment.child_id, now)
    return kept


def _drop_words(by: User, assessment: Assessment, fields: tuple[str, ...]) -> None:
    kept = KeptWords.objects.filter(assessment=assessment, user=by).first()
    if kept is not None:
        kept.words = {field: value for field, value in kept.words.items() if field not in fields}
        kept.save(update_fields=["words"])


def reminder_taken(*, by: User, decision: Decision) -> None:
    """Write in the audit log that somebody took a reminder for their calendar."""
    audit.record_apart(
        partnership_id=decision.partnership_id,
        by=by,
        action="rating.reminder-downloaded",
        kind=Kind.DOWNLOAD,
        subject=decision,
        child_id=decision.child_id,
    )


def assessment_withdrawn(event: Withdrawn) -> None:
    """Work out the child's level anew when an assessment that carried a decision is withdrawn (RA-18)."""
    if Decision.objects.filter(assessment=event.assessment).exists():
        _set_level(event.by, event.assessment.child)


def _open_to_decision(assessment: Assessment) -> bool:
    """A draft, or one that was moved here from the wrong child, on which nobody decided yet."""
    moved_here = assessment.state == State.COMPLETED and assessment.moved_from_id is not None
    return (assessment.state == State.DRAFT or moved_here) and queries.decision_on(assessment) is None


def _keep_category(by: User, assessment: Assessment, category: str, now: datetime) -> None:
    if assessment.state == State.DRAFT and assessment.category != category:
        assessments.save_field(
            by=by, assessment=assessment, field="category", value=category, version=assessment.version, now=now
        )


def _result(found: Rated) -> dict[str, object]:
    return {
        **found.suggestion.as_json(),
        "suspected": sum(line.answer == "suspected" for line in found.lines),
        "carried": [{"code": line.code, "label": line.label} for line in found.carried],
    }


def _mash_due(found: Rated, level: str) -> bool:
    acting = levels.higher(level, found.act_on)
    return not levels.below(acting, levels.MEDIUM) and found.case.open_to_social_care is not True


def _answerable(by: User, decision: Decision) -> tuple[Decision, levels.InForce]:
    permissions.check_may_answer(by, decision)
    Child.objects.select_for_update().get(pk=decision.child_id)
    made = queries.history(decision.child)
    if not made or made[-1][0].pk != decision.pk:
        raise WrongState(_("A newer decision has taken the place of this one."))
    newest, standing = made[-1]
    if getattr(newest, "agreement", None) is not None:
        raise WrongState(_("A manager has answered this already."))
    return newest, standing


def _answer(by: User, decision: Decision, outcome: str, comment: str, now: datetime) -> DecisionAgreement:
    if not comment.strip():
        raise Invalid({"comment": _("Say why.")})
    agreement = DecisionAgreement(
        partnership_id=decision.partnership_id,
        decision=decision,
        decided_by=decision.by,
        outcome=outcome,
        comment=comment.strip(),
        by=by,
        at=now,
    )
    _insert(agreement, _("A manager has answered this already."))
    _set_level(by, decision.child)
    _record(by, f"rating.{outcome}", agreement, decision.child_id, now)
    return agreement


def _set_level(by: User, child: Child) -> None:
    now_in_force = queries.level_in_force(child)
    children.set_level(
        child=child,
        decided="" if now_in_force.decided == NONE else now_in_force.decided,
        acting="" if now_in_force.acting == NONE else now_in_force.acting,
        on=now_in_force.decided_on,
        by=by,
    )


def _insert(row: FinalPartnershipRow, taken: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise WrongState(taken) from error


def _record(by: User, action: str, subject: FinalPartnershipRow | PartnershipRow, child_id: UUID, at: datetime) -> None:
    audit.record(partnership_id=subject.partnership_id, by=by, action=action, subject=subject, child_id=child_id, at=at)
