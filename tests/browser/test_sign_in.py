"""The first page that anybody sees, in a real browser; and that the site comes back after a power cut."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site

EMAIL = "ada@example.org"
PASSWORD = "a long walk by the harbour"

Check = Callable[[Page], None]


@pytest.fixture(scope="module", autouse=True)
def administrator(site: Site) -> str:
    return str(site.run("tests.browser.people:administrator", email=EMAIL, password=PASSWORD))


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.goto("/sign-in/?next=/urgent-numbers/")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("width", ["desktop", "phone", "without_javascript"])
def test_the_sign_in_page_is_sound_and_lets_a_person_in(
    width: str, request: pytest.FixtureRequest, check: Check
) -> None:
    page: Page = request.getfixturevalue(width)
    page.goto("/sign-in/")
    check(page)
    sign_in(page)
    expect(page).to_have_url("/urgent-numbers/")
    check(page)


def test_a_wrong_password_is_said_in_an_error_that_is_sound(desktop: Page, check: Check) -> None:
    sign_in(desktop, "not the password")
    expect(desktop.get_by_text("is not right").first).to_be_visible()
    check(desktop)


def test_the_site_comes_back_at_its_address_after_it_was_killed(site: Site, desktop: Page) -> None:
    sign_in(desktop)
    expect(desktop).to_have_url("/urgent-numbers/")
    site.kill()
    site.start()
    # Whoever is signed in is not asked again: the session outlived the server.
    desktop.goto("/sign-in/?next=/urgent-numbers/")
    expect(desktop).to_have_url("/urgent-numbers/")
