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
    REPORT_MISSING = "report a child missing, and record what is done until they are back"
    SEE_MISSING = "see missing episodes and trigger plans of the whole partnership, and nothing else of those children"
    AGREE_INTERVENTION = "agree a level of intervention"
    AGREE_LOWER_LEVEL = "agree a decision lower than suggested"
    DRAFT_PLAN = "draft a plan and send it for agreement"
    APPROVE_PLAN = "agree or return a plan"
    RUN_MEETINGS = "plan, run and close a meeting"
    SET_ASIDE_DUTY = "set aside a duty, with a reason"
    WITHDRAW_ASSESSMENT = "withdraw or move an assessment on the wrong child"
    SEE_TEAM = "see the children of one's team"
    SEE_AGENCY = "see the children of one's agency"
    SEE_RAISED = "see the partnership's children that are medium, high, exploited, or sent"
    RESOLVE_DUPLICATES = "look at possible duplicates across the partnership"
    PRINT = "print and download a child's forms"
    BREAK_GLASS = "open a record for a set time without being involved, with a reason that is told and reviewed"
    OPEN_RESTRICTED = "open a restricted record in an emergency, by break-glass"
    REVIEW_BREAK_GLASS = "review each time that somebody opened a record by break-glass"
    RESTRICT_CHILD = "restrict a record to named people, and lift it"
    NAME_CONFLICT = "note that a colleague must not see a child's record, and name an independent reviewer"
    ADD_WARNING = "add a time-limited warning note, such as one about a visit"
    REFER = "refer or transfer a child to another agency, and answer such an offer"
    CIRCULATE = "send copies of a child's plan or minutes, and decide what is shared with whom"
    ATTACH_FILE = "attach a file to a child's record"
    OPEN_SEALED = "record what was done about a sealed file; nobody opens it here"
    SEE_VIEWERS = "see who has viewed a child's record"
    SEE_AUDIT = "see the audit log by person, by child and by kind, without any content"
    ANSWER_SUBJECT_ACCESS = "prepare the answer to a subject access request"
    REVIEW_SUBJECT_ACCESS = "review what a colleague redacted before it leaves"
    MANAGE_RETENTION = "hold, review and dispose of records by the retention schedule"
    OPEN_SUBJECT_ACCESS = "open a subject access request for a child one sees, for the information officer to answer"
    AGREE_DISPOSAL = "agree, as the second person, that a record is disposed of"
    ANSWER_FRONT_DOOR = "answer what young people, parents and the public sent in"
    SEE_AGGREGATES = "see counts without names"
    MANAGE_USERS = "make people and give roles, never one's own"
    ADOPT_DEFINITIONS = "adopt toolkits and local settings"
    CHOOSE_TEMPLATES = "choose the area's plan template, and hand in a new one"
    KEEP_DIRECTORY = "confirm, correct and add services of the directory"


class Role(models.TextChoices):
    """The roles of this release. Lead worker, chair and primary contact are assignments, not roles."""

    PRACTITIONER = "practitioner", _("Practitioner")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("Safeguarding lead")
    MANAGER = "manager", _("Manager")
    COORDINATOR = "coordinator", _("Coordinator")
    EMERGENCY_DUTY = "emergency_duty", _("Emergency duty worker")
    INTELLIGENCE_OFFICER = "intelligence_officer", _("Intelligence officer")
    ANALYST = "analyst", _("Analyst")
    DATA_OFFICER = "data_officer", _("Data officer")
    INFORMATION_OFFICER = "information_officer", _("Information officer")
    ADMINISTRATOR = "administrator", _("Administrator")


_PRACTITIONER = frozenset(
    {
        Permission.LOG_CONCERN,
        Permission.EDIT_CHILD,
        Permission.ASSESS,
        Permission.DECIDE_LEVEL,
        Permission.CONTACT_MASH,
        Permission.REPORT_MISSING,
        Permission.DRAFT_PLAN,
        Permission.RUN_MEETINGS,
        Permission.PRINT,
        Permission.BREAK_GLASS,
        Permission.ADD_WARNING,
        Permission.REFER,
        Permission.CIRCULATE,
        Permission.ATTACH_FILE,
    }
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PRACTITIONER: _PRACTITIONER,
    Role.SAFEGUARDING_LEAD: _PRACTITIONER
    | {
        Permission.AGREE_INTERVENTION,
        Permission.SEE_AGENCY,
        Permission.OPEN_SUBJECT_ACCESS,
    },
    Role.MANAGER: _PRACTITIONER
    | {
        Permission.SEE_TEAM,
        Permission.AGREE_INTERVENTION,
        Permission.AGREE_LOWER_LEVEL,
        Permission.APPROVE_PLAN,
        Permission.SET_ASIDE_DUTY,
        Permission.WITHDRAW_ASSESSMENT,
        Permission.REVIEW_BREAK_GLASS,
        Permission.RESTRICT_CHILD,
        Permission.NAME_CONFLICT,
        Permission.SEE_VIEWERS,
        Permission.OPEN_SEALED,
        Permission.REVIEW_SUBJECT_ACCESS,
        Permission.OPEN_SUBJECT_ACCESS,
        Permission.AGREE_DISPOSAL,
    },
    Role.COORDINATOR: frozenset(
        {
            Permission.LOG_CONCERN,
            Permission.CONTACT_MASH,
            Permission.REPORT_MISSING,
            Permission.SEE_RAISED,
            Permission.RUN_MEETINGS,
            Permission.RESOLVE_DUPLICATES,
            Permission.PRINT,
            Permission.BREAK_GLASS,
            Permission.NAME_CONFLICT,
            Permission.ADD_WARNING,
            Permission.REFER,
            Permission.CIRCULATE,
            Permission.ANSWER_FRONT_DOOR,
            Permission.OPEN_SEALED,
            Permission.KEEP_DIRECTORY,
            Permission.CHOOSE_TEMPLATES,
            Permission.SEE_AGGREGATES,
        }
    ),
    Role.EMERGENCY_DUTY: frozenset(
        {
            Permission.LOG_CONCERN,
            Permission.CONTACT_MASH,
            Permission.REPORT_MISSING,
            Permission.SEE_MISSING,
            Permission.BREAK_GLASS,
            Permission.OPEN_RESTRICTED,
        }
    ),
    # Intelligence officers and analysts get their permissions with the rooms they work in.
    Role.INTELLIGENCE_OFFICER: frozenset(),
    Role.ANALYST: frozenset(),
    Role.DATA_OFFICER: frozenset({Permission.SEE_AGGREGATES}),
    Role.INFORMATION_OFFICER: frozenset(
        {Permission.ANSWER_SUBJECT_ACCESS, Permission.MANAGE_RETENTION, Permission.AGREE_DISPOSAL}
    ),
    Role.ADMINISTRATOR: frozenset(
        {Permission.MANAGE_USERS, Permission.ADOPT_DEFINITIONS, Permission.SEE_AUDIT, Permission.KEEP_DIRECTORY}
    ),
}

# Who holds one of these can open or change what others can't: a second administrator agrees, where there is one.
AGREED_BY_TWO = frozenset({Role.ADMINISTRATOR, Role.INTELLIGENCE_OFFICER, Role.INFORMATION_OFFICER})

# An administrator sees no child, so these alone stand beside it.
BESIDE_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR, Role.ANALYST, Role.DATA_OFFICER})
