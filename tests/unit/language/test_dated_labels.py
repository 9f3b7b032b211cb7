"""Dated and blaming labels of the source forms keep their wording and have today's beside them (LA-02)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from safelight.core.paths import definitions
from safelight.language.adviser import check
from safelight.outputs import documents
from safelight.outputs.content import Cell, Document, Line, Table
from safelight.outputs.forms import blank_summary_form_document, plan_document
from safelight.plans.queries.copies import RowCopy
from safelight.plans.queries.offered import Offers
from safelight.toolkits.files import definition_files, load_folder_file, load_toolkit
from safelight.toolkits.schema import Toolkit
from tests.unit.outputs.test_plan_forms import filled, template

TOOLKIT = definitions() / "toolkits" / "portsmouth-2016.yaml"
# It is about the child's peers, who are at risk as well, and blames nobody: the adviser only asks about it.
ABOUT_PEERS = {"Associating with other young people who are at risk of CSE"}


def labels(value: Any) -> Iterator[dict[str, Any]]:
    """Every part of a definition that has a label, however deep."""
    if isinstance(value, dict):
        if isinstance(value.get("label"), str):
            yield value
        for each in value.values():
            yield from labels(each)
    elif isinstance(value, list):
        for each in value:
            yield from labels(each)


@pytest.mark.req("LA-02")
@pytest.mark.parametrize("path", definition_files(definitions()), ids=lambda path: path.stem)
def test_each_label_that_the_adviser_points_out_has_todays_wording(path: Any) -> None:
    found = load_folder_file(path)
    rows = found.parsed.summary_form if isinstance(found.parsed, Toolkit) else None
    by_rows = (
        {row.label for group in rows.groups for row in group.rows if found.parsed.today_of(row)} if rows else set()
    )
    bare = [each["label"] for each in labels(found.content) if check(each["label"]) and not each.get("today")]
    assert set(bare) - by_rows - ABOUT_PEERS == set()


@pytest.mark.req("LA-02")
@pytest.mark.parametrize("path", definition_files(definitions()), ids=lambda path: path.stem)
def test_todays_wording_blames_nobody(path: Any) -> None:
    todays = [each["today"]["text"] for each in labels(load_folder_file(path).content) if each.get("today")]
    # "A relationship" is named there as what an older person claims.
    assert [words for words in todays if any("?" not in each.why for each in check(words))] == []


def written(document: Document) -> str:
    """All lines of all tables."""
    cells: list[Cell] = [
        cell for block in document.blocks() if isinstance(block, Table) for row in block.rows for cell in row
    ]
    return "\n".join(part.text for cell in cells for part in cell.parts if isinstance(part, Line))


@pytest.mark.req("LA-02")
def test_the_printed_summary_form_has_todays_wording_beneath_each_dated_row() -> None:
    toolkit = load_toolkit(TOOLKIT)
    text = written(blank_summary_form_document(toolkit))
    rows = [row for group in toolkit.summary_form.groups for row in group.rows]
    assert len([row for row in rows if toolkit.today_of(row)]) > 10
    for row in rows:
        assert row.label in text
        for words in toolkit.today_of(row):
            assert f"{row.label}\n" in text and f"Today's wording: {words}" in text


@pytest.mark.req("LA-02")
def test_a_printed_plan_has_todays_wording_beneath_a_row_that_still_has_the_templates_words() -> None:
    plan = template("coventry")
    offered = Offers(plan)
    (action,) = (each for each in offered.actions.values() if each.code == "CP.4.6")
    assert action.today
    assert offered.today_of("CP.4.6", action.label) == action.today.text
    assert offered.today_of("CP.4.6", "Agree a time to be home with Maya.") == offered.today_of("", action.label) == ""
    row = RowCopy(
        action=action.label, who="Parents", when_text="", due_on=None, window_hours=None, review_at="", measure="Home by ten",
        progress="", rag="", state="under_way", today=offered.today_of("CP.4.6", action.label),
    )  # fmt: skip
    said = filled(plan)
    outcome = replace(said.outcomes[3], rows=(documents.row_print(row),))
    text = written(plan_document(plan, replace(said, outcomes=(outcome,))))
    assert action.label in text and f"Today's wording: {action.today.text}" in text
    assert written(plan_document(plan, said)).count("Today's wording") == 0
