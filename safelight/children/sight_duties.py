"""What exceptions to sight, warnings and unsafe contact make due. Derived each time, like every duty (PR-09)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access import queries as access
from safelight.access.models import User
from safelight.access.roles import Permission, Role
from safelight.children import queries
from safelight.children.models import GlassBroken, Restriction, WarningNote
from safelight.core.clock import london_day
from safelight.duties.clock import add_working_days, end_of_day
from safelight.duties.types import ChildFacts, Closes, Duty

# Our own intervals, in working days.
REVIEW_GLASS_WITHIN = 2
SEEN_WITHIN = 1
WARN_BEFORE_END = 5

MANAGER = "manager"
GLASS_SEEN, GLASS_REVIEW, GLASS_LATE = "GLASS-SEEN", "GLASS-REVIEW", "GLASS-LATE"
RESTRICTION_REVIEW, WARNING_REVIEW, HALT_DECIDE = "RESTRICTION-REVIEW", "WARNING-REVIEW", "HALT-DECIDE"


def duties(facts: Sequence[ChildFacts], now: datetime) -> list[Duty]:
    """Every duty of this kind for these children, in a constant number of queries."""
    known = {fact.child_id: fact for fact in facts}
    if not known:
        return []
    return [*_glass(known, now), *_restrictions(known), *_warnings(known, now), *_halts(known)]


def _glass(known: dict[UUID, ChildFacts], now: datetime) -> list[Duty]:
    opened = (
        GlassBroken.objects.filter(child_id__in=known)
        .select_related("user", "review", "child__lead_worker")
        .order_by("since", "pk")
    )
    found: list[Duty] = []
    late: list[GlassBroken] = []
    for glass in opened:
        lead = glass.child.lead_worker
        if lead is not None and lead.pk != glass.user_id:
            found.append(_look_at_it(glass, lead))
        if queries.review_of(glass) is None:
            found.append(_review(glass, lead))
            if now > _review_by(glass):
                late.append(glass)
    return [*found, *_late(late)]


def _who(glass: GlassBroken) -> str:
    return _("%(who)s opened this record by break-glass") % {"who": glass.user.name_and_role}


def _look_at_it(glass: GlassBroken, lead: User) -> Duty:
    return Duty(
        key=f"glass:{glass.pk}:seen",
        code=GLASS_SEEN,
        child_id=glass.child_id,
        title=_("%(who)s: look at it") % {"who": _who(glass)},
        why=_("Somebody who does not work with the child needed the record. Read why, and what they wrote."),
        closes=Closes.NOTE,
        owner_id=lead.pk,
        due_at=end_of_day(add_working_days(london_day(glass.since), SEEN_WITHIN)),
        may_be_set_aside=False,
        url=reverse("children:glass", args=[glass.child_id]),
        act_label=_("Say that you have seen it"),
        since=glass.since,
    )


def _review_by(glass: GlassBroken) -> datetime:
    return end_of_day(add_working_days(london_day(glass.since), REVIEW_GLASS_WITHIN))


def _review(glass: GlassBroken, lead: User | None) -> Duty:
    manager_id = lead.line_manager_id if lead is not None else None
    owner_id = manager_id if manager_id != glass.user_id else None
    return Duty(
        key=f"glass:{glass.pk}:review",
        code=GLASS_REVIEW,
        child_id=glass.child_id,
        title=_("%(who)s: review it") % {"who": _who(glass)},
        why=_("A manager looks at each time that a record is opened in this way, and says whether it was right."),
        closes=Closes.RECORD,
        owner_id=owner_id,
        owner_role="" if owner_id else MANAGER,
        due_at=_review_by(glass),
        may_be_set_aside=False,
        url=reverse("children:glass_review", args=[glass.child_id, glass.pk]),
        act_label=_("Review it"),
        since=glass.since,
    )


def _late(opened: Sequence[GlassBroken]) -> list[Duty]:
    """Nobody has looked for two working days: coordinators and safeguarding leads are told too (if they see it)."""
    if not opened:
        return []
    told = [
        person
        for person in access.people_who_may(opened[0].child.partnership_id, Permission.LOG_CONCERN)
        if person.roles & {Role.COORDINATOR, Role.SAFEGUARDING_LEAD}
    ]
    return [
        Duty(
            key=f"glass:{glass.pk}:late:{person.pk}",
            code=GLASS_LATE,
            child_id=glass.child_id,
            title=_("%(who)s, and no manager has reviewed it: ask why") % {"who": _who(glass)},
            why=_("Two working days have passed."),
            closes=Closes.NOTE,
            owner_id=person.pk,
            due_at=_review_by(glass),
            may_be_set_aside=False,
            url=reverse("children:glass", args=[glass.child_id]),
            act_label=_("Say what you did"),
            since=_review_by(glass),
        )
        for glass in opened
        for person in told
        if person.pk != glass.user_id
    ]


def _restrictions(known: dict[UUID, ChildFacts]) -> list[Duty]:
    return [
        Duty(
            key=f"restriction:{restriction.pk}:{restriction.review_on.isoformat()}",
            code=RESTRICTION_REVIEW,
            child_id=restriction.child_id,
            title=_("Look again whether this record must stay restricted"),
            why=_("Only the people named see it, so only they can help."),
            closes=Closes.RECORD,
            owner_id=None,
            owner_role=MANAGER,
            due_at=end_of_day(restriction.review_on),
            aim_from=restriction.review_on - timedelta(days=7),
            may_be_set_aside=False,
            url=reverse("children:restriction", args=[restriction.child_id]),
            act_label=_("Look again"),
        )
        for restriction in Restriction.objects.filter(child_id__in=known, until__isnull=True).order_by("review_on")
    ]


def _warnings(known: dict[UUID, ChildFacts], now: datetime) -> list[Duty]:
    today = london_day(now)
    near = add_working_days(today, WARN_BEFORE_END)
    ending = WarningNote.objects.filter(child_id__in=known, ended_at__isnull=True, until__gte=today, until__lte=near)
    return [
        Duty(
            key=f"warning:{warning.pk}:{warning.until.isoformat()}",
            code=WARNING_REVIEW,
            child_id=warning.child_id,
            title=_("A warning about visits ends soon: extend it or end it"),
            why=_("After that day nobody who visits is warned any more."),
            closes=Closes.RECORD,
            owner_id=known[warning.child_id].lead_worker_id or warning.by_id,
            due_at=end_of_day(warning.until),
            aim_from=today,
            may_be_set_aside=False,
            url=reverse("children:warning", args=[warning.child_id, warning.pk]),
            act_label=_("Look at the warning"),
            since=warning.at,
        )
        for warning in ending.order_by("until", "pk")
    ]


def _halts(known: dict[UUID, ChildFacts]) -> list[Duty]:
    people = queries.halted_parents().filter(child_id__in=known).order_by("name", "pk")
    phones = queries.halted_telephones().filter(pk__in=known).only("pk").order_by("pk")
    found = [
        (person.child_id, f"halt:{person.pk}", _("Decide whether a parent or carer who may pose a risk is contacted"))
        for person in people
    ]
    found += [
        (child.pk, f"halt:{child.pk}:telephone", _("Decide how the child is reached: their telephone is not safe"))
        for child in phones
    ]
    return [
        Duty(
            key=key,
            code=HALT_DECIDE,
            child_id=child_id,
            title=title,
            why=_("Until a safeguarding lead or manager decides, contact stands still, and no plan is agreed."),
            closes=Closes.RECORD,
            owner_id=None,
            owner_role=MANAGER,
            may_be_set_aside=False,
            url=reverse("children:halts", args=[child_id]),
            act_label=_("Decide"),
        )
        for child_id, key, title in found
    ]
