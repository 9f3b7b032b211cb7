"""Exceptions to who sees a child: break-glass and its review, restrictions, conflicts of interest."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access import permissions
from safelight.access import queries as access
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import actions, pages, queries
from safelight.children.presenters import sight as presenters
from safelight.children.sight_forms import (
    BreakGlassForm,
    ConflictForm,
    EndForm,
    GlassReviewForm,
    LiftForm,
    PersonForm,
    RestrictForm,
)
from safelight.core.errors import Invalid, NotFound, WrongState


@require_http_methods(["GET", "POST"])
def break_glass(request: HttpRequest) -> HttpResponse:
    """Open one record for a set time: an exact identifier and the reason go in together, and nothing comes first.

    What can't be opened and what does not exist are answered with the same page (NW-09).
    """
    user = signed_in(request)
    permissions.check(user, Permission.BREAK_GLASS)
    posted = request.method == "POST"
    form = BreakGlassForm(request.POST if posted else None)
    context = {"numbers": presenters.on_call(user.partnership), "hours": actions.GLASS_HOURS}
    if posted and form.is_valid():
        if not actions.may_try_break_glass(user):
            return render(request, "children/glass_nothing.html", {**context, "too_many": True}, status=429)
        child = actions.break_glass(by=user, **form.cleaned_data)
        if child is None:
            return render(request, "children/glass_nothing.html", {**context, "too_many": False})
        return redirect("overview:child", child.pk)
    if not posted:
        context["open"] = presenters.open_rows(queries.my_open_glass(user))
    context |= {"form": form, "errors": form.error_links() if posted else []}
    return render(request, "children/break_glass.html", context, status=422 if posted else 200)


@require_POST
def glass_end(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """The one who opened it needs it no longer."""
    child = pages.child_of_form(request, child_id)
    actions.end_glass(by=signed_in(request), child=child)
    messages.success(request, _("Closed. You no longer see this record."))
    return redirect("children:break_glass")


@require_safe
def glass(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Each time that the record was opened by break-glass, and what a manager said."""
    user = signed_in(request)
    child = _with_full_sight(user, child_id)
    context = {"rows": presenters.glass_rows(user, child)}
    return pages.child_page(request, child_id, "children/glass.html", context, child=child)


@require_http_methods(["GET", "POST"])
def glass_review(request: HttpRequest, child_id: UUID, glass_id: UUID) -> HttpResponse:
    """A manager says whether opening the record was appropriate, and what was done."""
    user = signed_in(request)
    permissions.check(user, Permission.REVIEW_BREAK_GLASS)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else queries.get(user, child_id)
    queries.check_full_sight(user, child)
    found = queries.glass_for(user, child_id, glass_id)
    form = GlassReviewForm(request.POST if posted else None)
    if (
        posted
        and form.is_valid()
        and pages.done(form, lambda: actions.review_glass(by=user, glass=found, **form.cleaned_data))
    ):
        messages.success(request, _("Saved. It is reviewed."))
        return redirect("children:glass", child_id)
    if posted and queries.review_of(queries.glass_for(user, child_id, glass_id)) is not None:
        pages.note_too_late(request, found, child_id)
    context = {
        "glass": presenters.glass_row(found),
        "reviewed": queries.review_of(found) is not None,
        "own": found.user_id == user.pk,
        "form": form,
        "errors": form.error_links() if posted else [],
    }
    status = 422 if posted else 200
    return pages.child_page(request, child_id, "children/glass_review.html", context, status=status, child=child)


def _with_full_sight(user: Any, child_id: UUID) -> Any:
    child = queries.get(user, child_id)
    queries.check_full_sight(user, child)
    return child


def _colleague(user: Any, text: str) -> Any:
    found = access.colleague(user, pages.uuid_of(text))
    if found is None:
        raise NotFound("colleague")
    return found


