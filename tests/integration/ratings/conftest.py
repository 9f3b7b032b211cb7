"""A child whose assessment can be rated, all made through the actions."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.assessments import actions as assessments
from safelight.assessments.models import Assessment
from safelight.children.models import Child
from safelight.core import clock
from safelight.duties import gate, registry
from safelight.duties.types import Duty
from safelight.ratings import actions
from safelight.ratings.actions import Answers
from safelight.ratings.models import Decision
from safelight.toolkits import actions as toolkits
from safelight.toolkits import queries as toolkit_queries
from tests.factories import make_agency, make_child, make_partnership, make_team, make_user

NOW = datetime(2026, 11, 24, 16, 1, tzinfo=UTC)


class Case:
    """One child, the worker who assesses, their manager and another manager; time moves by ``later``."""

    def __init__(self, clocks: ExitStack, **child: Any) -> None:
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
        self.team = make_team(make_agency(self.partnership))
        self.manager = make_user(Role.MANAGER, team=self.team, name="Grace Obi", job_title="Team manager")
        self.worker = make_user(Role.SAFEGUARDING_LEAD, team=self.team, line_manager=self.manager, name="Priya Nair")
        self.colleague = make_user(Role.PRACTITIONER, team=self.team, line_manager=self.manager)
        values = {"given_name": "Jaden", "family_name": "Osei", "date_of_birth": date(2013, 2, 2)}
        values |= {"social_care_status": "none", "learning_disability": False} | child
        self.child: Child = make_child(by=self.worker, **values)

    def colleague_who_sees(self) -> User:
        """Another manager of the team, who sees the child."""
        return make_user(Role.MANAGER, team=self.team)

    def later(self, **ago: int) -> None:
        self.now += timedelta(**ago)
        self.clocks.enter_context(clock.at(self.now))

    def draft(self, *, by: User | None = None, **answers: str) -> Assessment:
        """A draft with these answers (``L1="present"``), both voices, and everything carried forward."""
        by = by or self.worker
        draft = assessments.start(by=by, child=self.child, now=self.now)
        values = {f"indicator.{code}.answer": answer for code, answer in answers.items()}
        values |= {"child_words": "It’s just lifts.", "parents_words_missing": "Not reached yet."}
        assessments.save_step(by=by, assessment=draft, values=values, version=draft.version, now=self.now)
        return draft

    def view(self, draft: Assessment, level: str = "medium", by: User | None = None) -> None:
        actions.save_own_view(
            by=by or self.worker, assessment=draft, level=level, reason="He has changed.", now=self.now
        )

    def decide(self, draft: Assessment, level: str, by: User | None = None, **answers: str) -> Decision:
        """Decide with every question answered, unless ``answers`` say otherwise."""
        given = {
            "reason": "Because of what was seen.",
            "category": "not-yet-known",
            "harm_now": "no",
            "harm_why": "He was seen today and is safe.",
            "saf_decision": "no",
            "saf_reason": "A plan is there.",
        } | answers
        return actions.decide(
            by=by or self.worker, assessment=draft, answers=Answers(level=level, **given), now=self.now
        )

    def assess(
        self, level: str, *, by: User | None = None, answers: dict[str, str] | None = None, **ticks: str
    ) -> Decision:
        """A whole assessment, decided."""
        draft = self.draft(by=by, **ticks)
        self.view(draft, by=by)
        return self.decide(draft, level, by=by, **(answers or {}))

    def duties(self) -> dict[str, Duty]:
        """The open duties about the child, by code."""
        facts = gate.facts_for(self.manager, self.child.pk)
        return {duty.code: duty for duty in registry.all_duties([facts], self.now)}

    def fresh(self) -> Child:
        return Child.objects.get(pk=self.child.pk)


@pytest.fixture
def make_case(db: None) -> Iterator[Callable[..., Case]]:
    with ExitStack() as clocks:
        clocks.enter_context(clock.at(NOW))
        yield lambda **child: Case(clocks, **child)


@pytest.fixture
def case(make_case: Callable[..., Case]) -> Case:
    return make_case()
