"""Setting up and using second factors, and single sign-on with a real provider beside the site.

The site is served as ``localhost``: browsers make passkeys for names, not for numbers.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import totp
from tests.browser.checks import axe_problems
from tests.browser.site import Site, free_port
from tests.browser.steps import Check, download, fill, follow, open_link, press, sign_in, sign_out
from tests.identity_provider.process import IdentityProvider
from tests.identity_provider.provider import PASSWORD as PROVIDER_PASSWORD

OpenPage = Callable[..., Page]
INSIDE = "/your-sign-in/sessions/"


@pytest.fixture(scope="module")
def site(prepared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as it is outside tests, which asks everybody for a second factor, with a provider beside it."""
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(prepared_data, data)
    site = Site(data)
    site.url = f"http://localhost:{site.port}"
    team = site.run("tests.browser.people:team")
    provider = IdentityProvider(
        tmp_path_factory.mktemp("provider"),
        free_port(),
        [f"{site.url}/single-sign-on/organisation/back/"],
        {team["manager"]: {"amr": ["pwd", "otp"]}, "nobody@example.org": {}},
    )
    provider.start()
    site.extra = {"SAFELIGHT_SECOND_FACTOR": "required", "SAFELIGHT_OIDC_FACTOR": "claims", **provider.environment()}
    site.start()
    site.team = team  # type: ignore[attr-defined]
    yield site
    site.stop()
    provider.stop()


@pytest.fixture
def team(site: Site) -> dict[str, str]:
    found: dict[str, str] = site.team  # type: ignore[attr-defined]
    return found


@pytest.mark.slow
def test_an_app_is_set_up_at_the_first_sign_in_and_asked_for_at_the_next_and_a_code_helps_when_it_is_lost(
    desktop: Page, without_javascript: Page, team: dict[str, str], check: Check
) -> None:
    page = desktop
    sign_in(page, team["worker"], team["password"], INSIDE)
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    check(page)
    open_link(page, "My work", page.locator("nav").first)
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    press(page, "Set up an authenticator app")
    check(page)
    assert page.locator("img.sl-qr").evaluate("picture => picture.naturalWidth") > 0
    secret = page.locator("code.sl-secret").inner_text()
    fill(page, {"code": "123"})
    press(page, "Set it up")
    expect(page.locator("#code-error")).to_be_visible()
    check(page)
    fill(page, {"code": totp.code(secret, -1)})
    press(page, "Set it up")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    check(page)
    name, text = download(page, page.get_by_role("button", name="Download them"))
    codes = re.findall(r"\d{10}", text.decode())
    assert (name, len(codes)) == ("safelight-recovery-codes.txt", 10)
    press(page, "I have kept them")
    expect(page).to_have_url(re.compile(INSIDE))
    check(page)

    sign_out(page)
    sign_in(page, team["worker"], team["password"], INSIDE)
    check(page)
    fill(page, {"code": totp.code(secret, 9)})
    press(page, "Go on")
    expect(page.get_by_text("Check your phone’s clock").first).to_be_visible()
    check(page)
    fill(page, {"code": totp.code(secret, 1)})
    press(page, "Go on")
    expect(page).to_have_url(re.compile(INSIDE))

    # The phone is lost: without JavaScript, by a code from the paper.
    page = without_javascript
    sign_in(page, team["worker"], team["password"], INSIDE)
    open_link(page, "I have lost my phone or key")
    expect(page.get_by_text("Ada Brook")).to_be_visible()
    check(page)
    open_link(page, "Use a recovery code")
    check(page)
    fill(page, {"code": codes[0]})
    press(page, "Go on")
    expect(page).to_have_url(re.compile(INSIDE))
    page.goto("/your-sign-in/")
    expect(page.get_by_text("9 codes are left")).to_be_visible()
    page.goto("/your-sign-in/password/")
    check(page)


@pytest.mark.slow
def test_a_passkey_is_made_and_used(phone: Page, team: dict[str, str], check: Check) -> None:
    page = phone
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, team["colleague"], team["password"], INSIDE)
    check(page)
    press(page, "Add a passkey")
    check(page)
    fill(page, {"name": "Work phone"})
    press(page, "Make the passkey")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    check(page)
    press(page, "I have kept them")
    sign_out(page)
    sign_in(page, team["colleague"], team["password"], INSIDE)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    check(page)
    press(page, "Use your passkey")
    expect(page).to_have_url(re.compile(INSIDE))
    page.goto("/your-sign-in/")
    expect(page.get_by_text("Work phone").first).to_be_visible()
    check(page)


@pytest.mark.slow
def test_single_sign_on_lets_in_who_was_made_here_and_tells_others_whom_to_ask(
    open_page: OpenPage, team: dict[str, str], check: Check
) -> None:
    def at_the_provider(page: Page, address: str) -> None:
        page.goto(f"/sign-in/?next={INSIDE}")
        check(page)
        press(page, "Sign in with Kestrel Bay Council")
        page.locator("input[name=login]").fill(address)
        page.locator("input[name=password]").fill(PROVIDER_PASSWORD)
        follow(page, page.locator("form button[type=submit]").first)

    page = open_page()
    at_the_provider(page, team["manager"])
    expect(page).to_have_url(re.compile(INSIDE))
    expect(page.get_by_text("Grace Obi").first).to_be_visible()
    page = open_page()
    at_the_provider(page, "nobody@example.org")
    expect(page.get_by_text("nobody has made an account for you here")).to_be_visible()
    assert not axe_problems(page)
