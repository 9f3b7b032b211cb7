"""What is done around a child: alerts, watching, restraint, moves, what calms, direct work."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.audit.models import Entry
from safelight.children import chronology
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, Stale, WrongState
from safelight.duties.types import Duty
from safelight.support import actions, providers, queries
from safelight.support.models import Alert, Calm, Monitoring, Work
from tests.factories import make_child, make_user
from tests.html import html_problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> User:
    return make_user()


@pytest.fixture
def child(worker: User) -> Child:
    return make_child(by=worker)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, name: str, *ids: object) -> str:
    response = client_of(user).get(reverse(f"support:{name}", args=ids))
    assert response.status_code == 200
    assert html_problems(response.content.decode()) == []
    return response.content.decode()


def send(user: User, child: Child, name: str, *ids: object, **data: str) -> int:
    return (
        client_of(user)
        .post(reverse(f"support:{name}", args=[child.pk, *ids]), {"about": str(child.pk), **data})
        .status_code
    )


def day(name: str, in_days: int) -> dict[str, str]:
    on = clock.today() + timedelta(days=in_days)
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def due(child: Child) -> dict[str, Duty]:
    return {each.code: each for each in providers.duties(children.facts([child]), clock.now())}


def placed(by: User, child: Child, **changed: object) -> Alert:
    values = {
        "kind": "walk_in",
        "where": "Quay clinic",
        "told": "Sister Moss",
        "why": "Injuries.",
        "since": clock.today(),
    }
    return actions.place_alert(by=by, child=child, **{**values, **changed})


def watched(by: User, child: Child, **changed: object) -> Monitoring:
    values = {
        "what": "place",
        "how": "Her aunt can see where the telephone is.",
        "child_answer": "agreed",
        "parents_answer": "agreed",
        "agreed_by": "Dana Whitlock, social worker",
        "why": "A car has waited twice.",
        "gentler": "Being fetched from school.",
        "since": clock.today(),
        "review_on": clock.today() + timedelta(days=14),
    }
    return actions.begin_monitoring(by=by, child=child, **{**values, **changed})


@pytest.mark.req("AL-01")
def test_what_comes_back_from_an_alert_asks_for_a_look_at_the_level(worker: User, child: Child) -> None:
    alert = placed(worker, child)
    assert providers.LOOK not in due(child)
    assert (
        send(worker, child, "alert", alert.pk, what="notice", from_whom="Sister Moss", words="Seen with bruises.")
        == 302
    )
    duty = due(child)[providers.LOOK]
    assert duty.owner_id == children.facts([child])[0].lead_worker_id or duty.owner_role == "manager"
    assert "Seen with bruises." in page(worker, "alert", child.pk, alert.pk)
    notice = alert.notices.get()
    assert send(worker, child, "look", notice.pk, outcome="again", words="The bruises are new.") == 302
    assert providers.LOOK not in due(child)
    with pytest.raises(WrongState):
        actions.look_at_level(by=worker, notice=notice, outcome="right", words="No.")


@pytest.mark.req("AL-01")
def test_an_alert_says_where_it_stands_who_was_told_since_when_and_until_when(worker: User, child: Child) -> None:
    with pytest.raises(Invalid) as caught:
        actions.place_alert(by=worker, child=child)
    assert set(caught.value.errors) == {"kind", "where", "told", "why", "since"}
    with pytest.raises(Invalid):
        placed(worker, child, until=clock.today() - timedelta(days=1))
    alert = placed(worker, child, until=clock.today() + timedelta(days=3))
    assert due(child)[providers.ALERT_ENDS].url.endswith(f"/{alert.pk}/")
    text = page(worker, "child", child.pk)
    assert "Walk-in clinic" in text and "Quay clinic" in text
    actions.end_alert(by=worker, alert=alert, why="She moved away.")
    assert providers.ALERT_ENDS not in due(child)
    assert "She moved away." in page(worker, "alert", child.pk, alert.pk)
    with pytest.raises(WrongState):
        actions.end_alert(by=worker, alert=alert, why="Again.")


@pytest.mark.req("PL-14")
def test_watching_without_the_child_s_agreement_says_why_and_always_why_it_is_not_too_much(
    worker: User, child: Child
) -> None:
    for changed, field in (
        ({"child_answer": "not_agreed"}, "child_words"),
        ({"why": ""}, "why"),
        ({"gentler": ""}, "gentler"),
        ({"agreed_by": ""}, "agreed_by"),
        ({"review_on": clock.today()}, "review_on"),
    ):
        with pytest.raises(Invalid) as caught:
            watched(worker, child, **changed)
        assert set(caught.value.errors) == {field}
    watched(worker, child, child_answer="not_agreed", child_words="It is my phone.")
    text = page(worker, "child", child.pk)
    assert "It is my phone." in text and "A car has waited twice." in text


@pytest.mark.req("PL-14")
def test_watching_is_looked_at_again_until_it_ends(worker: User, child: Child) -> None:
    one = watched(worker, child)
    assert due(child)[providers.WATCHING].due_at is not None
    assert send(worker, child, "monitoring", one.pk, goes_on="yes", why="It goes on.") == 422  # until when?
    assert send(worker, child, "monitoring", one.pk, goes_on="yes", why="It goes on.", **day("review_on", 30)) == 302
    assert queries.standing(queries.monitorings([child.pk])[0]).review_on == clock.today() + timedelta(days=30)
    assert send(worker, child, "monitoring", one.pk, goes_on="no", why="She is safe home now.") == 302
    assert providers.WATCHING not in due(child)
    assert send(worker, child, "monitoring", one.pk, goes_on="yes", why="Again.", **day("review_on", 30)) == 422


@pytest.mark.req("PL-15")
def test_repeated_restraint_asks_whether_the_placement_is_right(worker: User, child: Child) -> None:
    def held(days_ago: int) -> None:
        actions.record_restraint(
            by=worker,
            child=child,
            happened_at=clock.now() - timedelta(days=days_ago),
            where="The hall",
            by_whom="A night carer",
            why="A car waited outside.",
            told="Her social worker",
        )

    held(9)
    assert providers.PLACEMENT not in due(child)
    held(2)
    assert due(child)[providers.PLACEMENT].must
    assert send(worker, child, "placement", words="More staff at night; looked for a home further away.") == 302
    assert providers.PLACEMENT not in due(child)
    assert "More staff at night" in page(worker, "child", child.pk)


@pytest.mark.req("PL-16")
def test_a_move_records_reasons_and_alternatives_and_says_that_it_ends_nothing(worker: User, child: Child) -> None:
    assert "does not of itself end exploitation" in page(worker, "move_new", child.pk)
    with pytest.raises(Invalid) as caught:
        actions.record_move(by=worker, child=child, moved_on=clock.today(), away_from="Home", to="An aunt")
    assert set(caught.value.errors) == {"reasons", "alternatives", "goes_on", "decided_by"}
    words = {"reasons": "Threats.", "alternatives": "More patrols.", "goes_on": "Police work on.", "decided_by": "Dana"}
    assert send(worker, child, "move_new", away_from="Home", to="An aunt", **words, **day("moved_on", 0)) == 302
    text = page(worker, "child", child.pk)
    assert "More patrols." in text and "Police work on." in text


@pytest.mark.req("PL-17")
@pytest.mark.req("BE-08")
def test_what_calms_keeps_every_version_and_a_stale_one_overwrites_nothing(worker: User, child: Child) -> None:
    assert send(worker, child, "calm", triggers="Messages at night.", number="0") == 302
    assert send(worker, child, "calm", triggers="Messages at night.", calms="Her dog.", number="1") == 302
    with pytest.raises(Stale):
        actions.save_calm(by=worker, child=child, number=1, calms="Tea.")
    response = client_of(worker).post(
        reverse("support:calm", args=[child.pk]), {"about": str(child.pk), "calms": "Tea and quiet.", "number": "1"}
    )
    assert response.status_code == 422 and "Tea and quiet." in response.content.decode()
    assert [row.number for row in Calm.objects.order_by("number")] == [1, 2]
    text = page(worker, "child", child.pk)
    assert "Her dog." in text
    assert "Earlier versions" in page(worker, "calm", child.pk)


@pytest.mark.req("PL-18")
def test_direct_work_is_planned_held_and_ends_with_a_report_on_what_it_changed(worker: User, child: Child) -> None:
    sessions = {**day("session_1", -3), **day("session_2", 4)}
    assert (
        send(worker, child, "work_new", title="Friends", purpose="What a friend is.", lead="Sam Hale", **sessions)
        == 302
    )
    work = Work.objects.get()
    first, second = work.sessions.all()
    assert providers.SESSION in due(child) and providers.REPORT not in due(child)
    assert (
        send(worker, child, "session", first.pk, state="held", words="We drew a map.", child_words="OK.", number="1")
        == 302
    )
    assert send(worker, child, "session", second.pk, state="not_held", words="", number="1") == 422
    assert send(worker, child, "session", second.pk, state="not_held", words="The bus was late.", number="1") == 302
    assert providers.SESSION not in due(child) and providers.REPORT in due(child)
    report = {"before": "Alone.", "after": "Two friends.", "report": "It worked.", "child_words": "I have mates."}
    assert send(worker, child, "work", work.pk, what="report", **report) == 302
    assert providers.REPORT not in due(child)
    text = page(worker, "work", child.pk, work.pk)
    assert "I have mates." in text and "Two friends." in text
    with pytest.raises(WrongState):
        actions.evaluate(by=worker, work=work, before="A", after="B", report="C")


@pytest.mark.req("PL-18")
def test_a_second_writer_of_a_session_overwrites_nothing(worker: User, child: Child) -> None:
    work = actions.plan_work(by=worker, child=child, title="A", purpose="B", lead="C", dates=[clock.today()])
    one, same = work.sessions.get(), work.sessions.get()
    actions.record_session(by=worker, session=one, version=1, state="held", words="Mine.")
    with pytest.raises(Stale):
        actions.record_session(by=worker, session=same, version=1, state="not_held", words="Theirs.")


@pytest.mark.req("AL-01", "PL-14", "PL-18")
def test_who_does_not_work_with_the_child_finds_none_of_it(worker: User, child: Child) -> None:
    alert = placed(worker, child)
    stranger = make_user(partnership=worker.partnership)
    coordinator = make_user(Role.COORDINATOR, partnership=worker.partnership)
    for user in (stranger, coordinator):
        assert client_of(user).get(reverse("support:child", args=[child.pk])).status_code == 404
        with pytest.raises(NotFound):
            actions.record_notice(by=user, alert=alert, came_at=None, from_whom="A", words="B")


def test_everything_stands_in_the_chronology_and_in_the_log(worker: User, child: Child) -> None:
    alert = placed(worker, child)
    actions.record_notice(by=worker, alert=alert, came_at=None, from_whom="Sister Moss", words="Seen.")
    watched(worker, child)
    titles = [entry.title for entry in providers.chronology(worker, child)]
    assert any("came back" in title for title in titles) and any("Watching" in title for title in titles)
    assert chronology.EntryKind.CONTACT in {entry.kind for entry in providers.chronology(worker, child)}
    assert {"support.alert_placed", "support.notice_recorded", "support.monitoring_begun"} <= set(
        Entry.objects.values_list("action", flat=True)
    )


def test_the_number_of_queries_does_not_grow_with_what_is_recorded(worker: User, child: Child) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            providers.duties(children.facts([child]), clock.now())
        return len(made)

    def more() -> None:
        actions.record_notice(by=worker, alert=placed(worker, child), came_at=None, from_whom="A", words="B")
        watched(worker, child)
        actions.plan_work(by=worker, child=child, title="A", purpose="B", lead="C", dates=[clock.today()])

    more()
    few = asked()
    for _number in range(3):
        more()
    assert asked() == few
