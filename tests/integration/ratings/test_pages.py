"""The pages about levels, through the browser's requests."""

import json
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.assessments import actions as assessments
from safelight.audit.models import Entry
from safelight.children import actions as children
from safelight.ratings.models import Decision, OwnView
from tests.factories import make_user
from tests.integration.ratings.conftest import Case


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(name: str, case: Case, draft: object) -> str:
    return reverse(f"ratings:{name}", args=[case.child.pk, draft.pk])  # type: ignore[attr-defined]


@pytest.mark.req("RA-19")
@pytest.mark.hazard("HZ-07")
def test_the_suggestion_is_absent_until_the_own_view_is_saved(case: Case) -> None:
    draft = case.draft(H13="suspected", M1="present")
    client = sign_in(case.worker)
    answer = client.get(page("suggestion", case, draft))
    assert answer.status_code == 302 and answer.url == page("own_view", case, draft)
    first = client.get(page("own_view", case, draft)).content.decode()
    assert "sl-level__bars" not in first and "act as for" not in first.lower()
    assert "N-SUSPECTED" not in first and "suggests" not in first
    answer = client.post(
        page("own_view", case, draft),
        {"about": case.child.pk, "own_level": "cannot_say", "own_reason": "He has changed."},
    )
    assert answer.status_code == 302 and OwnView.objects.get().level == "cannot_say"
    second = client.get(page("suggestion", case, draft)).content.decode()
    assert "act as for" in second and "Medium" in second and "He has changed." in second


@pytest.mark.req("RA-07", "RT-01", "RT-03")
def test_the_suggestion_says_why_where_wordings_differ_and_what_to_ask(case: Case) -> None:
    draft = case.draft(M1="present", M3="suspected", M5="present", L1="present")
    case.view(draft)
    html = sign_in(case.worker).get(page("suggestion", case, draft)).content.decode()
    assert "It’s just lifts." in html
    assert html.index("It’s just lifts.") < html.index("sl-level__bars")
    assert "Toolkit, step 4" in html and "MASH must be contacted." in html
    assert "The summary form has one row for both." in html
    assert "One answer could make it High" in html and "If so: High" in html
    assert "#line-H2" in html
    for jargon in ("pivot", "act_on", "ceiling", "N-MASH", "N-LADDER", "N-SUSPECTED"):
        assert jargon not in html, jargon


@pytest.mark.req("RA-07")
def test_nothing_is_chosen_beforehand_and_each_choice_says_what_it_does(case: Case) -> None:
    draft = case.draft(M1="present")
    case.view(draft)
    html = sign_in(case.worker).get(page("suggestion", case, draft)).content.decode()
    decide = html[html.index('id="decide"') :]
    assert "checked" not in decide
    assert "Waits for Grace Obi to agree; Medium’s steps go on meanwhile." in decide
    assert "As suggested." in decide and "Police and a strategy discussion today." in decide


@pytest.mark.req("RT-07")
@pytest.mark.hazard("HZ-04")
def test_a_blank_assessment_never_says_none(case: Case) -> None:
    draft = case.draft()
    case.view(draft, "cannot_say")
    html = sign_in(case.worker).get(page("suggestion", case, draft)).content.decode()
    assert "No level yet: 40 of 40 not asked, 0 not known." in html
    assert "No level</strong>" not in html


@pytest.mark.req("CH-03", "RT-07")
def test_out_of_scope_is_explained_and_no_level_can_be_chosen(case: Case) -> None:
    children.update_child(
        by=case.worker, child=case.child, version=case.child.version, values={"date_of_birth": date(2004, 1, 1)}
    )
    draft = case.draft(M1="present")
    case.view(draft)
    html = sign_in(case.worker).get(page("suggestion", case, draft)).content.decode()
    assert "outside the toolkit’s scope" in html and "adult safeguarding" in html and "An age ends no duty" in html
    assert 'value="medium"' not in html[html.index('id="decide"') :]


