"""The pages about levels: own view, suggestion and decision, what follows, the manager's answer, levels over time."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access import queries as access
from safelight.access.permissions import check
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.assessments import queries as assessments
from safelight.assessments.actions.ending import missing_voices
from safelight.children import queries as children
from safelight.children.pages import child_of_form, child_page, note_too_late
from safelight.core import clock, reading
from safelight.core.errors import Invalid, NotFound, Stale, WrongState
from safelight.duties import registry
from safelight.ratings import actions, presenters, procedures, queries, reminders
from safelight.ratings.actions import Answers
from safelight.ratings.reassessing import review_day
from safelight.ui import formats

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@get_and_post
def own_view(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """What the professional thinks, before the suggestion: nothing of it is on this page (RA-19)."""
    user = signed_in(request)
    check(user, Permission.DECIDE_LEVEL)
    assessment = assessments.get(user, child_id, assessment_id)
    next_page = reverse("ratings:suggestion", args=[child_id, assessment_id])
    if queries.own_view(assessment) is not None or queries.decision_on(assessment) is not None:
        return redirect(next_page)
    errors: dict[str, str] = {}
    typed = queries.kept_words(user, assessment)
    if request.method == "POST":
        child_of_form(request, child_id)
        typed = _typed(request, actions.OWN_VIEW_WORDS)
        try:
            actions.save_own_view(
                by=user,
                assessment=assessment,
                level=typed["own_level"],
                reason=typed["own_reason"],
                now=clock.now(),
            )
        except Invalid as error:
            errors = {f"own_{name}": text for name, text in error.errors.items()}
        except WrongState as error:
            messages.warning(request, str(error))
            return redirect("assessments:assessment", child_id, assessment_id)
        else:
            return redirect(next_page)
    kit = assessments.toolkit(assessment)
    meanings: dict[str, str] = {level.code: level.meaning for level in kit.levels}
    context = {
        "choices": presenters.own_view_choices(meanings, typed.get("own_level", "")),
        "reason": typed.get("own_reason", ""),
        "entered": presenters.entered(assessment, assessments.indicators(assessment)),
    }
    return _show(request, assessment, "own_view.html", context, errors)


@get_and_post
def suggestion(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """What the toolkit suggests and why, and the decision; only once the own view is saved (RA-19)."""
    user = signed_in(request)
    check(user, Permission.DECIDE_LEVEL)
    assessment = assessments.get(user, child_id, assessment_id)
    if queries.decision_on(assessment) is not None:
        return redirect("ratings:decision", child_id, assessment_id)
    if (view := queries.own_view(assessment)) is None:
        return redirect("ratings:own_view", child_id, assessment_id)
    errors: dict[str, str] = {}
    typed = queries.kept_words(user, assessment)
    if request.method == "POST":
        child_of_form(request, child_id)
        typed = _typed(request, actions.DECISION_WORDS + actions.VOICE_WORDS)
        try:
            actions.keep_voices(by=user, assessment=assessment, words=typed, now=clock.now())
            actions.decide(
                by=user,
                assessment=assessment,
                answers=Answers(**{name: typed[name] for name in actions.DECISION_WORDS}),
                now=clock.now(),
                fingerprint=request.POST.get("seen", ""),
            )
        except Invalid as error:
            errors = error.errors
        except (Stale, WrongState) as error:
            errors = {"": str(error)}
        else:
            return redirect("ratings:decision", child_id, assessment_id)
    found = queries.rated(assessment)
    context = {
        **presenters.suggestion(user, assessment, found),
        "own_view": view,
        "now": clock.now(),
        "typed": typed,
        "level_items": presenters.level_choices(user, assessment.child, found, typed.get("level", "")),
        "levels_closed": presenters.levels_closed(found),
        "harm_items": presenters.harm_choices(typed.get("harm_now", "")),
        "saf_items": presenters.saf_choices(typed.get("saf_decision", "")),
        "category_items": presenters.categories(found, typed.get("category") or assessment.category),
        "missing": missing_voices(assessment),
        "short_of_reason": actions.own_reason(found, view, user),
    }
    return _show(request, assessment, "suggestion.html", context, errors)


@require_POST
def keep(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Keep one control of the own view or the decision as it is typed (protocol: ``ui/static/ui/safelight.js``)."""
    user = signed_in(request)
    assessment = assessments.get(user, child_id, assessment_id)
    try:
        sent = json.loads(request.body)
        field, value, version = str(sent["field"]), str(sent["value"]), int(sent["version"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "malformed"}, status=400)
    try:
        kept = actions.keep_words(by=user, assessment=assessment, field=field, value=value, now=clock.now())
    except Invalid as error:
        return JsonResponse({"errors": error.errors}, status=422)
    except WrongState as error:
        return JsonResponse({"error": str(error)}, status=410)
    return JsonResponse({"version": version + 1, "kept_at": formats.time(kept.at)})


