"""The interview after a return, and what becomes of its recommendations."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safelight.access.requests import signed_in
from safelight.core import clock
from safelight.missing import actions, queries
from safelight.missing.forms import AcceptForm, CompleteForm, DeclineForm, FollowForm, MissingForm, OfferForm, yes
from safelight.missing.presenters import episodes as presenters
from safelight.missing.views.common import form_page, missing_page, number, of_form, posted

_FORM = require_http_methods(["GET", "HEAD", "POST"])

# What may come next, by the state that an interview is in.
STEPS: dict[str, tuple[str, ...]] = {
    "due": ("offer",),
    "offered": ("accept", "complete", "decline"),
    "accepted": ("complete", "decline"),
    "declined": ("again",),
    "completed": (),
}


@_FORM
def interview(request: HttpRequest, child_id: UUID, episode_id: UUID, interview_id: UUID) -> HttpResponse:
    """One interview: what it came to so far, and a form for each step that may come next."""
    user = signed_in(request)
    found = of_form(request, child_id, follow_up=True)
    row = queries.interview(user, child_id, episode_id, interview_id)
    may = STEPS[row.state]
    what = request.POST.get("what", may[0] if may else "")
    if request.method == "POST" and what not in may:
        what = may[0] if may else ""
    given = number(request, "number") if request.method == "POST" else row.version
    forms = {step: _form(step, request.POST if request.method == "POST" and step == what else None) for step in may}
    if not may:
        return missing_page(request, found, "missing/form.html", _page(row, found))
    form = forms[what]
    return form_page(
        request,
        found,
        form,
        _act(what, user, row, given, form),
        heading=_("The return interview"),
        fields=[],
        button="",
        back=("missing:episode", str(episode_id)),
        more={
            **_page(row, found),
            "steps": [(step, forms[step], _FIELDS[step], _words(step)) for step in may],
            "chosen": what if request.method == "POST" else "",
            "number": given,
        },
    )


def _page(row: Any, found: Any) -> dict[str, Any]:
    """What stands on the page of an interview whatever may come next."""
    return {
        "part": "interview",
        "heading": _("The return interview"),
        "line": presenters.interview_line(row, found),
        "steps": [],
        "back": ("missing:episode", str(row.episode_id)),
        "errors": [],
    }


_FIELDS: dict[str, list[tuple[str, str]]] = {
    "offer": [
        ("text", "offered_by"),
        ("area", "trusted"),
        ("radios", "independent"),
        ("area", "not_independent_why"),
        ("moments", "offered_at"),
    ],
    "accept": [("moments", "accepted_at")],
    "decline": [("area", "declined_words"), ("moments", "declined_at")],
    "complete": [
        ("text", "interviewer"),
        ("text", "where"),
        ("area", "child_words"),
        ("area", "account"),
        ("area", "pushes_and_pulls"),
        ("moments", "completed_at"),
        *[("text", f"recommendation_{one}") for one in (1, 2, 3, 4)],
    ],
    "again": [],
}


def _words(step: str) -> tuple[str, str]:
    return {
        "offer": (_("It was offered"), _("Save the offer")),
        "accept": (_("The child said yes"), _("Save that they accepted")),
        "decline": (_("The child said no, for now"), _("Save that they declined")),
        "complete": (_("It was held"), _("Save the interview")),
        "again": (_("Offer it again"), _("Offer it again")),
    }[step]


def _form(step: str, given: Any) -> MissingForm:
    kinds: dict[str, type[MissingForm]] = {
        "offer": OfferForm,
        "accept": AcceptForm,
        "decline": DeclineForm,
        "complete": CompleteForm,
        "again": MissingForm,
    }
    return kinds[step](given)


def _act(what: str, user: Any, row: Any, version: int, form: Any) -> Callable[[], object]:
    def act() -> object:
        now, given = clock.now(), dict(form.cleaned_data)
        if what == "again":
            return actions.begin_again(by=user, episode=row.episode, now=now)
        common = {"by": user, "interview": row, "version": version, "now": now}
        if what == "offer":
            return actions.offer_interview(**common, **{**given, "independent": yes(given["independent"])})
        if what == "accept":
            return actions.accept_interview(**common, **given)
        if what == "decline":
            return actions.decline_interview(**common, words=given["declined_words"], declined_at=given["declined_at"])
        said = {name: value for name, value in given.items() if not name.startswith("recommendation_")}
        return actions.complete_interview(**common, **said, recommendations=form.recommendations())

    return act


@_FORM
def recommendation(request: HttpRequest, child_id: UUID, episode_id: UUID, recommendation_id: UUID) -> HttpResponse:
    """Follow a recommendation up: an action of the plan, or why it needs none."""
    found = of_form(request, child_id, follow_up=True)
    user = signed_in(request)
    row = queries.recommendation(user, child_id, episode_id, recommendation_id)
    outcomes = queries.outcomes_of(found)
    keep = f"follow:{row.pk}"[:40]
    form = FollowForm(outcomes, posted(request, found, keep))

    def act() -> object:
        why, outcome = form.cleaned_data["why_none"], form.cleaned_data["outcome"]
        if why and not outcome:
            return actions.leave_recommendation(by=user, recommendation=row, why=why, now=clock.now())
        chosen = int(outcome) if outcome else None
        return actions.follow_recommendation(by=user, recommendation=row, outcome=chosen, now=clock.now())

    fields = [("radios", "outcome"), ("area", "why_none")] if outcomes else [("area", "why_none")]
    return form_page(
        request,
        found,
        form,
        act,
        heading=_("Follow up a recommendation"),
        intro=row.text
        if outcomes
        else row.text + "\n" + _("There is no plan yet. Begin one under Plan, then come back; or say what was done."),
        fields=fields,
        button=_("Save"),
        back=("missing:episode", str(episode_id)),
        keep=keep,
    )
