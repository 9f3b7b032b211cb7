"""Disposing of a record whose time has come: two people, never under hold; an audit stub and a tombstone stay."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models, transaction

from safelight.access import permissions
from safelight.access.models import KeptPost, Partnership, User
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.children.models import Child, Concern, ConcernChild
from safelight.children.shared import conceal, names_of
from safelight.core import clock
from safelight.core.errors import Invalid, WrongState
from safelight.files import actions as files
from safelight.files.models import AttachedFile
from safelight.files.queries import has_sealed
from safelight.governance import queries, walk
from safelight.governance.actions.common import needed, note
from safelight.governance.models import Disposal, DisposalReview
from safelight.governance.models.retention import RecordKind
from safelight.governance.queries import Due

ANOTHER_CHILD = "[another child]"


def _due(by: User, kind: str, record_id: UUID) -> Due:
    """The record, if its time has come and nothing stops it."""
    found = queries.due_for_disposal(by.partnership, clock.today())
    due = next((each for each in found if each.kind == kind and each.record_id == record_id), None)
    if due is None:
        raise WrongState("Its time has not come, or somebody has decided about it already.")
    return due


def _not_stopped(stopped: str) -> None:
    if stopped == "hold":
        raise WrongState("The record is under a legal hold. It stays.")
    if stopped == "request":
        raise WrongState("Somebody has asked for what is held in it. It stays until that is answered.")


def _no_sealed_file(kind: str, record_id: UUID) -> None:
    if kind == RecordKind.CHILD and has_sealed(record_id):
        raise WrongState("A sealed file waits for police. The record stays until they have said to remove it.")


@transaction.atomic
def keep(*, by: User, kind: str, record_id: UUID, until: date, reason: str) -> DisposalReview:
    """Keep a record whose time has come until a day, with the reason; then it is looked at again."""
    permissions.check(by, Permission.MANAGE_RETENTION)
    due = _due(by, kind, record_id)
    if until <= clock.today():
        raise Invalid({"until": "Enter a day in the future"})
    return _reviewed(by, due, DisposalReview.State.KEPT, reason, until)


@transaction.atomic
def propose_disposal(*, by: User, kind: str, record_id: UUID, reason: str) -> DisposalReview:
    """Propose that a record goes. Nothing happens until a second person agrees."""
    permissions.check(by, Permission.MANAGE_RETENTION)
    due = _due(by, kind, record_id)
    _not_stopped(due.stopped)
    _no_sealed_file(due.kind, due.record_id)
    return _reviewed(by, due, DisposalReview.State.PROPOSED, reason, None)


def _reviewed(by: User, due: Due, state: str, reason: str, until: date | None) -> DisposalReview:
    made = DisposalReview.objects.create(
        partnership_id=by.partnership_id,
        kind=due.kind,
        record_id=due.record_id,
        rule=due.rule.code,
        due_on=due.due_on,
        state=state,
        keep_until=until,
        reason=needed(reason, "reason", "Say why"),
        by=by,
        at=clock.now(),
    )
    note(by, f"retention.{state}", made, due.record_id if due.kind == RecordKind.CHILD else None)
    return made


def _second(by: User, proposal: DisposalReview) -> DisposalReview:
    permissions.check(by, Permission.AGREE_DISPOSAL)
    queries.proposal_for(by, proposal.pk)
    kept = DisposalReview.objects.select_for_update().get(pk=proposal.pk)
    if kept.state != DisposalReview.State.PROPOSED:
        raise WrongState("It no longer waits.")
    if kept.by_id == by.pk:
        raise WrongState("Another person than the one who proposed it has to agree.")
    return kept


@transaction.atomic
def decline_disposal(*, by: User, proposal: DisposalReview, why: str) -> None:
    """The second person does not agree: the record stays, and comes up again for review."""
    kept = _second(by, proposal)
    kept.declined_why = needed(why, "why", "Say why it should stay")
    kept.state, kept.declined_by = DisposalReview.State.DECLINED, by
    kept.save(update_fields=["state", "declined_by", "declined_why"])
    note(by, "retention.declined", kept, kept.record_id if kept.kind == RecordKind.CHILD else None)


@transaction.atomic
def agree_disposal(*, by: User, proposal: DisposalReview) -> Disposal:
    """The second person agrees, and the record goes: every row of it in every room. What stays holds no content."""
    kept = _second(by, proposal)
    today = clock.today()
    adopted = queries.schedule_in_force(by.partnership, today)
    if adopted is None:
        raise WrongState("No schedule is in force.")
    kept.state = DisposalReview.State.DECLINED  # so that it counts as undecided, and is worked out afresh
    kept.save(update_fields=["state"])
    due = _due(by, kept.kind, kept.record_id)
    _not_stopped(due.stopped)
    _no_sealed_file(due.kind, due.record_id)
    tombstone = Disposal(
        partnership_id=by.partnership_id,
        kind=kept.kind,
        record_id=kept.record_id,
        schedule_id=adopted.schedule_id,
        rule=due.rule.code,
        counts=_dispose(kept.kind, kept.record_id),
        proposed_by=kept.by_id,
        agreed_by=by.pk,
        at=clock.now(),
    )
    tombstone.save()
    child_id = kept.record_id if kept.kind == RecordKind.CHILD else None
    note(by, "retention.disposed", tombstone, child_id, tombstone.counts)
    return tombstone


@transaction.atomic
def replay_disposals(tombstones: Iterable[Mapping[str, Any]]) -> int:
    """After a restore of an older copy: dispose again of what was disposed of since; how many records (HZ-41).

    ``tombstones`` are what ``queries.tombstones()`` gave before the restore. Doing it twice changes nothing.
    """
    replayed = 0
    for each in tombstones:
        partnership = Partnership.objects.filter(pk=each["partnership"]).first()
        if partnership is None:
            continue
        there = _exists(each["kind"], each["record_id"])
        if there:
            _dispose(each["kind"], UUID(each["record_id"]))
            replayed += 1
        if Disposal.objects.filter(kind=each["kind"], record_id=each["record_id"]).exists():
            continue
        kept = {name: each[name] for name in ("id", "kind", "record_id", "schedule_id", "rule", "counts")}
        people = {name: each[name] for name in ("proposed_by", "agreed_by", "at")}
        tombstone = Disposal(partnership=partnership, **kept, **people)
        tombstone.save()
        audit.record(
            partnership_id=partnership.pk,
            by=None,
            action="retention.disposed-again",
            subject=tombstone,
            child_id=each["record_id"] if each["kind"] == RecordKind.CHILD else None,
        )
    return replayed


def _root(kind: str) -> walk.Table:
    return Child if kind == RecordKind.CHILD else Concern


def _exists(kind: str, record_id: object) -> bool:
    return _root(kind)._base_manager.filter(pk=record_id).exists()


def _dispose(kind: str, record_id: UUID) -> dict[str, int]:
    counts: dict[str, int] = {}

    def count(removed: Mapping[str, int]) -> None:
        for label, number in removed.items():
            counts[label] = counts.get(label, 0) + number

    if kind == RecordKind.CHILD:
        child = Child.objects.select_for_update().get(pk=record_id)
        for concern in Concern.objects.filter(links__child=child):
            if ConcernChild.objects.filter(concern=concern).exclude(child=child).exists():
                _take_names_out(concern, child)
            else:
                count(walk.remove(walk.rows(Concern, concern.pk)))
        count({"access.KeptPost": KeptPost.objects.filter(path__contains=str(child.pk)).delete()[0]})
    rows = walk.rows(_root(kind), record_id)
    files.forget_files(rows.get(AttachedFile, ()))
    count(walk.remove(rows))
    DisposalReview.objects.filter(kind=kind, record_id=record_id).delete()
    return {label: number for label, number in sorted(counts.items()) if number}


def _take_names_out(concern: Concern, child: Child) -> None:
    """A concern that is also about other children stays for them, without this child's names."""
    names = names_of(child)
    for model, ids in walk.rows(Concern, concern.pk).items():
        if model is ConcernChild:
            continue
        fields = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField) and not field.choices and not field.unique
        ]
        for row in model._base_manager.filter(pk__in=ids):
            texts = {name: conceal(getattr(row, name), names, ANOTHER_CHILD) for name in fields}
            if changed := {name: text for name, text in texts.items() if text != getattr(row, name)}:
                model._base_manager.filter(pk=row.pk).update(**changed)
