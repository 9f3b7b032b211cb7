"""The toolkit's own forms: headings, columns, order and numbering as the source has them, filled in and blank."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.core import paths
from safelight.outputs import pdf, word
from safelight.outputs.content import Answer, Document, FieldTable, Heading, Orientation, Table
from safelight.outputs.forms import (
    analysis_document,
    assessment_document,
    blank_analysis_document,
    blank_assessment_document,
    blank_plan_document,
    blank_summary_form_document,
    file_name,
    plan_document,
    summary_form_document,
)
from safelight.outputs.forms.data import (
    AgencyPrint,
    AssessmentPrint,
    ChildPrint,
    ConcernPrint,
    EffectivenessPrint,
    FactorPrint,
    IndicatorPrint,
    InvolvementsPrint,
    LevelPrint,
    OtherIndicatorPrint,
    OwnWords,
    PlanOutcomePrint,
    PlanPrint,
    PlanRowPrint,
    Stamp,
    UncoveredPrint,
)
from safelight.toolkits.files import load_toolkit
from safelight.toolkits.rating.case import Case, OtherIndicator
from safelight.toolkits.rating.engine import suggest
from safelight.toolkits.rating.rules import rules_of

TOOLKIT = load_toolkit(paths.definitions() / "toolkits" / "portsmouth-2016.yaml")
RULES = rules_of(TOOLKIT)
STAMP = Stamp(
    reference="SL-7K3Q-92",
    printed_at=datetime(2026, 7, 2, 9, 4, tzinfo=UTC),
    by_role="Social worker",
    by_agency="Fictional Council",
)
CHILD = ChildPrint(name="Planted Name", date_of_birth=date(2012, 5, 14), address="1 Planted Road")
ASSESSMENT = AssessmentPrint(
    stamp=STAMP,
    child=CHILD,
    involvements=InvolvementsPrint(social_care=("Child in Need",), social_worker="S. Worker"),
    assessed_on=date(2026, 7, 1),
    assessor="A. Assessor, Fictional Council",
    words=OwnWords(child="I do not want to go back there.", parents_missing_because="not reached yet"),
    factors={"a": FactorPrint(recognised=True, comment="Seen at home"), "b": FactorPrint()},
    indicators={
        "L1": IndicatorPrint(answer=Answer.PRESENT, evidence="Late on Monday", source="School", when="in June"),
        "L2": IndicatorPrint(answer=Answer.NOT_KNOWN),
        "H6": IndicatorPrint(answer=Answer.SUSPECTED, evidence="Locked in a flat"),
    },
    others=(
        OtherIndicatorPrint(code="X1", level="medium", label="Two phones", given=IndicatorPrint(answer=Answer.PRESENT)),
    ),
    summaries={"low": "One sign so far."},
    behaviours="What others do to the child",
    places="The arcade",
    perpetrators="Not known by name",
    police="None told",
    category="Boyfriend model",
    level=LevelPrint(
        own_view="high",
        own_view_reason="The flat",
        suggested="medium",
        act_on="high",
        reasons=("One medium indicator is present (P step 4).",),
        decided="high",
        decided_reason="Police information",
        decided_by="A. Manager",
        decided_on=date(2026, 7, 2),
    ),
    effectiveness={"E1": EffectivenessPrint(answer="Partly", why="Nights are not covered")},
    agencies=(AgencyPrint(name="School", outcome="Answered", asked_on=date(2026, 6, 30), words="Often tired"),),
)
PLAN = PlanPrint(
    stamp=STAMP,
    child=CHILD,
    author="A. Worker",
    author_role="Social worker",
    meeting_date=date(2026, 7, 3),
    meeting_time=time(14, 30),
    decided="high",
    outcomes=tuple(
        PlanOutcomePrint(
            number=outcome.number,
            label=outcome.label,
            rows=tuple(
                PlanRowPrint(action=each.label, who=each.who, when=each.when, review_at=each.review_at)
                for each in outcome.actions
            ),
        )
        for outcome in TOOLKIT.plan.outcomes
    ),
    uncovered=(UncoveredPrint(label="g) Homophobia"), UncoveredPrint(label="n) Migrant", why="Asked for advice")),
)
FILLED = [
    assessment_document(TOOLKIT, ASSESSMENT),
    summary_form_document(TOOLKIT, ASSESSMENT),
    analysis_document(TOOLKIT, ASSESSMENT),
    plan_document(TOOLKIT, PLAN),
]
BLANK = [
    blank_assessment_document(TOOLKIT),
    blank_summary_form_document(TOOLKIT),
    blank_analysis_document(TOOLKIT),
    blank_plan_document(TOOLKIT),
]


def _tables(document: Document, first_column: str) -> list[Table]:
    tables = [block for block in document.blocks() if isinstance(block, Table)]
    return [table for table in tables if table.columns[0].heading.startswith(first_column)]


def _texts(table: Table) -> list[list[str]]:
    return [[" | ".join(line.text for line in cell.lines()) for cell in row] for row in table.rows]


def _fields(document: Document) -> Iterator[tuple[str, str]]:
    for block in document.blocks():
        if isinstance(block, FieldTable):
            for field in (field for row in block.rows for field in row):
                yield field.label, " | ".join(line.text for line in field.value.lines())


@pytest.mark.req("RA-12")
@pytest.mark.parametrize("document", [*FILLED, *BLANK], ids=lambda document: document.title)
def test_every_form_prints_the_same_in_both_formats(
    document: Document,
    pdf_words: Callable[[bytes], str],
    word_words: Callable[[bytes], str],
    told: Callable[[Document], str],
    ink: Callable[[str], str],
) -> None:
    assert pdf.unprintable(document) == ()
    assert ink(pdf_words(pdf.render(document))) == ink(word_words(word.render(document))) == ink(told(document))


@pytest.mark.req("RA-02", "RA-12")
@pytest.mark.parametrize("document", [FILLED[0], BLANK[0]], ids=["filled", "blank"])
def test_the_matrix_has_the_sources_columns_and_every_indicator_in_order(document: Document) -> None:
    tables = _tables(document, "BEHAVIOURS")
    assert [[column.heading for column in table.columns] for table in tables] == [
        ["BEHAVIOURS", "✓", "COMMENTS & EVIDENCE"]
    ] * 3
    for table, level, count in zip(tables, ("low", "medium", "high"), (9, 17, 14), strict=True):
        labels = [text[0].split(" | ")[0] for text in _texts(table)]
        assert labels[:count] == [each.form_label for each in TOOLKIT.indicators_at(level)]
    assert [_texts(table)[-1][0] for table in tables] == [
        "Total Number of low level risks",
        "Total Number of medium level risks",
        "Total Number of High level risks",
    ]


@pytest.mark.req("RA-16", "RA-02")
@pytest.mark.hazard("HZ-05")
def test_a_suspected_high_indicator_stands_out_on_the_matrix_and_the_summary_form() -> None:
    matrix = _texts(_tables(FILLED[0], "BEHAVIOURS")[2])
    assert [
        "Abduction and forced imprisonment (child held against their will)",
        "? Suspected",
        "Locked in a flat",
    ] in matrix
    assert matrix[-1][1] == "0 present | 1 suspected | 13 not asked yet"
    summary = _texts(_tables(FILLED[1], "High Level")[0])
    assert ["Abduction and forced imprisonment (child held against their will)", "? Suspected"] in summary


@pytest.mark.req("RA-02", "RA-04")
def test_evidence_source_and_time_stand_beside_the_answer_with_totals_and_summary() -> None:
    low = _texts(_tables(FILLED[0], "BEHAVIOURS")[0])
    assert low[0][1:] == ["✓ Present", "Late on Monday | From: School | When: in June"]
    assert low[1][1] == "Not known"
    assert low[-1][1:] == ["1 present | 1 not known | 7 not asked yet", "Summary: | One sign so far."]


@pytest.mark.req("RA-03")
def test_added_indicators_are_counted_in_the_matrix_and_stand_beneath_their_level() -> None:
    medium = _texts(_tables(FILLED[0], "BEHAVIOURS")[1])
    assert medium[17] == ["Other: Two phones", "✓ Present", ""]
    assert medium[-1][1].startswith("1 present")
    assert _texts(_tables(FILLED[1], "Medium Level")[0])[-1] == ["Other: Two phones", "✓ Present"]


@pytest.mark.req("RA-03")
@pytest.mark.parametrize("document", [FILLED[0], BLANK[0]], ids=["filled", "blank"])
def test_the_factors_are_lettered_a_to_q(document: Document) -> None:
    (table,) = _tables(document, "Underlying")
    assert [column.heading for column in table.columns] == ["Underlying Vulnerability Factors", "Comment"]
    assert [text[0][:3] for text in _texts(table)] == [f"{letter}) " for letter in "abcdefghijklmnopq"]


def test_recognised_not_recognised_and_not_asked_factors_are_told_apart() -> None:
    comments = [text[1] for text in _texts(_tables(FILLED[0], "Underlying")[0])]
    assert comments[:3] == ["✓ Recognised | Seen at home", "Not recognised", "Not asked yet"]


@pytest.mark.req("RA-05")
@pytest.mark.parametrize("document", [FILLED[1], BLANK[1]], ids=["filled", "blank"])
def test_the_summary_form_has_its_rows_in_order(document: Document) -> None:
    for start, group in zip(("Lower", "Medium", "High"), TOOLKIT.summary_form.groups, strict=True):
        (table,) = _tables(document, f"{start} Level Indicators-")
        labels = [text[0] for text in _texts(table)]
        worded = [(row.label, *(f"Today's wording: {words}" for words in TOOLKIT.today_of(row))) for row in group.rows]
        assert labels[: len(group.rows)] == [" | ".join(row) for row in worded]
    assert sum(len(group.rows) for group in TOOLKIT.summary_form.groups) == 9 + 16 + 16


answers = st.sampled_from([each for each in Answer if each is not Answer.NOT_ASKED])


@pytest.mark.req("RA-05")
@settings(max_examples=150, deadline=None)
@given(
    given_answers=st.dictionaries(st.sampled_from([each.code for each in TOOLKIT.indicators]), answers),
    added=st.none() | answers,
)
def test_the_summary_form_ticks_exactly_what_the_rating_rules_tick(
    given_answers: dict[str, Answer], added: Answer | None
) -> None:
    others = () if added is None else (OtherIndicator("X1", "low", "Added", added.value),)
    case = Case(
        date=date(2026, 7, 1),
        age=15,
        answers={code: answer.value for code, answer in given_answers.items()},
        other_indicators=others,
    )
    assessment = replace(
        ASSESSMENT,
        indicators={code: IndicatorPrint(answer=answer) for code, answer in given_answers.items()},
        others=()
        if added is None
        else (OtherIndicatorPrint(code="X1", level="low", label="Added", given=IndicatorPrint(answer=added)),),
    )
    document = summary_form_document(TOOLKIT, assessment)
    ticked = {
        row.code
        for start, group in zip(("Lower", "Medium", "High"), TOOLKIT.summary_form.groups, strict=True)
        for row, text in zip(group.rows, _texts(_tables(document, f"{start} Level")[0]), strict=False)
        if text[1] == "✓ Present"
    }
    assert ticked == set(suggest(RULES, case).summary_form)


@pytest.mark.req("RA-06")
@pytest.mark.parametrize("document", [FILLED[2], BLANK[2]], ids=["filled", "blank"])
def test_the_analysis_has_four_quadrants_in_the_sources_order(document: Document) -> None:
    (quadrants,) = (block for block in document.blocks() if hasattr(block, "boxes"))
    assert [box.label for box in quadrants.boxes] == [
        "YOUNG PERSON RISK TAKING BEHAVIOURS/INDICATORS",
        "ASSOCIATES/ADDRESSES/HOTSPOTS",
        "ALLEGED PERPETRATOR/S",
        "POLICE ACTIVITY",
    ]


@pytest.mark.req("PL-02")
def test_the_plan_has_the_sources_header_columns_and_rows() -> None:
    (table,) = _tables(FILLED[3], "Desired")
    assert [column.heading for column in table.columns] == [
        "Desired Outcome:",
        "Action: Recommendations",
        "Who by, state name and role:",
        "When:",
        "To be reviewed at:",
        "Progress at review:",
    ]
    rows = _texts(table)
    assert len(rows) == 36
    assert rows[0][0] == rows[3][0] == "1. Section 47 joint investigation"
    assert rows[-1][:2] == [
        "11. Ensure all relevant people are aware of the level of risk to the young Person",
        "Complete a current risk assessment and share with relevant professionals",
    ]
    fields = dict(_fields(FILLED[3]))
    assert fields["Date of Meeting:"] == "3 July 2026"
    assert fields["Time:"] == "14:30"
    assert fields["Decision:"].split("   ") == [
        "Low Risk:\u00a0☐",
        "Medium Risk:\u00a0☐",
        "High Risk:\u00a0☑",
        "Exploited:\u00a0☐",
    ]


@pytest.mark.req("PL-02", "RA-12")
def test_every_page_of_the_plan_says_which_outcome_its_rows_serve(poppler: Callable[..., str]) -> None:
    (table,) = _tables(FILLED[3], "Desired")
    assert all(row[0] for row in _texts(table))
    assert all(section.orientation is Orientation.LANDSCAPE for section in FILLED[3].sections)
    pages = poppler("pdftotext", "-layout", data=pdf.render(FILLED[3])).split("\f")[:-1]
    assert len(pages) > 2
    assert all("Desired Outcome:" in page for page in pages)


@pytest.mark.req("PL-03")
def test_what_was_recognised_without_an_action_stands_on_the_plan() -> None:
    (table,) = _tables(FILLED[3], "Recognised")
    assert _texts(table) == [["g) Homophobia", "Nobody has said why yet"], ["n) Migrant", "Asked for advice"]]


@pytest.mark.req("RA-07", "RA-19")
def test_own_view_suggestion_and_decision_stand_side_by_side() -> None:
    fields = list(_fields(FILLED[0]))
    assert ("The professional's own view, given first", "High Risk") in fields
    assert ("Suggested by the toolkit's rules", "Medium Risk") in fields
    assert ("Act on, until what is suspected is ruled out", "High Risk") in fields
    assert ("Decided", "High Risk") in fields
    assert ("Decided by", "A. Manager, 2 July 2026") in fields
    assert ("Category", "Boyfriend model") in fields


@pytest.mark.req("RA-07")
def test_the_questions_about_harm_and_early_help_are_printed_where_they_were_asked() -> None:
    asked = replace(
        ASSESSMENT.level, harm_now="I don't know", harm_why="Not seen", early_help="Yes", early_help_why="At home"
    )
    fields = dict(_fields(assessment_document(TOOLKIT, replace(ASSESSMENT, level=asked))))
    assert fields["Is the child being harmed now?"] == "I don't know | Not seen"
    assert fields["Is an early help assessment (SAF) needed?"] == "Yes | At home"
    assert "Is the child being harmed now?" not in dict(_fields(FILLED[0]))


@pytest.mark.req("RA-11", "RA-14")
def test_the_four_questions_and_the_agencies_asked_are_printed() -> None:
    questions = _texts(_tables(FILLED[0], "Question")[0])
    assert questions[0][1:] == ["Partly", "Nights are not covered"]
    assert [text[1] for text in questions[1:]] == ["Not asked yet"] * 3
    assert _texts(_tables(FILLED[0], "Agency")[0]) == [["School", "Answered", "30 June 2026", "Often tired"]]


@pytest.mark.req("RT-07")
@pytest.mark.hazard("HZ-04")
def test_an_assessment_without_answers_says_no_level_yet_and_never_none() -> None:
    empty = AssessmentPrint(stamp=STAMP, child=ChildPrint(name=None))
    document = assessment_document(TOOLKIT, empty)
    fields = dict(_fields(document))
    assert fields["Suggested by the toolkit's rules"] == "No level yet: 40 not asked"
    assert fields["Decided"] == "No level yet: 40 not asked"
    rating = fields["Summary RAG rating (Please tick level of risk or evidence of actual abuse):"]
    assert "☑" not in rating
    assert rating.endswith("No level yet: 40 not asked")
    decided_none = replace(empty, level=LevelPrint(suggested="none", act_on="none", decided="none"))
    assert dict(_fields(assessment_document(TOOLKIT, decided_none)))["Decided"] == "No level yet: 40 not asked"
    assert fields["Name:"] == fields["Category"] == "Not recorded"


@pytest.mark.hazard("HZ-38")
@pytest.mark.parametrize("document", FILLED, ids=lambda document: document.title)
def test_the_childs_own_words_come_before_anything_else(document: Document) -> None:
    first = next(_fields(document))
    assert first[0] == "What the child says"


def test_missing_words_carry_their_reason() -> None:
    fields = dict(_fields(FILLED[0]))
    assert fields["What the child says"] == "I do not want to go back there."
    assert fields["What parents or carers say"] == "Not recorded, because: not reached yet"


@pytest.mark.req("RA-12")
@pytest.mark.parametrize("document", BLANK, ids=lambda document: document.title)
def test_a_blank_form_has_room_to_write_and_nothing_filled_in(document: Document) -> None:
    values = [value for _, value in _fields(document)]
    assert not any("☑" in value or "Not recorded" in value for value in values)
    tables = [block for block in document.blocks() if isinstance(block, Table)]
    assert all(not text for table in tables for row in _texts(table) for text in row[1:] if text != "Summary:")
    assert document.footer == "Blank form"


@pytest.mark.hazard("HZ-18", "HZ-19")
@pytest.mark.req("SH-06")
def test_titles_headers_and_file_names_name_nobody() -> None:
    for document in FILLED:
        assert "Planted" not in document.title + document.header + document.footer
        assert document.header.startswith(f"Confidential · {document.title} · SL-7K3Q-92")
        assert document.footer == "Printed 2 July 2026 at 10:04 by Social worker, Fictional Council"
    assert file_name("plan", "SL-7K3Q-92", "pdf") == "safelight-plan-SL-7K3Q-92.pdf"
    assert file_name("summary-form", None, "docx") == "safelight-summary-form-blank.docx"
    for reference in ("Planted Name", "SL-7K3Q-92/../x", "", "SL-7K3Q-92\n"):
        with pytest.raises(ValueError, match="reference alone"):
            file_name("plan", reference, "pdf")


@pytest.mark.hazard("HZ-45")
def test_copy_number_draft_state_and_demo_are_on_every_page_and_in_the_text() -> None:
    stamp = replace(STAMP, copy="2 of 4", state="Draft: not completed", demo=True)
    document = assessment_document(TOOLKIT, replace(ASSESSMENT, stamp=stamp))
    assert document.watermark == "DEMO"
    said = document.blocks()[0].text
    for words in ("Copy 2 of 4", "Draft: not completed", "Demo: everyone here is invented"):
        assert words in document.header
        assert words in said
    assert FILLED[0].watermark is None
    assert blank_plan_document(TOOLKIT, demo=True).watermark == "DEMO"


@pytest.mark.req("RA-12")
def test_the_details_form_shows_involvements_as_the_source_does() -> None:
    fields = dict(_fields(FILLED[0]))
    assert fields["Children's Social Care:"].split(" | ") == [
        "☐\u00a0Looked After Child   ☐\u00a0Care Leaver   ☐\u00a0Child Protection Plan   ☑\u00a0Child in Need",
        "Name of Social Worker: S. Worker",
        "CCM number: Not recorded",
    ]
    assert fields["Youth Offending Team:"] == "Name of Youth Justice Officer: Not recorded"
    blank = dict(_fields(BLANK[0]))
    assert "(Please circle)" in blank["Children's Social Care:"]
    assert blank["Name:"] == ""


@pytest.mark.slow
@pytest.mark.req("RA-12")
def test_libreoffice_prints_the_plan_with_repeated_headings(
    through_libreoffice: Callable[[bytes], bytes], poppler: Callable[..., str]
) -> None:
    pages = poppler("pdftotext", "-layout", data=through_libreoffice(word.render(FILLED[3]))).split("\f")[:-1]
    assert len(pages) > 2
    assert all("Desired Outcome:" in page for page in pages)


@pytest.mark.req("RA-12")
def test_the_level_and_what_was_logged_stand_on_a_cover_before_the_sources_form() -> None:
    logged = ConcernPrint(
        reference="SL-7K3Q-93", logged_on=date(2026, 6, 29), by="A. Tutor, form tutor", words="New phones, a car."
    )
    document = assessment_document(TOOLKIT, replace(ASSESSMENT, concerns=(logged,)))
    cover, first, *_steps = document.sections
    headings = [[block.text for block in section.blocks if isinstance(block, Heading)] for section in (cover, first)]
    assert headings[0][:2] == ["In their own words", "Level of risk, and what it rests on"]
    assert headings[0][-1] == "What was logged before"
    assert headings[1][0] == next(form.title for form in TOOLKIT.forms if form.code == "details")
    assert _texts(_tables(document, "Logged")[0]) == [
        ["29 June 2026\nA. Tutor, form tutor\nSL-7K3Q-93", "New phones, a car."]
    ]


@pytest.mark.req("RA-11", "RA-14")
def test_questions_that_nobody_answered_are_one_row_and_never_read_as_no() -> None:
    fields = dict(_fields(assessment_document(TOOLKIT, replace(ASSESSMENT, effectiveness={}, agencies=()))))
    assert fields["Is the present help enough?"] == "Nobody has judged this yet."
    assert fields["Agencies asked for what they know"] == "Nobody has been recorded as asked yet."
