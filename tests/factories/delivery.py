"""A partnership that sends e-mail, a child, and mail servers that are real but on this machine."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
from aiosmtpd.controller import Controller


class Post:
    """What a mail server took; addresses that begin with a code (``550.anna@``) are refused with it."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, list[str], bytes]] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 aiosmtpd names it
        code = address.partition(".")[0]
        if code in ("550", "451"):
            return f"{code} no"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 aiosmtpd names it
        self.taken.append((envelope.mail_from, list(envelope.rcpt_tos), bytes(envelope.content)))
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[tuple[int, Post]]:
    """A real SMTP server on loopback: its port, and what it took."""
    post = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(post, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield port, post
    finally:
        server.stop()


SERVICE = "11111111-2222-3333-4444-555555555555"
SECRET = "99999999-8888-7777-6666-555555555555"
KEY = f"tests-{SERVICE}-{SECRET}"


class Notified:
    """What the carrier was asked, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answer = 201
        self.status = "delivered"


@contextmanager
def notify_server() -> Iterator[tuple[str, Notified]]:
    """A real HTTP server on loopback that answers as GOV.UK Notify does: its address, and what it was asked."""
    said = Notified()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: Any) -> None:
            pass

        def _answer(self, status: int, body: Any) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _claims(self) -> dict[str, Any]:
            token = self.headers["Authorization"].removeprefix("Bearer ")
            return jwt.decode(token, SECRET, algorithms=["HS256"])

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            said.asked.append({"path": self.path, "claims": self._claims(), **body})
            if said.answer == 201:
                self._answer(201, {"id": "740e5834-3a29-46b4-9a6f-16142fde533a"})
            else:
                self._answer(said.answer, {"errors": [{"error": "BadRequestError", "message": "no"}]})

        def do_GET(self) -> None:
            self._claims()
            self._answer(200, {"id": self.path.rsplit("/", 1)[1], "status": said.status})

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", said
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def returned(message_id: str, *, action: str = "failed", to: str = "anna@example.org") -> bytes:
    """A notice as mail servers write it (RFC 3464), about a message."""
    return (
        "From: MAILER-DAEMON@example.org\r\nTo: no-reply@example.org\r\nSubject: Undelivered Mail Returned\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to tell you.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: no-reply@example.org\r\nTo: {to}\r\n"
        f"Message-ID: {message_id}\r\nSubject: A document for you\r\n\r\nwords\r\n--b--\r\n"
    ).encode()
