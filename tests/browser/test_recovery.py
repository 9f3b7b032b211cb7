"""Nothing typed is lost: the browser dies, the server dies, the session ends, the line drops, two people save at once."""

import os
import re
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.conftest import launch
from tests.browser.site import Site
from tests.browser.steps import PATIENCE, Check, choose, fill, follow, kept, open_link, press, sign_in

OpenPage = Callable[..., Page]
SLOW = 15_000  # milliseconds until something that is tried again must have been


@pytest.fixture(scope="module")
def team(site: Site) -> dict[str, str]:
    made: dict[str, str] = site.run("tests.browser.people:team")
    return made


@pytest.fixture
def people(site: Site, team: dict[str, str]) -> dict[str, str]:
    """Who works with a child that is this test's own and has no assessment yet; ``child`` is its id."""
    who = {name: team[name] for name in ("worker", "colleague")}
    return team | {"child": site.run("tests.browser.people:child", given_name="Corrie", **who)}


def begin(page: Page, people: dict[str, str]) -> str:
    """The worker begins an assessment; gives back the address of its steps."""
    sign_in(page, people["worker"], people["password"], f"/children/{people['child']}/assessments/start/")
    press(page, "Begin")
    steps = page.url.removesuffix("details/")
    page.goto(steps)
    return steps


def type_and_wait(page: Page, field: str, words: str) -> None:
    """Types into a field and waits only until the server has answered that it has every word of it."""

    def has_all(answer: Response) -> bool:
        if "/autosave/" not in answer.url or not answer.ok:
            return False
        sent = answer.request.post_data_json or {}
        return sent.get("field") == field and sent.get("value") == words

    with page.expect_response(has_all, timeout=PATIENCE):
        page.locator(f"#{field}").press_sequentially(words)


@pytest.mark.slow
@pytest.mark.req("BE-08", "RA-01")
def test_every_field_is_there_again_after_the_browser_and_then_the_server_are_killed(
    browser: Browser, site: Site, open_page: OpenPage, people: dict[str, str]
) -> None:
    # A browser of its own, which is ended as by a crash: no page is told, nothing is sent in leaving.
    doomed = launch(browser.browser_type)
    page = doomed.new_context(base_url=site.url, locale="en-GB").new_page()
    page.set_default_timeout(PATIENCE)
    assessment = begin(page, people)
    open_link(page, "Step 1")
    type_and_wait(page, "child_words", "They are just mates.")
    page.goto(f"{assessment}risk-factors/")
    page.locator("#present-L1").check()
    page.locator("#line-L1 summary").click()
    type_and_wait(page, "evidence-L1", "Late home nine times")
    described = doomed.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    os.kill(next(each["id"] for each in described if each["type"] == "browser"), signal.SIGKILL)

    page = open_page()
    sign_in(page, people["worker"], people["password"])
    open_link(page, "", page.locator("section", has_text="Go on with"))  # the draft is offered on My work
    assert page.url == assessment
    open_link(page, "Step 1")
    expect(page.locator("#child_words")).to_have_value("They are just mates.")
    page.goto(f"{assessment}risk-factors/")
    expect(page.locator("#present-L1")).to_be_checked()
    expect(page.locator("#evidence-L1")).to_have_value("Late home nine times")

    # Now the server, in the middle of a sentence: the page says so, and goes on by itself when it is back.
    page.locator("#line-M1 summary").click()
    type_and_wait(page, "evidence-M1", "A driver waits")
    site.kill()
    page.locator("#evidence-M1").press_sequentially(" at the gate")
    choose(page, "answer-M1", "suspected")
    expect(page.locator("[data-autosave-status]")).to_have_text("Not kept yet – trying again", timeout=SLOW)
    site.start()
    kept(page)
    other = open_page()
    sign_in(other, people["colleague"], people["password"], "/urgent-numbers/")
    other.goto(f"{assessment}risk-factors/")
    expect(other.locator("#evidence-M1")).to_have_value("A driver waits at the gate")
    expect(other.locator('input[name="answer-M1"][value="suspected"]')).to_be_checked()
    expect(other.locator("#evidence-L1")).to_have_value("Late home nine times")


