"""What circulations make due: copies that have not gone (PL-09), and copies nobody has acknowledged (BE-11)."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.duties.clock import end_of_day
from safelight.duties.types import ChildFacts, Cite, Closes, Duty
from safelight.sharing import copies, queries
from safelight.sharing.copies import CopyState
from safelight.sharing.models import Circulation
from safelight.sharing.queries import Due

SEND, CHASE = "CIRCULATE", "CIRCULATE-CHASE"


def duties(facts: Sequence[ChildFacts], now: datetime) -> list[Duty]:
    """Every duty of this kind for these children, in a constant number of queries: one for each circulation."""
    found: list[Duty] = []
    for due in queries.due_of((fact.child_id for fact in facts), now):
        if due.not_gone:
            found.append(_send(due))
        if due.silent:
            found.append(_chase(due))
    return found


def _send(due: Due) -> Duty:
    one, left = due.circulation, len(due.not_gone)
    back = sum(copy.state is CopyState.NOT_DELIVERED for copy in due.not_gone)
    why = ngettext("%(left)s copy has not gone.", "%(left)s copies have not gone.", left) % {"left": left}
    if back:
        why += " " + ngettext(
            "%(back)s was not delivered, and the clock goes on.",
            "%(back)s were not delivered, and the clock goes on.",
            back,
        ) % {"back": back}
    return Duty(
        key=f"circulation:{one.pk}:send",
        code=SEND,
        child_id=one.child_id,
        title=_("Send each person their copy"),
        why=why,
        closes=Closes.RECORD,
        owner_id=one.prepared_by_id,
        due_at=one.due_by,
        may_be_set_aside=False,
        cites=(Cite("W", "family meetings"),),
        url=_url(one),
        act_label=_("See the copies"),
        since=one.prepared_at,
    )


def _chase(due: Due) -> Duty:
    one, silent = due.circulation, len(due.silent)
    days = [
        copies.chased_on(copy.copy.chased_at or copy.last.at, jurisdiction=one.partnership.jurisdiction)
        for copy in due.silent
        if copy.last is not None
    ]
    return Duty(
        key=f"circulation:{one.pk}:chase",
        code=CHASE,
        child_id=one.child_id,
        title=_("Ask whether they have their copy"),
        why=ngettext(
            "%(silent)s person has not said that they have it.",
            "%(silent)s people have not said that they have it.",
            silent,
        )
        % {"silent": silent},
        closes=Closes.RECORD,
        owner_id=one.prepared_by_id,
        due_at=end_of_day(min(days)),
        must=False,
        may_be_set_aside=False,
        url=_url(one),
        act_label=_("See the copies"),
        since=one.prepared_at,
    )


def _url(one: Circulation) -> str:
    return reverse("sharing:circulation", args=[one.child_id, one.pk])
