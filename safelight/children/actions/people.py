"""The people around a child: their ties, whether contact is safe, when they can be reached; and strengths."""

from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import transaction

from safelight.access.models import User
from safelight.children import hours, queries
from safelight.children.actions.common import child_to_edit, child_to_record_about, note
from safelight.children.models import Child, PersonAround, ReachableHours, Strength
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound

# The ways of reaching somebody, each with its own mark.
CHANNELS = ("telephone", "email", "address")

# What a person may write about somebody in the child's life.
PERSON_FIELDS = (
    "name",
    "relation",
    "kind",
    "tie",
    "to_know",
    "telephone",
    "email",
    "address",
    "has_parental_responsibility",
    "chosen_by_child",
    "contact_for_parents",
)


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(PERSON_FIELDS)
    if unknown:
        raise ValueError(f"not fields of a person around a child: {sorted(unknown)}")
    tidy = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    errors: dict[str, str] = {}
    if not tidy.get("name"):
        errors["name"] = "Enter a name, or what they are called."
    if tidy.get("kind") not in PersonAround.Kind.values:
        errors["kind"] = "Say who they are to the child."
    if tidy.get("tie") not in PersonAround.Tie.values:
        errors["tie"] = "Say how strong the tie is."
    if tidy.get("chosen_by_child") and tidy.get("kind") == PersonAround.Kind.RISK:
        errors["chosen_by_child"] = (
            "Someone who poses a risk can't be the first person to talk to. Talk with the child."
        )
    if errors:
        raise Invalid(errors)
    return tidy


def _only_one(child: Child, values: dict[str, Any], but: PersonAround | None = None) -> None:
    """The child's own choice, and the parents' contact, are one person each: a new one takes the place of the old."""
    others = PersonAround.objects.filter(child=child, ended_on__isnull=True)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if values.get("chosen_by_child"):
        others.filter(chosen_by_child=True).update(chosen_by_child=False)
    if values.get("contact_for_parents"):
        others.filter(contact_for_parents=True).update(contact_for_parents=False)


@transaction.atomic
def add_person_around(
    *,
    by: User,
    child: Child,
    name: str,
    kind: str,
    tie: str,
    relation: str = "",
    to_know: str = "",
    telephone: str = "",
    email: str = "",
    address: str = "",
    has_parental_responsibility: bool = False,
    chosen_by_child: bool = False,
    contact_for_parents: bool = False,
) -> PersonAround:
    """Add somebody to the child's network. Contact with them counts as unsafe until somebody has checked (SH-06)."""
    kept = child_to_edit(by, child)
    values = _checked(
        {
            "name": name,
            "relation": relation,
            "kind": kind,
            "tie": tie,
            "to_know": to_know,
            "telephone": telephone,
            "email": email,
            "address": address,
            "has_parental_responsibility": has_parental_responsibility,
            "chosen_by_child": chosen_by_child,
            "contact_for_parents": contact_for_parents,
        }
    )
    _only_one(kept, values)
    now = clock.now()
    person = PersonAround.objects.create(
        partnership_id=by.partnership_id,
        child=kept,
        since=clock.london_day(now),
        added_by=by,
        added_at=now,
        **values,
    )
    note(by, "person_around.added", person, kept)
    return person


def _person(by: User, person: PersonAround) -> PersonAround:
    child = child_to_edit(by, person.child_id)
    return queries.person_for(by, child.pk, person.pk)


@transaction.atomic
def update_person_around(*, by: User, person: PersonAround, version: int, **values: Any) -> PersonAround:
    """Correct what is known of somebody. A new telephone number, e-mail or address is not a checked one.

    ``Stale`` if the record is not at ``version``.
    """
    kept = _person(by, person)
    tidy = _checked({**{name: getattr(kept, name) for name in PERSON_FIELDS}, **values})
    new = [channel for channel in CHANNELS if tidy[channel] != getattr(kept, channel)]
    for name, value in tidy.items():
        setattr(kept, name, value)
    fields = [*PERSON_FIELDS]
    for channel in new:
        setattr(kept, f"{channel}_safe", PersonAround.Safe.NOT_CHECKED)
        fields.append(f"{channel}_safe")
    _only_one(kept.child, tidy, but=kept)
    kept.save_over(version, *fields)
    note(by, "person_around.updated", kept, kept.child_id)
    return kept


