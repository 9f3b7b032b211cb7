"""Triggers by which the database itself refuses to change or remove what the audit log holds.

They are made anew after each ``migrate``, for a migration that rebuilds a table loses them on SQLite. Who owns the
database can drop them; that shows in ``safelight audit verify``, and by the anchors whatever else was done.
"""

MESSAGE = "the audit log is only ever added to"

_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION safelight_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$;

CREATE OR REPLACE FUNCTION safelight_audit_forward() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF NEW.partnership_id <> OLD.partnership_id OR NEW.length <= OLD.length THEN
    RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION safelight_audit_refuse();
CREATE OR REPLACE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION safelight_audit_refuse();
CREATE OR REPLACE TRIGGER audit_chain_forward BEFORE UPDATE ON audit_chain
  FOR EACH ROW EXECUTE FUNCTION safelight_audit_forward();
CREATE OR REPLACE TRIGGER audit_chain_kept BEFORE DELETE ON audit_chain
  FOR EACH ROW EXECUTE FUNCTION safelight_audit_refuse();
CREATE OR REPLACE TRIGGER audit_chain_not_emptied BEFORE TRUNCATE ON audit_chain
  FOR EACH STATEMENT EXECUTE FUNCTION safelight_audit_refuse();
"""

_SQLITE = {
    "audit_entry_no_update": ("UPDATE ON audit_entry", ""),
    "audit_entry_no_delete": ("DELETE ON audit_entry", ""),
    "audit_chain_forward": (
        "UPDATE ON audit_chain",
        "WHEN NEW.partnership_id <> OLD.partnership_id OR NEW.length <= OLD.length",
    ),
    "audit_chain_no_delete": ("DELETE ON audit_chain", ""),
}


def statements(vendor: str) -> list[str]:
    """What makes the triggers, on a database that may have them already."""
    if vendor == "postgresql":
        return [_POSTGRESQL]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} {when} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for name, (event, when) in _SQLITE.items()
    ]


def undo(vendor: str) -> list[str]:
    """What removes them: for who owns the database, and for tests that empty theirs."""
    if vendor == "postgresql":
        return [
            "DROP FUNCTION IF EXISTS safelight_audit_refuse CASCADE",
            "DROP FUNCTION IF EXISTS safelight_audit_forward CASCADE",
        ]
    return [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE]
