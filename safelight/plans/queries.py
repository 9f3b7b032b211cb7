"""Reading plans: the one of a child, its rows, what they cover, its versions, and what is printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from safelight.access import queries as access
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.assessments import queries as assessments
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core import reading
from safelight.core.errors import NotFound
from safelight.plans import hints, permissions, snapshots
from safelight.plans.coverage import Coverage, Recognised, code_of_own_words, coverage
from safelight.plans.models import Action, ActionEdit, ActionNote, Approval, Gap, PlanVersion
from safelight.plans.models import Plan as Plan  # named by views, which import no models
from safelight.plans.states import ActionState, PlanState
from safelight.ratings import queries as ratings
from safelight.ratings.models import Decision
from safelight.toolkits import queries as toolkits
from safelight.toolkits.models import Definition
from safelight.toolkits.schema import Cover, DisruptionOption, PlanAction, Strategy, Toolkit

OPEN = (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED, PlanState.AGREED, PlanState.IN_FORCE)
ENDED = (ActionState.DONE, ActionState.NOT_DONE)


class Offers:
    """What one toolkit offers a plan, found by code."""

    def __init__(self, kit: Toolkit) -> None:
        self.kit = kit
        self.actions: dict[str, PlanAction] = {}
        self.outcome_of: dict[str, int] = {}
        for outcome in kit.plan.outcomes:
            for action in outcome.actions:
                self.actions[action.code] = action
                self.outcome_of[action.code] = outcome.number
        self.options: dict[str, DisruptionOption] = {
            option.code: option for aim in kit.disruption.aims for option in aim.options
        }
        self.strategies: dict[str, Strategy] = {strategy.code: strategy for strategy in kit.strategies}
        self.covers: dict[str, Cover] = {cover.code: cover for cover in kit.covers}

    @cached_property
    def outcomes(self) -> dict[int, str]:
        """Number → label, in the source's order."""
        return {outcome.number: outcome.label for outcome in self.kit.plan.outcomes}

    @cached_property
    def for_drafts(self) -> dict[str, list[str]]:
        """For each factor and indicator: the codes of the template's actions to propose."""
        return {code: list(cover.actions) for code, cover in self.covers.items()}

    def order(self, code: str) -> int:
        """The place of a template's action in the template."""
        return list(self.actions).index(code)

    def covered_by(self, code: str) -> set[str]:
        """The factors and indicators for which the toolkit's data names this action, option or strategy."""
        return {
            cover.code for cover in self.covers.values() if code in {*cover.actions, *cover.options, *cover.strategies}
        }


_offers: dict[str, Offers] = {}


def offers(definition: Definition) -> Offers:
    """What a definition offers a plan, made once for each content."""
    if definition.sha256 not in _offers:
        _offers[definition.sha256] = Offers(toolkits.toolkit_of(definition))
    return _offers[definition.sha256]


def _plans() -> QuerySet[Plan]:
    related = (
        "partnership",
        "child",
        "definition",
        "decision__assessment__definition",
        "decision__by",
        "written_by",
        "manager",
    )
    return (
        Plan.objects.select_related(*related)
        .defer("definition__content", "decision__assessment__definition__content")
        .order_by("-started_at")
    )


def current(child: Child) -> Plan | None:
    """The child's open plan, whatever state its newest version is in."""
    return _plans().filter(child=child, state__in=OPEN).first()


def closed(child: Child) -> list[Plan]:
    """The child's closed plans, the latest first."""
    return list(_plans().filter(child=child, state=PlanState.CLOSED))


def get(user: User, child_id: UUID | str) -> Plan:
    """The open plan of a child that ``user`` sees; else ``NotFound``."""
    found = current(children.get(user, child_id))
    if found is None:
        raise NotFound("plan")
    return found


def by_id(user: User, child_id: UUID | str, plan_id: UUID | str) -> Plan:
    """One plan of a child that ``user`` sees, closed ones too; else ``NotFound``."""
    found = _plans().filter(child=children.get(user, child_id), pk=plan_id).first()
    if found is None:
        raise NotFound("plan")
    return found


def action_for(user: User, child_id: UUID | str, action_id: UUID | str) -> Action:
    """An action of the open plan of a child that ``user`` sees, if it still stands in it; else ``NotFound``."""
    plan = get(user, child_id)
    found = actions_of(plan).filter(pk=action_id).first()
    if found is None:
        raise NotFound("action")
    found.plan = plan
    return found


