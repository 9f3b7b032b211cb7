"""Concerns and disclosures as their pages show them, and who has not been told."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.access.models import Partnership, User
from safelight.access.roles import Permission
from safelight.children import calls, queries, shared
from safelight.children.models import (
    AgencyTold,
    Child,
    Concern,
    Disclosure,
)
from safelight.children.presenters.record import child_url, summary_rows
from safelight.core.errors import NotFound
from safelight.ui.formats import date as written_date
from safelight.ui.formats import date_and_time


def not_told(
    thing: Concern | Disclosure, partnership: Partnership, answered: Collection[AgencyTold.Agency] = ()
) -> list[dict[str, Any]]:
    """One notice for each agency that has not been told, with the number to ring and where to record it (MS-09)."""
    notices = []
    for agency in queries.missing_calls(thing, answered):
        if isinstance(thing, Concern):
            url = reverse("children:concern_told", args=[thing.pk, agency.value])
            about = _("Concern %(reference)s") % {"reference": thing.reference}
        else:
            url = reverse("children:disclosure_told", args=[thing.child_id, thing.pk, agency.value])
            about = _("Disclosure, %(when)s") % {"when": date_and_time(thing.said_at)}
        notices.append(
            {
                "title": NOT_TOLD[agency](),
                "about": about,
                "text": _("Saving here tells nobody. This stands until who, when and a reference are recorded."),
                "numbers": _numbers(agency, partnership),
                "url": url,
                "agency": agency.label,
            }
        )
    return notices


NOT_TOLD: dict[AgencyTold.Agency, Any] = {
    AgencyTold.Agency.POLICE: lambda: _("Police have NOT been told"),
    AgencyTold.Agency.MASH: lambda: _("MASH has NOT been told"),
    AgencyTold.Agency.SOCIAL_CARE: lambda: _("Children’s social care has NOT been told"),
}


def _numbers(agency: AgencyTold.Agency, partnership: Partnership) -> list[dict[str, str]]:
    if agency == AgencyTold.Agency.POLICE:
        return [{"number": "999", "label": _("in danger now")}, {"number": "101", "label": _("otherwise")}]
    numbers = []
    if partnership.mash_telephone:
        numbers.append({"number": partnership.mash_telephone, "label": f"MASH {partnership.mash_hours}".strip()})
    if partnership.out_of_hours_telephone:
        numbers.append({"number": partnership.out_of_hours_telephone, "label": _("nights and weekends")})
    return numbers


def others_words(hidden: int) -> str:
    """How many children a shared concern is about that this reader may not see."""
    if not hidden:
        return ""
    return ngettext("It is also about %(count)d other child.", "It is also about %(count)d other children.", hidden) % {
        "count": hidden
    }


def told_rows(calls: Iterable[AgencyTold]) -> list[dict[str, Any]]:
    """Who was told, when, with what reference."""
    return [
        {
            "agency": call.get_agency_display(),
            "who": call.who,
            "at": call.told_at,
            "reference": call.agency_reference,
            "by": call.by.name_and_role,
            "note": call.note,
        }
        for call in calls
    ]


def concern_rows(user: User, concerns: Iterable[Concern]) -> list[dict[str, Any]]:
    """Concerns as the user may read them, as rows."""
    return [
        {
            "reference": seen.concern.reference,
            "url": reverse("children:concern", args=[seen.concern.pk]),
            "at": seen.concern.logged_at or seen.concern.created_at,
            "state": seen.concern.get_state_display(),
            "urgent": seen.concern.urgent,
            "what": shortened(seen.what),
            "author": seen.concern.author.name_and_role,
        }
        for seen in shared.as_seen(user, concerns)
    ]


def shortened(text: str, most: int = 200) -> str:
    """The beginning of a text for a list; the whole is on its page."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def child_concern_rows(seen: Iterable[shared.SharedConcern]) -> list[dict[str, Any]]:
    """Concerns on a child's page: the shared text, who wrote it, and whom else it is about as far as may be said."""
    rows = []
    for one in seen:
        names = ", ".join(f"{queries.full_name(other)} ({other.reference})" for other in one.others)
        also = _("Also about %(names)s.") % {"names": names} if names else ""
        rows.append(
            {
                "id": one.concern.pk,
                "logged_at": one.concern.logged_at,
                "what": one.what,
                "author": one.concern.author.name_and_role,
                "others": " ".join(part for part in (also, others_words(one.hidden)) if part),
            }
        )
    return rows


def concern_page(user: User, seen: shared.SharedConcern) -> dict[str, Any]:
    """One concern's page."""
    concern = seen.concern
    return {
        "concern": concern,
        "state": concern.state,
        "what": seen.what,
        "rows": summary_rows(
            [
                (_("State"), str(concern.get_state_display())),
                (_("Closed because"), seen.text(concern.closed_reason)),
                (_("When"), seen.text(concern.when_text)),
                (_("Where"), seen.text(concern.where_text)),
                (_("How it is known"), seen.text(concern.source)),
                (_("About"), seen.text(concern.about)),
                (_("Logged by"), concern.author.name_and_role),
                (_("Logged"), date_and_time(concern.logged_at)),
                (_("Look again on"), written_date(concern.look_again_on)),
                (_("Sent to the coordinator"), _("Yes") if concern.sent_to_coordinator else _("No")),
            ]
        ),
        "children": [
            {
                "name": queries.full_name(child),
                "reference": child.reference,
                "url": child_url(child),
                "assess_url": _optional_url("assessments:list", child),
                "start_url": assess_url(user, child),
            }
            for child in seen.others
        ],
        "hidden_words": others_words(seen.hidden),
        "notices": not_told(concern, user.partnership, calls.answered_of(concern)),
        "told": told_rows(queries.told_of(concern)),
    }


def assess_url(user: User, child: Child | None) -> str:
    """Where an assessment of the child is begun, for those who assess; empty for others, or without a child."""
    return _optional_url("assessments:start", child) if child is not None and user.may(Permission.ASSESS) else ""


def _optional_url(name: str, child: Child) -> str:
    try:
        return reverse(name, kwargs={"child_id": child.pk})
    except NoReverseMatch:
        return ""


def concern_filters(here: str, state: str) -> list[dict[str, Any]]:
    """The states as links."""
    items: list[dict[str, Any]] = [{"text": _("All"), "href": here, "current": not state}]
    items += [
        {"text": str(name), "href": f"{here}?state={code}", "current": code == state}
        for code, name in Concern.State.choices
    ]
    return items


def concern_states() -> frozenset[str]:
    """The codes of a concern's states."""
    return frozenset(Concern.State.values)


def urgent_numbers(partnership: Partnership) -> list[dict[str, str]]:
    """999, MASH and out of hours, as the first thing on the form of a concern."""
    return [
        {"number": "999", "label": _("in danger now")},
        *_numbers(AgencyTold.Agency.MASH, partnership),
    ]


def agency_named(code: str) -> AgencyTold.Agency:
    """The agency of a code in an address; ``NotFound`` for any other word."""
    try:
        return AgencyTold.Agency(code)
    except ValueError as error:
        raise NotFound("no such agency") from error


def told_page(agency: AgencyTold.Agency, partnership: Partnership) -> dict[str, Any]:
    """Heading and numbers of the form that records who was told."""
    return {
        "heading": _("Who did you tell: %(agency)s") % {"agency": agency.label},
        "numbers": _numbers(agency, partnership),
    }
