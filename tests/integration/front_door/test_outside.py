"""The pages for people without an account: what they say, keep and refuse."""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from safelight.access.models import Count, Partnership
from safelight.audit.models import Entry
from safelight.children.models import Child, Concern
from safelight.core import clock
from safelight.front_door.choices import Doubt, Kind
from safelight.front_door.models import FrontDoor, Message
from safelight.front_door.questions import FORMS
from tests.factories import make_partnership
from tests.factories.front_door import make_door
from tests.html import html_problems
from tests.reading_age import reading_age

pytestmark = pytest.mark.django_db

NIGHT = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
WORDS = "He waits outside school. He says I owe him money."


@pytest.fixture
def partnership() -> Partnership:
    return make_partnership("Kestrel Bay", mash_telephone="01632 960140")


@pytest.fixture
def door(partnership: Partnership) -> FrontDoor:
    return make_door(partnership)


def address(kind: Kind = Kind.YOUNG_PERSON, code: str = "kestrel-bay") -> str:
    return reverse("front_door:tell", args=[code, kind.value])


def token_on(page: str) -> str:
    found = re.search(r'name="form" value="([^"]+)"', page)
    assert found
    return found[1]


def send(client: Client, kind: Kind = Kind.YOUNG_PERSON, *, now: datetime = NIGHT, wait: int = 60, **answers: str):  # type: ignore[no-untyped-def]
    """Opens the form, writes for ``wait`` seconds, and sends it."""
    with clock.at(now):
        page = client.get(address(kind)).content.decode()
    with clock.at(now + timedelta(seconds=wait)):
        return client.post(address(kind), {"form": token_on(page), "website": "", "words": WORDS} | answers)


def plain(page: str) -> str:
    """The words of a page's main part as a reader meets them, one line for each part."""
    main = re.search(r"<main.*?</main>", page, re.S)
    assert main
    text = re.sub(r'<div class="govuk-visually-hidden".*?</div>', "", main[0], flags=re.S)
    text = re.sub(r"</(p|li|h1|h2|label|legend|dt|dd|div|button|section)>", "\n", text)
    return re.sub(r"[ \t]+", " ", re.sub(r"<[^>]+>", "", text)).replace("&#39;", "’")


@pytest.mark.req("CH-14")
@pytest.mark.parametrize("kind", list(Kind))
def test_somebody_without_an_account_sends_words_and_is_told_what_happens_and_by_when(
    kind: Kind, door: FrontDoor, client: Client
) -> None:
    response = send(client, kind, name="Kim", safe_way="text", safe_contact="07700 900123", safe_when="after four")
    page = response.content.decode()
    message = Message.objects.get()
    assert response.status_code == 200 and html_problems(page) == []
    assert (message.kind, message.state, message.words, message.name) == (kind, "received", WORDS, "Kim")
    assert (message.safe_way, message.safe_contact, message.doubts) == ("text", "07700 900123", [])
    assert message.reference in page and "10am today" in page
    assert "The police have not been told by this message" in page
    assert WORDS not in page and "07700" not in page


@pytest.mark.req("CH-14")
def test_what_comes_in_is_joined_to_no_childs_record_by_itself(door: FrontDoor, client: Client) -> None:
    send(client)
    assert not Concern.objects.exists() and not Child.objects.exists()


@pytest.mark.req("CH-14")
@pytest.mark.hazard("HZ-10")
@pytest.mark.parametrize("path", ["begin", "choose", *Kind])
def test_each_page_says_first_whom_to_ring_and_honestly_when_messages_are_read(
    path: str, door: FrontDoor, client: Client
) -> None:
    if path == "begin":
        make_door(make_partnership("Heron Vale"), "heron-vale")
        page = client.get(reverse("front_door:begin")).content.decode()
        assert "Kestrel Bay" in page and "Heron Vale" in page
    else:
        with clock.at(NIGHT):
            where = reverse("front_door:choose", args=["kestrel-bay"]) if path == "choose" else address(Kind(path))
            page = client.get(where).content.decode()
        assert "Nobody reads them at night" in page and "we aim to read it by 10am today" in page
    assert html_problems(page) == []
    main = page[page.index("<main") :]
    order = [main.index(words) for words in ("999", "Press 55", "116 000", "<h1")]
    assert order == sorted(order) and "0800 1111" in main[: order[-1]]
    assert 'href="https://www.bbc.co.uk/weather"' in page and "Exit this page" in page
    assert "<title>Message – Safelight</title>" in page


