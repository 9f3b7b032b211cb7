"""What the server's log says of an error: where it happened and of what kind, never in its own words.

The words of an error can hold a row of the database that was refused, or what somebody typed.
"""

import copy
import logging
import traceback
from collections.abc import Iterator
from types import TracebackType

ExceptionInformation = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutWords(logging.Formatter):
    """Writes an error as its kind and the lines of code that it came through."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text. Another handler may have kept the error's words in it already: they are not used."""
        own = copy.copy(record)
        own.exc_text = None
        return super().format(own)

    def formatException(self, ei: ExceptionInformation) -> str:  # noqa: N802  # the name is the library's
        """The error, and those that it came of."""
        return "\nCame of:\n".join(
            f"{''.join(traceback.format_tb(error.__traceback__))}"
            f"{type(error).__module__}.{type(error).__qualname__} (its words are left out)"
            for error in _with_causes(ei[1])
        )


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
