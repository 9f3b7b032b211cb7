"""The list of attached files, attaching one, downloading one, sealing one, and what police said."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from safelight.access.permissions import check
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import pages
from safelight.core.errors import WrongState
from safelight.files import actions, checking, presenters, queries
from safelight.files.forms import AttachForm, PoliceForm


@require_safe
def files(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Every attached file: to download, or to seal."""
    user = signed_in(request)
    child = queries.child_for(user, child_id)
    context = {"rows": presenters.listed(user, child), "may_attach": user.may(Permission.ATTACH_FILE)}
    return pages.child_page(request, child_id, "files/list.html", context, child=child)


@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Attach one file. What was typed stays when the file is refused; the file has to be chosen again."""
    user = signed_in(request)
    check(user, Permission.ATTACH_FILE)
    posted = request.method == "POST"
    child = queries.child_for(user, child_id)
    if posted:
        pages.child_of_form(request, child_id)
    form = AttachForm(request.POST, request.FILES) if posted else AttachForm()
    if posted and form.is_valid():
        given = form.cleaned_data["file"]
        data = given.read(checking.MOST_BYTES + 1)
        if pages.done(
            form,
            lambda: actions.attach(
                by=user,
                child=child,
                title=form.cleaned_data["title"],
                kind=form.cleaned_data["kind"],
                name=given.name,
                data=data,
            ),
        ):
            messages.success(request, _("The file is attached."))
            return redirect("files:list", child_id)
    context = {
        "form": form,
        "endings": ",".join(f".{each}" for each in checking.ENDINGS),
        "errors": form.error_links() if posted else [],
    }
    status = 422 if posted else 200
    return pages.child_page(request, child_id, "files/attach.html", context, status=status, child=child)


@require_GET
def download(request: HttpRequest, child_id: UUID, file_id: UUID) -> HttpResponse:
    """The file, to save and never to show; its name tells nothing but the record's reference."""
    file, body = actions.give_out(by=signed_in(request), child_id=child_id, file_id=file_id)
    name = f"{file.child.reference.lower()}-file-{str(file.pk)[:8]}.{file.extension}"
    return HttpResponse(
        body,
        content_type=checking.CONTENT_TYPES[file.extension],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
def seal(request: HttpRequest, child_id: UUID, file_id: UUID) -> HttpResponse:
    """This may be an indecent image of a child: nobody reaches it from now on."""
    pages.child_of_form(request, child_id)
    try:
        actions.seal(by=signed_in(request), child_id=child_id, file_id=file_id)
        messages.success(
            request, _("Sealed. Nobody can open it. Now ring police: 101, or 999 if a child is in danger now.")
        )
    except WrongState as error:
        messages.info(request, str(error))
    return redirect("files:list", child_id)


@require_http_methods(["GET", "POST"])
def police(request: HttpRequest, child_id: UUID, file_id: UUID) -> HttpResponse:
    """What police said about a sealed file."""
    user = signed_in(request)
    posted = request.method == "POST"
    file = queries.sealed_file_for(user, child_id, file_id)
    if posted:
        pages.child_of_form(request, child_id)
    form = PoliceForm(request.POST if posted else None)
    if (
        posted
        and form.is_valid()
        and pages.done(
            form, lambda: actions.record_police(by=user, child_id=child_id, file_id=file_id, **form.cleaned_data)
        )
    ):
        messages.success(request, _("Saved."))
        return redirect("files:list", child_id)
    context = {**presenters.police(file), "form": form, "errors": form.error_links() if posted else []}
    status = 422 if posted else 200
    return pages.child_page(request, child_id, "files/police.html", context, status=status, child=file.child)
