"""Who may answer an offer, who is asked to, and what each side may read of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.models import Child, Restriction
from safelight.core.errors import NotFound
from safelight.sharing.models import Referral
from safelight.sharing.states import TOLD, State


def referrals() -> QuerySet[Referral]:
    """Every offer with what each page and duty needs of it."""
    return Referral.objects.select_related(
        "partnership",
        "child",
        "from_agency",
        "to_agency",
        "to_team",
        "to_user",
        "offered_by",
        "acknowledged_by",
        "answered_by",
        "withdrawn_by",
        "done_by",
        "worker",
    )


class Desks:
    """Who may answer each of some offers, and who is asked to now. Made once, in a constant number of queries.

    Those who answer for their agency (safeguarding leads, managers, coordinators), and whoever is named. Of a
    restricted child only who was named when a manager offered it. A conflict of interest takes somebody away without
    a word: whoever is left answers.
    """

    def __init__(self, found: Iterable[Referral]) -> None:
        offers = list(found)
        child_ids = [one.child_id for one in offers]
        people = User.objects.filter(agency__in={one.to_agency_id for one in offers}, is_active=True)
        self._people: dict[UUID | None, list[User]] = {}
        for person in people.prefetch_related("role_holdings").order_by("name") if offers else ():
            self._people.setdefault(person.agency_id, []).append(person)
        self._stand_ins = children.stand_ins(child_ids)
        standing = Restriction.objects.filter(child_id__in=child_ids, until__isnull=True)
        self._restrictions: dict[UUID, UUID] = dict(standing.values_list("child_id", "pk")) if offers else {}

    def people(self, referral: Referral) -> list[User]:
        """Who may answer, by name."""
        if self._closed(referral):
            return []
        return [one for one in self._people.get(referral.to_agency_id, ()) if self._fits(referral, one)]

    def _closed(self, referral: Referral) -> bool:
        """Whether the child was restricted after it was offered: then nobody of the other agency may know of it."""
        now = self._restrictions.get(referral.child_id)
        return now is not None and now != referral.restriction_id

    def _fits(self, referral: Referral, person: User) -> bool:
        if not person.may(Permission.REFER) or person.pk == referral.offered_by_id:
            return False
        answers = person.may(Permission.AGREE_INTERVENTION) or person.may(Permission.SEE_RAISED)
        named = person.pk == referral.to_user_id
        if referral.restriction_id is not None and not named:
            return False
        return (answers or named) and not self._stand_ins.keeps_away(referral.child_id, person.pk)

    def may_answer(self, referral: Referral, user: User) -> bool:
        """Whether this person may read the offer and answer it."""
        return referral.state == State.OFFERED and user.pk in {one.pk for one in self.people(referral)}

    def asked(self, referral: Referral, now: datetime) -> list[User]:
        """Whose turn it is: who was named, or the team's, until it is overdue; from then on all who may answer."""
        everybody = self.people(referral)
        if now > referral.reply_by:
            return everybody
        named = [one for one in everybody if one.pk == referral.to_user_id]
        team = [one for one in everybody if referral.to_team_id and one.team_id == referral.to_team_id]
        return named or team or everybody

    def workers(self, referral: Referral) -> list[User]:
        """Who of the receiving agency could work with the child from then on."""
        if referral.restriction_id is not None:
            return [one for one in self.people(referral) if one.pk == referral.to_user_id]
        return [
            one
            for one in self._people.get(referral.to_agency_id, ())
            if one.may(Permission.EDIT_CHILD) and not self._stand_ins.keeps_away(referral.child_id, one.pk)
        ]


@dataclass(frozen=True)
class Looking:
    """One offer as somebody may read it.

    ``in_full``: the offer's words. ``is_sender``: at least how it stands and what came of it, though they no longer
    see the child. Otherwise only how it stands: a colleague of theirs answered.
    """

    referral: Referral
    in_full: bool
    may_answer: bool
    may_withdraw: bool
    may_say_done: bool
    is_sender: bool


def look(user: User, referral_id: UUID | str) -> Looking:
    """One offer for this person; ``NotFound`` for whoever is no party to it."""
    referral = referrals().filter(pk=referral_id, partnership_id=user.partnership_id).first()
    if referral is None:
        raise NotFound("referral")
    was_asked = user.pk in {one.pk for one in Desks([referral]).people(referral)}
    may_answer = was_asked and referral.state == State.OFFERED
    works = user.may(Permission.REFER) and children.sees_in_full(user, referral.child)
    party = user.pk in (referral.offered_by_id, referral.answered_by_id)
    locked, _kept_away = children.out_of_sight(user, [referral.child_id])
    if not (was_asked or works or (party and not locked)):
        raise NotFound("referral")
    is_sender = referral.offered_by_id == user.pk
    return Looking(
        referral=referral,
        in_full=may_answer or works or referral.answered_by_id == user.pk,
        may_answer=may_answer,
        may_withdraw=works and user.agency_id == referral.from_agency_id and referral.state == State.OFFERED,
        may_say_done=works and user.agency_id == referral.to_agency_id and referral.state == State.ACCEPTED,
        is_sender=is_sender,
    )


def of_child(child: Child) -> list[Referral]:
    """Every offer about a child whom the reader sees, newest first."""
    return list(referrals().filter(child=child).order_by("-offered_at", "pk"))


def open_of(child_ids: Iterable[UUID]) -> list[Referral]:
    """Offers about these children that nobody has answered or that are accepted and not done, and those refused."""
    states = (State.OFFERED, State.ACCEPTED, State.REJECTED)
    return list(referrals().filter(child_id__in=list(child_ids), state__in=states).order_by("offered_at", "pk"))


def to_answer(user: User) -> list[tuple[Referral, Desks]]:
    """Offers that this person may answer, oldest first, with who else may."""
    if not user.may(Permission.REFER) or user.agency_id is None:
        return []
    offers = list(
        referrals()
        .filter(partnership_id=user.partnership_id, to_agency=user.agency_id, state=State.OFFERED)
        .order_by("offered_at", "pk")
    )
    if not offers:
        return []
    desks = Desks(offers)
    return [(one, desks) for one in offers if desks.may_answer(one, user)]


def sent_by(user: User) -> list[Referral]:
    """What this person offered, newest first; nothing of a child who is now kept from them."""
    return _not_locked(user, referrals().filter(offered_by=user).order_by("-offered_at", "pk"))


def answered_by(user: User) -> list[Referral]:
    """What this person answered, newest first."""
    return _not_locked(user, referrals().filter(answered_by=user).order_by("-answered_at", "pk"))


def unread_answers(user: User) -> list[Referral]:
    """Answers to this person's offers that they have not said they read."""
    told = Q()
    for state in TOLD:
        told |= Q(state=state) & ~Q(read_state=state)
    return _not_locked(user, referrals().filter(told, offered_by=user).order_by("answered_at", "pk"))


def _not_locked(user: User, found: QuerySet[Referral]) -> list[Referral]:
    offers = list(found)
    locked, _kept_away = children.out_of_sight(user, {one.child_id for one in offers})
    return [one for one in offers if one.child_id not in locked]


def may_refer(user: User, child: Child) -> bool:
    """Whether this person may offer the child's work to another agency: they have one, and see the child otherwise
    than by break-glass."""
    return user.may(Permission.REFER) and user.agency_id is not None and children.sees_in_full(user, child)


def leads(agency_id: UUID | None, child: Child) -> bool:
    """Whether an agency leads the work with a child, and so may transfer it."""
    if child.lead_worker is not None:
        return child.lead_worker.agency_id == agency_id
    return child.agency_id in (None, agency_id)
