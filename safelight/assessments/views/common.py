"""What the pages of an assessment share: finding it, showing it, saving a step."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from safelight.access.requests import signed_in
from safelight.assessments import actions, forms, presenters, queries
from safelight.assessments.steps import address_after
from safelight.children.pages import child_page
from safelight.core.errors import Invalid, NotFound, WrongState


def show(
    request: HttpRequest,
    assessment: queries.Assessment,
    template: str,
    context: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A page of one assessment, with its addresses; the view is written in the audit log."""
    user = signed_in(request)
    kit = queries.toolkit(assessment)
    return child_page(
        request,
        assessment.child_id,
        f"assessments/{template}",
        {
            "assessment": assessment,
            "to": presenters.addresses(assessment),
            "kit": kit,
            "waiting": queries.conflicts(assessment, user) if queries.is_draft(assessment) else [],
            "errors": presenters.error_summary(errors or {}),
            "error": dict(errors or {}),
            "page_mark": request.POST.get("page") or secrets.token_hex(8),
            **context,
        },
        status=422 if errors else 200,
        child=assessment.child,
    )


def step(
    request: HttpRequest,
    child_id: UUID,
    assessment_id: UUID,
    page: str,
    build: Callable[[presenters.Drafting], Mapping[str, Any]],
) -> HttpResponse:
    """Show a step of a draft, or save what was posted and go on. What could not be saved is shown as it was typed."""
    user = signed_in(request)
    assessment = queries.get(user, child_id, assessment_id)
    to = presenters.addresses(assessment)
    if not queries.is_draft(assessment) and request.method != "POST":
        return redirect(to["assessment"])
    drafting = presenters.Drafting(request, user, assessment, {}, {})
    if request.method == "POST":
        if request.POST.get("about") != str(assessment.child_id):
            raise NotFound("the form is about another child")
        posted = forms.posted(request.POST)
        try:
            saved = actions.save_step(
                by=user,
                assessment=assessment,
                values=posted.values,
                version=posted.version,
                versions=posted.versions,
                page=posted.page,
            )
        except WrongState as error:
            messages.warning(request, str(error))
            return redirect(to["put_aside"])
        except Invalid as error:
            drafting.errors = error.errors
            drafting.typed = {name: posted.values[name] for name in error.errors if name in posted.values}
        else:
            return _after(request, assessment, page, to, bool(saved.conflicts))
    return show(request, assessment, f"{page}.html", build(drafting), drafting.errors)


def _after(
    request: HttpRequest, assessment: queries.Assessment, page: str, to: Mapping[str, str], conflicts: bool
) -> HttpResponse:
    if conflicts:
        return redirect(to["differences"])
    line = request.POST.get("save_line", "")
    if line.isalnum():
        return redirect(f"{to[page]}?line={line}#line-{line}")
    if "stay" in request.POST:
        messages.success(request, _("Saved."))
        return redirect(to[page])
    return redirect(address_after(assessment, f"assessments:{page}"))
