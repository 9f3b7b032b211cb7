"""A young person whose plan is in force, with rows on her copy and rows kept from it, and people around her."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from uuid import UUID

import pytest

from safelight.access.roles import Role
from safelight.children import actions as children
from safelight.children.models import PersonAround
from safelight.core import clock
from safelight.plans import actions as plans
from safelight.plans.models import Action
from safelight.young_person import actions, queries
from safelight.young_person.models import Passage, YoungPersonPlan
from tests.factories import make_agency, make_user
from tests.integration.plans.conftest import NOW, Case

LATE = "Bea texts Kayla when she is 15 minutes late, and rings the police after 15 minutes more."
BUS = "Bea meets Kayla off the bus on Fridays."
POLICE = "Police visit Dazza Quillfeather at Harbour Kebab and note the plate of his car, QX19 ZZT."


class House(Case):
    """The case of the plans' tests, with the young person's own plan begun beside it."""

    def __init__(self, clocks: ExitStack) -> None:
        super().__init__(clocks)
        self.coordinator = make_user(
            Role.COORDINATOR, agency=make_agency(self.partnership, name="The team"), partnership=self.partnership
        )
        self.child.known_as, self.child.date_of_birth = "Kayla", self.child.date_of_birth
        self.child.save()
        self.bea = self.around("Aunty Bea", safe="safe", telephone="01632 960311", telephone_safe="safe")
        self.him = self.around(
            "Dazza Quillfeather",
            kind=PersonAround.Kind.RISK,
            tie=PersonAround.Tie.CONTROL,
            telephone="01632 960999",
            address="4 Mullion Street",
        )
        self.draft()
        self.late = self.add(LATE, "child")
        self.bus = self.add(BUS, "child")
        self.police = self.add(POLICE, "professionals")
        self.started = actions.start(by=self.worker, plan=self.plan, now=self.now)
        self.helper(trusted=False)

    def around(self, name: str, **given: Any) -> PersonAround:
        marks = {each: given.pop(each) for each in ("safe", "telephone_safe") if each in given}
        values = {"kind": PersonAround.Kind.FAMILY, "tie": PersonAround.Tie.STRONG, **given}
        person = children.add_person_around(by=self.worker, child=self.child, name=name, **values)
        PersonAround.objects.filter(pk=person.pk).update(**marks)
        person.refresh_from_db()
        return person

    def add(self, text: str, *copies: str) -> Action:
        values = {"text": text, "who": "Bea", "copies_for": list(copies)}
        return plans.add_action(by=self.worker, plan=self.plan, outcome=1, values=values, now=self.now)

    def reword(self, row: Action, **values: Any) -> None:
        row.refresh_from_db()
        plans.edit_action(by=self.worker, action=row, values=values, version=row.version, now=self.now)

    @property
    def young(self) -> YoungPersonPlan:
        found = queries.current(self.child)
        assert found is not None
        return found

    def passage(self, passage_id: UUID) -> Passage:
        return queries.passage_for(self.young, passage_id)

    def goal(self, row: Action | None = None, text: str = "", kind: str = "curfew") -> Passage:
        made = actions.pair(
            by=self.worker, young=self.young, part="goal", action_id=(row or self.late).pk, kind=kind, now=self.now
        )
        if text:
            self.say(made, text)
        return self.passage(made.pk)

    def say(self, passage: Passage, text: str, *, welsh: bool = False, by: Any = None) -> actions.Written:
        found = self.passage(passage.pk)
        return actions.write(
            by=by or self.worker, passage=found, text=text, version=found.version, now=self.now, welsh=welsh
        )

    def part(self, part: str) -> Passage:
        return next(one for one in queries.passages(self.young) if one.part == part)

    def helper(self, trusted: bool = True, **given: Any) -> Any:
        new = actions.NewHelper(
            **{"called": "Aunty Bea", "person_id": self.bea.pk, "telephone": "01632 960311", **given}
        )
        return actions.add_helper(by=self.worker, young=self.young, new=new, trusted=trusted, now=self.now)


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with ExitStack() as clocks:
        clocks.enter_context(clock.at(NOW))
        yield House(clocks)
