"""A young person without an account tells; a coordinator reads it and logs a concern. On a telephone, with scripts and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.site import Site
from tests.browser.steps import Check, choose, fill, follow, open_link, press, sign_in

NEUTRAL = "https://www.bbc.co.uk/weather"


@pytest.fixture(scope="module")
def coordinator(site: Site) -> dict[str, str]:
    """An area that takes messages, and who reads them."""
    made: dict[str, str] = site.run("tests.browser.people:front_door")
    return made


def stand_in_for_the_neutral_page(page: Page) -> None:
    """The page that "Exit this page" leads to, without the internet."""
    page.context.route(
        f"{NEUTRAL}*", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html")
    )


def nothing_kept(page: Page, javascript: bool = True) -> None:
    """No cookie, no storage, nothing that a browser keeps for a site."""
    assert page.context.cookies() == []
    if javascript:
        kept = page.evaluate(
            "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,"
            " (await navigator.serviceWorker.getRegistrations()).length]"
        )
        assert kept == [0, 0, 0, 0]


@pytest.mark.req("CH-14")
@pytest.mark.hazard("HZ-10")
def test_a_young_person_tells_by_telephone_and_leaves_and_the_coordinator_logs_a_concern(
    coordinator: dict[str, str], open_page: OpenPage, desktop: Page, check: Check
) -> None:
    page = open_page(size=PHONE)
    page.goto("/tell/")
    check(page)
    open_link(page, "I am a young person")
    check(page)
    press(page, "Send")
    check(page)
    expect(page.get_by_role("alert")).to_contain_text("A few words are enough")
    fill(page, {"words": "he waits for me after school", "safe_contact": "07700 900123", "age": "13"})
    choose(page, "about_whom", "me")
    choose(page, "safe_way", "text")
    press(page, "Send")
    check(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    expect(page.locator("main")).to_contain_text("The police have not been told")
    reference = page.locator("main strong", has_text=re.compile(r"^M-")).inner_text()
    nothing_kept(page)
    stand_in_for_the_neutral_page(page)
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(NEUTRAL)
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("he waits for me")
    nothing_kept(page)

    desk = desktop
    sign_in(desk, coordinator["coordinator"], coordinator["password"])
    row = desk.locator(".sl-duty", has_text=reference)
    expect(row).to_contain_text("Must do.")
    follow(desk, row.get_by_role("button", name=re.compile("Read it")))
    check(desk)
    expect(desk.locator("main")).not_to_contain_text("he waits for me")
    press(desk, "Read it")
    check(desk)
    expect(desk.locator("main")).to_contain_text("he waits for me after school")
    expect(desk.locator("main")).to_contain_text("Police and MASH have NOT been told by this message")
    choose(desk, "urgent", "no")
    press(desk, "Log as a concern")
    check(desk)
    expect(desk.locator("main")).to_contain_text("he waits for me after school")
    expect(desk.locator("main")).not_to_contain_text("07700")
    desk.goto("/messages/")
    check(desk)
    expect(desk.locator("tr", has_text=reference)).to_contain_text("Logged as a concern")


@pytest.mark.req("CH-14")
def test_a_young_person_tells_without_scripts_and_leaves_by_the_link(
    coordinator: dict[str, str], open_page: OpenPage, check: Check
) -> None:
    page = open_page(size=PHONE, javascript=False)
    page.goto("/tell/")
    open_link(page, "I am a young person")
    check(page)
    fill(page, {"words": "my friend has two phones"})
    press(page, "Send")
    check(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    nothing_kept(page, javascript=False)
    leave = page.get_by_role("button", name="Exit this page")
    expect(leave).to_have_attribute("href", NEUTRAL)
    stand_in_for_the_neutral_page(page)
    leave.click()
    page.wait_for_url(NEUTRAL)
