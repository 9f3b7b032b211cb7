"""Form fields for days and moments as people write them: three boxes for a day, one more for the time."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from safelight.core.clock import LONDON

PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class PartsWidget(forms.Widget):
    """Reads ``name-day``, ``name-month``, ``name-year`` and, where there is a time, ``name-time``. Drawn by macros."""

    parts: tuple[str, ...] = PARTS

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """The boxes' texts in order."""
        return [str(data.get(f"{name}-{part}", "")).strip() for part in self.parts]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether none of the boxes was sent."""
        return all(f"{name}-{part}" not in data for part in self.parts)

    def texts(self, value: Any) -> list[str]:
        """What stands in the boxes for a value: a day, a moment, texts as typed, or nothing."""
        if isinstance(value, list):
            return value
        if isinstance(value, datetime):
            local = value.astimezone(LONDON)
            return [str(local.day), str(local.month), str(local.year), local.strftime("%H:%M")]
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return [""] * len(self.parts)


class MomentWidget(PartsWidget):
    """A day and a time."""

    parts = (*PARTS, "time")


def read_day(texts: list[str]) -> date:
    """The day that three texts name; the month may be a word. Raises ``ValidationError``."""
    day, month, year = texts
    missing = [word for word, text in ((_("day"), day), (_("month"), month), (_("year"), year)) if not text]
    if missing:
        raise ValidationError(_("The date must include a %(part)s") % {"part": _(" and a ").join(missing)})
    number = month if month.isdigit() else str(_month(month))
    try:
        if len(year) != 4:
            raise ValueError(year)
        return date(int(year), int(number), int(day))
    except ValueError as error:
        raise ValidationError(_("Enter a real date, such as 27 3 2011")) from error


def _month(word: str) -> int:
    short = word[:3].lower()
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def read_time(text: str) -> time:
    """A time as people type it: ``15:40``, ``1540``, ``3.40pm``. Raises ``ValidationError``."""
    found = re.fullmatch(r"(\d{1,2})(?:[:. ]?(\d{2}))?\s*(am|pm)?", text.strip().lower())
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half and not 1 <= hour <= 12:
            hour = 99
        elif half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour < 24 and minute < 60 and (found[2] or half):
            return time(hour, minute)
    raise ValidationError(_("Enter a time, such as 15:40"))


class DayField(forms.Field):
    """A day in three boxes."""

    widget = PartsWidget

    def to_python(self, value: Any) -> date | None:
        """The day, or None when all boxes are empty."""
        if not isinstance(value, list) or not any(value):
            return None
        return read_day(value)


class TimeField(forms.Field):
    """A time as people type it."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> time | None:
        """The time, or None when the box is empty."""
        return read_time(str(value)) if value and str(value).strip() else None


class MomentField(forms.Field):
    """A day and a time in London, as a moment."""

    widget = MomentWidget

    def to_python(self, value: Any) -> datetime | None:
        """The moment, or None when all boxes are empty."""
        if not isinstance(value, list) or not any(value):
            return None
        day = read_day(value[:3])
        if not value[3]:
            raise ValidationError(_("Enter the time too, such as 15:40"))
        moment = datetime.combine(day, read_time(value[3]), tzinfo=LONDON)
        # An hour that the clocks skip in spring comes back as another one.
        if moment.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != moment.replace(tzinfo=None):
            raise ValidationError(_("The clocks went forward then: this time did not exist"))
        return moment
