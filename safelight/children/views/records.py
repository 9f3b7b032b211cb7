"""The child's record: opened, read, corrected, its history, its chronology, the move to adult services."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safelight.access import permissions
from safelight.access.requests import signed_in
from safelight.access.roles import Permission
from safelight.children import actions, pages, presenters, queries, timeline
from safelight.children.chronology import EntryKind
from safelight.children.forms import ChildForm, SearchForm, TransitionForm, child_initial
from safelight.core import clock
from safelight.core.errors import Invalid, Stale, WrongState


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a record. It begins with a search, whose fields come along; an address alone leads to the search."""
    user = signed_in(request)
    permissions.check(user, Permission.EDIT_CHILD)
    if request.method == "GET":
        return redirect("children:search")
    concern = request.POST.get("concern", "")
    kept = queries.concern_for(user, pages.uuid_of(concern)) if concern else None
    context: dict[str, Any] = {"concern_id": concern, "errors": []}
    if "save" not in request.POST:
        return render(request, "children/new.html", {**context, "form": ChildForm(initial=_searched(request))})
    form = ChildForm(request.POST)
    if form.is_valid():
        made: list[Any] = []
        if pages.done(form, lambda: made.append(actions.create_child(by=user, **form.cleaned_data))):
            messages.success(request, _("The record is open."))
            if kept is not None:
                actions.link_concern(by=user, concern=kept, child=made[0])
                return redirect("children:concern", kept.pk)
            return redirect(f"{reverse('children:concern_new')}?{urlencode({'child': made[0].pk})}")
    context |= {"form": form, "errors": form.error_links()}
    return render(request, "children/new.html", context, status=422)


def _searched(request: HttpRequest) -> dict[str, Any]:
    """What was searched for, as the first values of a new record."""
    search = SearchForm(request.POST)
    search.is_valid()
    typed = search.cleaned_data if hasattr(search, "cleaned_data") else {}
    given, _space, family = (typed.get("name") or "").strip().rpartition(" ")
    initial = {"date_of_birth": typed.get("date_of_birth"), "learning_disability": "not_known"}
    initial |= {"gender": "not_known", "social_care_status": "not_known"}
    initial |= {"given_name": given, "family_name": family} if given else {"given_name": family}
    agency = signed_in(request).agency
    # A school opens records of its own pupils nearly always; the name can be typed over.
    if agency is not None and agency.kind == agency.Kind.SCHOOL:
        initial["school"] = agency.name
    return initial


