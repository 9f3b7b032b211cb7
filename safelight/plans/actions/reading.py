"""That somebody read over many plans at once stands in the audit log, with a count and nothing else."""

from safelight.access.models import User
from safelight.audit import actions as audit
from safelight.audit.models import Kind


def note_colours_read(*, by: User, rows: int) -> None:
    """Note that the page of what is red was read, and how many rows it showed."""
    audit.record_apart(
        partnership_id=by.partnership_id, by=by, action="viewed:plans:rag", kind=Kind.VIEW, counts={"rows": rows}
    )
