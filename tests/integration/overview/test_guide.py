"""The guide: the toolkit in force to read."""

import re

import pytest
from django.utils.text import slugify

from safelight.core import clock
from safelight.directory import definitions
from safelight.overview.presenters import guide
from safelight.toolkits import queries as toolkits
from tests.html import html_problems
from tests.integration.overview.conftest import World


def page(world: World, part: str = "") -> str:
    response = world.sign_in(world.worker).get(f"/guide/{part}/" if part else "/guide/")
    assert response.status_code == 200
    text = response.content.decode()
    assert html_problems(text) == []
    return text


def test_every_page_says_whose_toolkit_it_is_and_that_it_is_historic(world: World) -> None:
    for part in ("", *(each.code for each in guide.parts())):
        text = page(world, part)
        assert "Portsmouth Safeguarding Children Board" in text and "February 2016" in text and "Historic." in text


@pytest.mark.req("RA-13")
def test_the_definition_the_levels_and_every_indicator_s_meaning_can_be_read(world: World) -> None:
    kit = toolkits.toolkit_in_force(world.partnership, clock.today())
    assert "cannot consent to being abused" in page(world, "definition")
    levels = page(world, "levels")
    assert all(level.label in levels for level in kit.levels) and "4 to 6 weeks" in levels
    text = page(world, "indicators")
    assert all(f'id="{one.code}"' in text for one in kit.indicators) and len(kit.indicators) == 40


@pytest.mark.req("DR-02")
def test_the_glossary_holds_every_term(world: World) -> None:
    kit = toolkits.toolkit_in_force(world.partnership, clock.today())
    text = page(world, "glossary")
    assert len(kit.glossary) == 47
    assert all(f'id="term-{slugify(one.term)}"' in text for one in kit.glossary)
    # Beside the toolkit's, the terms of the other sources: none of theirs is explained twice.
    assert all(f'id="term-{slugify(one.term)}"' in text for one in definitions.glossary().terms)
    assert text.count('<dt id="term-') == len(
        {one.term.casefold() for one in [*kit.glossary, *definitions.glossary().terms]}
    )


@pytest.mark.req("DR-02")
def test_a_term_s_meaning_opens_where_it_stands_and_once_a_page(world: World) -> None:
    text = page(world, "procedures")
    shown = re.findall(r'popovertarget="term-\d+">([^<]+)<', text)
    assert "MASH" in shown and len(shown) == len(set(shown))
    assert "Multi-agency Safeguarding Hub. " in text


@pytest.mark.req("DR-03")
def test_each_contact_says_that_it_was_printed_in_2016_and_is_not_confirmed(world: World) -> None:
    kit = toolkits.toolkit_in_force(world.partnership, clock.today())
    text = page(world, "contacts")
    assert text.count("Of February 2016, not confirmed") == len(kit.contacts)
    assert "tel:08456710271" not in text  # nothing that nobody has tried is offered to ring by a tap
    assert "01632 960140" in text  # the partnership's own number is at the foot


@pytest.mark.req("DR-05")
def test_the_strategies_and_the_disruption_aims_can_be_read(world: World) -> None:
    kit = toolkits.toolkit_in_force(world.partnership, clock.today())
    assert page(world, "strategies").split("</main>")[0].count("<h2 class=") == len(kit.strategies) == 19
    assert page(world, "disruption").count('id="aim-') == len(kit.disruption.aims) == 19


def test_what_to_do_is_listed_by_level_and_read_once(world: World) -> None:
    kit = toolkits.toolkit_in_force(world.partnership, clock.today())
    text = page(world, "procedures")
    assert all(text.count(f'<section id="{one.code}"') == 1 for one in kit.procedures)
    assert "Nobody can set it aside." in text and text.index("Exploited") < text.index("High Risk")


def test_a_page_that_the_guide_has_not_got_is_not_found(world: World) -> None:
    assert world.sign_in(world.worker).get("/guide/nonsense/").status_code == 404
