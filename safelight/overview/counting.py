"""The populations of the dashboards as rows of the database, and each variable as an expression over them.

A table is one query that groups by two expressions: nothing is read row by row, however many children there are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, ExtractHour, ExtractIsoWeekDay, ExtractYear, NullIf
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual

from safelight.access.models import Partnership
from safelight.assessments.models import State
from safelight.children.models import Child, Voice
from safelight.core.clock import LONDON, london_day
from safelight.core.errors import NotFound
from safelight.duties.clock import end_of_day
from safelight.missing import queries as missing
from safelight.missing.models import Interview
from safelight.overview import published, suppression
from safelight.plans.models import Action, Plan, PlanVersion
from safelight.plans.queries import ENDED, OPEN
from safelight.plans.states import PlanState
from safelight.ratings.models import Decision, DecisionAgreement
from safelight.sharing import copies
from safelight.sharing.models import Copy
from safelight.sharing.models.circulations import Sending
from safelight.toolkits import queries as toolkits
from safelight.toolkits.rating import engine
from safelight.toolkits.rating.rules import rules_of

YEAR = timedelta(days=365)
QUARTER = timedelta(days=91)
# England counts 72 hours; where a local rule differs the number says the same: how soon it was offered.
OFFERED_WITHIN = timedelta(hours=72)
# The toolkit has some forty indicators; of them so many not asked about is much.
MUCH_NOT_ASKED = 10

Expressions = dict[str, Callable[[], Any]]


@dataclass(frozen=True)
class Population:
    """Rows to count. ``child`` is the way from a row to the child; ``of`` makes each variable's expression."""

    rows: QuerySet[Any]
    child: str
    of: Expressions


def populations(partnership: Partnership, seen: QuerySet[Child] | None, now: datetime) -> dict[str, Population]:
    """Each population of the list, of the children in ``seen``, or of the whole partnership."""
    here = {"partnership_id": partnership.pk}
    today = london_day(now)
    children = Child.objects.filter(**here)
    decisions = Decision.objects.filter(at__gt=now - YEAR, at__lte=now, **here).exclude(
        assessment__state=State.WITHDRAWN
    )
    actions = Action.objects.filter(plan__state__in=OPEN, removed_at__isnull=True, **here).exclude(state__in=ENDED)
    episodes = missing.live().filter(missing_from__gt=now - YEAR, missing_from__lte=now, **here)
    sent = Copy.objects.filter(
        circulation__from_at__gt=now - QUARTER, circulation__from_at__lte=now, recalled_at__isnull=True, **here
    ).exclude(decision__share=False)
    if seen is not None:
        ids = seen.values("pk")
        children, decisions = children.filter(pk__in=ids), decisions.filter(child__in=ids)
        episodes = episodes.filter(child__in=ids)
        actions, sent = actions.filter(plan__child__in=ids), sent.filter(circulation__child__in=ids)
    return {
        published.CHILDREN: Population(children, "pk", _of_children(partnership, now)),
        published.DECISIONS: Population(decisions, "child_id", _of_decisions(today)),
        published.ACTIONS: Population(actions, "plan__child_id", _of_actions()),
        published.EPISODES: Population(episodes, "child_id", _of_episodes()),
        published.RETURNS: Population(episodes.filter(until__isnull=False), "child_id", _of_returns(now)),
        published.COPIES: Population(sent, "circulation__child_id", _of_copies(partnership, now)),
    }


def counted(population: Population, table: suppression.Listed) -> dict[tuple[str, str], suppression.Count]:
    """One table's cells, in one query."""
    rows = _crossed(population, table).values("row", "column")
    if table.each_child_once:
        found = rows.annotate(units=Count("pk")).values_list("row", "column", "units")
        return {(row, column): suppression.Count(units, units) for row, column, units in found}
    both = rows.annotate(units=Count("pk"), children=Count(population.child, distinct=True))
    return {
        (row, column): suppression.Count(units, few)
        for row, column, units, few in both.values_list("row", "column", "units", "children")
    }


def behind(
    population: Population, table: suppression.Listed, rows: tuple[str, ...], columns: tuple[str, ...]
) -> QuerySet[Any]:
    """The rows that are counted in some cells of a table."""
    return _crossed(population, table).filter(row__in=rows, column__in=columns)


def _crossed(population: Population, table: suppression.Listed) -> QuerySet[Any]:
    of = population.of
    # No order: the models' own would be grouped by too.
    return population.rows.order_by().annotate(row=of[table.row.key](), column=of[table.column.key]())


def areas(population: Population) -> tuple[str, ...]:
    """The areas as the records have them, the empty one last."""
    return _names(population, "area")


