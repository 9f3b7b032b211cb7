"""Reading own views, suggestions and decisions, and which level is in force."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import orjson
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.assessments import queries as assessments
from safelight.assessments.models import HELD, Assessment, State
from safelight.assessments.queries import IndicatorView
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core.errors import NotFound
from safelight.ratings import levels
from safelight.ratings.levels import NONE, Decided, InForce
from safelight.ratings.models import Decision, OwnView
from safelight.toolkits import queries as toolkits
from safelight.toolkits.models import Definition
from safelight.toolkits.rating import engine
from safelight.toolkits.rating.case import Case
from safelight.toolkits.rating.rules import Rules, rules_of
from safelight.toolkits.rating.suggestion import Suggestion
from safelight.toolkits.schema import Toolkit

_rules: dict[str, Rules] = {}


@dataclass(frozen=True)
class Rated:
    """What the toolkit suggests for an assessment, with all that it rests on.

    ``act_on`` is the suggestion's own, or higher where something suspected before was not ruled out since; those
    lines are ``carried``, and suspected in ``acted_on_case``. ``fingerprint`` changes when any of this does.
    """

    toolkit: Toolkit
    rules: Rules
    case: Case
    acted_on_case: Case
    suggestion: Suggestion
    lines: tuple[IndicatorView, ...]
    carried: tuple[IndicatorView, ...]
    act_on: str
    out_of_scope: bool
    fingerprint: str

    @property
    def not_asked(self) -> int:
        """How many lines nobody has asked about (RT-07)."""
        return sum(not line.answer for line in self.lines)

    @property
    def not_known(self) -> int:
        """How many were asked and are not known."""
        return sum(line.answer == "not_known" for line in self.lines)

    @property
    def asks_harm(self) -> bool:
        """Whether something held may be harm that is happening (N-EXPLOITED-ASK)."""
        return "N-EXPLOITED-ASK" in self.suggestion.notes

    @property
    def asks_saf(self) -> bool:
        """Whether a decision about early help has to be recorded (PR-02)."""
        return "N-SAF-DECISION" in self.suggestion.notes


@dataclass(frozen=True)
class LevelInForce:
    """The level of one child now. ``decided`` and ``acting`` are ``none`` when there is none.

    ``decision`` is the newest; while ``waiting_for_agreement`` what it decided has not taken effect.
    """

    decided: str = NONE
    acting: str = NONE
    decision: Decision | None = None
    decided_on: date | None = None
    by: User | None = None
    waiting_for_agreement: bool = False


@dataclass(frozen=True)
class TrajectoryPoint:
    """One decision on the line of a child's levels (RA-10). ``direction`` is up, down, same or first."""

    day: date
    at: datetime
    decided: str
    acting: str
    proposed: str
    suggested: str
    direction: str
    waiting: bool
    counts: dict[str, int]
    suspected: int
    not_asked: int
    by_name: str
    reason: str
    assessment_id: UUID


def rules_for(definition: Definition) -> Rules:
    """The rating rules of a definition, made once for each content."""
    if definition.sha256 not in _rules:
        _rules[definition.sha256] = rules_of(toolkits.toolkit_of(definition))
    return _rules[definition.sha256]


def suggestion_for(assessment: Assessment) -> Suggestion:
    """What the toolkit's rules suggest for this assessment alone."""
    return engine.suggest(rules_for(assessment.definition), assessments.case_for(assessment))


