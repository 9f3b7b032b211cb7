"""Nothing that is typed on a meeting's pages is lost, whichever button is pressed; and who sees the screen is asked."""

import pytest

from safelight.core.errors import Invalid
from safelight.meetings import actions, queries
from safelight.meetings.models import Meeting


def _post(room, case, url, **fields):
    return room.client(room.chair).post(url, {"about": str(room.child.pk), **fields})


@pytest.mark.req("MT-01", "MT-02")
def test_what_is_typed_in_another_part_of_the_page_stays_typed_when_one_is_kept(room):
    case = room.begun()
    typed = {"child_words": "I like Bea.", "level_answer": "right", "next_day-day": "12", "said_speaker": "Jo"}
    answer = _post(room, case, room.url(case), what="work", work_words="Bea on Fridays.", **typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert queries.written(case).newest("work").words == "Bea on Fridays."
    assert "I like Bea." in page and 'value="12"' in page and 'value="Jo"' in page
    assert "Typed, and not kept yet:" in page
    assert not queries.written(case).voices


@pytest.mark.req("MT-01", "MT-02")
@pytest.mark.parametrize("what", ["enter", "close", "rows"])
def test_enter_and_going_on_keep_every_part_that_is_typed(room, what):
    room.make_plan()
    case = room.begun()
    fields = {
        "child_words": "I like Bea.",
        "work_words": "Bea on Fridays.",
        "said_speaker": "Jo",
        "said_words": "Home.",
    }
    assert _post(room, case, room.url(case), what=what, **fields).status_code == 302
    found = queries.written(case)
    assert found.voices[0].words == "I like Bea." and found.newest("work").words == "Bea on Fridays."
    assert found.said[0].speaker == "Jo Denholm, aunt"


@pytest.mark.req("MT-01")
def test_a_part_that_lacks_something_stays_typed_and_says_what_before_one_goes_on(room):
    case = room.begun()
    answer = _post(room, case, room.url(case), what="close", work_words="Bea.", level_answer="right")
    page = answer.content.decode()
    assert answer.status_code == 422 and "Say why, in your own words." in page
    assert queries.written(case).newest("work").words == "Bea."


@pytest.mark.req("MT-02", "SH-06")
@pytest.mark.hazard("HZ-08")
def test_hidden_things_come_on_the_screen_only_after_one_more_question_and_what_was_typed_comes_back(room):
    case = room.begun()
    actions.add_volt(by=room.chair, case=case, kind="offender", words="Silver hatchback", now=room.now)
    client = room.client(room.chair)
    about = {"about": str(room.child.pk)}
    asked = client.post(room.url(case), {**about, "what": "mine", "child_words": "Half a sen"}).content.decode()
    assert "Who sees this screen?" in asked and "Dawn Denholm" in asked and "Half a sen" in asked
    assert "VOLT" not in asked and "Silver" not in asked
    assert "Silver hatchback" not in client.get(room.url(case)).content.decode()
    sure = {**about, "what": "mine", "sure": "yes", "child_words": "Half a sen"}
    mine = client.post(room.url(case), sure).content.decode()
    assert "Silver hatchback" in mine and "Half a sen" in mine


@pytest.mark.req("MT-02", "SH-06")
@pytest.mark.hazard("HZ-08")
@pytest.mark.parametrize(
    "typed", [{"volt-offender-volt_words": "Dez"}, {"disruption_words": "The shop"}, {"said_police": "on"}]
)
def test_the_screen_is_not_shown_to_the_room_while_something_for_the_chair_alone_is_typed(room, typed):
    case = room.begun()
    client = room.client(room.chair)
    about = {"about": str(room.child.pk)}
    client.post(room.url(case), {**about, "what": "mine", "sure": "yes"})
    page = client.post(room.url(case), {**about, "what": "room", **typed}).content.decode()
    assert "Not shown to the room yet" in page and "Only you see this screen." in page
    assert all(words in page for words in typed.values() if words != "on")


@pytest.mark.req("MT-01")
def test_a_rows_page_keeps_what_is_typed_when_who_sees_it_changes_or_the_meeting_is_to_be_closed(room):
    room.make_plan()
    case = room.begun()
    url = room.url(case, "row", action_id=room.rows[0].pk)
    before = {f"before_{name}": value for name, value in actions.row_values(room.rows[0]).items()}
    typed = {"words": "Half typed", "rag": "green", "what_now": "change", **before}
    for what in ("mine", "stay", "close"):
        assert "Half typed" in _post(room, case, url, what=what, **typed).content.decode()
    sure = _post(room, case, url, what="mine", sure="yes", **typed).content.decode()
    assert "Half typed" in sure and "Only you see this screen." in sure
    assert not queries.written(case).reviews


@pytest.mark.req("MT-02")
def test_no_colour_is_chosen_beforehand_and_without_one_the_row_keeps_its_own(room):
    room.make_plan()
    first = room.begun()
    room.review(first, room.rows[0], rag="amber")
    case = room.begun("strategy")
    url = room.url(case, "row", action_id=room.rows[0].pk)
    room.rows[0].refresh_from_db()
    client = room.client(room.chair)
    page = client.get(url).content.decode()
    assert 'name="rag"' in page and "checked" not in page.split('id="how"')[1].split("</fieldset>")[0]
    assert "Until now: Amber" in page
    before = {f"before_{name}": value for name, value in actions.row_values(room.rows[0]).items()}
    _post(room, case, url, what="review", words="It goes on.", what_now="carry_on", **before)
    room.rows[0].refresh_from_db()
    assert room.rows[0].rag == "amber"


@pytest.mark.req("MT-01")
def test_after_a_save_the_next_row_opens_at_the_row_and_a_first_skip_leads_there(room):
    room.make_plan()
    case = room.begun()
    url = room.url(case, "row", action_id=room.rows[0].pk)
    page = room.client(room.chair).get(url).content.decode()
    assert page.index('href="#row"') < page.index('href="#rows"')
    assert 'id="row" tabindex="-1"' in page
    before = {f"before_{name}": value for name, value in actions.row_values(room.rows[0]).items()}
    saved = _post(room, case, url, what="review", words="It works.", rag="green", what_now="carry_on", **before)
    assert saved.url == room.url(case, "row", action_id=room.rows[1].pk) + "#row"


@pytest.mark.req("MT-01", "BE-05")
def test_who_came_and_who_is_ticked_and_typed_are_kept_by_each_button_of_the_peoples_page(room):
    case = room.planned()
    actions.invite(by=room.chair, case=case, guests=[actions.Guest(person=room.mum)], now=room.now)
    mum = room.attendee(case, "Dawn")
    fields = {
        f"presence-{mum.pk}": "attended",
        f"was-{mum.pk}": "",
        "people": [f"user-{room.officer.pk}"],
        "name": "Sam Hale",
        "role": "Mentor",
        "part": "professional",
    }
    for what in ("presence", "invite", "guest"):
        assert _post(room, case, room.url(case, "people"), what=what, **fields).status_code in (200, 302)
    mum.refresh_from_db()
    assert mum.presence == "attended"
    assert {one.name for one in case.meeting.attendees.all()} >= {"Dawn Denholm", "Tom Wray", "Sam Hale"}


@pytest.mark.req("MT-01", "BE-05")
def test_what_a_colleague_said_of_who_came_is_not_undone_by_an_older_page(room):
    case = room.planned()
    actions.invite(by=room.chair, case=case, guests=[actions.Guest(person=room.mum)], now=room.now)
    mum = room.attendee(case, "Dawn")
    actions.record_attendance(by=room.colleague, case=case, presence={mum.pk: "apologies"}, now=room.now)
    stale = {f"presence-{mum.pk}": "attended", f"was-{mum.pk}": "attended"}
    _post(room, case, room.url(case, "people"), what="presence", **stale)
    mum.refresh_from_db()
    assert mum.presence == "apologies"


@pytest.mark.req("MT-01")
def test_a_meeting_that_is_planned_for_another_day_is_begun_only_after_it_was_asked(room):
    case = room.planned()
    with pytest.raises(Invalid):
        actions.open_meeting(by=room.chair, case=case, now=room.now)
    asked = _post(room, case, room.url(case), what="open")
    assert "Begin it before its day?" in asked.content.decode()
    assert Meeting.objects.get(pk=case.meeting_id).state == "planned"
    assert _post(room, case, room.url(case), what="open", early="yes").status_code == 302
    assert Meeting.objects.get(pk=case.meeting_id).state == "under_way"


@pytest.mark.req("MT-01")
@pytest.mark.hazard("HZ-08")
def test_what_somebody_typed_while_another_closed_the_meeting_is_shown_to_them_but_not_to_the_room(room):
    case = room.begun("strategy")
    client = room.client(room.colleague)
    about = {"about": str(room.child.pk)}
    client.post(room.url(case), {**about, "what": "room"})
    whys = dict.fromkeys(("child", "level", "work"), "Short.")
    actions.close(by=room.chair, case=case, whys=whys, now=room.now)
    sent = client.post(room.url(case), {**about, "what": "work", "work_words": "Bea on Fridays."}).content.decode()
    assert "Turn it away" in sent and "Minutes as a file" not in sent
    sure = {**about, "what": "mine", "sure": "yes", "work_words": "Bea on Fridays."}
    page = client.post(room.url(case), sure).content.decode()
    assert "You were typing this when the meeting was closed" in page and "Bea on Fridays." in page
