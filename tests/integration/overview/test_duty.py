"""The page of one duty: what closes it, and what cannot."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from safelight.access.models import User
from safelight.children import actions as children
from safelight.duties import actions as duties
from safelight.duties.actions import Contact
from safelight.duties.models import DutyAct
from safelight.duties.types import Duty
from tests.html import html_problems
from tests.integration.overview.conftest import World


@pytest.fixture
def mash(world: World) -> Duty:
    world.involve(world.colleague)
    world.assess("medium", M1="present", L1="present")
    return world.duties()["PR-06"]


def path(duty: Duty) -> str:
    return f"/children/{duty.child_id}/duties/{duty.key}/"


def text_of(response: HttpResponse) -> str:
    text = response.content.decode()
    assert html_problems(text) == []
    return text


def send(world: World, user: User, duty: Duty, **fields: str) -> HttpResponse:
    client: Client = world.sign_in(user)
    return client.post(path(duty), {"about": str(duty.child_id), **fields})


CALL = {
    "what": "done",
    "contact_name": "Sam Reed",
    "contact_role": "MASH",
    "contact_at-day": "24",
    "contact_at-month": "11",
    "contact_at-year": "2026",
    "contact_at-time": "08:45",
    "contact_reference": "M-1187",
    "note": "They ring back at noon.",
}


@pytest.mark.req("OV-05")
def test_whom_a_conflict_keeps_from_the_child_is_not_offered_as_somebody_to_pass_a_duty_to(
    world: World, mash: Duty
) -> None:
    def offered() -> list[str]:
        page = text_of(world.sign_in(world.worker).get(path(mash)))
        return re.findall(r'<option value="([0-9a-f-]{36})"', page)

    assert str(world.colleague.pk) in offered()
    children.exclude(
        by=world.manager,
        child=world.child,
        person=world.colleague,
        independent_reviewer=world.manager,
        reason="A cousin of hers.",
    )
    left = offered()
    assert left and str(world.colleague.pk) not in left


@pytest.mark.req("PR-06")
@pytest.mark.hazard("HZ-02")
def test_mash_has_not_been_told_until_who_when_and_reference_stand(world: World, mash: Duty) -> None:
    client = world.sign_in(world.worker)
    text = text_of(client.get(path(mash)))
    assert "MASH has NOT been told" in text and "01632 960140" in text and "Saving something here tells nobody" in text
    assert 'value="MASH"' in text and 'value="09:00"' in text  # who and when are prefilled
    for field in ("contact_name", "contact_role", "contact_reference", "contact_at-day"):
        parts = {name: "" for name in CALL if name.startswith("contact_at")} if "_at" in field else {field: ""}
        response = send(world, world.worker, mash, **{**CALL, **parts})
        text = text_of(response)
        assert response.status_code == 422
        assert "There is a problem" in text and f'href="#{field}"' in text
        assert "They ring back at noon." in text and "MASH has NOT been told" in text
    assert not DutyAct.objects.exists()
    response = send(world, world.worker, mash, **CALL)
    assert response.status_code == 302
    act = DutyAct.objects.get()
    assert (act.contact_name, act.contact_reference, act.by) == ("Sam Reed", "M-1187", world.worker)
    assert "PR-06" not in world.duties()


def test_from_my_work_one_goes_back_to_my_work(world: World, mash: Duty) -> None:
    assert send(world, world.worker, mash, **CALL)["Location"] == f"/children/{mash.child_id}/"
    other = world.duties()["PR-07"]
    assert send(world, world.worker, other, **CALL, **{"from": "work"})["Location"] == "/"


@pytest.mark.hazard("HZ-22")
def test_one_call_closes_what_it_answered_and_only_what_was_ticked(world: World, mash: Duty) -> None:
    papers = world.duties()["PR-07"]
    text = text_of(world.sign_in(world.worker).get(path(mash)))
    assert papers.title in text and "checked" not in text[text.index('name="also"') : text.index("Pass it on")]
    send(world, world.worker, mash, **CALL, also=papers.key)
    assert not {"PR-06", "PR-07"} & set(world.duties())


@pytest.mark.req("PR-06")
def test_nobody_can_set_aside_the_contact_with_mash(world: World, mash: Duty) -> None:
    text = text_of(world.sign_in(world.manager).get(path(mash)))
    assert "Nobody can set this aside." in text and "Set it aside, as a manager" not in text
    response = send(world, world.manager, mash, what="set_aside", reason="Not needed.")
    assert response.status_code == 422 and "Nobody can set this aside." in text_of(response)
    assert "PR-06" in world.duties()


def test_a_manager_sets_a_duty_aside_with_a_reason_and_a_worker_cannot(world: World, mash: Duty) -> None:
    work = world.duties()["PR-04"]
    assert send(world, world.worker, work, what="set_aside", reason="No time.").status_code == 404
    response = send(world, world.manager, work, what="set_aside", reason=" ")
    assert response.status_code == 422 and 'href="#reason"' in text_of(response)
    assert send(world, world.manager, work, what="set_aside", reason="Done by the school.").status_code == 302
    assert "PR-04" not in world.duties()
    text = text_of(world.sign_in(world.worker).get(path(work)))
    assert "Set aside" in text and "Done by the school." in text and "Grace Obi" in text


@pytest.mark.hazard("HZ-35")
def test_passing_on_needs_somebody_who_sees_the_child_and_who_accepts(world: World, mash: Duty) -> None:
    work = world.duties()["PR-04"]
    text = text_of(world.sign_in(world.worker).get(path(work)))
    assert "Sam Hale" in text and "Grace Obi" in text and "Lee Marsh" not in text
    response = send(world, world.worker, work, what="pass_on", passed_to="", handover="She likes the library.")
    assert response.status_code == 422 and "She likes the library." in text_of(response)
    assert send(world, world.worker, work, what="pass_on", passed_to=str(world.stranger.pk)).status_code == 422
    assert send(world, world.worker, work, what="pass_on", passed_to=str(world.colleague.pk)).status_code == 302
    assert world.duties()["PR-04"].owner_id == world.worker.pk
    assert "Take it over" not in text_of(world.sign_in(world.manager).get(path(work)))
    assert "Take it over" in text_of(world.sign_in(world.colleague).get(path(work)))
    assert send(world, world.colleague, work, what="accept").status_code == 302
    assert world.duties()["PR-04"].owner_id == world.colleague.pk


def test_what_was_typed_is_shown_when_somebody_else_closed_it_first(world: World, mash: Duty) -> None:
    duties.act(
        by=world.colleague,
        child_id=mash.child_id,
        key=mash.key,
        outcome="done",
        now=world.now,
        contact=Contact("Ann Poole", "MASH", world.now - timedelta(minutes=1), "M-9"),
    )
    response = send(world, world.worker, mash, **CALL)
    text = text_of(response)
    assert response.status_code == 422
    assert "Somebody else closed this meanwhile" in text and "They ring back at noon." in text and "M-1187" in text
    assert "Sam Hale" in text and "Ann Poole" in text
    assert DutyAct.objects.filter(key=mash.key).count() == 1


def test_the_questions_of_a_duty_are_each_answered_before_it_closes(world: World) -> None:
    world.assess("high", H2="present", M1="present", L1="present")
    meeting = world.duties()["PR-12"]
    fields = {code: "Decided." for code, _words in meeting.questions}
    assert len(fields) == 3
    first = next(iter(fields))
    response = send(world, world.worker, meeting, what="done", **{**fields, first: ""})
    assert response.status_code == 422 and f'href="#{first}"' in text_of(response)
    assert send(world, world.worker, meeting, what="done", **fields).status_code == 302
    assert DutyAct.objects.get(key=meeting.key).answers == fields


def test_a_duty_that_a_record_closes_says_so_and_leads_there(world: World, mash: Duty) -> None:
    again = world.duties()["PR-08"]
    text = text_of(world.sign_in(world.worker).get(path(again)))
    assert "This closes by itself when the record is there." in text and again.url in text
    assert send(world, world.worker, again, what="done", note="Done.").status_code == 422
    assert "PR-08" in world.duties()


@pytest.mark.hazard("HZ-26")
def test_a_form_that_was_filled_in_for_another_child_is_refused(world: World, mash: Duty) -> None:
    other = world.new_child(given_name="Kyra", family_name="Denholm")
    client = world.sign_in(world.worker)
    assert client.post(path(mash), {**CALL, "about": str(other.pk)}).status_code == 404
    assert client.post(path(mash), CALL).status_code == 404
    assert not DutyAct.objects.exists()


def test_a_duty_of_a_child_whom_one_may_not_see_looks_like_none(world: World, mash: Duty) -> None:
    stranger = world.sign_in(world.stranger)

    def answer(address: str) -> tuple[int, str]:
        response = stranger.get(address)
        return response.status_code, re.sub(r"csrfmiddlewaretoken\" value=\"[^\"]*", "", response.content.decode())

    assert answer(path(mash)) == answer(f"/children/{uuid4()}/duties/x/")
    assert send(world, world.stranger, mash, **CALL).status_code == 404
    assert world.sign_in(world.worker).get(f"/children/{mash.child_id}/duties/no-such/").status_code == 404


@pytest.mark.hazard("HZ-18")
def test_the_title_of_a_duty_s_page_says_nothing_of_the_child(world: World, mash: Duty) -> None:
    title = re.search(r"<title>(.*?)</title>", text_of(world.sign_in(world.worker).get(path(mash))), re.DOTALL)
    assert title and "Something that is due" in title[1] and "Kayla" not in title[1]


def test_a_real_date_is_asked_for_and_the_rest_is_kept(world: World, mash: Duty) -> None:
    response = send(world, world.worker, mash, **{**CALL, "contact_at-month": "13"})
    text = text_of(response)
    assert response.status_code == 422 and "Enter a real date" in text and 'value="13"' in text
    assert date(2026, 11, 24) == world.now.date() and "M-1187" in text
