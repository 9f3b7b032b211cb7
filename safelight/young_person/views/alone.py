"""Pages for an adult alone: the Welsh words, the signing, what the worker sees to, and a look at whom they trust."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from safelight.access.requests import signed_in
from safelight.children import pages
from safelight.children import queries as children
from safelight.core import clock
from safelight.core.errors import Invalid, WrongState
from safelight.young_person import actions, permissions, presenters, queries
from safelight.young_person.forms import LookForm, SignForm
from safelight.young_person.views.page import _number, get_and_post, may_write, show


@get_and_post
def welsh(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """The Welsh words beside the English ones that they translate (HZ-42)."""
    user = signed_in(request)
    may_write(user, child_id)
    young = queries.get(user, child_id)
    if request.method == "POST":
        pages.child_of_form(request, child_id)
        aside = False
        for passage in queries.passages(young):
            control = f"welsh-{passage.pk}"
            if control not in request.POST:
                continue
            stands = f"stands-{passage.pk}" in request.POST
            same = request.POST[control].replace("\r\n", "\n").strip() == passage.welsh
            if same and not stands:
                continue
            version = _number(request.POST.get(f"version-{control}", ""))
            try:
                written = actions.write(
                    by=user, passage=passage, text=request.POST[control], version=version, now=clock.now(), welsh=True
                )
                aside = aside or written.put_aside
            except (Invalid, WrongState) as error:
                messages.warning(request, str(error))
        if aside:
            messages.warning(request, _("Somebody else wrote here too. Theirs stands; yours is kept in the record."))
        else:
            messages.success(request, _("Kept."))
        return redirect("young_person:welsh", child_id)
    return show(request, young, "welsh.html", {"lines": presenters.welsh_lines(young)})


@get_and_post
def sign(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Say that the printed plan was signed: by whom and when. Its words are kept for good."""
    user = signed_in(request)
    may_write(user, child_id)
    young = queries.get(user, child_id)
    posted = request.method == "POST"
    today = clock.today()
    form = SignForm(request.POST if posted else None, initial={"signed_on": today})
    if posted:
        pages.child_of_form(request, child_id)
        if form.is_valid() and pages.done(
            form,
            lambda: actions.sign(
                by=user,
                young=young,
                signed_by=form.cleaned_data["signed_by"],
                signed_on=form.cleaned_data["signed_on"],
                now=clock.now(),
            ),
        ):
            messages.success(request, _("Kept as it was signed. A change begins the next version."))
            return redirect("young_person:plan", child_id)
    context = {"halts": presenters.halt_words(queries.halts(young)), "signings": queries.signings(young)}
    return show(request, young, "sign.html", context, form)


@get_and_post
def worker(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """What the worker sees to before it is printed. Not for the young person's eyes: who looks is asked each time, and
    the question tells nothing."""
    user = signed_in(request)
    may_write(user, child_id)
    young = queries.get(user, child_id)
    if request.method == "POST":
        pages.child_of_form(request, child_id)
    if request.POST.get("sure") != "yes":
        return show(request, young, "who_looks.html", {})
    context = {"lines": presenters.worker_lines(young), "left_out": presenters.left_out(young)}
    return show(request, young, "worker.html", context)


@get_and_post
def look(request: HttpRequest, child_id: UUID, helper_id: UUID) -> HttpResponse:
    """A coordinator or manager looks at somebody whom the young person chose (HZ-32)."""
    user = signed_in(request)
    permissions.check_may_look(user, children.get(user, child_id))
    young = queries.get(user, child_id)
    helper = queries.helper_for(young, helper_id)
    form = LookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        pages.child_of_form(request, child_id)
        if form.is_valid() and pages.done(
            form,
            lambda: actions.look_at_helper(
                by=user,
                helper=helper,
                outcome=form.cleaned_data["outcome"],
                note=form.cleaned_data["note"],
                now=clock.now(),
            ),
        ):
            messages.success(request, _("Kept. The young person’s page has not changed."))
            return redirect("overview:child", child_id)
    return show(request, young, "look.html", {"helper": presenters.helper_facts(helper)}, form)
