"""Every component, on sample pages and alone: sound HTML, strict content security, nothing told by colour alone."""

import datetime as dt
import re

import pytest
from django.template import engines

from tests.html import html_problems
from tests.unit.ui import sample_pages

PAGES = ("child", "matrix", "plan", "rating", "sign_in")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return sample_pages.rendered()


def render(source: str, **context: object) -> str:
    """A template's text without its pictures and with white space closed up."""
    made = engines["jinja2"].from_string(source).render(context)
    return re.sub(r"\s+", " ", made).strip()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound_html_that_strict_content_security_allows(pages: dict[str, str], name: str) -> None:
    assert html_problems(pages[name]) == []


def test_every_component_is_on_a_sample_page() -> None:
    sources = "".join(path.read_text() for path in sample_pages.SAMPLES.glob("*.html"))
    templates = sample_pages.SAMPLES.parents[3] / "safelight" / "ui" / "templates" / "ui"
    for name in ("components", "matrix", "plan", "people"):
        source = (templates / f"{name}.html").read_text()
        for macro in re.findall(r"{% macro ([a-z]\w+)\(", source):
            used = sources + "".join(path.read_text() for path in templates.glob("*.html"))
            assert len(re.findall(rf"\b{macro}\(", used)) > 1, macro


@pytest.mark.req("DR-03")
@pytest.mark.parametrize("name", PAGES)
def test_urgent_numbers_stand_on_every_page_with_the_day_they_were_confirmed(pages: dict[str, str], name: str) -> None:
    footer = pages[name].split("<footer")[1]
    for number in ("tel:999", "tel:101", "tel:01632960140", "tel:01632960199"):
        assert f'href="{number}"' in footer
    assert "Numbers confirmed 2 November 2026" in words(footer)


@pytest.mark.req("DR-03")
def test_a_page_without_settings_still_gives_999_and_101() -> None:
    made = render("{% extends 'ui/page.html' %}")
    assert 'href="tel:999"' in made and 'href="tel:101"' in made


def test_unconfirmed_numbers_say_so() -> None:
    made = render(
        "{% extends 'ui/page.html' %}", urgent_numbers={"items": [{"label": "a", "number": "1"}], "confirmed": None}
    )
    assert "Nobody has confirmed these numbers yet" in made


@pytest.mark.req("RA-16")
@pytest.mark.hazard("HZ-05")
def test_the_five_answers_differ_in_word_and_in_mark_without_colour() -> None:
    answers = ["present", "suspected", "not_present", "not_known", "not_asked"]
    marks = [
        render("{% from 'ui/matrix.html' import answer_mark %}{{ answer_mark(answer) }}", answer=answer)
        for answer in answers
    ]
    shapes = {re.sub(r'fill="[^"]*"', "", re.search(r"<svg.*?</svg>", mark).group()) for mark in marks}  # type: ignore[union-attr]
    assert len(shapes) == 5
    assert [words(mark) for mark in marks] == ["Present", "Suspected", "Not present", "Not known", "Not asked yet"]


@pytest.mark.req("RA-16")
def test_red_amber_and_green_differ_in_shape_and_word() -> None:
    marks = [
        render("{% from 'ui/components.html' import rag %}{{ rag(colour) }}", colour=colour)
        for colour in ("red", "amber", "green", "none")
    ]
    assert len({re.search(r"<svg.*?</svg>", mark).group() for mark in marks}) == 4  # type: ignore[union-attr]
    assert [words(mark) for mark in marks] == ["Red", "Amber", "Green", "Not yet said"]


@pytest.mark.parametrize(("level", "filled"), [("none", 0), ("low", 1), ("medium", 2), ("high", 3), ("exploited", 4)])
def test_a_level_fills_as_many_bars_and_names_itself(level: str, filled: int) -> None:
    source = "{% from 'ui/components.html' import level_mark %}{{ level_mark(level) }}"
    assert render(source, level=level).count('fill="currentColor"') == filled
    hatched = render(source.replace("(level)", "(level, hatched=true)"), level=level)
    assert hatched.count('fill="currentColor"') == 0
    assert ("<path" in hatched) == bool(filled)


def test_a_level_is_not_shown_without_its_date_and_who_decided() -> None:
    source = "{% from 'ui/components.html' import level_card %}{{ level_card(card) }}"
    for card in ({"level": "high", "by": "Rhian"}, {"level": "high", "on": dt.date(2026, 11, 3)}):
        assert "High" not in render(source, card=card)
        assert "Nobody has decided a level yet" in render(source, card=card)
    assert "Decided 3 November 2026 by Rhian" in words(
        render(source, card={"level": "high", "by": "Rhian", "on": dt.date(2026, 11, 3)})
    )


@pytest.mark.req("CH-10")
def test_a_missing_voice_is_shown_as_missing_with_its_reason() -> None:
    source = "{% from 'ui/components.html' import voice %}{{ voice(said) }}"
    assert "He was not seen alone." in render(source, said={"reason": "He was not seen alone."})
    assert "own words are missing" in render(source, said={})
    assert "Nobody has said why." in render(source, said={})


