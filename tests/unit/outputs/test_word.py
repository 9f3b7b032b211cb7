"""The Word file: its styles, tables, sections and properties, and that LibreOffice opens it."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from safelight.outputs import word
from safelight.outputs.content import (
    Cell,
    Column,
    Document,
    Field,
    FieldTable,
    Heading,
    Line,
    Orientation,
    Paragraph,
    Quadrants,
    Section,
    SignatureLine,
    Table,
    cell,
)

_TABLE = Table(
    (Column("BEHAVIOURS", 3), Column("✓"), Column("COMMENTS & EVIDENCE", 5)), ((cell("late"), cell("x"), cell("y")),)
)


def _opened(document: Document) -> object:
    return docx.Document(io.BytesIO(word.render(document)))


@pytest.mark.req("RA-12")
def test_headings_are_real_headings_below_the_title() -> None:
    document = Document("Assessment", (Section((Heading("Step 3"), Heading("Low Risk", 3))),))
    styles = [(p.style.name, p.text) for p in _opened(document).paragraphs]
    assert styles == [("Heading 1", "Assessment"), ("Heading 2", "Step 3"), ("Heading 3", "Low Risk")]


@pytest.mark.req("RA-12")
def test_the_heading_row_repeats_and_only_a_long_row_may_cross_pages() -> None:
    long = tuple(cell(text) for text in ("late", "x", "seen again " * 200))
    rows = (*_TABLE.rows, long)
    table = _opened(Document("Assessment", (Section((Table(_TABLE.columns, rows),)),))).tables[0]
    first, *others = [row._tr for row in table.rows]
    assert first.trPr.find(qn("w:tblHeader")) is not None
    assert all(row.find(f".//{qn('w:tblHeader')}") is None for row in others)
    assert [row.find(f".//{qn('w:cantSplit')}") is None for row in others] == [False, True]


def test_sections_turn_the_page_and_have_header_footer_and_watermark() -> None:
    document = Document(
        "Plan",
        (Section((Paragraph("one"),)), Section((_TABLE,), Orientation.LANDSCAPE)),
        header="Confidential",
        footer="Printed at noon",
        watermark="DEMO & TEST",
    )
    upright, turned = _opened(document).sections
    assert (upright.orientation, turned.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    assert upright.page_height > upright.page_width
    assert turned.page_width > turned.page_height
    for section in (upright, turned):
        assert section.header.paragraphs[0].text == "Confidential"
        assert section.footer.paragraphs[0].text.startswith("Printed at noon\tPage ")
        assert 'string="DEMO &amp; TEST"' in section.header._element.xml


@pytest.mark.hazard("HZ-18", "HZ-19")
@pytest.mark.req("SH-06")
def test_the_files_properties_hold_the_neutral_title_and_no_name_or_date() -> None:
    data = word.render(Document("Safety plan", (Section((Paragraph("Cerys Planted"),)),)))
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert properties.title == "Safety plan"
    assert properties.author == properties.last_modified_by == "Safelight"
    assert properties.comments == properties.keywords == properties.subject == ""
    assert {properties.created.year, properties.modified.year, properties.last_printed.year} == {2000}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        assert {part.date_time[0] for part in archive.infolist()} == {2000}
        holding = [name for name in archive.namelist() if b"Planted" in archive.read(name)]
    assert holding == ["word/document.xml"]


def test_the_text_is_marked_with_the_documents_language() -> None:
    file = _opened(Document("Plan", (Section(()),), language="cy-GB"))
    languages = [found.get(qn("w:val")) for found in file.styles.element.iter(qn("w:lang"))]
    assert languages
    assert set(languages) == {"cy-GB"}


def test_shorter_rows_of_fields_and_spans_fill_the_table() -> None:
    fields = FieldTable(((Field("Name:"), Field("DOB:")), (Field("Address:", cell("here")),)))
    table = Table((Column("a"), Column("b"), Column("c")), ((cell("x"), Cell((Line("wide"),), span=2)),))
    first, second = _opened(Document("Plan", (Section((fields, table)),))).tables
    assert [c.text for c in first.rows[1].cells] == ["Address:", "here", "here", "here"]
    assert [c.text for c in second.rows[1].cells] == ["x", "wide", "wide"]


def test_table_and_cell_properties_stand_in_the_order_that_word_asks_for() -> None:
    signature = SignatureLine((Field("SIGNED:"), Field("DATE:", cell("1 May 2026"))))
    fields = FieldTable(((Field("Name:"), Field("DOB:")), (Field("Address:", cell("here")),)))
    body = _opened(Document("Plan", (Section((fields, _TABLE, signature)),))).element.body
    in_order = {
        "tcPr": ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "tcMar", "vAlign"],
        "tblPr": ["tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook"],
    }
    for name, order in in_order.items():
        found = list(body.iter(qn(f"w:{name}")))
        assert found
        for properties in found:
            places = [order.index(child.tag.rpartition("}")[2]) for child in properties]
            assert places == sorted(places)


def test_the_same_document_gives_the_same_bytes() -> None:
    document = Document("Plan", (Section((_TABLE,)),))
    assert word.render(document) == word.render(document)


@pytest.mark.slow
@pytest.mark.req("RA-12")
def test_libreoffice_opens_it_with_every_word_and_repeated_headings(
    through_libreoffice: Callable[[bytes], bytes], poppler: Callable[..., str]
) -> None:
    words = [f"word{number}" for number in range(1, 1400)]
    long = (cell("a"), cell("✓"), cell(" ".join(words)))
    box = Field("POLICE ACTIVITY", cell("none told"))
    document = Document(
        "Assessment",
        (
            Section((Heading("Step 5"), Quadrants((box, box, box, box)))),
            Section((Table(_TABLE.columns, (long,)),), Orientation.LANDSCAPE),
        ),
        watermark="DEMO",
    )
    printed = through_libreoffice(word.render(document))
    # Raw order keeps each cell's text together where a page holds one part of it.
    pages = poppler("pdftotext", "-raw", data=printed).split("\f")[:-1]
    assert len(pages) >= 3
    assert all("COMMENTS & EVIDENCE" in page for page in pages[1:])
    assert [piece for page in pages for piece in page.split() if piece.startswith("word")] == words
