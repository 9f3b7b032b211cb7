"""Fewer pages and less to type: a group's rest in one act, the own view with step 5, the concern's words at hand."""

import json
import re

import pytest

from safelight.assessments import queries
from safelight.assessments.models import Assessment
from safelight.audit.models import Entry
from safelight.children import actions as concerns
from tests.integration.assessments.pages import form_of, to
from tests.integration.assessments.world import World, answer, sign_in


def not_known(draft: Assessment) -> list[str]:
    return [line.code for line in queries.indicators(draft) if line.answer == "not_known"]


@pytest.mark.req("RA-03")
@pytest.mark.hazard("HZ-04")
def test_the_rest_of_a_group_is_marked_not_known_by_a_persons_act_and_taken_back(world: World) -> None:
    draft = world.start()
    for code, given in (("L1", "present"), ("L2", "suspected"), ("L3", "not_present")):
        answer(world, draft, code, given)
    client = sign_in(world.worker)
    page = client.get(to("risk_factors", draft)).content.decode()
    assert "“Not known” is never read as “no”." in page and "Mark" in page
    assert not_known(draft) == []
    form = form_of(page) | {"evidence-L5": "Stays in her room", "rest_not_known": "low"}
    answered = client.post(to("risk_factors", draft), form)
    assert answered["Location"] == f"{to('risk_factors', draft)}#low-rest"
    assert not_known(draft) == ["L4", "L5", "L6", "L7", "L8", "L9"]
    lines = {line.code: line for line in queries.indicators(draft)}
    assert [lines[code].answer for code in ("L1", "L2", "L3", "M1", "H1")] == [
        "present",
        "suspected",
        "not_present",
        "",
        "",
    ]
    assert lines["L5"].evidence == "Stays in her room"
    entry = Entry.objects.filter(action="assessment.saved").latest("sequence")
    assert (entry.actor, entry.counts["fields"]) == (str(world.worker.pk), 6)
    page = client.get(to("risk_factors", draft)).content.decode()
    assert "lines were marked “not known” together." in page
    answer(world, draft, "L4", "suspected")  # answered since: it stays
    client.post(
        to("risk_factors", draft),
        form_of(client.get(to("risk_factors", draft)).content.decode()) | {"undo_rest": "low"},
    )
    assert not_known(draft) == []
    assert {line.code: line.answer for line in queries.indicators(draft)}["L4"] == "suspected"


@pytest.mark.hazard("HZ-04")
def test_no_other_answer_can_be_given_to_a_whole_group(world: World) -> None:
    draft = world.start()
    client = sign_in(world.worker)
    page = client.get(to("risk_factors", draft)).content.decode()
    assert set(re.findall(r'name="(rest_\w+)"', page)) == {"rest_not_known"}
    client.post(to("risk_factors", draft), form_of(page) | {"rest_not_known": "everything"})
    assert not any(line.answer for line in queries.indicators(draft))


@pytest.mark.req("RA-19", "RA-06")
@pytest.mark.hazard("HZ-07")
def test_step_5_saves_the_own_view_before_anything_is_suggested(world: World) -> None:
    draft = world.start()
    answer(world, draft, "H13", "present")
    client = sign_in(world.worker)
    html = client.get(to("analysis", draft)).content.decode()
    for hint in ("sl-level__bars", "suggests that", "act as for", "checked"):
        assert hint not in html.lower(), hint
    form = form_of(html) | {"analysis_police": "None known"}
    refused = client.post(to("analysis", draft), form)
    assert refused.status_code == 422 and 'href="#own_level"' in refused.content.decode()
    assert Assessment.objects.get(pk=draft.pk).analysis_police == "None known"  # kept, whatever else is missing
    typed = form | {"own_level": "high", "own_reason": "His messages."}
    response = client.post(to("analysis", draft), typed, follow=True)
    assert [url for url, _status in response.redirect_chain][-1].endswith("/suggestion/")
    assert "His messages." in response.content.decode()
    assert "Your own view, before" not in client.get(to("analysis", draft)).content.decode()


