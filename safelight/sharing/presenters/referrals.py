"""Referrals and transfers as their pages show them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access import queries as access
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.core.errors import NotFound
from safelight.sharing import queries
from safelight.sharing.actions import Offer, Receiver
from safelight.sharing.models import Referral
from safelight.sharing.queries import Desks, Looking
from safelight.sharing.states import TOLD, Keeps, Kind, State
from safelight.ui import formats


def receivers(user: User) -> list[tuple[str, str]]:
    """Every other agency with its teams and the people who may answer, as choices that ``receiver_of`` reads."""
    teams: dict[UUID, list[tuple[str, str]]] = {}
    for team in access.teams(user):
        teams.setdefault(team.agency_id, []).append((f"team:{team.pk}", f"{team.agency.name}: {team.name}"))
    people: dict[UUID | None, list[User]] = {}
    for person in access.people_who_may(user.partnership_id, Permission.REFER):
        people.setdefault(person.agency_id, []).append(person)
    found: list[tuple[str, str]] = []
    for agency in access.agencies(user):
        if agency.pk != user.agency_id:
            found.append((f"agency:{agency.pk}", agency.name))
            found += teams.get(agency.pk, [])
            found += [(f"person:{one.pk}", f"{agency.name}: {one.name_and_role}") for one in people.get(agency.pk, ())]
    return found


def receiver_of(user: User, chosen: str) -> Receiver:
    """Whom a choice of ``receivers`` names; ``NotFound`` for anything else."""
    what, _colon, number = chosen.partition(":")
    if what == "person":
        person = access.colleague(user, number)
        if person is not None and person.agency is not None:
            return Receiver(person.agency, user=person)
    for team in access.teams(user) if what == "team" else ():
        if str(team.pk) == number:
            return Receiver(team.agency, team=team)
    for agency in access.agencies(user) if what == "agency" else ():
        if str(agency.pk) == number:
            return Receiver(agency)
    raise NotFound("receiver")


def receiver_words(to: Receiver) -> str:
    """The agency, and the team or person."""
    inner = to.user.name_and_role if to.user else to.team.name if to.team else ""
    return f"{to.agency.name}: {inner}" if inner else to.agency.name


def what_the_sender_keeps(kind: str, keeps: str, sender: str, until: str) -> list[str]:
    """What the sending agency keeps once it is accepted: the same sentences for both sides, before either commits."""
    if kind == Kind.REFERRAL:
        return [
            _("%(sender)s goes on working with the child and sees the record as before.") % {"sender": sender},
            _("Who the lead worker is does not change."),
        ]
    if keeps == Keeps.UNTIL and until:
        first = _("Those of %(sender)s who work with the child see the record until %(day)s; on that day it ends.")
    else:
        first = _("From the moment it is accepted, nobody of %(sender)s sees the record through this work any more.")
    return [
        first % {"sender": sender, "day": until},
        _("What they wrote stays in the record."),
        _("Promises to the child that are still open, and what was due from them, go to the new lead worker."),
        _("The one who offered it is told the answer and the outcome, and nothing else of the record."),
    ]


def keeps_of(referral: Referral) -> list[str]:
    """What the sender of this offer keeps."""
    until = str(formats.date(referral.keeps_until)) if referral.keeps_until else ""
    return what_the_sender_keeps(referral.kind, referral.sender_keeps, referral.from_agency.name, until)


def offer_rows(to: Receiver, offer: Offer) -> list[dict[str, Any]]:
    """What the other side will read, for the page that asks again before it is offered."""
    return [
        _row(_("To"), receiver_words(to)),
        _row(_("Child"), offer.name),
        _row(_("Date of birth"), str(formats.date(offer.date_of_birth)) if offer.date_of_birth else _("Not given")),
        _row(_("Why"), offer.why),
        _row(_("Asked"), offer.asked),
        _row(_("Answer wanted"), _("Today") if offer.urgent else _("Within one working day")),
    ]


def _row(key: str, words: str) -> dict[str, Any]:
    return {"key": {"text": key}, "value": {"text": words}}


def page(user: User, found: Looking, now: datetime) -> dict[str, Any]:
    """One offer as this person may read it."""
    one = found.referral
    return {
        "referral": one,
        "kind": kind_name(one),
        "state": str(one.get_state_display()),
        "rows": _offer(one) if found.in_full else [],
        "steps": _steps(one, words=found.in_full or found.is_sender),
        "keeps": keeps_of(one),
        "reply_by": one.reply_by if one.state == State.OFFERED else None,
        "overdue": one.state == State.OFFERED and now > one.reply_by,
        "acknowledged": one.acknowledged_at is not None,
        "may_answer": found.may_answer,
        "may_withdraw": found.may_withdraw,
        "may_say_done": found.may_say_done,
        "may_read": found.is_sender and one.state in TOLD and one.read_state != one.state,
        "outcome_only": found.is_sender and not found.in_full,
    }


def kind_name(one: Referral) -> str:
    """``Transfer`` or ``Referral``."""
    return _("Transfer") if one.kind == Kind.TRANSFER else _("Referral")


def _offer(one: Referral) -> list[dict[str, Any]]:
    to = Receiver(one.to_agency, one.to_team, one.to_user)
    sender = f"{one.offered_by.name_and_role}, {one.from_agency.name}"
    return [
        _row(_("From"), f"{sender}, {one.offered_by.telephone}" if one.offered_by.telephone else sender),
        _row(_("To"), receiver_words(to)),
        _row(_("Child"), one.name),
        _row(_("Date of birth"), str(formats.date(one.date_of_birth)) if one.date_of_birth else _("Not given")),
        _row(_("Why"), one.why),
        _row(_("Asked"), one.asked),
    ]


def _steps(one: Referral, *, words: bool) -> list[dict[str, Any]]:
    """What happened, in order: when, what, who, and (where it may be read) in what words."""
    accepted = one.worker is not None
    answer = _("Accepted") if accepted else _("Not accepted")
    worker = _("%(who)s works with the child.") % {"who": one.worker.name_and_role} if one.worker is not None else ""
    found = [
        (one.offered_at, _("Offered"), one.offered_by, ""),
        (one.acknowledged_at, _("Received, being looked at"), one.acknowledged_by, ""),
        (one.answered_at, answer, one.answered_by, worker or one.reason),
        (one.withdrawn_at, _("Taken back"), one.withdrawn_by, one.reason),
        (one.done_at, _("Done"), one.done_by, one.outcome),
    ]
    return [
        {"at": at, "what": what, "who": who.name_and_role, "words": text if words else ""}
        for at, what, who, text in found
        if at is not None and who is not None
    ]


def list_rows(found: list[Referral], now: datetime) -> list[dict[str, Any]]:
    """Offers in a list: reference, from, to, state; nothing of the child."""
    return [
        {
            "reference": one.reference,
            "url": reverse("sharing:referral", args=[one.pk]),
            "kind": kind_name(one),
            "sender": one.from_agency.name,
            "receiver": one.to_agency.name,
            "at": one.offered_at,
            "state": str(one.get_state_display()),
            "reply_by": one.reply_by if one.state == State.OFFERED else None,
            "overdue": one.state == State.OFFERED and now > one.reply_by,
        }
        for one in found
    ]


def inbox(user: User, now: datetime) -> dict[str, Any]:
    """What waits for this person's answer, and what they offered and answered."""
    return {
        "to_answer": list_rows([one for one, _desks in queries.to_answer(user)], now),
        "sent": list_rows(queries.sent_by(user), now),
        "answered": list_rows(queries.answered_by(user), now),
    }


def worker_choices(referral: Referral) -> list[tuple[str, str]]:
    """Who of the receiving agency could work with the child."""
    return [(str(one.pk), one.name_and_role) for one in Desks([referral]).workers(referral)]
