"""Whether the demo shows everything that the software knows: every state, step, level, rule, note and bucket."""

from collections.abc import Iterable
from datetime import datetime

from safelight.access.models import Partnership, RoleHolding
from safelight.access.roles import Role
from safelight.assessments.models import (
    AgencyAsked,
    Answer,
    Assessment,
    DraftEdit,
    FactorAnswer,
    IndicatorAnswer,
    State,
)
from safelight.audit.models import Entry
from safelight.children import queries as children
from safelight.children.models import (
    AgencyTold,
    Child,
    Concern,
    ContactNote,
    PersonAround,
    PossibleDuplicate,
    Promise,
    Strength,
    Voice,
)
from safelight.core.clock import london_day
from safelight.duties import clock as duty_clock
from safelight.duties import registry
from safelight.duties.clock import Bucket
from safelight.duties.models import DutyAct, Outcome
from safelight.files.choices import State as FileState
from safelight.files.models import AttachedFile
from safelight.front_door.models import Message
from safelight.governance.models import Correction, LegalHold, Redaction, SubjectAccessRequest
from safelight.governance.queries import due_for_disposal
from safelight.governance.states import RequestState
from safelight.meetings.models import Meeting
from safelight.meetings.states import State as MeetingState
from safelight.meetings.states import Type as MeetingType
from safelight.plans.models import Action, Approval, Plan, PlanVersion, Rag
from safelight.plans.states import ActionState, PlanState
from safelight.ratings.models import DecidedLevel, Decision, DecisionAgreement, HarmNow, OwnView, SafDecision, ViewLevel
from safelight.sharing import queries as sharing
from safelight.sharing.copies import CopyState
from safelight.sharing.models import Circulation, Referral
from safelight.sharing.states import State as ReferralState
from safelight.toolkits import queries as toolkits

CHILDREN = (55, 85)

TEMPLATES = ("portsmouth-2016", "coventry-plan", "northumberland-plan", "wales-plan")

# Every step from one state to another leaves one of these in the audit log.
STEPS = (
    "concern.drafted",
    "concern.logged",
    "concern.linked",
    "concern.closed",
    "concern.sent_to_coordinator",
    "disclosure.recorded",
    "agency.told",
    "assessment.started",
    "assessment.saved",
    "assessment.conflicts-settled",
    "assessment.completed",
    "assessment.abandoned",
    "assessment.withdrawn",
    "assessment.moved-here",
    "rating.own-view-saved",
    "rating.decided",
    "rating.agreed",
    "rating.declined",
    "rating.seen",
    "plan.drafted",
    "plan.submitted",
    "plan.taken-back",
    "plan.returned",
    "plan.agreed",
    "plan.new-version",
    "plan.closed",
    "plan.gap-explained",
    "plan.action-taken-out",
    "plan.actions-chosen",
    "plan.reviewed",
    "plan.target-set",
    "plan.target-went",
    "plan.rows-taken",
    "plan.report-begun",
    "plan.report-sent",
    "plan.low-risk-path",
    "duty.done",
    "duty.set_aside",
    "duty.passed_on",
    "duty.accepted",
    "promise.made",
    "promise.answered",
    "child.updated",
    "child.twins_marked",
    "child.transition_recorded",
    "child.onward_plan_checked",
    "duplicate.settled",
    "child.restricted",
    "break_glass.opened",
    "break_glass.reviewed",
    "conflict.noted",
    "warning.added",
    "warning.extended",
    "warning.ended",
    "contact.halt_decided",
    "subject-access.opened",
    "subject-access.identity-checked",
    "subject-access.child-view-recorded",
    "subject-access.prepared",
    "subject-access.entry-left-out",
    "subject-access.sent-for-review",
    "subject-access.returned",
    "subject-access.agreed",
    "subject-access.sent",
    "correction.accepted",
    "correction.refused",
    "retention.schedule-adopted",
    "retention.hold-placed",
    "referral.offered",
    "referral.acknowledged",
    "referral.accepted",
    "referral.rejected",
    "referral.withdrawn",
    "referral.done",
    "circulation.prepared",
    "copy.sent",
    "copy.acknowledged",
    "copy.chased",
    "copy.recalled",
    "sharing.decided",
    "sharing.decided-not-to",
    "link.opened",
    "link.ended",
    "message.sent",
    "message.not-delivered",
    "child.transferred",
    "meeting.planned",
    "meeting.invited",
    "meeting.attendance",
    "meeting.opened",
    "meeting.said",
    "meeting.row-reviewed",
    "meeting.level-reviewed",
    "meeting.volt-added",
    "meeting.volt-taken-out",
    "meeting.next-set",
    "meeting.closed",
    "meeting.cancelled",
    "meeting.corrected",
    "directory.service_kept",
    "support.alert_placed",
    "support.notice_recorded",
    "support.level_looked_at",
    "support.monitoring_begun",
    "support.monitoring_reviewed",
    "support.restraint_recorded",
    "support.move_recorded",
    "support.calm_saved",
    "support.work_planned",
    "support.session_recorded",
    "support.work_evaluated",
    "missing.reported",
    "missing.returned",
    "missing.times_corrected",
    "missing.merged",
    "missing.entered_in_error",
    "missing.closed",
    "missing.contact_tried",
    "missing.sighting",
    "missing.alert_asked",
    "missing.publicity_decided",
    "missing.interview_offered",
    "missing.interview_accepted",
    "missing.interview_declined",
    "missing.interview_done",
    "missing.recommendation_left",
    "message.received",
    "message.read",
    "message.logged",
    "message.answered",
    "message.closed",
)


