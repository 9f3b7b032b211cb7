"""Who may do what: each role is a readable list of permissions. No database rows, no surprises."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing that a role may do. Whether a person may do it to *this* child is asked apart (``visible_to``)."""

    LOG_CONCERN = "log a concern about a child"
    EDIT_CHILD = "create and correct a child's record"
    ASSESS = "fill in and complete an assessment"
    DECIDE_LEVEL = "decide a level of risk"
    CONTACT_MASH = "record that MASH was contacted"
    AGREE_INTERVENTION = "agree a level of intervention"
    AGREE_LOWER_LEVEL = "agree a decision lower than suggested"
    DRAFT_PLAN = "draft a plan and send it for agreement"
    APPROVE_PLAN = "agree or return a plan"
    SET_ASIDE_DUTY = "set aside a duty, with a reason"
    WITHDRAW_ASSESSMENT = "withdraw or move an assessment on the wrong child"
    SEE_TEAM = "see the children of one's team"
    SEE_AGENCY = "see the children of one's agency"
    SEE_RAISED = "see the partnership's children that are medium, high, exploited, or sent"
    RESOLVE_DUPLICATES = "look at possible duplicates across the partnership"
    PRINT = "print and download a child's forms"
    MANAGE_USERS = "make people and give roles, never one's own"
    ADOPT_DEFINITIONS = "adopt toolkits and local settings"


class Role(models.TextChoices):
    """The roles of this release. Lead worker, chair and primary contact are assignments, not roles."""

    PRACTITIONER = "practitioner", _("Practitioner")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("Safeguarding lead")
    MANAGER = "manager", _("Manager")
    COORDINATOR = "coordinator", _("Coordinator")
    ADMINISTRATOR = "administrator", _("Administrator")


_PRACTITIONER = frozenset(
    {
        Permission.LOG_CONCERN,
        Permission.EDIT_CHILD,
        Permission.ASSESS,
        Permission.DECIDE_LEVEL,
        Permission.CONTACT_MASH,
        Permission.DRAFT_PLAN,
        Permission.PRINT,
    }
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PRACTITIONER: _PRACTITIONER,
    Role.SAFEGUARDING_LEAD: _PRACTITIONER | {Permission.AGREE_INTERVENTION, Permission.SEE_AGENCY},
    Role.MANAGER: _PRACTITIONER
    | {
        Permission.SEE_TEAM,
        Permission.AGREE_INTERVENTION,
        Permission.AGREE_LOWER_LEVEL,
        Permission.APPROVE_PLAN,
        Permission.SET_ASIDE_DUTY,
        Permission.WITHDRAW_ASSESSMENT,
    },
    Role.COORDINATOR: frozenset(
        {
            Permission.LOG_CONCERN,
            Permission.CONTACT_MASH,
            Permission.SEE_RAISED,
            Permission.RESOLVE_DUPLICATES,
            Permission.PRINT,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Permission.MANAGE_USERS, Permission.ADOPT_DEFINITIONS}),
}
