"""The whole main job, from a worry to an agreed, printed plan and the next assessment, as a person does it.

One long journey by the pages' own links and buttons: on a desk's screen, on a telephone, and without JavaScript.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from safelight.core import clock
from tests.browser.people import MASH
from tests.browser.site import Site
from tests.browser.steps import (
    Check,
    answer_line,
    choose,
    download,
    fill,
    fill_day,
    follow,
    open_link,
    open_tab,
    press,
    sign_in,
    sign_out,
)
from tests.printed import ink, pdf_words, word_words

# Each journey has a child of its own, whom the search must not find.
CHILDREN = {"desktop": "Tamsin", "phone": "Jory", "without_javascript": "Merryn"}
SEEN = "Late home all month, two new phones, and seen in an older man’s car."


@pytest.fixture(scope="module")
def people(site: Site) -> dict[str, str]:
    made: dict[str, str] = site.run("tests.browser.people:team")
    return made


@pytest.mark.slow
@pytest.mark.req("CH-01", "CH-06", "CH-13", "RA-01", "RA-02", "RA-03", "RA-04", "RA-05", "RA-06", "RA-07", "RA-08")
@pytest.mark.req("RA-09", "RA-10", "RA-12", "RA-17", "RT-01", "RT-03", "PR-01", "PL-01", "PL-02", "PL-03", "PL-04")
@pytest.mark.req("BE-01", "BE-02", "BE-03", "BE-04")
@pytest.mark.hazard("HZ-02")
@pytest.mark.parametrize("how", list(CHILDREN))
def test_from_a_worry_to_an_agreed_printed_plan_and_the_next_assessment(
    how: str, request: pytest.FixtureRequest, people: dict[str, str], check: Check
) -> None:
    page: Page = request.getfixturevalue(how)
    name = CHILDREN[how]
    page.goto("/")
    check(page)  # the way in
    sign_in(page, people["worker"], people["password"])
    expect(page.get_by_role("heading", name="My work", level=1)).to_be_visible()
    check(page)

    record_and_concern(page, name, check)
    assess(page, check)
    decide(page, check)
    record_the_call(page, check)
    draft_the_plan(page, check)
    manager_returns_then_agrees(page, name, people, check)
    print_it(page, name, check)
    assess_again(page, check)
    look_back(page, check)
    sign_out(page)


def record_and_concern(page: Page, name: str, check: Check) -> None:
    """Search, find no record, open one, and log the concern about the child."""
    fill(page, {"find-name": f"{name} Larkfield"})
    press(page, "Find")
    expect(page.get_by_text("No record that you can see.")).to_be_visible()
    check(page)
    press(page, "Open a new record")
    check(page)
    expect(page.locator("#given_name")).to_have_value(name)
    expect(page.locator("#family_name")).to_have_value("Larkfield")
    fill_day(page, "date_of_birth", "14 5 2011")
    press(page, "Save the record")
    check(page)

    press(page, "Log the concern")  # with nothing written: what is wrong is said, at the top and at the field
    expect(page).to_have_title("Error: Log a concern – Safelight")
    check(page)
    choose(page, "urgent", "no")
    fill(page, {"what": SEEN, "when_text": "Yesterday, 17:10", "source": "Seen by her form tutor"})
    press(page, "Log the concern")
    expect(page.get_by_text(SEEN)).to_be_visible()
    check(page)


def assess(page: Page, check: Check) -> None:
    """All five steps, with what is known: most is not. The concern's own page leads straight to step 1."""
    press(page, "Assess the risk now")
    expect(page.get_by_role("heading", name="Step 1: details", level=1)).to_be_visible()
    check(page)
    fill(
        page,
        {
            "child_words": "They are just mates. I do not want school to ring my mum.",
            "parents_words_missing": "Her mother has not been reached yet.",
        },
    )
    press(page, "Save and go on")

    expect(page.get_by_role("heading", name="Step 2: vulnerability factors", level=1)).to_be_visible()
    check(page)
    page.locator("#recognised-a").check()
    page.locator("#recognised-c").check()
    fill(page, {"comment-c": "Since her grandmother died in the spring."})
    press(page, "Save and go on")

    expect(page.get_by_role("heading", name="Step 3: risk factors", level=1)).to_be_visible()
    answer_line(page, "L1", "present", "Late home nine times this month.")
    answer_line(page, "L2", "present")
    answer_line(page, "M1", "present", "A driver waits at the gate; registration noted by the tutor.")
    answer_line(page, "M2", "suspected", "Two new phones that nobody at home bought.")
    answer_line(page, "L3", "not_known")
    answer_line(page, "M3", "not_present")
    answer_line(page, "H1", "suspected", "A friend says that he asked her for pictures.")
    expect(page.locator("#line-H1")).to_contain_text(MASH)  # at once, before anything is saved
    check(page)
    mark_the_rest_not_known(page, check)
    press(page, "Save and go on")

    expect(page.get_by_role("heading", name="Step 5: analysis, and your own view", level=1)).to_be_visible()
    check(page)
    open_link(page, "see the summary form")
    expect(page.get_by_role("heading", name="Step 4: summary", level=1)).to_be_visible()
    check(page)
    press(page, "Go on to step 5")
    page.get_by_role("button", name="Use these words").click()
    expect(page.locator("#analysis_behaviours")).to_have_value(re.compile(SEEN))
    press(page, "Save my view")  # without one: it is asked for, before any suggestion
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    check(page)
    choose(page, "own_level", "medium")
    fill(page, {"own_reason": "An adult has begun to give her things and lifts."})
    press(page, "Save my view")


