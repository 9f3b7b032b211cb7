"""Messages as those see them who answer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.access.models import Partnership, User
from safelight.front_door import queries
from safelight.front_door.choices import NOT_AT_ALL, Doubt, Kind, Way
from safelight.front_door.models import STEPS, UNREAD, FrontDoor, Message, Reply
from safelight.front_door.questions import ABOUT_WHOM
from safelight.ui import formats

STATES = dict(Message.State.choices)


def rows(messages: Iterable[Message], door: FrontDoor | None, now: datetime) -> list[dict[str, Any]]:
    """The list: who wrote, when, what has become of it. Without the words, which are read on purpose."""
    return [
        {
            "reference": message.reference,
            "url": reverse("front_door:message", args=[message.pk]),
            "kind": Kind(message.kind).label,
            "at": message.received_at,
            "state": STATES[Message.State(message.state)],
            "by": message.read_by.name if message.read_by else "",
            "late": door is not None and message.state in UNREAD and now > queries.overdue_at(message, door),
            "repeats": _repeats(len(message.repeats.all())),
        }
        for message in messages
    ]


def _repeats(count: int) -> str:
    if not count:
        return ""
    return ngettext("came %(n)d more time", "came %(n)d more times", count) % {"n": count}


def filters(address: str, state: str) -> list[dict[str, Any]]:
    """One link for each state."""
    found = [{"text": _("All"), "href": address, "current": not state}]
    return found + [
        {"text": words, "href": f"{address}?state={value}", "current": value == state}
        for value, words in Message.State.choices
    ]


def page(message: Message, replies: Iterable[Reply], door: FrontDoor | None, user: User) -> dict[str, Any]:
    """One message. Before it is read, only who wrote and when."""
    unread = message.state in UNREAD
    found: dict[str, Any] = {
        "message": message,
        "kind": Kind(message.kind).label,
        "state": STATES[Message.State(message.state)],
        "unread": unread,
        "doubts": [Doubt(each).label for each in message.doubts if each in Doubt.values],
        "overdue_at": queries.overdue_at(message, door) if unread and door is not None else None,
        "not_told": not_told(user.partnership),
    }
    if unread:
        return found
    steps = STEPS[Message.State(message.state)]
    return found | {
        "words": message.words,
        "rows": _facts(message),
        "no_contact": message.safe_way == NOT_AT_ALL,
        "unsaid": not message.safe_way,
        "safe_rows": _safe(message),
        "replies": [_reply(each) for each in replies],
        "concern_url": reverse("children:concern", args=[message.concern_id]) if message.concern_id else "",
        "may_log": Message.State.LOGGED in steps,
        "may_close": Message.State.CLOSED in steps,
        "may_answer": Message.State.ANSWERED in steps or message.state == Message.State.LOGGED,
    }


def not_told(partnership: Partnership) -> dict[str, Any]:
    """The message told nobody but us (HZ-02)."""
    numbers = [{"number": "999", "label": _("in danger now")}, {"number": "101", "label": _("otherwise")}]
    if partnership.mash_telephone:
        numbers.append({"number": partnership.mash_telephone, "label": f"MASH {partnership.mash_hours}".strip()})
    return {
        "title": _("Police and MASH have NOT been told by this message"),
        "text": _("Sending it told nobody but you. If a child is in danger, ring now; then log it as a concern."),
        "numbers": numbers,
    }


def _row(key: Any, value: Any) -> dict[str, Any]:
    return {"key": {"text": key}, "value": {"text": value}}


def _facts(message: Message) -> list[dict[str, Any]]:
    told = (
        (_("About"), ABOUT_WHOM.get(message.about_whom, "")),
        (_("Name"), message.name),
        (_("Age"), message.age),
        (_("Where"), message.where_text),
    )
    found = [_row(_("Sent"), formats.date_and_time(message.received_at)), _row(_("From"), Kind(message.kind).label)]
    found += [_row(key, value) for key, value in told if value]
    if message.read_by is not None:
        found.append(_row(_("Read"), f"{formats.date_and_time(message.read_at)}, {message.read_by.name_and_role}"))
    if message.closed_by is not None:
        when = formats.date_and_time(message.closed_at)
        found.append(_row(_("Closed"), f"{when}, {message.closed_by.name_and_role}: {message.closed_reason}"))
    return found


def _safe(message: Message) -> list[dict[str, Any]]:
    if message.safe_way == NOT_AT_ALL:
        way = _("Do not contact them")
    else:
        way = str(dict(Way.choices).get(Way(message.safe_way), "")) if message.safe_way else _("They did not say")
    told = (
        (_("Safe way"), way),
        (_("Number, e-mail or school"), message.safe_contact),
        (_("Safe time"), message.safe_when),
        (_("Must not find out"), message.not_to_know),
    )
    return [_row(key, value) for key, value in told if value]


def _reply(reply: Reply) -> dict[str, Any]:
    return {
        "at": reply.replied_at,
        "way": reply.get_way_display(),
        "by": reply.by.name_and_role,
        "words": reply.words,
        "reason": reply.reason,
    }


def about_words(message: Message) -> str:
    """What is known of the child, to begin with: never how the sender can be reached."""
    whom = _("The young person who wrote") if message.about_whom == "me" else ""
    age = _("Age: %(age)s") % {"age": message.age} if message.age else ""
    return "\n".join(part for part in (whom, message.name, age) if part)


def unread(door: FrontDoor | None, user: User, now: datetime) -> dict[str, Any]:
    """For those above the readers: how many, since when, and whom to ring."""
    late = queries.chased(door, now) if door is not None else []
    return {
        "count": len(late),
        "since": late[0].received_at if late else None,
        "readers": [
            {"name": person.name_and_role, "telephone": person.telephone}
            for person in queries.readers(user.partnership_id)
        ],
    }
