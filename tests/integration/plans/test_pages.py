"""The plan's pages, through the test client and without any script."""

import re
from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.plans import queries
from safelight.plans.models import Action, ActionEdit
from tests.factories import make_child
from tests.html import html_problems
from tests.integration.plans.conftest import Case


class Browser:
    """Somebody who is signed in and looks at one child's plan."""

    def __init__(self, case: Case, user: User) -> None:
        self.case = case
        self.client = Client()
        self.client.force_login(user)

    def url(self, name: str, **ids: object) -> str:
        return reverse(f"plans:{name}", kwargs={"child_id": self.case.child.pk, **ids})

    def get(self, name: str, query: str = "", status: int = 200, **ids: object) -> str:
        response = self.client.get(self.url(name, **ids) + query)
        assert response.status_code == status, response.content.decode()[:3000]
        text = response.content.decode()
        if status == 200:
            assert not html_problems(text)
        return text

    def post(self, name: str, values: Mapping[str, object], status: int = 302, query: str = "", **ids: object) -> str:
        given = {"about": str(self.case.child.pk), **values}
        response = self.client.post(self.url(name, **ids) + query, given)
        assert response.status_code == status, response.content.decode()[:3000]
        if status == 302:
            return str(response["Location"])
        text = response.content.decode()
        assert not html_problems(text)
        return text


def typed(action: Action, **values: object) -> dict[str, object]:
    """The row's form as the page filled it in, with other values."""
    now = queries.values_of(action)
    plain = {name: now[name] for name in ("text", "who", "owner_id", "when_text", "review_at", "measure")}
    return {**plain, "copies_for": now["copies_for"], "covers": now["covers"], "version": action.version, **values}


