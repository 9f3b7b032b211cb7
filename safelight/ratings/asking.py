"""In which order to ask what nobody has asked: first what lies nearest to what was found. Pure: no Django.

The toolkit pairs a lesser form with its graver one, and gives no other order. What is nearest beyond those pairs is
ours and not yet reviewed: which graver lines a worker who sees this would ask about. Nothing is left out by it.
"""

import re
from collections.abc import Iterable

_PAIRED = 3  # a pair of the toolkit's own
_NEAREST, _NEAR = 2, 1

# By toolkit, for each line the graver ones nearest to it, the nearest first. Ours, reviewed by nobody yet.
_BESIDE: dict[str, dict[str, tuple[str, ...]]] = {
    "portsmouth-2016": {
        "L1": ("H3", "H7"),
        "L3": ("H3", "H4"),
        "L5": ("H8", "H3"),
        "L7": ("H10",),
        "L9": ("H11",),
        "M1": ("H3", "H7", "H4"),
        "M2": ("H14", "H3"),
        "M3": ("H13",),
        "M4": ("H13",),
        "M5": ("H12",),
        "M6": ("H5", "H6"),
        "M7": ("H4", "H3"),
        "M8": ("H3", "H13"),
        "M9": ("H3", "H14"),
        "M10": ("H10",),
        "M12": ("H11",),
        "M13": ("H8", "H7"),
        "M14": ("H3", "H8"),
        "M15": ("H12", "H10"),
        "M16": ("H12",),
        "M17": ("H12", "H7"),
    }
}
_YOUNGER_THAN = re.compile(r"\bunder (\d{1,2})\b", re.IGNORECASE)


def nearness(toolkit_id: str, code: str, held: Iterable[str], paired: frozenset[str] | set[str]) -> int:
    """How near a line lies to those ``held``: the higher, the sooner it is asked.

    ``paired`` are the graver ones of the toolkit's pairs whose lesser form is held.
    """
    beside = _BESIDE.get(toolkit_id, {})
    found = _PAIRED if code in paired else 0
    for other in held:
        near = beside.get(other, ())
        if code in near:
            found += _NEAREST if near[0] == code else _NEAR
    return found


def is_for_younger(label: str, age: int | None) -> bool:
    """Whether a line is about children younger than this one, such as "under 13" for a child of 13."""
    limit = _YOUNGER_THAN.search(label)
    return limit is not None and age is not None and age >= int(limit.group(1))
