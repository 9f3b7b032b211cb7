"""Tables of the plans: the safety plan with its actions and versions."""

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

__all__ = ["Action", "ActionEdit", "ActionNote", "Approval", "CopyFor", "Gap", "Plan", "PlanVersion", "Rag"]
