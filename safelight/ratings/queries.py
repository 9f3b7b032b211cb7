"""Reading own views, suggestions and decisions, and which level is in force."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import orjson
from django.db.models import Exists, F, OuterRef, QuerySet

from safelight.access import queries as access
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.assessments import queries as assessments
from safelight.assessments.models import HELD, IndicatorAnswer, State
from safelight.assessments.models import Assessment as Assessment  # pages name the type, and import no models
from safelight.assessments.queries import IndicatorView
from safelight.children import queries as children
from safelight.children.models import Child, Involvement
from safelight.core import reading
from safelight.core.errors import NotFound
from safelight.duties import queries as duties
from safelight.duties.models import CLOSING, DutyAct
from safelight.ratings import levels
from safelight.ratings.levels import NONE, Decided, InForce
from safelight.ratings.models import Decision as Decision
from safelight.ratings.models import KeptWords, OwnView
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
    declined: bool
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
    if outcome_of(before) == levels.AGREED:
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
    if "own_view" in assessment._state.fields_cache:  # read together with the decision
        found: OwnView | None = assessment._state.fields_cache["own_view"]
        return found
    return OwnView.objects.filter(assessment=assessment).select_related("by").first()


def kept_words(user: User, assessment: Assessment) -> dict[str, str]:
    """What this person typed on the own view or the decision and has not sent yet, by control."""
    kept = KeptWords.objects.filter(assessment=assessment, user=user).first()
    return dict(kept.words) if kept else {}


def decision_on(assessment: Assessment) -> Decision | None:
    """What was decided on this assessment, if anything was."""
    return _with_answers(Decision.objects.filter(assessment=assessment)).first()


def decision_for(user: User, child_id: UUID | str, assessment_id: UUID | str) -> Decision:
    """The decision on an assessment of a child that the user sees, else ``NotFound``."""
    child = children.get(user, child_id)
    found = _with_answers(Decision.objects.filter(child=child, assessment_id=assessment_id)).first()
    if found is None:
        raise NotFound("decision")
    found.child = found.assessment.child = child
    return found


def _with_answers(found: QuerySet[Decision]) -> QuerySet[Decision]:
    return found.select_related(
        "by",
        "by__line_manager",
        "child",
        "partnership",
        "assessment",
        "assessment__author",
        "assessment__definition",
        "assessment__own_view__by",
        "agreement",
        "agreement__by",
        "seen",
        "seen__by",
    ).defer("assessment__definition__content", *_OF_THE_FORM)


# Columns of an assessment that only its own pages read; they are the longest that it has.
_OF_THE_FORM = (
    "assessment__field_versions",
    "assessment__carried_fields",
    "assessment__details",
    "assessment__effectiveness",
)


def _decisions(child_ids: Iterable[UUID]) -> QuerySet[Decision]:
    """The decisions that count, in order, with all that pages show of them."""
    return _with_answers(_counted(child_ids))


def _counted(child_ids: Iterable[UUID]) -> QuerySet[Decision]:
    """The decisions that count, in order: a withdrawn assessment's does not (RA-18)."""
    found = Decision.objects.filter(child_id__in=list(child_ids)).exclude(assessment__state=State.WITHDRAWN)
    return found.order_by("child_id", "sequence")


def outcome_of(decision: Decision) -> str:
    """What the manager said: agreed, declined, or nothing yet."""
    agreement = getattr(decision, "agreement", None)
    return str(agreement.outcome) if agreement else ""


def as_decided(decision: Decision) -> Decided:
    """A decision as the pure rules read it."""
    return Decided(
        level=decision.decided_level,
        suggested=decision.suggested_level,
        act_on=decision.act_on,
        needs_agreement=decision.needs_agreement,
        outcome=outcome_of(decision),
    )


def histories(child_ids: Iterable[UUID]) -> dict[UUID, list[tuple[Decision, InForce]]]:
    """For each child with decisions: each that counts, and what stood after it. One query for all of them.

    The decisions have only what duties follow from; whatever else is asked of one costs a query.
    """
    wanted = frozenset(child_ids)
    if len(wanted) == 1:  # the page of one child tells of all its decisions, so they are read together
        return {child_id: made for child_id in wanted if (made := _history(child_id))}
    return reading.kept(("ratings.histories", wanted), lambda: _histories(_for_duties(wanted)))


def _for_duties(child_ids: Iterable[UUID]) -> QuerySet[Decision]:
    related = ("child", "partnership", "by", "assessment__definition", "agreement", "seen")
    return _counted(child_ids).select_related(*related).only(*_FOR_DUTIES)


