"""What a duty is. Pure: no Django. Rooms above derive duties from their records; nobody types one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Closes(StrEnum):
    """What a person does to close a duty."""

    CONTACT = "contact"  # record who was told, when, with what reference (MASH, police, social care)
    NOTE = "note"  # say in a sentence what was done
    RECORD = "record"  # the record itself closes it: an assessment, an agreed plan; no act is stored


@dataclass(frozen=True)
class Cite:
    """Where a rule stands: the source's letter and its section, such as ``P`` and ``B1``."""

    source: str
    section: str


@dataclass(frozen=True)
class Duty:
    """Something due about one child, derived from the record on a day.

    ``key`` is stable for the same duty however often it is derived; it holds codes and UUIDs only.
    ``owner_id`` is the user it is due from; None when it is for those named in ``owner_role``, such as ``manager``.
    ``due_at`` is the moment (UTC) after which it is overdue, None when there is no clock; ``aim_from`` the first
    day of a window. ``url`` opens the thing itself. ``may_be_set_aside`` is false where nobody can (PR-06).
    ``must`` tells what has to be done from what should be considered. Duties of one child with the same
    ``same_act`` can be answered by one act: one call to MASH (HZ-22). ``passed_to_id`` is whom it was offered to;
    it stays the owner's until that person accepts (HZ-35). ``steps`` are what doing it consists of; ``questions``
    (code, words) must each be answered when it is closed. ``never_too_late`` says that ``due_at`` is when it is best
    done by, not a limit: it is never overdue (PL-12).
    """

    key: str
    code: str
    child_id: UUID
    title: str
    why: str
    closes: Closes
    owner_id: UUID | None
    owner_role: str = ""
    due_at: datetime | None = None
    aim_from: date | None = None
    must: bool = True
    may_be_set_aside: bool = True
    cites: tuple[Cite, ...] = field(default=())
    url: str = ""
    act_label: str = ""
    since: datetime | None = None
    same_act: str = ""
    passed_to_id: UUID | None = None
    steps: tuple[str, ...] = ()
    questions: tuple[tuple[str, str], ...] = ()
    never_too_late: bool = False


@dataclass(frozen=True)
class ChildFacts:
    """What a provider is told about each child it is asked about."""

    child_id: UUID
    partnership_id: UUID
    lead_worker_id: UUID | None
    date_of_birth: date | None


# Given the children, the moment, and nothing else: every duty of this provider's kind, in a constant number of
# queries however many children there are.
DutyProvider = Callable[[Sequence[ChildFacts], datetime], Sequence[Duty]]
