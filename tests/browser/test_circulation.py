"""A copy is read, sent and opened with its code; whoever nobody checked gets nothing; each page is sound."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.site import Site
from tests.browser.steps import Check, choose, fill, open_link, press, sign_in


@pytest.mark.req("PL-09", "SH-06")
@pytest.mark.hazard("HZ-09", "HZ-31")
def test_a_copy_is_sent_by_a_link_and_opened_with_the_code_that_was_told(
    site: Site, open_page: OpenPage, check: Check
) -> None:
    made = site.run("tests.browser.circulation_people:circulated")
    page = open_page()
    sign_in(page, made["worker"], made["password"], made["url"])
    check(page)
    open_link(page, "Piers Denholm")
    expect(page.get_by_text("Nobody has checked that this is safe").first).to_be_visible()
    check(page)
    page.goto(made["url"])
    open_link(page, "Ivo Lark")
    press(page, "Decide")
    check(page)
    page.goto(made["url"])
    open_link(page, "Maud Denholm")
    check(page)
    choose(page, "channel", "link")
    choose(page, "code_by", "in_person")
    press(page, "Send this copy")
    check(page)
    code = page.locator(".sl-secret").inner_text().strip()
    reader = open_page(size=PHONE)
    reader.goto(f"/d/{site.run('tests.browser.circulation_people:link')}/")
    check(reader)
    fill(reader, {"code": code})
    press(reader, "Go on")
    check(reader)
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Open the document").click()
    assert download.value.suggested_filename == "document.pdf"
    press(reader, "Say that I have it")
    check(reader)
    assert reader.context.cookies() == []
    page.goto(made["url"])
    expect(page.get_by_text("They have it")).to_be_visible()
    for part in ("circulations/", "circulations/new/", "circulations/decisions/"):
        page.goto(f"{made['url'].partition('circulations/')[0]}{part}")
        check(page)
