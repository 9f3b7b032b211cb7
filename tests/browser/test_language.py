"""A worker is shown other words for what blames a child, as they type; what a child said is left alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.site import Site

Check = Callable[[Page], None]


@pytest.mark.req("LA-01")
@pytest.mark.hazard("HZ-38")
def test_words_that_blame_are_pointed_out_under_the_field_and_never_in_the_way(
    site: Site, desktop: Page, check: Check
) -> None:
    people = site.run("tests.browser.people:team")
    child = site.run(
        "tests.browser.people:child", worker=people["worker"], colleague=people["colleague"], given_name="Rowan"
    )
    asked: list[str] = []
    desktop.on(
        "request", lambda request: asked.append(request.post_data or "") if "/language/" in request.url else None
    )
    steps.sign_in(desktop, people["worker"], people["password"], goal=f"/children/{child}/contact/")
    words = desktop.locator("#words")
    words.fill("He refuses to engage and is streetwise.")
    hints = desktop.locator("#words-language")
    expect(hints).to_contain_text("“refuses to engage” It blames the child for help that did not fit.")
    expect(hints).to_contain_text("“streetwise”")
    expect(hints).to_have_attribute("role", "status")
    expect(words).to_have_attribute("aria-describedby", "words-language")
    check(desktop)
    # The better words take the hint away; the other can be put aside.
    words.fill("Nobody has found a way to reach him yet, and he is streetwise.")
    expect(hints).not_to_contain_text("refuses to engage")
    hints.get_by_role("button", name="Leave it as it is").click()
    expect(hints.locator("[data-language-hints]")).to_be_hidden()
    expect(words).to_be_focused()

    desktop.goto(f"/children/{child}/voice/")
    before = len(asked)
    desktop.locator("#words").fill("I’m streetwise, everybody says so.")
    desktop.locator("#missing_reason").fill("She was attention seeking.")
    expect(desktop.locator("#missing_reason-language")).to_contain_text("“attention seeking”")
    assert not [sent for sent in asked[before:] if "streetwise" in sent]
    expect(desktop.locator("#words-language")).to_have_count(0)
    check(desktop)
