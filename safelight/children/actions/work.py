"""Working with a child: who does, what the child says, contact and attempts, promises."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from safelight.access import queries as access
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import queries, spoken
from safelight.children.actions.common import child_to_edit, child_to_record_about, needed, not_after, note
from safelight.children.models import Child, ContactNote, Involvement, PersonAround, Promise, Voice
from safelight.children.queries.safety import Halt
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState


class Halted(WrongState):
    """This contact may not be safe: it stands still until somebody has checked or decided (SH-04)."""

    def __init__(self, halt: Halt) -> None:
        self.halt = halt
        super().__init__("This contact may not be safe. Stop here until somebody has decided.")


@transaction.atomic
def add_involvement(*, by: User, child: Child, user: User, role: str = "", since: date | None = None) -> Involvement:
    """Say that a colleague works with the child: from then on they see the record."""
    kept = child_to_edit(by, child)
    colleague = access.colleague(by, user.pk)
    if colleague is None:
        raise NotFound("colleague")
    if not colleague.may(Permission.LOG_CONCERN):
        raise Invalid({"user": "This person's role does not let them see any child."})
    restriction = queries.restriction_of(kept)
    if restriction is not None and colleague.pk not in {one.pk for one in queries.named_people(restriction)}:
        raise Invalid({"user": "This record is restricted. A manager has to name them first."})
    current = Involvement.objects.filter(child=kept, user=colleague, until__isnull=True).first()
    if current is not None:
        return current
    involvement = Involvement.objects.create(
        partnership_id=by.partnership_id,
        child=kept,
        user=colleague,
        role=role.strip() or colleague.job_title,
        since=since or clock.today(),
        added_by=by,
    )
    note(by, "involvement.added", involvement, kept)
    return involvement


@transaction.atomic
def nominate_lead_worker(*, by: User, child: Child, user: User) -> Child:
    """Nominate the one person who talks to the child about the concern (CH-05); who is not involved yet becomes so."""
    kept = child_to_edit(by, child)
    add_involvement(by=by, child=kept, user=user)
    Child.objects.filter(pk=kept.pk).update(lead_worker=user)
    kept.lead_worker = user
    note(by, "child.lead_worker_nominated", kept, kept)
    return kept


@transaction.atomic
def record_voice(
    *,
    by: User,
    child: Child,
    words: str = "",
    missing_reason: str = "",
    whose: str = Voice.Whose.CHILD,
    said_on: date | None = None,
    said_to: str = "",
    occasion_kind: str = "",
    occasion_id: UUID | str = "",
) -> Voice:
    """Record wishes and feelings in their own words, or why they are missing (CH-10): one of the two."""
    kept = child_to_record_about(by, child)
    if whose not in Voice.Whose.values:
        raise Invalid({"whose": "Say whose words these are."})
    said, missing = spoken.bare(words), missing_reason.strip()
    if bool(said) == bool(missing):
        sentence = (
            "Write their words, or why they are missing."
            if not said
            else "Write their words or why they are missing, not both."
        )
        raise Invalid({"words": sentence})
    now = clock.now()
    day = said_on or clock.london_day(now)
    not_after("said_on", day, clock.london_day(now), "The day must be today or in the past.")
    voice = Voice.objects.create(
        partnership_id=by.partnership_id,
        child=kept,
        whose=whose,
        words=said,
        missing_reason=missing,
        said_on=day,
        said_to=said_to.strip() or (by.name_and_role if said else ""),
        occasion_kind=occasion_kind,
        occasion_id=str(occasion_id),
        by=by,
        at=now,
    )
    note(by, "voice.recorded", voice, kept)
    return voice


@transaction.atomic
def log_contact(
    *,
    by: User,
    child: Child,
    kind: str,
    words: str,
    happened_at: datetime | None = None,
    with_whom: str = "",
    next_way: str = "",
    person: PersonAround | None = None,
    channel: str = "",
    before_decision: bool = False,
) -> ContactNote:
    """Log a visit, a call, a message or a try that reached nobody. It changes no level and closes nothing (PR-13).

    ``person`` and ``channel`` say with whom of the people around the child, and how (no person: on the child's own
    telephone). Where that may not be safe it is refused with ``Halted`` until somebody decides (SH-04);
    ``before_decision`` says that it had happened already: what happened is always written down.
    """
    kept = child_to_record_about(by, child)
    if kind not in ContactNote.Kind.values:
        raise Invalid({"kind": "Choose what kind of contact it was."})
    text = needed(words=(words, "Say what happened."))
    if kind == ContactNote.Kind.ATTEMPT and not next_way.strip():
        raise Invalid(
            {"next_way": "Say what services will try next. They have not yet found a way to reach this child."}
        )
    now = clock.now()
    moment = happened_at or now
    not_after("happened_at", moment, now, "The date and time must be in the past.")
    around = queries.person_for(by, kept.pk, person.pk) if person is not None else None
    halt = queries.halt_of(kept, around, channel) if channel else None
    if halt is not None and not before_decision:
        raise Halted(halt)
    contact = ContactNote.objects.create(
        partnership_id=by.partnership_id,
        child=kept,
        kind=kind,
        happened_at=moment,
        with_whom=with_whom.strip() or (around.name if around is not None else ""),
        person=around,
        channel=channel,
        before_decision=halt is not None,
        words=text["words"],
        next_way=next_way.strip(),
        by=by,
        at=now,
    )
    note(by, "contact.logged", contact, kept)
    return contact


@transaction.atomic
def make_promise(
    *,
    by: User,
    child: Child,
    words: str,
    due_on: date,
    kind: str = Promise.Kind.PROMISE,
    owner: User | None = None,
    made_on: date | None = None,
) -> Promise:
    """Record what the child was promised, by when; it is a duty until it is kept or explained (CH-13)."""
    kept = child_to_record_about(by, child)
    queries.check_full_sight(by, kept)
    if kind not in Promise.Kind.values:
        raise Invalid({"kind": "Choose what it is."})
    text = needed(words=(words, "Write what was promised."))
    now = clock.now()
    today = clock.london_day(now)
    made = made_on or today
    not_after("made_on", made, today, "The day it was made must be today or in the past.")
    not_after("due_on", made, due_on, "Choose the day on which it was made, or a later one.")
    keeper = by
    if owner is not None and owner.pk != by.pk:
        involved = queries.involvements(kept).filter(user=owner, until__isnull=True).exists()
        if not involved:
            raise Invalid({"owner": "Only somebody who works with the child can keep a promise to them."})
        keeper = owner
    promise = Promise.objects.create(
        partnership_id=by.partnership_id,
        child=kept,
        kind=kind,
        words=text["words"],
        made_on=made,
        due_on=due_on,
        owner=keeper,
        by=by,
        at=now,
    )
    note(by, "promise.made", promise, kept)
    return promise


@transaction.atomic
def keep_promise(*, by: User, promise: Promise, outcome: str = Promise.Outcome.KEPT, words: str = "") -> Promise:
    """Say that a promise was kept; or that it could not be, and that the child was told why (``words``)."""
    child = child_to_record_about(by, promise.child_id)
    kept = queries.promise_for(by, child.pk, promise.pk)
    if kept.outcome:
        raise WrongState("This promise has been answered already.")
    if outcome not in Promise.Outcome.values:
        raise Invalid({"outcome": "Say whether it was kept."})
    if outcome == Promise.Outcome.TOLD_WHY and not words.strip():
        raise Invalid({"words": "Say what the child was told."})
    kept.outcome, kept.outcome_note, kept.ended_by, kept.ended_at = outcome, words.strip(), by, clock.now()
    kept.save()
    note(by, "promise.answered", kept, child)
    return kept
