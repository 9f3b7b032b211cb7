"""Print a document as a tagged PDF, with the shipped fonts alone."""

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from safelight.outputs import fontset
from safelight.outputs.content import (
    Block,
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
from safelight.outputs.text import breakable, clean, drawable, paragraphs

_TEMPLATE = Path(__file__).parent / "template.typ"
_SIZE = 9.5  # points: the smallest that a busy reader can be asked to read
_MARGIN = 15  # millimetres
_INSET = 1.6  # millimetres round a cell's text
_PAGE_WIDTH = {Orientation.PORTRAIT: 210, Orientation.LANDSCAPE: 297}
_EM = _SIZE * 25.4 / 72  # millimetres
_LABEL_SHARE = 0.36

_CODES_SHOWN = (
    "Some characters are not in this PDF's fonts. Each stands here as its code in square brackets, "
    "such as [U+65E5]. The Word copy holds them as they were typed."
)


def render(document: Document) -> bytes:
    """The document as PDF bytes: tagged, with title and language, and no other property of its making.

    Asks typst for PDF/UA-1, which refuses what a screen reader could not follow. The same document
    always gives the same bytes. Characters that no shipped font has are printed as codes, and a note
    at the start says so; `unprintable` tells them beforehand.
    """
    import typst  # slow to import, and only needed here

    compiler = typst.Compiler(
        input=_TEMPLATE.read_bytes(),
        font_paths=_shipped_fonts(),
        sys_inputs={"document": json.dumps(_Writer(document).written())},
    )
    # A fixed timestamp: the file's own dates would tell when somebody worked on it.
    result = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
    if not isinstance(result, bytes):
        raise TypeError("typst gave no single file")
    return result


def unprintable(document: Document) -> tuple[str, ...]:
    """The characters of a document that no shipped font can draw, in order of their code."""
    writer = _Writer(document)
    writer.written()
    return tuple(sorted(writer.missing))


@cache
def _shipped_fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fontset.FOLDER])


class _Writer:
    """Turns a document into the plain values that the template draws, and notes what could not be drawn."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.missing: set[str] = set()

    def written(self) -> dict[str, Any]:
        document = self.document
        language, _, region = document.language.partition("-")
        sections = [self._section(section) for section in document.sections]
        written = {
            "title": self._one_line(document.title),
            "header": self._one_line(document.header),
            "footer": self._one_line(document.footer),
            "watermark": None if document.watermark is None else self._one_line(document.watermark),
            "page-words": [self._one_line(word) for word in document.page_words],
            "language": language,
            "region": region.lower() or None,
            "fonts": fontset.FAMILIES,
            "size": _SIZE,
            "margin": _MARGIN,
            "inset": _INSET,
            "sections": sections,
        }
        if self.missing:
            note = {"kind": "note", "lines": [{"text": _CODES_SHOWN, "strong": False}]}
            sections[0]["blocks"].insert(0, note)
        return written

    def _section(self, section: Section) -> dict[str, Any]:
        width = _PAGE_WIDTH[section.orientation] - 2 * _MARGIN
        return {
            "landscape": section.orientation is Orientation.LANDSCAPE,
            "blocks": [self._block(block, width) for block in section.blocks],
        }

    def _block(self, block: Block, width: float) -> dict[str, Any]:
        match block:
            case Heading():
                text = self._one_line(block.text, width / 2)
                return {"kind": "heading", "level": block.level, "text": text}
            case Paragraph():
                return {"kind": "paragraph", "lines": self._lines((Line(block.text, block.strong),), width)}
            case Note():
                return {"kind": "note", "lines": self._lines((Line(block.text),), width - 6)}
            case FieldTable():
                return self._fields(block, width)
            case Table():
                return self._table(block, width)
            case Quadrants():
                boxes = [self._field(box, width / 2, width / 2) for box in block.boxes]
                return {"kind": "quadrants", "blank-height": block.blank_height, "boxes": boxes}
            case SignatureLine():
                share = width / len(block.fields)
                placed = [self._field(field, share / 2, share / 3) for field in block.fields]
                return {"kind": "signature", "fields": placed}
            case PageBreak():
                return {"kind": "page-break"}

    def _fields(self, block: FieldTable, width: float) -> dict[str, Any]:
        most = block.fields_in_widest_row
        label, value = width / most * _LABEL_SHARE, width / most * (1 - _LABEL_SHARE)
        rows = []
        for row in block.rows:
            spare = most - len(row)
            fields = []
            for field in row:
                # The last field of a shorter row takes the room that is left.
                extra = spare if field is row[-1] else 0
                written = self._field(field, label, value + extra * (label + value))
                fields.append(written | {"span": 1 + 2 * extra})
            rows.append(fields)
        return {
            "kind": "fields",
            "widths": [_LABEL_SHARE, 1 - _LABEL_SHARE] * most,
            "rows": rows,
            "blank-height": block.blank_height,
        }

    def _field(self, field: Field, label_width: float, value_width: float) -> dict[str, Any]:
        return {
            "label": self._one_line(field.label, label_width),
            "lines": self._lines(field.value.lines(), value_width),
        }

    def _table(self, block: Table, width: float) -> dict[str, Any]:
        whole = sum(column.width for column in block.columns)
        widths = [width * column.width / whole for column in block.columns]
        return {
            "kind": "table",
            "caption": None if block.caption is None else self._one_line(block.caption, width),
            "widths": [column.width for column in block.columns],
            "headings": [
                self._one_line(column.heading, room) for column, room in zip(block.columns, widths, strict=True)
            ],
            "rows": [
                {"breakable": not block.keeps_together(row), "cells": self._row(row, widths)} for row in block.rows
            ],
            "row-headers": block.row_headers,
            "blank-height": block.blank_height,
        }

    def _row(self, row: tuple[Cell, ...], widths: list[float]) -> list[dict[str, Any]]:
        cells, start = [], 0
        for cell in row:
            room = sum(widths[start : start + cell.span])
            cells.append({"span": cell.span, "lines": self._lines(cell.lines(), room)})
            start += cell.span
        return cells

    def _lines(self, lines: tuple[Line, ...], width: float) -> list[dict[str, Any]]:
        """Lines as paragraphs to draw in a column of `width` millimetres."""
        return [
            {"text": self._drawn(text, width), "strong": line.strong}
            for line in lines
            for text in paragraphs(line.text)
        ]

    def _one_line(self, text: str, width: float = 150) -> str:
        return self._drawn(clean(text).replace("\n", " "), width)

    def _drawn(self, text: str, width: float) -> str:
        # Composed letters have a glyph of their own, which is read back as one.
        drawn, missing = drawable(unicodedata.normalize("NFC", text), fontset.coverage())
        self.missing |= missing
        return breakable(drawn, (width - 2 * _INSET) / _EM)
