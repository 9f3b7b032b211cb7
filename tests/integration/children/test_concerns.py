"""Concern first; shared concerns; disclosures; who has not been told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.children import actions, due, queries
from safelight.children.models import Concern
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.duties.types import Duty
from tests.factories import make_agency, make_child, make_concern, make_partnership, make_team, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def worker() -> User:
    partnership = make_partnership(mash_telephone="01632 960140")
    return make_user(team=make_team(make_agency(partnership)))


def duties(child: object, now: datetime = NOW) -> dict[str, Duty]:
    return {duty.code: duty for duty in due.duties(queries.facts([child]), now)}  # type: ignore[list-item]


@pytest.mark.req("CH-08")
def test_a_concern_needs_no_indicator_and_no_child(worker: User) -> None:
    concern = make_concern(by=worker, about="A boy called Dez, about 14")
    assert concern.state == Concern.State.LOGGED
    coordinator = make_user("coordinator", partnership=worker.partnership)
    assert concern in queries.concerns_visible_to(coordinator)
    assert concern not in queries.concerns_visible_to(make_user(agency=worker.agency))
    with pytest.raises(Invalid):
        make_concern(by=worker, what="  ")


@pytest.mark.req("CH-08")
def test_a_draft_is_its_authors_alone_and_nothing_of_it_is_lost(client: Client, worker: User) -> None:
    client.force_login(worker)
    response = client.post(reverse("children:concern_new"), {"draft": "yes", "what": "Two phones"})
    draft = Concern.objects.get()
    assert response["Location"] == reverse("children:concern_edit", args=[draft.pk])
    for other in (make_user("manager", team=worker.team), make_user("coordinator", partnership=worker.partnership)):
        assert draft not in queries.concerns_visible_to(other)
    assert "Two phones" in client.get(response["Location"]).content.decode()
    client.post(response["Location"], {"what": "Two phones, new trainers", "urgent": "no", "version": "1"})
    draft.refresh_from_db()
    assert (draft.state, draft.what) == ("logged", "Two phones, new trainers")
    with pytest.raises(WrongState):
        actions.draft_concern(by=worker, concern=draft, what="Other words")


def test_a_logged_concern_is_linked_or_closed_with_a_reason_and_a_linked_one_is_not_closed(worker: User) -> None:
    concern = make_concern(by=worker)
    with pytest.raises(Invalid):
        actions.close_concern(by=worker, concern=concern, reason=" ")
    closed = actions.close_concern(by=worker, concern=concern, reason="The same as another concern.")
    assert (closed.state, closed.closed_by) == ("closed", worker)
    with pytest.raises(WrongState):
        actions.link_concern(by=worker, concern=concern, child=make_child(by=worker))
    linked = make_concern(by=worker, children=[make_child(by=worker)])
    assert linked.state == Concern.State.LINKED
    with pytest.raises(WrongState):
        actions.close_concern(by=worker, concern=linked, reason="x")


@pytest.mark.req("PR-17", "CH-08")
def test_a_concern_without_a_level_leads_to_talking_sharing_and_looking_again(worker: User) -> None:
    with clock.at(NOW):
        child = make_child(by=worker)
        make_concern(by=worker, children=[child])
    found = duties(child)
    assert set(found) == {"PR-17-TALK", "PR-17-SHARE", "PR-17-LOOK-AGAIN"}
    assert all(duty.owner_id == worker.pk for duty in found.values())
    assert found["PR-17-LOOK-AGAIN"].due_at == datetime(2026, 12, 7, tzinfo=UTC)
    actions.set_level(child=child, decided="", acting="", on=date(2026, 11, 23), by=worker)
    assert set(duties(child)) == set(found), "an assessment that gives no level answers no concern"
    actions.set_level(child=child, decided="low", acting="low", on=date(2026, 11, 1), by=worker)
    assert set(duties(child)) == set(found), "a level from before the concern does not answer it"
    actions.set_level(child=child, decided="low", acting="low", on=date(2026, 11, 23), by=worker)
    assert not duties(child)


@pytest.mark.req("PR-17")
def test_sending_a_concern_to_the_coordinator_shares_it(worker: User) -> None:
    child = make_child(by=worker)
    concern = make_concern(by=worker, children=[child])
    coordinator = make_user("coordinator", partnership=worker.partnership)
    assert not queries.visible_to(coordinator).exists()
    actions.send_to_coordinator(by=worker, concern=concern)
    assert list(queries.visible_to(coordinator)) == [child]
    assert "PR-17-SHARE" not in duties(child)


@pytest.mark.req("MS-09")
@pytest.mark.hazard("HZ-02")
def test_police_and_mash_stand_as_not_told_until_who_when_and_reference_are_recorded(
    client: Client, worker: User
) -> None:
    client.force_login(worker)
    child = make_child(by=worker)
    client.post(
        reverse("children:concern_new"),
        {"child": str(child.pk), "what": "In his car now. I told the police already.", "urgent": "yes"},
    )
    concern = child.concerns.get()
    page = reverse("children:concern", args=[concern.pk])
    text = client.get(page).content.decode()
    assert "Police have NOT been told" in text and "MASH has NOT been told" in text and "01632 960140" in text
    assert {"TELL-POLICE", "TELL-MASH"} <= set(duties(child))
    told = reverse("children:concern_told", args=[concern.pk, "police"])
    when = {"told_at-day": "1", "told_at-month": "1", "told_at-year": "2026", "told_at-time": "22:15"}
    for missing in ("who", "agency_reference"):
        full = {"who": "PC Marsh", "agency_reference": "KB-1911", **when}
        response = client.post(told, {**full, missing: ""})
        assert response.status_code == 422
        assert "Police have NOT been told" in client.get(page).content.decode()
    assert client.post(told, {"who": "PC Marsh", "agency_reference": "KB-1911"}).status_code == 422
    assert client.post(told, {"who": "PC Marsh", "agency_reference": "KB-1911", **when}).status_code == 302
    text = client.get(page).content.decode()
    assert "Police have NOT been told" not in text and "MASH has NOT been told" in text
    assert "TELL-POLICE" not in duties(child) and not duties(child)["TELL-MASH"].may_be_set_aside


@pytest.mark.req("MS-09")
@pytest.mark.hazard("HZ-28")
def test_an_urgent_concern_is_logged_at_once_and_not_closed_before_they_are_told(worker: User) -> None:
    concern = make_concern(by=worker, urgent=True)
    assert concern.state == Concern.State.LOGGED
    with pytest.raises(WrongState, match="not been told"):
        actions.close_concern(by=worker, concern=concern, reason="Nothing in it.")


@pytest.mark.req("BE-07")
@pytest.mark.hazard("HZ-16")
def test_a_shared_concern_stands_on_each_childs_page_without_the_other_who_is_hidden(
    client: Client, worker: User
) -> None:
    mine = make_child(by=worker, given_name="Kayla", family_name="Denholm")
    other_worker = make_user(team=make_team(make_agency(worker.partnership)))
    theirs = make_child(by=other_worker, given_name="Tomos", family_name="Brannigan", known_as="Tomo")
    coordinator_lead = make_user("safeguarding_lead", agency=worker.agency)
    actions.add_involvement(by=other_worker, child=theirs, user=coordinator_lead)
    author = User.objects.get(pk=coordinator_lead.pk)
    concern = make_concern(by=author, what="Kayla and TOMO got into his car.", children=[mine, theirs])
    assert concern.children.count() == 2
    for user, child, seen, hidden in (
        (worker, mine, "Kayla", ("Tomo", "TOMO", "Brannigan", theirs.reference)),
        (other_worker, theirs, "TOMO", ("Kayla", "Denholm", mine.reference)),
    ):
        client.force_login(user)
        for name in ("child_concerns", "chronology"):
            page = client.get(reverse(f"children:{name}", args=[child.pk])).content.decode()
            assert "got into his car" in page and seen in page
            assert not [word for word in hidden if word in page]
        page = client.get(reverse("children:concern", args=[concern.pk])).content.decode()
        assert "also about 1 other child" in page
        assert not [word for word in hidden if word in page]
    client.force_login(author)
    page = client.get(reverse("children:child_concerns", args=[mine.pk])).content.decode()
    assert "Tomos Brannigan" in page and "TOMO" in page


@pytest.mark.req("CH-07")
def test_a_disclosure_keeps_the_words_warns_and_is_due_to_social_care_and_police(client: Client, worker: User) -> None:
    child = make_child(by=worker)
    client.force_login(worker)
    address = reverse("children:disclosure_new", args=[child.pk])
    assert "Achieving Best Evidence" in client.get(address).content.decode()
    words = "He said, don’t tell.\nHe's got a flat."
    typed = {"about": str(child.pk), "words": words, "present": "Bea Lindqvist"}
    assert client.post(address, typed).status_code == 422, "the time is needed"
    typed |= {"said_at-day": "3", "said_at-month": "2", "said_at-year": "2026", "said_at-time": "15:40"}
    response = client.post(address, typed)
    assert response.status_code == 302
    disclosure = child.disclosures.get()
    assert disclosure.words == words.replace("\n", "\r\n") or disclosure.words == words
    assert disclosure.said_at == datetime(2026, 2, 3, 15, 40, tzinfo=UTC)
    assert {"TELL-POLICE", "TELL-SOCIAL_CARE"} <= set(duties(child))
    with pytest.raises(WrongState):
        disclosure.save()
    actions.record_told(
        by=worker,
        disclosure=disclosure,
        agency="social_care",
        who="Duty desk",
        told_at=clock.now(),
        agency_reference="none given",
    )
    assert set(duties(child)) == {"TELL-POLICE"}
    with pytest.raises(Invalid):
        actions.record_disclosure(
            by=worker, child=child, said_at=clock.now() + timedelta(hours=1), words="x", present="x"
        )


def test_nobody_tells_or_reads_of_a_concern_that_they_may_not_see(client: Client, worker: User) -> None:
    child = make_child(by=worker)
    concern = make_concern(by=worker, children=[child])
    stranger = make_user(agency=worker.agency)
    with pytest.raises(NotFound):
        actions.record_told(
            by=stranger, concern=concern, agency="police", who="x", told_at=clock.now(), agency_reference="x"
        )
    with pytest.raises(NotFound):
        actions.link_concern(by=stranger, concern=concern, child=make_child(by=stranger))
    client.force_login(stranger)
    for name in ("concern", "concern_edit"):
        assert client.get(reverse(f"children:{name}", args=[concern.pk])).status_code == 404
    for name in ("concern_link", "concern_close", "concern_send"):
        assert client.post(reverse(f"children:{name}", args=[concern.pk]), {"child": str(child.pk)}).status_code == 404


@pytest.mark.req("CH-08", "RA-01")
def test_a_logged_concern_leads_to_the_assessment_by_one_button(worker: User) -> None:
    child = make_child(by=worker)
    concern = make_concern(by=worker, children=[child])
    client = Client()
    client.force_login(worker)
    page = client.get(reverse("children:concern", args=[concern.pk])).content.decode()
    start = reverse("assessments:start", args=[child.pk])
    assert f'action="{start}"' in page and "Assess the risk now" in page
    coordinator = make_user("coordinator", partnership=worker.partnership)
    actions.send_to_coordinator(by=worker, concern=concern)
    client.force_login(coordinator)
    page = client.get(reverse("children:concern", args=[concern.pk])).content.decode()
    assert "Assess the risk now" not in page  # a coordinator assesses nobody


@pytest.mark.req("CH-08", "MS-09")
@pytest.mark.hazard("HZ-02")
@pytest.mark.parametrize("urgent", ["no", "yes"])
def test_logging_leads_on_to_the_assessment_but_never_past_who_has_not_been_told(worker: User, urgent: str) -> None:
    child = make_child(by=worker)
    client = Client()
    client.force_login(worker)
    form = {"child": child.pk, "urgent": urgent, "what": "A silver car at the gate", "assess": "yes"}
    answer = client.post(reverse("children:concern_new"), form)
    (concern,) = queries.concerns_about(child)
    if urgent == "yes":
        assert (answer.status_code, answer.url) == (302, reverse("children:concern", args=[concern.pk]))
    else:  # 307: the browser posts on, so that nothing is begun by a mere link
        assert (answer.status_code, answer.url) == (307, reverse("assessments:start", args=[child.pk]))


@pytest.mark.req("CH-01")
@pytest.mark.parametrize(("kind", "school"), [("school", "Saltings Academy"), ("health", "")])
def test_a_record_that_a_school_opens_begins_with_its_name_and_can_be_saved_near_the_top(
    kind: str, school: str
) -> None:
    agency = make_agency(make_partnership(), kind=kind, name="Saltings Academy")
    client = Client()
    client.force_login(make_user(team=make_team(agency)))
    page = client.post(reverse("children:new"), {"name": "Corrie Marlowe"}).content.decode()
    field = page[page.index('id="school"') :].split(">")[0]
    assert f'value="{school}"' in field
    assert page.index('id="school"') < page.index("Save the record") < page.index('id="address"')
    typed = {"save": "yes", "given_name": "Corrie", "nhs_number": "123", "gender": "not_known"}
    typed |= {"social_care_status": "none", "learning_disability": "not_known", "ethnicity": ""}
    wrong = client.post(reverse("children:new"), typed)
    assert wrong.status_code == 422
    fold = next(part for part in wrong.content.decode().split("<details") if 'id="nhs_number"' in part)
    assert fold.startswith(' class="sl-fold" open')
