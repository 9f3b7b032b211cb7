"""Deciding what is blacked out: by person, number or address, or entry by entry. None of it needs a script."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from safelight.access import permissions
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children.pages import done
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.governance import actions, forms, presenters, queries
from safelight.governance.pages import show, tell

get_and_post = require_http_methods(["GET", "POST"])


@get_and_post
def words(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Everybody and everything that was found: black out everywhere, leave, or look entry by entry; own words."""
    user = signed_in(request)
    permissions.check(user, Permission.ANSWER_SUBJECT_ACCESS)
    one = queries.request_for(user, request_id)
    adding = "words" in request.POST
    form = forms.WordsForm(request.POST if adding else None)
    if adding:
        if form.is_valid() and done(form, lambda: actions.black_out(by=user, request=one, **form.cleaned_data)):
            messages.success(request, _("Blacked out wherever they stand."))
            return redirect("governance:words", one.pk)
    elif request.POST.get("what") == "names":
        shown, accepted = request.POST.getlist("shown"), request.POST.getlist("name")
        reason = request.POST.get("names_reason", "")
        try:
            count = actions.decide_names(by=user, request=one, shown=shown, accepted=accepted, reason=reason)
        except (Invalid, WrongState) as error:
            tell(request, error)
        else:
            _tell_count(request, count)
        return redirect("governance:words", one.pk)
    elif request.method == "POST":
        key, state = request.POST.get("key", ""), request.POST.get("state", "")
        reason = request.POST.get("reason", "")
        try:
            count = actions.decide_group(by=user, request=one, key=key, state=state, reason=reason)
        except (Invalid, WrongState) as error:
            tell(request, error)
        else:
            _tell_count(request, count)
        return redirect("governance:words", one.pk)
    context = {
        "one": one,
        "rows": presenters.group_rows(one),
        "names": presenters.name_boxes(one),
        "left": queries.undecided(one),
        "reasons": presenters.REASONS,
        "form": form,
    }
    return show(request, "words.html", context, one.child_id)


def _tell_count(request: HttpRequest, count: int) -> None:
    told = ngettext("%(n)d place is decided.", "%(n)d places are decided.", count) % {"n": count}
    messages.success(request, told)


@require_safe
def entries(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Everything that was gathered, with the places marked."""
    user = signed_in(request)
    one = queries.request_for(user, request_id)
    if not queries.may_read(user, one):
        raise NotFound("entries")
    context = {"one": one, "rows": presenters.entry_rows(one), "may_write": one.officer_id == user.pk}
    return show(request, "entries.html", context, one.child_id)


@get_and_post
def entry(request: HttpRequest, request_id: UUID, entry_id: UUID) -> HttpResponse:
    """One entry: a box for each place, words of one's own, or the whole entry left out."""
    user = signed_in(request)
    permissions.check(user, Permission.ANSWER_SUBJECT_ACCESS)
    one = queries.request_for(user, request_id)
    found = queries.entry_for(one, entry_id)
    what = request.POST.get("what", "")
    own = forms.WordsForm(request.POST if what == "own" else None)
    whole = forms.LeaveOutForm(request.POST if what == "whole" else None)
    acted = False
    if what == "own" and own.is_valid():
        acted = done(own, lambda: actions.black_out(by=user, request=one, entry=found, **own.cleaned_data))
    elif what == "whole" and whole.is_valid():
        reason, why = whole.cleaned_data["whole_reason"], whole.cleaned_data["whole_why"]
        acted = done(whole, lambda: actions.leave_out(by=user, request=one, entry=found, reason=reason, why=why))
    elif what in ("places", "back"):
        try:
            if what == "back":
                actions.leave_in(by=user, request=one, entry=found)
            else:
                chosen, reason = request.POST.getlist("place"), request.POST.get("reason", "")
                actions.decide_places(by=user, request=one, entry=found, accepted=chosen, reason=reason)
            acted = True
        except (Invalid, WrongState) as error:
            tell(request, error)
            return redirect("governance:entry", one.pk, found.pk)
    if acted:
        messages.success(request, _("Recorded."))
        return redirect("governance:entry", one.pk, found.pk)
    bound = whole if what == "whole" else own
    context = {**presenters.entry_page(one, found), "form": bound, "own": own, "whole": whole}
    return show(request, "entry.html", context, one.child_id)
