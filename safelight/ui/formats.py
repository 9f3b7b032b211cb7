"""How dates, times, ages and counts are written on a page. Times are shown as they are in London."""

import datetime as dt

from django.utils import dateformat
from django.utils.translation import ngettext

from safelight.core.clock import LONDON


def _in_london(value: dt.date) -> dt.date:
    """A date as it is; a moment as London's clocks show it. A moment without a zone raises ``ValueError``."""
    if isinstance(value, dt.datetime):
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be shown")
        return value.astimezone(LONDON)
    return value


def _written(value: dt.date | None, pattern: str) -> str:
    return "" if not value else str(dateformat.format(_in_london(value), pattern))


def date(value: dt.date | None) -> str:
    """``14 May 2011``. Nothing for ``None``."""
    return _written(value, "j F Y")


def day(value: dt.date | None) -> str:
    """``Tuesday 24 November``, where the year goes without saying."""
    return _written(value, "l j F")


def short_date(value: dt.date | None) -> str:
    """``Thu 26 Nov``, for lists."""
    return _written(value, "D j M")


def time(value: dt.datetime | dt.time | None) -> str:
    """``15:52``; a moment in London time, a bare time as it stands."""
    if value is None:
        return ""
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return _written(value, "H:i")


def date_and_time(value: dt.datetime | None) -> str:
    """``24 November 2026, 16:01``."""
    return _written(value, "j F Y, H:i")


def age(born: dt.date | None, on: dt.date | dt.datetime) -> str:
    """Age in whole years on a day: ``15``. Nothing when the date of birth is not known.

    A child born on 29 February has the birthday on 1 March in other years.
    """
    if born is None:
        return ""
    today = _in_london(on)
    before_birthday = (today.month, today.day) < (born.month, born.day)
    return str(today.year - born.year - before_birthday)


def plural(count: int, one: str, many: str) -> str:
    """``one`` or ``many`` by the rules of the page's language."""
    return ngettext(one, many, count)


def with_count(count: int, one: str, many: str) -> str:
    """``1 action``, ``3 actions``."""
    return f"{count} {plural(count, one, many)}"


_ENDS = ".!?…"
_QUOTES = '“”"'


def sentences(*parts: str) -> str:
    """Texts as sentences after one another, each with one stop at its end. What is empty is left out.

    ``He waits at the gate`` and ``Form tutor, Thursday.`` give ``He waits at the gate. Form tutor, Thursday.``
    """
    said = [part.strip() for part in parts if part.strip()]
    return " ".join(part if _ends(part) else f"{part}." for part in said)


def _ends(text: str) -> bool:
    return text.rstrip(f"{_QUOTES}’)")[-1:] in tuple(_ENDS)


def quoted(words: str) -> str:
    """Somebody's words in quotation marks; as they stand where marks are among them, so that none is doubled."""
    said = words.strip()
    return said if any(mark in said for mark in _QUOTES) else f"“{said}”"


def tel(number: str) -> str:
    """A telephone number as the target of a link: ``tel:01632960140``."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


def day_and_month(value: dt.date) -> str:
    """``30 Jun``, for charts."""
    return _written(value, "j M")


def month(value: dt.date, *, with_year: bool) -> str:
    """``Jan`` or ``Jan 2026``, for charts."""
    return _written(value, "M Y" if with_year else "M")
