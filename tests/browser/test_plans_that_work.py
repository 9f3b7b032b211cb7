"""One agency's plan at low risk, from the choice to the manager's agreement; then what is red, found by the manager."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.site import Site

Check = Callable[[Page], None]


@pytest.mark.req("PL-11", "DT-04", "PL-05")
def test_one_agencys_plan_is_made_agreed_and_reviewed_by_its_colours(
    site: Site, desktop: Page, phone: Page, check: Check
) -> None:
    people = site.run("tests.browser.people:team")
    child = site.run("tests.browser.people:low_risk", worker=people["worker"], colleague=people["colleague"])
    steps.sign_in(phone, people["worker"], people["password"], goal=f"/children/{child}/plan/")
    steps.open_link(phone, "Decide who makes the plan")
    check(phone)
    steps.press(phone, "Decide")
    expect(phone.locator(".govuk-error-summary")).to_contain_text("Choose who makes the plan.")
    check(phone)
    steps.choose(phone, "path", "single_agency")
    steps.fill(phone, {"why": "School knows Rowan best."})
    steps.press(phone, "Decide")
    expect(phone.locator("main")).to_contain_text("Awareness raising work around healthy relationships")
    check(phone)
    steps.press(phone, "Send to the manager")
    steps.press(phone, "Send it")

    steps.sign_in(desktop, people["manager"], people["password"], goal=f"/children/{child}/plan/")
    steps.press(desktop, "Agree or return it")
    check(desktop)
    steps.press(desktop, "Agree the plan")
    expect(desktop.locator("main")).to_contain_text("In force")

    phone.goto(f"/children/{child}/plan/")
    steps.open_link(phone, "Targets for the month")
    check(phone)
    phone.locator('input[name="month"]').first.check()
    steps.fill(phone, {"text": "Home by ten on Fridays", "parents_words": "Not reached yet"})
    steps.choose(phone, "child", "agreed")
    steps.choose(phone, "parents", "not_asked")
    steps.press(phone, "Set this target")
    expect(phone.locator("main")).to_contain_text("Not asked yet: Not reached yet")
    check(phone)
    steps.open_link(phone, "Safety plan")
    steps.open_link(phone, "Say how it goes")
    steps.choose(phone, "state", "under_way")
    steps.choose(phone, "rag", "red")
    steps.fill(phone, {"text": "Nobody has come yet."})
    check(phone)
    steps.press(phone, "Keep it")

    steps.open_link(desktop, "What is red, and for how long")
    row = desktop.get_by_role("row").filter(has_text="Go through each risk factor")
    expect(row).to_contain_text("today")
    expect(row).to_contain_text("Nobody has come yet.")
    check(desktop)
    desktop.locator("#child").select_option(label="Rowan Marlowe")
    steps.press(desktop, "Show these")
    expect(row).to_be_visible()
    steps.open_link(desktop, "Green", within=desktop.get_by_label("Show:"))
    expect(desktop.locator("main")).to_contain_text("Nothing of this colour here.")
    desktop.goto(f"/children/{child}/plan/")
    steps.open_link(desktop, "Compare two versions")
    expect(desktop.locator("main")).to_contain_text(re.compile(r"1 action differs\s+of 5"))
    check(desktop)
    steps.open_link(desktop, "Safety plan")
    steps.open_link(desktop, "Ways to disrupt and protect")
    check(desktop)
    check(phone)
