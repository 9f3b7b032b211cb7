"""What holds on every page that a browser test opens."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Response

from tests.html import html_problems

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def axe_source() -> str:
    """The accessibility checker, to be run in the page: the content security policy would refuse a script tag."""
    return AXE.read_text(encoding="utf-8")


class Watched:
    """A page with what happened on it: its last document, errors of its scripts, calls to other hosts."""

    def __init__(self, page: Page, site: str, javascript: bool) -> None:
        self.page = page
        self.site = site
        self.javascript = javascript
        self.document: Response | None = None
        self.problems: list[str] = []
        page.on("response", self._response)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("request", lambda request: self._request(request.url))

    def _response(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.document = response

    def _console(self, kind: str, text: str) -> None:
        # A refused or missing page is the test's own business; everything else that the browser reports is not.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.problems.append(f"console: {text}")

    def _request(self, url: str) -> None:
        if not url.startswith((self.site, "data:", "blob:", "about:")):
            self.problems.append(f"a call to another host: {url}")


def check_page(watched: Watched) -> None:
    """Fails when the open page is not sound, not accessible, wider than its window, or reported an error.

    Sound: see ``tests.html``. Accessible: axe finds nothing against WCAG 2.2 AA or good practice (only with
    JavaScript, which axe needs).
    """
    page = watched.page
    page.wait_for_load_state("load")
    problems = list(watched.problems)
    if watched.document is not None:
        problems += html_problems(watched.document.text())
    if watched.javascript:
        wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        if wide > window:
            problems.append(f"the page is {wide} wide in a window of {window}")
        problems += axe_problems(page)
    assert not problems, f"{page.url}:\n" + "\n".join(problems)


def axe_problems(page: Page) -> list[str]:
    """What axe finds on the page as it stands now, menus and messages included."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(axe_source() + "; undefined")
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
    )
    return [
        f"axe {violation['id']}: {violation['help']} at {', '.join(str(node['target']) for node in violation['nodes'])}"
        for violation in found["violations"]
    ]
