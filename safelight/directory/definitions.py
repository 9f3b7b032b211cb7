"""The room's definition files: services, guides, resources and terms, each read strictly. Pure but for reading."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints, field_validator, model_validator

from safelight.core import paths
from safelight.toolkits.schema import Cite, Day, LevelCode, Part, Slug, Text
from safelight.toolkits.strict import read_as

Age = Annotated[int, Field(ge=0, le=120)]
Referrer = Literal["young_person", "family", "professional", "case_holder"]
Reader = Literal["young_people", "parents", "professionals"]
GUIDE_WORDS = range(300, 601)
"""How many words a practice guide may have: one is read between two visits."""


class DatedSource(Part):
    """A source, its letter, and the date its contacts are of, as far as it says one."""

    letter: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
    title: Text
    as_of: Text


class Service(Part):
    """A service: whom it is for, who may refer, how to reach it. What is missing is no limit, or not known.

    Ages are whole years, both ends included. No name of a person.
    """

    code: Slug
    name: Text
    about: Text
    areas: list[Text] = []
    age_from: Age | None = None
    age_to: Age | None = None
    gender: Literal["female", "male"] | None = None
    levels: list[LevelCode] = []
    refer: Annotated[list[Referrer], Field(min_length=1)]
    note: Text | None = None
    hours: Text | None = None
    telephone: Text | None = None
    email: Text | None = None
    website: Text | None = None
    how: Text
    cites: Annotated[list[Cite], Field(min_length=1)]

    @model_validator(mode="after")
    def _ages_in_order(self) -> Service:
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            raise ValueError("age_from is above age_to")
        return self


class Services(Part):
    """All services of the sources."""

    format: Literal[1]
    kind: Literal["services"]
    id: Slug
    title: Text
    sources: Annotated[list[DatedSource], Field(min_length=1)]
    services: Annotated[list[Service], Field(min_length=1)]

    @model_validator(mode="after")
    def _holds_together(self) -> Services:
        _once(one.code for one in self.services)
        known = {source.letter for source in self.sources}
        for one in self.services:
            if unknown := {cite[0] for cite in one.cites} - known:
                raise ValueError(f"{one.code} cites {', '.join(sorted(unknown))}, which is not among the sources")
        return self

    def as_of(self, service: Service) -> str:
        """The date of the source that names the service first."""
        return next(source.as_of for source in self.sources if source.letter == service.cites[0][0])


class Resource(Part):
    """Something to read, watch or use, and when somebody last opened it."""

    code: Slug
    for_: Annotated[list[Reader], Field(min_length=1, alias="for")]
    title: Text
    url: Text
    about: Text
    last_checked: Day | None
    cites: Annotated[list[Cite], Field(min_length=1)]

    @field_validator("url")
    @classmethod
    def _whole_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("is not an address that begins with https:// or http://")
        return url


class Resources(Part):
    """All resources."""

    format: Literal[1]
    kind: Literal["resources"]
    id: Slug
    title: Text
    resources: Annotated[list[Resource], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> Resources:
        _once(one.code for one in self.resources)
        _once(one.url for one in self.resources)
        return self


class Term(Part):
    """A term or abbreviation: what it stands for, and what it means in our words."""

    term: Text
    long_form: Text | None
    meaning: Text
    ours: bool = False
    cites: list[Cite]

    @model_validator(mode="after")
    def _rests_on_something(self) -> Term:
        if not self.cites and not self.ours:
            raise ValueError("cites no source and is not marked ours")
        return self


class Glossary(Part):
    """Terms of the sources beside the toolkit's own."""

    format: Literal[1]
    kind: Literal["glossary"]
    id: Slug
    title: Text
    terms: Annotated[list[Term], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> Glossary:
        _once(one.term.casefold() for one in self.terms)
        return self


class Claim(Part):
    """One thing that a guide says: the section it rests on, or that it is ours."""

    text: Text
    cites: list[Cite] = []
    ours: bool = False

    @model_validator(mode="after")
    def _rests_on_something(self) -> Claim:
        if bool(self.cites) == self.ours:
            raise ValueError("either cites its section or is marked ours")
        return self


class Section(Part):
    """A heading and what is said under it."""

    heading: Text
    claims: Annotated[list[Claim], Field(min_length=1)]


class Guide(Part):
    """A practice guide: first what to do now, then the rest, in our own words."""

    format: Literal[1]
    kind: Literal["guide"]
    id: Slug
    title: Text
    order: int
    now: Text
    sections: Annotated[list[Section], Field(min_length=1)]

    @model_validator(mode="after")
    def _short(self) -> Guide:
        if self.words not in GUIDE_WORDS:
            raise ValueError(f"has {self.words} words; a guide has {GUIDE_WORDS.start} to {GUIDE_WORDS.stop - 1}")
        return self

    @property
    def words(self) -> int:
        """How many words a reader meets."""
        said = [self.title, self.now]
        for section in self.sections:
            said += [section.heading, *(claim.text for claim in section.claims)]
        return sum(len(text.split()) for text in said)


def _once(values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"{value} stands twice")
        seen.add(value)


@cache
def services() -> Services:
    """The services that come with Safelight."""
    return read_as(paths.definitions() / "directory" / "services.yaml", Services)


@cache
def resources() -> Resources:
    """The resources that come with Safelight."""
    return read_as(paths.definitions() / "directory" / "resources.yaml", Resources)


@cache
def glossary() -> Glossary:
    """The terms that come with Safelight beside the toolkits'."""
    return read_as(paths.definitions() / "directory" / "glossary.yaml", Glossary)


@cache
def guides() -> tuple[Guide, ...]:
    """The practice guides in the order of their use."""
    found = [read_as(path, Guide) for path in sorted((paths.definitions() / "guides").glob("*.yaml"))]
    return tuple(sorted(found, key=lambda guide: guide.order))
