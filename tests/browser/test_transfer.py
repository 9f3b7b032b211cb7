"""A school transfers a child to social care: offered, accepted with what the sender keeps said, done, read."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.site import Site

Check = Callable[[Page], None]


@pytest.mark.req("BE-11")
@pytest.mark.hazard("HZ-35")
def test_a_school_transfers_a_child_to_social_care_and_is_told_the_outcome(
    site: Site, desktop: Page, phone: Page, check: Check
) -> None:
    people = site.run("tests.browser.people:two_agencies")
    child = site.run(
        "tests.browser.people:child", worker=people["worker"], colleague=people["colleague"], given_name="Rowan"
    )
    steps.sign_in(desktop, people["worker"], people["password"], goal=f"/children/{child}/workers/")
    steps.open_link(desktop, "Refer or transfer to another agency")
    check(desktop)
    steps.press(desktop, "Refer or transfer")
    check(desktop)
    steps.press(desktop, "Check it")
    expect(desktop.locator(".govuk-error-summary")).to_contain_text("Choose a referral or a transfer")
    check(desktop)
    # By keyboard alone: space chooses, arrows go through the list.
    desktop.locator('input[name="kind"][value="transfer"]').focus()
    desktop.keyboard.press("Space")
    desktop.locator("#to").select_option(label="Kestrel Bay Children’s Services")
    steps.fill(desktop, {"why": "Late home, and a new phone.", "asked": "Take over as lead worker."})
    steps.choose(desktop, "keeps", "nothing")
    desktop.get_by_role("button", name="Check it").focus()
    with desktop.expect_navigation():
        desktop.keyboard.press("Enter")
    expect(desktop.locator("main")).to_contain_text("nobody of Kestrel Bay Academy sees the record through this work")
    check(desktop)
    steps.press(desktop, "Offer it")
    expect(desktop.locator("main")).to_contain_text("Offered")
    check(desktop)

    steps.sign_in(phone, people["receiver"], people["password"])
    expect(phone.locator("main")).not_to_contain_text("Rowan")
    steps.press(phone, "Read it and answer")
    expect(phone.locator("main")).to_contain_text("Rowan Marlowe")
    check(phone)
    steps.press(phone, "Received, being looked at")
    steps.press(phone, "Accept")
    expect(phone.locator("main")).to_contain_text("nobody of Kestrel Bay Academy sees the record through this work")
    check(phone)
    phone.locator("#worker").select_option(label="Rhian Castellan, Social worker")
    steps.press(phone, "Accept it")
    steps.press(phone, "Say what came of it")
    check(phone)
    steps.fill(phone, {"outcome": "Seen at home. A plan is agreed."})
    steps.press(phone, "Keep")
    expect(phone.locator("main")).to_contain_text("Done")

    refused = desktop.goto(f"/children/{child}/referrals/")
    assert refused is not None and refused.status == 404
    desktop.goto("/referrals/")
    check(desktop)
    steps.open_link(desktop, "Transfer R-")
    expect(desktop.locator("main")).to_contain_text("A plan is agreed.")
    expect(desktop.locator("main")).not_to_contain_text("Rowan")
    check(desktop)
    steps.press(desktop, "I have read this")
    expect(desktop).to_have_url(re.compile(r"/$"))