def actions_of(plan: Plan) -> QuerySet[Action]:
    """The rows of the newest version, in order; those taken out are left out."""
    rows = Action.objects.filter(plan=plan, removed_at__isnull=True)
    return rows.select_related("owner").order_by("outcome", "position", "added_at")


def taken_out(plan: Plan) -> list[Action]:
    """The rows that were taken out, with who did and why, the latest first."""
    return list(
        Action.objects.filter(plan=plan, removed_at__isnull=False).select_related("removed_by").order_by("-removed_at")
    )


def newest_decision(child: Child) -> Decision | None:
    """The newest decision about a child that counts: what a plan is drafted from."""
    return ratings.level_in_force(child).decision


def recognised(plan: Plan) -> tuple[Recognised, ...]:
    """What the plan has to answer: each factor recognised and each indicator held or carried, in the toolkit's order.

    Factors first. What a person wrote in their own words has a code made from the words.
    """
    if plan.decision is None:
        return ()
    decided = plan.decision
    found = []
    for factor in assessments.recognised_factors(decided.assessment):
        code = code_of_own_words("factor", factor.comment) if factor.free_text else factor.code
        found.append(Recognised(code, factor.label, "factor", "recognised", factor.comment))
    carried = {each["code"] for each in decided.result.get("carried", [])}
    for line in assessments.indicators(decided.assessment):
        if line.held or line.code in carried:
            code = code_of_own_words(line.level, line.label) if line.is_other else line.code
            found.append(
                Recognised(code, line.label, line.level, line.answer if line.held else "suspected", line.evidence)
            )
    return tuple(found)


def gaps(plan: Plan) -> dict[str, Gap]:
    """By code, the latest reason why there is no action."""
    return {gap.code: gap for gap in Gap.objects.filter(plan=plan).select_related("by").order_by("at")}


def coverage_of(plan: Plan, rows: Iterable[Action] | None = None) -> Coverage:
    """What the plan's rows cover. An action that was given up covers nothing."""
    counted = actions_of(plan) if rows is None else rows
    return coverage(
        recognised(plan),
        [row.covers for row in counted if row.state != ActionState.NOT_DONE],
        frozenset(gaps(plan)),
    )


def uncovered(plan: Plan) -> tuple[Recognised, ...]:
    """What was recognised and has neither an action nor a reason."""
    return coverage_of(plan).uncovered


def hints_for(action: Action) -> list[hints.Hint]:
    """What an action still lacks to be SMART (PL-04)."""
    return hints.hints(
        text=action.text,
        who=action.who,
        when=action.when_text,
        due_on=action.due_on,
        measure=action.measure,
        owned=action.owner_id is not None,
        window=action.window_hours is not None,
    )


def values_of(action: Action) -> dict[str, Any]:
    """What may be edited in a row, as plain JSON values: days ISO texts, people their ids."""
    return {
        "text": action.text,
        "who": action.who,
        "owner_id": str(action.owner_id) if action.owner_id else "",
        "when_text": action.when_text,
        "due_on": action.due_on.isoformat() if action.due_on else "",
        "review_at": action.review_at,
        "measure": action.measure,
        "handled_by": action.handled_by,
        "window_from": action.window_from.isoformat() if action.window_from else "",
        "covers": list(action.covers),
        "copies_for": list(action.copies_for),
        "kept_from": dict(action.kept_from),
    }


def values_at(action: Action, version: int) -> dict[str, Any]:
    """What the row said at an earlier version: what somebody had before them who opened it then (BE-08)."""
    values = values_of(action)
    replaced = ActionEdit.objects.filter(action=action, kind=ActionEdit.Kind.REPLACED, version__gt=version)
    for edit in replaced.order_by("-version"):
        values[edit.field] = edit.value
    return values


def edits_of(action: Action) -> list[ActionEdit]:
    """Every value of a row that gave way to another, newest first."""
    return list(ActionEdit.objects.filter(action=action).select_related("by").order_by("-at", "field"))


def notes_of(action: Action) -> list[ActionNote]:
    """What was said of an action over time, newest first."""
    return list(ActionNote.objects.filter(action=action).select_related("by").order_by("-at"))


def notes_in(plans: Sequence[Plan]) -> list[ActionNote]:
    """What was said in words of all actions of these plans, newest first."""
    found = ActionNote.objects.filter(action__plan_id__in=[plan.pk for plan in plans]).exclude(text="")
    columns = ("text", "state", "by_id", "at", "action__plan_id", "action__text")
    return list(found.select_related("action").only(*columns).order_by("-at"))


