"""How duties stand on a page: by when, and which of them one act answers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.duties import clock
from safelight.duties.clock import Bucket
from safelight.duties.types import Closes, Duty
from safelight.overview.presenters.work import cites, duty_row, when_words
from safelight.overview.queries import grouped

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CHILD = UUID("3f5ea9a2-6f4e-4f6a-9d0e-111111111111")
DUTY = Duty(key="a", code="PR-04", child_id=CHILD, title="Do it", why="Because.", closes=Closes.NOTE, owner_id=uuid4())


def due(moment: datetime | None, **more: object) -> Duty:
    return replace(DUTY, due_at=moment, **more)


@pytest.mark.req("PR-09")
@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (clock.end_of_day(date(2026, 11, 24)), ("Today", "")),
        (NOW + timedelta(hours=3), ("Today", "by 12:00")),
        (NOW - timedelta(hours=1), ("Today", "08:00")),
        (clock.end_of_day(date(2026, 11, 23)), ("Yesterday", "")),
        (NOW - timedelta(days=1), ("Yesterday", "09:00")),
        (clock.end_of_day(date(2026, 11, 20)), ("Fri 20 Nov", "")),
        (clock.end_of_day(date(2025, 11, 20)), ("Thu 20 Nov", "2025")),
        (clock.end_of_day(date(2026, 11, 25)), ("Tomorrow", "")),
        (clock.end_of_day(date(2026, 11, 27)), ("Friday", "27 Nov")),
        (clock.end_of_day(date(2026, 12, 16)), ("Wed 16 Dec", "")),
        (clock.end_of_day(date(2027, 2, 21)), ("21 February 2027", "")),
        (None, ("No set day", "")),
    ],
)
def test_when_something_is_due_is_said_as_people_say_it(moment: datetime | None, words: tuple[str, str]) -> None:
    assert when_words(due(moment), NOW) == words


def test_a_window_leads_with_the_day_from_which_it_can_be_done_and_says_when_it_is_overdue() -> None:
    end = clock.end_of_day(date(2026, 12, 16))
    assert when_words(due(end, aim_from=date(2026, 11, 20)), NOW) == ("From now", "overdue after Wed 16 Dec")
    assert when_words(due(end, aim_from=date(2026, 12, 2)), NOW) == ("From Wed 2 Dec", "overdue after Wed 16 Dec")
    assert when_words(due(end, aim_from=date(2026, 12, 16)), NOW) == ("Wed 16 Dec", "")


def test_what_need_not_be_done_and_has_no_clock_goes_on() -> None:
    assert when_words(due(None, must=False), NOW) == ("Goes on", "")


@settings(deadline=None)  # the first address that is made loads every page
@given(st.integers(min_value=-800, max_value=800), st.integers(min_value=0, max_value=1439))
def test_no_overdue_duty_ever_reads_as_one_to_come(days: int, minutes: int) -> None:
    duty = due(NOW + timedelta(days=days, minutes=minutes))
    first, _note = when_words(duty, NOW)
    if clock.bucket(duty, NOW) is Bucket.OVERDUE:
        assert first not in ("Tomorrow", "Now", "From now", "Goes on", "No set day")
    else:
        assert first != "Yesterday"
    assert duty_row(duty, (), {}, NOW)["overdue"] is (clock.bucket(duty, NOW) is Bucket.OVERDUE)


duties = st.builds(
    replace,
    st.just(DUTY),
    key=st.uuids().map(str),
    same_act=st.sampled_from(["", "mash", "police"]),
    may_be_set_aside=st.booleans(),
    due_at=st.one_of(st.none(), st.integers(-90, 90).map(lambda days: NOW + timedelta(days=days))),
    child_id=st.sampled_from([CHILD, UUID("3f5ea9a2-6f4e-4f6a-9d0e-222222222222")]),
)


@pytest.mark.hazard("HZ-22")
@given(st.lists(duties, max_size=12, unique_by=lambda duty: duty.key))
def test_grouping_loses_no_duty_and_never_puts_one_off(found: list[Duty]) -> None:
    groups = grouped(found)
    assert sorted(duty.key for lead, others in groups for duty in (lead, *others)) == sorted(duty.key for duty in found)
    by_key = {duty.key: duty for duty in found}
    for lead, others in groups:
        members = [by_key[lead.key], *others]
        moments = [duty.due_at for duty in members if duty.due_at is not None]
        assert lead.due_at == (min(moments) if moments else None)
        assert len({(duty.child_id, duty.same_act) for duty in members}) == 1
        assert not others or lead.same_act
        if any(not duty.may_be_set_aside for duty in members):
            assert not lead.may_be_set_aside


def test_a_row_is_a_must_when_any_of_what_one_act_answers_is() -> None:
    should = replace(DUTY, must=False)
    assert duty_row(should, (), {}, NOW)["must"] is False
    assert duty_row(should, (DUTY,), {}, NOW)["must"] is True


def test_the_button_leads_to_the_record_where_only_that_closes_a_duty() -> None:
    record = replace(DUTY, closes=Closes.RECORD, url="/children/x/assessments/start/", act_label="Assess again")
    row = duty_row(record, (), {}, NOW)
    assert row["action"] == {"text": "Assess again", "href": record.url}
    assert row["more"].endswith("/duties/a/")
    note = duty_row(DUTY, (), {}, NOW, came_from="work")
    assert note["action"]["href"].endswith("/duties/a/?from=work") and note["more"] == ""


def test_only_the_toolkit_is_cited_by_its_parts() -> None:
    assert cites(DUTY) == ""
