"""The people around a child, workers, strengths, words and promises as their pages show them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children import hours, queries
from safelight.children.forms import PersonForm
from safelight.children.models import (
    Child,
    PersonAround,
    Strength,
    Voice,
)
from safelight.core.errors import NotFound
from safelight.toolkits import queries as toolkits
from safelight.ui.ecomap import Person
from safelight.ui.formats import date as written_date

WEEKDAYS = (
    lambda: _("Monday"),
    lambda: _("Tuesday"),
    lambda: _("Wednesday"),
    lambda: _("Thursday"),
    lambda: _("Friday"),
    lambda: _("Saturday"),
    lambda: _("Sunday"),
)


def gap_words(gap: hours.Gap) -> str:
    """``Monday to Friday, 02:00 to 06:00``: hours with nobody to reach."""
    if len(gap.weekdays) == 7:
        days = _("Every day")
    elif len(gap.weekdays) > 2 and gap.weekdays == tuple(range(gap.weekdays[0], gap.weekdays[-1] + 1)):
        days = _("%(first)s to %(last)s") % {
            "first": WEEKDAYS[gap.weekdays[0]](),
            "last": WEEKDAYS[gap.weekdays[-1]](),
        }
    else:
        days = ", ".join(WEEKDAYS[day]() for day in gap.weekdays)
    end = gap.end.strftime("%H:%M") if gap.end else "24:00"
    if gap.start.strftime("%H:%M") == "00:00" and gap.end is None:
        return _("%(days)s, all day") % {"days": days}
    return _("%(days)s, %(start)s to %(end)s") % {
        "days": days,
        "start": gap.start.strftime("%H:%M"),
        "end": end,
    }


def ecomap_people(people: Iterable[PersonAround]) -> list[Person]:
    """The people around a child as the drawing takes them."""
    kinds = {PersonAround.Kind.FRIEND.value: "family"}
    return [
        Person(
            person.name,
            _("own choice") if person.chosen_by_child else person.relation,
            kinds.get(person.kind, person.kind),
            person.tie,
        )
        for person in people
    ]


def ecomap_rows(people: Iterable[PersonAround], name: str) -> list[dict[str, str]]:
    """The same as a table: who, tie, and what to know, with safety said plainly."""
    rows = []
    for person in people:
        strong = []
        if person.chosen_by_child:
            strong.append(_("%(name)s’s choice of who to talk to first.") % {"name": name})
        if person.contact_for_parents:
            strong.append(_("Contact for the parents or carers."))
        rows.append(
            {
                "who": person.name,
                "relation": person.relation or person.get_kind_display(),
                "tie": person.get_tie_display(),
                "strong": " ".join(strong),
                "note": " ".join(part for part in (person.to_know, safety(person)) if part),
            }
        )
    return rows


def safety(person: PersonAround) -> str:
    """Whether contact is safe, in words; not checked says that it counts as unsafe."""
    if person.kind == PersonAround.Kind.RISK:
        return _("Poses a risk: no contact.")
    if person.safe == PersonAround.Safe.SAFE and person.safe_checked_on:
        return _("Safe to contact, checked %(day)s.") % {"day": written_date(person.safe_checked_on)}
    if person.safe == PersonAround.Safe.UNSAFE:
        return _("Not safe to contact.")
    return _("Nobody has checked whether contact is safe: treat it as unsafe.")


def strength_choices(kind: str) -> list[tuple[str, str]]:
    """What can be chosen for a kind of strength: the low-risk guide's entries (CH-15)."""
    try:
        guide = toolkits.low_risk_guide()
    except NotFound:
        return []
    if kind == Strength.Kind.PROTECTIVE:
        return [(factor.code, factor.label) for factor in guide.protective_factors]
    if kind == Strength.Kind.RISK:
        return [(factor.code, factor.label) for factor in guide.risk_factors]
    return [(question.code, question.ask) for question in guide.push_pull if question.side == kind]


def strength_words(strength: Strength, choices: Sequence[tuple[str, str]]) -> str:
    """What was chosen and what was written."""
    label = dict(choices).get(strength.code, strength.code)
    return ". ".join(part.rstrip(".") for part in (label, strength.words) if part)


def voice_said(child: Child, voice: Voice | None, more_url: str = "") -> dict[str, Any]:
    """The child's latest words as ``ui/components.html`` draws them, or that they are missing and why."""
    name = queries.short_name(child)
    more = {"text": _("All that was said"), "href": more_url} if more_url else None
    if voice is None or not voice.words:
        return {
            "quote": "",
            "missing": _("Nobody has written down what %(name)s says.") % {"name": name},
            "reason": voice.missing_reason if voice is not None else "",
            "more": more,
        }
    return {"quote": voice.words, "name": name, "on": voice.said_on, "to": voice.said_to, "more": more}


def colleague_choices(people: Iterable[User]) -> list[tuple[str, str]]:
    """Colleagues to choose from."""
    return [(str(person.pk), person.name_and_role) for person in people]


def worker_rows(child: Child) -> list[dict[str, Any]]:
    """Who works or worked with the child."""
    return [
        {
            "id": str(one.pk),
            "user_id": str(one.user_id),
            "name": one.user.name,
            "agency": one.user.agency.name if one.user.agency else "",
            "role": one.role,
            "since": one.since,
            "until": one.until,
            "is_lead": one.user_id == child.lead_worker_id and one.until is None,
        }
        for one in queries.involvements(child)
    ]


def person_initial(person: PersonAround) -> dict[str, Any]:
    """Somebody around the child as ``PersonForm`` shows them."""
    return {name: getattr(person, name) for name in PersonForm.base_fields}


def safety_marks(person: PersonAround) -> dict[str, str]:
    """What was said of contact with somebody, as ``SafeForm`` shows it."""
    return {name: getattr(person, name) for name in ("safe", "telephone_safe", "email_safe", "address_safe")}


def hours_rows(person: PersonAround) -> list[dict[str, str]]:
    """The hours in which somebody can be reached, in words."""
    return [
        {
            "id": str(window.pk),
            "text": _("%(days)s, any hour") % {"days": window.get_days_display()}
            if window.start == window.end
            else f"{window.get_days_display()}, {window.start:%H:%M}–{window.end:%H:%M}",
        }
        for window in person.hours.all()
    ]


def strength_kinds() -> dict[str, str]:
    """The kinds of strength by code, as the page calls them."""
    return {code: str(name) for code, name in Strength.Kind.choices}


def strength_sections(child: Child) -> list[dict[str, Any]]:
    """What stands now, by kind."""
    held = list(queries.strengths(child))
    return [
        {
            "kind": kind,
            "title": title,
            "rows": [
                {
                    "id": str(one.pk),
                    "text": strength_words(one, choices),
                    "on": one.noted_on,
                    "by": one.by.name_and_role,
                }
                for one in held
                if one.kind == kind
            ],
        }
        for kind, title in strength_kinds().items()
        for choices in [strength_choices(kind)]
    ]


def promise_rows(child: Child) -> list[dict[str, Any]]:
    """What was promised and not answered yet."""
    return [
        {"id": str(one.pk), "words": one.words, "due_on": one.due_on, "owner": one.owner.name}
        for one in queries.open_promises(child)
    ]
