"""What is red and for how long, over all children whom somebody sees (DT-04)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safelight.access.permissions import check
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.core import clock
from safelight.plans import actions, presenters

FILTERS = ("colour", "aim", "child", "agency")


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Every open action by its colour, for whoever works with children: each sees their own, a manager the team's."""
    user = signed_in(request)
    check(user, Permission.LOG_CONCERN)
    given = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    context = presenters.review_page(user, given, clock.now())
    actions.note_colours_read(by=user, rows=len(context["rows"]))
    return render(request, "plans/rag.html", context)
