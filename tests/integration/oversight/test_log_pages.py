"""Who has viewed this child, the log by person, and what looks like browsing: through the pages, as people use them."""

import io
from datetime import UTC, datetime, timedelta

import msoffcrypto
import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.audit import actions as audit
from safelight.audit.models import Entry
from safelight.children import actions as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound
from safelight.oversight import actions, presenters, queries
from safelight.oversight.models import BrowsingReview
from tests.factories import make_agency, make_child, make_partnership, make_team, make_user
from tests.factories.people import administrator_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)
TODAY = NOW.date()


class House:
    """A team with its manager, two workers and a coordinator, and a child whom one worker works with."""

    def __init__(self) -> None:
        self.partnership = make_partnership()
        team = make_team(make_agency(self.partnership))
        self.manager = make_user(Role.MANAGER, team=team, name="Mair Quill")
        self.worker = make_user(team=team, line_manager=self.manager, name="Ives Denholm")
        self.other = make_user(team=team, line_manager=self.manager, name="Joss Pike")
        self.coordinator = make_user(Role.COORDINATOR, partnership=self.partnership, name="Cai Orme")
        self.administrator = administrator_of(self.partnership)
        self.child = make_child(by=self.worker, family_name="Sandling")

    def looked(self, who: User, child: Child | None = None, times: int = 1, at: datetime = NOW) -> None:
        for _ in range(times):
            with transaction.atomic():
                audit.record(
                    partnership_id=self.partnership.pk,
                    by=who,
                    action="viewed:overview:child",
                    kind="view",
                    child_id=(child or self.child).pk,
                    at=at,
                )


