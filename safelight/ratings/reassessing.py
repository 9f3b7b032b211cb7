"""The one day on which a child is to be assessed again, as pages, calendars and forms say it. Pure: no Django."""

from datetime import date, timedelta

from safelight.duties import clock
from safelight.toolkits.rating.suggestion import ReassessDates


def review_day(dates: ReassessDates, jurisdiction: str) -> date | None:
    """The last working day of the toolkit's aim (4 to 6 weeks); its last day where it has no working day.

    None where there is nothing to assess again.
    """
    if dates.aim_from is None or dates.aim_by is None:
        return None
    day = dates.aim_by
    while day >= dates.aim_from:
        if clock.is_working_day(day, jurisdiction):
            return day
        day -= timedelta(days=1)
    return dates.aim_by
