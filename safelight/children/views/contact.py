"""Contact with a child, the child's own words, and what the child was promised."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import actions, chronology, entries, pages, presenters, queries
from safelight.children.forms import ContactForm, PromiseForm, PromiseOutcomeForm, VoiceForm
from safelight.children.presenters import sight
from safelight.children.sight_forms import HaltForm


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Log a visit, a call, a message or a try; and everything so far. Where it may not be safe: stop (SH-04)."""
    user = signed_in(request)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else queries.get(user, child_id)
    people = list(queries.current_people(child))
    form = ContactForm(sight.ways_to_reach(child, people), request.POST if posted else None)
    if posted and form.is_valid():
        given = dict(form.cleaned_data)
        person_id, _colon, channel = given.pop("reached").partition(":")
        person = next((one for one in people if str(one.pk) == person_id), None)
        happened = request.POST.get("before_decision") == "1"
        try:
            if pages.done(
                form,
                lambda: actions.log_contact(
                    by=user, child=child, person=person, channel=channel, before_decision=happened, **given
                ),
            ):
                messages.success(request, _("The contact is saved."))
                return redirect("children:contact", child_id)
        except actions.Halted as halted:
            return _stopped(request, child, halted)
    context = {
        "form": form,
        "errors": form.error_links() if posted else [],
        "said": presenters.voice_said(child, queries.latest_voice(child)),
        "promises": presenters.promise_rows(child),
        "notes": chronology.newest_first(list(entries.contacts(child))),
    }
    return pages.child_page(
        request, child_id, "children/contact.html", context, status=422 if posted else 200, child=child
    )


def _stopped(request: HttpRequest, child: Any, halted: actions.Halted) -> HttpResponse:
    """Stop: what was typed stands here still; who may decide, and how to record what had happened already."""
    user = signed_in(request)
    halt = halted.halt
    kept = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    context = {
        "why": sight.halt_words(halt),
        "needs_decision": halt.needs_decision,
        "halt": sight.halt_rows([halt])[0],
        "typed": kept,
        "may_decide": user.may(Permission.AGREE_INTERVENTION) and not queries.sees_by_break_glass_only(user, child),
        "form": HaltForm(None),
    }
    return pages.child_page(request, child.pk, "children/contact_stopped.html", context, status=409, child=child)


@require_http_methods(["GET", "POST"])
def voice(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Write down what the child or the parents said, or why it is missing (CH-10)."""
    user = signed_in(request)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else queries.get(user, child_id)
    form = VoiceForm(request.POST if posted else None, initial={"whose": "child"})
    if (
        posted
        and form.is_valid()
        and pages.done(form, lambda: actions.record_voice(by=user, child=child, **form.cleaned_data))
    ):
        messages.success(request, _("Saved in their own words."))
        return redirect("children:contact", child_id)
    context = {
        "form": form,
        "errors": form.error_links() if posted else [],
        "said": [presenters.voice_said(child, one) for one in queries.voices(child)],
    }
    return pages.child_page(
        request, child_id, "children/voice.html", context, status=422 if posted else 200, child=child
    )


@require_http_methods(["GET", "POST"])
def promise_new(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """A promise to the child, or contact after a hard conversation: due until it is answered (CH-13)."""
    user = signed_in(request)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else queries.get(user, child_id)
    form = PromiseForm(request.POST if posted else None)
    if (
        posted
        and form.is_valid()
        and pages.done(form, lambda: actions.make_promise(by=user, child=child, **form.cleaned_data))
    ):
        messages.success(request, _("Saved. It is due from you until you say how it went."))
        return redirect("children:contact", child_id)
    context = {"form": form, "errors": form.error_links() if posted else []}
    return pages.child_page(
        request, child_id, "children/promise_new.html", context, status=422 if posted else 200, child=child
    )


@require_http_methods(["GET", "POST"])
def promise(request: HttpRequest, child_id: UUID, promise_id: UUID) -> HttpResponse:
    """Say how a promise went."""
    user = signed_in(request)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else queries.get(user, child_id)
    found = queries.promise_for(user, child_id, promise_id)
    form = PromiseOutcomeForm(request.POST if posted else None)
    if (
        posted
        and form.is_valid()
        and pages.done(form, lambda: actions.keep_promise(by=user, promise=found, **form.cleaned_data))
    ):
        messages.success(request, _("Saved."))
        return redirect("children:contact", child_id)
    context = {
        "promise": found,
        "kind": found.get_kind_display(),
        "outcome": found.get_outcome_display() if found.outcome else "",
        "form": form,
        "errors": form.error_links() if posted else [],
    }
    return pages.child_page(
        request, child_id, "children/promise.html", context, status=422 if posted else 200, child=child
    )
