"""What waits for an administrator when reminders or e-mail stand still."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.duties.waiting import Waiting
from safelight.reminders import queries


def waiting(user: User, now: datetime) -> list[Waiting]:
    """For administrators: the scheduler is silent, or e-mail waits because no mail server takes it."""
    if not user.may(Permission.MANAGE_USERS):
        return []
    state = queries.running(user.partnership, now)
    found = []
    if state.silent:
        found.append(
            _line(
                user,
                "scheduler",
                _("Find out why nothing runs by itself"),
                _("Reminders and e-mail go by it. Nothing was heard of it in the last ten minutes."),
            )
        )
    if state.tried_in_vain:
        why = ngettext(
            "%(n)d message waits and is tried again by itself.",
            "%(n)d messages wait and are tried again by themselves.",
            state.tried_in_vain,
        ) % {"n": state.tried_in_vain}
        found.append(_line(user, "outbox", _("Find out why the mail server takes no e-mail"), why))
    return found


def _line(user: User, key: str, title: str, why: str) -> Waiting:
    return Waiting(
        key=key,
        who=user.partnership.area,
        title=title,
        why=why,
        due_at=None,
        url=reverse("reminders:running"),
        act_label=_("Look at it"),
    )
