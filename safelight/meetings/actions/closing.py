"""Closing a meeting: what is missing needs a reason; then plan, minutes and circulation follow at once (MT-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.core.clock import LONDON
from safelight.core.errors import Invalid, WrongState
from safelight.meetings import permissions, queries
from safelight.meetings.actions.common import locked, move, needed, record, to_write, write
from safelight.meetings.actions.planning import Guest, When, invite, plan_meeting
from safelight.meetings.models import Attendee, Case, Entry, Meeting
from safelight.meetings.queries import Check, Rows, Written
from safelight.meetings.states import Item, State
from safelight.plans import actions as plans
from safelight.plans.models import PlanVersion
from safelight.plans.states import PlanState
from safelight.sharing import actions as sharing

MINUTES, PLAN = "minutes", "plan"


@dataclass(frozen=True)
class Closed:
    """What closing made: the plan's version, and the meeting that was planned next. Either may be None."""

    case: Case
    version: PlanVersion | None
    following: Meeting | None


@transaction.atomic
def close(*, by: User, case: Case, whys: Mapping[str, str], now: datetime) -> Closed:
    """Close a child's part of a meeting, and the meeting with its last part.

    ``whys`` gives a reason for each item of the closing list that is still open, by its code; ``Invalid`` at
    ``why-<code>`` where one is missing. In the same transaction the plan gets its reviewed version, the minutes and
    the plan are put into circulation, from which five working days run, and the next meeting is planned.
    """
    held = to_write(by, case)
    meeting = locked(held.meeting)
    written = queries.written(held)
    rows = queries.rows_of(held, written)
    checks = queries.checklist(held, written, rows)
    missing = {
        f"why-{check.item.value}": _("Say why this is missing.")
        for check in checks
        if not check.done and not whys.get(check.item.value, "").strip()
    }
    if missing:
        raise Invalid(missing)
    version = _review_plan(by, held, written, rows, now)
    _copy(held, checks, whys, written)
    held.closed_at, held.closed_by = now, by
    held.plan_version_id = version.pk if version is not None else None
    held.save()
    record(by, "meeting.part-closed", held, held, now, counts={"rows": held.rows_reviewed})
    if not Case.objects.filter(meeting=meeting, closed_at__isnull=True).exists():
        move(meeting, State.CLOSED)
        meeting.closed_at, meeting.closed_by = now, by
        meeting.save_over(meeting.version, "state", "closed_at", "closed_by")
        record(by, "meeting.closed", meeting, held, now)
    people = queries.attendees(meeting)
    _circulate(by, held, people, version, rows, now)
    return Closed(held, version, _plan_next(by, held, meeting, people, written, now))


def _review_plan(by: User, case: Case, written: Written, rows: Rows, now: datetime) -> PlanVersion | None:
    """The plan's new version, where the meeting reviewed rows of it."""
    if rows.plan is None or not written.reviews:
        return None
    return plans.review(by=by, plan=rows.plan, at=now, meeting_id=case.meeting_id).version


def _copy(case: Case, checks: list[Check], whys: Mapping[str, str], written: Written) -> None:
    done = {check.item: check.done for check in checks}
    for check in checks:
        if not check.done:
            setattr(case, f"why_{check.item.value}", whys[check.item.value].strip())
    case.rows_reviewed = len(written.last_reviews)
    case.plan_reviewed = done.get(Item.PLAN, False)
    case.volt_recorded = done.get(Item.VOLT, False)
    level, work, outcome, following = (
        written.newest(kind) for kind in (Entry.Kind.LEVEL, Entry.Kind.WORK, Entry.Kind.OUTCOME, Entry.Kind.NEXT)
    )
    case.level_answer = level.answer if level else ""
    case.work_agreed = work.words if work else ""
    case.outcome = outcome.words if outcome else ""
    case.next_on = following.day if following else None


def _circulate(
    by: User, case: Case, people: list[Attendee], version: PlanVersion | None, rows: Rows, now: datetime
) -> None:
    """List who is to have the minutes and, where there is a new version, the plan; nothing is sent by this."""
    recipients = queries.recipients(case, people)
    if case.child is None or not recipients or not by.may(Permission.CIRCULATE):
        return
    made = partial(
        sharing.prepare_circulation,
        by=by,
        child=case.child,
        from_at=now,
        recipients=recipients,
        meeting_id=case.meeting_id,
    )
    made(paper=MINUTES, subject_id=case.pk, version_id=None)
    if rows.plan is not None and version is not None and version.state == PlanState.IN_FORCE:
        made(paper=PLAN, subject_id=rows.plan.pk, version_id=version.pk)


def _plan_next(
    by: User, case: Case, meeting: Meeting, people: list[Attendee], written: Written, now: datetime
) -> Meeting | None:
    found = written.newest(Entry.Kind.NEXT)
    if found is None or found.day is None or case.child is None:
        return None
    starts_at = datetime.combine(found.day, found.time or time(10), tzinfo=LONDON)
    following = plan_meeting(
        by=by,
        kind=meeting.kind,
        children_about=[case.child],
        when=When(starts_at=starts_at, lasts=meeting.lasts, place=found.words or meeting.place),
        chair=meeting.chair,
        chair_name=meeting.chair_name,
        now=now,
    )
    part = Case.objects.select_related("meeting", "child").get(meeting=following)
    around = {person.pk: person for person in queries.invited_people(case.child)[1]}
    for one in people:
        if one.person_id is not None and one.person_id not in around:
            continue
        guest = Guest(
            name=one.name,
            role=one.role,
            agency=one.agency,
            part=one.part,
            user=one.user,
            person=around.get(one.person_id) if one.person_id else None,
        )
        if one.user is None or one.user.is_active:
            invite(by=by, case=part, guests=[guest], now=now)
    return following


@transaction.atomic
def append_correction(*, by: User, case: Case, words: str, now: datetime, for_family: bool = False) -> Entry:
    """Say what was wrong in a closed meeting. What it said stays; the correction stands beneath it.

    It stands on the family's copies only where ``for_family``: it may be about what they are not shown.
    """
    permissions.check_may_run(by, case)
    held = Case.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=case.pk)
    if held.closed_at is None:
        raise WrongState(_("The meeting is not closed yet. Write it where it belongs."))
    said = needed("words", words, _("Say what was wrong, and what is right."))
    made = write(Entry, held, by, now, kind=Entry.Kind.CORRECTION, words=said, police=not for_family)
    record(by, "meeting.corrected", made, held, now)
    return made
