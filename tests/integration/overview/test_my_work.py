"""My work: what is due from whom, by day (OV-01)."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safelight.access import actions as access
from safelight.access.models import User
from safelight.access.roles import Role
from safelight.children.models import Child
from safelight.core import clock
from safelight.duties import actions as duties
from safelight.plans import actions as plans
from safelight.plans import queries as plan_queries
from safelight.plans.models import Action, Plan
from tests.factories import make_concern, make_user
from tests.factories.people import administrator_of
from tests.html import html_problems
from tests.integration.overview.conftest import World


def page(world: World, user: User, path: str = "/") -> str:
    response = world.sign_in(user).get(path)
    assert response.status_code == 200
    text = response.content.decode()
    assert html_problems(text) == []
    return text


def section(text: str, ident: str) -> str:
    """The part of the page under the heading with this id; empty when there is none."""
    found = re.search(rf'<section aria-labelledby="{ident}">(.*?)</section>', text, re.DOTALL)
    return found[1] if found else ""


def send_plan(world: World, child: Child) -> None:
    """A plan drafted from a decision and sent to the manager."""
    decision = world.assess("medium", child=child, M1="present", M2="present", L1="present")
    plan = plans.draft_from(by=world.worker, decision=decision, now=world.now)
    plans.submit(by=world.worker, plan=plan, manager=world.manager, now=world.now)


@pytest.mark.req("OV-01", "PR-09")
def test_each_duty_stands_under_its_day_with_the_child_s_name_and_age(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    today = section(page(world, world.worker), "today")
    assert "Kayla Denholm, 15:" in today and "Contact MASH" in today
    assert "Must do." in today and "Record the contact" in today
    world.later(days=1)
    text = page(world, world.worker)
    assert "Contact MASH" in section(text, "overdue") and "Contact MASH" not in section(text, "today")
    assert "Yesterday" in section(text, "overdue")


@pytest.mark.req("OV-01")
def test_what_is_due_from_a_colleague_is_not_on_my_page(world: World) -> None:
    world.involve(world.colleague)
    world.assess("medium", M1="present", L1="present")
    assert "Nothing is due from you" in page(world, world.colleague)


@pytest.mark.req("OV-01")
def test_an_empty_page_says_what_to_do_next(world: World) -> None:
    text = page(world, world.colleague)
    assert "Nothing is due from you" in text and "Log a concern" in text and "The children you work with" in text


def test_no_level_mark_and_no_chart_stand_on_my_work(world: World) -> None:
    world.assess("high", H2="present", M1="present", L1="present")
    text = page(world, world.worker)
    assert "sl-level" not in text and "sl-chart" not in text


@pytest.mark.hazard("HZ-22")
def test_duties_that_one_call_answers_are_one_row_led_by_the_one_that_nobody_can_set_aside(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    today = section(page(world, world.worker), "today")
    assert today.count("Record the contact") == 1
    assert "The same call can also answer: Send the completed assessment to MASH." in today
    assert "Record that it was sent" not in today


@pytest.mark.hazard("HZ-35")
def test_a_leaver_s_duty_is_the_manager_s(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    assert "Contact MASH" not in page(world, world.manager)
    User.objects.filter(pk=world.worker.pk).update(is_active=False)
    assert "Contact MASH" in page(world, world.manager)


@pytest.mark.hazard("HZ-35")
def test_a_duty_without_anybody_is_offered_to_the_team_s_managers(world: World) -> None:
    world.new_child(given_name="Ivo", family_name="Marsh", date_of_birth=date(2008, 12, 1))
    world.clocks.enter_context(clock.at(world.now + timedelta(days=14)))
    text = page(world, world.manager)
    assert "Ivo Marsh, 18" in text and "It is for any manager of the team." in text
    assert "Ivo Marsh" not in page(world, world.stranger)


@pytest.mark.hazard("HZ-35")
def test_a_duty_passed_on_stays_mine_until_it_is_accepted(world: World) -> None:
    world.involve(world.colleague)
    world.assess("medium", M1="present", L1="present")
    duty = world.duties()["PR-04"]
    duties.act(
        by=world.worker,
        child_id=world.child.pk,
        key=duty.key,
        outcome="passed_on",
        now=world.now,
        passed_to=world.colleague,
    )
    mine, theirs = page(world, world.worker), page(world, world.colleague)
    assert duty.title in mine and "Passed on to Sam Hale, who has not taken it over yet." in mine
    assert duty.title in section(theirs, "offered") and "Until you do, it is theirs." in theirs
    duties.accept(by=world.colleague, child_id=world.child.pk, key=duty.key, now=world.now)
    assert duty.title not in page(world, world.worker)
    assert duty.title in page(world, world.colleague)


@pytest.mark.req("OV-01", "BE-04")
def test_a_lower_decision_waits_for_a_manager_and_never_for_the_one_who_made_it(world: World) -> None:
    world.assess("low", M1="present", M2="present", L1="present")
    assert "Kayla Denholm, 15" in section(page(world, world.manager), "answers")
    own = world.new_child(by=world.manager, given_name="Tove", family_name="Lind")
    world.assess("low", child=own, by=world.manager, M1="present", M2="present", L1="present")
    text = page(world, world.manager)
    assert "Tove Lind" not in section(text, "answers")
    assert "Waiting for others" in text and "a lower level, with a manager since" in text
    assert "Kayla" not in page(world, world.stranger)


@pytest.mark.req("OV-01", "CH-10", "BE-04")
def test_a_plan_that_was_sent_waits_for_the_manager_who_sees_that_the_child_s_voice_is_missing(world: World) -> None:
    send_plan(world, world.child)
    text = page(world, world.manager)
    assert "Agree or return the safety plan" in section(text, "answers")
    assert "Plans without the child’s voice" in text
    assert "a plan, with Grace Obi since 24 November 2026" in page(world, world.worker)
    assert "Agree or return the safety plan" not in page(world, world.stranger)


@pytest.mark.req("PL-12")
def test_evidence_is_still_worth_securing_after_its_hours_and_nowhere_overdue(world: World) -> None:
    decision = world.assess("exploited", H1="present", L1="present")
    plans.draft_from(by=world.worker, decision=decision, now=world.now)
    duty = world.duties()["PL-12"]
    world.later(days=9)
    text = page(world, world.worker)
    assert duty.title in section(text, "today") and duty.title not in section(text, "overdue")
    row = next(row for row in section(text, "today").split("<li ") if duty.title in row)
    assert "Best within 72 hours; still worth doing after" in row and "overdue" not in row.lower()
    on_child = page(world, world.worker, f"/children/{world.child.pk}/")
    row = next(row for row in on_child.split("<li ") if duty.title in row)
    assert "still worth doing" in row and "overdue" not in row.lower()
    alone = page(world, world.worker, f"/children/{world.child.pk}/duties/{duty.key}/")
    assert "still worth doing" in alone and "Overdue" not in alone


@pytest.mark.req("BE-04")
def test_a_plan_is_not_put_before_a_manager_who_wrote_a_line_of_it(world: World) -> None:
    both = make_user([Role.MANAGER, Role.PRACTITIONER], team=world.team, name="Ann Oyelaran")
    send_plan(world, world.child)
    assert "Agree or return the safety plan" in section(page(world, world.manager), "answers")
    plan = Plan.objects.get(child=world.child)
    Plan.objects.filter(pk=plan.pk).update(manager=None)
    assert "Agree or return the safety plan" in section(page(world, both), "answers")
    Action.objects.filter(pk=plan_queries.actions_of(plan)[0].pk).update(added_by=both)
    assert "Agree or return the safety plan" not in page(world, both)
    assert "Agree or return the safety plan" in section(page(world, world.manager), "answers")


@pytest.mark.req("OV-01")
def test_what_was_begun_is_there_to_go_on_with(world: World) -> None:
    draft = world.draft(L1="present")
    text = page(world, world.worker)
    assert f"/assessments/{draft.pk}/" in text and "Assessment: Kayla Denholm, 15" in text
    assert "Assessment:" not in page(world, world.manager)


@pytest.mark.hazard("HZ-18")
def test_a_search_is_sent_by_post_and_the_title_names_nobody(world: World) -> None:
    world.assess("medium", M1="present")
    text = page(world, world.worker)
    assert re.search(r'<form method="post" action="/search/" autocomplete="off"', text)
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    assert title and "Kayla" not in title[1]
    assert not re.search(r'href="[^"]*(Kayla|Denholm)', text)


@pytest.mark.hazard("HZ-26")
def test_two_children_of_one_name_and_age_have_their_references_beside_them(world: World) -> None:
    other = world.new_child(given_name="Kayla", family_name="Denholm")
    for child in (world.child, other):
        world.assess("medium", child=child, M1="present")
    text = page(world, world.worker)
    assert f"Kayla Denholm, 15 ({world.child.reference}):" in text
    assert f"Kayla Denholm, 15 ({other.reference}):" in text


def test_an_administrator_is_told_that_no_record_is_seen(world: World) -> None:
    text = page(world, administrator_of(world.partnership))
    assert "see no child’s record" in text and "Log a concern" not in text


def test_a_coordinator_sees_what_is_due_from_them_and_not_what_is_due_about_every_raised_child(world: World) -> None:
    world.assess("medium", M1="present", L1="present")
    assert "Nothing is due from you" in page(world, world.coordinator)
    key = world.duties()["PR-07"].key
    duties.act(
        by=world.worker,
        child_id=world.child.pk,
        key=key,
        outcome="passed_on",
        now=world.now,
        passed_to=world.coordinator,
    )
    assert "Kayla Denholm, 15" in section(page(world, world.coordinator), "offered")
    duties.accept(by=world.coordinator, child_id=world.child.pk, key=key, now=world.now)
    text = page(world, world.coordinator)
    assert "Send the completed assessment to MASH" in text and "Contact MASH" not in text


@pytest.mark.req("OV-01")
def test_the_number_of_queries_does_not_grow_with_the_children(world: World) -> None:
    def queries_now(user: User) -> int:
        client = world.sign_in(user)
        client.get("/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/").status_code == 200
        return len(seen)

    def more(number: int) -> None:
        for place in range(number):
            child = world.new_child(given_name=f"Robin{place}", family_name="Hythe")
            if place % 2:
                send_plan(world, child)
            else:
                world.assess("low", child=child, M1="present", M2="present", L1="present")
            make_concern(by=world.worker, children=[child], urgent=True)

    more(2)
    few = {user: queries_now(user) for user in (world.worker, world.manager)}
    more(5)
    assert {user: queries_now(user) for user in (world.worker, world.manager)} == few


def test_what_was_typed_when_the_session_ended_is_pointed_to(world: World) -> None:
    assert "What you typed is kept" not in page(world, world.worker)
    access.keep_post(user_id=str(world.worker.pk), path="/concerns/new/", fields={"what": ["Late home."]})
    assert "What you typed is kept" in page(world, world.worker)


def test_somebody_new_sees_nothing_of_others(world: World) -> None:
    world.assess("medium", M1="present")
    assert "Kayla" not in page(world, make_user(partnership=world.partnership))
