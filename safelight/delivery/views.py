"""The page that a link opens, and the demo's outbox.

A link's page sets no cookie and keeps nothing on the device. ``GET`` looks nothing up: whoever scans an e-mail, and
whoever has the link without its code, gets the same page whatever the address is (HZ-31).
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from safelight.access.limits import allow
from safelight.access.requests import client_address, signed_in
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.delivery import actions, queries

# Somebody who tries codes of many links from one place; a school or a home shares one address.
MOST_FROM_ONE, WITHIN = 40, timedelta(hours=1)

# How long the page stays of use after the code was given.
OPEN_FOR = timedelta(minutes=15)
SALT = "safelight.delivery.opened"

EXIT_TO = "https://www.bbc.co.uk/weather"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code; then the document, and whether they have it. It acts for nobody, so it needs no cookie."""
    if request.method != "POST":
        return _page(request, "code")
    try:
        if request.POST.get("opened"):
            return _go_on(request, request.POST["opened"])
        if not allow(what="link", who=client_address(request), at_most=MOST_FROM_ONE, within=WITHIN, now=clock.now()):
            raise NotFound("too many tries")
        found = actions.open_link(token=token, code=request.POST.get("code", ""))
    except NotFound:
        wrong = _("This link has expired, or the code is not right. Ask the person who sent it to you.")
        return _page(request, "code", {"errors": [{"text": wrong, "href": "#code"}], "wrong": wrong}, status=422)
    opened = signing.dumps([str(found.pk), str(found.partnership_id)], salt=SALT)
    return _page(request, "opened", {"opened": opened})


def _go_on(request: HttpRequest, opened: str) -> HttpResponse:
    """The document itself, or the word that they have it."""
    try:
        link_id, partnership_id = signing.loads(opened, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature as error:
        raise NotFound("not opened") from error
    found = queries.opened_link(UUID(link_id), UUID(partnership_id))
    if request.POST.get("what") == "have":
        actions.acknowledge_link(link=found)
        return _page(request, "opened", {"opened": opened, "said": True})
    actions.note_download(link=found)
    return HttpResponse(
        bytes(found.content),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{found.file_name}"',
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex, nofollow",
        },
    )


def _page(request: HttpRequest, name: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    shown = {"exit_url": EXIT_TO, **(context or {})}
    response = render(request, f"delivery/{name}.html", shown, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The demo's e-mail, to be read here because none of it leaves."""
    return render(request, "delivery/outbox.html", {"found": queries.outbox(signed_in(request))})
