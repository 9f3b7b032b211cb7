"""My work and a child's page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safelight.access import queries as access
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.pages import child_page, note_view
from safelight.core import clock, reading
from safelight.duties.waiting import waiting_for
from safelight.overview import queries
from safelight.overview.presenters import child as child_presenters
from safelight.overview.presenters import work as work_presenters


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """What is due from the person signed in, by day; what waits for them; what they began (OV-01)."""
    user = signed_in(request)
    now = clock.now()
    today = clock.london_day(now)
    works = user.may(Permission.LOG_CONCERN)
    manages = user.may(Permission.MANAGE_USERS)
    context = {"works": works, "manages": manages, "kept": access.kept_posts(user).count(), "drafts": [], "waiting": []}
    context["partnership_rows"] = work_presenters.waiting_rows(waiting_for(user, now), now)
    if works:
        work = queries.work_of(user, now)
        unfinished = queries.unfinished_of(user, work.children.keys())
        context |= work_presenters.my_work(user, work, now)
        context |= {
            "drafts": work_presenters.drafts(user, unfinished, today),
            "waiting": work_presenters.waiting(unfinished, today),
            "loads": work_presenters.load_rows(work),
            "unheard": work_presenters.unheard(user, work, today),
        }
        note_view(request, "overview.my_work_viewed")
    return render(request, "overview/my_work.html", {"now": now, **context})


@require_safe
def coming_up(request: HttpRequest) -> HttpResponse:
    """What will be due in the next four weeks, also what does not follow from the record before then (PR-09)."""
    user = signed_in(request)
    now = clock.now()
    weeks = []
    if user.may(Permission.LOG_CONCERN):
        weeks = work_presenters.coming_up(queries.coming_up(user, now), now)
        note_view(request, "overview.coming_up_viewed")
    return render(request, "overview/coming_up.html", {"weeks": weeks})


@require_safe
def child(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """A child's page: the first tab of the record."""
    user = signed_in(request)
    kinds = child_presenters.kinds_of(request.GET.getlist("kind"))
    with reading.once():
        found = children.get(user, child_id)
        context = child_presenters.page(user, found, kinds, clock.now())
    return child_page(request, child_id, "overview/child.html", context, child=found)
