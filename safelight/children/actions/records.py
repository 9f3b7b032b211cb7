"""The child's record: made, corrected, marked as a twin, given a level, handed on to adult services."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from safelight.access import permissions
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import ages, matching, queries, rules
from safelight.children.actions.common import child_to_edit, needed, note
from safelight.children.models import (
    Child,
    ChildEdit,
    Involvement,
    Level,
    NameKey,
    PossibleDuplicate,
)
from safelight.children.queries.records import EDITABLE, as_text
from safelight.core import clock
from safelight.core.errors import Invalid, Stale, WrongState
from safelight.core.ids import new_reference

NAMES = ("given_name", "family_name", "known_as")


@transaction.atomic
def create_child(*, by: User, involved_as: str = "", **values: Any) -> Child:
    """Open a record. ``values`` are fields of ``queries.EDITABLE``; the page offers this only after a search.

    ``by`` becomes involved, as ``involved_as``, and lead worker until another is nominated. Other records that may
    be of the same child are noted for the coordinator, whether ``by`` may see them or not; ``by`` is told nothing.
    Raises ``Invalid`` by field, also for somebody who is out of scope (CH-03).
    """
    permissions.check(by, Permission.EDIT_CHILD)
    now = clock.now()
    today = clock.london_day(now)
    values = _checked(values, today)
    _check_scope(values, today)
    child = Child(
        partnership_id=by.partnership_id,
        reference=_unused_reference(by.partnership_id),
        agency_id=by.agency_id,
        team_id=by.team_id,
        lead_worker=by,
        created_by=by,
        created_at=now,
        **values,
    )
    child.estimated_on = today if child.estimated_age is not None else None
    child.save()
    Involvement.objects.create(
        partnership_id=by.partnership_id,
        child=child,
        user=by,
        role=involved_as.strip() or by.job_title,
        since=today,
        added_by=by,
    )
    _file_names(child)
    note(by, "child.created", child, child)
    _note_duplicates(child)
    return child


def _note_duplicates(child: Child) -> None:
    now = clock.now()
    PossibleDuplicate.objects.bulk_create(
        PossibleDuplicate(
            partnership_id=child.partnership_id,
            new=child,
            other=found.child,
            why=[str(why) for why in found.match.why],
            found_at=now,
        )
        for found in queries.found_for_new(child)
    )


def _unused_reference(partnership_id: UUID) -> str:
    while True:
        reference = new_reference()
        if not Child.objects.filter(partnership_id=partnership_id, reference=reference).exists():
            return reference


def _file_names(child: Child) -> None:
    NameKey.objects.filter(child=child).delete()
    found = matching.keys(child.given_name, child.family_name, child.known_as)
    NameKey.objects.bulk_create(
        NameKey(partnership_id=child.partnership_id, child=child, key=key) for key in sorted(found)
    )


def _checked(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not fields of a child's record that a person fills in: {sorted(unknown)}")
    tidy = rules.cleaned(values)
    if errors := rules.problems(tidy, today):
        raise Invalid(errors)
    return tidy


def _check_scope(values: Mapping[str, Any], today: date) -> None:
    age = rules.age_of(values.get("date_of_birth"), values.get("estimated_age"), today, today)
    reason = values.get("extended_scope_reason") or ""
    if explanation := rules.scope_explanation(age, reason):
        field = "extended_scope_reason" if ages.scope(age, reason) == ages.Scope.NEEDS_REASON else "date_of_birth"
        raise Invalid({field: explanation})


@transaction.atomic
def update_child(
    *,
    by: User,
    child: Child | UUID | str,
    version: int,
    values: Mapping[str, Any],
    not_chosen: Mapping[str, str] | None = None,
) -> Child:
    """Correct a record that was read at ``version``.

    Where somebody else saved in between and both changed a field, nothing is written and ``Stale`` is raised: the
    page shows before, theirs and mine (``queries.conflict``), and saves again at the newer version with what was
    chosen; ``not_chosen`` has, by field, the text that was not, so that both stay readable (BE-08). Fields that only
    one of the two changed are merged. No age stops a correction, and none ends a duty (RT-07).
    """
    kept = child_to_edit(by, child)
    kept = Child.objects.select_for_update().get(pk=kept.pk)
    now = clock.now()
    today = clock.london_day(now)
    tidy = _checked({**queries.values_of(kept), **values}, today)
    wanted = {field: tidy[field] for field in values}
    if kept.version != version:
        compared = queries.conflict(kept, version, wanted)
        if compared.conflicts:
            raise Stale(
                "Somebody else saved this first.",
                version=kept.version,
                current={one.field: one.theirs for one in compared.conflicts},
            )
        wanted = {field: value for field, value in wanted.items() if field not in compared.taken}
    changed = {field: value for field, value in wanted.items() if getattr(kept, field) != value}
    unchosen = {field: text for field, text in (not_chosen or {}).items() if field in EDITABLE}
    if not changed and not unchosen:
        return kept
    before = {field: as_text(getattr(kept, field)) for field in {*changed, *unchosen}}
    for field, value in changed.items():
        setattr(kept, field, value)
    fields = [*changed]
    if "estimated_age" in changed:
        kept.estimated_on = today if kept.estimated_age is not None else None
        fields.append("estimated_on")
    if "telephone" in changed:
        kept.telephone_safe, kept.telephone_checked_by, kept.telephone_checked_on = "not_checked", None, None
        fields += ["telephone_safe", "telephone_checked_by", "telephone_checked_on"]
    kept.save_over(kept.version, *fields)
    ChildEdit.objects.bulk_create(
        ChildEdit(
            partnership_id=kept.partnership_id,
            child=kept,
            field=field,
            before=before[field],
            after=as_text(getattr(kept, field)),
            not_chosen=unchosen.get(field, ""),
            after_conflict=field in unchosen,
            version=kept.version,
            by=by,
            at=now,
        )
        for field in sorted(before)
    )
    if set(changed) & set(NAMES):
        _file_names(kept)
    note(by, "child.updated", kept, kept, {"fields": len(changed), "not_chosen": len(unchosen)})
    return kept


@transaction.atomic
def set_level(*, child: Child, decided: str, acting: str, on: date | None, by: User) -> Child:
    """Copy the level in force onto the record: the level decided and the level acted for. Called by ratings alone."""
    permissions.check(by, Permission.DECIDE_LEVEL)
    for level in (decided, acting):
        if level and level not in Level.values:
            raise ValueError(f"not a level: {level}")
    kept = queries.get(by, child.pk)
    queries.check_full_sight(by, kept)
    kept.decided_level, kept.acting_level, kept.level_decided_on = decided, acting, on
    Child.objects.filter(pk=kept.pk).update(decided_level=decided, acting_level=acting, level_decided_on=on)
    note(by, "child.level_set", kept, kept)
    return kept


@transaction.atomic
def mark_twins(*, by: User, child: Child, other: Child) -> None:
    """Say that two children are twins, so that every page of each warns of the other (HZ-26)."""
    kept, sibling = child_to_edit(by, child), child_to_edit(by, other)
    if kept.pk == sibling.pk:
        raise Invalid("A child is not their own twin.")
    # All point to one of them, so that three are found as readily as two.
    first = sibling.twin_of or sibling
    if kept.pk == first.pk:
        return
    Child.objects.filter(twin_of=kept).update(twin_of=first)
    Child.objects.filter(pk=kept.pk).update(twin_of=first)
    note(by, "child.twins_marked", kept, kept)
    note(by, "child.twins_marked", sibling, sibling)


@transaction.atomic
def unmark_twins(*, by: User, child: Child) -> None:
    """Take back that this child is anybody's twin."""
    kept = child_to_edit(by, child)
    siblings = list(Child.objects.filter(twin_of=kept).order_by("pk"))
    if siblings:
        first, *others = siblings
        Child.objects.filter(pk=first.pk).update(twin_of=None)
        Child.objects.filter(pk__in=[other.pk for other in others]).update(twin_of=first)
    Child.objects.filter(pk=kept.pk).update(twin_of=None)
    note(by, "child.twins_unmarked", kept, kept)


