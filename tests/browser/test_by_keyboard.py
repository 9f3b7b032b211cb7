"""The main job once by keyboard alone: no pointer, no scripted focus; only Tab, arrows, Space, Enter and letters."""

import re

import pytest
from playwright.sync_api import ElementHandle, Locator, Page, expect

from tests.browser.site import Site
from tests.browser.steps import PATIENCE, Check, kept

FAR = 250  # Tab presses within which anything on a page is reached

# How an element looks, with its label, which is what is drawn where the box itself is hidden.
LOOKS = """(element) => {
  const label = element.labels?.[0] ?? element.closest('label')
  const places = label ? [[element], [label], [label, '::before']] : [[element]]
  return JSON.stringify(places.map(([one, part]) => {
    const style = getComputedStyle(one, part)
    return [style.outline, style.boxShadow, style.backgroundColor, style.borderColor, style.borderWidth]
  }))
}"""

# Whether some of what has the focus can be seen: not all of it lies under a bar that stays in place.
SEEN = """(element) => {
  const label = element.labels?.[0] ?? element.closest('label')
  const box = (label && element.getBoundingClientRect().width < 2 ? label : element).getBoundingClientRect()
  const points = [[0.5, 0.5], [0.02, 0.1], [0.98, 0.1], [0.02, 0.9], [0.98, 0.9], [0.1, 0.5], [0.9, 0.5]]
  return points.some(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)
    return top && (element.contains(top) || label?.contains(top))
  })
}"""


