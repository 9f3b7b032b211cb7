"""Phrases as definition files write them, turned into patterns. Pure.

``poor/bad choice`` is one of the words that are divided by strokes, ``[very] young`` may lack the words in square
brackets, ``<self>`` is any phrase of the list of that name, and ``..3`` stands for up to three other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# Between two words: white space or hyphens, or one line end. A blank line ends a paragraph, and every phrase with it.
GAP = r"(?>(?:[^\S\n]|[-\u2010-\u2015]|\n(?!\s*?\n)){1,40})"
_WORD = r"[\w'’ʼ]+"
_APOSTROPHE = "['’‘ʼ]"
_TOKEN = re.compile(r"\[[^\[\]]*\]|<[a-z_]+>|[^\s\[\]<>]+")
_MANY = re.compile(r"\.\.([1-9][0-9]?)$")
_OPENING = "[\"“”„'‘’]?"


class BadPhrase(ValueError):
    """A phrase that can't be read; the message says why."""


Lists = Mapping[str, Iterable[str]]


def pattern(phrases: Iterable[str], lists: Lists) -> re.Pattern[str]:
    """Finds any of ``phrases`` as whole words. Raises ``BadPhrase``."""
    return re.compile(rf"(?<!\w)(?:{_any(phrases, lists)})(?!\w)", re.IGNORECASE)


def just_before(phrases: Iterable[str], lists: Lists) -> re.Pattern[str]:
    """Finds any of ``phrases`` at the end of a text, where a word (or its quotation mark) is to follow."""
    return re.compile(rf"(?<!\w)(?:{_any(phrases, lists)}){GAP}{_OPENING}\Z", re.IGNORECASE)


def just_after(phrases: Iterable[str], lists: Lists) -> re.Pattern[str]:
    """Matches any of ``phrases`` where a word (or its closing quotation mark) ends."""
    return re.compile(rf"{_OPENING}{GAP}(?:{_any(phrases, lists)})(?!\w)", re.IGNORECASE)


def _any(phrases: Iterable[str], lists: Lists, within: tuple[str, ...] = ()) -> str:
    # The longest first: an alternative ends the search for others.
    return "|".join(sorted((_one(each, lists, within) for each in phrases), key=len, reverse=True))


def _one(phrase: str, lists: Lists, within: tuple[str, ...]) -> str:
    tokens = _TOKEN.findall(phrase)
    if not tokens or "".join(tokens).replace(" ", "") != phrase.replace(" ", ""):
        raise BadPhrase(f"{phrase!r} can't be read")
    built, started = "", False
    for token in tokens:
        if many := _MANY.match(token):
            if not started:
                raise BadPhrase(f"{phrase!r} begins with {token}")
            built += rf"(?:{GAP}{_WORD}){{0,{many[1]}}}?"
            continue
        optional = token.startswith("[")
        inner = token[1:-1] if optional else token
        part = _part(inner, phrase, lists, within)
        if started:
            built += f"(?:{GAP}{part})?" if optional else f"{GAP}{part}"
        elif optional:
            built += f"(?:{part}{GAP})?"
        else:
            built += part
            started = True
    if not started:
        raise BadPhrase(f"{phrase!r} has no word that must stand")
    return built


def _part(token: str, phrase: str, lists: Lists, within: tuple[str, ...]) -> str:
    """One word, words divided by strokes, a list, or (in brackets) any of these with ``..n``."""
    if many := _MANY.match(token):
        return rf"{_WORD}(?:{GAP}{_WORD}){{0,{int(many[1]) - 1}}}?"
    choices = []
    for word in token.split("/"):
        if word.startswith("<"):
            name = word.strip("<>")
            if name not in lists:
                raise BadPhrase(f"{phrase!r} names the list {name!r}, which there is not")
            if name in within:
                raise BadPhrase(f"the list {name!r} holds itself")
            choices.append(_any(lists[name], lists, (*within, name)))
        elif word and not set(word) & set("[]<>"):
            choices.append(GAP.join(_word(piece) for piece in word.split("-")))
        else:
            raise BadPhrase(f"{phrase!r} can't be read")
    return f"(?:{'|'.join(choices)})"


def _word(word: str) -> str:
    return _APOSTROPHE.join(re.escape(piece) for piece in word.split("'"))
