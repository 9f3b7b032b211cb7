"""A team with a manager, two workers and a stranger of another team, and children made through the actions."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.assessments import actions as assessments
from safelight.assessments.models import Assessment
from safelight.children import actions as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.duties import gate, registry
from safelight.duties.types import Duty
from safelight.ratings import actions as ratings
from safelight.ratings.actions import Answers
from safelight.ratings.models import Decision
from safelight.toolkits import actions as toolkits
from safelight.toolkits import queries as toolkit_queries
from tests.factories import PASSWORD, make_agency, make_child, make_partnership, make_team, make_user

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class World:
    """Everybody whom these tests need; time moves by ``later``."""

    def __init__(self, clocks: ExitStack) -> None:
        self.clocks = clocks
        self.now = NOW
        self.partnership = make_partnership(mash_telephone="01632 960140", mash_hours="weekdays 8:30 to 17:00")
        toolkits.import_definitions(now=NOW)
        toolkits.adopt_first(
            partnership=self.partnership,
            definition=toolkit_queries.latest("portsmouth-2016"),
            from_date=date(2026, 1, 1),
            now=NOW,
        )
        self.agency = make_agency(self.partnership)
        self.team = make_team(self.agency)
        self.manager = make_user(Role.MANAGER, team=self.team, name="Grace Obi", job_title="Team manager")
        self.worker = make_user(team=self.team, line_manager=self.manager, name="Priya Nair")
        self.colleague = make_user(team=self.team, line_manager=self.manager, name="Sam Hale")
        self.stranger = make_user(Role.MANAGER, team=make_team(self.agency), name="Lee Marsh")
        self.coordinator = make_user(Role.COORDINATOR, partnership=self.partnership, name="Noor Aziz")
        self.child = self.new_child(given_name="Kayla", family_name="Denholm")

    def later(self, **ago: int) -> None:
        self.now += timedelta(**ago)
        self.clocks.enter_context(clock.at(self.now))

    def new_child(self, by: User | None = None, **values: Any) -> Child:
        values = {"social_care_status": "none", "learning_disability": False} | values
        return make_child(by=by or self.worker, **values)

    def draft(self, child: Child | None = None, by: User | None = None, **ticks: str) -> Assessment:
        by = by or self.worker
        draft = assessments.start(by=by, child=child or self.child, now=self.now)
        values = {f"indicator.{code}.answer": answer for code, answer in ticks.items()}
        values |= {"child_words": "It’s just lifts.", "parents_words_missing": "Not reached yet."}
        assessments.save_step(by=by, assessment=draft, values=values, version=draft.version, now=self.now)
        return draft

    def assess(self, level: str, child: Child | None = None, by: User | None = None, **ticks: str) -> Decision:
        """A whole assessment, decided."""
        by = by or self.worker
        draft = self.draft(child, by, **ticks)
        ratings.save_own_view(by=by, assessment=draft, level="medium", reason="She has changed.", now=self.now)
        given = Answers(
            level=level,
            reason="Because of what was seen.",
            category="not-yet-known",
            harm_now="no",
            harm_why="She was seen today and is safe.",
            saf_decision="no",
            saf_reason="A plan is there.",
        )
        return ratings.decide(by=by, assessment=draft, answers=given, now=self.now)

    def duties(self, child: Child | None = None) -> dict[str, Duty]:
        """The open duties about the child, by code."""
        facts = gate.facts_for(self.manager, (child or self.child).pk)
        return {duty.code: duty for duty in registry.all_duties([facts], self.now)}

    def involve(self, user: User, child: Child | None = None) -> None:
        children.add_involvement(by=self.worker, child=child or self.child, user=user, role="Youth worker")

    def sign_in(self, user: User) -> Client:
        client = Client()
        assert client.login(username=user.email, password=PASSWORD)
        return client


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with ExitStack() as clocks:
        clocks.enter_context(clock.at(NOW))
        yield World(clocks)