class Keyboard:
    """Somebody who has only keys. Each Tab checks that the focus shows, is not hidden, and follows the page's order."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str, times: int = 1) -> None:
        for _time in range(times):
            self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)

    def go(self, key: str = "Enter") -> None:
        """Presses a key that leads to another page."""
        with self.page.expect_navigation(timeout=PATIENCE):
            self.page.keyboard.press(key)
        self.page.wait_for_load_state("load")

    def to(self, goal: Locator) -> None:
        """Presses Tab until ``goal`` has the focus."""
        page = self.page
        wanted = goal.element_handle()
        before: ElementHandle | None = None
        focused_looks = ""
        for _press in range(FAR):
            page.keyboard.press("Tab")
            now = page.evaluate_handle("document.activeElement").as_element()
            if before is not None:
                told = page.evaluate("element => element.outerHTML.slice(0, 160)", before)
                assert page.evaluate(LOOKS, before) != focused_looks, f"{page.url}: no sign of the focus on {told}"
            if now is None or page.evaluate("element => element === document.body", now):
                before = None  # past the end, where the browser's own bar would be
                continue
            told = page.evaluate("element => element.outerHTML.slice(0, 160)", now)
            assert page.evaluate(SEEN, now), f"{page.url}: what has the focus is hidden: {told}"
            if before is not None:
                follows = "([one, two]) => one.compareDocumentPosition(two) & Node.DOCUMENT_POSITION_FOLLOWING"
                assert page.evaluate(follows, [before, now]), f"{page.url}: the focus went back to {told}"
            if page.evaluate("([one, two]) => one === two", [wanted, now]):
                return
            before, focused_looks = now, page.evaluate(LOOKS, now)
        raise AssertionError(f"{page.url}: {FAR} Tabs did not reach {goal}")

    def type_in(self, field: str, words: str) -> None:
        """Goes to a field by its id and writes over what is in it."""
        self.to(self.page.locator(f"#{field}"))
        self.press("Control+a")
        self.write(words)

    def choose(self, name: str, value: str) -> None:
        """Goes to a group of radio buttons and moves to an answer by the arrows."""
        group = self.page.locator(f'input[type=radio][name="{name}"]')
        answers = [one.get_attribute("value") for one in group.all()]
        checked = [place for place, one in enumerate(group.all()) if one.is_checked()]
        start = checked[0] if checked else 0
        self.to(group.nth(start))
        self.press("Space")
        self.press("ArrowDown", (answers.index(value) - start) % len(answers))
        expect(self.page.locator(f'input[name="{name}"][value="{value}"]')).to_be_checked()

    def button(self, name: str) -> None:
        """Goes to a button, or a link that looks like one, and presses it."""
        found = self.page.locator("main, .sl-actions").get_by_role("button", name=re.compile(rf"^\s*{re.escape(name)}"))
        self.to(found.locator("visible=true").first)
        self.go()

    def link(self, name: str) -> None:
        """Goes to a link and follows it."""
        self.to(self.page.locator("main").get_by_role("link", name=re.compile(rf"^\s*{re.escape(name)}")).first)
        self.go()


@pytest.fixture(scope="module")
def people(site: Site) -> dict[str, str]:
    made: dict[str, str] = site.run("tests.browser.people:team")
    who = {name: made[name] for name in ("worker", "colleague")}
    return made | {"child": site.run("tests.browser.people:child", given_name="Corrie", **who)}


@pytest.mark.slow
@pytest.mark.req("CH-01", "RA-03", "RA-16", "RA-17", "RT-01", "PL-02", "BE-04")
def test_the_task_by_keyboard_alone(desktop: Page, people: dict[str, str], check: Check) -> None:
    page, keys = desktop, Keyboard(desktop)
    page.goto("/")
    keys.type_in("email", people["worker"])
    keys.type_in("password", people["password"])
    keys.go()
    expect(page.get_by_role("heading", name="My work", level=1)).to_be_visible()

    # The first Tab offers to leave out the head of the page.
    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
    keys.press("Enter")
    keys.type_in("find-name", "Corrie Marlowe")
    keys.go()
    keys.link("Log a concern about this child")
    bad_submit(page, keys, check)
    keys.choose("urgent", "no")
    keys.type_in("what", "Late home all month, and two new phones.")
    keys.button("Log the concern")

    keys.button("Assess the risk now")
    keys.type_in("child_words", "They are just mates.")
    keys.type_in("parents_words_missing", "Not reached yet.")
    keys.button("Save and go on")
    keys.to(page.locator("#recognised-a"))
    keys.press("Space")
    keys.button("Save and go on")
    matrix(page, keys)
    keys.button("Save and go on")
    keys.choose("own_level", "medium")
    keys.type_in("own_reason", "An adult gives her things.")
    keys.button("Save my view")
    keys.choose("harm_now", "not_known")
    keys.choose("level", "medium")
    keys.type_in("reason", "One adult is behind it.")
    keys.button("Decide and see what follows")
    expect(page.get_by_role("heading", name="What follows", level=1)).to_be_visible()
    keys.button("Draft the safety plan")
    keys.button("Send to the manager")
    keys.choose("manager", page.get_by_label("Grace Obi").get_attribute("value") or "")
    keys.button("Send it")
    expect(page.get_by_text("It is with the manager.")).to_be_attached()


def bad_submit(page: Page, keys: Keyboard, check: Check) -> None:
    """What is wrong is announced, has the focus, and leads to its fields."""
    keys.button("Log the concern")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page).to_have_title(re.compile("^Error: "))
    check(page)
    keys.to(summary.get_by_role("link").first)
    keys.press("Enter")
    expect(page.locator('input[name="urgent"]').first).to_be_focused()
    expect(page.locator("#urgent-error")).to_be_visible()
    assert "urgent-error" in (
        page.locator("fieldset", has=page.locator("#urgent")).get_attribute("aria-describedby") or ""
    )
    keys.press("Shift+Tab")  # back before the field, so that the way on begins with it


def matrix(page: Page, keys: Keyboard) -> None:
    """Letters answer a line; U finds the next that nobody asked; E goes to the evidence; they can be turned off."""
    keys.to(page.locator("#present-L1"))
    keys.press("Space")
    expect(page.locator("#line-L1 [data-line-answer]")).to_have_text("Present")
    keys.press("ArrowDown")
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("id", "present-L2")
    for key, words in (("s", "Suspected"), ("n", "Not present"), ("k", "Not known")):
        keys.press(key)
        expect(page.locator("#line-L2 [data-line-answer]")).to_have_text(words)
    keys.press("u")
    expect(focused).to_have_attribute("id", "present-L3")
    keys.press("ArrowUp", 2)
    keys.press("e")
    expect(focused).to_have_attribute("id", "evidence-L1")
    keys.write("Snuck out; knocked at nine.")  # letters again, in a text
    expect(page.locator("#evidence-L1")).to_have_value("Snuck out; knocked at nine.")
    keys.to(page.locator("#present-M1"))
    keys.press("Space")
    keys.to(page.locator("#present-H1"))
    keys.press("s")
    expect(page.locator("#line-H1 [data-line-harm]")).to_contain_text("MASH", timeout=PATIENCE)
    kept(page)


@pytest.mark.slow
@pytest.mark.req("RA-03")
def test_keys_that_were_turned_off_stay_off_for_the_person(desktop: Page, people: dict[str, str]) -> None:
    page, keys = desktop, Keyboard(desktop)
    page.goto(f"/sign-in/?next=/children/{people['child']}/assessments/start/")
    keys.type_in("email", people["colleague"])
    keys.type_in("password", people["password"])
    keys.go()
    keys.button("Begin")
    page.goto(page.url.replace("/details/", "/risk-factors/"))
    with page.expect_response("**/keys/") as answer:
        keys.to(page.get_by_role("button", name="Turn these off"))
        keys.press("Enter")
    assert answer.value.status == 204
    for _time in ("at once", "after the page was opened again"):
        expect(page.get_by_role("button", name="Turn these on")).to_be_visible()
        keys.to(page.locator("#present-L5"))
        keys.press("s")
        expect(page.locator("#line-L5 [data-line-answer]")).to_have_text("Not asked yet")
        page.reload()
    keys.to(page.get_by_role("button", name="Turn these on"))
    keys.press("Enter")
    keys.to(page.locator("#present-L5"))
    keys.press("s")
    expect(page.locator("#line-L5 [data-line-answer]")).to_have_text("Suspected")
