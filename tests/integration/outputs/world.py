"""An assessment and a plan that were filled in through the actions, and their downloads."""

import io
from typing import Any

import docx
from django.http import HttpResponse
from django.urls import reverse

from safelight.access.models import User
from safelight.assessments import actions as assessments
from safelight.assessments import queries as assessment_queries
from safelight.assessments.models import Assessment
from safelight.children.models import Child
from safelight.outputs.content import Answer
from safelight.plans import actions as plans
from safelight.plans.models import Plan
from safelight.ratings import actions as ratings
from safelight.ratings.models import Decision
from safelight.toolkits.schema import Indicator
from tests import printed
from tests.integration.assessments.world import NOW, World, sign_in

EXTENSIONS = ("pdf", "docx")
# Every word is different, so that a line lost at a page's end is noticed.
EVIDENCE = " ".join(f"word{number}" for number in range(1, 1101))
CHILD_WORDS = "I want the messages to stop."
ANSWERED = {
    Answer.PRESENT: "Seen twice near the arcade",
    Answer.SUSPECTED: "Heard from a neighbour",
    Answer.NOT_PRESENT: "Checked with the school",
    Answer.NOT_KNOWN: "Nobody could say",
}


class Printing:
    """A world with a toolkit, and the ways to fill a record and to fetch what is printed."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.worker, self.manager, self.child = world.worker, world.manager, world.child

    def graver(self) -> list[Indicator]:
        """High indicators whose labels stand alone, one for each of the four answers and one to leave unasked."""
        kit = assessment_queries.toolkit(self.draft())
        return [each for each in kit.indicators_at("high") if each.today is None][: len(ANSWERED) + 1]

    def draft(self) -> Assessment:
        """The worker's draft; the same one until it is completed."""
        return assessments.start(by=self.worker, child=self.child, now=NOW)

    def four_answers(self) -> dict[Answer, Indicator]:
        """Fill the draft so that each answer stands on one high line, and say which."""
        *asked, unasked = self.graver()
        lines = dict(zip(ANSWERED, asked, strict=True))
        values = {"child_words": CHILD_WORDS, "parents_words_missing": "Not reached yet"}
        for answer, line in lines.items():
            values[f"indicator.{line.code}.answer"] = answer.value
            values[f"indicator.{line.code}.evidence"] = ANSWERED[answer]
        self.save(**values)
        return lines | {Answer.NOT_ASKED: unasked}

    def save(self, **values: str) -> Assessment:
        """Save fields of the draft."""
        draft = self.draft()
        assessments.save_step(by=self.worker, assessment=draft, values=values, version=draft.version, now=NOW)
        draft.refresh_from_db()
        return draft

    def view(self, level: str = "medium") -> None:
        """Save the worker's own view of the draft."""
        reason = "He is frightened of somebody."
        ratings.save_own_view(by=self.worker, assessment=self.draft(), level=level, reason=reason, now=NOW)

    def decide(self, level: str, **answers: str) -> Decision:
        """Decide on the draft, after an own view."""
        self.view()
        given: dict[str, Any] = {
            "reason": "Because of what was seen.",
            "category": "not-yet-known",
            "harm_now": "not_known",
            "saf_decision": "yes",
            "saf_reason": "More help is needed at home.",
        }
        draft = self.draft()
        return ratings.decide(
            by=self.worker, assessment=draft, answers=ratings.Answers(level=level, **given | answers), now=NOW
        )

    def plan(self) -> Plan:
        """A plan drafted from a High decision on the four answers, with a vulnerability factor."""
        self.four_answers()
        self.save(**{"factor.a.recognised": "yes", "factor.a.comment": "Long before this year"})
        return plans.draft_from(by=self.worker, decision=self.decide("high"), now=NOW)

    def fetch(self, address: str, by: User | None = None) -> HttpResponse:
        """Ask for an address as somebody who has signed in."""
        return sign_in(by or self.worker).get(address)

    def words(self, address: str) -> str:
        """What a file says, without its spaces."""
        response = self.fetch(address)
        assert response.status_code == 200
        read = printed.pdf_words if address.endswith(".pdf") else printed.word_words
        return printed.ink(read(response.content))


def of_assessment(assessment: Assessment, form: str, extension: str) -> str:
    """The address of one of an assessment's forms."""
    where = {"child_id": assessment.child_id, "assessment_id": assessment.pk, "form": form, "extension": extension}
    return reverse("outputs:assessment", kwargs=where)


def of_plan(child: Child, extension: str) -> str:
    """The address of a child's plan."""
    return reverse("outputs:plan", kwargs={"child_id": child.pk, "extension": extension})


def blank(form: str, extension: str) -> str:
    """The address of a blank form."""
    return reverse("outputs:blank", kwargs={"form": form, "extension": extension})


def word_tables(data: bytes) -> list[list[list[str]]]:
    """Every table of a Word file, as rows of texts."""
    return [
        [[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(io.BytesIO(data)).tables
    ]
