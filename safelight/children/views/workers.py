"""Who works with a child."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from safelight.access import permissions
from safelight.access import queries as access
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import actions, pages, presenters, queries
from safelight.children.forms import WorkerForm
from safelight.children.sight_forms import LeaveForm
from safelight.core.errors import Invalid, NotFound


@require_http_methods(["GET", "POST"])
def workers(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Everybody who works or worked with the child, and a form to add a colleague."""
    user = signed_in(request)
    child = pages.child_of_form(request, child_id) if request.method == "POST" else queries.get(user, child_id)
    people = presenters.colleague_choices(access.colleagues(user).exclude(pk=user.pk))
    form = WorkerForm(people, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        colleague = access.colleague(user, form.cleaned_data["user"])
        if colleague is None:
            raise NotFound("colleague")
        role = form.cleaned_data["role"]
        if pages.done(form, lambda: actions.add_involvement(by=user, child=child, user=colleague, role=role)):
            messages.success(request, _("They now see this record."))
            return redirect("children:workers", child_id)
    context = {
        "rows": presenters.worker_rows(child),
        "form": form,
        "errors": form.error_links() if form.is_bound else [],
        "may_edit": user.may(Permission.EDIT_CHILD),
        "may_see_viewers": user.may(Permission.SEE_VIEWERS),
    }
    status = 422 if form.is_bound else 200
    return pages.child_page(request, child_id, "children/workers.html", context, status=status, child=child)


@require_POST
def lead(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Nominate the lead worker."""
    user = signed_in(request)
    child = pages.child_of_form(request, child_id)
    colleague = access.colleague(user, pages.uuid_of(request.POST.get("user", "")))
    if colleague is None:
        raise NotFound("colleague")
    try:
        actions.nominate_lead_worker(by=user, child=child, user=colleague)
    except Invalid as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The lead worker is nominated."))
    return redirect("children:workers", child_id)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, child_id: UUID, involvement_id: UUID) -> HttpResponse:
    """Somebody no longer works with the child: who takes over what is theirs. If it is oneself, the record is out of
    sight at once."""
    user = signed_in(request)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else queries.get(user, child_id)
    permissions.check(user, Permission.EDIT_CHILD)
    queries.check_full_sight(user, child)
    leaver = next((one for one in queries.involvements(child) if one.pk == involvement_id and one.until is None), None)
    if leaver is None:
        raise NotFound("involvement")
    people = presenters.colleague_choices(access.colleagues(user).exclude(pk=leaver.user_id))
    form = LeaveForm(people, request.POST if posted else None)
    if form.is_valid():
        chosen = form.cleaned_data["to"]
        to = access.colleague(user, chosen) if chosen else None
        if pages.done(
            form, lambda: actions.end_involvement(by=user, child=child, involvement_id=involvement_id, to=to)
        ):
            messages.success(request, _("They no longer see this record through their own work."))
            still = queries.looked_up_by(user).filter(pk=child_id).exists()
            return redirect("children:workers", child_id) if still else redirect("children:list")
    context = {
        "leaver": leaver.user.name,
        "is_lead": leaver.user_id == child.lead_worker_id,
        "promises": [one for one in presenters.promise_rows(child) if one["owner"] == leaver.user.name],
        "form": form,
        "errors": form.error_links() if posted else [],
    }
    status = 422 if posted else 200
    return pages.child_page(request, child_id, "children/worker_end.html", context, status=status, child=child)
