"""The shape of a plan template's file: the plan that an area uses, as data, apart from any assessment toolkit.

It shares the parts that a toolkit's own plan and disruption table have, so that whoever drafts a plan asks either in
the same way. `safelight.toolkits.plan_checks` holds what joins one part of a file to another.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from safelight.toolkits.schema import (
    ActionCode,
    Agency,
    Cite,
    Cover,
    Disruption,
    FormField,
    Part,
    PlanTemplate,
    Slug,
    Source,
    Strategy,
    Text,
)

ColumnShows = Literal["outcome", "action", "who", "when", "review_at", "progress", "measure", "rag"]
"""What a column of the printed plan shows of a row."""

HEADER_CODES = frozenset(
    {"author", "author_role", "meeting_date", "meeting_time", "name", "date_of_birth", "address", "level"}
)
"""What the head of a printed plan can be filled with."""

SIGNATURE_CODES = frozenset({"signed", "signed_on"})


class PlanColumn(Part):
    """A column of the printed plan: its heading as the source has it, and what it shows."""

    shows: ColumnShows
    heading: Text


class PlanForm(Part):
    """The plan's form on paper: its title, the fields of its head, its columns in order, where it is signed.

    A source without a head or a place to sign has empty lists.
    """

    title: Text
    header: list[FormField] = []
    columns: Annotated[list[PlanColumn], Field(min_length=2)]
    signature: list[FormField] = []


class Commitment(Part):
    """Something that every agency does for as long as the plan runs: its words are ours, the fact the source's."""

    code: ActionCode
    label: Text
    cites: list[Cite]


class Guidance(Part):
    """Something to know while making the plan, in our words."""

    heading: Text
    text: Text
    cites: list[Cite]


class PlanDefinition(Part):
    """One area's plan template, as read from one definition file.

    `date` is null where the document bears none, and `date_note` says what is known of its age. Where
    `separate_document` is false the area wants no plan beside a child in need, child protection or looked-after plan.
    `covers` speaks of the factors and indicators of the toolkit whose id is `covers_toolkit`.
    """

    format: Literal[1]
    kind: Literal["plan"]
    id: Slug
    title: Text
    owner: Text
    version: Text
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] | None
    date_note: Text
    current: bool
    source: Source
    separate_document: bool = True
    form: PlanForm
    plan: PlanTemplate
    all_agencies: list[Commitment] = []
    guidance: list[Guidance] = []
    disruption: Disruption | None = None
    covers_toolkit: Slug | None = None
    covers: list[Cover] = []

    @property
    def strategies(self) -> list[Strategy]:
        """None: a toolkit alone lists intervention strategies."""
        return []

    def section_of(self, code: str) -> list[str]:
        """Where in the source an action or an option stands; empty for an unknown code."""
        for outcome in self.plan.outcomes:
            for action in outcome.actions:
                if action.code == code:
                    return list(action.cites or outcome.cites or self.plan.cites)
        if self.disruption is not None and any(
            option.code == code for aim in self.disruption.aims for option in aim.options
        ):
            return list(self.disruption.cites)
        return []


class Power(Part):
    """A power that only some agencies have: who can use it, whom it can be used for or against, by which law.

    `verified` is false where nobody has checked it against the law as it stands; the page says so then.
    """

    code: Slug
    title: Text
    who: Annotated[list[Agency], Field(min_length=1)]
    limits: Text | None
    basis: Text
    verified: bool


class PowerUse(Part):
    """The powers that an action or option of a template or toolkit rests on.

    `only` is true where nobody but those who have the power can do it; false where others take part.
    """

    definition: Slug
    code: ActionCode
    powers: Annotated[list[Slug], Field(min_length=1)]
    only: bool


class Powers(Part):
    """Powers to protect and disrupt, and which actions and options of the templates rest on them."""

    format: Literal[1]
    kind: Literal["powers"]
    id: Slug
    title: Text
    as_of: Text
    note: Text
    powers: Annotated[list[Power], Field(min_length=1)]
    uses: list[PowerUse]
