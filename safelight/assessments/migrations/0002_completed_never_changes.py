"""The database itself refuses to change what a completed assessment says, whoever asks (RA-09).

Deleting is refused by the models alone: a test database has to be able to empty its tables.
"""

from django.db import migrations

ANSWERS = (
    "assessments_indicatoranswer",
    "assessments_factoranswer",
    "assessments_agencyasked",
)
CONTENT = (
    "partnership_id",
    "child_id",
    "definition_id",
    "author_id",
    "previous_id",
    "moved_from_id",
    "started_at",
    "completed_at",
    "completed_by_id",
    "details",
    "date",
    "professional",
    "service",
    "child_words",
    "child_words_missing",
    "parents_words",
    "parents_words_missing",
    "effectiveness",
    "other_forms",
    "other_forms_words",
    "low_summary",
    "medium_summary",
    "high_summary",
    "analysis_behaviours",
    "analysis_associates",
    "analysis_perpetrators",
    "analysis_police",
    "category",
)
MESSAGE = "a completed assessment never changes"


def sqlite():
    differs = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in CONTENT)
    yield (
        'CREATE TRIGGER assessments_locked BEFORE UPDATE ON "assessments_assessment" '
        f"WHEN OLD.state <> 'draft' AND ({differs} OR (NEW.state <> OLD.state AND NOT "
        f"(OLD.state = 'completed' AND NEW.state = 'withdrawn'))) BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )
    for table in ANSWERS:
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD")):
            yield (
                f'CREATE TRIGGER {table}_locked_{event.lower()} BEFORE {event} ON "{table}" '
                f'WHEN (SELECT state FROM "assessments_assessment" WHERE id = {row}.assessment_id) <> \'draft\' '
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )


def postgresql():
    differs = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in CONTENT)
    yield (
        "CREATE FUNCTION assessments_locked() RETURNS trigger AS $$ BEGIN "
        f"IF OLD.state <> 'draft' AND ({differs} OR (NEW.state <> OLD.state AND NOT "
        "(OLD.state = 'completed' AND NEW.state = 'withdrawn'))) THEN "
        f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
    )
    yield (
        "CREATE TRIGGER assessments_locked BEFORE UPDATE ON assessments_assessment "
        "FOR EACH ROW EXECUTE FUNCTION assessments_locked()"
    )
    yield (
        "CREATE FUNCTION assessments_answers_locked() RETURNS trigger AS $$ BEGIN "
        "IF (SELECT state FROM assessments_assessment WHERE id = NEW.assessment_id) <> 'draft' OR "
        "(TG_OP = 'UPDATE' AND "
        "(SELECT state FROM assessments_assessment WHERE id = OLD.assessment_id) <> 'draft') THEN "
        f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
    )
    for table in ANSWERS:
        yield (
            f"CREATE TRIGGER {table}_locked BEFORE INSERT OR UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION assessments_answers_locked()"
        )


def lock(apps, editor):
    for statement in postgresql() if editor.connection.vendor == "postgresql" else sqlite():
        editor.execute(statement)


def unlock(apps, editor):
    if editor.connection.vendor == "postgresql":
        for table in ("assessments_assessment", *ANSWERS):
            name = "assessments_locked" if table == "assessments_assessment" else f"{table}_locked"
            editor.execute(f"DROP TRIGGER {name} ON {table}")
        editor.execute("DROP FUNCTION assessments_locked()")
        editor.execute("DROP FUNCTION assessments_answers_locked()")
        return
    editor.execute("DROP TRIGGER assessments_locked")
    for table in ANSWERS:
        for event in ("insert", "update"):
            editor.execute(f"DROP TRIGGER {table}_locked_{event}")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [migrations.RunPython(lock, unlock)]
