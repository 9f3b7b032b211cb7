"""Doors and messages from outside."""

from datetime import UTC, datetime, time

from safelight.access.models import Partnership
from safelight.front_door import actions
from safelight.front_door.choices import Kind
from safelight.front_door.models import FrontDoor, Message
from tests.factories.people import administrator_of, make_user

MONDAY_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def make_door(partnership: Partnership, code: str = "kestrel-bay") -> FrontDoor:
    """An open door, with a coordinator behind it."""
    make_user("coordinator", partnership=partnership, name="Nadia Ferreira", job_title="Coordinator")
    return actions.set_door(
        by=administrator_of(partnership),
        code=code,
        is_open=True,
        opens_at=time(9),
        closes_at=time(17),
        exit_url="https://www.bbc.co.uk/weather",
    )


def make_message(
    door: FrontDoor,
    words: str = "He says I owe him.",
    *,
    kind: Kind = Kind.YOUNG_PERSON,
    now: datetime = MONDAY_NOON,
    doubts: tuple[str, ...] = (),
    **answers: str,
) -> Message:
    """What somebody sent in."""
    return actions.receive(door=door, kind=kind, answers={"words": words, **answers}, doubts=doubts, now=now)
