"""One dated list of everything about a child: each room adds its own entries, the page shows them all (CH-06)."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children.models import Child
from safelight.core import reading


class EntryKind(StrEnum):
    """What an entry is about; the page's filters are these."""

    CONCERN = "concern"
    DISCLOSURE = "disclosure"
    VOICE = "voice"
    CONTACT = "contact"
    PROMISE = "promise"
    ASSESSMENT = "assessment"
    DECISION = "decision"
    PLAN = "plan"
    MEETING = "meeting"
    MISSING = "missing"
    DOCUMENT = "document"
    RECORD = "record"


def kind_name(kind: EntryKind) -> str:
    """What a kind of entry is called on the page."""
    return {
        EntryKind.CONCERN: _("Concerns"),
        EntryKind.DISCLOSURE: _("Disclosures"),
        EntryKind.VOICE: _("Own words"),
        EntryKind.CONTACT: _("Visits and calls"),
        EntryKind.PROMISE: _("Promises"),
        EntryKind.ASSESSMENT: _("Assessments"),
        EntryKind.DECISION: _("Decisions"),
        EntryKind.PLAN: _("Plans"),
        EntryKind.MEETING: _("Meetings"),
        EntryKind.MISSING: _("Missing"),
        EntryKind.DOCUMENT: _("Documents sent"),
        EntryKind.RECORD: _("The record"),
    }[kind]


@dataclass(frozen=True)
class ChronologyEntry:
    """Something that happened: when (with its offset), what, who recorded it, and where it can be read.

    Who recorded it is given by ``by_id``, or by ``by_name`` where the name stands already. ``day_only`` says that only
    the day is known: ``at`` is then noon, for the order, and no time is shown.
    """

    at: datetime
    kind: EntryKind
    title: str
    text: str = ""
    by_name: str = ""
    url: str = ""
    day_only: bool = False
    by_id: UUID | None = None


Provider = Callable[[User, Child], Iterable[ChronologyEntry]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a room's entries. The provider is asked only about children that the user may see."""
    if provider not in _providers:
        _providers.append(provider)


def entries(user: User, child: Child, kinds: Collection[EntryKind] | None = None) -> list[ChronologyEntry]:
    """Every entry about a child that the user may see, newest first; ``kinds`` narrows it."""
    with reading.once():
        found = [entry for provider in _providers for entry in provider(user, child)]
    if kinds:
        found = [entry for entry in found if entry.kind in kinds]
    return newest_first(found)


def newest_first(found: Collection[ChronologyEntry]) -> list[ChronologyEntry]:
    """The entries in order, with the names of those who recorded them, which are read together."""
    wanted = {entry.by_id for entry in found if entry.by_id is not None}
    people = User.objects.filter(pk__in=wanted).only("name", "job_title")
    names = {person.pk: person.name_and_role for person in people}
    named = (replace(entry, by_name=names[entry.by_id]) if entry.by_id in names else entry for entry in found)
    return sorted(named, key=lambda entry: entry.at, reverse=True)
