"""What this room adds to the joined views: duties that follow from plans, and their entries in the chronology."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children.chronology import ChronologyEntry, EntryKind
from safelight.children.models import Child
from safelight.core.clock import london_day
from safelight.duties import clock
from safelight.duties.types import ChildFacts, Cite, Closes, Duty
from safelight.plans import queries
from safelight.plans.models import Action
from safelight.plans.queries import Standing
from safelight.plans.states import ActionState, PlanState
from safelight.plans.windows import window
from safelight.ratings import queries as ratings
from safelight.ratings.levels import EXPLOITED, HIGH, LOW, MEDIUM
from safelight.ratings.models import Decision

DRAFT = "PL-03"
NEW_DECISION = "PL-03-new-decision"
AGREE = "PL-07"
MEND = "PL-07-returned"
ACTION = "PL-08"
EVIDENCE = "PL-12"
TARGETS = "PL-05"
REPORT = "PL-10"

# Working days after the decision; the source says that each factor needs actions (P B1), the days are ours.
DAYS_TO_DRAFT = {LOW: 10, MEDIUM: 5, HIGH: 1, EXPLOITED: 1}
DAYS_TO_ANSWER = 2
# After a review; that a report is due within a week of it is ours, the source says only that one is sent.
DAYS_TO_REPORT = 5
# The templates whose source asks for reports to the exploitation team.
REPORTED = frozenset({"coventry-plan"})
_CITES = (Cite("P", "B1"),)


def duties(facts: Sequence[ChildFacts], now: datetime) -> list[Duty]:
    """The duties that follow from the plans of these children, in a constant number of queries."""
    child_ids = [each.child_id for each in facts]
    standings = queries.standings(child_ids)
    histories = ratings.histories(child_ids)
    closed = queries.closed_at(child_ids)
    found: list[Duty] = []
    for each in facts:
        standing = standings.get(each.child_id)
        made = histories.get(each.child_id)
        if made:
            newest, level = made[-1]
            found += _for_decision(each, newest, level.acting, standing, closed.get(each.child_id))
        if standing is not None:
            found += _for_agreement(each, standing)
            found += _for_actions(each, standing)
            found += _for_targets(each, standing)
            found += _for_report(each, standing)
    return found


def _for_decision(
    facts: ChildFacts, newest: Decision, acting: str, standing: Standing | None, closed: datetime | None
) -> Iterator[Duty]:
    """Draft a plan after a decision, or take the newest decision into the one that there is."""
    days = DAYS_TO_DRAFT.get(acting)
    if days is None or (standing is not None and standing.plan.decision_id == newest.pk):
        return
    if standing is None and closed is not None and closed >= newest.at:
        return
    due = clock.add_working_days(london_day(newest.at), days, newest.partnership.jurisdiction)
    yield Duty(
        key=f"plan.{newest.pk}",
        code=DRAFT if standing is None else NEW_DECISION,
        child_id=facts.child_id,
        title=_("Draft the safety plan") if standing is None else _("Bring the plan up to date with the new decision"),
        why=_("Every factor that was recognised needs an action, or a reason why it has none."),
        closes=Closes.RECORD,
        owner_id=facts.lead_worker_id or newest.by_id,
        due_at=clock.end_of_day(due),
        must=acting != LOW,
        cites=_CITES,
        url=reverse("plans:child", kwargs={"child_id": facts.child_id}),
        act_label=_("Draft the plan") if standing is None else _("Open the plan"),
        since=newest.at,
    )


def _for_agreement(facts: ChildFacts, standing: Standing) -> Iterator[Duty]:
    plan, sent = standing.plan, standing.sent
    if plan.state == PlanState.SUBMITTED and sent is not None:
        yield Duty(
            key=f"plan-agree.{sent.pk}",
            code=AGREE,
            child_id=facts.child_id,
            title=_("Agree or return the safety plan"),
            why=_("%(name)s sent it. Its actions wait for a manager, except those that are urgent.")
            % {"name": plan.written_by.name},
            closes=Closes.RECORD,
            owner_id=plan.manager_id,
            owner_role="" if plan.manager_id else "manager",
            due_at=_working_days_after(sent.at, plan.partnership.jurisdiction),
            url=reverse("plans:review", kwargs={"child_id": facts.child_id}),
            act_label=_("Read the plan"),
            since=sent.at,
        )
    if plan.state == PlanState.RETURNED and standing.returned is not None:
        yield Duty(
            key=f"plan-mend.{standing.returned.pk}",
            code=MEND,
            child_id=facts.child_id,
            title=_("Change the plan that the manager returned"),
            why=_("The manager said what to change."),
            closes=Closes.RECORD,
            owner_id=plan.written_by_id,
            due_at=_working_days_after(standing.returned.at, plan.partnership.jurisdiction),
            url=reverse("plans:child", kwargs={"child_id": facts.child_id}),
            act_label=_("Open the plan"),
            since=standing.returned.at,
        )


def _working_days_after(moment: datetime, jurisdiction: str) -> datetime:
    return clock.end_of_day(clock.add_working_days(london_day(moment), DAYS_TO_ANSWER, jurisdiction))


def _for_actions(facts: ChildFacts, standing: Standing) -> Iterator[Duty]:
    """Each open action with a day, as it was agreed; evidence from the moment it is written down (PL-12, HZ-28).

    What a draft changes is not agreed yet: until then the version in force says when an action is due and whose it is.
    """
    agreed = {row["id"]: row for row in standing.in_force.content["rows"]} if standing.in_force else {}
    for row in standing.rows:
        held = agreed.get(str(row.pk))
        if row.state in queries.ENDED or (row.removed_at is not None and held is None):
            continue
        text = held["text"] if held else row.text
        due_on = standing.moved.get(row.pk) or (_day(held["due_on"]) if held else row.due_on)
        owner_id = (UUID(held["owner_id"]) if held["owner_id"] else None) if held else row.owner_id
        if row.window_hours is not None:
            yield _evidence(facts, standing, row, text, owner_id)
        elif due_on is not None and (held or row.state != ActionState.PROPOSED):
            yield _action(facts, standing, row, text, owner_id, due_on)


def _for_targets(facts: ChildFacts, standing: Standing) -> Iterator[Duty]:
    """The next month's targets, once a plan is in force (PL-05)."""
    plan = standing.plan
    if plan.in_force_at is None:
        return
    due = queries.next_due(london_day(plan.in_force_at), standing.last_targets)
    yield Duty(
        key=f"plan-targets.{plan.pk}.{due.isoformat()}",
        code=TARGETS,
        child_id=facts.child_id,
        title=_("Set the next targets with the young person and the parents"),
        why=_("Small targets are set each month, and what each of them says is recorded."),
        closes=Closes.RECORD,
        owner_id=facts.lead_worker_id or plan.written_by_id,
        due_at=clock.end_of_day(due),
        cites=(Cite("P", "B4"), Cite("W", "actions and targets")),
        url=reverse("plans:targets", kwargs={"child_id": facts.child_id}),
        act_label=_("Set targets"),
        since=plan.in_force_at,
    )