def content(plan: Plan) -> dict[str, Any]:
    """The plan as it stands, as plain JSON, to be kept with a version and compared."""
    rows = list(actions_of(plan))
    known = coverage_of(plan, rows)
    whys = gaps(plan)
    level = ratings.level_in_force(plan.child)
    return {
        "header": {
            "author": plan.written_by.name,
            "role": plan.role,
            "meeting_on": plan.meeting_on.isoformat() if plan.meeting_on else None,
            "meeting_time": plan.meeting_time.isoformat("minutes") if plan.meeting_time else None,
            "made_with": plan.made_with,
            "level": level.decided,
            "acting": level.acting,
        },
        "rows": [_row(row) for row in rows],
        "covered": [_as_json(each) for each in known.covered],
        "uncovered": [_as_json(each) for each in known.uncovered],
        "gaps": [_as_json(each) | {"why": whys[each.code].why} for each in known.explained],
    }


def _row(row: Action) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "outcome": row.outcome,
        "source_code": row.source_code,
        "window_hours": row.window_hours,
        "urgent": row.urgent,
        "progress": row.progress,
        "rag": row.rag,
        "state": row.state,
        "owner": row.owner.name_and_role if row.owner else "",
        **values_of(row),
    }


def _as_json(each: Recognised) -> dict[str, str]:
    return {"code": each.code, "label": each.label, "kind": each.kind, "answer": each.answer}


def versions(plan: Plan) -> list[PlanVersion]:
    """What every version said each time its state changed, newest first."""
    return list(PlanVersion.objects.filter(plan=plan).select_related("by").order_by("-sequence"))


def version(plan: Plan, version_id: UUID | str) -> PlanVersion:
    """One of them; else ``NotFound``."""
    found = PlanVersion.objects.filter(plan=plan, pk=version_id).select_related("by").first()
    if found is None:
        raise NotFound("version")
    return found


def sent_version(plan: Plan) -> PlanVersion | None:
    """What was sent last, for the newest version."""
    sent = PlanVersion.objects.filter(plan=plan, number=plan.number, state=PlanState.SUBMITTED)
    return sent.select_related("by").order_by("-sequence").first()


def version_in_force(plan: Plan) -> PlanVersion | None:
    """The version that holds now, as it was agreed."""
    if plan.in_force_number is None:
        return None
    found = PlanVersion.objects.filter(plan=plan, number=plan.in_force_number, state=PlanState.IN_FORCE)
    return found.select_related("by").first()


def before(plan: Plan, shown: PlanVersion | None = None) -> PlanVersion | None:
    """The version in force before this one, to compare with; for None, before the rows as they stand."""
    number = plan.number if shown is None else shown.number
    earlier = PlanVersion.objects.filter(plan=plan, number__lt=number, state=PlanState.IN_FORCE)
    return earlier.order_by("-number").first()


def changes_since(plan: Plan, then: PlanVersion, now: PlanVersion | None = None) -> snapshots.Changes:
    """What changed from one version to another, or to the rows as they stand."""
    return snapshots.changes(then.content, content(plan) if now is None else now.content)


def answers(plan: Plan) -> list[Approval]:
    """What managers said of the plan's versions, newest first."""
    return list(Approval.objects.filter(version__plan=plan).select_related("by", "version").order_by("-at"))


def writers(plan: Plan) -> frozenset[UUID]:
    """Everybody who wrote or sent something of the newest version: none of them may agree it (BE-04)."""
    return writers_of([plan])[plan.pk]


def writers_of(plans: Sequence[Plan]) -> dict[UUID, frozenset[UUID]]:
    """By plan, everybody who wrote or sent something of its newest version, in one query for all of them."""
    found = {plan.pk: {plan.written_by_id} for plan in plans}
    here = {"plan__in": list(found)}
    since = F("plan__version_started_at")
    replaced = {"at__gte": F("action__plan__version_started_at"), "kind": ActionEdit.Kind.REPLACED}
    sent = {"number": F("plan__number"), "state": PlanState.SUBMITTED}
    rows = (
        Action.objects.filter(**here, added_at__gte=since)
        .order_by()
        .values_list("plan_id", "added_by_id")
        .union(
            Action.objects.filter(**here, removed_at__gte=since).order_by().values_list("plan_id", "removed_by_id"),
            Gap.objects.filter(**here, at__gte=since).order_by().values_list("plan_id", "by_id"),
            ActionEdit.objects.filter(action__plan__in=list(found), **replaced)
            .order_by()
            .values_list("action__plan_id", "by_id"),
            PlanVersion.objects.filter(**here, **sent).order_by().values_list("plan_id", "by_id"),
        )
    )
    for plan_id, user_id in rows:
        found[plan_id].add(user_id)
    return {plan_id: frozenset(people) for plan_id, people in found.items()}