def agencies(population: Population) -> tuple[str, ...]:
    """The agencies whose people own an action, the empty one last."""
    return _names(population, "agency")


def _names(population: Population, key: str) -> tuple[str, ...]:
    rows = population.rows.order_by().annotate(name=population.of[key]()).values_list("name", flat=True).distinct()
    return tuple(sorted(rows, key=lambda name: (name == "", name)))


def _words(*cases: When, default: str) -> Case:
    return Case(*cases, default=Value(default), output_field=CharField())


def _known(column: str, known: tuple[str, ...]) -> Case:
    return Case(When(**{f"{column}__in": known}, then=F(column)), default=Value("not_known"), output_field=CharField())


def _of_the_child(prefix: str, today: date) -> Expressions:
    """What is known of the child, whatever is counted."""
    return {
        "gender": lambda: _known(f"{prefix}gender", published.GENDERS),
        "ethnicity": lambda: _known(f"{prefix}ethnicity", published.ETHNICITIES),
        "disability": lambda: _words(
            When(**{f"{prefix}learning_disability": True}, then=Value("yes")),
            When(**{f"{prefix}learning_disability": False}, then=Value("no")),
            default="not_known",
        ),
        "age": lambda: _age(prefix, today),
    }


def _age(prefix: str, today: date) -> Case:
    """The band of the age today; where only an estimate is known, by the years since."""
    bands = ((18, "18_or_over"), (16, "16_to_17"), (13, "13_to_15"), (10, "10_to_12"), (0, "under_10"))
    born = [When(**{f"{prefix}date_of_birth__lte": _years_before(today, age)}, then=Value(band)) for age, band in bands]
    guess: Any = ExpressionWrapper(
        F(f"{prefix}estimated_age") + today.year - ExtractYear(f"{prefix}estimated_on"), output_field=IntegerField()
    )
    return _words(
        *born,
        When(**{f"{prefix}estimated_age__isnull": True}, then=Value("not_known")),
        *(When(GreaterThanOrEqual(guess, age), then=Value(band)) for age, band in bands),
        default="not_known",
    )


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the 29th of February: whoever was born then is older from the 1st of March
        return day.replace(year=day.year - years, day=28)


def _of_children(partnership: Partnership, now: datetime) -> Expressions:
    today = london_day(now)
    level = lambda: Coalesce(NullIf(F("decided_level"), Value("")), Value("none"))  # noqa: E731
    plan = Plan.objects.filter(child=OuterRef("pk"), state__in=OPEN)
    spoken = Voice.objects.filter(child=OuterRef("pk"), whose=Voice.Whose.CHILD).exclude(words="")
    held = [PlanState.SUBMITTED, PlanState.AGREED, PlanState.IN_FORCE]
    kept = PlanVersion.objects.filter(
        plan__child=OuterRef("pk"), plan__state__in=held, number=F("plan__number"), state=PlanState.SUBMITTED
    )
    return {
        **_of_the_child("", today),
        "level": level,
        "before": lambda: _level_before(now - QUARTER, level),
        "area": lambda: F("area"),
        "reassess": lambda: _reassessment(partnership, today),
        "voice": lambda: _words(
            When(~Exists(plan.filter(state__in=held)), then=Value("no_plan")),
            When(Exists(plan.filter(made_with="")) | ~Exists(spoken), then=Value("not_heard")),
            default="heard",
        ),
        "coverage": lambda: _words(
            When(~Exists(plan.filter(state__in=held)), then=Value("no_plan")),
            When(Exists(kept.filter(content__uncovered__0__isnull=False)), then=Value("uncovered")),
            When(Exists(kept.filter(content__gaps__0__isnull=False)), then=Value("reasons")),
            default="all",
        ),
    }


def _level_before(moment: datetime, level: Callable[[], Any]) -> Case:
    """The level that was in force at a moment. Asked of decisions only where a level was decided since."""
    counted = Decision.objects.filter(child=OuterRef("pk"), at__lte=moment).exclude(assessment__state=State.WITHDRAWN)
    in_effect = counted.filter(
        Q(needs_agreement=False) | Q(agreement__outcome=DecisionAgreement.Outcome.AGREED, agreement__at__lte=moment)
    )
    then = Subquery(in_effect.order_by("-sequence").values("decided_level")[:1])
    return Case(
        When(Q(level_decided_on__isnull=True), then=level()),
        When(Q(level_decided_on__lt=london_day(moment) - timedelta(days=31)), then=level()),
        default=Coalesce(then, Value("none")),
        output_field=CharField(),
    )