@require_safe
def decision(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """What was decided, what follows from it now, and the manager's answer."""
    return _decision_page(request, child_id, assessment_id, {}, "")


@require_safe
def reminder(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """When to assess again, for a calendar. Neutral words only: a calendar may be shared (HZ-17)."""
    user = signed_in(request)
    found = queries.decision_for(user, child_id, assessment_id)
    dates = presenters.reassess_dates(found, queries.level_in_force(found.child))
    review_on = review_day(dates, found.partnership.jurisdiction)
    if review_on is None or dates.no_later_than is None:
        raise NotFound("nothing to assess again")
    actions.reminder_taken(by=user, decision=found)
    made = reminders.calendar(found.pk, found.child.reference, review_on, dates.no_later_than, clock.now())
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="reminder.ics"'
    return response


@require_POST
def answer(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """A manager agrees or declines."""
    user = signed_in(request)
    child_of_form(request, child_id)
    found = queries.decision_for(user, child_id, assessment_id)
    comment = request.POST.get("comment", "")
    act = {"agreed": actions.agree, "declined": actions.decline}.get(request.POST.get("outcome", ""))
    try:
        if act is None:
            raise Invalid({"outcome": _("Say whether you agree.")})
        act(by=user, decision=found, comment=comment, now=clock.now())
    except Invalid as error:
        return _decision_page(request, child_id, assessment_id, error.errors, comment)
    except WrongState as error:
        note_too_late(request, found, child_id)
        return _decision_page(request, child_id, assessment_id, {"": str(error)}, comment)
    messages.success(request, _("Your answer is kept with the decision."))
    return redirect("ratings:decision", child_id, assessment_id)


@require_POST
def seen(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """A manager has seen a decision that differs from the suggestion."""
    user = signed_in(request)
    child_of_form(request, child_id)
    try:
        actions.mark_seen(by=user, decision=queries.decision_for(user, child_id, assessment_id), now=clock.now())
    except WrongState as error:
        messages.warning(request, str(error))
    return redirect("ratings:decision", child_id, assessment_id)


@require_safe
def over_time(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Levels over time as a chart and the same as a table (RA-10)."""
    child = children.get(signed_in(request), child_id)
    points = queries.trajectory(child)
    context = {
        "points": presenters.level_points(points),
        "rows": presenters.level_rows(child, points),
        "today": clock.today(),
    }
    return child_page(request, child_id, "ratings/levels.html", context, child=child)


def _decision_page(
    request: HttpRequest, child_id: UUID, assessment_id: UUID, errors: Mapping[str, str], comment: str
) -> HttpResponse:
    user, now = signed_in(request), clock.now()
    found = queries.decision_for(user, child_id, assessment_id)
    with reading.once():
        in_force = queries.level_in_force(found.child)
        duties = registry.all_duties(children.facts([found.child]), now)
        reassess = presenters.reassess_dates(found, in_force)
        review_on = review_day(reassess, user.partnership.jurisdiction)
        newest = in_force.decision is not None and in_force.decision.pk == found.pk
        names = queries.names_of(user, (duty.owner_id for duty in duties))
        calls = [duty for duty in duties if duty.same_act == procedures.MASH_CALL]
        context = {
            "decision": found,
            "shown": presenters.decided(found),
            "reassess": reassess,
            "review_on": review_on,
            "own_view": queries.own_view(found.assessment),
            "in_force": in_force,
            "newest": newest,
            "manager": access.manager_of(found.by),
            "comment": comment,
            "outcome": request.POST.get("outcome", ""),
            **presenters.manager_may(user, found, in_force),
            "duties": presenters.duty_rows(duties, names, now, user, review_on) if newest else [],
            "mash_record": presenters.address("overview:duty", child_id=child_id, key=calls[0].key) if calls else "",
            "mash_due": bool(calls),
            **presenters.take_with_you(user, found, newest=newest),
            "standing_rules": [
                each
                for each in assessments.toolkit(found.assessment).procedures
                if each.code in ("PR-13", "PR-14") and in_force.acting in each.levels
            ],
        }
    return _show(request, found.assessment, "decision.html", context, errors)


def _typed(request: HttpRequest, names: tuple[str, ...]) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in names}


def _show(
    request: HttpRequest,
    assessment: queries.Assessment,
    template: str,
    context: Mapping[str, Any],
    errors: Mapping[str, str],
) -> HttpResponse:
    user = signed_in(request)
    where = {"child_id": assessment.child_id, "assessment_id": assessment.pk}
    return child_page(
        request,
        assessment.child_id,
        f"ratings/{template}",
        {
            "assessment": assessment,
            "partnership": user.partnership,
            "kit": assessments.toolkit(assessment),
            "said": presenters.voice(assessment.child, assessment),
            "to": {
                name: presenters.of_assessment(f"{room}:{name}", assessment)
                for room, name in (
                    ("assessments", "assessment"),
                    ("assessments", "details"),
                    ("assessments", "analysis"),
                    ("assessments", "risk_factors"),
                    ("ratings", "own_view"),
                    ("ratings", "suggestion"),
                    ("ratings", "decision"),
                    ("ratings", "answer"),
                    ("ratings", "seen"),
                    ("ratings", "reminder"),
                )
            },
            "keep_url": reverse("ratings:keep", kwargs=where),
            "error": dict(errors),
            "errors": [{"text": text, **({"href": f"#{name}"} if name else {})} for name, text in errors.items()],
            **context,
        },
        status=422 if errors else 200,
        child=assessment.child,
    )
