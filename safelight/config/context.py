"""What every page is given beside its own content."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from safelight.access import queries
from safelight.access.models import Partnership, User
from safelight.access.roles import Permission
from safelight.directory.presenters.terms import Glossed
from safelight.language import pages as language


def page(request: HttpRequest) -> dict[str, Any]:
    """Navigation, the urgent numbers, whether this is the demo, and who is signed in."""
    user = getattr(request, "user", None)
    person = user if isinstance(user, User) else None
    partnership = person.partnership if person is not None else _only_partnership()
    return {
        "person": person,
        "signed_in": {"name": person.name, "role": person.job_title} if person is not None else None,
        "tell_url": reverse("front_door:begin") if person is None else "",
        "sign_out_url": reverse("access:sign_out"),
        "factors_url": reverse("access:factors"),
        "idle": _idle() if person is not None else None,
        "unprotected": person is not None and not settings.SECOND_FACTOR_REQUIRED and not person.partnership.is_demo,
        "messages": get_messages(request),
        "pointed_out": language.for_page(request),
        "glossed": Glossed(partnership if person is not None else None),
        "demo": bool(partnership and partnership.is_demo),
        "navigation": _navigation(request, person) if person is not None else [],
        "urgent_numbers": {
            "items": urgent_numbers(partnership),
            "confirmed": partnership.numbers_confirmed_on if partnership else None,
        },
    }


def _idle() -> dict[str, int]:
    """Seconds until this session ends without use, and how many before that the page warns.

    Opening a page is use, so the whole time is left; before it warns, the page asks the server. Two answers of one
    moment are the same, to the byte.
    """
    return {"left": settings.IDLE_SECONDS, "warning": settings.IDLE_WARNING_SECONDS}


def _only_partnership() -> Partnership | None:
    found = list(queries.partnerships()[:2])
    return found[0] if len(found) == 1 else None


def urgent_numbers(partnership: Partnership | None) -> list[dict[str, str]]:
    """The numbers of the foot of every page: what each is for, and the number (HZ-30: before sign-in too)."""
    numbers = [
        {"label": _("In danger now"), "number": "999"},
        {"label": _("Police, not an emergency"), "number": "101"},
    ]
    if partnership is None:
        return numbers
    if partnership.mash_telephone:
        hours = f", {partnership.mash_hours}" if partnership.mash_hours else ""
        numbers.append({"label": f"{partnership.area} MASH{hours}", "number": partnership.mash_telephone})
    if partnership.out_of_hours_telephone:
        numbers.append({"label": _("Nights and weekends"), "number": partnership.out_of_hours_telephone})
    return numbers


def _navigation(request: HttpRequest, person: User) -> list[dict[str, Any]]:
    wanted: list[tuple[str, str, str | None]] = [("overview:my_work", _("My work"), None)]
    if person.may(Permission.LOG_CONCERN):
        wanted += [
            ("children:list", _("Children"), "children"),
            ("children:concerns", _("Concerns"), "concerns"),
            ("children:search", _("Search"), "search"),
        ]
    if person.may(Permission.RUN_MEETINGS):
        wanted.append(("meetings:list", _("Meetings"), "meetings"))
    if person.may(Permission.REFER):
        wanted.append(("sharing:inbox", _("Referrals"), "referrals"))
    if person.may(Permission.ANSWER_FRONT_DOOR):
        wanted.append(("front_door:messages", _("Messages"), "messages"))
    if person.may(Permission.CHOOSE_TEMPLATES):
        wanted.append(("plans:templates", _("Templates"), "plan-templates"))
    if person.may(Permission.SEE_TEAM):
        wanted.append(("overview:figures", _("Figures"), "figures"))
    elif person.may(Permission.SEE_AGGREGATES):
        wanted.append(("overview:partnership_figures", _("Figures"), "figures"))
    if person.may(Permission.MANAGE_USERS):
        wanted.append(("access:people", _("People"), "people"))
        wanted.append(("front_door:door", _("Ways in"), "ways-in"))
    if person.may(Permission.ANSWER_SUBJECT_ACCESS):
        wanted.append(("governance:requests", _("Requests"), "requests"))
    if person.may(Permission.MANAGE_RETENTION):
        wanted.append(("governance:retention", _("Retention"), "retention"))
    if person.may(Permission.SEE_AUDIT) or person.may(Permission.SEE_VIEWERS):
        wanted.append(("oversight:log", _("Log"), "log"))
    wanted.append(("overview:guide", _("Guide"), "guide"))
    items = []
    for name, text, prefix in wanted:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue  # a room that is not built yet is not linked
        active = request.path == address if prefix is None else request.path.startswith(f"/{prefix}/")
        items.append({"text": text, "href": address, "current": active})
    return items
