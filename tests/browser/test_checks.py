"""The check of every page in the browser finds what it is for; else its silence would mean nothing."""

from playwright.sync_api import Page

from tests.browser.checks import Watched, axe_problems, check_page
from tests.browser.site import Site

PAGE = "<!DOCTYPE html><html lang=en><title>A – Safelight</title><main><h1>A</h1>{}</main></html>"


def test_an_unlabelled_field_and_pale_text_are_found(desktop: Page) -> None:
    desktop.set_content(PAGE.format("<input><p style='color: #ccc; background: #fff'>pale</p>"))
    found = " ".join(axe_problems(desktop))
    assert "axe label" in found
    assert "axe color-contrast" in found


def test_a_wide_page_an_error_and_a_call_elsewhere_are_found(desktop: Page, site: Site) -> None:
    watched = Watched(desktop, site.url, javascript=True)
    desktop.set_content(
        PAGE.format(
            "<div style='width: 3000px'>wide</div><img alt='' src='https://example.org/a.png'>"
            "<script>throw new Error('broken')</script>"
        )
    )
    try:
        check_page(watched)
    except AssertionError as error:
        said = str(error)
    else:
        said = ""
    assert "wide in a window of 1280" in said
    assert "broken" in said
    assert "https://example.org/a.png" in said
