"""Reading assessments: whose they are, what they answer, what changed since the last."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from safelight.access.models import User as User
from safelight.assessments import fields
from safelight.assessments.models import (
    HELD,
    AgencyAsked,
    Answer,
    DraftEdit,
    FactorAnswer,
    HighTick,
    IndicatorAnswer,
    State,
)
from safelight.assessments.models import Assessment as Assessment  # named by views, which import no models
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core import clock, reading
from safelight.core.errors import NotFound
from safelight.toolkits import queries as toolkits
from safelight.toolkits.rating.case import Case, OtherIndicator
from safelight.toolkits.schema import Toolkit

LEVELS = ("low", "medium", "high")


@dataclass(frozen=True)
class IndicatorView:
    """One line of the matrix: what the toolkit says of it and what was answered.

    ``answer`` is empty while nobody has asked. ``label`` is the form's wording, ``today`` ours beside it.
    """

    code: str
    level: str
    label: str
    answer: str = ""
    evidence: str = ""
    source: str = ""
    when_text: str = ""
    carried_forward: bool = False
    is_other: bool = False
    harm: bool = False
    today: str = ""
    meaning: str = ""
    ask: str = ""

    @property
    def held(self) -> bool:
        """Present or suspected."""
        return self.answer in HELD


@dataclass(frozen=True)
class FactorView:
    """One vulnerability factor and whether it was recognised. ``asked`` is False while nobody has touched it."""

    code: str
    label: str
    asked: bool = False
    recognised: bool = False
    comment: str = ""
    carried_forward: bool = False
    meaning: str = ""
    today: str = ""
    free_text: bool = False
    touches_learning_disability: bool = False


@dataclass(frozen=True)
class Change:
    """One line of the comparison of two assessments. ``kind`` is new, gone, changed or same."""

    code: str
    group: str
    level: str
    label: str
    then: str
    now: str
    kind: str
    then_words: str = ""
    now_words: str = ""


def get(user: User, child_id: UUID | str, assessment_id: UUID | str) -> Assessment:
    """The assessment, for somebody who sees the child; else ``NotFound``."""
    child = children.get(user, child_id)
    found = of_child(child).filter(pk=assessment_id).first()
    if found is None:
        raise NotFound("assessment")
    found.child = child
    return found


def of_child(child: Child) -> QuerySet[Assessment]:
    """Every assessment of a child, newest first, with who made it and its toolkit."""
    return (
        Assessment.objects.filter(child=child)
        .select_related("author__line_manager", "definition", "completed_by", "ended_by", "previous")
        .defer("definition__content")  # a whole toolkit, parsed once for each process
        .order_by("-date", "-started_at")
    )


def child_by_reference(user: User, reference: str) -> Child | None:
    """The child with this reference, if ``user`` sees one."""
    return children.visible_to(user).filter(reference=reference.strip().upper()).first()


def moved_to(assessment: Assessment) -> Assessment | None:
    """The copy on the right child, if the assessment was moved there."""
    return Assessment.objects.filter(moved_from=assessment).first()


def today() -> date:
    """The present day in London."""
    return clock.today()


def is_draft(assessment: Assessment) -> bool:
    """Whether it is still being filled in."""
    return assessment.state == State.DRAFT


def for_child(child: Child) -> list[Assessment]:
    """Every assessment of a child, newest first."""
    return about(child.pk)


def about(child_id: UUID) -> list[Assessment]:
    """Every assessment of a child, newest first, with what lists tell of it; whatever else costs a query."""
    found = Assessment.objects.filter(child_id=child_id).select_related("author", "definition")
    listed = found.only(*_LISTED).order_by("-date", "-started_at")
    return reading.kept(("assessments.about", child_id), lambda: list(listed))


# An assessment has many more columns, most of them long texts.
_LISTED = (
    "child",
    "state",
    "date",
    "started_at",
    "completed_at",
    "completed_by",
    "ended_at",
    "ended_by",
    "ended_reason",
    "moved_from",
    "author__name",
    "author__job_title",
    "definition__definition_id",
    "definition__version",
    "definition__title",
    "definition__sha256",
)


def none_is(child_ids: Collection[UUID], such: Callable[[Assessment], bool]) -> bool:
    """Whether it is known without asking that no assessment is ``such``: of one child they are read in any case."""
    return len(child_ids) == 1 and not any(such(each) for child_id in child_ids for each in about(child_id))


def latest_completed(child: Child) -> Assessment | None:
    """The last completed assessment that was not withdrawn."""
    return of_child(child).filter(state=State.COMPLETED).order_by("-date", "-completed_at").first()


def drafts(child: Child) -> list[Assessment]:
    """The open drafts about a child, of whoever began them."""
    return [each for each in for_child(child) if each.state == State.DRAFT]


def completed_before(assessment: Assessment) -> Assessment | None:
    """The assessment to compare with: the one it began from, else the last completed one before it."""
    if assessment.previous_id:
        return assessment.previous
    earlier = Assessment.objects.filter(
        child_id=assessment.child_id, state=State.COMPLETED, date__lte=assessment.date
    ).exclude(pk=assessment.pk)
    if assessment.completed_at:
        earlier = earlier.filter(completed_at__lt=assessment.completed_at)
    return earlier.select_related("author", "definition").order_by("-date", "-completed_at").first()


def toolkit(assessment: Assessment) -> Toolkit:
    """The version of the toolkit that the assessment was made with, and keeps (RT-04)."""
    return toolkits.toolkit_of(assessment.definition)


def indicators(assessment: Assessment) -> list[IndicatorView]:
    """Every line: the toolkit's in its order, then those added, low before medium before high."""
    answers = {row.code: row for row in IndicatorAnswer.objects.filter(assessment=assessment)}
    listed = [
        _indicator(
            answers.get(each.code),
            code=each.code,
            level=each.level,
            label=each.label,
            harm=each.harm,
            today=each.today.text if each.today else "",
            meaning=each.meaning,
            ask=each.ask,
        )
        for each in toolkit(assessment).indicators
    ]
    others = [
        _indicator(row, code=row.code, level=row.level, label=row.label, is_other=True)
        for row in sorted(answers.values(), key=lambda row: (LEVELS.index(row.level), code_number(row.code)))
        if row.is_other
    ]
    return listed + others


