"""How old a reader has to be for a text, and what would make it easier to read (YP-02, N, L). Pure.

The measure is the Flesch-Kincaid grade level, 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (J. P. Kincaid
and others, Derivation of New Readability Formulas, Research Branch Report 8-75, Naval Technical Training Command,
1975), to which five years are added: children enter the first grade at six. It knows only the length of words and
sentences and is made for English; of a few words, or of Welsh, it is no more than a rough sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from safelight.language.definition import plainer_words
from safelight.language.phrases import pattern

LOWEST = 5.0
HIGHEST = 22.0
TARGET = 11
"""The age to aim at where the child's is not known."""
_YEARS_BEFORE_FIRST_GRADE = 5
_LONG_WORD = 4

_ADDRESS = re.compile(r"\S*(?://|www\.|@)\S*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+|(?<=[0-9])[.,:][0-9]+)*")
# A sentence ends at its mark, at a blank line, and at a line's end unless the next goes on in small letters.
_END = re.compile(r"[.!?…]+[\"”’'»)\]]*(?=\s|$)|\n\s*(?=\n|[^a-z\s]|$)")
_ABBREVIATION = re.compile(r"(?<!\w)(?:mr|mrs|ms|dr|st|e\.g|i\.e|etc|approx|vs|no|tel|[a-z])$", re.IGNORECASE)
_PASSIVE = re.compile(
    r"(?<!\w)(?:am|is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?"
    r"(?:\w{2,}ed|given|taken|made|done|seen|told|kept|held|sent|shown|written|chosen|found|run|led|met|put|set)"
    r"\s+by(?!\w)",
    re.IGNORECASE,
)
_VOWELS = re.compile(r"[aeiouy]+")
_TWO_SOUNDS = re.compile(
    r"i(?:a(?!g|l$|lly$|ls$|n$|ns$)|o(?!n|us|ur)|um|er$|est$|ety)|[^cgtsq]i(?:al|an|ous)|eo(?!us|n$|ple)|ua(?!rd|rt|ge|de|y$)|"
    r"u(?:ou|ity|ing|el$)|[aeo]ing|yi(?=ng)|ea(?:te|tion|tive)|(?<!t)(?<!s)io(?=let|n[ie])|creat|react|reali[ts]|being|"
    r"(?:^sc|[^ct])ie(?:nce|nt|t$|ts$)|^lion|(?:ar|id)ea(?:s|$)|yone$"
)
_SILENT_E = re.compile(r"[^aeiouy]e$|[^aeiouyl]ue$|[aeiouy]{2,}[^aeiouyl]e$")
_SOUNDED_LE = re.compile(r"[^aeiouyl]le[ds]?$|[bt]re[ds]?$")
_ACUTE = "\N{COMBINING ACUTE ACCENT}"
_SILENT_ED = re.compile(r"[^aeioutd]ed$|[aeiou]{1}[^aeiouytd]+ed$")
_SILENT_ES = re.compile(r"[^aeiouycgszxlh]es$|[^aeiouyhsxzcg]hes$|[aeiouy]les$")
_SILENT_INSIDE = re.compile(
    r"(?<=^ev)e(?=ry)|(?<=^som)e(?=[obhw])|(?<=^lif)e(?=[st])|(?<=[aeiouy][^aeiouy])(?<!^el)e(?=(?:ly|ful|ment|ments|less|ness|ty|where|thing|times?|guard\w*)$)"
)


