"""What the pages of an assessment share: finding it, showing it, saving a step."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.access.requests import signed_in
from safelight.assessments import actions, background, forms, presenters, queries
from safelight.assessments.closing import Closing, closing_for
from safelight.assessments.steps import address_after, address_of
from safelight.children.pages import child_page
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState


def show(
    request: HttpRequest,
    assessment: queries.Assessment,
    template: str,
    context: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A page of one assessment, with its addresses; the view is written in the audit log."""
    user = signed_in(request)
    kit = queries.toolkit(assessment)
    return child_page(
        request,
        assessment.child_id,
        f"assessments/{template}",
        {
            "assessment": assessment,
            "to": presenters.addresses(assessment),
            "kit": kit,
            "waiting": queries.conflicts(assessment, user) if queries.is_draft(assessment) else [],
            "errors": presenters.error_summary(errors or {}),
            "error": dict(errors or {}),
            "page_mark": request.POST.get("page") or secrets.token_hex(8),
            "come_back": _come_back(request),
            **context,
        },
        status=422 if errors else 200,
        child=assessment.child,
    )


def step(
    request: HttpRequest,
    child_id: UUID,
    assessment_id: UUID,
    page: str,
    build: Callable[[presenters.Drafting], Mapping[str, Any]],
) -> HttpResponse:
    """Show a step of a draft, or save what was posted and go on. What could not be saved is shown as it was typed."""
    user = signed_in(request)
    assessment = queries.get(user, child_id, assessment_id)
    to = presenters.addresses(assessment)
    if not queries.is_draft(assessment) and request.method != "POST":
        return redirect(to["assessment"])
    drafting = presenters.Drafting(request, user, assessment, {}, {})
    kept = {} if request.method != "POST" else _words_of_concern(request, user, assessment)
    if request.method == "POST":
        if request.POST.get("about") != str(assessment.child_id):
            raise NotFound("the form is about another child")
        posted = forms.posted(request.POST)
        posted.values |= kept
        try:
            saved = actions.save_step(
                by=user,
                assessment=assessment,
                values=posted.values,
                version=posted.version,
                versions=posted.versions,
                page=posted.page,
            )
        except WrongState as error:
            messages.warning(request, str(error))
            return redirect(to["put_aside"])
        except Invalid as error:
            drafting.errors = error.errors
            drafting.typed = {name: posted.values[name] for name in error.errors if name in posted.values}
        else:
            drafting.errors = _beside(drafting, page)
            if not drafting.errors:
                return _after(request, assessment, page, to, bool(saved.conflicts))
    return show(request, assessment, f"{page}.html", build(drafting), drafting.errors)


def save_posted(
    request: HttpRequest,
    assessment: queries.Assessment,
    build: Callable[[dict[str, str], dict[str, str]], Mapping[str, Any]],
) -> HttpResponse | None:
    """Save what a button beside step 1 posted of the step; the answer to give where that did not go well."""
    posted, to = forms.posted(request.POST), presenters.addresses(assessment)
    if not posted.values:
        return None
    try:
        saved = actions.save_step(
            by=signed_in(request),
            assessment=assessment,
            values=posted.values,
            version=posted.version,
            versions=posted.versions,
            page=posted.page,
        )
    except WrongState as error:
        messages.warning(request, str(error))
        return redirect(to["put_aside"])
    except Invalid as error:
        typed = {name: posted.values[name] for name in error.errors if name in posted.values}
        return show(request, assessment, "details.html", build(typed, error.errors), error.errors)
    return redirect(to["differences"]) if saved.conflicts else None


def _words_of_concern(request: HttpRequest, user: queries.User, assessment: queries.Assessment) -> dict[str, str]:
    """The concern's words for the first box of the analysis, where the person asked for them and it is empty."""
    if "use_concern" not in request.POST or request.POST.get("analysis_behaviours", "").strip():
        return {}
    logged = background.logged_before(user, assessment, most=1)
    return {"analysis_behaviours": logged[0].words} if logged else {}


def _goes_on(request: HttpRequest) -> bool:
    """Whether the button that was pressed leads on, rather than staying on the page."""
    return not ({"stay", "use_concern"} & set(request.POST))


def _beside(drafting: presenters.Drafting, page: str) -> dict[str, str]:
    """Keep what a page asks beside the fields of its step; by control, what could not be kept."""
    if page == "analysis" and _goes_on(drafting.request):
        return _close(drafting)
    return _agencies(drafting) if page == "details" else {}


