"""Showing again who one is, before what needs more care."""

import html
import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.http import require_POST, require_safe

from safelight.access.models import User
from safelight.access.reauthentication import confirm_identity
from safelight.audit.models import Entry
from safelight.core import clock
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@confirm_identity
@require_safe
def opened(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"opened {request.GET.get('of', '')}")


@confirm_identity
@require_POST
def saved(request: HttpRequest) -> HttpResponse:
    return HttpResponse("saved " + " and ".join(request.POST.getlist("why")))


urlpatterns = [path("opened/", opened), path("saved/", saved), path("", include("safelight.config.urls"))]


@pytest.fixture(autouse=True)
def _with_careful_pages(settings: object) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def user() -> User:
    return make_user()


def long_signed_in(client: Client, user: User) -> Client:
    """Signed in so long ago that it counts no more as having just shown who one is."""
    client.force_login(user)
    session = client.session
    session["confirmed_at"] -= 301
    session.save()
    return client


def hidden_fields(page: str) -> list[tuple[str, str]]:
    form = page[page.index("<form", page.index("<main")) :]
    form = form[: form.index("</form>")]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return [(name, html.unescape(text)) for name, text in found if name != "csrfmiddlewaretoken"]


def test_who_has_just_signed_in_is_not_asked_again(client: Client, user: User) -> None:
    client.force_login(user)
    assert client.get("/opened/").content == b"opened "


def test_a_page_that_needs_care_asks_first_and_opens_then_whole(client: Client, user: User) -> None:
    long_signed_in(client, user)
    page = client.get("/opened/?of=two").content.decode()
    assert "Confirm that it is you" in page
    fields = dict(hidden_fields(page))
    response = client.post("/confirm/", {**fields, "identity-password": PASSWORD})
    assert response["Location"] == "/opened/?of=two"
    assert client.get(response["Location"]).content == b"opened two"
    assert Entry.objects.filter(action="identity.confirmed", actor=str(user.pk), kind="sign-in").exists()


@pytest.mark.req("BE-09")
def test_what_was_posted_goes_on_after_the_question_word_for_word(client: Client, user: User) -> None:
    long_signed_in(client, user)
    page = client.post("/saved/", {"why": ["“Silver car” & <two>", "second"]}).content.decode()
    assert "What you typed is kept" in page
    carried = hidden_fields(page)
    again = client.post("/saved/", {"why": [text for _, text in carried], "identity-password": "wrong"})
    assert again.status_code == 422
    assert hidden_fields(again.content.decode()) == carried
    done = client.post("/saved/", {"why": [text for _, text in carried], "identity-password": PASSWORD})
    assert done.content.decode() == "saved “Silver car” & <two> and second"
    refused = Entry.objects.get(action="identity.wrong")
    assert (refused.kind, refused.actor, refused.subject_id) == ("refusal", "", str(user.pk))


def test_a_stranger_is_sent_to_sign_in_first(client: Client) -> None:
    assert client.get("/opened/")["Location"].startswith("/sign-in/")


def test_an_answer_that_leads_elsewhere_leads_home(client: Client, user: User) -> None:
    long_signed_in(client, user)
    response = client.post("/confirm/", {"next": "https://elsewhere.example/", "identity-password": PASSWORD})
    assert response["Location"] == "/"


def test_guessing_is_stopped_even_for_the_right_answer(client: Client, user: User) -> None:
    long_signed_in(client, user)
    with clock.at(datetime(2026, 11, 23, 12, 0, tzinfo=UTC)):
        for _ in range(10):
            client.post("/confirm/", {"identity-password": str(uuid4())})
        response = client.post("/confirm/", {"identity-password": PASSWORD})
    assert "Too many tries" in response.content.decode()
    assert Entry.objects.filter(action="identity.too-many").exists()


def test_the_question_is_asked_above_every_check_of_the_method() -> None:
    """Below ``require_safe`` the question could not be answered: the views of this project are read for it."""
    root = Path(__file__).resolve().parents[3] / "safelight"
    wrong = [
        str(source.relative_to(root))
        for source in root.rglob("*.py")
        if re.search(r"@require_\w+(\(.*\))?\n(@.*\n)*@confirm_identity", source.read_text(encoding="utf-8"))
    ]
    assert not wrong
