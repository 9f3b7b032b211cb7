"""A person's own browser may be remembered: after a second factor, for some days, and revocable."""

from datetime import timedelta

import pytest
from django.test import Client

from safelight.access import actions, remembered
from safelight.access.models import RememberedDevice, User
from safelight.audit.models import Entry
from safelight.core import clock
from tests import totp
from tests.factories import PASSWORD, make_user
from tests.integration.access.test_second_factors import give_password, set_up_app

pytestmark = [pytest.mark.django_db, pytest.mark.req("MS-09")]


@pytest.fixture(autouse=True)
def _required(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    settings.REMEMBER_DEVICE_DAYS = 14


@pytest.fixture
def user() -> User:
    return make_user()


def sign_in_remembered(user: User) -> Client:
    """A browser in which the person ticked "my own phone", signed out since."""
    secret, _codes = set_up_app(Client(), user)
    client = Client()
    give_password(client, user)
    client.post("/second-factor/", {"code": totp.code(secret), "remember": "yes"})
    client.post("/sign-out/")
    return client


def test_a_remembered_browser_asks_for_the_password_alone_and_goes_on_to_where_one_was_going(user: User) -> None:
    client = sign_in_remembered(user)
    assert give_password(client, user, "/your-sign-in/sessions/")["Location"] == "/your-sign-in/sessions/"
    assert client.get("/your-sign-in/sessions/").status_code == 200
    assert Entry.objects.filter(action="sign-in.remembered-device").exists()
    assert Entry.objects.filter(action="device.remembered").exists()


def test_the_database_holds_no_text_that_opens_anything(user: User) -> None:
    client = sign_in_remembered(user)
    assert RememberedDevice.objects.get().key != client.cookies[remembered.COOKIE].value
    assert client.cookies[remembered.COOKIE]["httponly"]


def test_it_is_not_remembered_for_somebody_else_nor_unasked(user: User) -> None:
    client = sign_in_remembered(user)
    other = make_user()
    secret, _codes = set_up_app(Client(), other)
    assert give_password(client, other)["Location"] == "/second-factor/"
    client.post("/second-factor/", {"code": totp.code(secret)})
    assert RememberedDevice.objects.count() == 1


def test_it_ends_after_its_days(user: User) -> None:
    client = sign_in_remembered(user)
    with clock.at(clock.now() + timedelta(days=14, minutes=1)):
        assert give_password(client, user)["Location"] == "/second-factor/"


@pytest.mark.parametrize("how", ["forget", "password", "everywhere", "factor", "setting"])
def test_it_ends_when_somebody_says_so(user: User, settings: object, how: str) -> None:
    client = sign_in_remembered(user)
    if how == "forget":
        remembered.forget(by=user, device_id=str(RememberedDevice.objects.get().pk), now=clock.now())
    elif how == "password":
        give_password(client, user)
        new = "Harbour-kettle-97-lantern"
        assert client.post("/your-sign-in/password/", {"current": PASSWORD, "new": new}).status_code == 302
        client.post("/sign-out/")
        assert client.post("/sign-in/", {"email": user.email, "password": new})["Location"] == "/second-factor/"
        return
    elif how == "everywhere":
        actions.end_sessions(by=user)
    elif how == "factor":
        actions.note_factor(by=user, action="factor.passkey-removed")
    else:
        settings.REMEMBER_DEVICE_DAYS = 0
    assert give_password(client, user)["Location"] == "/second-factor/"


def test_nobody_forgets_somebody_elses_browser(user: User) -> None:
    sign_in_remembered(user)
    client = Client()
    client.force_login(make_user())
    client.post("/your-sign-in/sessions/forget/", {"device": str(RememberedDevice.objects.get().pk)})
    assert RememberedDevice.objects.get().ended_at is None
