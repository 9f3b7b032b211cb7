"""The site and the browser of the browser tests.

``site`` is the real server on a database of its own for each test module; ``site.run`` fills it. ``desktop``
(1280 pixels wide), ``phone`` (390) and ``without_javascript`` are pages of separate browser sessions;
``open_page`` makes more. ``check(page)`` is called on each page that a journey reaches.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect, sync_playwright

from tests.browser.checks import Watched, check_page
from tests.browser.site import Site

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The browser talks to nobody but the site.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
# How long to wait for what a page should show: generous, for the machine may be busy with other tests.
expect.set_options(timeout=20_000)
DESKTOP = (1280, 900)
PHONE = (390, 844)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def prepared_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with every table and definition and no partnership, made once for all worker processes."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = shared / "prepared-data"
    with (shared / "prepared-data.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = tmp_path_factory.mktemp("making") / "data"
            making.mkdir()
            site = Site(making)
            site.manage("migrate", "--verbosity", "0")
            site.manage("load_definitions")
            site.manage("collectstatic", "--no-input", "--verbosity", "0")
            making.rename(folder)
    return folder


@pytest.fixture(scope="module")
def site(prepared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Safelight served on a database that only this module's tests use; empty but for the definitions."""
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(prepared_data, data)
    site = Site(data)
    site.start()
    yield site
    site.stop()


def launch(chromium: BrowserType) -> Browser:
    """Starts the Chromium of this machine, without a window."""
    program = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    assert program, "no Chromium on PATH: script/bootstrap --mode test installs one"
    # Chromium's own sandbox will not start for root.
    flags = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    return chromium.launch(executable_path=program, args=flags)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, without a window."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        yield browser
        browser.close()


OpenPage = Callable[..., Page]
_watched: dict[Page, Watched] = {}


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OpenPage]:
    """Makes a page in a browser session of its own: ``open_page(size=(width, height), javascript=True)``."""
    contexts = []

    def make(size: tuple[int, int] = DESKTOP, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)  # generous: the machine may be busy with other tests
        contexts.append(context)
        page = context.new_page()
        _watched[page] = Watched(page, site.url, javascript)
        return page

    yield make
    for context in contexts:
        context.close()
    _watched.clear()


@pytest.fixture
def desktop(open_page: OpenPage) -> Page:
    """A page as wide as a desk's screen."""
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A page as wide as a telephone."""
    return open_page(size=PHONE)


@pytest.fixture
def without_javascript(open_page: OpenPage) -> Page:
    """A desk-wide page whose browser runs no scripts."""
    return open_page(javascript=False)


@pytest.fixture
def check() -> Callable[[Page], None]:
    """Checks an open page: sound HTML, accessible, fits its window, no errors. See ``tests.browser.checks``."""
    return lambda page: check_page(_watched[page])
