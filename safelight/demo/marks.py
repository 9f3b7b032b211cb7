"""A short way of writing the answers of a risk factors matrix. Pure: no Django."""

import random
import re
from collections.abc import Sequence

MEANING = {"": "present", "?": "suspected", "-": "not_present", "~": "not_known"}


def answers(marks: str) -> dict[str, str]:
    """``L1 H6? M2- L4~``: present, suspected, not present, not known. ``ValueError`` for anything else."""
    found: dict[str, str] = {}
    for mark in marks.split():
        taken = re.fullmatch(r"([LMHX]\d+)([?~-]?)", mark)
        if taken is None or taken[1] in found:
            raise ValueError(f"not a mark, or written twice: {mark}")
        found[taken[1]] = MEANING[taken[2]]
    return found


def with_rest(found: dict[str, str], codes: Sequence[str], chance: random.Random) -> dict[str, str]:
    """``found``, and for every other code what a worker usually gets: mostly no, some not known, a few not asked."""
    filled = dict(found)
    for code in codes:
        if code not in filled:
            answer = chance.choices(("not_present", "not_known", ""), weights=(66, 22, 12))[0]
            if answer:
                filled[code] = answer
    return filled
