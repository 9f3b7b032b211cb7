"""Reading the audit log together with who works with whom. Whatever a conflict of interest keeps from the asker is
left out before anything is counted, so that no number of theirs tells of it (OV-05)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.audit import patterns, reports
from safelight.audit.models import Kind
from safelight.children import queries as children
from safelight.children.models import Child, ConflictExclusion, GlassBroken, Involvement
from safelight.core.clock import london_day
from safelight.core.errors import NotFound
from safelight.oversight.models import BrowsingReview
from safelight.oversight.viewing import Glass, Spell, Viewer, viewers

ALERT_DAYS = 7  # how far back an unanswered alert is shown
USUAL_DAYS = 28  # what a person's usual day is measured by
DAYS_SHOWN = 28


# Who may be asked about.


def may_see_log(user: User) -> bool:
    """Whether the log's pages are for this person at all."""
    return user.may(Permission.SEE_AUDIT) or user.may(Permission.SEE_VIEWERS)


def people_of(user: User) -> list[User]:
    """Whom the person may ask the log about: an administrator about everybody; a manager about those they manage."""
    everybody = User.objects.filter(partnership_id=user.partnership_id).order_by("name", "pk")
    if user.may(Permission.SEE_AUDIT):
        return list(everybody)
    if user.may(Permission.SEE_VIEWERS):
        return list(everybody.filter(_managed_by(user)).exclude(pk=user.pk))
    return []


def person_of(user: User, person_id: UUID) -> User:
    """One of ``people_of``; ``NotFound`` for anybody else."""
    for person in people_of(user):
        if person.pk == person_id:
            return person
    raise NotFound("person")


def _managed_by(user: User) -> Q:
    managed = Q(line_manager=user)
    if user.team_id:
        managed |= Q(team_id=user.team_id, line_manager__isnull=True)
    return managed


def answered_for_by(user: User) -> list[User]:
    """The people whose browsing is for ``user`` to ask about: those they manage; for a coordinator the managers, and
    whoever has nobody above them. Never oneself."""
    active = User.objects.filter(partnership_id=user.partnership_id, is_active=True).exclude(pk=user.pk)
    found: dict[UUID, User] = {}
    if user.may(Permission.SEE_VIEWERS):
        found |= {person.pk: person for person in active.filter(_managed_by(user)).prefetch_related("role_holdings")}
    if user.may(Permission.SEE_RAISED):
        for person in active.prefetch_related("role_holdings"):
            nobody_above = person.line_manager_id is None and person.team_id is None
            if person.may(Permission.SEE_VIEWERS) or nobody_above:
                found[person.pk] = person
    return list(found.values())


# Who has viewed this child.


def viewers_of(child: Child) -> list[Viewer]:
    """Who opened, downloaded or changed this child's record, who last did first (BE-12)."""
    worked: dict[str, list[Spell]] = defaultdict(list)
    for user_id, since, until in Involvement.objects.filter(child=child).values_list("user_id", "since", "until"):
        worked[str(user_id)].append(Spell(since, until))
    glass: dict[str, list[Glass]] = defaultdict(list)
    for opened in GlassBroken.objects.filter(child=child):
        glass[str(opened.user_id)].append(Glass(opened.since, opened.ended_early_at or opened.until))
    return viewers(reports.looks_at(child.partnership_id, child.pk), worked=worked, glass=glass)


def names_of(user: User, actors: Collection[str]) -> dict[str, User]:
    """The people of one's own partnership behind ids of the log, those who have left among them."""
    found = User.objects.filter(partnership_id=user.partnership_id, pk__in=list(actors)).select_related("agency")
    return {str(person.pk): person for person in found}


# What one person looked at.


@dataclass(frozen=True)
class PersonReport:
    """What one person did between two days: entries by kind; the children the asker may see with how often each was
    opened; and how many other records there were."""

    person: User
    first: date
    last: date
    kinds: dict[str, int]
    children: list[tuple[Child, int]]
    others: int


def report_on(user: User, person: User, first: date, last: date) -> PersonReport:
    """What the log says of ``person``, as far as ``user`` may know it."""
    hidden = kept_away(user)
    counts = [
        (UUID(one.child_id), one.times)
        for one in reports.children_of(person.partnership_id, person.pk, first, last)
        if UUID(one.child_id) not in hidden
    ]
    seen = {
        child.pk: child for child in children.looked_up_by(user).filter(pk__in=[child_id for child_id, _ in counts])
    }
    return PersonReport(
        person=person,
        first=first,
        last=last,
        kinds=reports.kinds_of(person.partnership_id, person.pk, first, last, hidden),
        children=[(seen[child_id], times) for child_id, times in counts if child_id in seen],
        others=sum(1 for child_id, _ in counts if child_id not in seen),
    )


def kept_away(user: User) -> set[UUID]:
    """The children whom a conflict of interest keeps from this person."""
    excluded = ConflictExclusion.objects.filter(partnership_id=user.partnership_id, until__isnull=True)
    ids = set(excluded.values_list("child_id", flat=True))
    return children.out_of_sight(user, ids)[1]


