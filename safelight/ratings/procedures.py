"""Which duties follow from the level in force. No database: what is known is given, duties come out.

The steps, owners and times are the toolkit's data; this decides which of them are open. A duty keeps the key and the
clock of the decision that first raised it, so that a later assessment never winds a clock back. One act may answer
several duties (HZ-22): a level's work is one duty with its steps, not one for each step.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from safelight.core.clock import london_day
from safelight.duties import clock
from safelight.duties.types import Cite, Closes, Duty
from safelight.ratings import levels, wording
from safelight.ratings.levels import EXPLOITED, HIGH, LOW, MEDIUM, NONE
from safelight.toolkits.schema import Due, Procedure
from safelight.ui import formats

MASH_CALL = "mash"
CONTACT_MASH = "PR-06"
HARM = "HARM"
AGREE = "PR-14"
LOOK_AGAIN = "RA-07-declined"
SEE = "RA-07-seen"
SECTION_47 = "PR-16-S47"
REASSESS = "PR-08"

WORK = {LOW: "PR-03", MEDIUM: "PR-04", HIGH: "PR-05", EXPLOITED: "PR-05"}
# The steps of a level's work, the level's own first, then those that every level has.
_STEPS_FROM = {
    LOW: ("PR-03", "PR-01"),
    MEDIUM: ("PR-04", "PR-03", "PR-01"),
    HIGH: ("PR-05", "PR-04", "PR-03", "PR-01"),
    EXPLOITED: ("PR-05", "PR-04", "PR-03", "PR-01"),
}


@dataclass(frozen=True)
class Past:
    """One decision, as far as duties follow from it. ``acting`` is the level acted for after it."""

    id: UUID
    assessment_id: UUID
    day: date
    at: datetime
    by_id: UUID
    author_id: UUID
    manager_id: UUID | None
    acting: str
    mash_due: bool = False
    harm: bool = False
    saf: str = ""
    trafficking: bool = False
    needs_agreement: bool = False
    waiting: bool = False
    declined: bool = False
    differs: bool = False
    seen: bool = False
    no_later_than: date | None = None
    aim_from: date | None = None
    review_on: date | None = None
    url: str = ""


@dataclass(frozen=True)
class Situation:
    """All that duties about one child follow from. ``past`` are the decisions that count, oldest first.

    ``closed`` gives for a duty's code the moments at which one of that code was closed, ``closed_keys`` which ones;
    ``involved`` are the people
    who work with the child now; ``harm_drafts`` are drafts (assessment, since, by, address) in which harm is held
    and whose suggestion was opened; ``undecided`` completed assessments that were moved here without a decision.
    """

    child_id: UUID
    jurisdiction: str
    lead_worker_id: UUID | None
    open_to_social_care: bool | None
    past: tuple[Past, ...]
    procedures: Mapping[str, Procedure]
    closed: Mapping[str, Sequence[datetime]] = field(default_factory=dict)
    closed_keys: frozenset[str] = frozenset()
    involved: frozenset[UUID] = frozenset()
    harm_drafts: tuple[tuple[UUID, datetime, UUID, str], ...] = ()
    undecided: tuple[tuple[UUID, datetime, UUID, str], ...] = ()
    start_url: str = ""


def duties_for(known: Situation) -> list[Duty]:
    """Every duty that follows from the decisions about one child, closed ones included where only the key tells."""
    made = _Maker(known)
    found = [*made.harm(), *made.undecided()]
    if known.past:
        found += [
            *made.mash(),
            *made.paperwork(),
            *made.social_worker(),
            *made.police_today(),
            *made.escalation(),
            *made.work(),
            *made.strategy_meeting(),
            *made.early_help(),
            *made.referral_mechanism(),
            *made.concern_without_indicator(),
            *made.reassessment(),
            *made.manager(),
        ]
    return found


def due_at(due: Due, since: datetime, jurisdiction: str) -> datetime | None:
    """The moment after which a procedure that began to apply ``since`` is overdue; None when it has no clock."""
    day = london_day(since)
    if due.when in ("same_day", "with_decision"):
        return clock.end_of_day(day)
    if due.when == "within" and due.days is not None:
        if due.working:
            return clock.end_of_day(clock.add_working_days(day, due.days, jurisdiction))
        return clock.end_of_day(day + timedelta(days=due.days))
    return None


class _Maker:
    """Makes the duties of one child."""

    def __init__(self, known: Situation) -> None:
        self.known = known
        self.past = known.past
        self.now = known.past[-1] if known.past else None

    def harm(self) -> list[Duty]:
        """Tell police and MASH that the child may be being harmed now: yes, not known, or not answered yet."""
        found = [
            self._contact_now(assessment_id, since, by_id, url)
            for assessment_id, since, by_id, url in self.known.harm_drafts
        ]
        # The call may have been made before the decision, while the assessment was a draft.
        pending = self._pending(
            HARM, lambda past: past.harm and f"{HARM}:{past.assessment_id}" not in self.known.closed_keys
        )
        if pending is not None:
            found.append(self._contact_now(pending.assessment_id, pending.at, self._owner(pending, ()), pending.url))
        return found

    def _contact_now(self, assessment_id: UUID, since: datetime, owner_id: UUID | None, url: str) -> Duty:
        return Duty(
            key=f"{HARM}:{assessment_id}",
            code=HARM,
            child_id=self.known.child_id,
            title=_("Tell MASH and the police: the child may be being harmed now"),
            why=_("What is recorded may be harm that is happening. In danger now: 999. Not knowing counts as yes."),
            closes=Closes.CONTACT,
            owner_id=owner_id,
            due_at=clock.same_day(since),
            may_be_set_aside=False,
            cites=(Cite("P", "details form"), Cite("P", "step 3")),
            url=url,
            act_label=_("Record the call"),
            since=since,
            same_act=MASH_CALL,
        )

    def undecided(self) -> list[Duty]:
        """Decide the level of an assessment that was moved here from the wrong child (RA-18)."""
        return [
            Duty(
                key=f"RA-18:{assessment_id}",
                code="RA-18",
                child_id=self.known.child_id,
                title=_("Decide the level of an assessment that was moved here"),
                why=_("It was completed on the wrong child’s record. No level comes with it."),
                closes=Closes.RECORD,
                owner_id=owner_id if self._works_here(owner_id) else self.known.lead_worker_id,
                owner_role="" if self._works_here(owner_id) or self.known.lead_worker_id else "manager",
                due_at=clock.same_day(since),
                url=url,
                act_label=_("Decide"),
                since=since,
            )
            for assessment_id, since, owner_id, url in self.known.undecided
        ]

    def mash(self) -> list[Duty]:
        """PR-06: open until the contact is recorded, whatever is decided since; nobody sets it aside."""
        pending = self._pending(CONTACT_MASH, lambda past: past.mash_due)
        if pending is None and self._acting_from(MEDIUM) and self.known.open_to_social_care is not True:
            pending = self._pending(CONTACT_MASH, lambda past: past is self.now)
        return self._from_procedure(
            CONTACT_MASH, pending, closes=Closes.CONTACT, label=_("Record the contact"), same_act=MASH_CALL
        )

    def paperwork(self) -> list[Duty]:
        """PR-07: each completed assessment goes to MASH; one sending answers those before it."""
        pending = self._pending("PR-07", lambda past: past.acting != NONE)
        return self._from_procedure(
            "PR-07", pending, closes=Closes.CONTACT, label=_("Record that it was sent"), same_act=MASH_CALL
        )

    def social_worker(self) -> list[Duty]:
        """PR-16: the social worker is told of each decision; below High the section 47 decision is asked for too."""
        if not self._acting_from(MEDIUM) or self.known.open_to_social_care is not True:
            return []
        told = self._from_procedure(
            "PR-16",
            self._pending("PR-16", lambda past: past is self.now),
            closes=Closes.CONTACT,
            label=_("Record that they were told"),
        )
        if self._acting_from(HIGH):
            return told  # the strategy meeting records it (PR-12)
        decided = self._from_procedure(
            "PR-16",
            self._start(SECTION_47, lambda past: not levels.below(past.acting, MEDIUM)),
            code=SECTION_47,
            title=_("Record the section 47 decision"),
            label=_("Record the decision"),
            questions=(("section_47", _("Is a section 47 enquiry being made? What are the reasons?")),),
            days=(5, True),
        )
        return told + decided

    def police_today(self) -> list[Duty]:
        """PR-11: at Exploited, the police and a strategy discussion on the same day."""
        start = self._start("PR-11", lambda past: past.acting == EXPLOITED)
        return self._from_procedure(
            "PR-11", start, closes=Closes.CONTACT, label=_("Record the discussion"), may_be_set_aside=False
        )

    def escalation(self) -> list[Duty]:
        """PR-10: when the level rose, the safeguarding lead hears of it the same day."""
        start = self._start("PR-10", self._same_level)
        place = self.past.index(start) if start is not None else 0
        if start is None or place == 0 or not levels.below(self.past[place - 1].acting, start.acting):
            return []
        return self._from_procedure(
            "PR-10", start, title=_("Tell the safeguarding lead that the risk has grown"), label=_("Say what was done")
        )

    def work(self) -> list[Duty]:
        """PR-01, PR-03, PR-04, PR-05: the work of the level acted for, as one duty with its steps."""
        if self.now is None or self.now.acting == NONE:
            return []
        acting = self.now.acting
        start = self._start(WORK[acting], lambda past: WORK.get(past.acting) == WORK[acting])
        steps = [
            step
            for code in _STEPS_FROM[acting]
            if code in self.known.procedures
            for step in self.known.procedures[code].steps
        ]
        return self._from_procedure(WORK[acting], start, label=_("Say what was done"), steps=tuple(steps))

    def strategy_meeting(self) -> list[Duty]:
        """PR-12: the three decisions that the strategy meeting records."""
        start = self._start("PR-12", lambda past: not levels.below(past.acting, HIGH))
        return self._from_procedure(
            "PR-12",
            start,
            label=_("Record what was decided"),
            questions=(
                ("safety_plan", _("What is the immediate safety plan?")),
                ("section_47", _("Is a section 47 enquiry being made? What are the reasons?")),
                ("conference", _("Is an initial child protection conference needed? What are the reasons?")),
            ),
        )

    def early_help(self) -> list[Duty]:
        """PR-02: what was decided about early help is done."""
        titles = {
            "yes": _("Start the SAF, the early-help assessment"),
            "has_plan": _("Change the existing plan to fit the level of risk"),
        }
        if self.now is None or self.now.saf not in titles:
            return []
        saf = self.now.saf
        start = self._start("PR-02", lambda past: past.saf == saf)
        return self._from_procedure(
            "PR-02", start, title=titles[saf], label=_("Say what was done"), must=False, days=(5, True)
        )

    def referral_mechanism(self) -> list[Duty]:
        """PR-15: the National Referral Mechanism is considered and the decision recorded."""
        return self._from_procedure(
            "PR-15",
            self._start("PR-15", lambda past: past.trafficking),
            label=_("Record the decision"),
            questions=(
                ("referral", _("Was the child referred? Say why, or why not.")),
                ("reference", _("The date and the reference, or that there is none yet.")),
            ),
        )

    def concern_without_indicator(self) -> list[Duty]:
        """PR-17: nothing is present or suspected, and somebody is worried all the same."""
        return self._from_procedure(
            "PR-17",
            self._start("PR-17", lambda past: past.acting == NONE),
            label=_("Say what was done"),
            questions=(("look_again", _("Who looks again, and on what day?")),),
        )

    def reassessment(self) -> list[Duty]:
        """PR-08: assess again; the window begins with the aim, overdue counts from the limit."""
        now = self.now
        procedure = self.known.procedures.get(REASSESS)
        if now is None or now.no_later_than is None or procedure is None:
            return []
        return [
            Duty(
                key=f"{REASSESS}:{now.id}",
                code=REASSESS,
                child_id=self.known.child_id,
                title=procedure.title,
                why=_review_words(now),
                closes=Closes.RECORD,
                owner_id=self._owner(now, ("lead_worker",)),
                due_at=clock.end_of_day(now.no_later_than),
                aim_from=now.aim_from,
                may_be_set_aside=False,
                cites=_cites(procedure),
                url=self.known.start_url,
                act_label=_("Assess again"),
                since=now.at,
                steps=tuple(procedure.steps),
            )
        ]

    def manager(self) -> list[Duty]:
        """What a decision asks of the manager, and of whoever decided when the manager declined."""
        now = self.now
        if now is None:
            return []
        if now.waiting:
            return [self._of_manager(now, AGREE, _("Agree or decline a lower level"), days=1, must=True)]
        if now.declined:
            return [
                Duty(
                    key=f"{LOOK_AGAIN}:{now.id}",
                    code=LOOK_AGAIN,
                    child_id=self.known.child_id,
                    title=_("Look at the level again: the manager did not agree"),
                    why=_("The higher level goes on until a new assessment is decided."),
                    closes=Closes.RECORD,
                    owner_id=self._owner(now, ()),
                    due_at=self._working_days(now.at, 1),
                    may_be_set_aside=False,
                    cites=(Cite("P", "B2"),),
                    url=now.url,
                    act_label=_("Read why"),
                    since=now.at,
                )
            ]
        if now.differs and not now.seen and not now.needs_agreement:
            return [
                self._of_manager(now, SEE, _("Look at a decision that differs from the suggestion"), days=5, must=False)
            ]
        return []

    def _of_manager(self, past: Past, code: str, title: str, *, days: int, must: bool) -> Duty:
        free = past.manager_id not in (None, past.by_id, past.author_id)
        return Duty(
            key=f"{code}:{past.id}",
            code=code,
            child_id=self.known.child_id,
            title=title,
            why=_("Until you answer, the higher level’s steps go on.") if must else _("The reason is kept with it."),
            closes=Closes.RECORD,
            owner_id=past.manager_id if free else None,
            owner_role="manager",
            due_at=self._working_days(past.at, days),
            must=must,
            may_be_set_aside=False,
            cites=(Cite("P", "B2"),),
            url=past.url,
            act_label=_("Look at it"),
            since=past.at,
        )

    def _from_procedure(
        self,
        number: str,
        past: Past | None,
        *,
        code: str = "",
        title: str = "",
        closes: Closes = Closes.NOTE,
        label: str,
        same_act: str = "",
        must: bool | None = None,
        may_be_set_aside: bool = True,
        steps: tuple[str, ...] | None = None,
        questions: tuple[tuple[str, str], ...] = (),
        days: tuple[int, bool] | None = None,
    ) -> list[Duty]:
        procedure = self.known.procedures.get(number)
        if past is None or procedure is None:
            return []
        due = Due(when="within", days=days[0], working=days[1]) if days else procedure.due
        return [
            Duty(
                key=f"{code or number}:{past.id}",
                code=code or number,
                child_id=self.known.child_id,
                title=title or wording.procedure_title(procedure),
                why=procedure.applies,
                closes=closes,
                owner_id=self._owner(past, procedure.owners),
                owner_role="" if procedure.owners[0] in ("practitioner", "lead_worker") else procedure.owners[0],
                due_at=due_at(due, past.at, self.known.jurisdiction),
                must=procedure.must if must is None else must,
                may_be_set_aside=may_be_set_aside and not procedure.never_set_aside,
                cites=_cites(procedure),
                url=past.url,
                act_label=label,
                since=past.at,
                same_act=same_act,
                steps=tuple(procedure.steps) if steps is None else steps,
                questions=questions,
            )
        ]

    def _owner(self, past: Past, owners: Sequence[str]) -> UUID | None:
        """Who sees to it here. What another agency does is chased by the lead worker, else by whoever decided."""
        lead = self.known.lead_worker_id
        if lead is not None and owners and owners[0] != "practitioner":
            return lead
        if self._works_here(past.by_id):
            return past.by_id
        return lead or past.manager_id or past.by_id

    def _works_here(self, user_id: UUID) -> bool:
        return user_id in self.known.involved

    def _acting_from(self, level: str) -> bool:
        return self.now is not None and not levels.below(self.now.acting, level)

    def _same_level(self, past: Past) -> bool:
        return self.now is not None and past.acting == self.now.acting

    def _working_days(self, since: datetime, days: int) -> datetime:
        return clock.end_of_day(clock.add_working_days(london_day(since), days, self.known.jurisdiction))

    def _closed_since(self, code: str, moment: datetime) -> bool:
        return any(closed >= moment for closed in self.known.closed.get(code, ()))

    def _pending(self, code: str, holds: Callable[[Past], bool]) -> Past | None:
        """The earliest decision for which ``holds`` that no closing has followed yet."""
        return next((past for past in self.past if holds(past) and not self._closed_since(code, past.at)), None)

    def _start(self, code: str, holds: Callable[[Past], bool]) -> Past | None:
        """The first of the unbroken run of decisions up to now for which ``holds``, unless it was closed since."""
        start = None
        for past in reversed(self.past):
            if not holds(past):
                break
            start = past
        return None if start is None or self._closed_since(code, start.at) else start


def _review_words(past: Past) -> str:
    if past.review_on is None or past.no_later_than is None:
        return _("The level is looked at again 4 to 6 weeks after an assessment.")
    return _("By %(day)s, 4 to 6 weeks after the assessment. Overdue after %(last)s.") % {
        "day": formats.date(past.review_on),
        "last": formats.date(past.no_later_than),
    }


def _cites(procedure: Procedure) -> tuple[Cite, ...]:
    return tuple(Cite(*cite.split(" ", 1)) for cite in procedure.cites)
