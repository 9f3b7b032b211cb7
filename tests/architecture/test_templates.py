"""Templates hold no script, style or event handler of their own: the content policy forbids them in the browser."""

import re

from tests.architecture.tree import SAFELIGHT, short

INLINE = {
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "a style sheet in the page": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.I),
    "an event handler": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.I),
    "an address that is a script": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*(?:javascript|data):", re.I),
    "something from another host": re.compile(r"<(?:script|link|img|iframe|object|embed)[^>]*(?:https?:)?//", re.I),
    "text let through unescaped": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+false", re.I),
}


def test_the_patterns_find_what_they_are_for() -> None:
    wrong = (
        "<script>x()</script>",
        "<style>b{}</style>",
        '<p class="a" style="color:red">',
        '<a href="/" onclick="x()">',
        '<a href="javascript:x()">',
        '<script src="https://example.org/x.js"></script>',
        "{{ words | safe }}",
    )
    for line, pattern in zip(wrong, INLINE.values(), strict=True):
        assert pattern.search(line), line


def test_no_template_brings_anything_inline_or_from_elsewhere() -> None:
    found = [
        f"{short(path)}: {name}: {match.group()}"
        for path in sorted(SAFELIGHT.rglob("templates/**/*.html"))
        for name, pattern in INLINE.items()
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found
