"""Journey 10: an information officer answers a subject access request, from the day it comes to the file that leaves."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.browser.steps import Check, choose, download, fill, follow, open_link, press, sign_in, sign_out
from tests.printed import pdf_words


@pytest.fixture(scope="module")
def people(site: Site) -> dict[str, str]:
    made: dict[str, str] = site.run("tests.browser.governance_people:asked")
    return made


@pytest.mark.slow
@pytest.mark.hazard("HZ-37")
def test_a_request_is_opened_prepared_reviewed_and_given_with_its_log(
    people: dict[str, str], without_javascript: Page, desktop: Page, phone: Page, check: Check
) -> None:
    manager, officer = desktop, without_javascript
    manager_opens(manager, people, check)
    officer_prepares(officer, people, check)
    reviewer_returns_then_agrees(manager, officer, people, check)
    officer_gives(officer)
    on_a_phone(phone, people, check)


def manager_opens(page: Page, people: dict[str, str], check: Check) -> None:
    sign_in(page, people["manager"], people["password"], f"/children/{people['child']}/documents/")
    open_link(page, "Somebody asks what is held about this child")
    check(page)
    choose(page, "requested_by", "parent")
    fill(page, {"requester_name": "Lorna Marlowe", "authority": "Birth certificate seen"})
    press(page, "Pass it to the information officer")
    expect(page.get_by_text("with the information officer")).to_be_visible()
    check(page)


def officer_prepares(page: Page, people: dict[str, str], check: Check) -> None:
    sign_in(page, people["officer"], people["password"])
    press(page, "Open it")
    open_link(page, "Make sure who asks")
    fill(page, {"identity_how": "Passport seen, by hand"})
    press(page, "Record it")
    open_link(page, "Record what the child says")
    fill(page, {"child_view": "Not about Dean. He would kill me."})
    press(page, "Record it")
    press(page, "Take it on and gather")
    press(page, "Names, numbers and addresses")
    check(page)
    press(page, "Black out all", page.locator("tr", has_text="Dean Harker").first)
    while page.get_by_text("places are not decided yet").count():
        press(page, "Leave all", page.locator("tr", has_text="to decide").first)
    fill(page, {"words": "the arches"})
    page.locator("#reason").select_option("serious_harm")
    press(page, "Black them out")
    open_link(page, "Entry by entry")
    entry = page.locator("section", has_text="He waits for me.")
    open_link(page, "Decide this entry", entry)
    check(page)
    page.locator("#whole_reason").select_option("serious_harm")
    fill(page, {"whole_why": "He would find out that she told."})
    press(page, "Leave it out")
    follow(page, page.get_by_role("link", name="What was gathered"))
    check(page)
    follow(page, page.locator(".govuk-back-link"))
    press(page, "Give it to a second person")
    expect(page.get_by_text("With the second reviewer")).to_be_visible()


def reviewer_returns_then_agrees(manager: Page, officer: Page, people: dict[str, str], check: Check) -> None:
    manager.reload()
    press(manager, "Read it and answer")
    check(manager)
    expect(manager.get_by_text("He would find out that she told.")).to_be_visible()
    fill(manager, {"comment": "The market stall gives him away too."})
    press(manager, "Return it")
    officer.reload()
    expect(officer.get_by_text("The market stall gives him away too.")).to_be_visible()
    press(officer, "Names, numbers and addresses")
    fill(officer, {"words": "market stall"})
    officer.locator("#reason").select_option("serious_harm")
    press(officer, "Black them out")
    follow(officer, officer.locator(".govuk-back-link"))
    press(officer, "Give it to a second person")
    manager.reload()
    press(manager, "Read it and answer")
    expect(manager.get_by_text("market stall")).to_have_count(1)  # only among what is kept back
    press(manager, "Agree: it may leave like this")
    expect(manager.get_by_text("Agreed, not sent yet")).to_be_visible()


def officer_gives(page: Page) -> None:
    page.reload()
    name, body = download(page, page.get_by_role("button", name=re.compile("The answer, to print")))
    assert re.fullmatch(r"safelight-answer-SL-[0-9A-Z]{4}-\d\d\.pdf", name)
    words = pdf_words(body)
    for gone in ("Dean", "Harker", "the arches", "market stall", "He waits for me", "find out"):
        assert gone not in words, gone
    _, log = download(page, page.get_by_role("link", name=re.compile("The log of what is kept back")))
    assert "He would find out that she told." in pdf_words(log)
    open_link(page, "Record that the answer was given")
    fill(page, {"sent_how": "Handed over at the office, to her alone"})
    press(page, "Record that it was given")
    expect(page.get_by_text("Sent", exact=True)).to_be_visible()


def on_a_phone(page: Page, people: dict[str, str], check: Check) -> None:
    sign_in(page, people["officer"], people["password"], "/requests/")
    check(page)
    page.goto("/retention/")
    check(page)
    sign_out(page)
