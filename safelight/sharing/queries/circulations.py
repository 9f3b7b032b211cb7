"""How circulations and their copies stand, and what is due of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core.clock import london_day
from safelight.core.errors import NotFound
from safelight.delivery.models import Link
from safelight.delivery.states import MessageState
from safelight.sharing import copies, papers
from safelight.sharing.copies import HELD, NOT_GONE, UNANSWERED, Channel, CopyState
from safelight.sharing.models import Circulation, Copy, CopyLine, Sending, SharingDecision
from safelight.sharing.queries import safety

# The links of this room, as ``delivery`` knows them.
PURPOSE = "copy"


@dataclass(frozen=True)
class Standing:
    """One copy as it stands. ``last`` is the last time it was sent, if ever."""

    copy: Copy
    state: CopyState
    last: Sending | None
    sendings: tuple[Sending, ...]


def may_circulate(user: User, child: Child) -> bool:
    """Whether this person may send copies about the child: they see it, and not by break-glass alone."""
    return user.may(Permission.CIRCULATE) and children.sees_in_full(user, child)


def _circulations() -> QuerySet[Circulation]:
    links = Link.objects.defer("content")
    sendings = Sending.objects.select_related("message", "by").prefetch_related(Prefetch("link", links))
    found = Copy.objects.select_related("user", "person", "decision", "acknowledged_by", "recalled_by")
    found = found.prefetch_related(Prefetch("sendings", sendings.order_by("-at", "-pk")))
    return Circulation.objects.select_related("partnership", "child", "prepared_by").prefetch_related(
        Prefetch("copies", found.order_by("kind", "name", "pk"))
    )


def circulations_of(child: Child) -> list[Circulation]:
    """Every circulation about a child, newest first, with its copies."""
    return list(_circulations().filter(child=child).order_by("-prepared_at", "-pk"))


def circulation_for(user: User, child_id: UUID | str, circulation_id: UUID | str) -> Circulation:
    """One of them, for who may circulate; else ``NotFound``."""
    child = children.get(user, child_id)
    found = _circulations().filter(child=child, pk=circulation_id).first()
    if found is None or not may_circulate(user, child):
        raise NotFound("circulation")
    return found


def copy_for(user: User, child_id: UUID | str, copy_id: UUID | str) -> Copy:
    """One copy, for who may circulate; else ``NotFound``."""
    named = Copy.objects.filter(pk=copy_id, circulation__child_id=child_id).values_list("circulation_id", flat=True)
    circulation_id = named.first()
    if circulation_id is None:
        raise NotFound("copy")
    circulation = circulation_for(user, child_id, circulation_id)
    return next(copy for copy in circulation.copies.all() if str(copy.pk) == str(copy_id))


def line_choices(copy: Copy) -> dict[str, papers.LineChoice]:
    """What a person said last of each single line of this copy, by the line's key."""
    found = CopyLine.objects.filter(copy=copy).order_by("number")
    return {one.line: papers.LineChoice(one.shown, one.why) for one in found}


def stands(copy: Copy, *, halted: bool = False) -> Standing:
    """How a copy stands. ``halted`` is what ``safety`` says of it now, where it has not gone."""
    sendings = tuple(copy.sendings.all())
    last = sendings[0] if sendings else None
    message, link = (last.message, last.link) if last else (None, None)
    state = copies.stands(
        sent=last is not None,
        failed=message is not None and message.state == MessageState.NOT_DELIVERED,
        opened=link is not None and link.opened_at is not None,
        acknowledged=copy.acknowledged_at is not None or (link is not None and link.acknowledged_at is not None),
        recalled=copy.recalled_at is not None,
        not_shared=copy.decision is not None and not copy.decision.share,
        halted=halted,
    )
    return Standing(copy, state, last, sendings)


def standing_now(child: Child, copy: Copy) -> Standing:
    """How a copy stands, with what is known of its recipient now."""
    found = stands(copy)
    if found.state not in NOT_GONE or safety.may_go(child, copy):
        return found
    return stands(copy, halted=True)


def replaced(circulation: Circulation, others: Iterable[Circulation]) -> bool:
    """Whether a later circulation of the same paper stands among these: who holds a copy of this one holds an old
    one (HZ-20). The minutes of a later meeting replace nobody's minutes of an earlier one."""
    return any(_same(other) == _same(circulation) and other.prepared_at > circulation.prepared_at for other in others)


