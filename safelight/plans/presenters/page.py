"""The plan as a page: header, what is not covered, outcomes with their rows, and what can be done now."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import presenters as child_presenters
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.plans import permissions, queries
from safelight.plans.coverage import Coverage, Recognised
from safelight.plans.models import Approval, Plan
from safelight.plans.permissions import may_follow
from safelight.plans.presenters import words
from safelight.plans.queries.offered import templates_for
from safelight.plans.states import EDITABLE, PlanState
from safelight.ratings import queries as ratings
from safelight.ratings.models import Decision
from safelight.toolkits.models import Definition

Row = Mapping[str, Any]

_NAMES = (
    "child",
    "disruption",
    "compare",
    "targets",
    "agencies",
    "reports",
    "low_risk",
    "draft",
    "change",
    "header",
    "choose",
    "add",
    "gap",
    "submit",
    "take_back",
    "review",
    "close",
)
_ROW_NAMES = ("row", "differences", "take_out", "progress", "history")


def addresses(child_id: UUID) -> dict[str, str]:
    """Every address of a child's plan by its name."""
    return {name: reverse(f"plans:{name}", kwargs={"child_id": child_id}) for name in _NAMES}


def row_addresses(child_id: UUID, row_id: UUID | str) -> dict[str, str]:
    """Every address of one row."""
    ids = {"child_id": child_id, "action_id": row_id}
    return {name: reverse(f"plans:{name}", kwargs=ids) for name in _ROW_NAMES}


def empty_page(child: Child, user: User) -> dict[str, Any]:
    """What the tab shows while there is no plan."""
    decision = queries.newest_decision(child)
    may_draft = user.may(Permission.DRAFT_PLAN)
    return {
        "to": addresses(child.pk),
        "decision": decision,
        "may_draft": may_draft,
        "templates": _templates(child, decision) if may_draft else [],
        "low": queries.low_decision(child) is not None,
        "closed": [{"plan": plan, "versions": version_links(child.pk, plan)} for plan in queries.closed(child)],
        "voice": voice(child),
    }


def _templates(child: Child, decision: Decision | None) -> list[Definition]:
    try:
        return templates_for(child, decision, clock.today())
    except NotFound:
        return []


def page(plan: Plan, user: User, open_row: UUID | None = None) -> dict[str, Any]:
    """The whole page of an open plan. ``open_row`` is the action whose form stands under its row."""
    child = plan.child
    rows = list(queries.actions_of(plan))
    known = queries.coverage_of(plan, rows)
    may_edit = permissions.may_edit(user, plan)
    to = addresses(child.pk)
    hints = {row.pk: queries.hints_for(row) for row in rows}
    content = queries.content(plan)
    labels = {each.code: each.label for each in queries.recognised(plan)}
    noted = comments(plan)
    outcomes = outcome_blocks(
        plan,
        content["rows"],
        labels,
        hints={str(pk): len(found) for pk, found in hints.items()},
        comments=noted,
        to=to if may_edit else None,
        follow=may_follow(user),
        open_row=str(open_row) if open_row else "",
    )
    newest = queries.newest_decision(child)
    return {
        "plan": plan,
        "to": to,
        "links": [
            {"text": _("Ways to disrupt and protect"), "href": to["disruption"]},
            {"text": _("Targets for the month"), "href": to["targets"]},
            {"text": _("What is red, and for how long"), "href": reverse("plans:rag"), "note": _("all children")},
            *_agencies_link(plan, to),
            {"text": _("Reports on how the plan goes"), "href": to["reports"]},
            {
                "text": _("Take actions into a plan that the child has already"),
                "href": reverse("outputs:take", kwargs={"child_id": child.pk}),
                "note": "" if queries.is_separate(plan) else _("In this area the plan is no document of its own."),
            },
        ],
        "title": title(plan),
        "state_words": words.plan_state(plan.state),
        "voice": voice(child),
        "header": header(plan),
        "outcomes": outcomes,
        "columns": columns(),
        "jumps": [
            {"text": f"{block['number']} {block['short']}", "href": f"#outcome-{block['number']}"} for block in outcomes
        ],
        "gaps": gap_panel(plan, known, to if may_edit else None, "#covered"),
        "covered": covered(known, rows),
        "may_edit": may_edit,
        "outgrown": queries.is_outgrown(plan),
        "may_change": user.may(Permission.DRAFT_PLAN) and plan.state == PlanState.IN_FORCE,
        "may_take_back": user.may(Permission.DRAFT_PLAN) and plan.state == PlanState.SUBMITTED,
        "may_answer": permissions.may_answer(user, plan, queries.writers(plan)),
        "may_close": _may_close(user, plan),
        "outdated": (newest is not None and newest.pk != plan.decision_id and newest) or None,
        "may_update": user.may(Permission.DRAFT_PLAN) and plan.state != PlanState.SUBMITTED,
        "returned": returned(plan),
        "counts": counts(len(rows), sum(map(len, hints.values())), len(known.uncovered)),
        "versions": version_links(child.pk, plan),
        "taken_out": queries.taken_out(plan),
        "in_force": queries.version_in_force(plan) if plan.state != PlanState.IN_FORCE else None,
    }


