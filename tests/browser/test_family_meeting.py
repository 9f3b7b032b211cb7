"""A family meeting from the invitation to the circulation, by the keyboard where it counts."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from safelight.core import clock
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.site import Site
from tests.browser.steps import Check, choose, fill, fill_day, follow, open_link, open_tab, press, sign_in


@pytest.fixture(scope="module")
def family(site: Site) -> dict[str, str]:
    """A child, her family and workers, and a plan in force."""
    made: dict[str, str] = site.run("tests.browser.meeting_people:family")
    return made


@pytest.mark.req("MT-01", "MT-02", "MT-04", "PL-09", "BE-05")
@pytest.mark.hazard("HZ-08")
def test_a_family_meets_and_everybodys_copy_waits(
    family: dict[str, str], desktop: Page, open_page: OpenPage, check: Check
) -> None:
    page = desktop
    sign_in(page, family["worker"], family["password"], f"/children/{family['child']}/meetings/")
    check(page)
    press(page, "Plan a meeting")
    choose(page, "kind", "family")
    day = clock.today() + timedelta(days=1)
    fill_day(page, "starts_at", f"{day.day} {day.month} {day.year}", "16:30")
    fill(page, {"place": "Library, room 2"})
    check(page)
    press(page, "Plan it")
    for name in ("Kayla Denholm", "Dawn Denholm, mum", "Jo Denholm, aunt", "Sam Hale, Youth worker"):
        page.get_by_label(name, exact=True).check()
    press(page, "Put them on the list")
    check(page)
    for name in ("Kayla Denholm", "Jo Denholm"):
        page.get_by_label(name, exact=True).select_option("attended")
    press(page, "Keep who came")
    open_link(page, "The meeting")
    check(page)
    expect(page.locator("main")).to_contain_text("Is the level of risk still right?")
    press(page, "Begin the meeting")
    check(page)
    press(page, "Begin it today")  # it is planned for tomorrow, so she is asked
    check(page)
    # Kayla is in the room: what is not for her is not on the screen.
    expect(page.locator("main")).to_contain_text("This screen is for the room.")
    expect(page.locator("main")).not_to_contain_text("Police look at the car")
    fill(page, {"child_words": "Mum shouts from the car."})
    press(page, "Keep Kayla’s words")
    check(page)

    press(page, "Go through the plan, row by row")
    check(page)
    page.locator("#speaker").fill("Jo Denholm, aunt")
    page.locator("#said").fill("Met her both Fridays.")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".sl-said")).to_contain_text("Met her both Fridays.")
    choose(page, "rag", "green")
    page.locator("#what_now").select_option("carry_on")
    page.locator("#words").fill("It works.")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    check(page)

    # By the keyboard she is at the row itself, a few stops from its colours.
    expect(page).to_have_url(re.compile("#row$|#closing$"))
    press(page, "Only I see it now")
    check(page)
    expect(page.locator("main")).to_contain_text("Who sees this screen?")
    press(page, "Nobody but me sees it")
    check(page)
    expect(page.locator("main")).to_contain_text("Police look at the car")
    fill(page, {"parents_words": "I sleep when I know."})
    page.locator("#volt-offender-volt_words").fill("Man known as Dez, about 28")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    # Enter keeps all that stands typed on the page, what was typed elsewhere too.
    expect(page.locator("#parents")).to_contain_text("I sleep when I know.")
    expect(page.locator("#volt")).to_contain_text("Man known as Dez")
    choose(page, "level_answer", "right")
    fill(page, {"level_words": "He still waits by the stop."})
    press(page, "Keep it", page.locator("#level"))
    fill(page, {"work_words": "Jo takes Fridays."})
    press(page, "Keep it", page.locator("#work"))
    check(page)

    press(page, "Close the meeting")
    check(page)
    press(page, "Close the meeting")
    expect(page.get_by_role("alert")).to_contain_text("Say why this is missing.")
    check(page)
    for code in ("plan", "volt", "next", "disruption", "contact"):
        fill(page, {f"why-{code}": "There was no time for it."})
    press(page, "Close the meeting")
    check(page)
    expect(page.locator("main")).to_contain_text("Minutes as a file")
    expect(page.locator("main")).to_contain_text("There was no time for it.")
    with page.expect_download() as download:
        page.locator("li", has_text="Parents’ or carers’ copy").get_by_role("link").first.click()
    assert "Kayla" not in download.value.suggested_filename
    open_link(page, "Look at the copies and send them")
    check(page)
    open_link(page, "Minutes of a meeting")
    check(page)
    expect(page.locator("main")).to_contain_text("Dawn Denholm")

    small = open_page(size=PHONE)
    sign_in(small, family["worker"], family["password"], f"/children/{family['child']}/meetings/")
    check(small)
    follow(small, small.locator(".sl-meetings__line a").first)
    check(small)
    open_tab(small, "Plan")
    expect(small.locator("main")).to_contain_text("version 2")
