"""One call answers all that it was about (HZ-22): a contact recorded for a duty about a child, made after a concern
was logged about them, also tells that agency of the concern. Rooms above name their duties, through ``config``."""

from collections.abc import Collection, Iterable
from uuid import UUID

from safelight.children.models import AgencyTold, Concern, ConcernChild
from safelight.duties import queries as duties
from safelight.duties.models import Outcome

_codes: dict[AgencyTold.Agency, frozenset[str]] = {}


def register(agency: AgencyTold.Agency, codes: Collection[str]) -> None:
    """Say which duties (their codes) are closed by ringing ``agency`` about a child at Medium or above."""
    _codes[agency] = frozenset(codes)


def answered_of(concern: Concern) -> frozenset[AgencyTold.Agency]:
    """Whom contacts about every child that the concern is about have told of it."""
    links = ConcernChild.objects.filter(concern=concern).select_related("concern")
    told = list(answered(links).values())
    return frozenset.intersection(*told) if told else frozenset()


def answered(links: Iterable[ConcernChild], among: Collection[UUID] = ()) -> dict[UUID, frozenset[AgencyTold.Agency]]:
    """By link of an urgent concern and a child: whom a contact about that child has told since. One query.

    The contact counts when it was made after the concern was logged and joined to the child, never before.
    ``among`` are the children whose acts are read in any case, so that they are read once.
    """
    urgent = [link for link in links if link.concern.urgent and link.concern.logged_at is not None]
    calls = [
        act
        for act in (duties.acts(among or {link.child_id for link in urgent}) if urgent else ())
        if act.outcome == Outcome.DONE and act.contact_at is not None
    ]
    return {
        link.pk: frozenset(
            agency
            for agency, codes in _codes.items()
            for call in calls
            if call.child_id == link.child_id
            and call.code in codes
            and call.contact_at is not None
            and call.contact_at >= max(link.at, link.concern.logged_at or link.at)
        )
        for link in urgent
    }
