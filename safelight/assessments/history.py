"""What assessments add to a child's chronology."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.assessments import queries
from safelight.assessments.models import Assessment, State
from safelight.children.chronology import ChronologyEntry, EntryKind
from safelight.children.models import Child


def entries(user: User, child: Child) -> Iterator[ChronologyEntry]:
    """Each assessment: when it was begun, completed, abandoned, withdrawn or moved here."""
    for assessment in queries.for_child(child):
        address = reverse("assessments:assessment", kwargs={"child_id": child.pk, "assessment_id": assessment.pk})
        moved_here = assessment.moved_from_id is not None
        if not moved_here:
            yield _entry(assessment, _("Assessment begun"), assessment.started_at, assessment.author_id, address)
        if assessment.completed_at:
            title = _("Assessment completed")
            text = _("It was moved here from another record.") if moved_here else ""
            yield _entry(assessment, title, assessment.completed_at, assessment.completed_by_id, address, text)
        if assessment.ended_at:
            withdrawn = assessment.state == State.WITHDRAWN
            title = _("Assessment withdrawn") if withdrawn else _("Assessment abandoned")
            yield _entry(
                assessment, title, assessment.ended_at, assessment.ended_by_id, address, assessment.ended_reason
            )


def _entry(
    assessment: Assessment, title: str, at: datetime, by_id: UUID | None, address: str, text: str = ""
) -> ChronologyEntry:
    return ChronologyEntry(
        at=at,
        kind=EntryKind.ASSESSMENT,
        title=title,
        text=text,
        url=address,
        by_id=by_id,
    )
