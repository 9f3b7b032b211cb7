"""Where in a text somebody's spoken words stand between quotation marks. Pure.

What a child said is the child's: nobody is told to word it otherwise. So that it is never touched, this errs towards
taking words as spoken: it can't know who "she" in "she said" is, and a mark that is never closed reaches to the end
of its paragraph, as while it is being typed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_DOUBLE = '"“”„‟«»＂'
_SINGLE = "'‘’‚‹›"
_SPEECH = (
    r"(?<!\w)(?:said|says|say|saying|told|tells|tell|telling|replied|replies|answered|answers|asked|asks|"
    r"shouted|shouts|whispered|whispers|texted|texts|messaged|disclosed|discloses|added)(?!\w)"
)
_SAID = re.compile(_SPEECH, re.IGNORECASE)
_PARAGRAPH = re.compile(r"\n(?:[^\S\n]*\n)+")
# A sentence ends here unless an abbreviation stands before.
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’'»)]*\s+(?=[^a-z\s])|\n(?=\s*[-•*]\s)")
_ABBREVIATION = re.compile(r"(?<!\w)(?:mr|mrs|ms|miss|dr|st|prof|sgt|pc|dc|e\.g|i\.e|approx|[a-z])$", re.IGNORECASE)
# Words that begin with an apostrophe, so that it opens nothing.
_ELIDED = re.compile(
    r"['’‘](?:cause|cos|coz|em|til|till|twas|tis|n|bout|round|ere|im|er|ave|e|ad|alf|[0-9]{2}s?)(?!\w)", re.IGNORECASE
)
# Endings after which a single mark may be an apostrophe: plurals ("the boys' club") and dropped letters ("goin'").
_APOSTROPHE_ENDING = re.compile(r"(?:s|x|z|in|an|o|wi|th|ol)$", re.IGNORECASE)
# "…," she said: up to three words and a word of saying, directly behind.
_ATTRIBUTED = re.compile(rf",?\s*(?:[\w’'-]+\s+){{0,3}}?{_SPEECH}", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;:.…–—-]*(?:(?:and|then|and then|but|or)\s+)?", re.IGNORECASE)
_ENDS = ".!?…"
_ANY_DOUBLE = re.compile(f"[{_DOUBLE}]")
_ANY_SINGLE = re.compile(f"[{_SINGLE}]")
# Feet and inches: the mark closes nothing.
_INCHES = re.compile(r"[0-9]['’][0-9]{1,2}$")
# As far back as an abbreviation or a doubtful ending reaches.
_BACK = 8


@dataclass(frozen=True)
class _Quote:
    """A quotation: from its opening mark up to, not including, ``end``, and whether it was closed."""

    start: int
    end: int
    closed: bool


def spoken(text: str) -> list[tuple[int, int]]:
    """The places of spoken words between quotation marks, with their marks, in order; offsets in characters."""
    found: list[tuple[int, int]] = []
    led_in = running = False
    for begin, end in _paragraphs(text):
        paragraph = _Paragraph(text[begin:end])
        here = paragraph.spoken(led_in=led_in, running=running)
        found += [(begin + quote.start, begin + quote.end) for quote in here]
        # A quotation that runs over several paragraphs opens each of them and is closed in the last.
        running = bool(here) and here[-1] is paragraph.quotes[-1] and not here[-1].closed
        led_in = paragraph.leads_in()
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for gap in _PARAGRAPH.finditer(text):
        yield begin, gap.start()
        begin = gap.end()
    yield begin, len(text)


class _Paragraph:
    """A paragraph with its quotations. ``bare`` is its text, as long as before, with the quotations blanked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.quotes = list(_quotes(text))
        self.bare = self._bare()
        self.sentences = [0] + [
            end.end()
            for end in _SENTENCE_END.finditer(self.bare)
            if not _ABBREVIATION.search(self.bare, max(0, end.start() - _BACK), end.start())
        ]
        self.sayings = [found.start() for found in _SAID.finditer(self.bare)]

    def spoken(self, *, led_in: bool, running: bool) -> list[_Quote]:
        """The quotations that are spoken words. ``led_in`` and ``running`` tell of the paragraph before."""
        found: list[_Quote] = []
        beginning = len(self.text) - len(self.text.lstrip())
        for quote in self.quotes:
            if (
                self._said_before(quote.start)
                or (quote.start == beginning and (led_in or running))
                or (found and _BETWEEN.fullmatch(self.text, found[-1].end, quote.start))
                or self._attributed(quote)
                or self._stands_alone(quote)
            ):
                found.append(quote)
        return found

    def leads_in(self) -> bool:
        """Whether it ends as a paragraph does that a quotation follows: "Maya said:"."""
        end = self.bare.rstrip()
        return bool(end) and end[-1] not in _ENDS and end[-1] != "_" and self._said_before(len(end))

    def _bare(self) -> str:
        pieces, place = [], 0
        for quote in self.quotes:
            blank = "_" * (quote.end - quote.start)
            # The mark that ends a sentence inside a quotation ends the sentence around it too.
            if quote.closed and quote.end - quote.start > 2 and self.text[quote.end - 2] in _ENDS:
                blank = blank[:-1] + self.text[quote.end - 2]
            pieces += [self.text[place : quote.start], blank]
            place = quote.end
        return "".join([*pieces, self.text[place:]])

    def _said_before(self, place: int) -> bool:
        """Whether a word of saying stands before ``place`` in the same sentence."""
        sentence = self.sentences[bisect_right(self.sentences, place) - 1]
        count = bisect_right(self.sayings, place)
        return count > 0 and self.sayings[count - 1] >= sentence

    def _attributed(self, quote: _Quote) -> bool:
        """Whether who said it stands directly behind: "…," she said."""
        full_stop = self.text[quote.end - 2] == "." and self.text[quote.end - 3 : quote.end - 1] != ".."
        return quote.closed and not full_stop and _ATTRIBUTED.match(self.bare, quote.end) is not None

    def _stands_alone(self, quote: _Quote) -> bool:
        """Whether it is a whole sentence directly behind one that says that somebody spoke: "She told me. “I …”"."""
        whole = quote.closed and (
            self.text[quote.end - 2] in _ENDS
            or self.text[quote.end : quote.end + 1] in tuple(_ENDS)
            or not self.text[quote.end :].strip()
        )
        before = quote.start - 1
        while before >= 0 and self.bare[before].isspace():
            before -= 1
        if not whole or before < 0 or self.bare[before] not in _ENDS:
            return False
        return self._said_before(before)


