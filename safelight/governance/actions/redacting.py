"""Blacking out words and leaving out whole entries: always a person, always with a reason."""

from collections.abc import Collection, Iterable

from django.db import transaction

from safelight.access import permissions
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.core import clock
from safelight.core.errors import Invalid, WrongState
from safelight.governance import queries, redaction, states
from safelight.governance.actions.common import needed, note
from safelight.governance.models import BundleEntry, Reason, Redaction, SubjectAccessRequest
from safelight.governance.redaction import Kind

ASK_REASON = "Say why it is not given"


def _writing(by: User, request: SubjectAccessRequest) -> SubjectAccessRequest:
    """The request, locked, if its answer is being written and ``by`` writes it."""
    permissions.check(by, Permission.ANSWER_SUBJECT_ACCESS)
    queries.request_for(by, request.pk)
    kept = SubjectAccessRequest.objects.select_for_update().get(pk=request.pk)
    if kept.state not in states.WRITING:
        raise WrongState("The answer can’t be changed now.")
    if kept.officer_id != by.pk:
        raise WrongState("Somebody else prepares this answer.")
    return kept


def _reason(reason: str) -> str:
    if reason not in Reason.values:
        raise Invalid({"reason": ASK_REASON})
    return reason


@transaction.atomic
def decide_group(
    *, by: User, request: SubjectAccessRequest, key: str, state: str, reason: str = "", open_only: bool = False
) -> int:
    """Decide all places about one person, number or address; how many. ``open_only`` leaves decided ones alone."""
    kept = _writing(by, request)
    places = queries.group_for(kept, key).places
    chosen = [place.pk for place in places if not open_only or place.state == Redaction.State.OPEN]
    return _decide(by, kept, chosen, state, reason)


@transaction.atomic
def decide_places(
    *, by: User, request: SubjectAccessRequest, entry: BundleEntry, accepted: Collection[str], reason: str = ""
) -> int:
    """Decide every place of one entry: those in ``accepted`` (ids) are blacked out, the rest is left to read.

    ``reason`` is for those that were not blacked out before; it may be left out when there are none.
    """
    kept = _writing(by, request)
    places = list(queries.entry_for(kept, entry.pk).redactions.all())
    wanted = {str(pk) for pk in accepted}
    new = [place.pk for place in places if str(place.pk) in wanted and place.state != Redaction.State.ACCEPTED]
    left = [place.pk for place in places if str(place.pk) not in wanted and place.state != Redaction.State.DECLINED]
    done = _decide(by, kept, new, Redaction.State.ACCEPTED, reason) if new else 0
    return done + (_decide(by, kept, left, Redaction.State.DECLINED, "") if left else 0)


def _decide(by: User, kept: SubjectAccessRequest, ids: Collection[object], state: str, reason: str) -> int:
    if state not in (Redaction.State.ACCEPTED, Redaction.State.DECLINED):
        raise Invalid({"state": "Say whether to black it out or to leave it"})
    why = _reason(reason) if state == Redaction.State.ACCEPTED else ""
    count = Redaction.objects.filter(pk__in=ids, entry__request=kept).update(
        state=state, reason=why, decided_by=by, decided_at=clock.now()
    )
    note(by, f"subject-access.places-{state}", kept, kept.child_id, {"places": count})
    return count


@transaction.atomic
def black_out(
    *, by: User, request: SubjectAccessRequest, words: str, reason: str, entry: BundleEntry | None = None
) -> int:
    """Black out words that the officer chose, in one entry or in all; how many places. They need not be names."""
    kept = _writing(by, request)
    wanted = needed(words, "words", "Type the words to black out")
    why = _reason(reason)
    entries = [queries.entry_for(kept, entry.pk)] if entry is not None else queries.entries_of(kept)
    made = _places(by, kept, entries, wanted, Redaction.State.ACCEPTED, why)
    if not made:
        raise Invalid({"words": "These words do not stand there. Copy them as they are written."})
    Redaction.objects.bulk_create(made)
    note(by, "subject-access.own-words", kept, kept.child_id, {"places": len(made)})
    return len(made)


@transaction.atomic
def decide_names(
    *, by: User, request: SubjectAccessRequest, shown: Collection[str], accepted: Collection[str], reason: str = ""
) -> int:
    """Decide about words that may be names: those in ``accepted`` are blacked out, the others of ``shown`` stay.

    How many places. Words that are not among what may be a name now are passed over: somebody decided them meanwhile.
    """
    kept = _writing(by, request)
    why = _reason(reason) if accepted else ""
    entries = queries.entries_of(kept)
    made = []
    for each in queries.may_be_names(kept):
        if each.words in shown:
            out = each.words in accepted
            state = Redaction.State.ACCEPTED if out else Redaction.State.DECLINED
            made += _places(by, kept, entries, each.words, state, why if out else "")
    Redaction.objects.bulk_create(made)
    note(by, "subject-access.names-decided", kept, kept.child_id, {"places": len(made)})
    return len(made)


def _places(
    by: User, kept: SubjectAccessRequest, entries: Iterable[BundleEntry], words: str, state: str, reason: str
) -> list[Redaction]:
    """A decided place, not yet stored, wherever ``words`` stand."""
    now = clock.now()
    return [
        Redaction(
            partnership_id=kept.partnership_id,
            entry=each,
            start=span.start,
            end=span.end,
            kind=Kind.OWN.value,
            who=" ".join(words.split())[:400],
            state=state,
            reason=reason,
            decided_by=by,
            decided_at=now,
        )
        for each in entries
        for span in redaction.places(each.text, words)
    ]


@transaction.atomic
def leave_out(*, by: User, request: SubjectAccessRequest, entry: BundleEntry, reason: str, why: str) -> None:
    """Leave a whole entry out of the answer. No gap and no number tells that it was there."""
    kept = _writing(by, request)
    found = queries.entry_for(kept, entry.pk)
    found.withheld = _reason(reason)
    found.withheld_why = needed(why, "why", "Say for the log why the whole entry is left out")
    found.withheld_by = by
    found.save(update_fields=["withheld", "withheld_why", "withheld_by"])
    note(by, "subject-access.entry-left-out", kept, kept.child_id)


@transaction.atomic
def leave_in(*, by: User, request: SubjectAccessRequest, entry: BundleEntry) -> None:
    """Take a whole entry back into the answer."""
    kept = _writing(by, request)
    found = queries.entry_for(kept, entry.pk)
    found.withheld, found.withheld_why, found.withheld_by = "", "", None
    found.save(update_fields=["withheld", "withheld_why", "withheld_by"])
    note(by, "subject-access.entry-left-in", kept, kept.child_id)
