"""Signing in and out, the urgent numbers, what was kept after a session ended, and the pages for what fails."""

from uuid import UUID

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access import actions, queries, reauthentication
from safelight.access.forms import SignInForm
from safelight.access.middleware import keep_form, remember_who
from safelight.access.requests import signed_in


def _safe_goal(request: HttpRequest) -> str:
    goal = request.POST.get("next") or request.GET.get("next") or "/"
    return goal if url_has_allowed_host_and_scheme(goal, allowed_hosts={request.get_host()}) else "/"


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password; then where the person was going."""
    goal = _safe_goal(request)
    if request.user.is_authenticated and request.method == "GET":
        return redirect(goal)
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = actions.sign_in(email=form.cleaned_data["email"], password=form.cleaned_data["password"])
        if user is not None:
            auth.login(request, user)
            response = redirect("access:kept" if queries.kept_posts(user).exists() else goal)
            remember_who(response, user)
            return response
        form.add_error("email", _("The e-mail address or the password is not right. Check both."))
    return render(
        request,
        "access/sign_in.html",
        {"form": form, "next": goal, "kept": request.GET.get("kept") == "1"},
        status=422 if form.errors else 200,
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    auth.logout(request)
    return redirect("access:sign_in")


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The answer to the question of ``confirm_identity`` at an address that was only opened; then that address."""
    user = signed_in(request)
    problem = reauthentication.check(request, user)
    if problem:
        return reauthentication.ask(request, user, problem)
    return redirect(_safe_goal(request))


@require_safe
def urgent(request: HttpRequest) -> HttpResponse:
    """The urgent numbers, which need no account (HZ-30)."""
    return render(request, "access/urgent.html")


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """For the machine that watches this one: the application answers."""
    return HttpResponse("alive", content_type="text/plain")


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Forms that this person posted after a session had ended: to save now, or to drop."""
    posts = [
        {
            "id": post.pk,
            "path": post.path,
            "at": post.at,
            "fields": [(name, text) for name, values in post.body.items() for text in values],
        }
        for post in queries.kept_posts(signed_in(request))
    ]
    return render(request, "access/kept.html", {"posts": posts})


@require_POST
def drop_kept(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """Remove one kept form."""
    actions.drop_kept_post(by=signed_in(request), kept_id=kept_id)
    return redirect("access:kept")


@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Turn the single-letter keys of the matrix on (``on=yes``) or off, for this person (WCAG 2.1.4)."""
    actions.set_keys(by=signed_in(request), on=request.POST.get("on") == "yes")
    return HttpResponse(status=204)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before somebody signed in again: its fields are kept and shown, so that nothing is lost."""
    if request.user.is_authenticated and keep_form(request, str(signed_in(request).pk)):
        return redirect("access:kept")
    return render(request, "access/stale_form.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page, or it is not for this person: the same words for both."""
    return render(request, "access/not_found.html", status=404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """Something failed; nothing of the record appears on the page."""
    return render(request, "access/went_wrong.html", status=500)
