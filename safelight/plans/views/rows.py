"""Changing the rows of a draft, each as a form of its own that needs no script."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safelight.access.requests import signed_in
from safelight.children.pages import done
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.plans import actions, permissions, presenters, queries
from safelight.plans.forms import ChooseForm, NewRowForm, RowForm, WhyForm, first_values
from safelight.plans.views.common import check_about, posted_version, refused, show, to_plan
from safelight.plans.views.drafting import get_and_post


@get_and_post
def row(request: HttpRequest, child_id: UUID, action_id: UUID) -> HttpResponse:
    """The plan with one row open as a form under it; what cannot be saved stays as it was typed."""
    user = signed_in(request)
    action = queries.action_for(user, child_id, action_id)
    plan = action.plan
    choices = presenters.form_choices(plan, action)
    posted = request.POST if request.method == "POST" else None
    form = RowForm(posted, initial=first_values(queries.values_of(action)), **choices)
    if posted is not None:
        check_about(request, child_id)
        version = posted_version(request)
        if form.is_valid():
            try:
                saved = actions.edit_action(
                    by=user, action=action, values=form.values(), version=version, now=clock.now()
                )
            except (Invalid, WrongState) as error:
                form.refused(error)
            else:
                if saved.conflicts:
                    url = presenters.row_addresses(child_id, action_id)["differences"]
                    return redirect(f"{url}?since={version}")
                return to_plan(child_id, f"row-{action_id}")
    elif not permissions.may_edit(user, plan):
        return to_plan(child_id, f"row-{action_id}")
    context = presenters.page(plan, user, open_row=action_id) | {
        "row": action,
        "row_to": presenters.row_addresses(child_id, action_id),
        "version": request.POST.get("version") or action.version,
        "hints": presenters.row_hints(action),
        "today_words": presenters.today_words(action),
    }
    return show(request, plan, "plan.html", context, form)


@get_and_post
def differences(request: HttpRequest, child_id: UUID, action_id: UUID) -> HttpResponse:
    """Somebody else saved first: before, theirs and mine of each field, and a choice (BE-08)."""
    user = signed_in(request)
    action = queries.action_for(user, child_id, action_id)
    since = request.GET.get("since", "")
    opened = int(since) if since.isascii() and since.isdecimal() and len(since) < 10 else action.version
    waiting = presenters.conflicts(action, user, opened)
    error: dict[str, str] = {}
    if request.method == "POST":
        check_about(request, child_id)
        chosen = {each["field"]: request.POST.get(f"keep-{each['field']}", "") for each in waiting}
        error = {f"keep-{field}": _("Choose which one to keep.") for field, choice in chosen.items() if not choice}
        if not error:
            typed = presenters.put_aside(action, user)
            mine = {field: typed[field] for field, choice in chosen.items() if choice == "mine"}
            if mine:
                try:
                    actions.edit_action(
                        by=user, action=action, values=mine, version=posted_version(request), now=clock.now()
                    )
                except (Invalid, WrongState) as refusal:
                    return refused(request, child_id, refusal)
            messages.success(request, _("Saved as you chose. What was not kept stays readable."))
            return to_plan(child_id, f"row-{action_id}")
    context = {
        "row": action,
        "conflicts": waiting,
        "error": error,
        "row_to": presenters.row_addresses(child_id, action_id),
        "to": presenters.addresses(child_id),
    }
    return show(request, action.plan, "differences.html", context)


@require_safe
def history(request: HttpRequest, child_id: UUID, action_id: UUID) -> HttpResponse:
    """Every value of a row that gave way to another."""
    action = queries.action_for(signed_in(request), child_id, action_id)
    return show(request, action.plan, "history.html", presenters.history(action))


@get_and_post
def take_out(request: HttpRequest, child_id: UUID, action_id: UUID) -> HttpResponse:
    """Take a row out of the draft, with a reason."""
    user = signed_in(request)
    action = queries.action_for(user, child_id, action_id)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        check_about(request, child_id)
        if form.is_valid() and done(
            form,
            lambda: actions.take_out(by=user, action=action, why=form.cleaned_data["why"], now=clock.now()),
        ):
            messages.success(request, _("Taken out. It stays readable at the foot of the plan."))
            return to_plan(child_id)
    return show(request, action.plan, "take_out.html", {"row": action, "to": presenters.addresses(child_id)}, form)


def _outcome(plan: queries.Plan, text: str) -> int | None:
    """The outcome that an address or a form names; None for none, ``NotFound`` for one that is not there."""
    if not text:
        return None
    outcomes = {str(number): number for number in queries.offers(plan.definition).outcomes}
    if text not in outcomes:
        raise NotFound("outcome")
    return outcomes[text]


def _recognised(plan: queries.Plan, code: str) -> presenters.Recognised | None:
    """What an address names as recognised; None for none, ``NotFound`` for what was not."""
    if not code:
        return None
    found = presenters.recognised_for(plan, code)
    if found is None:
        raise NotFound("recognised")
    return found


def _draft(request: HttpRequest, child_id: UUID) -> queries.Plan:
    user = signed_in(request)
    plan = queries.get(user, child_id)
    permissions.check_may_draft(user, plan.child)
    if not permissions.may_edit(user, plan):
        raise NotFound("a plan to change")
    return plan


@get_and_post
def choose(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Choose from what the toolkit offers, for one outcome or for one thing that was recognised."""
    plan = _draft(request, child_id)
    given = request.POST if request.method == "POST" else request.GET
    outcome = _outcome(plan, given.get("outcome", ""))
    recognised = _recognised(plan, given.get("code", ""))
    if outcome is None and recognised is None and request.method != "POST":
        raise NotFound("nothing to choose for")
    outcomes = queries.offers(plan.definition).outcomes
    form = ChooseForm(
        request.POST if request.method == "POST" else None,
        initial={"outcome": str(outcome or "")},
        outcomes=[(str(number), f"{number}. {label}") for number, label in outcomes.items()],
    )
    if request.method == "POST":
        check_about(request, child_id)
        covers = [recognised.code] if recognised else []
        codes = request.POST.getlist("codes")
        if form.is_valid() and done(
            form,
            lambda: actions.choose(
                by=signed_in(request), plan=plan, outcome=outcome, codes=codes, covers=covers, now=clock.now()
            ),
        ):
            return to_plan(child_id, f"outcome-{outcome}" if outcome else "")
    code = recognised.code if recognised else ""
    context = presenters.choices_for(plan, outcome, code) | {
        "to": presenters.addresses(child_id),
        "outcome": outcome,
        "outcome_words": outcomes.get(outcome or 0, ""),
        "recognised": recognised,
        "chosen": request.POST.getlist("codes"),
    }
    return show(request, plan, "choose.html", context, form)


