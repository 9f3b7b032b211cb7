"""A child's page: the words before any level, what is due, who is around, what happened."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safelight.access.models import User
from safelight.audit.models import Entry, Kind
from safelight.children import actions as children
from safelight.duties import actions as duties
from safelight.duties.actions import Contact
from safelight.ratings import actions as ratings
from tests.factories import make_concern
from tests.html import html_problems
from tests.integration.overview.conftest import World

WORDS = "I just want one person to talk to, not nine."


def page(world: World, user: User | None = None, query: str = "") -> str:
    response = world.sign_in(user or world.worker).get(f"/children/{world.child.pk}/{query}")
    assert response.status_code == 200
    text = response.content.decode()
    assert html_problems(text) == []
    return text


@pytest.mark.req("CH-10")
def test_the_child_s_words_stand_before_the_level(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    world.later(minutes=5)
    children.record_voice(by=world.worker, child=world.child, whose="child", words=WORDS, said_to="Bea Lindqvist")
    text = page(world)
    assert 0 < text.index(WORDS) < text.index("sl-level-card") < text.index("What is due for Kayla")


@pytest.mark.req("CH-10")
def test_a_missing_voice_is_shown_as_missing_with_its_reason(world: World) -> None:
    text = page(world)
    assert "Nobody has written down what Kayla says." in text and "Nobody has said why." in text
    children.record_voice(by=world.worker, child=world.child, whose="child", missing_reason="Not seen alone yet.")
    assert "Not seen alone yet." in page(world)


def test_a_level_has_its_day_who_decided_the_own_view_and_when_to_assess_again(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    text = page(world)
    card = re.search(r'<section class="sl-level-card".*?</section>', text, re.DOTALL)
    assert card
    for words in (
        "Medium",
        "24 November 2026",
        "Priya Nair, Social worker",
        "who thought “Medium” before seeing the suggestion",
        "The toolkit suggested Medium.",
        "Assess again by 5 January 2027. Overdue after 24 February 2027.",
        "Why Medium",
    ):
        assert words in card[0]


def test_no_level_never_reads_as_no_risk(world: World) -> None:
    text = page(world)
    assert "Nobody has decided a level yet." in text and "No level does not mean no risk." in text
    assert "Start an assessment" in text
    draft = world.draft(L1="present")
    text = page(world)
    assert "Priya Nair began an assessment on 24 November 2026." in text and str(draft.pk) in text


@pytest.mark.hazard("HZ-01")
def test_a_suspicion_shows_the_level_to_act_as_for_over_the_one_decided(world: World) -> None:
    world.assess("medium", M1="present", L1="present", H2="suspected")
    text = page(world)
    card = text[text.index("sl-level-card") :]
    assert card.index("Act as for") < card.index("High") < card.index("until what is suspected has been ruled out")
    assert card.index("until what is suspected") < card.index("Decided")


def test_a_first_decision_that_waits_is_not_shown_as_a_level(world: World) -> None:
    decision = world.assess("low", M1="present", M2="present", L1="present")
    text = page(world)
    assert "No decided level has taken effect yet." in text and "Waiting for a manager." in text
    assert "Priya Nair decided Low on 24 November 2026." in text
    ratings.decline(by=world.manager, decision=decision, comment="Two medium ones are present.", now=world.now)
    assert "A manager did not agree to a lower level." in page(world)


@pytest.mark.req("CH-05")
@pytest.mark.hazard("HZ-35")
def test_the_lead_worker_is_named_and_one_who_left_is_to_be_replaced(world: World) -> None:
    assert "<strong>Priya Nair</strong>, Social worker" in page(world)
    children.nominate_lead_worker(by=world.manager, child=world.child, user=world.colleague)
    assert "<strong>Sam Hale</strong>, Social worker" in page(world)
    User.objects.filter(pk=world.colleague.pk).update(is_active=False)
    assert "Has left: name somebody else." in page(world)


@pytest.mark.req("CH-04", "CH-12")
def test_the_people_around_are_drawn_and_listed_and_hours_without_anybody_are_said(world: World) -> None:
    person = children.add_person_around(
        by=world.worker,
        child=world.child,
        name="Aunty Jo",
        relation="Aunt",
        kind="family",
        tie="strong",
        chosen_by_child=True,
    )
    text = page(world)
    assert "sl-ecomap" in text and "Kayla’s choice of who to talk to first." in text
    assert "No one safe is named for Kayla to reach:" in text and "Every day, all day" in text
    assert person.name in text


@pytest.mark.req("RA-10")
def test_levels_over_time_are_drawn_with_their_table(world: World) -> None:
    world.assess("low", L1="present")
    world.later(days=30)
    world.assess("medium", M1="present", L1="present")
    text = page(world)
    assert "sl-chart" in text and "Levels over time" in text and "▲ Up" in text


@pytest.mark.req("CH-06")
def test_the_latest_of_the_chronology_can_be_filtered(world: World) -> None:
    make_concern(by=world.worker, children=[world.child], what="Seen in an older man’s car.")
    children.log_contact(by=world.worker, child=world.child, kind="visit", words="Saw Kayla at the library.")
    text = page(world)
    assert "Seen in an older man’s car." in text and "Saw Kayla at the library." in text
    text = page(world, query="?kind=contact")
    assert "Saw Kayla at the library." in text and "Seen in an older man’s car." not in text
    assert "Saw Kayla at the library." in page(world, query="?kind=nonsense")


@pytest.mark.hazard("HZ-02")
@pytest.mark.req("CH-06")
def test_who_was_told_stands_in_the_chronology(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    duties.act(
        by=world.worker,
        child_id=world.child.pk,
        key=world.duties()["PR-06"].key,
        outcome="done",
        now=world.now,
        note="They will ring back.",
        contact=Contact("Sam Reed", "MASH", world.now, "M-1187"),
    )
    text = page(world, query="?kind=contact")
    assert "MASH told" in text and "Told Sam Reed, reference M-1187." in text and "They will ring back." in text


@pytest.mark.req("OV-01")
def test_what_is_due_says_from_whom(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    due = page(world, world.manager)
    due = due[due.index('id="due"') : due.index('id="people"')]
    assert "Contact MASH" in due and "Priya Nair." in due


def test_another_team_s_child_looks_just_like_no_child(world: World) -> None:
    stranger = world.sign_in(world.stranger)

    def answer(child_id: object) -> tuple[int, str]:
        response = stranger.get(f"/children/{child_id}/")
        return response.status_code, re.sub(r"csrfmiddlewaretoken\" value=\"[^\"]*", "", response.content.decode())

    assert answer(world.child.pk) == answer(uuid4())
    assert answer(uuid4())[0] == 404


def test_looking_leaves_an_audit_entry(world: World) -> None:
    page(world)
    entry = Entry.objects.filter(kind=Kind.VIEW, child_id=str(world.child.pk)).latest("at")
    assert entry.action == "viewed:overview:child"


@pytest.mark.hazard("HZ-18", "HZ-26")
def test_the_title_is_neutral_and_the_twin_is_named_on_the_page(world: World) -> None:
    kyra = world.new_child(given_name="Kyra", family_name="Denholm")
    text = page(world)
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    assert title and "Kayla" not in title[1] and "A child’s record" in title[1]
    assert f"Kyra Denholm ({kyra.reference})" in text and "This is Kayla." in text


def test_the_number_of_queries_does_not_grow_with_the_record(world: World) -> None:
    def queries_now() -> int:
        client = world.sign_in(world.worker)
        path = f"/children/{world.child.pk}/"
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    def more(times: int) -> None:
        for place in range(times):
            world.later(days=7)
            world.assess("medium", M1="present", L1="present")
            make_concern(by=world.worker, children=[world.child], urgent=True)
            children.record_voice(by=world.worker, child=world.child, whose="child", words=f"{WORDS} {place}")
            children.log_contact(by=world.worker, child=world.child, kind="visit", words="Seen at home.")
            children.make_promise(
                by=world.worker, child=world.child, kind="promise", words="I’ll ring.", due_on=world.now.date()
            )
            children.add_person_around(
                by=world.worker, child=world.child, name=f"Friend {place}", kind="friend", tie="steady"
            )

    more(2)
    few = queries_now()
    more(3)
    assert queries_now() == few
