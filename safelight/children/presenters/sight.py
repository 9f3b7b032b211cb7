"""Restrictions, break-glass, conflicts, warnings and unsafe contact, as their pages show them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access import queries as access
from safelight.access.models import Partnership, User
from safelight.access.roles import Permission
from safelight.children import queries
from safelight.children.models import Channel, Child, ConflictExclusion, GlassBroken, PersonAround, WarningNote
from safelight.children.queries.safety import CHANNEL_UNSAFE, NOT_CHECKED, POSES_A_RISK, Halt
from safelight.core.clock import london_day
from safelight.duties.clock import add_months


def notices(user: User, child: Child, today: date) -> dict[str, Any]:
    """What stands at the top of each of the child's pages: warnings before a visit, and break-glass while open."""
    if hasattr(child, "glass_until") and hasattr(child, "is_warned"):  # as ``queries.get`` gave it: asked already
        warned, until = child.is_warned, child.glass_until
    else:
        glass = queries.glass_open_for(user, child)
        warned, until = True, glass.until if glass is not None else None
    return {"warnings": warning_rows(queries.warnings(child, today)) if warned else [], "glass_until": until}


def warning_rows(found: Iterable[WarningNote]) -> list[dict[str, Any]]:
    """Warnings that stand, as the top of a page shows them."""
    return [
        {
            "id": str(one.pk),
            "kind": one.get_kind_display(),
            "text": one.text,
            "until": one.until,
            "by": one.by.name_and_role,
            "since": one.since,
        }
        for one in found
    ]


def warning_history(found: Iterable[WarningNote], today: date) -> list[dict[str, Any]]:
    """Every warning with whether it stands, whether the person was told, and each time somebody looked again."""
    rows = []
    for one in found:
        standing = one.ended_at is None and one.until >= today
        told = (
            _("The person was told.")
            if one.told_person
            else _("The person was not told: %(why)s") % {"why": one.not_told_why}
        )
        reviews = sorted(one.reviews.all(), key=lambda review: review.at)
        rows.append(
            {
                "id": str(one.pk),
                "kind": one.get_kind_display(),
                "text": one.text,
                "since": one.since,
                "until": one.until,
                "standing": standing,
                "may_review": one.ended_at is None,
                "told": told,
                "by": one.by.name_and_role,
                "ended_on": london_day(one.ended_at) if one.ended_at else None,
                "reviews": [
                    {
                        "on": london_day(review.at),
                        "by": review.by.name_and_role,
                        "reason": review.reason,
                        "until": review.until_after,
                    }
                    for review in reviews
                ],
            }
        )
    return rows


def latest_until(today: date) -> date:
    """The last day to which a warning may be set today."""
    return add_months(today, 6)


def glass_rows(user: User, child: Child) -> list[dict[str, Any]]:
    """Every opening of the child by break-glass: who, why, until when, and what a manager said."""
    rows = []
    for glass in queries.glass_of(child):
        review = queries.review_of(glass)
        rows.append(
            {
                "id": str(glass.pk),
                "who": glass.user.name_and_role,
                "agency": glass.user.agency.name if glass.user.agency else "",
                "category": glass.get_category_display(),
                "reason": glass.reason,
                "since": glass.since,
                "until": glass.ended_early_at or glass.until,
                "outcome": review.get_outcome_display() if review else "",
                "what_was_done": review.what_was_done if review else "",
                "reviewed_by": review.by.name_and_role if review else "",
                "reviewed_at": review.at if review else None,
                "may_review": review is None and glass.user_id != user.pk and user.may(Permission.REVIEW_BREAK_GLASS),
            }
        )
    return rows


def glass_row(glass: GlassBroken) -> dict[str, Any]:
    """One opening, for the page that reviews it."""
    return {
        "who": glass.user.name_and_role,
        "category": glass.get_category_display(),
        "reason": glass.reason,
        "since": glass.since,
        "until": glass.ended_early_at or glass.until,
    }


def open_rows(found: Iterable[GlassBroken]) -> list[dict[str, Any]]:
    """What the person has open by break-glass now."""
    return [
        {
            "name": queries.full_name(one.child),
            "url": reverse("overview:child", args=[one.child_id]),
            "until": one.until,
            "reference": one.child.reference,
        }
        for one in found
    ]


def on_call(partnership: Partnership) -> list[dict[str, str]]:
    """Whom to ring when nothing could be opened: the partnership's own numbers."""
    numbers = []
    if partnership.out_of_hours_telephone:
        numbers.append(
            {"label": _("On-call coordinator, nights and weekends"), "number": partnership.out_of_hours_telephone}
        )
    if partnership.mash_telephone:
        numbers.append({"label": f"{partnership.area} MASH", "number": partnership.mash_telephone})
    return numbers


