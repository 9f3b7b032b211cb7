"""A subject access request from the day it comes to the day it is answered. A second person agrees; then it leaves."""

from datetime import date
from uuid import UUID

from django.db import transaction

from safelight.access import permissions
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.audit.models import Kind as AuditKind
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.core.ids import new_reference
from safelight.governance import contents, queries, redaction, states
from safelight.governance.actions.common import needed, note
from safelight.governance.models import (
    BundleEntry,
    Redaction,
    RequestedBy,
    SubjectAccessRequest,
    SubjectAccessReview,
)
from safelight.governance.states import RequestState, Step


@transaction.atomic
def open_request(
    *,
    by: User,
    child: Child,
    requested_by: str,
    requester_name: str,
    received_on: date,
    authority: str = "",
    scope: str = "",
) -> SubjectAccessRequest:
    """Record that somebody asked for what is held about a child, and pass it to the information officer.

    By a manager or safeguarding lead who sees the child. The clock runs from ``received_on``.
    """
    permissions.check(by, Permission.OPEN_SUBJECT_ACCESS)
    found = children.get(by, child.pk)
    children.check_full_sight(by, found)
    if requested_by not in RequestedBy.values:
        raise Invalid({"requested_by": "Say who asks"})
    name = needed(requester_name, "requester_name", "Enter the name of the person who asks")
    if requested_by != RequestedBy.YOUNG_PERSON:
        needed(authority, "authority", "Say why they may ask: what shows it")
    now = clock.now()
    if received_on > clock.london_day(now):
        raise Invalid({"received_on": "The day it came can’t be in the future"})
    made = SubjectAccessRequest.objects.create(
        partnership_id=by.partnership_id,
        reference=_unused_reference(by.partnership_id),
        child=found,
        requested_by=requested_by,
        requester_name=name,
        authority=authority.strip(),
        scope=scope.strip(),
        received_on=received_on,
        opened_by=by,
        opened_at=now,
    )
    note(by, "subject-access.opened", made, found.pk)
    return made


def _unused_reference(partnership_id: UUID) -> str:
    while True:
        reference = new_reference()
        if not SubjectAccessRequest.objects.filter(partnership_id=partnership_id, reference=reference).exists():
            return reference


def _of(by: User, request: SubjectAccessRequest, *allowed: RequestState) -> SubjectAccessRequest:
    """The request afresh, locked, if ``by`` may see it and it is in one of the states."""
    queries.request_for(by, request.pk)
    kept = SubjectAccessRequest.objects.select_for_update().get(pk=request.pk)
    if kept.state not in allowed:
        raise WrongState(f"That can’t be done now: the request is “{kept.get_state_display()}”.")
    return kept


def _step(request: SubjectAccessRequest, step: Step) -> str:
    state = states.after(request.state, step)
    if state is None:
        raise WrongState(f"That can’t be done now: the request is “{request.get_state_display()}”.")
    return state.value


@transaction.atomic
def check_identity(*, by: User, request: SubjectAccessRequest, how: str) -> None:
    """Record how it was made sure that the person who asks is who they say, and may ask. Nothing leaves before."""
    permissions.check(by, Permission.ANSWER_SUBJECT_ACCESS)
    kept = _of(by, request, *states.OPEN)
    kept.identity_how = needed(how, "identity_how", "Say what you saw, and how you know that they may ask")
    kept.identity_by, kept.identity_at = by, clock.now()
    kept.save_over(kept.version, "identity_how", "identity_by", "identity_at")
    note(by, "subject-access.identity-checked", kept, kept.child_id)


@transaction.atomic
def record_child_view(*, by: User, request: SubjectAccessRequest, view: str = "", not_asked: str = "") -> None:
    """Record what the child says of the request, or why the child was not asked: one of the two.

    By the information officer or by whoever may open requests: the child's own worker's manager often asks.
    """
    if not by.may(Permission.ANSWER_SUBJECT_ACCESS):
        permissions.check(by, Permission.OPEN_SUBJECT_ACCESS)
        children.check_full_sight(by, request.child)
    kept = _of(by, request, *states.OPEN)
    if bool(view.strip()) == bool(not_asked.strip()):
        raise Invalid({"child_view": "Write what the child says, or why the child was not asked: one of the two"})
    kept.child_view, kept.child_not_asked = view.strip(), not_asked.strip()
    kept.child_view_by, kept.child_view_at = by, clock.now()
    kept.save_over(kept.version, "child_view", "child_not_asked", "child_view_by", "child_view_at")
    note(by, "subject-access.child-view-recorded", kept, kept.child_id)


