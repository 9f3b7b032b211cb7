"""What follows from episodes: each trigger's duty once, the interview's clock, recommendations that are followed up."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safelight.access.models import Partnership, User
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.duties import actions as duties
from safelight.duties import registry
from safelight.duties.types import Duty
from safelight.missing import actions, providers, queries
from safelight.missing.clock import Code
from safelight.missing.models import Episode, Interview
from safelight.plans import actions as plans
from safelight.plans import queries as plan_queries
from safelight.toolkits import actions as toolkits
from safelight.toolkits import queries as toolkit_queries
from tests.factories import make_child, make_user
from tests.factories.missing import past_episode

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW = datetime(2026, 6, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def worker() -> User:
    return make_user()


@pytest.fixture
def child(worker: User) -> Child:
    return make_child(by=worker)


def due(child: Child, code: str, now: datetime = NOW) -> list[Duty]:
    return [one for one in registry.all_duties(children.facts([child]), now) if one.code == code]


def triggered(child: Child, code: Code, now: datetime = NOW) -> list[Duty]:
    return due(child, providers.TRIGGERED[code], now)


def june(day: int) -> datetime:
    return datetime(2026, 6, day, 18, tzinfo=UTC)


@pytest.mark.req("MS-02")
def test_72_hours_and_7_days_raise_their_duty_at_that_moment_and_not_before(worker: User, child: Child) -> None:
    start = NOW - 200 * HOUR
    actions.report_missing(by=worker, child=child, missing_from=start, now=start)
    for hours, code in ((72, Code.HOURS_72), (168, Code.DAYS_7)):
        at = start + hours * HOUR
        assert not triggered(child, code, at - timedelta(minutes=1))
        (duty,) = triggered(child, code, at)
        assert (duty.since, duty.must) == (at, True)
    (away,) = due(child, providers.AWAY)
    assert not away.may_be_set_aside
    assert away.owner_id == worker.pk


@pytest.mark.req("MS-02")
def test_a_duty_that_was_done_stays_done_when_the_times_are_corrected_or_more_is_entered_late(
    worker: User, child: Child
) -> None:
    made = [past_episode(by=worker, child=child, since=june(day)) for day in (2, 6, 10, 14, 18)]
    for code in (Code.IN_MONTH, Code.IN_31_DAYS):
        (duty,) = triggered(child, code)
        duties.act(by=worker, child_id=child.pk, key=duty.key, outcome="done", now=NOW, note="It met on Friday.")
        assert not triggered(child, code)
    actions.record_past(
        by=worker,
        child=child,
        missing_from=june(12),
        until=june(12) + HOUR,
        seen_by="Her aunt",
        seen_in_person=True,
        now=NOW,
    )
    last = made[-1]
    actions.correct_times(
        by=worker,
        episode=last,
        version=last.version,
        missing_from=june(19),
        until=june(20),
        why="The register.",
        now=NOW,
    )
    assert not triggered(child, Code.IN_MONTH)
    assert not triggered(child, Code.IN_31_DAYS)


@pytest.mark.req("MS-02")
def test_episodes_entered_late_raise_the_duty_too(worker: User, child: Child) -> None:
    for day in (18, 2, 14, 6):
        past_episode_late(worker, child, june(day))
    assert not triggered(child, Code.IN_MONTH)
    past_episode_late(worker, child, june(10))
    (duty,) = triggered(child, Code.IN_MONTH)
    assert duty.since == june(18)


def past_episode_late(by: User, child: Child, since: datetime) -> Episode:
    return actions.record_past(
        by=by, child=child, missing_from=since, until=since + HOUR, seen_by="Her aunt", seen_in_person=True, now=NOW
    )


@pytest.mark.req("MS-02")
@pytest.mark.hazard("HZ-43")
def test_a_months_end_resets_nothing_that_should_be_considered(worker: User, child: Child) -> None:
    for month, day in ((5, 27), (5, 29), (5, 31), (6, 2), (6, 4), (6, 6)):
        past_episode_late(worker, child, datetime(2026, month, day, 18, tzinfo=UTC))
    assert not triggered(child, Code.IN_MONTH)
    (duty,) = triggered(child, Code.IN_31_DAYS)
    assert not duty.must


@pytest.mark.req("MS-02")
def test_one_entered_in_error_or_joined_counts_no_more(worker: User, child: Child) -> None:
    made = [past_episode_late(worker, child, june(day)) for day in (2, 6, 10, 14, 18)]
    kept = actions.merge_episodes(by=worker, episode=made[0], other=made[1], why="She only rang.", now=NOW)
    assert not triggered(child, Code.IN_MONTH)
    actions.undo_merge(by=worker, merge=queries.merges_of(kept).get(), why="She was seen.", now=NOW)
    assert triggered(child, Code.IN_MONTH)
    last = made[-1]
    actions.mark_entered_in_error(by=worker, episode=last, version=last.version, why="Her cousin.", now=NOW)
    assert not triggered(child, Code.IN_MONTH)


def one_back(worker: User, child: Child, hours_ago: int = 10) -> tuple[Episode, Interview]:
    episode = past_episode(by=worker, child=child, since=NOW - (hours_ago + 5) * HOUR)
    return episode, queries.interviews(episode)[0]


def offered(worker: User, interview: Interview) -> Interview:
    return actions.offer_interview(
        by=worker,
        interview=interview,
        version=interview.version,
        offered_by="Sam Hale, youth worker",
        trusted="She asked for him.",
        independent=True,
        now=NOW,
    )


@pytest.mark.req("MS-04")
@pytest.mark.parametrize("jurisdiction", ["england", "wales"])
def test_the_interview_is_to_be_offered_within_the_areas_clock(worker: User, child: Child, jurisdiction: str) -> None:
    Partnership.objects.filter(pk=child.partnership_id).update(jurisdiction=jurisdiction)
    episode, _interview = one_back(worker, child)
    (duty,) = due(child, providers.INTERVIEW)
    assert episode.until is not None
    assert duty.due_at == episode.until + 72 * HOUR
    assert ("law" in duty.why) == (jurisdiction == "england")


@pytest.mark.req("MS-04")
def test_offered_accepted_and_done_each_have_their_time_and_who_offers_is_trusted_and_independent(
    worker: User, child: Child
) -> None:
    _episode, interview = one_back(worker, child)
    with pytest.raises(Invalid) as caught:
        actions.offer_interview(
            by=worker, interview=interview, version=1, offered_by="", trusted="", independent=None, now=NOW
        )
    assert set(caught.value.errors) == {"offered_by", "trusted", "independent"}
    with pytest.raises(Invalid) as alone:
        actions.offer_interview(
            by=worker, interview=interview, version=1, offered_by="A", trusted="B", independent=False, now=NOW
        )
    assert set(alone.value.errors) == {"not_independent_why"}
    made = offered(worker, interview)
    assert due(child, providers.ACCOUNT)
    made = actions.accept_interview(by=worker, interview=made, version=2, now=NOW + HOUR)
    with pytest.raises(Invalid):
        actions.complete_interview(
            by=worker,
            interview=made,
            version=3,
            interviewer="Sam",
            child_words="I was cold.",
            account="She walked.",
            completed_at=NOW,
            now=NOW + 2 * HOUR,
        )
    done = actions.complete_interview(
        by=worker,
        interview=made,
        version=3,
        interviewer="Sam",
        child_words="I was cold.",
        account="She walked.",
        recommendations=["A warm coat.", " "],
        now=NOW + 2 * HOUR,
    )
    assert (done.offered_at, done.accepted_at, done.completed_at) == (NOW, NOW + HOUR, NOW + 2 * HOUR)
    assert (done.child_words, done.account) == ("I was cold.", "She walked.")
    assert not due(child, providers.INTERVIEW) + due(child, providers.ACCOUNT)


@pytest.mark.req("MS-04")
def test_after_a_decline_it_should_be_offered_again(worker: User, child: Child) -> None:
    episode, interview = one_back(worker, child)
    made = offered(worker, interview)
    actions.decline_interview(by=worker, interview=made, version=2, words="Not now.", now=NOW)
    (duty,) = due(child, providers.AGAIN)
    assert not duty.must
    again = actions.begin_again(by=worker, episode=episode, now=NOW)
    assert again.number == 2
    assert not due(child, providers.AGAIN)
    (offer,) = due(child, providers.INTERVIEW)
    assert not offer.must
    with pytest.raises(WrongState):
        actions.begin_again(by=worker, episode=episode, now=NOW)


@pytest.mark.req("MS-04")
def test_each_recommendation_becomes_an_action_of_the_plan_or_says_why_not(worker: User, child: Child) -> None:
    _episode, interview = one_back(worker, child)
    made = actions.complete_interview(
        by=worker,
        interview=offered(worker, interview),
        version=2,
        interviewer="Sam",
        child_words="I was cold.",
        account="She walked.",
        recommendations=["A warm coat.", "Somebody to ring at night."],
        now=NOW,
    )
    coat, ring = made.recommendations.all()
    assert len(due(child, providers.RECOMMENDED)) == 2
    with pytest.raises(WrongState):
        actions.follow_recommendation(by=worker, recommendation=coat, outcome=1, now=NOW)
    toolkits.import_definitions(now=NOW)
    toolkits.adopt_first(
        partnership=worker.partnership,
        definition=toolkit_queries.latest("portsmouth-2016"),
        from_date=NOW.date(),
        now=NOW,
    )
    plans.begin(by=worker, child=child, now=NOW)
    outcome = int(queries.outcomes_of(child)[0][0])
    followed = actions.follow_recommendation(by=worker, recommendation=coat, outcome=outcome, now=NOW)
    plan = plan_queries.current(child)
    assert plan is not None
    assert followed.action in list(plan_queries.actions_of(plan))
    assert followed.action is not None
    assert followed.action.text == "A warm coat."
    actions.leave_recommendation(by=worker, recommendation=ring, why="Her aunt rings her.", now=NOW)
    assert not due(child, providers.RECOMMENDED)
    with pytest.raises(WrongState):
        actions.leave_recommendation(by=worker, recommendation=ring, why="Twice.", now=NOW)


@pytest.mark.req("MS-04")
def test_whoever_does_not_see_the_child_in_full_holds_no_interview(worker: User, child: Child) -> None:
    _episode, interview = one_back(worker, child)
    duty = make_user("emergency_duty", partnership=worker.partnership)
    with pytest.raises(NotFound):
        offered(duty, interview)


@pytest.mark.req("MS-02")
def test_duties_take_a_constant_number_of_queries(worker: User, child: Child) -> None:
    def count(of: list[Child]) -> int:
        facts = children.facts(of)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            providers.duties(facts, NOW)
        return len(seen)

    others = [make_child(by=worker) for _ in range(3)]
    for one in [child, *others]:
        past_episode_late(worker, one, june(3))
        one_back(worker, one)
    assert count([child]) == count([child, *others])


@pytest.mark.req("MS-01")
def test_the_chronology_tells_of_leaving_coming_back_and_the_interview(worker: User, child: Child) -> None:
    _episode, interview = one_back(worker, child)
    actions.decline_interview(by=worker, interview=offered(worker, interview), version=2, words="Not now.", now=NOW)
    titles = [entry.title for entry in children.chronology(worker, child)]
    assert "The child was missing from this time" in titles
    assert "The child was back, after 5 hours" in titles
    assert "The return interview was declined" in titles


@pytest.mark.req("MS-04")
def test_two_returned_episodes_that_become_one_have_one_interview_that_can_be_offered(
    worker: User, child: Child
) -> None:
    first = past_episode_late(worker, child, june(3))
    second = past_episode_late(worker, child, june(4))
    kept = actions.merge_episodes(by=worker, episode=first, other=second, why="She only rang.", now=NOW)
    (duty,) = due(child, providers.INTERVIEW)
    (interview,) = queries.interviews(kept)
    assert duty.url.endswith(f"/{interview.pk}/")
    done = offered(worker, interview)
    with pytest.raises(WrongState):
        actions.close(by=worker, episode=kept, version=kept.version, now=NOW)
    actions.decline_interview(by=worker, interview=done, version=2, now=NOW)
    assert actions.close(by=worker, episode=kept, version=kept.version, now=NOW).state == Episode.State.CLOSED