def rated(assessment: Assessment) -> Rated:
    """The suggestion for an assessment, with what earlier suspicions add to it."""
    rules = rules_for(assessment.definition)
    case = assessments.case_for(assessment)
    suggestion = engine.suggest(rules, case)
    lines = tuple(assessments.indicators(assessment))
    out_of_scope = "N-OUT-OF-SCOPE" in suggestion.notes
    earlier = _decisions([assessment.child_id]).exclude(assessment=assessment)
    own = Decision.objects.filter(assessment=assessment).values_list("sequence", flat=True).first()
    before = (earlier if own is None else earlier.filter(sequence__lt=own)).last()
    carried = () if out_of_scope or before is None else tuple(_not_ruled_out(before, lines))
    acted_on_case = _with_suspected(case, carried)
    act_on = suggestion.act_on
    if carried:
        act_on = levels.higher(act_on, engine.suggest(rules, acted_on_case).act_on)
    return Rated(
        toolkit=assessments.toolkit(assessment),
        rules=rules,
        case=case,
        acted_on_case=acted_on_case,
        suggestion=suggestion,
        lines=lines,
        carried=carried,
        act_on=act_on,
        out_of_scope=out_of_scope,
        fingerprint=_fingerprint(suggestion, lines, act_on),
    )


def line_key(line: IndicatorView) -> str:
    """What makes a line the same line in another assessment: its code, or the wording of an added one."""
    return f"other.{line.level}.{line.label.casefold()}" if line.is_other else line.code


def _not_ruled_out(before: Decision, lines: Sequence[IndicatorView]) -> Iterable[IndicatorView]:
    """Lines held before that are not answered now: a suspicion is acted on until ruled out (RT-06).

    The manager's agreement ends it, and so does an answer.
    """
    if _outcome(before) == levels.AGREED:
        return []
    held = set(before.held)
    return [line for line in lines if line_key(line) in held and line.answer in ("", "not_known")]


def _with_suspected(case: Case, carried: Sequence[IndicatorView]) -> Case:
    codes = {line.code for line in carried}
    return replace(
        case,
        answers={**case.answers, **{line.code: "suspected" for line in carried if not line.is_other}},
        other_indicators=tuple(
            replace(other, answer="suspected") if other.code in codes else other for other in case.other_indicators
        ),
    )


def _fingerprint(suggestion: Suggestion, lines: Sequence[IndicatorView], act_on: str) -> str:
    answers = [[line_key(line), line.answer] for line in lines]
    return hashlib.sha256(orjson.dumps([suggestion.as_json(), answers, act_on])).hexdigest()[:24]


def held_keys(found: Rated) -> list[str]:
    """What is kept with a decision: every line held now, and those carried."""
    return [line_key(line) for line in found.lines if line.answer in HELD] + [line_key(line) for line in found.carried]


def own_view(assessment: Assessment) -> OwnView | None:
    """The professional's own view, once it is saved."""
    return OwnView.objects.filter(assessment=assessment).select_related("by").first()


def decision_on(assessment: Assessment) -> Decision | None:
    """What was decided on this assessment, if anything was."""
    return _with_answers(Decision.objects.filter(assessment=assessment)).first()


def decision_for(user: User, child_id: UUID | str, assessment_id: UUID | str) -> Decision:
    """The decision on an assessment of a child that the user sees, else ``NotFound``."""
    child = children.get(user, child_id)
    found = _with_answers(Decision.objects.filter(child=child, assessment_id=assessment_id)).first()
    if found is None:
        raise NotFound("decision")
    return found


def _with_answers(found: QuerySet[Decision]) -> QuerySet[Decision]:
    return found.select_related(
        "by",
        "child",
        "partnership",
        "assessment",
        "assessment__author",
        "assessment__definition",
        "agreement",
        "agreement__by",
        "seen",
        "seen__by",
    ).defer("assessment__definition__content")


def _decisions(child_ids: Iterable[UUID]) -> QuerySet[Decision]:
    """The decisions that count, in order: a withdrawn assessment's does not (RA-18)."""
    return (
        _with_answers(Decision.objects.filter(child_id__in=list(child_ids)))
        .exclude(assessment__state=State.WITHDRAWN)
        .order_by("child_id", "sequence")
    )


def _outcome(decision: Decision) -> str:
    agreement = getattr(decision, "agreement", None)
    return str(agreement.outcome) if agreement else ""


def as_decided(decision: Decision) -> Decided:
    """A decision as the pure rules read it."""
    return Decided(
        level=decision.decided_level,
        suggested=decision.suggested_level,
        act_on=decision.act_on,
        needs_agreement=decision.needs_agreement,
        outcome=_outcome(decision),
    )


