"""For whom missing episodes and trigger plans are to be seen; the rule stands in ``missing.permissions``."""

from safelight.missing.permissions import in_sight, may_follow_up, may_report, may_see_missing, sees_only_missing

__all__ = ["in_sight", "may_follow_up", "may_report", "may_see_missing", "sees_only_missing"]