@transaction.atomic
def record_transition(*, by: User, child: Child, notes: str, adult_contact: str = "") -> Child:
    """Record how the move to adult services is planned (CH-11). A plan that changes is looked at by a manager again."""
    kept = child_to_edit(by, child)
    text = needed(notes=(notes, "Say what is planned for when they turn 18."))
    before = {"transition_notes": kept.transition_notes, "transition_adult_contact": kept.transition_adult_contact}
    kept.transition_notes, kept.transition_adult_contact = text["notes"], adult_contact.strip()
    kept.transition_started_on = kept.transition_started_on or clock.today()
    kept.onward_plan_checked_by = kept.onward_plan_checked_at = None
    kept.transition_by = by
    kept.save_over(
        kept.version,
        "transition_by",
        "transition_notes",
        "transition_adult_contact",
        "transition_started_on",
        "onward_plan_checked_by",
        "onward_plan_checked_at",
    )
    ChildEdit.objects.bulk_create(
        ChildEdit(
            partnership_id=kept.partnership_id,
            child=kept,
            field=field,
            before=was,
            after=getattr(kept, field),
            version=kept.version,
            by=by,
            at=clock.now(),
        )
        for field, was in before.items()
        if was != getattr(kept, field)
    )
    note(by, "child.transition_recorded", kept, kept)
    return kept


@transaction.atomic
def check_onward_plan(*, by: User, child: Child) -> Child:
    """A manager has checked the age and the onward plan (RT-07): only then does a birthday change what is due."""
    permissions.check(by, Permission.SET_ASIDE_DUTY)
    kept = child_to_edit(by, child)
    if not kept.transition_notes:
        raise WrongState("There is no plan for the move to adult services yet. Record it first.")
    if kept.transition_by_id == by.pk:
        raise WrongState("You wrote this plan, so another manager has to check it.")
    if not kept.date_of_birth_verified:
        raise WrongState("Nobody has checked the date of birth against a document yet. Do that first.")
    kept.onward_plan_checked_by, kept.onward_plan_checked_at = by, clock.now()
    kept.save_over(kept.version, "onward_plan_checked_by", "onward_plan_checked_at")
    note(by, "child.onward_plan_checked", kept, kept)
    return kept


@transaction.atomic
def settle_duplicate(*, by: User, pair: PossibleDuplicate, state: str, words: str) -> PossibleDuplicate:
    """The coordinator says what two records are, and why. Merging is a work of its own."""
    permissions.check(by, Permission.RESOLVE_DUPLICATES)
    kept = queries.duplicate_for(by, pair.pk)
    if state not in (PossibleDuplicate.State.SAME, PossibleDuplicate.State.DIFFERENT):
        raise Invalid({"state": "Say whether this is one child or two."})
    text = needed(words=(words, "Say how you know."))
    now = clock.now()
    kept.state, kept.note, kept.settled_by, kept.settled_at = state, text["words"], by, now
    kept.save()
    note(by, "duplicate.settled", kept, kept.new_id)
    return kept
