"""What a person does on the pages, for the journeys: the same with JavaScript and without, wide and narrow.

Addresses are only typed in where nobody could click; everything else goes by the links and buttons of the pages.
"""

import re
from collections.abc import Callable, Mapping

from playwright.sync_api import Locator, Page, expect

PATIENCE = 60_000  # milliseconds: two cores may be shared with many others


def sign_in(page: Page, email: str, password: str, goal: str = "/") -> None:
    """Signs in and stands on ``goal``."""
    page.goto(f"/sign-in/?next={goal}")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    press(page, "Sign in")


def sign_out(page: Page) -> None:
    """Signs out, by the menu where the window is narrow."""
    button = page.get_by_role("button", name="Sign out").locator("visible=true")
    if not button.count():
        page.locator(".sl-menu__summary").click()
    follow(page, button.first)
    expect(page).to_have_url(re.compile(r"/sign-in/"))


def follow(page: Page, what: Locator) -> None:
    """Clicks something that leads to another page, and waits until that page is there."""
    with page.expect_navigation(timeout=PATIENCE):
        what.click()
    page.wait_for_load_state("load")


def press(page: Page, name: str, within: Locator | None = None) -> None:
    """Presses the button, or the link that looks like one, whose name begins with ``name``."""
    here = within or page.locator("body")
    start = re.compile(rf"^\s*{re.escape(name)}")
    found = here.get_by_role("button", name=start).locator("visible=true")
    follow(page, found.first)


def open_link(page: Page, name: str, within: Locator | None = None) -> None:
    """Follows the first link whose name begins with ``name``."""
    here = within or page.locator("main")
    follow(page, here.get_by_role("link", name=re.compile(rf"^\s*{re.escape(name)}")).first)


def open_tab(page: Page, name: str) -> None:
    """Opens a part of the child's record."""
    follow(page, page.get_by_label("This child’s record").get_by_role("link", name=name, exact=True))


def fill(page: Page, fields: Mapping[str, str]) -> None:
    """Types into fields, by their ids."""
    for field, words in fields.items():
        page.locator(f"#{field}").fill(words)


def fill_day(page: Page, field: str, day: str, time: str = "") -> None:
    """Types a day such as ``14 5 2011`` into its three boxes, and a time into the fourth."""
    fill(page, dict(zip((f"{field}-day", f"{field}-month", f"{field}-year"), day.split(), strict=True)))
    if time:
        fill(page, {f"{field}-time": time})


def choose(page: Page, name: str, value: str) -> None:
    """Chooses one of several answers the way a person does: by its words."""
    box = page.locator(f'input[name="{name}"][value="{value}"]')
    label = page.locator(f'label[for="{box.get_attribute("id")}"]')
    label.click()
    expect(box).to_be_checked()


def answer_line(page: Page, code: str, answer: str, evidence: str = "") -> None:
    """Answers one line of the matrix: a tick for present, the folded answers for the rest."""
    line = page.locator(f"#line-{code}")
    if answer == "present":
        page.locator(f"#present-{code}").check()
    if answer != "present" or evidence:
        fold = line.locator("details.sl-line__fold")
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        if answer != "present":
            choose(page, f"answer-{code}", answer)
        if evidence:
            page.locator(f"#evidence-{code}").fill(evidence)


def kept(page: Page) -> None:
    """Waits until the page says that what was typed is kept, and nothing is still on its way."""
    expect(page.locator("[data-autosave-status]")).to_have_text(re.compile(r"^Kept \d"), timeout=PATIENCE)


def download(page: Page, link: Locator) -> tuple[str, bytes]:
    """Fetches a file by its link: its name and what is in it."""
    with page.expect_download(timeout=PATIENCE) as waiting:
        link.click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


Check = Callable[[Page], None]
