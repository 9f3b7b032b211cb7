"""Finds where a term stands in a text, so that its meaning can be shown there. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar


class Named(Protocol):
    """Anything that explains a term."""

    @property
    def term(self) -> str:
        """The term as it is written."""
        ...


_Term = TypeVar("_Term", bound=Named)


def split(text: str, terms: Sequence[_Term]) -> list[str | tuple[str, _Term]]:
    """The text in parts: plain words, and each term's first place as ``(as written, term)``.

    Abbreviations (two capitals or more) are found as they are written; other terms in either case. Only whole words
    count, a plural s may follow, and of two terms at one place the longer is taken. The parts joined are the text.
    """
    if not terms:
        return [text] if text else []
    by_name = {_key(one.term): one for one in terms}
    names = sorted((re.escape(one.term) for one in terms), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)({'|'.join(names)})(s?)(?!\w)", re.IGNORECASE)
    parts: list[str | tuple[str, _Term]] = []
    seen: set[str] = set()
    done = 0
    for match in pattern.finditer(text):
        written = match.group(1)
        term = by_name.get(_key(written))
        if term is None or not _alike(term.term, written) or term.term in seen:
            continue
        seen.add(term.term)
        if match.start() > done:
            parts.append(text[done : match.start()])
        parts.append((match.group(0), term))
        done = match.end()
    if done < len(text):
        parts.append(text[done:])
    return parts


def _key(name: str) -> str:
    return name.casefold()


def _alike(term: str, written: str) -> bool:
    if sum(letter.isupper() for letter in term) >= 2:
        return term == written
    return True
