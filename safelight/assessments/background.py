"""The concerns behind an assessment, so that nobody writes the same story a second time."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.assessments.models import Assessment
from safelight.children import queries as children
from safelight.children import shared

MOST = 3


@dataclass(frozen=True)
class Logged:
    """One concern as this reader may read it: its words, and how it is known, in one text each."""

    reference: str
    at: datetime
    by: str
    what: str
    known: str
    url_id: str

    @property
    def words(self) -> str:
        """The concern as one text, for a box of the analysis: what, then when, where and how it is known."""
        return "\n".join(part for part in (self.what, self.known) if part)


def logged_before(user: User, assessment: Assessment, *, most: int = MOST, alone: bool = False) -> list[Logged]:
    """What was logged about the child since the assessment before this one, newest first, up to its completion.

    The names of children whom the reader may not see are taken out, as on the child's own page (HZ-16). ``alone`` is
    for what leaves Safelight about this child: it names none of the others, whoever reads it.
    """
    found = children.concerns_about(assessment.child)
    if assessment.previous_id is not None and assessment.previous is not None:
        found = found.filter(logged_at__gt=assessment.previous.completed_at or assessment.previous.started_at)
    if assessment.completed_at is not None:
        found = found.filter(logged_at__lte=assessment.completed_at)
    own = {name.casefold() for name in shared.names_of(assessment.child)}
    return [
        Logged(
            reference=seen.concern.reference,
            at=seen.concern.logged_at or seen.concern.created_at,
            by=seen.concern.author.name_and_role,
            what=_alone(seen, seen.what, own) if alone else seen.what,
            known=_alone(seen, _known(seen), own) if alone else _known(seen),
            url_id=str(seen.concern.pk),
        )
        for seen in shared.as_seen(user, found[:most], assessment.child)
    ]


def _alone(seen: shared.SharedConcern, text: str, own: set[str]) -> str:
    every = (name for child in seen.others for name in shared.names_of(child))
    names = [name for name in every if name.casefold() not in own]
    return shared.conceal(text, names, _("[another child]"))


def _known(seen: shared.SharedConcern) -> str:
    parts = (seen.concern.when_text, seen.concern.where_text, seen.concern.source)
    return ". ".join(seen.text(part).rstrip(".") for part in parts if part)
