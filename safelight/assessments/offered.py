"""Evidence that other rooms offer to an assessment. It stands beside the line; a person ticks, or does not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from safelight.access.models import User
from safelight.assessments.models import Assessment


@dataclass(frozen=True)
class Offered:
    """What is known that speaks for the indicator ``code``: a sentence, and the address where it stands."""

    code: str
    text: str
    url: str


Provider = Callable[[User, Assessment, datetime], Iterable[Offered]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a provider of evidence; adding it again changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def for_assessment(user: User, assessment: Assessment, now: datetime) -> dict[str, list[Offered]]:
    """All that is offered to this assessment, by the code of the indicator."""
    found: dict[str, list[Offered]] = {}
    for provider in _providers:
        for one in provider(user, assessment, now):
            found.setdefault(one.code, []).append(one)
    return found
