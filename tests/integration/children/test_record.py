"""The record: created, corrected by two at once, twins, scope, 18th birthday."""

import re
from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.audit.models import Entry
from safelight.children import actions, due, queries
from safelight.children.models import Child, ChildEdit
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, Stale, WrongState
from tests.factories import make_agency, make_child, make_partnership, make_team, make_user
from tests.html import html_problems

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def worker() -> User:
    return make_user(team=make_team(make_agency(make_partnership())))


@pytest.mark.req("CH-01", "CH-02")
def test_every_field_of_the_details_form_is_kept_and_shown(client: Client, worker: User) -> None:
    values = {
        "given_name": "Kayla",
        "family_name": "Denholm",
        "date_of_birth": date(2011, 5, 14),
        "address": "3 Quay Street",
        "parental_responsibility": "Dawn Denholm",
        "telephone": "01632 960311",
        "gender": "girl",
        "ethnicity": "mixed_other",
        "language": "Welsh",
        "communication_needs": "Short sentences",
        "local_reference": "CCM 17",
        "nhs_number": "943 476 5919",
        "upn": "B801200005001",
        "social_care_status": "child_in_need",
        "social_worker": "Rhian Castellan",
        "social_work_case_number": "4411",
        "youth_justice_officer": "Ola Brand",
        "lead_professional": "Bea Lindqvist",
        "school": "Saltings Academy",
        "other_services": "CAMHS",
    }
    child = make_child(by=worker, **values)
    child.refresh_from_db()
    assert child.nhs_number == "9434765919"
    assert child.open_to_social_care is True
    client.force_login(worker)
    page = client.get(reverse("children:details", args=[child.pk])).content.decode()
    for shown in ("14 May 2011", "3 Quay Street", "Dawn Denholm", "Child in need", "4411", "Ola Brand", "9434765919"):
        assert shown in page


@pytest.mark.req("CH-02")
def test_social_care_is_open_closed_or_not_known(worker: User) -> None:
    child = make_child(by=worker)
    for status, expected in (("not_known", None), ("none", False), ("care_leaver", True), ("open_other", True)):
        child.social_care_status = status
        assert child.open_to_social_care is expected


@pytest.mark.req("CH-01")
def test_an_estimated_age_grows_and_gives_way_to_the_date_of_birth(worker: User) -> None:
    with clock.at(NOW):
        child = make_child(by=worker, estimated_age=14)
    assert queries.age_on(child, date(2028, 1, 1)) == 15
    child.date_of_birth = date(2010, 1, 1)
    assert queries.age_on(child, date(2028, 1, 1)) == 18


@pytest.mark.req("CH-03")
def test_who_is_out_of_scope_is_not_opened_and_the_reason_is_said(worker: User) -> None:
    with clock.at(NOW):
        for born, field in ((date(2007, 1, 1), "extended_scope_reason"), (date(1990, 1, 1), "date_of_birth")):
            with pytest.raises(Invalid) as refused:
                make_child(by=worker, date_of_birth=born)
            assert "adult safeguarding" in refused.value.errors[field]
        child = make_child(by=worker, date_of_birth=date(2007, 1, 1), extended_scope_reason="Care leaver")
        assert queries.in_scope(child, clock.today())


@pytest.mark.req("CH-05")
def test_there_is_one_lead_worker_who_leaves_only_when_another_is_nominated(worker: User) -> None:
    child = make_child(by=worker)
    assert child.lead_worker == worker
    own = queries.involvements(child).get()
    with pytest.raises(WrongState, match="Nominate another"):
        actions.end_involvement(by=worker, child=child, involvement_id=own.pk)
    colleague = make_user(agency=worker.agency)
    actions.nominate_lead_worker(by=worker, child=child, user=colleague)
    actions.end_involvement(by=worker, child=child, involvement_id=own.pk)
    assert queries.get(User.objects.get(pk=colleague.pk), child.pk).lead_worker == colleague
    assert not queries.visible_to(worker).exists()


