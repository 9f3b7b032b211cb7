"""The page of a child's documents, the page of blank forms, and the downloads themselves."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from safelight.access.permissions import check
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.pages import child_page
from safelight.outputs import downloads, presenters
from safelight.outputs import minutes as meeting_minutes
from safelight.outputs import young_person as young_person_prints


@require_safe
def documents(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """The tab of a child: all that can be printed now, and the blank forms."""
    user = signed_in(request)
    check(user, Permission.PRINT)
    child = children.get(user, child_id)
    children.check_full_sight(user, child)
    return child_page(request, child_id, "outputs/documents.html", presenters.documents_of(child), child=child)


@require_safe
def blank_forms(request: HttpRequest) -> HttpResponse:
    """Every form of the toolkit, to fill in on paper."""
    return render(request, "outputs/blank_forms.html", presenters.blank_forms(signed_in(request)))


@require_GET
def assessment(request: HttpRequest, child_id: UUID, assessment_id: UUID, form: str, extension: str) -> HttpResponse:
    """A form of an assessment as a file."""
    return _file(
        downloads.assessment(
            by=signed_in(request), child_id=child_id, assessment_id=assessment_id, form=form, extension=extension
        )
    )


@require_GET
def plan(
    request: HttpRequest,
    child_id: UUID,
    extension: str,
    plan_id: UUID | None = None,
    version_id: UUID | None = None,
) -> HttpResponse:
    """A plan, or one version of it, as a file."""
    return _file(
        downloads.plan(
            by=signed_in(request), child_id=child_id, extension=extension, plan_id=plan_id, version_id=version_id
        )
    )


@require_GET
def young_person(request: HttpRequest, child_id: UUID, form: str, language: str, extension: str) -> HttpResponse:
    """The young person's own plan or wallet card as a file."""
    return _file(
        young_person_prints.download(
            by=signed_in(request), child_id=child_id, form=form, language=language, extension=extension
        )
    )


@require_GET
def minutes(request: HttpRequest, child_id: UUID, meeting_id: UUID, copy: str, extension: str) -> HttpResponse:
    """The minutes of a meeting as a file: for the record, or one kind of copy."""
    return _file(
        meeting_minutes.download(
            by=signed_in(request), child_id=child_id, meeting_id=meeting_id, copy=copy, extension=extension
        )
    )


@require_GET
def blank(request: HttpRequest, form: str, extension: str) -> HttpResponse:
    """A blank form as a file."""
    return _file(downloads.blank(by=signed_in(request), form=form, extension=extension))


def _file(made: downloads.Download) -> HttpResponse:
    """The file to save, never shown in the browser; the middleware says that nothing keeps a copy (HZ-18)."""
    return HttpResponse(
        made.body,
        content_type=made.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{made.name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
