"""What is written down in a meeting, by several people at once, and who may."""

from datetime import date

import pytest

from safelight.children import actions as children
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.meetings import actions, queries
from safelight.meetings.models import Attendee
from safelight.meetings.states import Type


@pytest.mark.req("MT-01", "MT-07")
@pytest.mark.parametrize("kind", list(Type))
def test_a_meeting_of_each_type_is_planned_with_its_agenda(room, kind):
    case = room.planned(kind)
    found = queries.written(case)
    lines = queries.agenda_of(case, queries.rows_of(case, found), room.now)
    assert case.meeting.state == "planned"
    assert lines[0].code == "voice"
    assert "level" in {line.code for line in lines}


@pytest.mark.req("MT-01")
def test_a_meeting_may_be_about_several_children_or_none_but_a_family_comes_to_one_childs(room):
    other = room.make_child("Mia")
    several = room.planned("network", [room.child, other])
    assert several.meeting.child_id is None
    assert several.meeting.cases.count() == 2
    none = room.planned("operational", [])
    assert none.child_id is None
    with pytest.raises(Invalid):
        room.planned("family", [room.child, other])
    with pytest.raises(Invalid) as refused:
        actions.invite(by=room.chair, case=several, guests=[actions.Guest(name="Mum", part="parent")], now=room.now)
    assert "part" in refused.value.errors


@pytest.mark.req("MT-01", "BE-05")
def test_attendance_is_kept_with_role_agency_and_what_each_said(room):
    case = room.begun()
    who = {name: room.attendee(case, name) for name in ("Tom", "Jo", "Dawn")}
    presence = {who["Tom"].pk: "attended", who["Jo"].pk: "attended", who["Dawn"].pk: "apologies"}
    actions.record_attendance(by=room.chair, case=case, presence=presence, now=room.now)
    actions.add_contribution(by=room.chair, case=case, words="Met her on Friday.", attendee=who["Jo"], now=room.now)
    actions.add_contribution(by=room.chair, case=case, words="A car was stopped.", attendee=who["Tom"], now=room.now)
    said = queries.written(case).said
    assert [(one.speaker, one.police) for one in said] == [
        ("Jo Denholm, aunt", False),
        ("Tom Wray, Police officer", True),
    ]
    assert Attendee.objects.get(pk=who["Dawn"].pk).presence == "apologies"
    assert Attendee.objects.get(pk=who["Tom"].pk).agency


@pytest.mark.req("MT-01")
def test_a_page_sent_twice_adds_what_was_said_once(room):
    case = room.begun()
    for _each in range(2):
        actions.add_contribution(by=room.chair, case=case, words="Home at ten.", speaker="Jo", now=room.now)
    assert len(queries.written(case).said) == 1


@pytest.mark.req("MT-02", "PL-08")
def test_a_row_reviewed_in_a_meeting_is_the_plans_own_row(room):
    room.make_plan()
    case = room.begun()
    row = room.rows[0]
    made = room.review(case, row, rag="red", words="The bus was cut.", due_on=date(2027, 1, 12))
    row.refresh_from_db()
    assert (row.rag, row.state, row.due_on, row.progress) == ("red", "under_way", date(2027, 1, 12), "The bus was cut.")
    assert (made.review.due_before, made.review.due_on) == (date(2026, 12, 20), date(2027, 1, 12))


@pytest.mark.req("BE-08", "MT-01")
def test_two_people_who_review_one_row_are_both_asked_and_nothing_is_lost(room):
    room.make_plan()
    case = room.begun()
    row = room.rows[0]
    seen = actions.row_values(row)
    room.review(case, row, rag="amber", words="Half the Fridays.")
    second = room.review(case, row, by=room.colleague, rag="red", words="No Friday at all.", before=seen)
    assert second.review is None
    assert [(one.field, one.before, one.theirs, one.mine) for one in second.conflicts] == [("rag", "", "amber", "red")]
    row.refresh_from_db()
    assert row.rag == "amber"
    chosen = room.review(case, row, by=room.colleague, rag="red", words="No Friday at all.")
    assert chosen.review.rag_before == "amber"
    assert [one.words for one in queries.written(case).reviews] == ["Half the Fridays.", "No Friday at all."]


