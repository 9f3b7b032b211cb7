"""Sessions: how long they last, where somebody is signed in, limits of trying, and what is told to whom."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.utils import timezone

from safelight.access.models import KeptPost, User
from safelight.access.requests import client_address
from safelight.audit.models import Entry
from safelight.core import clock
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NEW = "seven geese over water"


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    """At the beginning of a stretch in which tries are counted. Sessions go by the machine's own time."""
    with clock.at(datetime(2026, 11, 23, 12, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def user() -> User:
    return make_user()


def sign_in(client: Client, user: User, password: str = PASSWORD, **more: str):
    return client.post(
        "/sign-in/", {"email": user.email, "password": password, "next": "/your-sign-in/sessions/"}, **more
    )


def let_pass(client: Client, seconds: float) -> None:
    """As if nothing had been done in this browser for so long."""
    session = client.session
    session["active_at"] -= seconds
    session.save()


@pytest.mark.req("BE-09")
def test_a_session_that_nobody_used_for_half_an_hour_ends_and_keeps_what_was_posted(client: Client, user: User) -> None:
    sign_in(client, user)
    let_pass(client, 29 * 60)
    assert client.get("/your-sign-in/sessions/").status_code == 200
    let_pass(client, 30 * 60)
    response = client.post("/keys/", {"on": "no"})
    assert response["Location"].startswith("/sign-in/?")
    assert "kept=1" in response["Location"] and "ended=1" in response["Location"]
    assert KeptPost.objects.get(user=user).body == {"on": ["no"]}
    page = client.get(response["Location"]).content.decode()
    assert "You have been signed out" in page
    assert "what you typed was kept" in page
    assert Entry.objects.filter(action="sign-out.idle", kind="sign-in").exists()
    assert sign_in(client, user)["Location"] == "/kept/"


def test_a_session_ends_after_eight_hours_however_busy(client: Client, user: User) -> None:
    sign_in(client, user)
    let_pass(client, 60)
    client.get("/your-sign-in/sessions/")
    ends = Session.objects.get(pk=client.session.session_key).expire_date
    assert timedelta(hours=7, minutes=59) < ends - timezone.now() <= timedelta(hours=8)
    let_pass(client, 60)
    client.get("/your-sign-in/sessions/")
    assert Session.objects.get(pk=client.session.session_key).expire_date == ends


def test_asking_how_long_is_left_keeps_nothing_alive_and_saying_so_does(client: Client, user: User) -> None:
    sign_in(client, user)
    let_pass(client, 28 * 60)
    assert client.get("/session/left/").json()["seconds"] <= 120
    assert client.get("/session/left/").json()["seconds"] <= 120
    assert client.post("/session/stay/").status_code == 204
    assert client.get("/session/left/").json()["seconds"] > 1700


def test_every_page_of_somebody_signed_in_has_the_warning_and_no_page_of_a_stranger(client: Client, user: User) -> None:
    assert "data-idle-left" not in client.get("/sign-in/").content.decode()
    sign_in(client, user)
    page = client.get("/your-sign-in/sessions/").content.decode()
    assert 'data-idle-warning="300"' in page


def test_the_session_knows_the_partnership_of_who_signed_in(client: Client, user: User) -> None:
    sign_in(client, user)
    assert client.session["partnership"] == str(user.partnership_id)


def test_somebody_sees_where_they_are_signed_in_and_ends_another_session_but_nobody_elses(user: User) -> None:
    here, there, strangers = Client(), Client(), Client()
    sign_in(here, user, HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537")
    sign_in(there, user, HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/604")
    sign_in(strangers, make_user())
    page = here.get("/your-sign-in/sessions/").content.decode()
    assert "Chrome, Windows" in page and "Safari, iPhone" in page and "This browser" in page
    number = page.split('name="number" value="')[1].split('"')[0]
    assert page.count('name="number"') == 1
    assert strangers.post("/your-sign-in/sessions/end/", {"number": number}).status_code == 404
    assert here.post("/your-sign-in/sessions/end/", {"number": number}).status_code == 302
    response = there.get("/your-sign-in/sessions/")
    assert response["Location"].startswith("/sign-in/")
    assert "ended=1" in response["Location"]
    assert here.get("/your-sign-in/sessions/").status_code == 200
    assert Entry.objects.filter(action="sessions.ended", actor=str(user.pk)).exists()


def test_signing_out_everywhere_ends_this_session_too(user: User) -> None:
    here, there = Client(), Client()
    sign_in(here, user)
    sign_in(there, user)
    assert here.post("/your-sign-in/sessions/end/", {"everywhere": "yes"})["Location"] == "/sign-in/"
    for client in (here, there):
        assert client.get("/your-sign-in/sessions/").status_code == 302


def test_a_tab_whose_session_was_ended_elsewhere_says_what_happened_and_what_to_do(user: User) -> None:
    """Another tab of the same browser, and another browser: each is told, and the log says who ended how many."""
    here, there = Client(), Client()
    sign_in(here, user)
    sign_in(there, user)
    here.post("/your-sign-in/sessions/end/")
    page = there.get("/your-sign-in/sessions/", follow=True)
    assert page.status_code == 200
    assert "your session was ended from another browser or by an administrator" in page.content.decode()
    assert "Ring your administrator" in page.content.decode()
    ended = Entry.objects.get(action="sessions.ended")
    assert (ended.actor, ended.kind, ended.counts) == (str(user.pk), "sign-in", {"sessions": 1})
    # Signed out in one tab: the next step of the other one is told the same, and nothing of it is done.
    other_tab = Client()
    sign_in(other_tab, user)
    other_tab.post("/sign-out/")
    posted = other_tab.post("/keys/", {"on": "no"})
    assert posted["Location"].startswith("/sign-in/") and "kept=1" in posted["Location"]
    assert User.objects.get(pk=user.pk).keys_on
    assert Entry.objects.filter(action="post.kept").count() == 1


def test_ending_a_session_asks_again_who_one_is(user: User) -> None:
    """Whoever finds an open browser can't shut its owner out everywhere else (ASVS V7.5.2)."""
    here, there = Client(), Client()
    sign_in(here, user)
    sign_in(there, user)
    session = here.session
    session["confirmed_at"] -= 301
    session.save()
    for fields in ({}, {"everywhere": "yes"}, {"number": "1"}):
        asked = here.post("/your-sign-in/sessions/end/", fields)
        assert "identity-password" in asked.content.decode()
        assert there.get("/your-sign-in/sessions/").status_code == 200
    wrong = here.post("/your-sign-in/sessions/end/", {"everywhere": "yes", "identity-password": "guess"})
    assert wrong.status_code == 422
    assert not Entry.objects.filter(action="sessions.ended").exists()
    here.post("/your-sign-in/sessions/end/", {"everywhere": "yes", "identity-password": PASSWORD})
    for client in (here, there):
        assert client.get("/your-sign-in/sessions/").status_code == 302


def test_signing_out_tells_the_browser_to_forget_what_it_keeps(user: User) -> None:
    for address, fields in (("/sign-out/", {}), ("/your-sign-in/sessions/end/", {"everywhere": "yes"})):
        client = Client()
        sign_in(client, user)
        assert client.get("/your-sign-in/sessions/").headers.get("Clear-Site-Data") is None
        assert client.post(address, fields).headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.req("BE-09")
def test_what_is_typed_in_a_tab_whose_session_was_ended_elsewhere_is_kept(user: User) -> None:
    here, there = Client(), Client()
    sign_in(here, user)
    sign_in(there, user)
    here.post("/your-sign-in/sessions/end/")
    response = there.post("/keys/", {"on": "no"})
    assert "kept=1" in response["Location"] and "ended=1" in response["Location"]
    assert KeptPost.objects.get(user=user).body == {"on": ["no"]}


def test_a_new_password_ends_the_sessions_in_other_browsers(user: User) -> None:
    here, there = Client(), Client()
    sign_in(here, user)
    sign_in(there, user)
    wrong = here.post("/your-sign-in/password/", {"current": "wrong", "new": NEW})
    assert wrong.status_code == 422 and "present password" in wrong.content.decode()
    weak = here.post("/your-sign-in/password/", {"current": PASSWORD, "new": "short"})
    assert weak.status_code == 422 and "at least 12 characters" in weak.content.decode()
    assert here.post("/your-sign-in/password/", {"current": PASSWORD, "new": NEW}).status_code == 302
    assert here.get("/your-sign-in/sessions/").status_code == 200
    assert there.get("/your-sign-in/sessions/").status_code == 302
    assert sign_in(Client(), user).status_code == 422
    assert sign_in(Client(), user, NEW)["Location"] == "/your-sign-in/sessions/"
    assert Entry.objects.filter(action="user.password", actor=str(user.pk)).count() == 1


def test_a_person_who_is_no_longer_active_is_told_so_only_with_the_right_password(client: Client, user: User) -> None:
    sign_in(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/your-sign-in/sessions/")["Location"].startswith("/sign-in/")
    told = sign_in(Client(), user)
    assert told.status_code == 403 and "not active" in told.content.decode()
    assert sign_in(Client(), user, "wrong").status_code == 422
    kinds = Entry.objects.filter(subject_id=str(user.pk), kind="refusal").values_list("action", flat=True)
    assert {"sign-in.not-active", "sign-in.refused"} <= set(kinds)


def test_a_stranger_who_guesses_does_not_shut_the_person_out_where_they_work(user: User) -> None:
    own, stranger = Client(), Client()
    sign_in(own, user)
    own.post("/sign-out/")
    for _ in range(10):
        sign_in(stranger, user, "wrong")
    refused = sign_in(stranger, user)
    assert refused.status_code == 429
    assert "Try again at" in refused.content.decode()
    assert "They need no account" in refused.content.decode()
    assert stranger.get("/urgent-numbers/").status_code == 200
    assert sign_in(own, user)["Location"] == "/your-sign-in/sessions/"
    assert Entry.objects.filter(action="sign-in.too-many", kind="refusal", subject_id=str(user.pk)).exists()


def test_guessing_at_an_unknown_account_looks_the_same(client: Client, user: User) -> None:
    known = [sign_in(Client(), user, "wrong").status_code for _ in range(11)]
    user.email = "nobody@example.org"
    unknown = [sign_in(Client(), user, "wrong").status_code for _ in range(11)]
    assert known == unknown == [422] * 10 + [429]


def test_one_address_cannot_try_many_accounts_without_end(client: Client, settings: object) -> None:
    answers = set()
    for number in range(301):
        answers.add(client.post("/sign-in/", {"email": f"p{number}@example.org", "password": "x"}).status_code)
    assert answers == {422, 429}


def test_the_header_of_a_proxy_is_believed_only_as_far_as_proxies_are_ours(settings: object) -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.7, 10.0.0.2", REMOTE_ADDR="10.0.0.1")
    for proxies, address in ((0, "10.0.0.1"), (1, "10.0.0.2"), (2, "192.0.2.7"), (9, "10.0.0.1")):
        settings.TRUSTED_PROXIES = proxies
        assert client_address(request) == address


def test_an_unknown_address_takes_as_long_as_a_known_one(settings: object, user: User) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    user.set_password(PASSWORD)
    user.save()

    def quickest(email: str) -> float:
        taken = []
        for _ in range(3):
            began = time.perf_counter()
            Client().post("/sign-in/", {"email": email, "password": "wrong"})
            taken.append(time.perf_counter() - began)
        return min(taken)

    known, unknown = quickest(user.email), quickest("nobody@example.org")
    assert 0.5 < known / unknown < 2
