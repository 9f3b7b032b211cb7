"""What a high indicator in an assessment asks of people, from the moment it is held (RA-17, HZ-06)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from safelight.assessments import queries
from safelight.assessments.models import HELD, HighTick, IndicatorAnswer, State
from safelight.duties import clock
from safelight.duties.types import ChildFacts, Closes, Duty

CODE = "RA-17"
MANAGER_HOURS = 24
# One call to MASH may answer several duties (HZ-22).
CALL_TO_MASH = "mash"

# What these duties follow from; an assessment has many more columns.
_NEEDED = (
    "code",
    "label",
    "answer",
    "first_held_at",
    "by__name",
    "assessment__child",
    "assessment__state",
    "assessment__author__line_manager",
)


def key(tick: HighTick) -> str:
    """The duty's key: the same for this line of this assessment however often it is ticked."""
    return f"high-tick.{tick.assessment_id}.{tick.code}"


def address(tick: HighTick) -> str:
    """Where the call to MASH is recorded; empty while there is no such page."""
    try:
        return reverse("overview:duty", kwargs={"child_id": tick.assessment.child_id, "key": key(tick)})
    except NoReverseMatch:
        return ""


def high_ticks(facts: Sequence[ChildFacts], now: datetime) -> list[Duty]:
    """For each high line ever held: its author tells MASH the same day. For each draft with one: the manager looks.

    The first stands until a person closes it, whatever becomes of the tick or of the draft: with the contact while
    the line is held, with a word why once it is not. The second ends when a level is decided.
    """
    child_ids = {each.child_id for each in facts}
    if queries.none_is(child_ids, lambda each: True):
        return []
    held = IndicatorAnswer.objects.filter(
        assessment=OuterRef("assessment"), code=OuterRef("code"), answer__in=HELD, level="high"
    )
    ticks = list(
        HighTick.objects.filter(assessment__child_id__in=child_ids)
        .exclude(assessment__moved_to__isnull=False)  # the copy on the right child has its own
        .select_related("assessment__author", "by")
        .only(*_NEEDED)
        .annotate(held=Exists(held))
        .order_by("first_held_at", "code")
    )
    found = [_for_author(tick, held=tick.held) for tick in ticks]
    first: dict[object, HighTick] = {}
    for tick in ticks:
        if tick.assessment.state in (State.DRAFT, State.ABANDONED):
            first.setdefault(tick.assessment_id, tick)
    return found + [_for_manager(tick) for tick in first.values()]


def _for_author(tick: HighTick, *, held: bool) -> Duty:
    if held:
        why = _("“%(label)s” is marked %(answer)s in an assessment. Suspected is enough.") % {
            "label": tick.label,
            "answer": str(tick.get_answer_display()).lower(),
        }
    else:
        why = _("“%(label)s” was marked and is not any more. Say in a word why, or make the call.") % {
            "label": tick.label
        }
    return Duty(
        key=key(tick),
        code=CODE,
        child_id=tick.assessment.child_id,
        title=_("High risk indicator: ring MASH today"),
        why=why,
        closes=Closes.CONTACT if held else Closes.NOTE,
        owner_id=tick.assessment.author_id,
        due_at=clock.same_day(tick.first_held_at),
        url=_matrix(tick),
        act_label=_("Record the call to MASH") if held else _("Say why"),
        since=tick.first_held_at,
        same_act=CALL_TO_MASH if held else "",
    )


def _for_manager(tick: HighTick) -> Duty:
    author = tick.assessment.author
    return Duty(
        key=f"high-draft.{tick.assessment_id}",
        code=CODE,
        child_id=tick.assessment.child_id,
        title=_("A high risk indicator stands in an assessment without a decision"),
        why=_("%(name)s marked “%(label)s”. See that the child is safe and that a level is decided.")
        % {"name": tick.by.name, "label": tick.label},
        closes=Closes.NOTE,
        owner_id=author.line_manager_id,
        owner_role="" if author.line_manager_id else "manager",
        due_at=clock.within_hours(tick.first_held_at, MANAGER_HOURS),
        url=_matrix(tick),
        act_label=_("Say what you did"),
        since=tick.first_held_at,
    )


def _matrix(tick: HighTick) -> str:
    page = "risk_factors" if tick.assessment.state == State.DRAFT else "assessment"
    address = reverse(
        f"assessments:{page}",
        kwargs={"child_id": tick.assessment.child_id, "assessment_id": tick.assessment_id},
    )
    return f"{address}#line-{tick.code}"
