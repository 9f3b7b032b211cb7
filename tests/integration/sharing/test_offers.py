"""Referral and transfer between agencies: who reads what before, who sees the record after, and who is chased."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from safelight.access.models import User
from safelight.audit.models import Entry
from safelight.children import actions as children
from safelight.children import queries
from safelight.children.models import Child, Promise
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.duties import actions as duties
from safelight.duties import registry
from safelight.duties.actions import Contact
from safelight.duties.types import Duty
from safelight.duties.waiting import waiting_for
from safelight.sharing import actions
from safelight.sharing import due as provider
from safelight.sharing import queries as sharing
from safelight.sharing.models import Referral
from safelight.sharing.states import State
from tests.factories import make_agency, make_child, make_partnership, make_team, make_user
from tests.factories.sharing import MONDAY, Two

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> Iterator[Two]:
    with clock.at(MONDAY):
        yield Two()


def afresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def sees(user: User, child: Child) -> bool:
    return queries.visible_to(afresh(user)).filter(pk=child.pk).exists()


def due(two: Two, now: datetime) -> list[Duty]:
    with clock.at(now):
        found = registry.all_duties(queries.facts([Child.objects.get(pk=two.child.pk)]), now)
    return [duty for duty in found if duty.code.startswith("REFERRAL")]


def codes(two: Two, now: datetime) -> set[str]:
    return {duty.code for duty in due(two, now)}


def asked(user: User, now: datetime) -> list[str]:
    with clock.at(now):
        return [one.key for one in waiting_for(afresh(user), now) if one.key.startswith("referral")]


@pytest.mark.req("BE-11")
@pytest.mark.hazard("HZ-35")
def test_an_offer_that_nobody_acknowledged_is_chased_by_the_sender_then_by_both_managers(two: Two) -> None:
    User.objects.filter(pk=two.lead.pk).update(telephone="01632 960555")
    with clock.at(MONDAY):
        referral = two.offer(to=two.to(two.lead))
    day = timedelta(days=1)
    assert asked(two.lead, MONDAY) == [f"referral:{referral.pk}"]
    assert asked(two.manager, MONDAY) == [] and codes(two, MONDAY + day) == set()
    late = MONDAY + 2 * day
    chase = next(duty for duty in due(two, late) if duty.code == "REFERRAL-CHASE")
    assert chase.owner_id == two.sender.pk and "01632 960555" in chase.why
    assert codes(two, late) == {"REFERRAL-CHASE"}
    assert asked(two.manager, late) == [f"referral:{referral.pk}"]
    later = MONDAY + 3 * day
    escalated = next(duty for duty in due(two, later) if duty.code == "REFERRAL-ESCALATE")
    assert escalated.owner_id == two.sender_manager.pk
    with clock.at(later):
        found = [one for one in waiting_for(afresh(two.manager), later) if one.key == f"referral:{referral.pk}"]
    assert "two working days" in found[0].why


@pytest.mark.req("BE-11")
def test_that_it_was_received_stops_the_first_chase_and_not_the_clock_of_the_answer(two: Two) -> None:
    with clock.at(MONDAY):
        referral = two.offer()
        actions.acknowledge(by=two.lead, referral=referral)
        with pytest.raises(WrongState):
            actions.acknowledge(by=two.manager, referral=referral)
    assert codes(two, MONDAY + timedelta(days=2)) == set()
    assert asked(two.lead, MONDAY + timedelta(days=2)) == [f"referral:{referral.pk}"]
    assert codes(two, MONDAY + timedelta(days=3)) == {"REFERRAL-ESCALATE"}


@pytest.mark.req("BE-11")
def test_ringing_them_closes_the_chase_and_the_managers_are_told_all_the_same(two: Two) -> None:
    with clock.at(MONDAY):
        two.offer()
    late = MONDAY + timedelta(days=2)
    key = due(two, late)[0].key
    with clock.at(late):
        contact = Contact("Freya Lund", "Safeguarding lead", late, "KB-1")
        duties.act(by=two.sender, child_id=two.child.pk, key=key, outcome="done", now=late, contact=contact)
    assert codes(two, late) == set()
    assert codes(two, MONDAY + timedelta(days=3)) == {"REFERRAL-ESCALATE"}


@pytest.mark.req("BE-11")
def test_before_it_is_accepted_the_receiver_reads_the_offer_and_nothing_of_the_record(two: Two) -> None:
    referral = two.offer()
    assert sharing.look(two.lead, referral.pk).in_full
    assert not sees(two.lead, two.child) and not sees(two.manager, two.child)
    with pytest.raises(NotFound):
        sharing.look(two.practitioner, referral.pk)
    found = [one for one in waiting_for(two.lead, clock.now()) if one.key == f"referral:{referral.pk}"]
    assert "Rowan" not in found[0].who + found[0].title + found[0].why


def test_an_accepted_referral_adds_a_worker_and_takes_nobody_away(two: Two) -> None:
    referral = two.offer()
    actions.accept(by=two.lead, referral=referral, worker=two.practitioner)
    child = Child.objects.get(pk=two.child.pk)
    assert child.lead_worker_id == two.sender.pk and child.agency_id == two.sender.agency_id
    assert sees(two.practitioner, child) and sees(two.manager, child) and sees(two.sender, child)
    assert asked(two.sender, clock.now()) == [f"referral:{referral.pk}:accepted"]
    with pytest.raises(NotFound):
        actions.mark_read(by=two.practitioner, referral=referral)
    actions.mark_read(by=two.sender, referral=referral)
    assert asked(two.sender, clock.now()) == []


@pytest.mark.hazard("HZ-35")
def test_after_a_transfer_the_sender_keeps_nothing_but_the_outcome(two: Two) -> None:
    day = clock.today() + timedelta(days=2)
    children.make_promise(by=two.sender, child=two.child, words="I will ring.", due_on=day)
    referral = two.transfer()
    actions.accept(by=two.manager, referral=referral, worker=two.practitioner)
    child = Child.objects.get(pk=two.child.pk)
    assert (child.lead_worker_id, child.agency_id, child.team_id) == (
        two.practitioner.pk,
        two.practitioner.agency_id,
        two.practitioner.team_id,
    )
    assert not any(sees(user, child) for user in (two.sender, two.sender_colleague, two.sender_manager))
    assert Promise.objects.get(child=child).owner_id == two.practitioner.pk
    actions.finish(by=two.practitioner, referral=referral, outcome="Seen at home; a plan is agreed.")
    found = sharing.look(two.sender, referral.pk)
    assert found.is_sender and not found.in_full and found.referral.outcome
    assert {"referral.offered", "referral.accepted", "referral.done", "child.transferred"} <= set(
        Entry.objects.filter(child_id=str(child.pk)).values_list("action", flat=True)
    )


def test_the_sender_may_stay_until_a_day_and_no_longer(two: Two) -> None:
    with clock.at(MONDAY):
        referral = two.transfer(keeps="until", keeps_until=date(2026, 12, 7))
        actions.accept(by=two.manager, referral=referral, worker=two.practitioner)
    with clock.at(MONDAY + timedelta(days=13)):
        assert sees(two.sender, two.child)
    with clock.at(MONDAY + timedelta(days=14)):
        assert not sees(two.sender, two.child) and sees(two.practitioner, two.child)


@pytest.mark.parametrize("until", [None, date(2026, 11, 23), date(2027, 6, 1)])
def test_a_day_that_is_missing_past_or_far_is_refused(two: Two, until: date | None) -> None:
    with clock.at(MONDAY), pytest.raises(Invalid) as refused:
        two.transfer(keeps="until", keeps_until=until)
    assert set(refused.value.errors) == {"keeps_until"}


def test_a_refusal_needs_a_reason_and_becomes_the_senders_duty(two: Two) -> None:
    with clock.at(MONDAY):
        referral = two.offer()
        with pytest.raises(Invalid):
            actions.reject(by=two.lead, referral=referral, reason=" ")
        actions.reject(by=two.lead, referral=referral, reason="Early help fits better.")
    refused = due(two, MONDAY + timedelta(hours=1))
    assert [(one.code, one.owner_id) for one in refused] == [("REFERRAL-REFUSED", two.sender.pk)]
    assert not sees(two.lead, two.child)


def test_anybody_of_the_sending_agency_who_sees_the_child_takes_it_back_with_a_reason(two: Two) -> None:
    referral = two.offer()
    with pytest.raises(NotFound):
        actions.withdraw(by=two.lead, referral=referral, reason="Ours now.")
    with pytest.raises(Invalid):
        actions.withdraw(by=two.sender_colleague, referral=referral, reason="")
    actions.withdraw(by=two.sender_colleague, referral=referral, reason="The family moved away.")
    assert Referral.objects.get().state == State.WITHDRAWN
    assert asked(two.lead, clock.now()) == []


def test_of_two_who_answer_at_once_the_second_is_told_and_changes_nothing(two: Two) -> None:
    referral = two.offer()
    actions.reject(by=two.lead, referral=referral, reason="Early help fits better.")
    with pytest.raises(WrongState):
        actions.accept(by=two.manager, referral=referral, worker=two.practitioner)
    assert not sees(two.practitioner, two.child)
    kept = Referral.objects.get()
    assert kept.state == State.REJECTED and kept.answered_by_id == two.lead.pk


def test_one_offer_at_a_time_to_an_agency(two: Two) -> None:
    two.offer()
    with pytest.raises(WrongState):
        two.transfer()
    assert Referral.objects.count() == 1


def test_only_the_agency_that_leads_transfers(two: Two) -> None:
    actions.accept(by=two.manager, referral=two.transfer(), worker=two.practitioner)
    children.add_involvement(by=two.practitioner, child=two.child, user=two.sender)
    partnership = two.lead.partnership
    nurse = make_user("manager", team=make_team(make_agency(partnership, "health")), name="Sunita Bell")
    assert nurse.agency is not None
    with pytest.raises(Invalid) as refused:
        two.transfer(by=two.sender, to=actions.Receiver(nurse.agency))
    assert set(refused.value.errors) == {"kind"}


def test_nobody_offers_to_their_own_agency_to_another_partnership_or_about_a_child_they_do_not_see(two: Two) -> None:
    assert two.sender.agency is not None
    with pytest.raises(Invalid):
        two.offer(to=actions.Receiver(two.sender.agency))
    far = make_user("manager", team=make_team(make_agency(make_partnership())))
    assert far.agency is not None
    with pytest.raises(NotFound):
        two.offer(to=actions.Receiver(far.agency))
    with pytest.raises(NotFound):
        two.offer(by=two.practitioner)
    with pytest.raises(NotFound):
        sharing.look(far, two.offer().pk)


@pytest.mark.hazard("HZ-13")
def test_who_sees_by_break_glass_alone_does_not_refer(two: Two) -> None:
    children.break_glass(by=two.practitioner, reference=two.child.reference, category="danger", words="At the door.")
    opener = afresh(two.practitioner)
    assert sees(opener, two.child)
    with pytest.raises(NotFound):
        two.offer(by=opener)
    with pytest.raises(NotFound):
        sharing.look(opener, two.offer().pk)


@pytest.mark.hazard("HZ-25")
def test_a_restricted_child_is_offered_by_a_manager_to_one_person_and_nobody_else_there_knows(two: Two) -> None:
    children.restrict_child(by=two.sender_manager, child=two.child, reason="A relative.", people=[two.sender])
    with pytest.raises(Invalid):
        two.offer(by=two.sender, to=two.to(two.lead))
    with pytest.raises(Invalid):
        two.offer(by=two.sender_manager)
    with pytest.raises(Invalid):
        two.transfer(by=two.sender_manager, to=two.to(two.lead))  # not a manager
    referral = two.transfer(by=two.sender_manager, to=two.to(two.manager))
    assert asked(two.manager, clock.now()) and not asked(two.lead, clock.now())
    with pytest.raises(NotFound):
        sharing.look(two.lead, referral.pk)
    with pytest.raises(Invalid):
        actions.accept(by=two.manager, referral=referral, worker=two.practitioner)
    actions.accept(by=two.manager, referral=referral)
    assert sees(two.manager, two.child)
    assert not any(sees(user, two.child) for user in (two.sender, two.sender_manager, two.lead))


@pytest.mark.hazard("HZ-25")
def test_a_child_restricted_after_it_was_offered_is_out_of_the_receivers_sight(two: Two) -> None:
    referral = two.offer()
    children.restrict_child(by=two.sender_manager, child=two.child, reason="A relative.", people=[two.sender])
    assert asked(two.lead, clock.now()) == []
    with pytest.raises(NotFound):
        sharing.look(two.lead, referral.pk)


@pytest.mark.hazard("HZ-25")
def test_an_offer_to_somebody_with_a_conflict_goes_to_the_others_without_a_word(two: Two) -> None:
    for person in (two.manager, two.practitioner):
        children.exclude(
            by=two.sender_manager,
            child=two.child,
            person=person,
            independent_reviewer=two.sender_manager,
            reason="He coaches beside the suspect.",
        )
    referral = two.offer(to=two.to(two.manager))
    assert asked(two.manager, clock.now()) == [] and asked(two.lead, clock.now())
    with pytest.raises(NotFound):
        sharing.look(two.manager, referral.pk)
    with pytest.raises(NotFound):
        actions.accept(by=two.manager, referral=referral)
    with pytest.raises(Invalid) as absent:
        actions.accept(by=two.lead, referral=referral, worker=two.sender_colleague)
    with pytest.raises(Invalid) as excluded:
        actions.accept(by=two.lead, referral=referral, worker=two.practitioner)
    assert absent.value.errors == excluded.value.errors


def test_the_database_holds_who_and_when_and_that_the_receiver_answers(two: Two) -> None:
    two.offer()
    lead, sender, now = two.lead, two.sender, clock.now()
    answered = {"answered_by": lead, "answered_at": now, "answered_for": lead.agency, "reason": "No."}
    wrong: list[dict[str, object]] = [
        {"acknowledged_by": lead},
        {"state": "rejected", **answered, "answered_at": None},
        {"state": "rejected", **answered, "answered_by": sender},
        {"state": "rejected", **answered, "answered_for": sender.agency},
        {"state": "rejected", **answered, "reason": ""},
        {"state": "accepted", **answered},
        {"state": "withdrawn", "withdrawn_by": sender, "withdrawn_at": now},
        {"kind": "transfer"},
        {"sender_keeps": "until"},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Referral.objects.update(**values)
    Referral.objects.update(state="rejected", **answered)


def test_offers_of_many_children_are_asked_for_in_as_many_queries_as_of_one(two: Two) -> None:
    def queries_for(found: list[Child]) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert len(provider.duties(queries.facts(found), MONDAY + timedelta(days=4))) == 2 * len(found)
        return len(seen)

    with clock.at(MONDAY):
        two.offer()
        one = queries_for([two.child])
        found = [two.child]
        for _each in range(4):
            two.child = make_child(by=two.sender)
            two.offer()
            found.append(two.child)
    assert queries_for(found) == one
