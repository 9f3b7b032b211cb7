"""What every answer tells the browser, how much may be sent, and how often costly things may be done."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from safelight.access import headers, often
from safelight.access.roles import Role
from safelight.audit.models import Entry
from safelight.core import clock
from tests.factories import make_child, make_user
from tests.integration.test_every_url import PATTERNS, address
from tests.integration.url_access import ACCESS

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
POLICY = {
    "default-src 'none'",
    "object-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def problems(response: HttpResponse) -> list[str]:
    """Which of the headers that every answer has are missing or weaker."""
    said = response.headers
    policy = set(said.get("Content-Security-Policy", "").split("; "))
    wanted = {
        "Cache-Control": "no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": headers.PERMISSIONS_POLICY,
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    found = [name for name, value in wanted.items() if said.get(name) != value]
    if "sandbox" not in policy and policy != POLICY:
        found.append(f"Content-Security-Policy: {sorted(policy ^ POLICY)}")
    if response.content and "charset=" not in said["Content-Type"] and said["Content-Type"].startswith("text/"):
        found.append("Content-Type without charset")
    return found


def test_every_address_answers_with_the_whole_set_of_headers_to_a_stranger_and_to_a_colleague() -> None:
    wrong = {}
    colleague = Client()
    colleague.force_login(make_user(Role.PRACTITIONER))
    for client in (Client(), colleague):
        for name in sorted(ACCESS):
            if name == "access:sign_out":
                continue
            for response in (client.get(address(name)), client.post(address(name), {"about": "x"})):
                if found := problems(response):
                    wrong[name] = found
        colleague.force_login(make_user(Role.PRACTITIONER))
    assert not wrong


def test_static_files_are_for_our_own_pages_only(client: Client) -> None:
    response = client.get("/static/ui/safelight.js")
    response.close()
    said = response.headers
    assert said["Cross-Origin-Resource-Policy"] == "same-origin" and said["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in said["Content-Security-Policy"]


def test_served_by_https_cookies_are_bound_to_this_host_and_browsers_keep_to_https() -> None:
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    names += ["SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"]
    names += ["SECURE_HSTS_INCLUDE_SUBDOMAINS", "DEBUG"]
    told = (
        "import json, safelight.config.settings as s; from safelight.access import middleware as m;"
        f"print(json.dumps([*(getattr(s, n) for n in {names!r}), m.WHO_COOKIE]))"
    )
    environment = {
        **os.environ,
        "SAFELIGHT_HTTPS": "1",
        "SAFELIGHT_SECRET_KEY": "only for this test",
        "DJANGO_SETTINGS_MODULE": "safelight.config.settings",
    }
    setup = f"import django; django.setup(); {told}"
    out = subprocess.run(
        [sys.executable, "-c", setup], env=environment, cwd=settings.ROOT, check=True, capture_output=True, text=True
    )
    assert json.loads(out.stdout) == [
        "__Host-sessionid",
        "__Host-csrftoken",
        True,
        True,
        True,
        "Lax",
        True,
        31_536_000,
        True,
        False,
        "__Host-safelight_who",
    ]


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_request_that_is_too_large_is_refused_in_words_before_it_is_read(client: Client, signed_in: bool) -> None:
    if signed_in:
        client.force_login(make_user())
    response = client.post(reverse("access:sign_in"), {"email": "x"}, CONTENT_LENGTH=str(headers.MOST_SENT + 1))
    assert response.status_code == 413
    assert "too much at once" in response.content.decode() and not problems_but_store(response)


def problems_but_store(response: HttpResponse) -> list[str]:
    """As ``problems``; a page that holds nothing may be kept."""
    return [found for found in problems(response) if found not in ("Cache-Control", "X-Frame-Options")]


def test_too_many_fields_and_too_long_a_form_are_answered_in_words(client: Client) -> None:
    client.force_login(make_user())
    many = {f"f{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    long = {"what": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    for fields in (many, long):
        body = "&".join(f"{name}={value}" for name, value in fields.items())
        response = client.post(reverse("children:concern_new"), body, content_type="application/x-www-form-urlencoded")
        page = response.content.decode()
        assert response.status_code == 400
        assert "could not read what was sent" in page and "Traceback" not in page and "TooMany" not in page


@pytest.mark.parametrize(
    "made_up",
    [
        {"HTTP_HOST": "evil.example"},
        {"CONTENT_TYPE": "multipart/form-data; boundary="},
        {"HTTP_COOKIE": "sessionid=" + "x" * 3000},
    ],
)
def test_a_request_that_makes_no_sense_never_shows_how_the_machine_works(client: Client, made_up: dict) -> None:
    client.raise_request_exception = False
    response = client.generic("POST", reverse("access:sign_in"), b"\x00\xff", **made_up)
    assert response.status_code in (200, 302, 400, 403, 422)
    assert "Traceback" not in response.content.decode() and "/safelight/" not in response.content.decode()


def test_what_is_limited_exists_and_covers_every_address_that_gives_files_or_searches() -> None:
    assert set(often.LIMITED) <= set(ACCESS)
    gives = {name for name in ACCESS if name.startswith("outputs:")} - {"outputs:documents", "outputs:blank_forms"}
    assert gives | {"children:search", "children:break_glass", "files:download"} <= set(often.LIMITED)


def test_who_searches_too_often_is_told_when_to_go_on_and_it_is_noted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = often.Limit("search", 2, often.LIMITED["children:search"].within, posts=True)
    monkeypatch.setitem(often.LIMITED, "children:search", few)
    user, other = make_user(), make_user()
    client.force_login(user)
    url = reverse("children:search")
    with clock.at(NOON):
        for _time in range(2):
            assert client.post(url, {"name": "Robin"}).status_code == 200
        response = client.post(url, {"name": "Robin"})
        assert response.status_code == 429 and 0 < int(response.headers["Retry-After"]) <= 301
        assert "You can go on at 12:05" in " ".join(response.content.decode().split())
        assert client.get(url).status_code == 200
        assert Entry.objects.filter(kind="refusal", action="too-often:search", actor=str(user.pk)).count() == 1
        client.force_login(other)
        assert client.post(url, {"name": "Robin"}).status_code == 200


def test_one_address_is_limited_over_all_its_people(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(often, "PEOPLE_AT_AN_ADDRESS", 1)
    few = often.Limit("search", 2, often.LIMITED["children:search"].within, posts=True)
    monkeypatch.setitem(often.LIMITED, "children:search", few)
    codes = []
    with clock.at(NOON):
        for _person in range(3):
            client.force_login(make_user())
            codes.append(client.post(reverse("children:search"), {"name": "Robin"}).status_code)
    assert codes == [200, 200, 429]


def test_nothing_personal_stands_in_a_cookie(client: Client) -> None:
    user = make_user(name="Marta Quill")
    client.force_login(user)
    child = make_child(by=user)
    client.post(reverse("children:voice", args=[child.pk]), {"about": str(child.pk)})
    assert set(client.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


def test_no_address_answers_trace_with_what_it_was_sent() -> None:
    """Elsewhere TRACE gave a script the headers that it could not read itself (ASVS V13.4.4)."""
    signed_in = Client()
    signed_in.force_login(make_user())
    for client, allowed in ((Client(), {302, 404, 405}), (signed_in, {302, 403, 404, 405})):
        for name in sorted(PATTERNS):
            answer = client.generic("TRACE", address(name), headers={"X-Planted": "plover-7"})
            assert answer.status_code in allowed, name
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert b"plover-7" not in body and "plover-7" not in str(answer.headers), name
