"""A young person and her worker write her plan on a tablet; what it reads like falls as the words get shorter."""

import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import steps
from tests.browser.site import Site
from tests.printed import pdf_words

Check = Callable[[Page], None]
HARD = (
    "Prior to going out I will inform Bea of where I’m going and who with and what time I’ll be back, or I’ll write it "
    "on the whiteboard if she’s at work, and Tash can say too."
)
EASY = "I tell Bea where I go and who with. I say when I’ll be back."


def age(page: Page) -> int:
    """What the whole plan reads like now."""
    found = re.search(r"reads like age (\d+)", page.locator('[data-shows="whole"]').inner_text())
    assert found is not None
    return int(found.group(1))


@pytest.mark.req("YP-01")
@pytest.mark.req("YP-02")
@pytest.mark.req("YP-04")
@pytest.mark.req("YP-06")
def test_a_young_person_and_her_worker_write_print_and_sign_her_plan(
    site: Site, open_page: Callable[..., Page], phone: Page, check: Check
) -> None:
    people = site.run("tests.browser.people:team")
    child = site.run("tests.browser.young_people:planned", worker=people["worker"])
    tablet = open_page(size=(820, 1180))
    steps.sign_in(tablet, people["worker"], people["password"], goal=f"/children/{child}/my-plan/")
    steps.press(tablet, "Begin")
    expect(tablet.locator("main")).to_contain_text("What other people did is not your fault.")
    check(tablet)

    steps.open_link(tablet, "Choose who helps")
    tablet.get_by_label("Aunty Bea, aunt").check()
    tablet.get_by_label("This is the adult I trust most").check()
    check(tablet)
    steps.press(tablet, "Add")
    steps.open_link(tablet, "Back to my plan", within=tablet.locator("body"))
    expect(tablet.locator("#who")).to_contain_text("Aunty Bea: the adult I trust most")

    steps.open_link(tablet, "Add a goal")
    expect(tablet.locator("main")).not_to_contain_text("Dazza")
    tablet.get_by_label("Kayla tells Bea where she is going").check()
    tablet.get_by_label("Telling where, who and what").check()
    check(tablet)
    steps.press(tablet, "Add it")

    box = tablet.get_by_label("Goal 1, in Kayla’s words")
    box.fill(HARD)
    expect(tablet.locator('[data-shows="whole"]')).to_contain_text("The whole plan reads like age")
    before = age(tablet)
    assert before > 11
    expect(tablet.locator("#goal")).to_contain_text("This looks like a name, a place or a number: Tash.")
    check(tablet)
    box.fill(EASY)
    expect(tablet.locator('[data-shows="whole"]')).to_contain_text("You are there.")
    assert age(tablet) <= 11 < before
    expect(tablet.locator("#goal")).not_to_contain_text("Tash")
    tablet.reload()
    expect(tablet.locator('[data-shows="whole"]')).to_contain_text(f"It was {before} at first. Kayla is 15.")

    with tablet.expect_download() as waiting:
        tablet.get_by_role("link", name="My plan, to print (PDF)").click()
    assert waiting.value.suggested_filename == "my-plan.pdf"
    words = pdf_words(waiting.value.path().read_bytes())
    assert "What other people did is not your fault." in words and "I tell Bea" in words
    assert "Dazza" not in words and "Harbour" not in words
    with tablet.expect_download() as waiting:
        tablet.get_by_role("link", name="My card for my pocket (PDF)").click()
    data = waiting.value.path().read_bytes()
    assert all(number in pdf_words(data) for number in ("01632 960311", "0800 1111", "116 000", "999"))
    assert PdfReader(io.BytesIO(data)).metadata.title == "My numbers"

    steps.open_link(tablet, "It is printed and signed")
    tablet.get_by_label("The young person", exact=True).check()
    tablet.get_by_label("The worker", exact=True).check()
    check(tablet)
    steps.press(tablet, "Keep it as signed")
    expect(tablet.locator("#print")).to_contain_text("This version is signed.")

    steps.sign_in(phone, people["worker"], people["password"], goal=f"/children/{child}/my-plan/")
    expect(phone.get_by_label("Goal 1, in Kayla’s words")).to_have_value(EASY)
    check(phone)
    expect(phone.get_by_role("button", name="Exit this page")).to_be_visible()
