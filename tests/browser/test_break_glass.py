"""02:10, a phone: an emergency duty worker opens a record by break-glass; in the morning a manager reviews it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.site import Site

Check = Callable[[Page], None]


@pytest.mark.req("NW-09")
@pytest.mark.hazard("HZ-13", "HZ-28")
def test_a_record_is_opened_at_night_on_a_phone_and_reviewed_by_a_manager(
    site: Site, phone: Page, desktop: Page, check: Check
) -> None:
    people = site.run("tests.browser.people:team")
    site.run("tests.browser.people:child", worker=people["worker"], colleague=people["colleague"], given_name="Rowan")
    steps.sign_in(phone, people["night"], people["password"], goal="/search/")
    steps.open_link(phone, "Can’t wait")
    check(phone)
    steps.fill(phone, {"name": "Rowan Nobody", "words": "Police are at the door"})
    steps.fill_day(phone, "date_of_birth", "14 5 2011")
    steps.choose(phone, "category", "danger")
    steps.press(phone, "Open the record")
    expect(phone.get_by_role("heading", level=1)).to_have_text("No record that you can open this way")
    expect(phone.locator("main")).to_contain_text("01632 960141")
    check(phone)
    steps.open_link(phone, "Try again")
    steps.fill(phone, {"name": "Rowan Marlowe", "words": "Police are at the door"})
    steps.fill_day(phone, "date_of_birth", "14 5 2011")
    steps.choose(phone, "category", "danger")
    steps.press(phone, "Open the record")
    expect(phone.locator("main")).to_contain_text("You opened this record by break-glass, until")
    check(phone)
    steps.press(phone, "I need it no longer")
    expect(phone).to_have_url(re.compile(r"/break-glass/"))

    steps.sign_in(desktop, people["manager"], people["password"])
    expect(desktop.locator("main")).to_contain_text("Idris Night, Emergency duty worker opened this record")
    steps.press(desktop, "Review it")
    check(desktop)
    steps.choose(desktop, "outcome", "appropriate")
    steps.fill(desktop, {"what_was_done": "Rang him at nine. Rightly opened."})
    steps.press(desktop, "Save the review")
    expect(desktop.locator("main")).to_contain_text("It was appropriate")
    check(desktop)
