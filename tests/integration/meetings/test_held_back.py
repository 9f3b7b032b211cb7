"""What the family must not read by default: police words whoever typed them, and names that stand in VOLT."""

from dataclasses import replace

import pytest
from django.urls import reverse

from safelight.audit.models import Entry as AuditEntry
from safelight.meetings import actions, presenters
from safelight.plans.models import Action
from safelight.sharing import actions as sharing
from safelight.sharing import papers, queries
from safelight.sharing.copies import CopyKind
from safelight.sharing.models import Circulation, CopyLine

FAMILY = [CopyKind.CHILD, CopyKind.PARENTS]


def _say(room, case, words, speaker, **more):
    """What somebody said, typed in room mode: no box says that it is of the police."""
    client = room.client(room.chair)
    about = {"about": str(room.child.pk), "what": "said", "said_speaker": speaker, "said_words": words}
    assert client.post(room.url(case), {**about, **more}).status_code in (200, 302)


def _closed(room, case):
    room.fill(case)
    return actions.close(by=room.chair, case=case, whys={}, now=room.now).case


def _on(case, kind):
    return repr(replace(presenters.minutes_of(case, kind), left_out=()))


@pytest.mark.req("MT-04", "SH-06")
@pytest.mark.hazard("HZ-08")
@pytest.mark.parametrize("speaker", ["Tom Wray, Police officer", "Tom", "PC Wray", "the police"])
@pytest.mark.parametrize("kind", FAMILY)
def test_what_police_say_in_room_mode_is_on_no_familys_copy(room, speaker, kind):
    room.make_plan()
    case = room.begun()
    _say(room, case, "The plate is known.", speaker)
    closed = _closed(room, case)
    assert "The plate is known." not in _on(closed, kind)
    assert "The plate is known." in _on(closed, CopyKind.PROFESSIONAL)


@pytest.mark.req("MT-04", "SH-06")
@pytest.mark.hazard("HZ-08")
def test_what_nobody_known_said_and_what_names_somebody_in_volt_waits_with_a_hint(room):
    room.make_plan()
    case = room.begun()
    _say(room, case, "He was by the gate.", "A neighbour")
    _say(room, case, "I saw dez again.", "Jo Denholm, aunt")
    _say(room, case, "She is home more.", "Jo")
    actions.add_volt(by=room.chair, case=case, kind="offender", words="Man known as Dez, about 28", now=room.now)
    closed = _closed(room, case)
    found = presenters.minutes_of(closed, CopyKind.PARENTS)
    shown = _on(closed, CopyKind.PARENTS)
    assert "She is home more." in shown
    assert "dez" not in shown and "by the gate" not in shown
    whys = {each.words: each.why for each in found.left_out if each.key}
    assert "who stands in VOLT" in next(why for words, why in whys.items() if "dez" in words)


@pytest.mark.req("MT-04", "SH-06", "PL-09")
@pytest.mark.hazard("HZ-08")
def test_a_line_of_one_copy_is_left_out_or_put_back_with_a_reason_that_is_kept_and_logged(room):
    room.decide()
    room.make_plan()
    case = room.begun()
    _say(room, case, "I saw dez again.", "Jo Denholm, aunt")
    _say(room, case, "She is home more.", "Jo Denholm, aunt")
    actions.add_volt(by=room.chair, case=case, kind="offender", words="Dez", now=room.now)
    _closed(room, case)
    sent = Circulation.objects.get(meeting_id=case.meeting_id, paper="minutes")
    copy = sent.copies.get(kind="parents")
    client = room.client(room.chair)
    page = reverse("sharing:copy", args=[room.child.pk, copy.pk])
    url = reverse("sharing:copy_line", args=[room.child.pk, copy.pk])
    shown = client.get(page).content.decode()
    assert "Put it back" in shown and "Leave it out" in shown and "who stands in VOLT" in shown
    there, out = papers.lines_of(sharing.render(by=room.chair, copy=copy))
    held = next(key for key, words in out.items() if "dez" in words)
    hers = next(key for key, words in there.items() if "home more" in words)
    row = next(key for key, words in there.items() if "thing 1" in words)
    about = {"about": str(room.child.pk)}
    assert client.get(f"{url}?line={held}").status_code == 200
    assert client.post(url, {**about, "line": held, "why": " "}).status_code == 422
    for line, why in ((held, "She told us herself."), (hers, "Not at home."), (row, "Jo asked us to.")):
        assert client.post(url, {**about, "line": line, "why": why}).status_code == 302
    copy = queries.copy_for(room.chair, room.child.pk, copy.pk)
    made = sharing.render(by=room.chair, copy=copy)
    there, out = papers.lines_of(made)
    assert held in there and {hers, row} <= set(out)
    assert {"Not at home.", "Jo asked us to."} <= {each.why for each in made.left_out}
    assert [(one.shown, one.why, one.by) for one in CopyLine.objects.order_by("number")] == [
        (True, "She told us herself.", room.chair),
        (False, "Not at home.", room.chair),
        (False, "Jo asked us to.", room.chair),
    ]
    logged = AuditEntry.objects.filter(action__startswith="copy.line-").values_list("action", flat=True)
    assert sorted(logged) == ["copy.line-left-out", "copy.line-left-out", "copy.line-put-back"]
    other = sent.copies.filter(kind="child").first()
    assert held in papers.lines_of(sharing.render(by=room.chair, copy=other))[1]  # no other copy changes


