"""A child with a plan in force, their family and workers, and an Exploitation Family Meeting, made by the actions."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.assessments import actions as assessments
from safelight.children import actions as children
from safelight.core import clock
from safelight.meetings import actions, queries
from safelight.meetings.models import Attendee, Case, Meeting
from safelight.plans import actions as plans
from safelight.plans import queries as plan_queries
from safelight.plans.models import Action
from safelight.ratings import actions as ratings
from safelight.toolkits import actions as toolkits
from safelight.toolkits import queries as toolkit_queries
from tests.factories import PASSWORD, make_agency, make_child, make_partnership, make_team, make_user

NOW = datetime(2026, 11, 24, 16, 1, tzinfo=UTC)


class Room:
    """A child, who works with them, their mum and aunt, a plan in force, and what can be done in a meeting."""

    def __init__(self, clocks: ExitStack) -> None:
        self.clocks = clocks
        self.now = NOW
        self.partnership = make_partnership(jurisdiction="wales")
        toolkits.import_definitions(now=NOW)
        toolkits.adopt_first(
            partnership=self.partnership,
            definition=toolkit_queries.latest("portsmouth-2016"),
            from_date=date(2026, 1, 1),
            now=NOW,
        )
        self.team = make_team(make_agency(self.partnership))
        police = make_agency(self.partnership, "police")
        self.manager = make_user(Role.MANAGER, team=self.team, name="Grace Obi", job_title="Team manager")
        self.chair = make_user(team=self.team, line_manager=self.manager, name="Rhian Castellan")
        self.colleague = make_user(team=self.team, line_manager=self.manager, name="Bea Lindqvist")
        self.officer = make_user(agency=police, name="Tom Wray", job_title="Police officer")
        self.coordinator = make_user(Role.COORDINATOR, partnership=self.partnership, name="Nadia Hale")
        self.stranger = make_user(partnership=self.partnership, name="Ann Other")
        self.child = self.make_child("Kayla")
        for person in (self.colleague, self.officer):
            children.add_involvement(by=self.chair, child=self.child, user=person)
        self.mum = self.around("Dawn Denholm", relation="mum", has_parental_responsibility=True)
        self.aunt = self.around("Jo Denholm", relation="aunt")
        self.rows: list[Action] = []

    def make_child(self, name: str, **values: Any) -> Any:
        return make_child(
            by=self.chair, given_name=name, learning_disability=False, social_care_status="child_in_need", **values
        )

    def around(self, name: str, kind: str = "family", safe: str = "safe", **values: Any) -> Any:
        person = children.add_person_around(
            by=self.chair, child=self.child, name=name, kind=kind, tie="strong", **values
        )
        children.mark_safe(
            by=self.chair, person=person, safe=safe, telephone_safe=safe, email_safe=safe, address_safe=safe
        )
        person.refresh_from_db()
        return person

    def later(self, **ago: int) -> None:
        self.now += timedelta(**ago)
        self.clocks.enter_context(clock.at(self.now))

    def decide(self, level: str = "high") -> Any:
        draft = assessments.start(by=self.chair, child=self.child, now=self.now)
        values = {
            "indicator.L1.answer": "present",
            "indicator.M6.answer": "present",
            "indicator.H1.answer": "present",
            "child_words": "It’s just lifts.",
            "parents_words_missing": "Not reached yet.",
        }
        assessments.save_step(by=self.chair, assessment=draft, values=values, version=draft.version, now=self.now)
        ratings.save_own_view(by=self.chair, assessment=draft, level=level, reason="Seen twice.", now=self.now)
        given = ratings.Answers(
            level=level,
            reason="Because of what was seen.",
            category="not-yet-known",
            harm_now="no",
            harm_why="Seen today and safe.",
            saf_decision="no",
            saf_reason="A plan is there.",
        )
        return ratings.decide(by=self.chair, assessment=draft, answers=given, now=self.now)

    def make_plan(self, rows: int = 3) -> Any:
        """A plan in force with so many rows, all on every copy but the last, which is kept from the parents."""
        plan = plans.begin(by=self.chair, child=self.child, now=self.now)
        for number in range(rows):
            last = number == rows - 1
            self.rows.append(
                plans.add_action(
                    by=self.chair,
                    plan=plan,
                    outcome=1 + number % 11,
                    values={
                        "text": f"Somebody does thing {number + 1}",
                        "who": "Rhian Castellan, social worker",
                        "due_on": "2026-12-20",
                        "copies_for": ["professionals", "child"] if last else ["professionals", "child", "parents"],
                        "kept_from": {"parents": "It would tell where she sleeps."} if last else {},
                    },
                    now=self.now,
                )
            )
        plans.submit(by=self.chair, plan=plan, manager=self.manager, now=self.now)
        sent = plan_queries.sent_version(plan)
        plans.agree(by=self.manager, plan=plan, version_id=sent.pk, comment="", now=self.now)
        plan.refresh_from_db()
        return plan

    def planned(self, kind: str = "family", about: Any = None, **values: Any) -> Case:
        when = actions.When(starts_at=self.now + timedelta(days=7), place="Library, room 2", **values)
        about = [self.child] if about is None else about
        meeting = actions.plan_meeting(by=self.chair, kind=kind, children_about=about, when=when, now=self.now)
        return self.case(meeting)

    def case(self, meeting: Meeting, child: Any = None) -> Case:
        found = Case.objects.select_related("meeting__chair", "meeting__partnership", "child").filter(meeting=meeting)
        return found.get(child=child) if child is not None else found.first()

    def invite_all(self, case: Case) -> None:
        guests = [
            actions.Guest(part="child"),
            actions.Guest(person=self.mum),
            actions.Guest(person=self.aunt),
            actions.Guest(user=self.colleague),
            actions.Guest(user=self.officer),
        ]
        actions.invite(by=self.chair, case=case, guests=guests, now=self.now)

    def begun(self, kind: str = "family", about: Any = None) -> Case:
        case = self.planned(kind, about)
        if case.meeting.child_id is not None:
            self.invite_all(case)
        self.later(days=7)
        actions.open_meeting(by=self.chair, case=case, now=self.now)
        return self.case(case.meeting)

    def attendee(self, case: Case, name: str) -> Attendee:
        return Attendee.objects.get(meeting=case.meeting, name__startswith=name)

    def review(self, case: Case, row: Action, by: User | None = None, **values: Any) -> Any:
        row.refresh_from_db()
        given = {"what_now": "carry_on", "rag": "green", "words": "It works.", "due_on": None}
        given |= {"before": actions.row_values(row), **values}
        return actions.review_row(by=by or self.chair, case=case, action=row, now=self.now, **given)

    def fill(self, case: Case) -> None:
        """Everything that a family meeting comes to."""
        by, now = self.chair, self.now
        actions.record_voice(by=by, case=case, whose="child", words="I like Bea.", missing_reason="", now=now)
        actions.record_voice(by=by, case=case, whose="parents", words="", missing_reason="Mum was at work.", now=now)
        for row in self.rows:
            self.review(case, row)
        actions.review_level(by=by, case=case, answer="right", words="He still waits for her.", now=now)
        actions.note(by=by, case=case, kind="work", words="Bea meets her on Fridays.", now=now)
        actions.note(by=by, case=case, kind="disruption", words="Police visit the shop.", now=now)
        actions.note(by=by, case=case, kind="contact", words="Jo for Kayla.", now=now)
        actions.set_next(by=by, case=case, day=date(2027, 1, 12), at=None, place="", now=now)
        for kind in ("victim", "offender", "location", "theme"):
            actions.add_volt(by=by, case=case, kind=kind, words=f"A {kind} of the flat", now=now)

    def written(self, case: Case) -> queries.Written:
        return queries.written(case)

    def client(self, person: User) -> Client:
        client = Client()
        assert client.login(username=person.email, password=PASSWORD)
        return client

    def url(self, case: Case, name: str = "meeting", **more: Any) -> str:
        return reverse(f"meetings:{name}", kwargs={"child_id": case.child_id, "meeting_id": case.meeting_id, **more})


@pytest.fixture
def room(db: object) -> Iterator[Room]:
    with ExitStack() as clocks:
        clocks.enter_context(clock.at(NOW))
        yield Room(clocks)