@require_http_methods(["GET", "POST"])
def restriction(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Restrict the record to named people, change who they are, look at it again, lift it."""
    user = signed_in(request)
    permissions.check(user, Permission.RESTRICT_CHILD)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else queries.get(user, child_id)
    queries.check_full_sight(user, child)
    what = request.POST.get("what", "")
    people = presenters.people_who_may_see(user)
    restrict = RestrictForm(people, request.POST if what == "restrict" else None)
    name = PersonForm(people, request.POST if what == "name" else None)
    lift = LiftForm(request.POST if what == "lift" else None)
    problems: list[dict[str, str]] = []
    if posted:
        try:
            if _restriction_done(user, child, what, request, restrict, name, lift):
                still = queries.looked_up_by(user).filter(pk=child.pk).exists()
                messages.success(request, _("Saved."))
                return redirect("children:restriction", child_id) if still else redirect("children:list")
        except (Invalid, WrongState) as error:
            problems = [{"text": str(error)}]
    context = presenters.restriction_page(user, child) | {
        "restrict_form": restrict,
        "name_form": name,
        "lift_form": lift,
        "errors": [*restrict.error_links(), *name.error_links(), *lift.error_links(), *problems] if posted else [],
    }
    status = 422 if posted else 200
    return pages.child_page(request, child_id, "children/restriction.html", context, status=status, child=child)


def _restriction_done(
    user: Any,
    child: Any,
    what: str,
    request: HttpRequest,
    restrict: RestrictForm,
    name: PersonForm,
    lift: LiftForm,
) -> bool:
    if what == "restrict" and restrict.is_valid():
        given = restrict.cleaned_data
        people = [_colleague(user, each) for each in given["people"]]
        return pages.done(
            restrict,
            lambda: actions.restrict_child(
                by=user, child=child, reason=given["reason"], people=people, without_me=given["without_me"]
            ),
        )
    if what == "name" and name.is_valid():
        named = _colleague(user, name.cleaned_data["user"])
        return pages.done(name, lambda: actions.name_person(by=user, child=child, user=named))
    if what == "lift" and lift.is_valid():
        return pages.done(
            lift, lambda: actions.lift_restriction(by=user, child=child, reason=lift.cleaned_data["reason"])
        )
    if what == "unname":
        actions.unname_person(by=user, child=child, user=_colleague(user, request.POST.get("user", "")))
        return True
    if what == "review":
        actions.review_restriction(by=user, child=child)
        return True
    return False


@require_http_methods(["GET", "POST"])
def conflicts(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Who is kept from this child, silently, and who answers instead (OV-05)."""
    user = signed_in(request)
    permissions.check(user, Permission.NAME_CONFLICT)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else queries.get(user, child_id)
    queries.check_full_sight(user, child)
    what = request.POST.get("what", "")
    people = [(str(one.pk), one.name_and_role) for one in access.colleagues(user).exclude(pk=user.pk)]
    form = ConflictForm(people, presenters.managers(user), request.POST if what == "exclude" else None)
    end = EndForm(request.POST if what == "end" else None)
    if posted and _conflict_done(user, child, what, request, form, end):
        messages.success(request, _("Saved. Nobody is told of it."))
        return redirect("children:conflicts", child_id)
    context = {
        "rows": presenters.conflict_rows(queries.exclusions_of(child)),
        "form": form,
        "end_form": end,
        "ending": request.POST.get("exclusion", "") if what == "end" else "",
        "errors": [*form.error_links(), *end.error_links()] if posted else [],
    }
    status = 422 if posted else 200
    return pages.child_page(request, child_id, "children/conflicts.html", context, status=status, child=child)


def _conflict_done(user: Any, child: Any, what: str, request: HttpRequest, form: ConflictForm, end: EndForm) -> bool:
    if what == "exclude" and form.is_valid():
        given = form.cleaned_data
        person, reviewer = _colleague(user, given["person"]), _colleague(user, given["independent_reviewer"])
        return pages.done(
            form,
            lambda: actions.exclude(
                by=user, child=child, person=person, independent_reviewer=reviewer, reason=given["reason"]
            ),
        )
    if what == "end" and end.is_valid():
        exclusion = pages.uuid_of(request.POST.get("exclusion", ""))
        return pages.done(
            end,
            lambda: actions.end_exclusion(
                by=user, child=child, exclusion_id=exclusion, reason=end.cleaned_data["reason"]
            ),
        )
    return False