def _agencies_link(plan: Plan, to: Mapping[str, str]) -> list[dict[str, str]]:
    if not queries.commitments(plan):
        return []
    here = {agency.pk for agency in queries.agencies_at(plan.child, clock.today())}
    waiting = len(here - {each.agency_id for each in queries.confirmations(plan)})
    note = ngettext("%(count)s agency has not confirmed it", "%(count)s agencies have not confirmed it", waiting)
    return [
        {
            "text": _("What every agency does while the plan runs"),
            "href": to["agencies"],
            "note": note % {"count": waiting} if waiting else _("Every agency has confirmed it"),
        }
    ]


def _may_close(user: User, plan: Plan) -> bool:
    needed = Permission.DRAFT_PLAN if plan.in_force_number is None else Permission.APPROVE_PLAN
    return user.may(needed) and plan.state in (*EDITABLE, PlanState.IN_FORCE)


def title(plan: Plan) -> str:
    """``Safety plan, draft 3``."""
    if PlanState(plan.state) in EDITABLE:
        return _("Safety plan, draft %(number)s") % {"number": plan.number}
    return _("Safety plan, version %(number)s") % {"number": plan.number}


def voice(child: Child) -> dict[str, Any]:
    """The child's latest words, or that they are missing and why (CH-10)."""
    return child_presenters.voice_said(
        child, children.latest_voice(child), reverse("children:voice", kwargs={"child_id": child.pk})
    )


def header(plan: Plan) -> dict[str, Any]:
    """Who wrote it, the meeting, the decided level, how it was made (PL-02)."""
    level = ratings.level_in_force(plan.child)
    return {
        "author": f"{plan.written_by.name}, {plan.role}" if plan.role else plan.written_by.name,
        "meeting_on": plan.meeting_on,
        "meeting_time": plan.meeting_time,
        "level": level.decided,
        "acting": level.acting if level.acting != level.decided else "",
        "decided_on": level.decided_on,
        "decided_by": level.by.name if level.by else "",
        "waiting": level.waiting_for_agreement,
        "made_with": plan.made_with,
    }


def columns() -> list[str]:
    """The source's columns in its order, and ours (PL-02, PL-13)."""
    return [
        _("Action"),
        _("Who by, name and role"),
        _("When"),
        _("To be reviewed at"),
        _("Progress at review"),
        _("On copies for"),
    ]


def outcome_blocks(
    plan: Plan,
    rows: Sequence[Row],
    labels: Mapping[str, str],
    *,
    hints: Mapping[str, int] | None = None,
    comments: Mapping[str, str] | None = None,
    to: Mapping[str, str] | None = None,
    follow: bool = False,
    open_row: str = "",
) -> list[dict[str, Any]]:
    """Each desired outcome in the source's order with its rows. ``to`` has the addresses where rows may be changed."""
    offers = queries.offers(plan.definition)
    blocks = []
    for number, label in offers.outcomes.items():
        here = [row for row in rows if row["outcome"] == number]
        found = sum((hints or {}).get(row["id"], 0) for row in here)
        blocks.append(
            {
                "number": number,
                "title": label,
                "short": words.short_outcome(plan.definition.definition_id, number, label),
                "note": _note(len(here), found),
                "empty": _("No action yet."),
                "rows": [_row(plan, row, labels, comments or {}, to, follow, open_row) for row in here],
                "links": _links(to, number),
            }
        )
    return blocks


def _links(to: Mapping[str, str] | None, number: int) -> list[dict[str, str]]:
    if to is None:
        return []
    query = f"?{urlencode({'outcome': number})}"
    return [
        {"text": _("Add an action"), "href": to["add"] + query},
        {"text": _("Choose from the toolkit’s actions"), "href": to["choose"] + query},
    ]


def _note(actions: int, hints: int) -> str:
    if not actions:
        return _("No action yet")
    found = ngettext("%(count)s action", "%(count)s actions", actions) % {"count": actions}
    if hints:
        found += ", " + ngettext("%(count)s hint", "%(count)s hints", hints) % {"count": hints}
    return found


def outcome_choices(plan: Plan) -> list[tuple[str, str]]:
    """Number and label of each desired outcome, as a form offers them."""
    return [(str(number), f"{number}. {label}") for number, label in queries.offers(plan.definition).outcomes.items()]


