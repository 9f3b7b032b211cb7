"""Pages of decisions to share something of a child, or not to."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safelight.access.requests import signed_in
from safelight.children import pages
from safelight.children import queries as children
from safelight.core.errors import NotFound
from safelight.sharing import actions, queries
from safelight.sharing.forms import DecisionForm
from safelight.sharing.presenters import circulations as presenters
from safelight.sharing.questions import QUESTIONS


@require_safe
def of_child(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Every decision about sharing."""
    user = signed_in(request)
    child = children.get(user, child_id)
    if not queries.may_circulate(user, child):
        raise NotFound("may not circulate")
    return pages.child_page(request, child_id, "sharing/decisions.html", presenters.decisions(child), child=child)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Decide; ``copy`` names the copy that it is about, if it is about one."""
    user = signed_in(request)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else children.get(user, child_id)
    if not queries.may_circulate(user, child):
        raise NotFound("may not circulate")
    named = (request.POST if posted else request.GET).get("copy", "")
    copy = queries.copy_for(user, child.pk, pages.uuid_of(named)) if named else None
    initial = presenters.decision_about(copy) if copy is not None else {}
    form = DecisionForm(request.POST if posted else None, initial=initial)
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name not in QUESTIONS}
        share = given.pop("share") == "yes"
        decision = actions.NewDecision(**given, share=share, answers=form.answers)
        if pages.done(form, lambda: actions.decide_sharing(by=user, child=child, decision=decision, copy=copy)):
            messages.success(request, _("Your decision is kept."))
            if copy is not None:
                return redirect("sharing:copy", child_id, copy.pk)
            return redirect("sharing:decisions", child_id)
    context = {
        "form": form,
        "errors": form.error_links() if posted else [],
        "about_copy": str(copy.pk) if copy is not None else "",
        "questions": list(QUESTIONS),
    }
    status = 422 if context["errors"] else 200
    return pages.child_page(request, child_id, "sharing/decide.html", context, status=status, child=child)
