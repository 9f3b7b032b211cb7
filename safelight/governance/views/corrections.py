"""Somebody says that a fact is wrong: recorded, put right, or kept with their own statement beside it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safelight.access import permissions
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.pages import child_of_form, child_page, done
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.governance import actions, forms, presenters, queries

get_and_post = require_http_methods(["GET", "POST"])


@get_and_post
def corrections(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """What was asked about this record and what came of it; a form for another."""
    user = signed_in(request)
    child = children.get(user, child_id)
    facts = presenters.facts_to_correct()
    posted = request.method == "POST"
    form = forms.CorrectionForm(facts, request.POST if posted else None, initial={"received_on": clock.today()})
    if posted:
        child_of_form(request, child_id)
        if form.is_valid() and done(form, lambda: actions.ask_correction(by=user, child=child, **form.cleaned_data)):
            messages.success(request, _("Recorded. A manager or safeguarding lead answers it."))
            return redirect("governance:corrections", child_id)
    context = {
        "form": form,
        "errors": form.error_links() if posted else [],
        "rows": presenters.correction_rows(queries.corrections_about(child), dict(facts)),
        "may_ask": user.may(Permission.EDIT_CHILD),
        "may_answer": user.may(Permission.OPEN_SUBJECT_ACCESS),
    }
    return child_page(
        request, child_id, "governance/corrections.html", context, child=child, status=422 if posted else 200
    )


@get_and_post
def answer(request: HttpRequest, child_id: UUID, correction_id: UUID) -> HttpResponse:
    """Say what came of it."""
    user = signed_in(request)
    permissions.check(user, Permission.OPEN_SUBJECT_ACCESS)
    one = queries.correction_for(user, correction_id)
    if one.child_id != child_id:
        raise NotFound("correction")
    children.check_full_sight(user, one.child)
    edits = [edit for edit in children.edits(one.child) if clock.london_day(edit.at) >= one.received_on]
    choices = [(str(edit.pk), presenters.edit_words(edit)) for edit in edits]
    posted = request.method == "POST"
    form = forms.AnswerCorrectionForm(choices, request.POST if posted else None)

    def act() -> None:
        given = form.cleaned_data
        if given["answer"] == "accept":
            edit = next((edit for edit in edits if str(edit.pk) == given["edit"]), None)
            actions.accept_correction(by=user, correction=one, how=given["reason"], edit=edit)
        else:
            actions.refuse_correction(by=user, correction=one, why=given["reason"], statement=given["statement"])

    if posted:
        child_of_form(request, child_id)
        if form.is_valid() and done(form, act):
            messages.success(request, _("Answered. Tell the person what was done, and that they can complain."))
            return redirect("governance:corrections", child_id)
    facts = dict(presenters.facts_to_correct())
    context = {
        "form": form,
        "errors": form.error_links() if posted else [],
        "row": presenters.correction_rows([one], facts)[0],
    }
    return child_page(request, child_id, "governance/answer_correction.html", context, status=422 if posted else 200)
