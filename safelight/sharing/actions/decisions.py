"""Deciding to share something of a child with somebody, or not to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.audit import actions as audit
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, Stale, WrongState
from safelight.sharing import queries
from safelight.sharing.actions.circulations import to_circulate
from safelight.sharing.copies import HELD
from safelight.sharing.models import Copy, SharingDecision
from safelight.sharing.models.decisions import Basis, Consent, How
from safelight.sharing.questions import QUESTIONS


@dataclass(frozen=True)
class NewDecision:
    """What was decided, as ``SharingDecision`` says; ``answers`` pairs the code of each question with yes or no."""

    share: bool
    recipient: str
    what: str
    why: str
    consent: str
    advice: str
    told: str
    safety: str
    basis: str = ""
    how: str = ""
    consent_why: str = ""
    answers: Mapping[str, bool] = field(default_factory=dict)


@transaction.atomic
def decide_sharing(*, by: User, child: Child, decision: NewDecision, copy: Copy | None = None) -> SharingDecision:
    """Decide whether something is shared with somebody (SH-01), with the six questions asked (SH-02) and the advice,
    who was told and everybody's safety (SH-05).

    With ``copy``, the decision is about that copy: it may go, or it does not go. To share, each question has to be
    answered yes: otherwise change what is shared, or decide not to. ``Invalid`` by field.
    """
    kept = to_circulate(by, child.pk)
    errors = _wrong(decision)
    if errors:
        raise Invalid(errors)
    made = SharingDecision.objects.create(
        partnership_id=by.partnership_id,
        child=kept,
        share=decision.share,
        recipient=decision.recipient.strip(),
        what=decision.what.strip(),
        why=decision.why.strip(),
        basis=decision.basis if decision.share else "",
        consent=decision.consent,
        consent_why=decision.consent_why.strip() if decision.consent != Consent.GIVEN else "",
        how=decision.how if decision.share else "",
        answers={code: bool(decision.answers[code]) for code in QUESTIONS if code in decision.answers},
        advice=decision.advice.strip(),
        told=decision.told.strip(),
        safety=decision.safety.strip(),
        by=by,
        at=clock.now(),
    )
    action = "sharing.decided" if decision.share else "sharing.decided-not-to"
    audit.record(partnership_id=by.partnership_id, by=by, action=action, subject=made, child_id=kept.pk)
    if copy is not None:
        _put_on(by, kept, copy, made)
    return made


def _put_on(by: User, child: Child, copy: Copy, made: SharingDecision) -> None:
    kept = queries.copy_for(by, child.pk, copy.pk)
    if kept.circulation.child_id != child.pk:
        raise NotFound("copy")
    if queries.stands(kept).state in HELD and not made.share:
        raise WrongState(_("This copy has gone already. Recall it."))
    kept.decision = made
    try:
        kept.save_over(kept.version, "decision_id")
    except Stale as error:
        raise WrongState(_("Somebody else was quicker: look at what happened.")) from error


def _wrong(one: NewDecision) -> dict[str, Any]:
    needed = {
        "recipient": (one.recipient, _("Say with whom.")),
        "what": (one.what, _("Say what would be shared.")),
        "why": (one.why, _("Say why, or why not.")),
        "advice": (one.advice, _("Say whose advice you took, or that you took none and why.")),
        "told": (one.told, _("Say who was told of it, or why nobody was.")),
        "safety": (one.safety, _("Say what it means for the safety of the child and of everybody else.")),
    }
    errors: dict[str, Any] = {name: sentence for name, (words, sentence) in needed.items() if not words.strip()}
    if one.consent not in Consent.values:
        errors["consent"] = _("Say whether the child, or who decides for them, agreed.")
    elif one.consent != Consent.GIVEN and not one.consent_why.strip():
        errors["consent_why"] = _("Say why they did not agree, or were not asked.")
    if not one.share:
        return errors
    if one.basis not in Basis.values:
        errors["basis"] = _("Choose the legal ground.")
    elif one.basis == Basis.CONSENT and one.consent != Consent.GIVEN:
        errors["basis"] = _("It can’t rest on an agreement that nobody gave. Choose another ground, or don’t share.")
    if one.how not in How.values:
        errors["how"] = _("Choose how it is sent.")
    for code, question in QUESTIONS.items():
        if code not in one.answers:
            errors[code] = _("Answer this.")
        elif not one.answers[code]:
            errors[code] = str(question.if_not)
    return errors
