"""Records whose time has come: two people, never under hold; nothing of the content stays, in any table."""

import json
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from safelight.access.models import KeptPost
from safelight.access.roles import Role
from safelight.audit import queries as audit
from safelight.audit.models import Entry
from safelight.children import actions as children
from safelight.children.models import Child, Concern
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.governance import actions, queries, walk
from safelight.governance.models import Disposal, DisposalReview, LegalHold
from tests.factories import make_child, make_user
from tests.integration.governance.conftest import NOW, Case

CHILD = "child"
LATER = NOW.replace(year=2056)  # everything but a looked-after child's record is old by then


def due_ids(case: Case) -> set[object]:
    return {due.record_id for due in queries.due_for_disposal(case.partnership, clock.today())}


@pytest.fixture
def old(case: Case) -> Case:
    """The same record thirty years on, under the example schedule."""
    actions.adopt_schedule(by=case.officer, schedule_id="example-schedule", from_date=NOW.date())
    return case


def everything_in_the_database() -> str:
    """Every row of every table but the log's, as text."""
    parts = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            parts.append(json.dumps(row, default=str, ensure_ascii=False))
    return "\n".join(parts)


def test_without_a_schedule_nothing_is_ever_due(case: Case) -> None:
    with clock.at(LATER):
        assert due_ids(case) == set()


def test_a_record_is_due_when_the_longest_rule_that_fits_is_over(old: Case) -> None:
    cared_for = make_child(by=old.worker, social_care_status="looked_after", date_of_birth=date(2011, 5, 14))
    children.update_child(
        by=old.worker, child=cared_for, version=cared_for.version, values={"social_care_status": "none"}
    )
    nobody_knows = make_child(by=old.worker, estimated_age=14)
    assert due_ids(old) == set()
    with clock.at(LATER):
        found = {due.record_id: due for due in queries.due_for_disposal(old.partnership, clock.today())}
        assert old.child.pk in found
        assert found[old.child.pk].due_on == date(
            2034, 1, 20
        )  # 25 years after birth, later than 7 after the last entry
        assert cared_for.pk not in found  # looked after once, kept to the 75th birthday
        assert nobody_knows.pk not in found
    with clock.at(NOW.replace(year=2086, month=5, day=15)):
        assert cared_for.pk in due_ids(old)


def test_a_record_under_hold_or_asked_about_stays(old: Case) -> None:
    hold = actions.place_hold(by=old.officer, reference=old.child.reference, why="An inquiry.")
    with clock.at(LATER):
        with pytest.raises(WrongState, match="legal hold"):
            actions.propose_disposal(by=old.officer, kind=CHILD, record_id=old.child.pk, reason="Old")
        with pytest.raises(WrongState, match="Another person"):
            actions.lift_hold(by=old.officer, hold=hold, why="Over")
        actions.lift_hold(by=old.second_officer, hold=hold, why="The inquiry has ended.")
        request = old.opened()
        with pytest.raises(WrongState, match="asked for"):
            actions.propose_disposal(by=old.officer, kind=CHILD, record_id=old.child.pk, reason="Old")
        actions.withdraw(by=old.officer, request=request, why="No longer asked.")
        proposal = actions.propose_disposal(by=old.officer, kind=CHILD, record_id=old.child.pk, reason="Old")
        actions.place_hold(by=old.officer, reference=old.child.reference, why="A claim came in.")
        with pytest.raises(WrongState, match="legal hold"):
            actions.agree_disposal(by=old.second_officer, proposal=proposal)
    assert Child.objects.filter(pk=old.child.pk).exists()


