"""Our browser modules against a small server that answers as it is told: autosave, and the keys of the matrix.

The pages are the sample pages of ``tests/unit/ui``, under the strict content security policy of the real site.
"""

import json
import mimetypes
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.unit.ui import sample_pages

STATIC = Path(__file__).parents[2] / "safelight" / "ui" / "static"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'"
)


class Told(ThreadingHTTPServer):
    """Serves sample pages; answers autosaves with the next of ``answers``, or with 200, and keeps what came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages = sample_pages.rendered()
        self.got: list[dict[str, Any]] = []
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.version = 7
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Told

    def log_message(self, *_args: object) -> None:
        """Quiet."""

    def reply(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            self.reply(200, mimetypes.guess_type(file.name)[0] or "text/plain", file.read_bytes())
        elif path.strip("/") in self.server.pages:
            page = self.server.pages[path.strip("/")]
            # A page drawn without a request has no token; the real one has.
            page = page.replace(
                "novalidate>", 'novalidate><input type="hidden" name="csrfmiddlewaretoken" value="from-the-form">', 1
            )
            self.reply(200, "text/html; charset=utf-8", page.encode())
        else:
            self.reply(204, "text/plain", b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Type"] != "application/json":
            self.reply(200, "text/plain", b"")
            return
        with self.server.lock:
            self.server.got.append({**json.loads(body), "token": self.headers["X-CSRFToken"]})
            if self.server.answers:
                status, answer = self.server.answers.pop(0)
            else:
                self.server.version += 1
                status, answer = 200, {"version": self.server.version, "kept_at": "16:03"}
        if status == 0:
            self.close_connection = True  # a lost connection: no answer at all
            self.connection.close()
            return
        self.reply(status, "application/json", json.dumps(answer).encode())


@pytest.fixture
def told() -> Iterator[Told]:
    server = Told()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_sample(browser: Browser, told: Told) -> Iterator[Callable[..., Page]]:
    contexts = []

    def make(name: str = "matrix", width: int = 1280, javascript: bool = True) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=javascript)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{told.url}/{name}")
        return page

    yield make
    for context in contexts:
        context.close()


def wait_for(told: Told, count: int, seconds: float = 5) -> list[dict[str, Any]]:
    until = time.monotonic() + seconds
    while len(told.got) < count and time.monotonic() < until:
        time.sleep(0.02)
    assert len(told.got) >= count, told.got
    return told.got


@pytest.mark.req("BE-08")
def test_what_is_typed_reaches_the_server_within_two_seconds(told: Told, open_sample: Callable[..., Page]) -> None:
    page = open_sample()
    started = time.monotonic()
    page.fill("#evidence-L1", "Seen at the stop")
    got = wait_for(told, 1)[0]
    assert time.monotonic() - started < 2
    assert got == {"field": "evidence-L1", "value": "Seen at the stop", "version": 7, "token": "from-the-form"}
    expect(page.locator("[data-autosave-status]")).to_have_text("Kept 16:03")


@pytest.mark.req("BE-08")
def test_somebody_who_never_stops_typing_is_kept_all_the_same(told: Told, open_sample: Callable[..., Page]) -> None:
    page = open_sample()
    page.locator("#evidence-L1").press_sequentially(" and more and more and more", delay=100)
    assert len(told.got) >= 1


def test_the_form_knows_which_save_a_kept_control_shows(told: Told, open_sample: Callable[..., Page]) -> None:
    page = open_sample()
    page.fill("#source-L1", "Mum")
    wait_for(told, 1)
    expect(page.locator('input[name="version-source-L1"]')).to_have_value("8")
    page.fill("#source-L1", "Mum and Gran")
    assert wait_for(told, 2)[1]["version"] == 8


@pytest.mark.req("BE-08")
def test_a_lost_connection_is_said_and_the_text_sent_again(told: Told, open_sample: Callable[..., Page]) -> None:
    page = open_sample()
    told.answers = [(0, {}), (503, {})]
    page.fill("#evidence-L1", "Still here")
    expect(page.locator("[data-autosave-status]")).to_have_text("Not kept yet – trying again")
    got = wait_for(told, 3, seconds=8)
    assert {one["value"] for one in got} == {"Still here"}
    expect(page.locator("[data-autosave-status]")).to_have_text("Kept 16:03")


@pytest.mark.req("BE-08")
def test_signed_out_keeps_the_text_and_sends_it_once_signed_in_again(
    told: Told, open_sample: Callable[..., Page]
) -> None:
    page = open_sample()
    told.answers = [(401, {"sign_in_url": "/sign-in/"})]
    page.fill("#evidence-L1", "Not lost")
    link = page.locator("[data-autosave-status] a")
    expect(link).to_have_attribute("href", "/sign-in/")
    expect(link).to_have_attribute("target", "_blank")
    page.context.add_cookies([{"name": "csrftoken", "value": "newer", "url": told.url}])
    got = wait_for(told, 2, seconds=5)
    assert got[1]["value"] == "Not lost" and got[1]["token"] == "newer"
    expect(page.locator("[data-autosave-status]")).to_have_text("Kept 16:03")


@pytest.mark.req("BE-09")
def test_a_conflict_leads_to_the_page_where_both_are_shown(told: Told, open_sample: Callable[..., Page]) -> None:
    page = open_sample()
    told.answers = [(409, {"conflict_url": "/conflict/"})]
    page.fill("#evidence-L1", "Mine")
    expect(page.locator("[data-autosave-status] a")).to_have_attribute("href", "/conflict/")
    page.fill("#source-L1", "Gran")
    wait_for(told, 2)
    time.sleep(0.3)
    # Another field that was kept does not hide the conflict, and the conflicting text is not sent over the other's.
    expect(page.locator("[data-autosave-status] a")).to_have_attribute("href", "/conflict/")
    assert [one["field"] for one in told.got] == ["evidence-L1", "source-L1"]


def test_a_refused_value_says_why_and_is_not_sent_again_until_it_changes(
    told: Told, open_sample: Callable[..., Page]
) -> None:
    page = open_sample()
    told.answers = [(422, {"errors": {"when-L1": "Too long"}})]
    page.fill("#when-L1", "x")
    expect(page.locator("[data-autosave-status]")).to_have_text("Not kept: see what is wrong: Too long")
    time.sleep(1.5)
    assert len(told.got) == 1
    page.fill("#when-L1", "Monday")
    expect(page.locator("[data-autosave-status]")).to_have_text("Kept 16:03")


@pytest.mark.req("BE-08")
def test_leaving_the_page_at_once_still_sends_what_was_typed(told: Told, open_sample: Callable[..., Page]) -> None:
    page = open_sample()
    page.fill("#evidence-L1", "Typed and gone")
    page.goto(f"{told.url}/sign_in")
    assert wait_for(told, 1)[0]["value"] == "Typed and gone"


@pytest.mark.req("BE-08", "RA-17")
def test_the_answer_of_the_server_shows_on_the_line_and_in_the_counts(
    told: Told, open_sample: Callable[..., Page]
) -> None:
    page = open_sample()
    told.answers = [
        (
            200,
            {
                "version": 8,
                "kept_at": "16:03",
                "counts": {"answered": 29, "present": 8, "low": 8},
                "line": {"code": "L2", "answer": "present", "evidence": "No evidence written yet."},
                "harm_prompt": "<p>Is he being harmed now?</p>",
            },
        )
    ]
    page.check("#present-L2")
    # The mark follows at once; what the server knows follows when it answers.
    expect(page.locator("#line-L2 [data-line-answer]")).to_have_text("Present")
    expect(page.locator("[data-count=low]")).to_have_text("8")
    expect(page.locator("[data-count=answered]")).to_have_text("29")
    expect(page.locator("#line-L2 [data-line-harm]")).to_have_text("Is he being harmed now?")
    assert page.locator("[data-progress=low]").evaluate("bar => bar.value") == 8
    assert told.got[0]["field"] == "present-L2" and told.got[0]["value"] is True


def test_of_a_tick_and_another_answer_only_the_last_is_sent(told: Told, open_sample: Callable[..., Page]) -> None:
    page = open_sample()
    page.check("#present-L2")
    page.keyboard.press("s")
    wait_for(told, 1)
    time.sleep(1)
    assert [(one["field"], one["value"]) for one in told.got] == [("answer-L2", "suspected")]
    expect(page.locator("#present-L2")).not_to_be_checked()


def test_keys_answer_a_line_and_can_be_turned_off(told: Told, open_sample: Callable[..., Page]) -> None:
    page = open_sample()
    mark = page.locator("#line-L2 [data-line-answer]")
    page.focus("#present-L2")
    for key, words in (("s", "Suspected"), ("n", "Not present"), ("k", "Not known")):
        page.keyboard.press(key)
        expect(mark).to_have_text(words)
    page.keyboard.press("Space")
    expect(mark).to_have_text("Present")
    page.keyboard.press("Space")
    expect(mark).to_have_text("Not asked yet")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#present-L4")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator("#present-L2")).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("#evidence-L2")).to_be_focused()
    page.keyboard.type("snk")
    expect(page.locator("#evidence-L2")).to_have_value("snk")  # in a text they are letters
    page.click("[data-keys-toggle]")
    page.focus("#present-L2")
    page.keyboard.press("s")
    expect(mark).to_have_text("Not asked yet")


def test_without_javascript_nothing_that_needs_it_is_shown(open_sample: Callable[..., Page]) -> None:
    page = open_sample(javascript=False)
    expect(page.locator("[data-line-keys]")).to_be_hidden()
    page.locator("#line-L2 summary").click()
    expect(page.locator("#evidence-L2")).to_be_visible()


def test_nothing_is_kept_on_the_device(told: Told, open_sample: Callable[..., Page]) -> None:
    page = open_sample()
    page.fill("#evidence-L1", "Private")
    wait_for(told, 1)
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("name", ["child", "matrix", "plan", "rating", "sign_in"])
def test_a_sample_page_is_accessible_and_fits(open_sample: Callable[..., Page], name: str, width: int) -> None:
    page = open_sample(name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]] == []
