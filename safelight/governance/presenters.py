"""What the pages of this room show."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup, escape

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.presenters.record import field_label
from safelight.children.queries.records import EDITABLE
from safelight.governance import queries, redaction, states
from safelight.governance.models import BundleEntry, Reason, Redaction, SubjectAccessRequest
from safelight.governance.queries import Group
from safelight.governance.redaction import Kind
from safelight.governance.states import RequestState
from safelight.ui import formats

REASONS = [(value, str(label)) for value, label in Reason.choices]


def kind_words(kind: str) -> str:
    """What sort of words a group is, and what to think of."""
    return {
        Kind.PERSON_AROUND.value: _("Somebody in the child’s life"),
        Kind.OTHER_CHILD.value: _("Another child"),
        Kind.PROFESSIONAL.value: _("A professional"),
        Kind.STAFF.value: _("A worker. Workers acting in their job are usually named."),
        Kind.TELEPHONE.value: _("A telephone number"),
        Kind.ADDRESS.value: _("An address that is not the child’s own"),
        Kind.EMAIL.value: _("An e-mail address"),
        Kind.OWN.value: _("Words that you added"),
    }[kind]


def due_words(request: SubjectAccessRequest, today: date) -> str:
    """``24 December 2026, in 12 days``."""
    due = queries.due_on(request)
    left = (due - today).days
    if request.state not in states.OPEN:
        return formats.date(due)
    if left < 0:
        return _("%(day)s, %(n)d days late") % {"day": formats.date(due), "n": -left}
    return _("%(day)s, in %(n)d days") % {"day": formats.date(due), "n": left}


def list_rows(found: Iterable[SubjectAccessRequest], today: date) -> list[dict[str, Any]]:
    """The list of requests. The child's reference stands there, not the name."""
    return [
        {
            "reference": each.reference,
            "url": reverse("governance:request", args=[each.pk]),
            "about": each.child.reference,
            "by": each.get_requested_by_display(),
            "state": each.get_state_display(),
            "due": due_words(each, today),
            "late": each.state in states.OPEN and queries.due_on(each) < today,
            "officer": each.officer.name if each.officer else _("Nobody yet"),
        }
        for each in found
    ]


def request_page(user: User, request: SubjectAccessRequest, today: date) -> dict[str, Any]:
    """One request: what is known, what is still to do, and by whom."""
    officer = user.may(Permission.ANSWER_SUBJECT_ACCESS)
    mine = officer and request.officer_id == user.pk
    is_open = request.state in states.OPEN
    writing = request.state in states.WRITING
    left = queries.undecided(request) if writing else 0
    return {
        "one": request,
        "child_name": children.full_name(request.child),
        "rows": _rows(request, today),
        "tasks": _tasks(request) if is_open else [],
        "reviews": [
            {"who": each.by.name_and_role, "at": each.at, "what": each.get_outcome_display(), "comment": each.comment}
            for each in queries.reviews_of(request)
        ],
        "may": {
            "identity": officer and is_open,
            "child_view": is_open and (officer or user.may(Permission.OPEN_SUBJECT_ACCESS)),
            "extend": officer and is_open and request.extended_at is None and today <= queries.due_on(request),
            "prepare": officer and request.state == RequestState.RECEIVED and request.identity_at is not None,
            "write": mine and writing,
            "send_for_review": mine and writing and not left and request.child_view_at is not None,
            "review": queries.may_review(user, request),
            "send": officer and request.state == RequestState.AGREED,
            "refuse": officer and states.after(request.state, states.Step.REFUSE) is not None,
            "withdraw": officer and states.after(request.state, states.Step.WITHDRAW) is not None,
            "files": queries.may_read(user, request) and request.gathered_at is not None,
        },
        "left": left,
        "names": len(queries.may_be_names(request)) if mine and writing else 0,
    }


