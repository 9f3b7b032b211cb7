"""Copies of a paper: who gets which, what halts it, what comes back, and what ends it."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pytest_django import Settings

from safelight.audit.models import Entry
from safelight.children import actions as children
from safelight.children import queries as child_queries
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.delivery import actions as delivery
from safelight.delivery.bounces import failed_ids
from safelight.delivery.models import Link, Message
from safelight.duties.clock import last_day_of
from safelight.sharing import actions, circulation_due, papers, queries
from safelight.sharing.copies import Channel, CopyState
from safelight.sharing.models import Copy, Sending, SharingDecision
from safelight.sharing.papers import Block, Rendered
from safelight.sharing.queries.safety import Stop, stop_of
from tests.factories import make_concern, make_user
from tests.factories.circulation import MONDAY, NOTE, Circle, words
from tests.factories.delivery import returned
from tests.printed import pdf_words

pytestmark = pytest.mark.django_db

Commits = Callable[..., Any]


@pytest.fixture
def now() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


@pytest.fixture
def circle(now: None, settings: Settings, tmp_path: Path) -> Circle:
    settings.OUTBOX = tmp_path / "outbox"
    return Circle()


def state(copy: Copy) -> CopyState:
    fresh = Copy.objects.get(pk=copy.pk)
    return queries.standing_now(fresh.circulation.child, fresh).state


def stop(circle: Circle, copy: Copy, channel: str) -> Stop | None:
    return stop_of(Child.objects.get(pk=circle.child.pk), Copy.objects.get(pk=copy.pk), Channel(channel))


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def token_of(message: Message) -> str:
    return message.body.rstrip().rsplit("/d/", 1)[1].strip("/")


@pytest.mark.req("PL-09")
def test_each_recipient_is_sent_the_copy_meant_for_them_and_no_other(circle: Circle) -> None:
    circulation = circle.circulate(circle.own, circle.to(circle.mother), circle.work(circle.colleague))
    for copy in circulation.copies.all():
        channel = "in_person" if copy.kind == "child" else "link"
        sent = circle.send(copy, channel)
        pdf = (
            bytes(sent.sending.link.content) if sent.sending.link else actions.printed_copy(by=circle.sender, copy=copy)
        )
        said = pdf_words(pdf)
        assert words(copy.kind) in said and copy.reference in said
        assert not any(words(other) in said for other in ("child", "parents", "professional") if other != copy.kind)


@pytest.mark.req("PL-09")
def test_each_sending_is_logged_with_what_was_left_out_and_exactly_what_went(circle: Circle) -> None:
    copy = circle.copy(circle.work(circle.colleague))
    sent = circle.send(copy)
    logged = Sending.objects.get()
    assert (logged.channel, logged.sent_to, logged.by) == ("link", circle.colleague.email, circle.sender)
    assert logged.left_out == [["The address", "Nobody chose it."]] and len(logged.sha256) == 64
    actions_logged = list(Entry.objects.filter(child_id=str(circle.child.pk)).values_list("action", flat=True))
    assert {"circulation.prepared", "link.made", "message.queued", "copy.sent"} <= set(actions_logged)
    assert sent.secret.isdigit() and len(sent.secret) == 6
    assert sent.secret not in json.dumps(list(Message.objects.values_list("body", "subject")))


@pytest.mark.req("PL-09")
def test_what_has_not_gone_is_due_in_five_working_days_and_then_late(circle: Circle) -> None:
    circulation = circle.circulate(circle.work(circle.colleague), circle.to(circle.mother))
    facts = child_queries.facts([circle.child])
    (duty,) = circulation_due.duties(facts, MONDAY)
    assert duty.due_at == circulation.due_by and duty.owner_id == circle.sender.pk
    assert last_day_of(circulation.due_by).isoformat() == "2026-11-30"
    for copy in circulation.copies.all():
        circle.send(copy)
    assert circulation_due.duties(facts, MONDAY) == []


@pytest.mark.req("PL-09")
def test_a_message_that_comes_back_shows_as_not_delivered_and_the_clock_goes_on(
    circle: Circle, django_capture_on_commit_callbacks: Commits
) -> None:
    copy = circle.copy(circle.work(circle.colleague))
    with django_capture_on_commit_callbacks(execute=True):
        sent = circle.send(copy)
    assert state(copy) is CopyState.SENT
    assert sent.sending.message is not None
    delivery.note_returned(failed_ids(returned(sent.sending.message.message_id)), circle.sender.partnership)
    assert state(copy) is CopyState.NOT_DELIVERED
    (duty,) = circulation_due.duties(child_queries.facts([circle.child]), MONDAY)
    assert duty.code == "CIRCULATE" and "not delivered" in duty.why
    circle.send(copy, "in_person")
    assert state(copy) is CopyState.ACKNOWLEDGED


@pytest.mark.req("BE-11")
def test_who_says_nothing_is_asked_after_three_working_days(circle: Circle) -> None:
    copy = circle.copy(circle.work(circle.colleague))
    circle.send(copy)
    facts = child_queries.facts([circle.child])
    assert circulation_due.duties(facts, MONDAY + timedelta(days=3)) == []
    friday = MONDAY + timedelta(days=4)
    (duty,) = circulation_due.duties(facts, friday)
    assert duty.code == "CIRCULATE-CHASE"
    with clock.at(friday):
        actions.chase_copy(by=circle.sender, copy=copy)
        assert circulation_due.duties(facts, friday) == []
        actions.acknowledge_copy(by=circle.sender, copy=copy, how="Rang back.")
    assert circulation_due.duties(facts, friday + timedelta(days=30)) == []
    assert state(copy) is CopyState.ACKNOWLEDGED


@pytest.mark.req("SH-04", "SH-06")
@pytest.mark.hazard("HZ-09")
@pytest.mark.parametrize("channel", ["link", "locked", "printed", "in_person"])
def test_a_recipient_whom_nobody_checked_gets_nothing_by_any_way(circle: Circle, channel: str) -> None:
    circle.mark(circle.father, "not_checked")
    copy = circle.copy(circle.to(circle.father))
    assert stop(circle, copy, channel) is Stop.NOT_CHECKED and state(copy) is CopyState.HALTED
    with pytest.raises(Invalid):
        circle.send(copy, channel)
    assert not Message.objects.exists() and not Link.objects.exists() and not Sending.objects.exists()


@pytest.mark.req("SH-04")
def test_a_parent_who_may_pose_a_risk_halts_every_familys_copy_until_somebody_decides(circle: Circle) -> None:
    circulation = circle.circulate(circle.own, circle.to(circle.mother), circle.work(circle.colleague))
    child_copy, mother_copy, colleague_copy = (
        circulation.copies.get(kind=kind) for kind in ("child", "parents", "professional")
    )
    circle.mark(circle.father, "unsafe")
    for copy in (child_copy, mother_copy):
        assert state(copy) is CopyState.HALTED
        with pytest.raises(Invalid):
            circle.send(copy, "in_person")
    assert state(colleague_copy) is CopyState.PREPARED
    with clock.at(MONDAY + timedelta(hours=1)):
        children.decide_halt(
            by=circle.manager, child=circle.child, person=circle.father, channel="", go_on=True, reason="He lives away."
        )
    assert state(mother_copy) is CopyState.PREPARED and state(child_copy) is CopyState.PREPARED


@pytest.mark.req("SH-04")
@pytest.mark.parametrize("channel", ["link", "locked", "printed"])
def test_a_way_that_is_unsafe_is_closed_though_the_person_is_safe(circle: Circle, channel: str) -> None:
    copy = circle.copy(circle.to(circle.mother))
    circle.mark(circle.mother, "safe", email_safe="unsafe", address_safe="not_checked")
    expected = Stop.NOT_CHECKED if channel == "printed" else Stop.CHANNEL_UNSAFE
    assert stop(circle, copy, channel) is expected
    assert stop(circle, copy, "in_person") is None


@pytest.mark.req("SH-04")
@pytest.mark.hazard("HZ-33")
@pytest.mark.parametrize("mark", ["unsafe", "not_checked"])
def test_a_phone_that_somebody_gave_the_child_gets_no_link_and_no_code(circle: Circle, mark: str) -> None:
    children.mark_own_telephone(by=circle.sender, child=circle.child, safe=mark)
    copy = circle.copy(circle.own)
    for channel in ("link", "locked", "printed"):
        with pytest.raises(Invalid):
            circle.send(copy, channel, "telephone")
    assert not Message.objects.exists()
    circle.send(copy, "in_person")
    assert state(copy) is CopyState.ACKNOWLEDGED


@pytest.mark.req("SH-04")
@pytest.mark.hazard("HZ-33")
def test_what_is_written_to_a_child_says_nothing_that_a_captor_could_use(circle: Circle) -> None:
    children.mark_own_telephone(by=circle.sender, child=circle.child, safe="safe")
    circle.send(circle.copy(circle.own), "link")
    message = Message.objects.get()
    said = (message.subject + message.body).casefold()
    assert message.subject == "A document for you"
    for word in ("rowan", "marlowe", "safelight", "plan", "social", "safe", "police", "exploit", "rhian", "kestrel"):
        assert word not in said


@pytest.mark.req("SH-04")
def test_a_code_is_not_told_on_a_telephone_that_nobody_checked(circle: Circle) -> None:
    circle.mark(circle.mother, "safe", telephone_safe="not_checked")
    copy = circle.copy(circle.to(circle.mother))
    with pytest.raises(Invalid) as refused:
        circle.send(copy, "link", "telephone")
    assert set(refused.value.errors) == {"code_by"}
    assert circle.send(copy, "link", "in_person").secret


@pytest.mark.req("SH-01")
def test_a_copy_goes_to_somebody_outside_the_network_only_after_a_decision(circle: Circle) -> None:
    copy = circle.copy(circle.outside)
    assert state(copy) is CopyState.HALTED
    with pytest.raises(Invalid):
        circle.send(copy)
    actions.decide_sharing(by=circle.sender, child=circle.child, decision=circle.decision(), copy=copy)
    assert circle.send(copy).secret
    kept = SharingDecision.objects.get()
    assert (kept.share, kept.basis, kept.consent, kept.by) == (True, "safeguarding", "refused", circle.sender)


@pytest.mark.req("SH-01")
def test_a_decision_not_to_share_is_kept_and_the_copy_never_goes(circle: Circle) -> None:
    copy = circle.copy(circle.work(circle.colleague))
    decision = circle.decision(
        share=False, basis="", how="", answers={"relevant": False}, why="They only teach him maths."
    )
    actions.decide_sharing(by=circle.sender, child=circle.child, decision=decision, copy=copy)
    assert state(copy) is CopyState.NOT_SHARED
    with pytest.raises(WrongState):
        circle.send(copy)
    assert circulation_due.duties(child_queries.facts([circle.child]), MONDAY + timedelta(days=60)) == []
    assert Entry.objects.filter(action="sharing.decided-not-to").exists()


@pytest.mark.req("SH-02")
@pytest.mark.parametrize("code", list(actions.QUESTIONS))
@pytest.mark.parametrize("answer", [False, None])
def test_nothing_is_shared_while_one_of_the_six_questions_is_no_or_open(
    circle: Circle, code: str, answer: bool | None
) -> None:
    answers = {each: True for each in actions.QUESTIONS if each != code} | ({} if answer is None else {code: answer})
    with pytest.raises(Invalid) as refused:
        actions.decide_sharing(by=circle.sender, child=circle.child, decision=circle.decision(answers=answers))
    assert set(refused.value.errors) == {code}
    assert not SharingDecision.objects.exists()


@pytest.mark.req("SH-01", "SH-05")
@pytest.mark.parametrize(
    "field", ["recipient", "what", "why", "basis", "consent", "consent_why", "how", "advice", "told", "safety"]
)
def test_a_decision_to_share_says_everything_that_it_has_to(circle: Circle, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.decide_sharing(by=circle.sender, child=circle.child, decision=circle.decision(**{field: " "}))
    assert field in refused.value.errors


@pytest.mark.req("SH-03")
@pytest.mark.parametrize(("level", "halted"), [("low", True), ("high", False)])
def test_police_get_a_copy_by_the_level_alone_from_medium_on(circle: Circle, level: str, halted: bool) -> None:
    children.set_level(child=circle.child, decided=level, acting=level, on=MONDAY.date(), by=circle.sender)
    police = actions.NewRecipient("Missing and exploitation desk", "Police", "police", email="desk@example.org")
    copy = circle.copy(police)
    assert (stop(circle, copy, "link") is Stop.NEEDS_DECISION) is halted


@pytest.mark.req("SH-04", "SH-06")
@pytest.mark.hazard("HZ-09")
def test_a_later_concern_about_the_recipient_ends_their_link_as_if_it_had_expired(circle: Circle) -> None:
    sent = circle.send(circle.copy(circle.to(circle.mother)))
    assert sent.sending.message is not None
    token = token_of(fresh(sent.sending.message))
    client = Client()
    opened = client.post(reverse("delivery:link", args=[token]), {"code": sent.secret})
    assert opened.status_code == 200 and "Your document" in opened.content.decode()
    circle.mark(circle.mother, "unsafe")
    ended = client.post(reverse("delivery:link", args=[token]), {"code": sent.secret})
    assert ended.status_code == 422 and "has expired" in ended.content.decode()
    # The page that stood open gives nothing more either.
    hidden = opened.content.decode().split('name="opened" value="')[1].split('"')[0]
    late = client.post(reverse("delivery:link", args=[token]), {"opened": hidden, "what": "file"})
    assert late.status_code == 422 and late.content == ended.content


@pytest.mark.req("SH-06")
@pytest.mark.hazard("HZ-20")
def test_a_recalled_copys_link_opens_nothing_and_a_waiting_message_does_not_go(circle: Circle) -> None:
    sent = circle.send(circle.copy(circle.to(circle.mother)))
    actions.recall_copy(by=circle.sender, copy=sent.copy, why="The wrong version.")
    assert sent.sending.message is not None and sent.sending.link is not None
    assert fresh(sent.sending.message).state == "not_delivered"
    assert bytes(fresh(sent.sending.link).content) == b""
    assert state(sent.copy) is CopyState.RECALLED
    with pytest.raises(WrongState):
        circle.send(sent.copy)


@pytest.mark.req("PL-09")
@pytest.mark.hazard("HZ-20")
def test_a_later_circulation_ends_old_links_of_who_gets_the_new_copy_and_lists_who_holds_the_old(
    circle: Circle,
) -> None:
    old = circle.circulate(circle.to(circle.mother), circle.work(circle.colleague))
    sent = {copy.kind: circle.send(copy) for copy in old.copies.all()}
    with clock.at(MONDAY + timedelta(days=1)):
        new = circle.circulate(circle.to(circle.mother))
        circle.send(new.copies.get())
    ended, live = sent["parents"].sending.link, sent["professional"].sending.link
    assert ended is not None and live is not None
    assert fresh(ended).ended_at is not None and fresh(live).ended_at is None
    client = Client()
    client.force_login(circle.sender)
    page = client.get(reverse("sharing:circulation", args=[circle.child.pk, old.pk])).content.decode()
    assert "A later one has replaced this" in page and "Amina Farrow, Social worker</li>" in page
    assert len({copy.reference for copy in Copy.objects.all()}) == 3


@pytest.mark.req("SH-06")
@pytest.mark.hazard("HZ-18", "HZ-19")
def test_file_name_properties_and_message_give_nothing_away(circle: Circle) -> None:
    sent = circle.send(circle.copy(circle.to(circle.mother)), "locked")
    message = Message.objects.get()
    (file,) = message.attachments.all()
    assert file.name == "document.pdf"
    reader = PdfReader(io.BytesIO(bytes(file.content)))
    assert reader.is_encrypted and reader.decrypt("wrong") == 0 and reader.decrypt(sent.secret) != 0
    said = {str(key): str(value) for key, value in (reader.metadata or {}).items()}
    assert said.get("/Title") == "Document" and not {"/Author", "/Subject", "/Keywords"} & set(said)
    assert b"Rowan" not in bytes(file.content) and b"parents alone" not in bytes(file.content)
    assert words("parents") in "".join(page.extract_text() for page in reader.pages)
    assert len(sent.secret) == 19 and sent.secret not in message.body


@pytest.mark.req("SH-04")
def test_no_halt_of_a_copy_stands_in_the_way_of_an_emergency_step(circle: Circle) -> None:
    circle.mark(circle.father, "unsafe")
    concern = make_concern(by=circle.sender, children=[circle.child])
    told = children.record_told(
        by=circle.sender,
        agency="police",
        who="Sgt Bell",
        told_at=MONDAY,
        agency_reference="none given",
        concern=concern,
        words="They will ring.",
    )
    assert told.told_at == MONDAY


def test_two_who_send_at_once_send_once(circle: Circle) -> None:
    copy = circle.copy(circle.work(circle.colleague))
    circle.send(copy)
    with pytest.raises(WrongState):
        circle.send(copy)
    assert Sending.objects.count() == 1


def test_who_does_not_see_the_child_circulates_nothing(circle: Circle) -> None:
    circulation = circle.circulate(circle.work(circle.colleague))
    copy = circulation.copies.get()
    for act in (
        lambda: actions.send_copy(by=circle.stranger, copy=copy, channel="in_person"),
        lambda: actions.recall_copy(by=circle.stranger, copy=copy, why="No."),
        lambda: actions.decide_sharing(by=circle.stranger, child=circle.child, decision=circle.decision()),
        lambda: actions.printed_copy(by=circle.stranger, copy=copy),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_colleague_whom_a_conflict_keeps_from_the_child_gets_no_copy(circle: Circle) -> None:
    copy = circle.copy(circle.work(circle.colleague))
    sent = circle.send(copy)
    assert sent.sending.link is not None and queries.link_is_live(sent.sending.link, MONDAY)
    head = make_user("manager", agency=circle.manager.agency, name="Ines Vale")
    children.exclude(
        by=circle.manager, child=circle.child, person=circle.colleague, independent_reviewer=head, reason="A cousin."
    )
    assert not queries.link_is_live(sent.sending.link, MONDAY)


@pytest.mark.req("PL-09")
def test_the_copy_is_read_before_it_goes_with_what_is_left_out_and_why(circle: Circle) -> None:
    copy = circle.copy(circle.to(circle.mother))
    client = Client()
    client.force_login(circle.sender)
    page = client.get(reverse("sharing:copy", args=[circle.child.pk, copy.pk])).content.decode()
    assert words("parents") in page and "The address" in page and "Nobody chose it." in page
    assert words("professional") not in page
    title = page.split("<title>")[1].split("</title>")[0]
    assert "Marlowe" not in title


def test_the_number_of_queries_of_duties_does_not_grow_with_copies(
    circle: Circle, django_assert_max_num_queries: Any
) -> None:
    for _again in range(3):
        circle.circulate(circle.own, circle.to(circle.mother), circle.work(circle.colleague), circle.outside)
    with django_assert_max_num_queries(5):
        circulation_due.duties(child_queries.facts([circle.child]), MONDAY)


@pytest.mark.req("PL-09", "SH-04")
def test_a_copy_is_printed_first_and_said_to_have_gone_afterwards(circle: Circle) -> None:
    copy = circle.copy(circle.own)
    assert words("child") in pdf_words(actions.printed_copy(by=circle.sender, copy=copy))
    assert state(copy) is CopyState.PREPARED and not Sending.objects.exists()
    assert Entry.objects.filter(action="downloaded:copy.pdf").count() == 1
    circle.mark(circle.father, "not_checked")
    unsafe = circle.copy(circle.to(circle.father))
    with pytest.raises(WrongState):
        actions.printed_copy(by=circle.sender, copy=unsafe)


@pytest.mark.req("SH-06")
@pytest.mark.hazard("HZ-08")
def test_a_copy_for_which_nothing_was_chosen_does_not_go(circle: Circle) -> None:
    papers.register(replace(NOTE, render=lambda *_given: Rendered(b"%PDF")))
    copy = circle.copy(circle.work(circle.colleague))
    with pytest.raises(WrongState):
        circle.send(copy)
    papers.register(
        replace(NOTE, render=lambda *_given: Rendered(b"%PDF", [], [Block("Note")], halt="The Welsh lags."))
    )
    with pytest.raises(WrongState):
        circle.send(copy)
    assert not Sending.objects.exists() and not Message.objects.exists()
