"""What was gathered for a request, what is proposed to be blacked out, and the text that is left."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch

from safelight.core.errors import NotFound
from safelight.governance import contents, redaction
from safelight.governance.models import BundleEntry, Redaction, SubjectAccessRequest
from safelight.governance.redaction import Span


@dataclass(frozen=True)
class Group:
    """All places about one person, number or address: they can be decided together, or entry by entry."""

    key: str
    kind: str
    who: str
    places: tuple[Redaction, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words that stand there, each once."""
        return tuple(dict.fromkeys(" ".join(words_of(place).split()) for place in self.places))

    def count(self, state: str) -> int:
        """How many of its places are in a state."""
        return sum(place.state == state for place in self.places)


def words_of(place: Redaction) -> str:
    """The words at a place."""
    return place.entry.text[place.start : place.end]


def entries_of(request: SubjectAccessRequest) -> list[BundleEntry]:
    """What was gathered, in order, each with its places."""
    places = Redaction.objects.order_by("start", "end").select_related("decided_by")
    return list(request.entries.order_by("position").prefetch_related(Prefetch("redactions", places)))


def entry_for(request: SubjectAccessRequest, entry_id: UUID | str) -> BundleEntry:
    """One entry of a request, else ``NotFound``."""
    found = next((entry for entry in entries_of(request) if str(entry.pk) == str(entry_id)), None)
    if found is None:
        raise NotFound("entry")
    return found


def groups(request: SubjectAccessRequest) -> list[Group]:
    """Every person, number and address that was found: those with something to decide first."""
    found: dict[tuple[str, str], list[Redaction]] = {}
    for entry in entries_of(request):
        for place in entry.redactions.all():
            place.entry = entry
            found.setdefault((place.kind, place.who), []).append(place)
    made = [Group(group_key(kind, who), kind, who, tuple(places)) for (kind, who), places in found.items()]
    return sorted(made, key=lambda group: (not group.count(Redaction.State.OPEN), group.kind, group.who))


def group_key(kind: str, who: str) -> str:
    """A name for a group without anything personal in it, for forms."""
    return hashlib.sha256(f"{kind}\n{who}".encode()).hexdigest()[:16]


def group_for(request: SubjectAccessRequest, key: str) -> Group:
    """One group, else ``NotFound``."""
    found = next((group for group in groups(request) if group.key == key), None)
    if found is None:
        raise NotFound("group")
    return found


def undecided(request: SubjectAccessRequest) -> int:
    """How many places nobody has decided about, in entries that are not left out whole."""
    return Redaction.objects.filter(entry__request=request, entry__withheld="", state=Redaction.State.OPEN).count()


def redacted(entry: BundleEntry) -> str:
    """The text of an entry without what was blacked out. What is taken out is nowhere in it."""
    places = entry.redactions.all()
    return redaction.redact(
        entry.text, (Span(place.start, place.end) for place in places if place.state == Redaction.State.ACCEPTED)
    )


def left_in_places(request: SubjectAccessRequest) -> list[str]:
    """Words that are blacked out in one place and can still be read in another: the reviewer is told."""
    entries = [entry for entry in entries_of(request) if not entry.withheld]
    texts = [redacted(entry) for entry in entries]
    gone = {
        " ".join(entry.text[place.start : place.end].split())
        for entry in entries
        for place in entry.redactions.all()
        if place.state == Redaction.State.ACCEPTED
    }
    return sorted(words for words in gone if any(redaction.places(text, words) for text in texts))


@dataclass(frozen=True)
class MayBeName:
    """Words with a capital that the record does not know, and what stands around them where they stand first."""

    words: str
    times: int
    before: str
    behind: str


def may_be_names(request: SubjectAccessRequest) -> list[MayBeName]:
    """Words that can be read in the answer, that nobody decided about and that may be somebody's name."""
    entries = [entry for entry in entries_of(request) if not entry.withheld]
    texts = [entry.text for entry in entries]
    decided = [[Span(place.start, place.end) for place in entry.redactions.all()] for entry in entries]
    found = []
    own, usual = contents.spared(request.child), contents.usual_words()
    for each in redaction.may_be_names(texts, decided, own, usual):
        before, words, behind = redaction.around(texts[each.text], each.span)
        found.append(MayBeName(words, each.times, before, behind))
    return found


def redacted_sha256(entries: Iterable[BundleEntry]) -> str:
    """A hash of what would leave: days, headings and texts, in order."""
    content = [
        [entry.dated.isoformat() if entry.dated else "", entry.heading, redacted(entry)]
        for entry in entries
        if not entry.withheld
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
