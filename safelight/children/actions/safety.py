"""Warnings before a visit, and decisions about contact that may not be safe."""

from datetime import date
from uuid import UUID

from django.db import transaction

from safelight.access import permissions
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import queries
from safelight.children.actions.common import child_to_edit, needed, note
from safelight.children.models import (
    Channel,
    Child,
    ContactHaltDecision,
    PersonAround,
    WarningNote,
    WarningReview,
)
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.duties.clock import add_months

# Our own limit: a warning that nobody looks at for longer than this is a label, not a warning (BE-06).
MOST_MONTHS = 6


def _child(by: User, child: Child | UUID | str, permission: Permission) -> Child:
    permissions.check(by, permission)
    found = queries.get(by, child.pk if isinstance(child, Child) else child)
    queries.check_full_sight(by, found)
    return found


def _check_until(until: date, today: date) -> None:
    if until < today:
        raise Invalid({"until": "Choose a day from today on."})
    if until > add_months(today, MOST_MONTHS):
        raise Invalid({"until": "Choose a day within six months. It can be extended when somebody has looked again."})


@transaction.atomic
def add_warning(
    *, by: User, child: Child, kind: str, words: str, until: date, told_person: bool, not_told_why: str = ""
) -> WarningNote:
    """Warn whoever visits, until a day at most six months ahead. Say whether the person was told, or why not."""
    kept = _child(by, child, Permission.ADD_WARNING)
    if kind not in WarningNote.Kind.values:
        raise Invalid({"kind": "Choose what it warns of."})
    text = needed(words=(words, "Say what whoever visits has to know."))
    now = clock.now()
    today = clock.london_day(now)
    _check_until(until, today)
    if not told_person and not not_told_why.strip():
        raise Invalid({"not_told_why": "Say why the person was not told."})
    warning = WarningNote.objects.create(
        partnership_id=by.partnership_id,
        child=kept,
        kind=kind,
        text=text["words"],
        since=today,
        until=until,
        told_person=told_person,
        not_told_why="" if told_person else not_told_why.strip(),
        by=by,
        at=now,
    )
    note(by, "warning.added", warning, kept)
    return warning


@transaction.atomic
def review_warning(
    *, by: User, warning: WarningNote, outcome: str, reason: str, until: date | None = None
) -> WarningReview:
    """Look at a warning again: extend it with a reason, or end it with one. An ended one stays in the history."""
    child = _child(by, warning.child_id, Permission.ADD_WARNING)
    kept = queries.warning_for(by, child.pk, warning.pk)
    if kept.ended_at is not None:
        raise WrongState("This warning has been ended already. Add a new one if it holds again.")
    if outcome not in WarningReview.Outcome.values:
        raise Invalid({"outcome": "Say whether it still holds."})
    text = needed(reason=(reason, "Say how you know."))
    now = clock.now()
    extended = outcome == WarningReview.Outcome.EXTENDED
    if extended:
        if until is None:
            raise Invalid({"until": "Enter the day until which it holds."})
        _check_until(until, clock.london_day(now))
    review = WarningReview.objects.create(
        partnership_id=by.partnership_id,
        note=kept,
        outcome=outcome,
        reason=text["reason"],
        until_before=kept.until,
        until_after=until if extended else None,
        by=by,
        at=now,
    )
    if extended and until is not None:
        kept.until = until
    else:
        kept.ended_at = now
    kept.save()
    note(by, f"warning.{outcome}", kept, child)
    return review


@transaction.atomic
def mark_own_telephone(*, by: User, child: Child, safe: str) -> Child:
    """Say whether the child can be reached on their own telephone safely: somebody who does harm may have given it."""
    kept = child_to_edit(by, child)
    if safe not in PersonAround.Safe.values:
        raise Invalid({"safe": "Choose safe, unsafe or not checked."})
    checked = safe != PersonAround.Safe.NOT_CHECKED
    kept.telephone_safe = safe
    kept.telephone_checked_by = by if checked else None
    kept.telephone_checked_on = clock.today() if checked else None
    kept.save_over(kept.version, "telephone_safe", "telephone_checked_by", "telephone_checked_on")
    note(by, "child.telephone_marked", kept, kept)
    return kept


@transaction.atomic
def decide_halt(
    *, by: User, child: Child, person: PersonAround | None, channel: str, go_on: bool, reason: str
) -> ContactHaltDecision:
    """A safeguarding lead or manager decides whether contact goes on though it may not be safe, and why (SH-04)."""
    kept = _child(by, child, Permission.AGREE_INTERVENTION)
    if channel and channel not in Channel.values:
        raise NotFound("channel")
    if person is None and channel != Channel.TELEPHONE:
        raise NotFound("channel")
    around = queries.person_for(by, kept.pk, person.pk) if person is not None else None
    text = needed(reason=(reason, "Say why, and how it is made safe."))
    decision = ContactHaltDecision.objects.create(
        partnership_id=by.partnership_id,
        child=kept,
        person=around,
        channel=channel,
        go_on=go_on,
        reason=text["reason"],
        by=by,
        at=clock.now(),
    )
    note(by, "contact.halt_decided", decision, kept)
    return decision
