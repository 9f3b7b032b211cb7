"""What this room adds to the joined views: duties about sealed files, and entries of the chronology."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children.chronology import ChronologyEntry, EntryKind
from safelight.children.models import Child
from safelight.core.clock import london_day
from safelight.duties.clock import add_working_days, end_of_day
from safelight.duties.types import ChildFacts, Closes, Duty
from safelight.files import queries
from safelight.files.choices import State

# Our own intervals.
RING_WITHIN = timedelta(hours=1)
POLICE_SAID_WITHIN = 5  # working days

SEALED_RING, SEALED_SAID = "SEALED-RING", "SEALED-SAID"


def duties(facts: Sequence[ChildFacts], now: datetime) -> list[Duty]:
    """A sealed file is police's: somebody rings at once, and a manager or coordinator records what they said."""
    found: list[Duty] = []
    for file, police_spoke in queries.sealed_of([each.child_id for each in facts]):
        assert file.sealed_at is not None
        found.append(
            Duty(
                key=f"sealed:{file.pk}:ring",
                code=SEALED_RING,
                child_id=file.child_id,
                title=_("Ring police about a file that was sealed"),
                why=_(
                    "Somebody thinks that it may be an indecent image of a child. Ring 101, or 999 if a child is in"
                    " danger now. Do not describe it in the record, copy it or look for others."
                ),
                closes=Closes.CONTACT,
                owner_id=file.sealed_by_id,
                due_at=file.sealed_at + RING_WITHIN,
                may_be_set_aside=False,
                url=reverse("files:list", args=[file.child_id]),
                act_label=_("Record the call"),
                since=file.sealed_at,
            )
        )
        if not police_spoke:
            found.append(
                Duty(
                    key=f"sealed:{file.pk}:said",
                    code=SEALED_SAID,
                    child_id=file.child_id,
                    title=_("Record what police said about a sealed file"),
                    why=_("It stays out of everybody’s reach until police say whether they keep it or it is removed."),
                    closes=Closes.RECORD,
                    owner_id=None,
                    owner_role="manager",
                    due_at=end_of_day(add_working_days(london_day(file.sealed_at), POLICE_SAID_WITHIN)),
                    may_be_set_aside=False,
                    url=reverse("files:police", args=[file.child_id, file.pk]),
                    act_label=_("Record what they said"),
                    since=file.sealed_at,
                )
            )
    return found


def chronology(user: User, child: Child) -> Iterable[ChronologyEntry]:
    """When files were attached; of one that was sealed no more than that it was, and what police said."""
    url = reverse("files:list", args=[child.pk])
    for file in queries.files_of(child):
        title = file.title if file.state == State.KEPT else _("It was sealed later")
        yield ChronologyEntry(file.at, EntryKind.DOCUMENT, _("A file was attached"), title, url=url, by_id=file.by_id)
        if file.sealed_at is not None:
            yield ChronologyEntry(
                file.sealed_at,
                EntryKind.DOCUMENT,
                _("A file was sealed: police decide"),
                url=url,
                by_id=file.sealed_by_id,
            )
            for word in queries.police_words(file):
                yield ChronologyEntry(
                    word.told_at,
                    EntryKind.DOCUMENT,
                    _("Police spoke about a sealed file"),
                    word.get_outcome_display(),
                    url=url,
                    by_id=word.by_id,
                )
