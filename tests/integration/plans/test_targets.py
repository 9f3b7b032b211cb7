"""Monthly targets: small, with what the young person and the parents each said, and the next month's as a duty."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.core.errors import Invalid, NotFound, Stale
from safelight.plans import actions, queries
from safelight.plans.actions import Said
from safelight.plans.models import Target, TargetAgreement
from tests.integration.plans.conftest import Case
from tests.integration.plans.test_pages import Browser, words

BOTH = {"child": Said("agreed", "Yes, Fridays."), "parents": Said("not_agreed", "Ten is too late.")}


def _set(case: Case, month: date = date(2026, 12, 1), said: dict[str, Said] = BOTH) -> Target:
    return actions.set_target(
        by=case.worker, plan=case.plan, month=month, text="Home by ten on Fridays", said=said, now=case.now
    )


@pytest.mark.req("PL-05")
def test_each_ones_agreement_is_recorded_with_their_words_and_what_they_said_before_stays(case: Case) -> None:
    plan = case.in_force()
    target = _set(case)
    case.later(days=1)
    actions.record_agreement(by=case.worker, target=target, whose="parents", said=Said("agreed"), now=case.now)
    (found,) = queries.targets_of(plan)
    assert [(each.answer, each.words) for each in queries.said_of(found, "parents")] == [
        ("agreed", ""),
        ("not_agreed", "Ten is too late."),
    ]
    assert [(each.answer, each.words) for each in queries.said_of(found, "child")] == [("agreed", "Yes, Fridays.")]


@pytest.mark.req("PL-05")
@pytest.mark.parametrize("answer", ["not_agreed", "not_asked"])
def test_no_agreement_without_words_or_why_and_none_is_assumed(case: Case, answer: str) -> None:
    case.in_force()
    for said in ({**BOTH, "child": Said(answer)}, {"parents": Said("agreed")}, {**BOTH, "child": Said("maybe")}):
        with pytest.raises(Invalid):
            _set(case, said=said)
    assert not Target.objects.exists() and not TargetAgreement.objects.exists()


@pytest.mark.req("PL-05")
def test_the_next_months_targets_are_a_duty_once_a_plan_is_in_force(case: Case) -> None:
    case.draft()
    assert "PL-05" not in case.duties()
    case.submit()
    case.agree()
    (first,) = case.duties()["PL-05"]
    assert first.key.endswith("2026-12-24") and first.url.endswith("/plan/targets/")
    _set(case, date(2026, 12, 31))
    (second,) = case.duties()["PL-05"]
    assert second.key.endswith("2027-01-07")


@pytest.mark.req("PL-05")
@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_the_first_targets_are_due_in_the_next_month_and_never_later_than_31_days(started: date) -> None:
    due = queries.next_due(started, None)
    assert due.replace(day=1) == queries.month_after(started)
    assert 28 <= (due - started).days <= 31


@pytest.mark.req("PL-05")
def test_how_a_target_went_is_said_and_a_second_writer_is_told(case: Case) -> None:
    case.in_force()
    target = _set(case)
    first = target.version
    with pytest.raises(Invalid):
        actions.record_outcome(
            by=case.worker, target=target, outcome="not_reached", words="", version=first, now=case.now
        )
    actions.record_outcome(by=case.worker, target=target, outcome="reached", words="", version=first, now=case.now)
    with pytest.raises(Stale):
        actions.record_outcome(
            by=case.colleague, target=target, outcome="partly", words="Two.", version=first, now=case.now
        )
    with pytest.raises(NotFound):
        actions.record_outcome(by=case.stranger, target=target, outcome="reached", words="", version=2, now=case.now)


@pytest.mark.req("PL-05")
def test_targets_are_set_and_answered_on_their_pages(case: Case) -> None:
    case.in_force()
    worker = Browser(case, case.worker)
    page = worker.get("targets")
    assert " checked" not in page
    typed = {"month": "2026-12-01", "text": "Home by ten", "child": "agreed", "parents": "not_asked"}
    refused = worker.post("targets", typed, status=422)
    assert "Say why they were not asked yet." in refused and "Home by ten" in refused
    worker.post("targets", {**typed, "parents_words": "Not reached this week."})
    page = words(worker.get("targets"))
    assert "Dec 2026 Home by ten" in page and "Not asked yet: Not reached this week." in page
    target = Target.objects.get()
    ids: dict[str, Any] = {"target_id": target.pk}
    worker.post("target", {"whose": "parents", "answer": "not_agreed"}, status=422, **ids)
    worker.post("target", {"whose": "parents", "answer": "agreed"}, **ids)
    worker.post("target", {"went": "yes", "outcome": "partly", "version": 1}, status=422, **ids)
    worker.post("target", {"went": "yes", "outcome": "partly", "outcome_words": "Three", "version": 1}, **ids)
    assert "Partly reached. Three" in words(worker.get("target", **ids))
    Browser(case, case.stranger).get("target", status=404, **ids)
