"""Downloads: for whom, under which name, and what is noted of them."""

import io
import re
import uuid

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from safelight.audit.models import Entry, Kind
from safelight.outputs import downloads
from safelight.plans import actions as plans
from tests.factories import make_agency, make_child, make_team, make_user
from tests.html import html_problems
from tests.integration.assessments.world import NOW, make_world, sign_in
from tests.integration.outputs.world import EXTENSIONS, Printing, blank, of_assessment, of_plan

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def tab(world: Printing) -> str:
    return reverse("outputs:documents", kwargs={"child_id": world.child.pk})


@pytest.mark.req("RA-12", "SH-06")
@pytest.mark.hazard("HZ-18", "HZ-19")
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_file_is_saved_under_its_reference_and_neither_name_nor_properties_name_anybody(
    world: Printing, extension: str
) -> None:
    plan = world.plan()
    assert plan.decision is not None
    found = [of_assessment(plan.decision.assessment, form, extension) for form in downloads.ASSESSMENT_FORMS]
    for form, address in zip(
        (*downloads.ASSESSMENT_FORMS, "plan"), [*found, of_plan(world.child, extension)], strict=True
    ):
        response = world.fetch(address)
        name = f"safelight-{form}-{world.child.reference}.{extension}"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response["Content-Type"] == TYPES[extension]
        assert response["Cache-Control"] == "no-store"
        assert response["X-Content-Type-Options"] == "nosniff"
        properties = said_of_itself(response.content, extension)
        for person in (world.child.given_name, world.child.family_name, "Jaden", world.worker.name, "Denholm"):
            assert person not in properties + address


def said_of_itself(data: bytes, extension: str) -> str:
    """A file's own properties: title, author, dates and what else it may hold."""
    if extension == "pdf":
        reader = PdfReader(io.BytesIO(data))
        return f"{reader.metadata} {reader.xmp_metadata and reader.xmp_metadata.rdf_root.toxml()}"
    core = docx.Document(io.BytesIO(data)).core_properties
    return " ".join(str(getattr(core, name)) for name in dir(core) if not name.startswith("_"))


@pytest.mark.hazard("HZ-13")
@pytest.mark.req("RA-12")
def test_for_everybody_else_each_download_is_the_same_as_one_that_does_not_exist(world: Printing) -> None:
    plan = world.plan()
    assert plan.decision is not None
    assessment = plan.decision.assessment
    absent = reverse("outputs:documents", kwargs={"child_id": uuid.uuid4()})
    others = [
        make_user("manager", team=make_team(world.worker.agency)),
        make_user(agency=make_agency(world.worker.partnership)),
        make_user("administrator", partnership=world.worker.partnership),
        make_world().worker,
    ]
    token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
    closed = reverse("outputs:closed_plan", kwargs={"child_id": world.child.pk, "plan_id": plan.pk, "extension": "pdf"})
    for person in others:
        client = sign_in(person)
        nothing = token.sub(b"", client.get(absent).content)
        for address in (tab(world), of_assessment(assessment, "analysis", "pdf"), of_plan(world.child, "pdf"), closed):
            response = client.get(address)
            assert response.status_code == 404
            assert token.sub(b"", response.content) == nothing
    assert not Entry.objects.filter(kind=Kind.DOWNLOAD).exists()
    assert Entry.objects.filter(kind=Kind.REFUSAL, action="refused:outputs:plan").count() == len(others)


def test_an_assessment_or_a_plan_is_not_found_under_another_child(world: Printing) -> None:
    plan = world.plan()
    assert plan.decision is not None
    other = make_child(by=world.worker)
    client = sign_in(world.worker)
    where = {"child_id": other.pk, "extension": "pdf"}
    paper = {"assessment_id": plan.decision.assessment.pk, "form": "assessment"}
    assert client.get(reverse("outputs:assessment", kwargs=where | paper)).status_code == 404
    assert client.get(reverse("outputs:plan", kwargs=where)).status_code == 404
    assert client.get(reverse("outputs:closed_plan", kwargs=where | {"plan_id": plan.pk})).status_code == 404


