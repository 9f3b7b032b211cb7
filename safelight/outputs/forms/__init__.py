"""The toolkit's own forms as documents, filled in or blank for use on paper."""

from safelight.outputs.forms.assessment import (
    analysis_document,
    assessment_document,
    blank_analysis_document,
    blank_assessment_document,
    blank_summary_form_document,
    summary_form_document,
)
from safelight.outputs.forms.front_door import blank_tell_document
from safelight.outputs.forms.pages import file_name
from safelight.outputs.forms.plan import blank_plan_document, plan_document

__all__ = [
    "analysis_document",
    "assessment_document",
    "blank_analysis_document",
    "blank_assessment_document",
    "blank_plan_document",
    "blank_summary_form_document",
    "blank_tell_document",
    "file_name",
    "plan_document",
    "summary_form_document",
]
