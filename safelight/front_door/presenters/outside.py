"""What people outside see. No account, no cookie, nothing about them."""

from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.core.clock import LONDON, london_day
from safelight.front_door import helplines, tokens
from safelight.front_door.choices import Kind
from safelight.front_door.forms import HIDDEN, TOKEN, TellForm
from safelight.front_door.hours import read_by
from safelight.front_door.models import FrontDoor, Message
from safelight.front_door.questions import FORMS
from safelight.ui import formats

NO_DOOR_EXIT = "https://www.bbc.co.uk/weather"


def helps(*, adult: bool) -> dict[str, Any]:
    """Whom to ring at once, and what to do about pictures, each with the day on which it was last checked."""
    return {
        "emergency": helplines.EMERGENCY,
        "silent": helplines.SILENT,
        "first": helplines.FIRST_FOR_ADULTS if adult else helplines.FIRST,
        "pictures": helplines.PICTURES_FOR_ADULTS if adult else helplines.PICTURES,
        "checked_on": min(each.checked_on for each in helplines.ALL),
    }


def areas(doors: list[FrontDoor]) -> dict[str, Any]:
    """The areas to choose from; none when nobody takes messages here."""
    return {
        "areas": [
            {"text": door.partnership.area, "href": reverse("front_door:choose", args=[door.code])} for door in doors
        ],
        "exit_url": doors[0].exit_url if doors else NO_DOOR_EXIT,
        "help": helps(adult=False),
    }


def choice(door: FrontDoor, now: datetime) -> dict[str, Any]:
    """Who one is: three links."""
    return {
        **_of(door, now),
        "help": helps(adult=False),
        "kinds": [
            {"text": form.choose, "href": reverse("front_door:tell", args=[door.code, kind.value])}
            for kind, form in FORMS.items()
        ],
    }


def form_page(door: FrontDoor, kind: Kind, form: TellForm, now: datetime, token: str = "") -> dict[str, Any]:
    """The form with its questions, and its token: a fresh one unless one is given."""
    return {
        **_of(door, now),
        "help": helps(adult=kind is not Kind.YOUNG_PERSON),
        "questions": FORMS[kind],
        "form": form,
        "errors": form.error_links() if form.is_bound else [],
        "adult": kind is not Kind.YOUNG_PERSON,
        "token": token or tokens.new_token(f"{door.code}/{kind.value}", now),
        "token_name": TOKEN,
        "hidden_name": HIDDEN,
    }


def sent(door: FrontDoor, kind: Kind, message: Message, now: datetime) -> dict[str, Any]:
    """What happens next, by when, and the reference."""
    return {
        **_of(door, now),
        "help": helps(adult=kind is not Kind.YOUNG_PERSON),
        "adult": kind is not Kind.YOUNG_PERSON,
        "reference": message.reference,
        "no_contact": message.safe_way in ("", "none") or not message.safe_contact,
        "wants_none": message.safe_way == "none",
    }


def not_kept(door: FrontDoor, kind: Kind, form: TellForm, now: datetime) -> dict[str, Any]:
    """Too many messages at once: what was written, and whom to ring."""
    return {
        **_of(door, now),
        "help": helps(adult=kind is not Kind.YOUNG_PERSON),
        "typed": form.typed(),
    }


def _of(door: FrontDoor, now: datetime) -> dict[str, Any]:
    hours = door.hours
    return {
        "area": door.partnership.area,
        "exit_url": door.exit_url,
        "opens": spoken_time(door.opens_at),
        "closes": spoken_time(door.closes_at),
        "open_now": hours.is_open(now),
        "read_by": when_words(read_by(now, hours), now),
        "local": _local_numbers(door),
    }


def _local_numbers(door: FrontDoor) -> list[dict[str, str]]:
    partnership = door.partnership
    numbers = []
    if partnership.mash_telephone:
        about = _("%(area)s children’s team") % {"area": partnership.area}
        numbers.append({"number": partnership.mash_telephone, "label": about, "note": partnership.mash_hours})
    if partnership.out_of_hours_telephone:
        numbers.append(
            {"number": partnership.out_of_hours_telephone, "label": _("The same at night and at weekends"), "note": ""}
        )
    return numbers


def when_words(moment: datetime, now: datetime) -> str:
    """``3:40pm today``, ``10am on Monday 23 November``."""
    clock = spoken_time(moment.astimezone(LONDON).time())
    if london_day(moment) == london_day(now):
        return _("%(time)s today") % {"time": clock}
    return _("%(time)s on %(day)s") % {"time": clock, "day": formats.day(moment)}


def spoken_time(at: time) -> str:
    """``9am``, ``3:40pm``: as people say it."""
    half = _("am") if at.hour < 12 else _("pm")
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{half}"