@get_and_post
def add(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Add an action of our own."""
    user = signed_in(request)
    plan = _draft(request, child_id)
    outcome = _outcome(plan, request.GET.get("outcome", ""))
    recognised = _recognised(plan, request.GET.get("code", ""))
    outcomes = queries.offers(plan.definition).outcomes
    form = NewRowForm(
        request.POST if request.method == "POST" else None,
        initial={"outcome": str(outcome or ""), "covers": [recognised.code] if recognised else []},
        outcomes=[(str(number), f"{number}. {label}") for number, label in outcomes.items()],
        **presenters.form_choices(plan, None),
    )
    if request.method == "POST":
        check_about(request, child_id)
        if form.is_valid():
            values = form.values()
            number = int(values.pop("outcome"))
            if done(
                form,
                lambda: actions.add_action(by=user, plan=plan, outcome=number, values=values, now=clock.now()),
            ):
                return to_plan(child_id, f"outcome-{number}")
    context = {"to": presenters.addresses(child_id), "recognised": recognised}
    return show(request, plan, "add.html", context, form)


@get_and_post
def gap(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Say why something recognised has no action for now."""
    user = signed_in(request)
    plan = _draft(request, child_id)
    given = request.POST if request.method == "POST" else request.GET
    recognised = _recognised(plan, given.get("code", ""))
    if recognised is None:
        raise NotFound("recognised")
    standing = queries.gaps(plan).get(recognised.code)
    form = WhyForm(
        request.POST if request.method == "POST" else None, initial={"why": standing.why if standing else ""}
    )
    if request.method == "POST":
        check_about(request, child_id)
        if form.is_valid() and done(
            form,
            lambda: actions.say_why_not(
                by=user, plan=plan, code=recognised.code, why=form.cleaned_data["why"], now=clock.now()
            ),
        ):
            return to_plan(child_id)
    context = {"to": presenters.addresses(child_id), "recognised": recognised}
    return show(request, plan, "gap.html", context, form)