def searches_and_refusals(user: User, today: date) -> list[tuple[date, int, int]]:
    """For each of the last days, how many searches and refusals the whole partnership had, the latest first."""
    days = _days(today, DAYS_SHOWN)
    counts = reports.by_day(user.partnership_id, [Kind.SEARCH, Kind.REFUSAL], days)
    return [(day, counts[day][Kind.SEARCH], counts[day][Kind.REFUSAL]) for day in days]


# What looks like browsing.


def alerts_for(user: User, now: datetime) -> list[patterns.Alert]:
    """The days that stood out and that ``user`` has to ask about, without those that somebody has answered."""
    people = answered_for_by(user)
    if not people:
        return []
    days = _days(london_day(now), ALERT_DAYS)
    found = _alerts(user, people, days)
    answered = set(BrowsingReview.objects.filter(person__in=people, day__in=days).values_list("person_id", "day"))
    return [alert for alert in found if (alert.person_id, alert.day) not in answered]


def alert_for(user: User, person_id: UUID, day: date, now: datetime) -> tuple[User, patterns.Alert]:
    """One alert that is for ``user`` to answer, with the person; else ``NotFound``."""
    for alert in alerts_for(user, now):
        if alert.person_id == person_id and alert.day == day:
            return User.objects.get(pk=person_id), alert
    raise NotFound("alert")


def _alerts(user: User, people: Sequence[User], days: Sequence[date]) -> list[patterns.Alert]:
    here, ids = user.partnership_id, [person.pk for person in people]
    hidden = kept_away(user)
    opened = reports.children_a_day(here, ids, days, hidden)
    searches = reports.entries_a_day(here, ids, days, Kind.SEARCH)
    refused = reports.entries_a_day(here, ids, days, Kind.REFUSAL)
    apart = _not_involved(here, opened, days, hidden)
    alike = _same_surname(here, people, days, hidden)
    busy = [pk for pk in ids if max(opened.get(pk, {}).values(), default=0) >= _unusual_from()]
    before = reports.children_a_day(here, busy, _days(min(days) - timedelta(days=1), USUAL_DAYS), hidden)
    return patterns.alerts(
        [
            patterns.Day(
                person_id=pk,
                day=day,
                children=opened.get(pk, {}).get(day, 0),
                not_involved=apart.get((pk, day), 0),
                same_surname=alike.get((pk, day), 0),
                searches=searches.get(pk, {}).get(day, 0),
                refused=refused.get(pk, {}).get(day, 0),
            )
            for pk in ids
            for day in days
        ],
        own_usual={pk: patterns.usual(counts.values()) for pk, counts in before.items()},
        sees_others_by_role=frozenset(
            person.pk for person in people if person.may(Permission.SEE_TEAM) or person.may(Permission.SEE_RAISED)
        ),
    )


def _unusual_from() -> int:
    return next(each.at_least for each in patterns.THRESHOLDS if each.rule is patterns.Rule.UNUSUAL)


def _not_involved(
    here: UUID, opened: dict[UUID, dict[date, int]], days: Sequence[date], hidden: set[UUID]
) -> dict[tuple[UUID, date], int]:
    """How many different children each person opened on a day without working with them, where there were enough
    children for that to matter."""
    least = next(each.at_least for each in patterns.THRESHOLDS if each.rule is patterns.Rule.NOT_INVOLVED)
    busy = [pk for pk, counts in opened.items() if max(counts.values(), default=0) >= least]
    looks = reports.opened_of(here, busy, None, min(days), max(days))
    return _without_work([look for look in looks if look[1] not in hidden])


def _same_surname(
    here: UUID, people: Sequence[User], days: Sequence[date], hidden: set[UUID]
) -> dict[tuple[UUID, date], int]:
    """How many children who bear the person's surname each opened on a day without working with them."""
    surnames = {person.pk: person.name.split()[-1].casefold() for person in people if person.name.split()}
    as_written = {form for name in surnames.values() for form in (name, name.upper(), name.title(), name.capitalize())}
    as_written |= {person.name.split()[-1] for person in people if person.name.split()}
    bearing = {
        pk: name.casefold()
        for pk, name in Child.objects.filter(partnership_id=here, family_name__in=as_written)
        .exclude(pk__in=hidden)
        .values_list("pk", "family_name")
    }
    looks = reports.opened_of(here, list(surnames), list(bearing), min(days), max(days))
    return _without_work([look for look in looks if bearing[look[1]] == surnames[look[0]]])


def _without_work(looks: Sequence[tuple[UUID, UUID, datetime]]) -> dict[tuple[UUID, date], int]:
    """Of these looks (person, child, moment): how many different children each opened on a day, not working with
    them that day."""
    spells: dict[tuple[UUID, UUID], list[Spell]] = defaultdict(list)
    rows = Involvement.objects.filter(
        user_id__in={look[0] for look in looks}, child_id__in={look[1] for look in looks}
    ).values_list("user_id", "child_id", "since", "until")
    for user_id, child_id, since, until in rows:
        spells[(user_id, child_id)].append(Spell(since, until))
    apart: dict[tuple[UUID, date], set[UUID]] = defaultdict(set)
    for user_id, child_id, at in looks:
        day = london_day(at)
        if not any(spell.holds(day) for spell in spells[(user_id, child_id)]):
            apart[(user_id, day)].add(child_id)
    return {key: len(found) for key, found in apart.items()}


def _days(last: date, how_many: int) -> list[date]:
    return [last - timedelta(days=back) for back in range(how_many)]
