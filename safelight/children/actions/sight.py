"""Exceptions to who sees a child: made, looked at again and ended, each with its reason and its audit entry."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from safelight.access import permissions
from safelight.access import queries as access
from safelight.access.limits import allow
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.children import queries
from safelight.children.actions.common import needed, note
from safelight.children.models import (
    Child,
    ConflictExclusion,
    GlassBroken,
    GlassReview,
    Restriction,
    RestrictionPerson,
)
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState

# Our own interval: long enough for a night on duty and its handover, short enough that nobody keeps it (ADR 0014).
GLASS_HOURS = 8
# So many identifiers an hour may one person try: enough for a bad night, too few to search through a school.
GLASS_TRIES = 10
GLASS_TRIES_WITHIN = timedelta(hours=1)
# Our own interval: a restriction is looked at again every quarter.
RESTRICTION_REVIEW_DAYS = 91


def _child(by: User, child: Child | UUID | str, permission: Permission) -> Child:
    permissions.check(by, permission)
    found = queries.get(by, child.pk if isinstance(child, Child) else child)
    queries.check_full_sight(by, found)
    return found


# Restricted children.


@transaction.atomic
def restrict_child(
    *, by: User, child: Child, reason: str, people: Collection[User] = (), without_me: bool = False
) -> Restriction:
    """From now on only the people named see the child. ``by`` is one of them unless ``without_me``.

    The lead worker and at least one manager must be named, so that what is due stays somebody's. Independent
    reviewers of a conflict about the child are named with them.
    """
    kept = _child(by, child, Permission.RESTRICT_CHILD)
    text = needed(reason=(reason, "Say why this record is restricted."))
    if queries.restriction_of(kept) is not None:
        raise WrongState("This record is restricted already. Change who is named instead.")
    named = {person.pk: person for person in people}
    if not without_me:
        named[by.pk] = by
    for exclusion in queries.exclusions_of(kept).filter(until__isnull=True):
        named[exclusion.independent_reviewer_id] = exclusion.independent_reviewer
    _check_named(kept, list(named.values()), by)
    now = clock.now()
    restriction = Restriction.objects.create(
        partnership_id=by.partnership_id,
        child=kept,
        reason=text["reason"],
        by=by,
        since=now,
        review_on=clock.london_day(now) + timedelta(days=RESTRICTION_REVIEW_DAYS),
    )
    for person in named.values():
        _name(by, restriction, person)
    note(by, "child.restricted", restriction, kept, {"named": len(named)})
    return restriction


def _name(by: User, restriction: Restriction, person: User) -> None:
    RestrictionPerson.objects.create(
        partnership_id=by.partnership_id, restriction=restriction, user=person, added_by=by, added_at=clock.now()
    )


def _check_named(child: Child, named: Collection[User], by: User) -> None:
    """Whoever is named works here and may log concerns; the lead worker and a manager are among them."""
    for person in named:
        if person.partnership_id != by.partnership_id or not person.is_active:
            raise NotFound("colleague")
        if not person.may(Permission.LOG_CONCERN):
            raise Invalid({"people": f"{person.name}: their role does not let them see any child."})
    if child.lead_worker_id is None or child.lead_worker_id not in {person.pk for person in named}:
        raise Invalid({"people": "Name the lead worker too, or nominate another first: what is due is theirs."})
    if not any(_manages(child, person) for person in named):
        raise Invalid({"people": "Name at least one manager: somebody has to look at what is done and agree it."})


def _manages(child: Child, person: User) -> bool:
    return person.may(Permission.APPROVE_PLAN) and not queries.kept_from(child, person)


def _standing(child: Child) -> Restriction:
    restriction = queries.restriction_of(child)
    if restriction is None:
        raise WrongState("This record is not restricted.")
    return restriction


@transaction.atomic
def name_person(*, by: User, child: Child, user: User) -> Restriction:
    """Let one more person see a restricted child."""
    kept = _child(by, child, Permission.RESTRICT_CHILD)
    restriction = _standing(kept)
    named = {person.pk: person for person in queries.named_people(restriction)}
    if user.pk not in named:
        _check_named(kept, [*named.values(), user], by)
        _name(by, restriction, user)
        note(by, "restriction.named", restriction, kept)
    return restriction


@transaction.atomic
def unname_person(*, by: User, child: Child, user: User) -> Restriction:
    """Take somebody off the list. The lead worker and the last manager stay on it."""
    kept = _child(by, child, Permission.RESTRICT_CHILD)
    restriction = _standing(kept)
    named = {person.pk: person for person in queries.named_people(restriction)}
    if named.pop(user.pk, None) is None:
        raise NotFound("named person")
    _check_named(kept, list(named.values()), by)
    RestrictionPerson.objects.filter(restriction=restriction, user=user, until__isnull=True).update(
        until=clock.now(), removed_by=by
    )
    note(by, "restriction.unnamed", restriction, kept)
    return restriction


@transaction.atomic
def review_restriction(*, by: User, child: Child) -> Restriction:
    """A manager looked again: it is still needed, and is looked at again in a quarter."""
    kept = _child(by, child, Permission.RESTRICT_CHILD)
    restriction = _standing(kept)
    now = clock.now()
    restriction.reviewed_by, restriction.reviewed_at = by, now
    restriction.review_on = clock.london_day(now) + timedelta(days=RESTRICTION_REVIEW_DAYS)
    restriction.save()
    note(by, "restriction.reviewed", restriction, kept)
    return restriction


@transaction.atomic
def lift_restriction(*, by: User, child: Child, reason: str) -> Restriction:
    """The record is seen as any other again. By a manager other than the one who restricted it (BE-04)."""
    kept = _child(by, child, Permission.RESTRICT_CHILD)
    restriction = _standing(kept)
    if restriction.by_id == by.pk:
        raise WrongState("You restricted this record, so another manager has to lift it. Name one first.")
    text = needed(reason=(reason, "Say why it is no longer needed."))
    restriction.until, restriction.lifted_by, restriction.lifted_reason = clock.now(), by, text["reason"]
    restriction.save()
    note(by, "restriction.lifted", restriction, kept)
    return restriction


# Break-glass.


def may_try_break_glass(by: User) -> bool:
    """Count one more try, and say whether it is still within the limit. Not inside a transaction."""
    permissions.check(by, Permission.BREAK_GLASS)
    return allow(what="break-glass", who=str(by.pk), at_most=GLASS_TRIES, within=GLASS_TRIES_WITHIN, now=clock.now())


def break_glass(
    *,
    by: User,
    category: str,
    words: str,
    name: str = "",
    date_of_birth: date | None = None,
    reference: str = "",
) -> Child | None:
    """Open the record that an exact identifier fits, for ``GLASS_HOURS``; None where there is none to open.

    Absent, restricted to others, kept away by a conflict, or two that fit: all are None alike, with the same audit
    entry and the same queries (NW-09). Who sees the child already gets it without breaking any glass. The lead
    worker and a manager are told by what becomes due from them.
    """
    permissions.check(by, Permission.BREAK_GLASS)
    text = needed(words=(words, "Say why it can’t wait."))
    if category not in GlassBroken.Category.values:
        raise Invalid({"category": "Choose why it can’t wait."})
    if not reference.strip() and not (len(name.split()) > 1 and date_of_birth):
        raise Invalid({"reference": "Enter the reference, or the full name and the date of birth."})
    found = queries.by_identifier(by, name=name, date_of_birth=date_of_birth, reference=reference)
    if len(found) != 1:
        audit.record_apart(
            partnership_id=by.partnership_id,
            by=by,
            action="break_glass.nothing_opened",
            kind="refusal",
        )
        return None
    (child,) = found
    with transaction.atomic():
        if queries.looked_up_by(by).filter(pk=child.pk).exists():
            note(by, "break_glass.not_needed", child, child)
            return child
        now = clock.now()
        glass = GlassBroken.objects.create(
            partnership_id=by.partnership_id,
            child=child,
            user=by,
            category=category,
            reason=text["words"],
            since=now,
            until=now + timedelta(hours=GLASS_HOURS),
        )
        note(by, "break_glass.opened", glass, child)
    return child


@transaction.atomic
def end_glass(*, by: User, child: Child) -> None:
    """The one who opened the record needs it no longer. What they wrote stays."""
    glass = queries.glass_open_for(by, queries.get(by, child.pk))
    if glass is None:
        raise NotFound("opened by break-glass")
    glass.ended_early_at = clock.now()
    glass.save()
    note(by, "break_glass.ended", glass, glass.child_id)


@transaction.atomic
def review_glass(*, by: User, glass: GlassBroken, outcome: str, what_was_done: str) -> GlassReview:
    """A manager says whether opening the record was right, and what was done. Never the one who opened it (BE-04)."""
    child = _child(by, glass.child_id, Permission.REVIEW_BREAK_GLASS)
    GlassBroken.objects.select_for_update().filter(pk=glass.pk).first()  # of two managers at once, one comes second
    kept = queries.glass_for(by, child.pk, glass.pk)
    if kept.user_id == by.pk:
        raise WrongState("You opened this record yourself, so another manager has to look at it.")
    if queries.review_of(kept) is not None:
        raise WrongState("Another manager has looked at this already.")
    text = needed(what_was_done=(what_was_done, "Say what you looked at and what was done."))
    if outcome not in GlassReview.Outcome.values:
        raise Invalid({"outcome": "Say whether it was appropriate."})
    review = GlassReview.objects.create(
        partnership_id=by.partnership_id,
        glass=kept,
        broken_by_id=kept.user_id,
        outcome=outcome,
        what_was_done=text["what_was_done"],
        by=by,
        at=clock.now(),
    )
    note(by, "break_glass.reviewed", review, child)
    return review


# Conflicts of interest.


@transaction.atomic
def exclude(*, by: User, child: Child, person: User, independent_reviewer: User, reason: str) -> ConflictExclusion:
    """Keep the child from somebody and from all whom they manage, silently; name who answers instead (OV-05).

    It beats every way of seeing, and it is not told to the person. The independent reviewer is a manager whom it
    does not touch; where the record is restricted they are named for it.
    """
    kept = _child(by, child, Permission.NAME_CONFLICT)
    text = needed(reason=(reason, "Say what the conflict of interest is."))
    colleague = access.colleague(by, person.pk)
    reviewer = access.colleague(by, independent_reviewer.pk)
    if colleague is None or reviewer is None:
        raise NotFound("colleague")
    if colleague.pk == by.pk:
        raise Invalid({"person": "Ask a coordinator or another manager to note a conflict of your own."})
    if queries.is_managed_by(by, colleague):
        raise Invalid({"person": "You work under them. Ask a coordinator or another manager to note this."})
    if not reviewer.may(Permission.APPROVE_PLAN):
        raise Invalid({"independent_reviewer": "Choose a manager."})
    if reviewer.pk == colleague.pk or queries.is_managed_by(reviewer, colleague) or queries.kept_from(kept, reviewer):
        raise Invalid({"independent_reviewer": "Choose a manager who neither has a conflict nor works under them."})
    if queries.exclusions_of(kept).filter(person=colleague, until__isnull=True).exists():
        raise WrongState("This is noted already.")
    exclusion = ConflictExclusion.objects.create(
        partnership_id=by.partnership_id,
        child=kept,
        person=colleague,
        independent_reviewer=reviewer,
        reason=text["reason"],
        by=by,
        since=clock.now(),
    )
    restriction = queries.restriction_of(kept)
    if restriction is not None and reviewer.pk not in {one.pk for one in queries.named_people(restriction)}:
        _name(by, restriction, reviewer)
    note(by, "conflict.noted", exclusion, kept)
    return exclusion


@transaction.atomic
def end_exclusion(*, by: User, child: Child, exclusion_id: UUID | str, reason: str) -> ConflictExclusion:
    """The conflict is over, or was none: from now on the person sees the child as their role and work let them."""
    kept = _child(by, child, Permission.NAME_CONFLICT)
    found = queries.exclusions_of(kept).filter(pk=exclusion_id, until__isnull=True).first()
    if found is None:
        raise NotFound("exclusion")
    text = needed(reason=(reason, "Say why it no longer holds."))
    found.until, found.ended_by, found.ended_reason = clock.now(), by, text["reason"]
    found.save()
    note(by, "conflict.ended", found, kept)
    return found
