"""What the meetings' pages show, made ready for the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import presenters as child_presenters
from safelight.children import queries as children
from safelight.children.models import Child, Voice
from safelight.core import clock
from safelight.duties.clock import last_day_of
from safelight.meetings import minutes, permissions, queries
from safelight.meetings.forms import PartForm
from safelight.meetings.models import PRESENCES, Attendee, Case, Entry, Meeting, VoltEntry
from safelight.meetings.presenters import words
from safelight.meetings.queries import Check, Rows, Written
from safelight.meetings.states import FORUMS, Item, Part, State, Type
from safelight.plans import queries as plans
from safelight.plans.models import Action, CopyFor, Rag
from safelight.plans.presenters import words as plan_words
from safelight.ratings import queries as ratings
from safelight.sharing.copies import CopyKind, due_by
from safelight.sharing.papers import LineChoice

_NAMES = ("meeting", "people", "change", "close", "cancel", "calendar")


def addresses(case: Case) -> dict[str, str]:
    """Every address of a meeting's part by its name; those of a meeting about no child are its own."""
    if case.child_id is None:
        found = {name: reverse(f"meetings:general_{name}", args=[case.meeting_id]) for name in _NAMES}
        return found | {"list": reverse("meetings:list")}
    where = {"child_id": case.child_id, "meeting_id": case.meeting_id}
    found = {name: reverse(f"meetings:{name}", kwargs=where) for name in _NAMES}
    return found | {"list": reverse("meetings:child", kwargs={"child_id": case.child_id})}


def row_url(case: Case, action_id: UUID | str) -> str:
    """The address of one row of the plan in a meeting."""
    return reverse("meetings:row", args=[case.child_id, case.meeting_id, action_id])


def at_row(case: Case, action_id: UUID | str) -> str:
    """The same, at the row itself, so that who works by the keyboard is there and not at the top of the page."""
    return row_url(case, action_id) + "#row"


def child_list(child: Child, user: User) -> dict[str, Any]:
    """The tab of a child: meetings to come and under way, and those that were."""
    cases = queries.of_child(child)
    now = clock.now()
    lines = [_line(case, now) for case in cases]
    return {
        "coming": [line for line in reversed(lines) if line["open"]],
        "past": [line for line in lines if not line["open"]],
        "may_plan": permissions.may_plan(user, child),
        "new_url": reverse("meetings:new", kwargs={"child_id": child.pk}),
    }


def _line(case: Case, now: datetime) -> dict[str, Any]:
    meeting = case.meeting
    is_open = meeting.state in (State.PLANNED, State.UNDER_WAY) and case.closed_at is None
    return {
        "kind": meeting.get_kind_display(),
        "at": meeting.starts_at,
        "state": state_words(case),
        "late": is_open and meeting.starts_at < now and meeting.state == State.PLANNED,
        "open": is_open,
        "href": addresses(case)["meeting"],
    }


def state_words(case: Case) -> str:
    """Where this part of a meeting stands."""
    if case.closed_at is not None:
        return _("Closed")
    return str(case.meeting.get_state_display())