def words(html: str) -> str:
    """The page's text, one space between words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.req("PL-03")
def test_a_plan_is_drafted_from_the_tab_with_one_button(case: Case) -> None:
    case.decide()
    worker = Browser(case, case.worker)
    assert "Draft the plan" in worker.get("child")
    assert worker.post("draft", {}) == worker.url("child")
    page = words(worker.get("child"))
    assert "Safety plan, draft 1" in page and "Not covered yet 1 of 4" in page
    assert "Section 47 joint investigation" in page


@pytest.mark.req("PL-02", "PL-13")
def test_the_outcomes_stand_in_the_sources_order_with_its_columns_and_ours(case: Case) -> None:
    plan = case.draft()
    page = Browser(case, case.worker).get("child")
    heads = re.findall(r'<h2 class="sl-outcome__title">(\d+)\. ', page)
    assert heads == [str(number) for number in range(1, 12)]
    table = page[page.index('id="outcome-1"') :]
    columns = re.findall(r'<th scope="col">([^<]+)</th>', table[: table.index("</thead>")])
    source = next(form for form in queries.offers(plan.definition).kit.forms if form.code == "plan").blocks[1].columns
    assert [each.rstrip(":").lower() for each in columns][1:5] == [
        "who by, name and role",
        "when",
        "to be reviewed at",
        "progress at review",
    ]
    assert len(columns) == len(source)  # the outcome heads its table; the copies are ours
    assert columns[-1] == "On copies for"


@pytest.mark.req("PL-04", "BE-08")
def test_a_row_opens_as_a_form_under_it_with_its_hints_and_is_saved(case: Case) -> None:
    case.draft()
    row = case.row("P3.4.6")
    worker = Browser(case, case.worker)
    page = worker.get("row", action_id=row.pk)
    assert page.index(f'id="row-{row.pk}"') < page.index('id="open-row"')
    assert "No measure yet." in page and "More than one." in page and "Today we say:" in page
    values = typed(row, text="Jo rings at 21:45.", who="Jo Denholm, aunt", measure="Home by 21:30.")
    values |= {"due_on-day": "4", "due_on-month": "12", "due_on-year": "2026"}
    where = worker.post("row", values, action_id=row.pk)
    assert where == f"{worker.url('child')}#row-{row.pk}"
    page = words(worker.get("child"))
    assert "Jo rings at 21:45." in page and "by 4 December 2026" in page
    values = typed(case.row("P3.4.6"), text="Jo rings at 21:45. Ask the bus company about the stop.")
    worker.post("row", values, action_id=row.pk)
    assert "Two things?" in worker.get("row", action_id=row.pk)


def test_an_error_in_a_row_keeps_what_was_typed(case: Case) -> None:
    case.draft()
    row = case.row("P3.4.1")
    worker = Browser(case, case.worker)
    values = typed(row, text="", measure="Home by 21:30.") | {"due_on-day": "31", "due_on-month": "2"}
    page = worker.post("row", values, status=422, action_id=row.pk)
    assert "There is a problem" in page and "Home by 21:30." in page and "The date must include a year" in page


@pytest.mark.req("PL-13", "SH-06")
@pytest.mark.hazard("HZ-08")
def test_no_copy_is_preselected_for_anybody(case: Case) -> None:
    case.draft()
    worker = Browser(case, case.worker)
    for page in (worker.get("row", action_id=case.row("P3.4.1").pk), worker.get("add", "?outcome=4")):
        boxes = re.findall(r'<input[^>]*name="copies_for"[^>]*>', page)
        assert len(boxes) == 3
        assert not any("checked" in box for box in boxes)


@pytest.mark.req("PL-12")
def test_evidence_says_the_hours_and_who_may_handle_it_and_never_that_it_is_too_late(case: Case) -> None:
    case.draft()
    row = case.row("P3.6.1")
    worker = Browser(case, case.worker)
    case.later(days=30)
    for page in (
        words(worker.get("child")),
        words(worker.get("progress", action_id=row.pk)),
        words(worker.get("row", action_id=row.pk)),
    ):
        assert "still worth doing after" in page
        assert not re.search(r"too late|overdue|expired|missed", page, re.IGNORECASE)
    form = words(worker.get("row", action_id=row.pk))
    assert "Who may handle it" in form and "screenshot only where" in form


@pytest.mark.req("BE-08")
def test_two_people_in_one_row_each_lose_nothing_and_the_second_chooses(case: Case) -> None:
    case.draft()
    row = case.row("P3.4.1")
    theirs, mine = (
        typed(row, text="Bea meets her on Mondays."),
        typed(row, text="Priya rings daily.", measure="She picks up."),
    )
    Browser(case, case.colleague).post("row", theirs, action_id=row.pk)
    worker = Browser(case, case.worker)
    where = worker.post("row", mine, action_id=row.pk)
    assert "differences" in where
    page = words(worker.client.get(where).content.decode())
    assert "Bea meets her on Mondays." in page and "Priya rings daily." in page and row.text in page
    fresh = case.row("P3.4.1")
    assert (fresh.text, fresh.measure) == ("Bea meets her on Mondays.", "She picks up.")
    refused = worker.client.post(where, {"about": str(case.child.pk), "version": fresh.version})
    assert "Choose which one to keep." in refused.content.decode()
    choice = {"about": str(case.child.pk), "version": fresh.version, "keep-text": "mine"}
    assert worker.client.post(where, choice).status_code == 302
    assert case.row("P3.4.1").text == "Priya rings daily."
    kept = words(worker.get("history", action_id=row.pk))
    assert "Bea meets her on Mondays." in kept
    assert set(ActionEdit.objects.values_list("kind", flat=True)) == {"replaced", "put_aside"}


@pytest.mark.req("PL-01", "PL-03")
def test_what_is_not_covered_is_answered_by_choosing_writing_or_saying_why_not(case: Case) -> None:
    case.draft(factors={"g": ""})
    worker = Browser(case, case.worker)
    page = worker.get("choose", "?code=M14")
    assert "our reading" in page and 'value="PD.14.5"' in page
    assert not re.search(r"<input[^>]*\schecked", page)
    wrong = worker.post("choose", {"code": "M14", "codes": ["PD.14.5"]}, status=422)
    assert "Choose the outcome that it is for." in wrong
    worker.post("choose", {"code": "M14", "codes": ["PD.14.5"], "outcome": "7"})
    assert case.row("PD.14.5").covers == ["M14"]
    assert "gives no action of its own" in worker.get("choose", "?code=g")
    worker.post("gap", {"code": "g", "why": "The school does this."})
    page = words(worker.get("child"))
    assert "Not covered yet 0 of 5" in page and "The school does this." in page
    worker.post("add", {"outcome": "10", "text": "Climbing on Saturdays."}, query="?outcome=10")
    assert "Climbing on Saturdays." in worker.get("child")
    assert worker.get("choose", "?code=L9", status=404) and worker.get("choose", status=404)


@pytest.mark.req("PL-07", "BE-04")
def test_the_manager_sees_gaps_and_hints_returns_with_comments_and_then_agrees(case: Case) -> None:
    case.draft()
    worker, manager = Browser(case, case.worker), Browser(case, case.manager)
    page = words(worker.get("submit"))
    assert "1 not covered" in page and "Grace Obi, Team manager" in page and "No measure yet." in page
    worker.post("submit", {"manager": str(case.manager.pk)})
    page = manager.get("review")
    assert "Not covered yet" in words(page) and "No measure yet." in page
    sent = re.search(r'name="sent" value="([^"]+)"', page)
    assert sent is not None
    row = case.row("P3.4.1")
    empty = manager.post("review", {"sent": sent[1], "answer": "return", "comment": ""}, status=422)
    assert "Say what to change." in empty
    manager.post("review", {"sent": sent[1], "answer": "return", f"row-{row.pk}": "Who will do this?"})
    page = words(worker.get("child"))
    assert "Grace Obi, Team manager returned this plan" in page and "Who will do this?" in page
    worker.post("submit", {"manager": str(case.manager.pk)})
    sent = re.search(r'name="sent" value="([^"]+)"', manager.get("review"))
    assert sent is not None
    manager.post("review", {"sent": sent[1], "answer": "agree", "comment": "Good."})
    page = words(worker.get("child"))
    assert "Safety plan, version 1 In force" in page and "Change the plan" in page


@pytest.mark.req("BE-04")
def test_who_may_not_agree_is_led_to_the_plan_and_a_stranger_finds_nothing(case: Case) -> None:
    case.draft()
    case.submit()
    worker = Browser(case, case.worker)
    worker.get(
        "review", status=302
    )  # a work list shows the manager's duty to colleagues too: its link must lead somewhere
    assert worker.post("review", {"answer": "agree"}) == worker.url("child")
    case.plan.refresh_from_db()
    assert case.plan.state == "submitted"
    assert Browser(case, case.stranger).get("review", status=404)
    assert Browser(case, case.stranger).get("child", status=404)


@pytest.mark.req("PL-08")
def test_progress_is_said_with_a_colour_and_a_sentence_and_what_was_said_before_stays(case: Case) -> None:
    case.in_force()
    row = case.row("P3.4.1")
    worker = Browser(case, case.worker)
    worker.post("progress", {"state": "under_way", "rag": "amber", "text": "First visit done."}, action_id=row.pk)
    worker.post("progress", {"state": "under_way", "rag": "green", "text": "She asks for more."}, action_id=row.pk)
    page = words(worker.get("progress", action_id=row.pk))
    assert "First visit done." in page and "She asks for more." in page
    assert "She asks for more. Green" in words(worker.get("child"))


@pytest.mark.req("PL-08")
def test_every_version_can_be_read_with_what_changed(case: Case) -> None:
    case.in_force()
    worker = Browser(case, case.worker)
    case.later(days=1)
    worker.post("change", {})
    row = case.row("P3.4.1")
    worker.post("row", typed(row, text="Bea meets her on Mondays."), action_id=row.pk)
    worker.post("take_out", {"why": "Done at school."}, action_id=case.row("P3.4.6").pk)
    case.submit()
    case.agree()
    newest, first = queries.versions(case.plan)[0], queries.versions(case.plan)[-1]
    page = words(worker.get("version", plan_id=case.plan.pk, version_id=newest.pk))
    assert "What changed since version 1" in page and "Bea meets her on Mondays." in page and "Taken out" in page
    assert "Bea meets her" not in worker.get("version", plan_id=case.plan.pk, version_id=first.pk)


@pytest.mark.hazard("HZ-26")
def test_a_form_about_another_child_is_refused(case: Case) -> None:
    case.draft()
    worker = Browser(case, case.worker)
    row = case.row("P3.4.1")
    worker.post(
        "row",
        typed(row, text="Wrong child.", about="8d2f1c0e-0000-4000-8000-000000000000"),
        status=404,
        action_id=row.pk,
    )
    assert case.row("P3.4.1").text == row.text


def test_the_head_of_the_plan_is_saved_and_a_second_writer_is_told(case: Case) -> None:
    plan = case.draft()
    worker = Browser(case, case.worker)
    values = {"role": "Social worker", "meeting_time": "14:00", "made_with": "Kayla and Jo.", "version": plan.version}
    values |= {"meeting_on-day": "10", "meeting_on-month": "11", "meeting_on-year": "2026"}
    worker.post("header", values)
    assert "Meeting of 10 November 2026, 14:00" in words(worker.get("child"))
    stale = worker.post("header", values | {"made_with": "Kayla alone."}, status=422)
    assert "Somebody else saved this" in stale and "Kayla alone." in stale


def test_a_plan_is_closed_with_a_reason_and_stays_readable(case: Case) -> None:
    case.draft()
    worker = Browser(case, case.worker)
    worker.post("close", {"why": "Begun by mistake."})
    page = words(worker.get("child"))
    assert "Begun by mistake." in page and "Version 1, closed" in page


@pytest.mark.req("CH-10")
def test_the_childs_words_stand_before_the_plan_and_missing_ones_with_their_reason(case: Case) -> None:
    case.draft()
    worker = Browser(case, case.worker)
    page = worker.get("child")
    assert page.index("It’s just lifts.") < page.index('id="outcome-1"')
    assert "Nobody has written how the child and the family took part." in page
    case.child = make_child(by=case.worker, given_name="Zoe")
    assert "Nobody has written down what Zoe says." in words(worker.get("child"))
