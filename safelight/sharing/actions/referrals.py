"""Offering the work with a child to another agency, and answering such an offer."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from safelight.access import permissions
from safelight.access.models import Agency, Team, User
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.children import actions as children_actions
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, Stale, WrongState
from safelight.core.ids import new_reference
from safelight.sharing import queries, states
from safelight.sharing.models import Referral
from safelight.sharing.states import Keeps, Kind, State


@dataclass(frozen=True)
class Receiver:
    """To whom something is offered: an agency, and perhaps one of its teams or people."""

    agency: Agency
    team: Team | None = None
    user: User | None = None


@dataclass(frozen=True)
class Offer:
    """What is offered, in the sender's words: all that the other side reads until they accept."""

    kind: str
    name: str
    why: str
    asked: str
    date_of_birth: date | None = None
    urgent: bool = False
    keeps: str = ""
    keeps_until: date | None = None


def check_offer(*, by: User, child: Child, to: Receiver, offer: Offer) -> Child:
    """Whether it may be offered; the child as stored now.

    ``NotFound`` for who may not refer the child; ``Invalid`` by field for what can't be offered as it is.
    """
    permissions.check(by, Permission.REFER)
    kept = children.get(by, child.pk)
    if not queries.may_refer(by, kept):
        raise NotFound("may not refer")
    if by.partnership_id != to.agency.partnership_id:
        raise NotFound("agency")
    errors = {**_wrong_words(offer), **_wrong_receiver(by, kept, to, offer), **_wrong_keeping(by, kept, offer)}
    if errors:
        raise Invalid(errors)
    return kept


def _wrong_words(offer: Offer) -> dict[str, str]:
    asked = {
        "name": (offer.name, _("Write the child’s name as the other agency should read it.")),
        "why": (offer.why, _("Say why you offer it.")),
        "asked": (offer.asked, _("Say what you ask them to do.")),
    }
    return {field: sentence for field, (words, sentence) in asked.items() if not words.strip()}


def _wrong_receiver(by: User, child: Child, to: Receiver, offer: Offer) -> dict[str, str]:
    if to.agency.pk == by.agency_id:
        return {"to": _("Choose another agency. A colleague of your own is added on the page of who works with them.")}
    if to.team is not None and to.team.agency_id != to.agency.pk:
        return {"to": _("Choose a team of that agency.")}
    if to.user is not None and (to.user.agency_id != to.agency.pk or not to.user.may(Permission.REFER)):
        return {"to": _("Choose somebody of that agency who can answer.")}
    restriction = children.restriction_of(child)
    if restriction is not None and not by.may(Permission.RESTRICT_CHILD):
        return {"": _("This record is restricted: only a manager who is named offers it. Ask them.")}
    if restriction is not None and to.user is None:
        return {"to": _("This record is restricted. Choose the one person who may know of it.")}
    if restriction is not None and offer.kind == Kind.TRANSFER and to.user and not to.user.may(Permission.APPROVE_PLAN):
        return {"to": _("This record is restricted. Choose a manager: they answer for who sees it from then on.")}
    draft = Referral(
        child=child, to_agency=to.agency, to_user=to.user, offered_by=by, restriction=restriction, state=State.OFFERED
    )
    if not queries.Desks([draft]).people(draft):
        return {"to": _("Nobody there can answer here. Ring them, and choose another person or agency.")}
    return {}


def _wrong_keeping(by: User, child: Child, offer: Offer) -> dict[str, str]:
    if offer.kind not in list(Kind):
        return {"kind": _("Choose a referral or a transfer.")}
    if offer.kind == Kind.REFERRAL:
        return {}
    if not queries.leads(by.agency_id, child):
        return {"kind": _("Another agency leads the work with this child, so only they can transfer it. Refer it.")}
    if offer.keeps not in (Keeps.NOTHING, Keeps.UNTIL):
        return {"keeps": _("Say whether your agency stays beside the new worker.")}
    if offer.keeps == Keeps.NOTHING:
        return {}
    if children.is_restricted(child):
        return {"keeps": _("Of a restricted record nobody stays beside the new worker.")}
    today = clock.today()
    if offer.keeps_until is None or not (today < offer.keeps_until <= today + timedelta(days=states.STAYS_AT_MOST)):
        return {"keeps_until": _("Enter a day after today and within three months.")}
    return {}