def managers_for(plan: Plan, sender: User) -> list[User]:
    """Who may be asked to agree the version when ``sender`` sends it: the sender's line manager first."""
    barred = {*writers(plan), sender.pk}
    people = [
        person
        for person in access.people_who_may(plan.partnership_id, Permission.APPROVE_PLAN)
        if person.pk not in barred and permissions.sees(person, plan.child)
    ]
    nearest = access.manager_of(sender)
    return sorted(people, key=lambda person: nearest is None or person.pk != nearest.pk)


def people_who_work_with(child: Child, day: date) -> dict[UUID, User]:
    """Everybody active who works with the child on a day: who may own an action and see it among their work."""
    return {
        each.user_id: each.user
        for each in children.involvements(child)
        if each.user.is_active and (each.until is None or each.until > day)
    }


@dataclass(frozen=True)
class Standing:
    """What duties follow from in one open plan: its rows, the version that holds, what was sent and answered."""

    plan: Plan
    rows: tuple[Action, ...]
    in_force: PlanVersion | None
    sent: PlanVersion | None
    returned: Approval | None


_FOR_DUTIES = (
    "child",
    "partnership__jurisdiction",
    "decision",
    "state",
    "number",
    "in_force_number",
    "started_at",
    "written_by__name",
    "manager",
    "closed_at",
    "closed_why",
)


