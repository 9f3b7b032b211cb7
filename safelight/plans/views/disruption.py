"""Ways to disrupt and protect, for one child's plan (DT-02, DT-03)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from safelight.access.requests import signed_in
from safelight.children.pages import done
from safelight.core import clock
from safelight.plans import actions, permissions, presenters, queries
from safelight.plans.forms import ChooseForm
from safelight.plans.views.common import check_about, show
from safelight.plans.views.drafting import get_and_post


@get_and_post
def disruption(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Every aim and option; what is chosen becomes a row of the plan and shows in both places."""
    user = signed_in(request)
    plan = queries.get(user, child_id)
    form = ChooseForm(request.POST if request.method == "POST" else None, outcomes=presenters.outcome_choices(plan))
    codes = request.POST.getlist("codes")
    if request.method == "POST":
        permissions.check_may_draft(user, plan.child)
        check_about(request, child_id)
        if form.is_valid():
            text = form.cleaned_data["outcome"]
            outcome = int(text) if text else None
            if done(
                form,
                lambda: actions.choose(by=user, plan=plan, outcome=outcome, codes=codes, now=clock.now()),
            ):
                messages.success(request, _("Added to the plan. Say who does it and by when."))
                return HttpResponseRedirect(request.path)
    context = presenters.disruption_page(plan, user, clock.now()) | {"ticked": codes}
    return show(request, plan, "disruption.html", context, form)
