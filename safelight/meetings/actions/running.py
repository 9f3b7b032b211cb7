"""What is written down while a meeting is under way. Everything is appended: two people who write lose nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children import actions as children_actions
from safelight.children.models import Voice
from safelight.core import clock
from safelight.core.conflicts import FieldConflict, merge
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.meetings import queries
from safelight.meetings.actions.common import needed, record, to_write, write
from safelight.meetings.held_back import is_police
from safelight.meetings.models import (
    Attendee,
    Case,
    Contribution,
    Entry,
    LevelAnswer,
    RowReview,
    VoltEntry,
    VoltTakenOut,
)
from safelight.meetings.states import Part, WhatNow
from safelight.plans import actions as plans
from safelight.plans import queries as plan_queries
from safelight.plans.models import Action
from safelight.plans.states import ActionState


@transaction.atomic
def add_contribution(
    *,
    by: User,
    case: Case,
    words: str,
    now: datetime,
    attendee: Attendee | None = None,
    speaker: str = "",
    action: Action | None = None,
    police: bool = False,
) -> Contribution:
    """Write down what somebody said, of a row of the plan or in general (BE-05). What police say is marked so, whoever
    writes it and whether or not they tick it (HZ-08).

    The same words of the same person twice in a row, from the same hand, are one: a page that was sent twice.
    """
    held = to_write(by, case)
    said = needed("words", words, _("Write what they say."))
    if attendee is not None and attendee.meeting_id != held.meeting_id:
        raise NotFound("attendee")
    name = attendee.name_and_role if attendee is not None else speaker.strip()
    name = needed("speaker", name, _("Say who is speaking."))
    part = attendee.part if attendee is not None else Part.PROFESSIONAL.value
    last = Contribution.objects.filter(case=held).order_by("-number").first()
    action_id = action.pk if action is not None else None
    if last is not None and (last.words, last.speaker, last.action_id, last.by_id) == (
        said,
        name[:200],
        action_id,
        by.pk,
    ):
        return last
    made = write(
        Contribution,
        held,
        by,
        now,
        attendee=attendee,
        speaker=name[:200],
        part=part,
        action_id=action_id,
        words=said,
        police=police or is_police(name) or (attendee is not None and queries.is_police_attendee(attendee)),
    )
    record(by, "meeting.said", made, held, now)
    return made


@transaction.atomic
def record_voice(*, by: User, case: Case, whose: str, words: str, missing_reason: str, now: datetime) -> Voice:
    """The wishes and feelings of the child, or of the parents, told at this meeting; or why they are missing."""
    held = to_write(by, case)
    if held.child is None:
        raise NotFound("child")
    with clock.at(now):
        return children_actions.record_voice(
            by=by,
            child=held.child,
            whose=whose,
            words=words,
            missing_reason=missing_reason,
            occasion_kind=queries.OCCASION,
            occasion_id=held.pk,
        )


@dataclass(frozen=True)
class Reviewed:
    """A row after its review; ``conflicts`` are what somebody else said of it first: then nothing was changed."""

    review: RowReview | None
    conflicts: tuple[FieldConflict, ...] = ()


def row_values(action: Action) -> dict[str, str]:
    """What a review may change of a row, as texts: what somebody had before them who opened it."""
    return {"rag": action.rag, "state": action.state, "due_on": action.due_on.isoformat() if action.due_on else ""}


@transaction.atomic
def review_row(
    *,
    by: User,
    case: Case,
    action: Action,
    what_now: str,
    rag: str,
    words: str,
    due_on: date | None,
    before: Mapping[str, Any],
    now: datetime,
    keep_state: bool = False,
) -> Reviewed:
    """Review one row of the plan, through the plan itself: its action is one record wherever it shows.

    ``before`` is the row as it was when the page was opened (``row_values``). Where somebody else has said something
    else of it meanwhile, nothing is changed and what differs is given back, for a person to choose. ``keep_state``
    leaves how far it is as somebody else said.
    """
    held = to_write(by, case)
    if what_now not in list(WhatNow):
        raise Invalid({"what_now": _("Choose what happens now.")})
    row = plan_queries.action_for(by, held.child_id or "", action.pk)
    there = row_values(row)
    mine = {
        "rag": rag,
        "state": there["state"]
        if keep_state
        else _state_after(ActionState(before.get("state", there["state"])), WhatNow(what_now)).value,
        "due_on": due_on.isoformat() if due_on else there["due_on"],
    }
    merged = merge(before={**there, **before}, theirs=there, mine=mine)
    if merged.conflicts:
        return Reviewed(None, merged.conflicts)
    values = merged.values
    new_day = date.fromisoformat(values["due_on"]) if values["due_on"] else None
    plans.record_progress(
        by=by,
        action=row,
        state=values["state"],
        rag=values["rag"],
        text=words,
        now=now,
        due_on=new_day,
    )
    made = write(
        RowReview,
        held,
        by,
        now,
        action_id=row.pk,
        row_text=row.text,
        what_now=what_now,
        rag_before=there["rag"],
        rag=values["rag"],
        due_before=row.due_on,
        due_on=new_day,
        words=words.strip(),
    )
    record(by, "meeting.row-reviewed", made, held, now)
    return Reviewed(made)


def _state_after(state: ActionState, what_now: WhatNow) -> ActionState:
    if what_now is WhatNow.DONE:
        return ActionState.DONE
    if what_now is WhatNow.STOP:
        return ActionState.NOT_DONE
    ended = state in (ActionState.DONE, ActionState.NOT_DONE)
    return ActionState.UNDER_WAY if ended or state is ActionState.AGREED else state


@transaction.atomic
def review_level(*, by: User, case: Case, answer: str, words: str, now: datetime) -> Entry:
    """Say whether the level is still right, with the words of whoever says so. It never changes the level: “assess
    again” makes an assessment due (MT-02, MT-06)."""
    held = to_write(by, case)
    if held.child is None:
        raise NotFound("child")
    if answer not in LevelAnswer.values:
        raise Invalid({"answer": _("Choose whether the level is still right.")})
    said = needed("words", words, _("Say why, in your own words."))
    made = write(Entry, held, by, now, kind=Entry.Kind.LEVEL, answer=answer, words=said)
    record(by, "meeting.level-reviewed", made, held, now)
    return made


# What is noted in words alone, and what to ask where they are missing.
_NOTED = (Entry.Kind.WORK, Entry.Kind.CONTACT, Entry.Kind.DISRUPTION, Entry.Kind.OUTCOME, Entry.Kind.DECISION)


@transaction.atomic
def note(
    *,
    by: User,
    case: Case,
    kind: str,
    words: str,
    now: datetime,
    who: str = "",
    day: date | None = None,
    police: bool = False,
) -> Entry:
    """Write down the work agreed, the named contact, the disruption strategies, an outcome or a decision.

    The newest of a kind counts, and what was said before stays; every decision counts.
    """
    held = to_write(by, case)
    if kind not in _NOTED:
        raise NotFound("kind of entry")
    said = needed("words", words, _("Write it in a sentence."))
    made = write(Entry, held, by, now, kind=kind, words=said, who=who.strip(), day=day, police=police)
    record(by, f"meeting.noted-{kind}", made, held, now)
    return made


@transaction.atomic
def set_next(*, by: User, case: Case, day: date | None, at: time | None, place: str, now: datetime) -> Entry:
    """Set the date of the next meeting. When this one is closed it is planned, with the same people."""
    held = to_write(by, case)
    if day is None:
        raise Invalid({"day": _("Enter the day of the next meeting.")})
    if day < clock.london_day(now):
        raise Invalid({"day": _("The day must be today or later.")})
    made = write(Entry, held, by, now, kind=Entry.Kind.NEXT, day=day, time=at, words=place.strip())
    record(by, "meeting.next-set", made, held, now)
    return made


@transaction.atomic
def add_volt(
    *, by: User, case: Case, kind: str, words: str, now: datetime, known: str = "", source: str = ""
) -> VoltEntry:
    """Name a victim, an offender, a location or a theme (MT-02). Who said so is kept general, never by name."""
    held = to_write(by, case)
    if kind not in VoltEntry.Kind.values:
        raise Invalid({"kind": _("Choose victim, offender, location or theme.")})
    said = needed("words", words, _("Write whom, where or what."))
    made = write(VoltEntry, held, by, now, kind=kind, words=said, known=known.strip(), source=source.strip())
    record(by, "meeting.volt-added", made, held, now)
    return made


@transaction.atomic
def take_out_volt(*, by: User, case: Case, entry: VoltEntry, why: str, now: datetime) -> VoltTakenOut:
    """Say that an entry was a mistake, and why; it stays readable."""
    held = to_write(by, case)
    if entry.case_id != held.pk:
        raise NotFound("entry")
    reason = needed("why", why, _("Say why it is taken out."))
    if VoltTakenOut.objects.filter(entry=entry).exists():
        raise WrongState(_("Somebody has taken it out already."))
    made = VoltTakenOut(partnership_id=held.partnership_id, entry=entry, why=reason, by=by, at=now)
    made.save()
    record(by, "meeting.volt-taken-out", made, held, now)
    return made
