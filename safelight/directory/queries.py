"""Reading the directory: services as they stand here, those that fit a child, guides, resources, terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from safelight.access.models import Partnership
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core.errors import NotFound
from safelight.directory import definitions
from safelight.directory.definitions import Guide, Resource, Term
from safelight.directory.fit import Found, Young, fit
from safelight.directory.models import AddressTried, LocalService
from safelight.toolkits.queries import toolkit_in_force

# The child's record has its own words for the same two; every other answer is passed on as it stands.
GENDERS = {"girl": "female", "boy": "male"}


@dataclass(frozen=True)
class Listed:
    """A service as this partnership sees it: the sources' entry, or its own in that place."""

    code: str
    name: str
    about: str
    areas: Sequence[str]
    age_from: int | None
    age_to: int | None
    gender: str
    levels: Sequence[str]
    refer: Sequence[str]
    note: str
    hours: str
    telephone: str
    email: str
    website: str
    how: str
    closed: bool
    local: bool
    confirmed_on: date | None
    as_of: str
    cites: Sequence[str]
    version: int

    @property
    def values(self) -> dict[str, Any]:
        """What a person may change, by the names of a `LocalService`."""
        return {name: getattr(self, name) for name in FIELDS}


FIELDS = (
    "name",
    "about",
    "areas",
    "age_from",
    "age_to",
    "gender",
    "levels",
    "refer",
    "hours",
    "telephone",
    "email",
    "website",
    "how",
    "closed",
)


def services(partnership: Partnership) -> list[Listed]:
    """Every service: the partnership's own first, then the sources', each by name."""
    own = {row.code: row for row in LocalService.objects.filter(partnership=partnership)}
    shipped = definitions.services()
    found = [_local(row) for row in own.values()]
    for one in shipped.services:
        if one.code in own:
            continue
        found.append(
            Listed(
                code=one.code,
                name=one.name,
                about=one.about,
                areas=one.areas,
                age_from=one.age_from,
                age_to=one.age_to,
                gender=one.gender or "",
                levels=one.levels,
                refer=one.refer,
                note=one.note or "",
                hours=one.hours or "",
                telephone=one.telephone or "",
                email=one.email or "",
                website=one.website or "",
                how=one.how,
                closed=False,
                local=False,
                confirmed_on=None,
                as_of=shipped.as_of(one),
                cites=one.cites,
                version=0,
            )
        )
    return sorted(found, key=lambda one: (not one.local, one.name.casefold()))


def service(partnership: Partnership, code: str) -> Listed:
    """One service. Raises ``NotFound``."""
    for one in services(partnership):
        if one.code == code:
            return one
    raise NotFound(code)


def _local(row: LocalService) -> Listed:
    return Listed(
        code=row.code,
        note="",
        local=True,
        confirmed_on=row.confirmed_on,
        as_of="",
        cites=(),
        version=row.version,
        **{name: getattr(row, name) for name in FIELDS},
    )


@dataclass(frozen=True)
class Suggested:
    """A service beside one child: whether it fits and why."""

    service: Listed
    found: Found


def services_for(child: Child, day: date) -> list[Suggested]:
    """Every service for one child: those that fit, those to ask, the others; in each group the local ones first."""
    young = young_of(child, day)
    found = [Suggested(one, fit(one, young)) for one in services(child.partnership)]
    return sorted(found, key=lambda one: (one.found.fit, not one.service.local, one.service.name.casefold()))


def young_of(child: Child, day: date) -> Young:
    """What is asked of a child. The area is the child's own; where none is recorded, the partnership's."""
    return Young(
        age=children.age_on(child, day),
        gender=GENDERS.get(child.gender, child.gender),
        level=child.acting_level or child.decided_level,
        area=child.area or child.partnership.area,
    )


def guides() -> Sequence[Guide]:
    """The practice guides in the order of their use."""
    return definitions.guides()


def guide(code: str) -> Guide:
    """One practice guide. Raises ``NotFound``."""
    for one in definitions.guides():
        if one.id == code:
            return one
    raise NotFound(code)


@dataclass(frozen=True)
class Tried:
    """A resource and the last try to open it; `at` is None where nobody has tried."""

    resource: Resource
    at: datetime | None
    dead: bool
    why: str


def resources() -> list[Tried]:
    """Every resource with its last try, in the order of the file."""
    last = {row.code: row for row in AddressTried.objects.order_by("at")}
    found = []
    for one in definitions.resources().resources:
        row = last.get(one.code)
        if row is None or row.url != one.url:
            found.append(Tried(one, None, False, ""))
        else:
            found.append(Tried(one, row.at, row.outcome == AddressTried.Outcome.DEAD, row.why))
    return found


def terms(partnership: Partnership, day: date) -> list[Term]:
    """The toolkit's own terms, then those of the other sources that it does not explain, by name."""
    try:
        kit = toolkit_in_force(partnership, day)
        own = [
            Term(term=one.term, long_form=one.long_form, meaning=_with_today(one), ours=True, cites=[])
            for one in kit.glossary
        ]
    except NotFound:
        own = []
    known = {one.term.casefold() for one in own}
    more = [one for one in definitions.glossary().terms if one.term.casefold() not in known]
    return sorted([*own, *more], key=lambda one: one.term.casefold())


def _with_today(entry: Any) -> str:
    if not entry.today:
        return str(entry.meaning)
    return entry.meaning + " " + _("Today we say: %(words)s.") % {"words": entry.today.text.rstrip(".")}
