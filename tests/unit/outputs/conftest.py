"""Read back what was printed, and what a document should say."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

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
from tests import printed


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

    return printed.pdf_words


@pytest.fixture(scope="session")
def word_words() -> Callable[[bytes], str]:
    """All text of a Word file's body, in order."""

    return printed.word_words


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

    return printed.ink


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