def restriction_page(user: User, child: Child) -> dict[str, Any]:
    """The restriction that stands with whom it names, and those that were."""
    found = queries.restriction_of(child)
    named = queries.named_people(found) if found is not None else []
    return {
        "restriction": {
            "reason": found.reason,
            "by": found.by.name_and_role,
            "since": found.since,
            "review_on": found.review_on,
            "reviewed_by": found.reviewed_by.name_and_role if found.reviewed_by else "",
            "mine": found.by_id == user.pk,
        }
        if found is not None
        else None,
        "named": [
            {"id": str(one.pk), "name": one.name_and_role, "is_lead": one.pk == child.lead_worker_id} for one in named
        ],
        "past": [
            {
                "reason": one.reason,
                "by": one.by.name_and_role,
                "since": one.since,
                "until": one.until,
                "lifted_by": one.lifted_by.name_and_role if one.lifted_by else "",
                "lifted_reason": one.lifted_reason,
            }
            for one in queries.past_restrictions(child)
        ],
    }


def people_who_may_see(user: User) -> list[tuple[str, str]]:
    """Colleagues whose role lets them see children, to choose from."""
    found = access.people_who_may(user.partnership_id, Permission.LOG_CONCERN)
    return [(str(one.pk), one.name_and_role) for one in found]


def managers(user: User) -> list[tuple[str, str]]:
    """Managers, to choose from."""
    found = access.people_who_may(user.partnership_id, Permission.APPROVE_PLAN)
    return [(str(one.pk), one.name_and_role) for one in found]


def conflict_rows(found: Iterable[ConflictExclusion]) -> list[dict[str, Any]]:
    """Who is or was kept from the child."""
    return [
        {
            "id": str(one.pk),
            "person": one.person.name_and_role,
            "reviewer": one.independent_reviewer.name_and_role,
            "reason": one.reason,
            "by": one.by.name_and_role,
            "since": one.since,
            "until": one.until,
            "ended_by": one.ended_by.name_and_role if one.ended_by else "",
            "ended_reason": one.ended_reason,
        }
        for one in found
    ]


def halt_words(halt: Halt) -> str:
    """Why contact stands still, in a sentence."""
    if halt.person is None:
        return _("The child’s own telephone is marked unsafe: somebody who does harm may read or hear it.")
    name = halt.person.name
    if halt.why == POSES_A_RISK:
        return _("%(name)s is recorded as someone who poses a risk.") % {"name": name}
    if halt.why == NOT_CHECKED:
        return _(
            "Nobody has checked whether %(name)s can be reached safely in this way. Not checked counts as unsafe."
        ) % {"name": name}
    if halt.why == CHANNEL_UNSAFE:
        return _("This way of reaching %(name)s is marked unsafe.") % {"name": name}
    return _("Contact with %(name)s is marked unsafe.") % {"name": name}


def halt_rows(found: Iterable[Halt]) -> list[dict[str, str]]:
    """What stands still, each with the fields that name it in a form."""
    return [
        {
            "why": halt_words(halt),
            "person": str(halt.person.pk) if halt.person is not None else "",
            "channel": halt.channel,
        }
        for halt in found
    ]


def decision_rows(child: Child) -> list[dict[str, Any]]:
    """What was decided about contact that stood still."""
    return [
        {
            "about": one.person.name if one.person else _("The child’s own telephone"),
            "channel": one.get_channel_display() if one.channel else "",
            "go_on": one.go_on,
            "reason": one.reason,
            "by": one.by.name_and_role,
            "at": one.at,
        }
        for one in queries.decisions(child)
    ]


def safety_rows(people: Iterable[PersonAround]) -> list[dict[str, Any]]:
    """Each person and each way of reaching them: safe, unsafe or not checked, who said so and when."""
    return [
        {
            "id": str(one.pk),
            "name": one.name,
            "relation": one.relation or one.get_kind_display(),
            "safe": _("Poses a risk") if one.kind == PersonAround.Kind.RISK else one.get_safe_display(),
            "ways": [
                {"what": Channel(channel).label, "mark": PersonAround.Safe(queries.channel_mark(one, channel)).label}
                for channel, value in (("telephone", one.telephone), ("email", one.email), ("address", one.address))
                if value
            ],
            "by": one.safe_checked_by.name_and_role if one.safe_checked_by else "",
            "on": one.safe_checked_on,
        }
        for one in people
    ]


def ways_to_reach(child: Child, people: Iterable[PersonAround]) -> list[tuple[str, str]]:
    """Each way of reaching each person, for the contact form: a code that ``way_of`` reads, and words."""
    found = [(f"own:{Channel.TELEPHONE}", str(_("The child’s own telephone")))] if child.telephone else []
    for one in people:
        for channel, value in (("telephone", one.telephone), ("email", one.email), ("address", one.address)):
            if value or channel == "address":
                found.append((f"{one.pk}:{channel}", f"{one.name}: {Channel(channel).label}"))
    return found
