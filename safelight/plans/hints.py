"""Hints that make an action specific, owned, dated and measurable (PL-04, W). They never block. Pure: no Django."""

import re
from dataclasses import dataclass
from datetime import date

# Words that sound like an action and commit nobody to anything.
VAGUE = ("monitor", "support", "liaise", "encourage", "promote", "explore", "consider", "continue", "as required")
# When-texts that name no day.
OPEN_ENDED = ("ongoing", "asap", "as required", "as needed", "tbc", "when possible", "continuous")


@dataclass(frozen=True)
class Hint:
    """One remark about one field of an action: what is missing and what would help."""

    field: str
    code: str
    text: str


def hints(*, text: str, who: str, when: str, due_on: date | None, measure: str) -> list[Hint]:
    """What an action still lacks, in the order of the fields on the page. An empty list is a SMART action."""
    found: list[Hint] = []
    if _two_things(text):
        found.append(Hint("text", "two-things", "This looks like two things. One action, one owner: split it?"))
    if vague := _vague(text):
        found.append(Hint("text", "vague", f"“{vague}” can mean many things. Say what will be done, and how often."))
    if not who.strip():
        found.append(Hint("who", "no-owner", "Nobody is named yet. Who will do it? Give a name and a role."))
    if due_on is None:
        text_given = when.strip().lower()
        if not text_given or any(word in text_given for word in OPEN_ENDED):
            found.append(Hint("when", "no-date", "No date. From when, and until when?"))
        else:
            found.append(Hint("when", "no-date", "No date yet. Adding one puts it in people’s work lists."))
    if not measure.strip():
        found.append(Hint("measure", "no-measure", "No measure yet. How will we know that it worked?"))
    return found


def _two_things(text: str) -> bool:
    sentences = [part for part in re.split(r"[.;]\s+", text.strip().rstrip(".;")) if len(part.split()) > 2]
    return len(sentences) > 1


def _vague(text: str) -> str:
    first = text.strip().lower()
    for word in VAGUE:
        if first.startswith(word) and len(first.split()) < 8:
            return word.capitalize()
    return ""