def _indicator(row: IndicatorAnswer | None, **facts: Any) -> IndicatorView:
    if row is None:
        return IndicatorView(**facts)
    return IndicatorView(
        **facts,
        answer=row.answer,
        evidence=row.evidence,
        source=row.source,
        when_text=row.when_text,
        carried_forward=row.carried_forward,
    )


def code_number(code: str) -> int:
    """``12`` of ``X12``, for order."""
    return int(code[1:])


def held(assessment: Assessment) -> list[IndicatorView]:
    """The indicators that are present or suspected."""
    return [line for line in indicators(assessment) if line.held]


def not_asked(assessment: Assessment) -> int:
    """How many lines have no answer at all: not the same as not known (RT-07)."""
    return sum(not line.answer for line in indicators(assessment))


def counts(lines: Iterable[IndicatorView]) -> dict[str, dict[str, int]]:
    """By level, and under ``all``: how many lines, and how many of each answer; ``not_asked`` for none."""
    names = ("lines", *Answer.values, "not_asked")
    found = {level: dict.fromkeys(names, 0) for level in (*LEVELS, "all")}
    for line in lines:
        for level in (line.level, "all"):
            found[level]["lines"] += 1
            found[level][line.answer or "not_asked"] += 1
    return found


def factors(assessment: Assessment) -> list[FactorView]:
    """Every vulnerability factor in the toolkit's order."""
    answers = {row.code: row for row in FactorAnswer.objects.filter(assessment=assessment)}
    found = []
    for each in toolkit(assessment).factors:
        row = answers.get(each.code)
        found.append(
            FactorView(
                code=each.code,
                label=each.label,
                asked=row is not None,
                recognised=bool(row and row.recognised),
                comment=row.comment if row else "",
                carried_forward=bool(row and row.carried_forward),
                meaning=each.meaning,
                today=each.today.text if each.today else "",
                free_text=each.free_text,
                touches_learning_disability=each.touches_learning_disability,
            )
        )
    return found


def recognised_factors(assessment: Assessment) -> list[FactorView]:
    """The vulnerability factors that were recognised."""
    return [factor for factor in factors(assessment) if factor.recognised]


