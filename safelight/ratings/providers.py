"""What this room adds to the joined views: duties that follow from levels, and decisions in the chronology."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children import queries as children
from safelight.children.chronology import ChronologyEntry, EntryKind
from safelight.children.models import AgencyTold, Child
from safelight.duties.types import ChildFacts, Duty
from safelight.ratings import levels, procedures, queries
from safelight.ratings.levels import InForce
from safelight.ratings.models import Decision, HarmNow
from safelight.ratings.procedures import Past, Situation
from safelight.ratings.reassessing import review_day
from safelight.toolkits import queries as toolkits
from safelight.toolkits.rating import engine

# What makes the National Referral Mechanism a question (PR-15): the kind of exploitation, another form of it, or
# that the child is moved from place to place. Codes of the toolkits that have them.
_TRAFFICKING_CATEGORIES = frozenset({"organised-or-networked"})
_TRAFFICKING_FORMS = frozenset({"trafficking-and-modern-slavery"})
_MOVED = {"portsmouth-2016": frozenset({"H7"})}


def duties(facts: Sequence[ChildFacts], now: datetime) -> list[Duty]:
    """The duties that follow from the levels of these children, in a constant number of queries."""
    child_ids = [each.child_id for each in facts]
    histories = queries.histories(child_ids)
    harm_drafts = queries.drafts_with_harm(child_ids)
    undecided = queries.moved_without_decision(child_ids)
    wanted = [each for each in facts if each.child_id in histories.keys() | harm_drafts.keys() | undecided.keys()]
    involved = queries.people_involved([each.child_id for each in wanted])
    closed = queries.closings(child_ids)
    told = children.calls_about(child_ids, AgencyTold.Agency.MASH)
    found: list[Duty] = []
    for each in wanted:
        made = histories.get(each.child_id, [])
        newest = made[-1][0] if made else None
        kit = toolkits.toolkit_of(newest.assessment.definition) if newest else None
        moments, keys = closed.get(each.child_id, ({}, frozenset()))
        working = involved.get(each.child_id, frozenset())
        # Who works with the child knows the level: their call about a concern, made after a decision, answers it too
        # (HZ-22). Of harm that may be happening, or a high indicator, MASH is told in a call of its own.
        calls = [call.told_at for call in told.get(each.child_id, ()) if call.by_id in working]
        mash = [*moments.get(procedures.CONTACT_MASH, ()), *calls]
        found += procedures.duties_for(
            Situation(
                child_id=each.child_id,
                jurisdiction=newest.partnership.jurisdiction if newest else "england",
                lead_worker_id=each.lead_worker_id,
                open_to_social_care=newest.child.open_to_social_care if newest else None,
                past=tuple(past_of(decision, standing) for decision, standing in made),
                procedures={procedure.code: procedure for procedure in kit.procedures} if kit else {},
                closed={**moments, procedures.CONTACT_MASH: mash},
                closed_keys=keys,
                involved=working,
                harm_drafts=tuple(
                    (assessment_id, since, by_id, page("ratings:suggestion", each.child_id, assessment_id))
                    for assessment_id, since, by_id in harm_drafts.get(each.child_id, ())
                ),
                undecided=tuple(
                    (assessment_id, since, by_id, page("ratings:own_view", each.child_id, assessment_id))
                    for assessment_id, since, by_id in undecided.get(each.child_id, ())
                ),
                start_url=page("assessments:start", each.child_id),
            )
        )
    return found


def past_of(decision: Decision, standing: InForce) -> Past:
    """A decision as procedures read it."""
    rules = queries.rules_for(decision.assessment.definition)
    dates = engine.reassess_dates(rules, standing.acting, decision.assessment.date)
    outcome = queries.outcome_of(decision)
    return Past(
        id=decision.pk,
        assessment_id=decision.assessment_id,
        day=decision.assessment.date,
        at=decision.at,
        by_id=decision.by_id,
        author_id=decision.assessment.author_id,
        manager_id=decision.by.line_manager_id,
        acting=standing.acting,
        mash_due=decision.mash_due,
        harm=decision.harm_now in (HarmNow.YES, HarmNow.NOT_KNOWN),
        saf=decision.saf_decision,
        trafficking=_may_be_trafficked(decision),
        needs_agreement=decision.needs_agreement,
        waiting=standing.waiting,
        declined=decision.needs_agreement and outcome == levels.DECLINED,
        differs=decision.differs,
        seen=bool(outcome) or getattr(decision, "seen", None) is not None,
        aim_from=dates.aim_from,
        review_on=review_day(dates, decision.partnership.jurisdiction),
        no_later_than=dates.no_later_than,
        url=page("ratings:decision", decision.child_id, decision.assessment_id),
    )


def _may_be_trafficked(decision: Decision) -> bool:
    moved = _MOVED.get(decision.assessment.definition.definition_id, frozenset())
    return (
        decision.category in _TRAFFICKING_CATEGORIES
        or bool(_TRAFFICKING_FORMS & set(decision.assessment.other_forms))
        or bool(moved & set(decision.held))
    )


def page(name: str, child_id: UUID, assessment_id: UUID | None = None) -> str:
    """The address of a page about a child; empty when there is no such page."""
    ids = {"child_id": child_id, **({"assessment_id": assessment_id} if assessment_id else {})}
    try:
        return reverse(name, kwargs=ids)
    except NoReverseMatch:
        return ""


def chronology(user: User, child: Child) -> Iterable[ChronologyEntry]:
    """What was decided about a child, and what the managers said."""
    for decision in queries.decisions_for(child):
        url = page("ratings:decision", child.pk, decision.assessment_id)
        title = _("Decided: %(level)s") % {"level": decision.get_decided_level_display()}
        if decision.differs:
            title = _("Decided: %(level)s; the toolkit suggested %(suggested)s") % {
                "level": decision.get_decided_level_display(),
                "suggested": decision.get_suggested_level_display(),
            }
        yield ChronologyEntry(
            at=decision.at,
            kind=EntryKind.DECISION,
            title=title,
            text=decision.reason,
            by_id=decision.by_id,
            url=url,
        )
        agreement = getattr(decision, "agreement", None)
        if agreement is not None:
            yield ChronologyEntry(
                at=agreement.at,
                kind=EntryKind.DECISION,
                title=_("Manager agreed the decision")
                if agreement.outcome == levels.AGREED
                else _("Manager did not agree the decision"),
                text=agreement.comment,
                by_id=agreement.by_id,
                url=url,
            )