@pytest.mark.req("CH-14")
def test_every_page_sets_no_cookie_and_asks_that_nothing_be_kept(door: FrontDoor, client: Client) -> None:
    answers = [client.get("/tell/", follow=True), client.get(address()), client.post(address(), {}), send(client)]
    answers.append(client.get("/tell/no-such-area/"))
    for answer in answers:
        assert not answer.cookies and "Set-Cookie" not in answer.headers
        assert answer["Cache-Control"] == "no-store"
        assert "csrf" not in answer.content.decode()
    assert not client.cookies
    assert answers[3]["Clear-Site-Data"] == '"cache"'
    form = client.get(address()).content.decode()
    assert 'autocomplete="off"' in form
    boxes = re.findall(r"<(?:input|textarea)[^>]*>", form)
    assert all('autocomplete="off"' in box or 'type="hidden"' in box or 'type="radio"' in box for box in boxes)


@pytest.mark.req("CH-14")
def test_nothing_is_needed_but_words_and_what_was_typed_stands_when_they_are_missing(
    door: FrontDoor, client: Client
) -> None:
    response = send(client, words="  ", safe_contact="07700 900123", safe_way="text")
    page = response.content.decode()
    assert response.status_code == 422 and not Message.objects.exists()
    assert "A few words are enough" in page and "07700 900123" in page
    assert send(client, words="help").status_code == 200


def test_who_mends_a_form_at_once_is_not_taken_for_a_machine(door: FrontDoor, client: Client) -> None:
    again = token_on(send(client, words="").content.decode())
    with clock.at(NIGHT + timedelta(seconds=61)):
        client.post(address(), {"form": again, "words": WORDS})
    assert (Message.objects.get().state, Message.objects.get().doubts) == ("received", [])


def test_long_words_odd_letters_and_an_answer_that_is_none_are_taken_as_they_are(
    door: FrontDoor, client: Client
) -> None:
    words = "a\0b " + "He shouts. 😔 " * 20_000
    assert send(client, words=words, safe_way="pigeon", age="x" * 5000).status_code == 200
    message = Message.objects.get()
    assert message.words == words.replace("\0", "").strip() and message.safe_way == ""


@pytest.mark.req("CH-14")
@pytest.mark.hazard("HZ-10")
def test_what_may_be_spam_is_kept_and_marked_and_the_sender_is_answered_like_everybody(
    door: FrontDoor, client: Client
) -> None:
    answers = [
        send(client, words="one", website="https://example.org"),
        send(client, words="two", wait=1),
        send(client, words="three", wait=26 * 3600),
        client.post(address(), {"words": "four"}),
        client.post(address(), {"words": "five", "form": "forged"}),
    ]
    assert {answer.status_code for answer in answers} == {200}
    kept = {message.words: (message.state, message.doubts) for message in Message.objects.all()}
    assert kept == {
        "one": ("perhaps_spam", [Doubt.HIDDEN_FIELD]),
        "two": ("perhaps_spam", [Doubt.TOO_QUICK]),
        "three": ("perhaps_spam", [Doubt.TOO_OLD]),
        "four": ("perhaps_spam", [Doubt.NO_TOKEN]),
        "five": ("perhaps_spam", [Doubt.NO_TOKEN]),
    }
    assert all("Thank you for telling us" in answer.content.decode() for answer in answers)