@pytest.mark.req("BE-04")
def test_two_people_dispose_in_code_and_in_the_database(old: Case) -> None:
    with clock.at(LATER):
        proposal = actions.propose_disposal(by=old.officer, kind=CHILD, record_id=old.child.pk, reason="Old")
        with pytest.raises(WrongState, match="Another person"):
            actions.agree_disposal(by=old.officer, proposal=proposal)
        with pytest.raises(NotFound):
            actions.agree_disposal(by=old.worker, proposal=proposal)
        own = Disposal(
            partnership=old.partnership,
            kind=CHILD,
            record_id=old.child.pk,
            schedule_id="s",
            rule="r",
            counts={},
            proposed_by=old.officer.pk,
            agreed_by=old.officer.pk,
            at=NOW,
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            own.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            DisposalReview.objects.filter(pk=proposal.pk).update(declined_by=old.officer)
        actions.decline_disposal(by=old.second_officer, proposal=proposal, why="Her sister may need it.")
        assert old.child.pk in due_ids(old)
    hold = actions.place_hold(by=old.officer, reference=old.child.reference, why="Once more.")
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalHold.objects.filter(pk=hold.pk).update(lifted_by=old.officer, lifted_at=NOW, lifted_why="Mine")


@pytest.mark.hazard("HZ-41")
def test_what_is_disposed_of_is_in_no_table_any_more_and_comes_back_with_no_older_copy(old: Case) -> None:
    request = old.prepared()
    actions.withdraw(by=old.officer, request=request, why="No longer asked.")
    KeptPost.objects.create(
        partnership=old.partnership,
        user=old.worker,
        path=f"/children/{old.child.pk}/edit/",
        body={"address": "4 Teal Close"},
        at=NOW,
    )
    alone = Concern.objects.get(what="A car waits at the gate.")
    before = walk.rows(Child, old.child.pk)
    with clock.at(LATER):
        proposal = actions.propose_disposal(by=old.officer, kind=CHILD, record_id=old.child.pk, reason="Old")
        gone = actions.agree_disposal(by=old.manager, proposal=proposal)
        if connection.vendor == "sqlite":
            connection.check_constraints()
    for model, ids in before.items():
        assert not model._base_manager.filter(pk__in=ids).exists(), model._meta.label
        assert gone.counts[model._meta.label] == len(ids)
    left = everything_in_the_database()
    for words in ("Rowan", "He waits for me", "Dean Harker", "They are just mates", "4 Teal Close"):
        assert words not in left
    assert not Concern.objects.filter(pk=alone.pk).exists()
    assert audit.faults(old.partnership.pk) == []
    stub = Entry.objects.get(action="retention.disposed")
    assert stub.child_id == str(old.child.pk) and stub.counts == gone.counts
    shared = Concern.objects.get(pk=old.shared.pk)
    assert shared.what.startswith("[another child] and Kyle’s brother")
    assert [link.child for link in shared.links.all()] == [old.other]

    # The next child stands for the same record come back with an older copy.
    stones = queries.tombstones()
    assert actions.replay_disposals(stones) == 0
    Disposal.objects.all()._raw_delete("default")
    Child.objects.create(
        pk=old.child.pk,
        partnership=old.partnership,
        reference="SL-BACK-01",
        given_name="Rowan",
        created_by=old.worker,
        created_at=NOW,
    )
    assert actions.replay_disposals(json.loads(json.dumps(stones))) == 1
    assert not Child.objects.filter(pk=old.child.pk).exists()
    assert queries.tombstones() == stones


def test_a_record_moved_from_one_that_is_disposed_of_stays_whole(old: Case) -> None:
    from safelight.assessments.models import Assessment

    done = Assessment.objects.filter(child=old.child, state="completed").get()
    copy = Assessment(child=old.other, moved_from=done)
    for field in (
        "partnership_id",
        "definition_id",
        "author_id",
        "started_at",
        "date",
        "completed_at",
        "completed_by_id",
    ):
        setattr(copy, field, getattr(done, field))
    copy.state = "completed"
    copy.save()
    with pytest.raises(Exception, match="never changes"), transaction.atomic():
        Assessment.objects.filter(pk=copy.pk).update(moved_from=copy.pk)
    with clock.at(LATER):
        proposal = actions.propose_disposal(by=old.officer, kind=CHILD, record_id=old.child.pk, reason="Old")
        actions.agree_disposal(by=old.second_officer, proposal=proposal)
    copy.refresh_from_db()
    assert copy.moved_from_id is None
    with pytest.raises(Exception, match="never changes"), transaction.atomic():
        Assessment.objects.filter(pk=copy.pk).update(child_words="Changed")


def test_a_record_can_be_kept_until_a_day_with_a_reason_and_then_comes_up_again(old: Case) -> None:
    with clock.at(LATER):
        with pytest.raises(Invalid):
            actions.keep(by=old.officer, kind=CHILD, record_id=old.child.pk, until=clock.today(), reason="R")
        until = clock.today() + timedelta(days=400)
        actions.keep(by=old.officer, kind=CHILD, record_id=old.child.pk, until=until, reason="A claim is likely.")
        assert old.child.pk not in due_ids(old)
    with clock.at(LATER + timedelta(days=401)):
        assert old.child.pk in due_ids(old)


def test_a_closed_concern_without_a_child_has_a_rule_of_its_own(old: Case) -> None:
    loose = Concern.objects.get(what="A boy of about twelve, with two phones.")
    children.close_concern(by=old.worker, concern=loose, reason="Found to be a mistake.")
    with clock.at(NOW.replace(year=2030)):
        assert due_ids(old) == {loose.pk}
        proposal = actions.propose_disposal(by=old.officer, kind="concern", record_id=loose.pk, reason="Old")
        actions.agree_disposal(by=old.second_officer, proposal=proposal)
    assert not Concern.objects.filter(pk=loose.pk).exists()


def test_retention_is_for_the_partnerships_own_officers(old: Case) -> None:
    elsewhere = make_user(Role.INFORMATION_OFFICER, name="From Elsewhere")
    with pytest.raises(Invalid):
        actions.place_hold(by=elsewhere, reference=old.child.reference, why="Mine?")
    with pytest.raises(NotFound):
        actions.place_hold(by=old.manager, reference=old.child.reference, why="Mine?")
    with clock.at(LATER), pytest.raises(WrongState):
        actions.propose_disposal(by=elsewhere, kind=CHILD, record_id=old.child.pk, reason="Old")
