"""A subject access request: nothing leaves without identity, the child's view and a second person; nothing hides
beneath a black mark."""

import io
import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from safelight.access.roles import Role
from safelight.audit.models import Entry
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.governance import actions, answer, contents, queries, redaction, walk
from safelight.governance.models import Reason, Redaction, SubjectAccessRequest, SubjectAccessReview
from tests.factories import make_user
from tests.integration.governance.conftest import NOW, REASON, Case
from tests.printed import ink, pdf_words


def everything(data: bytes) -> str:
    """All that can be read out of a file: its words, what its pages draw, its properties and its structure.

    Packed bytes and the file's random name are left out: three letters may stand there by chance.
    """
    reader = PdfReader(io.BytesIO(data))
    streams = [page.get_contents().get_data().decode("latin-1") for page in reader.pages]
    texts = [page.extract_text() for page in reader.pages]
    described = reader.trailer["/Root"].get("/Metadata")
    properties = described.get_data().decode("utf-8") if described is not None else ""
    structure = re.sub(rb"stream\r?\n.*?endstream|/ID\s*\[.*?\]", b"", data, flags=re.DOTALL).decode("latin-1")
    return "\n".join([pdf_words(data), *texts, *streams, str(reader.metadata), properties, structure])


def test_every_table_that_holds_something_of_a_child_is_told_or_says_why_not() -> None:
    labels = {model._meta.label for model in walk.of_child()}
    assert labels - set(contents.PARTS) - set(contents.NOT_TOLD) == set()
    assert set(contents.PARTS) & set(contents.NOT_TOLD) == set()
    assert (set(contents.PARTS) | set(contents.NOT_TOLD)) - labels == set()


def test_what_is_gathered_holds_every_row_of_every_table_that_is_told(case: Case) -> None:
    request = case.prepared()
    gathered = {(entry.source, entry.source_id) for entry in queries.entries_of(request)}
    for model in walk.of_child():
        if model._meta.label in contents.PARTS:
            for pk in walk.rows(type(case.child), case.child.pk).get(model, set()):
                assert (model._meta.label, str(pk)) in gathered, model._meta.label
    texts = "\n".join(entry.text for entry in queries.entries_of(request))
    for words in ("He waits for me.", "Ring after six", "They are just mates.", "Say who.", "A car waits at the gate."):
        assert words in texts


@pytest.mark.hazard("HZ-37")
def test_blacked_out_words_are_nowhere_in_the_file(case: Case) -> None:
    request = case.in_review()
    gone = {
        entry.text[place.start : place.end] for entry in queries.entries_of(request) for place in entry.redactions.all()
    }
    assert {"DEAN’S", "D.H.", "Kyle Marsh", "07700 900123"} <= gone
    data = answer.answer_pdf(request)
    readable = everything(data)
    for words in gone:
        assert not redaction.places(readable, words), words
        assert ink(words).casefold() not in ink(pdf_words(data)).casefold() or len(ink(words)) < 4, words
    assert redaction.BLOCK in pdf_words(data)
    assert "Rowan" in readable


@pytest.mark.hazard("HZ-37", "HZ-19")
def test_an_entry_left_out_leaves_no_gap_no_number_and_no_word_of_why(case: Case) -> None:
    request = case.prepared()
    case.accept_all(request)
    before = answer.answer(request)
    entry = next(each for each in queries.entries_of(request) if each.source == "children.Disclosure")
    actions.leave_out(
        by=case.officer, request=request, entry=entry, reason=Reason.SERIOUS_HARM, why="She would be punished for it."
    )
    after = answer.answer(request)
    # Not even that something was left out for that reason: only the count of what is about others may differ.
    said = [[block for block in paper.sections[0].blocks if "time" not in str(block)] for paper in (before, after)]
    assert said[0] == said[1]
    words = everything(answer.answer_pdf(request))
    assert "He waits for me" not in words and "punished" not in words
    inside = pdf_words(answer.log_pdf(request, clock.now()))
    assert "She would be punished for it." in inside
    actions.leave_in(by=case.officer, request=request, entry=entry)
    assert "He waits for me" in everything(answer.answer_pdf(request))