@pytest.mark.req("BE-09")
def test_the_own_view_on_step_5_is_kept_as_it_is_typed(world: World) -> None:
    draft = world.start()
    client = sign_in(world.worker)
    sent = {"field": "own_reason", "value": "Half a", "version": 0}
    kept = client.post(to("autosave", draft), json.dumps(sent), content_type="application/json")
    assert kept.status_code == 200 and kept.json()["version"] == 1
    html = client.get(to("analysis", draft)).content.decode()
    assert "Half a" in html
    response = client.post(to("analysis", draft), form_of(html) | {"own_reason": "Half a sentence", "stay": "yes"})
    assert response["Location"] == to("analysis", draft)
    assert "Half a sentence" in client.get(to("analysis", draft)).content.decode()


@pytest.mark.req("RA-06")
def test_what_was_logged_is_offered_for_the_analysis_and_never_put_in_unasked(world: World) -> None:
    concerns.log_concern(
        by=world.worker, children=[world.child], urgent=False, what="New phones, a silver car", source="Form tutor"
    )
    draft = world.start()
    client = sign_in(world.worker)
    assert "New phones, a silver car" in client.get(to("risk_factors", draft)).content.decode()
    form = form_of(client.get(to("analysis", draft)).content.decode())
    assert form["analysis_behaviours"].strip() == ""
    client.post(to("analysis", draft), form | {"use_concern": "yes", "own_reason": "Cars."})
    assert Assessment.objects.get(pk=draft.pk).analysis_behaviours == "New phones, a silver car\nForm tutor"
    html = client.get(to("analysis", draft)).content.decode()
    assert "Use these words" not in html and "Cars." in html


@pytest.mark.req("RA-01")
def test_a_line_that_was_opened_from_another_step_leads_back_there(world: World) -> None:
    draft = world.start()
    client = sign_in(world.worker)
    back = {"line": "H3", "back": "assessments:analysis"}
    page = client.get(to("risk_factors", draft), back).content.decode()
    assert "Save and go back" in page
    response = client.post(to("risk_factors", draft), form_of(page) | {"present-H3": "yes"})
    assert response["Location"] == to("analysis", draft)
    elsewhere = form_of(page) | {"back": "https://example.org/"}
    assert client.post(to("risk_factors", draft), elsewhere)["Location"] == to("analysis", draft)


@pytest.mark.req("RA-05", "RA-01")
def test_step_4_stands_in_the_list_of_steps_between_3_and_5_with_the_five_answers_apart(world: World) -> None:
    draft = world.start()
    for code, given in (("H6", "suspected"), ("H1", "present"), ("H2", "not_known"), ("H4", "not_present")):
        answer(world, draft, code, given)
    client = sign_in(world.worker)
    tasks = client.get(to("assessment", draft)).content.decode()
    assert (
        tasks.index(to("risk_factors", draft)) < tasks.index(to("summary", draft)) < tasks.index(to("analysis", draft))
    )
    form = client.get(to("summary", draft)).content.decode().split("The summary form")[-1]
    assert set(re.findall(r'sl-answer__word">([^<]+)<', form)) == {
        "Present",
        "Suspected",
        "Not present",
        "Not known",
        "Not asked yet",
    }


@pytest.mark.req("RA-02")
def test_step_2_says_what_an_empty_box_means_and_keeps_a_comment_in_sight(world: World) -> None:
    draft = world.start()
    client = sign_in(world.worker)
    page = client.get(to("vulnerability_factors", draft)).content.decode()
    assert "printed as “not asked yet”, never as “no”" in page and "sl-factor--open" not in page
    client.post(to("vulnerability_factors", draft), form_of(page) | {"comment-c": "Her aunt says so."})
    page = client.get(to("vulnerability_factors", draft)).content.decode()
    assert re.findall(r'sl-factor--open" id="factor-(\w)"', page) == ["c"]


@pytest.mark.req("RA-11")
def test_the_four_questions_about_present_help_can_be_answered_in_a_first_assessment_too(world: World) -> None:
    draft = world.start()
    client = sign_in(world.worker)
    form = form_of(client.get(to("details", draft)).content.decode())
    client.post(to("details", draft), form | {"effective-E1": "partly", "why-E1": "A mentor since May"})
    assert Assessment.objects.get(pk=draft.pk).effectiveness["E1"] == {"answer": "partly", "why": "A mentor since May"}
