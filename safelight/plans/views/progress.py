"""How an action is going."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from safelight.access.requests import signed_in
from safelight.children.pages import done
from safelight.core import clock
from safelight.plans import actions, presenters, queries
from safelight.plans.forms import ProgressForm
from safelight.plans.views.common import check_about, show, to_plan
from safelight.plans.views.drafting import get_and_post


@get_and_post
def progress(request: HttpRequest, child_id: UUID, action_id: UUID) -> HttpResponse:
    """A colour, a state and a sentence; what was said before stands beneath and is kept."""
    user = signed_in(request)
    action = queries.action_for(user, child_id, action_id)
    context = presenters.action_page(action)
    form = ProgressForm(
        request.POST if request.method == "POST" else None,
        initial={"state": action.state, "rag": action.rag},
        states=context["states"],
    )
    if request.method == "POST":
        check_about(request, child_id)
        if form.is_valid() and done(
            form,
            lambda: actions.record_progress(by=user, action=action, now=clock.now(), **form.cleaned_data),
        ):
            messages.success(request, _("Kept, with what was said before."))
            return to_plan(child_id, f"row-{action_id}")
    return show(request, action.plan, "progress.html", context, form)
