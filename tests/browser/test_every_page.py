"""Every page that links lead to, from My work on, is sound and accessible: on a desk's screen and on a telephone."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.site import Site
from tests.browser.steps import Check, sign_in

# Files, not pages.
FILES = {"outputs:assessment", "outputs:plan", "outputs:closed_plan", "outputs:plan_version", "outputs:blank"}
FILES |= {"ratings:reminder"}
# A draft and a completed assessment look different at one address.
DIFFERENT = {"assessments:assessment": 2}
# What the record below must lead to; who follows the links is the manager, who may open the most.
EXPECTED = {"overview:my_work", "overview:child", "overview:guide", "children:details", "children:chronology"}
EXPECTED |= {
    "assessments:withdraw",
    "assessments:risk_factors",
    "assessments:compare",
    "plans:review",
    "ratings:levels",
}


@pytest.mark.slow
@pytest.mark.req("BE-01")
@pytest.mark.parametrize("who", ["manager", "worker"])
def test_each_page_that_links_lead_to_is_sound_and_accessible(
    who: str, team: dict[str, str], desktop: Page, check: Check
) -> None:
    page = desktop
    sign_in(page, team[who], team["password"])
    waiting = ["/", f"/children/{team['child']}/", f"/children/{team['child']}/assessments/"]
    opened: set[str] = set()
    problems: list[str] = []
    seen: Counter[str] = Counter()
    while waiting:
        path = waiting.pop(0)
        try:
            name = resolve(urlsplit(path).path).view_name
        except Resolver404:
            problems.append(f"a link leads to {path}, where there is nothing")
            continue
        if path in opened or name in FILES or seen[name] >= DIFFERENT.get(name, 1):
            continue
        opened.add(path)
        seen[name] += 1
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        answer = page.goto(path)
        if answer is None or answer.status != 200:
            problems.append(f"{name} answers {answer.status if answer else 'nothing'}")
            continue
        for width, height in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            try:
                check(page)
            except AssertionError as error:
                problems.append(f"{name}, {width} wide: {error}")
        found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        waiting += [href.partition("#")[0] for href in found if re.match(r"[/?]", href) and not href.startswith("?")]
    assert not problems, "\n\n".join(problems)
    if who == "manager":
        assert seen.keys() >= EXPECTED, EXPECTED - seen.keys()


@pytest.fixture(scope="module")
def team(site: Site) -> dict[str, str]:
    """The manager, the worker, their password, and a child whose record has something of everything."""
    made: dict[str, str] = site.run("tests.browser.people:team")
    who = {name: made[name] for name in ("worker", "colleague", "manager")}
    return made | {"child": site.run("tests.browser.people:full_record", **who)}
