"""Search before create, and the list of children."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from safelight.access import permissions
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import pages, presenters, queries
from safelight.children.forms import SearchForm
from safelight.children.matching import Terms
from safelight.core import clock


@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Search by POST, so that no name stands in an address. Opening a record is offered only here (BE-01)."""
    user = signed_in(request)
    permissions.check(user, Permission.LOG_CONCERN)
    begun = request.method == "POST" and "begin" not in request.POST
    concern = request.POST.get("concern", "")
    if concern:
        queries.concern_for(user, pages.uuid_of(concern))
    form = SearchForm(request.POST if begun else None)
    context = {"form": form, "concern_id": concern, "errors": [], "searched": False}
    context["may_break_glass"] = user.may(Permission.BREAK_GLASS)
    if not begun:
        return render(request, "children/search.html", context)
    if not form.is_valid():
        return render(request, "children/search.html", {**context, "errors": form.error_links()}, status=422)
    given = form.cleaned_data
    found, more = queries.search(user, Terms(given["name"], given["date_of_birth"], given["identifier"]))
    pages.note_search(request, len(found))
    context |= {
        "searched": True,
        "rows": presenters.found_rows(found, clock.today()),
        "more": more,
        "may_create": user.may(Permission.EDIT_CHILD),
    }
    return render(request, "children/search.html", context)


@require_safe
def children(request: HttpRequest) -> HttpResponse:
    """The children that this person sees, 25 a page; filters are codes only."""
    user = signed_in(request)
    permissions.check(user, Permission.LOG_CONCERN)
    level = request.GET.get("level", "")
    level = level if level in presenters.LEVEL_FILTERS else ""
    mine = request.GET.get("mine") == "1"
    after = request.GET.get("after")
    page = queries.page_of_children(user, level=level, mine=mine, after=pages.uuid_of(after) if after else None)
    pages.note_view(request, "children.listed")
    chosen = {**({"level": level} if level else {}), **({"mine": "1"} if mine else {})}
    here = reverse("children:list")
    return render(
        request,
        "children/list.html",
        {
            "rows": presenters.list_rows(page.children),
            "filters": presenters.list_filters(here, level, mine),
            "first": page.first,
            "first_url": _address(here, chosen),
            "next_url": _address(here, {**chosen, "after": str(page.after)}) if page.after else "",
        },
    )


def _address(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