@pytest.mark.req("BE-16")
def test_the_harm_question_stands_before_the_reasons(case: Case) -> None:
    draft = case.draft(H13="suspected")
    case.view(draft)
    html = sign_in(case.worker).get(page("suggestion", case, draft)).content.decode()
    assert html.index("Is Jaden being harmed now?") < html.index('id="why"')
    assert "“I don’t know” is treated as yes." in html
    assert "01632 960140" in html[html.index('id="harm"') : html.index('id="why"')]


def decision_form(case: Case, **values: str) -> dict[str, object]:
    given = {"about": case.child.pk, "level": "medium", "reason": "As suggested.", "category": "not-yet-known"}
    return given | values


@pytest.mark.req("RA-07")
def test_deciding_in_the_browser_leads_to_what_follows(case: Case) -> None:
    draft = case.draft(M1="present")
    case.view(draft)
    client = sign_in(case.worker)
    answer = client.post(page("suggestion", case, draft), decision_form(case))
    assert answer.status_code == 302 and answer.url == page("decision", case, draft)
    html = client.get(answer.url).content.decode()
    assert "Contact MASH" in html and "Priya Nair" in html
    assert html.index("Ring MASH. Nothing here has told them.") < html.index("sl-voice") < html.index("sl-level__bars")
    assert html.count(">Record the call<") == 1 and "Record the contact" not in html
    assert "Assess again by Tuesday 5 January" in html and "Overdue after 24 February 2027." in html
    assert client.get(page("suggestion", case, draft)).status_code == 302


@pytest.mark.req("PR-06")
def test_what_a_call_to_mash_answers_stands_once_with_its_day_and_above_all_else(case: Case) -> None:
    decision = case.assess("medium", M1="present")
    html = sign_in(case.worker).get(page("decision", case, decision.assessment)).content.decode()
    box = html[html.index("Ring MASH. Nothing here has told them.") : html.index(">Record the call<")]
    assert "Must do." in box and "Contact MASH (Today)" in box and "Send the completed assessment to MASH (" in box
    to_do = html[html.index(">To do<") :]
    assert "Bring everyone together" in to_do and "Contact MASH" not in to_do


def test_what_was_typed_comes_back_when_something_is_missing(case: Case) -> None:
    draft = case.draft(M1="present")
    case.view(draft)
    client = sign_in(case.worker)
    answer = client.post(page("suggestion", case, draft), decision_form(case, level="", reason="A long story."))
    html = answer.content.decode()
    assert answer.status_code == 422 and "A long story." in html and "There is a problem" in html
    assert 'href="#level"' in html and not Decision.objects.exists()


@pytest.mark.req("RT-06")
@pytest.mark.hazard("HZ-36")
def test_low_is_shown_as_closed_with_its_citation_where_a_floor_holds(make_case) -> None:
    case = make_case(learning_disability=True)
    draft = case.draft(M1="present")
    case.view(draft)
    client = sign_in(case.worker)
    html = client.get(page("suggestion", case, draft)).content.decode()
    decide = html[html.index('id="decide"') :]
    assert "Low cannot be chosen." in decide and "section 1 and Part B2" in decide
    assert 'value="low"' not in decide and 'value="medium"' in decide
    answer = client.post(page("suggestion", case, draft), decision_form(case, level="low"))
    assert answer.status_code == 422 and not Decision.objects.exists()


@pytest.mark.req("BE-09")
def test_what_is_typed_before_deciding_survives_and_is_shown_to_its_writer_alone(case: Case) -> None:
    draft = case.draft(M1="present")
    case.view(draft)
    client = sign_in(case.worker)
    sent = {"field": "reason", "value": "Half a sentence", "version": 0}
    answer = client.post(page("keep", case, draft), json.dumps(sent), content_type="application/json")
    assert answer.status_code == 200 and answer.json()["version"] == 1
    assert "Half a sentence" in client.get(page("suggestion", case, draft)).content.decode()
    assert (
        "Half a sentence"
        not in sign_in(case.colleague_who_sees()).get(page("suggestion", case, draft)).content.decode()
    )
    sent["field"] = "is_staff"
    refused = client.post(page("keep", case, draft), json.dumps(sent), content_type="application/json")
    assert refused.status_code == 422


