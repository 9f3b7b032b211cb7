"""What the page of one duty shows, open or closed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access import queries as access
from safelight.access.models import Partnership, User
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.duties import clock
from safelight.duties.clock import Bucket
from safelight.duties.models import DutyAct, Outcome
from safelight.duties.types import Closes, Duty
from safelight.overview import history, queries
from safelight.overview.presenters import work

# Controls of the forms that are not somebody's words.
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "about", "what", "from", "also", "passed_to"})


def page(user: User, child: Child, duty: Duty, now: datetime) -> dict[str, Any]:
    """One open duty: what, why, since when, whose, and how it can be closed."""
    names = queries.names(id_ for id_ in (duty.owner_id, duty.passed_to_id) if id_ is not None)
    when, note = work.when_words(duty, now)
    overdue = clock.bucket(duty, now) is Bucket.OVERDUE
    return {
        "duty": duty,
        "owner": work.owner_words(duty, names),
        "offered_to": names.get(duty.passed_to_id, "") if duty.passed_to_id else "",
        "is_offered_to_me": duty.passed_to_id == user.pk and duty.owner_id != user.pk,
        "when": " ".join(part for part in (when, note) if part),
        "overdue": overdue,
        "cites": work.cites(duty),
        "by_record": duty.closes is Closes.RECORD,
        "by_contact": duty.closes is Closes.CONTACT,
        "warning": warning(duty),
        "numbers": numbers(duty, child.partnership),
        "may_record_contact": user.may(Permission.CONTACT_MASH),
        "may_set_aside": user.may(Permission.SET_ASIDE_DUTY)
        and duty.may_be_set_aside
        and duty.closes is not Closes.RECORD,
        "never_set_aside": not duty.may_be_set_aside,
    }


def is_call_to_mash(duty: Duty) -> bool:
    """Whether this duty is answered by telling MASH."""
    return duty.same_act == "mash"


def warning(duty: Duty) -> str:
    """What stands until who, when and a reference are recorded (HZ-02)."""
    if duty.closes is not Closes.CONTACT:
        return ""
    return _("MASH has NOT been told") if is_call_to_mash(duty) else _("Nobody has been told yet")


def numbers(duty: Duty, partnership: Partnership) -> list[dict[str, str]]:
    """The numbers to ring for a duty that is closed by a contact."""
    if duty.closes is not Closes.CONTACT:
        return []
    found = [{"number": "999", "label": _("in danger now")}]
    if partnership.mash_telephone:
        found.append({"number": partnership.mash_telephone, "label": f"MASH {partnership.mash_hours}".strip()})
    if partnership.out_of_hours_telephone:
        found.append({"number": partnership.out_of_hours_telephone, "label": _("nights and weekends")})
    return found


def first_values(duty: Duty, now: datetime) -> dict[str, Any]:
    """What the form of a contact begins with: the time is now, MASH where that is who is told."""
    return {"contact_at": now, "contact_role": "MASH" if is_call_to_mash(duty) else ""}


def colleagues(user: User, child: Child, duty: Duty) -> list[tuple[str, str]]:
    """Who may take a duty over: whoever works with the child now, and the manager; not whose it is already.

    Whom a conflict of interest keeps from the child is left out without a word of why (OV-05).
    """
    found: dict[object, str] = {}
    manager = access.manager_of(user)
    people: Iterable[User] = [one.user for one in children.involvements(child) if one.until is None]
    answering = children.stand_ins([child.pk])
    for person in (*people, *([manager] if manager else [])):
        if not person.is_active or person.pk in (duty.owner_id, user.pk):
            continue
        if not answering.keeps_away(child.pk, person.pk):
            found[person.pk] = person.name_and_role
    return [(str(pk), name) for pk, name in sorted(found.items(), key=lambda item: item[1])]


def closed(act: DutyAct, posted: QueryDict | None, child: Child) -> dict[str, Any]:
    """A duty that somebody closed: who, when and how; and what was typed here meanwhile, which is not lost."""
    typed = [
        text.strip()
        for name, texts in (posted or QueryDict()).lists()
        if name not in _NOT_TYPED
        for text in texts
        if text.strip()
    ]
    return {
        "title": act.title,
        "how": {Outcome.DONE.value: _("Done"), Outcome.SET_ASIDE.value: _("Set aside")}[act.outcome],
        "by": act.by.name_and_role,
        "at": act.at,
        "told_at": act.contact_at,
        "words": history.words(act),
        "typed": typed,
        "contact_url": reverse("children:contact", args=[child.pk]),
    }


def error_links(forms: Sequence[Any]) -> list[dict[str, str]]:
    """The error summary of whichever form was sent."""
    return [link for form in forms if form.is_bound for link in form.error_links()]
