"""An assessment as it is printed from the record: whole, with the four answers apart, and of one child alone."""

from datetime import timedelta

import pytest

from safelight.assessments import actions as assessments
from safelight.children import actions as children
from safelight.outputs import downloads
from safelight.outputs.content import Answer
from safelight.outputs.documents import DECLINED, DRAFT, WAITS_FOR_MANAGER, WITHDRAWN
from safelight.ratings import actions as ratings
from tests.factories import make_child
from tests.integration.assessments.world import NOW
from tests.integration.outputs.world import ANSWERED, CHILD_WORDS, EVIDENCE, EXTENSIONS, Printing, of_assessment
from tests.printed import ink

RATING = "Summary RAG rating (Please tick level of risk or evidence of actual abuse):"


@pytest.mark.req("RA-16", "RA-02", "RA-12")
@pytest.mark.hazard("HZ-05")
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_the_four_answers_and_not_asked_print_apart_on_the_matrix_and_the_summary_form(
    world: Printing, extension: str
) -> None:
    lines = world.four_answers()
    decision = world.decide("high")
    whole = world.words(of_assessment(decision.assessment, "assessment", extension))
    short = world.words(of_assessment(decision.assessment, "summary-form", extension))
    for answer, line in lines.items():
        assert ink(f"{line.form_label}{answer.printed}{ANSWERED.get(answer, '')}") in whole
    suspected = lines[Answer.SUSPECTED]
    assert ink(f"{suspected.label}? Suspected") in short
    assert "1suspected" in whole
    assert len({answer.printed for answer in lines}) == 5


@pytest.mark.req("RA-12")
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_evidence_of_eight_thousand_characters_is_printed_whole(world: Printing, extension: str) -> None:
    assert len(EVIDENCE) > 8_000
    draft = world.save(**{"indicator.H1.answer": "present", "indicator.H1.evidence": EVIDENCE})
    assert ink(EVIDENCE) in world.words(of_assessment(draft, "assessment", extension))


@pytest.mark.req("BE-02", "RA-12")
def test_a_completed_assessment_prints_the_child_as_it_was_on_that_day(world: Printing) -> None:
    children.update_child(
        by=world.worker, child=world.child, values={"address": "4 Gull Row"}, version=world.child.version
    )
    world.four_answers()
    decision = world.decide("high")
    world.child.refresh_from_db()
    children.update_child(
        by=world.worker, child=world.child, values={"address": "9 Harbour Lane"}, version=world.child.version
    )
    said = world.words(of_assessment(decision.assessment, "assessment", "docx"))
    assert ink("Address:4 Gull Row") in said
    assert ink("9 Harbour Lane") not in said


@pytest.mark.req("RA-12", "RA-19")
def test_a_draft_says_so_and_shows_no_suggestion_before_the_own_view(world: Printing) -> None:
    world.four_answers()
    address = of_assessment(world.draft(), "assessment", "docx")
    before = world.words(address)
    assert ink(DRAFT) in before
    assert ink("Suggested by the toolkit's rules" + "No level yet: 36 not asked") in before
    world.view()
    after = world.words(address)
    assert ink("Suggested by the toolkit's rules" + "High Risk") in after
    assert ink("Decided" + "No level yet: 36 not asked") in after


@pytest.mark.req("RA-18")
def test_a_withdrawn_assessment_says_that_it_is_not_to_be_relied_on_and_ticks_no_level(world: Printing) -> None:
    world.four_answers()
    decision = world.decide("high")
    assessments.withdraw(by=world.manager, assessment=decision.assessment, reason="The wrong child", now=NOW)
    said = world.words(of_assessment(decision.assessment, "assessment", "docx"))
    assert ink(WITHDRAWN) in said
    assert "☑" not in said.split(ink(RATING))[1].split(ink("Step 2"))[0]


@pytest.mark.req("RA-07", "RA-12")
def test_a_lower_decision_ticks_no_level_until_the_manager_agrees(world: Printing) -> None:
    world.save(**{"indicator.H1.answer": "present", "child_words": CHILD_WORDS, "parents_words_missing": "Not seen"})
    decision = world.decide("medium")
    assert decision.needs_agreement
    address = of_assessment(decision.assessment, "assessment", "docx")

    def level_boxes() -> str:
        return world.words(address).split(ink(RATING))[1].split(ink("Step 2"))[0]

    assert ink(WAITS_FOR_MANAGER) in level_boxes() and "☑" not in level_boxes()
    ratings.agree(by=world.manager, decision=decision, comment="He is safe there.", now=NOW)
    assert ink("☑ Medium Risk") in level_boxes()
    assert ink(f"{world.manager.name_and_role}, 24 November 2026") in world.words(address)


