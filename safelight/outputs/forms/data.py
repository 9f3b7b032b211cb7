"""What a form is filled with: plain values, taken from the record by whoever prints.

A text that is None or empty was not recorded, and is printed as "Not recorded". An answer that is missing was
not asked yet, which is never printed as "none" (HZ-04).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from safelight.outputs.content import Answer

IndicatorLevel = Literal["low", "medium", "high"]
Level = Literal["none", "low", "medium", "high", "exploited"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What each page of a printed copy says about the copy.

    `reference` is the record's reference without meaning, as in ``SL-7K3Q-93``. `printed_at` knows its time zone
    and is printed in London time. `copy` is a copy's number, as in "2 of 4". `state` is said when the record is
    not final, as in "Draft: not completed". `demo` marks every page as invented.
    """

    reference: str
    printed_at: datetime
    by_role: str
    by_agency: str
    copy: str | None = None
    state: str | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildPrint:
    """The child's details as they were when the form was completed.

    `date_of_birth` is a text where only an age is known, as in "Not known, about 15".
    """

    name: str | None
    date_of_birth: date | str | None = None
    address: str | None = None
    parental_responsibility: str | None = None
    telephone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvolvementsPrint:
    """Who is involved with the child.

    `social_care` holds the form's own options that apply; `social_care_words` is what is known where none of them
    does, as in "Not open to social care".
    """

    social_care: tuple[str, ...] = ()
    social_care_words: str | None = None
    social_worker: str | None = None
    ccm_number: str | None = None
    youth_offending_team: str | None = None
    youth_justice_officer: str | None = None
    lead_professional: str | None = None
    school: str | None = None
    other_services: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPrint:
    """What somebody says of a fact that was not changed: it stands on every copy (HZ-38)."""

    about: str
    words: str
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What the child, and what the parents or carers say, or why that is not known; and statements of theirs."""

    child: str | None = None
    child_missing_because: str | None = None
    parents: str | None = None
    parents_missing_because: str | None = None
    statements: tuple[StatementPrint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorPrint:
    """A vulnerability factor's answer; a comment on factor "other" says what it is.

    `carried_forward` marks one that stands from the last assessment and that nobody has confirmed.
    """

    recognised: bool = False
    comment: str | None = None
    carried_forward: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorPrint:
    """An indicator's answer and what it rests on. `source` is who it comes from, `when` is in the writer's words.

    `carried_forward` marks an answer that stands from the last assessment and that nobody has confirmed.
    """

    answer: Answer = Answer.NOT_ASKED
    evidence: str | None = None
    source: str | None = None
    when: str | None = None
    carried_forward: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherIndicatorPrint:
    """An indicator that the professional added (X1, X2, …) at a level."""

    code: str
    level: IndicatorLevel
    label: str
    given: IndicatorPrint


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPrint:
    """The professional's own view, what the toolkit suggested, and what was decided. None is not given yet.

    `reasons` are the suggestion's sentences, each with its citation. `own_view` and `decided` are levels' codes;
    an own view may also be a text such as "Worried, but I cannot say yet". `not_in_effect` says why what was decided
    does not stand, as while it waits for a manager; then the form's boxes stay empty (RA-07). The questions about
    harm and about early help are None where the decision did not ask them.
    """

    own_view: str | None = None
    own_view_reason: str | None = None
    suggested: Level | None = None
    act_on: Level | None = None
    reasons: tuple[str, ...] = ()
    decided: Level | None = None
    decided_reason: str | None = None
    decided_by: str | None = None
    decided_on: date | None = None
    not_in_effect: str | None = None
    agreed_by: str | None = None
    harm_now: str | None = None
    harm_why: str | None = None
    early_help: str | None = None
    early_help_why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectivenessPrint:
    """An answer about whether the present help is enough, by the question's code (E1, …)."""

    answer: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyPrint:
    """An agency that was asked for what it knows: how far that came, and what it said or why not."""

    name: str
    outcome: str
    asked_on: date | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernPrint:
    """A concern that was logged before the assessment: by whom, when, and its words, which name no other child."""

    reference: str
    logged_on: date
    by: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentPrint:
    """A whole assessment. Factors and indicators are by their code; those that are missing were not asked yet."""

    stamp: Stamp
    child: ChildPrint
    involvements: InvolvementsPrint = InvolvementsPrint()
    assessed_on: date | None = None
    assessor: str | None = None
    analysed_on: date | None = None
    review_on: date | None = None
    words: OwnWords = OwnWords()
    factors: Mapping[str, FactorPrint] = field(default_factory=dict)
    indicators: Mapping[str, IndicatorPrint] = field(default_factory=dict)
    others: tuple[OtherIndicatorPrint, ...] = ()
    summaries: Mapping[IndicatorLevel, str] = field(default_factory=dict)
    behaviours: str | None = None
    places: str | None = None
    perpetrators: str | None = None
    police: str | None = None
    category: str | None = None
    other_exploitation: tuple[str, ...] = ()
    level: LevelPrint = LevelPrint()
    effectiveness: Mapping[str, EffectivenessPrint] = field(default_factory=dict)
    agencies: tuple[AgencyPrint, ...] = ()
    concerns: tuple[ConcernPrint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRowPrint:
    """One action of a plan, each text as the plan has it.

    `action` also says how we will know that it worked, and `progress` how it is going; for templates with columns of
    their own for these, `action_alone`, `measure` and `rag` are the parts. `today` is how its words are said now.
    """

    action: str
    who: str | None = None
    when: str | None = None
    review_at: str | None = None
    progress: str | None = None
    action_alone: str | None = None
    measure: str | None = None
    rag: str | None = None
    today: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOutcomePrint:
    """A desired outcome, its number in the template (None for one that was added), and its actions."""

    number: int | None
    label: str
    rows: tuple[PlanRowPrint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UncoveredPrint:
    """A recognised factor or indicator without an action, and why, if somebody said so (PL-03)."""

    label: str
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPrint:
    """A whole plan. `signed_by` and `signed_on` stay None until somebody signed, and leave room to sign.

    `made_with` is how the child and the family took part.
    """

    stamp: Stamp
    child: ChildPrint
    author: str | None = None
    author_role: str | None = None
    meeting_date: date | None = None
    meeting_time: time | None = None
    decided: Level | None = None
    words: OwnWords = OwnWords()
    made_with: str | None = None
    outcomes: tuple[PlanOutcomePrint, ...] = ()
    uncovered: tuple[UncoveredPrint, ...] = ()
    agreed_by: str | None = None
    agreed_on: date | None = None
    signed_by: str | None = None
    signed_on: date | None = None
