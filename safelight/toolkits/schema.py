"""The shape of a toolkit's definition file: everything a partnership's assessment tool consists of, as data.

Nothing here computes a level; the `rating` part of a file says how, and the rating engine reads it. Every model
refuses unknown keys and wrong types, so a slip of the pen in a file is found when it is checked, not in use.
`safelight.toolkits.checks` holds what joins one part of a file to another.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from safelight.toolkits.rating.definition import RatingDefinition

Text = Annotated[str, StringConstraints(pattern=r"^\S([\s\S]*\S)?$")]
"""Words for people: not blank, no white space at either end."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Cite = Annotated[str, StringConstraints(pattern=r"^[A-Z] \S(.*\S)?$")]
"""A place in a source: its letter, a space, the section, as in `P step 3`."""
ActionCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*\.[1-9][0-9]*\.[1-9][0-9]*$")]
"""The code of an action or option: its list's letters, the number of its outcome or aim, its own number."""
OutcomeCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]*\.[1-9][0-9]*$")]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]

IndicatorLevel = Literal["low", "medium", "high"]
LevelCode = Literal["low", "medium", "high", "exploited"]
Owner = Literal[
    "practitioner", "lead_worker", "safeguarding_lead", "manager", "social_worker", "mash", "police", "coordinator"
]

Agency = Literal["police", "licensing", "social_care", "health", "education", "court", "voluntary"]


class Part(BaseModel):
    """Base of every part of a definition: unknown keys and loose types are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Today(Part):
    """Our wording beside a label that is dated or blames; `reviewed_on` is null until practitioners agreed it."""

    text: Text
    reviewed_on: Day | None


class Source(Part):
    """The document a definition was made from, and the letter that citations use for it."""

    letter: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
    title: Text


class Scope(Part):
    """Whom the toolkit is for, in whole years of age: below `usual_under_age`, or with a reason below the other."""

    usual_under_age: Annotated[int, Field(ge=1, le=120)]
    extended_under_age: Annotated[int, Field(ge=1, le=120)]
    extended_reasons: list[Text]
    note: Text
    cites: list[Cite]


class Meaning(Part):
    """A term and what it means, in our words."""

    term: Text
    meaning: Text
    cites: list[Cite]


class Level(Part):
    """A level of risk. `computed` is false where only a person can give it; `file_mark` is what the file says."""

    code: LevelCode
    label: Text
    file_mark: Text
    computed: bool
    meaning: Text
    threshold: Text | None
    form_note: Text
    cites: list[Cite]


class Factor(Part):
    """A vulnerability factor. It shapes the plan and never sets the level."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z]$")]
    label: Text
    meaning: Text
    today: Today | None = None
    touches_learning_disability: bool = False
    free_text: bool = False


class Indicator(Part):
    """A risk indicator: the form's label, its plain meaning and an open question to ask.

    `harm` marks a sign that harm has already happened, which is kept apart from signs of risk.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[LMH][1-9][0-9]*$")]
    level: IndicatorLevel
    label: Text
    meaning: Text
    ask: Text
    printed_label: Text | None = None
    today: Today | None = None
    harm: bool = False

    @property
    def form_label(self) -> str:
        """The label exactly as the printed form of step 3 has it."""
        return self.printed_label or self.label


class SummaryRow(Part):
    """A row of the summary form, ticked when any of `ticked_by` is present.

    With `with_another` true, one further indicator, of any level, must be present too.
    """

    code: Annotated[str, StringConstraints(pattern=r"^S4-[LMH][1-9][0-9]*$")]
    label: Text
    ticked_by: Annotated[list[str], Field(min_length=1)]
    with_another: bool = False


class SummaryGroup(Part):
    """The rows of the summary form for one level, under the form's heading."""

    level: IndicatorLevel
    heading: Text
    rows: list[SummaryRow]


class SummaryForm(Part):
    """The summary form: filled from the indicators, never typed."""

    groups: list[SummaryGroup]
    cites: list[Cite]


class WordingDiffers(Part):
    """A place where the toolkit does not agree with itself, and what Safelight does about it.

    It is shown when one of `notes` goes with a suggestion or one of `indicators` is held.
    """

    code: Annotated[str, StringConstraints(pattern=r"^W[1-9][0-9]*$")]
    about: Text
    one_says: Text
    one_cites: list[Cite]
    another_says: Text
    another_cites: list[Cite]
    done: Text
    notes: list[Annotated[str, StringConstraints(pattern=r"^N-[A-Z0-9]+(-[A-Z0-9]+)*$")]] = []
    indicators: list[str] = []


