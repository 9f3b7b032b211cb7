"""The directory in words."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from safelight.directory import definitions
from safelight.directory.fit import Fit, Reason
from safelight.directory.forms import LEVELS, REFERRERS
from safelight.directory.queries import Listed, Suggested, Tried
from safelight.ui import formats


def card(one: Listed) -> dict[str, Any]:
    """One service to read."""
    return {
        "code": one.code,
        "name": one.name,
        "about": one.about,
        "for_whom": for_whom(one),
        "refer": _among(one.refer, REFERRERS),
        "note": one.note,
        "hours": one.hours,
        "telephone": one.telephone,
        "dial": one.telephone if one.local and one.telephone and not any(c.isalpha() for c in one.telephone) else "",
        "email": one.email,
        "website": one.website,
        "how": one.how,
        "closed": one.closed,
        "local": one.local,
        "standing": standing(one),
        "cites": "; ".join(one.cites),
    }


def standing(one: Listed) -> str:
    """Whether anybody has tried it, and when."""
    if one.confirmed_on is not None:
        return _("Confirmed here on %(day)s") % {"day": formats.date(one.confirmed_on)}
    return _("From a source (%(when)s). Nobody has confirmed it: try it before you rely on it") % {"when": one.as_of}


def for_whom(one: Listed) -> str:
    """Ages, gender, levels and areas as a sentence; what is not limited is not said."""
    parts = [words for words in (_ages(one), _gender(one), _levels(one), _areas(one)) if words]
    return ". ".join(parts) if parts else _("Anyone")


def _ages(one: Listed) -> str:
    if one.age_from is not None and one.age_to is not None:
        return _("Aged %(from)s to %(to)s") % {"from": one.age_from, "to": one.age_to}
    if one.age_from is not None:
        return _("Aged %(from)s and over") % {"from": one.age_from}
    if one.age_to is not None:
        return _("Aged up to %(to)s") % {"to": one.age_to}
    return ""


def _gender(one: Listed) -> str:
    return {"female": _("Girls and women"), "male": _("Boys and men")}.get(one.gender, "")


def _levels(one: Listed) -> str:
    return _("Risk: %(levels)s") % {"levels": _among(one.levels, LEVELS)} if one.levels else ""


def _areas(one: Listed) -> str:
    return _("Area: %(areas)s") % {"areas": ", ".join(one.areas)} if one.areas else ""


def _among(codes: Iterable[str], choices: Sequence[tuple[str, Any]]) -> str:
    names = {code: str(words) for code, words in choices}
    return ", ".join(names[code] for code in codes if code in names)


REASONS: dict[Reason, Any] = {
    Reason.AGE: lambda: _("the age fits"),
    Reason.AGE_OUT: lambda: _("it is for other ages"),
    Reason.AGE_UNKNOWN: lambda: _("the child’s age is not known"),
    Reason.GENDER: lambda: _("it is for this gender"),
    Reason.GENDER_OUT: lambda: _("it is for another gender"),
    Reason.GENDER_UNKNOWN: lambda: _("ask whether it takes this young person: it names a gender"),
    Reason.LEVEL: lambda: _("it works at this level of risk"),
    Reason.LEVEL_OUT: lambda: _("it works at other levels of risk"),
    Reason.LEVEL_UNKNOWN: lambda: _("no level has been decided yet"),
    Reason.AREA: lambda: _("it works in this area"),
    Reason.AREA_OUT: lambda: _("it works in another area"),
    Reason.CLOSED: lambda: _("it has closed, or takes nobody at the moment"),
    Reason.EVERYONE: lambda: _("it is for everyone"),
}


def suggested(found: Sequence[Suggested]) -> list[dict[str, Any]]:
    """Services for one child in three groups: those that fit, those to ask, those that do not, each with why."""
    headings = {
        Fit.FITS: _("These fit"),
        Fit.PERHAPS: _("Ask these first"),
        Fit.NOT: _("These do not fit"),
    }
    return [
        {
            "fit": fit.name.lower(),
            "heading": heading,
            "services": [
                {**card(each.service), "why": _sentence(REASONS[reason]() for reason in each.found.reasons)}
                for each in found
                if each.found.fit is fit
            ],
        }
        for fit, heading in headings.items()
    ]


def _sentence(parts: Iterable[str]) -> str:
    joined = "; ".join(parts)
    return joined[:1].upper() + joined[1:]


READERS = {
    "young_people": lambda: _("For young people"),
    "parents": lambda: _("For parents and carers"),
    "professionals": lambda: _("For direct work and for yourself"),
}


def resources(found: Sequence[Tried]) -> list[dict[str, Any]]:
    """Resources by whom they are for; one that is for several stands in each."""
    return [
        {
            "code": reader,
            "heading": heading(),
            "items": [_resource(one) for one in found if reader in one.resource.for_],
        }
        for reader, heading in READERS.items()
    ]


def _resource(one: Tried) -> dict[str, Any]:
    if one.at is not None:
        day = formats.date(one.at)
        state = _("Did not open on %(day)s") % {"day": day} if one.dead else _("Opened on %(day)s") % {"day": day}
    elif one.resource.last_checked:
        state = _("Last looked at on %(day)s") % {"day": one.resource.last_checked}
    else:
        state = _("Nobody has looked at it yet")
    return {
        "title": one.resource.title,
        "url": one.resource.url,
        "about": one.resource.about,
        "dead": one.dead,
        "state": state,
        "cites": "; ".join(one.resource.cites),
    }


def guide(one: definitions.Guide) -> dict[str, Any]:
    """A practice guide to read."""
    return {
        "title": one.title,
        "now": one.now,
        "sections": [
            {
                "heading": section.heading,
                "claims": [{"text": claim.text, "cites": "; ".join(claim.cites)} for claim in section.claims],
            }
            for section in one.sections
        ],
    }