# What duties follow from. These records have many columns, and a page of work reads hundreds of them.
_FOR_DUTIES = (
    "child__social_care_status",
    "partnership__jurisdiction",
    "by__line_manager",
    "assessment__author",
    "assessment__date",
    "assessment__other_forms",
    "assessment__definition__definition_id",
    "assessment__definition__sha256",
    "agreement__outcome",
    "seen__decision",
    "sequence",
    "suggested_level",
    "decided_level",
    "act_on",
    "held",
    "saf_decision",
    "harm_now",
    "category",
    "needs_agreement",
    "mash_due",
    "at",
)


def _histories(found: Iterable[Decision]) -> dict[UUID, list[tuple[Decision, InForce]]]:
    grouped: dict[UUID, list[Decision]] = {}
    for decision in found:
        grouped.setdefault(decision.child_id, []).append(decision)
    return {
        child_id: list(zip(made, levels.fold(as_decided(each) for each in made), strict=True))
        for child_id, made in grouped.items()
    }


def history(child: Child) -> list[tuple[Decision, InForce]]:
    """The decisions about one child that count, oldest first, and what stood after each."""
    return _history(child.pk)


def _history(child_id: UUID) -> list[tuple[Decision, InForce]]:
    made = [decision for decision in _all_about(child_id) if decision.assessment.state != State.WITHDRAWN]
    return reading.kept(("ratings.history", child_id), lambda: _histories(made)).get(child_id, [])


def _all_about(child_id: UUID) -> list[Decision]:
    """Every decision about one child, oldest first, with what pages and duties tell of it."""
    found = Decision.objects.filter(child_id=child_id).order_by("sequence")
    found = found.select_related(*_RELATED).only(*(field.name for field in Decision._meta.fields), *_TOLD)
    return reading.kept(("ratings.all_about", child_id), lambda: list(found))


_RELATED = ("by", "child", "partnership", "assessment__definition", "assessment__own_view", "agreement__by", "seen")
_TOLD = (
    "by__name",
    "by__job_title",
    "by__line_manager",
    "child__social_care_status",
    "partnership__jurisdiction",
    "assessment__author",
    "assessment__child",
    "assessment__state",
    "assessment__date",
    "assessment__completed_at",
    "assessment__other_forms",
    "assessment__moved_from",
    "assessment__definition__definition_id",
    "assessment__definition__version",
    "assessment__definition__sha256",
    "assessment__own_view__level",
    "assessment__own_view__reason",
    "agreement__outcome",
    "agreement__comment",
    "agreement__at",
    "agreement__by__name",
    "agreement__by__job_title",
    "seen__decision",
)


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
    return decision.needs_agreement and outcome_of(decision) != levels.AGREED


def decisions_for(child: Child) -> list[Decision]:
    """Every decision about a child, newest first, those of withdrawn assessments too."""
    return _all_about(child.pk)[::-1]


def waiting_for(user: User) -> list[Decision]:
    """Newest decisions that wait for this manager's agreement, oldest first; never their own."""
    later = Decision.objects.filter(child=OuterRef("child"), sequence__gt=OuterRef("sequence"))
    waiting = _for_managers(user).filter(needs_agreement=True, agreement__isnull=True)
    return list(waiting.exclude(Exists(later)).order_by("at"))


def to_see(user: User) -> list[Decision]:
    """Decisions that differ from the suggestion and no manager has seen, oldest first; never the user's own."""
    differing = _for_managers(user).filter(seen__isnull=True, agreement__isnull=True, needs_agreement=False)
    return list(differing.exclude(decided_level=F("suggested_level")).order_by("at"))


def answerable(user: User, decision_ids: Iterable[UUID | str]) -> set[UUID]:
    """Which of these decisions, about children whom they see, this person may answer: never about their own work."""
    if not user.may(Permission.AGREE_LOWER_LEVEL):
        return set()
    others = Decision.objects.filter(pk__in=list(decision_ids)).exclude(by=user).exclude(assessment__author=user)
    return set(others.values_list("pk", flat=True))


def _for_managers(user: User) -> QuerySet[Decision]:
    """Decisions that this person could answer as a manager: of children they see, and not their own work."""
    if not user.may(Permission.AGREE_LOWER_LEVEL):
        return Decision.objects.none()
    found = _with_answers(Decision.objects.filter(child__in=children.visible_to(user)))
    return found.exclude(by=user).exclude(assessment__author=user).exclude(assessment__state=State.WITHDRAWN)


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
                declined=_undecided(decision) and not standing.waiting,
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


