"""What a document says, apart from the file format that it is saved in.

A `Document` is sections of blocks, all frozen. `pdf.render` and `word.render` print the same words in the
same order from it. Text is plain text: nothing typed is ever read as markup. A line end in a text
starts a new paragraph.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum

# Of the widest letters, across the text of an upright A4 page.
_LETTERS_ACROSS = 45
_LINES_KEPT_TOGETHER = 20


class Answer(StrEnum):
    """How one indicator was answered. `NOT_ASKED` is ours: nobody has answered it yet (HZ-04)."""

    PRESENT = "present"
    SUSPECTED = "suspected"
    NOT_PRESENT = "not_present"
    NOT_KNOWN = "not_known"
    NOT_ASKED = "not_asked"

    @property
    def printed(self) -> str:
        """The words on paper. Only present has the toolkit's tick; none is told by colour alone (RA-16)."""
        return _PRINTED_ANSWERS[self]


_PRINTED_ANSWERS = {
    Answer.PRESENT: "✓ Present",
    Answer.SUSPECTED: "? Suspected",
    Answer.NOT_PRESENT: "Not present",
    Answer.NOT_KNOWN: "Not known",
    Answer.NOT_ASKED: "Not asked yet",
}


class Orientation(Enum):
    """Which way round an A4 page stands."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph inside a cell or a block, in one weight."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class AnswerMark:
    """An indicator's answer, printed so that the five can be told apart."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Option:
    """One box of a `CheckLine`."""

    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class CheckLine:
    """Boxes on one line, such as Low, Medium, High and Exploited, ticked or empty.

    A label that ends with a colon stands before its box, any other after it.
    """

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell of a table. Empty parts make an empty cell to write in.

    `span` is the number of columns that the cell takes.
    """

    parts: tuple[Line | AnswerMark | CheckLine, ...] = ()
    span: int = 1

    def lines(self) -> tuple[Line, ...]:
        """The cell as paragraphs of plain text, the same for every format."""
        return tuple(line for part in self.parts for line in _printed(part))


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. The document's title is level 1, so blocks start at level 2."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Text set apart in a ruled box, such as who may read the document."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A label of a form, and what stands beside it."""

    label: str
    value: Cell = EMPTY


@dataclass(frozen=True, slots=True)
class FieldTable:
    """Labels with their values. A row holds one or more fields side by side.

    `blank_height` is the height in millimetres of a row whose value is empty.
    """

    rows: tuple[tuple[Field, ...], ...]
    blank_height: float = 8

    def __post_init__(self) -> None:
        if not self.rows or not all(self.rows):
            raise ValueError("a table of fields needs at least one field in each row")

    @property
    def fields_in_widest_row(self) -> int:
        """How many fields stand side by side in the widest row."""
        return max(len(row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and its width in relation to the other columns."""

    heading: str
    width: float = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table whose heading row is repeated on each page.

    Each row's spans add up to the number of columns. With `row_headers` the first cell of a row names the
    row. `blank_height` is the height in millimetres of a row with an empty cell.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str | None = None
    row_headers: bool = False
    blank_height: float = 6

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table needs at least one column")
        for number, row in enumerate(self.rows):
            if sum(cell.span for cell in row) != len(self.columns) or any(cell.span < 1 for cell in row):
                raise ValueError(f"row {number} does not fill the table's {len(self.columns)} columns")

    def keeps_together(self, row: tuple[Cell, ...]) -> bool:
        """Whether a row is so short that it is better moved to the next page than split across two.

        Reckoned with the widest letters on the narrower page, so that a kept row always fits a page.
        """
        whole = sum(column.width for column in self.columns)
        start = 0
        for cell in row:
            share = sum(column.width for column in self.columns[start : start + cell.span]) / whole
            a_line = max(1, int(share * _LETTERS_ACROSS))
            texts = (text for line in cell.lines() for text in line.text.splitlines())
            if sum(1 + len(text) // a_line for text in texts) > _LINES_KEPT_TOGETHER:
                return False
            start += cell.span
        return True


@dataclass(frozen=True, slots=True)
class Quadrants:
    """Four boxes, two by two, each a heading and what stands beneath it, read row by row.

    `blank_height` is the height in millimetres of an empty box.
    """

    boxes: tuple[Field, Field, Field, Field]
    blank_height: float = 70


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Places to sign: each label, with its value or a rule to write on."""

    fields: tuple[Field, ...]

    def __post_init__(self) -> None:
        if not self.fields:
            raise ValueError("a signature line needs at least one label")


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | Note | FieldTable | Table | Quadrants | SignatureLine | PageBreak


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks on pages of one orientation. A section starts on a new page."""

    blocks: tuple[Block, ...]
    orientation: Orientation = Orientation.PORTRAIT


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    `title` is printed, and becomes the file's title: it must name nobody (HZ-18). `header` and `footer` stand
    on each page, the footer beside the page's number. `watermark` is one or two words across each page.
    `language` is a BCP 47 tag such as ``en-GB``; `page_words` are the words of "Page 1 of 3" in it.
    """

    title: str
    sections: tuple[Section, ...]
    language: str = "en-GB"
    header: str = ""
    footer: str = ""
    watermark: str | None = None
    page_words: tuple[str, str] = ("Page", "of")

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a document needs a title")
        if not self.sections:
            raise ValueError("a document needs at least one section")
        above = 1
        for heading in (block for block in self.blocks() if isinstance(block, Heading)):
            if not 2 <= heading.level <= above + 1:
                raise ValueError(f"heading level {heading.level} cannot follow level {above}")
            if not heading.text.strip():
                raise ValueError("a heading needs words")
            above = heading.level

    def blocks(self) -> tuple[Block, ...]:
        """Every block of every section, in order."""
        return tuple(block for section in self.sections for block in section.blocks)


def cell(value: str | Answer | CheckLine | None, *, strong: bool = False, span: int = 1) -> Cell:
    """A cell of one value; None or an empty text makes it empty."""
    if isinstance(value, Answer):
        return Cell((AnswerMark(value),), span)
    if isinstance(value, CheckLine):
        return Cell((value,), span)
    return Cell((Line(value, strong),) if value else (), span)


def tick(ticked: bool) -> Cell:
    """The form's tick, or an empty cell."""
    return cell("✓" if ticked else None, strong=True)


def _printed(part: Line | AnswerMark | CheckLine) -> tuple[Line, ...]:
    if isinstance(part, AnswerMark):
        graver = part.answer in {Answer.PRESENT, Answer.SUSPECTED}
        return (Line(part.answer.printed, strong=graver),)
    if isinstance(part, CheckLine):
        return (Line("   ".join(map(_boxed, part.options))),)
    return (part,)


def _boxed(option: Option) -> str:
    """The option with its box, kept together by a no-break space."""
    box = "☑" if option.ticked else "☐"
    return f"{option.label}\u00a0{box}" if option.label.endswith(":") else f"{box}\u00a0{option.label}"
