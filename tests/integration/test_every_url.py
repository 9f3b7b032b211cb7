"""Every address is listed with the access that it expects, and refuses those who are not listed, by real requests."""

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.integration.url_access import ACCESS

pytestmark = pytest.mark.django_db


def _patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _patterns(entry, inner)
        else:
            yield f"{space}{entry.name}", entry


PATTERNS = dict(_patterns(get_resolver()))


def address(name: str) -> str:
    """The address of ``name`` with made-up identifiers: what somebody gets who guesses."""
    converters = PATTERNS[name].pattern.converters
    made: dict[str, object] = {}
    for argument, converter in converters.items():
        kind = type(converter).__name__
        made[argument] = {"UUIDConverter": uuid.uuid4(), "IntConverter": 1}.get(kind, "x")
    full = {**_outer(name), **made}
    return reverse(name, kwargs=full)


def _outer(name: str) -> dict[str, object]:
    """Arguments that stand in an including pattern, not in the last one."""
    wanted: set[str] = set()
    for possibility in get_resolver().reverse_dict.getlist(name.split(":")[-1]):
        wanted |= set(possibility[0][0][1])
    return {argument: uuid.uuid4() for argument in wanted if argument.endswith("_id")}


def test_every_address_is_listed_with_its_access() -> None:
    assert set(PATTERNS) == set(ACCESS)


@pytest.mark.parametrize(
    "name", sorted(name for name, access in ACCESS.items() if access not in ("public", "door", "machine"))
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_is_not_public_sends_a_stranger_to_sign_in(client: Client, name: str, method: str) -> None:
    response = getattr(client, method)(address(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("access:sign_in"))


@pytest.mark.parametrize("name", sorted(name for name, access in ACCESS.items() if access == "public"))
def test_a_public_address_answers_a_stranger(client: Client, name: str) -> None:
    assert client.get(address(name)).status_code == 200


@pytest.mark.parametrize("name", sorted(name for name, access in ACCESS.items() if access == "machine"))
def test_a_machine_without_an_account_is_not_signed_in_and_gets_nothing_that_it_has_no_secret_for(
    client: Client, name: str
) -> None:
    response = client.get(address(name))
    assert response.status_code in (404, 503) and "sessionid" not in str(response.cookies)
    assert client.post(address(name)).status_code == 405


@pytest.mark.parametrize("name", sorted(name for name, access in ACCESS.items() if access == "door"))
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_of_no_area_gives_a_stranger_numbers_to_ring_and_no_sign_in(
    client: Client, name: str, method: str
) -> None:
    response = getattr(client, method)(address(name))
    assert response.status_code in (404, 405)
    assert response.status_code == 405 or "0800 1111" in response.content.decode()
