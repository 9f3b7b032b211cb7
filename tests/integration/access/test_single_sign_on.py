"""Single sign-on with a real provider, by real requests to both: who comes in, and who does not."""

import re
import socket
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client

from safelight.access import actions, second_factors
from safelight.access.models import RoleHolding, SingleSignOnIdentity, User
from safelight.audit.models import Entry
from tests.factories import make_partnership, make_user
from tests.factories.people import administrator_of
from tests.identity_provider.process import IdentityProvider
from tests.identity_provider.provider import CLIENT, PASSWORD, SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PEOPLE = {
    "priya@example.org": {},
    "twice@example.org": {},
    "again@example.org": {"email": "twice@example.org"},
    "unverified@example.org": {"verified": False},
    "factor@example.org": {"amr": ["pwd", "otp"]},
    "nobody@example.org": {},
}


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IdentityProvider]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = IdentityProvider(
        tmp_path_factory.mktemp("provider"), port, ["http://testserver/single-sign-on/organisation/back/"], PEOPLE
    )
    made.start()
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def _known_provider(provider: IdentityProvider, settings: object) -> None:
    settings.OIDC_SERVER_URL = provider.url
    settings.OIDC_NAME = "Kestrel Bay Council"
    app = {
        "provider_id": "organisation",
        "name": "Kestrel Bay Council",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": provider.url},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def user_at(address: str) -> User:
    user = make_user()
    User.objects.filter(pk=user.pk).update(email=address)
    return User.objects.get(pk=user.pk)


def go(client: Client, address: str, begin: str = "/single-sign-on/?next=/your-sign-in/sessions/"):
    """From the button through the provider and back: the answer of our own page."""
    begun = client.get(begin)
    assert begun.status_code == 302
    with requests.Session() as browser:
        page = browser.get(begun["Location"], timeout=30)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token is not None
        login = page.url
        answer = browser.post(
            login,
            data={
                "csrfmiddlewaretoken": token.group(1),
                "login": address,
                "password": PASSWORD,
                "next": parse_qs(urlsplit(login).query)["next"][0],
            },
            headers={"Referer": login},
            allow_redirects=False,
            timeout=30,
        )
        while not answer.headers.get("Location", "").startswith("http://testserver/"):
            assert answer.status_code == 302, answer.text
            answer = browser.get(
                requests.compat.urljoin(answer.url, answer.headers["Location"]), allow_redirects=False, timeout=30
            )
    back = urlsplit(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def test_a_person_who_was_made_here_comes_in_and_is_bound_to_the_providers_subject(client: Client) -> None:
    user = user_at("priya@example.org")
    response = go(client, "priya@example.org")
    assert response["Location"] == "/your-sign-in/sessions/"
    assert client.get("/your-sign-in/sessions/").status_code == 200
    assert client.session["partnership"] == str(user.partnership_id)
    bound = SingleSignOnIdentity.objects.get(user=user)
    assert "priya" not in bound.subject and len(bound.subject) == 64
    actions_of = Entry.objects.filter(actor=str(user.pk)).values_list("action", flat=True)
    assert {"user.single-sign-on-bound", "sign-in.one-factor"} <= set(actions_of)
    # The address may change afterwards: the subject counts.
    User.objects.filter(pk=user.pk).update(email="priya.new@example.org")
    assert go(Client(), "priya@example.org")["Location"] == "/your-sign-in/sessions/"


def test_somebody_else_who_was_given_the_same_address_does_not_come_in(client: Client) -> None:
    user = user_at("twice@example.org")
    go(client, "twice@example.org")
    response = go(Client(), "again@example.org")
    assert response.status_code == 403
    assert "belonged to somebody else" in response.content.decode()
    assert Entry.objects.filter(action="single-sign-on.other-subject", subject_id=str(user.pk), kind="refusal").exists()


def test_nobody_is_made_by_signing_in(client: Client) -> None:
    make_partnership()
    before = User.objects.count()
    response = go(client, "nobody@example.org")
    assert response.status_code == 403
    assert "nobody has made an account for you here" in response.content.decode()
    assert User.objects.count() == before
    assert Entry.objects.filter(action="single-sign-on.unknown", kind="refusal").exists()
    assert client.get("/your-sign-in/sessions/").status_code == 302


def test_an_address_that_the_provider_has_not_verified_opens_nothing(client: Client) -> None:
    user_at("unverified@example.org")
    response = go(client, "unverified@example.org")
    assert response.status_code == 403
    assert "verified" in response.content.decode()


def test_an_account_without_a_role_is_told_whom_to_ask(client: Client) -> None:
    user = user_at("priya@example.org")
    RoleHolding.objects.filter(user=user).delete()
    response = go(client, "priya@example.org")
    assert response.status_code == 403
    assert "no role yet" in response.content.decode()
    assert Entry.objects.filter(action="single-sign-on.no-role", subject_id=str(user.pk)).exists()


def test_a_person_who_has_left_does_not_come_in_by_single_sign_on(client: Client) -> None:
    user = user_at("priya@example.org")
    User.objects.filter(pk=user.pk).update(is_active=False)
    response = go(client, "priya@example.org")
    assert response.status_code == 403
    assert "not active" in response.content.decode()


@pytest.mark.parametrize(
    ("whose", "address", "owes"),
    [
        ("own", "factor@example.org", True),
        ("claims", "factor@example.org", False),
        ("claims", "priya@example.org", True),
        ("trust", "priya@example.org", False),
    ],
)
def test_the_setting_says_whose_second_factor_counts(
    client: Client, settings: object, whose: str, address: str, owes: bool
) -> None:
    settings.OIDC_FACTOR = whose
    settings.SECOND_FACTOR_REQUIRED = True
    user_at(address)
    response = go(client, address)
    assert response["Location"] == ("/your-sign-in/" if owes else "/your-sign-in/sessions/")
    assert (client.get("/your-sign-in/sessions/").status_code == 302) is owes


def test_single_sign_on_asks_for_the_second_factor_that_is_set_up_here(client: Client) -> None:
    user = user_at("priya@example.org")
    second_factors.Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    assert go(client, "priya@example.org")["Location"] == "/second-factor/"
    assert client.get("/your-sign-in/sessions/").status_code == 302


def test_an_answer_that_was_used_or_made_up_is_refused_on_a_page_of_ours(client: Client) -> None:
    response = client.get("/single-sign-on/organisation/back/?code=made-up&state=made-up")
    assert response.status_code == 403
    assert "Begin again" in response.content.decode()


def test_a_provider_that_is_down_is_said_to_be(client: Client, settings: object) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"] = {"server_url": "http://127.0.0.1:9"}
    response = client.get("/single-sign-on/")
    assert response.status_code == 403
    assert "does not answer" in response.content.decode()


def test_whoever_is_signed_in_confirms_through_the_provider(client: Client) -> None:
    user = user_at("priya@example.org")
    go(client, "priya@example.org")
    session = client.session
    session["confirmed_at"] -= 301
    session.save()
    go(client, "priya@example.org", begin="/single-sign-on/?confirm=1&next=/your-sign-in/sessions/")
    assert client.session["confirmed_at"] > session["confirmed_at"]
    assert Entry.objects.filter(action="identity.confirmed", actor=str(user.pk)).exists()
    other = user_at("factor@example.org")
    response = go(client, "factor@example.org", begin="/single-sign-on/?confirm=1&next=/your-sign-in/sessions/")
    assert response.status_code == 403
    assert client.session["_auth_user_id"] == str(user.pk) != str(other.pk)


def test_the_button_stands_on_the_sign_in_page_only_where_there_is_a_provider(client: Client, settings: object) -> None:
    assert "Sign in with Kestrel Bay Council" in client.get("/sign-in/").content.decode()
    settings.OIDC_SERVER_URL = ""
    assert "Sign in with" not in client.get("/sign-in/").content.decode()
    assert client.get("/single-sign-on/")["Location"] == "/sign-in/"


def test_no_address_of_allauth_changes_who_somebody_is(client: Client) -> None:
    """Nobody signs up, joins an account, or changes an address by any page that allauth brings."""
    user = make_user()
    client.force_login(user)
    before = User.objects.values().get(pk=user.pk)
    roles = set(RoleHolding.objects.filter(user=user).values_list("role", flat=True))
    data = {"email": "new@example.org", "action_add": "", "role": "administrator", "is_active": "", "roles": "manager"}
    for address in ("signup/", "email/", "social/connections/", "social/signup/", "password/set/", "password/reset/"):
        for front in ("/accounts/", "/account/", "/"):
            assert client.post(front + address, data).status_code == 404
    for address in (
        "/your-sign-in/password/",
        "/your-sign-in/",
        "/your-sign-in/app/",
        "/your-sign-in/passkey/",
        "/keys/",
    ):
        client.post(address, {**data, "current": "wrong", "new": "some other words for it"})
    after = User.objects.values().get(pk=user.pk)
    assert {name for name in before if before[name] != after[name]} <= {"keys_on", "last_login"}
    assert set(RoleHolding.objects.filter(user=user).values_list("role", flat=True)) == roles
    assert administrator_of(user.partnership).email == User.objects.get(role_holdings__role="administrator").email
    assert actions.queries.user_by_email("new@example.org") is None
