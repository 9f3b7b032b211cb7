"""A partnership's own Word file as the paper that a form is printed on (BE-14): reading its placeholders, saying what
is wrong with it, and filling it. Pure: no database, no reading of the time.

A placeholder is a name in double braces, as the widely used Word template tools write it: ``{{ title }}``. It stands
anywhere in a paragraph, in a table's cell, in the head or the foot of a page. ``{{ content }}`` stands once, alone in a
paragraph of the body: the whole form goes there, in the file's own styles. Nothing in a file is ever carried out: there
are no loops and no conditions, and ``{% … %}`` is refused.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from safelight.outputs import word
from safelight.outputs.content import Column, Document, FieldTable, Heading, Paragraph, Section, Table, cell
from safelight.outputs.word_parts import add_watermark

CONTENT = "content"
# What every form says of itself, and what stands in the boxes at its top, by the words of its label.
SHARED = ("title", "header", "footer", CONTENT)
FIELDS: dict[str, dict[str, str]] = {
    "plan": {
        "name": "Name",
        "date_of_birth": "Date of birth",
        "written_by": "Written by",
        "role": "Role",
        "date_of_meeting": "Date of meeting",
    },
    "minutes": {
        "meeting": "Meeting",
        "when": "When",
        "where": "Where",
        "chair": "Chair",
        "name": "Name",
        "date_of_birth": "Date of birth",
    },
}
FORMS = tuple(FIELDS)
LARGEST = 2_000_000  # bytes
_IN_A_MILLIMETRE = 36_000  # of the units that a Word file is measured in
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_COMMAND = re.compile(r"\{[%#].*?[%#]\}")
_OUTSIDE = re.compile(rb"<Relationship\b(?=[^>]*TargetMode=\"External\")(?![^>]*/hyperlink\")[^>]*>")


def known(form: str) -> tuple[str, ...]:
    """The placeholders that a template of this form may have."""
    return (*SHARED, *FIELDS[form])


def problems(form: str, body: bytes) -> list[tuple[str, str]]:
    """What is wrong with a file as a template of ``form``, as (code, what it is about); empty if it is good.

    Each unknown placeholder, one that is missing or stands wrongly, something fetched from elsewhere, a missing style.
    """
    import docx

    found: list[tuple[str, str]] = []
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        for name in parts.namelist():
            if name.endswith(".rels") and _OUTSIDE.search(parts.read(name)):
                found.append(("outside", name))
    try:
        file = docx.Document(io.BytesIO(body))
    except Exception:  # a reader of Word files fails in many ways on what is none
        return [("unreadable", "")]
    names: list[str] = []
    for paragraph in _paragraphs(file):
        names += _PLACEHOLDER.findall(paragraph.text)
        found += [("unknown", each) for each in _COMMAND.findall(paragraph.text)]
    found += [("unknown", "{{ " + name + " }}") for name in dict.fromkeys(names) if name not in known(form)]
    margins = {name for part in _margins(file) for each in _within(part) for name in _PLACEHOLDER.findall(each.text)}
    found += [("margin", "{{ " + name + " }}") for name in ("header", "footer") if name not in margins]
    if names.count(CONTENT) != 1 or _place(file) is None:
        found.append(("content", "{{ content }}"))
    if not found:
        try:
            fill(body, _sample())
        except KeyError as error:
            found.append(("style", str(error).strip("'\"")))
    return found


def fill(body: bytes, document: Document) -> bytes:
    """The document on this paper, as .docx bytes with nothing personal in the file's properties."""
    import docx

    file = docx.Document(io.BytesIO(body))
    values = _values(document)
    place = _place(file)
    if document.watermark is not None:
        for part in _margins(file):
            if "header" in {name for each in _within(part) for name in _PLACEHOLDER.findall(each.text)}:
                add_watermark(part.paragraphs[0], document.watermark)
    for paragraph in list(_paragraphs(file)):
        if place is None or paragraph._p is not place._p:
            _replace(paragraph, values)
    if place is not None:
        _put_content(file, place, document)
    return word.saved(file, document)


def plain(form: str) -> bytes:
    """A file to begin with: each placeholder of the form once, in plain styles."""
    import docx

    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = "{{ header }}"
    file.sections[0].footer.paragraphs[0].text = "{{ footer }}"
    file.add_heading("{{ title }}", level=1)
    for name, label in FIELDS[form].items():
        file.add_paragraph(f"{label}: {{{{ {name} }}}}")
    file.add_paragraph("{{ content }}")
    return word.saved(file, Document(title="Word template", sections=_sample().sections, header="", footer=""))


def _values(document: Document) -> Mapping[str, str]:
    boxes: dict[str, str] = {}
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, FieldTable):
                for field in (each for row in block.rows for each in row):
                    said = " ".join(line.text for line in field.value.lines())
                    boxes.setdefault(field.label, said)
    by_name = {name: boxes.get(label, "") for names in FIELDS.values() for name, label in names.items()}
    return {**by_name, "title": document.title, "header": document.header, "footer": document.footer}


def _paragraphs(file: Any) -> Iterator[Any]:
    """Every paragraph of the file: of the body, of tables within tables, of each page's head and foot."""
    yield from _within(file)
    for part in _margins(file):
        yield from _within(part)


def _margins(file: Any) -> Iterator[Any]:
    """The heads and feet of its pages."""
    for section in file.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not part.is_linked_to_previous:
                yield part


def _within(part: Any) -> Iterator[Any]:
    yield from part.paragraphs
    for table in part.tables:
        seen = set()
        for box in (each for row in table.rows for each in row.cells):
            if box._tc not in seen:  # a joined cell stands in each of its rows
                seen.add(box._tc)
                yield from _within(box)


def _place(file: Any) -> Any:
    """The paragraph of the body that is the content's and nothing else; None where there is none."""
    for paragraph in file.paragraphs:
        if _PLACEHOLDER.fullmatch(paragraph.text.strip()) and CONTENT in _PLACEHOLDER.findall(paragraph.text):
            return paragraph
    return None


def _replace(paragraph: Any, values: Mapping[str, str]) -> None:
    """Fill a paragraph's placeholders. Word cuts a line in pieces as it likes, so one may lie across several: the
    first piece takes the whole line, and its letters."""
    if not _PLACEHOLDER.search(paragraph.text):
        return
    told = _PLACEHOLDER.sub(lambda found: values.get(found.group(1), ""), paragraph.text)
    runs = [run for run in paragraph.runs if run.text]
    if not runs:
        paragraph.add_run(told)
        return
    runs[0].text = told
    for run in runs[1:]:
        run.text = ""


def _put_content(file: Any, place: Any, document: Document) -> None:
    """Write the form at the end of the file and move it to its place."""
    body = place._p.getparent()
    before = set(body)
    page = file.sections[0]
    width = (page.page_width - page.left_margin - page.right_margin) / _IN_A_MILLIMETRE
    for number, section in enumerate(document.sections):
        if number:
            file.add_page_break()
        for block in section.blocks:
            word.add_block(file, block, width)
    after = place._p
    for made in [each for each in body if each not in before]:
        after.addnext(made)
        after = made
    body.remove(place._p)


def _sample() -> Document:
    blocks = (
        Heading("Heading"),
        Heading("Lower heading", level=3),
        Paragraph("Words"),
        Table((Column("One", 1),), ((cell("Words"),),)),
    )
    return Document(title="Sample", sections=(Section(blocks),), header="", footer="")
