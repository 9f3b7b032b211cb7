"""What is printed of a plan, for the record or for one person's copy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from safelight.plans.models import Approval, Plan, PlanVersion, Review
from safelight.plans.queries.history import content
from safelight.plans.queries.offered import Offers, offers
from safelight.plans.states import PlanState


@dataclass(frozen=True)
class RowCopy:
    """An action as it stands on a copy; ``today`` is how its template's dated words are said now, where they stand."""

    action: str
    who: str
    when_text: str
    due_on: date | None
    window_hours: int | None
    review_at: str
    measure: str
    progress: str
    rag: str
    state: str
    today: str = ""


@dataclass(frozen=True)
class OutcomeCopy:
    """A desired outcome and its rows on a copy."""

    number: int
    label: str
    rows: tuple[RowCopy, ...]


@dataclass(frozen=True)
class PlanCopy:
    """What a printed plan says. ``uncovered`` pairs each label with the reason why, empty while nobody said one."""

    title: str
    number: int
    state: str
    author: str
    author_role: str
    meeting_on: date | None
    meeting_time: time | None
    level: str
    made_with: str
    outcomes: tuple[OutcomeCopy, ...]
    uncovered: tuple[tuple[str, str], ...]
    agreed_by: str
    agreed_on: datetime | None


def plan_print(
    plan: Plan, shown: PlanVersion | None = None, copy: str = "", only: frozenset[str] | None = None
) -> PlanCopy:
    """The plan for printing: as it stands, or one version of it; in the template's order of outcomes.

    ``copy`` (professionals, child or parents) leaves only the rows that were chosen for that copy, with nothing
    of what is not covered (SH-06, PL-13). ``only`` has the ids of rows that were chosen to go into another plan, and
    leaves no others (PL-06). Without either, it is the whole record.
    """
    said = content(plan) if shown is None else shown.content
    number = plan.number if shown is None else shown.number
    state = plan.state if shown is None else shown.state
    header = said["header"]
    rows = [row for row in said["rows"] if not copy or on_copy(row["copies_for"], row["kept_from"], copy)]
    if only is not None:
        rows = [row for row in rows if row["id"] in only]
    part = bool(copy) or only is not None
    answer = agreement(plan, number)
    offered = offers(plan.definition)
    return PlanCopy(
        title=offered.kit.plan.title,
        number=number,
        state=state,
        author=header["author"],
        author_role=header["role"],
        meeting_on=date.fromisoformat(header["meeting_on"]) if header["meeting_on"] else None,
        meeting_time=time.fromisoformat(header["meeting_time"]) if header["meeting_time"] else None,
        level=header["level"],
        made_with=header["made_with"],
        outcomes=tuple(
            OutcomeCopy(place, label, tuple(_row_copy(row, offered) for row in rows if row["outcome"] == place))
            for place, label in offered.outcomes.items()
            if not part or any(row["outcome"] == place for row in rows)
        ),
        uncovered=()
        if part
        else (
            *((each["label"], "") for each in said["uncovered"]),
            *((each["label"], each["why"]) for each in said["gaps"]),
        ),
        agreed_by=answer.by.name_and_role if answer else "",
        agreed_on=answer.at if answer else None,
    )


def agreement(plan: Plan, number: int) -> Approval | None:
    """Who agreed what this version says. A version that a review made was agreed with the one before it (PL-08)."""
    made_by_review = set(
        Review.objects.filter(plan=plan, version__state=PlanState.IN_FORCE).values_list("version__number", flat=True)
    )
    while number in made_by_review:
        number -= 1
    agreed = Approval.objects.filter(version__plan=plan, version__number=number, outcome=Approval.Outcome.AGREED)
    return agreed.select_related("by").first()


def withheld(plan: Plan, copy: str, shown: PlanVersion | None = None) -> list[tuple[str, str]]:
    """The rows that do not stand on somebody's copy, each with its reason, in the plan's order (PL-13).

    ``copy`` is professionals, child or parents. A row that nobody chose for the copy has the reason that says so; one
    that is kept from it has the reason that a person wrote.
    """
    rows = content(plan)["rows"] if shown is None else shown.content["rows"]
    return [
        (row["text"], row["kept_from"].get(copy) or str(_("Nobody chose it for this copy.")))
        for row in rows
        if not on_copy(row["copies_for"], row["kept_from"], copy)
    ]


def on_copy(copies_for: Sequence[str], kept_from: Iterable[str], copy: str) -> bool:
    """Whether a row stands on somebody's copy: only where a person chose it, and never where it is kept from them."""
    return copy in copies_for and copy not in frozenset(kept_from)


def _row_copy(row: dict[str, Any], offered: Offers) -> RowCopy:
    return RowCopy(
        action=row["text"],
        who=row["who"],
        when_text=row["when_text"],
        due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        window_hours=row["window_hours"],
        review_at=row["review_at"],
        measure=row["measure"],
        progress=row["progress"],
        rag=row["rag"],
        state=row["state"],
        today=offered.today_of(row["source_code"], row["text"]),
    )