@transaction.atomic
def extend(*, by: User, request: SubjectAccessRequest, why: str) -> None:
    """Take two more months, because the request is complex; once, within the first month, and the person is told."""
    permissions.check(by, Permission.ANSWER_SUBJECT_ACCESS)
    kept = _of(by, request, *states.OPEN)
    now = clock.now()
    if kept.extended_at is not None:
        raise WrongState("It has been extended already.")
    if clock.london_day(now) > queries.due_on(kept):
        raise WrongState("The first month is over: it can no longer be extended.")
    kept.extended_why = needed(why, "extended_why", "Say why it takes longer, and when you told the person")
    kept.extended_by, kept.extended_at = by, now
    kept.save_over(kept.version, "extended_why", "extended_by", "extended_at")
    note(by, "subject-access.extended", kept, kept.child_id)


@transaction.atomic
def prepare(*, by: User, request: SubjectAccessRequest) -> None:
    """Take the request on: gather all that is held, and propose what may have to be blacked out.

    What is gathered is a copy of this moment. Refused until the person's identity was checked.
    """
    permissions.check(by, Permission.ANSWER_SUBJECT_ACCESS)
    kept = _of(by, request, RequestState.RECEIVED)
    if kept.identity_at is None:
        raise WrongState("Check first who asks. Then what is held is gathered.")
    child = kept.child
    entries = [
        BundleEntry(
            partnership_id=kept.partnership_id,
            request=kept,
            position=position,
            room=each.room,
            source=each.source,
            source_id=each.source_id,
            dated=each.dated,
            heading=each.heading,
            text=each.text,
        )
        for position, each in enumerate(contents.gather(child), 1)
    ]
    BundleEntry.objects.bulk_create(entries)
    known, spared = contents.known_people(child), contents.spared(child)
    places = [
        Redaction(
            partnership_id=kept.partnership_id,
            entry=entry,
            start=found.span.start,
            end=found.span.end,
            kind=found.kind.value,
            who=found.who[:400],
        )
        for entry in entries
        for found in redaction.find(entry.text, known, spared)
    ]
    Redaction.objects.bulk_create(places)
    kept.state, kept.officer, kept.gathered_at = _step(kept, Step.PREPARE), by, clock.now()
    kept.save_over(kept.version, "state", "officer", "gathered_at")
    counts = {"entries": len(entries), "places": len(places)}
    note(by, "subject-access.prepared", kept, child.pk, counts)


def _mine(by: User, kept: SubjectAccessRequest) -> None:
    if kept.officer_id != by.pk:
        raise WrongState("Somebody else prepares this answer.")


@transaction.atomic
def send_for_review(*, by: User, request: SubjectAccessRequest) -> None:
    """Give the answer to a second person. Every place is decided, and the child's view stands, before that."""
    permissions.check(by, Permission.ANSWER_SUBJECT_ACCESS)
    kept = _of(by, request, *states.WRITING)
    _mine(by, kept)
    if kept.child_view_at is None:
        raise WrongState("Record first what the child says of the request, or why the child was not asked.")
    if left := queries.undecided(kept):
        raise WrongState(f"{left} places are not decided yet.")
    kept.state = _step(kept, Step.SEND_FOR_REVIEW)
    kept.save_over(kept.version, "state")
    note(by, "subject-access.sent-for-review", kept, kept.child_id)


@transaction.atomic
def return_with_comments(*, by: User, request: SubjectAccessRequest, comment: str) -> SubjectAccessReview:
    """The second person says what has to change."""
    kept = _of(by, request, RequestState.IN_REVIEW)
    said = needed(comment, "comment", "Say what has to change")
    review = _review(by, kept, SubjectAccessReview.Outcome.RETURNED, said, _hash(kept))
    kept.state = _step(kept, Step.RETURN)
    kept.save_over(kept.version, "state")
    note(by, "subject-access.returned", kept, kept.child_id)
    return review


