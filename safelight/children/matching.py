"""How alike a search and a record are, and why (BE-01). Pure: no Django.

A name is found by its keys (the same words, the same sound, the same name behind a short form); what is found is
then scored, and each reason is given in a word that the page can say.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz.distance import DamerauLevenshtein

# Short forms that are common in this country. Each line is one name; the first word stands for the line.
NICKNAMES: tuple[tuple[str, ...], ...] = (
    ("abigail", "abi", "abby", "gail"),
    ("alexander", "alexandra", "alex", "alexa", "xander", "sasha", "sandy"),
    ("andrew", "andy", "drew"),
    ("anthony", "antony", "tony"),
    ("benjamin", "ben", "benji"),
    ("catherine", "katherine", "kathryn", "cathy", "kate", "katie", "kat", "kitty", "kathy"),
    ("charlotte", "charles", "charlie", "lottie", "chaz"),
    ("christopher", "christina", "christine", "chris", "chrissy", "kit", "tina"),
    ("daniel", "danielle", "dan", "danny", "dani"),
    ("david", "dave", "davey", "dai"),
    ("edward", "eddie", "ed", "ted", "ned"),
    ("elizabeth", "beth", "liz", "lizzie", "eliza", "betty", "libby", "elsie"),
    ("emily", "em", "emmie", "millie"),
    ("frederick", "freddie", "fred", "frederica"),
    ("gabriel", "gabrielle", "gabriella", "gabe", "gabby", "ella"),
    ("george", "georgina", "georgia", "georgie"),
    ("henry", "harry", "hal"),
    ("isabella", "isabel", "isobel", "bella", "izzy", "issy"),
    ("jacob", "jake"),
    ("james", "jim", "jimmy", "jamie", "jem"),
    ("jennifer", "jen", "jenny"),
    ("jessica", "jess", "jessie"),
    ("john", "johnny", "jack", "jon", "jonathan", "evan", "sion"),
    ("joseph", "josephine", "joe", "joey", "jo", "josie"),
    ("joshua", "josh"),
    ("kimberley", "kim"),
    ("lucy", "lucinda", "lucia", "lu"),
    ("madeleine", "maddie", "maddy"),
    ("margaret", "maggie", "meg", "peggy", "megan", "greta", "mared"),
    ("matthew", "matt", "matty"),
    ("michael", "michaela", "mike", "mick", "mikey"),
    ("mohammed", "muhammad", "mohamed", "mohammad", "muhammed", "mo"),
    ("natasha", "tash", "tasha", "natalia"),
    ("nicholas", "nicola", "nick", "nicky", "nico"),
    ("oliver", "olivia", "ollie", "olly", "liv", "livvy"),
    ("patrick", "patricia", "pat", "paddy", "trish"),
    ("rebecca", "becky", "becca", "bex"),
    ("richard", "rick", "ricky", "dick", "rich"),
    ("robert", "rob", "bob", "bobby", "robbie"),
    ("samuel", "samantha", "sam", "sammy"),
    ("stephen", "steven", "steve", "stephanie", "steph"),
    ("susan", "sue", "susie", "suzie", "susanna"),
    ("theodore", "theo", "teddy", "thea"),
    ("thomas", "tom", "tommy", "thomasina"),
    ("timothy", "tim", "timmy"),
    ("victoria", "vicky", "tori", "vic"),
    ("william", "will", "bill", "billy", "willie", "liam", "wil"),
    ("zachary", "zac", "zach", "zack"),
)
_GROUP = {name: line[0] for line in NICKNAMES for name in line}

SHOWN_FROM = 80  # how alike a name must be when nothing else matches
SHOWN_WITH_BIRTH_FROM = 45  # how alike it must be when the date of birth matches


class Why(StrEnum):
    """Why a record is shown. The page says each in words."""

    REFERENCE = "reference"
    NHS_NUMBER = "nhs_number"
    UPN = "upn"
    LOCAL_REFERENCE = "local_reference"
    NAME_SAME = "name_same"
    NAME_ALIKE = "name_alike"
    NAME_SHORT_FORM = "name_short_form"
    KNOWN_AS = "known_as"
    BORN_SAME = "born_same"
    BORN_SWAPPED = "born_swapped"
    BORN_NEAR = "born_near"
    BORN_DIFFERENT = "born_different"


IDENTIFIERS = frozenset({Why.REFERENCE, Why.NHS_NUMBER, Why.UPN, Why.LOCAL_REFERENCE})


@dataclass(frozen=True)
class Terms:
    """What somebody searches for; whatever is not known is left empty."""

    name: str = ""
    date_of_birth: date | None = None
    identifier: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search for."""
        return not (words(self.name) or self.date_of_birth or self.identifier.strip())


@dataclass(frozen=True)
class Known:
    """What a record holds that a search is compared with."""

    given_name: str
    family_name: str
    known_as: str
    date_of_birth: date | None
    reference: str = ""
    nhs_number: str = ""
    upn: str = ""
    local_reference: str = ""


@dataclass(frozen=True)
class Match:
    """How alike (0 to 300, for order only) and why."""

    score: int
    why: tuple[Why, ...]


