"""Reports to the exploitation team, and agencies that confirm what every agency does."""

from datetime import date
from html import unescape
from typing import Any

import pytest

from safelight.children import actions as children
from safelight.core.errors import Invalid, NotFound, Stale, WrongState
from safelight.plans import actions, queries
from safelight.plans.models import Plan, ProgressReport
from safelight.toolkits import queries as toolkits
from tests.integration.plans.conftest import Case
from tests.integration.plans.test_pages import Browser, words
from tests.printed import ink, pdf_words


def _on(case: Case, template: str) -> Plan:
    """The case's plan, in force, as if it had been begun on another template."""
    plan = case.in_force()
    Plan.objects.filter(pk=plan.pk).update(definition=toolkits.latest(template))
    return case.plan


@pytest.mark.req("PL-10")
def test_a_report_is_made_from_the_record_since_the_last_one(case: Case) -> None:
    plan = case.in_force()
    row = case.row("P3.4.1")
    case.later(days=7)
    actions.record_progress(
        by=case.worker, action=row, state="under_way", rag="red", text="Stuck.", now=case.now, due_on=date(2026, 12, 3)
    )
    concern = children.log_concern(by=case.worker, what="A car waits at the gate.", children=[case.child])
    case.later(days=7)
    report = actions.begin_report(by=case.worker, plan=plan, now=case.now)
    assert report.since == plan.started_at
    assert [each["text"] for each in report.facts["said"]] == ["Stuck."]
    assert report.facts["red"] == [{"action": row.text, "since": "2026-12-01"}]
    assert report.facts["overdue"] == [{"action": row.text, "due_on": "2026-12-03"}]
    assert [each["reference"] for each in report.facts["concerns"]] == [concern.reference]
    with pytest.raises(WrongState):
        actions.begin_report(by=case.colleague, plan=plan, now=case.now)
    _send(case, report)
    case.later(days=7)
    second = actions.begin_report(by=case.worker, plan=plan, now=case.now)
    assert second.since == report.until
    assert (second.facts["said"], second.facts["concerns"]) == ([], [])
    assert second.facts["red"] == report.facts["red"]


def _send(case: Case, report: ProgressReport) -> None:
    report = actions.save_report(
        by=case.worker, report=report, progress="Slowly.", new_issues="", version=report.version, now=case.now
    )
    actions.send_report(
        by=case.worker, report=report, sent_to="Exploitation team", version=report.version, now=case.now
    )


@pytest.mark.req("PL-10")
def test_a_sent_report_stays_as_it_is_and_what_is_sent_is_what_was_read(case: Case) -> None:
    plan = case.in_force()
    report = actions.begin_report(by=case.worker, plan=plan, now=case.now)
    with pytest.raises(Invalid):
        actions.send_report(by=case.worker, report=report, sent_to="Team", version=1, now=case.now)
    actions.save_report(by=case.colleague, report=report, progress="Well.", new_issues="", version=1, now=case.now)
    with pytest.raises(Stale):
        actions.send_report(by=case.worker, report=report, sent_to="Team", version=1, now=case.now)
    with pytest.raises(NotFound):
        actions.send_report(by=case.stranger, report=report, sent_to="Team", version=2, now=case.now)
    actions.send_report(by=case.worker, report=report, sent_to="Team", version=2, now=case.now)
    with pytest.raises(WrongState):
        actions.save_report(by=case.worker, report=report, progress="No.", new_issues="", version=3, now=case.now)


@pytest.mark.req("PL-10")
def test_a_report_is_due_after_a_review_where_the_template_asks_for_it(case: Case) -> None:
    plan = _on(case, "coventry-plan")
    assert "PL-10" not in case.duties()
    actions.review(by=case.worker, plan=plan, at=case.now)
    (duty,) = case.duties()["PL-10"]
    assert duty.url.endswith("/plan/reports/")
    case.later(days=1)
    _send(case, actions.begin_report(by=case.worker, plan=case.plan, now=case.now))
    assert "PL-10" not in case.duties()
    Plan.objects.update(definition=toolkits.latest("portsmouth-2016"))
    case.later(days=1)
    actions.review(by=case.worker, plan=case.plan, at=case.now)
    assert "PL-10" not in case.duties()


@pytest.mark.req("PL-10")
def test_a_report_is_written_read_as_a_pdf_and_its_sending_recorded_on_its_pages(case: Case) -> None:
    case.in_force()
    worker = Browser(case, case.worker)
    address = worker.post("reports", {})
    report = ProgressReport.objects.get()
    ids: dict[str, Any] = {"report_id": report.pk}
    assert address == worker.url("report", **ids)
    worker.post("report", {"progress": "He comes home by ten.", "new_issues": "A new friend.", "version": 1}, **ids)
    page = worker.get("report", **ids)
    assert "He comes home by ten." in page
    download = worker.client.get(f"/children/{case.child.pk}/plan/reports/{report.pk}/report.pdf")
    assert download.status_code == 200 and case.child.family_name not in download["Content-Disposition"]
    printed = ink(pdf_words(download.content))
    assert all(ink(said) in printed for said in ("He comes home by ten.", "A new friend.", "Not sent yet"))
    worker.post("report_sent", {"sent_to": "", "version": 2}, status=422, **ids)
    worker.post("report_sent", {"sent_to": "Exploitation team, by e-mail", "version": 2}, **ids)
    assert "Sent to Exploitation team, by e-mail" in words(worker.get("report", **ids))
    Browser(case, case.stranger).get("report", status=404, **ids)


@pytest.mark.req("PL-19")
def test_every_agency_confirms_the_four_things_and_who_has_not_is_shown(case: Case) -> None:
    plan = _on(case, "wales-plan")
    assert len(queries.commitments(plan)) == 4
    worker = Browser(case, case.worker)
    page = words(worker.get("agencies"))
    agency = case.worker.agency
    assert agency is not None and f"Not confirmed yet {agency.name}" in page
    assert all(each.label in unescape(page) for each in queries.commitments(plan))
    worker.post("agencies", {"agency": str(agency.pk), "person": ""}, status=422)
    worker.post("agencies", {"agency": str(agency.pk), "person": "Lou Hart, head of service"})
    page = words(worker.get("agencies"))
    assert "Every agency that works with the child has confirmed it." in page and "Lou Hart" in page
    assert case.worker.name in page


@pytest.mark.req("PL-19")
def test_an_agency_that_does_not_work_with_the_child_and_another_template_confirm_nothing(case: Case) -> None:
    plan = _on(case, "wales-plan")
    with pytest.raises(Invalid):
        actions.confirm_agency(by=case.worker, plan=plan, agency_id=plan.pk, person="Lou", now=case.now)
    Plan.objects.update(definition=toolkits.latest("portsmouth-2016"))
    agency = case.worker.agency
    assert agency is not None
    with pytest.raises(WrongState):
        actions.confirm_agency(by=case.worker, plan=case.plan, agency_id=agency.pk, person="Lou", now=case.now)
