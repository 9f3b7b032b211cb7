"""The room's definition files: words that blame and words that are long, each read strictly. Pure but for reading.

Every fault is told with its line, as with every definition file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from safelight.core import paths
from safelight.language.phrases import BadPhrase, just_after, just_before, pattern
from safelight.toolkits.strict import read_as

FOLDER = "language"

Text = Annotated[str, StringConstraints(pattern=r"^\S([\s\S]*\S)?$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
Cite = Annotated[str, StringConstraints(pattern=r"^[A-Z] \S(.*\S)?$")]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class BlamingWord(_Part):
    """A way of writing that blames or judges: its phrases, what beside it makes it harmless, why, what to say."""

    code: Slug
    term: Text
    phrases: Annotated[list[Text], Field(min_length=1)]
    not_after: list[Text] = []
    not_before: list[Text] = []
    under_age: Annotated[int, Field(ge=1, le=25)] | None = None
    why: Text
    instead: Text


class Words(_Part):
    """A whole file of words about children."""

    format: Literal[1]
    kind: Literal["language"]
    id: Slug
    title: Text
    note: Text
    cites: list[Cite]
    reviewed_on: Day | None
    lists: dict[Name, Annotated[list[Text], Field(min_length=1)]]
    words: Annotated[list[BlamingWord], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_code_once_and_every_phrase_readable(self) -> Words:
        codes = [word.code for word in self.words]
        if len(codes) != len(set(codes)):
            raise ValueError("a code stands twice")
        for word in self.words:
            try:
                pattern(word.phrases, self.lists)
                just_before(word.not_after, self.lists)
                just_after(word.not_before, self.lists)
            except BadPhrase as error:
                raise ValueError(f"{word.code}: {error}") from None
        return self


class PlainWord(_Part):
    """A long word, the forms in which it is found, and what is plainer."""

    words: Annotated[list[Text], Field(min_length=1)]
    plainer: Text


class PlainWords(_Part):
    """A whole file of plainer words."""

    format: Literal[1]
    kind: Literal["plain-words"]
    id: Slug
    title: Text
    note: Text
    words: Annotated[list[PlainWord], Field(min_length=1)]


def read_words(path: Path) -> Words:
    """Read one file of words about children. Raises ``DefinitionError`` with every fault and its line."""
    return read_as(path, Words)


def read_plain_words(path: Path) -> PlainWords:
    """Read one file of plainer words. Raises ``DefinitionError`` with every fault and its line."""
    return read_as(path, PlainWords)


@cache
def words_about_children() -> Words:
    """The words about children that come with Safelight, read once."""
    return read_words(paths.definitions() / FOLDER / "words-about-children.yaml")


@cache
def plainer_words() -> PlainWords:
    """The plainer words that come with Safelight, read once."""
    return read_plain_words(paths.definitions() / FOLDER / "plainer-words.yaml")
