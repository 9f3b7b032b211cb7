"""What the plan's pages share."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from safelight.children.forms import PlainForm
from safelight.children.pages import child_page
from safelight.core.errors import NotFound, SafelightError
from safelight.plans import queries


def show(
    request: HttpRequest,
    plan: queries.Plan,
    template: str,
    context: Mapping[str, Any],
    form: PlainForm | None = None,
) -> HttpResponse:
    """A page of a child's plan; the view is written in the audit log. Errors of the form stand at its top."""
    errors = form.error_links() if form is not None and form.is_bound else []
    return child_page(
        request,
        plan.child_id,
        f"plans/{template}",
        {**context, "form": form, "errors": errors},
        status=422 if errors else 200,
        child=plan.child,
    )


def check_about(request: HttpRequest, child_id: UUID) -> None:
    """Each form carries the child's id: one that was filled in for another child is refused (HZ-26)."""
    if request.POST.get("about") != str(child_id):
        raise NotFound("the form is about another child")


def posted_version(request: HttpRequest) -> int:
    """The version that was open when the form was filled in; 0 where it says none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def to_plan(child_id: UUID, anchor: str = "") -> HttpResponseRedirect:
    """Back to the plan, to a row of it where one is named."""
    address = reverse("plans:child", kwargs={"child_id": child_id})
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)


def refused(request: HttpRequest, child_id: UUID, error: SafelightError) -> HttpResponse:
    """Say on the plan's page what could not be done, as it stands now."""
    messages.warning(request, str(error))
    return redirect("plans:child", child_id=child_id)