def _rows(request: SubjectAccessRequest, today: date) -> list[dict[str, Any]]:
    told = [
        (_("State"), request.get_state_display()),
        (_("Answer due by"), due_words(request, today)),
        (_("Who asks"), f"{request.get_requested_by_display()}: {request.requester_name}"),
        (_("Why they may ask"), request.authority),
        (_("What they ask for"), request.scope or _("Everything that is held")),
        (_("The day it came"), formats.date(request.received_on)),
        (_("Opened by"), request.opened_by.name_and_role),
        (_("Identity"), _signed(request.identity_how, request.identity_by) or _("Not checked yet")),
        (
            _("What the child says"),
            _signed(request.child_view, request.child_view_by)
            or _signed(
                request.child_not_asked and _("Not asked: %(why)s") % {"why": request.child_not_asked},
                request.child_view_by,
            )
            or _("Not asked yet"),
        ),
        (_("Extended"), _signed(request.extended_why, request.extended_by)),
        (_("Prepared by"), request.officer.name_and_role if request.officer else _("Nobody yet")),
        (_("Agreed by"), request.agreed_by.name_and_role if request.agreed_by else ""),
        (_("Given"), f"{formats.date_and_time(request.sent_at)}. {request.sent_how}" if request.sent_at else ""),
        (_("Why it ended"), _signed(request.ended_why, request.ended_by)),
    ]
    return [{"key": {"text": key}, "value": {"text": value}} for key, value in told if value]


def _signed(words: str, by: User | None) -> str:
    return f"{words} ({by.name_and_role})" if words and by else ""


def _tasks(request: SubjectAccessRequest) -> list[dict[str, Any]]:
    done = _("Done")
    after_gathering = request.gathered_at is not None
    steps = [
        (_("Make sure who asks"), request.identity_at is not None),
        (_("Hear the child, or say why not"), request.child_view_at is not None),
        (_("Gather what is held"), after_gathering),
        (_("Decide every place, and what is left out"), after_gathering and not queries.undecided(request)),
        (_("A second person agrees"), request.state == RequestState.AGREED),
        (_("Give the answer"), False),
    ]
    return [{"text": text, "status": done if is_done else _("To do"), "done": is_done} for text, is_done in steps]


def group_rows(request: SubjectAccessRequest) -> list[dict[str, Any]]:
    """Everybody and everything that was found, with how far it is decided."""
    return [_group_row(group) for group in queries.groups(request)]


def _group_row(group: Group) -> dict[str, Any]:
    accepted, declined, left = (group.count(state) for state in ("accepted", "declined", "open"))
    said = [
        _("%(n)d to decide") % {"n": left} if left else "",
        _("%(n)d blacked out") % {"n": accepted} if accepted else "",
        _("%(n)d left to read") % {"n": declined} if declined else "",
    ]
    reason = next((place.reason for place in group.places if place.reason), Reason.THIRD_PARTY.value)
    why = sorted({str(place.get_reason_display()) for place in group.places if place.state == Redaction.State.ACCEPTED})
    first = group.places[0]
    before, words, behind = redaction.around(first.entry.text, redaction.Span(first.start, first.end))
    return {
        "key": group.key,
        "why": ", ".join(why),
        "before": before,
        "there": words,
        "behind": behind,
        "who": group.who,
        "kind": kind_words(group.kind),
        "words": ", ".join(f"“{words}”" for words in group.words[:6]),
        "said": ", ".join(part for part in said if part),
        "open": bool(left),
        "reason": reason,
    }


def name_boxes(request: SubjectAccessRequest) -> list[dict[str, Any]]:
    """A box for each word that may be a name that the record does not know, with where it stands first."""
    return [
        {
            "value": each.words,
            "text": f"{each.words} ({_times(each.times)})",
            "hint": {"text": " ".join((each.before, each.words, each.behind)).strip()},
        }
        for each in queries.may_be_names(request)
    ]


def _times(count: int) -> str:
    return ngettext("%(n)d time", "%(n)d times", count) % {"n": count}


def entry_rows(request: SubjectAccessRequest) -> list[dict[str, Any]]:
    """What was gathered, entry by entry."""
    return [
        {
            "url": reverse("governance:entry", args=[request.pk, entry.pk]),
            "title": entry_title(entry),
            "text": marked(entry),
            "withheld": entry.get_withheld_display() if entry.withheld else "",
            "open": sum(place.state == Redaction.State.OPEN for place in entry.redactions.all()),
        }
        for entry in queries.entries_of(request)
    ]


def entry_title(entry: BundleEntry) -> str:
    """``3. A visit, call or message, 2 November 2026``."""
    day = f", {formats.date(entry.dated)}" if entry.dated else ""
    return f"{entry.position}. {entry.heading}{day}"


