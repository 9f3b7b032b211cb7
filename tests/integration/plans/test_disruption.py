"""Ways to disrupt and protect: one record in the list and in the plan, cautions apart, what is red and since when."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safelight.access.roles import Role
from safelight.children import actions as children
from safelight.core.errors import Invalid
from safelight.plans import actions, queries
from safelight.plans.models import Action
from tests.factories import make_child, make_user
from tests.integration.plans.conftest import Case
from tests.integration.plans.test_pages import Browser, words

OPTION = "PD.1.1"


@pytest.mark.req("DT-01", "DT-02")
def test_every_aim_and_option_stands_on_the_page_and_none_is_chosen_for_anybody(case: Case) -> None:
    plan = case.draft()
    page = Browser(case, case.worker).get("disruption")
    table = queries.disruption_of(plan)
    assert table is not None and len(table[1].aims) == 19
    options = queries.options_of(plan)
    assert len(options) == 97
    can_be_done = [code for code, option in options.items() if option.kind == "action"]
    assert page.count('name="codes"') == len(can_be_done)
    assert not any(f'value="{code}"' in page for code, option in options.items() if option.kind == "caution")
    assert page.count("Take care:") == len(options) - len(can_be_done) > 0
    assert not re.search(r"<input[^>]*\schecked", page)


@pytest.mark.req("DT-02")
def test_a_chosen_option_is_a_row_of_the_plan_and_taking_it_out_takes_it_out_of_both(case: Case) -> None:
    plan = case.draft()
    worker = Browser(case, case.worker)
    worker.post("disruption", {"codes": [OPTION], "outcome": "3"})
    row = case.row(OPTION)
    label = queries.options_of(plan)[OPTION].label
    assert (row.text, row.outcome) == (label, 3)
    worker.get("row", action_id=row.pk)
    actions.edit_action(
        by=case.worker, action=row, values={"who": "Sam Hale", "due_on": "2026-12-04"}, version=row.version,
        now=case.now,
    )  # fmt: skip
    actions.record_progress(
        by=case.worker, action=case.row(OPTION), state="under_way", rag="red", text="No answer.", now=case.now
    )
    here, there = words(worker.get("child")), words(worker.get("disruption"))
    assert "Sam Hale" in here and "Sam Hale" in there
    assert "Red" in there and "since 24 November 2026" in there
    actions.record_progress(
        by=case.worker, action=case.row(OPTION), state="not_done", rag="red", text="He moved away.", now=case.now
    )
    assert "Why not: He moved away." in words(worker.get("disruption"))
    worker.post("take_out", {"why": "It is not wanted."}, action_id=row.pk)
    assert Action.objects.filter(source_code=OPTION, removed_at__isnull=True).count() == 0
    assert "Sam Hale" not in words(worker.get("disruption"))
    assert f'value="{OPTION}"' in worker.get("disruption")


@pytest.mark.req("DT-01", "DT-02")
def test_a_caution_cannot_be_chosen_and_nothing_is_chosen_without_an_outcome(case: Case) -> None:
    plan = case.draft()
    caution = next(code for code, option in queries.options_of(plan).items() if option.kind == "caution")
    before = queries.actions_of(plan).count()
    with pytest.raises(Invalid):
        actions.choose(by=case.worker, plan=plan, outcome=3, codes=[caution], now=case.now)
    worker = Browser(case, case.worker)
    page = worker.post("disruption", {"codes": [OPTION]}, status=422)
    assert "Choose the outcome that it is for." in page
    assert f'value="{OPTION}" checked' in page
    assert queries.actions_of(plan).count() == before


@pytest.mark.req("DT-02")
def test_a_plan_in_force_shows_the_list_and_takes_no_row(case: Case) -> None:
    case.in_force()
    worker = Browser(case, case.worker)
    assert 'name="codes"' not in worker.get("disruption")
    worker.post("disruption", {"codes": [OPTION], "outcome": "3"}, status=422)
    assert not Action.objects.filter(source_code=OPTION).exists()


@pytest.mark.req("DT-04")
def test_red_is_counted_from_when_it_last_turned_red(case: Case) -> None:
    case.in_force()
    row = case.row("P3.4.1")
    turned = []
    for rag in ("red", "green", "red", "red"):
        case.later(days=7)
        turned.append(case.now)
        actions.record_progress(by=case.worker, action=row, state="under_way", rag=rag, text="So.", now=case.now)
    assert queries.since([row.pk]) == {row.pk: ("red", turned[2])}
    page = words(Browser(case, case.worker).get("progress", action_id=row.pk))
    assert "Red since 15 December 2026" in page and "7 days" in page


def _red(case: Case, code: str, owner: str = "") -> Action:
    row = case.row(code)
    actions.record_progress(by=case.worker, action=row, state="under_way", rag="red", text="Stuck.", now=case.now)
    return row


@pytest.mark.req("DT-04")
def test_a_manager_reads_what_is_red_by_aim_child_and_agency_and_others_see_their_own(case: Case) -> None:
    case.in_force()
    first = _red(case, "P3.4.1")
    case.later(days=21)
    second = _red(case, "P3.6.1")
    address = reverse("plans:rag")
    manager = Browser(case, case.manager)

    def shown(browser: Browser, query: str = "") -> list[str]:
        response = browser.client.get(address + query)
        assert response.status_code == 200
        page = response.content.decode()
        return [row.text for row in sorted((first, second), key=lambda row: page.find(row.text)) if row.text in page]

    assert shown(manager) == [first.text, second.text]
    page = words(manager.client.get(address).content.decode())
    assert "3 weeks" in page and "today" in page
    assert shown(manager, f"?aim=portsmouth-2016.{first.outcome}") == [first.text]
    assert shown(manager, f"?child={case.child.pk}") == [first.text, second.text]
    assert shown(manager, f"?child={first.pk}") == []
    assert shown(manager, "?agency=nobody") == [first.text, second.text]
    assert shown(manager, "?colour=green") == []
    assert shown(Browser(case, case.worker)) == [first.text, second.text]
    assert shown(Browser(case, case.stranger)) == []
    reader = make_user(Role.DATA_OFFICER, partnership=case.partnership)
    assert Browser(case, reader).client.get(address).status_code == 404


@pytest.mark.req("DT-04", "PL-08")
def test_the_number_of_queries_does_not_grow_with_rows_or_children(case: Case) -> None:
    case.in_force()
    _red(case, "P3.4.1")
    address = reverse("plans:rag")
    manager = Browser(case, case.manager).client

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert manager.get(address).status_code == 200
        return len(seen)

    count()
    before = count()
    for code in ("P3.6.1", "P3.4.6"):
        _red(case, code)
    child = make_child(by=case.worker, given_name="Ola", family_name="Reed")
    children.add_involvement(by=case.worker, child=child, user=case.manager, role="Manager")
    plan = actions.begin(by=case.worker, child=child, now=case.now)
    for place in range(3):
        row = actions.add_action(
            by=case.worker, plan=plan, outcome=1, values={"text": f"Walk {place}", "due_on": str(date(2026, 12, 1))},
            now=case.now,
        )  # fmt: skip
        actions.record_progress(by=case.worker, action=row, state="under_way", rag="red", text="No.", now=case.now)
    assert count() == before


@pytest.mark.req("PL-08")
def test_any_two_versions_stand_side_by_side_with_how_actions_went(case: Case) -> None:
    plan = case.in_force()
    row = case.row("P3.4.1")
    case.later(days=7)
    actions.record_progress(
        by=case.worker, action=row, state="under_way", rag="amber", text="He came twice.", now=case.now
    )
    actions.review(by=case.worker, plan=plan, at=case.now)
    worker = Browser(case, case.worker)
    kept = {version.number: version for version in queries.versions(plan) if version.state == "in_force"}
    page = words(worker.get("compare", f"?one={kept[1].pk}&two={kept[2].pk}"))
    assert "1 action differs" in page and "He came twice." in page
    assert "Colour; How far it is; What was said last" in page
    assert "0 actions differ" in words(worker.get("compare", f"?one={kept[2].pk}&two=now"))
    worker.get("compare")
    worker.get("compare", "?one=nonsense", status=404)
    other = Browser(case, case.stranger)
    other.get("compare", status=404)