# Six lines; without scripts the button counts what was kept when the page was opened.
MARK = re.compile(r"Mark \d lines")


def mark_the_rest_not_known(page: Page, check: Check) -> None:
    """What is left of the low ones is not known to anybody: marked together, taken back, and marked again."""
    counted = page.locator("[data-count=not_asked]").locator("visible=true").last
    rest = page.locator("#low-rest")
    fold, mark, back = (
        rest.locator("summary"),
        rest.get_by_role("button", name=MARK),
        rest.get_by_role("button", name="Take that back"),
    )
    # Of 40, seven have been answered before; without scripts they are saved together with the first of these.
    for button, left, then in ((mark, 27, back), (back, 33, fold), (mark, 27, back)):
        if button is mark and not mark.is_visible():
            fold.click()
        button.click()
        expect(then).to_be_visible()
        expect(counted).to_have_text(str(left))
    expect(page.locator("#line-L9 .sl-line__answer")).to_have_text("Not known")
    expect(page.locator("#line-L1 .sl-line__answer")).to_have_text("Present")
    check(page)


def decide(page: Page, check: Check) -> None:
    """The suggestion with its reasons, the question about harm, the decision."""
    expect(page.get_by_role("heading", name="What the toolkit suggests, and what you decide", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="Why", exact=True)).to_be_visible()
    check(page)
    choose(page, "level", "high")
    press(page, "Decide and see what follows")  # without a reason, and without an answer about harm
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    check(page)
    if page.locator('input[name="harm_now"]').count():
        choose(page, "harm_now", "not_known")
    choose(page, "level", "medium")  # as suggested and as she thought: the words of her view stand as the reason
    press(page, "Decide and see what follows")
    expect(page.get_by_role("heading", name="What follows", level=1)).to_be_visible()
    check(page)


