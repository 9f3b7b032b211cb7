"""Monthly targets, set with the young person and the parents (PL-05)."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from safelight.access.requests import signed_in
from safelight.children.pages import done
from safelight.core import clock
from safelight.plans import actions, permissions, presenters, queries
from safelight.plans.forms import AgreementForm, OutcomeForm, TargetForm
from safelight.plans.views.common import check_about, posted_version, show
from safelight.plans.views.drafting import get_and_post


@get_and_post
def targets(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Month by month, with a form for one more."""
    user = signed_in(request)
    plan = queries.get(user, child_id)
    context = presenters.targets_page(plan, user, clock.today())
    form = TargetForm(request.POST if request.method == "POST" else None, months=context["month_choices"])
    if request.method == "POST":
        permissions.check_may_draft(user, plan.child)
        check_about(request, child_id)
        if form.is_valid() and done(
            form,
            lambda: actions.set_target(
                by=user,
                plan=plan,
                month=date.fromisoformat(form.cleaned_data["month"]),
                text=form.cleaned_data["text"],
                said=form.said(),
                now=clock.now(),
            ),
        ):
            messages.success(request, _("The target is set."))
            return redirect("plans:targets", child_id=child_id)
    return show(request, plan, "targets.html", context, form)


@get_and_post
def target(request: HttpRequest, child_id: UUID, target_id: UUID) -> HttpResponse:
    """One target: what somebody says of it now, and how it went."""
    user = signed_in(request)
    plan = queries.get(user, child_id)
    found = queries.target_for(plan, target_id)
    posted = request.POST if request.method == "POST" else None
    went = posted is not None and "went" in posted
    agreement = AgreementForm(posted if not went else None)
    outcome = OutcomeForm(
        posted if went else None, initial={"outcome": found.outcome, "outcome_words": found.outcome_words}
    )
    if posted is not None:
        permissions.check_may_draft(user, plan.child)
        check_about(request, child_id)
        if went:
            saved = outcome.is_valid() and done(
                outcome,
                lambda: actions.record_outcome(
                    by=user,
                    target=found,
                    outcome=outcome.cleaned_data["outcome"],
                    words=outcome.cleaned_data["outcome_words"],
                    version=posted_version(request),
                    now=clock.now(),
                ),
            )
        else:
            saved = agreement.is_valid() and done(
                agreement,
                lambda: actions.record_agreement(
                    by=user,
                    target=found,
                    whose=agreement.cleaned_data["whose"],
                    said=agreement.said(),
                    now=clock.now(),
                ),
            )
        if saved:
            messages.success(request, _("Kept, with what was said before."))
            return redirect("plans:target", child_id=child_id, target_id=target_id)
    context = presenters.target_page(found, user) | {
        "outcome_form": outcome,
        "version": request.POST.get("version") or found.version,
    }
    return show(request, plan, "target.html", context | {"agreement": agreement}, outcome if went else agreement)
