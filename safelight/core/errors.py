"""What can go wrong in the domain, said once, so that pages, commands and jobs answer alike."""

from collections.abc import Mapping


class SafelightError(Exception):
    """Base of every error that the domain raises on purpose."""


class NotFound(SafelightError):
    """There is no such thing, or this person may not know of it. The two must look the same."""


class Invalid(SafelightError):
    """What was given can't be taken as it is.

    ``errors`` maps a field's name to the sentence shown beside it; the empty name is for the whole form.
    """

    def __init__(self, errors: Mapping[str, str] | str) -> None:
        self.errors: dict[str, str] = {"": errors} if isinstance(errors, str) else dict(errors)
        super().__init__("; ".join(self.errors.values()))


class WrongState(SafelightError):
    """The record is not in a state in which this can be done; the message says what to do instead."""


class Stale(SafelightError):
    """Somebody else saved first. ``current`` is what is kept now, ``version`` its number (BE-08)."""

    def __init__(self, message: str, *, version: int = 0, current: Mapping[str, object] | None = None) -> None:
        self.version = version
        self.current = dict(current or {})
        super().__init__(message)
