"""The interview after a return: offered, accepted or declined, done; and what became of its recommendations (MS-04)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.core.errors import Invalid, WrongState
from safelight.missing import permissions
from safelight.missing.actions.common import needed, passed, record
from safelight.missing.models import Episode, EpisodeMerge, Interview, Recommendation, RecommendationFollowed
from safelight.missing.states import InterviewState, interview_may_move
from safelight.plans import actions as plan_actions
from safelight.plans import queries as plans
from safelight.plans.states import PlanState


def _held(by: User, interview: Interview, to: InterviewState) -> Interview:
    permissions.check_may_follow_up(by, interview.episode.child)
    held = Interview.objects.select_for_update(of=("self",)).select_related("episode__child").get(pk=interview.pk)
    joined = EpisodeMerge.objects.filter(other=held.episode, undone__isnull=True).exists()
    in_error = held.episode.state == Episode.State.ENTERED_IN_ERROR and not joined
    if in_error or held.episode.until is None:
        raise WrongState(_("The child has not returned from this episode, so there is no interview yet."))
    if not interview_may_move(held.state, to):
        raise WrongState(_("Somebody has taken this step already. Look at the interview again."))
    held.state = Interview.State(to.value)
    return held


def _after(field: str, moment: datetime, earlier: datetime | None, sentence: str) -> None:
    if earlier is not None and moment < earlier:
        raise Invalid({field: sentence})


@transaction.atomic
def offer_interview(
    *,
    by: User,
    interview: Interview,
    version: int,
    offered_by: str,
    trusted: str,
    independent: bool | None,
    not_independent_why: str = "",
    offered_at: datetime | None = None,
    now: datetime,
) -> Interview:
    """Offered to the child, by whom: somebody they trust, who is independent of those who look after them.

    Who is not independent may offer it where that is said with its reason; ``Invalid`` without.
    """
    held = _held(by, interview, InterviewState.OFFERED)
    needed(
        {
            "offered_by": offered_by,
            "trusted": trusted,
            "independent": "" if independent is None else "said",
            "not_independent_why": "said" if independent is not False else not_independent_why,
        },
        {
            "offered_by": _("Name who offered it, with their role"),
            "trusted": _("Say how you know that the child trusts them"),
            "independent": _("Choose whether they are independent of those who look after the child"),
            "not_independent_why": _("Say why nobody independent could offer it"),
        },
    )
    at = passed("offered_at", offered_at or now, now, "")
    _after("offered_at", at, held.episode.until, _("It is offered after the return. Check both times."))
    held.offered_at, held.offered_by, held.trusted = at, offered_by.strip(), trusted.strip()
    held.independent, held.not_independent_why = independent, not_independent_why.strip()
    held.by, held.at = by, now
    fields = ("state", "offered_at", "offered_by", "trusted", "independent", "not_independent_why", "by", "at")
    held.save_over(version, *fields)
    record(by, "missing.interview_offered", held, held.episode.child, now)
    return held


@transaction.atomic
def accept_interview(
    *, by: User, interview: Interview, version: int, accepted_at: datetime | None = None, now: datetime
) -> Interview:
    """The child said yes."""
    held = _held(by, interview, InterviewState.ACCEPTED)
    at = passed("accepted_at", accepted_at or now, now, "")
    _after("accepted_at", at, held.offered_at, _("It was accepted after it was offered. Check both times."))
    held.accepted_at, held.by, held.at = at, by, now
    held.save_over(version, "state", "accepted_at", "by", "at")
    record(by, "missing.interview_accepted", held, held.episode.child, now)
    return held


@transaction.atomic
def decline_interview(
    *, by: User, interview: Interview, version: int, words: str = "", declined_at: datetime | None = None, now: datetime
) -> Interview:
    """The child said no, for now; in their own words if they said why. It should be offered again."""
    held = _held(by, interview, InterviewState.DECLINED)
    at = passed("declined_at", declined_at or now, now, "")
    _after("declined_at", at, held.offered_at, _("It was declined after it was offered. Check both times."))
    held.declined_at, held.declined_words, held.by, held.at = at, words.strip(), by, now
    held.save_over(version, "state", "declined_at", "declined_words", "by", "at")
    record(by, "missing.interview_declined", held, held.episode.child, now)
    return held


@transaction.atomic
def complete_interview(
    *,
    by: User,
    interview: Interview,
    version: int,
    interviewer: str,
    child_words: str,
    account: str,
    where: str = "",
    pushes_and_pulls: str = "",
    recommendations: Sequence[str] = (),
    completed_at: datetime | None = None,
    now: datetime,
) -> Interview:
    """It was held: what the child said in their own words, apart from the account; what is recommended."""
    held = _held(by, interview, InterviewState.COMPLETED)
    needed(
        {"interviewer": interviewer, "child_words": child_words, "account": account},
        {
            "interviewer": _("Name who held it, with their role"),
            "child_words": _("Write what the child said, in their own words; or that they chose to say nothing"),
            "account": _("Write what you learned, apart from the child’s own words"),
        },
    )
    at = passed("completed_at", completed_at or now, now, "")
    _after("completed_at", at, held.accepted_at or held.offered_at, _("It was held after it was offered. Check both."))
    held.completed_at, held.interviewer, held.where = at, interviewer.strip(), where.strip()
    held.child_words, held.account = child_words.strip(), account.strip()
    held.pushes_and_pulls = pushes_and_pulls.strip()
    held.by, held.at = by, now
    fields = ("state", "completed_at", "interviewer", "where", "child_words", "account", "pushes_and_pulls", "by", "at")
    held.save_over(version, *fields)
    for number, text in enumerate((text.strip() for text in recommendations if text.strip()), 1):
        Recommendation(
            partnership_id=held.partnership_id, interview=held, number=number, text=text, by=by, at=now
        ).save()
    record(by, "missing.interview_done", held, held.episode.child, now)
    return held


@transaction.atomic
def begin_again(*, by: User, episode: Episode, now: datetime) -> Interview:
    """After a decline another interview is due, to be offered again. ``WrongState`` where the last was not declined."""
    permissions.check_may_follow_up(by, episode.child)
    last = Interview.objects.select_for_update().filter(episode=episode).order_by("-number").first()
    if last is None or last.state != Interview.State.DECLINED:
        raise WrongState(_("An interview is offered again only after it was declined."))
    made = Interview.objects.create(
        partnership_id=episode.partnership_id, episode=episode, number=last.number + 1, by=by, at=now
    )
    record(by, "missing.interview_again", made, episode.child, now)
    return made


@transaction.atomic
def follow_recommendation(
    *, by: User, recommendation: Recommendation, outcome: int | None, now: datetime
) -> RecommendationFollowed:
    """It becomes an action of the child's plan, for ``outcome``; where the plan is in force, of a new version.

    ``WrongState`` where there is no plan yet, or the plan is with the manager.
    """
    child = recommendation.interview.episode.child
    permissions.check_may_follow_up(by, child)
    _not_followed(recommendation)
    plan = plans.current(child)
    if plan is None:
        raise WrongState(_("There is no plan yet. Begin one, then come back; or say why this needs none."))
    if plan.state == PlanState.IN_FORCE:
        plan = plan_actions.bring_up_to_date(by=by, plan=plan, now=now)
    if outcome is None:
        raise Invalid({"outcome": _("Choose the outcome of the plan that it is for")})
    action = plan_actions.add_action(by=by, plan=plan, outcome=outcome, values={"text": recommendation.text}, now=now)
    row = RecommendationFollowed(
        partnership_id=child.partnership_id, recommendation=recommendation, action=action, by=by, at=now
    )
    row.save()
    record(by, "missing.recommendation_followed", row, child, now)
    return row


@transaction.atomic
def leave_recommendation(
    *, by: User, recommendation: Recommendation, why: str, now: datetime
) -> RecommendationFollowed:
    """It becomes no action, and why: it was done at once, or something else answers it."""
    child = recommendation.interview.episode.child
    permissions.check_may_follow_up(by, child)
    _not_followed(recommendation)
    needed({"why": why}, {"why": _("Say what was done instead, or why nothing is needed")})
    row = RecommendationFollowed(
        partnership_id=child.partnership_id, recommendation=recommendation, why_none=why.strip(), by=by, at=now
    )
    row.save()
    record(by, "missing.recommendation_left", row, child, now)
    return row


def _not_followed(recommendation: Recommendation) -> None:
    if RecommendationFollowed.objects.filter(recommendation=recommendation).exists():
        raise WrongState(_("Somebody has followed this up already."))