def standings(child_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """By child, the open plan. A constant number of queries however many children there are."""
    found = plans_of(child_ids)
    plans = {plan.pk: plan for plan in found if plan.state in OPEN}
    rows: dict[UUID, list[Action]] = {pk: [] for pk in plans}
    actions = Action.objects.filter(plan__in=list(plans)).order_by("outcome", "position", "added_at")
    for row in actions.defer("covers", "copies_for", "kept_from", "progress"):
        rows[row.plan_id].append(row)
    holding: dict[UUID, UUID] = {}
    sent: dict[UUID, PlanVersion] = {}
    for kept in versions_of(found):
        plan = plans.get(kept.plan_id)
        if plan is not None and kept.state == PlanState.IN_FORCE and kept.number == plan.in_force_number:
            holding[kept.plan_id] = kept.pk
        elif plan is not None and kept.state == PlanState.SUBMITTED and kept.number == plan.number:
            sent[kept.plan_id] = kept
    in_force = {version.plan_id: version for version in PlanVersion.objects.filter(pk__in=list(holding.values()))}
    asked = {version.pk for version in sent.values()}
    returned = {answer.version.plan_id: answer for answer in returns_of(found) if answer.version_id in asked}
    return {
        plan.child_id: Standing(plan, tuple(rows[pk]), in_force.get(pk), sent.get(pk), returned.get(pk))
        for pk, plan in plans.items()
    }


def plans_of(child_ids: Iterable[UUID]) -> list[Plan]:
    """Every plan of these children, the latest first, with what duties and the chronology tell of it."""
    wanted = frozenset(child_ids)
    found = Plan.objects.filter(child_id__in=wanted).select_related("partnership", "written_by").order_by("-started_at")
    return reading.kept(("plans.plans_of", wanted), lambda: list(found.only(*_FOR_DUTIES)))


def versions_of(plans: Sequence[Plan]) -> list[PlanVersion]:
    """Each change of state of these plans, in order, without what the plan said then."""
    wanted = frozenset(plan.pk for plan in plans)
    found = PlanVersion.objects.filter(plan_id__in=wanted).order_by("sequence")
    return reading.kept(
        ("plans.versions_of", wanted), lambda: list(found.only("plan_id", "number", "state", "sequence", "at", "by_id"))
    )


def returns_of(plans: Sequence[Plan]) -> list[Approval]:
    """Each time that a manager returned one of these plans, in order."""
    wanted = frozenset(plan.pk for plan in plans)
    found = Approval.objects.filter(version__plan_id__in=wanted, outcome=Approval.Outcome.RETURNED).order_by("at")
    columns = ("comment", "at", "by_id", "version__plan_id")
    return reading.kept(("plans.returns_of", wanted), lambda: list(found.select_related("version").only(*columns)))


def closed_at(child_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """By child, when its last plan was closed."""
    found: dict[UUID, datetime] = {}
    for plan in plans_of(child_ids):
        if plan.closed_at is not None:
            found[plan.child_id] = max(plan.closed_at, found.get(plan.child_id, plan.closed_at))
    return found


def waiting_for(user: User) -> list[Plan]:
    """Plans that were sent and that this manager may answer, the longest waiting first (never their own)."""
    if not user.may(Permission.APPROVE_PLAN):
        return []
    waiting = _plans().filter(child__in=children.visible_to(user), state=PlanState.SUBMITTED).order_by("submitted_at")
    sent = list(waiting)
    by = writers_of(sent)
    return [plan for plan in sent if permissions.may_answer(user, plan, by[plan.pk])]


def answerable(user: User, version_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these versions, about children whom they see, this person may agree or return."""
    sent = PlanVersion.objects.filter(pk__in=list(version_ids)).select_related("plan").only("plan", *_FOR_ANSWERING)
    plans = {kept.pk: kept.plan for kept in sent}
    by = writers_of(list(plans.values()))
    return {pk for pk, plan in plans.items() if permissions.may_answer(user, plan, by[plan.pk])}


_FOR_ANSWERING = ("plan__state", "plan__written_by", "plan__number")


@dataclass(frozen=True)
class RowCopy:
    """An action as it stands on a copy."""

    action: str
    who: str
    when_text: str
    due_on: date | None
    window_hours: int | None
    review_at: str
    measure: str
    progress: str
    rag: str
    state: str


@dataclass(frozen=True)
class OutcomeCopy:
    """A desired outcome and its rows on a copy."""

    number: int
    label: str
    rows: tuple[RowCopy, ...]


@dataclass(frozen=True)
class PlanCopy:
    """What a printed plan says. ``uncovered`` pairs each label with the reason why, empty while nobody said one."""

    title: str
    number: int
    state: str
    author: str
    author_role: str
    meeting_on: date | None
    meeting_time: time | None
    level: str
    made_with: str
    outcomes: tuple[OutcomeCopy, ...]
    uncovered: tuple[tuple[str, str], ...]
    agreed_by: str
    agreed_on: datetime | None


def plan_print(plan: Plan, shown: PlanVersion | None = None, copy: str = "") -> PlanCopy:
    """The plan for printing: as it stands, or one version of it; in the template's order of outcomes.

    ``copy`` (professionals, child or parents) leaves only the rows that were chosen for that copy, with nothing
    of what is not covered (SH-06, PL-13). Without it, it is the whole record.
    """
    said = content(plan) if shown is None else shown.content
    number = plan.number if shown is None else shown.number
    state = plan.state if shown is None else shown.state
    header = said["header"]
    rows = [row for row in said["rows"] if not copy or on_copy(row["copies_for"], row["kept_from"], copy)]
    agreed = Approval.objects.filter(
        version__plan=plan, version__number=number, outcome=Approval.Outcome.AGREED
    ).select_related("by")
    answer = agreed.first()
    outcomes = offers(plan.definition).outcomes
    return PlanCopy(
        title=offers(plan.definition).kit.plan.title,
        number=number,
        state=state,
        author=header["author"],
        author_role=header["role"],
        meeting_on=date.fromisoformat(header["meeting_on"]) if header["meeting_on"] else None,
        meeting_time=time.fromisoformat(header["meeting_time"]) if header["meeting_time"] else None,
        level=header["level"],
        made_with=header["made_with"],
        outcomes=tuple(
            OutcomeCopy(place, label, tuple(_row_copy(row) for row in rows if row["outcome"] == place))
            for place, label in outcomes.items()
            if not copy or any(row["outcome"] == place for row in rows)
        ),
        uncovered=()
        if copy
        else (
            *((each["label"], "") for each in said["uncovered"]),
            *((each["label"], each["why"]) for each in said["gaps"]),
        ),
        agreed_by=answer.by.name_and_role if answer else "",
        agreed_on=answer.at if answer else None,
    )


def on_copy(copies_for: Sequence[str], kept_from: Iterable[str], copy: str) -> bool:
    """Whether a row stands on somebody's copy: only where a person chose it, and never where it is kept from them."""
    return copy in copies_for and copy not in frozenset(kept_from)


def _row_copy(row: dict[str, Any]) -> RowCopy:
    return RowCopy(
        action=row["text"],
        who=row["who"],
        when_text=row["when_text"],
        due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        window_hours=row["window_hours"],
        review_at=row["review_at"],
        measure=row["measure"],
        progress=row["progress"],
        rag=row["rag"],
        state=row["state"],
    )
