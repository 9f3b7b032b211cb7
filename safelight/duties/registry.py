"""Every duty about some children: what the providers derive, less what people closed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from safelight.core import reading
from safelight.duties import queries
from safelight.duties.clock import urgency
from safelight.duties.queries import Standing
from safelight.duties.types import ChildFacts, Duty, DutyProvider

MANAGER = "manager"

# Given children and the duties' owners: who answers for each. Rooms above know who no longer sees which child.
Answers = Callable[[UUID, UUID | None], UUID | None]
StandIns = Callable[[Sequence[UUID]], Answers]

_providers: list[DutyProvider] = []
_stand_ins: list[StandIns] = []


def register(provider: DutyProvider) -> None:
    """Add a provider of duties; adding it again changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def register_stand_ins(stand_ins: StandIns) -> None:
    """Say how to ask who answers for what somebody owns about a child they no longer see; the last one is asked."""
    _stand_ins[:] = [stand_ins]


def all_duties(facts: Sequence[ChildFacts], now: datetime) -> list[Duty]:
    """The open duties about these children, most urgent first, in a constant number of queries.

    A duty that was passed on stays its owner's until the other accepts. What a person who left owned is their
    manager's; where there is none, it is for whoever manages the team (HZ-35). What is due from somebody who left
    the child, or is kept from it, is due from whoever stands in for them.
    """
    if not facts:
        return []
    with reading.once():
        standings = queries.standings(each.child_id for each in facts)
        derived = [duty for provider in _providers for duty in provider(facts, now)]
    here = []
    for duty in derived:
        standing = standings.get(duty.key, Standing())
        if not standing.closed:
            here.append(
                replace(
                    duty,
                    owner_id=standing.owner_id or duty.owner_id,
                    passed_to_id=standing.offered_to_id,
                )
            )
    for stand_ins in _stand_ins if here else ():
        answer = stand_ins([each.child_id for each in facts])
        here = [_stood_in_for(duty, answer) for duty in here]
    owners = queries.owners(duty.owner_id for duty in here if duty.owner_id is not None)
    return sorted((_answered_for(duty, owners) for duty in here), key=urgency)


def _stood_in_for(duty: Duty, answer: Answers) -> Duty:
    owner = answer(duty.child_id, duty.owner_id)
    return duty if owner == duty.owner_id else replace(duty, owner_id=owner, owner_role=MANAGER)


def _answered_for(duty: Duty, owners: dict[UUID, UUID | None]) -> Duty:
    if duty.owner_id is None:
        return duty
    owner = owners.get(duty.owner_id)
    if owner == duty.owner_id:
        return duty
    return replace(duty, owner_id=owner, owner_role=MANAGER)


def find(facts: ChildFacts, key: str, now: datetime) -> Duty | None:
    """The open duty with this key, or None when it is closed or no longer follows from the record."""
    return next((duty for duty in all_duties([facts], now) if duty.key == key), None)


def answered_together(duty: Duty, duties: Sequence[Duty]) -> list[Duty]:
    """The other open duties of the same child that the same act may answer (HZ-22)."""
    if not duty.same_act:
        return []
    return [
        other
        for other in duties
        if other.key != duty.key and other.child_id == duty.child_id and other.same_act == duty.same_act
    ]
