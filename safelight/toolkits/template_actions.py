"""Choosing a partnership's plan templates from a day on, and handing in a new one."""

import json
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access import permissions
from safelight.access.models import Partnership, User
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.core.clock import london_day
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.toolkits import queries, template_queries
from safelight.toolkits.actions import keep_adoption
from safelight.toolkits.files import DefinitionFile, load_bytes
from safelight.toolkits.models import Adoption, AuthoredTemplate, Definition
from safelight.toolkits.plan_checks import cover_faults
from safelight.toolkits.plan_schema import PlanDefinition
from safelight.toolkits.problems import DefinitionError, Problem, written
from safelight.toolkits.template_queries import Use
from safelight.toolkits.yaml_tree import read_tree

LONGEST_TEMPLATE = 400_000
"""Bytes of a file that is handed in: several times the longest that we know."""


@transaction.atomic
def use(*, by: User, definition: Definition, what: Use, from_date: date, now: datetime) -> Adoption:
    """Make a template the area's, offer it beside, or offer it no longer, from today or a later day.

    Plans keep the template that they were made on. Raises `NotFound` for who may not choose or a template that the
    partnership does not have, `Invalid` for a day that is past, `WrongState` for ending the area's template.
    """
    permissions.check(by, Permission.CHOOSE_TEMPLATES)
    known = template_queries.template(by.partnership, definition.pk)
    if from_date < london_day(now):
        raise Invalid({"from_date": _("Choose today or a later day: what is past stays as it was.")})
    if what != Use.AREA:
        area = template_queries.area_among(list(template_queries.said_of(by.partnership)), from_date)
        if area is not None and area.definition_id == known.pk:
            raise WrongState(_("This is the area’s template on that day. Choose another for the area first."))
    return keep_adoption(
        by=by, partnership=by.partnership, definition=known, kind=what.value, from_date=from_date, now=now
    )


@transaction.atomic
def use_first(
    *, partnership: Partnership, definition: Definition, what: Use, from_date: date, now: datetime
) -> Adoption:
    """Give a new partnership templates to begin with: for the demo and tests. `WrongState` once a person has chosen."""
    if template_queries.said_of(partnership).filter(by__isnull=False).exists():
        raise WrongState(_("A coordinator has chosen templates here already."))
    return keep_adoption(
        by=None, partnership=partnership, definition=definition, kind=what.value, from_date=from_date, now=now
    )


def read(content: bytes, name: str) -> DefinitionFile:
    """Check a plan template's file as strictly as a shipped one. Raises `DefinitionError` with each fault and line."""
    if len(content) > LONGEST_TEMPLATE:
        raise DefinitionError(name, [Problem(1, "", f"the file is longer than {LONGEST_TEMPLATE:,} bytes")])
    loaded = load_bytes(content, Path(name))
    if not isinstance(loaded.parsed, PlanDefinition):
        raise DefinitionError(name, [Problem(1, "kind", "must be plan: only plan templates are handed in here")])
    if loaded.parsed.covers_toolkit is not None:
        _check_covers(loaded.parsed, loaded.parsed.covers_toolkit, content, name)
    return loaded


@transaction.atomic
def hand_in(*, by: User, content: bytes, name: str, now: datetime) -> Definition:
    """Keep a checked file as a template of this partnership. It is used once somebody says from when.

    The same file again changes nothing. Raises `DefinitionError` for a faulty one, for an id that Safelight ships, and
    for another content under an id and version that were handed in before: a version never changes.
    """
    permissions.check(by, Permission.CHOOSE_TEMPLATES)
    loaded = read(content, name)
    tree = read_tree(content)
    if Definition.objects.filter(shipped=True, definition_id=loaded.parsed.id).exists():
        message = _("is the id of a template that comes with Safelight; give yours an id of its own")
        raise DefinitionError(name, [Problem(tree.line_of(("id",)), "id", message)])
    same = template_queries.templates(by.partnership).filter(definition_id=loaded.parsed.id, version=loaded.version)
    if same.exclude(sha256=loaded.sha256).exists():
        message = _("was handed in before with other content, and a version never changes; give it a new version")
        raise DefinitionError(name, [Problem(tree.line_of(("version",)), "version", message)])
    definition, _made = Definition.objects.get_or_create(
        definition_id=loaded.parsed.id,
        version=loaded.version,
        sha256=loaded.sha256,
        defaults={
            "kind": loaded.parsed.kind,
            "title": loaded.parsed.title,
            "content": json.dumps(loaded.content, ensure_ascii=False),
            "shipped": False,
            "imported_at": now,
        },
    )
    kept, new = AuthoredTemplate.objects.get_or_create(
        partnership=by.partnership, definition=definition, defaults={"by": by, "at": now}
    )
    if new:
        audit.record(partnership_id=by.partnership_id, by=by, action="template.handed-in", subject=kept)
    return definition


def _check_covers(plan: PlanDefinition, toolkit_id: str, content: bytes, name: str) -> None:
    tree = read_tree(content)
    try:
        kit = queries.toolkit_of(queries.latest(toolkit_id))
    except NotFound:
        line = tree.line_of(("covers_toolkit",))
        raise DefinitionError(name, [Problem(line, "covers_toolkit", "there is no toolkit with this id")]) from None
    found = [Problem(tree.line_of(where), written(where), message) for where, message in cover_faults(plan, kit)]
    if found:
        raise DefinitionError(name, found)
