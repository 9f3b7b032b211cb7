"""Make any typed text safe to print, and never lose a character of it without saying so."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

# What XML 1.0 cannot hold, with the C1 controls, which no font can draw.
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_RUN = re.compile(r"\S+")
_ZERO_WIDTH_SPACE = "\u200b"
_WIDEST = 1.05


def shown_as_code(character: str) -> str:
    """A character that cannot be drawn, as a person can read it: ``[U+1F600 grinning face]``.

    Symbols carry their Unicode name, because an emoji in a message can be the evidence; letters of
    other scripts carry the number alone, because their names say nothing more.
    """
    code = f"U+{ord(character):04X}"
    if unicodedata.category(character) in {"So", "Sk", "Sm"}:
        code += " " + unicodedata.name(character, "").lower()
    return f"[{code.strip()}]"


def clean(value: str) -> str:
    """Text that both formats can hold: one kind of line end, spaces for tabs, controls shown as codes."""
    value = _LINE_ENDS.sub("\n", value).replace("\t", "    ")
    return _ILLEGAL.sub(lambda found: shown_as_code(found.group()), value)


def drawable(value: str, families: Mapping[str, frozenset[int]]) -> tuple[str, frozenset[str]]:
    """Show as a code every character that no font family has.

    `families` maps a font family to the code points that it can draw. A combining mark must be in a
    family that also has the letter it stands on, since both are drawn from one font.

    Returns the new text, and the characters that had to be shown as codes.
    """
    if value.isascii():
        return value, frozenset()
    result: list[str] = []
    missing: set[str] = set()
    cluster: set[str] = set(families)
    for character in value:
        if character == "\n":
            result.append(character)
            cluster = set(families)
            continue
        if _is_invisible(character):
            result.append(character)
            continue
        having = {family for family, points in families.items() if ord(character) in points}
        if unicodedata.category(character).startswith("M"):
            having &= cluster
        if having:
            result.append(character)
            cluster = having
        else:
            result.append(shown_as_code(character))
            missing.add(character)
            cluster = set(families)
    return "".join(result), frozenset(missing)


def breakable(value: str, room: float) -> str:
    """Let a run without a space break when it may be wider than its column, so that nothing is cut off.

    `room` is the width that the text has, in ems of its font. The break is a zero-width space: it adds
    nothing that can be read.
    """
    if len(value) * _WIDEST <= room:
        return value
    return _RUN.sub(lambda found: _broken_if_wide(found.group(), room), value)


def paragraphs(value: str) -> tuple[str, ...]:
    """The paragraphs of a typed text, without the empty ones between them."""
    return tuple(line for line in clean(value).split("\n") if line.strip())


def _broken_if_wide(run: str, room: float) -> str:
    if sum(map(_width_at_most, run)) <= room:
        return run
    return _ZERO_WIDTH_SPACE.join(_clusters(run))


def _width_at_most(character: str) -> float:
    """No less than the character's width in the printed sans-serif, regular or bold, in ems."""
    if character in "mwMW@%—" or not character.isascii():
        return _WIDEST
    return 0.8 if character.isupper() else 0.66


def _clusters(run: str) -> Iterable[str]:
    """Letters of a run, each with the marks that stand on it."""
    cluster = ""
    for character in run:
        if cluster and not unicodedata.category(character).startswith("M"):
            yield cluster
            cluster = ""
        cluster += character
    yield cluster


def _is_invisible(character: str) -> bool:
    """Joiners, direction marks, soft hyphens and variation selectors: drawn as nothing by every font."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"
