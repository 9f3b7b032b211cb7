"""Save a document as a Word file: real headings, repeating heading rows, nothing personal in it."""

import io
import zipfile
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from safelight.outputs.content import (
    Cell,
    Document,
    Field,
    FieldTable,
    Heading,
    Line,
    Note,
    Orientation,
    PageBreak,
    Paragraph,
    Quadrants,
    Section,
    SignatureLine,
    Table,
)
from safelight.outputs.text import clean, paragraphs
from safelight.outputs.word_parts import (
    add_page_number,
    add_watermark,
    keep_on_one_page,
    pad_cells,
    repeat_as_heading,
    set_borders,
    set_language,
    set_row_height,
    shade,
    use_plain_styles,
)

_A4 = (210, 297)  # millimetres
_MARGIN = 15
_LABEL_SHARE = 0.36
# The file's own dates would tell when somebody worked on it, so every file has this one.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)


def render(document: Document) -> bytes:
    """The document as .docx bytes. The same document always gives the same bytes.

    The author in the file's properties is "Safelight"; no person, machine or date stands in them.
    """
    import docx  # slow to import, and only needed here

    file = docx.Document()
    use_plain_styles(file)
    set_language(file, document.language)
    file.add_heading(_one_line(document.title), level=1)
    for number, section in enumerate(document.sections):
        _add_section(file, document, section, first=number == 0)
    return saved(file, document)


def saved(file: Any, document: Document) -> bytes:
    """A Word file as bytes, with no person, machine or date in its properties."""
    _scrub(file, document)
    buffer = io.BytesIO()
    file.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


