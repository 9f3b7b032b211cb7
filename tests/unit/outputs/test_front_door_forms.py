"""The ways in on paper: word for word what the pages ask, in the same order, and no harder to read."""

import pytest

from safelight.front_door.choices import Kind
from safelight.front_door.questions import FORMS
from safelight.outputs import pdf
from safelight.outputs.content import CheckLine, FieldTable
from safelight.outputs.forms import blank_tell_document
from tests.reading_age import reading_age

KINDS = [Kind.YOUNG_PERSON, Kind.PARENT]


def fields(kind: Kind) -> list[tuple[str, list[str]]]:
    """Each question on paper: its label, and the boxes to tick."""
    blocks = blank_tell_document(kind).sections[0].blocks
    rows = [row[0] for block in blocks if isinstance(block, FieldTable) for row in block.rows]
    return [
        (
            row.label,
            [option.label for part in row.value.parts if isinstance(part, CheckLine) for option in part.options],
        )
        for row in rows
    ]


@pytest.mark.req("CH-14")
@pytest.mark.parametrize("kind", KINDS)
def test_the_paper_asks_what_the_page_asks(kind: Kind) -> None:
    asked = FORMS[kind].all
    paper = fields(kind)
    assert len(paper) == len(asked)
    for (label, _boxes), each in zip(paper, asked, strict=True):
        assert label.startswith(str(each.label)) and label.endswith(str(each.hint))
    assert [boxes for _label, boxes in paper] == [[str(words) for _code, words in each.choices] for each in asked]


@pytest.mark.req("CH-14")
@pytest.mark.parametrize("kind", KINDS)
def test_the_paper_says_first_whom_to_ring_and_that_it_does_not_tell_the_police(kind: Kind) -> None:
    document = blank_tell_document(kind, demo=True)
    blocks = document.sections[0].blocks
    assert "Ring 999" in blocks[0].text and "0800 1111" in blocks[0].text and "116 000" in blocks[0].text  # type: ignore[union-attr]
    words = "\n".join(str(getattr(block, "text", "")) for block in blocks)
    assert "does not tell the police" in words and document.watermark == "DEMO"
    assert reading_age(words + "\n" + "\n".join(label for label, _boxes in fields(kind))) <= 12
    assert pdf.render(document).startswith(b"%PDF")
