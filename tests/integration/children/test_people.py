"""People around the child, safety of contact, hours, strengths, voices, contact, promises."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.children import actions, due, presenters, queries
from safelight.children.models import Child, ContactNote, PersonAround, Voice
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, Stale, WrongState
from tests.factories import make_agency, make_child, make_partnership, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> User:
    return make_user(team=make_team(make_agency(make_partnership())))


@pytest.fixture
def child(worker: User) -> Child:
    return make_child(by=worker, given_name="Kayla")


def add(worker: User, child: Child, name: str, **values: object) -> PersonAround:
    values = {"kind": "family", "tie": "strong", **values}
    return actions.add_person_around(by=worker, child=child, name=name, **values)  # type: ignore[arg-type]


@pytest.mark.req("CH-04")
def test_the_childs_choice_and_the_parents_contact_are_one_person_each(worker: User, child: Child) -> None:
    mum = add(worker, child, "Dawn", chosen_by_child=True, contact_for_parents=True)
    aunt = add(worker, child, "Jo", chosen_by_child=True)
    assert queries.primary_contact(child) == aunt
    mum.refresh_from_db()
    assert mum.contact_for_parents and not mum.chosen_by_child
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonAround.objects.filter(pk=mum.pk).update(chosen_by_child=True)
    with pytest.raises(Invalid):
        add(worker, child, "Dez", kind="risk", chosen_by_child=True)


@pytest.mark.req("CH-04")
def test_the_ecomap_and_its_table_show_everybody_with_the_tie_as_a_word(
    client: Client, worker: User, child: Child
) -> None:
    add(worker, child, "Aunty Jo", chosen_by_child=True)
    add(worker, child, "Dez", kind="risk", tie="control")
    client.force_login(worker)
    page = client.get(reverse("children:people", args=[child.pk])).content.decode()
    assert page.count("<svg") >= 2 and page.count("Dez") >= 3
    assert "Kayla’s choice of who to talk to first." in page
    assert ">Control<" in page and ">control<" in page


@pytest.mark.req("SH-04", "SH-06")
def test_not_checked_counts_as_unsafe_and_a_new_number_is_not_checked(worker: User, child: Child) -> None:
    person = add(worker, child, "Jo", telephone="01632 960311")
    assert not person.counts_as_safe
    assert "treat it as unsafe" in presenters.safety(person)
    person = actions.mark_safe(by=worker, person=person, safe="safe", telephone_safe="safe")
    assert person.counts_as_safe and person.safe_checked_by == worker
    person = actions.update_person_around(by=worker, person=person, version=2, telephone="01632 960999")
    assert (person.safe, person.telephone_safe) == ("safe", "not_checked")
    person = actions.mark_safe(by=worker, person=person, safe="not_checked", telephone_safe="unsafe")
    assert person.safe_checked_by == worker  # somebody checked the telephone, if not the person
    person = actions.mark_safe(by=worker, person=person, safe="not_checked", telephone_safe="not_checked")
    assert person.safe_checked_by is None
    with pytest.raises(Invalid):
        actions.mark_safe(by=worker, person=person, safe="perhaps", telephone_safe="safe")


@pytest.mark.req("BE-08")
def test_a_stale_correction_of_a_person_writes_nothing(worker: User, child: Child) -> None:
    person = add(worker, child, "Jo")
    actions.update_person_around(by=worker, person=person, version=1, relation="Aunt")
    with pytest.raises(Stale):
        actions.update_person_around(by=worker, person=person, version=1, relation="Neighbour")
    person.refresh_from_db()
    assert person.relation == "Aunt"


@pytest.mark.req("CH-12")
def test_hours_count_only_for_somebody_safe_to_contact(worker: User, child: Child) -> None:
    person = add(worker, child, "Jo")
    actions.add_hours(by=worker, person=person, days="every_day", start=time(6), end=time(2))
    (whole_week,) = queries.hours_without_anybody(child)
    assert whole_week.end is None
    actions.mark_safe(by=worker, person=person, safe="safe", telephone_safe="not_checked")
    (gap,) = queries.hours_without_anybody(child)
    assert presenters.gap_words(gap) == "Every day, 02:00 to 06:00"
    actions.end_person_around(by=worker, person=person)
    assert queries.hours_without_anybody(child) == [whole_week]


@pytest.mark.req("CH-09", "CH-15")
def test_strengths_pushes_and_pulls_are_recorded_beside_risks(client: Client, worker: User, child: Child) -> None:
    for kind in ("protective", "risk", "push", "pull"):
        actions.add_strength(by=worker, child=child, kind=kind, words=f"words of {kind}")
    strength = actions.add_strength(by=worker, child=child, kind="protective", code="LP1")
    client.force_login(worker)
    page = client.get(reverse("children:strengths", args=[child.pk])).content.decode()
    assert all(f"words of {kind}" in page for kind in ("protective", "risk", "push", "pull"))
    actions.end_strength(by=worker, child=child, strength_id=strength.pk)
    assert queries.strengths(child).count() == 4
    with pytest.raises(Invalid):
        actions.add_strength(by=worker, child=child, kind="protective")


@pytest.mark.req("CH-10")
def test_a_voice_is_words_or_the_reason_why_they_are_missing(worker: User, child: Child) -> None:
    assert queries.latest_voice(child) is None
    actions.record_voice(by=worker, child=child, missing_reason="She was not seen alone.")
    missing = queries.latest_voice(child)
    assert missing is not None
    assert presenters.voice_said(child, missing)["reason"] == "She was not seen alone."
    actions.record_voice(by=worker, child=child, words="One person, not nine.", said_on=date(2026, 1, 2))
    latest = queries.latest_voice(child)
    assert latest is not None and latest.words == "One person, not nine."
    for words, reason in (("", ""), ("x", "y")):
        with pytest.raises(Invalid):
            actions.record_voice(by=worker, child=child, words=words, missing_reason=reason)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.bulk_create(
            [
                Voice(
                    partnership_id=worker.partnership_id,
                    child=child,
                    whose="child",
                    said_on=date(2026, 1, 1),
                    by=worker,
                    at=clock.now(),
                )
            ]
        )


@pytest.mark.req("PR-13")
def test_a_try_that_reached_nobody_says_what_comes_next_and_changes_no_level(worker: User, child: Child) -> None:
    actions.set_level(child=child, decided="high", acting="high", on=date(2026, 1, 1), by=worker)
    with pytest.raises(Invalid) as refused:
        actions.log_contact(by=worker, child=child, kind="attempt", words="No answer")
    assert "not yet found a way" in refused.value.errors["next_way"]
    for _ in range(5):
        actions.log_contact(by=worker, child=child, kind="attempt", words="No answer", next_way="Text first")
    kept = queries.get(worker, child.pk)
    assert (kept.acting_level, kept.decided_level) == ("high", "high")
    assert not any("engag" in str(label).lower() for _code, label in ContactNote.Kind.choices)
    assert "state" not in {field.name for field in Child._meta.get_fields()}


@pytest.mark.req("CH-13")
def test_a_promise_and_a_follow_up_are_due_until_they_are_answered(worker: User, child: Child) -> None:
    promise = actions.make_promise(by=worker, child=child, words="I'll ring Thursday", due_on=date(2027, 1, 7))
    follow_up = actions.make_promise(
        by=worker, child=child, words="Ring after the meeting", due_on=date(2027, 1, 8), kind="follow_up"
    )
    found = {duty.key: duty for duty in due.duties(queries.facts([child]), clock.now())}
    assert found[f"promise:{promise.pk}"].due_at == datetime(2027, 1, 8, tzinfo=UTC)
    assert {duty.code for duty in found.values()} == {"PROMISE", "FOLLOW-UP"}
    actions.keep_promise(by=worker, promise=promise)
    with pytest.raises(Invalid):
        actions.keep_promise(by=worker, promise=follow_up, outcome="told_why")
    actions.keep_promise(by=worker, promise=follow_up, outcome="told_why", words="I was ill; I said sorry.")
    assert not due.duties(queries.facts([child]), clock.now())
    with pytest.raises(WrongState):
        actions.keep_promise(by=worker, promise=promise)


def test_a_promise_is_kept_by_somebody_who_works_with_the_child(worker: User, child: Child) -> None:
    colleague = make_user(agency=worker.agency)
    with pytest.raises(Invalid):
        actions.make_promise(by=worker, child=child, words="x", due_on=date(2027, 1, 7), owner=colleague)
    actions.add_involvement(by=worker, child=child, user=colleague)
    promise = actions.make_promise(by=worker, child=child, words="x", due_on=date(2027, 1, 7), owner=colleague)
    (duty,) = due.duties(queries.facts([child]), clock.now())
    assert duty.owner_id == colleague.pk
    with pytest.raises(NotFound):
        actions.keep_promise(by=make_user(agency=worker.agency), promise=promise)


def test_forms_keep_what_was_typed_when_they_are_refused(client: Client, worker: User, child: Child) -> None:
    client.force_login(worker)
    about = {"about": str(child.pk)}
    for name, typed in (
        ("contact", {"kind": "attempt", "words": "Called at the flat"}),
        ("voice", {"whose": "child", "words": "I said this", "said_on-day": "x"}),
        ("promise_new", {"kind": "promise", "words": "I will ring"}),
        ("disclosure_new", {"words": "He said", "present": ""}),
        ("person_new", {"name": "Jo", "kind": "", "to_know": "Bus home"}),
        ("transition", {"notes": "", "adult_contact": "Duty desk"}),
    ):
        response = client.post(reverse(f"children:{name}", args=[child.pk]), {**about, **typed})
        page = response.content.decode()
        assert response.status_code == 422, name
        assert "There is a problem" in page and "<title>Error:" in page, name
        assert all(text in page for text in typed.values()), name
