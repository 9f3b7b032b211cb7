"""The pages: who gets them, that they work without scripts, autosave, and how few queries they take."""

import json
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from safelight.access.models import KeptPost
from safelight.assessments import actions, queries
from safelight.assessments.models import Assessment
from safelight.audit.models import Entry, Kind
from tests.factories import PASSWORD, make_agency, make_child, make_team, make_user
from tests.integration.assessments.pages import form_of, to
from tests.integration.assessments.world import World, answer, make_world, sign_in

PAGES = (
    "assessment",
    "details",
    "vulnerability_factors",
    "risk_factors",
    "add_indicator",
    "summary",
    "analysis",
    "differences",
    "put_aside",
    "abandon",
)


@pytest.mark.req("RA-01")
@pytest.mark.parametrize("page", PAGES)
def test_each_page_of_a_draft_opens_for_who_sees_the_child(world: World, page: str) -> None:
    response = sign_in(world.worker).get(to(page, world.start()))
    assert response.status_code == 200
    title = re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)[1]
    assert "Jaden" not in title and "Denholm" not in title


@pytest.mark.hazard("HZ-13")
@pytest.mark.parametrize("page", [*PAGES, "compare", "withdraw", "autosave"])
def test_for_everybody_else_each_page_is_the_same_as_one_that_does_not_exist(world: World, page: str) -> None:
    draft = world.start()
    other_team = make_user("manager", team=make_team(world.worker.agency))
    other_agency = make_user(agency=make_agency(world.partnership))
    elsewhere = make_world().worker
    absent = reverse(f"assessments:{page}", kwargs={"child_id": uuid.uuid4(), "assessment_id": uuid.uuid4()})
    method = "post" if page == "autosave" else "get"
    for person in (other_team, other_agency, elsewhere):
        client = sign_in(person)
        hidden, nothing = getattr(client, method)(to(page, draft)), getattr(client, method)(absent)
        assert hidden.status_code == nothing.status_code == 404
        strip = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
        assert strip.sub(b"", hidden.content) == strip.sub(b"", nothing.content)


def test_an_assessment_is_not_found_under_another_child(world: World) -> None:
    draft = world.start()
    other = make_child(by=world.worker)
    address = reverse("assessments:details", kwargs={"child_id": other.pk, "assessment_id": draft.pk})
    assert sign_in(world.worker).get(address).status_code == 404


@pytest.mark.hazard("HZ-26")
def test_a_form_that_names_another_child_is_refused(world: World) -> None:
    draft = world.start()
    client = sign_in(world.worker)
    form = form_of(client.get(to("analysis", draft)).content.decode())
    response = client.post(to("analysis", draft), form | {"about": str(uuid.uuid4()), "analysis_police": "X"})
    assert response.status_code == 404
    assert not queries.values(Assessment.objects.get(pk=draft.pk))["analysis_police"]


def test_opening_a_page_is_in_the_audit_log(world: World) -> None:
    draft = world.start()
    sign_in(world.worker).get(to("risk_factors", draft))
    entry = Entry.objects.filter(kind=Kind.VIEW).latest("sequence")
    assert (entry.action, entry.child_id) == ("viewed:assessments:risk_factors", str(world.child.pk))


@pytest.mark.req("RA-01")
def test_the_whole_matrix_is_saved_without_scripts_and_goes_on(world: World) -> None:
    draft = world.start()
    client = sign_in(world.worker)
    form = form_of(client.get(to("risk_factors", draft)).content.decode())
    form |= {
        "present-L1": "yes",
        "answer-M3": "suspected",
        "answer-H2": "not_known",
        "evidence-L1": "Nine nights",
        "source-L1": "Mother",
        "when-L1": "since 1 November",
        "low_summary": "Late home",
    }
    response = client.post(to("risk_factors", draft), form)
    assert response.status_code == 302 and response["Location"] == to("analysis", draft)
    lines = {line.code: line for line in queries.indicators(draft)}
    assert (lines["L1"].answer, lines["L1"].evidence, lines["L1"].source) == ("present", "Nine nights", "Mother")
    assert (lines["M3"].answer, lines["H2"].answer, lines["L2"].answer) == ("suspected", "not_known", "")
    assert Assessment.objects.get(pk=draft.pk).low_summary == "Late home"
    again = form_of(client.get(to("risk_factors", draft)).content.decode())
    assert (again["present-L1"], again["answer-M3"]) == (["yes"], ["suspected"])