@pytest.mark.req("CH-14")
def test_many_from_one_place_are_marked_then_shown_back_with_numbers_to_ring_and_others_are_not_hindered(
    door: FrontDoor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("safelight.front_door.views.outside.MARKED_BEYOND", 2)
    monkeypatch.setattr("safelight.front_door.views.outside.MOST_FROM_ONE", 3)
    for number in range(3):
        assert send(client, words=f"message {number}").status_code == 200
    assert [each.state for each in Message.objects.order_by("received_at", "reference")].count("perhaps_spam") == 1
    refused = send(client, words="Please read this one", safe_contact="07700 900123")
    page = refused.content.decode()
    assert refused.status_code == 429 and html_problems(page) == []
    assert "Please read this one" in page and "07700 900123" in page and "0800 1111" in page
    assert "It was not sent" in page
    assert Message.objects.count() == 3
    page = client.get(address()).content.decode()
    later = client.post(address(), {"form": token_on(page), "words": "from elsewhere"}, REMOTE_ADDR="2001:db8:1:2::5")
    assert later.status_code == 200
    assert "198.51" not in str(list(Count.objects.values())) and "127.0.0.1" not in str(list(Count.objects.values()))


def test_a_form_that_was_sent_twice_gives_the_same_reference_and_stands_once_in_the_list(
    door: FrontDoor, client: Client
) -> None:
    first, second = send(client, safe_when="at noon"), send(client, safe_when="at noon")
    reference = Message.objects.get(same_as__isnull=True).reference
    assert reference in first.content.decode() and reference in second.content.decode()
    assert Message.objects.count() == 2
    send(client, safe_when="in the evening")
    assert Message.objects.filter(same_as__isnull=True).count() == 2


def test_the_same_words_again_after_the_first_were_read_wait_for_a_reader_anew(door: FrontDoor, client: Client) -> None:
    from safelight.front_door import actions, queries

    send(client, words="help me")
    coordinator = queries.readers(door.partnership_id)[0]
    actions.read(by=coordinator, message=Message.objects.get())
    send(client, words="help me")
    assert [message.state for message in queries.unread(door.partnership_id)] == ["received"]


@pytest.mark.req("CH-14")
def test_nothing_personal_stands_in_an_address_a_log_or_the_audit(
    door: FrontDoor, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = send(client, words="Zanzibar", name="Quillon", safe_contact="07700 900123")
    assert "Location" not in response.headers
    for secret in ("Zanzibar", "Quillon", "07700"):
        assert secret not in caplog.text
        assert secret not in str(list(Entry.objects.values()))
    entry = Entry.objects.get(action="message.received")
    assert (entry.actor, entry.child_id) == ("", "")


def test_a_signed_in_colleagues_browser_is_not_signed_out_and_a_post_from_another_site_acts_for_nobody(
    door: FrontDoor,
) -> None:
    from safelight.front_door import queries

    reader = queries.readers(door.partnership_id)[0]
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    answer = client.post(address(), {"words": "posted by a page elsewhere"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 200
    assert "cookies" not in answer["Clear-Site-Data"] and "storage" not in answer["Clear-Site-Data"]
    assert Entry.objects.get(action="message.received").actor == ""
    assert Message.objects.get().state == "perhaps_spam"


@pytest.mark.req("CH-14")
def test_the_short_address_leads_to_the_only_area_and_a_closed_door_gives_numbers_to_ring(
    partnership: Partnership, client: Client
) -> None:
    page = client.get("/tell/").content.decode()
    assert "You cannot send a message here yet" in page and "0800 1111" in page
    door = make_door(partnership)
    assert client.get("/tell/")["Location"] == "/tell/kestrel-bay/"
    FrontDoor.objects.filter(pk=door.pk).update(is_open=False)
    for method in (client.get, client.post):
        closed = method(address())
        assert closed.status_code == 404 and "0800 1111" in closed.content.decode()
    assert client.get("/tell/kestrel-bay/stranger/").status_code == 404
    assert not Message.objects.exists()


@pytest.mark.req("CH-14")
@pytest.mark.parametrize("kind", [Kind.YOUNG_PERSON, Kind.PARENT])
def test_a_reader_of_twelve_can_read_each_page_for_young_people_and_parents(
    kind: Kind, door: FrontDoor, client: Client
) -> None:
    with clock.at(NIGHT):
        pages = [client.get("/tell/kestrel-bay/"), client.get(address(kind)), client.post(address(kind), {})]
    pages += [send(client, kind, safe_way=way, safe_contact=to) for way, to in (("none", ""), ("text", "1"), ("", ""))]
    ages = [reading_age(plain(page.content.decode())) for page in pages]
    assert max(ages) <= 12, ages
    questions = FORMS[kind]
    assert reading_age("\n".join(f"{each.label}\n{each.hint}" for each in questions.all)) <= 12


def test_the_sign_in_page_leads_to_the_ways_in(client: Client) -> None:
    assert 'href="/tell/"' in client.get(reverse("access:sign_in")).content.decode()
