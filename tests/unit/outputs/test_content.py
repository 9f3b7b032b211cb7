"""What a document may hold, and how typed text is made safe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.outputs import fontset
from safelight.outputs.content import (
    Cell,
    Column,
    Document,
    FieldTable,
    Heading,
    Line,
    Section,
    SignatureLine,
    Table,
    cell,
    tick,
)
from safelight.outputs.text import breakable, clean, drawable, paragraphs, shown_as_code


def test_a_document_without_a_title_or_sections_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        Document(" ", (Section(()),))
    with pytest.raises(ValueError, match="section"):
        Document("Plan", ())


@pytest.mark.parametrize("levels", [(1,), (3,), (2, 4), (2, 3, 5)])
def test_a_heading_that_skips_a_level_is_refused(levels: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="cannot follow"):
        Document("Plan", (Section(tuple(Heading("x", level) for level in levels)),))


def test_a_heading_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="needs words"):
        Document("Plan", (Section((Heading(" "),)),))


@pytest.mark.parametrize("row", [(cell("a"),), (cell("a"), cell("b"), cell("c")), (Cell(span=0), Cell(span=2))])
def test_a_row_that_does_not_fill_the_table_is_refused(row: tuple[Cell, ...]) -> None:
    with pytest.raises(ValueError, match="row 0 does not fill"):
        Table((Column("x"), Column("y")), (row,))


def test_tables_without_columns_or_fields_are_refused() -> None:
    with pytest.raises(ValueError, match="column"):
        Table((), ())
    with pytest.raises(ValueError, match="field"):
        FieldTable(((),))
    with pytest.raises(ValueError, match="label"):
        SignatureLine(())


def test_nothing_to_say_makes_an_empty_cell() -> None:
    assert cell(None).lines() == cell("").lines() == tick(False).lines() == ()
    assert tick(True).lines() == (Line("✓", strong=True),)


def test_controls_are_shown_and_line_ends_are_one_kind() -> None:
    assert clean("a\x00b\x1bc\x7fd\ud800e\uffff") == "a[U+0000]b[U+001B]c[U+007F]d[U+D800]e[U+FFFF]"
    assert clean("a\r\nb\rc\u2028d\x0be\x85f") == "a\nb\nc\nd\ne\nf"
    assert paragraphs("one\n\n \n two\n") == ("one", " two")


def test_an_emoji_is_named_because_it_can_be_evidence() -> None:
    assert shown_as_code("😈") == "[U+1F608 smiling face with horns]"


def test_a_mark_must_be_in_the_font_of_its_letter() -> None:
    families = {"Letters": frozenset({ord("a"), 0x301}), "Marks": frozenset({0x20E0})}
    assert drawable("a\u0301é", families) == ("a\u0301[U+00E9]", frozenset({"é"}))
    assert drawable("é\n\u20e0", families) == ("[U+00E9]\n\u20e0", frozenset({"é"}))
    assert drawable("a\u20e0é", families) == ("a[U+20E0][U+00E9]", frozenset({"é", "\u20e0"}))


@given(text=st.text(), room=st.floats(0.1, 100))
def test_making_a_run_breakable_adds_nothing_that_can_be_read(text: str, room: float) -> None:
    assert breakable(text, room).replace("\u200b", "") == text.replace("\u200b", "")


def test_words_that_fit_their_column_are_left_whole() -> None:
    assert breakable("Unaccounted for money", 12) == "Unaccounted for money"
    assert breakable("W" * 3, 2) == "W\u200bW\u200bW"


def test_the_shipped_fonts_have_welsh_polish_and_the_forms_marks() -> None:
    everything = frozenset().union(*fontset.coverage().values())
    assert {ord(c) for c in "ŵŷŴŶẁẃąćęłńóśźż✓☐☑–—’“”•×→علي£€"} <= everything
    assert ord("ŵ") in fontset.coverage()["Noto Sans"]
    assert ord("日") not in everything


def test_a_row_is_kept_together_only_where_it_surely_fits_a_page() -> None:
    table = Table((Column("a", 1), Column("b", 9)), ())
    assert table.keeps_together((cell("short"), cell("x" * 600)))
    assert not table.keeps_together((cell("x" * 100), cell("short")))
    assert not table.keeps_together((cell("\n".join("x" * 30)), cell("short")))
    assert not table.keeps_together((Cell((Line("x" * 1000),), span=2),))
