"""One's own second factors and password."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access import actions, reauthentication, second_factors, sessions
from safelight.access.forms import PasswordForm
from safelight.access.models import User
from safelight.access.reauthentication import confirm_identity
from safelight.access.requests import signed_in
from safelight.core.errors import Invalid, NotFound


@require_safe
def factors(request: HttpRequest) -> HttpResponse:
    """How this person signs in, and for who has no second factor yet, the way to one."""
    user = signed_in(request)
    return render(
        request,
        "access/factors.html",
        {
            "mine": second_factors.summary(user),
            "owes": sessions.owes_factor(request, user),
            "has_password": user.has_usable_password(),
            "open_sessions": len(sessions.open_sessions(user, request.session.session_key)),
        },
    )


@confirm_identity
@require_http_methods(["GET", "POST"])
def add_app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app: picture and secret, then a code that shows that it works."""
    user = signed_in(request)
    problem = ""
    if request.method == "POST":
        secret = second_factors.waiting_secret()
        code = request.POST.get("code", "")
        if secret is not None and second_factors.is_code_of(secret, code):
            second_factors.add_app(user, secret, code)
            return _added(request, user, second_factors.TOTP, "factor.app-added")
        problem = reauthentication.problem_with_code(
            "clock" if secret and second_factors.was_code_of(secret, code) else ""
        )
    secret = second_factors.waiting_secret() if problem else None
    secret = secret or second_factors.new_secret()
    return render(
        request,
        "access/add_app.html",
        {
            "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
            "problem": problem,
            "errors": [{"text": problem, "href": "#code"}] if problem else [],
        },
        status=422 if problem else 200,
    )


@require_safe
def app_picture(request: HttpRequest) -> HttpResponse:
    """The QR picture of the secret that is being set up in this session, as an image of its own."""
    user = signed_in(request)
    secret = second_factors.waiting_secret()
    if secret is None:
        raise NotFound("picture")
    return HttpResponse(second_factors.picture(user, secret), content_type="image/svg+xml")


@confirm_identity
@require_http_methods(["GET", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Make a passkey on this device, or on a key that is plugged in."""
    user = signed_in(request)
    problem = ""
    if request.method == "POST":
        name = request.POST.get("name", "").strip() or _("Passkey")
        if second_factors.add_passkey(user, name, request.POST.get("credential", "")):
            return _added(request, user, second_factors.PASSKEY, "factor.passkey-added")
        problem = _("The passkey was not made. Press the button and follow what your device says.")
    return render(
        request,
        "access/add_passkey.html",
        {
            "options": second_factors.passkey_to_make(user),
            "problem": problem,
            "errors": [{"text": problem, "href": "#name"}] if problem else [],
        },
        status=422 if problem else 200,
    )


def _added(request: HttpRequest, user: User, factor: str, action: str) -> HttpResponse:
    """Note the new factor. Whoever has no recovery codes gets them now; they are shown this once."""
    actions.note_factor(by=user, action=action)
    sessions.prove(request, factor)
    if second_factors.summary(user).codes_left:
        return redirect("access:factors")
    return _show_codes(request, user)


def _show_codes(request: HttpRequest, user: User) -> HttpResponse:
    codes = second_factors.new_recovery_codes(user)
    actions.note_factor(by=user, action="factor.codes-made")
    return render(request, "access/recovery_codes.html", {"codes": codes, "goal": sessions.goal(request)})


@confirm_identity
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponseBase:
    """Ten new recovery codes, shown once; the earlier ones stop working."""
    user = signed_in(request)
    if not second_factors.has_any(user):
        return redirect("access:factors")
    return _show_codes(request, user)


@require_POST
def recovery_download(request: HttpRequest) -> HttpResponse:
    """The codes that the page has just shown, as a text file. Only codes that are this person's are given back."""
    codes = second_factors.own_codes(signed_in(request), request.POST.getlist("code"))
    lines = [_("Recovery codes for Safelight. Each works once. Keep them apart from your password."), "", *codes, ""]
    response = HttpResponse("\r\n".join(lines), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="safelight-recovery-codes.txt"'
    return response


@confirm_identity
@require_POST
def remove_factor(request: HttpRequest) -> HttpResponseBase:
    """Remove the app (``app=yes``) or one passkey; outside the demo never the last of them."""
    user = signed_in(request)
    app, passkey_id = request.POST.get("app") == "yes", request.POST.get("passkey", "")
    mine = second_factors.summary(user)
    if int(mine.app) + len(mine.passkeys) <= 1 and sessions.needs_factor(user):
        raise NotFound("factor")
    if not second_factors.remove(user, app=app, passkey_id=passkey_id):
        raise NotFound("factor")
    actions.note_factor(by=user, action="factor.app-removed" if app else "factor.passkey-removed")
    return redirect("access:factors")


@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; sessions in other browsers end."""
    user = signed_in(request)
    temporary = user.password_must_change
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if refused := reauthentication.too_many(user):
            form.add_error("current", refused)
        else:
            try:
                actions.change_password(by=user, current=form.cleaned_data["current"], new=form.cleaned_data["new"])
            except Invalid as error:
                for field, text in error.errors.items():
                    form.add_error(field, text)
            else:
                sessions.password_changed(request, user)
                return redirect(sessions.goal(request) if temporary else "access:factors")
    return render(
        request,
        "access/password.html",
        {
            "form": form,
            "temporary": temporary,
            "errors": [{"text": texts[0], "href": f"#{name}"} for name, texts in form.errors.items()],
        },
        status=422 if form.errors else 200,
    )
