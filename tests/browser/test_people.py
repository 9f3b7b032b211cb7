"""An administrator adds people; one signs in with the temporary password, gets a role, and leaves."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.browser.steps import Check, fill, open_link, press, sign_in, sign_out

ADMINISTRATOR = "ada@kestrelbay.example"
PASSWORD = "lantern in the harbour"
OWN = "seven geese over water"


def add(page: Page, name: str, email: str, **chosen: str) -> str:
    """Adds a person and gives back the temporary password that the page shows."""
    open_link(page, "People", page.locator("nav").first)
    press(page, "Add a person")
    fill(page, {"name": name, "email": email, "job_title": "Social worker"})
    for field, words in chosen.items():
        page.locator(f"#{field}").select_option(label=words)
    page.get_by_label("Practitioner", exact=True).check()
    press(page, "Add them")
    expect(page.get_by_role("heading", name=f"{name} is added")).to_be_visible()
    return page.locator("code.sl-secret").inner_text()


@pytest.mark.slow
@pytest.mark.hazard("HZ-35")
def test_a_person_is_added_chooses_a_password_gets_a_role_and_leaves(
    desktop: Page, phone: Page, site: Site, check: Check
) -> None:
    site.run("tests.browser.people:administrator", email=ADMINISTRATOR, password=PASSWORD)
    page = desktop
    sign_in(page, ADMINISTRATOR, PASSWORD)
    expect(page.get_by_text("You manage people and settings")).to_be_visible()
    check(page)

    # A place to work, and its numbers.
    open_link(page, "Agencies and teams")
    expect(page.get_by_text("No agency yet")).to_be_visible()
    fill(page, {"name": "Kestrel Bay Academy"})
    page.locator("#kind").select_option(label="School or college")
    press(page, "Add it")
    check(page)
    open_link(page, "Kestrel Bay Academy")
    fill(page, {"team-name": "Safeguarding"})
    press(page, "Add a team")
    expect(page.get_by_role("link", name="Safeguarding")).to_be_visible()
    check(page)
    open_link(page, "Partnership and numbers")
    fill(page, {"mash_telephone": "01632 960140"})
    page.get_by_label("I rang these numbers today").check()
    press(page, "Save")
    expect(page.get_by_text("Confirmed on")).to_be_visible()
    check(page)

    # Two people; the page says the temporary password once.
    place = {"agency": "Kestrel Bay Academy", "team": "Kestrel Bay Academy: Safeguarding"}
    add(page, "Grace Obi", "grace@kestrelbay.example", **place)
    password = add(page, "Noor Vale", "noor@kestrelbay.example", line_manager="Grace Obi, Social worker", **place)
    check(page)

    # She signs in on her telephone and chooses her own password before anything else opens.
    sign_in(phone, "noor@kestrelbay.example", password, "/your-sign-in/sessions/")
    expect(phone.get_by_role("heading", name="Choose your own password")).to_be_visible()
    check(phone)
    fill(phone, {"current": password, "new": OWN})
    press(phone, "Change it")
    expect(phone).to_have_url(re.compile(r"/your-sign-in/sessions/"))
    sign_out(phone)
    sign_in(phone, "noor@kestrelbay.example", OWN, "/your-sign-in/sessions/")
    expect(phone.get_by_text("This browser")).to_be_visible()

    # A role: who has not just shown who they are is asked first, and nothing is lost.
    open_link(page, "Go on to Noor Vale")
    check(page)
    site.run("tests.browser.people:confirmed_long_ago")
    page.locator("#role").select_option(label="Manager")
    press(page, "Give it")
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    check(page)
    fill(page, {"identity-password": PASSWORD})
    press(page, "Confirm by password")
    expect(page.get_by_text("Manager is given.")).to_be_visible()

    # She leaves: the page says what follows, and her telephone is signed out at once.
    open_link(page, "See what happens when they leave")
    expect(page.get_by_text("They work with no child.")).to_be_visible()
    check(page)
    press(page, "They leave now")
    expect(page.get_by_text("Noor Vale can no longer sign in.")).to_be_visible()
    check(page)
    phone.goto("/your-sign-in/")
    expect(phone).to_have_url(re.compile(r"/sign-in/"))

    # Looked for among those who left, and on a telephone.
    page = phone
    sign_in(page, ADMINISTRATOR, PASSWORD, "/people/")
    fill(page, {"name": "noor"})
    page.get_by_label("People who are no longer active too").check()
    press(page, "Find")
    expect(page.get_by_text("1 person")).to_be_visible()
    check(page)