@pytest.mark.req("BE-04")
def test_the_manager_answers_on_the_page_and_the_author_is_not_asked(case: Case) -> None:
    decision = case.assess("low", M1="present")
    draft = decision.assessment
    assert "Your answer as manager" not in sign_in(case.worker).get(page("decision", case, draft)).content.decode()
    client = sign_in(case.manager)
    html = client.get(page("decision", case, draft)).content.decode()
    assert "Your answer as manager" in html and "It waits for Grace Obi to agree." in html
    form = {"about": case.child.pk, "outcome": "agreed", "comment": ""}
    assert client.post(page("answer", case, draft), form).status_code == 422
    assert client.post(page("answer", case, draft), form | {"comment": "I was there."}).status_code == 302
    assert case.fresh().decided_level == "low"


def test_a_form_filled_in_for_another_child_is_refused(case: Case) -> None:
    draft = case.draft(M1="present")
    case.view(draft)
    form = decision_form(case, about="00000000-0000-0000-0000-000000000000")
    assert sign_in(case.worker).post(page("suggestion", case, draft), form).status_code == 404


def test_pages_about_levels_are_not_found_for_others(case: Case) -> None:
    decision = case.assess("medium", M1="present")
    client = sign_in(make_user(Role.MANAGER, partnership=case.partnership))
    for name in ("own_view", "suggestion", "decision"):
        assert client.get(page(name, case, decision.assessment)).status_code == 404
    assert client.get(reverse("ratings:levels", args=[case.child.pk])).status_code == 404


@pytest.mark.req("RA-10")
def test_levels_over_time_are_drawn_and_stand_in_a_table(case: Case) -> None:
    case.assess("low", L1="present")
    case.later(days=30)
    case.assess("high", L1="present", H13="present")
    html = sign_in(case.worker).get(reverse("ratings:levels", args=[case.child.pk])).content.decode()
    assert "<svg" in html and "▲ Up" in html and "1 high, 0 medium, 1 low present; 0 suspected" in html


def test_the_pages_take_a_fixed_number_of_queries(case: Case, django_assert_max_num_queries) -> None:
    draft = case.draft(M1="present", H13="suspected")
    case.view(draft)
    client = sign_in(case.worker)
    with django_assert_max_num_queries(26):
        client.get(page("suggestion", case, draft))
    case.decide(draft, "medium")
    with django_assert_max_num_queries(38):
        client.get(page("decision", case, draft))


@pytest.mark.hazard("HZ-17")
def test_the_reminder_for_a_calendar_names_nobody(case: Case) -> None:
    decision = case.assess("medium", M1="present")
    answer = sign_in(case.worker).get(page("reminder", case, decision.assessment))
    text = answer.content.decode()
    assert "DTSTART;VALUE=DATE:20270105" in text and "24 February 2027" in text
    assert f"look again\\, {case.child.reference}" in text  # it has no meaning, and tells two reminders apart
    for named in ("Jaden", "Osei", str(case.child.pk), "Priya", "Medium", "ATTENDEE"):
        assert named not in text and named not in answer["Content-Disposition"]
    assert Entry.objects.filter(action="rating.reminder-downloaded", child_id=str(case.child.pk)).count() == 1


@pytest.mark.req("RA-10")
def test_a_decision_that_was_never_agreed_says_so_in_the_table(case: Case) -> None:
    case.assess("low", M1="present")
    client = sign_in(case.worker)
    url = reverse("ratings:levels", args=[case.child.pk])
    assert "waits for the manager" in client.get(url).content.decode()
    case.later(days=30)
    case.assess("medium", M1="present")
    html = client.get(url).content.decode()
    assert "never agreed" in html and "waits for the manager" not in html


