"""Finding words that may have to be blacked out, and taking them out of a text. Pure: no Django.

A person decides about every place; this only proposes. Names are found however they are capitalised or accented, with
any of the usual apostrophes, across line ends, and with a possessive ("Kyle's", "Kyles'"). Places are given as
offsets into the text as it stands.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

# What stands in the place of words that were taken out: always as long, so that it does not tell how long they were.
BLOCK = "■■■■■"


class Kind(StrEnum):
    """Why words are proposed."""

    PERSON_AROUND = "person_around"
    OTHER_CHILD = "other_child"
    PROFESSIONAL = "professional"
    STAFF = "staff"
    TELEPHONE = "telephone"
    ADDRESS = "address"
    EMAIL = "email"
    OWN = "own"


@dataclass(frozen=True, order=True)
class Span:
    """A place in a text: from ``start`` up to, not including, ``end``."""

    start: int
    end: int


@dataclass(frozen=True)
class Known:
    """Somebody whom the record names: their name as it stands there, or a telephone number of theirs."""

    words: str
    kind: Kind
    who: str


@dataclass(frozen=True)
class Spared:
    """What is the child's own and so never proposed: names, numbers and addresses."""

    names: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A place that may have to be blacked out, why, and about whom."""

    span: Span
    kind: Kind
    who: str


_APOSTROPHES = dict.fromkeys(map(ord, "‘’ʼ`´ʹ＇"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_TITLES = frozenset(
    "mr mrs ms miss mx dr prof pc ds dc di dci sgt sergeant constable inspector sir aunt auntie aunty uncle nan nana "  # noqa: SIM905
    "gran granny grandma grandad grandpa grandmother grandfather mum mam dad mother father brother sister step the a "
    "an of and from at foster carer carers friend worker social youth school team service lead key allocated officer "
    "designated nurse police parent parents manager teacher tutor doctor young person child".split()
)
# Two capitals that are far more often something else; they count as initials only with their points.
_ABBREVIATIONS = frozenset("AM PM OK UK TV ID IT GP DS DI DC PC CE CP MP LA SW YP DV RE PE NA TO IN IS AS AT".split())  # noqa: SIM905
# Words that begin sentences or are written with a capital without being anybody's name.
_USUAL = frozenset(
    "a an the this that these those she he they it we you i her his their its our your my him them us me who what when "  # noqa: SIM905
    "where why how which while after before since until because although though if as so but and or nor yet then there "
    "here now today tonight yesterday tomorrow in on at by for from with without to of off over under about between "
    "no not none nothing nobody yes some somebody someone something any anybody all both each every many most more "
    "one two three four five six once twice again also only still just even was were is are be been has have had did "
    "do does can could will would may might must should asked said says told rang called came went saw seen made "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december year english welsh british mum mam dad".split()
) | frozenset(_TITLES)
_LETTER = r"[^\W\d_]"
_CAPITAL = re.compile(rf"(?<![\w'’-])[A-ZÀ-Þ]{_LETTER}*(?:['’-]{_LETTER}+)*")
_POSSESSIVE = re.compile(r"['’]s$")
_SMALL = re.compile(rf"(?<![\w'’-])[a-zß-ÿ]{_LETTER}*(?:['’-]{_LETTER}+)*")
_EMAIL = re.compile(r"[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"(?<![\w+])(?:\+\d{1,3}|\(?0)[\d\s().\-/]{7,}\d(?!\w)")
_POSTCODE = re.compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}(?!\w)", re.IGNORECASE)
_STREETS = (
    "Street|Road|Lane|Close|Row|Terrace|Way|Drive|Court|Avenue|Gardens|Crescent|Place|Grove|Hill|Rise|Square|Mews|"
    "Park|Walk|View|Green|House|Heol|Ffordd|St|Rd|Ave|Cl|Dr"
)
_STREET = re.compile(
    rf"(?<!\w)\d+[a-z]?,?\s+(?:(?:Flat|Heol|Ffordd)\s+)?(?:[A-Z][\w'’-]*\s+){{1,4}}(?:{_STREETS})(?!\w)", re.IGNORECASE
)


def find(text: str, known: Iterable[Known], spared: Spared | None = None) -> list[Found]:
    """Every place of ``text`` that may have to be blacked out, in order; one inside another is left to the larger."""
    own = spared or Spared()
    own_words = {_key(word) for name in own.names for word in (name, *name.split())}
    own_initials = {"".join(word[0] for word in name.split()).upper() for name in own.names if len(name.split()) > 1}
    folded = _Folded(text)
    found: list[Found] = []
    for one in known:
        if one.kind is Kind.TELEPHONE:
            found += [Found(span, one.kind, one.who) for span in _number(text, one.words)]
            continue
        for words in names_in(one.words):
            if _key(words) not in own_words:
                found += [Found(span, one.kind, one.who) for span in folded.places(words)]
        for pattern in _initials(one.words, own_initials):
            found += [Found(Span(*each.span()), one.kind, one.who) for each in pattern.finditer(text)]
    found += [Found(Span(*each.span()), Kind.EMAIL, each.group()) for each in _EMAIL.finditer(text)]
    found += _telephones(text, own.telephones)
    found += _addresses(text, folded, own.addresses)
    return _largest(found)


@dataclass(frozen=True)
class Unknown:
    """Words that may be a name: as written, how often, and where they stand first (the text's number, the place)."""

    words: str
    times: int
    text: int
    span: Span


def may_be_names(
    texts: Sequence[str],
    decided: Sequence[Collection[Span]],
    spared: Spared | None = None,
    usual: Collection[str] = (),
) -> list[Unknown]:
    """Words with a capital that nobody has looked at and that the record does not know.

    ``decided`` are the places of each text that were proposed or decided, ``usual`` words in small letters that are no
    names, such as those of the forms. A word counts when it nowhere stands with a small letter, is not the child's own
    and is not written in capitals throughout, as MASH is; words with a capital that follow one another are one name.
    Somebody has to look: a place or a service is found as well as a person.
    """
    own = {part.casefold() for name in (spared or Spared()).names for part in (name, *name.split())}
    small = {_word(each) for text in texts for each in _SMALL.finditer(text)}
    no_names = own | small | _USUAL | set(usual)
    found: dict[str, Unknown] = {}
    for number, (text, taken) in enumerate(zip(texts, decided, strict=True)):
        for span in _runs(text, taken, no_names):
            words = text[span.start : span.end]
            first = found.get(words.casefold(), Unknown(words, 0, number, span))
            found[words.casefold()] = replace(first, times=first.times + 1)
    return [found[key] for key in sorted(found)]


def _runs(text: str, taken: Collection[Span], no_names: Collection[str]) -> Iterator[Span]:
    """Words that may be names, those with only a space between them joined; without a possessive's ending."""
    run: Span | None = None
    for each in _CAPITAL.finditer(text):
        word = _word(each)
        known = len(word) < 2 or word in no_names or each.group().isupper()
        if known or any(span.start < each.end() and each.start() < span.end for span in taken):
            continue
        end = each.end() - (2 if _POSSESSIVE.search(each.group()) else 0)
        if run is not None and text[run.end : each.start()] == " ":
            run = Span(run.start, end)
            continue
        if run is not None:
            yield run
        run = Span(each.start(), end)
    if run is not None:
        yield run


def _word(match: re.Match[str]) -> str:
    return _POSSESSIVE.sub("", match.group()).casefold()


def around(text: str, span: Span, reach: int = 40) -> tuple[str, str, str]:
    """What stands before a place, at it and behind it, cut at whole words some ``reach`` characters away."""
    start, end = max(0, span.start - reach), min(len(text), span.end + reach)
    before, behind = text[start : span.start], text[span.end : end]
    if start:
        before = "… " + before.partition(" ")[2]
    if end < len(text):
        behind = behind.rpartition(" ")[0] + " …"
    return " ".join(before.split()), " ".join(text[span.start : span.end].split()), " ".join(behind.split())


def places(text: str, words: str) -> list[Span]:
    """Where ``words`` stand in ``text`` as whole words, however capitalised, accented, spaced or possessive."""
    return _Folded(text).places(words)


def redact(text: str, spans: Iterable[Span], block: str = BLOCK) -> str:
    """``text`` with every span written as ``block``. Spans that overlap or touch become one.

    Raises ValueError for a span that does not lie in the text: it belongs to another.
    """
    parts: list[str] = []
    end = 0
    for span in joined(spans):
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError("a place that is not in the text")
        parts += [text[end : span.start], block]
        end = span.end
    return "".join([*parts, text[end:]])


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same places in order, with those that overlap or touch made one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def names_in(written: str) -> list[str]:
    """The names in what a record calls somebody: the whole, and each name in it that may stand alone.

    ``Rosa Denholm, mother`` gives the full name, ``Rosa`` and ``Denholm``; a description such as ``Older man`` only
    itself. Titles and words such as "aunt" are no names.
    """
    name = re.split(r"[,(;:/\n]", written, maxsplit=1)[0].strip()
    core = name.split()
    while core and _key(core[0]) in _TITLES:
        core = core[1:]
    found = [name, " ".join(core)] if core else []
    capital = [word for word in core if word[0].isupper() and _key(word) not in _TITLES]
    if len(core) == 1 or len(capital) > 1:
        found += capital
    return [words for words in dict.fromkeys(found) if sum(map(str.isalpha, words)) > 1]


def _initials(written: str, own: Collection[str]) -> list[re.Pattern[str]]:
    """Patterns for the initials of a name of two words or more, and for one name with the other's initial."""
    words = [word for word in names_in(written) if " " not in word]
    if len(words) < 2:
        return []
    first, last = words[0][0].upper(), words[-1][0].upper()
    dotted = rf"(?<!{_LETTER}){first}\.\s?{last}(?:\.|(?!{_LETTER}))"
    found = [
        rf"(?<!{_LETTER}){first}\.?\s{re.escape(words[-1])}(?!{_LETTER})",
        rf"(?<!{_LETTER}){re.escape(words[0])}\s{last}(?:\.|(?!{_LETTER}))",
    ]
    if first + last not in own:
        found.append(dotted)
        if first + last not in _ABBREVIATIONS:
            found.append(rf"(?<!{_LETTER}){first}{last}(?!{_LETTER})")
    return [re.compile(pattern) for pattern in found]


def _digits(text: str) -> str:
    """A telephone number as digits alone, the country's code written as a nought."""
    digits = "".join(character for character in text if character.isdecimal())
    return "0" + digits[2:].removeprefix("0") if digits.startswith("44") and len(digits) > 11 else digits


def _number(text: str, number: str) -> list[Span]:
    digits = [character for character in number if character.isdecimal()]
    if len(digits) < 5:
        return []
    pattern = r"(?<!\d)" + r"[\s().\-/]*".join(digits) + r"(?!\d)"
    return [Span(*each.span()) for each in re.finditer(pattern, text)]


def _telephones(text: str, own: Sequence[str]) -> list[Found]:
    spared = {_digits(each) for each in own}
    found = []
    for each in _TELEPHONE.finditer(text):
        digits = _digits(each.group())
        if 9 <= len(digits) <= 15 and digits not in spared:
            found.append(Found(Span(*each.span()), Kind.TELEPHONE, " ".join(each.group().split())))
    return found


def _addresses(text: str, folded: "_Folded", own: Sequence[str]) -> list[Found]:
    spared = [
        span for address in own for line in (address, *re.split(r"[,\n]", address)) for span in folded.places(line)
    ]
    found = []
    for pattern in (_POSTCODE, _STREET):
        for each in pattern.finditer(text):
            span = Span(*each.span())
            if not any(mine.start <= span.start and span.end <= mine.end for mine in spared):
                found.append(Found(span, Kind.ADDRESS, " ".join(each.group().split())))
    return found


def _largest(found: Iterable[Found]) -> list[Found]:
    """In order, without those that lie within another; of two for the same place the first that was found."""
    result: list[Found] = []
    for each in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
        if not any(kept.span.start <= each.span.start and each.span.end <= kept.span.end for kept in result):
            result.append(each)
    return result


def _key(words: str) -> str:
    return _Folded(words).text.strip(" '.-")


class _Folded:
    """A text made easy to compare: small letters, no accents or invisible characters, single spaces.

    ``origins`` holds for each character of ``text`` where it came from.
    """

    def __init__(self, original: str) -> None:
        self.original = original
        characters: list[str] = []
        self.origins: list[int] = []
        for place, character in enumerate(original):
            if character.isspace():
                made = "" if characters and characters[-1] == " " else " "
            else:
                plain = character.translate(_APOSTROPHES).translate(_DASHES)
                wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
                made = "".join(one for one in wide if not _is_mark(one) and not one.isspace())
            characters += made
            self.origins += [place] * len(made)
        self.text = "".join(characters)

    def places(self, words: str) -> list[Span]:
        """Where ``words`` stand as whole words, with a possessive's ending."""
        wanted = _Folded(words).text.strip()
        if not any(map(str.isalnum, wanted)):
            return []
        # Digits and underlines end a word too, so that a user name such as kyle_2009 is found.
        before = r"(?<![^\W\d_])" if wanted[0].isalpha() else ""
        after = r"(?:'s|s'|s)?(?![^\W\d_])" if wanted[-1].isalpha() else ""
        return [self._span(*each.span()) for each in re.finditer(before + re.escape(wanted) + after, self.text)]

    def _span(self, start: int, end: int) -> Span:
        first, last = self.origins[start], self.origins[end - 1] + 1
        while last < len(self.original) and _is_mark(self.original[last]):
            last += 1
        return Span(first, last)


def _is_mark(character: str) -> bool:
    """An accent that stands on the letter before, or a character that nobody sees."""
    return unicodedata.category(character) in {"Mn", "Me", "Cf"}
