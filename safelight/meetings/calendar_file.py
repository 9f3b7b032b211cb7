"""A meeting as a calendar file (RFC 5545). Pure: no Django.

A calendar is read by secretaries, telephones and whoever stands behind one, and is copied to other machines. So the
file says that there is a meeting and when, and nothing else: no name, no place, no link, nobody who comes (MT-04).
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

_LONGEST = 75  # bytes of a line


def calendar_file(
    *, reference: str, starts_at: datetime, lasts: int, made_at: datetime, changed: int, cancelled: bool, summary: str
) -> bytes:
    """The file's bytes. ``summary`` is neutral; ``changed`` counts the changes, so that a calendar takes the newest."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Safelight//EN",
        "METHOD:" + ("CANCEL" if cancelled else "PUBLISH"),
        "BEGIN:VEVENT",
        f"UID:{reference}@safelight.invalid",
        f"DTSTAMP:{_moment(made_at)}",
        f"DTSTART:{_moment(starts_at)}",
        f"DTEND:{_moment(starts_at + timedelta(minutes=lasts))}",
        f"SEQUENCE:{changed}",
        "STATUS:" + ("CANCELLED" if cancelled else "CONFIRMED"),
        f"SUMMARY:{_text(f'{summary} {reference}')}",
        "CLASS:PRIVATE",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for mark in ("\\", ";", ","):
        words = words.replace(mark, f"\\{mark}")
    return words.replace("\n", "\\n")


def _folded(line: str) -> Iterable[str]:
    """The line in pieces of at most 75 bytes, each but the first after a space; no letter is cut in two."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > _LONGEST:
            yield piece
            piece = " "
        piece += letter
    yield piece