def _for_report(facts: ChildFacts, standing: Standing) -> Iterator[Duty]:
    """A report to the exploitation team after each review, where the template asks for it (PL-10)."""
    plan = standing.plan
    until, reviewed = standing.reported
    if plan.definition.definition_id not in REPORTED or reviewed is None or (until is not None and until >= reviewed):
        return
    due = clock.add_working_days(london_day(reviewed), DAYS_TO_REPORT, plan.partnership.jurisdiction)
    yield Duty(
        key=f"plan-report.{plan.pk}.{london_day(reviewed).isoformat()}",
        code=REPORT,
        child_id=facts.child_id,
        title=_("Report to the exploitation team how the plan goes"),
        why=_("The plan was reviewed. The team is told how it goes and what is new."),
        closes=Closes.RECORD,
        owner_id=facts.lead_worker_id or plan.written_by_id,
        due_at=clock.end_of_day(due),
        cites=(Cite("C", "reminder"),),
        url=reverse("plans:reports", kwargs={"child_id": facts.child_id}),
        act_label=_("Make the report"),
        since=reviewed,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _owner(facts: ChildFacts, standing: Standing, owner_id: UUID | None) -> UUID | None:
    """Whoever signs in and owns it; else somebody has to ask whether it was done."""
    return owner_id or facts.lead_worker_id or standing.plan.written_by_id


def _action(facts: ChildFacts, standing: Standing, row: Action, text: str, owner_id: UUID | None, due_on: date) -> Duty:
    return Duty(
        key=f"plan-action.{row.pk}.{due_on.isoformat()}",
        code=ACTION,
        child_id=facts.child_id,
        title=_("Action of the plan: %(action)s") % {"action": text},
        why=_("Say how it is going.") if owner_id else _("%(who)s is to do it: ask how it is going.") % _who(row),
        closes=Closes.RECORD,
        owner_id=_owner(facts, standing, owner_id),
        due_at=clock.end_of_day(due_on),
        url=_progress_url(facts, row),
        act_label=_("Say how it is going"),
        since=row.added_at,
    )


def _evidence(facts: ChildFacts, standing: Standing, row: Action, text: str, owner_id: UUID | None) -> Duty:
    best = window(row.window_hours or 0, row.window_from, row.added_at)
    return Duty(
        key=f"plan-evidence.{row.pk}",
        code=EVIDENCE,
        child_id=facts.child_id,
        title=_("Protect evidence: %(action)s") % {"action": text},
        why=_("%(window)s. It need not wait for agreement.") % {"window": best.words},
        closes=Closes.RECORD,
        owner_id=_owner(facts, standing, owner_id),
        due_at=best.until,
        cites=(Cite("P", "app. 3"),),
        url=_progress_url(facts, row),
        act_label=_("Say how it is going"),
        since=row.added_at,
        never_too_late=True,
    )


def _who(row: Action) -> dict[str, str]:
    return {"who": row.who or _("Nobody named yet")}


def _progress_url(facts: ChildFacts, row: Action) -> str:
    return reverse("plans:progress", kwargs={"child_id": facts.child_id, "action_id": row.pk})


def chronology(user: User, child: Child) -> Iterable[ChronologyEntry]:
    """What became of the child's plans: begun, sent, returned, agreed, closed; and how actions went."""
    here = reverse("plans:child", kwargs={"child_id": child.pk})
    plans = queries.plans_of([child.pk])
    whys = {plan.pk: plan.closed_why for plan in plans}
    for plan in plans:
        yield _entry(plan.started_at, _("Safety plan begun"), "", plan.written_by_id, here)
    for kept in queries.versions_of(plans):
        address = _version_url(child, kept.plan_id, kept.pk)
        if kept.state == PlanState.SUBMITTED:
            title = _("Version %(number)s of the plan sent to the manager") % {"number": kept.number}
            yield _entry(kept.at, title, "", kept.by_id, address)
        elif kept.state == PlanState.IN_FORCE:
            title = _("Version %(number)s of the plan in force") % {"number": kept.number}
            yield _entry(kept.at, title, "", kept.by_id, address)
        elif kept.state == PlanState.CLOSED:
            yield _entry(kept.at, _("Safety plan closed"), whys[kept.plan_id], kept.by_id, here)
    for review in queries.reviews_of(plans):
        address = _version_url(child, review.plan_id, review.version_id)
        yield _entry(review.at, _("Safety plan reviewed"), "", review.by_id, address)
    for answer in queries.returns_of(plans):
        yield _entry(answer.at, _("Manager returned the plan"), answer.comment, answer.by_id, here)
    for note in queries.notes_in(plans):
        title = _("Action of the plan: %(state)s") % {"state": str(note.get_state_display()).lower()}
        yield _entry(note.at, title, f"{note.action.text}: {note.text}", note.by_id, here)


def _version_url(child: Child, plan_id: UUID, version_id: UUID) -> str:
    return reverse("plans:version", kwargs={"child_id": child.pk, "plan_id": plan_id, "version_id": version_id})


def _entry(at: datetime, title: str, text: str, by_id: UUID, url: str) -> ChronologyEntry:
    return ChronologyEntry(at=at, kind=EntryKind.PLAN, title=title, text=text, url=url, by_id=by_id)
