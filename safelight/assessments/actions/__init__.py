"""Everything that changes an assessment. Each action asks who may, changes, and writes its audit entry."""

from safelight.assessments.actions.drafting import (
    add_other_indicator,
    ask_agency,
    record_agency_answer,
    start,
)
from safelight.assessments.actions.ending import abandon, complete, move, withdraw
from safelight.assessments.actions.groups import rest_not_known, take_back
from safelight.assessments.actions.saving import Saved, save_field, save_step, settle_conflicts

__all__ = [
    "Saved",
    "abandon",
    "add_other_indicator",
    "ask_agency",
    "complete",
    "move",
    "record_agency_answer",
    "rest_not_known",
    "save_field",
    "save_step",
    "settle_conflicts",
    "start",
    "take_back",
    "withdraw",
]
