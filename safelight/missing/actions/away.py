"""What is tried while a child is away (MS-05). Nothing here waits for anybody's agreement (MS-09)."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children import queries as children
from safelight.children.models import Channel, PersonAround
from safelight.core.errors import Invalid, WrongState
from safelight.missing import permissions
from safelight.missing.actions.common import needed, passed, record
from safelight.missing.models import (
    AlertAsked,
    ContactAttempt,
    Episode,
    PublicityDecision,
    Sighting,
    WhileAway,
    WordSent,
)
from safelight.missing.words import NEUTRAL

_Row = TypeVar("_Row", bound=WhileAway)


def _kept(by: User, episode: Episode, what: str, row: _Row, now: datetime) -> _Row:
    row.partnership_id = episode.partnership_id
    row.episode, row.by, row.at = episode, by, now
    row.save()
    record(by, what, row, episode.child, now)
    return row


def _may(by: User, episode: Episode) -> None:
    permissions.check_may_report(by, episode.child)
    if episode.state == Episode.State.ENTERED_IN_ERROR:
        raise WrongState(_("This episode was entered in error. Open the one that stands."))


@transaction.atomic
def record_attempt(
    *,
    by: User,
    episode: Episode,
    how: str,
    with_whom: str,
    answered: bool | None,
    words: str = "",
    tried_at: datetime | None = None,
    now: datetime,
) -> ContactAttempt:
    """Somebody tried to reach the child or somebody who may know. Answered or not, the child stays missing (HZ-34)."""
    _may(by, episode)
    needed(
        {"how": how, "with_whom": with_whom, "answered": "" if answered is None else "said"},
        {
            "how": _("Choose how it was tried"),
            "with_whom": _("Say whom you tried to reach"),
            "answered": _("Choose whether there was an answer"),
        },
    )
    row = ContactAttempt(
        tried_at=passed("tried_at", tried_at or now, now, ""),
        how=how,
        with_whom=with_whom.strip(),
        answered=bool(answered),
        words=words.strip(),
    )
    return _kept(by, episode, "missing.contact_tried", row, now)


@transaction.atomic
def record_sighting(
    *,
    by: User,
    episode: Episode,
    where: str,
    who: str,
    words: str = "",
    police_told: str = "",
    seen_at: datetime | None = None,
    now: datetime,
) -> Sighting:
    """Somebody saw, or believes they saw, the child. It ends nothing: the return is recorded apart."""
    _may(by, episode)
    needed({"where": where, "who": who}, {"where": _("Say where"), "who": _("Say who saw the child")})
    row = Sighting(
        seen_at=passed("seen_at", seen_at or now, now, ""),
        where=where.strip(),
        who=who.strip(),
        words=words.strip(),
        police_told=police_told.strip(),
    )
    return _kept(by, episode, "missing.sighting", row, now)


def check_telephone(episode: Episode) -> None:
    """``Invalid`` unless somebody checked that the child's own telephone is safe: a captor may hold it (HZ-33)."""
    child = episode.child
    if child.telephone_safe == PersonAround.Safe.SAFE:
        return
    if child.telephone_safe == PersonAround.Safe.UNSAFE:
        if children.halt_of(child, None, Channel.TELEPHONE) is None:
            return  # a manager decided to go on, with the reason
        sentence = _(
            "This telephone is marked unsafe: somebody else may read it. Do not send anything. Tell the police."
        )
    else:
        sentence = _(
            "Nobody has checked whether this telephone is safe: somebody else may read it. Do not send anything until "
            "somebody who knows the child has checked."
        )
    raise Invalid({"text": sentence})


@transaction.atomic
def record_word_sent(
    *, by: User, episode: Episode, text: str, sent_by: str, sent_at: datetime | None = None, now: datetime
) -> WordSent:
    """The primary contact sent word that the child is thought of: one of our neutral texts, to a telephone that was
    checked. ``Invalid`` for any other (HZ-33)."""
    _may(by, episode)
    check_telephone(episode)
    if text not in NEUTRAL:
        raise Invalid({"text": _("Choose one of these texts: others may tell a stranger too much")})
    needed({"sent_by": sent_by}, {"sent_by": _("Say who sends it: the person whom the child trusts")})
    row = WordSent(text=str(NEUTRAL[text]), sent_by=sent_by.strip(), sent_at=passed("sent_at", sent_at or now, now, ""))
    return _kept(by, episode, "missing.word_sent", row, now)


@transaction.atomic
def record_alert_asked(
    *,
    by: User,
    episode: Episode,
    whom: str,
    who: str,
    answer: str = "",
    asked_at: datetime | None = None,
    now: datetime,
) -> AlertAsked:
    """Others were asked to look out: outreach, other areas, ports and borders, transport, health (C, P, W)."""
    _may(by, episode)
    needed(
        {"whom": whom, "who": who},
        {"whom": _("Choose who was asked"), "who": _("Name the person or desk that took it")},
    )
    row = AlertAsked(
        whom=whom, who=who.strip(), answer=answer.strip(), asked_at=passed("asked_at", asked_at or now, now, "")
    )
    return _kept(by, episode, "missing.alert_asked", row, now)


@transaction.atomic
def decide_publicity(
    *, by: User, episode: Episode, publish: bool | None, decided_by: str, why: str, now: datetime
) -> PublicityDecision:
    """Whether the public is told: who decided and why. A later decision replaces it; both stay."""
    _may(by, episode)
    needed(
        {"publish": "" if publish is None else "said", "decided_by": decided_by, "why": why},
        {
            "publish": _("Choose what was decided"),
            "decided_by": _("Name who decided it, with their role"),
            "why": _("Say why, and what was thought of the child’s safety afterwards"),
        },
    )
    row = PublicityDecision(publish=bool(publish), decided_by=decided_by.strip(), why=why.strip(), decided_at=now)
    return _kept(by, episode, "missing.publicity_decided", row, now)