def my_list(user: User) -> dict[str, Any]:
    """Meetings that are this person's, by day. A child is named only where the person sees the child."""
    now = clock.now()
    meetings = queries.mine(user, now)
    ids = {case.child_id for meeting in meetings for case in meeting.cases.all() if case.child_id}
    seen = set(children.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    lines = [_my_line(meeting, seen, now) for meeting in meetings]
    return {
        "coming": [line for line in lines if line["open"]],
        "past": [line for line in reversed(lines) if not line["open"]],
        "new_url": reverse("meetings:new_general") if permissions.may_plan(user, None) else "",
    }


def _my_line(meeting: Meeting, seen: set[UUID], now: datetime) -> dict[str, Any]:
    cases = list(meeting.cases.all())
    about = [case for case in cases if case.child_id in seen]
    if meeting.child_id is not None:
        href = reverse("meetings:meeting", args=[meeting.child_id, meeting.pk])
    else:
        href = reverse("meetings:general_meeting", args=[meeting.pk])
    return {
        "kind": meeting.get_kind_display(),
        "who": ", ".join(children.full_name(case.child) for case in about if case.child is not None),
        "others": sum(case.child_id is not None for case in cases) - len(about),
        "at": meeting.starts_at,
        "state": meeting.get_state_display(),
        "open": meeting.state in (State.PLANNED, State.UNDER_WAY),
        "late": meeting.state == State.PLANNED and meeting.starts_at < now,
        "href": href,
    }


def whole_page(whole: queries.Whole) -> dict[str, Any]:
    """A meeting about several children: a link to each part."""
    return {
        "meeting": whole.meeting,
        "parts": [
            {
                "name": children.full_name(case.child),
                "state": state_words(case),
                "href": addresses(case)["meeting"],
            }
            for case in whole.cases
            if case.child is not None
        ],
        "hidden": whole.hidden,
        "list_url": reverse("meetings:list"),
    }


def chairs(child: Child | None, user: User) -> list[tuple[str, str]]:
    """Who may be chosen as the chair: whoever works with the child, and whoever plans it."""
    people = plans.people_who_work_with(child, clock.today()) if child is not None else {}
    people.setdefault(user.pk, user)
    return [(str(pk), person.name_and_role) for pk, person in people.items()]


def head(case: Case, people: Sequence[Attendee]) -> dict[str, Any]:
    """What stands at the top of each page of a meeting."""
    meeting = case.meeting
    here = sum(one.presence == "attended" for one in people)
    away = sum(one.presence == "apologies" for one in people)
    level = ratings.level_in_force(case.child) if case.child is not None else None
    return {
        "case": case,
        "meeting": meeting,
        "kind": meeting.get_kind_display(),
        "state": state_words(case),
        "to": addresses(case),
        "chair": meeting.chair.name_and_role if meeting.chair is not None else meeting.chair_name,
        "here": here,
        "away": away,
        "asked": len(people),
        "level": level,
        "name": children.short_name(case.child) if case.child is not None else "",
        "several": meeting.child_id is None and case.child_id is not None,
    }


def planned_page(case: Case, user: User) -> dict[str, Any]:
    """A meeting that is still to come: when, who, and the agenda."""
    people = queries.attendees(case.meeting)
    found = queries.written(case)
    rows = queries.rows_of(case, found)
    return head(case, people) | {
        "people": people,
        "agenda": queries.agenda_of(case, rows, clock.now()),
        "may_run": permissions.may_run(user, case),
    }


def people_page(case: Case) -> dict[str, Any]:
    """Who is asked, whether they came, and who can be asked besides."""
    people = queries.attendees(case.meeting)
    users = {one.user_id for one in people}
    persons = {one.person_id for one in people}
    workers: list[tuple[str, str]] = []
    around: list[tuple[str, str]] = []
    unsafe = 0
    if case.child is not None:
        found, safe = queries.invited_people(case.child)
        workers = [(f"user-{pk}", user.name_and_role) for pk, user in found.items() if pk not in users]
        unsafe = len(children.people_around(case.child)) - len(safe)
        if case.meeting.child_id is not None:
            around = [
                (f"person-{person.pk}", f"{person.name}, {person.relation}" if person.relation else person.name)
                for person in safe
                if person.pk not in persons
            ]
            if not any(one.part == Part.CHILD for one in people):
                around.insert(0, ("child", children.full_name(case.child)))
    return head(case, people) | {
        "people": people,
        "presences": PRESENCES,
        "workers": workers,
        "around": around,
        "unsafe": unsafe,
    }


def running_page(case: Case, room: bool, row: Action | None = None) -> dict[str, Any]:
    """The meeting's page while it is under way: rows, the closing list, and the part in the middle.

    ``room``: the screen is shown to the room, so VOLT, police information and rows kept from the family are left out.
    """
    people = queries.attendees(case.meeting)
    found = queries.written(case)
    rows = queries.rows_of(case, found)
    family = queries.family_copies(people)
    shown = [each for each in rows.rows if not (room and hidden_from_room(each, family))]
    checks = _checks(case, found, rows, room, family)
    name = children.short_name(case.child) if case.child is not None else ""
    return head(case, people) | {
        "people": people,
        "speakers": [one.name_and_role for one in people if one.presence not in ("apologies", "absent")],
        "room": room,
        "family_here": queries.family_is_here(people),
        "groups": _groups(case, shown, rows, found, row),
        "shown_rows": len(shown),
        "reviewed": sum(each.pk in found.last_reviews for each in shown),
        "plan_there": rows.plan is not None,
        "checks": [_check_line(check, name, case) for check in checks],
        "open_checks": sum(not check.done for check in checks),
        "volt": [] if room else _volt(found),
        "circulate_by": copies_by(case, clock.now()),
        "said": [said for said in found.said if said.action_id is None and not (room and said.police)],
        "voice": found.voice_of(Voice.Whose.CHILD),
        "parents_voice": found.voice_of(Voice.Whose.PARENTS),
        "latest_voice": child_presenters.voice_said(
            case.child,
            children.latest_voice(case.child),
            reverse("children:voice", kwargs={"child_id": case.child_id}),
        )
        if case.child is not None
        else None,
        "entries": {kind.value: found.all_of(kind.value)[::-1] for kind in Entry.Kind},
        "decisions": [each for each in found.all_of(Entry.Kind.DECISION) if not (room and each.police)],
        "is_family": case.kind == Type.FAMILY,
        "is_forum": case.kind in FORUMS,
        "written": found,
        "shown": shown,
    }


def first_row_url(case: Case, room: bool) -> str:
    """The address of the first row that nobody has reviewed; of the meeting where there is no row to show."""
    found = queries.written(case)
    family = queries.family_copies(queries.attendees(case.meeting))
    rows = [each for each in queries.rows_of(case, found).rows if not (room and hidden_from_room(each, family))]
    return at_row(case, _first_left(rows, found).pk) if rows else addresses(case)["meeting"]


def family(people: Sequence[Attendee]) -> list[str]:
    """Who of the family is at a meeting, or expected."""
    return [one.name_and_role for one in people if queries.family_is_here([one])]


def waiting(typed: Mapping[str, PartForm], case: Case) -> list[dict[str, str]]:
    """The parts of the page where something stands typed and is not kept yet."""
    name = children.short_name(case.child) if case.child is not None else ""
    titles = words.part_words(name)
    found = {"volt" if what.startswith("volt") else what: True for what in typed}
    return [{"text": titles[what], "href": f"#{what}"} for what in found if what in titles]


def left_typed(typed: Mapping[str, PartForm], case: Case) -> list[dict[str, Any]]:
    """What somebody typed while another closed the meeting: it could not be kept, and is shown to be copied."""
    titles = words.part_words(children.short_name(case.child) if case.child is not None else "")
    return [
        {
            "title": titles.get("volt" if what.startswith("volt") else what, ""),
            "words": [value for name, value in form.typed().items()],
        }
        for what, form in typed.items()
        if what != "correction"
    ]


def _first_left(shown: Sequence[Action], found: Written) -> Action:
    return next((row for row in shown if row.pk not in found.last_reviews), shown[0])


def hidden_from_room(row: Action, family: frozenset[CopyFor]) -> bool:
    """Whether a row is not for a screen that the family sees: kept from one of them, or not chosen by a person for
    the copy of each of them who is there (``family``). A row that nobody chose is hidden (HZ-08)."""
    if any(copy in row.kept_from for copy in (CopyFor.CHILD, CopyFor.PARENTS)):
        return True
    return not all(copy in row.copies_for for copy in family)


def is_hidden_from_room(case: Case, row: Action) -> bool:
    """The same for one row of a meeting, with whoever is at it."""
    return hidden_from_room(row, queries.family_copies(queries.attendees(case.meeting)))


def _checks(case: Case, found: Written, rows: Rows, room: bool, family: frozenset[CopyFor]) -> list[Check]:
    """The closing list. Who looks on is told neither what is hidden nor how much of it."""
    if not room:
        return queries.checklist(case, found, rows)
    seen = replace(rows, rows=tuple(row for row in rows.rows if not hidden_from_room(row, family)))
    checks = queries.checklist(case, found, seen)
    return [replace(check, note="") for check in checks if check.item not in (Item.VOLT, Item.DISRUPTION)]


def _groups(
    case: Case, shown: Sequence[Action], rows: Rows, found: Written, current: Action | None
) -> list[dict[str, Any]]:
    reviewed = found.last_reviews
    groups: list[dict[str, Any]] = []
    for row in shown:
        if not groups or groups[-1]["number"] != row.outcome:
            groups.append({"number": row.outcome, "title": _short(rows, row), "rows": []})
        review = reviewed.get(row.pk)
        groups[-1]["rows"].append(
            {
                "text": row.text,
                "rag": (review.rag or "none") if review is not None else "none",
                "reviewed": review is not None,
                "current": current is not None and current.pk == row.pk,
                "href": at_row(case, row.pk),
            }
        )
    return groups


def _short(rows: Rows, row: Action) -> str:
    assert rows.plan is not None  # there are rows only where there is a plan
    label = rows.outcomes.get(row.outcome, "")
    return plan_words.short_outcome(rows.plan.definition.definition_id, row.outcome, label)


def _check_line(check: Check, name: str, case: Case) -> dict[str, Any]:
    anchor, link = words.item_link(check.item)
    return {
        "code": check.item.value,
        "text": words.item_words(check.item, name),
        "done": check.done,
        "note": check.note,
        "href": addresses(case)["meeting"] + anchor,
        "link": link,
    }


def _volt(found: Written) -> list[dict[str, Any]]:
    prompts = words.volt_prompts()
    return [
        {
            "kind": kind.value,
            "title": prompts[kind.value][0],
            "prompt": prompts[kind.value][1],
            "entries": [entry for entry in found.volt if entry.kind == kind.value],
        }
        for kind in VoltEntry.Kind
    ]


def row_page(case: Case, row: Action, user: User, room: bool) -> dict[str, Any]:
    """One row in the middle: what it says, what people say of it, and the rows beside it."""
    context = running_page(case, room, row)
    found: Written = context["written"]
    shown: list[Action] = context["shown"]
    place = next((number for number, each in enumerate(shown) if each.pk == row.pk), 0)
    review = found.last_reviews.get(row.pk)
    return context | {
        "row": row,
        "row_url": row_url(case, row.pk),
        "number": place + 1,
        "outcome": f"{row.outcome}. {plans.offers(row.plan.definition).outcomes.get(row.outcome, '')}",
        "review": review,
        "previous_url": at_row(case, shown[place - 1].pk) if place > 0 else "",
        "next_url": at_row(case, shown[place + 1].pk) if place + 1 < len(shown) else "",
        "row_said": _row_said(found, row, room),
        "notes": plans.notes_of(row)[:3],
        "colour_now": str(Rag(row.rag).label),
        "may_review": user.may(Permission.RUN_MEETINGS),
        "when": plan_words.when_words({**plans.values_of(row), "window_hours": row.window_hours}),
    }


def next_row_url(case: Case, row: Action, room: bool) -> str:
    """The address of the row after this one; after the last, of the closing list."""
    rows = queries.rows_of(case, queries.written(case)).rows
    family = queries.family_copies(queries.attendees(case.meeting))
    shown = [each.pk for each in rows if not (room and hidden_from_room(each, family))]
    place = shown.index(row.pk) if row.pk in shown else len(shown)
    if place + 1 < len(shown):
        return at_row(case, shown[place + 1])
    return addresses(case)["meeting"] + "#closing"


def _row_said(found: Written, row: Action, room: bool) -> list[Any]:
    """What was said of a row: the child's contribution first, then as it was said."""
    said = [each for each in found.said if each.action_id == row.pk and not (room and each.police)]
    return sorted(said, key=lambda each: (each.part != Part.CHILD, each.number))


def closing_page(case: Case, room: bool) -> dict[str, Any]:
    """What is open, each with room for a reason, and what closing makes. A screen that is shown to the room has only
    what may stand there, and no counts."""
    people = queries.attendees(case.meeting)
    found = queries.written(case)
    rows = queries.rows_of(case, found)
    name = children.short_name(case.child) if case.child is not None else ""
    checks = _checks(case, found, rows, room, queries.family_copies(people))
    return head(case, people) | {
        "room": room,
        "checks": [_check_line(check, name, case) for check in checks],
        "recipients": queries.recipients(case, people),
        "copy_names": copy_names(),
        "rows_reviewed": len(found.last_reviews),
        "plan": rows.plan,
        "circulate_by": copies_by(case, clock.now()),
        "next": found.newest(Entry.Kind.NEXT),
    }


def closed_page(case: Case, user: User) -> dict[str, Any]:
    """A meeting that is over: the whole minutes, and what follows."""
    people = queries.attendees(case.meeting)
    return head(case, people) | {
        "minutes": minutes_of(case, None),
        "files": _files(case),
        "may_run": permissions.may_run(user, case),
        "due_by": copies_by(case, case.closed_at) if case.closed_at and case.child_id else None,
        "circulation_url": reverse("sharing:circulations", kwargs={"child_id": case.child_id})
        if case.child_id and user.may(Permission.CIRCULATE)
        else "",
        "volt_removed": [entry for entry in queries.written(case).volt if hasattr(entry, "taken_out")],
    }


def copies_by(case: Case, closed_at: datetime) -> date:
    """The last day on which everybody's copy is in time, for a meeting that is closed then."""
    return last_day_of(due_by(closed_at, jurisdiction=case.meeting.partnership.jurisdiction))


def _files(case: Case) -> list[dict[str, str]]:
    if case.child_id is None:
        return []
    found = []
    for copy, name in [("record", _("The whole minutes, for the record")), *copy_names().items()]:
        where = {"child_id": case.child_id, "meeting_id": case.meeting_id, "copy": copy}
        found.append(
            {
                "name": str(name),
                "pdf": reverse("outputs:minutes", kwargs={**where, "extension": "pdf"}),
                "word": reverse("outputs:minutes", kwargs={**where, "extension": "docx"}),
            }
        )
    return found


def copy_names() -> dict[str, str]:
    """Kind of copy → what it is called."""
    return {
        CopyKind.CHILD.value: _("The young person’s copy"),
        CopyKind.PARENTS.value: _("Parents’ or carers’ copy"),
        CopyKind.PROFESSIONAL.value: _("Professionals’ copy"),
        CopyKind.MASH.value: _("MASH’s copy"),
        CopyKind.POLICE.value: _("Police’s copy"),
    }


def minutes_of(case: Case, copy: CopyKind | None, choices: Mapping[str, LineChoice] | None = None) -> minutes.Minutes:
    """The minutes as they stand on one kind of copy; for None the whole. ``choices`` are what a person said of single
    lines of one very copy."""
    found = queries.written(case)
    ids = {each.action_id for each in found.said if each.action_id} | set(found.last_reviews)
    return minutes.build(
        case,
        found,
        queries.attendees(case.meeting),
        queries.actions_by_id(case, ids),
        queries.other_childrens_names(case),
        copy,
        volt_names=queries.volt_names(case),
        choices=choices,
    )
