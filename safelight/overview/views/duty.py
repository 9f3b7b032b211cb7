"""One duty about a child: what it is, why, and the act that closes it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safelight.access import queries as access
from safelight.access.requests import signed_in
from safelight.children import queries as children
from safelight.children.pages import child_of_form, child_page
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.duties import actions, registry
from safelight.duties import queries as duties
from safelight.duties.types import Duty
from safelight.overview.forms import DoneForm, PassOnForm, SetAsideForm
from safelight.overview.presenters import duty as presenters

FROM_WORK = "work"


@require_http_methods(["GET", "POST"])
def duty(request: HttpRequest, child_id: UUID, key: str) -> HttpResponse:
    """Show a duty with the forms that close it, pass it on or set it aside; and do what was sent."""
    user = signed_in(request)
    posted = request.method == "POST"
    child = child_of_form(request, child_id) if posted else children.get(user, child_id)
    now = clock.now()
    open_duties = registry.all_duties(children.facts([child]), now)
    found = next((each for each in open_duties if each.key == key), None)
    if found is None:
        return _closed(request, child_id, key)
    forms = _Forms(request, found, registry.answered_together(found, open_duties), now)
    if posted and forms.act(now):
        messages.success(request, forms.said)
        came_from = request.POST.get("from")
        return redirect("overview:my_work") if came_from == FROM_WORK else redirect("overview:child", child_id)
    context = presenters.page(user, child, found, now) | {
        "form": forms.done,
        "pass_on": forms.pass_on,
        "set_aside": forms.set_aside,
        "questions": [code for code, _words in found.questions],
        "came_from": request.POST.get("from") or request.GET.get("from") or "",
        "errors": presenters.error_links((forms.done, forms.pass_on, forms.set_aside)) + forms.problems,
    }
    return child_page(request, child_id, "overview/duty.html", context, status=422 if posted else 200, child=child)


def _closed(request: HttpRequest, child_id: UUID, key: str) -> HttpResponse:
    """Somebody closed it, perhaps while this person was typing: say who, and show what was typed (nothing is lost)."""
    child = children.get(signed_in(request), child_id)
    act = duties.closing_acts([child.pk]).filter(key=key).select_related("by", "passed_to").first()
    if act is None:
        raise NotFound("duty")
    posted = request.POST if request.method == "POST" else None
    context = presenters.closed(act, posted, child)
    status = 422 if posted is not None else 200
    return child_page(request, child_id, "overview/duty_closed.html", context, status=status, child=child)


class _Forms:
    """The three forms of a duty's page; the one that was sent holds what was typed."""

    def __init__(self, request: HttpRequest, found: Duty, together: list[Duty], now: datetime) -> None:
        self.user = signed_in(request)
        self.found = found
        self.what = request.POST.get("what", "")
        self.said = ""
        self.problems: list[dict[str, str]] = []
        self._child = children.get(self.user, found.child_id)
        data = request.POST
        self.done = DoneForm(
            found,
            together,
            data if self.what == "done" else None,
            initial=presenters.first_values(found, now),
        )
        people = presenters.colleagues(self.user, self._child, found)
        self.pass_on = PassOnForm(people, data if self.what == "pass_on" else None)
        self.set_aside = SetAsideForm(data if self.what == "set_aside" else None)

    def act(self, now: datetime) -> bool:
        """Do what was sent; whether it was done. What is refused stands beside what was typed."""
        acts = {"done": self._done, "pass_on": self._pass_on, "set_aside": self._set_aside, "accept": self._accept}
        if self.what not in acts:
            self.problems = [{"text": _("Choose what you did.")}]
            return False
        form = {"done": self.done, "pass_on": self.pass_on, "set_aside": self.set_aside}.get(self.what)
        if form is not None and not form.is_valid():
            return False
        try:
            acts[self.what](now)
        except (Invalid, WrongState) as error:
            if form is None:
                self.problems = [{"text": str(error)}]
            else:
                form.refused(_renamed(error, self.what))
            return False
        return True

    def _done(self, now: datetime) -> None:
        actions.act(
            by=self.user,
            child_id=self.found.child_id,
            key=self.found.key,
            outcome="done",
            now=now,
            note=self.done.cleaned_data["note"],
            contact=self.done.told(),
            answers=self.done.answers(),
            also=self.done.cleaned_data.get("also", []),
        )
        self.said = _("Recorded. This is no longer due.")

    def _pass_on(self, now: datetime) -> None:
        chosen = self.pass_on.cleaned_data["passed_to"]
        person = access.colleague(self.user, chosen) if chosen else None
        actions.act(
            by=self.user,
            child_id=self.found.child_id,
            key=self.found.key,
            outcome="passed_on",
            now=now,
            note=self.pass_on.cleaned_data["handover"],
            passed_to=person,
        )
        self.said = _("Passed on. Until your colleague takes it over, it does not move.")

    def _set_aside(self, now: datetime) -> None:
        actions.act(
            by=self.user,
            child_id=self.found.child_id,
            key=self.found.key,
            outcome="set_aside",
            now=now,
            note=self.set_aside.cleaned_data["reason"],
        )
        self.said = _("Set aside. The reason is kept.")

    def _accept(self, now: datetime) -> None:
        actions.accept(by=self.user, child_id=self.found.child_id, key=self.found.key, now=now)
        self.said = _("It is yours from now on.")


def _renamed(error: Invalid | WrongState, what: str) -> Invalid | WrongState:
    """The action calls every text a note; the page has one for each form."""
    if isinstance(error, WrongState) or what == "done":
        return error
    name = {"set_aside": "reason", "pass_on": "handover"}[what]
    return Invalid({name if field == "note" else field: text for field, text in error.errors.items()})
