"""Where in a text somebody's spoken words stand between quotation marks. Pure.

What a child said is the child's: nobody is told to word it otherwise. So that it is never touched, this errs towards
taking words as spoken: it can't know who "she" in "she said" is, and a mark that is never closed reaches to the end
of its paragraph, as while it is being typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DOUBLE = '"“”„‟«»＂'
_SINGLE = "'‘’‚‹›"
_SPEECH = (
    r"(?<!\w)(?:said|says|say|saying|told|tells|tell|telling|replied|replies|answered|answers|asked|asks|"
    r"shouted|shouts|whispered|whispers|texted|texts|messaged|disclosed|discloses|added)(?!\w)"
)
_SAID = re.compile(_SPEECH, re.IGNORECASE)
_PARAGRAPH = re.compile(r"\n\s*?\n")
# A sentence ends here unless an abbreviation stands before.
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’'»)]*\s+(?=[^a-z\s])|\n(?=\s*[-•*]\s)")
_ABBREVIATION = re.compile(
    r"(?<!\w)(?:mr|mrs|ms|miss|dr|st|prof|sgt|pc|dc|e\.g|i\.e|etc|approx|no|[a-z])$", re.IGNORECASE
)
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


@dataclass(frozen=True)
class _Quote:
    """A quotation: from its opening mark up to, not including, ``end``, and whether it was closed."""

    start: int
    end: int
    closed: bool


def spoken(text: str) -> list[tuple[int, int]]:
    """The places of spoken words between quotation marks, with their marks, in order; offsets in characters."""
    found: list[tuple[int, int]] = []
    lead, running = "", False
    for begin, end in _paragraphs(text):
        paragraph = text[begin:end]
        quotes = list(_quotes(paragraph))
        spoken_here = _spoken_in(paragraph, quotes, lead, running)
        found += [(begin + quote.start, begin + quote.end) for quote in spoken_here]
        # A quotation that runs over several paragraphs opens each of them and is closed in the last.
        running = bool(quotes and spoken_here and quotes[-1] is spoken_here[-1] and not quotes[-1].closed)
        lead = paragraph if not quotes else ""
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for gap in _PARAGRAPH.finditer(text):
        yield begin, gap.start()
        begin = gap.end()
    yield begin, len(text)


def _spoken_in(paragraph: str, quotes: list[_Quote], lead: str, running: bool) -> list[_Quote]:
    found: list[_Quote] = []
    bare = _without(paragraph, quotes)
    last: _Quote | None = None
    for quote in quotes:
        before = bare[: quote.start]
        first = not before.strip()
        if (
            _SAID.search(_last_sentence(before))
            or (first and (running or _leads_in(lead)))
            or (last is not None and _BETWEEN.fullmatch(paragraph, last.end, quote.start))
            or _attributed(paragraph, bare, quote)
            or _stands_alone(paragraph, before, quote)
        ):
            found.append(quote)
            last = quote
    return found


def _without(paragraph: str, quotes: list[_Quote]) -> str:
    """The paragraph with quotations blanked, as long as before; the mark that ends a sentence inside one stays."""
    bare = paragraph
    for quote in quotes:
        inner = paragraph[quote.start : quote.end]
        blank = "_" * len(inner)
        if quote.closed and len(inner) > 2 and inner[-2] in _ENDS:
            blank = blank[:-1] + inner[-2]
        bare = bare[: quote.start] + blank + bare[quote.end :]
    return bare


def _last_sentence(before: str) -> str:
    begin = 0
    for end in _SENTENCE_END.finditer(before + "A"):
        if not _ABBREVIATION.search(before[: end.start()]):
            begin = end.end()
    return before[begin:]


def _leads_in(lead: str) -> bool:
    """Whether the paragraph before ends as one does that a quotation follows: "Maya said:"."""
    lead = lead.rstrip()
    return bool(lead) and lead[-1] not in _ENDS and bool(_SAID.search(_last_sentence(lead)))


def _attributed(paragraph: str, bare: str, quote: _Quote) -> bool:
    if not quote.closed:
        return False
    if paragraph[quote.end - 2 : quote.end - 1] == "." and paragraph[quote.end - 3 : quote.end - 1] != "..":
        return False
    return _ATTRIBUTED.match(bare, quote.end) is not None


def _stands_alone(paragraph: str, before: str, quote: _Quote) -> bool:
    """Whether it is a whole sentence directly behind one that says that somebody spoke: "She told me more. “I …”"."""
    whole = quote.closed and (
        paragraph[quote.end - 2] in _ENDS
        or paragraph[quote.end : quote.end + 1] in tuple(_ENDS)
        or not paragraph[quote.end :].strip()
    )
    trimmed = before.rstrip()
    if not whole or not trimmed or trimmed[-1] not in _ENDS:
        return False
    return bool(_SAID.search(_last_sentence(trimmed.rstrip(_ENDS))))


def _quotes(paragraph: str) -> Iterator[_Quote]:
    place = 0
    while place < len(paragraph):
        mark = paragraph[place]
        if mark in _DOUBLE and _opens_double(paragraph, place):
            end = _close_double(paragraph, place)
        elif mark in _SINGLE and _opens_single(paragraph, place):
            end = _close_single(paragraph, place)
            if end is None and _ELIDED.match(paragraph, place):
                place += 1
                continue
        else:
            place += 1
            continue
        yield _Quote(place, len(paragraph) if end is None else end + 1, end is not None)
        place = len(paragraph) if end is None else end + 1


def _opens_double(paragraph: str, place: int) -> bool:
    # After a digit it is a sign for inches or seconds.
    return place + 1 < len(paragraph) and not paragraph[place - 1 : place].isdigit()


def _close_double(paragraph: str, opening: int) -> int | None:
    depth = 1
    for place in range(opening + 1, len(paragraph)):
        mark = paragraph[place]
        if mark not in _DOUBLE:
            continue
        opens = mark in "“„«" and mark != '"' and _looks_opening(paragraph, place)
        depth += 1 if opens and paragraph[opening] in "“„«" else -1
        if depth == 0:
            return place
    return None


def _looks_opening(paragraph: str, place: int) -> bool:
    before, after = paragraph[place - 1 : place], paragraph[place + 1 : place + 2]
    return (not before or before.isspace() or before in "([-–—:,'‘") and bool(after) and not after.isspace()


def _opens_single(paragraph: str, place: int) -> bool:
    before, after = paragraph[place - 1 : place], paragraph[place + 1 : place + 2]
    if not after or after.isspace() or before.isalnum():
        return False
    return paragraph[place] != "›"


def _close_single(paragraph: str, opening: int) -> int | None:
    """The closing mark: the first that can be nothing else, otherwise the last that may be an apostrophe."""
    doubtful = None
    for place in range(opening + 1, len(paragraph)):
        if paragraph[place] not in _SINGLE:
            continue
        before, after = paragraph[place - 1], paragraph[place + 1 : place + 2]
        if before.isspace() or after.isalnum():
            continue
        if after.isspace() and _APOSTROPHE_ENDING.search(paragraph[:place]):
            doubtful = place
        else:
            return place
    return doubtful
