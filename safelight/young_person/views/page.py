"""What the young person and the worker look at together: no notice, no warning and no name of the record is on it."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from safelight.access.requests import signed_in
from safelight.children import pages
from safelight.children import queries as children
from safelight.children.forms import PlainForm
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.plans import queries as plans
from safelight.ui import formats
from safelight.young_person import actions, permissions, presenters, queries
from safelight.young_person.forms import HelperForm, PairForm
from safelight.young_person.kinds import PAIRED

get_and_post = require_http_methods(["GET", "POST"])


def may_write(user: queries.User, child_id: UUID) -> None:
    """Refuse, as if there were no such page, whoever does not write plans for this child."""
    permissions.check_may_write(user, children.get(user, child_id))


def show(
    request: HttpRequest,
    young: queries.YoungPersonPlan,
    template: str,
    context: Mapping[str, Any],
    form: PlainForm | None = None,
) -> HttpResponse:
    """A page of the plan; the view is written in the audit log."""
    errors = form.error_links() if form is not None and form.is_bound else []
    shared = {
        "to": presenters.addresses(young.child),
        "name": presenters.name_of(young.child),
        "exit_url": presenters.exit_address(signed_in(request)),
    }
    return pages.child_page(
        request,
        young.child_id,
        f"young_person/{template}",
        {**shared, **context, "form": form, "errors": errors},
        status=422 if errors else 200,
        child=young.child,
    )


@get_and_post
def plan(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """The plan, side by side with what it comes from. Posted, everything on it is saved, and what was pressed done."""
    user = signed_in(request)
    may_write(user, child_id)
    young = queries.current(children.get(user, child_id))
    if young is None:
        if request.method == "POST":
            raise NotFound("young person's plan")
        return _none(request, child_id)
    if request.method == "POST":
        pages.child_of_form(request, child_id)
        return _save(request, user, young)
    return show(request, young, "plan.html", presenters.page(young, user))


def _none(request: HttpRequest, child_id: UUID) -> HttpResponse:
    user = signed_in(request)
    child = children.get(user, child_id)
    context = {
        "to": presenters.addresses(child),
        "name": presenters.name_of(child),
        "has_plan": plans.current(child) is not None,
    }
    return pages.child_page(request, child_id, "young_person/none.html", context, child=child)


@require_POST
def start(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Begin it beside the child's open plan."""
    user = signed_in(request)
    may_write(user, child_id)
    pages.child_of_form(request, child_id)
    actions.start(by=user, plan=plans.get(user, child_id), now=clock.now())
    return redirect("young_person:plan", child_id)


def _save(request: HttpRequest, user: queries.User, young: queries.YoungPersonPlan) -> HttpResponse:
    now = clock.now()
    aside, refused = False, ""
    for passage in queries.passages(young):
        control = f"words-{passage.pk}"
        if control in request.POST:
            try:
                written = actions.write(
                    by=user,
                    passage=passage,
                    text=request.POST[control],
                    version=_number(request.POST.get(f"version-{control}", "")),
                    now=now,
                )
                aside = aside or written.put_aside
            except (Invalid, WrongState) as error:
                refused = str(error)
    language = request.POST.get("language", "")
    if language and language != young.language:
        actions.choose_language(by=user, young=young, language=language, now=now)
    anchor = ""
    try:
        anchor = _pressed(request.POST.get("what", ""), user, young)
    except (Invalid, WrongState) as error:
        refused = str(error)
    if refused:
        messages.warning(request, refused)
    if aside:
        messages.warning(request, _("Somebody else wrote here too. Both are kept: see below, and choose."))
    response = redirect("young_person:plan", young.child_id)
    if anchor:
        response["Location"] += f"#{anchor}"
    return response


def _pressed(what: str, user: queries.User, young: queries.YoungPersonPlan) -> str:
    """Do what the button says; the place of the page to go to."""
    verb, _space, rest = what.partition(" ")
    now = clock.now()
    if verb in ("out", "right", "friend"):
        passage_id, _space, given = rest.partition(" ")
        passage = queries.passage_for(queries.get(user, young.child_id), passage_id)
        if verb == "out":
            actions.take_out(by=user, passage=passage, now=now)
            return passage.part
        if verb == "right":
            actions.still_right(by=user, passage=passage, shown=given, now=now)
        else:
            text = passage.words.replace(given, _("a friend")) if given else passage.words
            actions.write(by=user, passage=passage, text=text, version=passage.version, now=now)
        return f"passage-{passage.pk}"
    if verb == "noname":
        actions.not_a_name(by=user, young=young, text=rest, now=now)
    elif verb == "helper":
        new = actions.NewHelper(called=rest)
        actions.add_helper(by=user, young=young, new=new, trusted=False, now=now)
        return "who"
    return ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


