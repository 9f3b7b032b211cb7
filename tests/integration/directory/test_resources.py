"""Resources: when each was last tried, and that dead ones are found. A real server on loopback answers."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client
from django.urls import reverse

from safelight.config import resource_commands
from safelight.core import clock
from safelight.directory import actions, definitions
from safelight.directory.models import AddressTried
from tests.factories import make_user

pytestmark = pytest.mark.django_db


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404 if "gone" in self.path else 200)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def shown() -> str:
    client = Client()
    client.force_login(make_user())
    return client.get(reverse("directory:resources")).content.decode()


@pytest.mark.req("DR-06")
def test_a_dead_address_is_found_and_no_longer_offered(site: str) -> None:
    first, second = definitions.resources().resources[:2]

    def opener(url: str) -> str:
        return resource_commands.open_address(f"{site}/gone" if url == first.url else site)

    assert actions.try_addresses(opener=opener, now=clock.now()) == (
        len(definitions.resources().resources) - 1,
        1,
        True,
    )
    text = shown()
    assert f'href="{first.url}"' not in text and "Did not open on" in text
    assert f'href="{second.url}"' in text and "Opened on" in text


@pytest.mark.req("DR-06")
def test_without_a_connection_nothing_is_called_dead(capsys: pytest.CaptureFixture[str]) -> None:
    def offline(url: str) -> str:
        raise OSError("no network")

    assert resource_commands.check(opener=offline) == 1
    assert "not run: offline" in capsys.readouterr().out
    assert not AddressTried.objects.exists()
    assert "Nobody has looked at it yet" in shown()


def test_an_address_that_nothing_answers_is_no_connection() -> None:
    with pytest.raises(OSError, match="refused"):
        resource_commands.open_address("http://127.0.0.1:9/")
