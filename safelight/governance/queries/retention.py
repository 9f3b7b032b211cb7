"""What the schedule says may go, what must stay, and what went."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from safelight.access.models import Partnership, User
from safelight.access.roles import Permission
from safelight.audit.models import Entry
from safelight.audit.models import Kind as AuditKind
from safelight.children.models import Child, ChildEdit, Concern
from safelight.core.clock import london_day
from safelight.core.errors import NotFound
from safelight.duties.clock import add_months
from safelight.governance import schedule as schedules
from safelight.governance import states
from safelight.governance.models import (
    AdoptedSchedule,
    Disposal,
    DisposalReview,
    LegalHold,
    SubjectAccessRequest,
)
from safelight.governance.models.retention import RecordKind
from safelight.governance.schedule import Rule, Schedule

OUR_ACTIONS = ("retention.", "subject-access.")


@dataclass(frozen=True)
class Due:
    """A record whose time has come: which, by which rule, since when. ``stopped`` says why it may not go yet."""

    kind: str
    record_id: UUID
    reference: str
    born: date | None
    rule: Rule
    due_on: date
    stopped: str = ""


def schedule_in_force(partnership: Partnership, today: date) -> AdoptedSchedule | None:
    """The schedule that the partnership took up last for a day not after ``today``."""
    found = AdoptedSchedule.objects.filter(partnership=partnership, from_date__lte=today)
    return found.order_by("-from_date", "-at").first()


def held(child_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these children whose record is under a legal hold."""
    found = LegalHold.objects.filter(child_id__in=list(child_ids), lifted_at__isnull=True)
    return set(found.values_list("child_id", flat=True))


def holds(user: User) -> QuerySet[LegalHold]:
    """The holds of the partnership, for whoever manages retention: those that stand first, newest first."""
    here = LegalHold.objects.filter(partnership_id=user.partnership_id)
    if not user.may(Permission.MANAGE_RETENTION):
        return here.none()
    return here.select_related("child", "by", "lifted_by").order_by("lifted_at", "-since", "pk")


def hold_for(user: User, hold_id: UUID | str) -> LegalHold:
    """One hold, else ``NotFound``."""
    found = holds(user).filter(pk=hold_id).first()
    if found is None:
        raise NotFound("hold")
    return found


def due_for_disposal(partnership: Partnership, today: date) -> list[Due]:
    """Every record whose time has come and about which nobody has decided, or whose reprieve is over; oldest first.

    Without a schedule nothing is ever due; neither is a child whose date of birth a rule asks for and nobody knows.
    """
    adopted = schedule_in_force(partnership, today)
    if adopted is None:
        return []
    schedule = schedules.of_content(adopted.content)
    decided = _decided(partnership, today)
    found = [
        due
        for due in (*_children_due(partnership, schedule, today), *_concerns_due(partnership, schedule, today))
        if (due.kind, due.record_id) not in decided
    ]
    return sorted(found, key=lambda due: (due.due_on, due.reference))


def _decided(partnership: Partnership, today: date) -> set[tuple[str, UUID]]:
    standing = Q(state=DisposalReview.State.PROPOSED) | Q(state=DisposalReview.State.KEPT, keep_until__gt=today)
    found = DisposalReview.objects.filter(standing, partnership=partnership)
    return set(found.values_list("kind", "record_id"))


def _children_due(partnership: Partnership, schedule: Schedule, today: date) -> Iterable[Due]:
    rules = [rule for rule in schedule.rules if rule.record == "child"]
    children = Child.objects.filter(partnership=partnership)
    for rule in rules:
        if not rule.ever:
            column = "date_of_birth" if rule.counted_from == "date_of_birth" else "created_at__date"
            children = children.filter(**{f"{column}__lte": _years_before(today, rule.years)})
    candidates = list(children.order_by("date_of_birth", "pk"))
    ids = [child.pk for child in candidates]
    statuses, lasts = _statuses(candidates), _last_entries(candidates)
    stopped = {**dict.fromkeys(_asked_about(ids), "request"), **dict.fromkeys(held(ids), "hold")}
    for child in candidates:
        fitting = [rule for rule in rules if not rule.ever or statuses[child.pk] & set(rule.ever)]
        counted = [(rule, _since(child, rule, lasts)) for rule in fitting]
        known = [(rule, since) for rule, since in counted if since is not None]
        longest = schedules.longest(known) if len(known) == len(counted) else None
        if longest is not None and longest[1] <= today:
            rule, end = longest
            yield Due(
                RecordKind.CHILD, child.pk, child.reference, child.date_of_birth, rule, end, stopped.get(child.pk, "")
            )