@pytest.mark.req("RA-02")
def test_unticking_is_undone_by_tapping_again_and_an_untouched_page_changes_nothing(world: World) -> None:
    draft = world.start()
    for code, value in (("L1", "present"), ("L2", "suspected"), ("H1", "not_present")):
        answer(world, draft, code, value)
    client = sign_in(world.worker)
    form = form_of(client.get(to("risk_factors", draft)).content.decode())
    version = draft.version
    client.post(to("risk_factors", draft), form)
    assert Assessment.objects.get(pk=draft.pk).version == version
    form.pop("present-L1")
    client.post(to("risk_factors", draft), form)
    assert next(line for line in queries.indicators(draft) if line.code == "L1").answer == ""


@pytest.mark.req("RA-01")
def test_half_a_form_changes_nothing_that_it_does_not_hold(world: World) -> None:
    draft = world.start()
    answer(world, draft, "L1", "present")
    sign_in(world.worker).post(
        to("risk_factors", draft),
        {"about": str(world.child.pk), "version": str(draft.version), "evidence-L2": "Gifts", "answer-L2": "suspected"},
    )
    lines = {line.code: line.answer for line in queries.indicators(draft)}
    assert (lines["L1"], lines["L2"]) == ("present", "suspected")


@pytest.mark.req("RA-17")
def test_saving_one_line_without_scripts_raises_the_prompt_and_comes_back_to_the_line(world: World) -> None:
    draft = world.start()
    client = sign_in(world.worker)
    page = client.get(to("risk_factors", draft)).content.decode()
    assert "Save this line to raise the duty." in page
    form = form_of(page) | {"answer-H13": "suspected", "save_line": "H13"}
    response = client.post(to("risk_factors", draft), form, follow=True)
    assert response.redirect_chain[-1][0].endswith("#line-H13")
    assert "A duty was raised at 15:52" in response.content.decode()


@pytest.mark.req("RA-13", "LA-02")
def test_meanings_questions_and_todays_wording_stand_where_the_question_is_asked(world: World) -> None:
    draft = world.start()
    page = sign_in(world.worker).get(to("risk_factors", draft)).content.decode()
    import html

    text = html.unescape(page)
    kit = queries.toolkit(draft)
    for indicator in kit.indicators:
        assert indicator.label in text and indicator.meaning in text and indicator.ask in text
        assert not indicator.today or indicator.today.text in text
    assert kit.definition.meaning in text
    assert all(level.meaning in text for level in kit.levels)


@pytest.mark.req("BE-16")
def test_the_matrix_marks_signs_that_harm_has_happened(world: World) -> None:
    draft = world.start()
    page = sign_in(world.worker).get(to("risk_factors", draft)).content.decode()
    harm = [each for each in queries.toolkit(draft).indicators if each.harm]
    assert page.count("If present: harm has happened.") == len(harm) == 11


@pytest.mark.req("RA-16")
@pytest.mark.hazard("HZ-05")
def test_a_read_assessment_tells_suspected_not_known_and_not_asked_apart(world: World) -> None:
    draft = world.start()
    for code, value in (("H6", "suspected"), ("H1", "present"), ("H2", "not_known"), ("H3", "not_present")):
        answer(world, draft, code, value)
    world.complete(draft)
    page = sign_in(world.worker).get(to("assessment", draft)).content.decode()
    for code, word in (
        ("H6", "Suspected"),
        ("H1", "Present"),
        ("H2", "Not known"),
        ("H3", "Not present"),
        ("L1", "Not asked yet"),
    ):
        row = page.split(f'id="line-{code}"')[1].split("</tr>")[0]
        assert f">{word}</span>" in row


