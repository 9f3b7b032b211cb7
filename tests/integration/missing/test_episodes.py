"""Episodes: reported, returned, corrected, joined, entered in error, and who may see them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.audit.models import Entry
from safelight.children import actions as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, Stale, WrongState
from safelight.missing import actions, queries
from safelight.missing.models import Episode, EpisodeCorrection, FurtherReport, Interview
from safelight.missing.queries import sight
from tests.factories import make_child, make_user
from tests.factories.missing import make_episode, past_episode, returned

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def worker() -> User:
    return make_user()


@pytest.fixture
def child(worker: User) -> Child:
    return make_child(by=worker)


@pytest.mark.req("MS-01")
def test_an_episode_says_since_when_who_told_us_and_who_took_it(worker: User, child: Child) -> None:
    now = clock.now()
    made = actions.report_missing(
        by=worker,
        child=child,
        missing_from=now - 3 * HOUR,
        told_by="Her aunt",
        last_seen="At the bus stop, in a red coat.",
        circumstances="She left after a call.",
        now=now,
    )
    kept = queries.get(worker, child.pk, made.pk)
    assert (kept.missing_from, kept.reported_at, kept.reported_by) == (now - 3 * HOUR, now, worker)
    assert (kept.told_by, kept.last_seen, kept.circumstances) == (
        "Her aunt",
        "At the bus stop, in a red coat.",
        "She left after a call.",
    )
    assert kept.state == Episode.State.MISSING
    assert Entry.objects.filter(action="missing.reported", child_id=str(child.pk)).count() == 1
    assert list(queries.open_episodes(worker)) == [kept]


@pytest.mark.req("MS-01")
def test_a_second_report_of_a_missing_child_joins_the_first_and_loses_nothing(worker: User, child: Child) -> None:
    first = make_episode(by=worker, child=child)
    again = make_episode(by=worker, child=child, told_by="The school", circumstances="She was not at registration.")
    assert again.pk == first.pk
    further = FurtherReport.objects.get()
    assert (further.episode_id, further.told_by, further.circumstances) == (
        first.pk,
        "The school",
        "She was not at registration.",
    )


@pytest.mark.req("MS-01")
@pytest.mark.hazard("HZ-34")
def test_a_telephone_call_leaves_the_child_missing(worker: User, child: Child) -> None:
    episode = make_episode(by=worker, child=child)
    with pytest.raises(Invalid) as caught:
        actions.record_return(
            by=worker,
            episode=episode,
            until=clock.now(),
            seen_by="She rang",
            seen_in_person=False,
            now=clock.now(),
        )
    assert "seen_in_person" in caught.value.errors
    assert queries.get(worker, child.pk, episode.pk).state == Episode.State.MISSING
    with pytest.raises(Invalid):
        returned(by=worker, episode=episode, seen_by=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.filter(pk=episode.pk).update(state="returned", until=clock.now())


@pytest.mark.req("MS-01")
def test_a_return_says_where_with_whom_and_what_harm_and_makes_the_interview_due(worker: User, child: Child) -> None:
    episode = make_episode(by=worker, child=child)
    back = returned(
        by=worker, episode=episode, found_where="The retail park", found_with="Two men in a van", harm="A cut hand"
    )
    assert (back.state, back.seen_by) == (Episode.State.RETURNED, "Sergeant Moss")
    assert (back.found_where, back.found_with, back.harm) == ("The retail park", "Two men in a van", "A cut hand")
    assert Interview.objects.get(episode=back).state == Interview.State.DUE
    with pytest.raises(WrongState):
        returned(by=worker, episode=back)


@pytest.mark.req("MS-01")
def test_times_that_cannot_be_are_explained(worker: User, child: Child) -> None:
    now = clock.now()
    with pytest.raises(Invalid) as future:
        make_episode(by=worker, child=child, missing_from=now + 5 * HOUR)
    assert "still to come" in future.value.errors["missing_from"]
    past_episode(by=worker, child=child, since=now - 30 * HOUR)
    with pytest.raises(Invalid) as overlap:
        make_episode(by=worker, child=child, missing_from=now - 26 * HOUR)
    assert "already recorded as missing" in overlap.value.errors["missing_from"]
    touching = make_episode(by=worker, child=child, missing_from=now - 25 * HOUR)
    with pytest.raises(Invalid) as early:
        returned(by=worker, episode=touching, until=now - 26 * HOUR)
    assert "after that" in early.value.errors["until"]


@pytest.mark.req("MS-01")
def test_an_earlier_episode_may_be_entered_late(worker: User, child: Child) -> None:
    now = clock.now()
    past_episode(by=worker, child=child, since=now - 30 * HOUR)
    with pytest.raises(Invalid) as caught:
        make_episode(by=worker, child=child, missing_from=now - 90 * HOUR)
    assert "missing_from" in caught.value.errors
    late = actions.record_past(
        by=worker,
        child=child,
        missing_from=now - 90 * HOUR,
        until=now - 80 * HOUR,
        seen_by="Her aunt",
        seen_in_person=True,
        now=now,
    )
    assert late.state == Episode.State.RETURNED
    assert Interview.objects.filter(episode=late).count() == 1


@pytest.mark.req("MS-01")
def test_a_minute_ahead_is_now_for_clocks_are_never_the_same(worker: User, child: Child) -> None:
    now = clock.now()
    made = actions.report_missing(by=worker, child=child, missing_from=now + timedelta(seconds=30), now=now)
    assert made.missing_from == now


@pytest.mark.req("MS-01")
def test_a_correction_keeps_what_stood_before(worker: User, child: Child) -> None:
    now = clock.now()
    episode = past_episode(by=worker, child=child, since=now - 30 * HOUR)
    before = (episode.missing_from, episode.until)
    fixed = actions.correct_times(
        by=worker,
        episode=episode,
        version=episode.version,
        missing_from=now - 32 * HOUR,
        until=now - 20 * HOUR,
        why="The school's register shows it.",
        now=now,
    )
    row = EpisodeCorrection.objects.get()
    assert (row.from_before, row.until_before) == before
    assert (row.from_after, row.until_after) == (fixed.missing_from, fixed.until)
    with pytest.raises(WrongState):
        row.save()
    with pytest.raises(Stale):
        actions.correct_times(
            by=worker,
            episode=episode,
            version=1,
            missing_from=now - 33 * HOUR,
            until=now - 20 * HOUR,
            why="Again.",
            now=now,
        )
    assert EpisodeCorrection.objects.count() == 1


@pytest.mark.req("MS-01")
@pytest.mark.hazard("HZ-34")
def test_a_return_that_was_none_is_taken_back(worker: User, child: Child) -> None:
    now = clock.now()
    episode = past_episode(by=worker, child=child, since=now - 30 * HOUR)
    fixed = actions.correct_times(
        by=worker,
        episode=episode,
        version=episode.version,
        missing_from=episode.missing_from,
        until=None,
        why="It was her sister who was seen.",
        now=now,
    )
    assert fixed.state == Episode.State.MISSING
    returned(by=worker, episode=fixed)
    assert Interview.objects.filter(episode=episode).count() == 1


@pytest.mark.req("MS-01")
def test_two_episodes_become_one_and_two_again(worker: User, child: Child) -> None:
    now = clock.now()
    first = past_episode(by=worker, child=child, since=now - 30 * HOUR)
    second = make_episode(by=worker, child=child, missing_from=now - 10 * HOUR)
    kept = actions.merge_episodes(by=worker, episode=second, other=first, why="She only rang.", now=now)
    assert (kept.pk, kept.state, kept.until) == (first.pk, Episode.State.MISSING, None)
    second.refresh_from_db()
    assert second.state == Episode.State.ENTERED_IN_ERROR
    merge = queries.merges_of(kept).get()
    assert (merge.kept_id, merge.other_id) == (first.pk, second.pk)
    actions.undo_merge(by=worker, merge=merge, why="A police officer did see her.", now=now)
    assert [(one.pk, one.state) for one in queries.live().filter(child=child)] == [
        (first.pk, Episode.State.RETURNED),
        (second.pk, Episode.State.MISSING),
    ]
    first.refresh_from_db()
    assert (first.until, first.seen_by, first.return_recorded_by) == (now - 25 * HOUR, "Sergeant Moss", worker)
    with pytest.raises(WrongState):
        actions.undo_merge(by=worker, merge=merge, why="Once more.", now=now)


@pytest.mark.req("MS-01")
def test_an_episode_entered_in_error_counts_for_nothing_and_stays_readable(worker: User, child: Child) -> None:
    episode = make_episode(by=worker, child=child)
    with pytest.raises(Invalid):
        actions.mark_entered_in_error(by=worker, episode=episode, version=episode.version, why="", now=clock.now())
    actions.mark_entered_in_error(
        by=worker, episode=episode, version=episode.version, why="It was her cousin.", now=clock.now()
    )
    assert not queries.live().filter(child=child).exists()
    assert queries.for_child(child).get().error_reason == "It was her cousin."
    assert make_episode(by=worker, child=child).pk != episode.pk


@pytest.mark.req("MS-01")
def test_an_episode_is_closed_once_the_interview_is_done_or_declined(worker: User, child: Child) -> None:
    episode = past_episode(by=worker, child=child, since=clock.now() - 30 * HOUR)
    with pytest.raises(WrongState):
        actions.close(by=worker, episode=episode, version=episode.version, now=clock.now())
    Interview.objects.filter(episode=episode).update(state="declined", offered_at=clock.now(), declined_at=clock.now())
    closed = actions.close(by=worker, episode=episode, version=episode.version, now=clock.now())
    assert closed.state == Episode.State.CLOSED


@pytest.mark.req("MS-01")
@pytest.mark.hazard("HZ-28")
def test_an_emergency_duty_worker_sees_and_reports_any_child_of_the_partnership_but_no_other(
    worker: User, child: Child
) -> None:
    duty = make_user(Role.EMERGENCY_DUTY, partnership=worker.partnership)
    assert make_episode(by=duty, child=child).child_id == child.pk
    assert [one.child_id for one in queries.open_episodes(duty)] == [child.pk]
    assert sight.sees_only_missing(duty, child)
    stranger = make_user(Role.EMERGENCY_DUTY)
    with pytest.raises(NotFound):
        make_episode(by=stranger, child=child)
    assert not queries.visible_episodes(stranger).exists()
    with pytest.raises(NotFound):
        queries.by_id(stranger, Episode.objects.get().pk)


@pytest.mark.req("MS-01")
def test_a_colleague_who_does_not_see_the_child_sees_no_episode(worker: User, child: Child) -> None:
    episode = make_episode(by=worker, child=child)
    colleague = make_user(partnership=worker.partnership)
    with pytest.raises(NotFound):
        queries.get(colleague, child.pk, episode.pk)
    with pytest.raises(NotFound):
        make_episode(by=colleague, child=child)
    officer = make_user(Role.DATA_OFFICER, partnership=worker.partnership)
    assert not queries.visible_episodes(officer).exists()


@pytest.mark.req("MS-01")
def test_an_emergency_duty_worker_sees_restricted_children_and_none_that_a_conflict_keeps_from_them(
    worker: User, child: Child
) -> None:
    duty = make_user(Role.EMERGENCY_DUTY, partnership=worker.partnership)
    manager = make_user(Role.MANAGER, partnership=worker.partnership)
    User.objects.filter(pk=worker.pk).update(line_manager=manager)
    children.restrict_child(by=manager, child=child, reason="The father works here.", people=[worker, manager])
    assert sight.may_see_missing(duty, child)
    children.exclude(by=manager, child=child, person=duty, independent_reviewer=manager, reason="She is her niece.")
    assert not sight.may_see_missing(duty, child)


@pytest.mark.req("MS-01")
def test_what_was_typed_is_kept_for_whoever_typed_it_until_it_is_saved(worker: User, child: Child) -> None:
    actions.keep_form(by=worker, child=child, form="report", body={"told_by": "Her aunt"}, now=clock.now())
    actions.keep_form(by=worker, child=child, form="report", body={"told_by": "Her uncle"}, now=clock.now())
    colleague = make_user(Role.EMERGENCY_DUTY, partnership=worker.partnership)
    assert queries.kept_form(worker, child, "report") == {"told_by": "Her uncle"}
    assert queries.kept_form(colleague, child, "report") is None
    make_episode(by=worker, child=child)
    assert queries.kept_form(worker, child, "report") is None
