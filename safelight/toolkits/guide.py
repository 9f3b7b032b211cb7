"""The shape of the low-risk guide's file: what protects a child, what raises the risk, and questions to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from safelight.toolkits.problems import Where
from safelight.toolkits.schema import Cite, Part, Slug, Source, Text


class GuideFactor(Part):
    """A protective factor or risk factor to choose from: the guide's label and what it means, in our words."""

    code: Annotated[str, StringConstraints(pattern=r"^L[PR][1-9][0-9]*$")]
    label: Text
    meaning: Text
    cites: list[Cite]


class PushPullQuestion(Part):
    """An open question about what pushes a child away from home, or what draws them to a place or person."""

    code: Annotated[str, StringConstraints(pattern=r"^(PUSH|PULL)[1-9][0-9]*$")]
    side: Literal["push", "pull"]
    ask: Text
    ours: bool
    cites: list[Cite]


class LowRiskGuide(Part):
    """The guide for children deemed to be at low risk, with push and pull questions."""

    format: Literal[1]
    kind: Literal["low-risk-guide"]
    id: Slug
    title: Text
    note: Text
    sources: Annotated[list[Source], Field(min_length=1)]
    protective_factors: Annotated[list[GuideFactor], Field(min_length=1)]
    risk_factors: Annotated[list[GuideFactor], Field(min_length=1)]
    push_pull: Annotated[list[PushPullQuestion], Field(min_length=1)]


def guide_faults(guide: LowRiskGuide) -> Iterator[tuple[Where, str]]:
    """Codes that repeat or do not fit, and citations of a source that the guide does not name."""
    letters = {source.letter for source in guide.sources}
    seen: set[str] = set()
    lists: list[tuple[str, str, Sequence[GuideFactor | PushPullQuestion]]] = [
        ("protective_factors", "LP", guide.protective_factors),
        ("risk_factors", "LR", guide.risk_factors),
        ("push_pull", "PU", guide.push_pull),
    ]
    for name, prefix, entries in lists:
        for place, entry in enumerate(entries):
            here: Where = (name, place)
            if not entry.code.startswith(prefix):
                yield (*here, "code"), f"{entry.code} does not begin with {prefix}"
            if isinstance(entry, PushPullQuestion) and not entry.code.startswith(entry.side.upper()):
                yield (*here, "code"), f"{entry.code} does not begin with {entry.side.upper()}"
            if entry.code in seen:
                yield (*here, "code"), f"{entry.code} stands twice"
            seen.add(entry.code)
            for number, cite in enumerate(entry.cites):
                if cite[0] not in letters:
                    yield (*here, "cites", number), f"{cite} names a source that is not listed"
