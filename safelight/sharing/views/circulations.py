"""Pages of copies that go out: all of a child, one circulation, one copy before and after it goes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access.reauthentication import confirm_identity
from safelight.access.requests import signed_in
from safelight.children import pages
from safelight.children import queries as children
from safelight.children.forms import PlainForm
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.sharing import actions, queries
from safelight.sharing.forms import CirculateForm, HaveForm, LineForm, RecallForm, SendForm
from safelight.sharing.presenters import circulations as presenters


@require_safe
def of_child(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Everything that was circulated about a child."""
    user = signed_in(request)
    child = children.get(user, child_id)
    if not queries.may_circulate(user, child):
        raise NotFound("may not circulate")
    context = presenters.listed(user, child, clock.now())
    return pages.child_page(request, child_id, "sharing/circulations.html", context, child=child)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Choose a paper and who is to have a copy. Nothing goes by this."""
    user = signed_in(request)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else children.get(user, child_id)
    if not queries.may_circulate(user, child):
        raise NotFound("may not circulate")
    offered = presenters.paper_choices(user, child)
    people = presenters.people(child)
    papers = [(kind, subject.label) for kind, subject in offered.items()]
    initial = {"paper": papers[0][0] if len(papers) == 1 else ""}
    choices = [(code, words) for code, (words, _one) in people.items()]
    form = CirculateForm(papers, choices, request.POST if posted else None, initial=initial)
    if form.is_valid():
        subject = offered[form.cleaned_data["paper"]]
        made = []

        def act() -> None:
            made.append(
                actions.prepare_circulation(
                    by=user,
                    child=child,
                    paper=form.cleaned_data["paper"],
                    subject_id=subject.subject_id,
                    version_id=subject.version_id,
                    from_at=subject.from_at,
                    recipients=presenters.recipients(child, form.cleaned_data),
                )
            )

        if pages.done(form, act):
            messages.success(request, _("Listed. Nothing has gone yet: look at each copy, then send it."))
            return redirect("sharing:circulation", child_id, made[0].pk)
    context = {"form": form, "errors": form.error_links() if posted else [], "papers": papers}
    status = 422 if context["errors"] else 200
    return pages.child_page(request, child_id, "sharing/circulate.html", context, status=status, child=child)


@require_safe
def circulation(request: HttpRequest, child_id: UUID, circulation_id: UUID) -> HttpResponse:
    """One circulation: who has which copy, and how each stands."""
    found = queries.circulation_for(signed_in(request), child_id, circulation_id)
    context = presenters.page(found, clock.now())
    return pages.child_page(request, child_id, "sharing/circulation.html", context, child=found.child)


def _copy_page(
    request: HttpRequest, child_id: UUID, copy_id: UUID, form: PlainForm | None = None, **more: Any
) -> HttpResponse:
    user = signed_in(request)
    copy = queries.copy_for(user, child_id, copy_id)
    shown = presenters.copy_page(user, copy, actions.render(by=user, copy=copy))
    errors = form.error_links() if form is not None else []
    context = {"send_form": SendForm(), "have_form": HaveForm(), "recall_form": RecallForm(), **shown, **more}
    return pages.child_page(
        request,
        child_id,
        "sharing/copy.html",
        {**context, "errors": errors},
        status=422 if errors else 200,
        child=copy.circulation.child,
    )


@require_safe
def copy(request: HttpRequest, child_id: UUID, copy_id: UUID) -> HttpResponse:
    """One copy, to be read before it goes, with what is left out and why."""
    return _copy_page(request, child_id, copy_id)


@confirm_identity
@require_POST
def send(request: HttpRequest, child_id: UUID, copy_id: UUID) -> HttpResponse:
    """Send it. The code or passphrase is shown on the answer, once."""
    user = signed_in(request)
    child = pages.child_of_form(request, child_id)
    found = queries.copy_for(user, child.pk, copy_id)
    form = SendForm(request.POST)
    sent: list[actions.Sent] = []

    def act() -> None:
        given = form.cleaned_data
        sent.append(actions.send_copy(by=user, copy=found, channel=given["channel"], code_by=given["code_by"]))

    if not form.is_valid() or not pages.done(form, act):
        return _copy_page(request, child_id, copy_id, form, send_form=form)
    if not sent[0].secret:
        messages.success(request, _("Written down: it went."))
        return redirect("sharing:copy", child_id, copy_id)
    context = {
        "secret": sent[0].secret,
        "is_code": sent[0].sending.link_id is not None,
        "by_telephone": form.cleaned_data["code_by"] == "telephone",
        "who": found.name,
        "number": found.telephone,
        "circulation_id": found.circulation_id,
        "expires_at": sent[0].sending.link.expires_at if sent[0].sending.link else None,
    }
    return pages.child_page(request, child_id, "sharing/sent.html", context, child=child)


@confirm_identity
@require_POST
def print_copy(request: HttpRequest, child_id: UUID, copy_id: UUID) -> HttpResponse:
    """The file of a copy that goes on paper."""
    user = signed_in(request)
    child = pages.child_of_form(request, child_id)
    pdf = actions.printed_copy(by=user, copy=queries.copy_for(user, child.pk, copy_id))
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{actions.FILE_NAME}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, child_id: UUID, copy_id: UUID) -> HttpResponse:
    """Leave one line of a copy out before it goes, or put one back, and why."""
    user = signed_in(request)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else children.get(user, child_id)
    found = queries.copy_for(user, child.pk, copy_id)
    asked = request.POST if posted else request.GET
    context = presenters.line_page(found, actions.render(by=user, copy=found), asked.get("line", ""))
    if context is None:  # it was chosen meanwhile, or the copy has changed: what stands now is on the copy's page
        return redirect("sharing:copy", child_id, copy_id)
    form = LineForm(request.POST if posted else None)
    if form.is_valid() and pages.done(
        form,
        lambda: actions.choose_line(
            by=user, copy=found, line=context["line"], shown=context["shown"], why=form.cleaned_data["why"]
        ),
    ):
        messages.success(request, _("Put back.") if context["shown"] else _("Left out."))
        return redirect(reverse("sharing:copy", args=[child_id, copy_id]) + "#preview")
    errors = form.error_links() if posted else []
    return pages.child_page(
        request,
        child_id,
        "sharing/line.html",
        {**context, "form": form, "errors": errors},
        status=422 if errors else 200,
        child=child,
    )


@require_POST
def acknowledge(request: HttpRequest, child_id: UUID, copy_id: UUID) -> HttpResponse:
    """Its recipient said that they have it."""
    user = signed_in(request)
    child = pages.child_of_form(request, child_id)
    found = queries.copy_for(user, child.pk, copy_id)
    form = HaveForm(request.POST)
    if form.is_valid() and pages.done(
        form, lambda: actions.acknowledge_copy(by=user, copy=found, how=form.cleaned_data["how"])
    ):
        messages.success(request, _("Written down: they have it."))
        return redirect("sharing:copy", child_id, copy_id)
    return _copy_page(request, child_id, copy_id, form, have_form=form)


@require_POST
def chase(request: HttpRequest, child_id: UUID, copy_id: UUID) -> HttpResponse:
    """They were asked again whether they have it."""
    user = signed_in(request)
    child = pages.child_of_form(request, child_id)
    found = queries.copy_for(user, child.pk, copy_id)
    form = PlainForm(request.POST)
    if form.is_valid() and pages.done(form, lambda: actions.chase_copy(by=user, copy=found)):
        messages.success(request, _("Written down: they were asked."))
        return redirect("sharing:copy", child_id, copy_id)
    return _copy_page(request, child_id, copy_id, form)


@require_POST
def recall(request: HttpRequest, child_id: UUID, copy_id: UUID) -> HttpResponse:
    """Take a copy back, and why."""
    user = signed_in(request)
    child = pages.child_of_form(request, child_id)
    found = queries.copy_for(user, child.pk, copy_id)
    form = RecallForm(request.POST)
    if form.is_valid() and pages.done(
        form, lambda: actions.recall_copy(by=user, copy=found, why=form.cleaned_data["why"])
    ):
        messages.success(request, _("Recalled. A link to it opens nothing any more. Ask for paper and files back."))
        return redirect("sharing:copy", child_id, copy_id)
    return _copy_page(request, child_id, copy_id, form, recall_form=form)