@require_POST
def autosave(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Save one box as it is typed (the protocol stands in ``ui/static/ui/safelight.js``), and say how it reads.

    ``shows`` has, by the place on the page, what is said of it now: reading age, hints, names.
    """
    user = signed_in(request)
    may_write(user, child_id)
    young = queries.get(user, child_id)
    try:
        sent = json.loads(request.body)
        control, value, version = str(sent["field"]), str(sent["value"]), int(sent["version"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "malformed"}, status=400)
    now = clock.now()
    try:
        if control == "language":
            actions.choose_language(by=user, young=young, language=value, now=now)
            return JsonResponse({"version": version + 1, "kept_at": formats.time(now)})
        kind, _dash, passage_id = control.partition("-")
        if kind not in ("words", "welsh"):
            return JsonResponse({"error": "unknown"}, status=404)
        passage = queries.passage_for(young, passage_id)
        written = actions.write(by=user, passage=passage, text=value, version=version, now=now, welsh=kind == "welsh")
    except Invalid as error:
        return JsonResponse({"errors": error.errors}, status=422)
    except WrongState as error:
        return JsonResponse({"error": str(error)}, status=410)
    if written.put_aside:
        return JsonResponse({"conflict_url": request.path.removesuffix("save/")}, status=409)
    answer: dict[str, Any] = {"version": written.passage.version, "kept_at": formats.time(now)}
    if kind == "words":
        young = queries.get(user, child_id)
        about = presenters.about(young, queries.passage_for(young, passage_id))
        answer["shows"] = {
            f"about-{passage_id}": render_to_string("young_person/about.html", {"about": about}),
            "whole": render_to_string("young_person/whole.html", {"whole": presenters.whole(young)}),
        }
    return JsonResponse(answer)


@get_and_post
def pair(request: HttpRequest, child_id: UUID, part: str) -> HttpResponse:
    """Add a goal, or what adults will do, beside a line of the plan."""
    user = signed_in(request)
    may_write(user, child_id)
    young = queries.get(user, child_id)
    if part not in PAIRED:
        raise NotFound("part")
    rows = presenters.pair_choices(young, part)
    form = PairForm(rows, request.POST if request.method == "POST" else None, with_kind=part == "goal")
    if request.method == "POST":
        pages.child_of_form(request, child_id)
        if form.is_valid() and pages.done(
            form,
            lambda: actions.pair(
                by=user,
                young=young,
                part=part,
                action_id=form.cleaned_data["action"],
                kind=form.cleaned_data.get("kind", ""),
                now=clock.now(),
            ),
        ):
            response = redirect("young_person:plan", child_id)
            response["Location"] += f"#{part}"
            return response
    return show(request, young, "pair.html", {"part": part, "rows": rows}, form)


@get_and_post
def helpers(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Who helps: chosen from the people around the young person, or named by them."""
    user = signed_in(request)
    may_write(user, child_id)
    young = queries.get(user, child_id)
    posted = request.method == "POST"
    form = HelperForm(presenters.who_choices(young), request.POST if posted else None)
    if posted:
        pages.child_of_form(request, child_id)
        if request.POST.get("remove"):
            helper_id = pages.uuid_of(request.POST["remove"])
            actions.remove_helper(by=user, young=young, helper_id=helper_id, now=clock.now())
            return redirect("young_person:helpers", child_id)
        if form.is_valid() and pages.done(form, lambda: _add_helper(user, young, form.cleaned_data)):
            return redirect("young_person:helpers", child_id)
    context = {"helpers": presenters.helper_lines(young)}
    return show(request, young, "helpers.html", context, form)


def _add_helper(user: queries.User, young: queries.YoungPersonPlan, given: dict[str, Any]) -> object:
    kind, _colon, found_id = given["who"].partition(":")
    known = presenters.known(young, given["who"])
    new = actions.NewHelper(
        called=given["called"] or known.get("called", ""),
        person_id=pages.uuid_of(found_id) if kind == "person" else None,
        user_id=pages.uuid_of(found_id) if kind == "user" else None,
        telephone=given["telephone"] or known.get("telephone", ""),
        when_text=given["when_text"],
    )
    return actions.add_helper(by=user, young=young, new=new, trusted=given["trusted"], now=clock.now())
