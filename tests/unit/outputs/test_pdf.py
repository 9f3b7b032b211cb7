"""The PDF: its fonts, its tags, its properties, and what it cannot draw."""

import io
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from safelight.outputs import fontset, pdf
from safelight.outputs.content import (
    Column,
    Document,
    Field,
    Heading,
    Orientation,
    Paragraph,
    Section,
    SignatureLine,
    Table,
    cell,
)

Poppler = Callable[..., str]


def _document(*texts: str, **options: str) -> Document:
    return Document("Safety plan", (Section(tuple(Paragraph(text) for text in texts)),), **options)


@pytest.mark.req("RA-12")
def test_only_shipped_fonts_are_embedded(poppler: Poppler) -> None:
    document = Document(
        "Safety plan",
        (Section((Heading("Ŵŷ ✓ ☐ ☑"), Paragraph("Zażółć gęślą jaźń → علي Ελένη Олена", strong=True))),),
        watermark="DEMO",
    )
    assert pdf.unprintable(document) == ()
    listed = poppler("pdffonts", data=pdf.render(document)).splitlines()[2:]
    names = {line.split()[0].partition("+")[2] for line in listed}
    shipped = {file.stem for file in fontset.FOLDER.glob("*.ttf")}
    assert {"NotoSans-Regular", "NotoSans-Bold", "NotoSansSymbols2-Regular"} <= names <= shipped
    assert all(re.search(r" yes yes yes +\d+ +0$", line) for line in listed)


def test_every_shipped_font_is_used_by_name_and_has_its_licence_beside_it() -> None:
    import typst

    families = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fontset.FOLDER]
    ).families()
    assert sorted(families) == sorted(fontset.FAMILIES)
    assert "SIL OPEN FONT LICENSE" in (fontset.FOLDER / "OFL.txt").read_text()


def test_arabic_letters_are_drawn(poppler: Poppler) -> None:
    printed = poppler("pdftotext", data=pdf.render(_document("علي")))
    assert {"ع", "ل", "ي"} <= set(printed)


@pytest.mark.req("RA-12")
def test_a_character_without_a_font_is_shown_as_a_code_and_reported(pdf_words: Callable[[bytes], str]) -> None:
    document = _document("日本 said 😀")
    assert pdf.unprintable(document) == ("日", "本", "😀")
    text = pdf_words(pdf.render(document))
    assert "[U+65E5][U+672C] said [U+1F600 grinning face]" in text.replace("\u200b", "")
    assert "Some characters are not in this PDF's fonts" in text


def test_a_document_that_can_be_drawn_whole_carries_no_warning(pdf_words: Callable[[bytes], str]) -> None:
    assert "fonts" not in pdf_words(pdf.render(_document("Nothing unusual")))


@pytest.mark.hazard("HZ-18", "HZ-19")
@pytest.mark.req("SH-06")
def test_the_files_properties_hold_the_neutral_title_and_no_name_or_date() -> None:
    document = _document("Cerys Planted", footer="Printed by Planted Worker")
    reader = PdfReader(io.BytesIO(pdf.render(document)))
    assert set(reader.metadata or {}) == {"/Title", "/Creator"}
    assert reader.metadata is not None
    assert reader.metadata.title == "Safety plan"
    described = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "Planted" not in described
    assert "Date" not in described


@pytest.mark.req("RA-12")
def test_the_pdf_is_tagged_with_language_headings_and_column_headings(poppler: Poppler) -> None:
    table = Table((Column("BEHAVIOURS"), Column("✓")), ((cell("late"), cell("x")),), caption="Low Risk")
    document = Document("Assessment", (Section((Heading("Step 3"), Heading("Low", 3), table)),), language="cy-GB")
    data = pdf.render(document)
    root = PdfReader(io.BytesIO(data)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is not False
    assert root["/Lang"] == "cy-GB"
    tags = poppler("pdfinfo", "-struct-text", data=data)
    for tag in ("H1", "H2", "H3", "Caption", "THead", "TH", "TBody", "TD"):
        assert re.search(rf"^ *{tag}\b", tags, re.M), tag


def test_a_run_without_spaces_never_leaves_its_column(poppler: Poppler) -> None:
    table = Table((Column("a", 9), Column("narrow", 1)), ((cell("left"), cell("W" * 300)), (cell("l"), cell("m" * 40))))
    document = Document("Plan", (Section((table,)),))
    boxes = poppler("pdftotext", "-bbox", data=pdf.render(document))
    edges = [float(edge) for edge in re.findall(r'xMax="([\d.]+)"[^>]*>[Wm\u200b]+<', boxes)]
    right_edge = (210 - 15) * 72 / 25.4
    assert edges
    assert max(edges) <= right_edge


def test_pages_are_numbered_and_carry_header_and_footer_in_either_orientation(poppler: Poppler) -> None:
    document = Document(
        "Plan",
        (Section((Paragraph("one"),)), Section((Paragraph("two"),), Orientation.LANDSCAPE)),
        header="Confidential · SL-7K3Q-92",
        footer="Printed at noon",
    )
    data = pdf.render(document)
    for number, page in enumerate(poppler("pdftotext", data=data).split("\f")[:-1], start=1):
        assert "Confidential · SL-7K3Q-92" in page
        assert "Printed at noon" in page
        assert f"Page {number} of 2" in page
    first, second = PdfReader(io.BytesIO(data)).pages
    assert first.mediabox.height > first.mediabox.width
    assert second.mediabox.width > second.mediabox.height


def test_letters_typed_apart_from_their_marks_read_back_once(pdf_words: Callable[[bytes], str]) -> None:
    assert "Sw\u0177n" in pdf_words(pdf.render(_document("Swy\u0302n")))


@pytest.mark.hazard("HZ-45")
def test_a_watermark_lies_across_every_page() -> None:
    sections = (Section((Paragraph("one"),)), Section((Paragraph("two"),), Orientation.LANDSCAPE))
    marked = pdf.render(Document("Plan", sections, watermark="XYZ"))
    plain = pdf.render(Document("Plan", sections))
    for page in PdfReader(io.BytesIO(marked)).pages:
        assert "XYZ" in page.extract_text().replace("\n", "").replace(" ", "")
    assert all("XYZ" not in page.extract_text() for page in PdfReader(io.BytesIO(plain)).pages)


def test_a_signature_line_shows_what_is_signed_and_leaves_room_for_the_rest(
    pdf_words: Callable[[bytes], str],
) -> None:
    block = SignatureLine((Field("SIGNED:"), Field("DATE:", cell("1 May 2026"))))
    text = pdf_words(pdf.render(Document("Plan", (Section((block,)),))))
    assert text.split() == ["Plan", "SIGNED:", "DATE:", "1", "May", "2026"]


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pdf.render(_document("same")) == pdf.render(_document("same"))


def test_importing_the_renderers_does_not_load_their_libraries() -> None:
    code = (
        "import sys; import safelight.outputs.pdf, safelight.outputs.word;"
        "assert not {'typst', 'docx', 'lxml'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
