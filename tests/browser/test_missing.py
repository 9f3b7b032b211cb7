"""From the return of a missing child to the interview, on a telephone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from safelight.core.clock import LONDON
from tests.browser import steps
from tests.browser.site import Site

Check = Callable[[Page], None]


def fill_moment(page: Page, name: str, at: datetime) -> None:
    """Fill the boxes of a day and a time."""
    for part, text in (("day", at.day), ("month", at.month), ("year", at.year), ("time", at.strftime("%H:%M"))):
        page.locator(f"#{name}-{part}").fill(str(text))


@pytest.mark.req("MS-04")
@pytest.mark.hazard("HZ-34")
def test_a_child_comes_back_and_the_interview_is_held(site: Site, phone: Page, check: Check) -> None:
    people = site.run("tests.browser.people:team")
    ids = site.run("tests.browser.missing_people:away", worker=people["worker"])
    here = f"/children/{ids['child']}/missing/{ids['episode']}/"
    steps.sign_in(phone, people["worker"], people["password"], goal=here)
    expect(phone.locator("main")).to_contain_text("Still missing")
    check(phone)
    phone.get_by_role("button", name="The child is back").click()
    fill_moment(phone, "until", datetime.now(LONDON) - timedelta(minutes=5))
    phone.get_by_label("By a call, a message or something that somebody said").check()
    phone.get_by_label("Who saw the child").fill("Sergeant Moss")
    phone.get_by_label("Where", exact=True).fill("The retail park")
    steps.press(phone, "Save the return")
    expect(phone.locator("main")).to_contain_text("seen them in person")
    check(phone)
    phone.get_by_label("Somebody saw the child in person").check()
    expect(phone.get_by_label("Where", exact=True)).to_have_value("The retail park")
    steps.press(phone, "Save the return")
    expect(phone.locator("main")).to_contain_text("Seen in person on")
    check(phone)

    steps.open_link(phone, "Due")
    phone.get_by_label("Who offered it").fill("Sam Hale, youth worker")
    phone.get_by_label("How you know that the child trusts them").fill("She asked for him.")
    phone.get_by_label("Yes", exact=True).check()
    check(phone)
    steps.press(phone, "Save the offer")
    steps.open_link(phone, "Offered")
    phone.locator("summary", has_text="It was held").click()
    phone.get_by_label("Who held it").fill("Sam Hale, youth worker")
    phone.get_by_label("In the child’s own words", exact=True).fill("I was cold and did not know whom to ring.")
    phone.get_by_label("What you learned").fill("She had no credit and walked.")
    phone.get_by_label("First recommendation").fill("A number that is free to ring.")
    check(phone)
    steps.press(phone, "Save the interview")
    expect(phone.locator("main")).to_contain_text("I was cold and did not know whom to ring.")
    expect(phone.locator("main")).to_contain_text("A number that is free to ring.")
    check(phone)
    phone.goto(f"{site.url}/children/{ids['child']}/missing/")
    expect(phone.locator("main")).to_contain_text("Patterns")
    check(phone)
