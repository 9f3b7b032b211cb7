"""Files as people attach them, small and whole."""

import io
import zipfile

from PIL import Image

from safelight.access.models import User
from safelight.children.models import Child
from safelight.files import actions
from safelight.files.models import AttachedFile

PLACE = "51.4816, -0.1910"
CAMERA = "Kestrel Phone 7"

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
TEXT = "Dear all,\nRowan’s form tutor rang on Tuesday.\n".encode()

CONTENT_TYPES = (
    '<Types><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def packed(parts: dict[str, str]) -> bytes:
    """A zip file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in parts.items():
            # Of one day, so that the same parts are the same file whenever it is made.
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), words, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(**more: str) -> bytes:
    """A Word document, with more parts by their path (two underscores stand for a slash)."""
    parts = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<w:document/>"}
    return packed({**parts, **{name.replace("__", "/"): words for name, words in more.items()}})


def odt(**more: str) -> bytes:
    """An OpenDocument text."""
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": "<office:document-content/>",
        "META-INF/manifest.xml": "<manifest:manifest/>",
    }
    return packed({**parts, **{name.replace("__", "/"): words for name, words in more.items()}})


def picture(kind: str = "JPEG", size: tuple[int, int] = (12, 8)) -> bytes:
    """A picture that says where it was made, by what, and holds a comment."""
    image = Image.new("RGB", size, (40, 80, 120))
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    exif[0x010E] = PLACE
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        said = PngInfo()
        said.add_text("Comment", PLACE)
        image.save(out, "PNG", exif=exif, pnginfo=said)
    else:
        image.save(out, kind, exif=exif, comment=PLACE.encode())
    return out.getvalue()


def make_file(*, by: User, child: Child, name: str = "letter.txt", data: bytes = TEXT, **values: str) -> AttachedFile:
    """An attached letter, unless told otherwise."""
    given = {"title": "Letter from school", "kind": "letter", **values}
    return actions.attach(by=by, child=child, name=name, data=data, **given)