@pytest.mark.hazard("HZ-37")
def test_the_file_tells_nobody_and_its_name_is_neutral(case: Case) -> None:
    request = case.in_review()
    metadata = PdfReader(io.BytesIO(answer.answer_pdf(request))).metadata or {}
    assert set(metadata) <= {"/Title", "/Creator", "/Producer"}
    told = str(metadata) + answer.file_name(request, "answer")
    assert not any(name in told for name in ("Rowan", "Tregear", case.child.reference))
    assert answer.answer_pdf(request) == answer.answer_pdf(request)


@pytest.mark.hazard("HZ-37")
def test_until_a_second_person_agreed_the_file_is_a_draft_on_every_page_and_by_its_name(case: Case) -> None:
    request = case.in_review()
    paper = answer.answer(request)
    assert paper.watermark == "DRAFT" and paper.header.startswith("DRAFT: not checked, not to be given to anybody")
    assert all("DRAFT" in page.extract_text() for page in PdfReader(io.BytesIO(answer.answer_pdf(request))).pages)
    assert "person checked it" not in pdf_words(answer.answer_pdf(request)).replace("\n", " ")
    assert answer.file_name(request, "answer").startswith("safelight-draft-")
    actions.agree(by=case.manager, request=request, sha256=case.sha256(request))
    request = case.fresh(request)
    assert not any("DRAFT" in page.extract_text() for page in PdfReader(io.BytesIO(answer.answer_pdf(request))).pages)
    words = pdf_words(answer.answer_pdf(request))
    assert "person checked it" in words.replace("\n", " ")
    assert answer.file_name(request, "answer").startswith("safelight-answer-")


@pytest.mark.hazard("HZ-37")
def test_nothing_leaves_without_identity_the_childs_view_and_a_second_person(case: Case) -> None:
    request = case.opened()
    with pytest.raises(WrongState, match="Check first who asks"):
        actions.prepare(by=case.officer, request=request)
    actions.check_identity(by=case.officer, request=request, how="Passport seen")
    actions.prepare(by=case.officer, request=request)
    case.accept_all(request)
    with pytest.raises(WrongState, match="what the child says"):
        actions.send_for_review(by=case.officer, request=request)
    with pytest.raises(Invalid):
        actions.record_child_view(by=case.manager, request=request)
    actions.record_child_view(by=case.manager, request=request, not_asked="Away until Monday; asked then.")
    with pytest.raises(WrongState):
        actions.send(by=case.officer, request=request, how="By hand")
    actions.send_for_review(by=case.officer, request=request)
    with pytest.raises(WrongState):
        actions.send(by=case.officer, request=request, how="By hand")
    actions.agree(by=case.manager, request=request, sha256=case.sha256(request))
    actions.send(by=case.officer, request=request, how="Handed over at the office")
    assert case.fresh(request).state == "sent"


@pytest.mark.req("BE-04")
@pytest.mark.hazard("HZ-37")
def test_nobody_reviews_what_they_prepared_or_decided(case: Case) -> None:
    both = make_user([Role.INFORMATION_OFFICER, Role.MANAGER], team=case.manager.team, name="Two Hats")
    request = case.opened()
    actions.check_identity(by=both, request=request, how="Passport seen")
    actions.record_child_view(by=both, request=request, view="Fine with me.")
    actions.prepare(by=both, request=request)
    for group in queries.groups(request):
        actions.decide_group(by=both, request=request, key=group.key, state="declined")
    actions.send_for_review(by=both, request=request)
    with pytest.raises(WrongState):
        actions.agree(by=both, request=request, sha256=case.sha256(request))
    with pytest.raises(NotFound):
        actions.agree(by=case.second_officer, request=request, sha256=case.sha256(request))
    with pytest.raises(NotFound):  # a manager who does not see the child is no reviewer
        actions.agree(by=case.stranger, request=request, sha256=case.sha256(request))
    actions.agree(by=case.manager, request=request, sha256=case.sha256(request))


