"""The demo's sentences: drawn by a seeded hand from the word files, none of them twice. Pure: no Django."""

import random
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).with_name("words")
TRIES = 400

PRONOUNS: dict[str, dict[str, str]] = {
    "girl": {"they": "she", "them": "her", "their": "her", "theirs": "hers"},
    "boy": {"they": "he", "them": "him", "their": "his", "theirs": "his"},
    "another": {"they": "they", "them": "them", "their": "their", "theirs": "theirs"},
    "not_known": {"they": "they", "them": "them", "their": "their", "theirs": "theirs"},
}


class Repeated(Exception):
    """A narrative was about to stand in the demo twice, or a file of sentences is used up."""


@cache
def words(name: str) -> dict[str, Any]:
    """The content of one word file."""
    content: dict[str, Any] = yaml.safe_load((WORDS / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


class Narrator:
    """Tells the demo's sentences and remembers every one, so that none is told twice."""

    def __init__(self) -> None:
        self._told: set[str] = set()
        self._turns: dict[int, int] = {}

    def once(self, text: str) -> str:
        """``text`` itself; ``Repeated`` if it has been told before."""
        if text in self._told:
            raise Repeated(text)
        self._told.add(text)
        return text

    def tell(
        self, among: Sequence[str], about: Mapping[str, str], chance: random.Random, *, remember: bool = True
    ) -> str:
        """A sentence from ``among`` with its gaps filled, that has not been told. Sentences take turns.

        Without ``remember`` it may be told once more, by whoever hands it to ``once``.
        """
        offset = self._turns.get(id(among), 0)
        for attempt in range(TRIES):
            sentence = among[(offset + attempt) % len(among)]
            text = fill(sentence, about, chance)
            if text not in self._told:
                self._turns[id(among)] = offset + attempt + 1
                return self.once(text) if remember else text
        raise Repeated(f"no sentence left like “{among[0]}”")


def fill(sentence: str, about: Mapping[str, str], chance: random.Random) -> str:
    """Fill ``{place}`` and the like by chance, ``{name}`` and pronouns from ``about``; a sentence begins large."""
    slots = words("slots")
    chosen: dict[str, str] = {}

    def gap(found: re.Match[str]) -> str:
        name = found[1]
        if name in about:
            return about[name]
        if name not in chosen:
            chosen[name] = chance.choice(slots[name])
        return chosen[name]

    text = re.sub(r"\{(\w+)\}", gap, sentence)
    return re.sub(r"(^|[.!?]\s+)([a-z])", lambda found: found[1] + found[2].upper(), text)
