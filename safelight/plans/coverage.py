"""Which recognised factor or indicator has an action, and which has none (PL-03, P B1). Pure: no Django."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Recognised:
    """A vulnerability factor that was recognised, or an indicator that is present or suspected."""

    code: str
    label: str
    kind: str  # "factor", "low", "medium" or "high"
    answer: str  # "recognised", "present" or "suspected"
    words: str = ""  # what was seen, or the comment


def code_of_own_words(kind: str, words: str) -> str:
    """The code of something that a person added in their own words: the same words have the same code.

    The assessment numbers such lines anew each time, so their number (``X1``) can't say what an action covers.
    """
    return f"own-{hashlib.sha256(f'{kind} {words.strip().casefold()}'.encode()).hexdigest()[:16]}"


@dataclass(frozen=True)
class Coverage:
    """All that was recognised, split three ways; each in the order in which it was given."""

    covered: tuple[Recognised, ...]
    explained: tuple[Recognised, ...]
    uncovered: tuple[Recognised, ...]


def coverage(
    recognised: Sequence[Recognised], covers: Iterable[Collection[str]], explained: Collection[str]
) -> Coverage:
    """Split what was recognised into covered by an action, explained away by a person, and neither.

    ``covers`` holds, for each action that still counts, the codes that it answers. An action counts even where
    somebody also said why there is none.
    """
    answered = frozenset().union(*(frozenset(codes) for codes in covers))
    return Coverage(
        covered=tuple(one for one in recognised if one.code in answered),
        explained=tuple(one for one in recognised if one.code not in answered and one.code in explained),
        uncovered=tuple(one for one in recognised if one.code not in answered and one.code not in explained),
    )


def proposals(recognised: Sequence[Recognised], offered: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The template's actions to propose: action code → the codes it covers, both in the order first met.

    ``offered`` maps a recognised code to the codes of the actions that the template gives for it.
    """
    proposed: dict[str, list[str]] = {}
    for one in recognised:
        for action in offered.get(one.code, ()):
            covered = proposed.setdefault(action, [])
            if one.code not in covered:
                covered.append(one.code)
    return proposed
