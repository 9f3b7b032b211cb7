"""Where words about a child stay, what they say of them stands on every print (HZ-38)."""

from collections.abc import Iterator
from datetime import date

import pytest

from safelight.children.statements import statements_of
from safelight.core import clock
from safelight.governance import actions as governance
from safelight.outputs import downloads
from tests.factories import make_child
from tests.integration.assessments.world import NOW, make_world
from tests.integration.outputs.world import Printing, of_assessment, of_plan
from tests.printed import ink


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def world(db: None) -> Printing:
    return Printing(make_world())


def disagree(world: Printing) -> None:
    """The child says that words about her are wrong; they stay, with her statement."""
    wrong = governance.ask_correction(
        by=world.worker, child=world.child, fact="Assessment of July", says="I did not choose it.", asked_by="Maya", received_on=date(2026, 7, 1)
    )  # fmt: skip
    governance.refuse_correction(
        by=world.manager, correction=wrong, why="It is as written then.", statement="They made me go."
    )


@pytest.mark.hazard("HZ-38")
@pytest.mark.parametrize("form", downloads.ASSESSMENT_FORMS)
@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_a_childs_statement_stands_on_every_print_of_an_assessment(world: Printing, form: str, extension: str) -> None:
    before = world.words(of_assessment(world.draft(), form, extension))
    disagree(world)
    said = world.words(of_assessment(world.draft(), form, extension))
    assert "Theymademego" not in before.replace(" ", "")
    assert ink("Maya, 1 July 2026, about: Assessment of July") in said and ink("They made me go.") in said
    # What was asked for stays in the record; only the statement goes out.
    assert ink("I did not choose it.") not in said


@pytest.mark.hazard("HZ-38")
def test_a_childs_statement_stands_on_the_printed_plan(world: Printing) -> None:
    world.plan()
    disagree(world)
    assert ink("They made me go.") in world.words(of_plan(world.child, "docx"))


@pytest.mark.hazard("HZ-38")
def test_a_statement_is_found_for_its_own_child_alone_and_only_where_the_fact_stays(world: Printing) -> None:
    disagree(world)
    governance.ask_correction(
        by=world.worker, child=world.child, fact="school", says="Still open.", asked_by="Maya", received_on=date(2026, 7, 2)
    )  # fmt: skip
    other = make_child(by=world.worker)
    assert [each.words for each in statements_of(world.child)] == ["They made me go."]
    assert statements_of(other) == []
