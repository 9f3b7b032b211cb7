"""The check that every fetched page goes through: it passes a sound page and names what is wrong with others."""

import pytest

from tests.html import html_problems

SOUND = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>My work – Safelight</title></head>
<body><a href="#main">Skip</a><main id="main"><h1>My work</h1>
<form><label for="name">Name</label><input id="name" name="name" aria-describedby="hint"><p id="hint">As they say it</p></form>
</main></body></html>"""


def test_a_sound_page_has_no_problems() -> None:
    assert html_problems(SOUND) == []


@pytest.mark.parametrize(
    ("good", "bad", "says"),
    [
        ("<title>My work – Safelight</title>", "<title>Safelight</title>", "the title"),
        (' lang="en"', "", "language"),
        ("<h1>My work</h1>", "<h2>My work</h2>", "0 h1"),
        ('<p id="hint">', '<p id="name">', "occurs 2 times"),
        ('for="name"', 'for="nome"', "“nome”, which is not there"),
        ('href="#main"', 'href="#top"', "“#top”, which is not there"),
        ("<form>", '<form style="color: red">', "form has style"),
        ("<form>", '<form onsubmit="go()">', "form has onsubmit"),
        ("</main>", "<script>go()</script></main>", "an inline script"),
        ("</form>", "</form></div>", "end-tag-too-early"),
        ("<!DOCTYPE html>", "", "expected-doctype"),
    ],
)
def test_what_is_wrong_is_named(good: str, bad: str, says: str) -> None:
    assert good in SOUND
    assert any(says in problem for problem in html_problems(SOUND.replace(good, bad)))
