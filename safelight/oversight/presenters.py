"""What the log's pages show: names, days and counts, never content."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.access.models import User
from safelight.audit.models import Kind
from safelight.audit.patterns import THRESHOLDS, Alert, Finding, Rule
from safelight.children.models import Child
from safelight.duties.waiting import Waiting
from safelight.oversight import queries
from safelight.oversight.queries import PersonReport
from safelight.oversight.viewing import Viewer

SHOWN = 50  # rows of a page


def kind_words(kind: str, count: int) -> str:
    """``3 views``."""
    words = {
        Kind.VIEW: ngettext("%(n)d view", "%(n)d views", count),
        Kind.DOWNLOAD: ngettext("%(n)d download", "%(n)d downloads", count),
        Kind.CHANGE: ngettext("%(n)d change", "%(n)d changes", count),
        Kind.SEARCH: ngettext("%(n)d search", "%(n)d searches", count),
        Kind.REFUSAL: ngettext("%(n)d refusal", "%(n)d refusals", count),
        Kind.SIGN_IN: ngettext("%(n)d sign-in", "%(n)d sign-ins", count),
    }
    return words[Kind(kind)] % {"n": count}


def right_words(viewer: Viewer) -> str:
    """By what right somebody looked: worked with the child, by break-glass, or neither."""
    if viewer.by_glass:
        return ngettext("%(n)d time by break-glass", "%(n)d times by break-glass", viewer.by_glass) % {
            "n": viewer.by_glass
        } + (
            "; " + _("%(n)d without working with the child") % {"n": viewer.not_involved} if viewer.not_involved else ""
        )
    if viewer.not_involved == viewer.times:
        return _("Did not work with the child")
    if viewer.not_involved:
        return _("%(n)d of %(all)d times without working with the child") % {
            "n": viewer.not_involved,
            "all": viewer.times,
        }
    return _("Worked with the child")


def viewer_rows(user: User, found: Sequence[Viewer]) -> list[dict[str, Any]]:
    """A row for each person who looked; somebody of another partnership has no name here."""
    people = queries.names_of(user, [viewer.actor for viewer in found])
    rows = []
    for viewer in found:
        person = people.get(viewer.actor)
        rows.append(
            {
                "name": person.name_and_role if person else _("Somebody else"),
                "agency": person.agency.name if person and person.agency else "",
                "first": viewer.first,
                "last": viewer.last,
                "kinds": [kind_words(kind, count) for kind, count in sorted(viewer.kinds.items())],
                "right": right_words(viewer),
                "stands_out": viewer.not_involved > 0,
                "viewer": viewer,
            }
        )
    return rows


def viewer_cells(rows: Sequence[dict[str, Any]]) -> tuple[list[str], list[list[object]]]:
    """The same as a table's heading and rows, for the file."""
    header = [
        _("Name"),
        _("Agency"),
        _("First"),
        _("Last"),
        _("Times"),
        _("Not working with the child"),
        _("Break-glass"),
    ]
    return header, [
        [
            row["name"],
            row["agency"],
            row["first"].isoformat(timespec="minutes"),
            row["last"].isoformat(timespec="minutes"),
            row["viewer"].times,
            row["viewer"].not_involved,
            row["viewer"].by_glass,
        ]
        for row in rows
    ]


def people_choices(people: Sequence[User]) -> list[tuple[str, str]]:
    """Whom the form offers."""
    return [(str(person.pk), person.name_and_role) for person in people]


def report(found: PersonReport) -> dict[str, Any]:
    """One person's days: kinds, the records the asker may see, and how many others."""
    return {
        "name": found.person.name_and_role,
        "first": found.first,
        "last": found.last,
        "kinds": [kind_words(kind, count) for kind, count in sorted(found.kinds.items())],
        "rows": [_child_row(child, times) for child, times in found.children],
        "others": ngettext("%(n)d other record", "%(n)d other records", found.others) % {"n": found.others}
        if found.others
        else "",
    }


def _child_row(child: Child, times: int) -> dict[str, Any]:
    return {"reference": child.reference, "times": times, "url": reverse("oversight:viewers", args=[child.pk])}


def finding_words(finding: Finding) -> str:
    """What stood out, in a sentence."""
    n = finding.count
    words = {
        Rule.MANY: _("Opened the records of %(n)d different children."),
        Rule.UNUSUAL: _("Opened the records of %(n)d different children; on a usual day it is %(usual)g."),
        Rule.NOT_INVOLVED: _("Opened the records of %(n)d children whom they do not work with."),
        Rule.SAME_SURNAME: ngettext(
            "Opened the record of %(n)d child who has their surname and whom they do not work with.",
            "Opened the records of %(n)d children who have their surname and whom they do not work with.",
            n,
        ),
        Rule.SEARCHES: _("Searched %(n)d times."),
        Rule.REFUSED: _("Asked %(n)d times for pages that are not for them."),
    }
    return words[finding.rule] % {"n": n, "usual": finding.usual}


def alert_row(person: User, alert: Alert) -> dict[str, Any]:
    """One alert: who, when, what stood out and why that counts."""
    why = {threshold.rule: threshold.why for threshold in THRESHOLDS}
    return {
        "name": person.name_and_role,
        "day": alert.day,
        "findings": [{"text": finding_words(one), "why": why[one.rule]} for one in alert.findings],
        "url": _alert_url(alert),
    }


def waiting(user: User, now: datetime) -> list[Waiting]:
    """On My work: each day that stood out, for whoever has to ask about it (HZ-14)."""
    found = queries.alerts_for(user, now)
    people = queries.names_of(user, [str(alert.person_id) for alert in found])
    return [
        Waiting(
            key=f"browsing:{alert.person_id}:{alert.day.isoformat()}",
            who=people[str(alert.person_id)].name,
            title=_("Ask about the records opened on %(day)s") % {"day": _day(alert.day)},
            why=" ".join(finding_words(one) for one in alert.findings),
            due_at=None,
            url=_alert_url(alert),
            act_label=_("Look at it"),
        )
        for alert in found
    ]


def _alert_url(alert: Alert) -> str:
    return reverse("oversight:alert", args=[alert.person_id, alert.day.isoformat()])


def _day(day: date) -> str:
    from safelight.ui import formats

    return str(formats.date(day))
