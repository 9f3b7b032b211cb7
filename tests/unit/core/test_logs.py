"""The server's log tells where an error happened, and none of its words."""

import logging
import sys

import pytest

from safelight.core.logs import WithoutWords

WORDS = "Failing row contains (Tamsin, waits at the arches)"


def broken(words: str) -> logging.LogRecord:
    """What is logged of an error that came of another."""
    try:
        try:
            raise KeyError(words)
        except KeyError as cause:
            raise RuntimeError(words) from cause
    except RuntimeError:
        return logging.LogRecord(
            "test", logging.ERROR, __file__, 1, "Internal Server Error: %s", ("/x/",), sys.exc_info()
        )


@pytest.mark.hazard("HZ-18")
def test_an_error_is_logged_by_kind_and_place_and_not_by_its_words() -> None:
    text = WithoutWords().format(broken(WORDS))
    assert "Tamsin" not in text
    assert "Internal Server Error: /x/" in text
    assert "builtins.RuntimeError" in text and "builtins.KeyError" in text
    assert "in broken" in text


@pytest.mark.hazard("HZ-18")
def test_words_that_another_handler_wrote_first_are_not_used() -> None:
    record = broken(WORDS)
    logging.Formatter().format(record)
    assert record.exc_text is not None and "Tamsin" in record.exc_text
    assert "Tamsin" not in WithoutWords().format(record)
