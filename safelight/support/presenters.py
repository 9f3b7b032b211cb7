"""This room in words."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.children.models import Child
from safelight.support import queries
from safelight.support.models import Alert, Calm, Monitoring, Move, Restraint, Session, Work
from safelight.ui import formats


def everything(child: Child) -> dict[str, Any]:
    """The page of all of it."""
    last = queries.calm(child)
    return {
        "calm": calm_parts(last) if last is not None else [],
        "calm_about": _about(last) if last is not None else "",
        "alerts": [alert(one, child.pk) for one in queries.alerts([child.pk])],
        "monitorings": [monitoring(one, child.pk) for one in queries.monitorings([child.pk])],
        "works": [work(one, child.pk) for one in queries.works([child.pk])],
        "restraints": [restraint(one) for one in queries.restraints([child.pk])],
        "placements": [
            {"words": one.words, "child_words": one.child_words, "about": _about(one)}
            for one in queries.placement_reviews([child.pk])
        ],
        "moves": [move(one) for one in queries.moves(child)],
    }


def _about(row: Any) -> str:
    return _("%(who)s, %(when)s") % {"who": row.by.name, "when": formats.date(row.at)}


def alert(row: Alert, child_id: UUID) -> dict[str, Any]:
    """An alert with what came back."""
    ended = getattr(row, "ended", None)
    return {
        "id": row.pk,
        "kind": row.get_kind_display(),
        "where": row.where,
        "told": row.told,
        "why": row.why,
        "since": row.since,
        "until": row.until,
        "ended": {"why": ended.why, "at": ended.at} if ended is not None else None,
        "about": _about(row),
        "url": reverse("support:alert", args=[child_id, row.pk]),
        "notices": [
            {
                "came_at": notice.came_at,
                "from_whom": notice.from_whom,
                "words": notice.words,
                "looked": f"{looked.get_outcome_display()}. {looked.words}" if looked is not None else "",
                "look_url": reverse("support:look", args=[child_id, notice.pk]),
            }
            for notice, looked in ((one, getattr(one, "looked", None)) for one in row.notices.all())
        ],
    }


def monitoring(row: Monitoring, child_id: UUID) -> dict[str, Any]:
    """What is watched over, who agreed, and until when."""
    standing = queries.standing(row)
    return {
        "what": row.get_what_display(),
        "how": row.how,
        "facts": [
            (_("The young person"), _said(row.get_child_answer_display(), row.child_words)),
            (_("Parents or carers"), _said(row.get_parents_answer_display(), row.parents_words)),
            (_("Decided by"), row.agreed_by),
            (_("Why it is not too much"), row.why),
            (_("Gentler ways"), row.gentler),
        ],
        "since": row.since,
        "goes_on": standing.goes_on,
        "review_on": standing.review_on,
        "url": reverse("support:monitoring", args=[child_id, row.pk]),
        "about": _about(row),
    }


def _said(answer: str, words: str) -> str:
    return f"{answer}. {words}" if words else answer


def restraint(row: Restraint) -> dict[str, Any]:
    """A time that a child was held back."""
    return {
        "at": row.happened_at,
        "facts": [
            (_("Where"), row.where),
            (_("By whom"), row.by_whom),
            (_("Why"), row.why),
            (_("Injuries"), row.injuries),
            (_("The child says"), row.child_words),
            (_("Told"), row.told),
        ],
        "about": _about(row),
    }


def move(row: Move) -> dict[str, Any]:
    """A move away."""
    return {
        "on": row.moved_on,
        "facts": [
            (_("From"), row.away_from),
            (_("To"), row.to),
            (_("Why"), row.reasons),
            (_("What else was thought of"), row.alternatives),
            (_("Against those who exploit the child"), row.goes_on),
            (_("What the child wanted"), row.child_words or _("Not recorded")),
            (_("Decided by"), row.decided_by),
        ],
        "about": _about(row),
    }


def calm_parts(row: Calm) -> list[tuple[str, str]]:
    """The four parts that say something."""
    parts = [
        (_("What sets things off"), row.triggers),
        (_("How you can tell"), row.signs),
        (_("What calms"), row.calms),
        (_("If it does not calm"), row.then),
        (_("Made with"), row.made_with),
    ]
    return [(name, words) for name, words in parts if words]


def calms(child: Child) -> list[dict[str, Any]]:
    """Earlier versions, the newest first."""
    return [{"parts": calm_parts(one), "about": _about(one)} for one in queries.calms(child)[1:]]


def session_words(row: Session) -> str:
    """Which session it is."""
    return _("%(title)s, planned for %(day)s") % {"title": row.work.title, "day": formats.date(row.planned_on)}


def work(row: Work, child_id: UUID) -> dict[str, Any]:
    """A piece of direct work with its sessions and report."""
    report = getattr(row, "evaluation", None)
    sessions = [
        {
            "on": one.planned_on,
            "state": one.get_state_display(),
            "planned": one.state == Session.State.PLANNED,
            "words": one.words,
            "child_words": one.child_words,
            "url": reverse("support:session", args=[child_id, one.pk]),
        }
        for one in row.sessions.all()
    ]
    return {
        "title": row.title,
        "purpose": row.purpose,
        "lead": row.lead,
        "action": row.action.text if row.action is not None else "",
        "sessions": sessions,
        "held": sum(1 for one in row.sessions.all() if one.state == Session.State.HELD),
        "report": [
            (_("Before"), report.before),
            (_("Now, and how we know"), report.after),
            (_("The young person says"), report.child_words or _("Not recorded")),
            (_("What worked, what did not, what is next"), report.report),
        ]
        if report is not None
        else [],
        "report_about": _about(report) if report is not None else "",
        "url": reverse("support:work", args=[child_id, row.pk]),
        "about": _about(row),
    }
