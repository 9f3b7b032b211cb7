"""What the meetings' pages share."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safelight.access.requests import signed_in
from safelight.children import pages
from safelight.children.forms import PlainForm
from safelight.core.errors import Invalid, NotFound, SafelightError, Stale, WrongState
from safelight.meetings import permissions, presenters, queries

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


def case_of(request: HttpRequest, child_id: UUID | None, meeting_id: UUID) -> queries.Case:
    """The part of a meeting that an address names: a child's, or what it said in general; else ``NotFound``."""
    user = signed_in(request)
    if child_id is not None:
        return queries.case_for(user, child_id, meeting_id)
    whole = queries.whole(user, meeting_id)
    if whole.general is None:
        raise NotFound("no general part")
    return whole.general


def case_to_run(request: HttpRequest, child_id: UUID | None, meeting_id: UUID) -> queries.Case:
    """The same, for who may run it. A form carries the id of the child, or of the meeting if it is about none: one that
    was made for another is refused (HZ-26)."""
    case = case_of(request, child_id, meeting_id)
    permissions.check_may_run(signed_in(request), case)
    if request.method == "POST" and request.POST.get("about") != str(case.child_id or case.meeting_id):
        raise NotFound("the form is about another child or meeting")
    return case


def show(
    request: HttpRequest,
    case: queries.Case,
    template: str,
    context: Mapping[str, Any],
    form: PlainForm | None = None,
    *,
    room: bool = False,
) -> HttpResponse:
    """A page of a meeting; the view is written in the audit log. Errors of the form stand at its top.

    ``room``: others look on, so that warnings for people who visit are not shown.
    """
    errors = form.error_links() if form is not None and form.is_bound else []
    whole = {
        "form": form,
        "errors": errors,
        "about": case.child_id or case.meeting_id,
        "layout": "children/child_layout.html" if case.child_id else "ui/page.html",
        **context,
    }
    status = 422 if errors else 200
    if case.child is not None:
        if room:
            whole["notices"] = {}
        return pages.child_page(request, case.child.pk, f"meetings/{template}", whole, status=status, child=case.child)
    pages.note_view(request, "viewed:meetings:general", case.meeting)
    return render(request, f"meetings/{template}", whole, status=status)


def shown_to_room(request: HttpRequest, case: queries.Case) -> bool:
    """Whether the screen is shown to the room: as was chosen, else whenever the family is there."""
    if case.child_id is None:
        return False
    chosen = request.session.get(f"room-{case.meeting_id}")
    if chosen is None:
        return queries.family_is_here(queries.attendees(case.meeting))
    return bool(chosen)


def keep_who_sees(request: HttpRequest, case: queries.Case, what: str) -> None:
    """Keep, for this sign-in, whether the screen is shown to the ``room`` or is the writer's own (``mine``)."""
    request.session[f"room-{case.meeting_id}"] = what == "room"


def says_who_sees(request: HttpRequest, case: queries.Case) -> bool:
    """Whether somebody said, on this sign-in, who sees the screen of the meeting."""
    return f"room-{case.meeting_id}" in request.session


def typed_of(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed on the page, to go with a question and come back with its answer."""
    own = ("csrfmiddlewaretoken", "about", "what", "sure", "early")
    return [(name, value) for name, values in request.POST.lists() if name not in own for value in values]


def ask_who_sees(request: HttpRequest, case: queries.Case, back: str) -> HttpResponse:
    """Ask once more before hidden things come on the screen. What was typed goes with the question and comes back."""
    people = queries.attendees(case.meeting)
    more = {"typed": typed_of(request), "asked_from": back, "family": presenters.family(people)}
    context = {**presenters.head(case, people), **more}
    return show(request, case, "who_sees.html", context, room=True)


def to_meeting(case: queries.Case, anchor: str = "") -> HttpResponseRedirect:
    """Back to the meeting's page, to a part of it where one is named."""
    address = presenters.addresses(case)["meeting"]
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)


def refused(request: HttpRequest, case: queries.Case, error: SafelightError) -> HttpResponse:
    """Say on the meeting's page what could not be done."""
    messages.warning(request, str(error))
    return to_meeting(case)


def done(form: PlainForm, act: Callable[[], object]) -> bool:
    """Do ``act``; what it refuses stands in ``form`` beside what was typed."""
    try:
        act()
    except (Invalid, WrongState) as error:
        form.refused(error)
        return False
    except Stale:
        form.add_error(
            None,
            _("Somebody else saved this while you were writing. Open it again beside this page, look, and save again."),
        )
        return False
    return True
