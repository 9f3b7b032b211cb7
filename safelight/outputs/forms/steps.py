"""The forms' fields: the child's details, the summary form's head, and the analysis (P details form, steps 4 and 5)."""

from collections.abc import Mapping

from safelight.outputs.content import Block, Cell, Field, Heading, Quadrants, cell
from safelight.outputs.forms.data import AssessmentPrint
from safelight.outputs.forms.levels import no_level_yet, options_for
from safelight.outputs.forms.matrix import not_asked
from safelight.outputs.forms.pages import NOT_RECORDED, fields_block, form_of, recorded
from safelight.toolkits.schema import Toolkit

_QUADRANT_HEIGHT = 62


def details_blocks(toolkit: Toolkit, assessment: AssessmentPrint | None) -> tuple[Block, ...]:
    """The details form: the child, who is involved, and the level in the form's own boxes."""
    form = form_of(toolkit, "details")
    values = None if assessment is None else _details(toolkit, assessment)
    blocks: list[Block] = [Heading(form.title)]
    for block in form.blocks:
        chosen: Mapping[str, frozenset[str]] = {}
        if assessment is not None:
            level = assessment.level
            chosen = {
                "social_care": frozenset(assessment.involvements.social_care),
                "level": options_for(block, None if level.not_in_effect else level.decided),
            }
        blocks += fields_block(block, values, chosen)
    return tuple(blocks)


def summary_fields(toolkit: Toolkit, assessment: AssessmentPrint | None) -> tuple[Block, ...]:
    """The head of the summary form."""
    block = form_of(toolkit, "summary").blocks[0]
    return fields_block(block, None if assessment is None else _details(toolkit, assessment), {}, per_row=2)


def analysis_blocks(toolkit: Toolkit, assessment: AssessmentPrint | None) -> tuple[Block, ...]:
    """The head of the analysis and its four quadrants."""
    head, quadrants = form_of(toolkit, "analysis").blocks
    values = None if assessment is None else _details(toolkit, assessment)
    boxes = [
        Field(each.label, Cell() if values is None else values.get(each.code, cell(NOT_RECORDED)))
        for each in quadrants.fields
    ]
    first, second, third, fourth = boxes
    return (
        *fields_block(head, values, {}, per_row=len(head.fields)),
        Quadrants((first, second, third, fourth), _QUADRANT_HEIGHT),
    )


def _details(toolkit: Toolkit, assessment: AssessmentPrint) -> dict[str, Cell]:
    """Every value that the toolkit's forms can ask for, by the field's code."""
    child, involved = assessment.child, assessment.involvements
    values = {
        "name": child.name,
        "date_of_birth": child.date_of_birth,
        "address": child.address,
        "parental_responsibility": child.parental_responsibility,
        "telephone": child.telephone,
        "social_worker": involved.social_worker,
        "ccm_number": involved.ccm_number,
        "youth_justice_officer": involved.youth_justice_officer,
        "lead_professional": involved.lead_professional,
        "school": involved.school,
        "other_services": involved.other_services,
        "assessed_on": assessment.assessed_on,
        "assessor": assessment.assessor,
        "analysed_on": assessment.analysed_on or assessment.assessed_on,
        "review_on": assessment.review_on,
        "behaviours": assessment.behaviours,
        "places": assessment.places,
        "perpetrators": assessment.perpetrators,
        "police": assessment.police,
    }
    cells = {code: recorded(value) for code, value in values.items()}
    # These fields also have boxes or parts, and need words only where those alone would mislead.
    if involved.youth_offending_team:
        cells["youth_offending_team"] = recorded(involved.youth_offending_team)
    if not involved.social_care:
        cells["social_care"] = recorded(involved.social_care_words)
    if assessment.level.not_in_effect:
        cells["level"] = cell(assessment.level.not_in_effect, strong=True)
    elif assessment.level.decided in {None, "none"}:
        cells["level"] = cell(no_level_yet(not_asked(toolkit, assessment)), strong=True)
    return cells
