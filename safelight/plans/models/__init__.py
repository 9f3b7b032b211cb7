"""Tables of the plans: the safety plan with its actions and versions, and what follows it while it runs."""

from safelight.plans.models.following import (
    Confirmation,
    LowRiskPath,
    ProgressReport,
    Review,
    RowsTaken,
    Target,
    TargetAgreement,
)
from safelight.plans.models.plan import (
    Action,
    ActionEdit,
    ActionNote,
    Approval,
    CopyFor,
    Gap,
    Plan,
    PlanVersion,
    Rag,
)

__all__ = [
    "Action",
    "ActionEdit",
    "ActionNote",
    "Approval",
    "Confirmation",
    "CopyFor",
    "Gap",
    "LowRiskPath",
    "Plan",
    "PlanVersion",
    "ProgressReport",
    "Rag",
    "Review",
    "RowsTaken",
    "Target",
    "TargetAgreement",
]