def _reassessment(partnership: Partnership, today: date) -> Case:
    """Whether the day has gone by until which the child has to be assessed again, by the level acted for.

    Counted from the assessment whose level is in force, by the toolkit that the area uses.
    """
    try:
        rules = rules_of(toolkits.toolkit_in_force(partnership, today))
    except NotFound:
        return _words(default="no_day")
    late, timed = [], []
    for level in Child._meta.get_field("acting_level").choices or []:
        newest = _newest_overdue(rules, str(level[0]), today)
        if newest is not None:
            late.append(When(acting_level=level[0], level_decided_on__lte=newest, then=Value("overdue")))
            timed.append(str(level[0]))
    return _words(
        *late, When(acting_level__in=timed, level_decided_on__isnull=False, then=Value("in_time")), default="no_day"
    )


def _newest_overdue(rules: Any, level: str, today: date) -> date | None:
    """The latest day of an assessment at this level that has to be done again by now; None where none has to."""
    for days in range(1, 800):
        day = today - timedelta(days=days)
        limit = engine.reassess_dates(rules, level, day).no_later_than
        if limit is None:
            return None
        if limit < today:
            return day
    return None


def _of_decisions(today: date) -> Expressions:
    as_suggested, much = Q(decided_level=F("suggested_level")), Q(not_asked__gte=MUCH_NOT_ASKED)
    return {
        **_of_the_child("child__", today),
        "how": lambda: _words(
            When(as_suggested & ~much, then=Value("suggested_asked")),
            When(as_suggested & much, then=Value("suggested_not_asked")),
            When(~as_suggested & much, then=Value("other_not_asked")),
            default="other_asked",
        ),
        "answered": lambda: _words(
            When(agreement__outcome=DecisionAgreement.Outcome.AGREED, then=Value("agreed")),
            When(agreement__outcome=DecisionAgreement.Outcome.DECLINED, then=Value("declined")),
            When(seen__isnull=False, then=Value("seen")),
            When(as_suggested & Q(needs_agreement=False), then=Value("not_needed")),
            default="waiting",
        ),
    }


def _of_actions() -> Expressions:
    return {
        "agency": lambda: Coalesce(F("owner__agency__name"), F("owner__team__agency__name"), Value("")),
        "rag": lambda: Coalesce(NullIf(F("rag"), Value("")), Value("none")),
    }


def _of_episodes() -> Expressions:
    """The day of the week and the hours in which episodes began, in London."""
    return {
        "weekday": lambda: Cast(ExtractIsoWeekDay("missing_from", tzinfo=LONDON), CharField()),
        "hour": lambda: _words(
            *(
                When(GreaterThanOrEqual(ExtractHour("missing_from", tzinfo=LONDON), int(first)), then=Value(first))
                for first in reversed(published.HOUR.categories)
            ),
            default="00",
        ),
    }


def _of_returns(now: datetime) -> Expressions:
    """Whether an interview was offered within 72 hours of the return, and what came of it (MS-04)."""
    offers = Interview.objects.filter(episode=OuterRef("pk"), offered_at__isnull=False)
    in_time = offers.filter(offered_at__lte=OuterRef("until") + OFFERED_WITHIN)
    states = Interview.State
    return {
        "offered": lambda: _words(
            When(Exists(in_time), then=Value("in_time")),
            When(Exists(offers), then=Value("late")),
            When(until__gt=now - OFFERED_WITHIN, then=Value("not_yet")),
            default="not_offered",
        ),
        "interview": lambda: _words(
            *(
                When(Exists(offers.filter(state=state)), then=Value(state.value))
                for state in (states.COMPLETED, states.ACCEPTED, states.DECLINED)
            ),
            default="none",
        ),
    }


def _of_copies(partnership: Partnership, now: datetime) -> Expressions:
    return {"copy": lambda: F("kind"), "late": lambda: _lateness(partnership, now)}


def _lateness(partnership: Partnership, now: datetime) -> Case:
    """Whether a copy first went after the working days it had, or has not gone though they are over (PL-09).

    The last moment is worked out for each day in the quarter: working days are no sum that a database could do.
    """
    first = Sending.objects.filter(copy=OuterRef("pk")).order_by().values("copy").annotate(at=Min("at")).values("at")
    went = Coalesce(Subquery(first), Value(now))
    today = london_day(now)
    late = []
    for back in range(QUARTER.days + 1):
        day = today - timedelta(days=back)
        begins, ends = end_of_day(day - timedelta(days=1)), end_of_day(day)
        due = copies.due_by(ends, jurisdiction=partnership.jurisdiction)
        if due < now:
            after: Any = GreaterThan(went, Value(due))
            late.append(
                When(Q(circulation__from_at__gt=begins, circulation__from_at__lte=ends) & Q(after), then=Value("late"))
            )
    return _words(
        *late, When(~Exists(Sending.objects.filter(copy=OuterRef("pk"))), then=Value("not_yet")), default="in_time"
    )
