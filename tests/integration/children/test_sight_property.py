"""Who sees which child, worked out twice: by the database, and by plain Python that anybody can follow."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safelight.access.models import RoleHolding, User
from safelight.access.roles import PERMISSIONS, Permission, Role
from safelight.children import queries
from safelight.children.models import (
    Child,
    Concern,
    ConcernChild,
    ConflictExclusion,
    GlassBroken,
    Involvement,
    Restriction,
    RestrictionPerson,
)
from safelight.core import clock
from safelight.core.ids import new_reference
from tests.factories import make_agency, make_partnership, make_team, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
TODAY = date(2026, 3, 4)
PEOPLE = 6
CHILDREN = 3
ROLES = [Role.PRACTITIONER, Role.SAFEGUARDING_LEAD, Role.MANAGER, Role.COORDINATOR, Role.EMERGENCY_DUTY]


@dataclass
class World:
    """A small partnership in plain numbers: people and children are places in lists."""

    roles: list[set[Role]]
    team: list[int | None]
    above: list[int | None]
    level: list[str]
    childs_team: list[int | None]
    involved: set[tuple[int, int, bool]]  # child, person, ended
    sent: set[int]
    restricted: dict[int, tuple[bool, set[int]]] = field(default_factory=dict)  # child → lifted, named
    excluded: set[tuple[int, int, int, bool]] = field(default_factory=set)  # child, person, reviewer, ended
    glass: set[tuple[int, int, int]] = field(default_factory=set)  # child, person, minutes until it ends


people = st.integers(0, PEOPLE - 1)
children = st.integers(0, CHILDREN - 1)
worlds = st.builds(
    World,
    roles=st.lists(
        st.sets(st.sampled_from([*ROLES, Role.ADMINISTRATOR]), max_size=2), min_size=PEOPLE, max_size=PEOPLE
    ),
    team=st.lists(st.sampled_from([None, 0, 1, 2]), min_size=PEOPLE, max_size=PEOPLE),
    above=st.lists(st.one_of(st.none(), people), min_size=PEOPLE, max_size=PEOPLE),
    level=st.lists(st.sampled_from(["", "low", "medium", "exploited"]), min_size=CHILDREN, max_size=CHILDREN),
    childs_team=st.lists(st.sampled_from([None, 0, 1, 2]), min_size=CHILDREN, max_size=CHILDREN),
    involved=st.sets(st.tuples(children, people, st.booleans()), max_size=6),
    sent=st.sets(children, max_size=1),
    restricted=st.dictionaries(children, st.tuples(st.booleans(), st.sets(people, max_size=3)), max_size=2),
    excluded=st.sets(st.tuples(children, people, people, st.booleans()), max_size=3),
    glass=st.sets(st.tuples(children, people, st.sampled_from([-30, 0, 30])), max_size=4),
)


def may(world: World, person: int, permission: Permission) -> bool:
    return any(permission in PERMISSIONS[role] for role in world.roles[person])


def line_of(world: World, person: int) -> set[int]:
    line: set[int] = set()
    at: int | None = person
    while at is not None and at not in line:
        line.add(at)
        at = world.above[at] if world.above[at] != at else None
    return line


def agency_of(team: int | None) -> int | None:
    return None if team is None else min(team, 1)  # teams 1 and 2 are of one agency


def sees(world: World, person: int, child: int) -> bool:
    """The rules as a person would say them."""
    for about, suspect, _reviewer, ended in world.excluded:
        if about == child and not ended and suspect in line_of(world, person):
            return False
    glass = may(world, person, Permission.BREAK_GLASS) and any(
        about == child and who == person and minutes > 0 for about, who, minutes in world.glass
    )
    lifted, named = world.restricted.get(child, (True, set()))
    if not lifted and person not in named:
        return glass and may(world, person, Permission.OPEN_RESTRICTED)
    if glass:
        return True
    working = {who for about, who, ended in world.involved if about == child and not ended}
    if may(world, person, Permission.LOG_CONCERN) and (
        person in working
        or not lifted
        or any(about == child and who == person and not ended for about, _s, who, ended in world.excluded)
    ):
        return True
    here = world.team[person]
    of_the_agency = here is not None and any(agency_of(world.team[who]) == agency_of(here) for who in working)
    if may(world, person, Permission.SEE_AGENCY) and of_the_agency:
        return True
    if may(world, person, Permission.SEE_TEAM):
        if any(world.above[who] == person and who != person for who in working):
            return True
        if here is not None and (world.childs_team[child] == here or any(world.team[who] == here for who in working)):
            return True
    if may(world, person, Permission.SEE_RAISED):
        return world.level[child] in ("medium", "exploited") or child in world.sent
    return False


@dataclass
class Ground:
    """What every world stands on: made once a test, for a person takes a while to make."""

    people: list[User]
    teams: list[object]


@pytest.fixture
def ground() -> Ground:
    partnership = make_partnership()
    first, second = make_agency(partnership), make_agency(partnership)
    teams = [make_team(first), make_team(second), make_team(second)]
    return Ground([make_user([], partnership=partnership) for _ in range(PEOPLE)], teams)


def build(world: World, ground: Ground) -> tuple[list[User], list[Child]]:
    here = {"partnership_id": ground.people[0].partnership_id}
    for place, person in enumerate(ground.people):
        team = world.team[place]
        above = world.above[place]
        User.objects.filter(pk=person.pk).update(
            team=None if team is None else ground.teams[team],
            agency=None if team is None else ground.teams[team].agency,  # type: ignore[attr-defined]
            line_manager=None if above is None or above == place else ground.people[above],
        )
        RoleHolding.objects.bulk_create(RoleHolding(user=person, role=role, **here) for role in world.roles[place])
    ada = ground.people[0]
    made = []
    for place in range(CHILDREN):
        team = world.childs_team[place]
        made.append(
            Child.objects.create(
                reference=new_reference(),
                given_name=f"Robin{place}",
                acting_level=world.level[place],
                team=None if team is None else ground.teams[team],
                created_by=ada,
                created_at=NOW,
                **here,
            )
        )
    current = {(child, who) for child, who, ended in world.involved if not ended}
    for child, who, ended in world.involved:
        if not ended or (child, who) not in current:
            Involvement.objects.create(
                child=made[child],
                user=ground.people[who],
                since=TODAY - timedelta(days=9),
                until=TODAY if ended else None,
                added_by=ada,
                **here,
            )
    for child in world.sent:
        concern = Concern.objects.create(
            reference=new_reference(),
            what="A worry",
            state="linked",
            sent_to_coordinator=True,
            author=ada,
            created_at=NOW,
            logged_at=NOW,
            look_again_on=TODAY,
            **here,
        )
        ConcernChild.objects.create(concern=concern, child=made[child], by=ada, at=NOW, **here)
    for child, (lifted, named) in world.restricted.items():
        ends = {"until": NOW, "lifted_by": ground.people[1], "lifted_reason": "Over"} if lifted else {}
        stands = Restriction.objects.create(
            child=made[child], reason="A relative", by=ada, since=NOW, review_on=TODAY, **here, **ends
        )
        for who in named:
            RestrictionPerson.objects.create(
                restriction=stands, user=ground.people[who], added_by=ada, added_at=NOW, **here
            )
    for child, suspect, reviewer, ended in world.excluded:
        other = next(one for one in ground.people if one.pk != ground.people[suspect].pk)
        ConflictExclusion.objects.create(
            child=made[child],
            person=ground.people[suspect],
            independent_reviewer=ground.people[reviewer],
            reason="They know him",
            by=other,
            since=NOW,
            **({"until": NOW, "ended_by": other, "ended_reason": "Over"} if ended else {}),
            **here,
        )
    for child, who, minutes in world.glass:
        GlassBroken.objects.create(
            child=made[child],
            user=ground.people[who],
            category="danger",
            reason="A call at night",
            since=NOW - timedelta(hours=8),
            until=NOW + timedelta(minutes=minutes),
            **here,
        )
    fresh = User.objects.prefetch_related("role_holdings").in_bulk([one.pk for one in ground.people])
    return [fresh[one.pk] for one in ground.people], made


def sound(world: World) -> World:
    """The same without what the database itself refuses: one's own reviewer, the same exclusion twice."""
    kept: dict[tuple[int, int], tuple[int, int, int, bool]] = {}
    for child, suspect, reviewer, ended in sorted(world.excluded):
        if suspect != reviewer:
            kept.setdefault((child, suspect), (child, suspect, reviewer, ended))
    world.excluded = set(kept.values())
    return world


@pytest.mark.req("OV-05")
@pytest.mark.hazard("HZ-25", "HZ-13")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(world=worlds.map(sound))
def test_sight_by_the_database_is_sight_by_the_rules_as_people_say_them(ground: Ground, world: World) -> None:
    with transaction.atomic(), clock.at(NOW):
        persons, made = build(world, ground)
        for who, child in itertools.product(range(PEOPLE), range(CHILDREN)):
            expected = sees(world, who, child)
            what = f"person {who} and child {child}"
            assert queries.visible_to(persons[who]).filter(pk=made[child].pk).exists() == expected, what
            assert queries.looked_up_by(persons[who]).filter(pk=made[child].pk).exists() == expected, what
        for who, person in enumerate(persons):
            listed = {child.pk for child in queries.page_of_children(person).children}
            assert listed == {made[child].pk for child in range(CHILDREN) if sees(world, who, child)}
        transaction.set_rollback(True)