def _scrub(file: Any, document: Document) -> None:
    properties = file.core_properties
    properties.title = _one_line(document.title)
    properties.author = properties.last_modified_by = "Safelight"
    properties.language = document.language
    for name in ("category", "comments", "content_status", "identifier", "keywords", "subject", "version"):
        setattr(properties, name, "")
    properties.created = properties.modified = properties.last_printed = _NO_DATE.replace(tzinfo=None)
    properties.revision = 1
    package = file.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _with_fixed_dates(data: bytes) -> bytes:
    """The same zip with one date for all its parts."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _ZIP_DATE), source.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _add_section(file: Any, document: Document, section: Section, *, first: bool) -> None:
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm

    made = file.sections[0] if first else file.add_section(WD_SECTION.NEW_PAGE)
    short, long = _A4
    landscape = section.orientation is Orientation.LANDSCAPE
    made.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    made.page_width, made.page_height = (Mm(long), Mm(short)) if landscape else (Mm(short), Mm(long))
    made.left_margin = made.right_margin = Mm(_MARGIN)
    made.top_margin, made.bottom_margin = Mm(22), Mm(20)
    made.header_distance = made.footer_distance = Mm(10)
    width = (long if landscape else short) - 2 * _MARGIN
    _add_header_and_footer(made, document, width)
    for block, after in zip_longest(section.blocks, section.blocks[1:]):
        add_block(file, block, width)
        if isinstance(block, Paragraph) and isinstance(after, Table):  # what introduces a table stays on its page
            file.paragraphs[-1].paragraph_format.keep_with_next = True


def _add_header_and_footer(made: Any, document: Document, width: float) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    made.header.is_linked_to_previous = made.footer.is_linked_to_previous = False
    header = made.header.paragraphs[0]
    header.text = _one_line(document.header)
    if document.watermark is not None:
        add_watermark(header, _one_line(document.watermark))
    footer = made.footer.paragraphs[0]
    footer.text = _one_line(document.footer) + "\t"
    footer.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
    page_word, of_word = (_one_line(word) for word in document.page_words)
    add_page_number(footer, page_word, of_word)


def add_block(file: Any, block: Any, width: float) -> None:
    """Write one block at the end of a Word file; ``width`` is that of its page between the margins, in millimetres."""
    match block:
        case Heading():
            file.add_heading(_one_line(block.text), level=block.level)
        case Paragraph():
            for text in paragraphs(block.text):
                file.add_paragraph().add_run(text).bold = block.strong
        case Note():
            table = _new_table(file, [width])
            _fill(table.add_row().cells[0], (Line(block.text),))
        case FieldTable():
            _add_fields(file, block, width)
        case Table():
            _add_table(file, block, width)
        case Quadrants():
            _add_quadrants(file, block, width)
        case SignatureLine():
            _add_signature(file, block, width)
        case PageBreak():
            file.add_page_break()
    if not isinstance(block, Heading | Paragraph | PageBreak):
        _add_gap(file)


def _add_gap(file: Any) -> None:
    """A small space after a table; without it Word joins two tables that follow each other."""
    from docx.shared import Pt

    gap = file.add_paragraph()
    gap.paragraph_format.space_after = Pt(0)
    gap.paragraph_format.line_spacing = Pt(8)


def _new_table(file: Any, widths: list[float]) -> Any:
    from docx.shared import Mm

    table = file.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    pad_cells(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _add_fields(file: Any, block: FieldTable, width: float) -> None:
    most = block.fields_in_widest_row
    pair = width / most
    table = _new_table(file, [pair * _LABEL_SHARE, pair * (1 - _LABEL_SHARE)] * most)
    for fields in block.rows:
        row = table.add_row()
        for number, field in enumerate(fields):
            label, value = row.cells[2 * number], row.cells[2 * number + 1]
            if number == len(fields) - 1 and len(fields) < most:
                # The last field of a shorter row takes the room that is left.
                value = value.merge(row.cells[2 * most - 1])
            shade(label)
            _fill(label, (Line(field.label, strong=True),))
            _fill(value, field.value.lines())
        if not all(field.value.lines() for field in fields):
            set_row_height(row, block.blank_height)


def _add_table(file: Any, block: Table, width: float) -> None:
    if block.caption is not None:
        file.add_paragraph(_one_line(block.caption), style="Caption").paragraph_format.keep_with_next = True
    whole = sum(column.width for column in block.columns)
    table = _new_table(file, [width * column.width / whole for column in block.columns])
    heading_row = table.add_row()
    repeat_as_heading(heading_row)
    for made, column in zip(heading_row.cells, block.columns, strict=True):
        shade(made)
        _fill(made, (Line(column.heading, strong=True),))
    for cells in block.rows:
        _add_row(table, block, cells)


def _add_row(table: Any, block: Table, cells: tuple[Cell, ...]) -> None:
    row = table.add_row()
    made, start = row.cells, 0
    for number, cell in enumerate(cells):
        target = made[start]
        if cell.span > 1:
            target = target.merge(made[start + cell.span - 1])
        lines = cell.lines()
        if number == 0 and block.row_headers:
            lines = tuple(Line(line.text, strong=True) for line in lines)
        _fill(target, lines)
        start += cell.span
    if not all(cell.lines() for cell in cells):
        set_row_height(row, block.blank_height)
    if block.keeps_together(cells):
        keep_on_one_page(row)


def _add_quadrants(file: Any, block: Quadrants, width: float) -> None:
    table = _new_table(file, [width / 2] * 2)
    for pair in (block.boxes[:2], block.boxes[2:]):
        row = table.add_row()
        for made, box in zip(row.cells, pair, strict=True):
            _fill(made, (Line(box.label, strong=True), *box.value.lines()))
        if not all(box.value.lines() for box in pair):
            set_row_height(row, block.blank_height)


def _add_signature(file: Any, block: SignatureLine, width: float) -> None:
    share = width / len(block.fields)
    table = _new_table(file, [share * 0.3, share * 0.7] * len(block.fields))
    row = table.add_row()
    set_row_height(row, 12)
    for number, field in enumerate(block.fields):
        _fill_signature(row.cells[2 * number], row.cells[2 * number + 1], field)


def _fill_signature(label: Any, value: Any, field: Field) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

    label.vertical_alignment = value.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    set_borders(label, ())
    set_borders(value, ("bottom",))
    _fill(label, (Line(field.label, strong=True),))
    _fill(value, field.value.lines())


def _fill(made: Any, lines: tuple[Line, ...]) -> None:
    """Put lines into an empty cell, a paragraph each."""
    texts = [(text, line.strong) for line in lines for text in paragraphs(line.text)]
    for number, (text, strong) in enumerate(texts):
        paragraph = made.paragraphs[0] if number == 0 else made.add_paragraph()
        paragraph.add_run(text).bold = strong


def _one_line(text: str) -> str:
    return clean(text).replace("\n", " ")
