"""The time in which evidence is best secured (PL-12). It is never too late, and no word here says so. No database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Window:
    """Until when evidence is best secured. ``until`` is a moment in UTC."""

    hours: int
    until: datetime

    @property
    def words(self) -> str:
        """What stands in the plan, whatever the time."""
        return window_words(self.hours)


def window_words(hours: int) -> str:
    """What is said of a window of so many hours, before it and after it alike."""
    return _("Best within %(hours)s hours; still worth doing after") % {"hours": hours}


def window(hours: int, happened: datetime | None, added: datetime) -> Window:
    """The window of an action: from when the thing happened, or else from when the action was written down."""
    return Window(hours, (happened or added) + timedelta(hours=hours))
