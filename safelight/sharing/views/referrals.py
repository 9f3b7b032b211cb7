"""Pages of referrals and transfers: on the child, in the list of those who answer, and each offer's own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access import permissions
from safelight.access import queries as access
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import pages
from safelight.children import queries as children
from safelight.children.forms import PlainForm
from safelight.core import clock
from safelight.core.errors import NotFound, WrongState
from safelight.sharing import actions, queries
from safelight.sharing.forms import AcceptForm, FinishForm, OfferForm, RejectForm, WithdrawForm
from safelight.sharing.presenters import referrals as presenters
from safelight.sharing.queries import Looking
from safelight.sharing.states import State
from safelight.ui import formats

# What a form sends beside what somebody typed.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "what", "about"})


@require_safe
def of_child(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Every offer about a child."""
    user = signed_in(request)
    child = children.get(user, child_id)
    context = {
        "rows": presenters.list_rows(queries.of_child(child), clock.now()),
        "may_refer": queries.may_refer(user, child),
        "may_open": user.may(Permission.REFER) and children.sees_in_full(user, child),
    }
    return pages.child_page(request, child_id, "sharing/child.html", context, child=child)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Offer the work to another agency: written first, then shown again with what the sender keeps, then offered."""
    user = signed_in(request)
    posted = request.method == "POST"
    child = pages.child_of_form(request, child_id) if posted else children.get(user, child_id)
    if not queries.may_refer(user, child):
        raise NotFound("may not refer")
    initial = {"name": children.full_name(child), "date_of_birth": child.date_of_birth, "urgent": "no"}
    form = OfferForm(presenters.receivers(user), request.POST if posted else None, initial=initial)
    context: dict[str, Any] = {"form": form, "errors": []}
    if form.is_valid():
        given = form.cleaned_data
        offer = _offer(given)
        to = presenters.receiver_of(user, given["to"])
        if request.POST.get("what") == "offer":
            if pages.done(form, lambda: actions.offer(by=user, child=child, to=to, offer=offer)):
                messages.success(
                    request, _("Offered. You are told of the answer; if none comes, you are asked to ring.")
                )
                return redirect("sharing:child", child_id)
        elif request.POST.get("what") != "change" and pages.done(
            form, lambda: actions.check_offer(by=user, child=child, to=to, offer=offer)
        ):
            until = str(formats.date(offer.keeps_until)) if offer.keeps_until else ""
            sender = user.agency.name if user.agency else ""
            context |= {
                "rows": presenters.offer_rows(to, offer),
                "keeps": presenters.what_the_sender_keeps(offer.kind, offer.keeps, sender, until),
                "urgent": offer.urgent,
                "typed": [(name, value) for name, value in request.POST.items() if name not in NOT_TYPED],
            }
            return pages.child_page(request, child_id, "sharing/check.html", context, child=child)
    context["errors"] = form.error_links() if posted else []
    status = 422 if context["errors"] else 200
    return pages.child_page(request, child_id, "sharing/new.html", context, status=status, child=child)


def _offer(given: dict[str, Any]) -> actions.Offer:
    words = {name: given[name] for name in given if name not in ("to", "urgent")}
    return actions.Offer(**words, urgent=given["urgent"] == "yes")


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for this person's answer, and what they offered and answered: no names."""
    user = signed_in(request)
    permissions.check(user, Permission.REFER)
    pages.note_view(request, "referrals.listed")
    return render(request, "sharing/inbox.html", presenters.inbox(user, clock.now()))


def _found(request: HttpRequest, referral_id: UUID) -> Looking:
    return queries.look(signed_in(request), referral_id)