@pytest.mark.req("BE-08")
def test_two_people_who_write_the_level_or_the_work_agreed_both_stand(room):
    case = room.begun()
    actions.note(by=room.chair, case=case, kind="work", words="Bea meets her.", now=room.now)
    actions.note(by=room.colleague, case=case, kind="work", words="Jo meets her.", now=room.now)
    found = queries.written(case)
    assert [entry.words for entry in found.all_of("work")] == ["Bea meets her.", "Jo meets her."]
    assert found.newest("work").words == "Jo meets her."


@pytest.mark.req("MT-02")
def test_an_entry_of_volt_that_was_a_mistake_stays_readable_with_its_reason(room):
    case = room.begun()
    entry = actions.add_volt(
        by=room.chair, case=case, kind="location", words="The flat", known="Two rooms", now=room.now
    )
    actions.take_out_volt(by=room.chair, case=case, entry=entry, why="The wrong street.", now=room.now)
    found = queries.written(case)
    assert found.standing_volt == []
    assert [(one.words, one.taken_out.why) for one in found.volt] == [("The flat", "The wrong street.")]


@pytest.mark.req("MT-01", "SH-04")
@pytest.mark.hazard("HZ-09")
def test_nobody_is_asked_with_whom_contact_may_not_be_safe(room):
    dez = room.around("Dez", kind="risk", safe="unsafe")
    case = room.planned()
    assert dez not in queries.invited_people(room.child)[1]
    with pytest.raises(Invalid):
        actions.invite(by=room.chair, case=case, guests=[actions.Guest(person=dez)], now=room.now)


@pytest.mark.req("MT-01")
def test_nothing_is_written_before_a_meeting_begins_and_a_cancelled_one_says_why(room):
    case = room.planned()
    with pytest.raises(WrongState):
        actions.add_contribution(by=room.chair, case=case, words="Early.", speaker="Jo", now=room.now)
    with pytest.raises(Invalid):
        actions.cancel(by=room.chair, case=case, why=" ", now=room.now)
    meeting = actions.cancel(by=room.chair, case=case, why="Mum is ill.", now=room.now)
    assert (meeting.state, meeting.cancelled_why) == ("cancelled", "Mum is ill.")
    with pytest.raises(WrongState):
        actions.open_meeting(by=room.chair, case=case, now=room.now)


@pytest.mark.req("MT-01")
@pytest.mark.hazard("HZ-13")
def test_somebody_who_does_not_see_the_child_finds_no_meeting(room):
    case = room.begun()
    with pytest.raises(NotFound):
        queries.case_for(room.stranger, room.child.pk, case.meeting_id)
    with pytest.raises(NotFound):
        actions.add_contribution(by=room.stranger, case=case, words="I was there.", speaker="Me", now=room.now)
    with pytest.raises(NotFound):
        queries.whole(room.stranger, case.meeting_id)


@pytest.mark.req("MT-01")
def test_of_a_meeting_about_several_children_each_part_is_seen_by_who_sees_that_child(room):
    other = room.make_child("Mia")
    case = room.planned("network", [room.child, other])
    whole = queries.whole(room.colleague, case.meeting_id)
    assert [one.child_id for one in whole.cases] == [room.child.pk]
    assert whole.hidden == 1
    with pytest.raises(NotFound):
        queries.case_for(room.colleague, other.pk, case.meeting_id)


@pytest.mark.req("MT-01")
def test_the_agenda_is_built_from_what_is_red_and_overdue(room):
    room.make_plan()
    children.record_voice(by=room.chair, child=room.child, words="I am fine.")
    case = room.begun()
    room.review(case, room.rows[0], rag="red")
    room.later(days=30)
    found = queries.written(case)
    lines = [(line.code, line.text) for line in queries.agenda_of(case, queries.rows_of(case, found), room.now)]
    assert ("red", "Somebody does thing 1") in lines
    assert ("overdue", "Somebody does thing 2") in lines
    assert {"voice", "level", "work", "volt", "disruption", "contact", "next"} <= {code for code, _text in lines}