def _years_before(today: date, years: int) -> date:
    return add_months(today, -12 * years)


def _since(child: Child, rule: Rule, lasts: dict[UUID, date]) -> date | None:
    return child.date_of_birth if rule.counted_from == "date_of_birth" else lasts[child.pk]


def _statuses(children: Collection[Child]) -> dict[UUID, set[str]]:
    """Every social care status that each child has now or ever had."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for child in children:
        found[child.pk].add(child.social_care_status)
    edits = ChildEdit.objects.filter(child__in=children, field="social_care_status")
    for child_id, before, after in edits.values_list("child_id", "before", "after"):
        found[child_id] |= {before, after}
    return found


def _last_entries(children: Collection[Child]) -> dict[UUID, date]:
    """The day on which something was last written about each child, as the log has it.

    What this room does with a record is no entry in it: else looking at it would keep it for years.
    """
    ids = [str(child.pk) for child in children]
    written = Entry.objects.filter(child_id__in=ids, kind=AuditKind.CHANGE)
    for ours in OUR_ACTIONS:
        written = written.exclude(action__startswith=ours)
    changes = written.values_list("child_id")
    lasts = {UUID(child_id): london_day(at) for child_id, at in changes.annotate(last=Max("at"))}
    return {child.pk: max(lasts.get(child.pk, date.min), london_day(child.created_at)) for child in children}


def _asked_about(ids: Collection[UUID]) -> set[UUID]:
    found = SubjectAccessRequest.objects.filter(child_id__in=ids, state__in=states.OPEN)
    return set(found.values_list("child_id", flat=True))


def _concerns_due(partnership: Partnership, schedule: Schedule, today: date) -> Iterable[Due]:
    rules = [rule for rule in schedule.rules if rule.record == "concern"]
    if not rules:
        return
    closed = Concern.objects.filter(
        partnership=partnership, state=Concern.State.CLOSED, links__isnull=True, closed_at__isnull=False
    )
    for concern in closed.order_by("closed_at", "pk"):
        assert concern.closed_at is not None
        longest = schedules.longest([(rule, london_day(concern.closed_at)) for rule in rules])
        if longest is not None and longest[1] <= today:
            yield Due(RecordKind.CONCERN, concern.pk, concern.reference, None, *longest)


def proposals(user: User) -> list[DisposalReview]:
    """What waits for a second person, for whoever may be one."""
    if not user.may(Permission.AGREE_DISPOSAL):
        return []
    found = DisposalReview.objects.filter(partnership_id=user.partnership_id, state=DisposalReview.State.PROPOSED)
    return list(found.select_related("by").order_by("at", "pk"))


def proposal_for(user: User, proposal_id: UUID | str) -> DisposalReview:
    """One that waits, else ``NotFound``."""
    found = next((each for each in proposals(user) if str(each.pk) == str(proposal_id)), None)
    if found is None:
        raise NotFound("proposal")
    return found


def record_reference(kind: str, record_id: UUID) -> str:
    """The reference of a record, which tells nothing of its content."""
    model = Child if kind == RecordKind.CHILD else Concern
    found = model._default_manager.filter(pk=record_id).values_list("reference", flat=True).first()
    return found or ""


def tombstones() -> list[dict[str, object]]:
    """What was disposed of, as plain values that survive a restore: give them to ``actions.replay_disposals``."""
    return [
        {
            "id": str(each.pk),
            "partnership": str(each.partnership_id),
            "kind": each.kind,
            "record_id": str(each.record_id),
            "schedule_id": each.schedule_id,
            "rule": each.rule,
            "counts": each.counts,
            "proposed_by": str(each.proposed_by),
            "agreed_by": str(each.agreed_by),
            "at": each.at.isoformat(),
        }
        for each in Disposal.objects.order_by("at", "pk")
    ]
