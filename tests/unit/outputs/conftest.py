"""Read back what was printed, the way a screen reader does: by the PDF's tags and the Word file's body."""

import io
import re
import struct
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from pypdf import PageObject, PdfReader

from safelight.outputs.content import (
    Document,
    Field,
    FieldTable,
    Heading,
    Note,
    Paragraph,
    Quadrants,
    SignatureLine,
    Table,
)


@pytest.fixture(scope="session")
def poppler() -> Callable[..., str]:
    """Run one of poppler's readers on PDF bytes and give what it says."""

    def run(program: str, *options: str, data: bytes) -> str:
        command = [program, *options, "-", *(["-"] if program == "pdftotext" else [])]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode(errors="replace")

    return run


@pytest.fixture(scope="session")
def pdf_words() -> Callable[[bytes], str]:
    """All text of a PDF in the order of its tags, which is the order that a screen reader follows."""

    def read(data: bytes) -> str:
        reader = PdfReader(io.BytesIO(data))
        marked = {page.indirect_reference.idnum: _marked_texts(page) for page in reader.pages}
        root = reader.trailer["/Root"]["/StructTreeRoot"]
        return "".join(_tagged_texts(root, None, marked))

    return read


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


@pytest.fixture(scope="session")
def word_words() -> Callable[[bytes], str]:
    """All text of a Word file's body, in order."""

    def read(data: bytes) -> str:
        return " ".join(_word_texts(docx.Document(io.BytesIO(data))))

    return read


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


@pytest.fixture(scope="session")
def told() -> Callable[[Document], str]:
    """What a document should say, read from its content without either renderer."""

    def read(document: Document) -> str:
        return " ".join([document.title, *(text for block in document.blocks() for text in _block_texts(block))])

    return read


def _block_texts(block: object) -> Iterator[str]:
    match block:
        case Heading() | Paragraph() | Note():
            yield block.text
        case FieldTable():
            for row in block.rows:
                yield from _field_texts(row)
        case Quadrants():
            yield from _field_texts(block.boxes)
        case SignatureLine():
            yield from _field_texts(block.fields)
        case Table():
            yield block.caption or ""
            yield from (column.heading for column in block.columns)
            yield from (line.text for row in block.rows for cell in row for line in cell.lines())


def _field_texts(fields: tuple[Field, ...]) -> Iterator[str]:
    for field in fields:
        yield field.label
        yield from (line.text for line in field.value.lines())


@pytest.fixture(scope="session")
def ink() -> Callable[[str], str]:
    """A text without white space and invisible characters: what must be the same in every format."""

    def only(text: str) -> str:
        composed = unicodedata.normalize("NFC", text)
        return "".join(c for c in composed if not c.isspace() and unicodedata.category(c) not in {"Cf", "Zs"})

    return only


@pytest.fixture(scope="session")
def through_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], bytes]:
    """Open a Word file in LibreOffice and print it there as PDF."""

    def convert(data: bytes) -> bytes:
        folder: Path = tmp_path_factory.mktemp("libreoffice")
        (folder / "document.docx").write_bytes(data)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                str(folder),
                str(folder / "document.docx"),
            ],
            capture_output=True,
            check=True,
            timeout=120,
        )
        return (folder / "document.pdf").read_bytes()

    return convert
