"""What a child says of words about them that stay goes with the minutes to professionals (HZ-38)."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date

import pytest

from safelight.core import clock
from safelight.governance import actions as governance
from safelight.meetings import presenters
from safelight.sharing.copies import CopyKind
from tests.integration.meetings.conftest import NOW, Room


@pytest.fixture
def room(db: None) -> Iterator[Room]:
    with ExitStack() as clocks:
        clocks.enter_context(clock.at(NOW))
        yield Room(clocks)


@pytest.mark.hazard("HZ-38")
def test_a_childs_statement_stands_on_minutes_for_professionals_and_not_on_a_familys_copy(room: Room) -> None:
    wrong = governance.ask_correction(
        by=room.chair, child=room.child, fact="Minutes of May", says="I chose nothing.", asked_by="Kayla", received_on=date(2026, 7, 1)
    )  # fmt: skip
    governance.refuse_correction(
        by=room.manager, correction=wrong, why="As written then.", statement="They made me go."
    )
    case = room.begun()
    for copy, stands in (
        (None, True),
        (CopyKind.PROFESSIONAL, True),
        (CopyKind.CHILD, False),
        (CopyKind.PARENTS, False),
    ):
        said = {part.heading: part.lines for part in presenters.minutes_of(case, copy).words}
        assert (said.get("Kayla, about: Minutes of May") == ("They made me go.",)) is stands
