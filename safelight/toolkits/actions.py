"""Importing definition files, and adopting one for a partnership."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from safelight.access import permissions
from safelight.access.models import Partnership, User
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.core import paths
from safelight.core.errors import NotFound, WrongState
from safelight.toolkits import queries
from safelight.toolkits.files import definition_files, load_folder_file
from safelight.toolkits.models import Adoption, Definition
from safelight.toolkits.problems import DefinitionError


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did: rows made, files known already, and files with faults, which changed nothing."""

    imported: list[Definition] = field(default_factory=list)
    known: list[Definition] = field(default_factory=list)
    faulty: list[DefinitionError] = field(default_factory=list)


def import_definitions(*, now: datetime, folder: Path | None = None) -> Import:
    """Import every good file of the definitions folder that is not yet known, each by itself.

    A file with faults is reported and leaves what was imported before in force. Doing it again changes nothing.
    """
    found = Import()
    for path in definition_files(folder or paths.definitions()):
        try:
            loaded = load_folder_file(path)
        except DefinitionError as error:
            found.faulty.append(error)
            continue
        with transaction.atomic():
            definition, created = Definition.objects.get_or_create(
                definition_id=loaded.parsed.id,
                version=loaded.version,
                sha256=loaded.sha256,
                defaults={
                    "kind": loaded.parsed.kind,
                    "title": loaded.parsed.title,
                    "content": json.dumps(loaded.content, ensure_ascii=False),
                    "imported_at": now,
                },
            )
        (found.imported if created else found.known).append(definition)
    return found


@transaction.atomic
def adopt(*, by: User, definition: Definition, from_date: date, now: datetime) -> Adoption:
    """Use a definition in the administrator's own partnership from a day on.

    Raises `NotFound` for anybody who may not adopt.
    """
    permissions.check(by, Permission.ADOPT_DEFINITIONS)
    return _adopt(by=by, partnership=by.partnership, definition=definition, from_date=from_date, now=now)


@transaction.atomic
def adopt_first(*, partnership: Partnership, definition: Definition, from_date: date, now: datetime) -> Adoption:
    """Give a new partnership its first definition of a kind: for a first run, the demo and tests.

    Raises `WrongState` when it has one: from then on a person decides.
    """
    if queries.adoptions(partnership, definition.kind).exists():
        raise WrongState("This partnership uses a definition of this kind already. An administrator adopts the next.")
    return _adopt(by=None, partnership=partnership, definition=definition, from_date=from_date, now=now)


def _adopt(
    *, by: User | None, partnership: Partnership, definition: Definition, from_date: date, now: datetime
) -> Adoption:
    if definition.kind != queries.TOOLKIT:
        raise NotFound(queries.TOOLKIT)
    return keep_adoption(
        by=by, partnership=partnership, definition=definition, kind=definition.kind, from_date=from_date, now=now
    )


def keep_adoption(
    *, by: User | None, partnership: Partnership, definition: Definition, kind: str, from_date: date, now: datetime
) -> Adoption:
    """Write down, with its audit entry, what a definition is used as from a day on. Who may is asked before."""
    adoption = Adoption.objects.create(
        partnership=partnership, definition=definition, kind=kind, from_date=from_date, by=by, at=now
    )
    audit.record(partnership_id=partnership.pk, by=by, action="definition.adopted", subject=adoption)
    return adoption
