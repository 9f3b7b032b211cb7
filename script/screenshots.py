"""The README's pictures, taken from a running demo by the people of the demo."""

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PASSWORD = "harbour lights at six"  # the demo's, printed by script/server
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def signed_in(browser: Browser, address: str, email: str, size: dict[str, int]) -> Page:
    """A page of this size, signed in as one of the demo's people."""
    page = browser.new_context(viewport=size, reduced_motion="reduce").new_page()
    page.goto(f"{address}/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    return page


def open_child(page: Page, address: str, name: str) -> None:
    """The record of a child, from the list of children."""
    page.goto(f"{address}/children/")
    page.get_by_role("main").get_by_role("link", name=re.compile(name)).first.click()
    page.wait_for_load_state()


def take(page: Page, name: str) -> None:
    """Save what is on the screen."""
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")


def main(address: str) -> None:
    """Take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = signed_in(browser, address, "rhian.castellan@kestrelbay.example", DESKTOP)
        take(page, "my-work-desktop")
        open_child(page, address, "Kayla Denholm")
        take(page, "child-desktop")
        page.get_by_role("link", name="Plan", exact=True).first.click()
        page.wait_for_load_state()
        take(page, "plan-desktop")
        page = signed_in(browser, address, "priya.nair@kestrelbay.example", PHONE)
        open_child(page, address, "Jaden Osei")
        page.get_by_role("main").get_by_role("link", name="Open it").first.click()
        page.wait_for_load_state()
        page.get_by_role("main").get_by_role("link", name=re.compile("risk factors", re.IGNORECASE)).first.click()
        page.wait_for_load_state()
        page.locator("#medium, [id*=medium]").first.scroll_into_view_if_needed()
        take(page, "risk-factors-phone")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
