"""How actions go, as colours over time: what is red, and since when (DT-04)."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from safelight.access.models import User
from safelight.children import queries as children
from safelight.plans.models import Action, ActionNote, Rag
from safelight.plans.queries.offered import offers
from safelight.plans.queries.plans import OPEN
from safelight.plans.queries.rows import ENDED


@dataclass(frozen=True)
class Coloured:
    """An open action of somebody's plan: its colour, and since when it has had it (None where nobody said one).

    ``aim`` is the code of the disruption aim that it comes from, else the template and the number of its outcome.
    """

    action: Action
    colour: str
    since: datetime | None
    aim: str
    aim_words: str
    agency: str


def since(action_ids: Collection[UUID]) -> dict[UUID, tuple[str, datetime]]:
    """By action, the colour that was said last and from when it has been so without a break. One query."""
    found: dict[UUID, tuple[str, datetime]] = {}
    notes = ActionNote.objects.filter(action__in=list(action_ids)).order_by("at")
    for action_id, colour, at in notes.values_list("action_id", "rag", "at"):
        if action_id not in found or found[action_id][0] != colour:
            found[action_id] = (colour, at)
    return found


def not_done(action_ids: Collection[UUID]) -> dict[UUID, str]:
    """By action that was given up, the reason that was said last. One query."""
    notes = ActionNote.objects.filter(action__in=list(action_ids), state="not_done").order_by("at")
    return dict(notes.values_list("action_id", "text"))


def coloured(user: User) -> list[Coloured]:
    """Every open action of the open plans of children whom ``user`` sees, the longest in its colour first.

    A constant number of queries, however many actions there are.
    """
    rows = Action.objects.filter(
        plan__child__in=children.visible_to(user), plan__state__in=OPEN, removed_at__isnull=True
    ).exclude(state__in=ENDED)
    related = ("plan__child", "plan__definition", "owner__agency", "owner__team__agency")
    actions = list(rows.select_related(*related).defer("plan__definition__content").order_by("added_at"))
    told = since([row.pk for row in actions])
    found = [_coloured(row, told.get(row.pk)) for row in actions]
    return sorted(found, key=lambda each: (each.since is None, each.since or each.action.added_at))


def _coloured(row: Action, told: tuple[str, datetime] | None) -> Coloured:
    aim, words = _aim(row)
    colour = row.rag or ""
    at = told[1] if told is not None and told[0] == colour and colour else None
    return Coloured(row, colour, at, aim, words, _agency(row))


def _aim(row: Action) -> tuple[str, str]:
    known = offers(row.plan.definition)
    disruption = known.kit.disruption
    for aim in disruption.aims if disruption is not None else ():
        if row.source_code in {option.code for option in aim.options}:
            return aim.code, aim.label
    return f"{row.plan.definition.definition_id}.{row.outcome}", known.outcomes.get(row.outcome, "")


def _agency(row: Action) -> str:
    owner = row.owner
    if owner is None:
        return ""
    agency = owner.agency or (owner.team.agency if owner.team else None)
    return agency.name if agency else ""


def by_colour(rows: Iterable[Coloured]) -> list[tuple[str, int]]:
    """How many are red, amber, green, and not said, in this order."""
    counted = Counter(each.colour for each in rows)
    order: Sequence[str] = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.NONE)
    return [(str(colour), counted[colour]) for colour in order]
