"""The guide: the toolkit in force to read, for anybody who has signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safelight.access.requests import signed_in
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.directory import queries as directory
from safelight.overview.presenters import guide as presenters
from safelight.toolkits import queries as toolkits


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What the guide holds, and whose toolkit it is."""
    kit = toolkits.toolkit_in_force(signed_in(request).partnership, clock.today())
    return render(request, "overview/guide.html", presenters.index(kit))


@require_safe
def part(request: HttpRequest, part: str) -> HttpResponse:
    """One page of the guide."""
    partnership, today = signed_in(request).partnership, clock.today()
    kit = toolkits.toolkit_in_force(partnership, today)
    if part not in [each.code for each in presenters.parts()]:
        raise NotFound("no such page of the guide")
    terms = directory.terms(partnership, today) if part == "glossary" else []
    return render(request, f"overview/guide/{part}.html", presenters.page(kit, part, terms))
