"""What may be attached: by its name and by what it truly is; pictures lose what betrays."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from safelight.files import checking
from safelight.files.checking import Refused, Why
from tests.factories.files import CAMERA, PDF, PLACE, TEXT, docx, odt, packed, picture

pytestmark = pytest.mark.req("CH-16")


def why(name: str, data: bytes) -> Why:
    with pytest.raises(Refused) as refused:
        checking.check(name, data)
    return refused.value.why


@pytest.mark.parametrize(
    ("name", "data", "kept_as"),
    [
        ("Letter.PDF", PDF, "pdf"),
        ("letter.txt", TEXT, "txt"),
        ("report.docx", docx(), "docx"),
        ("report.odt", odt(), "odt"),
        ("drawing.jpeg", picture("JPEG"), "jpg"),
        ("drawing.png", picture("PNG"), "png"),
    ],
)
def test_each_sort_that_the_page_names_is_taken(name: str, data: bytes, kept_as: str) -> None:
    checked = checking.check(name, data)
    assert checked.extension == kept_as
    assert checked.content_type == checking.CONTENT_TYPES[kept_as]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.pdf", b"", Why.EMPTY),
        ("large.pdf", b"%PDF-" + b"0" * checking.MOST_BYTES, Why.TOO_LARGE),
        ("page.html", b"<script>", Why.TYPE),
        ("drawing.svg", b"<svg/>", Why.TYPE),
        ("old.doc", b"\xd0\xcf\x11\xe0", Why.TYPE),
        ("phone.heic", b"\x00\x00\x00\x18ftypheic", Why.TYPE),
        ("letter", TEXT, Why.TYPE),
        (".pdf", PDF, Why.TYPE),
        ("all.zip", packed({"a": "b"}), Why.ARCHIVE),
        ("letter.pdf.zip", packed({"a": "b"}), Why.ARCHIVE),
        ("letter.docm", docx(), Why.MACROS),
        ("letter.docx", docx(word__vbaProject__bin="x", **{"word/vbaProject.bin": "x"}), Why.MACROS),
        (
            "letter.docx",
            packed({"[Content_Types].xml": "wordprocessingml macroEnabled", "word/document.xml": ""}),
            Why.MACROS,
        ),
        ("letter.docx", docx(word__embeddings__oleObject1="x"), Why.EMBEDDED),
        (
            "letter.docx",
            docx(
                **{"word/_rels/settings.xml.rels": '<R Type="x/attachedTemplate" Target="https://x.example/t.dotm"/>'}
            ),
            Why.MACROS,
        ),
        ("letter.odt", odt(Basic__Standard__x="x"), Why.MACROS),
        ("letter.odt", odt(**{"META-INF/manifest.xml": "<manifest:encryption-data>"}), Why.LOCKED),
        ("letter.docx", odt(), Why.MISMATCH),
        ("letter.odt", docx(), Why.MISMATCH),
        ("letter.docx", packed({"a.txt": "b"}), Why.MISMATCH),
        ("letter.pdf", picture("JPEG"), Why.MISMATCH),
        ("drawing.png", picture("JPEG"), Why.MISMATCH),
        ("drawing.jpg", PDF, Why.MISMATCH),
        ("letter.txt", picture("PNG"), Why.MISMATCH),
        ("letter.pdf", b"MZ\x90\x00 a program", Why.MISMATCH),
        ("letter.pdf", PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (x) >>"), Why.EMBEDDED),
        ("letter.pdf", PDF.replace(b"/Root", b"/Encrypt 2 0 R /Root"), Why.LOCKED),
        ("letter.pdf", b"%PDF-1.4\ncut off", Why.DAMAGED),
        ("drawing.jpg", picture("JPEG")[:200], Why.DAMAGED),
        ("letter.docx", docx()[:-30], Why.DAMAGED),
    ],
)
def test_a_file_that_may_harm_or_deceive_is_refused(name: str, data: bytes, reason: Why) -> None:
    assert why(name, data) is reason


def bomb_in_points(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_a_picture_that_would_unpack_to_fill_the_memory_is_refused_unread(side: int) -> None:
    assert why("drawing.png", bomb_in_points(side, side)) is Why.TOO_MANY_POINTS


def test_a_document_that_would_unpack_to_fill_the_memory_is_refused_unread() -> None:
    large = "0" * (checking.MOST_UNPACKED + 1)
    assert why("letter.docx", docx(word__media__x=large)) is Why.TOO_LARGE
    many = {f"word/media/{number}": "x" for number in range(checking.MOST_PARTS)}
    assert why("letter.docx", docx(**many)) is Why.TOO_LARGE


@pytest.mark.hazard("HZ-19")
@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG")])
def test_a_picture_no_longer_says_where_when_or_by_what_it_was_made(name: str, kind: str) -> None:
    data = picture(kind)
    assert PLACE.encode() in data and CAMERA.encode() in data
    kept = checking.check(name, data).body
    assert PLACE.encode() not in kept and CAMERA.encode() not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif() and not getattr(image, "text", {})
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert image.size == (12, 8)


@pytest.mark.hazard("HZ-19")
def test_what_was_hung_on_behind_a_picture_is_gone() -> None:
    kept = checking.check("a.jpg", picture("JPEG") + b"PK\x03\x04 hidden").body
    assert b"hidden" not in kept


def test_a_picture_that_was_turned_by_its_properties_stands_upright_without_them() -> None:
    image = Image.new("RGB", (12, 8))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    with Image.open(io.BytesIO(checking.check("a.jpg", out.getvalue()).body)) as kept:
        assert kept.size == (8, 12)


BEGINNINGS = st.sampled_from(
    [
        b"",
        b"%PDF-1.7\n",
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04",
        docx(),
        picture("PNG"),
        picture("JPEG"),
    ]
)
NAMES = st.one_of(
    st.text(max_size=20),
    st.builds(
        lambda stem, end: f"{stem}.{end}", st.text(max_size=8), st.sampled_from([*checking.ENDINGS, "zip", "exe"])
    ),
)


@settings(max_examples=150, deadline=None)
@given(name=NAMES, first=BEGINNINGS, cut=st.integers(0, 400), rest=st.binary(max_size=300))
def test_whatever_comes_is_taken_or_refused_and_never_breaks(name: str, first: bytes, cut: int, rest: bytes) -> None:
    data = first[: cut or None] + rest
    try:
        checked = checking.check(name, data)
    except Refused:
        return
    assert checked.extension in checking.CONTENT_TYPES and checked.body