@pytest.mark.parametrize(("form", "extension"), [("assessment", "exe"), ("letter", "pdf"), ("plan", "pdf")])
def test_another_form_or_kind_of_file_is_not_found(world: Printing, form: str, extension: str) -> None:
    assert world.fetch(of_assessment(world.draft(), form, extension)).status_code == 404
    assert world.fetch(blank("letter", "pdf")).status_code == 404
    assert world.fetch(blank("plan", "exe")).status_code == 404


@pytest.mark.req("BE-01")
def test_each_download_has_its_entry_with_who_what_and_how_much_and_no_content(world: Printing) -> None:
    draft = world.draft()
    response = world.fetch(of_assessment(draft, "summary-form", "docx"))
    entry = Entry.objects.get(kind=Kind.DOWNLOAD)
    assert (entry.action, entry.actor) == ("downloaded:summary-form.docx", str(world.worker.pk))
    assert (entry.subject_id, entry.child_id) == (str(draft.pk), str(world.child.pk))
    assert entry.counts == {"bytes": len(response.content)}
    world.fetch(blank("plan", "docx"))
    entry = Entry.objects.filter(kind=Kind.DOWNLOAD).latest("sequence")
    assert (entry.action, entry.child_id) == ("downloaded:plan-blank.docx", "")


def test_a_download_is_fetched_and_never_posted(world: Printing) -> None:
    assert sign_in(world.worker).post(of_assessment(world.draft(), "analysis", "pdf")).status_code == 405


@pytest.mark.req("RA-12")
def test_the_tab_lists_every_assessment_and_the_plan_in_both_formats_and_the_blank_forms(world: Printing) -> None:
    plan = world.plan()
    assert plan.decision is not None
    draft = world.draft()
    page = world.fetch(tab(world)).content.decode()
    wanted = [of_plan(world.child, extension) for extension in EXTENSIONS]
    for assessment in (plan.decision.assessment, draft):
        wanted += [
            of_assessment(assessment, form, extension)
            for form in downloads.ASSESSMENT_FORMS
            for extension in EXTENSIONS
        ]
    wanted += [blank(form, extension) for form in downloads.BLANK_FORMS for extension in EXTENSIONS]
    assert re.findall(r'href="([^"]+)" download', page) == sorted(wanted, key=page.index)
    assert len(wanted) == 2 + 12 + 12
    assert not html_problems(page)
    title = re.search(r"<title>(.*?)</title>", page, re.S)[1]
    assert "Jaden" not in title and "Denholm" not in title


def test_each_link_on_the_page_says_by_itself_what_it_fetches(world: Printing) -> None:
    world.plan()
    world.draft()  # on the same day as the completed one
    page = world.fetch(tab(world)).content.decode()
    links = [re.sub("<[^>]+>", "", text) for text in re.findall(r"<a [^>]+ download>(.*?)</a>", page, re.S)]
    assert len(links) == len(set(links)) == 2 + 12 + 12


def test_the_page_of_blank_forms_is_sound_for_anybody_signed_in(world: Printing) -> None:
    administrator = make_user("administrator", partnership=world.worker.partnership)
    page = world.fetch(reverse("outputs:blank_forms"), by=administrator)
    assert page.status_code == 200
    assert not html_problems(page.content.decode())


def test_more_answers_and_more_assessments_ask_the_database_no_more_often(world: Printing) -> None:
    client = sign_in(world.worker)

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    voices = {"child_words": "Stop it.", "parents_words_missing": "Not seen"}
    draft = world.save(**{"indicator.L1.answer": "present"}, **voices)
    asked(of_assessment(draft, "assessment", "docx"))  # the first download of a while begins a count
    few = asked(of_assessment(draft, "assessment", "docx"))
    world.four_answers()
    lines = world.graver()
    world.save(**{f"indicator.{each.code}.evidence": "Said again" for each in lines}, **{"factor.b.comment": "Seen"})
    assert asked(of_assessment(draft, "assessment", "docx")) == few <= 30
    listed = asked(tab(world))
    decision = world.decide("high")
    world.draft()
    assert asked(tab(world)) == listed
    plan = plans.draft_from(by=world.worker, decision=decision, now=NOW)
    planned = asked(of_plan(world.child, "docx"))
    for number in range(5):
        plans.add_action(by=world.worker, plan=plan, outcome=3, values={"text": f"Step {number}"}, now=NOW)
    assert asked(of_plan(world.child, "docx")) == planned <= 30