@transaction.atomic
def agree(*, by: User, request: SubjectAccessRequest, sha256: str, comment: str = "") -> SubjectAccessReview:
    """The second person agrees to what they read, which ``sha256`` names: only that may leave.

    Never the officer, nor anybody who decided about a place in it (HZ-37).
    """
    kept = _of(by, request, RequestState.IN_REVIEW)
    if sha256 != _hash(kept):
        raise WrongState("The answer was changed since you opened it. Read it again.")
    review = _review(by, kept, SubjectAccessReview.Outcome.AGREED, comment.strip(), sha256)
    kept.state, kept.agreed_by, kept.agreed_sha256 = _step(kept, Step.AGREE), by, sha256
    kept.save_over(kept.version, "state", "agreed_by", "agreed_sha256")
    note(by, "subject-access.agreed", kept, kept.child_id)
    return review


def _hash(request: SubjectAccessRequest) -> str:
    return queries.redacted_sha256(queries.entries_of(request))


def _review(by: User, kept: SubjectAccessRequest, outcome: str, comment: str, sha256: str) -> SubjectAccessReview:
    permissions.check(by, Permission.REVIEW_SUBJECT_ACCESS)
    if not queries.may_review(by, kept):
        raise WrongState("Somebody who neither prepared the answer nor decided anything in it has to review it.")
    officer_id = kept.officer_id
    if officer_id is None:
        raise WrongState("Nobody has prepared it.")
    return SubjectAccessReview.objects.create(
        partnership_id=kept.partnership_id,
        request=kept,
        officer_id=officer_id,
        outcome=outcome,
        comment=comment,
        sha256=sha256,
        by=by,
        at=clock.now(),
    )


@transaction.atomic
def send(*, by: User, request: SubjectAccessRequest, how: str) -> None:
    """Record that the agreed answer was given, and how: handed over, or sent to where it is safe."""
    permissions.check(by, Permission.ANSWER_SUBJECT_ACCESS)
    kept = _of(by, request, RequestState.AGREED)
    if _hash(kept) != kept.agreed_sha256:
        raise WrongState("What would be sent is not what was agreed.")
    kept.sent_how = needed(how, "sent_how", "Say how it was given, and why that way is safe for the child")
    kept.state, kept.sent_at = _step(kept, Step.SEND), clock.now()
    kept.save_over(kept.version, "state", "sent_how", "sent_at")
    note(by, "subject-access.sent", kept, kept.child_id)


@transaction.atomic
def refuse(*, by: User, request: SubjectAccessRequest, why: str) -> None:
    """Refuse the request, with the reason that the person is told and their right to complain."""
    _end(by, request, Step.REFUSE, why)


@transaction.atomic
def withdraw(*, by: User, request: SubjectAccessRequest, why: str) -> None:
    """The person no longer asks."""
    _end(by, request, Step.WITHDRAW, why)


def _end(by: User, request: SubjectAccessRequest, step: Step, why: str) -> None:
    permissions.check(by, Permission.ANSWER_SUBJECT_ACCESS)
    kept = _of(by, request, *states.OPEN)
    kept.state = _step(kept, step)
    kept.ended_why = needed(why, "ended_why", "Say why")
    kept.ended_by, kept.ended_at = by, clock.now()
    kept.save_over(kept.version, "state", "ended_why", "ended_by", "ended_at")
    note(by, f"subject-access.{kept.state}", kept, kept.child_id)


def note_download(*, by: User, request: SubjectAccessRequest, what: str) -> None:
    """The audit entry of a file that somebody took out: the ``answer`` or the ``log``."""
    if what not in ("answer", "log"):
        raise NotFound("file")
    audit.record_apart(
        partnership_id=by.partnership_id,
        by=by,
        action=f"subject-access.{what}-downloaded",
        kind=AuditKind.DOWNLOAD,
        subject=request,
        child_id=request.child_id,
    )