@pytest.mark.req("RT-07")
@pytest.mark.hazard("HZ-04")
def test_the_summary_says_how_many_were_not_asked(world: World) -> None:
    page = sign_in(world.worker).get(to("summary", world.start())).content.decode()
    assert "40 of 40 have not been asked yet. Not asked is not the same as no." in page


@pytest.mark.req("RA-01")
def test_the_links_show_only_what_is_not_asked_or_held_and_saving_them_keeps_the_rest(world: World) -> None:
    draft = world.start()
    answer(world, draft, "L1", "present")
    client = sign_in(world.worker)
    held = client.get(to("risk_factors", draft), {"show": "held"}).content.decode()
    assert re.findall(r'id="line-(\w+)"', held) == ["L1"]
    rest = client.get(to("risk_factors", draft), {"show": "not_asked"}).content.decode()
    assert len(re.findall(r'id="line-(\w+)"', rest)) == 39
    client.post(to("risk_factors", draft), form_of(rest) | {"present-L2": "yes"})
    assert [line.code for line in queries.held(draft)] == ["L1", "L2"]


@pytest.mark.req("CH-10", "RA-14", "RA-15")
def test_details_voices_agencies_and_other_exploitation_are_filled_in_without_scripts(world: World) -> None:
    draft = world.start()
    client = sign_in(world.worker)
    form = form_of(client.get(to("details", draft)).content.decode())
    kind = queries.toolkit(draft).other_exploitation[0].code
    form |= {
        "date-day": "3",
        "date-month": "11",
        "date-year": "2026",
        "child_words": "I am fine",
        "parents_words_missing": "Father not safe to ask",
        "other_forms": [kind],
    }
    assert client.post(to("details", draft), form)["Location"] == to("vulnerability_factors", draft)
    again = form_of(client.get(to("details", draft)).content.decode())
    client.post(to("ask_agency", draft), again | {"agency_name": "School nurse", "parents_words": "We are worried."})
    kept = Assessment.objects.get(pk=draft.pk)
    assert (kept.date.isoformat(), kept.child_words, kept.other_forms) == ("2026-11-03", "I am fine", [kind])
    assert [row.name for row in queries.agencies_asked(kept)] == ["School nurse"]
    assert "School nurse" in client.get(to("details", draft)).content.decode()


@pytest.mark.req("BE-09")
def test_a_wrong_date_is_shown_as_it_was_typed_with_an_error_summary(world: World) -> None:
    draft = world.start()
    client = sign_in(world.worker)
    form = form_of(client.get(to("details", draft)).content.decode())
    form |= {"date-day": "31", "date-month": "2", "date-year": "2026", "child_words": "I am fine"}
    response = client.post(to("details", draft), form)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#date-day"' in page and 'id="date-day"' in page
    assert form_of(page)["date-day"] == "31"
    assert Assessment.objects.get(pk=draft.pk).child_words == "I am fine"


def post(client: Client, draft: Assessment, field: str, value: object, version: int = 1) -> object:
    return client.post(
        to("autosave", draft) + "?page=a",
        json.dumps({"field": field, "value": value, "version": version}),
        content_type="application/json",
    )


@pytest.mark.req("RA-01", "RA-17", "BE-09")
def test_the_autosave_keeps_each_kind_of_control_and_answers_with_the_counts(world: World) -> None:
    draft = world.start()
    client = sign_in(world.worker)
    assert post(client, draft, "evidence-L1", "Nine nights").json()["kept_at"] == "15:52"
    assert post(client, draft, "present-L1", True).json()["line"]["answer"] == "present"
    said = post(client, draft, "answer-H13", "suspected").json()
    assert said["counts"]["suspected"] == 1 and said["counts"]["answered"] == 2 and said["counts"]["high"] == 1
    assert "A duty was raised" in said["harm_prompt"]
    post(client, draft, "recognised-a", True)
    post(client, draft, "date", ["3", "11", "2026"])
    post(client, draft, "other_forms", [queries.toolkit(draft).other_exploitation[0].code])
    post(client, draft, "present-L1", False)
    values = queries.values(Assessment.objects.get(pk=draft.pk))
    assert values["indicator.L1.answer"] == ""
    assert values["indicator.L1.evidence"] == "Nine nights"
    assert (values["factor.a.recognised"], values["date"]) == ("yes", "2026-11-03")
    assert values["other_forms"]


