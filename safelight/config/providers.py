"""Which room adds what to the joined views: each lower room defines the shape, the upper rooms fill it here."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from safelight.access import leaving
from safelight.access.models import User
from safelight.assessments import duties as assessment_duties
from safelight.assessments import events, history, offered, own_steps
from safelight.backup import after_restore, revoked
from safelight.children import calls, chronology, due, entries, sight_duties, statements, tabs
from safelight.children import queries as children
from safelight.children.actions import leave_all
from safelight.children.models import AgencyTold
from safelight.children.queries.leaving import left_behind
from safelight.core import clock
from safelight.delivery import actions as delivery_actions
from safelight.delivery import watching
from safelight.duties import gate, registry, waiting
from safelight.duties.types import ChildFacts
from safelight.files import actions as file_actions
from safelight.files import providers as files
from safelight.files import queries as file_queries
from safelight.front_door import due as front_door
from safelight.governance import actions as governance_actions
from safelight.governance import providers as governance
from safelight.governance import queries as governance_queries
from safelight.language import pages as language
from safelight.meetings import providers as meetings
from safelight.missing import providers as missing
from safelight.outputs import minutes as meeting_minutes
from safelight.outputs import papers as plan_papers
from safelight.outputs import young_person as young_person_prints
from safelight.oversight import presenters as oversight
from safelight.overview import history as overview_history
from safelight.overview.presenters import administration
from safelight.plans import providers as plans
from safelight.ratings import actions as rating_actions
from safelight.ratings import procedures
from safelight.ratings import providers as ratings
from safelight.ratings import steps as rating_steps
from safelight.reminders import providers as reminders
from safelight.sharing import circulation_due, papers
from safelight.sharing import due as sharing
from safelight.sharing import entries as sharing_entries
from safelight.sharing import queries as sharing_queries
from safelight.support import providers as support
from safelight.young_person import providers as young_person


def register() -> None:
    """Register every provider. Called once, when Django has loaded all rooms."""
    gate.register(_facts_for)
    language.register_age(_age_for)
    gate.register_contact_only(_sees_by_break_glass_only)
    registry.register(due.duties)
    registry.register(sight_duties.duties)
    registry.register_stand_ins(lambda child_ids: children.stand_ins(child_ids).answer)
    registry.register(sharing.duties)
    registry.register(circulation_due.duties)
    registry.register(assessment_duties.high_ticks)
    registry.register(ratings.duties)
    registry.register(plans.duties)
    registry.register(support.duties)
    registry.register(missing.duties)
    registry.register(meetings.duties)
    registry.register(young_person.duties)
    registry.register(governance.duties)
    registry.register(files.duties)
    waiting.register(front_door.waiting)
    waiting.register(sharing.waiting)
    watching.register(sharing_queries.PURPOSE, sharing_queries.link_is_live)
    waiting.register(oversight.waiting)
    waiting.register(administration.waiting)
    waiting.register(governance.waiting)
    waiting.register(reminders.waiting)
    waiting.register(young_person.waiting_for)
    leaving.register(leave=leave_all, count=left_behind)
    calls.register(AgencyTold.Agency.MASH, {assessment_duties.CODE, procedures.HARM, procedures.CONTACT_MASH})
    chronology.register(entries.entries)
    chronology.register(sharing_entries.entries)
    chronology.register(sharing_entries.circulated)
    chronology.register(history.entries)
    chronology.register(ratings.chronology)
    chronology.register(plans.chronology)
    chronology.register(support.chronology)
    chronology.register(missing.chronology)
    chronology.register(meetings.chronology)
    chronology.register(young_person.chronology)
    chronology.register(governance.chronology)
    statements.register(governance.statements)
    chronology.register(files.chronology)
    chronology.register(overview_history.entries)
    offered.register(missing.evidence)
    papers.register(plan_papers.PLAN)
    papers.register(meeting_minutes.PAPER)
    papers.register(young_person_prints.PAPER)
    own_steps.register()
    tabs.register_tab(tabs.Tab(_("Assessments"), "assessments:list", 50))
    rating_steps.register()
    tabs.register_tab(tabs.Tab(_("Plan"), "plans:child", 55))
    tabs.register_tab(tabs.Tab(_("Own plan"), "young_person:plan", 57))
    tabs.register_tab(tabs.Tab(_("Support"), "support:child", 58))
    tabs.register_tab(tabs.Tab(_("Missing"), "missing:child", 45))
    tabs.register_tab(tabs.Tab(_("Meetings"), "meetings:child", 58))
    tabs.register_tab(tabs.Tab(_("Levels"), "ratings:levels", 60))
    tabs.register_tab(tabs.Tab(_("Sent out"), "sharing:circulations", 85))
    tabs.register_tab(tabs.Tab(_("Documents"), "outputs:documents", 90))
    events.on_withdrawn(rating_actions.assessment_withdrawn)
    after_restore.register(after_restore.Step("access_taken_away", revoked.read, revoked.apply))
    after_restore.register(
        after_restore.Step("disposed_again", governance_queries.tombstones, governance_actions.replay_disposals)
    )
    after_restore.register(after_restore.Step("sealed_again", file_queries.sealed_now, file_actions.seal_again))
    after_restore.register(after_restore.Step("mail_held", delivery_actions.waiting_now, delivery_actions.hold))


def _facts_for(user: User, child_id: UUID) -> ChildFacts:
    return children.facts([children.get(user, child_id)])[0]


def _age_for(user: User, child_id: UUID) -> int | None:
    return children.age_on(children.get(user, child_id), clock.today())


def _sees_by_break_glass_only(user: User, child_id: UUID) -> bool:
    child = children.looked_up_by(user).filter(pk=child_id).first()
    return child is not None and children.sees_by_break_glass_only(user, child)
