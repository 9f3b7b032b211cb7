"""The people around a child, whether contact is safe, hours to reach somebody; strengths, pushes and pulls."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import actions, pages, presenters, queries
from safelight.children.forms import HoursForm, PersonForm, PlainForm, SafeForm, StrengthForm
from safelight.core.errors import NotFound


@require_safe
def people(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """The ecomap beside its table, and the hours with nobody to reach (CH-04, CH-12)."""
    user = signed_in(request)
    child = queries.get(user, child_id)
    around = list(queries.current_people(child))
    context = {
        "people": presenters.ecomap_people(around),
        "rows": presenters.ecomap_rows(around, queries.short_name(child)),
        "gaps": [presenters.gap_words(gap) for gap in queries.hours_without_anybody(child)],
        "primary": any(person.chosen_by_child for person in around),
        "links": [
            {"text": person.name, "href": reverse("children:person", args=[child.pk, person.pk])} for person in around
        ],
        "may_edit": user.may(Permission.EDIT_CHILD),
    }
    return pages.child_page(request, child_id, "children/people.html", context, child=child)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Add somebody."""
    user = signed_in(request)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        child = pages.child_of_form(request, child_id)
        made: list[Any] = []
        if form.is_valid() and pages.done(
            form,
            lambda: made.append(actions.add_person_around(by=user, child=child, **form.cleaned_data)),
        ):
            messages.success(request, _("Saved. Now say whether contact with them is safe."))
            return redirect("children:person", child_id, made[0].pk)
    context = {
        "form": form,
        "errors": form.error_links() if form.is_bound else [],
        "heading": _("Add somebody"),
        "form_url": reverse("children:person_new", args=[child_id]),
    }
    return pages.child_page(request, child_id, "children/person.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, child_id: UUID, person_id: UUID) -> HttpResponse:
    """One person: correct, check safety, name hours."""
    user = signed_in(request)
    found = queries.person_for(user, child_id, person_id)
    if request.method == "GET":
        return _person_page(request, child_id, person_id)
    pages.child_of_form(request, child_id)
    form = PersonForm(request.POST)
    version = int(request.POST.get("version", "0")) if request.POST.get("version", "").isdecimal() else 0
    if form.is_valid() and pages.done(
        form,
        lambda: actions.update_person_around(by=user, person=found, version=version, **form.cleaned_data),
    ):
        messages.success(request, _("Saved."))
        return redirect("children:people", child_id)
    return _person_page(request, child_id, person_id, form=form)


def _person_page(
    request: HttpRequest,
    child_id: UUID,
    person_id: UUID,
    *,
    form: PersonForm | None = None,
    safe_form: SafeForm | None = None,
    hours_form: HoursForm | None = None,
) -> HttpResponse:
    found = queries.person_for(signed_in(request), child_id, person_id)
    bound: PlainForm | None = form or safe_form or hours_form
    context = {
        "heading": found.name,
        "person_id": found.pk,
        "version": found.version,
        "form_url": reverse("children:person", args=[child_id, person_id]),
        "form": form or PersonForm(initial=presenters.person_initial(found)),
        "safe_form": safe_form or SafeForm(initial=presenters.safety_marks(found)),
        "hours_form": hours_form or HoursForm(initial={"days": "every_day"}),
        "hours": presenters.hours_rows(found),
        "safety": presenters.safety(found),
        "errors": bound.error_links() if bound is not None else [],
    }
    return pages.child_page(request, child_id, "children/person.html", context, status=200 if bound is None else 422)


@require_POST
def safe(request: HttpRequest, child_id: UUID, person_id: UUID) -> HttpResponse:
    """Say whether contact is safe."""
    user = signed_in(request)
    pages.child_of_form(request, child_id)
    found = queries.person_for(user, child_id, person_id)
    form = SafeForm(request.POST)
    if form.is_valid() and pages.done(form, lambda: actions.mark_safe(by=user, person=found, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("children:person", child_id, person_id)
    return _person_page(request, child_id, person_id, safe_form=form)


@require_POST
def end(request: HttpRequest, child_id: UUID, person_id: UUID) -> HttpResponse:
    """Somebody is no longer in the child's life."""
    user = signed_in(request)
    pages.child_of_form(request, child_id)
    actions.end_person_around(by=user, person=queries.person_for(user, child_id, person_id))
    messages.success(request, _("Taken out of the picture. The chronology keeps what was recorded."))
    return redirect("children:people", child_id)


@require_POST
def hours(request: HttpRequest, child_id: UUID, person_id: UUID) -> HttpResponse:
    """Name hours in which the child can reach somebody."""
    user = signed_in(request)
    pages.child_of_form(request, child_id)
    found = queries.person_for(user, child_id, person_id)
    form = HoursForm(request.POST)
    if form.is_valid() and pages.done(form, lambda: actions.add_hours(by=user, person=found, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("children:person", child_id, person_id)
    return _person_page(request, child_id, person_id, hours_form=form)


@require_POST
def hours_remove(request: HttpRequest, child_id: UUID, person_id: UUID, hours_id: UUID) -> HttpResponse:
    """Take back hours."""
    user = signed_in(request)
    pages.child_of_form(request, child_id)
    found = queries.person_for(user, child_id, person_id)
    actions.remove_hours(by=user, person=found, hours_id=hours_id)
    return redirect("children:person", child_id, person_id)


@require_safe
def strengths(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """What is strong, what adds risk, pushes and pulls."""
    user = signed_in(request)
    child = queries.get(user, child_id)
    context = {
        "sections": presenters.strength_sections(child),
        "may_edit": user.may(Permission.EDIT_CHILD),
    }
    return pages.child_page(request, child_id, "children/strengths.html", context, child=child)


@require_http_methods(["GET", "POST"])
def strength_new(request: HttpRequest, child_id: UUID, kind: str) -> HttpResponse:
    """Choose from the list or say it in words."""
    user = signed_in(request)
    names = presenters.strength_kinds()
    if kind not in names:
        raise NotFound("no such kind")
    choices = presenters.strength_choices(kind)
    form = StrengthForm(kind, choices, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        child = pages.child_of_form(request, child_id)
        if form.is_valid() and pages.done(
            form, lambda: actions.add_strength(by=user, child=child, kind=kind, **form.cleaned_data)
        ):
            messages.success(request, _("Saved."))
            return redirect("children:strengths", child_id)
    context = {
        "form": form,
        "heading": names[kind],
        "errors": form.error_links() if form.is_bound else [],
    }
    return pages.child_page(
        request, child_id, "children/strength_new.html", context, status=422 if form.is_bound else 200
    )


@require_POST
def strength_end(request: HttpRequest, child_id: UUID, strength_id: UUID) -> HttpResponse:
    """It no longer holds."""
    child = pages.child_of_form(request, child_id)
    actions.end_strength(by=signed_in(request), child=child, strength_id=strength_id)
    return redirect("children:strengths", child_id)
