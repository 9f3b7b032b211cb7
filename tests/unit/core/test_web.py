"""Asking an address: a real server on loopback answers; nothing but the web is ever asked."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from safelight.core import web


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        moved = {"/moved": "/", "/file": Path(__file__).as_uri()}.get(self.path)
        self.send_response(302 if moved else 404 if self.path == "/gone" else 200)
        if moved:
            self.send_header("Location", moved)
        self.end_headers()
        self.wfile.write(b"all well")

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


def test_the_status_and_the_first_bytes_come_back(site: str) -> None:
    assert web.get(site, seconds=5, at_most=3) == (200, b"all")
    assert web.get(f"{site}/moved", seconds=5, at_most=100) == (200, b"all well")
    assert web.get(f"{site}/gone", seconds=5) == (404, b"")


def test_no_file_is_opened_whatever_the_address_or_the_answer_says(site: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        web.get(Path(__file__).as_uri(), seconds=5)
    status, body = web.get(f"{site}/file", seconds=5, at_most=100)
    assert (status, b"Asking an address" in body) == (302, False)


def test_nobody_there_is_an_os_error() -> None:
    with pytest.raises(OSError, match="refused"):
        web.get("http://127.0.0.1:9", seconds=2)