@pytest.mark.req("LA-02")
def test_a_dated_label_has_todays_wording_beneath_it() -> None:
    made = render(
        "{% from 'ui/matrix.html' import indicator_line %}{{ indicator_line(line) }}",
        line={"code": "L2", "label": "A dated label", "today": "What we say now."},
    )
    assert made.index("A dated label") < made.index("Today we say: What we say now.")


def line(**more: object) -> str:
    return render(
        "{% from 'ui/matrix.html' import indicator_line %}{{ indicator_line(line) }}",
        line={"code": "H13", "label": "Groomed", **more},
    )


def test_a_new_line_is_not_asked_yet_and_nothing_is_ticked() -> None:
    made = line()
    assert 'data-answer="not_asked"' in made
    assert re.findall(r'value="(\w+)"[^>]* checked', made) == ["not_asked"]


@pytest.mark.parametrize("answer", ["present", "suspected", "not_present", "not_known"])
def test_a_line_shows_its_one_answer(answer: str) -> None:
    ticked = re.findall(r'value="(\w+)"[^>]* checked', line(answer=answer))
    ticked += ["yes"] if re.search(r'name="present-H13"[^>]* checked', line(answer=answer)) else []
    assert set(ticked) == {"yes" if answer == "present" else answer}


def test_the_closed_line_shows_what_was_seen_who_from_and_when() -> None:
    closed = line(answer="present", evidence="Two phones", source="Priya Nair", when="16 November").split("<details")[0]
    assert "Two phones. Priya Nair, 16 November." in words(closed)
    assert "No evidence written yet." in words(line(answer="suspected").split("<details")[0])


@pytest.mark.req("RA-17")
def test_the_prompt_of_a_high_indicator_stands_before_the_fold_for_a_suspicion_too() -> None:
    made = line(answer="suspected", harm_prompt={"title": "Is he being harmed now?", "mash_number": "01632 960140"})
    assert made.index("Is he being harmed now?") < made.index("<details")
    assert "tel:999" in made and "tel:01632960140" in made
    assert "Save this line to raise the duty." in made


@pytest.mark.req("MS-09")
@pytest.mark.hazard("HZ-02")
def test_not_told_is_said_in_words_with_the_numbers_to_ring() -> None:
    made = render(
        "{% from 'ui/components.html' import not_told %}{{ not_told(notice) }}",
        notice={"title": "Police have NOT been told", "text": "x", "numbers": [{"number": "101", "label": "Other"}]},
    )
    assert "Police have NOT been told" in words(made) and 'href="tel:101"' in made


def test_what_is_typed_is_escaped_everywhere() -> None:
    hostile = '"><script>alert(1)</script>'
    made = line(evidence=hostile, source=hostile, when=hostile, today=hostile, meaning=hostile, ask=hostile)
    made += render(
        "{% from 'ui/components.html' import identity, voice %}{{ identity(c) }}{{ voice(s) }}",
        c={"name": hostile, "area": hostile, "twin": {"text": hostile}},
        s={"quote": hostile, "name": hostile},
    )
    assert "<script" not in made
    assert made.count("&lt;script&gt;") == 14


def test_a_line_feed_at_the_start_of_a_text_survives_the_form() -> None:
    made = (
        engines["jinja2"]
        .from_string("{% from 'ui/matrix.html' import indicator_line %}{{ indicator_line(line) }}")
        .render({"line": {"code": "L1", "label": "x", "evidence": "\nafter"}})
    )
    # HTML drops the first line feed of a text area; the second one is the person's.
    assert re.search(r"<textarea[^>]*>\n\nafter</textarea>", made)


def test_the_error_summary_comes_first_and_the_title_says_error() -> None:
    made = render("{% extends 'ui/page.html' %}", errors=[{"text": "Enter a date", "href": "#date-day"}])
    assert "<title>Error: Page – Safelight</title>" in made
    assert made.index("There is a problem") > made.index("<main")


def test_signing_out_is_a_form_with_its_token() -> None:
    made = (
        engines["jinja2"]
        .from_string("{% extends 'ui/page.html' %}")
        .render({"signed_in": {"name": "R", "role": "x"}, "sign_out_url": "/out", "csrf_input": "TOKEN"})
    )
    forms = re.findall(r"<form[^>]*action=\"/out\"[^>]*>(.*?)</form>", made, re.S)
    assert len(forms) == 2  # on the bar, and in the menu of a telephone
    assert all("TOKEN" in form for form in forms)


def test_only_pages_that_are_given_are_linked() -> None:
    made = render("{% extends 'ui/page.html' %}", signed_in={"name": "R"}, navigation=[{"text": "A", "href": "/a"}])
    menu = made.split("<nav")[1].split("</nav>")[0]
    assert set(re.findall(r'href="([^"]*)"', menu)) == {"/a"}