@pytest.fixture
def house() -> House:
    with clock.at(NOW - timedelta(days=60)):
        return House()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def viewers_page(user: User, child: Child) -> str:
    response = signed_in(user).get(reverse("oversight:viewers", args=[child.pk]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.req("BE-12")
def test_a_manager_sees_who_viewed_the_record_and_by_what_right(house: House) -> None:
    house.looked(house.worker, times=2)
    house.looked(house.coordinator)
    page = viewers_page(house.manager, house.child)
    assert "Ives Denholm" in page
    assert "Cai Orme" in page
    assert "Did not work with the child" in page


@pytest.mark.req("BE-12")
def test_asking_who_viewed_is_a_view_as_well(house: House) -> None:
    viewers_page(house.manager, house.child)
    assert Entry.objects.filter(actor=str(house.manager.pk), action="viewed:oversight:viewers").count() == 1


@pytest.mark.req("BE-12")
@pytest.mark.parametrize("who", ["worker", "coordinator", "administrator"])
def test_who_is_no_manager_of_the_child_has_no_such_page(house: House, who: str) -> None:
    client = signed_in(getattr(house, who))
    assert client.get(reverse("oversight:viewers", args=[house.child.pk])).status_code == 404


@pytest.mark.req("BE-12")
def test_a_manager_of_another_team_has_no_such_page(house: House) -> None:
    stranger = make_user(Role.MANAGER, team=make_team(make_agency(house.partnership)))
    client = signed_in(stranger)
    assert client.get(reverse("oversight:viewers", args=[house.child.pk])).status_code == 404


@pytest.mark.req("BE-13")
def test_the_file_runs_nothing_in_a_spreadsheet_and_is_noted(house: House) -> None:
    User.objects.filter(pk=house.worker.pk).update(name="=HYPERLINK(1)", job_title="")
    house.looked(house.worker)
    address = reverse("oversight:viewers_file", args=[house.child.pk])
    response = signed_in(house.manager).post(address, {"passphrase": "7K3Q-93BD-VXRW-HJ4M"})
    assert response.status_code == 200
    office = msoffcrypto.OfficeFile(io.BytesIO(response.content))
    office.load_key(password="7K3Q-93BD-VXRW-HJ4M")
    office.decrypt(plain := io.BytesIO())
    cells = [cell for row in openpyxl.load_workbook(plain).active.iter_rows(values_only=True) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if str(cell).startswith(("=", "+", "-", "@"))]
    assert Entry.objects.filter(actor=str(house.manager.pk), kind="download", child_id=str(house.child.pk)).count() == 1


@pytest.mark.req("BE-13")
def test_a_file_without_a_proper_passphrase_does_not_leave(house: House) -> None:
    address = reverse("oversight:viewers_file", args=[house.child.pk])
    response = signed_in(house.manager).post(address, {"passphrase": "short"})
    assert response.status_code == 422
    assert "Use 12 characters or more" in response.content.decode()


def report_page(asker: User, person: User, status: int = 200) -> str:
    posted = {"person": str(person.pk)}
    for name, day in (("first", TODAY - timedelta(days=70)), ("last", TODAY)):
        posted |= {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}
    response = signed_in(asker).post(reverse("oversight:log"), posted)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.req("BE-12")
def test_a_manager_sees_what_their_people_opened_and_counts_what_they_may_not_see(house: House) -> None:
    elsewhere = make_child(by=make_user(partnership=house.partnership))
    house.looked(house.worker, times=3)
    house.looked(house.worker, elsewhere)
    page = report_page(house.manager, house.worker)
    assert house.child.reference in page
    assert elsewhere.reference not in page
    assert "1 other record that you do not see" in page


@pytest.mark.req("BE-12")
def test_an_administrator_sees_counts_and_no_child(house: House) -> None:
    house.looked(house.worker, times=3)
    page = report_page(house.administrator, house.worker)
    assert house.child.reference not in page
    assert "1 other record that you do not see" in page


@pytest.mark.req("BE-12")
def test_a_manager_asks_about_nobody_elses_people(house: House) -> None:
    report_page(house.manager, house.coordinator, status=422)
    report_page(house.manager, make_user(), status=422)


@pytest.mark.parametrize("who", ["worker", "coordinator"])
def test_the_log_is_not_for_everybody(house: House, who: str) -> None:
    assert signed_in(getattr(house, who)).get(reverse("oversight:log")).status_code == 404


def test_searches_and_refusals_are_counted_by_londons_day(house: House) -> None:
    for kind, at in [("search", NOW), ("search", NOW), ("refusal", NOW - timedelta(days=1))]:
        with transaction.atomic():
            audit.record(partnership_id=house.partnership.pk, by=house.worker, action="x", kind=kind, at=at)
    found = queries.searches_and_refusals(house.administrator, TODAY)
    assert found[:3] == [(TODAY, 2, 0), (TODAY - timedelta(days=1), 0, 1), (TODAY - timedelta(days=2), 0, 0)]


def rules(asker: User) -> dict[tuple[str, object], set[str]]:
    people = {person.pk: person.name for person in User.objects.all()}
    return {
        (people[alert.person_id], alert.day): {finding.rule.value for finding in alert.findings}
        for alert in queries.alerts_for(asker, NOW)
    }


def others(house: House, how_many: int, **values: object) -> list[Child]:
    worker = make_user(partnership=house.partnership)
    with clock.at(NOW - timedelta(days=50)):
        return [make_child(by=worker, **values) for _ in range(how_many)]


@pytest.mark.hazard("HZ-14")
def test_opening_a_child_of_ones_own_surname_is_for_the_manager_to_ask_about(house: House) -> None:
    (relative,) = others(house, 1, family_name="DENHOLM")
    house.looked(house.worker, relative)
    assert rules(house.manager) == {("Ives Denholm", TODAY): {"same_surname"}}
    assert rules(house.coordinator) == {}
    assert rules(house.worker) == {}
    assert rules(house.administrator) == {}


@pytest.mark.hazard("HZ-14")
def test_a_child_of_ones_own_surname_whom_one_works_with_is_work(house: House) -> None:
    with clock.at(NOW - timedelta(days=50)):
        child = make_child(by=house.worker, family_name="Denholm")
    house.looked(house.worker, child, times=5)
    assert rules(house.manager) == {}


@pytest.mark.hazard("HZ-14")
def test_opening_many_children_without_working_with_them_stands_out(house: House) -> None:
    strangers = others(house, 8)
    for child in strangers[:7]:
        house.looked(house.other, child, times=2)
    assert rules(house.manager) == {}
    house.looked(house.other, strangers[7])
    assert rules(house.manager) == {("Joss Pike", TODAY): {"not_involved"}}


@pytest.mark.hazard("HZ-14")
def test_far_more_than_usual_stands_out(house: House) -> None:
    with clock.at(NOW - timedelta(days=50)):
        mine = [make_child(by=house.other) for _ in range(16)]
    for back in range(8, 20):
        for child in mine[:2]:
            house.looked(house.other, child, at=NOW - timedelta(days=back))
    for child in mine:
        house.looked(house.other, child)
    assert rules(house.manager) == {("Joss Pike", TODAY): {"unusual"}}


@pytest.mark.hazard("HZ-14")
def test_a_managers_browsing_is_for_the_coordinator(house: House) -> None:
    for child in others(house, 31):
        house.looked(house.manager, child)
    assert rules(house.coordinator) == {("Mair Quill", TODAY): {"many"}}
    assert rules(house.manager) == {}


@pytest.mark.hazard("HZ-14")
def test_an_alert_stands_on_my_work_until_somebody_says_what_came_of_it(house: House) -> None:
    (relative,) = others(house, 1, family_name="Denholm")
    house.looked(house.worker, relative)
    (waiting,) = presenters.waiting(house.manager, NOW)
    client = signed_in(house.manager)
    with clock.at(NOW):
        assert waiting.url in client.get(reverse("overview:my_work")).content.decode()
        page = client.get(waiting.url).content.decode()
        assert "who has their surname" in page
        assert relative.reference not in page
        assert client.post(waiting.url, {"outcome": "explained", "words": ""}).status_code == 422
        assert (
            client.post(waiting.url, {"outcome": "explained", "words": "A cousin; told me at once."}).status_code == 302
        )
        assert client.get(waiting.url).status_code == 404
    assert presenters.waiting(house.manager, NOW) == []
    review = BrowsingReview.objects.get()
    assert (review.person, review.by, review.rules) == (
        house.worker,
        house.manager,
        [{"rule": "same_surname", "count": 1}],
    )


@pytest.mark.hazard("HZ-14")
def test_nobody_answers_for_their_own_day(house: House) -> None:
    (relative,) = others(house, 1, family_name="Denholm")
    house.looked(house.worker, relative)
    given = {"person_id": house.worker.pk, "day": TODAY, "now": NOW}
    for who in (house.worker, house.other, house.coordinator, house.administrator):
        with pytest.raises(NotFound):
            actions.review_browsing(by=who, outcome="explained", words="x", **given)
    with pytest.raises(Invalid):
        actions.review_browsing(by=house.manager, outcome="other", words="x", **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        BrowsingReview.objects.create(
            partnership=house.partnership,
            person=house.worker,
            by=house.worker,
            day=TODAY,
            rules=[],
            outcome="explained",
            words="x",
            at=NOW,
        )


@pytest.mark.req("OV-05")
@pytest.mark.hazard("HZ-25")
def test_who_is_kept_from_a_child_learns_nothing_of_it_from_the_log(house: House) -> None:
    (relative,) = others(house, 1, family_name="Denholm")
    house.looked(house.worker, relative)
    independent = make_user(Role.MANAGER, partnership=house.partnership)
    with clock.at(NOW - timedelta(days=1)):
        children.add_involvement(
            by=User.objects.get(pk=relative.lead_worker_id or relative.involvements.first().user_id),
            child=relative,
            user=independent,
            role="Manager",
        )
        children.exclude(
            by=independent,
            child=relative,
            person=house.manager,
            independent_reviewer=independent,
            reason="The suspect is their brother.",
        )
    assert rules(house.manager) == {}
    report = queries.report_on(house.manager, house.worker, TODAY, TODAY)
    assert (report.children, report.others, report.kinds) == ([], 0, {})
