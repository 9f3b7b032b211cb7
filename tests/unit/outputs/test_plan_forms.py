"""A printed plan carries its template's own columns, headings and order, whichever area it comes from (PL-01)."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from safelight.core.paths import definitions
from safelight.outputs import pdf, word
from safelight.outputs.content import Document, FieldTable, SignatureLine, Table
from safelight.outputs.forms import blank_plan_document, plan_document
from safelight.outputs.forms.data import ChildPrint, PlanOutcomePrint, PlanPrint, PlanRowPrint, Stamp
from safelight.toolkits.files import load_bytes, load_file
from safelight.toolkits.plan_schema import PlanDefinition

AREAS = ["coventry", "northumberland", "wales"]
PATH = definitions() / "plans"


def template(area: str) -> PlanDefinition:
    found = load_file(PATH / f"{area}-plan.yaml").parsed
    assert isinstance(found, PlanDefinition)
    return found


def filled(plan: PlanDefinition) -> PlanPrint:
    """A plan with every row of its template, the first with a measure and a review."""
    rows = [
        PlanOutcomePrint(
            number=outcome.number,
            label=outcome.label,
            rows=tuple(
                PlanRowPrint(
                    action=f"{each.label}\nHow we will know: home by ten",
                    action_alone=each.label,
                    measure="home by ten",
                    rag="Amber: moving",
                    who=each.who,
                    when=each.when,
                    review_at=each.review_at,
                    progress="Under way",
                )
                for each in outcome.actions
            ),
        )
        for outcome in plan.plan.outcomes
    ]
    stamp = Stamp(
        reference="SL-7K3Q-92",
        printed_at=datetime(2026, 7, 2, 9, 4, tzinfo=UTC),
        by_role="Social worker",
        by_agency="Fictional Council",
    )
    child = ChildPrint(name="Planted Name", date_of_birth=date(2012, 5, 14))
    return PlanPrint(stamp=stamp, child=child, author="A. Worker", decided="high", outcomes=tuple(rows))


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks() if isinstance(block, Table)]


def words(row: tuple[object, ...]) -> list[str]:
    return ["\n".join(line.text for line in cell.lines()) for cell in row]  # type: ignore[attr-defined]


@pytest.mark.req("PL-01")
@pytest.mark.parametrize("area", AREAS)
def test_a_printed_plan_has_the_templates_columns_and_every_row_in_its_order(area: str) -> None:
    plan = template(area)
    table = tables(plan_document(plan, filled(plan)))[0]
    assert [column.heading for column in table.columns] == [each.heading for each in plan.form.columns]
    numbered = [
        (f"{outcome.number}. {outcome.label}" if plan.plan.numbered else outcome.label, action.label)
        for outcome in plan.plan.outcomes
        for action in outcome.actions
    ]
    assert [(words(row)[0], words(row)[1].split("\n")[0]) for row in table.rows] == numbered


@pytest.mark.req("PL-01")
def test_what_has_no_column_on_a_template_stands_under_its_action_so_that_paper_loses_nothing() -> None:
    wales = template("wales")
    first = words(tables(plan_document(wales, filled(wales)))[0].rows[0])
    assert first[1].split("\n")[1:] == ["How we will know: home by ten", "Progress: Under way"]
    coventry = template("coventry")
    first = words(tables(plan_document(coventry, filled(coventry)))[0].rows[0])
    assert first[1].split("\n")[1:] == ["How we will know: home by ten"]
    assert first[4:] == ["CSE Review", "Under way"]


@pytest.mark.req("PL-01")
def test_a_template_of_ones_own_prints_the_columns_that_it_names() -> None:
    text = (PATH / "wales-plan.yaml").read_text(encoding="utf-8")
    own = text.replace(
        '    - {shows: when, heading: "When:"}\n',
        "    - {shows: measure, heading: It worked if}\n    - {shows: rag, heading: Colour}\n",
    )
    plan = load_bytes(own.encode(), PATH / "wales-plan.yaml").parsed
    assert isinstance(plan, PlanDefinition)
    table = tables(plan_document(plan, filled(plan)))[0]
    assert [column.heading for column in table.columns][-2:] == ["It worked if", "Colour"]
    assert words(table.rows[0])[-2:] == ["home by ten", "Amber: moving"]
    assert "How we will know" not in words(table.rows[0])[1]


@pytest.mark.req("PL-02")
@pytest.mark.parametrize("area", AREAS)
def test_every_plan_says_whose_it_is_and_has_room_to_sign_though_its_source_has_no_head(area: str) -> None:
    plan = template(area)
    document = plan_document(plan, filled(plan))
    heads = [
        field for block in document.blocks() if isinstance(block, FieldTable) for row in block.rows for field in row
    ]
    assert "Planted Name" in [line.text for field in heads for line in field.value.lines()]
    [signature] = [block for block in document.blocks() if isinstance(block, SignatureLine)]
    assert len(signature.fields) == 2
    if area == "coventry":
        assert [field.label for field in signature.fields] == ["SIGNED:", "DATE:"]


@pytest.mark.req("PL-19")
def test_wales_prints_what_every_agency_does_and_northumberland_that_it_is_no_document_of_its_own(
    told: Callable[[Document], str],
) -> None:
    wales, north = template("wales"), template("northumberland")
    said = told(blank_plan_document(wales))
    assert all(each.label in said for each in wales.all_agencies)
    assert "not meant to be one more document" in told(plan_document(north, filled(north)))
    assert "not meant to be one more document" not in said


@pytest.mark.req("PL-01")
@pytest.mark.parametrize("area", AREAS)
def test_pdf_and_word_both_hold_every_row(
    area: str, pdf_words: Callable[[bytes], str], word_words: Callable[[bytes], str]
) -> None:
    plan = template(area)
    document = plan_document(plan, filled(plan))
    for said in (pdf_words(pdf.render(document)), word_words(word.render(document))):
        text = " ".join(said.split())
        missing = [
            action.label
            for outcome in plan.plan.outcomes
            for action in outcome.actions
            if " ".join(action.label.split()) not in text
        ]
        assert missing == []