def record_the_call(page: Page, check: Check) -> None:
    """MASH has not been told until somebody says whom they told, when, and under which reference."""
    warning = page.get_by_label("MASH has not been told")
    expect(warning).to_contain_text(MASH)
    what_follows = page.url
    press(page, "Record the call")
    check(page)
    fill(page, {"contact_name": "Dana Whitlock", "contact_role": "MASH", "contact_reference": "KB-2041"})
    now = clock.now().astimezone(clock.LONDON) - timedelta(minutes=1)
    fill_day(page, "contact_at", f"{now.day} {now.month} {now.year}", f"{now:%H:%M}")
    fill(page, {"note": "Told of the lifts, the phones and what the friend said. They will ring back today."})
    for box in page.locator('input[name="also"]').all():
        box.check()
    form = page.locator("form", has=page.locator("#contact_name"))
    follow(page, form.locator("button[type=submit]"))
    check(page)
    page.goto(what_follows)
    expect(page.get_by_role("heading", name="What follows", level=1)).to_be_visible()
    expect(warning).to_have_count(0)


def draft_the_plan(page: Page, check: Check) -> None:
    """A plan is drafted from what was recognised; what it leaves open is answered; it goes to the manager."""
    press(page, "Draft the safety plan")
    expect(page.get_by_role("heading", name="Safety plan", level=1)).to_be_visible()
    check(page)
    gaps = page.locator(".sl-gaps")
    expect(gaps).to_contain_text("Not covered yet")
    open_links = gaps.get_by_role("link", name="Say why not")
    reasoned = 0
    while open_links.count():
        if not reasoned:
            open_link(page, "Add an action", gaps)  # the first is answered by an action, the rest with a reason
            check(page)
            add_an_action(page, check)
            reasoned += 1
            continue
        follow(page, open_links.first)
        if reasoned == 1:
            check(page)
        fill(page, {"why": "Her tutor does this already, outside this plan."})
        press(page, "Save")
        reasoned += 1
    expect(gaps).to_contain_text("0 of ")

    open_link(page, "Change", page.locator(".sl-outcome tbody").first)
    check(page)
    fill(page, {"who": "Priya Nair, designated safeguarding lead"})
    day = clock.today() + timedelta(days=3)
    fill_day(page, "due_on", f"{day.day} {day.month} {day.year}")
    press(page, "Save this action")
    expect(page.locator("main").get_by_text("Priya Nair, designated safeguarding lead").first).to_be_visible()

    send_to_the_manager(page, check)
    sign_out(page)


def add_an_action(page: Page, check: Check) -> None:
    """An action of our own for what the draft left open."""
    open_link(page, "Write an action of your own")
    check(page)
    fill(page, {"text": "Find a lunchtime club that she likes.", "who": "Sam Hale, youth worker"})
    if page.locator("select#outcome").count():
        page.locator("select#outcome").select_option(index=1)
    press(page, "Add")
    expect(page.get_by_text("Find a lunchtime club that she likes.").first).to_be_visible()


def send_to_the_manager(page: Page, check: Check) -> None:
    """Hints and gaps never stop it."""
    press(page, "Send to the manager")
    check(page)
    page.get_by_label("Grace Obi").check()
    press(page, "Send it")
    expect(page.get_by_text("It is with the manager.")).to_be_attached()
    check(page)


def manager_returns_then_agrees(page: Page, name: str, people: dict[str, str], check: Check) -> None:
    """The plan waits on the manager's page, comes back with a comment, is mended, and is agreed."""
    answer_the_plan(page, name, people, check)
    fold = page.locator("details", has_text="Say something of this action").first
    fold.locator("summary").click()
    fold.locator("textarea").fill("Name who drives her home on Fridays.")
    fill(page, {"comment": "Nearly there: Fridays are open."})
    press(page, "Return it")
    check(page)
    sign_out(page)

    sign_in(page, people["worker"], people["password"])
    check(page)
    returned = page.locator(".sl-duty", has_text=name).filter(has_text="returned")
    press(page, "", returned.first)
    expect(page.get_by_text("Nearly there: Fridays are open.")).to_be_visible()
    expect(page.get_by_text("Name who drives her home on Fridays.")).to_be_visible()
    check(page)
    open_link(page, "Change", page.locator(".sl-outcome tbody").first)
    fill(page, {"when_text": "Every Friday; her aunt drives her home"})
    press(page, "Save this action")
    send_to_the_manager(page, check)
    sign_out(page)

    answer_the_plan(page, name, people, check)
    expect(page.get_by_text("her aunt drives her home").first).to_be_visible()
    press(page, "Agree the plan")
    check(page)
    sign_out(page)
    sign_in(page, people["worker"], people["password"])


