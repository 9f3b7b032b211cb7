"""Every component, rendered on sample pages: valid HTML, strict content security, nothing told by colour alone."""

import re

import html5lib
import pytest

PAGES = ("child", "matrix", "plan", "rating", "sign_in")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_valid_html_without_inline_style_or_script(sample_pages: dict[str, str], name: str) -> None:
    page = sample_pages[name]
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page)
    assert [error for error in parser.errors if error[1] != "expected-doctype-but-got-start-tag"] == []
    assert not re.search(r"\sstyle\s*=", page)
    assert not re.search(r"\son[a-z]+\s*=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    identifiers = re.findall(r'\sid="([^"]*)"', page)
    assert sorted(identifiers) == sorted(set(identifiers))