def _quotes(text: str) -> Iterator[_Quote]:
    place = 0
    no_single_ends = False
    while place < len(text):
        mark = text[place]
        if mark in _DOUBLE and _opens_double(text, place):
            end = _close_double(text, place)
        elif mark in _SINGLE and _opens_single(text, place):
            end = None if no_single_ends else _close_single(text, place)
            no_single_ends = no_single_ends or end is None
            if end is None and _ELIDED.match(text, place):
                place += 1
                continue
        else:
            place += 1
            continue
        yield _Quote(place, len(text) if end is None else end + 1, end is not None)
        place = len(text) if end is None else end + 1


def _opens_double(text: str, place: int) -> bool:
    # After a digit it is a sign for inches or seconds.
    return place + 1 < len(text) and not (place and text[place - 1].isdigit())


def _close_double(text: str, opening: int) -> int | None:
    depth = 1
    for found in _ANY_DOUBLE.finditer(text, opening + 1):
        place = found.start()
        if _INCHES.search(text, max(opening, place - _BACK), place):
            continue
        opens = text[place] in "“„«" and text[opening] in "“„«" and _looks_opening(text, place)
        depth += 1 if opens else -1
        if depth == 0:
            return place
    return None


def _looks_opening(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place + 1 : place + 2]
    return (before.isspace() or before in "([-–—:,'‘") and bool(after) and not after.isspace()


def _opens_single(text: str, place: int) -> bool:
    before, after = text[place - 1] if place else " ", text[place + 1 : place + 2]
    return bool(after) and not after.isspace() and not before.isalnum()


def _close_single(text: str, opening: int) -> int | None:
    """The closing mark: the first that can be nothing else, otherwise the last that may be an apostrophe."""
    doubtful = None
    for found in _ANY_SINGLE.finditer(text, opening + 1):
        place = found.start()
        before, after = text[place - 1], text[place + 1 : place + 2]
        if before.isspace() or after.isalnum():
            continue
        if not after.isspace() or not _APOSTROPHE_ENDING.search(text, max(0, place - _BACK), place):
            return place
        doubtful = place
    return doubtful
