"""The emergency pack: what somebody on duty needs at night when the server is down (OV-04, HZ-30).

It holds urgent numbers, children missing now, children at High or Exploited with their lead workers' telephones, and
what other rooms add by ``register``: nothing of intelligence, of a plan's "who might know", or of restricted records.
"""

import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Q
from django.utils.translation import gettext as _

from safelight.access.models import Partnership
from safelight.audit import actions as audit
from safelight.audit.models import Kind
from safelight.children import queries as children
from safelight.children.models import Child, ConflictExclusion, Restriction
from safelight.core.clock import london_day
from safelight.core.errors import Invalid
from safelight.delivery.locking import locked
from safelight.missing import queries as missing
from safelight.missing.models import Episode
from safelight.outputs import pdf
from safelight.outputs.content import Block, Column, Document, Heading, Note, Paragraph, Section, Table, cell
from safelight.ui import formats

# A night and a day: the next one is made before this one ends.
LASTS = timedelta(hours=36)
SHORTEST_PASSWORD = 12
NIGHT_LEVELS = ("high", "exploited")

# Given the children who may stand in the pack and the moment: headings, paragraphs and tables of another room.
Part = Callable[[Sequence[Child], datetime], Sequence[Block]]

_parts: list[Part] = []


def register(part: Part) -> None:
    """Add what another room knows for the night, such as trigger plans; adding it again changes nothing.

    Whatever it answers leaves the server: no intelligence, no source, nothing about people who may do harm.
    """
    if part not in _parts:
        _parts.append(part)


def encrypted(partnership: Partnership, password: str, now: datetime) -> bytes:
    """The pack as a PDF that opens with ``password`` alone (AES-256), without any server.

    ``Invalid`` for a password of fewer than twelve characters.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid({"password": _("Give a password of at least twelve characters.")})
    content = locked(pdf.render(document(partnership, now)), password)
    audit.record_apart(partnership_id=partnership.pk, by=None, action="emergency-pack.made", kind=Kind.DOWNLOAD)
    return content


def document(partnership: Partnership, now: datetime) -> Document:
    """The pack at ``now``, with the moment at which it expires on every page."""
    shown = _shown(partnership)
    missing_now = list(
        missing.live()
        .filter(state=Episode.State.MISSING, child__in=[child.pk for child in shown])
        .select_related("child__lead_worker")
    )
    at_night = [child for child in shown if child.acting_level in NIGHT_LEVELS]
    blocks: list[Block] = [
        Note(
            _("For the night when Safelight can’t be reached. True at %(at)s. Delete or shred it after %(end)s.")
            % {"at": formats.date_and_time(now), "end": formats.date_and_time(now + LASTS)}
        ),
        Heading(_("Numbers to ring")),
        _numbers(partnership),
        Heading(_("Missing now")),
    ]
    blocks.append(_missing(missing_now, now) if missing_now else Paragraph(_("Nobody, at the time above.")))
    blocks.append(Heading(_("Children at High or Exploited")))
    blocks.append(_lead_workers(at_night, now) if at_night else Paragraph(_("None.")))
    blocks.append(
        Paragraph(_("Records that only named people may see are not here. Ring the number for nights and weekends."))
    )
    for part in _parts:
        blocks += part(shown, now)
    words = _("Expires %(end)s") % {"end": formats.date_and_time(now + LASTS)}
    return Document(
        title=_("Emergency pack"), sections=(Section(tuple(blocks)),), header=words, footer=words, watermark=None
    )


def _shown(partnership: Partnership) -> list[Child]:
    """Every child at High or Exploited, or missing now, but those whose records somebody may not see."""
    away = missing.live().filter(state=Episode.State.MISSING, partnership=partnership).values("child")
    kept = Restriction.objects.filter(partnership=partnership, until__isnull=True).values("child")
    conflicts = ConflictExclusion.objects.filter(partnership=partnership, until__isnull=True).values("child")
    found = Child.objects.filter(Q(acting_level__in=NIGHT_LEVELS) | Q(pk__in=away), partnership=partnership)
    found = found.exclude(pk__in=kept).exclude(pk__in=conflicts)
    return list(found.select_related("lead_worker").order_by("family_name", "given_name", "pk"))


def _numbers(partnership: Partnership) -> Table:
    rows = [
        (_("In danger now"), "999"),
        (_("Police, not an emergency"), "101"),
        (f"MASH, {partnership.mash_hours}".rstrip(", "), partnership.mash_telephone),
        (_("Nights and weekends"), partnership.out_of_hours_telephone),
    ]
    return Table(
        (Column(_("Whom"), 2), Column(_("Number"), 2)),
        tuple((cell(whom), cell(number or _("Not known"))) for whom, number in rows),
        row_headers=True,
    )


def _missing(found: Sequence[Episode], now: datetime) -> Table:
    return Table(
        (Column(_("Child"), 2), Column(_("Since"), 1.4), Column(_("Last seen"), 3), Column(_("Lead worker"), 2)),
        tuple(
            (
                cell(_who(one.child, now)),
                cell(formats.date_and_time(one.missing_from)),
                cell(one.last_seen or _("Not known")),
                cell(_worker(one.child)),
            )
            for one in found
        ),
        row_headers=True,
    )


def _lead_workers(found: Sequence[Child], now: datetime) -> Table:
    return Table(
        (Column(_("Child"), 2), Column(_("Record"), 1.2), Column(_("Lead worker"), 2)),
        tuple((cell(_who(child, now)), cell(child.reference), cell(_worker(child))) for child in found),
        row_headers=True,
    )


def _who(child: Child, now: datetime) -> str:
    age = children.age_on(child, london_day(now))
    name = children.full_name(child)
    return name if age is None else f"{name}, {age}"


def _worker(child: Child) -> str:
    if child.lead_worker is None:
        return _("Nobody")
    return f"{child.lead_worker.name}, {child.lead_worker.telephone or _('no number')}"


def write(content: bytes, place: Path) -> None:
    """Put a pack where only its owner reads it; a reader never finds half of one."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    beside.replace(place)


def keep_daily(partnership: Partnership, folder: Path, password: str, now: datetime) -> bool:
    """Write today's pack into ``folder`` unless it stands there, and remove what expired; whether it was made."""
    own = f"emergency-pack-{partnership.pk.hex[:8]}"
    place = folder / f"{own}-{london_day(now).isoformat()}.pdf"
    made = not place.exists()
    if made:
        write(encrypted(partnership, password, now), place)
    for old in folder.glob(f"{own}-*.pdf"):
        if old.name < place.name and now.timestamp() - old.stat().st_mtime > LASTS.total_seconds():
            old.unlink(missing_ok=True)
    return made
