"""Which rows belong to a record: the tables themselves say so, so that no table can be forgotten.

A row belongs to a child when a key of it that may not be empty leads to the child, over other rows if need be; a
table that has no such key belongs through those that may be empty. A table that only holds the child's id, without a
key, counts by its column ``child_id``.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from safelight.children.models import Child, Concern, ConcernChild

Table = type[models.Model]
Rows = dict[Table, set[Any]]

# The log outlives what it is about: it holds ids, kinds and counts, and no content.
KEPT = "audit"


def tables() -> Iterator[Table]:
    """Every table of our rooms but the log's, those of many-to-many fields among them."""
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("safelight.") and model._meta.app_label != KEPT:
            yield model


def keys(model: Table) -> list[Any]:
    """The foreign keys of a table, one-to-one among them."""
    return [field for field in model._meta.concrete_fields if field.many_to_one or field.one_to_one]


def paths(root: Table) -> dict[Table, tuple[str, ...]]:
    """For each table that belongs to ``root``: the ways, as lookups, from a row of it to the row of ``root``."""
    found: dict[Table, tuple[str, ...]] = {root: ("pk",)}
    everything = list(tables())
    while True:
        new = _reached(everything, found, empty_too=False) or _reached(everything, found, empty_too=True)
        if not new:
            break
        found |= new
    if root is Child:
        for model in everything:
            if model not in found and any(field.name == "child_id" for field in model._meta.concrete_fields):
                found[model] = ("child_id",)
    return found


def _reached(everything: list[Table], found: dict[Table, tuple[str, ...]], *, empty_too: bool) -> dict[Table, Any]:
    new: dict[Table, tuple[str, ...]] = {}
    for model in everything:
        if model in found:
            continue
        ways = [
            field.name if found[field.related_model][0] == "pk" else f"{field.name}__{way}"
            for field in keys(model)
            if field.related_model in found and (empty_too or not field.null)
            for way in found[field.related_model]
        ]
        if ways:
            new[model] = tuple(ways)
    return new


def of_child() -> dict[Table, tuple[str, ...]]:
    """For each table that holds something of a child: the ways, as lookups, from its rows to the child.

    A concern, with all that belongs to it, belongs to each child that it is about.
    """
    found = paths(Child)
    for model, ways in paths(Concern).items():
        through = tuple("links__child" if way == "pk" else f"{way}__links__child" for way in ways)
        if model is not ConcernChild:
            found[model] = (*found.get(model, ()), *through)
    return found


def rows(root: Table, pk: object) -> Rows:
    """The ids of every row that belongs to the row ``pk`` of ``root``, that row among them."""
    collected: Rows = {}
    for model, ways in paths(root).items():
        condition = Q()
        for way in ways:
            condition |= Q(**{way: pk})
        ids = set(model._base_manager.filter(condition).values_list("pk", flat=True))
        if ids:
            collected[model] = ids
    return collected


def remove(collected: Rows) -> dict[str, int]:
    """Delete these rows, whatever their tables allow otherwise; how many of each kind.

    Must run in a transaction: the keys among them are checked at its end. What other records hold of them in a key
    that may be empty is emptied.
    """
    for model in tables():
        for field in keys(model):
            gone = collected.get(field.related_model)
            if gone and field.null:
                pointing = model._base_manager.filter(**{f"{field.name}__in": gone})
                pointing.exclude(pk__in=collected.get(model, set())).update(**{field.attname: None})
    counts: dict[str, int] = defaultdict(int)
    for model, ids in collected.items():
        found = model._base_manager.filter(pk__in=ids)
        counts[model._meta.label] += found._raw_delete(found.db)
    return dict(counts)