@pytest.mark.req("RA-07")
def test_a_declined_decision_says_so(world: Printing) -> None:
    world.save(**{"indicator.H1.answer": "present", "child_words": CHILD_WORDS, "parents_words_missing": "Not seen"})
    decision = world.decide("medium")
    ratings.decline(by=world.manager, decision=decision, comment="Too early.", now=NOW)
    said = world.words(of_assessment(decision.assessment, "assessment", "docx"))
    assert ink(DECLINED) in said
    assert ink(f"Declined by {world.manager.name_and_role}") in said


@pytest.mark.req("BE-03", "RA-12")
def test_what_was_carried_forward_and_not_confirmed_is_told_apart(world: Printing) -> None:
    lines = world.four_answers()
    world.save(analysis_police="Told on Monday")
    world.decide("high")
    line = lines[Answer.PRESENT]
    again = assessments.start(by=world.worker, child=world.child, now=NOW + timedelta(hours=1))
    said = world.words(of_assessment(again, "assessment", "docx"))
    carried = ink("Carried forward from the last assessment, not confirmed")
    assert ink(f"{line.form_label}{Answer.PRESENT.printed}{ANSWERED[Answer.PRESENT]}") + carried in said
    assert ink("Told on Monday(") + carried in said


@pytest.mark.req("RA-03")
def test_a_factor_that_nobody_touched_is_not_printed_as_not_recognised(world: Printing) -> None:
    world.save(**{"factor.a.recognised": "yes", "factor.b.comment": "Asked at home"})
    said = world.words(of_assessment(world.draft(), "assessment", "docx"))
    assert "✓Recognised" in said
    assert ink("Not recognised" + "Asked at home") in said
    assert said.count("Notrecognised") == 1


@pytest.mark.hazard("HZ-38")
@pytest.mark.parametrize("form", downloads.ASSESSMENT_FORMS)
def test_the_childs_own_words_come_first_also_on_a_draft_that_has_none_of_its_own(world: Printing, form: str) -> None:
    children.record_voice(
        by=world.worker,
        child=world.child,
        whose="child",
        words="Nobody asked me.",
        said_on=NOW.date(),
        occasion_kind="contact",
    )
    said = world.words(of_assessment(world.draft(), form, "docx"))
    before, after = said.split(ink("In their own words"), 1)
    assert after.startswith(ink("What the child says" + "Nobody asked me."))
    assert before.endswith(ink(f"{DRAFT}."))  # nothing but the note of what the copy is


@pytest.mark.hazard("HZ-16")
@pytest.mark.req("BE-07")
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_nothing_of_another_child_is_in_the_file(world: Printing, extension: str) -> None:
    other = make_child(by=world.worker, given_name="Planted", family_name="Elsewhere", address="77 Planted Quay")
    world.four_answers()
    hers = assessments.start(by=world.worker, child=other, now=NOW)
    planted = {
        "indicator.L1.evidence": "Planted evidence",
        "child_words": "Planted voice",
        "factor.a.comment": "Planted",
    }
    assessments.save_step(by=world.worker, assessment=hers, values=planted, version=hers.version, now=NOW)
    assert "Planted" in world.words(of_assessment(hers, "assessment", extension))
    assert "Planted" not in world.words(of_assessment(world.draft(), "assessment", extension))


@pytest.mark.req("RA-12")
def test_what_the_record_says_of_social_care_and_age_is_not_printed_as_not_recorded(world: Printing) -> None:
    values = {"date_of_birth": None, "estimated_age": 15, "social_care_status": "none"}
    children.update_child(by=world.worker, child=world.child, values=values, version=world.child.version)
    said = world.words(of_assessment(world.draft(), "assessment", "docx"))
    assert ink("Date of Birth:" + "Not known, about 15") in said
    assert ink("Child in Need" + "Not open to social care") in said
