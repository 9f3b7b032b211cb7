"""Saving as somebody types, and choosing where two people saved the same field."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from safelight.access.requests import signed_in
from safelight.assessments import actions, fields, forms, presenters, queries
from safelight.assessments.closing import Closing, closing_for
from safelight.assessments.views.common import show
from safelight.assessments.views.steps import get_and_post
from safelight.core import clock
from safelight.core.errors import Invalid, Stale, WrongState
from safelight.ui import formats


@require_POST
def autosave(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Save one control (the protocol stands at the top of ``ui/static/ui/safelight.js``)."""
    user = signed_in(request)
    assessment = queries.get(user, child_id, assessment_id)
    try:
        sent = json.loads(request.body)
        control, value, version = str(sent["field"]), sent["value"], int(sent["version"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "malformed"}, status=400)
    to = presenters.addresses(assessment)
    now = clock.now()
    part = closing_for(user, assessment)
    if part is not None and control in part.controls:
        return _keep(part, user, assessment, control, str(value), version)
    try:
        name = forms.field_name(control)
        saved = actions.save_field(
            by=user,
            assessment=assessment,
            field=name,
            value=forms.one_value(control, value),
            version=version,
            page=request.GET.get("page", ""),
            now=now,
        )
    except Invalid as error:
        return JsonResponse({"error": next(iter(error.errors.values())), "errors": error.errors}, status=422)
    except Stale as error:
        return JsonResponse({"conflict_url": to["differences"], "version": error.version}, status=409)
    except WrongState as error:
        return JsonResponse({"conflict_url": to["put_aside"], "error": str(error)}, status=409)
    answer: dict[str, Any] = {"version": saved.version, "kept_at": formats.time(now)}
    code = fields.parse(name).code
    if name.startswith("indicator."):
        answer |= _line(assessment, user, code)
    return JsonResponse(answer)


def _keep(
    part: Closing, user: queries.User, assessment: queries.Assessment, control: str, value: str, version: int
) -> HttpResponse:
    """Keep one control of what the room above asks on step 5, as it is typed."""
    now = clock.now()
    try:
        part.keep(user, assessment, control, value, now)
    except Invalid as error:
        return JsonResponse({"errors": error.errors}, status=422)
    except WrongState as error:
        return JsonResponse({"error": str(error)}, status=410)
    return JsonResponse({"version": version + 1, "kept_at": formats.time(now)})


def _line(assessment: queries.Assessment, user: queries.User, code: str) -> dict[str, Any]:
    lines = queries.indicators(assessment)
    view = next(each for each in lines if each.code == code)
    prompt = presenters.Prompts(assessment, user).of(view)
    return {
        "counts": presenters.tally(lines),
        "line": {
            "code": code,
            "answer": view.answer or "not_asked",
            "evidence": presenters.rests_on(view),
        },
        "harm_prompt": render_to_string("assessments/harm_prompt.html", {"prompt": prompt}) if prompt else "",
    }


@get_and_post
def differences(request: HttpRequest, child_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Where somebody else saved the same field first: before, theirs and mine, and a choice for each."""
    user = signed_in(request)
    assessment = queries.get(user, child_id, assessment_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        choices = {
            name.removeprefix("keep-"): request.POST.get(name, "") for name in request.POST if name.startswith("keep-")
        }
        try:
            actions.settle_conflicts(by=user, assessment=assessment, choices=choices)
        except Invalid as error:
            errors = {f"keep-{name}": text for name, text in error.errors.items()}
        except Stale as error:
            messages.warning(request, str(error))
        except WrongState as error:
            messages.warning(request, str(error))
            return redirect(presenters.addresses(assessment)["put_aside"])
        else:
            messages.success(request, _("Saved as you chose. Both versions stay readable."))
            return redirect(presenters.addresses(assessment)["assessment"])
    return show(request, assessment, "differences.html", presenters.differences(assessment, user), errors)