def test_a_colleague_of_another_partnership_or_without_sight_can_not_be_added(worker: User) -> None:
    child = make_child(by=worker)
    with pytest.raises(NotFound):
        actions.add_involvement(by=worker, child=child, user=make_user())
    administrator = make_user("administrator", partnership=worker.partnership)
    with pytest.raises(Invalid):
        actions.add_involvement(by=worker, child=child, user=administrator)


@pytest.mark.req("BE-08")
def test_a_stale_save_writes_nothing_and_merges_what_only_one_changed(worker: User) -> None:
    child = make_child(by=worker, school="Old School", area="Northgate")
    actions.update_child(by=worker, child=child, version=1, values={"school": "Saltings Academy"})
    with pytest.raises(Stale):
        actions.update_child(by=worker, child=child, version=1, values={"school": "Other", "area": "Southgate"})
    child.refresh_from_db()
    assert (child.school, child.area, child.version) == ("Saltings Academy", "Northgate", 2)
    actions.update_child(by=worker, child=child, version=1, values={"area": "Southgate", "school": "Old School"})
    child.refresh_from_db()
    assert (child.school, child.area, child.version) == ("Saltings Academy", "Southgate", 3)


@pytest.mark.req("BE-08", "BE-09")
@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_the_second_writer_sees_before_theirs_and_mine_chooses_and_both_stay_readable(
    client: Client, worker: User, choice: str
) -> None:
    child = make_child(by=worker, given_name="Kayla", school="Old School")
    client.force_login(worker)
    address = reverse("children:edit", args=[child.pk])
    typed = {
        "about": str(child.pk),
        "version": "1",
        "given_name": "Kayla",
        "family_name": "Denholm",
        "school": "Harbour School",
        "address": "3 Quay Street",
        "gender": "not_known",
        "social_care_status": "not_known",
        "learning_disability": "not_known",
        "date_of_birth-day": "14",
        "date_of_birth-month": "5",
        "date_of_birth-year": "2011",
    }
    actions.update_child(by=worker, child=child, version=1, values={"school": "Saltings Academy", "area": "Northgate"})
    response = client.post(address, typed)
    page = response.content.decode()
    assert response.status_code == 409 and html_problems(page) == []
    for words in ("Before: Old School", "Saltings Academy", "Harbour School", "Area"):
        assert words in page
    carried = dict(hidden_fields(page))
    assert carried["address"] == "3 Quay Street"
    unanswered = client.post(address, carried)
    assert unanswered.status_code == 409 and "Choose one" in unanswered.content.decode()
    assert client.post(address, {**carried, "choose-school": choice}).status_code == 302
    child.refresh_from_db()
    assert child.school == ("Harbour School" if choice == "mine" else "Saltings Academy")
    assert (child.address, child.area) == ("3 Quay Street", "Northgate")
    history = client.get(reverse("children:history", args=[child.pk])).content.decode()
    for words in ("Old School", "Saltings Academy", "Harbour School"):
        assert words in history


def hidden_fields(page: str) -> list[tuple[str, str]]:
    """The hidden fields of the page's last form."""
    form = page[page.rindex('<input type="hidden" name="about"') :]
    return re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)


@pytest.mark.req("BE-08")
def test_an_edit_keeps_what_it_replaced_and_a_failed_audit_undoes_it(worker: User) -> None:
    child = make_child(by=worker, school="Old School")
    with (
        patch("safelight.audit.models.Entry.save", side_effect=RuntimeError("disk")),
        pytest.raises(RuntimeError, match="disk"),
    ):
        actions.update_child(by=worker, child=child, version=1, values={"school": "New School"})
    child.refresh_from_db()
    assert child.school == "Old School" and not ChildEdit.objects.exists()
    actions.update_child(by=worker, child=child, version=1, values={"school": "New School"})
    edit = ChildEdit.objects.get()
    assert (edit.before, edit.after, edit.by) == ("Old School", "New School", worker)
    assert Entry.objects.filter(action="child.updated", child_id=str(child.pk)).count() == 1


