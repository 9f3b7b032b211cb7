"""Each request sees the partnership of whoever is signed in, and no scope outlives its request."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from safelight.access import actions
from safelight.access.models import User
from safelight.access.scope import IN_SESSION, ScopeOfRequest
from safelight.children.models import Child
from safelight.config import cli
from safelight.core import scope
from safelight.core.errors import Invalid
from tests.factories import make_child, make_partnership, make_user
from tests.factories.people import administrator_of
from tests.plugins.application_role import give_back, take_role

pytestmark = pytest.mark.django_db


def request_of(user: User | None, **session: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    if user is not None:
        request.session[SESSION_KEY] = str(user.pk)
    request.session.update(session)
    return request


def told() -> object:
    """What the database was told; on SQLite what it would be told."""
    if connection.vendor != "postgresql":
        return scope.current().partnership
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('safelight.partnership', true), '')")
        return cursor.fetchone()[0]


def answered(request: HttpRequest) -> object:
    seen = []

    def view(_request: HttpRequest) -> HttpResponseBase:
        seen.append(told())
        return HttpResponse()

    ScopeOfRequest(view)(request)
    assert scope.current() == scope.NOTHING
    assert told() == ""
    return seen[0]


def test_a_request_sees_the_partnership_that_its_session_noted() -> None:
    user = make_user()
    assert answered(request_of(user, **{IN_SESSION: str(user.partnership_id)})) == str(user.partnership_id)


def test_a_session_from_before_is_told_its_partnership() -> None:
    user = make_user()
    request = request_of(user)
    assert answered(request) == str(user.partnership_id)
    assert request.session[IN_SESSION] == str(user.partnership_id)


def test_a_stranger_sees_no_partnership() -> None:
    assert answered(request_of(None)) == ""


def test_the_scope_ends_when_a_view_fails() -> None:
    user = make_user()

    def view(_request: HttpRequest) -> HttpResponseBase:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ScopeOfRequest(view)(request_of(user))
    assert scope.current() == scope.NOTHING
    assert told() == ""


def test_what_is_streamed_after_the_request_is_made_in_its_scope() -> None:
    user = make_user()

    def parts() -> Iterator[str]:
        yield str(told())

    response = ScopeOfRequest(lambda _request: StreamingHttpResponse(parts()))(request_of(user))
    assert told() == ""
    assert b"".join(response) == str(user.partnership_id).encode()  # type: ignore[arg-type]
    assert told() == ""


def test_a_session_that_names_another_partnership_than_the_persons_shows_nothing() -> None:
    user, other = make_user(), make_partnership()
    child = make_child(by=user)
    client = Client()
    client.force_login(user)
    assert client.get(reverse("children:details", args=[child.pk])).status_code == 200
    session = client.session
    session[IN_SESSION] = str(other.pk)
    session.save()
    answer = client.get(reverse("children:details", args=[child.pk]))
    if connection.vendor == "postgresql":
        assert answer.status_code == 302  # the person is not there either, so nobody is signed in
    assert Child.objects.filter(pk=child.pk).exists()


def test_an_address_taken_in_another_partnership_is_refused_in_the_same_words() -> None:
    here, elsewhere = make_user(), make_user()
    refused = []
    for taken in (here, elsewhere):
        given = {"email": taken.email.upper(), "name": "x", "password": "lantern in the harbour", "roles": []}
        with scope.partnership_scope(here.partnership_id):
            if connection.vendor == "postgresql":
                take_role()
            with pytest.raises(Invalid) as error:
                actions.create_user(by=administrator_of(here.partnership), **given)  # type: ignore[arg-type]
            if connection.vendor == "postgresql":
                give_back()
        refused.append(error.value.errors)
    assert refused[0] == refused[1]


def test_the_log_is_verified_by_the_role_that_serves_pages(capsys: pytest.CaptureFixture[str]) -> None:
    one, other = make_partnership("Tern Sands"), make_partnership("Heron Marsh")
    assert one.pk != other.pk
    if connection.vendor == "postgresql":
        take_role()
    try:
        assert cli.main(["audit", "verify"]) == 0
    finally:
        if connection.vendor == "postgresql":
            give_back()
    said = capsys.readouterr().out
    assert "Tern Sands partnership: sound, 2 entries" in said
    assert "Heron Marsh partnership: sound, 2 entries" in said
