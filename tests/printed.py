"""Read back what was printed, the way a screen reader does: by the PDF's tags and the Word file's body."""

import io
import re
import struct
import unicodedata
from collections.abc import Iterator

import docx
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from pypdf import PageObject, PdfReader


def pdf_words(data: bytes) -> str:
    """All text of a PDF in the order of its tags, which is the order that a screen reader follows."""
    reader = PdfReader(io.BytesIO(data))
    marked = {page.indirect_reference.idnum: _marked_texts(page) for page in reader.pages}
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    return "".join(_tagged_texts(root, None, marked))


def word_words(data: bytes) -> str:
    """All text of a Word file's body, in order."""
    return " ".join(_word_texts(docx.Document(io.BytesIO(data))))


def ink(text: str) -> str:
    """A text without white space and invisible characters: what must be the same in every format."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if not c.isspace() and unicodedata.category(c) not in {"Cf", "Zs"})


def _tagged_texts(node: object, page: int | None, marked: dict[int, dict[int, str]]) -> Iterator[str]:
    """The texts beneath a node of the tag tree, with a space round each block."""
    if isinstance(node, int):
        yield marked[page][node]
        return
    if "/Pg" in node:
        page = node.raw_get("/Pg").idnum
    if "/MCID" in node:
        yield marked[page][node["/MCID"]]
        return
    yield " "
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        yield from _tagged_texts(child.get_object(), page, marked)
    yield " "


def _marked_texts(page: PageObject) -> dict[int, str]:
    """Each piece of marked content on a page, by its number. An ActualText stands for what it wraps."""
    maps = {name: _unicode_map(font) for name, font in page["/Resources"].get("/Font", {}).items()}
    texts: dict[int, str] = {}
    font: dict[int, str] = {}
    number: int | None = None
    open_marks: list[tuple[int | None, bool]] = []
    for operands, operator in page.get_contents().operations:
        replaced = bool(open_marks) and open_marks[-1][1]
        if operator in {b"BDC", b"BMC"}:
            properties = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
            open_marks.append((number, replaced or "/ActualText" in properties))
            if "/MCID" in properties:
                number = properties["/MCID"]
                texts[number] = ""
            if "/ActualText" in properties and not replaced and number is not None:
                texts[number] += str(properties["/ActualText"])
        elif operator == b"EMC":
            number = open_marks.pop()[0]
        elif operator == b"Tf":
            font = maps[operands[0]]
        elif operator in {b"Tj", b"TJ"} and number is not None and not replaced:
            pieces = operands[0] if operator == b"TJ" else operands
            glyphs = b"".join(piece.original_bytes for piece in pieces if hasattr(piece, "original_bytes"))
            texts[number] += "".join(font[code] for (code,) in struct.iter_unpack(">H", glyphs))
    return texts


def _unicode_map(font: object) -> dict[int, str]:
    """Which text each glyph of a font stands for (its ToUnicode map)."""
    stream = font.get_object()["/ToUnicode"].get_data().decode()
    result: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", stream, re.S):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            result[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", stream, re.S):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(text, 16)
            for code in range(int(first, 16), int(last, 16) + 1):
                result[code] = chr(start + code - int(first, 16))
    return result


def _word_texts(container: object) -> Iterator[str]:
    for block in container.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, WordParagraph):
            yield block.text
        elif isinstance(block, WordTable):
            for row in block.rows:
                seen: list[object] = []
                for cell in row.cells:
                    if cell._tc not in seen:  # a merged cell is given once for each column it takes
                        seen.append(cell._tc)
                        yield from _word_texts(cell)