@transaction.atomic
def offer(*, by: User, child: Child, to: Receiver, offer: Offer) -> Referral:
    """Offer the work with a child to another agency. Until they accept they read these words and nothing more.

    ``WrongState`` where an offer to that agency, or another transfer, is still open.
    """
    kept = check_offer(by=by, child=child, to=to, offer=offer)
    assert by.agency is not None  # who has none may not refer
    transferring = offer.kind == Kind.TRANSFER
    keeps = Keeps(offer.keeps) if transferring else Keeps.STAYS
    try:
        with transaction.atomic():
            made = Referral.objects.create(
                partnership_id=by.partnership_id,
                child=kept,
                reference=_unused_reference(by.partnership_id),
                kind=offer.kind,
                from_agency=by.agency,
                to_agency=to.agency,
                to_team=to.team,
                to_user=to.user,
                restriction=children.restriction_of(kept),
                name=offer.name.strip(),
                date_of_birth=offer.date_of_birth,
                why=offer.why.strip(),
                asked=offer.asked.strip(),
                urgent=offer.urgent,
                sender_keeps=keeps,
                keeps_until=offer.keeps_until if keeps is Keeps.UNTIL else None,
                offered_by=by,
                offered_at=clock.now(),
            )
    except IntegrityError as error:
        sentence = _("An offer to this agency, or another transfer of this child, is still open.")
        raise WrongState(sentence) from error
    _note(by, "referral.offered", made)
    return made


def _unused_reference(partnership_id: UUID) -> str:
    while True:
        reference = "R" + new_reference()[2:]
        if not Referral.objects.filter(partnership_id=partnership_id, reference=reference).exists():
            return reference


def _note(by: User, action: str, referral: Referral) -> None:
    audit.record(partnership_id=by.partnership_id, by=by, action=action, subject=referral, child_id=referral.child_id)


def _to_answer(by: User, referral: Referral) -> Referral:
    """The offer as stored now, if ``by`` may answer it. ``WrongState`` if it was answered or taken back meanwhile."""
    permissions.check(by, Permission.REFER)
    found = queries.look(by, referral.pk)
    if found.may_answer:
        return found.referral
    if found.referral.state == State.OFFERED:
        raise NotFound("not theirs to answer")
    raise WrongState(_("This has been answered or taken back already."))


def _move(referral: Referral, to: State, *fields: str) -> None:
    if not states.may_move(State(referral.state), to):
        raise WrongState(_("This has been answered or taken back already."))
    referral.state = to
    try:
        referral.save_over(referral.version, "state", *fields)
    except Stale as error:
        raise WrongState(_("Somebody else was quicker: look at what happened.")) from error


@transaction.atomic
def acknowledge(*, by: User, referral: Referral) -> Referral:
    """Say that it was received and is being looked at. The clock of the decision goes on."""
    kept = _to_answer(by, referral)
    if kept.acknowledged_at is not None:
        raise WrongState(_("Somebody has said already that it was received."))
    kept.acknowledged_by, kept.acknowledged_at = by, clock.now()
    try:
        kept.save_over(kept.version, "acknowledged_by", "acknowledged_at")
    except Stale as error:
        raise WrongState(_("Somebody else was quicker: look at what happened.")) from error
    _note(by, "referral.acknowledged", kept)
    return kept


