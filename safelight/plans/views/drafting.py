"""The plan of a child: reading it, beginning it, its head, its versions."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access.requests import signed_in
from safelight.children import queries as children
from safelight.children.pages import child_page, done
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.plans import actions, presenters, queries
from safelight.plans.forms import HeaderForm
from safelight.plans.views.common import check_about, posted_version, refused, show, to_plan
from safelight.toolkits import template_queries

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def child(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """The tab of a child: the open plan, or the way to begin one."""
    user = signed_in(request)
    found = children.get(user, child_id)
    plan = queries.current(found)
    if plan is None:
        return child_page(request, child_id, "plans/none.html", presenters.empty_page(found, user), child=found)
    return show(request, plan, "plan.html", presenters.page(plan, user))


@require_POST
def draft(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Begin a plan from the newest decision; without one, on the empty template."""
    user = signed_in(request)
    found = children.get(user, child_id)
    check_about(request, child_id)
    decision = queries.newest_decision(found)
    try:
        template = _template(request)
        if decision is None:
            actions.begin(by=user, child=found, now=clock.now(), definition=template)
        else:
            actions.draft_from(by=user, decision=decision, now=clock.now(), definition=template)
    except (Invalid, WrongState) as error:
        return refused(request, child_id, error)
    messages.success(request, _("The plan is drafted. Nothing in it is agreed yet."))
    return to_plan(child_id)


def _template(request: HttpRequest) -> template_queries.Definition | None:
    """The template that was chosen; None for the area's. ``NotFound`` for one that the partnership does not have."""
    chosen = request.POST.get("template", "")
    if not chosen:
        return None
    try:
        return template_queries.template(signed_in(request).partnership, UUID(chosen))
    except ValueError:
        raise NotFound("template") from None


@require_POST
def change(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Begin a new version, or take the newest decision into the draft."""
    user = signed_in(request)
    plan = queries.get(user, child_id)
    check_about(request, child_id)
    try:
        actions.bring_up_to_date(by=user, plan=plan, now=clock.now())
    except WrongState as error:
        return refused(request, child_id, error)
    messages.success(request, _("You can change the plan now. What is in force stays in force until it is agreed."))
    return to_plan(child_id)


@get_and_post
def header(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Who wrote it, the meeting, how child and family took part."""
    user = signed_in(request)
    plan = queries.get(user, child_id)
    first = {name: getattr(plan, name) for name in ("role", "meeting_on", "meeting_time", "made_with")}
    first["meeting_time"] = plan.meeting_time.strftime("%H:%M") if plan.meeting_time else ""
    form = HeaderForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST":
        check_about(request, child_id)
        if form.is_valid() and done(
            form,
            lambda: actions.save_header(
                by=user, plan=plan, version=posted_version(request), now=clock.now(), **form.cleaned_data
            ),
        ):
            return to_plan(child_id)
    context = {"to": presenters.addresses(child_id), "version": request.POST.get("version") or plan.version}
    return show(request, plan, "header.html", context, form)


@require_safe
def compare(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Any two versions of the open plan side by side (PL-08)."""
    plan = queries.get(signed_in(request), child_id)
    one, two = (_version_id(request.GET.get(name, "")) for name in ("one", "two"))
    return show(request, plan, "compare.html", presenters.compare_page(plan, one, two))


def _version_id(text: str) -> str:
    """The id of a version, ``now``, or nothing; ``NotFound`` for what is neither."""
    if text in ("", "now"):
        return text
    try:
        return str(UUID(text))
    except ValueError as error:
        raise NotFound("version") from error


@require_safe
def version(request: HttpRequest, child_id: UUID, plan_id: UUID, version_id: UUID) -> HttpResponse:
    """A version as it was kept, with what changed since the one before."""
    plan = queries.by_id(signed_in(request), child_id, plan_id)
    shown = queries.version(plan, version_id)
    return show(request, plan, "version.html", presenters.version_page(plan, shown))