def drafts_with_harm(child_ids: Iterable[UUID]) -> dict[UUID, list[tuple[UUID, datetime, UUID]]]:
    """By child: drafts whose own view is saved and in which a sign of harm is held: (assessment, since, by)."""
    if assessments.none_is(wanted := frozenset(child_ids), assessments.is_draft):
        return {}
    held = (
        IndicatorAnswer.objects.filter(
            assessment__child_id__in=wanted,
            assessment__state=State.DRAFT,
            assessment__own_view__isnull=False,
            answer__in=HELD,
        )
        .select_related("assessment__own_view", "assessment__definition")
        .only(
            "code",
            "assessment__child",
            "assessment__definition__sha256",
            "assessment__own_view__at",
            "assessment__own_view__by",
        )
        .order_by("assessment__own_view__at")
    )
    found: dict[UUID, dict[UUID, tuple[UUID, datetime, UUID]]] = {}
    for row in held:
        draft = row.assessment
        if row.code in _harm_codes(draft.definition):
            found.setdefault(draft.child_id, {})[draft.pk] = (draft.pk, draft.own_view.at, draft.own_view.by_id)
    return {child_id: list(drafts.values()) for child_id, drafts in found.items()}


def _harm_codes(definition: Definition) -> frozenset[str]:
    return frozenset(each.code for each in toolkits.toolkit_of(definition).indicators if each.harm)


def moved_without_decision(child_ids: Iterable[UUID]) -> dict[UUID, list[tuple[UUID, datetime, UUID]]]:
    """By child: assessments moved here from the wrong child, on which nobody decided: (assessment, since, author)."""
    if assessments.none_is(wanted := frozenset(child_ids), lambda each: each.moved_from_id is not None):
        return {}
    rows = (
        Assessment.objects.filter(
            child_id__in=wanted,
            state=State.COMPLETED,
            moved_from__isnull=False,
            decision__isnull=True,
        )
        .order_by("date")
        .values_list("child_id", "pk", "moved_from__ended_at", "author_id")
    )
    found: dict[UUID, list[tuple[UUID, datetime, UUID]]] = {}
    for child_id, pk, since, author_id in rows:
        if since is not None:  # the one moved from was ended by moving it
            found.setdefault(child_id, []).append((pk, since, author_id))
    return found


def people_involved(child_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """By child: who works with the child now."""
    wanted = frozenset(child_ids)
    if len(wanted) == 1:  # its page tells of them
        return {one: frozenset(each.user_id for each in children.worked_with(one) if not each.until) for one in wanted}
    rows = Involvement.objects.filter(child_id__in=wanted, until__isnull=True)
    found: dict[UUID, set[UUID]] = {}
    for child_id, user_id in rows.values_list("child_id", "user_id"):
        found.setdefault(child_id, set()).add(user_id)
    return {child_id: frozenset(people) for child_id, people in found.items()}


def closings(child_ids: Iterable[UUID]) -> dict[UUID, tuple[dict[str, list[datetime]], frozenset[str]]]:
    """By child: when duties of each code were closed, and the keys of those that were."""
    moments: dict[UUID, dict[str, list[datetime]]] = {}
    keys: dict[UUID, set[str]] = {}
    for act in duties.acts(child_ids):
        if act.outcome in CLOSING:
            moments.setdefault(act.child_id, {}).setdefault(act.code, []).append(act.at)
            keys.setdefault(act.child_id, set()).add(act.key)
    return {child_id: (codes, frozenset(keys[child_id])) for child_id, codes in moments.items()}


def closing_act(child_id: UUID, key: str) -> DutyAct | None:
    """Who closed a duty of a child, and how, if anybody did."""
    return duties.closing_acts([child_id]).filter(key=key).select_related("by").first()


def names_of(user: User, people: Iterable[UUID | None]) -> dict[object, str]:
    """The names of some active people of the user's partnership, by id."""
    wanted = {person for person in people if person is not None}
    return dict(access.colleagues(user).filter(pk__in=wanted).values_list("pk", "name"))


def acted_above(decision: Decision, in_force: LevelInForce) -> bool:
    """Whether more is done than this decision alone asks: a manager may agree that it need not be (RT-06)."""
    return levels.below(decision.decided_level, in_force.acting)
