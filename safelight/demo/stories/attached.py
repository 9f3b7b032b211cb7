"""Files attached to a record: a letter, and two that somebody sealed: police keep one, and had the other removed."""

import io

from PIL import Image

from safelight.children.models import Child
from safelight.core import clock
from safelight.demo.diary import Diary
from safelight.demo.teller import Teller
from safelight.duties import actions as duties
from safelight.duties.actions import Contact
from safelight.files import actions
from safelight.files.choices import Kind, Outcome
from safelight.files.models import AttachedFile

LETTER = "Dear colleague,\nthe attendance that you asked for: 61 in 100 this half term.\nThe school office\n"


def files_and_what_was_sealed(t: Teller) -> Diary:
    """A letter that stays, and two plain grey pictures that stand for what nobody may see."""
    yield t.at(24)
    child = t.child("marta", "Petra Holmwood", gender="girl", date_of_birth=t.born(14))
    yield t.at(22)
    _attach(t, child, "Attendance, from school", Kind.LETTER, "attendance.txt", LETTER.encode())
    for days, title, name, shade, outcome in (
        (12, "Picture from a phone", "IMG_0417.jpg", 80, Outcome.REMOVED),
        (8, "Screenshot", "Screenshot.jpg", 120, Outcome.KEPT_FOR_POLICE),
    ):
        yield t.at(days, "10:05")
        file = _attach(t, child, title, Kind.PICTURE, name, _grey(shade))
        yield t.later(hours=1)
        actions.seal(by=t.person("marta"), child_id=child.pk, file_id=file.pk)
        yield t.later(minutes=20)
        now, reference = clock.now(), f"44-{2270 + days}"
        duties.act(
            by=t.person("marta"),
            child_id=child.pk,
            key=f"sealed:{file.pk}:ring",
            outcome="done",
            now=now,
            contact=Contact(f"PC {3100 + days}", "Police, 101", now, reference),
        )
        yield t.later(hours=2)
        actions.record_police(
            by=t.person("helena"),
            child_id=child.pk,
            file_id=file.pk,
            outcome=outcome,
            police_name=f"PC {3100 + days}",
            police_reference=reference,
            told_at=clock.now(),
        )


def _attach(t: Teller, child: Child, title: str, kind: str, name: str, data: bytes) -> AttachedFile:
    return actions.attach(by=t.person("marta"), child=child, title=title, kind=kind, name=name, data=data)


def _grey(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (64, 48), shade).save(out, "JPEG")
    return out.getvalue()