@pytest.mark.req("BE-04")
@pytest.mark.hazard("HZ-37")
def test_the_database_itself_refuses_a_review_of_ones_own_and_an_answer_unreviewed(case: Case) -> None:
    request = case.in_review()
    own = SubjectAccessReview(
        partnership=case.partnership,
        request=request,
        officer=case.officer,
        outcome="agreed",
        sha256="x",
        by=case.officer,
        at=NOW,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        own.save()
    rows = SubjectAccessRequest.objects.filter(pk=request.pk)
    for wrong in ({"state": "sent"}, {"agreed_by": case.officer}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_what_was_changed_after_it_was_read_is_not_agreed(case: Case) -> None:
    request = case.in_review()
    read = case.sha256(request)
    actions.return_with_comments(by=case.manager, request=request, comment="The aunt may be named.")
    actions.black_out(by=case.officer, request=request, words="Saturdays", reason=REASON)
    actions.send_for_review(by=case.officer, request=request)
    with pytest.raises(WrongState, match="changed since"):
        actions.agree(by=case.manager, request=request, sha256=read)


def test_a_proposal_is_only_a_proposal_and_every_place_needs_a_decision(case: Case) -> None:
    request = case.prepared()
    assert queries.undecided(request) > 0
    with pytest.raises(WrongState, match="not decided"):
        actions.send_for_review(by=case.officer, request=request)
    entries = queries.entries_of(request)
    assert [queries.redacted(entry) for entry in entries] == [entry.text for entry in entries]
    group = queries.groups(request)[0]
    with pytest.raises(Invalid):
        actions.decide_group(by=case.officer, request=request, key=group.key, state="accepted")
    actions.decide_group(by=case.officer, request=request, key=group.key, state="declined")
    assert all(place.state == "declined" for place in queries.group_for(request, group.key).places)


def test_the_officer_adds_words_of_her_own_here_or_everywhere(case: Case) -> None:
    request = case.prepared()
    with pytest.raises(Invalid):
        actions.black_out(by=case.officer, request=request, words="never written", reason=REASON)
    assert actions.black_out(by=case.officer, request=request, words="his mate OLLIE", reason=REASON) == 1
    entry = next(each for each in queries.entries_of(request) if "his mate" in each.text)
    assert "mate" not in queries.redacted(entry)
    places = list(entry.redactions.all())
    actions.decide_places(by=case.officer, request=request, entry=entry, accepted=[], reason="")
    assert queries.redacted(queries.entry_for(request, entry.pk)) == entry.text
    one = next(place for place in places if entry.text[place.start : place.end] == "DEAN’S")
    actions.decide_places(by=case.officer, request=request, entry=entry, accepted=[str(one.pk)], reason=REASON)
    assert "DEAN" not in queries.redacted(queries.entry_for(request, entry.pk))
    assert "Dean" not in " ".join(queries.left_in_places(request)) or queries.left_in_places(request)


@pytest.mark.hazard("HZ-37")
def test_names_that_the_record_does_not_know_are_offered_until_somebody_decides_them(
    case: Case, client: Client
) -> None:
    request = case.prepared()
    offered = {each.words: each for each in queries.may_be_names(request)}
    assert "Ollie" in offered and "with him" in offered["Ollie"].behind
    assert not {"Rowan", "Tregear", "Dean", "Kyle", "Gender", "School"} & set(offered)
    case.accept_all(request)
    client.force_login(case.officer)
    page = client.get(reverse("governance:words", args=[request.pk])).content.decode()
    assert "Every place that was found is decided" in page and "Ollie" in page
    with pytest.raises(Invalid):
        actions.decide_names(by=case.officer, request=request, shown=["Ollie"], accepted=["Ollie"])
    shown = list(offered)
    posted = {"what": "names", "shown": shown, "name": ["Ollie"], "names_reason": REASON}
    client.post(reverse("governance:words", args=[request.pk]), posted)
    assert queries.may_be_names(request) == []
    texts = " ".join(queries.redacted(entry) for entry in queries.entries_of(request))
    assert "Ollie" not in texts and all(words in texts for words in shown if words != "Ollie")


def test_the_reviewer_reads_the_reasons_and_what_may_still_be_a_name(case: Case, client: Client) -> None:
    request = case.in_review()
    client.force_login(case.manager)
    page = client.get(reverse("governance:review", args=[request.pk])).content.decode()
    assert "Reason: " in page
    assert "Nobody has decided about them" in page and "<strong>Ollie</strong>" in page


def test_the_answer_says_for_whom_and_about_whom_and_calls_things_by_plain_words(case: Case) -> None:
    request = case.in_review()
    words = pdf_words(answer.answer_pdf(request))
    assert "Lorna Tregear" in words and "Rowan Tregear" in words
    assert "What the tie is like: " in words and "Tie:" not in words


def test_the_child_is_never_proposed_and_the_people_around_are(case: Case) -> None:
    groups = queries.groups(case.prepared())
    words = {word.casefold() for group in groups for word in group.words}
    assert not words & {"rowan", "tregear", "rowan tregear"}
    assert {"dean harker", "kyle marsh", "aunt bea"} <= words
    assert {"person_around", "other_child", "staff", "telephone"} <= {group.kind for group in groups}


def test_only_a_manager_or_lead_who_sees_the_child_opens_and_the_officer_sees_no_child(case: Case) -> None:
    for nobody in (case.worker, case.stranger, case.officer):
        with pytest.raises(NotFound):
            actions.open_request(
                by=nobody, child=case.child, requested_by="young_person", requester_name="R", received_on=NOW.date()
            )
    request = case.opened()
    assert queries.requests_listed(case.officer) == [request]
    assert queries.requests_listed(case.manager) == [request]
    assert queries.requests_listed(case.stranger) == queries.requests_listed(case.worker) == []
    elsewhere = make_user(Role.INFORMATION_OFFICER, name="From Elsewhere")
    assert queries.requests_listed(elsewhere) == []
    with pytest.raises(NotFound):
        queries.request_for(elsewhere, request.pk)


def test_a_parent_or_representative_says_what_shows_that_they_may_ask(case: Case) -> None:
    with pytest.raises(Invalid):
        case.opened(authority="")
    with pytest.raises(Invalid):
        case.opened(received_on=clock.today() + timedelta(days=1))
    assert case.opened(requested_by="young_person", authority="").state == "received"


def test_two_more_months_are_taken_once_within_the_first_month(case: Case) -> None:
    request = case.opened(received_on=date(2026, 10, 31))
    assert queries.due_on(request) == date(2026, 11, 30)
    actions.extend(by=case.officer, request=request, why="Three boxes of paper; told her on Monday.")
    assert queries.due_on(case.fresh(request)) == date(2027, 1, 31)
    with pytest.raises(WrongState):
        actions.extend(by=case.officer, request=request, why="Again")
    late = case.opened(received_on=date(2026, 10, 1))
    with pytest.raises(WrongState):
        actions.extend(by=case.officer, request=late, why="Forgot")


def test_each_step_and_each_file_leaves_an_audit_entry_without_content(case: Case) -> None:
    request = case.agreed()
    actions.note_download(by=case.officer, request=request, what="answer")
    found = Entry.objects.filter(action__startswith="subject-access", child_id=str(case.child.pk))
    assert {
        "subject-access.opened",
        "subject-access.identity-checked",
        "subject-access.child-view-recorded",
        "subject-access.prepared",
        "subject-access.sent-for-review",
        "subject-access.agreed",
        "subject-access.answer-downloaded",
    } <= set(found.values_list("action", flat=True))


def test_refused_and_withdrawn_say_why_and_end_it(case: Case) -> None:
    for act, state in ((actions.refuse, "refused"), (actions.withdraw, "withdrawn")):
        request = case.opened()
        with pytest.raises(Invalid):
            act(by=case.officer, request=request, why=" ")
        act(by=case.officer, request=request, why="The person has no parental responsibility.")
        assert case.fresh(request).state == state
        with pytest.raises(WrongState):
            actions.prepare(by=case.officer, request=request)
    assert not Redaction.objects.exists()
