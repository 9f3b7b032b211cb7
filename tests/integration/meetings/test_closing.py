"""A family meeting cannot be closed with something missing and no reason; what closing makes, it makes at once."""

import pytest
from django.db import IntegrityError, transaction

from safelight.core.errors import Invalid, WrongState
from safelight.meetings import actions, queries
from safelight.meetings.models import Case, Meeting
from safelight.plans import queries as plan_queries
from safelight.sharing.models import Circulation

REQUIRED = ("plan", "level", "volt", "next")


@pytest.mark.req("MT-02", "MT-06")
def test_an_empty_family_meeting_asks_why_for_each_thing_that_is_missing(room):
    case = room.begun()
    with pytest.raises(Invalid) as refused:
        actions.close(by=room.chair, case=case, whys={}, now=room.now)
    asked = {name.removeprefix("why-") for name in refused.value.errors}
    assert asked == {"child", "parents", "plan", "level", "work", "volt", "next", "disruption", "contact"}
    case.refresh_from_db()
    assert case.closed_at is None


@pytest.mark.req("MT-02")
@pytest.mark.parametrize("left", REQUIRED)
def test_one_missing_reason_keeps_the_meeting_open(room, left):
    case = room.begun()
    whys = dict.fromkeys(("child", "parents", "work", "disruption", "contact", *REQUIRED), "No time.")
    whys[left] = "  "
    with pytest.raises(Invalid) as refused:
        actions.close(by=room.chair, case=case, whys=whys, now=room.now)
    assert set(refused.value.errors) == {f"why-{left}"}


@pytest.mark.req("MT-02")
def test_with_a_reason_for_each_it_closes_and_the_reasons_stay(room):
    case = room.begun()
    whys = dict.fromkeys(("child", "parents", "work", "disruption", "contact", *REQUIRED), "The room was needed.")
    made = actions.close(by=room.chair, case=case, whys=whys, now=room.now)
    kept = Case.objects.get(pk=made.case.pk)
    assert kept.closed_at == room.now
    assert all(getattr(kept, f"why_{item}") == "The room was needed." for item in REQUIRED)
    assert Meeting.objects.get(pk=case.meeting_id).state == "closed"


@pytest.mark.req("MT-02", "MT-06")
@pytest.mark.parametrize("item", [*REQUIRED, "work"])
def test_the_database_itself_refuses_a_closed_meeting_with_one_missing(room, item):
    case = room.begun()
    whys = {f"why_{each}": "No time." for each in (*REQUIRED, "work") if each != item}
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(closed_at=room.now, **whys)


@pytest.mark.req("MT-02", "PL-09")
def test_closing_makes_the_plans_version_the_circulation_and_the_next_meeting_at_once(room):
    plan = room.make_plan()
    case = room.begun()
    room.fill(case)
    made = actions.close(by=room.chair, case=case, whys={}, now=room.now)
    plan.refresh_from_db()
    assert made.version is not None and plan.number == 2
    assert plan_queries.version_in_force(plan).pk == made.version.pk
    sent = {one.paper: one for one in Circulation.objects.filter(meeting_id=case.meeting_id)}
    assert set(sent) == {"minutes", "plan"}
    assert sent["minutes"].from_at == room.now
    # Five working days from Tuesday 1 December: Tuesday 8 December ends at midnight.
    assert sent["plan"].due_by.isoformat() == "2026-12-09T00:00:00+00:00"
    kinds = {copy.name: copy.kind for copy in sent["plan"].copies.all()}
    assert kinds["Dawn Denholm"] == "parents"
    assert kinds["Tom Wray"] == "police"
    assert kinds["Bea Lindqvist"] == "professional"
    assert "child" in kinds.values()
    assert "Jo Denholm" not in kinds  # who came to help is given a copy only by somebody's choice
    following = made.following
    assert (following.state, following.kind, following.child_id) == ("planned", "family", room.child.pk)
    assert following.attendees.count() == 5


@pytest.mark.req("MT-02")
def test_a_row_that_nobody_reviewed_leaves_the_plan_open_on_the_list(room):
    room.make_plan()
    case = room.begun()
    for row in room.rows[:-1]:
        room.review(case, row)
    found = queries.written(case)
    plan = next(
        check for check in queries.checklist(case, found, queries.rows_of(case, found)) if check.item.value == "plan"
    )
    assert (plan.done, plan.note) == (False, "2 of 3 rows")


@pytest.mark.req("MT-06")
@pytest.mark.parametrize("kind", ["strategy", "cse_review", "network", "child_in_need", "child_protection"])
def test_every_case_meeting_records_the_level_and_the_work_agreed(room, kind):
    case = room.begun(kind)
    with pytest.raises(Invalid) as refused:
        actions.close(by=room.chair, case=case, whys={}, now=room.now)
    assert {"why-level", "why-work"} <= set(refused.value.errors)


@pytest.mark.req("MT-07")
@pytest.mark.parametrize("kind", ["mappa", "marac", "family_group", "gold"])
def test_another_forum_is_not_closed_without_its_outcome(room, kind):
    case = room.begun(kind)
    whys = dict.fromkeys(("child", "level", "work"), "Not ours to say.")
    with pytest.raises(Invalid) as refused:
        actions.close(by=room.chair, case=case, whys=whys, now=room.now)
    assert set(refused.value.errors) == {"why-outcome"}
    actions.note(by=room.chair, case=case, kind="outcome", words="Level 2 management.", now=room.now)
    assert actions.close(by=room.chair, case=case, whys=whys, now=room.now).case.outcome == "Level 2 management."


@pytest.mark.req("MT-01")
def test_what_a_closed_meeting_said_is_not_changed_and_a_correction_stands_beneath(room):
    case = room.begun("strategy")
    actions.close(by=room.chair, case=case, whys=dict.fromkeys(("child", "level", "work"), "Short."), now=room.now)
    case = room.case(case.meeting)
    with pytest.raises(WrongState):
        actions.note(by=room.chair, case=case, kind="work", words="Something else.", now=room.now)
    actions.append_correction(by=room.chair, case=case, words="It was the aunt who said so.", now=room.now)
    assert [entry.words for entry in room.written(case).all_of("correction")] == ["It was the aunt who said so."]


@pytest.mark.req("MT-02")
def test_a_level_reviewed_in_a_meeting_changes_no_level(room):
    room.decide("high")
    case = room.begun()
    actions.review_level(by=room.chair, case=case, answer="reassess", words="It got worse.", now=room.now)
    room.child.refresh_from_db()
    assert room.child.decided_level == "high"
