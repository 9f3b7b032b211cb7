"""The assessments of a child, one as a whole, the comparison with the last, and how one ends."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safelight.access.requests import signed_in
from safelight.assessments import actions, permissions, presenters, queries
from safelight.assessments.steps import WORDS, steps_for
from safelight.assessments.views.common import show
from safelight.assessments.views.steps import get_and_post
from safelight.children import queries as children
from safelight.children.pages import child_page
from safelight.core.errors import Invalid, NotFound, WrongState


@require_safe
def list_(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """The tab of a child: every assessment, newest first, and the way to begin one."""
    user = signed_in(request)
    child = children.get(user, child_id)
    return child_page(request, child_id, "assessments/list.html", presenters.list_of(child, user), child=child)


@get_and_post
def start(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Say whether somebody has an open draft, and begin one at step 1; one's own open draft is opened instead."""
    user = signed_in(request)
    child = children.get(user, child_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            assessment = actions.start(by=user, child=child)
        except WrongState as error:
            errors = {"start": str(error)}
        else:
            untouched = not assessment.field_versions
            return redirect(presenters.addresses(assessment)["details" if untouched else "assessment"])
    context = presenters.list_of(child, user) | {"errors": presenters.error_summary(errors)}
    return child_page(request, child_id, "assessments/start.html", context, child=child)


@require_safe
def assessment(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """A draft's steps; or a completed, abandoned or withdrawn assessment to read."""
    user = signed_in(request)
    found = queries.get(user, child_id, assessment_id)
    if permissions.may_edit(user, found):
        return show(request, found, "tasks.html", {"steps": steps_for(user, found), "status_words": WORDS})
    context = presenters.whole(found, user) | {"may_withdraw": permissions.may_withdraw(user, found)}
    return show(request, found, "read.html", context)


@require_safe
def compare(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """This assessment beside the one before it, with what has changed."""
    found = queries.get(signed_in(request), child_id, assessment_id)
    previous = queries.completed_before(found)
    if previous is None:
        raise NotFound("previous assessment")
    return show(request, found, "compare.html", presenters.comparison(found, previous))


@require_safe
def put_aside(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Every value that gave way to another in this assessment: nothing typed is lost."""
    found = queries.get(signed_in(request), child_id, assessment_id)
    return show(request, found, "put_aside.html", presenters.put_aside(found))


@get_and_post
def abandon(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """End a draft without completing it, with a reason."""
    user = signed_in(request)
    found = queries.get(user, child_id, assessment_id)
    reason = request.POST.get("reason", "")
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            actions.abandon(by=user, assessment=found, reason=reason)
        except (Invalid, WrongState) as error:
            errors = error.errors if isinstance(error, Invalid) else {"reason": str(error)}
        else:
            messages.success(request, _("The draft is abandoned. Its words stay readable here."))
            return redirect("assessments:list", child_id=child_id)
    return show(request, found, "abandon.html", {"reason": reason}, errors)


@get_and_post
def withdraw(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """A manager withdraws a completed assessment, or moves it to the child that it is about."""
    user = signed_in(request)
    found = queries.get(user, child_id, assessment_id)
    permissions.check_may_withdraw(user, found.child)
    if not permissions.may_withdraw(user, found):
        raise NotFound("withdraw")
    typed = {name: request.POST.get(name, "") for name in ("what", "reference", "reason")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _withdraw(request, found, typed)
        if not errors:
            return redirect(presenters.addresses(found)["assessment"])
    return show(request, found, "withdraw.html", {"typed": typed}, errors)


def _withdraw(request: HttpRequest, found: queries.Assessment, typed: dict[str, str]) -> dict[str, str]:
    user = signed_in(request)
    if typed["what"] not in ("withdraw", "move"):
        return {"what": _("Choose what to do.")}
    try:
        if typed["what"] == "withdraw":
            actions.withdraw(by=user, assessment=found, reason=typed["reason"])
            messages.success(request, _("The assessment is withdrawn. The record says so, and by whom."))
            return {}
        to = queries.child_by_reference(user, typed["reference"])
        if to is None:
            return {"reference": _("No record that you can see has this reference.")}
        actions.move(by=user, assessment=found, to=to, reason=typed["reason"])
    except Invalid as error:
        return {("reference" if name == "to" else name): text for name, text in error.errors.items()}
    except WrongState as error:
        return {"what": str(error)}
    messages.success(request, _("The assessment is moved. Both records say so. A level has still to be decided there."))
    return {}
