"""A link and its code: what a scanner, somebody who guesses, and the right reader get."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from safelight.audit.models import Entry
from safelight.core import clock
from safelight.delivery import actions
from safelight.delivery.models import Link
from safelight.sharing.actions import Sent
from tests.factories.circulation import MONDAY, Circle

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle(settings: Settings, tmp_path: Path) -> Circle:
    settings.OUTBOX = tmp_path / "outbox"
    with clock.at(MONDAY):
        return Circle()


@pytest.fixture
def sent(circle: Circle) -> Sent:
    with clock.at(MONDAY):
        return circle.send(circle.copy(circle.to(circle.mother)))


def address(sent: Sent) -> str:
    assert sent.sending.message is not None
    return reverse("delivery:link", args=[sent.sending.message.body.rstrip().rsplit("/d/", 1)[1].strip("/")])


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@pytest.mark.req("SH-06")
@pytest.mark.hazard("HZ-31")
def test_a_scanner_that_opens_the_link_learns_nothing_and_changes_nothing(sent: Sent) -> None:
    before = Link.objects.values().get()
    with clock.at(MONDAY):
        real = Client().get(address(sent))
        none = Client().get(reverse("delivery:link", args=["x"]))
        other = Client().get(reverse("delivery:link", args=["A" * 56]))
    assert real.status_code == 200 and real.content == none.content == other.content
    assert not real.cookies
    assert real["Cache-Control"] == "no-store" and real["Referrer-Policy"] == "same-origin"
    assert "noindex" in real["X-Robots-Tag"]
    said = real.content.decode()
    assert "Exit this page" in said and "Rowan" not in said and "plan" not in said.casefold()
    assert Link.objects.values().get() == before
    assert not Entry.objects.filter(action__startswith="link.open").exists()


@pytest.mark.req("SH-06")
@pytest.mark.hazard("HZ-31")
def test_the_right_code_opens_the_document_under_a_neutral_name_and_the_sender_sees_it(sent: Sent) -> None:
    client = Client()
    with clock.at(MONDAY):
        page = client.post(address(sent), {"code": f"{sent.secret[:3]} {sent.secret[3:]}"})
        hidden = page.content.decode().split('name="opened" value="')[1].split('"')[0]
        file = client.post(address(sent), {"opened": hidden, "what": "file"})
        said = client.post(address(sent), {"opened": hidden, "what": "have"})
    assert file.content.startswith(b"%PDF") and 'filename="document.pdf"' in file["Content-Disposition"]
    assert file["Cache-Control"] == "no-store" and not file.cookies
    assert "Thank you" in said.content.decode()
    link = Link.objects.get()
    assert link.opened_at is not None and link.acknowledged_at is not None
    logged = set(Entry.objects.filter(subject_kind="delivery.Link").values_list("action", flat=True))
    assert {"link.made", "link.opened", "link.downloaded", "link.acknowledged"} <= logged


@pytest.mark.hazard("HZ-31")
def test_after_a_few_wrong_codes_the_right_one_opens_nothing_either(sent: Sent) -> None:
    client = Client()
    with clock.at(MONDAY):
        answers = [client.post(address(sent), {"code": wrong(sent.secret)}) for _try in range(actions.TRIES)]
        late = client.post(address(sent), {"code": sent.secret})
    assert {answer.status_code for answer in (*answers, late)} == {422}
    assert late.content == answers[0].content
    assert Entry.objects.filter(action="link.wrong-code").count() == actions.TRIES


@pytest.mark.hazard("HZ-31")
def test_an_old_link_a_wrong_code_and_no_link_at_all_are_answered_alike(sent: Sent) -> None:
    client = Client()
    with clock.at(MONDAY):
        guessed = client.post(address(sent), {"code": wrong(sent.secret)})
        none = client.post(reverse("delivery:link", args=["A" * 56]), {"code": "123456"})
    with clock.at(MONDAY + timedelta(days=actions.LINK_DAYS, seconds=1)):
        old = client.post(address(sent), {"code": sent.secret})
    assert guessed.content == none.content == old.content
    assert guessed.status_code == none.status_code == old.status_code == 422


def test_a_page_that_somebody_made_up_opens_nothing(sent: Sent) -> None:
    client = Client()
    with clock.at(MONDAY):
        page = client.post(address(sent), {"code": sent.secret})
        hidden = page.content.decode().split('name="opened" value="')[1].split('"')[0]
        assert client.post(address(sent), {"opened": hidden + "x", "what": "file"}).status_code == 422
        assert client.post(address(sent), {"opened": hidden, "what": "file"}).status_code == 200


def test_many_tries_from_one_place_are_stopped_whatever_the_link(sent: Sent) -> None:
    client = Client()
    with clock.at(MONDAY):
        for _try in range(40):
            client.post(reverse("delivery:link", args=["A" * 56]), {"code": "123456"})
        assert client.post(address(sent), {"code": sent.secret}).status_code == 422


def test_the_demos_outbox_shows_messages_without_codes_and_is_nowhere_else(
    circle: Circle, sent: Sent, settings: Settings
) -> None:
    client = Client()
    client.force_login(circle.sender)
    settings.DEMO_ALLOWED = False
    assert client.get(reverse("delivery:outbox")).status_code == 404
    settings.DEMO_ALLOWED = True
    page = client.get(reverse("delivery:outbox")).content.decode()
    assert "A document for you" in page and "maud@example.org" in page and sent.secret not in page
    circle.sender.partnership.is_demo = False
    circle.sender.partnership.save()
    assert client.get(reverse("delivery:outbox")).status_code == 404