@pytest.mark.req("BE-08")
def test_the_autosave_answers_a_conflict_with_the_page_to_settle_it(world: World) -> None:
    draft = world.start()
    actions.save_field(by=world.colleague, assessment=draft, field="analysis_police", value="Theirs", version=1)
    client = sign_in(world.worker)
    response = post(client, draft, "analysis_police", "Mine")
    assert (response.status_code, response.json()["conflict_url"]) == (409, to("differences", draft))
    page = client.get(to("differences", draft)).content.decode()
    assert all(f">{word}</dd>" in page for word in ("Theirs", "Mine", "Nothing"))
    assert client.post(to("differences", draft), {}).status_code == 422
    client.post(to("differences", draft), {"keep-analysis_police": "mine"})
    assert Assessment.objects.get(pk=draft.pk).analysis_police == "Mine"
    assert "Theirs" in client.get(to("put_aside", draft)).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [("nonsense", "x", 422), ("answer-L1", "maybe", 422), ("answer-Q1", "present", 422), ("date", ["", "", ""], 422)],
)
def test_the_autosave_says_what_it_cannot_take(world: World, field: str, value: object, status: int) -> None:
    draft = world.start()
    response = post(sign_in(world.worker), draft, field, value)
    assert response.status_code == status and response.json()["error"]


def test_a_malformed_autosave_is_refused(world: World) -> None:
    client = sign_in(world.worker)
    for body in ("", "[]", "{}", '{"field": "x"}', '{"field": "date", "value": "x", "version": "y"}'):
        assert client.post(to("autosave", world.start()), body, content_type="application/json").status_code == 400


@pytest.mark.req("BE-09")
def test_a_step_posted_after_the_session_ended_comes_back_and_is_saved(world: World) -> None:
    draft = world.start()
    client = Client()
    client.post(reverse("access:sign_in"), {"email": world.worker.email, "password": PASSWORD})
    form = form_of(client.get(to("risk_factors", draft)).content.decode())
    client.session.flush()
    client.cookies.pop("sessionid")
    lost = client.post(to("risk_factors", draft), form | {"evidence-L1": "Nine nights", "present-H13": "yes"})
    assert lost.status_code == 302
    kept = KeptPost.objects.get()
    client.post(reverse("access:sign_in"), {"email": world.worker.email, "password": PASSWORD})
    response = client.post(kept.path, dict(kept.body))
    assert response.status_code == 302
    lines = {line.code: line for line in queries.indicators(draft)}
    assert (lines["L1"].evidence, lines["H13"].answer) == ("Nine nights", "present")


@pytest.mark.req("BE-08", "BE-09")
def test_a_kept_step_overwrites_nothing_that_was_saved_since(world: World) -> None:
    draft = world.start()
    client = sign_in(world.worker)
    form = form_of(client.get(to("analysis", draft)).content.decode()) | {"analysis_police": "Mine"}
    actions.save_field(by=world.colleague, assessment=draft, field="analysis_police", value="Theirs", version=1)
    response = client.post(to("analysis", draft), form | {"own_level": "low", "own_reason": "I saw her."})
    assert response["Location"] == to("differences", draft)
    assert Assessment.objects.get(pk=draft.pk).analysis_police == "Theirs"


@pytest.mark.req("RA-01")
def test_the_way_from_the_childs_page_begins_or_resumes_and_names_a_colleagues_draft(world: World) -> None:
    client = sign_in(world.worker)
    start = reverse("assessments:start", kwargs={"child_id": world.child.pk})
    first = client.post(start)["Location"]
    assert first.endswith("/details/") and client.post(start)["Location"] == first
    draft = Assessment.objects.get()
    answer(world, draft, "L1", "present")
    assert client.post(start)["Location"] == to("assessment", draft)
    page = sign_in(world.colleague).get(start).content.decode()
    assert "Priya Nair" in page and "open draft" in page