def missing(partnership: Partnership, now: datetime) -> list[str]:
    """What the demo does not show, in words; empty when it shows everything."""
    here = {"partnership": partnership}
    kit = toolkits.toolkit_in_force(partnership, london_day(now))
    decisions = list(Decision.objects.filter(**here))
    notes = {note for decision in decisions for note in decision.result["notes"]}
    rules = {decision.rule for decision in decisions}
    answers = IndicatorAnswer.objects.filter(assessment__partnership=partnership)
    held = set(answers.filter(answer__in=("present", "suspected")).values_list("code", flat=True))
    factors = set(FactorAnswer.objects.filter(**here, recognised=True).values_list("code", flat=True))
    steps = set(Entry.objects.filter(partnership_id=partnership.pk).values_list("action", flat=True))
    found = [
        *_all("role", Role.values, _values(RoleHolding, "role", here)),
        *_all("state of a concern", Concern.State.values, _values(Concern, "state", here)),
        *_all("state of a message", Message.State.values, _values(Message, "state", here) | {"read"}),
        *_all("state of a file", FileState.values, _values(AttachedFile, "state", here)),
        *_all("agency told", AgencyTold.Agency.values, _values(AgencyTold, "agency", here)),
        *_all("state of an assessment", State.values, _values(Assessment, "state", here)),
        *_all("answer", Answer.values, set(answers.values_list("answer", flat=True))),
        *_all("agency asked", AgencyAsked.Outcome.values, _values(AgencyAsked, "outcome", here)),
        *_all("draft edit", DraftEdit.Kind.values, _values(DraftEdit, "kind", here)),
        *_all("indicator held", [each.code for each in kit.indicators] + ["X1"], held),
        *_all("factor recognised", [each.code for each in kit.factors], factors),
        *_all("own view", ViewLevel.values, _values(OwnView, "level", here)),
        *_all("decided level", DecidedLevel.values, {each.decided_level for each in decisions}),
        *_all(
            "suggested level",
            [v for v in DecidedLevel.values if v != "exploited"],
            {d.suggested_level for d in decisions},
        ),
        *_all("level acted for", ["none", "low", "medium", "high"], {each.act_on for each in decisions}),
        *_all("rule", ["1", "2", "3", "4", "5", "6", "None"], {str(rule) for rule in rules}),
        *_all("note", [each.code for each in kit.rating.notes], notes),
        *_all("harm now", HarmNow.values, {each.harm_now for each in decisions}),
        *_all("SAF decision", SafDecision.values, {each.saf_decision for each in decisions}),
        *_all("category", [each.code for each in kit.categories], {each.category for each in decisions}),
        *_all("manager’s answer", DecisionAgreement.Outcome.values, _values(DecisionAgreement, "outcome", here)),
        *_all(
            "state of a plan", [v for v in PlanState if v not in _PASSING], _values(Plan, "state", here) | _kept(here)
        ),
        *_all("template of a plan", TEMPLATES, _values(Plan, "definition__definition_id", here)),
        *_all("answer to a plan", Approval.Outcome.values, _values(Approval, "outcome", here)),
        *_all("state of an action", list(ActionState), _values(Action, "state", here)),
        *_all("colour of an action", Rag.values, _values(Action, "rag", here)),
        *_all("act on a duty", Outcome.values, _values(DutyAct, "outcome", here)),
        *_all("contact", ContactNote.Kind.values, _values(ContactNote, "kind", here)),
        *_all("promise", Promise.Outcome.values, _values(Promise, "outcome", here)),
        *_all("voice", Voice.Whose.values, _values(Voice, "whose", here)),
        *_all("strength", Strength.Kind.values, _values(Strength, "kind", here)),
        *_all("tie", PersonAround.Tie.values, _values(PersonAround, "tie", here)),
        *_all("social care status", Child.SocialCare.values, _values(Child, "social_care_status", here)),
        *_all(
            "duplicate",
            [PossibleDuplicate.State.OPEN, PossibleDuplicate.State.SAME],
            _values(PossibleDuplicate, "state", here),
        ),
        *_all(
            "state of a request",
            [RequestState.PREPARING, RequestState.IN_REVIEW, RequestState.SENT],
            _values(SubjectAccessRequest, "state", here),
        ),
        *_all("type of meeting", list(MeetingType), _values(Meeting, "kind", here)),
        *_all("state of a meeting", list(MeetingState), _values(Meeting, "state", here)),
        *_all("state of a referral", list(ReferralState), _values(Referral, "state", here)),
        *_all("state of a copy", list(CopyState), _copies(here)),
        *_all("kind of referral", ["referral", "transfer"], _values(Referral, "kind", here)),
        *_all("place in what was gathered", Redaction.State.values, _values(Redaction, "state", here)),
        *_all("correction", ["accepted", "refused"], _values(Correction, "state", here)),
        *_all("bucket of duties", list(Bucket), _buckets(partnership, now)),
        *_all("step", STEPS, steps),
    ]
    everybody = Child.objects.filter(**here).count()
    if not CHILDREN[0] <= everybody <= CHILDREN[1]:
        found.append(f"about eighty children: there are {everybody}")
    if not any(each.not_asked == len(kit.indicators) for each in decisions):
        found.append("a decision with nothing asked")
    if not any(now > one.reply_by for one in Referral.objects.filter(**here, state=ReferralState.OFFERED)):
        found.append("a referral that nobody has answered in time")
    if not LegalHold.objects.filter(**here, lifted_at__isnull=True).exists():
        found.append("a record that is held")
    if not due_for_disposal(partnership, london_day(now)):
        found.append("a record whose time has come")
    if not Voice.objects.filter(**here).exclude(missing_reason="").exists():
        found.append("a missing voice with its reason")
    return found


# Agreed is passed through on the way into force; the audit log holds it.
_PASSING = (PlanState.AGREED,)


def _kept(here: dict[str, Partnership]) -> set[str]:
    return set(PlanVersion.objects.filter(**here).values_list("state", flat=True))


def _copies(here: dict[str, Partnership]) -> set[str]:
    found = Circulation.objects.filter(**here).select_related("child").prefetch_related("copies")
    return {sharing.standing_now(one.child, copy).state for one in found for copy in one.copies.all()}


def _values(model: type, field: str, here: dict[str, Partnership]) -> set[str]:
    return set(model._default_manager.filter(**here).values_list(field, flat=True))  # type: ignore[attr-defined]


def _all(what: str, wanted: Iterable[str], found: set[str]) -> list[str]:
    return [f"{what} “{each}”" for each in wanted if str(each) not in {str(one) for one in found}]


def _buckets(partnership: Partnership, now: datetime) -> set[str]:
    facts = children.facts(Child.objects.filter(partnership=partnership))
    return {duty_clock.bucket(duty, now) for duty in registry.all_duties(facts, now)}