def words(name: str) -> tuple[str, ...]:
    """A name's words without capitals, accents and marks: ``Siân O'Neil`` gives ``sian``, ``oneil``."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return tuple(re.sub(r"['’`.]", "", plain).replace("-", " ").split())


def sound(word: str) -> str:
    """A rough key of how a word sounds: ``kayla``, ``kaila`` and ``cayla`` share one. Other scripts stay whole."""
    if not re.fullmatch(r"[a-z]+", word):
        return word
    for spelled, said in (("ph", "f"), ("gh", ""), ("ck", "k"), ("sch", "s"), ("sh", "s"), ("x", "ks")):
        word = word.replace(spelled, said)
    word = word.translate(str.maketrans("cqzvyj", "kksfig"))
    first = "a" if word[:1] in "aeiouh" else ""
    bones = re.sub(r"[aeiouhw]", "", word)
    return first + re.sub(r"(.)\1+", r"\1", bones)


def keys(*names: str) -> frozenset[str]:
    """Every key under which names are filed and looked for; each at most 40 characters."""
    found: set[str] = set()
    for name in names:
        for word in words(name):
            found.add(f"w:{word}"[:40])
            found.add(f"s:{sound(word)}"[:40])
            if word in _GROUP:
                found.add(f"n:{_GROUP[word]}"[:40])
    return frozenset(found)


def swapped(day: date) -> date | None:
    """The date with day and month exchanged, if there is one and it is another."""
    if day.day > 12 or day.day == day.month:
        return None
    return date(day.year, day.day, day.month)


def _alike(one: str, other: str) -> float:
    if one == other:
        return 100.0
    if one in _GROUP and _GROUP.get(other) == _GROUP[one]:
        return 95.0
    close = 100.0 * DamerauLevenshtein.normalized_similarity(one, other)
    return max(close, 85.0) if len(one) > 2 and sound(one) == sound(other) else close


def name_likeness(typed: Iterable[str], held: Iterable[str]) -> float:
    """How alike names are, 0 to 100: the mean over the typed words of the most alike held word."""
    typed, held = list(typed), list(held)
    if not typed or not held:
        return 0.0
    return sum(max(_alike(word, other) for other in held) for word in typed) / len(typed)


def _identifier_reasons(terms: Terms, known: Known) -> list[Why]:
    wanted = re.sub(r"\s", "", terms.identifier).upper()
    if not wanted:
        return []
    held = (
        (Why.REFERENCE, known.reference),
        (Why.NHS_NUMBER, known.nhs_number),
        (Why.UPN, known.upn),
        (Why.LOCAL_REFERENCE, known.local_reference),
    )
    plain = wanted.replace("-", "")
    return [why for why, value in held if value and re.sub(r"[\s-]", "", value).upper() == plain]


def _name_reason(typed: tuple[str, ...], known: Known) -> Why:
    real = set(words(known.given_name)) | set(words(known.family_name))
    if set(typed) <= real:
        return Why.NAME_SAME
    if set(typed) <= real | set(words(known.known_as)):
        return Why.KNOWN_AS
    groups = {_GROUP.get(word, word) for word in real}
    if {_GROUP.get(word, word) for word in typed} <= groups:
        return Why.NAME_SHORT_FORM
    return Why.NAME_ALIKE


def _birth_reason(wanted: date, held: date) -> Why:
    if wanted == held:
        return Why.BORN_SAME
    if swapped(wanted) == held:
        return Why.BORN_SWAPPED
    same = (wanted.day == held.day) + (wanted.month == held.month) + (wanted.year == held.year)
    return Why.BORN_NEAR if same == 2 else Why.BORN_DIFFERENT


_BIRTH_SCORE = {Why.BORN_SAME: 90, Why.BORN_SWAPPED: 75, Why.BORN_NEAR: 50, Why.BORN_DIFFERENT: -20}


def compare(terms: Terms, known: Known) -> Match | None:
    """How a record answers a search, or None when it does not."""
    why: list[Why] = list(_identifier_reasons(terms, known))
    score = 110.0 * len(why)
    typed = words(terms.name)
    name = name_likeness(typed, words(f"{known.given_name} {known.family_name} {known.known_as}"))
    birth: Why | None = None
    if terms.date_of_birth is not None and known.date_of_birth is not None:
        birth = _birth_reason(terms.date_of_birth, known.date_of_birth)
    birth_fits = birth in (Why.BORN_SAME, Why.BORN_SWAPPED)
    fits = bool(why) or name >= SHOWN_FROM or (birth_fits and (not typed or name >= SHOWN_WITH_BIRTH_FROM))
    if not fits:
        return None
    if typed and name >= SHOWN_WITH_BIRTH_FROM:
        why.append(_name_reason(typed, known))
        score += name
    if birth is not None:
        why.append(birth)
        score += _BIRTH_SCORE[birth]
    return Match(max(0, min(300, round(score))), tuple(why))


def may_be_one_child(match: Match) -> bool:
    """Whether a new record and another are alike enough to ask the coordinator."""
    reasons = set(match.why)
    named = reasons & {Why.NAME_SAME, Why.NAME_ALIKE, Why.NAME_SHORT_FORM, Why.KNOWN_AS}
    if reasons & IDENTIFIERS:
        return True
    return bool(named) and Why.BORN_DIFFERENT not in reasons
