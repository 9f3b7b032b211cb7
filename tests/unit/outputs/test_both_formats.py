"""PDF and Word are printed from one content: neither may lose, change or reorder a word of it."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safelight.outputs import fontset, pdf, word
from safelight.outputs.content import (
    Answer,
    AnswerMark,
    Block,
    Cell,
    CheckLine,
    Column,
    Document,
    Field,
    FieldTable,
    Heading,
    Line,
    Note,
    Option,
    Orientation,
    PageBreak,
    Paragraph,
    Quadrants,
    Section,
    SignatureLine,
    Table,
    cell,
)

Read = Callable[[bytes], str]

# Marks that no letter is composed with are left out: typst maps each glyph of such a cluster to all of it,
# so they are read back twice. The test of any text at all has them.
_DRAWN = sorted(
    point
    for point in fontset.coverage()["Noto Sans"]
    if chr(point).isprintable() and not unicodedata.category(chr(point)).startswith("M")
)
letters = st.sampled_from([chr(point) for point in _DRAWN]) | st.sampled_from("#*$\\`<>@=_[]{}/~")
texts = st.text(letters | st.sampled_from(" \n"), max_size=200)
labels = st.text(letters | st.just(" "), max_size=40)
titles = labels.map(lambda text: f"Title {text}")
lines = st.builds(Line, texts, st.booleans())
check_lines = st.builds(
    CheckLine, st.lists(st.builds(Option, labels, st.booleans()), min_size=1, max_size=4).map(tuple)
)
parts = lines | st.builds(AnswerMark, st.sampled_from(Answer)) | check_lines
cells = st.builds(Cell, st.lists(parts, max_size=3).map(tuple))
fields = st.builds(Field, labels, cells)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = tuple(draw(st.lists(st.builds(Column, labels, st.sampled_from([1, 2, 5])), min_size=1, max_size=6)))
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        row, left = [], len(columns)
        while left:
            span = draw(st.integers(1, left))
            row.append(Cell(draw(cells).parts, span))
            left -= span
        rows.append(tuple(row))
    return Table(columns, tuple(rows), caption=draw(st.none() | titles), row_headers=draw(st.booleans()))


blocks = st.one_of(
    st.builds(Heading, titles),
    st.builds(Paragraph, texts, st.booleans()),
    st.builds(Note, texts),
    st.builds(
        FieldTable, st.lists(st.lists(fields, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)
    ),
    tables(),
    st.builds(Quadrants, st.tuples(fields, fields, fields, fields)),
    st.builds(SignatureLine, st.lists(fields, min_size=1, max_size=3).map(tuple)),
    st.just(PageBreak()),
)
sections = st.builds(Section, st.lists(blocks, max_size=4).map(tuple), st.sampled_from(Orientation))
documents = st.builds(Document, titles, st.lists(sections, min_size=1, max_size=3).map(tuple))


def _in_one_table(*contents: str) -> Document:
    table = Table(
        (Column("BEHAVIOURS"), Column("COMMENTS & EVIDENCE", 3)), tuple((cell("row"), cell(c)) for c in contents)
    )
    return Document("Assessment", (Section((table,)),))


def _first(block: Block) -> Document:
    return Document("Assessment", (Section((block,)),))


@pytest.mark.req("RA-12")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=documents)
def test_both_formats_hold_every_word_in_the_same_order(
    document: Document,
    pdf_words: Read,
    word_words: Read,
    told: Callable[[Document], str],
    ink: Callable[[str], str],
) -> None:
    expected = ink(told(document))
    assert ink(word_words(word.render(document))) == expected
    assert ink(pdf_words(pdf.render(document))) == expected


@pytest.mark.req("RA-12")
@settings(max_examples=25, deadline=None)
@given(text=st.text(st.characters(exclude_categories=()), min_size=1, max_size=60))
def test_any_text_at_all_is_printed_or_shown_as_a_code(
    text: str, pdf_words: Read, word_words: Read, ink: Callable[[str], str]
) -> None:
    document = _first(Paragraph(text))
    in_pdf = ink(pdf_words(pdf.render(document)))
    in_word = ink(word_words(word.render(document)))
    for character in ink(text):
        code = f"[U+{ord(character):04X}"
        assert character in in_word or code in in_word
        assert character in in_pdf or code in in_pdf


@pytest.mark.req("RA-12")
def test_an_8000_character_cell_crosses_pages_without_loss(
    pdf_words: Read, word_words: Read, poppler: Callable[..., str]
) -> None:
    words = [f"word{number}" for number in range(1, 1400)]
    long = " ".join(words)
    assert len(long) > 8_000
    document = _in_one_table("before", long, "after")
    printed = pdf.render(document)
    for read in (pdf_words(printed), word_words(word.render(document))):
        found = [piece for piece in read.split() if piece.startswith("word")]
        assert found == words
    pages = poppler("pdftotext", "-layout", data=printed).split("\f")[:-1]
    assert len(pages) >= 2
    for page in pages:
        assert "COMMENTS & EVIDENCE" in page


@pytest.mark.req("RA-12")
@pytest.mark.parametrize(
    "hostile",
    [
        '#eval("1+1") #panic() #sys.inputs',
        "*bold* _emphasis_ `raw` $x^2$ @reference <label> https://example.org",
        "= Heading\n- list\n+ list\n/ term: x\n// comment /* comment */ ~ \\ --- ...",
        "<w:p>&amp;</w:p> ]]> <?xml?> {{ name }} {% if %}",
        "=1+1 'quoted' \"quoted\"",
    ],
)
def test_nothing_typed_is_read_as_markup(
    hostile: str, pdf_words: Read, word_words: Read, ink: Callable[[str], str]
) -> None:
    document = _in_one_table(hostile)
    assert ink(hostile) in ink(pdf_words(pdf.render(document)))
    assert ink(hostile) in ink(word_words(word.render(document)))


@pytest.mark.req("RA-16", "RA-02")
@pytest.mark.hazard("HZ-05")
def test_the_five_answers_print_differently_and_only_present_has_the_tick(pdf_words: Read, word_words: Read) -> None:
    rows = tuple((cell(f"indicator {answer}"), cell(answer)) for answer in Answer)
    document = _first(Table((Column("BEHAVIOURS"), Column("✓")), rows))
    for text in (pdf_words(pdf.render(document)), word_words(word.render(document))):
        printed = [piece.strip() for piece in text.split("indicator ")[1:]]
        marks = [" ".join(piece.split()[1:]) for piece in printed]
        assert len(set(marks)) == len(Answer)
        assert marks[0] == "✓ Present"
        assert not any("✓" in mark or "Present" in mark for mark in marks[1:])
        assert marks[1] == "? Suspected"


@pytest.mark.req("PL-02")
def test_ticked_and_empty_boxes_are_told_apart(pdf_words: Read, word_words: Read) -> None:
    options = CheckLine((Option("Low Risk"), Option("High Risk", ticked=True), Option("Exploited")))
    document = _first(FieldTable(((Field("Decision:", cell(options)),),)))
    for text in (pdf_words(pdf.render(document)), word_words(word.render(document))):
        assert text.split()[1:] == ["Decision:", "☐", "Low", "Risk", "☑", "High", "Risk", "☐", "Exploited"]