@require_safe
def details(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Every field of the record."""
    user = signed_in(request)
    child = queries.get(user, child_id)
    age = queries.age_on(child, clock.today())
    return pages.child_page(
        request,
        child_id,
        "children/details.html",
        {
            "sections": presenters.details(child),
            "may_edit": user.may(Permission.EDIT_CHILD),
            "alike": presenters.alike_rows(child, queries.lookalikes(user, child)),
            "show_transition": age is not None and age >= 17,
        },
        child=child,
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Correct the record. Whoever saves second sees before, theirs and mine, and chooses each (BE-08)."""
    user = signed_in(request)
    permissions.check(user, Permission.EDIT_CHILD)
    if request.method == "GET":
        child = queries.get(user, child_id)
        queries.check_full_sight(user, child)
        form = ChildForm(initial=child_initial(queries.values_of(child)))
        return pages.child_page(
            request, child_id, "children/edit.html", {"form": form, "version": child.version}, child=child
        )
    child = pages.child_of_form(request, child_id)
    queries.check_full_sight(user, child)
    form = ChildForm(request.POST)
    version = _number(request.POST.get("version"))
    if not form.is_valid():
        context = {"form": form, "version": version, "errors": form.error_links()}
        return pages.child_page(request, child_id, "children/edit.html", context, status=422, child=child)
    values = dict(form.cleaned_data)
    not_chosen: dict[str, str] = {}
    if "choosing" in request.POST:
        chosen = _chosen(request)
        shown = queries.conflict(child, _number(request.POST.get("read_at")), values)
        if any(one.field not in chosen for one in shown.conflicts):
            return _choose(request, child_id, values, _number(request.POST.get("read_at")), chosen, asked=True)
        current = queries.values_of(child)
        for field in shown.taken:
            values[field] = current[field]
        for one in shown.conflicts:
            if chosen[one.field] == "theirs":
                values[one.field] = current[one.field]
                not_chosen[one.field] = one.mine
            else:
                not_chosen[one.field] = one.theirs
    try:
        actions.update_child(by=user, child=child, version=version, values=values, not_chosen=not_chosen)
    except Stale:
        return _choose(request, child_id, values, version, {}, asked=False)
    except Invalid as error:
        form.refused(error)
        context = {"form": form, "version": version, "errors": form.error_links()}
        return pages.child_page(request, child_id, "children/edit.html", context, status=422, child=child)
    messages.success(request, _("Saved."))
    return redirect("children:details", child_id)


def _choose(
    request: HttpRequest, child_id: UUID, values: dict[str, Any], read_at: int, chosen: dict[str, str], *, asked: bool
) -> HttpResponse:
    child = queries.get(signed_in(request), child_id)
    shown = queries.conflict(child, read_at, values)
    last = queries.edits(child).first()
    rows = presenters.conflict_rows(shown, chosen, asked)
    kept_out = {"csrfmiddlewaretoken", "about", "version", "read_at", "choosing"}
    carried = [
        (name, text)
        for name in request.POST
        if name not in kept_out and not name.startswith("choose-")
        for text in request.POST.getlist(name)
    ]
    unanswered = [row for row in rows if row["unanswered"]]
    context = {
        "conflicts": rows,
        "taken": ", ".join(presenters.field_label(field) for field in shown.taken),
        "who": last.by.name_and_role if last is not None else _("Somebody"),
        "version": child.version,
        "carried": [*carried, ("read_at", str(read_at))],
        "errors": [
            {"text": _("%(field)s: choose one") % {"field": row["label"]}, "href": f"#choose-{row['field']}"}
            for row in unanswered
        ],
    }
    return pages.child_page(request, child_id, "children/conflict.html", context, status=409, child=child)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {
        name.removeprefix("choose-"): answer
        for name, answer in request.POST.items()
        if name.startswith("choose-") and answer in ("mine", "theirs") and isinstance(answer, str)
    }


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


@require_safe
def history(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Every value that was replaced, and by whom."""
    child = queries.get(signed_in(request), child_id)
    context = {"rows": presenters.history_rows(child)}
    return pages.child_page(request, child_id, "children/history.html", context, child=child)


@require_POST
def twins(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Mark two children as twins, or take it back."""
    user = signed_in(request)
    child = pages.child_of_form(request, child_id)
    if request.POST.get("twins") == "yes":
        actions.mark_twins(by=user, child=child, other=pages.child_named_by(request, request.POST.get("other", "")))
    else:
        actions.unmark_twins(by=user, child=child)
    return redirect("children:details", child_id)


@require_safe
def chronology(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Everything recorded about the child, filtered by kind; the same page is what is printed (CH-06)."""
    user = signed_in(request)
    child = queries.get(user, child_id)
    kinds = [EntryKind(kind) for kind in request.GET.getlist("kind") if kind in set(EntryKind)]
    everything = queries.chronology(user, child)
    counts = Counter(entry.kind for entry in everything)
    rows = [entry for entry in everything if not kinds or entry.kind in kinds]
    here = reverse("children:chronology", args=[child_id])
    query = [("kind", kind.value) for kind in kinds]
    context = {
        "rows": rows,
        "filters": presenters.chronology_filters(here, kinds, counts),
        "timeline": timeline.draw(rows, clock.today()),
        "printing": "print" in request.GET,
        "print_url": f"{here}?{urlencode([*query, ('print', '1')])}",
    }
    return pages.child_page(request, child_id, "children/chronology.html", context, child=child)


@require_http_methods(["GET", "POST"])
def transition(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """The move to adult services: planned and recorded; it closes nothing (CH-11)."""
    user = signed_in(request)
    if request.method == "POST":
        child = pages.child_of_form(request, child_id)
        form = TransitionForm(request.POST)
        if form.is_valid() and pages.done(
            form, lambda: actions.record_transition(by=user, child=child, **form.cleaned_data)
        ):
            messages.success(request, _("The plan is saved."))
            return redirect("children:transition", child_id)
    else:
        child = queries.get(user, child_id)
        form = TransitionForm(
            initial={"notes": child.transition_notes, "adult_contact": child.transition_adult_contact}
        )
    return _transition_page(request, child_id, form)


def _transition_page(request: HttpRequest, child_id: UUID, form: TransitionForm) -> HttpResponse:
    user = signed_in(request)
    context = {
        "form": form,
        "errors": form.error_links() if form.is_bound else [],
        "may_edit": user.may(Permission.EDIT_CHILD),
        "may_check": user.may(Permission.SET_ASIDE_DUTY),
    }
    status = 422 if context["errors"] else 200
    return pages.child_page(request, child_id, "children/transition.html", context, status=status)


@require_POST
def transition_check(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """A manager has checked the age and the onward plan (RT-07)."""
    child = pages.child_of_form(request, child_id)
    try:
        actions.check_onward_plan(by=signed_in(request), child=child)
    except WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Recorded that you checked the age and the plan."))
    return redirect("children:transition", child_id)
