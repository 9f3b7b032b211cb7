"""The pages about missing episodes: each opens, keeps what was typed, and asks what it has to."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.clock import LONDON
from safelight.core.errors import Invalid
from safelight.missing import actions, queries
from safelight.missing.models import ContactAttempt, Episode, Interview, Sighting, WordSent
from safelight.missing.presenters.episodes import reference_remark
from tests.factories import make_child, make_user
from tests.factories.missing import make_episode, past_episode
from tests.html import html_problems

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def worker() -> User:
    return make_user()


@pytest.fixture
def child(worker: User) -> Child:
    return make_child(by=worker, area="Quayside", school="Harbour School")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, name: str, *ids: object) -> str:
    response = client_of(user).get(reverse(f"missing:{name}", args=ids))
    assert response.status_code == 200
    assert html_problems(response.content.decode()) == []
    return response.content.decode()


def send(user: User, child: Child, name: str, *ids: object, **data: str) -> tuple[int, str]:
    where = reverse(f"missing:{name}", args=[child.pk, *ids])
    response = client_of(user).post(where, {"about": str(child.pk), **data})
    return response.status_code, response.content.decode()


def moment(name: str, at: datetime, **more: str) -> dict[str, str]:
    local = at.astimezone(LONDON)
    return {
        f"{name}-day": str(local.day),
        f"{name}-month": str(local.month),
        f"{name}-year": str(local.year),
        f"{name}-time": local.strftime("%H:%M"),
        **more,
    }


@pytest.mark.req("MS-01")
@pytest.mark.hazard("HZ-34")
def test_a_call_is_refused_as_a_return_and_what_was_typed_is_there_again(worker: User, child: Child) -> None:
    episode = make_episode(by=worker, child=child)
    status, answer = send(
        worker,
        child,
        "return",
        episode.pk,
        seen_in_person="call",
        seen_by="She rang her aunt",
        found_where="Says she is at the park",
        **moment("until", clock.now()),
    )
    assert status == 422
    assert "seen them in person" in answer
    assert "Says she is at the park" in answer
    assert "Says she is at the park" in page(worker, "return", child.pk, episode.pk)
    assert queries.get(worker, child.pk, episode.pk).state == Episode.State.MISSING
    colleague = make_user(Role.EMERGENCY_DUTY, partnership=worker.partnership)
    assert "Says she is at the park" not in page(colleague, "return", child.pk, episode.pk)
    status, _answer = send(
        worker,
        child,
        "return",
        episode.pk,
        seen_in_person="person",
        seen_by="Sergeant Moss",
        **moment("until", clock.now() + timedelta(seconds=30)),
    )
    assert status == 302
    assert "Says she is at the park" not in page(worker, "past", child.pk)
    assert "Sergeant Moss" in page(worker, "episode", child.pk, episode.pk)


@pytest.mark.req("MS-02")
@pytest.mark.hazard("HZ-43")
def test_at_half_past_one_that_comes_twice_the_form_asks_which(worker: User, child: Child) -> None:
    with clock.at(datetime(2026, 10, 26, 12, tzinfo=UTC)):
        night = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        given = {
            **moment("missing_from", night),
            **moment("until", night + 5 * HOUR),
            "seen_in_person": "person",
            "seen_by": "Sergeant Moss",
        }
        status, answer = send(worker, child, "past", **given)
        assert status == 422
        assert "The clocks went back that night" in answer
        assert "missing_from-which" in answer
        assert "until-which" not in answer
        assert html_problems(answer) == []
        assert send(worker, child, "past", **given, **{"missing_from-which": "second"})[0] == 302
    assert Episode.objects.get().missing_from == night + HOUR


@pytest.mark.req("MS-01")
def test_times_are_corrected_on_the_page_and_the_old_ones_stand_beside(worker: User, child: Child) -> None:
    now = clock.now().replace(second=0, microsecond=0)
    episode = past_episode(by=worker, child=child, since=now - 30 * HOUR)
    assert "Empty these boxes" in page(worker, "correct", child.pk, episode.pk)
    given = {**moment("missing_from", now - 32 * HOUR), **moment("until", now - 20 * HOUR), "why": "The register."}
    status, answer = send(worker, child, "correct", episode.pk, number="1", **given)
    assert status == 422
    assert "Somebody else saved this" in answer
    assert "The register." in answer
    status, _answer = send(worker, child, "correct", episode.pk, number=str(episode.version), **given)
    assert status == 302
    shown = page(worker, "episode", child.pk, episode.pk)
    assert "The register." in shown
    assert len(queries.corrections_of(episode)) == 1


@pytest.mark.req("MS-01")
def test_joining_parting_error_and_closing_from_the_page(worker: User, child: Child) -> None:
    now = clock.now()
    first = past_episode(by=worker, child=child, since=now - 60 * HOUR)
    second = past_episode(by=worker, child=child, since=now - 30 * HOUR)
    assert send(worker, child, "join", first.pk, other=str(second.pk), why="She only rang.")[0] == 302
    assert "She only rang." in page(worker, "episode", child.pk, first.pk)
    merge = queries.merges_of(first).get()
    assert send(worker, child, "join", first.pk, what="undo", merge=str(merge.pk), why="")[0] == 422
    assert send(worker, child, "join", first.pk, what="undo", merge=str(merge.pk), why="Seen.")[0] == 302
    second.refresh_from_db()
    assert send(worker, child, "error", second.pk, why="Cousin.", number=str(second.version))[0] == 302
    assert "counts for nothing" in page(worker, "episode", child.pk, second.pk)
    first.refresh_from_db()
    status, answer = send(worker, child, "close", first.pk, number=str(first.version))
    assert status == 422
    assert "still open" in answer


@pytest.mark.req("MS-05")
@pytest.mark.hazard("HZ-34")
def test_what_is_tried_and_seen_and_asked_while_away_stands_on_the_page(worker: User, child: Child) -> None:
    episode = make_episode(by=worker, child=child)
    one = {"how": "call", "with_whom": "The child", "answered": "yes", "words": "She says she is fine."}
    assert send(worker, child, "away", episode.pk, "attempt", **one)[0] == 302
    seen = {"where": "The retail park", "who": "A shopkeeper"}
    assert send(worker, child, "away", episode.pk, "sighting", **seen)[0] == 302
    asked = {"whom": "borders", "who": "The ports desk", "answer": "Marked until Friday."}
    assert send(worker, child, "away", episode.pk, "alert", **asked)[0] == 302
    decided = {"publish": "no", "decided_by": "Inspector Dale", "why": "It would harm her later."}
    assert send(worker, child, "away", episode.pk, "publicity", **decided)[0] == 302
    assert send(worker, child, "away", episode.pk, "nothing", **decided)[0] == 404
    shown = page(worker, "episode", child.pk, episode.pk)
    for words in ("She says she is fine.", "The retail park", "The ports desk", "Inspector Dale", "116 000"):
        assert words in shown
    assert queries.get(worker, child.pk, episode.pk).state == Episode.State.MISSING
    assert (ContactAttempt.objects.count(), Sighting.objects.count()) == (1, 1)


@pytest.mark.req("MS-05")
@pytest.mark.hazard("HZ-33")
@pytest.mark.parametrize("mark", ["unsafe", "not_checked"])
def test_no_word_goes_to_a_telephone_that_is_unsafe_or_that_nobody_checked(
    worker: User, child: Child, mark: str
) -> None:
    Child.objects.filter(pk=child.pk).update(telephone_safe=mark, telephone_checked_on=clock.today())
    episode = make_episode(by=worker, child=child)
    assert "Do not send anything" in page(worker, "away", child.pk, episode.pk, "word")
    status, answer = send(worker, child, "away", episode.pk, "word", text="thinking", sent_by="Her aunt")
    assert status == 422
    assert "somebody else may read it" in answer
    assert not WordSent.objects.exists()


@pytest.mark.req("MS-05")
@pytest.mark.hazard("HZ-33")
def test_word_is_one_of_our_neutral_texts(worker: User, child: Child) -> None:
    Child.objects.filter(pk=child.pk).update(telephone_safe="safe", telephone_checked_on=clock.today())
    episode = queries.by_id(worker, make_episode(by=worker, child=child).pk)
    with pytest.raises(Invalid):
        actions.record_word_sent(
            by=worker, episode=episode, text="The police are looking for you.", sent_by="Her aunt", now=clock.now()
        )
    assert send(worker, child, "away", episode.pk, "word", text="here", sent_by="Her aunt")[0] == 302
    assert "text back one word" in page(worker, "episode", child.pk, episode.pk)


@pytest.mark.req("MS-04")
def test_the_interview_from_offer_to_recommendation_on_its_pages(worker: User, child: Child) -> None:
    episode = past_episode(by=worker, child=child, since=clock.now() - 30 * HOUR)
    interview = Interview.objects.get()
    here = (episode.pk, interview.pk)
    assert "It was offered" in page(worker, "interview", child.pk, *here)
    offer = {"offered_by": "Sam Hale", "trusted": "She asked.", "independent": "yes"}
    assert send(worker, child, "interview", *here, what="offer", number="1", **offer)[0] == 302
    page(worker, "interview", child.pk, *here)
    held = {"interviewer": "Sam Hale", "child_words": "I was cold.", "recommendation_1": "A warm coat."}
    status, answer = send(worker, child, "interview", *here, what="complete", number="2", **held)
    assert status == 422
    assert "I was cold." in answer
    assert html_problems(answer) == []
    held["account"] = "She walked home."
    assert send(worker, child, "interview", *here, what="complete", number="2", **held)[0] == 302
    shown = page(worker, "episode", child.pk, episode.pk)
    assert "I was cold." in shown
    assert "Follow it up" in shown
    page(worker, "interview", child.pk, *here)
    recommended = Interview.objects.get().recommendations.get()
    assert "There is no plan yet" in page(worker, "recommendation", child.pk, episode.pk, recommended.pk)
    left = {"why_none": "Bought the same day."}
    assert send(worker, child, "recommendation", episode.pk, recommended.pk, **left)[0] == 302
    assert "Bought the same day." in page(worker, "episode", child.pk, episode.pk)


@pytest.mark.req("MS-06")
def test_patterns_are_drawn_and_each_drawing_has_its_table(worker: User, child: Child) -> None:
    now = clock.now()
    for days in (40, 20, 10):
        since = now - timedelta(days=days)
        episode = make_episode(by=worker, child=child, missing_from=since)
        actions.record_return(
            by=worker,
            episode=episode,
            until=since + 3 * HOUR,
            seen_by="Sergeant Moss",
            seen_in_person=True,
            found_where="Retail park",
            now=now,
        )
    shown = page(worker, "child", child.pk)
    assert shown.count('<svg class="sl-chart') == 4
    assert shown.count("The same as a table") == 2
    assert "Retail park, 3 times" in shown
    assert "9 days 21 hours" in shown
    assert len(queries.starts_for(worker, now - timedelta(days=30))) == 2
    stranger = make_user(partnership=worker.partnership)
    assert queries.starts_for(stranger, now - timedelta(days=60)) == []
    assert len(queries.starts_in(worker.partnership_id, now - timedelta(days=60))) == 3


@pytest.mark.req("MS-01")
def test_whoever_sees_only_missing_is_shown_name_birth_and_area_and_no_way_further(worker: User, child: Child) -> None:
    episode = past_episode(by=worker, child=child, since=clock.now() - 30 * HOUR)
    duty = make_user(Role.EMERGENCY_DUTY, partnership=worker.partnership)
    for shown in (page(duty, "child", child.pk), page(duty, "episode", child.pk, episode.pk)):
        assert "Quayside" in shown
        assert "Harbour School" not in shown
        assert child.reference not in shown
        assert f'href="{reverse("overview:child", args=[child.pk])}"' not in shown
        assert reverse("children:chronology", args=[child.pk]) not in shown
        assert "Return interview" not in shown
        assert "Correct the times" not in shown


@pytest.mark.req("MS-01")
def test_a_police_reference_of_an_unknown_shape_is_explained_and_kept(worker: User, child: Child) -> None:
    episode = make_episode(by=worker, child=child)
    for known in ("0412 of 22 November", "0412 of 22/11", "MP/26/01234", "CAD 1234", "44190123456"):
        assert reference_remark(known) == ""
    assert send(worker, child, "away", episode.pk, "reference", police_reference="ask Dave")[0] == 302
    shown = page(worker, "episode", child.pk, episode.pk)
    assert "ask Dave" in shown
    assert "not a shape that we know" in shown