@transaction.atomic
def mark_safe(
    *,
    by: User,
    person: PersonAround,
    safe: str,
    telephone_safe: str,
    email_safe: str = PersonAround.Safe.NOT_CHECKED,
    address_safe: str = PersonAround.Safe.NOT_CHECKED,
) -> PersonAround:
    """Say whether contact with somebody, and by each way of reaching them, is safe for the child, and who checked
    (SH-04). One answer covers them all: who said so, and when, is kept of the whole."""
    kept = _person(by, person)
    marks = {
        "safe": safe,
        "telephone_safe": telephone_safe,
        "email_safe": email_safe,
        "address_safe": address_safe,
    }
    wrong = [field for field, value in marks.items() if value not in PersonAround.Safe.values]
    if wrong:
        raise Invalid(dict.fromkeys(wrong, "Choose safe, unsafe or not checked."))
    for field, value in marks.items():
        setattr(kept, field, value)
    checked = any(value != PersonAround.Safe.NOT_CHECKED for value in marks.values())
    kept.safe_checked_by = by if checked else None
    kept.safe_checked_on = clock.today() if checked else None
    kept.save_over(kept.version, *marks, "safe_checked_by", "safe_checked_on")
    note(by, "person_around.safety_marked", kept, kept.child_id)
    return kept


@transaction.atomic
def end_person_around(*, by: User, person: PersonAround) -> PersonAround:
    """Say that somebody is no longer in the child's life. The entry stays; it leaves the picture."""
    kept = _person(by, person)
    kept.ended_on = clock.today()
    kept.chosen_by_child = kept.contact_for_parents = False
    kept.save_over(kept.version, "ended_on", "chosen_by_child", "contact_for_parents")
    note(by, "person_around.ended", kept, kept.child_id)
    return kept


@transaction.atomic
def add_hours(*, by: User, person: PersonAround, days: str, start: time, end: time) -> ReachableHours:
    """Name hours in which the child can reach a person. The same start and end mean the whole day."""
    kept = _person(by, person)
    if days not in hours.DAYS:
        raise Invalid({"days": "Choose the days."})
    added = ReachableHours.objects.create(
        partnership_id=by.partnership_id, person=kept, days=days, start=start, end=end
    )
    note(by, "hours.added", added, kept.child_id)
    return added


@transaction.atomic
def remove_hours(*, by: User, hours_id: UUID | str, person: PersonAround) -> None:
    """Take back hours that no longer hold."""
    kept = _person(by, person)
    found = ReachableHours.objects.filter(pk=hours_id, person=kept).first()
    if found is None:
        raise NotFound("hours")
    note(by, "hours.removed", found, kept.child_id)
    found.delete()


@transaction.atomic
def add_strength(
    *, by: User, child: Child, kind: str, code: str = "", words: str = "", noted_on: date | None = None
) -> Strength:
    """Record what is strong, what adds risk, what pushes or pulls: from the list (``code``), in words, or both."""
    kept = child_to_record_about(by, child)
    queries.check_full_sight(by, kept)
    if kind not in Strength.Kind.values:
        raise Invalid({"kind": "Choose what it is."})
    if not code and not words.strip():
        raise Invalid({"words": "Choose from the list or say it in words."})
    strength = Strength.objects.create(
        partnership_id=by.partnership_id,
        child=kept,
        kind=kind,
        code=code,
        words=words.strip(),
        noted_on=noted_on or clock.today(),
        by=by,
    )
    note(by, "strength.added", strength, kept)
    return strength


@transaction.atomic
def end_strength(*, by: User, child: Child, strength_id: UUID | str) -> Strength:
    """Say that it no longer holds. The entry stays."""
    kept = child_to_edit(by, child)
    found = Strength.objects.filter(pk=strength_id, child=kept, ended_on__isnull=True).first()
    if found is None:
        raise NotFound("strength")
    found.ended_on = clock.today()
    found.save()
    note(by, "strength.ended", found, kept)
    return found