def answer_the_plan(page: Page, name: str, people: dict[str, str], check: Check) -> None:
    """The manager comes by their own list to the page where a plan is agreed or returned."""
    sign_in(page, people["manager"], people["password"])
    check(page)
    row = page.locator("#answers").locator("xpath=..").locator(".sl-duty", has_text=name).filter(has_text="plan")
    press(page, "", row.first)
    expect(page.get_by_role("heading", name="Agree or return this plan", level=1)).to_be_visible()
    check(page)


def print_it(page: Page, name: str, check: Check) -> None:
    """The agreed plan and the assessment as PDF and as Word, with what was typed in them and no name in theirs."""
    row = page.locator("main").get_by_role("link", name=name).first
    follow(page, row)
    open_tab(page, "Documents")
    check(page)
    for what, said in (
        ("as it stands now", "her aunt drives her home"),
        ("Whole assessment", "A driver waits at the gate"),
    ):
        for kind, words in (("PDF", pdf_words), ("Word", word_words)):
            link = page.get_by_role("link", name=kind).filter(has_text=what).first
            file, data = download(page, link)
            assert name not in file
            assert ink(said) in ink(words(data)), f"{file} does not hold “{said}”"


def assess_again(page: Page, check: Check) -> None:
    """The next assessment begins from the last one's answers, marked until they are confirmed, and stands beside it."""
    open_tab(page, "Assessments")
    check(page)
    press(page, "Assess again")
    check(page)
    press(page, "Begin")
    check(page)
    fill(
        page,
        {"child_words": "He got angry when I said no.", "parents_words": "She cries at night and hides her phone."},
    )
    press(page, "Save and go on")
    check(page)
    expect(page.locator("#recognised-a")).to_be_checked()
    page.locator("#still-a").check()
    press(page, "Save and go on")
    expect(page.locator("#present-L1")).to_be_checked()
    expect(page.locator("#line-L1")).to_contain_text("Carried forward.")
    check(page)
    page.locator("#still-L1").check()
    answer_line(page, "H1", "present", "She has shown a teacher his messages.")
    answer_line(page, "M2", "present")
    press(page, "Save and go on")
    check(page)
    choose(page, "own_level", "high")
    fill(page, {"own_reason": "His messages threaten her."})
    press(page, "Save my view")
    check(page)
    if page.locator('input[name="harm_now"]').count():
        choose(page, "harm_now", "yes")
    choose(page, "level", "high")
    fill(page, {"reason": "What was suspected is so, and he threatens her."})
    press(page, "Decide and see what follows")
    check(page)
    open_tab(page, "Assessments")
    open_link(page, "", page.locator("tbody tr").first)
    check(page)
    open_link(page, "See it beside the one before")
    expect(page.get_by_text("She has shown a teacher his messages.")).to_be_visible()
    check(page)


def look_back(page: Page, check: Check) -> None:
    """The levels as a drawing and a table, and everything in the chronology."""
    open_tab(page, "Levels")
    expect(page.locator("svg.sl-chart").locator("visible=true")).to_have_count(1)
    expect(page.locator("tbody tr")).to_have_count(2)
    check(page)
    open_tab(page, "Chronology")
    for words in (SEEN, "They are just mates.", "He got angry when I said no."):
        expect(page.get_by_text(words).first).to_be_visible()
    check(page)
    open_tab(page, "Overview")
    check(page)
