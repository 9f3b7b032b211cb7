"""Acting on a duty: do it, set it aside, pass it on, accept it. Nothing here waits for an approval (HZ-28)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from safelight.access import permissions
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.duties import gate, registry
from safelight.duties.models import DutyAct, Outcome
from safelight.duties.types import Closes, Duty


@dataclass(frozen=True)
class Contact:
    """Who was told, in what role, when, and the reference they gave."""

    name: str
    role: str
    at: datetime | None
    reference: str


@transaction.atomic
def act(
    *,
    by: User,
    child_id: UUID,
    key: str,
    outcome: str,
    now: datetime,
    note: str = "",
    contact: Contact | None = None,
    answers: Mapping[str, str] | None = None,
    passed_to: User | None = None,
    also: Sequence[str] = (),
) -> list[DutyAct]:
    """Record what ``by`` did about the duty ``key`` of a child they see, and with it those of ``also``.

    ``outcome`` is done, set_aside or passed_on. ``also`` names other open duties which the same act answers; they
    must share its ``same_act``. Raises ``NotFound`` when the child or the duty is not there for this person,
    ``Invalid`` when something needed is missing, ``WrongState`` when somebody else closed it first.
    """
    facts = gate.facts_for(by, child_id)
    duties = registry.all_duties([facts], now)
    duty = next((each for each in duties if each.key == key), None)
    if duty is None:
        raise NotFound("duty")
    together = {each.key: each for each in registry.answered_together(duty, duties)}
    if any(other not in together for other in also):
        raise NotFound("duty")
    chosen = [duty, *(together[other] for other in dict.fromkeys(also))]
    contact_alone = outcome == Outcome.DONE and all(each.closes is Closes.CONTACT for each in chosen)
    if not contact_alone and gate.may_only_record_contact(by, child_id):
        raise NotFound("duty")
    if outcome == Outcome.DONE:
        for each in chosen:
            _check_done(by, each, note=note, contact=contact, answers=answers or {}, now=now)
    elif outcome == Outcome.SET_ASIDE:
        permissions.check(by, Permission.SET_ASIDE_DUTY)
        _check_set_aside(chosen, note)
    elif outcome == Outcome.PASSED_ON:
        _check_passed_on(by, passed_to, child_id)
    else:
        raise Invalid({"outcome": _("Choose what you did.")})
    return [
        _write(by, each, outcome=outcome, note=note, contact=contact, answers=answers, passed_to=passed_to, at=now)
        for each in chosen
    ]


@transaction.atomic
def accept(*, by: User, child_id: UUID, key: str, now: datetime) -> DutyAct:
    """Take over a duty that a colleague passed on to ``by``: from here on it is theirs."""
    duty = registry.find(gate.facts_for(by, child_id), key, now)
    if duty is None or duty.passed_to_id != by.pk:
        raise NotFound("duty")
    return _write(by, duty, outcome=Outcome.ACCEPTED, at=now)


def _check_done(
    by: User, duty: Duty, *, note: str, contact: Contact | None, answers: Mapping[str, str], now: datetime
) -> None:
    errors: dict[str, str] = {}
    if duty.closes is Closes.RECORD:
        raise WrongState(_("This closes by itself when the record is there. Nothing needs to be typed here."))
    if duty.closes is Closes.CONTACT:
        permissions.check(by, Permission.CONTACT_MASH)
        if contact is None or not contact.name.strip():
            errors["contact_name"] = _("Enter the name of the person you told.")
        if contact is None or not contact.role.strip():
            errors["contact_role"] = _("Enter who they work for, such as MASH or the police.")
        if contact is None or contact.at is None:
            errors["contact_at"] = _("Enter when you told them.")
        elif contact.at > now:
            errors["contact_at"] = _("The time you told them cannot be in the future.")
        if contact is None or not contact.reference.strip():
            errors["contact_reference"] = _("Enter the reference they gave, or write that they gave none.")
    elif not note.strip() and not duty.questions:
        errors["note"] = _("Say in a sentence what was done.")
    for code, question in duty.questions:
        if not answers.get(code, "").strip():
            errors[code] = _("Answer this: %(question)s") % {"question": question}
    if errors:
        raise Invalid(errors)


def _check_set_aside(duties: Sequence[Duty], note: str) -> None:
    if any(not duty.may_be_set_aside for duty in duties):
        raise WrongState(_("Nobody can set this aside. It stays until the contact is recorded."))
    if any(duty.closes is Closes.RECORD for duty in duties):
        raise WrongState(_("This closes only when the record is there. It cannot be set aside."))
    if not note.strip():
        raise Invalid({"note": _("Say why it is set aside.")})


def _check_passed_on(by: User, passed_to: User | None, child_id: UUID) -> None:
    if passed_to is None or passed_to.partnership_id != by.partnership_id:
        raise Invalid({"passed_to": _("Choose who takes it over.")})
    if passed_to.pk == by.pk:
        raise Invalid({"passed_to": _("It is with you already. Choose somebody else.")})
    try:
        if not passed_to.is_active:
            raise NotFound("somebody who has left")
        gate.facts_for(passed_to, child_id)
    except NotFound:
        # The same words whatever the reason: nobody learns here that somebody is kept from a child (HZ-25).
        raise Invalid(
            {"passed_to": _("They can’t take this over now. Choose somebody else, or ask your manager.")}
        ) from None


def _write(
    by: User,
    duty: Duty,
    *,
    outcome: str,
    at: datetime,
    note: str = "",
    contact: Contact | None = None,
    answers: Mapping[str, str] | None = None,
    passed_to: User | None = None,
) -> DutyAct:
    row = DutyAct(
        partnership_id=by.partnership_id,
        child_id=duty.child_id,
        key=duty.key,
        code=duty.code,
        title=duty.title,
        outcome=outcome,
        note=note.strip(),
        answers={code: (answers or {}).get(code, "").strip() for code, _question in duty.questions}
        if outcome == Outcome.DONE
        else {},
        contact_name=contact.name.strip() if contact else "",
        contact_role=contact.role.strip() if contact else "",
        contact_at=contact.at if contact and contact.name.strip() else None,
        contact_reference=contact.reference.strip() if contact else "",
        passed_to=passed_to if outcome == Outcome.PASSED_ON else None,
        by=by,
        at=at,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise WrongState(_("Somebody else has closed this meanwhile.")) from error
    audit.record(
        partnership_id=by.partnership_id,
        by=by,
        action=f"duty.{outcome}",
        subject=row,
        child_id=duty.child_id,
    )
    return row