def histories(child_ids: Iterable[UUID]) -> dict[UUID, list[tuple[Decision, InForce]]]:
    """For each child with decisions: each that counts, and what stood after it. One query for all of them."""
    grouped: dict[UUID, list[Decision]] = {}
    for decision in _decisions(child_ids):
        grouped.setdefault(decision.child_id, []).append(decision)
    return {
        child_id: list(zip(made, levels.fold(as_decided(each) for each in made), strict=True))
        for child_id, made in grouped.items()
    }


def history(child: Child) -> list[tuple[Decision, InForce]]:
    """The decisions about one child that count, oldest first, and what stood after each."""
    return histories([child.pk]).get(child.pk, [])


def in_force(child: Child) -> InForce:
    """What stands now, as the pure rules give it."""
    made = history(child)
    return made[-1][1] if made else InForce()


def level_in_force(child: Child) -> LevelInForce:
    """The level of a child now, with its newest decision, its day and who decided."""
    made = history(child)
    if not made:
        return LevelInForce()
    newest, standing = made[-1]
    effective = next((decision for decision, _then in reversed(made) if not _undecided(decision)), newest)
    return LevelInForce(
        decided=standing.decided,
        acting=standing.acting,
        decision=newest,
        decided_on=effective.assessment.date,
        by=effective.by,
        waiting_for_agreement=standing.waiting,
    )


def _undecided(decision: Decision) -> bool:
    """Whether a decision never took effect: it waits for the manager, or was declined."""
    return decision.needs_agreement and _outcome(decision) != levels.AGREED


def decisions_for(child: Child) -> list[Decision]:
    """Every decision about a child, newest first, those of withdrawn assessments too."""
    return list(_with_answers(Decision.objects.filter(child=child)).order_by("-sequence"))


def waiting_for(user: User) -> list[Decision]:
    """Decisions that wait for this manager's agreement, oldest first; never their own."""
    later = Decision.objects.filter(child=OuterRef("child"), sequence__gt=OuterRef("sequence"))
    return _for_managers(user, Q(needs_agreement=True, agreement__isnull=True) & ~Exists(later))


def to_see(user: User) -> list[Decision]:
    """Decisions that differ from the suggestion and no manager has seen, oldest first; never the user's own."""
    differing = Q(seen__isnull=True, agreement__isnull=True, needs_agreement=False) & ~Q(
        decided_level=F("suggested_level")
    )
    return _for_managers(user, differing)


def _for_managers(user: User, which: Q) -> list[Decision]:
    if not user.may(Permission.AGREE_LOWER_LEVEL):
        return []
    found = _with_answers(Decision.objects.filter(which, child__in=children.visible_to(user)))
    found = found.exclude(by=user).exclude(assessment__author=user).exclude(assessment__state=State.WITHDRAWN)
    return list(found.order_by("at"))


def trajectory(child: Child) -> list[TrajectoryPoint]:
    """A child's levels over time, oldest first, with what rose and what fell."""
    points = []
    before: InForce | None = None
    for decision, standing in history(child):
        direction = "first"
        if before is not None:
            direction = "same"
            if levels.below(before.acting, standing.acting):
                direction = "up"
            elif levels.below(standing.acting, before.acting):
                direction = "down"
        points.append(
            TrajectoryPoint(
                day=decision.assessment.date,
                at=decision.at,
                decided=standing.decided,
                acting=standing.acting,
                proposed=decision.decided_level,
                suggested=decision.suggested_level,
                direction=direction,
                waiting=standing.waiting,
                counts={level: int(decision.result["counts"].get(level, 0)) for level in ("low", "medium", "high")},
                suspected=int(decision.result.get("suspected", 0)),
                not_asked=decision.not_asked,
                by_name=decision.by.name,
                reason=decision.reason,
                assessment_id=decision.assessment_id,
            )
        )
        before = standing
    return points
