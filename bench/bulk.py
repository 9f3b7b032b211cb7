"""Many children's records at once, as the actions would have written them one by one.

``tests/integration/demo/test_bulk.py`` makes the same children both ways and compares every row. What is written for
a child: the record, who works with the child, the keys by which the name is found, the level in force, and the three
audit entries of these steps, in the partnership's chain. The children are made up so that none looks like another.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.db import transaction

from safelight.access.models import Agency, Partnership, RoleHolding, User
from safelight.access.roles import Role
from safelight.audit.models import Chain, Entry, Kind
from safelight.children import matching
from safelight.children.models import Child, Involvement, NameKey, Promise
from safelight.core import clock
from safelight.core.ids import ALPHABET, check_digits

BATCH = 2_000
LEVELS = ("", "low", "medium", "medium", "high")
_GIVEN = ("Ansel", "Brida", "Corwin", "Delyth", "Emrys", "Fenna", "Garrick", "Hesper", "Ivor", "Jorun")
_START = ("Bar", "Cul", "Dov", "Fen", "Gar", "Hol", "Jes", "Kel", "Lum", "Mor", "Nor", "Pel", "Quor", "Rud", "Sel")
_MIDDLE = ("ba", "che", "do", "fi", "gu", "la", "me", "no", "pri", "stu", "tha", "vo", "we", "zi")
_END = ("by", "combe", "dale", "field", "gate", "ham", "ington", "ley", "more", "ness", "port", "sby", "ton", "wick")


@dataclass(frozen=True)
class Planned:
    """A child to be made: what a person would type, and the level that a decision would leave."""

    given_name: str
    family_name: str
    date_of_birth: date
    level: str


def planned(count: int, born_before: date, start: int = 0) -> Iterator[Planned]:
    """``count`` children from number ``start`` on, the same ones each time."""
    for number in range(start, start + count):
        place, given = divmod(number, len(_GIVEN))
        place, first = divmod(place, len(_START))
        place, middle = divmod(place, len(_MIDDLE))
        place, last = divmod(place, len(_END))
        again = _MIDDLE[place % len(_MIDDLE)] if place else ""
        yield Planned(
            given_name=_GIVEN[given],
            family_name=f"{_START[first]}{_MIDDLE[middle]}{again}{_END[last]}",
            date_of_birth=born_before - timedelta(days=(number * 37) % 1800),
            level=LEVELS[number % len(LEVELS)],
        )


@transaction.atomic
def load(children: Iterable[Planned], *, by: User) -> int:
    """Write the records of these children as opened, and given their level, by ``by`` now; how many."""
    now = clock.now()
    today = clock.london_day(now)
    taken = set(Child.objects.filter(partnership_id=by.partnership_id).values_list("reference", flat=True))
    references = (each for each in _references() if each not in taken)
    chain, _made = Chain.objects.get_or_create(partnership_id=by.partnership_id)
    length, last_hash, loaded = chain.length, chain.last_hash, 0
    rest = iter(children)
    while batch := list(islice(rest, BATCH)):
        rows: list[Child] = []
        involvements: list[Involvement] = []
        keys: list[NameKey] = []
        entries: list[Entry] = []
        for each in batch:
            child = Child(
                partnership_id=by.partnership_id,
                reference=next(references),
                agency_id=by.agency_id,
                team_id=by.team_id,
                lead_worker=by,
                created_by=by,
                created_at=now,
                given_name=each.given_name,
                family_name=each.family_name,
                date_of_birth=each.date_of_birth,
                decided_level=each.level,
                acting_level=each.level,
                level_decided_on=today if each.level else None,
            )
            rows.append(child)
            involvements.append(
                Involvement(
                    partnership_id=by.partnership_id, child=child, user=by, role=by.job_title, since=today, added_by=by
                )
            )
            found = matching.keys(each.given_name, each.family_name, "")
            keys += [NameKey(partnership_id=by.partnership_id, child=child, key=key) for key in sorted(found)]
            for action in ("child.created", *(("child.level_set",) if each.level else ())):
                length += 1
                entry = Entry(
                    partnership_id=by.partnership_id,
                    sequence=length,
                    at=now,
                    actor=str(by.pk),
                    kind=Kind.CHANGE,
                    action=action,
                    subject_kind=Child._meta.label,
                    subject_id=str(child.pk),
                    child_id=str(child.pk),
                    counts={},
                    previous_hash=last_hash,
                )
                entry.hash = last_hash = entry.computed_hash()
                entries.append(entry)
        for model, made in ((Child, rows), (Involvement, involvements), (NameKey, keys), (Entry, entries)):
            model._default_manager.bulk_create(made, batch_size=500)
        loaded += len(rows)
    Chain.objects.filter(pk=chain.pk).update(length=length, last_hash=last_hash)
    return loaded


def _references() -> Iterator[str]:
    """Every reference that there is, in order."""
    base = len(ALPHABET)
    for number in range(base**4):
        body = "".join(ALPHABET[number // base**place % base] for place in (3, 2, 1, 0))
        yield f"SL-{body}-{check_digits(body)}"


def worker(partnership: Partnership, agency: Agency, number: int) -> User:
    """A practitioner with an address of their own."""
    made = User.objects.create(
        partnership=partnership,
        agency=agency,
        email=f"worker{number}@example.org",
        name=f"Worker {number}",
        job_title="Youth worker",
    )
    RoleHolding.objects.create(partnership=partnership, user=made, role=Role.PRACTITIONER)
    return made


@transaction.atomic
def share_out(partnership: Partnership, workers: Sequence[User], each: int) -> None:
    """Give each worker so many of the partnership's children, as their own from the first day."""
    loaded = list(Child.objects.filter(partnership=partnership).order_by("pk").values_list("pk", flat=True))
    for number, worker in enumerate(workers):
        theirs = loaded[number * each : (number + 1) * each]
        Child.objects.filter(pk__in=theirs).update(lead_worker=worker, created_by=worker)
        Involvement.objects.filter(child__in=theirs).update(user=worker, added_by=worker)


@transaction.atomic
def promises(partnership: Partnership, *, closed: int, open_ones: int) -> int:
    """For each child so many promises by their lead worker: open ones due in a week, closed ones over ten years.

    Without entries in the audit log: they are read for no duty. How many were written.
    """
    now = clock.now()
    today = clock.london_day(now)
    written = 0
    made: list[Promise] = []
    children = Child.objects.filter(partnership=partnership).values_list("pk", "lead_worker_id")
    for child_id, lead_worker_id in list(children):
        for number in range(closed + open_ones):
            ended = number < closed
            since = now - timedelta(days=3_650 * (number + 1) // closed) if ended else now
            made.append(
                Promise(
                    partnership_id=partnership.pk,
                    child_id=child_id,
                    kind=Promise.Kind.PROMISE,
                    words="I will ring.",
                    made_on=clock.london_day(since),
                    due_on=clock.london_day(since) if ended else today + timedelta(days=7),
                    owner_id=lead_worker_id,
                    by_id=lead_worker_id,
                    at=since,
                    outcome=Promise.Outcome.KEPT if ended else "",
                    ended_by_id=lead_worker_id if ended else None,
                    ended_at=since if ended else None,
                )
            )
        if len(made) >= BATCH:
            written += len(Promise.objects.bulk_create(made, batch_size=500))
            made = []
    return written + len(Promise.objects.bulk_create(made, batch_size=500))
