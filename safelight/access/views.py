"""Signing in and out, the urgent numbers, what was kept after a session ended, and the pages for what fails."""

from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access import actions, entry, queries, reauthentication, remembered, second_factors, sessions
from safelight.access.forms import SignInForm
from safelight.access.headers import forget
from safelight.access.middleware import keep_form
from safelight.access.requests import safe_goal, signed_in
from safelight.core import clock


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password; then the second factor, or where the person was going."""
    goal = safe_goal(request)
    if request.user.is_authenticated and request.method == "GET":
        return redirect(goal)
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if refused := entry.too_many(request, email=email):
            return refused
        tried = actions.try_password(email=email, password=form.cleaned_data["password"])
        if tried.user is not None:
            return entry.enter(request, tried.user, goal)
        if tried.inactive:
            return render(request, "access/not_active.html", status=403)
        if tried.run_out:
            form.add_error("password", _("This temporary password has run out. Ask your administrator for another."))
        else:
            form.add_error("email", _("The e-mail address or the password is not right. Check both."))
    return render(
        request,
        "access/sign_in.html",
        {
            "form": form,
            "next": goal,
            "kept": request.GET.get("kept") == "1",
            "ended": request.GET.get("ended") == "1",
            "single_sign_on": settings.OIDC_NAME if settings.OIDC_SERVER_URL else "",
            "errors": [{"text": texts[0], "href": f"#{name}"} for name, texts in form.errors.items()],
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """The code of the app, or a passkey, of whoever has just given the password."""
    user, goal = entry.awaited(request)
    if user is None:
        return redirect("access:sign_in")
    problem = ""
    if request.method == "POST":
        if refused := entry.too_many(request, user=user):
            return refused
        if answer := request.POST.get("passkey"):
            result = "right" if second_factors.check_passkey(user, answer) else "passkey"
            how = second_factors.PASSKEY
        else:
            result, how = second_factors.check_code(user, request.POST.get("code", "")), second_factors.TOTP
        if result == "right":
            response = entry.finish(request, user, goal, factor=how)
            if request.POST.get("remember") == "yes":
                remembered.remember(request, response, user=user, device=sessions.device(request), now=clock.now())
            return response
        actions.note_sign_in(user=user, action=f"sign-in.code-{result}", refused=True)
        problem = reauthentication.problem_with_code(result)
    return render(
        request,
        "access/second_factor.html",
        {
            "has_app": second_factors.summary(user).app,
            "passkey": second_factors.passkey_to_ask(user),
            "problem": problem,
            "remember_days": remembered.days(),
            "errors": [{"text": problem, "href": "#code"}] if problem else [],
        },
        status=422 if problem else 200,
    )


@require_http_methods(["GET", "POST"])
def recovery_code(request: HttpRequest) -> HttpResponse:
    """A recovery code instead of the second factor, used up by it."""
    user, goal = entry.awaited(request)
    if user is None:
        return redirect("access:sign_in")
    problem = ""
    if request.method == "POST":
        if refused := entry.too_many(request, user=user):
            return refused
        if second_factors.check_recovery_code(user, request.POST.get("code", "")):
            return entry.finish(request, user, goal, factor=second_factors.RECOVERY)
        actions.note_sign_in(user=user, action="sign-in.code-wrong", refused=True)
        problem = _("That is none of your recovery codes, or it has been used. Each works once.")
    return render(
        request,
        "access/recovery_code.html",
        {"problem": problem, "errors": [{"text": problem, "href": "#code"}] if problem else []},
        status=422 if problem else 200,
    )


@require_safe
def lost_factor(request: HttpRequest) -> HttpResponse:
    """What to do without telephone and passkey. Whom to ring is said only to who has given the password."""
    user, _goal = entry.awaited(request)
    if user is not None:
        actions.note_sign_in(user=user, action="sign-in.factor-lost", refused=True)
    return render(
        request,
        "access/lost_factor.html",
        {"administrators": queries.administrators(user) if user is not None else [], "awaited": user is not None},
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    user = signed_in(request)
    sessions.end_here(request)
    actions.note_sign_in(user=user, action="sign-out")
    auth.logout(request)
    return forget(redirect("access:sign_in"))


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The answer to the question of ``confirm_identity`` at an address that was only opened; then that address."""
    user = signed_in(request)
    problem = reauthentication.check(request, user)
    if problem:
        return reauthentication.ask(request, user, problem)
    return redirect(safe_goal(request))


@require_safe
def urgent(request: HttpRequest) -> HttpResponse:
    """The urgent numbers, which need no account (HZ-30)."""
    return render(request, "access/urgent.html")


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """For the machine that watches this one: the application answers."""
    return HttpResponse("alive", content_type="text/plain; charset=utf-8")


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
