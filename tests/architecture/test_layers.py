"""Data flows one way. Imports are held by import-linter; here is what imports do not show."""

import ast
import subprocess
import sys

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tests.architecture.tree import SAFELIGHT, contract, parsed, rooms, short, sources

# Tables that no partnership owns, and why.
NOT_OF_ONE_PARTNERSHIP = {
    "access.Partnership": "it is the partnership",
    "access.Count": "counts senders before anybody knows which partnership they mean; holds no one's data",
    "reminders.Heartbeat": "when what runs by itself was last well, read by a watcher whom nobody knows; holds no one's data",
    "audit.Chain": "keyed by the partnership's id as text, so that the log joins to nothing",
    "audit.Entry": "names the partnership's id as text, so that the log joins to nothing",
    "toolkits.Definition": "a published file, the same for every partnership; its adoption is the partnership's",
    "directory.AddressTried": "whether a published address opened: the same for every partnership, and nobody's data",
}


def own_models() -> list[type[models.Model]]:
    """The tables of our rooms, those that Django makes for many-to-many fields among them."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model.__module__.startswith("safelight.")]


def test_there_are_models_to_check() -> None:
    assert {"access.User", "audit.Entry"} <= {model._meta.label for model in own_models()}


def test_every_room_stands_in_the_layers() -> None:
    folders = {path.parent.name for path in SAFELIGHT.glob("*/__init__.py")}
    assert folders <= set(rooms())


def test_a_foreign_key_points_only_to_its_own_room_or_below() -> None:
    height = {room: -place for place, room in enumerate(rooms())}
    wrong = []
    for model in own_models():
        for field in model._meta.get_fields():
            # A key to Django's own tables is no key between our rooms.
            target = field.related_model if field.concrete and field.is_relation else None
            if target is None or target._meta.app_label not in height:
                continue
            here, there = model._meta.app_label, target._meta.app_label
            if here != there and height[there] >= height[here]:
                wrong.append(f"{model._meta.label}.{field.name} points up to {target._meta.label}")
    assert not wrong


def test_every_row_belongs_to_a_partnership() -> None:
    partnership = apps.get_model("access.Partnership")
    wrong = []
    for model in own_models():
        if model._meta.label in NOT_OF_ONE_PARTNERSHIP or model._meta.auto_created:
            continue
        fields = {field.name: field for field in model._meta.get_fields()}
        field = fields.get("partnership")
        if field is None or field.related_model is not partnership or field.null:
            wrong.append(model._meta.label)
    assert not wrong
    assert set(NOT_OF_ONE_PARTNERSHIP) <= {model._meta.label for model in own_models()}


def test_every_key_is_a_uuid() -> None:
    wrong = [
        model._meta.label
        for model in own_models()
        if not model._meta.auto_created and not isinstance(model._meta.pk, models.UUIDField)
    ]
    assert not wrong


def test_every_migration_can_be_undone() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    wrong = [
        f"{app}.{name}: {operation.describe()}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in rooms()
        for operation in migration.operations
        if not operation.reversible
    ]
    assert not wrong


def test_views_ask_no_table() -> None:
    wrong = [
        f"{short(path)}:{node.lineno} uses .{node.attr}"
        for path in sources()
        if "views" in (path.stem, path.parent.name)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]
    assert not wrong


@pytest.mark.parametrize("module", contract("pure", "source_modules"))
def test_a_pure_core_runs_without_django(module: str) -> None:
    program = f"import sys, {module}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-W", "error", "-c", program], check=False).returncode == 0
