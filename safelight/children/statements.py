"""What somebody says of words about them that stay: their own statement, on every print of the record (HZ-38).

The room that keeps such statements is above this one and registers how they are found.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from safelight.children.models import Child


@dataclass(frozen=True)
class Statement:
    """``by`` says ``words`` about a fact that was not changed, on a day."""

    about: str
    words: str
    by: str
    on: date


Provider = Callable[[Child], Iterable[Statement]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a room's statements. Called once for each room."""
    if provider not in _providers:
        _providers.append(provider)


def statements_of(child: Child) -> list[Statement]:
    """All that stand beside the child's record, oldest first."""
    return sorted((each for provider in _providers for each in provider(child)), key=lambda each: each.on)
