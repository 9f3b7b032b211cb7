"""What a child's page shows: the words first, then the level, what is due, who is around, what happened."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.assessments import queries as assessments
from safelight.assessments.models import Assessment
from safelight.children import presenters as child_presenters
from safelight.children import queries as children
from safelight.children.chronology import ChronologyEntry, EntryKind, kind_name
from safelight.children.models import Child, PersonAround, Strength, Voice
from safelight.core.clock import london_day
from safelight.overview import queries
from safelight.overview.presenters import work
from safelight.ratings import levels
from safelight.ratings import presenters as rating_presenters
from safelight.ratings import queries as ratings
from safelight.ratings.levels import NONE
from safelight.ratings.models import Decision
from safelight.ratings.reassessing import review_day
from safelight.toolkits.rating import engine
from safelight.ui import formats
from safelight.ui.charts import level_name

SHOWN = 20
DUE_AT_FIRST = 6


def page(user: User, child: Child, kinds: Collection[EntryKind], now: datetime) -> dict[str, Any]:
    """All of the child's page. ``kinds`` narrows the chronology."""
    today = london_day(now)
    duties, names = queries.due_about(child, now)
    rows = work.child_duties(duties, names, now)
    here = reverse("overview:child", args=[child.pk])
    people = children.people_around(child)
    strengths = list(children.strengths(child))
    entries = children.chronology(user, child)
    chosen = [entry for entry in entries if not kinds or entry.kind in kinds]
    return {
        "said": _said(child, entries),
        "parents": children.latest_voice(child, Voice.Whose.PARENTS),
        "level": level_card(child),
        "drafts": [_draft(draft) for draft in assessments.drafts(child)],
        "may_assess": user.may(Permission.ASSESS),
        "may_edit": user.may(Permission.EDIT_CHILD),
        "lead": child.lead_worker,
        "due": rows[:DUE_AT_FIRST],
        "due_more": rows[DUE_AT_FIRST:],
        "due_count": len(rows),
        "strong": _strong(strengths),
        "visit": _before_visit(child, people),
        "people": child_presenters.ecomap_people(people),
        "people_rows": child_presenters.ecomap_rows(people, children.short_name(child)),
        "chosen_contact": any(person.chosen_by_child for person in people),
        "gaps": [child_presenters.gap_words(gap) for gap in children.hours_without_anybody(child)],
        "points": rating_presenters.level_points(ratings.trajectory(child)),
        "today": today,
        "entries": [_entry(entry) for entry in chosen[:SHOWN]],
        "entries_all": len(entries),
        "filters": _filters(here, entries, kinds),
    }


def _said(child: Child, entries: list[ChronologyEntry]) -> dict[str, Any]:
    count = sum(entry.kind == EntryKind.VOICE for entry in entries)
    said = child_presenters.voice_said(child, children.latest_voice(child))
    if count:
        address = f"{reverse('children:chronology', args=[child.pk])}?kind={EntryKind.VOICE.value}"
        said["more"] = {"text": _("All that was said (%(count)d)") % {"count": count}, "href": address}
    else:
        said["more"] = {"text": _("Write it down"), "href": reverse("children:voice", args=[child.pk])}
    return said


def level_card(child: Child) -> dict[str, Any]:
    """The level as it stands: never without its day and who decided; what to act as for, where that is higher."""
    found = ratings.level_in_force(child)
    newest = found.decision
    if newest is None:
        return {"none": True}
    decided = _in_effect(child)
    if decided is None:
        return {
            "none": False,
            "level": "",
            "suggested": _suggested(newest),
            "acting": found.acting,
            "waiting": _waiting(newest) if found.waiting_for_agreement else "",
            "declined": not found.waiting_for_agreement,
            "reassess": _reassess(child, newest, found.acting),
            "newest_href": reverse("ratings:decision", args=[child.pk, newest.assessment_id]),
        }
    return {
        "none": False,
        "level": found.decided,
        "on": found.decided_on,
        "by": found.by.name_and_role if found.by else "",
        "own_view": _own_view(decided),
        "suggested": _suggested(decided),
        "acting": found.acting if levels.below(found.decided, found.acting) else "",
        "waiting": _waiting(newest) if found.waiting_for_agreement else "",
        "declined": newest.pk != decided.pk and not found.waiting_for_agreement,
        "reassess": _reassess(child, newest, found.acting),
        "why": _why(found.decided),
        "why_href": reverse("ratings:decision", args=[child.pk, decided.assessment_id]),
        "newest_href": reverse("ratings:decision", args=[child.pk, newest.assessment_id]),
        "not_asked": decided.not_asked if found.decided == NONE else 0,
    }


