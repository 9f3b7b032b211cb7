"""What the actions of this room share."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.db import models
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.audit import actions as audit
from safelight.children.models import Child
from safelight.core.errors import Invalid
from safelight.missing.models import Episode

# Clocks of two machines are never quite the same: a minute ahead is taken for now.
SKEW = timedelta(minutes=1)


def locked_child(child: Child) -> Child:
    """The child's row, held until the transaction ends, so that two reports at once follow each other."""
    return Child.objects.select_for_update(of=("self",)).get(pk=child.pk)


def locked(episode: Episode) -> Episode:
    """The episode as stored now, held until the transaction ends."""
    return Episode.objects.select_for_update(of=("self",)).select_related("child").get(pk=episode.pk)


def passed(field: str, moment: datetime | None, now: datetime, sentence: str) -> datetime:
    """The moment, which in UTC, which has to be given and to have passed; one a minute ahead is now."""
    if moment is None:
        raise Invalid({field: sentence})
    if moment > now + SKEW:
        raise Invalid({field: _("This time is still to come. Enter a time that has passed.")})
    return min(moment, now).astimezone(UTC)


def needed(values: Mapping[str, str], sentences: Mapping[str, str]) -> None:
    """``Invalid`` with the sentence of each that is empty."""
    errors = {name: sentence for name, sentence in sentences.items() if not values.get(name, "").strip()}
    if errors:
        raise Invalid(errors)


def record(by: User, what: str, subject: models.Model, child: Child, now: datetime) -> None:
    """The audit entry of a change, in its transaction."""
    audit.record(partnership_id=child.partnership_id, by=by, action=what, subject=subject, child_id=child.pk, at=now)
