"""Making the demo: invented agencies, people and children, through the same actions as the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from safelight.access import actions as access
from safelight.access.models import Agency, Partnership, Team, User
from safelight.access.roles import Role
from safelight.core import clock
from safelight.core.errors import WrongState
from safelight.demo import area, complete, queries
from safelight.demo.diary import live_through
from safelight.demo.narrator import Narrator
from safelight.demo.stories import all_stories
from safelight.demo.teller import Teller
from safelight.toolkits import actions as toolkits
from safelight.toolkits import queries as toolkit_queries
from safelight.toolkits import template_actions
from safelight.toolkits.template_queries import Use

SEED = 20160229
# The demo's past is longer than its longest diary, so that a toolkit is in force from the first day on.
PAST_DAYS = 420
TOOLKIT = "portsmouth-2016"

# The area plans on Portsmouth's template, and offers the other three beside it.
_TEMPLATES = {
    TOOLKIT: Use.AREA,
    "coventry-plan": Use.BESIDE,
    "northumberland-plan": Use.BESIDE,
    "wales-plan": Use.BESIDE,
}


@dataclass(frozen=True)
class Seeded:
    """The demo partnership, and whether it was made just now."""

    partnership: Partnership
    made: bool


class Incomplete(WrongState):
    """The demo lacks a state, a level, a rule, a note or the like that it has to show."""


def seed(
    *, now: datetime | None = None, number: int = SEED, new_month: Callable[[datetime], None] | None = None
) -> Seeded:
    """Make the demo up to ``now``, or find the one that is there. All of it or nothing.

    The same ``number`` on the same day tells the same stories. ``new_month`` is told each month that they reach.
    Raises ``WrongState`` beside a real partnership (HZ-45) and ``Incomplete`` where something that the demo has to
    show does not occur.
    """
    there = queries.demo_partnership()
    if there is not None:
        return Seeded(there, made=False)
    with transaction.atomic(), clock.at(now or clock.now()):
        moment = clock.now()
        partnership, people = _area(moment)
        narrator = Narrator()
        diaries = [
            story(Teller(key=key, seed=number, partnership=partnership, people=people, narrator=narrator))
            for key, story in all_stories()
        ]
        live_through(diaries, moment, new_month)
        if lacking := complete.missing(partnership, moment):
            raise Incomplete("the demo does not show: " + "; ".join(lacking))
    return Seeded(partnership, made=True)


def _area(now: datetime) -> tuple[Partnership, dict[str, User]]:
    begin = now - timedelta(days=PAST_DAYS)
    with clock.at(begin):
        partnership = access.create_partnership(
            name=area.PARTNERSHIP,
            area=area.AREA,
            is_demo=True,
            mash_telephone=area.MASH_TELEPHONE,
            mash_hours=area.MASH_HOURS,
            out_of_hours_telephone=area.OUT_OF_HOURS_TELEPHONE,
            numbers_confirmed_on=clock.london_day(now - timedelta(days=22)),
        )
        toolkits.import_definitions(now=begin)
        toolkits.adopt_first(
            partnership=partnership,
            definition=toolkit_queries.latest(TOOLKIT),
            from_date=clock.london_day(begin),
            now=begin,
        )
        for name, what in _TEMPLATES.items():
            template_actions.use_first(
                partnership=partnership,
                definition=toolkit_queries.latest(name),
                what=what,
                from_date=clock.london_day(begin),
                now=begin,
            )
        return partnership, _people(partnership)


def _people(partnership: Partnership) -> dict[str, User]:
    name, _post = area.ADMINISTRATOR
    administrator = access.create_first_administrator(
        partnership=partnership, email=queries.email_of(name), name=name, password=area.PASSWORD
    )
    agencies: dict[str, Agency] = {
        title: access.create_agency(by=administrator, name=title, kind=kind) for title, kind in area.AGENCIES.items()
    }
    teams: dict[str, Team] = {
        title: access.create_team(by=administrator, agency=agencies[agency], name=title)
        for title, agency in area.TEAMS.items()
    }
    people: dict[str, User] = {}
    for person in area.PEOPLE:
        people[person.key] = access.create_user(
            by=administrator,
            email=person.email,
            name=person.name,
            password=area.PASSWORD,
            roles=[Role(role) for role in person.roles],
            job_title=person.post,
            telephone=f"01632 960{141 + len(people)}",
            agency=agencies[area.TEAMS[person.team]],
            team=teams[person.team],
            line_manager=people.get(person.manager),
        )
    return people
