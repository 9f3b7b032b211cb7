"""Writing the audit log."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import models, transaction

from safelight.audit.models import Chain, Entry, Kind
from safelight.core import clock
from safelight.core.scope import at_least


def record(
    *,
    partnership_id: UUID,
    by: object | None,
    action: str,
    kind: str = Kind.CHANGE,
    subject: models.Model | None = None,
    child_id: UUID | str | None = None,
    counts: Mapping[str, int] | None = None,
    at: datetime | None = None,
) -> Entry:
    """Append an entry inside the caller's transaction, so that change and entry stand or fall together.

    ``by`` is a user (or None for the system); ``action`` a code such as ``child.created``; ``counts`` whole
    numbers only. Raises if no transaction is open: an entry apart from its change proves nothing.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record needs the transaction of the change that it records")
    with at_least(partnership_id):  # before anybody has signed in, no partnership is in scope yet
        return _append(
            partnership_id=partnership_id,
            by=by,
            action=action,
            kind=kind,
            subject=subject,
            child_id=child_id,
            counts=counts,
            at=at or clock.now(),
        )


def _append(
    *,
    partnership_id: UUID,
    by: object | None,
    action: str,
    kind: str,
    subject: models.Model | None,
    child_id: UUID | str | None,
    counts: Mapping[str, int] | None,
    at: datetime,
) -> Entry:
    heads = Chain.objects.select_for_update()
    chain = heads.filter(partnership_id=partnership_id).first()
    if chain is None:
        Chain.objects.get_or_create(partnership_id=partnership_id)
        chain = heads.get(partnership_id=partnership_id)
    entry = Entry(
        partnership_id=partnership_id,
        sequence=chain.length + 1,
        at=at,
        actor=str(getattr(by, "pk", "") or ""),
        kind=kind,
        action=action,
        subject_kind=subject._meta.label if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        child_id=str(child_id) if child_id else "",
        counts={name: int(count) for name, count in (counts or {}).items()},
        previous_hash=chain.last_hash,
    )
    entry.hash = entry.computed_hash()
    entry.save()
    Chain.objects.filter(pk=chain.pk).update(length=entry.sequence, last_hash=entry.hash)
    return entry


def record_apart(
    *,
    partnership_id: UUID,
    by: object | None,
    action: str,
    kind: str,
    subject: models.Model | None = None,
    child_id: UUID | str | None = None,
    counts: Mapping[str, int] | None = None,
) -> Entry:
    """Append an entry in a short transaction of its own: for views, searches, downloads and refusals."""
    with transaction.atomic():
        return record(
            partnership_id=partnership_id,
            by=by,
            action=action,
            kind=kind,
            subject=subject,
            child_id=child_id,
            counts=counts,
        )