class Due(Part):
    """When a procedure is due, counted from the day it begins to apply.

    `within` needs `days`; `working` counts working days. `ours` marks a time that the source does not give.
    """

    when: Literal["same_day", "within", "with_decision", "by_reassessment", "ongoing"]
    days: Annotated[int, Field(ge=1, le=366)] | None = None
    working: bool = False
    ours: bool = False


class Procedure(Part):
    """What must or should follow. `never_set_aside` marks a duty that nobody can set aside."""

    code: Annotated[str, StringConstraints(pattern=r"^PR-[0-9]{2}$")]
    title: Text
    levels: list[Literal["none", "low", "medium", "high", "exploited"]]
    applies: Text
    owners: Annotated[list[Owner], Field(min_length=1)]
    due: Due
    must: bool
    never_set_aside: bool = False
    steps: Annotated[list[Text], Field(min_length=1)]
    ours: bool = False
    cites: list[Cite]


class Limit(Part):
    """The longest time to the next assessment at the given levels, in weeks or in calendar months."""

    levels: list[LevelCode]
    weeks: Annotated[int, Field(ge=1, le=53)] | None = None
    months: Annotated[int, Field(ge=1, le=24)] | None = None


class Reassessment(Part):
    """When to assess again: the aim, in weeks, and the limit after which it is overdue."""

    aim_from_weeks: Annotated[int, Field(ge=1, le=53)]
    aim_by_weeks: Annotated[int, Field(ge=1, le=53)]
    no_later_than: list[Limit]
    note: Text
    cites: list[Cite]


class FormField(Part):
    """A field of a printed form. `code` names the value that fills it; `options` are printed to choose from."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    label: Text
    options: list[Text] = []
    instruction: Text | None = None
    parts: list[FormField] = []


class FormBlock(Part):
    """A block of a printed form: fields, a table whose rows come from the definition, or four quadrants.

    `rows_from` names where a table's rows stand; `totals` are the labels of the row beneath the table, one a cell.
    """

    kind: Literal["fields", "table", "quadrants"]
    heading: Text | None
    columns: list[Text] = []
    fields: list[FormField] = []
    rows_from: (
        Literal[
            "factors",
            "indicators.low",
            "indicators.medium",
            "indicators.high",
            "summary.low",
            "summary.medium",
            "summary.high",
            "plan.outcomes",
        ]
        | None
    ) = None
    totals: list[Text] = []


class Form(Part):
    """One of the toolkit's printed forms: its headings, columns, order and numbering."""

    code: Slug
    title: Text
    blocks: Annotated[list[FormBlock], Field(min_length=1)]
    cites: list[Cite]


class PlanAction(Part):
    """A recommended action with the source's owner, timing and review, word for word.

    `review_means` says what "As above" stands for. `window_hours` is the time in which evidence is best secured;
    it is never a reason to stop trying. `note` and `today` are ours. Without `cites` it stands where its outcome does.
    """

    code: ActionCode
    label: Text
    who: Text | None
    when: Text | None
    review_at: Text | None
    progress: Text | None = None
    review_means: Text | None = None
    window_hours: Annotated[int, Field(ge=1, le=10000)] | None = None
    today: Today | None = None
    note: Text | None = None
    cites: list[Cite] = []


class PrintedCells(Part):
    """What a source prints in the cells beside an outcome where its lines do not stand against single actions.

    Each list has the cell's lines in their order. `paired_by_us` names the columns whose lines we matched to actions
    by their sense; every other column has as many lines as the outcome has actions, and they go together in order.
    """

    who: list[Text] = []
    when: list[Text] = []
    review_at: list[Text] = []
    paired_by_us: list[Literal["who", "when", "review_at"]] = []


class PlanOutcome(Part):
    """A desired outcome of the plan and the actions recommended for it, in the source's order.

    `resources` are what the source names to use for it, `note` is ours. Without `cites` it stands where the plan does.
    """

    code: OutcomeCode
    number: Annotated[int, Field(ge=1)]
    label: Text
    printed: PrintedCells | None = None
    resources: list[Text] = []
    note: Text | None = None
    cites: list[Cite] = []
    actions: Annotated[list[PlanAction], Field(min_length=1)]