@pytest.mark.req("MT-02", "SH-06")
@pytest.mark.hazard("HZ-08")
def test_a_row_that_nobody_chose_for_the_family_is_not_shown_to_the_room_nor_counted(room):
    plan = room.make_plan(rows=5)
    for row, copies in ((room.rows[2], ["professionals"]), (room.rows[3], ["professionals", "child"])):
        Action.objects.filter(pk=row.pk).update(copies_for=copies)
    assert plan.state == "in_force"
    case = room.begun()
    for row in room.rows[:2]:
        room.review(case, row)
    page = room.client(room.chair).get(room.url(case)).content.decode()
    assert "thing 3" not in page and "thing 4" not in page
    assert "2 of 2 reviewed" in page
    # What is open in the rows that are hidden is not told either.
    assert "Go on with the rows" not in page


@pytest.mark.req("MT-02")
@pytest.mark.hazard("HZ-08")
def test_closing_before_the_room_tells_nothing_of_volt_police_or_rows_kept_back_and_closes_nothing(room):
    room.make_plan()
    case = room.begun()
    room.review(case, room.rows[2])
    client = room.client(room.chair)
    page = client.get(room.url(case, "close")).content.decode().split("<main")[1].split("</main>")[0]
    for secret in ("VOLT", "isruption", "reviewed row", "Police", "Tom Wray", "of 3"):
        assert secret not in page
    whys = {f"why-{item}": "No time." for item in ("plan", "level", "volt", "next", "child", "parents", "work")}
    whys |= {"why-disruption": "No time.", "why-contact": "No time.", "about": str(room.child.pk)}
    assert client.post(room.url(case, "close"), whys).status_code == 200
    case.refresh_from_db()
    assert case.closed_at is None
    people = client.get(room.url(case, "people")).content.decode()
    assert "may not be safe" not in people


@pytest.mark.req("PL-09", "MT-04")
def test_minutes_of_a_later_meeting_leave_earlier_ones_unsent_and_due(room):
    room.make_plan()
    first = room.begun()
    _closed(room, first)
    room.later(days=1)
    second = room.begun("strategy")
    actions.close(by=room.chair, case=second, whys=dict.fromkeys(("child", "level", "work"), "Short."), now=room.now)
    earlier = Circulation.objects.get(meeting_id=first.meeting_id, paper="minutes")
    assert not queries.replaced(earlier, queries.circulations_of(room.child))
    due = {each.circulation.pk for each in queries.due_of([room.child.pk], room.now)}
    assert earlier.pk in due


@pytest.mark.req("MT-04")
def test_the_reason_why_a_plan_was_not_reviewed_stands_in_the_minutes_of_professionals_alone(room):
    room.make_plan()
    case = room.begun()
    whys = dict.fromkeys(
        ("child", "parents", "plan", "level", "work", "volt", "next", "disruption", "contact"), "Short of time."
    )
    whys["plan"] = "The mother left in tears."
    closed = actions.close(by=room.chair, case=case, whys=whys, now=room.now).case
    assert "The mother left in tears." in _on(closed, CopyKind.PROFESSIONAL)
    assert not any("The mother left in tears." in _on(closed, kind) for kind in FAMILY)
