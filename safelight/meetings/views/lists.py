"""Lists of meetings, and planning one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safelight.access import permissions as access_permissions
from safelight.access import queries as access
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import pages
from safelight.children import queries as children
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.meetings import actions, permissions, presenters
from safelight.meetings.forms import GeneralPlanForm, PlanForm
from safelight.meetings.views.common import done, get_and_post


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Meetings that are this person's."""
    user = signed_in(request)
    access_permissions.check(user, Permission.RUN_MEETINGS)
    pages.note_view(request, "viewed:meetings:list")
    return render(request, "meetings/list.html", presenters.my_list(user))


@require_safe
def child(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """The tab of a child."""
    user = signed_in(request)
    found = children.get(user, child_id)
    return pages.child_page(request, child_id, "meetings/child.html", presenters.child_list(found, user), child=found)


@get_and_post
def new(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Plan a meeting about one child."""
    user = signed_in(request)
    found = pages.child_of_form(request, child_id) if request.method == "POST" else children.get(user, child_id)
    permissions.check_may_plan(user, found)
    posted = request.POST if request.method == "POST" else None
    first = {"kind": request.GET.get("kind", ""), "lasts": 60, "chair_id": str(user.pk)}
    form = PlanForm(posted, initial=first, people=presenters.chairs(found, user))
    if posted is not None and form.is_valid():
        made: list[Any] = []
        if done(form, lambda: made.append(_plan(user, form.cleaned_data, [found]))):
            messages.success(request, _("Planned. Now say who is asked."))
            return redirect("meetings:people", child_id=child_id, meeting_id=made[0].pk)
    context = {"form": form, "errors": form.error_links() if posted is not None else []}
    return pages.child_page(
        request, child_id, "meetings/new.html", context, child=found, status=422 if context["errors"] else 200
    )


@get_and_post
def new_general(request: HttpRequest) -> HttpResponse:
    """Plan a meeting about several children, or none."""
    user = signed_in(request)
    permissions.check_may_plan(user, None)
    posted = request.POST if request.method == "POST" else None
    first = {"lasts": 60, "chair_id": str(user.pk)}
    form = GeneralPlanForm(posted, initial=first, people=presenters.chairs(None, user))
    if posted is not None and form.is_valid():
        made: list[Any] = []
        found = _children_named(form, user)
        if found is not None and done(form, lambda: made.append(_plan(user, form.cleaned_data, found))):
            messages.success(request, _("Planned."))
            meeting = made[0]
            if meeting.child_id is not None:
                return redirect("meetings:people", child_id=meeting.child_id, meeting_id=meeting.pk)
            return redirect("meetings:general_meeting", meeting_id=meeting.pk)
    context = {"form": form, "errors": form.error_links() if posted is not None else []}
    return render(request, "meetings/new_general.html", context, status=422 if context["errors"] else 200)


def _children_named(form: GeneralPlanForm, user: Any) -> list[Any] | None:
    """The children whose references were typed; None, with a sentence, for one that this person may not plan about."""
    found = []
    for reference in dict.fromkeys(form.cleaned_data["references"].upper().split()):
        child = children.visible_to(user).filter(reference=reference).first()
        if child is None or not permissions.may_plan(user, child):
            form.add_error("references", _("%(reference)s: you do not see such a record.") % {"reference": reference})
            return None
        found.append(child)
    return found


def _plan(user: Any, given: dict[str, Any], about: list[Any]) -> Any:
    chair = access.colleague(user, given["chair_id"]) if given["chair_id"] else None
    if given["chair_id"] and chair is None:
        raise NotFound("chair")
    return actions.plan_meeting(
        by=user,
        kind=given["kind"],
        children_about=about,
        when=when_of(given),
        chair=chair,
        chair_name=given["chair_name"],
        now=clock.now(),
    )


def when_of(given: dict[str, Any]) -> actions.When:
    """When and where, as it was typed."""
    return actions.When(
        starts_at=given["starts_at"],
        lasts=given["lasts"] or 60,
        place=given["place"],
        link=given["link"],
        purpose=given["purpose"],
    )
