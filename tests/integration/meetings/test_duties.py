"""What meetings make due, and the chronology."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safelight.children import queries as children
from safelight.core.errors import Invalid
from safelight.meetings import actions, providers


def _codes(room) -> dict[str, str]:
    facts = children.facts([room.child])
    return {duty.code: duty.key for duty in providers.duties(facts, room.now)}


@pytest.mark.req("MT-01")
def test_a_meeting_that_comes_is_a_duty_and_one_that_passed_asks_for_its_minutes(room):
    room.planned("strategy")
    assert set(_codes(room)) == {"MT-COMING"}
    room.later(days=8)
    assert set(_codes(room)) == {"MT-02-close"}


@pytest.mark.req("MT-02")
def test_a_family_meeting_closed_without_a_next_date_keeps_asking_until_one_is_planned(room):
    case = room.begun()
    whys = dict.fromkeys(
        ("child", "parents", "plan", "level", "work", "volt", "next", "disruption", "contact"), "No time."
    )
    actions.close(by=room.chair, case=case, whys=whys, now=room.now)
    assert set(_codes(room)) == {"MT-02-next"}
    room.planned()
    assert set(_codes(room)) == {"MT-COMING"}


@pytest.mark.req("MT-02")
def test_assess_again_is_due_until_somebody_decides(room):
    room.decide("high")
    case = room.begun("cse_review")
    actions.review_level(by=room.chair, case=case, answer="reassess", words="It got worse.", now=room.now)
    actions.close(by=room.chair, case=case, whys={"child": "Away.", "work": "None."}, now=room.now)
    assert set(_codes(room)) == {"MT-02-reassess"}
    room.later(days=2)
    room.decide("high")
    assert _codes(room) == {}


@pytest.mark.req("MT-01")
def test_a_closed_meeting_stands_in_the_chronology_without_volt(room):
    case = room.begun()
    room.fill(case)
    actions.add_volt(by=room.chair, case=case, kind="offender", words="Silver hatchback", now=room.now)
    actions.note(by=room.chair, case=case, kind="work", words="Jo takes Fridays.", now=room.now)
    actions.close(by=room.chair, case=case, whys={"plan": "There is none."}, now=room.now)
    entries = list(providers.chronology(room.chair, room.child))
    texts = [entry.text for entry in entries]
    assert "Jo takes Fridays." in texts
    assert "Silver hatchback" not in repr(entries)


@pytest.mark.req("MT-01")
def test_duties_of_many_children_take_as_many_queries_as_of_one(room):
    kept = [room.child]
    for name in ("Mia", "Ada", "Lou"):
        other = room.make_child(name)
        room.planned("strategy", [other])
        kept.append(other)
    room.planned("strategy")

    def count(some) -> int:
        facts = children.facts(some)
        with CaptureQueriesContext(connection) as captured:
            providers.duties(facts, room.now)
        return len(captured)

    assert count(kept) == count(kept[1:2])


@pytest.mark.req("MT-02")
def test_the_next_date_has_to_be_today_or_later(room):
    case = room.begun()
    with pytest.raises(Invalid):
        actions.set_next(by=room.chair, case=case, day=date(2020, 1, 1), at=None, place="", now=room.now)
