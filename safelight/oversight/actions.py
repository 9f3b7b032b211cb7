"""Saying what came of asking about a day that stood out."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.audit import actions as audit
from safelight.core.errors import Invalid
from safelight.oversight import queries
from safelight.oversight.models import BrowsingReview


@transaction.atomic
def review_browsing(*, by: User, person_id: UUID, day: date, outcome: str, words: str, now: datetime) -> BrowsingReview:
    """Answer an alert that is for ``by`` to answer; ``NotFound`` for any other, or one that was answered already.

    Raises ``Invalid`` without an outcome or words.
    """
    person, alert = queries.alert_for(by, person_id, day, now)
    errors = {}
    if outcome not in BrowsingReview.Outcome.values:
        errors["outcome"] = _("Choose what came of it")
    if not words.strip():
        errors["words"] = _("Say what you found out")
    if errors:
        raise Invalid(errors)
    review = BrowsingReview.objects.create(
        partnership_id=by.partnership_id,
        person=person,
        day=day,
        rules=[{"rule": finding.rule.value, "count": finding.count} for finding in alert.findings],
        outcome=outcome,
        words=words.strip(),
        by=by,
        at=now,
    )
    audit.record(partnership_id=by.partnership_id, by=by, action="browsing.reviewed", subject=review)
    return review
