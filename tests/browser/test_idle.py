"""A session that nobody uses: the page warns, whoever is there stays, and what was typed is never lost."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.browser.steps import PATIENCE, Check, sign_in

WORDS = "Half a sentence about a car"


@pytest.fixture(scope="module")
def site(prepared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with sessions that end after half a minute, and a warning after the first five seconds of it."""
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(prepared_data, data)
    site = Site(data)
    site.extra = {"SAFELIGHT_IDLE_SECONDS": "30", "SAFELIGHT_IDLE_WARNING_SECONDS": "25"}
    site.start()
    yield site
    site.stop()


@pytest.mark.slow
@pytest.mark.req("BE-09")
def test_the_page_warns_stays_open_by_one_key_and_keeps_what_was_typed_when_the_session_ends(
    site: Site, desktop: Page, check: Check
) -> None:
    team = site.run("tests.browser.people:team")
    page = desktop
    sign_in(page, team["worker"], team["password"], "/concerns/new/")
    box = page.locator("textarea").first
    box.fill(WORDS)
    warning = page.get_by_role("dialog", name="Are you still there?")
    expect(warning).to_be_visible(timeout=PATIENCE)
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
    check(page)
    with page.expect_response("**/session/stay/") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 204
    expect(warning).to_be_hidden()
    expect(box).to_have_value(WORDS)

    # Nobody is there any more.
    expect(page.get_by_text("You have been signed out, as nothing was done for a while.").first).to_be_visible(
        timeout=PATIENCE
    )
    check(page)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Back to the page").click()
    expect(box).to_have_value(WORDS)
