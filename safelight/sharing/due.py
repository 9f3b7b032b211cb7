"""What offers to other agencies make due: the receiver's answer, and the sender's chase of what nobody answered."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.duties.clock import same_day
from safelight.duties.types import ChildFacts, Closes, Duty
from safelight.duties.waiting import Waiting
from safelight.sharing import queries
from safelight.sharing.models import Referral
from safelight.sharing.states import Kind, State

CHASE, ESCALATE, REFUSED, FINISH = "REFERRAL-CHASE", "REFERRAL-ESCALATE", "REFERRAL-REFUSED", "REFERRAL-FINISH"
MANAGER = "manager"


def duties(facts: Sequence[ChildFacts], now: datetime) -> list[Duty]:
    """Every duty of this kind for these children, in a constant number of queries."""
    offers = queries.open_of(fact.child_id for fact in facts)
    late = [one for one in offers if one.state == State.OFFERED and now > one.reply_by]
    desks = queries.Desks(late)
    found: list[Duty] = []
    for one in late:
        if one.acknowledged_at is None:
            found.append(_chase(one, desks, now))
        if now > one.escalated_at:
            found.append(_escalate(one, desks, now))
    found += [_refused(one) for one in offers if one.state == State.REJECTED]
    found += [_finish(one) for one in offers if one.state == State.ACCEPTED]
    return found


def kind_words(referral: Referral) -> str:
    """``transfer`` or ``referral``, within a sentence."""
    return _("transfer") if referral.kind == Kind.TRANSFER else _("referral")


def _whom_to_ring(referral: Referral, desks: queries.Desks, now: datetime) -> str:
    people = desks.asked(referral, now)
    named = [one for one in people if one.pk == referral.to_user_id] or people
    reachable = [one for one in named if one.telephone] or [one for one in people if one.telephone]
    if reachable:
        return _("Ring %(who)s: %(telephone)s.") % {
            "who": reachable[0].name_and_role,
            "telephone": reachable[0].telephone,
        }
    if named:
        return _("Ring %(who)s; no number of theirs is known here.") % {"who": named[0].name_and_role}
    return _("Nobody there can answer any more: ring the agency, or take it back.")


def _chase(referral: Referral, desks: queries.Desks, now: datetime) -> Duty:
    return Duty(
        key=f"referral:{referral.pk}:chase",
        code=CHASE,
        child_id=referral.child_id,
        title=_("Nobody at %(agency)s has answered the %(kind)s: ring them")
        % {"agency": referral.to_agency.name, "kind": kind_words(referral)},
        why=_whom_to_ring(referral, desks, now),
        closes=Closes.CONTACT,
        owner_id=referral.offered_by_id,
        due_at=referral.reply_by,
        may_be_set_aside=False,
        url=_url(referral),
        act_label=_("Record that you rang"),
        since=referral.reply_by,
    )


def _escalate(referral: Referral, desks: queries.Desks, now: datetime) -> Duty:
    manager_id = referral.offered_by.line_manager_id
    return Duty(
        key=f"referral:{referral.pk}:escalate",
        code=ESCALATE,
        child_id=referral.child_id,
        title=_("%(agency)s has not answered the %(kind)s: take it up with their manager")
        % {"agency": referral.to_agency.name, "kind": kind_words(referral)},
        why=_("Two working days have passed.") + " " + _whom_to_ring(referral, desks, now),
        closes=Closes.CONTACT,
        owner_id=manager_id,
        owner_role="" if manager_id else MANAGER,
        due_at=referral.escalated_at,
        may_be_set_aside=False,
        url=_url(referral),
        act_label=_("Record whom you rang"),
        since=referral.escalated_at,
    )


def _refused(referral: Referral) -> Duty:
    answered_at = referral.answered_at
    assert answered_at is not None  # the database holds it
    return Duty(
        key=f"referral:{referral.pk}:refused",
        code=REFUSED,
        child_id=referral.child_id,
        title=_("%(agency)s did not accept the %(kind)s: decide what happens now")
        % {"agency": referral.to_agency.name, "kind": kind_words(referral)},
        why=_("The child still needs what was asked for. Offer it to somebody else, or say why not."),
        closes=Closes.NOTE,
        owner_id=referral.offered_by_id,
        due_at=same_day(answered_at),
        may_be_set_aside=False,
        url=_url(referral),
        act_label=_("Say what you decided"),
        since=answered_at,
    )


def _finish(referral: Referral) -> Duty:
    return Duty(
        key=f"referral:{referral.pk}:finish",
        code=FINISH,
        child_id=referral.child_id,
        title=_("Say what came of the %(kind)s from %(agency)s")
        % {"agency": referral.from_agency.name, "kind": kind_words(referral)},
        why=_("Whoever offered it reads the outcome, even where they no longer see the record."),
        closes=Closes.RECORD,
        owner_id=referral.worker_id,
        must=False,
        may_be_set_aside=False,
        url=_url(referral),
        act_label=_("Say what came of it"),
        since=referral.answered_at,
    )


def _url(referral: Referral) -> str:
    return reverse("sharing:referral", args=[referral.pk])


def waiting(user: User, now: datetime) -> list[Waiting]:
    """On My work, for who may not see the child yet or any more: offers to answer, and answers to read. No names."""
    found = [_to_answer(one, now) for one, desks in queries.to_answer(user) if user.pk in _ids(desks, one, now)]
    return found + [_to_read(one) for one in queries.unread_answers(user)]


def _ids(desks: queries.Desks, referral: Referral, now: datetime) -> set[object]:
    return {one.pk for one in desks.asked(referral, now)}


def _to_answer(referral: Referral, now: datetime) -> Waiting:
    if now > referral.escalated_at:
        why = _("Nobody has answered for two working days, and a child may be waiting. Answer it, or see that it is.")
    elif now > referral.reply_by:
        why = _("Nobody has answered in time. Everybody of your agency who can answer is asked now.")
    elif referral.urgent:
        why = _("Urgent: to be answered today.")
    else:
        why = _("To be answered within one working day. Only the offer can be read until it is accepted.")
    return Waiting(
        key=f"referral:{referral.pk}",
        who=referral.from_agency.name,
        title=_("Answer the %(kind)s %(reference)s") % {"kind": kind_words(referral), "reference": referral.reference},
        why=why,
        due_at=referral.reply_by,
        url=_url(referral),
        act_label=_("Read it and answer"),
    )


def _to_read(referral: Referral) -> Waiting:
    return Waiting(
        key=f"referral:{referral.pk}:{referral.state}",
        who=referral.to_agency.name,
        title=_("Answered your %(kind)s %(reference)s")
        % {"kind": kind_words(referral), "reference": referral.reference},
        why=str(referral.get_state_display()),
        due_at=None,
        url=_url(referral),
        act_label=_("Read the answer"),
        must=False,
    )
