"""Hints that make an action specific, owned, dated and measurable (PL-04, W). They never block. No database."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

# Words that sound like an action and commit nobody to anything, when little follows them.
VAGUE = ("monitor", "support", "liaise", "encourage", "promote", "explore", "consider", "continue")
VAGUE_BELOW_WORDS = 8
# "Support worker to ring Mum" begins with somebody's role.
_ROLES = re.compile(r"^support (worker|group|team)", re.IGNORECASE)
# When-texts that name no day.
OPEN_ENDED = re.compile(r"\b(ongoing|asap|as required|as needed|tbc|when possible|continuous)\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"(?:\b(?:etc|e\.g|i\.e|st|dr|mr|mrs|ms|no|approx|vs|tel)|\b[A-Za-z])\.$", re.IGNORECASE)
# A sentence that begins so says more about the one before; it is not a second thing to do.
_GOES_ON = ("if", "when", "where", "unless", "because", "this", "that", "these", "it", "they", "she", "he", "nobody")
_GOES_ON_TOO = ("so", "not", "no", "only", "remember")
_SEVERAL = re.compile(r"/| or |^all\b", re.IGNORECASE)


@dataclass(frozen=True)
class Hint:
    """One remark about one field of an action: what is missing and what would help."""

    field: str
    code: str
    strong: str
    text: str


def hints(
    *, text: str, who: str, when: str, due_on: date | None, measure: str, owned: bool = False, window: bool = False
) -> list[Hint]:
    """What an action still lacks, in the order of the fields on the page. An empty list is a SMART action.

    ``owned`` says that somebody who signs in was chosen for it; ``window`` that its time is counted in hours.
    """
    found: list[Hint] = []
    if two_things(text):
        found.append(Hint("text", "two-things", _("Two things?"), _("One action, one owner: split it if so.")))
    if word := vague(text):
        found.append(Hint("text", "vague", f"“{word}”", _("can mean many things. What will be done, and how often?")))
    if not who.strip() and not owned:
        found.append(Hint("who", "no-owner", _("No owner yet."), _("Who will do it? Give a name and a role.")))
    elif not owned and _SEVERAL.search(who):
        found.append(Hint("who", "many-owners", _("More than one."), _("Who answers for it? Give one name and role.")))
    if due_on is None and not window:
        if not when.strip() or OPEN_ENDED.search(when):
            found.append(Hint("when", "no-date", _("No date."), _("From when, and until when?")))
        else:
            found.append(Hint("when", "no-date", _("No date."), _("A day puts it on people’s work lists.")))
    if not measure.strip():
        found.append(Hint("measure", "no-measure", _("No measure yet."), _("How will we know that it worked?")))
    return found


def two_things(text: str) -> bool:
    """Whether an action seems to hold more than one thing to do: lines, or sentences that each begin anew."""
    return len([part for part in _sentences(text) if _begins_anew(part)]) > 1


def _sentences(text: str) -> list[str]:
    parts: list[str] = []
    for line in text.splitlines():
        start = len(parts)
        for piece in re.split(r"(?<=[.;!?])\s+", line.strip(" -•*\t")):
            if len(parts) > start and _ABBREVIATION.search(parts[-1]):
                parts[-1] += f" {piece}"
            elif piece:
                parts.append(piece)
    return parts


def _begins_anew(sentence: str) -> bool:
    words = sentence.strip("(“\"' ").split()
    return len(words) > 1 and words[0].strip(",:").lower() not in _GOES_ON + _GOES_ON_TOO


def vague(text: str) -> str:
    """The vague word that a short action begins with, as it is written there; empty when there is none."""
    words = text.split()
    if not words or len(words) >= VAGUE_BELOW_WORDS or _ROLES.match(text.strip()):
        return ""
    first = words[0].strip(".,:;")
    return first if first.lower() in VAGUE else ""
