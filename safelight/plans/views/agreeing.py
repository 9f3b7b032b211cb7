"""Sending a plan to the manager, answering it, closing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from safelight.access import queries as people
from safelight.access.requests import signed_in
from safelight.children.pages import done, note_too_late
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, Stale, WrongState
from safelight.plans import actions, permissions, presenters, queries
from safelight.plans.forms import AnswerForm, SubmitForm, WhyForm, row_comments
from safelight.plans.views.common import check_about, refused, show, to_plan
from safelight.plans.views.drafting import get_and_post


@get_and_post
def submit(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Send the draft: what is still open is shown, and travels with it."""
    user = signed_in(request)
    plan = queries.get(user, child_id)
    permissions.check_may_draft(user, plan.child)
    if not permissions.may_edit(user, plan):
        raise NotFound("a plan to send")
    context = presenters.submit_page(plan, user)
    form = SubmitForm(
        request.POST if request.method == "POST" else None,
        initial={"manager": context["managers"][0][0]},
        managers=context["managers"],
    )
    if request.method == "POST":
        check_about(request, child_id)
        if form.is_valid():
            chosen = form.cleaned_data["manager"]
            manager = people.colleague(user, chosen) if chosen else None
            if done(form, lambda: actions.submit(by=user, plan=plan, manager=manager, now=clock.now())):
                messages.success(request, _("Sent. Urgent actions can start now and be agreed after."))
                return to_plan(child_id)
    return show(request, plan, "submit.html", context, form)


@require_POST
def take_back(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Take the version back from the manager."""
    user = signed_in(request)
    plan = queries.get(user, child_id)
    check_about(request, child_id)
    try:
        actions.take_back(by=user, plan=plan, now=clock.now())
    except WrongState as error:
        return refused(request, child_id, error)
    return to_plan(child_id)


@get_and_post
def review(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """A manager reads what was sent and agrees it, or returns it with comments; others are led to the plan."""
    user = signed_in(request)
    plan = queries.get(user, child_id)
    sent = queries.sent_version(plan)
    if sent is None or not permissions.may_answer(user, plan, queries.writers(plan)):
        if request.method == "POST":
            check_about(request, child_id)
            note_too_late(request, plan, child_id)
            messages.warning(request, _("Nothing was saved: this version is not waiting for your answer any more."))
        return to_plan(child_id)
    context = presenters.answer_page(plan, sent)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    said = row_comments(request.POST, context["row_ids"])
    if request.method == "POST":
        check_about(request, child_id)
        form.is_valid()
        try:
            _answer(request, plan, form.cleaned_data["comment"], said)
        except Stale as error:
            note_too_late(request, plan, child_id)
            return refused(request, child_id, WrongState(str(error)))
        except (Invalid, WrongState) as error:
            if isinstance(error, WrongState):
                note_too_late(request, plan, child_id)
            form.refused(error)
        else:
            return to_plan(child_id)
    return show(request, plan, "review.html", context | {"said": said}, form)


def _answer(request: HttpRequest, plan: queries.Plan, comment: str, said: dict[str, str]) -> None:
    user, version_id, answer = signed_in(request), request.POST.get("sent", ""), request.POST.get("answer", "")
    if answer == "agree":
        if any(words.strip() for words in said.values()):
            raise Invalid({"comment": _("You wrote on rows. Return the plan, or empty them to agree it.")})
        actions.agree(by=user, plan=plan, version_id=version_id, comment=comment, now=clock.now())
        messages.success(request, _("Agreed. The plan is in force."))
    elif answer == "return":
        actions.return_for_edits(
            by=user, plan=plan, version_id=version_id, comment=comment, row_comments=said, now=clock.now()
        )
        messages.success(request, _("Returned, with what you said."))
    else:
        raise Invalid({"comment": _("Agree the plan or return it.")})


@get_and_post
def close(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """End the plan, with a reason."""
    user = signed_in(request)
    plan = queries.get(user, child_id)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        check_about(request, child_id)
        if form.is_valid() and done(
            form, lambda: actions.close(by=user, plan=plan, why=form.cleaned_data["why"], now=clock.now())
        ):
            messages.success(request, _("The plan is closed. Every version of it stays readable."))
            return to_plan(child_id)
    return show(request, plan, "close.html", {"to": presenters.addresses(child_id)}, form)