@pytest.mark.slow
@pytest.mark.req("BE-08")
def test_a_line_that_drops_and_a_session_that_ends_while_typing_lose_nothing(
    site: Site, desktop: Page, open_page: OpenPage, people: dict[str, str], check: Check
) -> None:
    page = desktop
    assessment = begin(page, people)
    page.goto(f"{assessment}analysis/")
    status = page.locator("[data-autosave-status]")
    boxes = [box.get_attribute("id") or "" for box in page.locator("textarea").all()]

    page.context.set_offline(True)
    fill(page, {boxes[0]: "Written in the lift, without a signal."})
    expect(status).to_have_text("Not kept yet – trying again", timeout=SLOW)
    page.context.set_offline(False)
    kept(page)

    # The session ends; the page keeps what is typed, leads to signing in beside it, and sends it once that is done.
    site.run("tests.browser.people:end_sessions")
    fill(page, {boxes[1]: "Written after the session had ended."})
    link = status.get_by_role("link")
    expect(link).to_be_visible(timeout=SLOW)
    with page.context.expect_page() as opened:
        link.click()
    beside = opened.value
    beside.get_by_label("E-mail address").fill(people["worker"])
    beside.get_by_label("Password", exact=True).fill(people["password"])
    press(beside, "Sign in")
    beside.close()
    page.bring_to_front()
    kept(page)
    check(page)

    # Every field of it is found from another browser.
    other = open_page(javascript=False)
    sign_in(other, people["worker"], people["password"])
    other.goto(f"{assessment}analysis/")
    expect(other.locator(f"#{boxes[0]}")).to_have_value("Written in the lift, without a signal.")
    expect(other.locator(f"#{boxes[1]}")).to_have_value("Written after the session had ended.")


@pytest.mark.slow
@pytest.mark.req("BE-08")
def test_a_form_sent_after_the_session_ended_is_kept_and_saved_after_signing_in(
    site: Site, without_javascript: Page, people: dict[str, str], check: Check
) -> None:
    page = without_javascript
    assessment = begin(page, people)
    page.goto(f"{assessment}details/")
    fill(page, {"child_words": "They are just mates.", "service": "Kestrel Bay Academy"})
    site.run("tests.browser.people:end_sessions")
    press(page, "Save and go on")
    expect(page.get_by_text("what you typed was kept")).to_be_visible()
    check(page)
    page.get_by_label("E-mail address").fill(people["worker"])
    page.get_by_label("Password", exact=True).fill(people["password"])
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="Kept for you")).to_be_visible()
    expect(page.get_by_text("They are just mates.")).to_be_visible()
    check(page)
    press(page, "Save it now")
    expect(page.get_by_role("heading", name="Step 2: vulnerability factors")).to_be_visible()
    page.goto(f"{assessment}details/")
    expect(page.locator("#child_words")).to_have_value("They are just mates.")
    expect(page.locator("#service")).to_have_value("Kestrel Bay Academy")
    page.goto("/kept/")
    press(page, "Remove it")
    expect(page.get_by_text("Nothing is waiting here.")).to_be_visible()


@pytest.mark.slow
@pytest.mark.req("BE-09")
def test_whoever_saves_second_sees_before_theirs_and_mine_and_chooses(
    desktop: Page, without_javascript: Page, people: dict[str, str], check: Check
) -> None:
    mine, theirs = desktop, without_javascript
    assessment = begin(mine, people)
    open_link(mine, "Step 1")
    type_and_wait(mine, "child_words", "Mates.")
    mine.reload()
    sign_in(theirs, people["colleague"], people["password"], "/urgent-numbers/")
    theirs.goto(f"{assessment}details/")
    fill(theirs, {"child_words": "He said: they are my mates, leave it."})
    press(theirs, "Save and go on")

    # With JavaScript the second is told while typing; nothing of either is gone.
    fill(mine, {"child_words": "Mates. I want to go home earlier."})
    link = mine.locator("[data-autosave-status]").get_by_role("link")
    expect(link).to_be_visible(timeout=SLOW)
    follow(mine, link)
    for words in ("Mates.", "He said: they are my mates, leave it.", "Mates. I want to go home earlier."):
        expect(mine.locator("dd", has_text=re.compile(f"^{re.escape(words)}$"))).to_be_visible()
    check(mine)
    press(mine, "Keep what I chose")  # without a choice
    expect(mine.locator(".govuk-error-summary")).to_be_focused()
    check(mine)
    choose(mine, "keep-child_words", "mine")
    press(mine, "Keep what I chose")
    mine.goto(f"{assessment}details/")
    expect(mine.locator("#child_words")).to_have_value("Mates. I want to go home earlier.")
    mine.goto(f"{assessment}put-aside/")
    expect(mine.get_by_text("He said: they are my mates, leave it.")).to_be_visible()
    check(mine)

    # Without JavaScript the second is told on saving: here of the child's own record.
    record = f"/children/{people['child']}/details/edit/"
    theirs.goto(record)
    mine.goto(record)
    fill(mine, {"school": "Kestrel Bay Academy"})
    press(mine, "Save")
    fill(theirs, {"school": "Harbour Road School"})
    press(theirs, "Save")
    expect(theirs.locator("main")).to_contain_text("Kestrel Bay Academy")
    expect(theirs.locator("main")).to_contain_text("Harbour Road School")
    check(theirs)
