"""Which plan templates a partnership has, and which of them it uses from when.

A template comes from a shipped file (of a toolkit, with its own plan, or of a plan template) or from a file that a
coordinator handed in. One is the area's: new plans begin with it. Others can be offered beside it. What is no
longer offered stays with the plans that were made on it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from safelight.access.models import Partnership
from safelight.core.errors import NotFound
from safelight.toolkits import queries
from safelight.toolkits.models import Adoption, AuthoredTemplate
from safelight.toolkits.models import Definition as Definition  # named by views, which import no models


class Use(StrEnum):
    """What a partnership does with a template from a day on; the `kind` of its adoption."""

    AREA = "plan"
    BESIDE = "plan-beside"
    ENDED = "plan-ended"


@dataclass(frozen=True)
class Standing:
    """A template and what the partnership does with it today, and what it will do from a later day."""

    definition: Definition
    use: Use | None
    since: date | None
    coming: tuple[Adoption, ...]


def templates(partnership: Partnership) -> QuerySet[Definition]:
    """Every definition that a plan of this partnership could be drafted from, the latest first."""
    authored = AuthoredTemplate.objects.filter(partnership=partnership).values("definition_id")
    shipped = Q(shipped=True, kind__in=[queries.TOOLKIT, queries.PLAN])
    found = Definition.objects.filter(shipped | Q(pk__in=authored, kind=queries.PLAN))
    return found.order_by("-imported_at", "title").defer("content")


def template(partnership: Partnership, definition_pk: UUID | str) -> Definition:
    """One of them; else `NotFound`."""
    found = templates(partnership).filter(pk=definition_pk).first()
    if found is None:
        raise NotFound("template")
    return found


def standings(partnership: Partnership, on: date) -> list[Standing]:
    """Every template with its use on a day; the area's first, then what is offered beside it, then the rest."""
    said = list(said_of(partnership))
    area = area_among(said, on)
    found = []
    for definition in templates(partnership):
        mine = [each for each in said if each.definition_id == definition.pk]
        now = _last(mine, on)
        use = Use(now.kind) if now is not None else None
        since: date | None
        if area is not None and definition.pk == area.definition_id:
            use, since = Use.AREA, area.from_date
        elif use == Use.AREA:
            # Another has become the area's since: this one is still offered, until somebody ends it.
            use, since = Use.BESIDE, area.from_date if area else None
        else:
            since = now.from_date if now is not None else None
        later = tuple(sorted((each for each in mine if each.from_date > on), key=lambda each: each.from_date))
        found.append(Standing(definition, use, since, later))
    order = {Use.AREA: 0, Use.BESIDE: 1}
    return sorted(found, key=lambda each: order.get(each.use, 2) if each.use else 2)


def area_template(partnership: Partnership, on: date) -> Definition | None:
    """The template that new plans begin with on a day; None where nobody chose one, and the toolkit's own is used."""
    chosen = area_among(list(said_of(partnership)), on)
    return chosen.definition if chosen is not None else None


def offered(partnership: Partnership, on: date) -> list[Definition]:
    """The templates to draft a plan from on a day, the area's first. Empty where nobody chose any."""
    return [each.definition for each in standings(partnership, on) if each.use in {Use.AREA, Use.BESIDE}]


def said_of(partnership: Partnership) -> QuerySet[Adoption]:
    """Everything that was said of templates, in the order in which it counts."""
    found = Adoption.objects.filter(partnership=partnership, kind__in=[each.value for each in Use])
    return found.select_related("definition", "by").defer("definition__content").order_by("from_date", "at")


def _last(said: list[Adoption], on: date) -> Adoption | None:
    """What was said last for a day. The list is in the order in which it counts."""
    return next((each for each in reversed(said) if each.from_date <= on), None)


def area_among(said: list[Adoption], on: date) -> Adoption | None:
    """What made the area's template what it is on a day, among all that was said."""
    return _last([each for each in said if each.kind == Use.AREA], on)