def _agencies(drafting: presenters.Drafting) -> dict[str, str]:
    """An agency, or what one said, typed in step 1 and saved with it rather than by its own button."""
    posted, by, assessment = drafting.request.POST, drafting.user, drafting.assessment
    try:
        if posted.get("agency_name", "").strip():
            why_not = posted.get("agency_why_not", "")
            actions.ask_agency(by=by, assessment=assessment, name=posted["agency_name"], why_not=why_not)
        for name, words in posted.items():
            agency = name.removeprefix("words-")
            if name != agency and str(words).strip():
                actions.record_agency_answer(
                    by=by, assessment=assessment, agency_id=UUID(agency), words=str(words), answered=True
                )
    except Invalid as error:
        return {f"agency_{name}" if name == "name" else name: text for name, text in error.errors.items()}
    except ValueError:
        raise NotFound("no such agency") from None
    return {}


def _close(drafting: presenters.Drafting) -> dict[str, str]:
    """Keep what the room above asks at the end of step 5; by control, what it could not keep."""
    part = closing_for(drafting.user, drafting.assessment)
    if part is None:
        return {}
    typed = closing_typed(drafting.request, part)
    try:
        part.save(drafting.user, drafting.assessment, typed, clock.now())
    except Invalid as error:
        return error.errors
    except WrongState as error:
        messages.warning(drafting.request, str(error))
    return {}


def _keep_closing(request: HttpRequest, assessment: queries.Assessment) -> None:
    """What was typed in the part of the room above, kept as words that are still being written."""
    user = signed_in(request)
    part = closing_for(user, assessment)
    if part is None:
        return
    for name, value in closing_typed(request, part).items():
        if name in request.POST:
            part.keep(user, assessment, name, value, clock.now())


def closing_typed(request: HttpRequest, part: Closing) -> dict[str, str]:
    """What was posted in the part of the room above."""
    return {name: request.POST.get(name, "") for name in part.controls}


REST = "rest-not-known"


def _group(request: HttpRequest, assessment: queries.Assessment, page: str) -> str:
    """Mark what is left of a group as not known, or take that back; the address to go to.

    The session remembers which lines were marked together, so that they can be taken back together.
    """
    user, mark = signed_in(request), request.POST.get("page", "")
    undo = "undo_rest" in request.POST
    level = request.POST.get("undo_rest" if undo else "rest_not_known", "")
    marked = marked_together(request, assessment)
    try:
        if undo:
            codes = actions.take_back(by=user, assessment=assessment, codes=marked.pop(level, []), page=mark)
        else:
            codes = actions.rest_not_known(by=user, assessment=assessment, level=level, page=mark)
            marked[level] = list(codes)
    except (Invalid, WrongState) as error:
        messages.warning(request, str(error))
        return page
    request.session[REST] = {str(assessment.pk): marked}
    words = (
        ngettext("%(count)d line is not asked yet again.", "%(count)d lines are not asked yet again.", len(codes))
        if undo
        else ngettext("%(count)d line is marked “not known”.", "%(count)d lines are marked “not known”.", len(codes))
    )
    messages.success(request, words % {"count": len(codes)})
    back = _come_back(request)
    return f"{page}?back={back}#{level}-rest" if address_of(assessment, back) else f"{page}#{level}-rest"


def marked_together(request: HttpRequest, assessment: queries.Assessment) -> dict[str, list[str]]:
    """By level, the codes of lines that this person marked "not known" together."""
    found: dict[str, list[str]] = request.session.get(REST, {}).get(str(assessment.pk), {})
    return dict(found)


def _come_back(request: HttpRequest) -> str:
    """The step that the page was opened from and leads back to, by its name; empty when saving goes on as ever."""
    return (request.POST if request.method == "POST" else request.GET).get("back", "")


def _after(
    request: HttpRequest, assessment: queries.Assessment, page: str, to: Mapping[str, str], conflicts: bool
) -> HttpResponse:
    if conflicts:
        return redirect(to["differences"])
    line = request.POST.get("save_line", "")
    if line.isalnum():
        back = f"&back={_come_back(request)}" if address_of(assessment, _come_back(request)) else ""
        return redirect(f"{to[page]}?line={line}{back}#line-{line}")
    if page == "risk_factors" and {"rest_not_known", "undo_rest"} & set(request.POST):
        return redirect(_group(request, assessment, to[page]))
    if "use_concern" in request.POST:
        _keep_closing(request, assessment)
        return redirect(f"{to[page]}#analysis_behaviours")
    if "stay" in request.POST:
        _keep_closing(request, assessment)
        messages.success(request, _("Saved."))
        return redirect(to[page])
    if back := address_of(assessment, _come_back(request)):
        return redirect(back)
    return redirect(address_after(assessment, f"assessments:{page}"))
