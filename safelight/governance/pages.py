"""What all pages of this room share."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from safelight.access.requests import signed_in
from safelight.audit import actions as audit
from safelight.audit.models import Kind
from safelight.core.errors import Invalid, SafelightError, WrongState


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], child_id: UUID | None = None, status: int = 200
) -> HttpResponse:
    """Render a page of this room, with the audit entry of the view."""
    user = signed_in(request)
    name = request.resolver_match.view_name if request.resolver_match else "page"
    audit.record_apart(
        partnership_id=user.partnership_id, by=user, action=f"viewed:{name}"[:80], kind=Kind.VIEW, child_id=child_id
    )
    form = context.get("form")
    errors = form.error_links() if form is not None and form.is_bound else []
    return render(request, f"governance/{template}", {"errors": errors, **context}, status=422 if errors else status)


def tell(request: HttpRequest, error: SafelightError) -> None:
    """Say above the next page what was refused."""
    if isinstance(error, Invalid | WrongState):
        messages.error(request, str(error))
    else:
        raise error
