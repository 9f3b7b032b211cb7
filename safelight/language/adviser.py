"""Points out words that blame or judge a child: where, why, and what to say instead (LA-01, L). Pure.

It never blocks and it never touches what a child said: words between quotation marks after "said", "told" or "says"
are left alone. Offsets count characters (code points) of the text as given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from safelight.language.definition import Words, words_about_children
from safelight.language.phrases import just_after, just_before, pattern
from safelight.language.quotations import spoken

# As far back as anything that makes a phrase harmless may reach.
_BACK = 120
_ADDRESS = re.compile(r"\S*(?://|www\.|@)\S*", re.IGNORECASE)
_BLANK = "\x00"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place: from ``start`` up to, not including, ``end``; the words there, why they harm, what is better."""

    start: int
    end: int
    term: str
    why: str
    instead: str


@dataclass(frozen=True, slots=True)
class Advice:
    """A finding with the code of the entry in the definition file that it comes from."""

    code: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str
    finds: re.Pattern[str]
    not_after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    under_age: int | None
    why: str
    instead: str


def check(text: str, age: int | None = None) -> list[Finding]:
    """What in ``text`` blames or judges a child of ``age`` years (None: not known), in the order of the text.

    Of places that overlap, the longest is told.
    """
    return [each.finding for each in advise(text, age)]


def advise(text: str, age: int | None = None) -> list[Advice]:
    """As `check`, each finding with its code."""
    masked = _masked(text)
    found = [
        Advice(rule.code, Finding(start, end, text[start:end], rule.why, rule.instead))
        for rule in _rules()
        if rule.under_age is None or age is None or age < rule.under_age
        for start, end in _places(rule, masked)
    ]
    taken = bytearray(len(text))
    kept: list[Advice] = []
    for each in sorted(found, key=lambda one: (one.finding.start - one.finding.end, one.finding.start)):
        start, end = each.finding.start, each.finding.end
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            kept.append(each)
    return sorted(kept, key=lambda one: one.finding.start)


def _rules_of(words: Words) -> tuple[_Rule, ...]:
    """The rules that a definition file stands for."""
    lists = words.lists
    return tuple(
        _Rule(
            word.code,
            pattern(word.phrases, lists),
            just_before(word.not_after, lists) if word.not_after else None,
            just_after(word.not_before, lists) if word.not_before else None,
            word.under_age,
            word.why,
            word.instead,
        )
        for word in words.words
    )


@cache
def _rules() -> tuple[_Rule, ...]:
    return _rules_of(words_about_children())


def _masked(text: str) -> str:
    """The text, as long as before, without spoken words and without addresses of pages and people."""
    pieces, place = [], 0
    for start, end in spoken(text):
        pieces += [text[place:start], _BLANK * (end - start)]
        place = end
    masked = "".join([*pieces, text[place:]])
    return _ADDRESS.sub(lambda found: _BLANK * len(found.group()), masked)


def _places(rule: _Rule, masked: str) -> Iterator[tuple[int, int]]:
    for found in rule.finds.finditer(masked):
        start, end = found.span()
        if rule.not_after and rule.not_after.search(masked, max(0, start - _BACK), start):
            continue
        if rule.not_before and rule.not_before.match(masked, end):
            continue
        yield start, end
