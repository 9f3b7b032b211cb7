"""A fact is put right with its history, or stays with the person's own statement beside it."""

import pytest

from safelight.children import actions as children
from safelight.children import chronology
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.duties import registry
from safelight.duties.gate import facts_for
from safelight.governance import actions, queries
from safelight.governance.models import Correction
from tests.integration.governance.conftest import Case


def asked(case: Case) -> Correction:
    return actions.ask_correction(
        by=case.worker,
        child=case.child,
        fact="school",
        says="I left in the spring.",
        asked_by="Rowan",
        received_on=clock.today(),
    )


def test_a_correction_is_due_in_a_month_and_put_right_with_what_stood_before(case: Case) -> None:
    wrong = asked(case)
    key = f"correction.{wrong.pk}"
    due = registry.find(facts_for(case.manager, case.child.pk), key, clock.now())
    assert due is not None and due.due_at is not None and not due.may_be_set_aside
    case.child.refresh_from_db()
    children.update_child(
        by=case.worker, child=case.child, version=case.child.version, values={"school": "Larchfield College"}
    )
    edit = case.child.edits.get(field="school")
    with pytest.raises(NotFound):
        actions.accept_correction(by=case.worker, correction=wrong, how="Changed", edit=edit)
    actions.accept_correction(by=case.manager, correction=wrong, how="Changed in the details", edit=edit)
    wrong.refresh_from_db()
    assert wrong.edit is not None and wrong.edit.before == "Kestrel Bay Academy"
    assert registry.find(facts_for(case.manager, case.child.pk), key, clock.now()) is None
    with pytest.raises(WrongState):
        actions.refuse_correction(by=case.manager, correction=wrong, why="No", statement="Mine")


def test_where_a_fact_stays_the_persons_own_statement_stands_in_the_record(case: Case) -> None:
    wrong = asked(case)
    with pytest.raises(Invalid):
        actions.refuse_correction(by=case.manager, correction=wrong, why="The school says so.", statement=" ")
    actions.refuse_correction(
        by=case.manager, correction=wrong, why="The school says so.", statement="I never went there after March."
    )
    texts = [entry.text for entry in chronology.entries(case.manager, case.child)]
    assert any("I never went there after March." in text for text in texts)
    assert [each.pk for each in queries.corrections_about(case.child)] == [wrong.pk]
    with pytest.raises(NotFound):
        queries.correction_for(case.stranger, wrong.pk)
