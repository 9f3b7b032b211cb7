"""The toolkit's five steps."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access.requests import signed_in
from safelight.assessments import actions, background, offered, presenters, queries
from safelight.assessments.closing import closing_for
from safelight.assessments.views.common import closing_typed, marked_together, save_posted, show, step
from safelight.core import clock
from safelight.core.errors import Invalid

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@get_and_post
def details(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Step 1: the child's record as it stands, who assesses and when, both voices, the present help, agencies."""
    return step(request, child_id, assessment_id, "details", _details)


def _details(drafting: presenters.Drafting) -> Mapping[str, Any]:
    return presenters.details(drafting.assessment, drafting.typed, drafting.errors)


@get_and_post
def vulnerability_factors(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Step 2: the vulnerability factors a to q."""
    return step(request, child_id, assessment_id, "vulnerability_factors", _factors)


def _factors(drafting: presenters.Drafting) -> Mapping[str, Any]:
    return {
        "factors": [
            {
                "view": factor,
                "comment": drafting.typed.get(f"factor.{factor.code}.comment", factor.comment),
                "error": drafting.errors.get(f"factor.{factor.code}.comment", ""),
            }
            for factor in queries.factors(drafting.assessment)
        ]
    }


@get_and_post
def risk_factors(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Step 3: the matrix, one indicator a line."""
    return step(request, child_id, assessment_id, "risk_factors", _matrix)


def _matrix(drafting: presenters.Drafting) -> Mapping[str, Any]:
    asked = drafting.request.GET
    chosen = asked.get("show", "all")
    show_only = chosen if chosen in presenters.SHOW else "all"
    lines = queries.indicators(drafting.assessment)
    tally = presenters.tally(lines)
    back = asked.get("back", "") or drafting.request.POST.get("back", "")
    return {
        "logged": background.logged_before(drafting.user, drafting.assessment, most=1),
        "sections": presenters.sections(
            drafting.assessment,
            lines,
            presenters.Prompts(drafting.assessment, drafting.user),
            show=show_only,
            open_code=asked.get("line", ""),
            marked=marked_together(drafting.request, drafting.assessment),
            typed=drafting.typed,
            errors=drafting.errors,
            offered=offered.for_assessment(drafting.user, drafting.assessment, clock.now()),
        ),
        "tally": tally,
        "filters": presenters.filters(tally, show_only, back),
        "show_only": show_only,
        "next_not_asked": presenters.next_not_asked(lines),
    }


@require_safe
def summary(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Step 4: filled by the system from step 3; nothing is typed here."""
    assessment = queries.get(signed_in(request), child_id, assessment_id)
    return show(request, assessment, "summary.html", presenters.summary(assessment))


@get_and_post
def analysis(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Step 5: the four boxes of the analysis, and the category."""
    return step(request, child_id, assessment_id, "analysis", _analysis)


def _analysis(drafting: presenters.Drafting) -> Mapping[str, Any]:
    user, assessment, request = drafting.user, drafting.assessment, drafting.request
    part = closing_for(user, assessment)
    closing: dict[str, Any] = {"closing": part.template if part else ""}
    if part is not None:
        typed = closing_typed(request, part) if request.method == "POST" else None
        closing |= part.context(user, assessment, typed)
    logged = background.logged_before(user, assessment, most=1)
    return closing | presenters.analysis(assessment, drafting.typed, logged)


@get_and_post
def add_indicator(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Add an indicator that the toolkit does not list, at a level."""
    user = signed_in(request)
    assessment = queries.get(user, child_id, assessment_id)
    typed = {
        "level": request.POST.get("level") or request.GET.get("level", ""),
        "label": request.POST.get("label", ""),
        "answer": request.POST.get("answer", ""),
        "evidence": request.POST.get("evidence", ""),
    }
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            row = actions.add_other_indicator(
                by=user,
                assessment=assessment,
                level=typed["level"],
                label=typed["label"],
                answer=typed["answer"],
                evidence=typed["evidence"],
            )
        except Invalid as error:
            errors = error.errors
        else:
            return redirect(f"{presenters.addresses(assessment)['risk_factors']}?line={row.code}#line-{row.code}")
    return show(request, assessment, "add_indicator.html", {"typed": typed}, errors)


@require_POST
def ask_agency(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Note that an agency was asked, or why it was not."""
    user = signed_in(request)
    assessment = queries.get(user, child_id, assessment_id)
    typed = {name: request.POST.get(f"agency_{name}", "") for name in ("name", "why_not")}
    if (refused := _save_beside(request, assessment)) is not None:
        return refused
    try:
        actions.ask_agency(by=user, assessment=assessment, name=typed["name"], why_not=typed["why_not"])
    except Invalid as error:
        errors = {f"agency_{name}": text for name, text in error.errors.items()}
        context = presenters.details(assessment, {}, {}) | {"agency": typed}
        return show(request, assessment, "details.html", context, errors)
    return redirect(f"{presenters.addresses(assessment)['details']}#agencies")


@require_POST
def answer_agency(request: HttpRequest, child_id: UUID, assessment_id: UUID, agency_id: UUID) -> HttpResponse:
    """Write what an agency answered, or why there is no answer."""
    user = signed_in(request)
    assessment = queries.get(user, child_id, assessment_id)
    if (refused := _save_beside(request, assessment)) is not None:
        return refused
    try:
        actions.record_agency_answer(
            by=user,
            assessment=assessment,
            agency_id=agency_id,
            words=request.POST.get(f"words-{agency_id}", ""),
            answered="no_answer" not in request.POST,
        )
    except Invalid as error:
        errors = {f"words-{agency_id}": error.errors["words"]}
        return show(request, assessment, "details.html", presenters.details(assessment, {}, {}), errors)
    return redirect(f"{presenters.addresses(assessment)['details']}#agencies")


def _save_beside(request: HttpRequest, assessment: queries.Assessment) -> HttpResponse | None:
    """Save the rest of step 1, which an agency's button posts too, so that nothing typed is lost without scripts.

    The page with what is wrong, or where two saved the same, when something could not be kept; None otherwise.
    """
    return save_posted(request, assessment, lambda typed, errors: presenters.details(assessment, typed, errors))