@transaction.atomic
def accept(*, by: User, referral: Referral, worker: User | None = None) -> Referral:
    """Accept it: ``worker`` (or whoever accepts) works with the child from now on; after a transfer they lead.

    After a transfer the sender's people end as the offer says. ``Invalid`` for a worker who can't be chosen.
    """
    kept = _to_answer(by, referral)
    chosen = worker or by
    if chosen.pk not in {one.pk for one in queries.Desks([kept]).workers(kept)}:
        raise Invalid({"worker": _("Choose a colleague from the list.")})
    child = kept.child
    if kept.kind == Kind.TRANSFER and not queries.leads(kept.from_agency_id, child):
        raise WrongState(_("The agency that offered it no longer leads the work. Ring them, and ask whoever leads."))
    now = clock.now()
    kept.answered_by, kept.answered_for_id, kept.answered_at, kept.worker = by, kept.to_agency_id, now, chosen
    _move(kept, State.ACCEPTED, "answered_by", "answered_for", "answered_at", "worker")
    _note(by, "referral.accepted", kept)
    children_actions.take_on(by=by, child=child, worker=chosen, offered_by=kept.offered_by)
    until = states.ends_on(Keeps(kept.sender_keeps), kept.keeps_until, clock.london_day(now))
    if kept.kind == Kind.TRANSFER and until is not None:
        children_actions.hand_over(
            by=by, child=child, worker=chosen, team=kept.to_team, from_agency=kept.from_agency, until=until
        )
    return kept


@transaction.atomic
def reject(*, by: User, referral: Referral, reason: str) -> Referral:
    """Say no, and why: the sender decides what happens now."""
    kept = _to_answer(by, referral)
    if not reason.strip():
        raise Invalid({"reason": _("Say why your agency does not accept it.")})
    kept.answered_by, kept.answered_for_id, kept.answered_at = by, kept.to_agency_id, clock.now()
    kept.reason = reason.strip()
    _move(kept, State.REJECTED, "answered_by", "answered_for", "answered_at", "reason")
    _note(by, "referral.rejected", kept)
    return kept


@transaction.atomic
def withdraw(*, by: User, referral: Referral, reason: str) -> Referral:
    """Take it back before it is answered: anybody of the sending agency who sees the child, with a reason."""
    found = queries.look(by, referral.pk)
    kept = found.referral
    if not found.may_withdraw:
        if kept.state != State.OFFERED and found.in_full:
            raise WrongState(_("This has been answered or taken back already."))
        raise NotFound("not theirs to take back")
    if not reason.strip():
        raise Invalid({"reason": _("Say why you take it back.")})
    kept.withdrawn_by, kept.withdrawn_at, kept.reason = by, clock.now(), reason.strip()
    _move(kept, State.WITHDRAWN, "withdrawn_by", "withdrawn_at", "reason")
    _note(by, "referral.withdrawn", kept)
    return kept


@transaction.atomic
def finish(*, by: User, referral: Referral, outcome: str) -> Referral:
    """Say that it is done and what came of it: the sender reads that, whether they still see the child or not."""
    found = queries.look(by, referral.pk)
    kept = found.referral
    if not found.may_say_done:
        if kept.state == State.DONE and found.in_full:
            raise WrongState(_("Somebody has said already what came of it."))
        raise NotFound("not theirs to say")
    if not outcome.strip():
        raise Invalid({"outcome": _("Say what came of it.")})
    kept.done_by, kept.done_at, kept.outcome = by, clock.now(), outcome.strip()
    _move(kept, State.DONE, "done_by", "done_at", "outcome")
    _note(by, "referral.done", kept)
    return kept


@transaction.atomic
def mark_read(*, by: User, referral: Referral) -> Referral:
    """The sender says that they have read the answer."""
    found = queries.look(by, referral.pk)
    kept = found.referral
    if not found.is_sender or kept.state not in states.TOLD:
        raise NotFound("no answer of theirs")
    if kept.read_state != kept.state:
        kept.read_state = kept.state
        kept.save_over(kept.version, "read_state")
        _note(by, "referral.answer-read", kept)
    return kept