def _show(
    request: HttpRequest, found: Looking, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    one = found.referral
    pages.note_view(request, "referral.viewed", one, one.child if found.in_full else None)
    shown = presenters.page(signed_in(request), found, clock.now())
    return render(request, template, {**shown, **(context or {})}, status=status)


@require_safe
def referral(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One offer, as this person may read it."""
    return _show(request, _found(request, referral_id), "sharing/referral.html")


def _changed(request: HttpRequest, referral_id: UUID, error: WrongState) -> HttpResponse:
    """Somebody else was quicker: what happened, and nothing changed."""
    context = {"changed": str(error)}
    return _show(request, _found(request, referral_id), "sharing/referral.html", context, status=409)


def _step(
    request: HttpRequest,
    found: Looking,
    template: str,
    form: PlainForm,
    act: Callable[[], object],
    said: str,
) -> HttpResponse:
    """A page that asks before a step is taken, and takes it."""
    if form.is_bound and form.is_valid():
        try:
            done_well = pages.done(form, _wrong_state_apart(act))
        except _Changed as changed:
            return _changed(request, found.referral.pk, changed.error)
        if done_well:
            messages.success(request, said)
            return redirect("sharing:referral", found.referral.pk)
    context = {"form": form, "errors": form.error_links() if form.is_bound else []}
    return _show(request, found, template, context, status=422 if form.is_bound else 200)


class _Changed(Exception):
    """The step can't be taken any more."""

    def __init__(self, error: WrongState) -> None:
        self.error = error
        super().__init__(str(error))


def _wrong_state_apart(act: Callable[[], object]) -> Callable[[], object]:
    def careful() -> object:
        try:
            return act()
        except WrongState as error:
            raise _Changed(error) from error

    return careful


@require_POST
def acknowledge(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """It was received and is being looked at."""
    found = _found(request, referral_id)
    try:
        actions.acknowledge(by=signed_in(request), referral=found.referral)
    except WrongState as error:
        return _changed(request, referral_id, error)
    messages.success(request, _("The sender sees that it is being looked at. The clock of the answer goes on."))
    return redirect("sharing:referral", referral_id)


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Accept it, and say who works with the child from now on."""
    user = signed_in(request)
    found = _found(request, referral_id)
    if not found.may_answer:
        return _changed(request, referral_id, _answered(found))
    one = found.referral
    people = presenters.worker_choices(one)
    initial = {"worker": str(user.pk) if str(user.pk) in dict(people) else ""}
    form = AcceptForm(people, request.POST if request.method == "POST" else None, initial=initial)

    def act() -> object:
        return actions.accept(by=user, referral=one, worker=access.colleague(user, form.cleaned_data["worker"]))

    return _step(request, found, "sharing/accept.html", form, act, _("Accepted. The record is open to them now."))


def _answered(found: Looking) -> WrongState:
    """Why a page of answering can't be opened; ``NotFound`` for whoever could never answer."""
    if found.referral.state == State.OFFERED or found.is_sender:
        raise NotFound("not theirs to answer")
    return WrongState(_("This has been answered or taken back already."))


@require_http_methods(["GET", "POST"])
def reject(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Say no, and why."""
    found = _found(request, referral_id)
    if not found.may_answer:
        return _changed(request, referral_id, _answered(found))
    form = RejectForm(request.POST if request.method == "POST" else None)

    def act() -> object:
        return actions.reject(by=signed_in(request), referral=found.referral, reason=form.cleaned_data["reason"])

    return _step(request, found, "sharing/reject.html", form, act, _("The sender is told, with your reason."))


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Take it back, and why."""
    found = _found(request, referral_id)
    if not found.may_withdraw and not (found.is_sender and found.in_full):
        raise NotFound("not theirs to take back")
    if not found.may_withdraw:
        return _changed(request, referral_id, WrongState(_("This has been answered or taken back already.")))
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    def act() -> object:
        return actions.withdraw(by=signed_in(request), referral=found.referral, reason=form.cleaned_data["reason"])

    return _step(request, found, "sharing/withdraw.html", form, act, _("Taken back."))


@require_http_methods(["GET", "POST"])
def done(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Say what came of it."""
    found = _found(request, referral_id)
    if not found.may_say_done:
        raise NotFound("not theirs to say")
    form = FinishForm(request.POST if request.method == "POST" else None)

    def act() -> object:
        return actions.finish(by=signed_in(request), referral=found.referral, outcome=form.cleaned_data["outcome"])

    return _step(request, found, "sharing/done.html", form, act, _("Kept. Whoever offered it is told."))


@require_POST
def read(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The sender has read the answer."""
    found = _found(request, referral_id)
    actions.mark_read(by=signed_in(request), referral=found.referral)
    return redirect("overview:my_work")
