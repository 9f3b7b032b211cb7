"""What is done on a record of its own, in a process of its own (``House.call``)."""

import hashlib
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, connections

from safelight.access import queries as access
from safelight.access.models import Partnership, RoleHolding, User
from safelight.access.roles import Role
from safelight.audit import locks
from safelight.audit import queries as audit
from safelight.audit.models import Entry
from safelight.backup import keys, restore
from safelight.backup.errors import Refused
from safelight.children import actions
from safelight.children.models import Child, Concern
from safelight.core import clock
from safelight.governance import actions as governance
from safelight.governance import queries as governance_queries
from tests.factories.children import make_child, make_concern
from tests.factories.people import make_agency, make_partnership, make_user

LONGEST = 120  # seconds that writers go on if nobody stops them
CONNECTIONS = 20  # at once; the tests' PostgreSQL is shared


def attach(content: bytes) -> str:
    """A file as an upload leaves it: whole before anybody names it, and never changed."""
    name = hashlib.sha256(content).hexdigest()
    folder = Path(settings.DATA) / "files" / name[:2]
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder.parent / f"{name}.new"
    fresh.write_bytes(content)
    fresh.rename(folder / name)
    return f"{name[:2]}/{name}"


def begin() -> None:
    """Two partnerships with people, children, concerns and files."""
    for area in ("Kestrel Bay", "Northmoor"):
        agency = make_agency(make_partnership(area))
        user = make_user(agency=agency, name=f"Worker of {area}")
        for number in range(3):
            child = make_child(by=user, given_name=f"Kayla{number}")
            make_concern(by=user, what=f"Ymyl y môr — late home, {attach(bytes([number]) * 300_000)}", children=[child])
        make_user([Role.PRACTITIONER, Role.MANAGER], agency=agency, name=f"Leaver of {area}")
        for number in range(2):
            make_user(Role.INFORMATION_OFFICER, agency=agency, name=f"Officer {number} of {area}")
    session = SessionStore()
    session["signed"] = "in"
    session.save()


def write_from_many(threads: int, until: str) -> int:
    """Log concerns from ``threads`` threads at once, each naming a file, until the file ``until`` is there.

    Answers how many were logged; each thread logs one at least.
    """
    places, ends, stop = threading.BoundedSemaphore(CONNECTIONS), time.monotonic() + LONGEST, Path(until)
    users, logged, failures = list(User.objects.filter(name__startswith="Worker")), [], []

    def work(number: int) -> None:
        turn = 0
        while turn == 0 or not (stop.exists() or time.monotonic() > ends):
            turn += 1
            with places:
                try:
                    name = attach(f"{number} {turn}".encode() * 500)
                    concern = actions.log_concern(by=users[number % len(users)], what=f"names {name}")
                    logged.append(concern.pk)
                except Exception as error:
                    failures.append(error)
                    return
                finally:
                    connections.close_all()

    workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failures:
        raise failures[0]
    return len(logged)


def state() -> dict[str, Any]:
    """What must hold in any whole record: sound chains, an entry for each concern, and each named file there."""
    named = [text.split()[-1] for text in Concern.objects.values_list("what", flat=True)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry WHERE action = 'concern.logged'")
        entries = cursor.fetchone()[0]
    return {
        "faults": sum(len(audit.faults(partnership.pk)) for partnership in access.partnerships()),
        "concerns": len(named),
        "entries": entries,
        "missing": [name for name in named if not (Path(settings.DATA) / "files" / name).is_file()],
        "sessions": Session.objects.count(),
    }


def actions_noted(action: str) -> list[dict[str, int]]:
    """The counts of each entry of this action, by partnership."""
    return list(Entry.objects.filter(action=action).order_by("partnership_id").values_list("counts", flat=True))


def give_factors() -> None:
    """Leavers get a second factor."""
    for user in User.objects.filter(name__startswith="Leaver"):
        Authenticator.objects.create(user=user, type="totp", data={})


def revoke() -> None:
    """Since the backup: one leaver is gone, the other lost a role, a factor and an old password."""
    first, second = User.objects.filter(name__startswith="Leaver").order_by("name")
    first.is_active = False
    first.save(update_fields=["is_active"])
    RoleHolding.objects.filter(user=second, role=Role.MANAGER).delete()
    Authenticator.objects.filter(user=second).delete()
    second.password = "md5$salt$new"
    second.save(update_fields=["password"])


def leavers() -> list[list[Any]]:
    """How each leaver may come in."""
    return [
        [user.is_active, sorted(user.roles), Authenticator.objects.filter(user=user).count(), user.password]
        for user in User.objects.filter(name__startswith="Leaver").order_by("name")
    ]


def dispose() -> str:
    """Long after: one child's record goes, proposed by one officer and agreed by another; the child's id."""
    first, second = User.objects.filter(name__startswith="Officer", name__endswith="Kestrel Bay").order_by("name")
    child = Child.objects.filter(partnership=first.partnership).order_by("reference").first()
    with clock.at(datetime(2150, 6, 1, 9, tzinfo=UTC)):
        governance.adopt_schedule(by=first, schedule_id="example-schedule", from_date=date(2150, 1, 1))
        proposed = governance.propose_disposal(by=first, kind="child", record_id=child.pk, reason="Its time has come")
        governance.agree_disposal(by=second, proposal=proposed)
    return str(child.pk)


def traces(child_id: str) -> dict[str, int]:
    """What is left of a child: rows of the record, concerns about them alone, and tombstones."""
    return {
        "child": Child.objects.filter(pk=child_id).count(),
        "linked": Concern.objects.filter(links__child_id=child_id).count(),
        "tombstones": len([each for each in governance_queries.tombstones() if each["record_id"] == child_id]),
    }


def from_a_later_release() -> None:
    """The tables have had a migration that this release does not know."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('access', '9999_later', CURRENT_TIMESTAMP)"
        )


def alter_the_log() -> None:
    """Somebody with the owner's rights changed an entry."""
    with connection.cursor() as cursor:
        for statement in locks.undo(connection.vendor):
            cursor.execute(statement)
        cursor.execute("UPDATE audit_entry SET action = 'other' WHERE sequence = 2")


def refusals(file: str, key: str, into: str, damage: str) -> dict[str, int]:
    """Try to restore many damaged copies of ``file``; how many were refused, and what was not."""
    whole, damaged = Path(file).read_bytes(), Path(f"{file}.{damage}")
    kept = {"refused": 0, "restored": 0}
    step = max(1, len(whole) // 40)
    for place in [0, 1, 16, 17, 20, 30, *range(40, len(whole), step), len(whole) - 1]:
        altered = bytearray(whole[:place] if damage == "cut" else whole)
        if damage == "flip":
            altered[place] ^= 0x20
        damaged.write_bytes(altered)
        try:
            restore.restore(
                file=damaged, key=keys.read(Path(key)), choices=restore.Choices(into=into, server_is_stopped=True)
            )
            kept["restored"] += 1
        except Refused:
            kept["refused"] += 1
    damaged.unlink()
    return kept


def partnerships() -> int:
    """How many partnerships this record has."""
    return Partnership.objects.count()