@pytest.mark.req("PR-08", "RT-06")
def test_the_page_the_reminder_and_the_duty_agree_when_to_assess_again(case: Case) -> None:
    case.assess("high", H13="present")
    case.later(days=10)
    waiting = case.assess("low", L1="present", H13="not_present").assessment
    client = sign_in(case.worker)
    due = case.duties()["PR-08"].due_at
    assert due is not None and due.date() == date(2027, 1, 16)  # six weeks, since High goes on
    assert "Overdue after 15 January 2027." in client.get(page("decision", case, waiting)).content.decode()
    assert "15 January 2027" in client.get(page("reminder", case, waiting)).content.decode()


@pytest.mark.hazard("HZ-24")
def test_a_childs_gender_and_ethnicity_change_no_word_and_no_level_of_the_suggestion(case: Case) -> None:
    draft = case.draft(M1="present", H6="suspected", L2="present")
    case.view(draft)
    client = sign_in(case.worker)
    seen = set()
    for gender, ethnicity in [("female", ""), ("male", ""), ("male", "Black Caribbean")]:
        case.child.refresh_from_db()
        children.update_child(
            by=case.worker,
            child=case.child,
            version=case.child.version,
            values={"gender": gender, "ethnicity": ethnicity},
        )
        html = client.get(page("suggestion", case, draft)).content.decode()
        seen.add(re.sub(r'value="\w{64}"', "", html[html.index("<main") : html.index("</main>")]))
    assert len(seen) == 1


@pytest.mark.req("RT-03")
def test_what_to_ask_names_its_line_and_comes_nearest_first_and_for_younger_children_last(case: Case) -> None:
    draft = case.draft(M1="present", M5="present", M15="present", L1="present")
    case.view(draft)
    html = sign_in(case.worker).get(page("suggestion", case, draft)).content.decode()
    asked = html[html.index('id="asked"') : html.index('id="decide"')]
    lines = re.findall(r"line=(\w+)&amp;back=ratings:suggestion#line-", asked)
    assert lines[0] == "H3" and lines.index("H2") < lines.index("H8") and lines[-1] == "H1"  # he is 13
    first = asked[: asked.index("Answer it")]
    assert "staying with unrelated adults" in first and "Where does the child sleep when not at home" in first
    line = reverse("assessments:risk_factors", args=[case.child.pk, draft.pk])
    answered = sign_in(case.worker).post(
        line, {"about": case.child.pk, "version": "99", "back": "ratings:suggestion", "answer-H3": "not_present"}
    )
    assert answered.url == page("suggestion", case, draft)


@pytest.mark.req("RA-07", "RA-19")
def test_the_words_of_the_own_view_stand_as_the_reason_of_the_same_decision_as_suggested(case: Case) -> None:
    draft = case.draft(M1="present")
    case.view(draft, "medium")
    client = sign_in(case.worker)
    assert "words of your own view stand" in client.get(page("suggestion", case, draft)).content.decode()
    refused = client.post(page("suggestion", case, draft), decision_form(case, level="high", reason=" "))
    assert refused.status_code == 422 and not Decision.objects.exists()
    client.post(page("suggestion", case, draft), decision_form(case, reason=" "))
    assert Decision.objects.get().reason == "He has changed."


@pytest.mark.req("CH-10")
def test_a_missing_voice_is_asked_for_beside_the_decision_and_kept_whatever_else_is_wrong(case: Case) -> None:
    draft = assessments.start(by=case.worker, child=case.child)
    values = {"indicator.M1.answer": "present"}
    assessments.save_step(by=case.worker, assessment=draft, values=values, version=draft.version)
    case.view(draft)
    client = sign_in(case.worker)
    form = decision_form(case, child_words="It’s just lifts.", level="")
    refused = client.post(page("suggestion", case, draft), form)
    html = refused.content.decode()
    assert refused.status_code == 422 and 'href="#parents_words"' in html and 'id="parents_words_missing"' in html
    draft.refresh_from_db()
    assert draft.child_words == "It’s just lifts." and 'id="child_words"' not in html
    form = decision_form(case, parents_words_missing="Not reached yet.")
    assert client.post(page("suggestion", case, draft), form).status_code == 302
    assert Decision.objects.get().assessment.parents_words_missing == "Not reached yet."