@dataclass(frozen=True)
class SummaryRowView:
    """A row of the summary form (step 4), ticked by the system and never typed."""

    code: str
    label: str
    ticked: bool


@dataclass(frozen=True)
class SummaryGroupView:
    """One level of the summary form. ``others`` are the added indicators present, printed beneath (X ticks no row)."""

    level: str
    heading: str
    rows: tuple[SummaryRowView, ...]
    others: tuple[str, ...]


def summary_form(kit: Toolkit, lines: Sequence[IndicatorView]) -> list[SummaryGroupView]:
    """Step 4 filled from step 3: only ``present`` ticks, and a row may stand for two lines (RA-05)."""
    present = {line.code for line in lines if line.answer == Answer.PRESENT}
    groups = []
    for group in kit.summary_form.groups:
        rows = tuple(
            SummaryRowView(
                row.code,
                row.label,
                bool(present & set(row.ticked_by)) and (not row.with_another or bool(present - set(row.ticked_by))),
            )
            for row in group.rows
        )
        others = tuple(
            line.label for line in lines if line.is_other and line.level == group.level and line.code in present
        )
        groups.append(SummaryGroupView(group.level, group.heading, rows, others))
    return groups


def agencies_asked(assessment: Assessment) -> list[AgencyAsked]:
    """The agencies asked for what they know, in the order in which they were asked."""
    return list(AgencyAsked.objects.filter(assessment=assessment).order_by("at"))


def values(assessment: Assessment) -> dict[str, str]:
    """Every field's value by its name, as ``fields`` describes it. A field that is empty may be absent."""
    found = {name: plain_value(assessment, name) for name in fields.PLAIN}
    for code, given in assessment.effectiveness.items():
        for part in ("answer", "why"):
            found[f"effectiveness.{code}.{part}"] = given.get(part, "")
    for factor in FactorAnswer.objects.filter(assessment=assessment):
        found[f"factor.{factor.code}.recognised"] = "yes" if factor.recognised else ""
        found[f"factor.{factor.code}.comment"] = factor.comment
    for row in IndicatorAnswer.objects.filter(assessment=assessment):
        for part in ("answer", "evidence", "source", "when_text"):
            found[f"indicator.{row.code}.{part}"] = getattr(row, part)
    return found


def plain_value(assessment: Assessment, name: str) -> str:
    """A field of the assessment itself, as a text."""
    value = getattr(assessment, name)
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(value) if isinstance(value, list) else str(value)


def value_at(assessment: Assessment, field: str, version: int) -> str:
    """What a field said at an earlier save: what somebody had before them who opened the page then."""
    row = DraftEdit.objects.filter(
        assessment=assessment,
        field=field,
        kind=DraftEdit.Kind.REPLACED,
        since__lte=version,
        version__gt=version,
    ).first()
    return row.value if row else ""


def conflicts(assessment: Assessment, user: User) -> list[DraftEdit]:
    """What this person typed that could not be taken, and is still waiting for their choice."""
    return list(
        DraftEdit.objects.filter(assessment=assessment, by=user, kind=DraftEdit.Kind.CONFLICT, settled="").order_by(
            "at", "field"
        )
    )


def put_aside(assessment: Assessment) -> list[DraftEdit]:
    """Every value that gave way to another, newest first: nothing typed is lost."""
    return list(DraftEdit.objects.filter(assessment=assessment).select_related("by").order_by("-at", "field"))


def high_ticks(assessment: Assessment) -> list[HighTick]:
    """The high indicators that were ever held in this assessment, first one first."""
    ticks = list(HighTick.objects.filter(assessment=assessment).order_by("first_held_at", "code"))
    for tick in ticks:
        tick.assessment = assessment
    return ticks