@dataclass(frozen=True, slots=True)
class Hint:
    """One place, from ``start`` up to, not including, ``end``, in characters, and what would be easier there."""

    start: int
    end: int
    hint: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The age at which a text is easy to read, in years with one decimal, from 5 to 22, and hints in its order."""

    reading_age: float
    hints: list[Hint] = field(default_factory=list)


def measure(text: str, age: int | None = None) -> Reading:
    """How old a reader of ``text`` has to be, and hints for one of ``age`` years (None: not known).

    A text without words reads at the lowest age.
    """
    plain = _ADDRESS.sub(lambda found: " " * len(found.group()), text)
    sentences = [(start, end, words) for start, end in _sentences(plain) if (words := _words(plain, start, end))]
    reading_age = _age(sentences)
    hints = [*_long_sentences(sentences, longest_sentence(age)), *_plainer(plain), *_passives(plain)]
    if reading_age > (TARGET if age is None else age):
        told = [(hint.start, hint.end) for hint in hints if hint.end - hint.start < 60]
        hints += _long_words(sentences, told)
    return Reading(reading_age, sorted(hints, key=lambda hint: (hint.start, -hint.end, hint.hint)))


def longest_sentence(age: int | None) -> int:
    """How many words a sentence may have before it is pointed out, for a reader of this age."""
    if age is None or age >= 15:
        return 20
    return 15 if age >= 11 else 12


def syllables(word: str) -> int:
    """How many syllables an English word has, near enough: groups of vowels less silent ones. A number has one."""
    return sum(_syllables_of(part) for part in re.split(r"[-‐–]", word) if part) or 1


@lru_cache(maxsize=20_000)
def _syllables_of(word: str) -> int:
    letters = unicodedata.normalize("NFD", word.lower())
    plain = re.sub(r"['’ʼ]s$", "", letters)
    sounded_end = plain.endswith(_ACUTE)
    plain = re.sub(r"[^a-z]", "", plain)
    if len(plain) <= 3:
        return 2 if plain in ("any", "via", "ago") else 1
    plain = _SILENT_INSIDE.sub("", plain)
    count = len(_VOWELS.findall(plain)) + len(_TWO_SOUNDS.findall(plain))
    if sounded_end or _SOUNDED_LE.search(plain):
        return max(count, 1)
    if _SILENT_E.search(plain) or _SILENT_ED.search(plain) or _SILENT_ES.search(plain):
        count -= 1
    return max(count, 1)


_Sentence = tuple[int, int, list["re.Match[str]"]]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for found in _END.finditer(text):
        if text[found.start()] == "." and _ABBREVIATION.search(text, max(begin, found.start() - 8), found.start()):
            continue
        end = found.start() if text[found.start()] == "\n" else found.end()
        yield begin, end
        begin = found.end()
    yield begin, len(text)


def _words(text: str, start: int, end: int) -> list[re.Match[str]]:
    return list(_WORD.finditer(text, start, end))


def _age(sentences: list[_Sentence]) -> float:
    words = [word.group() for _start, _end, found in sentences for word in found]
    if not words:
        return LOWEST
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return round(min(max(grade + _YEARS_BEFORE_FIRST_GRADE, LOWEST), HIGHEST), 1)


def _long_sentences(sentences: list[_Sentence], longest: int) -> Iterator[Hint]:
    for _start, end, words in sentences:
        if len(words) > longest:
            yield Hint(
                words[0].start(), end, f"{len(words)} words in one sentence. Make two, of at most {longest} words."
            )


def _plainer(text: str) -> Iterator[Hint]:
    for found, plainer in _plain_patterns():
        for each in found.finditer(text):
            yield Hint(each.start(), each.end(), f"A plainer word: {plainer}.")


@cache
def _plain_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((pattern(each.words, {}), each.plainer) for each in plainer_words().words)


def _passives(text: str) -> Iterator[Hint]:
    for found in _PASSIVE.finditer(text):
        yield Hint(found.start(), found.end(), "Begin with who does it.")


def _long_words(sentences: list[_Sentence], told: list[tuple[int, int]]) -> Iterator[Hint]:
    """Words of four syllables and more, each once; names, and what was told already, are left out."""
    seen: set[str] = set()
    for _start, _end, words in sentences:
        for place, word in enumerate(words):
            written = word.group()
            if (place and written[0].isupper()) or written.lower() in seen or syllables(written) < _LONG_WORD:
                continue
            seen.add(written.lower())
            if not any(start < word.end() and word.start() < end for start, end in told):
                yield Hint(word.start(), word.end(), "A long word. Is there a shorter one?")
