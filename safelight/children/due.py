"""What this room's records make due. Derived each time; nobody types a duty (PR-09)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.children import ages, calls, queries
from safelight.children.models import AgencyTold, Child, Concern, Disclosure, Promise
from safelight.core.clock import london_day
from safelight.duties.clock import end_of_day
from safelight.duties.types import ChildFacts, Cite, Closes, Duty

Owners = dict[UUID, UUID | None]


def duties(facts: Sequence[ChildFacts], now: datetime) -> list[Duty]:
    """Every duty that concerns, disclosures, promises and an 18th birthday make, for these children."""
    owners: Owners = {fact.child_id: fact.lead_worker_id for fact in facts}
    if not owners:
        return []
    return [
        *_concerns(owners),
        *_disclosures(owners),
        *_promises(owners),
        *_transitions(facts, owners, now),
    ]


def _concerns(owners: Owners) -> list[Duty]:
    found: list[Duty] = []
    links = queries.concern_links(owners)
    answered = calls.answered(links, owners)
    for link in links:
        concern, child = link.concern, link.child
        owner = owners[child.pk] or concern.author_id
        for agency in queries.missing_calls(concern, answered.get(link.pk, ())):
            found.append(_tell(concern, child.pk, agency, owner, concern.logged_at or link.at))
        if not _answered_by_a_level(concern, child):
            found += _look_again(concern, child, owner)
    return found


def _answered_by_a_level(concern: Concern, child: Child) -> bool:
    """A level decided on or after the day of the concern brings duties of its own; "no level" brings none."""
    logged = london_day(concern.logged_at or concern.created_at)
    return bool(child.acting_level) and child.level_decided_on is not None and child.level_decided_on >= logged


def _tell(thing: Concern | Disclosure, child_id: UUID, agency: AgencyTold.Agency, owner: UUID, since: datetime) -> Duty:
    if isinstance(thing, Concern):
        key, url = f"concern:{thing.pk}", reverse("children:concern_told", args=[thing.pk, agency.value])
        why = _("An urgent concern was logged, and nobody has recorded that they were told.")
        cites: tuple[Cite, ...] = (Cite("P", "B1"),)
    else:
        key = f"disclosure:{thing.pk}"
        url = reverse("children:disclosure_told", args=[child_id, thing.pk, agency.value])
        why = _("The child disclosed something, and nobody has recorded that they were told.")
        cites = (Cite("P", "B2"),)
    return Duty(
        key=f"{key}:tell:{agency.value}",
        code=f"TELL-{agency.value.upper()}",
        child_id=child_id,
        title=_("Tell %(agency)s") % {"agency": agency.label},
        why=why,
        closes=Closes.RECORD,
        owner_id=owner,
        due_at=since,
        may_be_set_aside=False,
        cites=cites,
        url=url,
        act_label=_("Record who was told"),
        since=since,
    )


def _look_again(concern: Concern, child: Child, owner: UUID) -> list[Duty]:
    """A concern without a level: talk to the safeguarding lead, share it, look again (PR-17)."""
    logged = concern.logged_at or concern.created_at
    url = reverse("children:concern", args=[concern.pk])
    today = london_day(logged)
    cites = (Cite("L", "Risk factors"),)
    why = _("A concern was logged and no level has been decided since. It need not show an indicator to count.")
    found = [
        Duty(
            key=f"concern:{concern.pk}:talk",
            code="PR-17-TALK",
            child_id=child.pk,
            title=_("Talk the concern over with the safeguarding lead, or with a colleague if that is you"),
            why=why,
            closes=Closes.NOTE,
            owner_id=owner,
            due_at=end_of_day(today + timedelta(days=1)),
            cites=cites,
            url=url,
            act_label=_("Record the talk"),
            since=logged,
        ),
        Duty(
            key=f"concern:{concern.pk}:look-again",
            code="PR-17-LOOK-AGAIN",
            child_id=child.pk,
            title=_("Look again at the concern"),
            why=why,
            closes=Closes.NOTE,
            owner_id=owner,
            due_at=end_of_day(concern.look_again_on),
            aim_from=concern.look_again_on,
            cites=cites,
            url=url,
            act_label=_("Record what you found"),
            since=logged,
        ),
    ]
    if not concern.sent_to_coordinator:
        found.append(
            Duty(
                key=f"concern:{concern.pk}:share",
                code="PR-17-SHARE",
                child_id=child.pk,
                title=_("Share the concern with those who should know"),
                why=why,
                closes=Closes.CONTACT,
                owner_id=owner,
                due_at=end_of_day(today + timedelta(days=1)),
                cites=cites,
                url=url,
                act_label=_("Record who was told"),
                since=logged,
            )
        )
    return found


def _disclosures(owners: Owners) -> list[Duty]:
    found: list[Duty] = []
    for disclosure in queries.disclosures_of(owners):
        owner = owners[disclosure.child_id] or disclosure.by_id
        for agency in queries.missing_calls(disclosure):
            found.append(_tell(disclosure, disclosure.child_id, agency, owner, disclosure.at))
    return found


def _promises(owners: Owners) -> list[Duty]:
    return [
        Duty(
            key=f"promise:{promise.pk}",
            code="PROMISE" if promise.kind == Promise.Kind.PROMISE else "FOLLOW-UP",
            child_id=promise.child_id,
            title=(
                _("Keep the promise made to the child")
                if promise.kind == Promise.Kind.PROMISE
                else _("Make contact after the hard conversation")
            ),
            why=promise.words,
            closes=Closes.RECORD,
            owner_id=promise.owner_id,
            due_at=end_of_day(promise.due_on),
            cites=(Cite("L", "Difficult conversations"),),
            url=reverse("children:promise", args=[promise.child_id, promise.pk]),
            act_label=_("Say how it went"),
            since=promise.at,
        )
        for promise in queries.open_promises_of(owners)
    ]


def _transitions(facts: Sequence[ChildFacts], owners: Owners, now: datetime) -> list[Duty]:
    """From 17 and a half: plan the move (CH-11). From 18: a manager checks age and plan; nothing ends by itself."""
    today = london_day(now)
    old_enough = [
        each.child_id
        for each in facts
        if each.date_of_birth is not None and today >= ages.seventeen_and_a_half(each.date_of_birth)
    ]
    children = Child.objects.filter(Q(transition_notes="") | Q(onward_plan_checked_at__isnull=True), pk__in=old_enough)
    found: list[Duty] = []
    needed = ("date_of_birth", "transition_notes", "onward_plan_checked_at")
    for child in children.only(*needed).order_by("pk"):
        born = child.date_of_birth
        if born is None:
            continue
        eighteenth = ages.birthday(born, 18)
        if not child.transition_notes:
            found.append(
                Duty(
                    key=f"transition:{child.pk}",
                    code="CH-11-PLAN",
                    child_id=child.pk,
                    title=_("Plan the move to adult services"),
                    why=_("They turn 18 soon, or have done. The record stays open, and so does all that is due."),
                    closes=Closes.RECORD,
                    owner_id=owners[child.pk],
                    owner_role="" if owners[child.pk] else "manager",
                    due_at=end_of_day(eighteenth - timedelta(days=1)),
                    cites=(Cite("P", "1"),),
                    url=reverse("children:transition", args=[child.pk]),
                    act_label=_("Record the plan"),
                )
            )
        if today >= eighteenth and child.onward_plan_checked_at is None:
            found.append(
                Duty(
                    key=f"onward:{child.pk}",
                    code="RT-07-ONWARD",
                    child_id=child.pk,
                    title=_("Check the age and the onward plan"),
                    why=_("By the record they are 18 or over. A wrong year of birth must not end protection."),
                    closes=Closes.RECORD,
                    owner_id=None,
                    owner_role="manager",
                    due_at=end_of_day(eighteenth + timedelta(days=7)),
                    may_be_set_aside=False,
                    cites=(Cite("P", "1"),),
                    url=reverse("children:transition", args=[child.pk]),
                    act_label=_("Check the plan"),
                )
            )
    return found
