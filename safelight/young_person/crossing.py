"""What may not cross into a young person's plan: names, places and numbers of anybody who is not a helper. Pure.

Two questions are asked of a text. ``outside`` finds everything that looks like a name, a place or a number of somebody
who is not a helper on this plan. It knows nothing of the record, so the hint that it gives in front of the young person
never tells who is known. ``holds`` asks whether something that the record holds about suspected people stands in the
text, however it is written; its answer is for the worker alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:;\n•]\s*[\"'“‘(]*$")
_CONTACTS = re.compile(
    r"https?://\S+|www\.\S+|[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w+|"  # addresses and names of accounts
    r"(?<![\w+])[+(]?\d(?:[\s().\-/]?\d){4,}(?!\w)|"  # telephone numbers
    r"(?<!\w)[A-Za-z]{2}\d{2}\s?[A-Za-z]{3}(?!\w)|"  # number plates
    r"(?<!\w)[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}(?!\w)"  # postcodes
)
# Always written with a capital, and nobody's name.
_NO_NAMES = frozenset(
    "i i’m i’ll i’ve i’d monday tuesday wednesday thursday friday saturday sunday january february march april june "  # noqa: SIM905
    "july august september october november december christmas easter eid diwali ramadan hanukkah english welsh "
    "childline ok gp a&e mondays tuesdays wednesdays thursdays fridays saturdays sundays".split()
)
_RELATIVES = frozenset(
    "mum mam mummy mom mama dad daddy nan nana nanna gran granny grandma grandad grandpa grandmother grandfather aunt "  # noqa: SIM905
    "aunty auntie uncle brother sister cousin mr mrs ms miss mx dr".split()
)
# Organisations that a plan names as such: not a place where something happens, nor a person.
_SERVICES = frozenset(
    "police social care worker youth justice team school college nurse health mash section children child services "  # noqa: SIM905
    "service camhs manager officer parents parent carers carer family group individual alert registration network "
    "clinic counselling meeting strategy misper gum dna cse yp city orders walk-in breakout lead leads "
    "the and of for to at in a an on yp act order notice warning abduction".split()
)


@cache
def plain_words() -> frozenset[str]:
    """Everyday words, in small letters: at the start of a sentence they are no names."""
    return frozenset((Path(__file__).parent / "plain_words.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True)
class Outside:
    """Something that looks like the name, place or number of somebody who is no helper: where, and how it stands."""

    start: int
    end: int
    words: str


def key(word: str) -> str:
    """A word as it is compared: small letters, one kind of apostrophe, no possessive."""
    small = word.casefold().replace("'", "’")
    return small.removesuffix("’s").removesuffix("’")


def outside(text: str, helpers: Iterable[str], allowed: Iterable[str] = (), *, english: bool = True) -> list[Outside]:
    """What looks like a name, place, number or account and belongs to none of ``helpers`` (names and numbers).

    ``allowed`` are words that somebody has said are no names. Words in small letters are taken as words; so is the
    first of a sentence when it is an everyday word, or when the text is not ``english``.
    """
    known = {key(word) for name in helpers for word in _WORD.findall(name)}
    numbers = {digits for name in helpers if len(digits := _digits(name)) >= 3}
    spared = known | {key(word) for word in allowed} | _NO_NAMES | _RELATIVES
    allowed_contacts = {one.strip().casefold() for one in allowed}
    found = [
        Outside(*one.span(), one.group())
        for one in _CONTACTS.finditer(text)
        if _digits(one.group()) not in numbers and one.group().strip().casefold() not in allowed_contacts
    ]
    taken = [(one.start, one.end) for one in found]
    for one in _WORD.finditer(text):
        word = one.group()
        if any(start <= one.start() < end for start, end in taken) or not _capital(word) or _spared(word, spared):
            continue
        if _starts_sentence(text, one.start()) and (not english or key(word) in plain_words()):
            continue
        found.append(Outside(one.start(), one.end(), word))
    return sorted(_joined(text, found), key=lambda each: each.start)


def _capital(word: str) -> bool:
    return word[0].isupper()


def _spared(word: str, spared: set[str]) -> bool:
    small = word.casefold().replace("'", "’")
    return small in spared or key(word) in spared or all(key(part) in spared for part in word.split("-"))


def _starts_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\"'“‘(")
    return not before or _SENTENCE_END.search(before) is not None


def _joined(text: str, found: list[Outside]) -> list[Outside]:
    """Names that stand side by side are one: ``Harbour Kebab``."""
    result: list[Outside] = []
    for one in sorted(found, key=lambda each: each.start):
        last = result[-1] if result else None
        if last and text[last.end : one.start] in (" ", "-", " & "):
            result[-1] = Outside(last.start, one.end, text[last.start : one.end])
        else:
            result.append(one)
    return result


def _digits(text: str) -> str:
    digits = "".join(each for each in text if each.isdecimal())
    return "0" + digits[2:].removeprefix("0") if digits.startswith("44") and len(digits) > 11 else digits


def names_in(text: str) -> list[str]:
    """The names and places in running text: words with a capital that does not only begin a sentence, and contacts."""
    return [one.words for one in outside(text, ()) if not _SERVICES.issuperset(map(key, _WORD.findall(one.words)))]


def holds(text: str, held: Iterable[str], own: Iterable[str] = ()) -> bool:
    """Whether any name, place or number of ``held`` stands in ``text``, whatever its capitals, spaces or apostrophes.

    The whole of it counts, and each part that could stand alone; a part that is an everyday word only with a capital.
    ``own`` are the child's and the helpers' names, which are no secret.
    """
    spared = {key(word) for name in own for word in _WORD.findall(name)} | _RELATIVES | _SERVICES | _NO_NAMES
    small = " ".join(key(word) for word in _WORD.findall(text))
    words = {key(word) for word in _WORD.findall(text)}
    capitals = {key(word) for word in _WORD.findall(text) if _capital(word)}
    squeezed = re.sub(r"[\s().\-/]", "", text).casefold()
    for one in held:
        parts = [key(word) for word in _WORD.findall(one)]
        whole = [part for part in parts if part not in spared]
        if len(whole) > 1 and f" {' '.join(parts)} " in f" {small} ":
            return True
        for part in whole:
            if len(part) > 1 and part in (capitals if part in plain_words() else words):
                return True
        for contact in _CONTACTS.findall(one):
            digits = _digits(contact)
            if (digits if len(digits) > 4 else re.sub(r"\s", "", contact).casefold()) in squeezed:
                return True
    return False