class PlanTemplate(Part):
    """The plan that a source gives as its example, used as a template. `numbered` is whether it numbers outcomes."""

    code: Slug
    title: Text
    numbered: bool = True
    outcomes: Annotated[list[PlanOutcome], Field(min_length=1)]
    reminder: Text
    cites: list[Cite]


class Cover(Part):
    """What the toolkit offers for one factor or indicator: plan actions, disruption options, strategies.

    `ours` marks a link that the source does not make. `none_in_source` marks that it offers nothing specific, and
    then no code is given.
    """

    code: str
    actions: list[str] = []
    options: list[str] = []
    strategies: list[str] = []
    ours: bool = False
    none_in_source: bool = False
    note: Text | None = None


class Strategy(Part):
    """An intervention strategy, with the plan actions and disruption aims that carry it out (links are ours)."""

    code: Annotated[str, StringConstraints(pattern=r"^PS\.[a-z]$")]
    label: Text
    meaning: Text
    today: Today | None = None
    actions: list[str]
    aims: list[str]
    ours: bool
    cites: list[Cite] = ["P B3"]


class DisruptionOption(Part):
    """One way to reach a disruption aim. A caution is something to be careful about, not something to do."""

    code: ActionCode
    label: Text
    kind: Literal["action", "caution"]
    who: list[Agency] = []
    note: Text | None = None


class DisruptionAim(Part):
    """A strategic aim and its options, in the source's order."""

    code: OutcomeCode
    number: Annotated[int, Field(ge=1)]
    label: Text
    today: Today | None = None
    options: Annotated[list[DisruptionOption], Field(min_length=1)]


class Disruption(Part):
    """The disruption table, with its printed title where it has one. Nothing in it is ever preselected."""

    title: Text | None = None
    columns: list[Text]
    note: Text
    aims: list[DisruptionAim]
    cites: list[Cite]


class Kind(Part):
    """A kind of exploitation to choose from."""

    code: Slug
    label: Text
    meaning: Text
    today: Today | None = None
    ours: bool = False
    cites: list[Cite] = []


class Question(Part):
    """A question about whether the present help is enough."""

    code: Annotated[str, StringConstraints(pattern=r"^E[1-9]$")]
    label: Text
    meaning: Text
    cites: list[Cite]


class Term(Part):
    """A glossary entry: what an abbreviation stands for as printed, and what it means in our words."""

    term: Text
    long_form: Text | None
    meaning: Text
    today: Today | None = None
    ours: bool = False
    cites: list[Cite] = []


class Contact(Part):
    """A service's contact as printed. `confirmed_on` stays null until somebody has tried it."""

    code: Slug
    kind: Literal["telephone", "email", "website"]
    label: Text
    values: Annotated[list[Text], Field(min_length=1)]
    as_of: Text
    confirmed_on: Day | None
    cites: list[Cite]


class Toolkit(Part):
    """A complete toolkit, as read from one definition file."""

    format: Literal[1]
    kind: Literal["toolkit"]
    id: Slug
    title: Text
    owner: Text
    version: Text
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]
    current: bool
    currency_note: Text
    evidence_note: Text
    nature: Literal["screening", "assessment"]
    source: Source
    scope: Scope
    definition: Meaning
    levels: Annotated[list[Level], Field(min_length=1)]
    factors: list[Factor]
    indicators: Annotated[list[Indicator], Field(min_length=1)]
    summary_form: SummaryForm
    wordings_differ: list[WordingDiffers]
    procedures: list[Procedure]
    reassessment: Reassessment
    forms: list[Form]
    plan: PlanTemplate
    covers: list[Cover]
    strategies: list[Strategy]
    disruption: Disruption
    categories: list[Kind]
    other_exploitation: list[Kind]
    effectiveness: list[Question]
    glossary: list[Term]
    contacts: list[Contact]
    rating: RatingDefinition

    def today_of(self, row: SummaryRow) -> list[str]:
        """Today's wording beside a row of the summary form: that of the indicators that tick it (LA-02)."""
        return [each.today.text for each in self.indicators if each.code in row.ticked_by and each.today]

    def indicators_at(self, level: IndicatorLevel) -> list[Indicator]:
        """The indicators of one level, in the toolkit's order."""
        return [each for each in self.indicators if each.level == level]
