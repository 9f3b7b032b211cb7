"""Whether a copy may go to somebody in some way: what stands in the way, if anything (SH-03, SH-04, SH-06).

Asked again each time: when the page is shown, when it is sent, and when a link is opened. Nothing of it is stored, so
that a concern that somebody notes today halts, or ends, everything at once.
"""

from enum import StrEnum

from safelight.children import queries as children
from safelight.children.models import Channel as Way
from safelight.children.models import Child, PersonAround
from safelight.core import reading
from safelight.core.clock import london_day
from safelight.sharing.copies import Channel, CopyKind, need_to_know
from safelight.sharing.models import Copy

SAFE, UNSAFE, NOT_CHECKED = PersonAround.Safe.SAFE, PersonAround.Safe.UNSAFE, PersonAround.Safe.NOT_CHECKED

# How somebody is reached by each channel. In person there is no way that somebody else could hold.
_WAYS = {Channel.LINK: Way.EMAIL, Channel.LOCKED: Way.EMAIL, Channel.PRINTED: Way.ADDRESS}
FAMILY = frozenset({CopyKind.CHILD, CopyKind.PARENTS})


class Stop(StrEnum):
    """What stands in the way of a copy."""

    FAMILY_RISK = "family_risk"  # a parent or carer may pose a risk, and nobody has decided yet
    RISK = "risk"  # this person may pose a risk, or is marked unsafe
    CHANNEL_UNSAFE = "channel_unsafe"  # a phone that an abuser gave, an account that somebody else reads
    NOT_CHECKED = "not_checked"  # which counts as unsafe
    NO_ADDRESS = "no_address"
    GONE = "gone"  # no longer in the child's life, or no longer somebody who may know of the child
    NEEDS_DECISION = "needs_decision"  # outside the child's network, or beyond what the level has shared


def stop_of(child: Child, copy: Copy, channel: Channel) -> Stop | None:
    """The first thing that stands in the way of this copy going by this channel; None when it may go."""
    kind = CopyKind(copy.kind)
    if kind in FAMILY and _family_halted(child):
        return Stop.FAMILY_RISK
    stopped = _stop_of_recipient(child, copy, kind, channel)
    if stopped is not None:
        return stopped
    if channel in (Channel.LINK, Channel.LOCKED) and not copy.email:
        return Stop.NO_ADDRESS
    return Stop.NEEDS_DECISION if needs_decision(child, copy) else None


def _stop_of_recipient(child: Child, copy: Copy, kind: CopyKind, channel: Channel) -> Stop | None:
    if kind is CopyKind.CHILD:
        return _to_child(child, channel)
    if copy.user is not None:
        gone = not copy.user.is_active or child.pk in children.out_of_sight(copy.user, [child.pk])[0]
        return Stop.GONE if gone else None
    if copy.person is not None:
        return _to_person(child, copy.person, channel)
    return Stop.NOT_CHECKED if kind is CopyKind.PARENTS else None


def stop_of_telephone(child: Child, copy: Copy) -> Stop | None:
    """What stands in the way of telling a code or passphrase over the telephone."""
    if not copy.telephone:
        return Stop.NO_ADDRESS
    if copy.kind == CopyKind.CHILD:
        return _own_telephone(child)
    return _to_person(child, copy.person, Channel.LINK, Way.TELEPHONE) if copy.person is not None else None


def _family_halted(child: Child) -> bool:
    found = reading.kept(("sharing.halts", child.pk), lambda: children.halts(child))
    return any(halt.person is not None for halt in found)


def _to_child(child: Child, channel: Channel) -> Stop | None:
    """Nobody can check a child's letter box or account here: on paper it is handed over; a link or a file is opened
    on their telephone, which somebody who does harm may have given them (HZ-33)."""
    if channel is Channel.IN_PERSON:
        return None
    return Stop.NOT_CHECKED if channel is Channel.PRINTED else _own_telephone(child)


def _own_telephone(child: Child) -> Stop | None:
    if child.telephone_safe == UNSAFE:
        return Stop.CHANNEL_UNSAFE if children.halt_of(child, None, Way.TELEPHONE) is not None else None
    return None if child.telephone_safe == SAFE else Stop.NOT_CHECKED


def _to_person(child: Child, person: PersonAround, channel: Channel, way: Way | None = None) -> Stop | None:
    if person.ended_on is not None:
        return Stop.GONE
    used = way or _WAYS.get(channel)
    risk = person.kind == PersonAround.Kind.RISK or person.safe == UNSAFE
    # Whichever way is asked about, what is halted because of the person comes first.
    if risk and children.halt_of(child, person, used or Way.ADDRESS) is not None:
        return Stop.RISK
    if not risk and person.safe != SAFE:
        return Stop.NOT_CHECKED
    if used is None:
        return None
    mark = children.channel_mark(person, used)
    if mark == SAFE:
        return None
    if mark == UNSAFE:
        return None if _goes_on_by(child, person, used) else Stop.CHANNEL_UNSAFE
    return Stop.NOT_CHECKED


def _goes_on_by(child: Child, person: PersonAround, way: Way) -> bool:
    """Whether somebody decided, since it was last marked, that this way of reaching them is used all the same."""
    last = next((each for each in children.decisions(child) if each.person == person and each.channel == way), None)
    marked = person.safe_checked_on
    return last is not None and last.go_on and (marked is None or london_day(last.at) >= marked)


def in_network(child: Child, copy: Copy) -> bool:
    """Whether the recipient belongs to what the child's copies go to without a decision of their own."""
    if copy.kind == CopyKind.CHILD:
        return True
    if copy.person is not None:
        about_parents = copy.person.has_parental_responsibility or copy.person.contact_for_parents
        return about_parents if copy.kind == CopyKind.PARENTS else copy.person.kind == PersonAround.Kind.SERVICE
    return copy.user is not None and children.sees_in_full(copy.user, child)


def needs_decision(child: Child, copy: Copy) -> bool:
    """Whether this copy needs a decision to share it, and has none."""
    if copy.decision is not None and copy.decision.share:
        return False
    return not need_to_know(CopyKind(copy.kind), level=child.acting_level, in_network=in_network(child, copy))


def may_go(child: Child, copy: Copy) -> bool:
    """Whether there is any way in which the copy may go now."""
    return any(stop_of(child, copy, channel) is None for channel in Channel)
