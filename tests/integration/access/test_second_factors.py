"""Second factors: required outside the demo, set up, used, lost and reset."""

import re
from datetime import UTC, datetime

import pytest
from django.core.checks import run_checks
from django.test import Client

from safelight.access import actions, queries, second_factors
from safelight.access.models import KeptPost, User
from safelight.audit.models import Entry
from safelight.core import clock
from safelight.core.errors import NotFound
from tests import totp
from tests.factories import PASSWORD, make_user
from tests.factories.people import administrator_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _required(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def user() -> User:
    return make_user()


def give_password(client: Client, user: User, goal: str = "/your-sign-in/sessions/"):
    return client.post("/sign-in/", {"email": user.email, "password": PASSWORD, "next": goal})


def set_up_app(client: Client, user: User) -> tuple[str, list[str]]:
    """Signs in and sets up an app; gives back its secret and the recovery codes that were shown."""
    give_password(client, user)
    page = client.get("/your-sign-in/app/").content.decode()
    secret = re.search(r'<code class="sl-secret">([A-Z2-7 ]+)</code>', page).group(1).replace(" ", "")
    shown = client.post("/your-sign-in/app/", {"code": totp.code(secret, -1)}).content.decode()
    return secret, re.findall(r'name="code" value="(\d{10})"', shown)


@pytest.fixture
def with_app(user: User) -> tuple[User, str, list[str]]:
    secret, codes = set_up_app(Client(), user)
    return user, secret, codes


def test_outside_the_demo_a_password_alone_opens_nothing_but_the_way_to_a_second_factor(
    client: Client, user: User
) -> None:
    assert give_password(client, user)["Location"] == "/your-sign-in/"
    for address in ("/", "/guide/", "/children/", "/kept/", "/your-sign-in/password/", "/your-sign-in/sessions/"):
        assert client.get(address)["Location"] == "/your-sign-in/", address
    assert client.post("/keys/", {"on": "no"})["Location"] == "/your-sign-in/"
    assert User.objects.get(pk=user.pk).keys_on
    assert KeptPost.objects.get(user=user).body == {"on": ["no"]}
    assert client.post("/keys/", "{}", content_type="application/json").status_code == 401
    assert client.get("/urgent-numbers/").status_code == 200
    assert "Set up a second factor" in client.get("/your-sign-in/").content.decode()
    assert client.post("/sign-out/")["Location"] == "/sign-in/"


def test_after_setting_up_everything_opens_and_the_person_goes_where_they_were_going(
    client: Client, user: User
) -> None:
    give_password(client, user, "/your-sign-in/sessions/")
    secret = re.search(r"sl-secret\">([A-Z2-7 ]+)<", client.get("/your-sign-in/app/").content.decode()).group(1)
    picture = client.get("/your-sign-in/app/picture/")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content
    assert client.post("/your-sign-in/app/", {"code": "12"}).status_code == 422
    shown = client.post("/your-sign-in/app/", {"code": totp.code(secret)})
    assert 'href="/your-sign-in/sessions/"' in shown.content.decode()
    assert client.get("/your-sign-in/sessions/").status_code == 200
    noted = set(Entry.objects.filter(actor=str(user.pk)).values_list("action", flat=True))
    assert {"sign-in.one-factor", "factor.app-added", "factor.codes-made"} <= noted


def test_the_picture_is_of_the_secret_that_is_being_set_up_and_gone_afterwards(client: Client, user: User) -> None:
    give_password(client, user)
    assert client.get("/your-sign-in/app/picture/").status_code == 404
    secret, _codes = set_up_app(client, user)
    assert client.get("/your-sign-in/app/picture/").status_code == 404
    assert second_factors.Authenticator.objects.get(user=user, type="totp").data["secret"] != secret


def test_in_the_demo_a_second_factor_is_offered_and_not_required(client: Client, settings: object) -> None:
    settings.DEMO_ALLOWED = True
    demo = actions.create_partnership(name="Demo", area="Kestrel Bay", is_demo=True)
    user = actions.create_first_administrator(
        partnership=demo, email="demo@example.org", name="Demo", password=PASSWORD
    )
    assert give_password(client, user)["Location"] == "/your-sign-in/sessions/"
    assert client.get("/your-sign-in/").status_code == 200


def test_switching_the_requirement_off_is_said_on_every_page_and_in_the_log(
    client: Client, user: User, settings: object
) -> None:
    assert "access.W001" not in [warning.id for warning in run_checks()]
    settings.SECOND_FACTOR_REQUIRED = False
    assert "access.W001" in [warning.id for warning in run_checks()]
    give_password(client, user)
    assert "A setting lets people in without a second factor" in client.get("/your-sign-in/sessions/").content.decode()
    assert Entry.objects.filter(action="sign-in.one-factor", actor=str(user.pk)).exists()


def test_signing_in_needs_the_code_of_the_app(client: Client, with_app: tuple[User, str, list[str]]) -> None:
    user, secret, _codes = with_app
    assert give_password(client, user)["Location"] == "/second-factor/"
    assert client.get("/your-sign-in/sessions/")["Location"].startswith("/sign-in/")
    wrong = client.post("/second-factor/", {"code": "000000"})
    assert wrong.status_code == 422
    code = totp.code(secret)
    assert client.post("/second-factor/", {"code": f"{code[:3]} {code[3:]}"})["Location"] == "/your-sign-in/sessions/"
    assert client.get("/your-sign-in/sessions/").status_code == 200
    last = list(Entry.objects.order_by("sequence").values_list("action", flat=True))[-3:]
    assert last == ["sign-in.first-step", "sign-in.code-wrong", "sign-in"]


def test_a_code_that_was_used_is_refused_as_long_as_it_would_count(
    client: Client, with_app: tuple[User, str, list[str]]
) -> None:
    user, secret, _codes = with_app
    code = totp.code(secret, 1)
    give_password(client, user)
    assert client.post("/second-factor/", {"code": code}).status_code == 302
    other = Client()
    give_password(other, user)
    # The same one, and the one before it, which the app showed earlier.
    for replayed in (code, totp.code(secret, 0)):
        response = other.post("/second-factor/", {"code": replayed})
        assert response.status_code == 422
        assert "has been used already" in response.content.decode()
    assert Entry.objects.filter(action="sign-in.code-used", kind="refusal", subject_id=str(user.pk)).count() == 2


@pytest.mark.parametrize("steps", [-4, 4, 15])
def test_a_telephone_whose_clock_is_wrong_is_named_as_the_cause(
    client: Client, with_app: tuple[User, str, list[str]], steps: int
) -> None:
    user, secret, _codes = with_app
    give_password(client, user)
    response = client.post("/second-factor/", {"code": totp.code(secret, steps)})
    assert response.status_code == 422
    assert "Check your phone’s clock" in response.content.decode()
    assert Entry.objects.filter(action="sign-in.code-clock").exists()


def test_a_recovery_code_lets_in_once_and_the_number_left_is_shown(
    client: Client, with_app: tuple[User, str, list[str]]
) -> None:
    user, _secret, codes = with_app
    assert len(set(codes)) == 10
    give_password(client, user)
    assert client.post("/second-factor/recovery-code/", {"code": "0000000000"}).status_code == 422
    assert client.post("/second-factor/recovery-code/", {"code": codes[3]})["Location"] == "/your-sign-in/sessions/"
    assert "9 codes are left" in client.get("/your-sign-in/").content.decode()
    other = Client()
    give_password(other, user)
    assert other.post("/second-factor/recovery-code/", {"code": codes[3]}).status_code == 422


def test_recovery_codes_are_shown_once_and_downloaded_only_by_their_owner(
    client: Client, with_app: tuple[User, str, list[str]]
) -> None:
    user, secret, codes = with_app
    give_password(client, user)
    client.post("/second-factor/", {"code": totp.code(secret)})
    assert not any(code in client.get("/your-sign-in/").content.decode() for code in codes)
    text = client.post("/your-sign-in/recovery-codes/download/", {"code": [*codes, "1234567890"]})
    assert text["Content-Disposition"] == 'attachment; filename="safelight-recovery-codes.txt"'
    assert all(code in text.content.decode() for code in codes)
    assert "1234567890" not in text.content.decode()
    fresh = client.post("/your-sign-in/recovery-codes/").content.decode()
    assert not any(code in fresh for code in codes)
    stranger = Client()
    stranger.force_login(make_user())
    session = stranger.session
    session["second_factor"] = "totp"
    session.save()
    stolen = stranger.post("/your-sign-in/recovery-codes/download/", {"code": re.findall(r"\d{10}", fresh)})
    assert not re.search(r"\d{10}", stolen.content.decode())


def test_the_last_second_factor_cannot_be_removed_where_one_is_required(
    client: Client, with_app: tuple[User, str, list[str]], settings: object
) -> None:
    user, secret, _codes = with_app
    give_password(client, user)
    client.post("/second-factor/", {"code": totp.code(secret)})
    assert client.post("/your-sign-in/remove/", {"app": "yes"}).status_code == 404
    assert second_factors.has_any(user)
    settings.SECOND_FACTOR_REQUIRED = False
    assert client.post("/your-sign-in/remove/", {"app": "yes"}).status_code == 302
    assert second_factors.summary(user) == second_factors.Summary(app=False, passkeys=[], codes_left=0)


def test_guessing_at_codes_is_stopped_and_says_when_to_try_again(
    client: Client, with_app: tuple[User, str, list[str]]
) -> None:
    user, secret, _codes = with_app
    give_password(client, user)
    with clock.at(NOON):
        for number in range(10):
            client.post("/second-factor/", {"code": f"{number:06d}"})
        response = client.post("/second-factor/", {"code": totp.code(secret)})
    assert response.status_code == 429
    assert int(response["Retry-After"]) <= 15 * 60 + 1
    assert "Try again at 12:15" in response.content.decode()
    assert client.get("/urgent-numbers/").status_code == 200
    assert Entry.objects.filter(action="sign-in.too-many", kind="refusal", subject_id=str(user.pk)).exists()


def test_the_step_between_password_and_code_ends_after_ten_minutes(
    client: Client, with_app: tuple[User, str, list[str]]
) -> None:
    user, secret, _codes = with_app
    give_password(client, user)
    session = client.session
    session["signing_in"] = {**session["signing_in"], "at": session["signing_in"]["at"] - 601}
    session.save()
    assert client.post("/second-factor/", {"code": totp.code(secret)})["Location"] == "/sign-in/"


@pytest.mark.hazard("HZ-30")
def test_who_has_lost_everything_is_told_whom_to_ring_and_a_stranger_is_not(
    client: Client, with_app: tuple[User, str, list[str]]
) -> None:
    user, _secret, _codes = with_app
    desk = administrator_of(user.partnership)
    User.objects.filter(pk=desk.pk).update(telephone="01632 960199")
    assert desk.name not in client.get("/second-factor/lost/").content.decode()
    assert not Entry.objects.filter(action="sign-in.factor-lost").exists()  # it is nobody's yet
    give_password(client, user)
    page = client.get("/second-factor/lost/").content.decode()
    assert desk.name in page
    assert "01632 960199" in page
    assert "They ring you back on the number they know" in page
    noted = Entry.objects.get(action="sign-in.factor-lost")
    assert (noted.kind, noted.subject_id) == ("refusal", str(user.pk))


def test_an_administrator_resets_the_factors_of_another_and_ends_their_sessions(
    client: Client, with_app: tuple[User, str, list[str]]
) -> None:
    user, secret, _codes = with_app
    give_password(client, user)
    client.post("/second-factor/", {"code": totp.code(secret)})
    assert client.get("/your-sign-in/sessions/").status_code == 200
    actions.reset_second_factors(by=queries.user_by_id(administrator_of(user.partnership).pk), user=user)
    assert not second_factors.has_any(user)
    assert client.get("/your-sign-in/sessions/")["Location"].startswith("/sign-in/")
    entry = Entry.objects.get(action="user.second-factors-reset")
    assert entry.subject_id == str(user.pk)
    assert entry.counts == {"factors": 2, "sessions": 2}
    assert give_password(Client(), user)["Location"] == "/your-sign-in/"


def test_nobody_resets_their_own_factors_or_those_of_another_partnership(user: User) -> None:
    administrator = queries.user_by_id(administrator_of(user.partnership).pk)
    for by, whose in ((administrator, administrator), (user, administrator), (administrator, make_user())):
        with pytest.raises(NotFound):
            actions.reset_second_factors(by=by, user=whose)


def test_another_key_for_secrets_shuts_out_rather_than_lets_in(
    client: Client, with_app: tuple[User, str, list[str]], settings: object
) -> None:
    user, secret, codes = with_app
    settings.SECRET_KEY = "another one, as after a restore onto a new machine"
    give_password(client, user)
    assert client.post("/second-factor/", {"code": totp.code(secret)}).status_code == 422
    assert client.post("/second-factor/recovery-code/", {"code": codes[0]}).status_code == 422


def test_an_answer_that_is_no_passkey_is_refused_and_noted(client: Client, user: User) -> None:
    set_up_app(client, user)
    for answer in ("", "nonsense", "[]", "{}", '{"id": "x", "response": {}}', "null"):
        assert client.post("/your-sign-in/passkey/", {"credential": answer}).status_code == 422
    assert second_factors.summary(user).passkeys == []
    other = Client()
    give_password(other, user)
    for answer in ("nonsense", "{}", "[1]"):
        assert other.post("/second-factor/", {"passkey": answer}).status_code == 422
    assert Entry.objects.filter(action="sign-in.code-passkey", subject_id=str(user.pk)).count() == 3
