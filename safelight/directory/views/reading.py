"""Practice guides and resources, for anybody who has signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safelight.children.pages import note_view
from safelight.directory import presenters, queries


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """The practice guides, each with what to do now."""
    note_view(request, "directory.guides")
    return render(request, "directory/guides.html", {"guides": queries.guides()})


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """One practice guide."""
    found = queries.guide(code)
    note_view(request, "directory.guide")
    return render(request, "directory/guide.html", {"guide": presenters.guide(found)})


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """Things to read, watch and use."""
    note_view(request, "directory.resources")
    return render(request, "directory/resources.html", {"groups": presenters.resources(queries.resources())})
