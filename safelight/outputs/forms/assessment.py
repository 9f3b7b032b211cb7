"""The assessment as the toolkit's own forms: the whole of it, or its summary form or analysis alone."""

from safelight.outputs.content import Block, Document, Field, FieldTable, Heading, Orientation, Section
from safelight.outputs.forms.data import AssessmentPrint
from safelight.outputs.forms.decision import concern_blocks, decision_blocks
from safelight.outputs.forms.matrix import factor_blocks, matrix_blocks, summary_blocks
from safelight.outputs.forms.pages import blank_own_words, document, form_of, own_words, recorded
from safelight.outputs.forms.steps import analysis_blocks, details_blocks, summary_fields
from safelight.toolkits.schema import Toolkit

ASSESSMENT_TITLE = "Assessment"
SUMMARY_FORM_TITLE = "Summary form"
ANALYSIS_TITLE = "Analysis"


def assessment_document(toolkit: Toolkit, assessment: AssessmentPrint) -> Document:
    """A cover of ours with the child's words, the level and what it rests on; then all five steps in the toolkit's
    order (RA-12). Whoever is sent it reads first what was decided and why."""
    return document(ASSESSMENT_TITLE, assessment.stamp, _sections(toolkit, assessment))


def blank_assessment_document(toolkit: Toolkit, *, demo: bool = False) -> Document:
    """All five steps with empty ruled cells, to fill in on paper (RA-12)."""
    return document(ASSESSMENT_TITLE, None, _sections(toolkit, None), demo=demo)


def summary_form_document(toolkit: Toolkit, assessment: AssessmentPrint) -> Document:
    """The summary form alone, filled from the risk factors matrix (RA-05)."""
    section = Section((*own_words(assessment.words), *_summary(toolkit, assessment)))
    return document(SUMMARY_FORM_TITLE, assessment.stamp, (section,))


def blank_summary_form_document(toolkit: Toolkit, *, demo: bool = False) -> Document:
    """The summary form to fill in on paper."""
    return document(SUMMARY_FORM_TITLE, None, (Section(_summary(toolkit, None)),), demo=demo)


def analysis_document(toolkit: Toolkit, assessment: AssessmentPrint) -> Document:
    """The analysis in its four quadrants, alone (RA-06)."""
    blocks = (*own_words(assessment.words), *_analysis(toolkit, assessment))
    section = Section(blocks, Orientation.LANDSCAPE)
    return document(ANALYSIS_TITLE, assessment.stamp, (section,))


def blank_analysis_document(toolkit: Toolkit, *, demo: bool = False) -> Document:
    """The analysis to fill in on paper."""
    section = Section(_analysis(toolkit, None), Orientation.LANDSCAPE)
    return document(ANALYSIS_TITLE, None, (section,), demo=demo)


def _sections(toolkit: Toolkit, assessment: AssessmentPrint | None) -> tuple[Section, ...]:
    first = (*details_blocks(toolkit, assessment), *factor_blocks(toolkit, assessment))
    steps = (
        Section(matrix_blocks(toolkit, assessment), Orientation.LANDSCAPE),
        Section(_summary(toolkit, assessment)),
        Section(_analysis(toolkit, assessment), Orientation.LANDSCAPE),
    )
    if assessment is None:
        return (Section((*blank_own_words(), *first)), *steps)
    child = assessment.child
    cover = (
        *own_words(assessment.words),
        FieldTable(
            ((Field("Name", recorded(child.name)), Field("Date of birth", recorded(child.date_of_birth))),),
        ),
        *decision_blocks(toolkit, assessment),
        *concern_blocks(assessment.concerns),
    )
    return (Section(cover), Section(first), *steps)


def _summary(toolkit: Toolkit, assessment: AssessmentPrint | None) -> tuple[Block, ...]:
    return (
        Heading(form_of(toolkit, "summary").title),
        *summary_fields(toolkit, assessment),
        *summary_blocks(toolkit, assessment),
    )


def _analysis(toolkit: Toolkit, assessment: AssessmentPrint | None) -> tuple[Block, ...]:
    return (Heading(form_of(toolkit, "analysis").title), *analysis_blocks(toolkit, assessment))