@pytest.mark.req("RA-09", "BE-03")
def test_the_last_one_is_shown_beside_this_one(world: World) -> None:
    first = world.start()
    answer(world, first, "L1", "present")
    world.complete(first)
    second = world.start()
    answer(world, second, "L1", "not_present")
    client = sign_in(world.worker)
    page = client.get(to("compare", second)).content.decode()
    assert "Held then, not now (1)" in page
    assert client.get(to("compare", first)).status_code == 404
    matrix = client.get(to("risk_factors", world.start())).content.decode()
    assert "Carried forward." not in matrix.split('id="line-L1"')[1].split('id="line-L2"')[0]


@pytest.mark.req("RA-18")
def test_a_manager_moves_it_by_the_reference_of_the_right_child(world: World) -> None:
    right = make_child(by=world.worker)
    draft = world.complete(world.start())
    client = sign_in(world.manager)
    form = {"what": "move", "reference": "SL-0000-00", "reason": "Wrong child"}
    assert client.post(to("withdraw", draft), form).status_code == 422
    assert client.post(to("withdraw", draft), form | {"reference": right.reference.lower()}).status_code == 302
    assert "Withdrawn on" in client.get(to("assessment", draft)).content.decode()
    assert sign_in(world.worker).get(to("withdraw", draft)).status_code == 404


def filled(world: World) -> Assessment:
    """A second assessment in which every line is carried forward and every high one was confirmed."""
    first = world.start()
    values = {f"indicator.{each.code}.answer": "present" for each in queries.toolkit(first).indicators}
    values |= {name.replace(".answer", ".evidence"): "Seen twice" for name in values}
    actions.save_step(by=world.worker, assessment=first, values=values, version=1)
    world.complete(first)
    second = world.start()
    confirmed = {name.replace(".answer", ".confirmed"): "yes" for name in values if ".H" in name}
    actions.save_step(by=world.worker, assessment=second, values=confirmed, version=second.version)
    return second


def queries_of(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_the_matrix_takes_the_same_few_queries_however_much_is_filled_in(
    world: World, django_assert_max_num_queries: object
) -> None:
    client = sign_in(world.worker)
    blank = queries_of(client, to("risk_factors", world.start()))
    actions.abandon(by=world.worker, assessment=world.start(), reason="For this test")
    full = filled(world)
    # One more than a blank one: whether the duties of its high lines were closed.
    assert queries_of(client, to("risk_factors", full)) <= blank + 1
    with django_assert_max_num_queries(18):
        client.get(to("risk_factors", full))


def test_saving_the_whole_matrix_takes_queries_for_what_changed_only(
    world: World, django_assert_max_num_queries: object
) -> None:
    draft = filled(world)
    client = sign_in(world.worker)
    form = form_of(client.get(to("risk_factors", draft)).content.decode())
    with django_assert_max_num_queries(45):
        client.post(to("risk_factors", draft), form | {"evidence-L1": "Seen three times"})


@pytest.mark.req("RA-14", "BE-09")
def test_what_is_typed_about_agencies_is_kept_by_whichever_button_saves_the_step(world: World) -> None:
    draft = world.start()
    client = sign_in(world.worker)
    form = form_of(client.get(to("details", draft)).content.decode())
    client.post(to("details", draft), form | {"agency_name": "School nurse"})
    (asked,) = queries.agencies_asked(draft)
    form = form_of(client.get(to("details", draft)).content.decode())
    told = {f"words-{asked.pk}": "She has not seen her.", "child_words": "Leave me."}
    address = reverse("assessments:answer_agency", args=[world.child.pk, draft.pk, asked.pk])
    client.post(address, form | told | {"answered": "yes"})
    (asked,) = queries.agencies_asked(draft)
    assert asked.words == "She has not seen her."
    assert Assessment.objects.get(pk=draft.pk).child_words == "Leave me."