def marked(entry: BundleEntry) -> Markup:
    """The text with every place that was found marked, and how it was decided said in words."""
    parts: list[Markup] = []
    end = 0
    words = {"open": _("to decide"), "accepted": _("blacked out"), "declined": _("left to read")}
    for place in entry.redactions.all():
        if place.start < end:
            continue
        parts.append(escape(entry.text[end : place.start]))
        parts.append(
            Markup(
                '<mark class="sl-place sl-place--{}">{}<span class="govuk-visually-hidden"> ({})</span></mark>'
            ).format(place.state, entry.text[place.start : place.end], words[place.state])
        )
        end = place.end
    parts.append(escape(entry.text[end:]))
    return Markup("").join(parts).replace("\n", Markup("<br>"))


def entry_page(request: SubjectAccessRequest, entry: BundleEntry) -> dict[str, Any]:
    """One entry with a box for each place."""
    places = [
        {
            "value": str(place.pk),
            "text": entry.text[place.start : place.end],
            "hint": {"text": kind_words(place.kind)},
            "checked": place.state == Redaction.State.ACCEPTED,
        }
        for place in entry.redactions.all()
    ]
    return {
        "one": request,
        "entry": entry,
        "title": entry_title(entry),
        "marked": marked(entry),
        "places": places,
        "reasons": REASONS,
    }


def review_page(request: SubjectAccessRequest) -> dict[str, Any]:
    """The answer as it would leave, and beside it what is kept back."""
    entries = queries.entries_of(request)
    return {
        "one": request,
        "child_name": children.full_name(request.child),
        "sha256": queries.redacted_sha256(entries),
        "answer": [
            {"title": entry_title(entry), "text": queries.redacted(entry)} for entry in entries if not entry.withheld
        ],
        "left_out": [
            {
                "title": entry_title(entry),
                "reason": entry.get_withheld_display(),
                "why": entry.withheld_why,
                "text": entry.text,
            }
            for entry in entries
            if entry.withheld
        ],
        "groups": group_rows(request),
        "also_readable": queries.left_in_places(request),
        "may_be_names": queries.may_be_names(request),
        "block": redaction.BLOCK,
    }


def due_rows(user: User, today: date) -> list[dict[str, Any]]:
    """Records whose time has come."""
    stopped = {
        "": "",
        "hold": _("Under a legal hold: it stays"),
        "request": _("Somebody has asked for what is held: it stays until that is answered"),
    }
    return [
        {
            "reference": due.reference,
            "kind": _("A child’s whole record") if due.kind == "child" else _("A closed concern"),
            "born": formats.date(due.born),
            "rule": due.rule.label,
            "basis": due.rule.basis,
            "verified": due.rule.verified,
            "since": formats.date(due.due_on),
            "stopped": stopped[due.stopped],
            "url": reverse("governance:decide", args=[due.kind, due.record_id]),
        }
        for due in queries.due_for_disposal(user.partnership, today)
    ]


def proposal_rows(user: User) -> list[dict[str, Any]]:
    """What waits for a second person."""
    return [
        {
            "reference": queries.record_reference(each.kind, each.record_id),
            "by": each.by.name_and_role,
            "reason": each.reason,
            "mine": each.by_id == user.pk,
            "url": reverse("governance:proposal", args=[each.pk]),
        }
        for each in queries.proposals(user)
    ]


def facts_to_correct() -> list[tuple[str, str]]:
    """The facts of a record that somebody may say are wrong."""
    return [*((name, field_label(name)) for name in EDITABLE), ("other", _("Something else in the record"))]


def correction_rows(found: Iterable[Any], facts: Mapping[str, str]) -> list[dict[str, Any]]:
    """What was asked, and what came of it."""
    return [
        {
            "fact": facts.get(each.fact, each.fact),
            "says": each.says,
            "asked_by": each.asked_by,
            "day": each.received_on,
            "state": each.get_state_display(),
            "reason": each.reason,
            "statement": each.statement,
            "edit": _("From “%(before)s” to “%(after)s”") % {"before": each.edit.before, "after": each.edit.after}
            if each.edit
            else "",
            "open": each.state == "received",
            "url": reverse("governance:answer_correction", args=[each.child_id, each.pk]),
        }
        for each in found
    ]


def edit_words(edit: Any) -> str:
    """A change of the record in a line: ``School or college: from “A” to “B”, 2 November 2026``."""
    change = _("%(field)s: from “%(before)s” to “%(after)s”") % {
        "field": field_label(edit.field),
        "before": edit.before,
        "after": edit.after,
    }
    return f"{change}, {formats.date(edit.at)}"
