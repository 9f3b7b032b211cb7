"""Changing the directory: a partnership's own services, and whether published addresses still open."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from safelight.access import permissions
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.core.errors import Invalid
from safelight.directory import definitions, queries
from safelight.directory.models import AddressTried, LocalService

WEBSITE = re.compile(r"^(https?://)?[\w-]+(\.[\w-]+)+(/\S*)?$")


@transaction.atomic
def keep_service(*, by: User, code: str, version: int, today: date, **values: Any) -> LocalService:
    """Confirm, correct or add a service of one's partnership. An empty ``code`` adds one.

    A shipped service is never changed: the partnership's own stands in its place from now on, and is shown as local.
    ``version`` is 0 for the first. Raises ``Invalid``, and ``Stale`` where somebody saved first.
    """
    permissions.check(by, Permission.KEEP_DIRECTORY)
    _check(values)
    if code:
        queries.service(by.partnership, code)
    else:
        code = _new_code(by, values["name"])
    row = LocalService.objects.filter(partnership_id=by.partnership_id, code=code).first()
    fields = {name: values[name] for name in queries.FIELDS if name in values}
    if row is None:
        row = LocalService(partnership_id=by.partnership_id, code=code)
    for name, value in {**fields, "confirmed_on": today, "confirmed_by": by}.items():
        setattr(row, name, value)
    if row._state.adding:
        row.save()
    else:
        row.save_over(version, *fields, "confirmed_on", "confirmed_by")
    audit.record(partnership_id=by.partnership_id, by=by, action="directory.service_kept", subject=row)
    return row


def _check(values: dict[str, Any]) -> None:
    errors: dict[str, str] = {}
    if not values.get("name"):
        errors["name"] = _("Enter what the service is called")
    if not values.get("about"):
        errors["about"] = _("Say in a sentence what it does")
    youngest, oldest = values.get("age_from"), values.get("age_to")
    if youngest is not None and oldest is not None and youngest > oldest:
        errors["age_to"] = _("Enter an age of %(age)s or above, or leave one of the two empty") % {"age": youngest}
    if not values.get("refer"):
        errors["refer"] = _("Choose who can refer")
    if values.get("website") and not WEBSITE.match(values["website"]):
        errors["website"] = _("Enter an address like www.example.org")
    if not any(values.get(name) for name in ("telephone", "email", "website", "how")):
        errors["how"] = _("Say how to reach it: a number, an address or in words")
    if errors:
        raise Invalid(errors)


def _new_code(by: User, name: str) -> str:
    taken = {one.code for one in queries.services(by.partnership)}
    base = slugify(name)[:50] or "service"
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code


Opener = Callable[[str], str]
"""Opens an address; answers nothing where it opened, else why not. Raises ``OSError`` where no connection was made."""


def try_addresses(*, opener: Opener, now: datetime) -> tuple[int, int, bool]:
    """Try each resource's address and keep what came of it. Answers (opened, dead, whether anything was reached).

    Where not one connection could be made the machine is offline: nothing is kept, so that no address is called dead
    for that.
    """
    tried: list[tuple[str, str, str, bool]] = []
    for one in definitions.resources().resources:
        try:
            why = opener(one.url)
            tried.append((one.code, one.url, why, True))
        except OSError:
            tried.append((one.code, one.url, "no connection", False))
    if not any(reached for _code, _url, _why, reached in tried):
        return 0, 0, False
    outcome = AddressTried.Outcome
    with transaction.atomic():
        for code, url, why, _reached in tried:
            AddressTried.objects.create(
                code=code, url=url, outcome=outcome.DEAD if why else outcome.ANSWERS, why=why[:100], at=now
            )
    dead = sum(1 for _code, _url, why, _reached in tried if why)
    return len(tried) - dead, dead, True