def case_for(assessment: Assessment) -> Case:
    """What the rating engine is asked about: the answers, and the child as it is, or was on completion.

    A line that nobody asked about is left out; the engine counts it as not known.
    """
    lines = indicators(assessment)
    facts = assessment.details or facts_of(assessment.child, assessment.date)
    born = date.fromisoformat(facts["date_of_birth"]) if facts["date_of_birth"] else None
    if born and born > assessment.date:
        born = None  # one of the two dates is wrong: the age is not known until somebody mends it
    return Case(
        date=assessment.date,
        date_of_birth=born,
        age=facts["age"] if born is None else None,
        learning_disability=facts["learning_disability"],
        open_to_social_care=facts["open_to_social_care"],
        extended_scope_reason=facts["extended_scope_reason"] or None,
        factors=tuple(factor.code for factor in recognised_factors(assessment)),
        answers={line.code: line.answer for line in lines if line.answer and not line.is_other},
        other_indicators=tuple(
            OtherIndicator(line.code, line.level, line.label, line.answer or Answer.NOT_KNOWN)
            for line in lines
            if line.is_other
        ),
    )


# Of the record, but not of the child: how it is found, who may see it, what was decided.
_NOT_DETAILS = frozenset(
    {"id", "version", "partnership", "twin_of", "created_by", "created_at", "decided_level", "acting_level"}
    | {"level_decided_on", "onward_plan_checked_by", "onward_plan_checked_at"}
)


def details_now(child: Child, day: date) -> dict[str, Any]:
    """``facts_of`` and, under ``involvements``, who works with the child: name, agency and role of each."""
    working = [each for each in children.involvements(child) if each.until is None or each.until > day]
    return facts_of(child, day) | {
        "involvements": [
            {
                "name": each.user.name,
                "agency": each.user.agency.name if each.user.agency else "",
                "role": each.role or each.user.job_title,
            }
            for each in working
        ]
    }


def facts_of(child: Child, day: date) -> dict[str, Any]:
    """The child's record as plain values, to be kept with an assessment (BE-02).

    Days are ISO texts, people and teams their names; ``name``, ``age`` (whole years on ``day``, None when not
    known) and ``open_to_social_care`` are added.
    """
    facts: dict[str, Any] = {}
    for field in child._meta.concrete_fields:
        if field.name in _NOT_DETAILS:
            continue
        value = getattr(child, field.name)
        if isinstance(value, date):
            value = value.isoformat()
        elif field.is_relation:
            value = str(value) if value else ""
        facts[field.name] = value
        if field.choices:
            facts[f"{field.name}_label"] = str(getattr(child, f"get_{field.name}_display")())
    facts["name"] = children.full_name(child)
    facts["age"] = children.age_on(child, day)
    facts["open_to_social_care"] = child.open_to_social_care
    return facts


def compare(assessment: Assessment, previous: Assessment) -> list[Change]:
    """Every line and factor of either, beside what the earlier one said (RA-09). Added ones are matched by wording."""
    now, then = _comparable(assessment), _comparable(previous)
    found = []
    for key in [*now, *(key for key in then if key not in now)]:
        code, group, level, label, answer, words = now.get(key) or (*then[key][:4], "", "")
        old_answer, old_words = then[key][4:] if key in then else ("", "")
        found.append(
            Change(
                code=code,
                group=group,
                level=level,
                label=label,
                then=old_answer,
                now=answer,
                kind=_kind_of_change(old_answer, answer, old_words, words),
                then_words=old_words,
                now_words=words,
            )
        )
    return found


def _comparable(assessment: Assessment) -> dict[str, tuple[str, str, str, str, str, str]]:
    rows = {}
    for factor in factors(assessment):
        answer = "recognised" if factor.recognised else ""
        rows[f"factor.{factor.code}"] = (factor.code, "factor", "", factor.label, answer, factor.comment)
    for line in indicators(assessment):
        key = f"other.{line.level}.{line.label.casefold()}" if line.is_other else f"indicator.{line.code}"
        words = ". ".join(text for text in (line.evidence, line.source, line.when_text) if text)
        rows[key] = (line.code, "indicator", line.level, line.label, line.answer, words)
    return rows


_COUNTS_AS_HELD = ("recognised", *HELD)


def _kind_of_change(then: str, now: str, then_words: str, now_words: str) -> str:
    if then == now:
        return "same" if then_words == now_words else "changed"
    if now in _COUNTS_AS_HELD and then not in _COUNTS_AS_HELD:
        return "new"
    if then in _COUNTS_AS_HELD and now not in _COUNTS_AS_HELD:
        return "gone"
    return "changed"
