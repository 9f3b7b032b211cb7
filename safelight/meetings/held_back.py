"""What of a meeting waits until somebody says that the family may read it: what police said, what nobody known said,
and what names somebody who stands in VOLT. Pure: no Django's database, no reading of the time.

Our own rules, on the careful side: a line held back for nothing costs whoever sends it one press; one that goes out by
itself can't be taken back (HZ-08).
"""

import re
from collections.abc import Iterable

# How somebody from the police may be called in a box where a name is typed.
_POLICE = re.compile(
    r"\b(?:police|policeman|policewoman|constabulary|constable|sergeant|sgt|detective|inspector|superintendent|pcso|"
    r"pc|dc|ds|di|dci|dcs)\b",
    re.IGNORECASE,
)
# Said of people without naming them. Everything else in a short entry may be a name.
_PLAIN_WORDS = """
a about adult aged also an and another around at beard black blond blonde blue boy boyfriend boys brother by
called car child children cousin dark driver drivers driving elder female first flat for four friend friends
from gang girl girls green grey group hair hatchback her him his house in is known lad lads late later likely
local male man men mid more name named new nickname no not of offender old older on one or other others people
perhaps person possibly red second seen she shop short silver somebody someone street suspect tall taxi
teenager ten that the their them they thin three town two uncle unknown van victim white who with woman women
year years young younger
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*")
_CALLED = re.compile(
    r"\b(?:known as|called|named|nicknamed|nickname|aka|alias|goes by)[:,]?\s+([^.,;()]+)", re.IGNORECASE
)
_QUOTED = re.compile(r"[“\"‘']([^”\"’']{2,40})[”\"’']")
_SHORT = 3  # words: an entry so short is likely a name and nothing else


def is_police(*said_of_them: str) -> bool:
    """Whether a name, role or agency as it was typed says that somebody is of the police."""
    return any(_POLICE.search(words) for words in said_of_them)


def names_in(entries: Iterable[tuple[str, str]], own: Iterable[str]) -> tuple[str, ...]:
    """The names and nicknames in entries of VOLT about people, each as (what was written, what is known).

    Words with a capital letter count, whatever follows “known as”, and everything in an entry of three words or
    fewer; never the child's ``own`` names. The longest first, each once.
    """
    mine = {word.casefold() for name in own for word in _WORD.findall(name)}
    found: dict[str, str] = {}
    for words, known in entries:
        for word in _names_of(words, known):
            plain = word.casefold()
            if len(word) > 1 and plain not in _PLAIN and plain not in mine:
                found.setdefault(plain, word)
    return tuple(sorted(found.values(), key=lambda name: (-len(name), name)))


def _names_of(words: str, known: str) -> Iterable[str]:
    whole = _WORD.findall(words)
    if len(whole) <= _SHORT:
        yield from whole
    yield from (word for word in whole if word[0].isupper())
    for text in (words, known):
        for piece in (*_CALLED.findall(text), *_QUOTED.findall(text)):
            yield from _WORD.findall(piece)[:_SHORT]


def named_in(words: str, names: Iterable[str]) -> str:
    """The first of ``names`` that stands in ``words`` as a word of its own, whatever its capitals; else empty."""
    for name in names:
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE):
            return name
    return ""
