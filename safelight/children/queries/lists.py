"""The list of children, a page at a time, as quick for a hundred thousand as for a hundred."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from safelight.access.models import User
from safelight.children.models import Child
from safelight.children.permissions import locked_for, ways_of_seeing
from safelight.children.queries.records import looked_up_by
from safelight.core import clock

PAGE = 25
FEW = 200  # so many ids go into a query as they are; beyond that the list is walked in its own order


@dataclass(frozen=True)
class Page:
    """Some children in order of name; ``after`` is where the next page begins, None on the last."""

    children: list[Child]
    after: UUID | None
    first: bool


def page_of_children(
    user: User, *, level: str = "", mine: bool = False, after: UUID | str | None = None, size: int = PAGE
) -> Page:
    """A page of the children that the user may see, by family name and given name.

    ``level`` narrows to those acted for at a level, or "none" for those without; ``mine`` to those the user is lead
    worker of. Nothing is counted: a person with few children starts from these, a person with many walks the index.
    """
    few = _few(user)
    led = list(Child.objects.filter(lead_worker=user).values_list("pk", flat=True)[: FEW + 1]) if mine else []
    if few is not None:
        children = Child.objects.filter(~locked_for(user, clock.now()), pk__in=few, partnership_id=user.partnership_id)
    else:
        children = looked_up_by(user)
    if mine and len(led) <= FEW:
        children = children.filter(pk__in=led)
    if level:
        children = children.filter(acting_level="" if level == "none" else level)
    if mine:
        children = children.filter(lead_worker=user)
    start = looked_up_by(user).filter(pk=after).first() if after else None
    if start is not None:
        children = children.filter(_behind(start))
    found = list(children.select_related("lead_worker").order_by("family_name", "given_name", "pk")[: size + 1])
    more = len(found) > size
    shown = found[:size]
    return Page(shown, shown[-1].pk if more else None, first=start is None)


def _behind(child: Child) -> Q:
    return Q(family_name__gte=child.family_name) & (
        Q(family_name__gt=child.family_name)
        | Q(given_name__gt=child.given_name)
        | Q(given_name=child.given_name, pk__gt=child.pk)
    )


def _few(user: User) -> set[UUID] | None:
    """The ids of all children to whom the user has some way, when they are few, else None; each way stops early.

    What is locked for the user is not taken away here: the list asks that of each.
    """
    found: set[UUID] = set()
    for way in ways_of_seeing(user, clock.now()):
        column = "pk" if way.model is Child else "child_id"
        found.update(way.values_list(column, flat=True)[: FEW + 1])
    return found if len(found) <= FEW else None
