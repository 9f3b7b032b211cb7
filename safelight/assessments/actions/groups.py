"""Answering the lines that are left of a group in one go: "not known" only, and taken back as easily."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.assessments import queries
from safelight.assessments.actions.saving import save_step
from safelight.assessments.models import Answer, Assessment
from safelight.core.errors import Invalid


def rest_not_known(
    *, by: User, assessment: Assessment, level: str, page: str = "", now: datetime | None = None
) -> tuple[str, ...]:
    """Answer "not known" on each line of ``level`` that has no answer yet; those with one stay as they are.

    The answers are the person's own, kept and audited like any other. Returns the codes of the lines. There is no
    such way to say "not present": that costs a look at each line (HZ-04).
    """
    if level not in queries.LEVELS:
        raise Invalid({"rest_not_known": _("There is no such group.")})
    left = [line.code for line in queries.indicators(assessment) if line.level == level and not line.answer]
    _answer(by, assessment, left, Answer.NOT_KNOWN.value, page, now)
    return tuple(left)


def take_back(
    *, by: User, assessment: Assessment, codes: Collection[str], page: str = "", now: datetime | None = None
) -> tuple[str, ...]:
    """Leave the lines of ``codes`` without an answer again, but for those that somebody has answered since."""
    back = [
        line.code
        for line in queries.indicators(assessment)
        if line.code in codes and line.answer == Answer.NOT_KNOWN and not line.carried_forward
    ]
    _answer(by, assessment, back, "", page, now)
    return tuple(back)


def _answer(
    by: User, assessment: Assessment, codes: Collection[str], answer: str, page: str, now: datetime | None
) -> None:
    save_step(
        by=by,
        assessment=assessment,
        values={f"indicator.{code}.answer": answer for code in codes},
        version=assessment.version,
        page=page,
        now=now,
    )
