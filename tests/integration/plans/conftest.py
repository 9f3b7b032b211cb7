"""A child with a decided level, a worker who plans and managers who answer, all made through the actions."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.assessments import actions as assessments
from safelight.children import actions as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.duties.types import Duty
from safelight.plans import actions, providers, queries
from safelight.plans.models import Action, Approval, Plan, PlanVersion
from safelight.ratings import actions as ratings
from safelight.ratings.models import Decision
from safelight.toolkits import actions as toolkits
from safelight.toolkits import queries as toolkit_queries
from tests.factories import make_agency, make_child, make_partnership, make_team, make_user

NOW = datetime(2026, 11, 24, 16, 1, tzinfo=UTC)
TICKS = {"L1": "present", "M6": "present", "M14": "present", "H1": "suspected"}


class Case:
    """One child, the worker who plans, their manager and another manager; time moves by ``later``."""

    def __init__(self, clocks: ExitStack) -> None:
        self.clocks = clocks
        self.now = NOW
        self.partnership = make_partnership()
        toolkits.import_definitions(now=NOW)
        toolkits.adopt_first(
            partnership=self.partnership,
            definition=toolkit_queries.latest("portsmouth-2016"),
            from_date=date(2026, 1, 1),
            now=NOW,
        )
        self.team = make_team(make_agency(self.partnership))
        self.manager = make_user(Role.MANAGER, team=self.team, name="Grace Obi", job_title="Team manager")
        self.other_manager = make_user(Role.MANAGER, team=self.team, name="Tomasz Wray", job_title="Team manager")
        self.worker = make_user(Role.PRACTITIONER, team=self.team, line_manager=self.manager, name="Priya Nair")
        self.colleague = make_user(Role.PRACTITIONER, team=self.team, line_manager=self.manager, name="Bea Lind")
        self.stranger = make_user(Role.MANAGER, partnership=self.partnership, name="Ann Other")
        self.child: Child = make_child(by=self.worker, learning_disability=False, social_care_status="child_in_need")
        children.add_involvement(by=self.worker, child=self.child, user=self.colleague, role="Youth worker")

    def later(self, **ago: int) -> None:
        self.now += timedelta(**ago)
        self.clocks.enter_context(clock.at(self.now))

    def decide(
        self, level: str = "high", *, factors: dict[str, str] | None = None, added: tuple[str, ...] = (), **ticks: str
    ) -> Decision:
        """A whole assessment with these answers, decided. ``factors``: code → comment."""
        draft = assessments.start(by=self.worker, child=self.child, now=self.now)
        values = {f"indicator.{code}.answer": answer for code, answer in (ticks or TICKS).items()}
        for code, comment in (factors or {}).items():
            values |= {f"factor.{code}.recognised": "yes", f"factor.{code}.comment": comment}
        values |= {"child_words": "It’s just lifts.", "parents_words_missing": "Not reached yet."}
        assessments.save_step(by=self.worker, assessment=draft, values=values, version=draft.version, now=self.now)
        for label in added:
            draft.refresh_from_db()
            assessments.add_other_indicator(
                by=self.worker, assessment=draft, level="medium", label=label, answer="present", now=self.now
            )
        draft.refresh_from_db()
        ratings.save_own_view(by=self.worker, assessment=draft, level=level, reason="He has changed.", now=self.now)
        answers = ratings.Answers(
            level=level,
            reason="Because of what was seen.",
            category="not-yet-known",
            harm_now="no",
            harm_why="He was seen today and is safe.",
            saf_decision="no",
            saf_reason="A plan is there.",
        )
        return ratings.decide(by=self.worker, assessment=draft, answers=answers, now=self.now)

    def draft(self, **decided: Any) -> Plan:
        """A plan drafted from a decision."""
        return actions.draft_from(by=self.worker, decision=self.decide(**decided), now=self.now)

    def row(self, code: str) -> Action:
        """The row of the open plan that came from this code of the toolkit."""
        found = next(row for row in queries.actions_of(self.plan) if row.source_code == code)
        found.plan = self.plan
        return found

    @property
    def plan(self) -> Plan:
        plan = queries.current(self.child)
        assert plan is not None
        return plan

    def submit(self, by: User | None = None, manager: User | None = None) -> PlanVersion:
        return actions.submit(by=by or self.worker, plan=self.plan, manager=manager or self.manager, now=self.now)

    def agree(self, by: User | None = None) -> Approval:
        sent = queries.sent_version(self.plan)
        assert sent is not None
        return actions.agree(by=by or self.manager, plan=self.plan, version_id=sent.pk, comment="", now=self.now)

    def in_force(self, **decided: Any) -> Plan:
        """A plan that was drafted, sent and agreed."""
        self.draft(**decided)
        self.submit()
        self.agree()
        return self.plan

    def duties(self) -> dict[str, list[Duty]]:
        """The duties that plans give, by code."""
        from safelight.children import queries as children_queries

        found: dict[str, list[Duty]] = {}
        for duty in providers.duties(children_queries.facts([self.child]), self.now):
            found.setdefault(duty.code, []).append(duty)
        return found


@pytest.fixture
def case(db: None) -> Iterator[Case]:
    with ExitStack() as clocks:
        clocks.enter_context(clock.at(NOW))
        yield Case(clocks)


CaseMaker = Callable[..., Case]