def test_somebody_who_may_not_see_a_child_can_change_nothing_of_it(worker: User) -> None:
    child = make_child(by=worker)
    for stranger in (make_user(), make_user(agency=worker.agency), make_user("administrator", agency=worker.agency)):
        with pytest.raises(NotFound):
            actions.update_child(by=stranger, child=child, version=1, values={"school": "x"})
        with pytest.raises(NotFound):
            actions.log_contact(by=stranger, child=child, kind="visit", words="x")
        with pytest.raises(NotFound):
            actions.set_level(child=child, decided="low", acting="low", on=None, by=stranger)
        with pytest.raises(NotFound):
            actions.create_child(by=make_user("coordinator"), given_name="x")


@pytest.mark.hazard("HZ-26")
def test_three_marked_as_siblings_all_warn_of_each_other(worker: User) -> None:
    one, two, three = (
        make_child(by=worker, given_name=name, family_name=name, date_of_birth=date(2011, 1, n))
        for n, name in enumerate(("Ash", "Bay", "Cleo"), 1)
    )
    assert not queries.lookalikes(worker, one)
    actions.mark_twins(by=worker, child=one, other=two)
    actions.mark_twins(by=worker, child=three, other=one)
    for child, others in ((one, {two, three}), (two, {one, three}), (three, {one, two})):
        child.refresh_from_db()
        assert set(queries.lookalikes(worker, child)) == others
    actions.unmark_twins(by=worker, child=two)
    for child, others in ((one, {three}), (two, set()), (three, {one})):
        child.refresh_from_db()
        assert set(queries.lookalikes(worker, child)) == others


@pytest.mark.req("CH-11", "RT-07")
@pytest.mark.hazard("HZ-03")
def test_turning_18_closes_nothing_and_is_checked_by_a_manager(worker: User) -> None:
    with clock.at(datetime(2026, 1, 5, 12, tzinfo=UTC)):
        child = make_child(by=worker, date_of_birth=date(2008, 6, 1))
        actions.make_promise(by=worker, child=child, words="Ring", due_on=date(2026, 2, 1))
    manager = make_user("manager", team=worker.team)

    def codes(moment: datetime) -> set[str]:
        return {duty.code for duty in due.duties(queries.facts([child]), moment)}

    assert codes(datetime(2025, 11, 30, 12, tzinfo=UTC)) == {"PROMISE"}
    assert codes(datetime(2025, 12, 1, 12, tzinfo=UTC)) == {"PROMISE", "CH-11-PLAN"}
    later = datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert codes(later) == {"PROMISE", "CH-11-PLAN", "RT-07-ONWARD"}
    with clock.at(later):
        assert queries.get(worker, child.pk) == child
        assert not queries.in_scope(child, clock.today())
        with pytest.raises(WrongState):
            actions.check_onward_plan(by=manager, child=child)
        actions.record_transition(by=worker, child=child, notes="Adult social care agreed.")
        with pytest.raises(WrongState, match="date of birth"):
            actions.check_onward_plan(by=manager, child=child)
        kept = queries.get(worker, child.pk)
        actions.update_child(by=worker, child=child, version=kept.version, values={"date_of_birth_verified": True})
        with pytest.raises(NotFound):
            actions.check_onward_plan(by=worker, child=child)
        actions.check_onward_plan(by=manager, child=child)
        assert codes(later) == {"PROMISE"}
        actions.record_transition(by=worker, child=child, notes="It fell through.")
        assert codes(later) == {"PROMISE", "RT-07-ONWARD"}


def test_a_level_is_set_on_the_record_with_an_entry(worker: User) -> None:
    child = make_child(by=worker)
    actions.set_level(child=child, decided="low", acting="medium", on=date(2026, 1, 1), by=worker)
    kept = Child.objects.get(pk=child.pk)
    assert (kept.decided_level, kept.acting_level, kept.version) == ("low", "medium", 1)
    with pytest.raises(ValueError, match="not a level"):
        actions.set_level(child=child, decided="fine", acting="", on=None, by=worker)
    assert Entry.objects.filter(action="child.level_set").count() == 1
