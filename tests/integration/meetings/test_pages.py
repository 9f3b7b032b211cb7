"""The meeting's pages, without a script: planning, asking, reviewing, closing, reading."""

import pytest

from safelight.meetings import actions, queries
from safelight.meetings.models import Case, Meeting


def _page(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, response.status_code
    return response.content.decode()


def _send(client, room, case, url, **fields):
    return client.post(url, {"about": str(case.child_id or case.meeting_id), **fields})


def _mine(client, room, case):
    """Say, and confirm, that nobody but the chair sees the screen."""
    asked = _send(client, room, case, room.url(case), what="mine")
    assert asked.status_code == 200 and "Who sees this screen?" in asked.content.decode()
    assert _send(client, room, case, room.url(case), what="mine", sure="yes").status_code == 302


@pytest.mark.req("MT-01")
def test_a_meeting_is_planned_people_are_asked_and_it_begins(room):
    client = room.client(room.chair)
    url = f"/children/{room.child.pk}/meetings/new/"
    fields = {"starts_at-day": "8", "starts_at-month": "12", "starts_at-year": "2026", "starts_at-time": "16:30"}
    made = client.post(url, {"about": str(room.child.pk), "kind": "family", "lasts": "60", **fields})
    case = Case.objects.select_related("meeting").get(child=room.child)
    assert made.url == room.url(case, "people")
    people = _page(client, made.url)
    assert "Dawn Denholm, mum" in people and "Tom Wray" in people
    chosen = ["child", f"person-{room.mum.pk}", f"user-{room.officer.pk}"]
    assert _send(client, room, case, made.url, what="invite", people=chosen).status_code == 302
    assert case.meeting.attendees.count() == 3
    page = _page(client, room.url(case))
    assert "Agenda" in page and "Begin the meeting" in page
    assert _send(client, room, case, room.url(case), what="open", early="yes").status_code == 302
    assert "Before you close" in _page(client, room.url(case))


@pytest.mark.req("MT-02")
@pytest.mark.hazard("HZ-08")
def test_a_screen_shown_to_the_room_hides_volt_police_and_kept_rows_by_default_when_family_is_there(room):
    room.make_plan()
    case = room.begun()
    actions.add_volt(by=room.chair, case=case, kind="offender", words="Silver hatchback", now=room.now)
    officer = room.attendee(case, "Tom")
    actions.add_contribution(by=room.chair, case=case, words="The plate is known.", attendee=officer, now=room.now)
    client = room.client(room.chair)
    hidden = _page(client, room.url(case))
    for secret in ("Silver hatchback", "The plate is known.", "Somebody does thing 3"):
        assert secret not in hidden
    assert "Somebody does thing 1" in hidden
    # Nor does the screen say that anything is hidden, or count it.
    assert "VOLT" not in hidden and "not shown" not in hidden
    assert "of 3" not in hidden
    assert client.get(room.url(case, "row", action_id=room.rows[2].pk)).status_code == 302
    _mine(client, room, case)
    shown = _page(client, room.url(case))
    for secret in ("Silver hatchback", "The plate is known.", "Somebody does thing 3"):
        assert secret in shown


@pytest.mark.req("MT-01")
def test_without_family_the_screen_is_the_chairs_own(room):
    case = room.begun("strategy")
    actions.record_attendance(
        by=room.chair,
        case=case,
        presence={room.attendee(case, name).pk: "absent" for name in ("Kayla", "Dawn", "Jo")},
        now=room.now,
    )
    assert "Only you see this screen." in _page(room.client(room.chair), room.url(case))


@pytest.mark.req("MT-01", "MT-02")
def test_a_row_is_talked_about_and_saved_and_the_next_row_follows(room):
    room.make_plan()
    case = room.begun()
    client = room.client(room.chair)
    url = room.url(case, "row", action_id=room.rows[0].pk)
    _page(client, url)
    before = {f"before_{name}": value for name, value in actions.row_values(room.rows[0]).items()}
    typed = {"speaker": "Jo Denholm, aunt", "said": "Home at ten.", "words": "Half typed", "rag": "green", **before}
    added = _send(client, room, case, url, what="say", what_now="change", **typed)
    assert added.status_code == 200
    assert "Half typed" in added.content.decode()  # what stood in the other boxes is not lost
    assert queries.written(case).said[0].speaker == "Jo Denholm, aunt"
    saved = _send(client, room, case, url, what="review", what_now="change", **{**typed, "said": ""})
    assert saved.url == room.url(case, "row", action_id=room.rows[1].pk) + "#row"
    room.rows[0].refresh_from_db()
    assert (room.rows[0].rag, room.rows[0].progress) == ("green", "Half typed")


@pytest.mark.req("BE-08")
def test_a_row_that_somebody_else_reviewed_meanwhile_shows_before_theirs_and_mine(room):
    room.make_plan()
    case = room.begun()
    client = room.client(room.colleague)
    row = room.rows[0]
    url = room.url(case, "row", action_id=row.pk)
    before = {f"before_{name}": value for name, value in actions.row_values(row).items()}
    room.review(case, row, rag="amber", words="Half the Fridays.")
    mine = {"rag": "red", "what_now": "carry_on", "words": "No Friday.", **before}
    page = _send(client, room, case, url, what="review", **mine).content.decode()
    assert "Somebody else reviewed this row first" in page
    assert "Amber: moving" in page and "Red: not moving" in page
    fields = {**mine, "was-rag": "", "mine-rag": "red"}
    unanswered = _send(client, room, case, url, what="choose", **fields).content.decode()
    assert "Choose which one to keep." in unanswered
    _send(client, room, case, url, what="choose", **fields, **{"keep-rag": "mine"})
    row.refresh_from_db()
    assert row.rag == "red"
    assert [one.words for one in queries.written(case).reviews] == ["Half the Fridays.", "No Friday."]


@pytest.mark.req("MT-02")
def test_each_part_of_the_page_is_kept_and_an_empty_one_says_what_is_missing(room):
    case = room.begun()
    client = room.client(room.chair)
    url = room.url(case)
    kept = [
        {"what": "child", "child_words": "I like Bea."},
        {"what": "parents", "parents_missing_reason": "At work."},
        {"what": "said", "said_speaker": "Jo", "said_words": "She is home more."},
        {"what": "level", "level_answer": "right", "level_words": "He still waits."},
        {"what": "work", "work_words": "Bea on Fridays."},
        {"what": "contact", "contact_words": "Jo."},
        {"what": "disruption", "disruption_words": "The shop."},
        {"what": "decision", "decision_words": "School is told.", "decision_who": "Bea"},
        {"what": "next", "next_day-day": "12", "next_day-month": "1", "next_day-year": "2027", "next_at": "16:00"},
    ]
    for fields in kept:
        assert _send(client, room, case, url, **fields).status_code == 302, fields
        empty = {"what": fields["what"]}
        assert _send(client, room, case, url, **empty).status_code == 422, fields
    _mine(client, room, case)
    for kind in ("victim", "offender", "location", "theme"):
        volt = {"what": f"volt-{kind}", f"volt-{kind}-volt_words": f"A {kind}"}
        assert _send(client, room, case, url, **volt).status_code == 302
    page = _page(client, url)
    assert "I like Bea." in page and "A theme" in page
    assert "Plan reviewed" in page


@pytest.mark.req("MT-02")
@pytest.mark.hazard("HZ-08")
def test_closing_asks_why_and_then_shows_the_minutes_with_their_files(room):
    room.make_plan()
    case = room.begun()
    client = room.client(room.chair)
    url = room.url(case, "close")
    _mine(client, room, case)
    asked = _send(client, room, case, url)
    assert asked.status_code == 422
    assert asked.content.decode().count("Say why this is missing.") >= 9
    room.fill(case)
    assert _send(client, room, case, url).status_code == 302
    _send(client, room, case, room.url(case), what="room")
    # The family still sits before the screen of who closed it: not a word of the minutes.
    page = _page(client, room.url(case))
    assert "Turn it away before you go on." in page
    assert not any(words in page for words in ("Minutes as a file", "Bea meets her on Fridays.", "VOLT"))
    _mine(client, room, case)
    page = _page(client, room.url(case))
    assert "Minutes as a file" in page and "Bea meets her on Fridays." in page
    _send(client, room, case, room.url(case), what="correction", correction_words="It was Thursday.")
    assert "It was Thursday." in _page(client, room.url(case))


@pytest.mark.req("MT-01")
def test_the_lists_show_what_is_to_come(room):
    case = room.planned()
    client = room.client(room.chair)
    assert "Exploitation Family Meeting" in _page(client, f"/children/{room.child.pk}/meetings/")
    assert room.url(case) in _page(client, "/meetings/")
    _page(client, f"/children/{room.child.pk}/meetings/new/")
    _page(client, room.url(case, "change"))
    _page(client, room.url(case, "cancel"))
    _send(client, room, case, room.url(case, "cancel"), why="Mum is ill.")
    assert "Mum is ill." in _page(client, room.url(case))


@pytest.mark.req("MT-01")
def test_a_meeting_about_none_is_planned_run_and_closed_by_who_is_asked(room):
    client = room.client(room.coordinator)
    fields = {"starts_at-day": "8", "starts_at-month": "12", "starts_at-year": "2026", "starts_at-time": "9:30"}
    made = client.post("/meetings/new/", {"kind": "operational", "lasts": "60", **fields})
    meeting = Meeting.objects.get(kind="operational")
    assert made.url == f"/meetings/{meeting.pk}/"
    about = {"about": str(meeting.pk)}
    for other in ({}, {"about": ""}, {"about": str(room.child.pk)}):  # a form that was not made for this meeting
        assert client.post(made.url, {**other, "what": "open", "early": "yes"}).status_code == 404
    meeting.refresh_from_db()
    assert meeting.opened_at is None
    assert client.post(made.url, {**about, "what": "open", "early": "yes"}).status_code == 302
    said = {"what": "said", "said_speaker": "Nadia", "said_words": "Two shops."}
    assert client.post(made.url, {**about, **said}).status_code == 302
    assert "Two shops." in _page(client, made.url)
    for name in ("people/", "close/"):
        _page(client, made.url + name)
    assert client.post(made.url + "close/", about).status_code == 302
    assert "Two shops." in _page(client, made.url)
    _page(room.client(room.stranger), made.url, 404)


@pytest.mark.req("MT-01")
def test_a_meeting_about_several_children_is_planned_by_their_references(room):
    other = room.make_child("Mia")
    client = room.client(room.chair)
    fields = {"starts_at-day": "8", "starts_at-month": "12", "starts_at-year": "2026", "starts_at-time": "9:30"}
    typed = {"kind": "network", "lasts": "60", "references": f"{room.child.reference}\n{other.reference}", **fields}
    made = client.post("/meetings/new/", typed)
    page = _page(client, made.url)
    assert "Kayla" in page and "Mia" in page
    seen = _page(room.client(room.colleague), made.url)
    assert "Kayla" in seen and "Mia" not in seen
    wrong = client.post("/meetings/new/", {**typed, "references": "SL-7K3Q-93"})
    assert wrong.status_code == 422


@pytest.mark.req("MT-04")
@pytest.mark.hazard("HZ-17")
def test_the_calendar_file_names_nobody_and_no_place(room):
    case = room.planned(link="https://video.example.org/kayla", purpose="Kayla is missing on Fridays.")
    room.invite_all(case)
    response = room.client(room.chair).get(room.url(case, "calendar"))
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/calendar")
    for secret in ("Kayla", "Denholm", "Library", "video", "Castellan", "ATTENDEE", "LOCATION", "ORGANIZER", "Family"):
        assert secret not in text + response["Content-Disposition"]
    assert f"SUMMARY:Meeting {case.meeting.reference}" in text
    assert "DTSTART:20261201T160100Z" in text
