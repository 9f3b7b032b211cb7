"""Two people approve the same at once: one wins, the other reads what happened, nobody approves twice."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.audit.models import Entry
from safelight.children import queries as children
from safelight.children.models import GlassReview
from safelight.core import clock
from safelight.governance import queries as governance
from safelight.governance.models import SubjectAccessReview
from safelight.plans import queries as plans
from safelight.plans.models import Approval
from tests.factories import PASSWORD, make_user
from tests.integration.plans.conftest import NOW, Case
from tests.integration.who_may.world import open_by_glass, request_in_review

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("BE-04"), pytest.mark.hazard("HZ-37")]


@pytest.fixture
def case(transactional_db: None) -> Iterator[Case]:
    with ExitStack() as clocks:
        clocks.enter_context(clock.at(NOW))
        yield Case(clocks)


def at_once(case: Case, path: str, fields: dict[str, str], people: tuple[User, User]) -> list[str]:
    """Both people send the same form, together where the database serves several at once; the pages that they read.

    On SQLite there is one writer at a time, so they follow each other with a form that both had opened before.
    """
    pages: list[str] = ["", ""]
    ready = threading.Barrier(2)
    together = connection.vendor == "postgresql"

    def send(number: int) -> None:
        client = Client()
        with clock.at(NOW):
            assert client.login(username=people[number].email, password=PASSWORD)
            if together:
                ready.wait(timeout=30)
            answer = client.post(path, {"about": str(case.child.pk), **fields}, follow=True)
        assert answer.status_code in (200, 409, 422)
        pages[number] = answer.content.decode()
        if together:
            connections.close_all()

    if together:
        threads = [threading.Thread(target=send, args=(number,)) for number in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
    else:
        send(0)
        send(1)
    assert all(pages)
    return pages


def check_one_won(pages: list[str], people: tuple[User, User], won: str, lost: tuple[str, ...], late: str) -> None:
    """One page says that it was done, the other why nothing was; and the log has an entry of each."""
    winners = [number for number, page in enumerate(pages) if won in page]
    assert len(winners) == 1
    loser = 1 - winners[0]
    assert any(words in pages[loser] for words in lost)
    refused = Entry.objects.get(action=f"too-late:{late}")
    assert (refused.actor, refused.kind) == (str(people[loser].pk), "refusal")


def test_of_two_managers_who_agree_a_plan_at_once_one_does_and_the_other_reads_that_it_was_answered(case: Case) -> None:
    case.draft()
    case.submit()
    sent = plans.sent_version(case.plan)
    assert sent is not None
    people = (case.manager, case.other_manager)
    path = reverse("plans:review", args=[case.child.pk])
    pages = at_once(case, path, {"sent": str(sent.pk), "answer": "agree", "comment": ""}, people)
    lost = ("not waiting for your answer any more", "not waiting for an answer any more", "was sent again since")
    check_one_won(pages, people, "Agreed. The plan is in force.", lost, "plans:review")
    assert Approval.objects.count() == 1
    assert Entry.objects.filter(action="plan.agreed").count() == 1


def test_of_two_managers_who_answer_a_lower_level_at_once_one_does(case: Case) -> None:
    decision = case.decide("medium", L1="present", M6="present", M14="present", H1="present")
    assert decision.needs_agreement
    people = (case.manager, case.other_manager)
    path = reverse("ratings:answer", args=[case.child.pk, decision.assessment_id])
    pages = at_once(case, path, {"outcome": "agreed", "comment": "I agree."}, people)
    lost = ("A manager has answered this already.",)
    check_one_won(pages, people, "Your answer is kept with the decision.", lost, "ratings:answer")
    assert Entry.objects.filter(action="rating.agreed").count() == 1


def test_of_two_managers_who_review_break_glass_at_once_one_does(case: Case) -> None:
    opener = make_user(Role.EMERGENCY_DUTY, partnership=case.partnership, name="Una Peel")
    assert open_by_glass(case.child, opener) is not None
    glass = children.glass_of(case.child)[0]
    people = (case.manager, case.other_manager)
    path = reverse("children:glass_review", args=[case.child.pk, glass.pk])
    fields = {"outcome": "appropriate", "what_was_done": "Read what was written."}
    pages = at_once(case, path, fields, people)
    lost = ("Another manager has looked at this already.",)
    check_one_won(pages, people, "Saved. It is reviewed.", lost, "children:glass_review")
    assert GlassReview.objects.count() == 1


def test_of_two_managers_who_agree_an_answer_to_a_request_at_once_one_does(case: Case) -> None:
    officer = make_user(Role.INFORMATION_OFFICER, partnership=case.partnership, name="Iris Penhale")
    request = request_in_review(case.child, case.manager, officer)
    people = (case.manager, case.other_manager)
    path = reverse("governance:review", args=[request.pk])
    fields = {"sha256": governance.redacted_sha256(governance.entries_of(request))}
    pages = at_once(case, path, fields, people)
    lost = ("somebody else has answered this review already", "That can’t be done now", "has to review it")
    check_one_won(pages, people, "Agreed. The information officer can give the answer now.", lost, "governance:review")
    assert SubjectAccessReview.objects.count() == 1


def test_whoever_wrote_a_plan_does_not_agree_it_however_the_form_is_sent(case: Case) -> None:
    """A manager who wrote part of a version posts the form of its review: nothing is agreed, and the log has it."""
    case.draft()
    case.submit(by=case.worker)
    sent = plans.sent_version(case.plan)
    assert sent is not None
    client = Client()
    assert client.login(username=case.worker.email, password=PASSWORD)
    path = reverse("plans:review", args=[case.child.pk])
    answer = client.post(path, {"about": str(case.child.pk), "sent": str(sent.pk), "answer": "agree"}, follow=True)
    assert "Nothing was saved" in answer.content.decode()
    assert not Approval.objects.exists()
    assert Entry.objects.get(action="too-late:plans:review").actor == str(case.worker.pk)
