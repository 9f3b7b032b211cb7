"""Whether a file may be kept, by its name and by what it truly is; pictures come back without what betrays. Pure.

Taken: PDF, Word (.docx), OpenDocument text (.odt), plain text, JPEG and PNG. A picture is drawn afresh from its
points alone, so that places, times, names of cameras and earlier versions in it are gone. Documents are kept as they
came: what their properties say stays in them, and only programs, embedded files and damage are refused.
"""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

import puremagic
from PIL import Image, ImageOps

MOST_BYTES = 10_000_000
MOST_UNPACKED = 100_000_000
MOST_PARTS = 2_000
MOST_POINTS = 50_000_000

_ARCHIVES = frozenset({"zip", "rar", "7z", "gz", "tar", "tgz", "bz2", "xz", "iso", "cab"})
_WITH_MACROS = frozenset({"docm", "dotm", "xlsm", "pptm", "xltm", "potm"})
_PACKING = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_PDF_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia)(?![A-Za-z])")
_REMOTE_TEMPLATE = re.compile(
    rb"attachedTemplate\"[^>]*Target=\"(?:https?:|\\\\)|Target=\"(?:https?:|\\\\)[^>]*attachedTemplate"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


class Why(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too large"
    TYPE = "type"
    MISMATCH = "not what its name says"
    MACROS = "macros"
    ARCHIVE = "archive"
    EMBEDDED = "embedded"
    LOCKED = "locked"
    DAMAGED = "damaged"
    TOO_MANY_POINTS = "too many points"


class Refused(Exception):
    """The file is not taken; ``why`` says for what reason."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why.value)


@dataclass(frozen=True)
class Checked:
    """What may be kept: the ending it is kept under, its content type, and its bytes."""

    extension: str
    content_type: str
    body: bytes


def check(name: str, data: bytes) -> Checked:
    """The file as it may be kept, or ``Refused``. ``name`` is what the person's computer called it."""
    if not data:
        raise Refused(Why.EMPTY)
    if len(data) > MOST_BYTES:
        raise Refused(Why.TOO_LARGE)
    extension = PurePath(name).suffix.lower().removeprefix(".")
    if extension in _ARCHIVES:
        raise Refused(Why.ARCHIVE)
    if extension in _WITH_MACROS:
        raise Refused(Why.MACROS)
    taken = _TAKEN.get(extension)
    if taken is None:
        raise Refused(Why.TYPE)
    kept_as, content_type, first_bytes, clean = taken
    if first_bytes and not _begins_as(data, first_bytes):
        raise Refused(Why.MISMATCH)
    return Checked(kept_as, content_type, clean(data))


def _begins_as(data: bytes, endings: frozenset[str]) -> bool:
    try:
        found = puremagic.magic_string(data)
    except (puremagic.PureError, ValueError):
        return False
    return bool(endings & {each.extension.removeprefix(".") for each in found})


def _pdf(data: bytes) -> bytes:
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise Refused(Why.DAMAGED)
    if b"/Encrypt" in data:
        raise Refused(Why.LOCKED)
    if _PDF_ACTIVE.search(data):
        raise Refused(Why.EMBEDDED)
    return data


def _text(data: bytes) -> bytes:
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            words = data.decode("cp1252")
        except UnicodeDecodeError:
            raise Refused(Why.MISMATCH) from None
    if _CONTROL.search(words):
        raise Refused(Why.MISMATCH)
    return words.encode()


def _docx(data: bytes) -> bytes:
    parts = _parts(data)
    kinds = _read(parts, "[Content_Types].xml")
    if "word/document.xml" not in parts.namelist() or b"wordprocessingml" not in kinds:
        raise Refused(Why.MISMATCH)
    names = [name.lower() for name in parts.namelist()]
    if b"macroenabled" in kinds.lower() or any("vbaproject" in name or "vbadata" in name for name in names):
        raise Refused(Why.MACROS)
    if _REMOTE_TEMPLATE.search(_read(parts, "word/_rels/settings.xml.rels", missing=b"")):
        raise Refused(Why.MACROS)
    if any(name.startswith(("word/embeddings/", "word/activex/")) for name in names):
        raise Refused(Why.EMBEDDED)
    return data


def _odt(data: bytes) -> bytes:
    parts = _parts(data)
    if _read(parts, "mimetype").strip() != b"application/vnd.oasis.opendocument.text":
        raise Refused(Why.MISMATCH)
    if "content.xml" not in parts.namelist():
        raise Refused(Why.MISMATCH)
    if any(name.lower().startswith(("basic/", "scripts/")) for name in parts.namelist()):
        raise Refused(Why.MACROS)
    if b"manifest:encryption-data" in _read(parts, "META-INF/manifest.xml"):
        raise Refused(Why.LOCKED)
    return data


def _parts(data: bytes) -> zipfile.ZipFile:
    """The parts of a document, none of them unpacked yet: neither too many nor too large."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data))
        listed = parts.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        raise Refused(Why.DAMAGED) from None
    if len(listed) > MOST_PARTS or sum(each.file_size for each in listed) > MOST_UNPACKED:
        raise Refused(Why.TOO_LARGE)
    if any(each.flag_bits & 0x1 for each in listed):
        raise Refused(Why.LOCKED)
    if any(each.compress_type not in _PACKING for each in listed):
        raise Refused(Why.DAMAGED)
    return parts


def _read(parts: zipfile.ZipFile, name: str, missing: bytes | None = None) -> bytes:
    try:
        with parts.open(name) as part:
            return part.read(1_000_000)
    except KeyError:
        if missing is not None:
            return missing
        raise Refused(Why.MISMATCH) from None
    except Exception:
        raise Refused(Why.DAMAGED) from None


def _picture(kind: str) -> Callable[[bytes], bytes]:
    def clean(data: bytes) -> bytes:
        try:
            with Image.open(io.BytesIO(data), formats=[kind]) as picture:
                if picture.width * picture.height > MOST_POINTS:
                    raise Refused(Why.TOO_MANY_POINTS)
                picture.load()
                upright = ImageOps.exif_transpose(picture)
                drawn = _drawn_afresh(upright, kind)
        except Refused:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Refused(Why.TOO_MANY_POINTS) from None
        except Exception:  # a reader of pictures fails in many ways on what was made to break it
            raise Refused(Why.DAMAGED) from None
        if len(drawn) > 3 * MOST_BYTES:
            raise Refused(Why.TOO_LARGE)
        return drawn

    return clean


def _drawn_afresh(picture: Image.Image, kind: str) -> bytes:
    """The points of the picture and nothing else of it."""
    if picture.mode not in ("L", "RGB"):
        through = kind == "PNG" and (picture.has_transparency_data or picture.mode == "RGBA")
        picture = picture.convert("RGBA" if through else "RGB")
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    out = io.BytesIO()
    if kind == "JPEG":
        bare.save(out, "JPEG", quality=90)
    else:
        bare.save(out, "PNG")
    return out.getvalue()


_PACKED = frozenset({"zip", "docx", "odt"})
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_JPEG = ("jpg", "image/jpeg", frozenset({"jpg", "jpeg"}), _picture("JPEG"))
_TAKEN: dict[str, tuple[str, str, frozenset[str], Callable[[bytes], bytes]]] = {
    "pdf": ("pdf", "application/pdf", frozenset({"pdf"}), _pdf),
    "docx": ("docx", _WORD, _PACKED, _docx),
    "odt": ("odt", "application/vnd.oasis.opendocument.text", _PACKED, _odt),
    "txt": ("txt", "text/plain; charset=utf-8", frozenset(), _text),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": ("png", "image/png", frozenset({"png"}), _picture("PNG")),
}
ENDINGS = tuple(_TAKEN)
CONTENT_TYPES = {kept_as: content_type for kept_as, content_type, _first, _clean in _TAKEN.values()}