def _in_effect(child: Child) -> Decision | None:
    """The newest decision that took effect, if any did."""
    for decision, _then in reversed(ratings.history(child)):
        if not decision.needs_agreement or ratings.outcome_of(decision) == levels.AGREED:
            return decision
    return None


def _draft(draft: Assessment) -> dict[str, Any]:
    return {
        "by": draft.author.name,
        "since": draft.started_at,
        "href": reverse("assessments:assessment", args=[draft.child_id, draft.pk]),
    }


def _own_view(decision: Decision) -> str:
    view = getattr(decision.assessment, "own_view", None)
    if view is None:
        return ""
    return _("who thought “%(level)s” before seeing the suggestion") % {"level": view.get_level_display()}


def _suggested(decision: Decision) -> str:
    if decision.suggested_level == NONE:
        return _("The toolkit suggested no level yet.")
    return _("The toolkit suggested %(level)s.") % {"level": level_name(decision.suggested_level)}


def _waiting(decision: Decision) -> str:
    return _("%(name)s decided %(level)s on %(day)s. A manager has not agreed yet, so it has not taken effect.") % {
        "name": decision.by.name,
        "level": decision.get_decided_level_display(),
        "day": formats.date(decision.assessment.date),
    }


def _reassess(child: Child, decision: Decision, acting: str) -> str:
    dates = engine.reassess_dates(ratings.rules_for(decision.assessment.definition), acting, decision.assessment.date)
    day = review_day(dates, child.partnership.jurisdiction)
    if day is None or dates.no_later_than is None:
        return ""
    return _("Assess again by %(day)s. Overdue after %(limit)s.") % {
        "day": formats.date(day),
        "limit": formats.date(dates.no_later_than),
    }


def _why(level: str) -> str:
    return _("Why no level yet") if level == NONE else _("Why %(level)s") % {"level": level_name(level)}


def _strong(strengths: list[Strength]) -> list[str]:
    held = [one for one in strengths if one.kind == Strength.Kind.PROTECTIVE]
    choices = child_presenters.strength_choices(Strength.Kind.PROTECTIVE) if any(one.code for one in held) else []
    return [child_presenters.strength_words(one, choices) for one in held]


def _before_visit(child: Child, people: list[PersonAround]) -> list[str]:
    """What somebody has to know before they ring or knock."""
    found = []
    if child.language and not child.language.casefold().startswith("english"):
        found.append(_("Speaks %(language)s.") % {"language": child.language})
    if child.communication_needs:
        found.append(child.communication_needs)
    found += [
        _("%(name)s: poses a risk. No contact with them.") % {"name": person.name}
        for person in people
        if person.kind == PersonAround.Kind.RISK
    ]
    return found


def _entry(entry: ChronologyEntry) -> dict[str, Any]:
    text = entry.text if len(entry.text) <= 400 else child_presenters.shortened(entry.text, 400)
    return {"at": entry.at, "title": entry.title, "text": text, "by": entry.by_name, "url": entry.url}


def _filters(here: str, entries: list[ChronologyEntry], kinds: Collection[EntryKind]) -> list[dict[str, Any]]:
    counts = Counter(entry.kind for entry in entries)
    items: list[dict[str, Any]] = [{"text": _("Everything"), "href": f"{here}#chronology", "current": not kinds}]
    items += [
        {"text": kind_name(kind), "href": f"{here}?kind={kind}#chronology", "current": kind in kinds}
        for kind in EntryKind
        if counts[kind]
    ]
    return items


def kinds_of(texts: Collection[str]) -> list[EntryKind]:
    """The kinds that an address names; words that are none are left out."""
    return [kind for kind in EntryKind if kind.value in texts]
