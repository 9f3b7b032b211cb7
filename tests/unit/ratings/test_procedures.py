"""Which duties follow from a history of decisions, with a second and obvious way to work out their dates."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.core import paths
from safelight.core.clock import LONDON
from safelight.duties.types import Closes, Duty
from safelight.ratings import procedures
from safelight.ratings.procedures import Past, Situation
from safelight.toolkits.files import load_toolkit
from safelight.toolkits.schema import Due

CHILD, AUTHOR, LEAD, MANAGER = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
TUESDAY = datetime(2026, 11, 24, 16, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def steps() -> dict:
    kit = load_toolkit(paths.definitions() / "toolkits" / "portsmouth-2016.yaml")
    return {procedure.code: procedure for procedure in kit.procedures}


def past(acting: str, at: datetime = TUESDAY, **known: object) -> Past:
    return Past(
        id=uuid4(),
        assessment_id=uuid4(),
        day=at.date(),
        at=at,
        by_id=AUTHOR,
        author_id=AUTHOR,
        manager_id=MANAGER,
        acting=acting,
        **known,  # type: ignore[arg-type]
    )


def situation(steps: dict, *made: Past, **known: object) -> Situation:
    return Situation(
        child_id=CHILD,
        jurisdiction="england",
        lead_worker_id=None,
        open_to_social_care=False,
        past=made,
        procedures=steps,
        involved=frozenset({AUTHOR}),
        **known,  # type: ignore[arg-type]
    )


def by_code(known: Situation) -> dict[str, Duty]:
    found = procedures.duties_for(known)
    assert len({duty.key for duty in found}) == len(found)
    return {duty.code: duty for duty in found}


@pytest.mark.req("PR-01", "PR-03", "PR-07")
def test_low_marks_the_file_does_the_early_work_and_sends_the_papers(steps: dict) -> None:
    found = by_code(situation(steps, past("low")))
    assert set(found) == {"PR-03", "PR-07"}
    assert set(steps["PR-01"].steps) <= set(found["PR-03"].steps)
    assert found["PR-03"].due_at == datetime(2026, 12, 2, 0, 0, tzinfo=UTC)


@pytest.mark.req("PR-04", "PR-06")
def test_medium_adds_its_work_and_mash_today(steps: dict) -> None:
    found = by_code(situation(steps, past("medium", mash_due=True)))
    assert set(found) == {"PR-04", "PR-06", "PR-07"}
    assert found["PR-06"].due_at == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    assert found["PR-06"].closes is Closes.CONTACT and not found["PR-06"].may_be_set_aside
    assert set(steps["PR-03"].steps) <= set(found["PR-04"].steps)


@pytest.mark.req("PR-05", "PR-12")
def test_high_protects_now_and_records_the_three_decisions_of_the_strategy_meeting(steps: dict) -> None:
    found = by_code(situation(steps, past("high", mash_due=True)))
    assert set(found) == {"PR-05", "PR-06", "PR-07", "PR-12"}
    assert [code for code, _question in found["PR-12"].questions] == ["safety_plan", "section_47", "conference"]


@pytest.mark.req("PR-11")
def test_exploited_gets_all_that_high_gets_and_the_police_the_same_day(steps: dict) -> None:
    high = set(by_code(situation(steps, past("high", mash_due=True))))
    found = by_code(situation(steps, past("exploited", mash_due=True)))
    assert set(found) == high | {"PR-11"}
    assert found["PR-11"].due_at == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    assert not found["PR-11"].may_be_set_aside


@pytest.mark.hazard("HZ-22")
def test_one_call_to_mash_answers_contact_papers_and_harm(steps: dict) -> None:
    found = by_code(situation(steps, past("high", mash_due=True, harm=True)))
    assert {code for code, duty in found.items() if duty.same_act == "mash"} == {"HARM", "PR-06", "PR-07"}


@pytest.mark.req("PR-06")
def test_the_contact_with_mash_stays_due_from_the_first_decision_whatever_is_decided_since(steps: dict) -> None:
    first = past("high", mash_due=True)
    later = past("low", TUESDAY + timedelta(days=30))
    found = by_code(situation(steps, first, later))
    assert found["PR-06"].key == f"PR-06:{first.id}"
    assert found["PR-06"].due_at == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)


@pytest.mark.req("PR-06")
def test_a_child_that_is_no_longer_open_to_social_care_needs_mash(steps: dict) -> None:
    was_open = past("medium", mash_due=False)
    known = situation(steps, was_open)
    assert "PR-06" in by_code(known)
    assert "PR-06" not in by_code(replace(known, open_to_social_care=True))


@pytest.mark.req("PR-09")
def test_a_reassessment_at_the_same_level_winds_no_clock_back(steps: dict) -> None:
    first, second = past("high"), past("high", TUESDAY + timedelta(days=35))
    found = by_code(situation(steps, first, second))
    assert found["PR-05"].key == f"PR-05:{first.id}"
    closed = {"PR-05": [TUESDAY + timedelta(hours=1)]}
    assert "PR-05" not in by_code(situation(steps, first, second, closed=closed))


@pytest.mark.req("PR-07")
def test_each_review_goes_to_mash_although_the_first_papers_did(steps: dict) -> None:
    first, second = past("low"), past("low", TUESDAY + timedelta(days=35))
    sent = {"PR-07": [TUESDAY + timedelta(hours=1)]}
    assert by_code(situation(steps, first, second, closed=sent))["PR-07"].key == f"PR-07:{second.id}"


@pytest.mark.req("PR-10")
def test_a_level_that_rises_tells_the_safeguarding_lead_the_same_day(steps: dict) -> None:
    first, risen = past("low"), past("high", TUESDAY + timedelta(days=7))
    assert "PR-10" not in by_code(situation(steps, first))
    duty = by_code(situation(steps, first, risen))["PR-10"]
    assert duty.due_at == datetime(2026, 12, 2, 0, 0, tzinfo=UTC)
    assert "PR-10" not in by_code(situation(steps, risen, past("low", TUESDAY + timedelta(days=20))))


@pytest.mark.req("PR-14", "BE-04")
def test_a_waiting_decision_is_the_managers_and_never_the_authors_own(steps: dict) -> None:
    waiting = past("high", needs_agreement=True, waiting=True)
    assert by_code(situation(steps, waiting))["PR-14"].owner_id == MANAGER
    duty = by_code(situation(steps, replace(waiting, manager_id=AUTHOR)))["PR-14"]
    assert (duty.owner_id, duty.owner_role) == (None, "manager")


@pytest.mark.req("RA-07")
def test_a_decision_that_differs_is_shown_to_the_manager_until_seen(steps: dict) -> None:
    differs = past("high", differs=True)
    assert "RA-07-seen" in by_code(situation(steps, differs))
    assert "RA-07-seen" not in by_code(situation(steps, replace(differs, seen=True)))


@pytest.mark.req("PR-15")
def test_trafficking_asks_for_a_decision_about_the_national_referral_mechanism(steps: dict) -> None:
    duty = by_code(situation(steps, past("medium", trafficking=True)))["PR-15"]
    assert [code for code, _question in duty.questions] == ["referral", "reference"]
    assert "PR-15" not in by_code(situation(steps, past("medium")))


@pytest.mark.req("PR-16")
def test_an_open_case_tells_the_social_worker_and_tracks_section_47(steps: dict) -> None:
    known = replace(situation(steps, past("medium")), open_to_social_care=True)
    assert {"PR-16", "PR-16-S47"} <= set(by_code(known)) and "PR-06" not in by_code(known)
    high = replace(situation(steps, past("high")), open_to_social_care=True)
    assert "PR-16" in by_code(high) and "PR-12" in by_code(high)


@pytest.mark.req("PR-17")
def test_no_level_with_a_concern_still_has_something_due(steps: dict) -> None:
    found = by_code(situation(steps, past("none")))
    assert set(found) == {"PR-17"}
    assert found["PR-17"].questions


@pytest.mark.req("PR-02")
def test_what_was_decided_about_early_help_is_due(steps: dict) -> None:
    assert by_code(situation(steps, past("low", saf="yes")))["PR-02"].must is False
    assert "PR-02" not in by_code(situation(steps, past("low", saf="no")))


@pytest.mark.req("PR-08")
def test_reassessment_has_a_window_and_is_overdue_only_after_the_limit(steps: dict) -> None:
    made = past("medium", aim_from=date(2026, 12, 22), no_later_than=date(2027, 2, 24))
    duty = by_code(situation(steps, made))["PR-08"]
    assert duty.aim_from == date(2026, 12, 22)
    assert duty.due_at == datetime(2027, 2, 25, 0, 0, tzinfo=UTC)
    assert duty.closes is Closes.RECORD


@pytest.mark.hazard("HZ-35")
def test_what_somebody_decided_who_no_longer_works_with_the_child_is_the_lead_workers_or_managers(steps: dict) -> None:
    known = replace(situation(steps, past("low")), involved=frozenset())
    assert {duty.owner_id for duty in procedures.duties_for(known)} == {MANAGER}
    led = replace(known, lead_worker_id=LEAD)
    assert {duty.owner_id for duty in procedures.duties_for(led)} == {LEAD}


def test_harm_in_one_assessment_is_not_hidden_by_a_call_about_another(steps: dict) -> None:
    first = past("high", harm=True)
    second = past("high", TUESDAY + timedelta(days=3), harm=True)
    called = f"HARM:{first.assessment_id}"
    known = situation(
        steps, first, second, closed={"HARM": [TUESDAY - timedelta(hours=1)]}, closed_keys=frozenset({called})
    )
    assert by_code(known)["HARM"].key == f"HARM:{second.assessment_id}"


def plainly_due(due: Due, since: datetime) -> datetime | None:
    """Count days one at a time on a London calendar, and take the midnight at its end."""
    if due.when in ("ongoing", "by_reassessment"):
        return None
    day = since.astimezone(LONDON).date()
    left = due.days if due.when == "within" else 0
    closed = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29)}
    closed |= {date(2027, 5, 3), date(2027, 5, 31)}
    while left:
        day += timedelta(days=1)
        if not (due.working and (day.isoweekday() > 5 or day in closed)):
            left -= 1
    midnight = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=LONDON)
    return (midnight + timedelta(seconds=1)).astimezone(UTC)


@pytest.mark.req("PR-09")
@settings(deadline=None)
@given(
    st.datetimes(
        min_value=datetime(2026, 11, 1),  # noqa: DTZ001
        max_value=datetime(2027, 6, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    st.one_of(
        st.builds(Due, when=st.sampled_from(["same_day", "with_decision", "ongoing", "by_reassessment"])),
        st.builds(Due, when=st.just("within"), days=st.integers(1, 20), working=st.booleans()),
    ),
)
def test_due_dates_agree_with_counting_days_one_at_a_time(since: datetime, due: Due) -> None:
    assert procedures.due_at(due, since, "england") == plainly_due(due, since)
