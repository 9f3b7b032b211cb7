"""A partnership's own Word file: what is wrong with it is said, and it is filled as it stands."""

import io
import zipfile

import docx
import pytest

from safelight.outputs import word_templates
from safelight.outputs.content import Column, Document, Field, FieldTable, Heading, Paragraph, Section, Table, cell

MADE = Document(
    title="Minutes of a meeting",
    header="Confidential",
    footer="Copy C-7K3Q-93",
    watermark="Demo",
    sections=(
        Section(
            (
                FieldTable(((Field("Chair", cell("Rhian Castellan")),),)),
                Heading("People"),
                Paragraph("Who came."),
                Table((Column("Who", 1),), ((cell("Dawn Denholm"),),)),
            )
        ),
    ),
)


def _file(*paragraphs: str, header: str = "{{ header }}", footer: str = "{{ footer }}") -> bytes:
    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = header
    file.sections[0].footer.paragraphs[0].text = footer
    for words in paragraphs:
        file.add_paragraph(words)
    table = file.add_table(rows=1, cols=1)
    table.rows[0].cells[0].text = "Chair: {{ chair }}"
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


@pytest.mark.req("BE-14")
def test_a_file_is_filled_in_its_paragraphs_its_tables_and_its_margins_in_its_own_order() -> None:
    body = _file("Kestrel Bay Council", "{{ title }}, chaired by {{chair}}", "{{ content }}", "Yours")
    assert word_templates.problems("minutes", body) == []
    made = docx.Document(io.BytesIO(word_templates.fill(body, MADE)))
    words = [paragraph.text for paragraph in made.paragraphs if paragraph.text]
    assert words == [
        "Kestrel Bay Council",
        "Minutes of a meeting, chaired by Rhian Castellan",
        "People",
        "Who came.",
        "Yours",
    ]
    assert [table.rows[-1].cells[0].text for table in made.tables][-2:] == ["Dawn Denholm", "Chair: Rhian Castellan"]
    assert made.sections[0].footer.paragraphs[0].text == "Copy C-7K3Q-93"
    assert "Confidential" in made.sections[0].header.paragraphs[0].text
    assert (made.core_properties.author, made.core_properties.title) == ("Safelight", "Minutes of a meeting")


@pytest.mark.req("BE-14")
def test_a_placeholder_that_word_cut_in_pieces_is_filled() -> None:
    file = docx.Document(io.BytesIO(_file("{{ content }}")))
    paragraph = file.add_paragraph()
    for piece in ("By {", "{ ch", "air }", "}."):
        paragraph.add_run(piece)
    buffer = io.BytesIO()
    file.save(buffer)
    made = docx.Document(io.BytesIO(word_templates.fill(buffer.getvalue(), MADE)))
    assert "By Rhian Castellan." in [each.text for each in made.paragraphs]


@pytest.mark.req("BE-14")
def test_each_fault_of_a_file_is_named() -> None:
    body = _file("{{ child }} and {{ secret.plan }}", "{% for x in y %}", footer="")
    assert word_templates.problems("minutes", body) == [
        ("unknown", "{% for x in y %}"),
        ("unknown", "{{ child }}"),
        ("unknown", "{{ secret.plan }}"),
        ("margin", "{{ footer }}"),
        ("content", "{{ content }}"),
    ]
    twice = _file("{{ content }}", "{{ content }}")
    assert ("content", "{{ content }}") in word_templates.problems("minutes", twice)


@pytest.mark.req("BE-14")
def test_a_file_that_fetches_something_when_it_is_opened_is_refused() -> None:
    told = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_file("{{ content }}"))) as source, zipfile.ZipFile(told, "w") as target:
        for name in source.namelist():
            words = source.read(name)
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
                link = f'<Relationship Id="rIdX" Type="{kind}" Target="https://a.example/x" TargetMode="External"/>'
                words = words.replace(b"</Relationships>", link.encode() + b"</Relationships>")
            target.writestr(name, words)
    assert word_templates.problems("minutes", told.getvalue())[0][0] == "outside"


@pytest.mark.req("BE-14")
@pytest.mark.parametrize("form", word_templates.FORMS)
def test_the_file_to_begin_with_is_good_and_has_every_placeholder(form: str) -> None:
    body = word_templates.plain(form)
    assert word_templates.problems(form, body) == []
