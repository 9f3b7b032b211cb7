"""A completed assessment still never changes, but for one thing: where it points to an assessment of another child's
record that was disposed of, that pointer may be emptied. It can never be set to anything else."""

from importlib import import_module

from django.db import migrations

before = import_module("safelight.assessments.migrations.0002_completed_never_changes")

MAY_BE_EMPTIED = ("previous_id", "moved_from_id")
CONTENT = [column for column in before.CONTENT if column not in MAY_BE_EMPTIED]


def sqlite():
    differs = [f'NEW."{column}" IS NOT OLD."{column}"' for column in CONTENT]
    differs += [
        f'(NEW."{column}" IS NOT OLD."{column}" AND NEW."{column}" IS NOT NULL)' for column in MAY_BE_EMPTIED
    ]
    yield "DROP TRIGGER assessments_locked"
    yield (
        'CREATE TRIGGER assessments_locked BEFORE UPDATE ON "assessments_assessment" '
        f"WHEN OLD.state <> 'draft' AND ({' OR '.join(differs)} OR (NEW.state <> OLD.state AND NOT "
        f"(OLD.state = 'completed' AND NEW.state = 'withdrawn'))) BEGIN SELECT RAISE(ABORT, '{before.MESSAGE}'); END"
    )


def postgresql():
    differs = [f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in CONTENT]
    differs += [
        f"(NEW.{column} IS DISTINCT FROM OLD.{column} AND NEW.{column} IS NOT NULL)" for column in MAY_BE_EMPTIED
    ]
    yield (
        "CREATE OR REPLACE FUNCTION assessments_locked() RETURNS trigger AS $$ BEGIN "
        f"IF OLD.state <> 'draft' AND ({' OR '.join(differs)} OR (NEW.state <> OLD.state AND NOT "
        "(OLD.state = 'completed' AND NEW.state = 'withdrawn'))) THEN "
        f"RAISE EXCEPTION '{before.MESSAGE}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$ "
        "LANGUAGE plpgsql"
    )


def loosen(apps, editor):
    for statement in postgresql() if editor.connection.vendor == "postgresql" else sqlite():
        editor.execute(statement)


def tighten(apps, editor):
    if editor.connection.vendor == "postgresql":
        for statement in before.postgresql():
            if "FUNCTION assessments_locked()" in statement and statement.startswith("CREATE FUNCTION"):
                editor.execute(statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1))
        return
    editor.execute("DROP TRIGGER assessments_locked")
    for statement in before.sqlite():
        if "TRIGGER assessments_locked " in statement:
            editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0001_initial"),
        ("assessments", "0002_completed_never_changes"),
    ]

    operations = [migrations.RunPython(loosen, tighten)]
