"""The words of reminders: numbers and an address, nothing that tells of anybody (HZ-17)."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.reminders.counting import Due


def things(due: int, overdue: int = 0) -> str:
    """``Safelight: 2 things due, 1 overdue``."""
    late = _("%(n)d overdue") % {"n": overdue}
    if not due and overdue:
        return f"Safelight: {late}"
    now = ngettext("Safelight: %(n)d thing due", "Safelight: %(n)d things due", due) % {"n": due}
    return f"{now}, {late}" if overdue else now


def my_work_address() -> str:
    """The whole address of My work, which asks whoever opens it to sign in."""
    return settings.ADDRESS.rstrip("/") + reverse("overview:my_work")


def digest(due: Due) -> tuple[str, str]:
    """The subject and the body of one day's e-mail."""
    lines = [
        _("Overdue: %(n)d") % {"n": due.overdue},
        _("Due today: %(n)d") % {"n": due.due_today},
        _("Due in the seven days after: %(n)d") % {"n": due.this_week},
        "",
        _("Sign in to see them: %(address)s") % {"address": my_work_address()},
        "",
        _("You can turn this e-mail off: %(address)s")
        % {"address": settings.ADDRESS.rstrip("/") + reverse("reminders:own")},
    ]
    return things(due.due_today, due.overdue), "\n".join(lines) + "\n"