def counts(actions: int, hints: int, gaps: int) -> str:
    """``20 actions, 4 hints, 3 not covered.``"""
    found = [ngettext("%(count)s action", "%(count)s actions", actions) % {"count": actions}]
    found.append(ngettext("%(count)s hint", "%(count)s hints", hints) % {"count": hints})
    found.append(_("%(count)s not covered") % {"count": gaps})
    return ", ".join(found) + "."


def _row(
    plan: Plan,
    row: Row,
    labels: Mapping[str, str],
    comments: Mapping[str, str],
    to: Mapping[str, str] | None,
    follow: bool,
    open_row: str,
) -> dict[str, Any]:
    links = row_addresses(plan.child_id, row["id"])
    return {
        "id": f"row-{row['id']}",
        "key": row["id"],
        "action": row["text"],
        "who": row["who"] or row["owner"],
        "when": words.when_words(row),
        "review": row["review_at"],
        "progress": words.progress_words(row),
        "rag": row["rag"],
        "copies": words.copies_words(row),
        "note": row_note(row, labels),
        "marks": _("Started before it is agreed.") if row["urgent"] and plan.state != PlanState.IN_FORCE else "",
        "urgent": row["urgent"],
        "comment": comments.get(row["id"], ""),
        "change_href": f"{links['row']}#open-row" if to is not None else "",
        "progress_href": links["progress"] if follow else "",
        "open": row["id"] == open_row,
    }


def row_note(row: Row, labels: Mapping[str, str]) -> str:
    """What the action answers, how success shows, who may handle evidence."""
    parts = []
    answers = [labels[code] for code in row["covers"] if code in labels]
    if answers:
        parts.append(_("Answers: %(what)s.") % {"what": words.listed(answers)})
    if row["measure"]:
        parts.append(_("It worked if: %(measure)s") % {"measure": row["measure"]})
    if row["handled_by"]:
        parts.append(_("May be handled by: %(who)s.") % {"who": row["handled_by"]})
    return " ".join(parts)


def gap_panel(plan: Plan, known: Coverage, to: Mapping[str, str] | None, covered_at: str = "") -> dict[str, Any]:
    """What was recognised and has no action; the reasons that were given stand beneath (PL-03).

    ``covered_at`` is where on the page the rest is listed.
    """
    whys = queries.gaps(plan)
    total = len(known.covered) + len(known.explained) + len(known.uncovered)
    items = [_gap(plan, each, to, "") for each in known.uncovered]
    items += [_gap(plan, each, to, whys[each.code].why) for each in known.explained]
    more = None
    if known.covered and covered_at:
        text = ngettext("The %(count)s that is covered", "The %(count)s that are covered", len(known.covered))
        more = {"text": text % {"count": len(known.covered)}, "href": covered_at}
    return {"count": len(known.uncovered), "total": total, "items": items, "more": more}


def _gap(plan: Plan, each: Recognised, to: Mapping[str, str] | None, why: str) -> dict[str, Any]:
    links = []
    if to is not None:
        query = f"?{urlencode({'code': each.code})}"
        links = [
            {"text": _("Add an action"), "href": to["choose"] + query},
            {"text": _("Change the reason") if why else _("Say why not"), "href": to["gap"] + query},
        ]
    cover = queries.offers(plan.definition).covers.get(each.code)
    note = words.kind_words(each)
    if each.words:
        note += f". {each.words}"
    if cover is not None and cover.none_in_source:
        note += ". " + _("The toolkit gives no action of its own for this.")
    return {"title": each.label, "note": note, "reason": why, "links": links}


def covered(known: Coverage, rows: Iterable[Any]) -> list[dict[str, Any]]:
    """What is covered, and by which actions."""
    here = list(rows)
    return [
        {
            "title": each.label,
            "note": words.kind_words(each),
            "actions": [{"text": row.text, "href": f"#row-{row.pk}"} for row in here if each.code in row.covers],
        }
        for each in known.covered
    ]


def returned(plan: Plan) -> Approval | None:
    """What the manager said, while the version that they returned is not sent again."""
    if plan.state != PlanState.RETURNED:
        return None
    return next((answer for answer in queries.answers(plan) if answer.outcome == Approval.Outcome.RETURNED), None)


def comments(plan: Plan) -> dict[str, str]:
    """Action id → what the manager said of the row, while the version is not sent again."""
    answer = returned(plan)
    return dict(answer.row_comments) if answer is not None else {}


def version_links(child_id: UUID, plan: Plan) -> list[dict[str, Any]]:
    """Every version that was kept, newest first, with its address."""
    return [
        {
            "text": _("Version %(number)s, %(state)s")
            % {"number": kept.number, "state": words.plan_state(kept.state).lower()},
            "at": kept.at,
            "by": kept.by.name_and_role,
            "href": reverse("plans:version", kwargs={"child_id": child_id, "plan_id": plan.pk, "version_id": kept.pk}),
        }
        for kept in queries.versions(plan)
    ]