def _same(circulation: Circulation) -> tuple[UUID, str, UUID | None]:
    """What a later circulation has to be of, to replace this one."""
    own = papers.paper(circulation.paper).of_its_own
    return circulation.child_id, circulation.paper, circulation.subject_id if own else None


def earlier_of(copy: Copy) -> list[Copy]:
    """Copies of the same paper that the same recipient was sent before."""
    older = Copy.objects.filter(
        circulation__child_id=copy.circulation.child_id,
        circulation__paper=copy.circulation.paper,
        circulation__prepared_at__lt=copy.circulation.prepared_at,
        kind=copy.kind,
        sends__gt=0,
    )
    if papers.paper(copy.circulation.paper).of_its_own:
        older = older.filter(circulation__subject_id=copy.circulation.subject_id)
    if copy.user_id is not None:
        return list(older.filter(user_id=copy.user_id))
    if copy.person_id is not None:
        return list(older.filter(person_id=copy.person_id))
    return list(older.filter(user=None, person=None, name=copy.name))


@dataclass(frozen=True)
class Due:
    """A circulation with something left to do: copies that have not gone, and copies nobody has acknowledged."""

    circulation: Circulation
    not_gone: tuple[Standing, ...]
    silent: tuple[Standing, ...]


def due_of(child_ids: Iterable[UUID], now: datetime) -> list[Due]:
    """Circulations about these children with something left to do, in a constant number of queries."""
    found = list(_circulations().filter(child_id__in=list(child_ids)).order_by("from_at", "pk"))
    latest: dict[tuple[UUID, str, UUID | None], Circulation] = {}
    for one in found:
        known = latest.get(_same(one))
        if known is None or one.prepared_at > known.prepared_at:
            latest[_same(one)] = one
    # Of what a later circulation replaced, nothing is sent any more.
    return [due for one in latest.values() if (due := _due(one, now)) is not None]


def _due(circulation: Circulation, now: datetime) -> Due | None:
    standings = [stands(copy) for copy in circulation.copies.all()]
    not_gone = tuple(one for one in standings if one.state in NOT_GONE)
    silent = tuple(one for one in standings if _is_silent(one, circulation, now))
    return Due(circulation, not_gone, silent) if not_gone or silent else None


def _is_silent(one: Standing, circulation: Circulation, now: datetime) -> bool:
    if one.state not in UNANSWERED or one.last is None:
        return False
    asked_at = max(one.last.at, one.copy.chased_at or one.last.at)
    return london_day(now) > copies.chased_on(asked_at, jurisdiction=circulation.partnership.jurisdiction)


def prints(copy: Copy, standing: Standing) -> bool:
    """Whether the file of a copy may be printed: it went by hand, or may still go so (print first, then hand over)."""
    by_hand = (Channel.PRINTED, Channel.IN_PERSON)
    if standing.state in HELD:
        return standing.last is not None and standing.last.channel in by_hand
    child = copy.circulation.child
    return standing.state in NOT_GONE and any(safety.stop_of(child, copy, way) is None for way in by_hand)


def is_held(one: Standing) -> bool:
    """Whether somebody holds the copy, as far as is known."""
    return one.state in HELD


def link_is_live(link: Link, now: datetime) -> bool:
    """Whether a link to a copy may still be opened: not recalled, not decided against, and its recipient still safe.

    What is known of them is asked at this moment: a concern that was noted after it was sent ends it (HZ-09).
    """
    copy = (
        Copy.objects.select_related("circulation__child", "user", "person", "decision")
        .filter(pk=link.subject_id, partnership_id=link.partnership_id)
        .first()
    )
    if copy is None or copy.recalled_at is not None or (copy.decision is not None and not copy.decision.share):
        return False
    return safety.stop_of(copy.circulation.child, copy, Channel.LINK) is None


def decisions_of(child: Child) -> Sequence[SharingDecision]:
    """What was decided about sharing, newest first."""
    found = SharingDecision.objects.filter(child=child).select_related("by").prefetch_related("copies")
    return list(found.order_by("-at", "-pk"))
