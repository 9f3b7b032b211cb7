"""Alerts, watching, restraint, moves, and what calms."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safelight.access.requests import signed_in
from safelight.children import queries as children
from safelight.children.pages import child_page
from safelight.support import actions, permissions, presenters, queries
from safelight.support.forms import (
    AlertForm,
    CalmForm,
    EndForm,
    LookForm,
    MonitoringForm,
    MonitoringReviewForm,
    MoveForm,
    NoticeForm,
    PlacementForm,
    RestraintForm,
)
from safelight.support.views.common import form_page, number, posted, writable

_FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def child(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Everything of this room about one child."""
    user = signed_in(request)
    found = children.get(user, child_id)
    context = {**presenters.everything(found), "may_record": permissions.may_record(user, found)}
    return child_page(request, child_id, "support/child.html", context, child=found)


@_FORM
def alert_new(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Record an alert that was placed."""
    found = writable(request, child_id)
    form = AlertForm(posted(request))
    return form_page(
        request,
        found,
        form,
        lambda: actions.place_alert(by=signed_in(request), child=found, **form.cleaned_data),
        heading=_("An alert placed with others"),
        intro=_("Write it down once they have agreed. Nothing here tells them."),
        fields=[
            ("radios", "kind"),
            ("text", "where"),
            ("text", "told"),
            ("area", "why"),
            ("date_boxes", "since"),
            ("date_boxes", "until"),
        ],
        button=_("Save the alert"),
    )


@_FORM
def alert(request: HttpRequest, child_id: UUID, alert_id: UUID) -> HttpResponse:
    """One alert: what came back, and its end."""
    user = signed_in(request)
    row = queries.one(user, child_id, queries.alerts([child_id]), alert_id)
    what = request.POST.get("what", "")
    found = writable(request, child_id) if request.method == "POST" else children.get(user, child_id)
    notice, ending = (
        NoticeForm(posted(request) if what == "notice" else None),
        EndForm(posted(request) if what == "end" else None),
    )
    form = ending if what == "end" else notice

    def act() -> object:
        if what == "end":
            return actions.end_alert(by=user, alert=row, **ending.cleaned_data)
        return actions.record_notice(by=user, alert=row, **notice.cleaned_data)

    return form_page(
        request,
        found,
        form,
        act,
        heading=row.get_kind_display(),
        fields=[],
        button="",
        back=("support:alert", str(row.pk)),
        more={
            "alert": presenters.alert(row, child_id),
            "notice_form": notice,
            "end_form": ending,
            "part": "alert",
            "may_record": permissions.may_record(user, found),
        },
    )


@_FORM
def look(request: HttpRequest, child_id: UUID, notice_id: UUID) -> HttpResponse:
    """After a notice: is the level still right?"""
    found = writable(request, child_id)
    notice = queries.notice(signed_in(request), child_id, notice_id)
    form = LookForm(posted(request))
    return form_page(
        request,
        found,
        form,
        lambda: actions.look_at_level(by=signed_in(request), notice=notice, **form.cleaned_data),
        heading=_("Is the level still right?"),
        intro=_("%(who)s said: %(words)s") % {"who": notice.from_whom, "words": notice.words},
        fields=[("radios", "outcome"), ("area", "words")],
        button=_("Save what you found"),
        said=_("Saved. The level itself changes only by an assessment."),
    )


@_FORM
def monitoring_new(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Record that a child is watched over, with who agreed and why."""
    found = writable(request, child_id)
    form = MonitoringForm(posted(request))
    return form_page(
        request,
        found,
        form,
        lambda: actions.begin_monitoring(by=signed_in(request), child=found, **form.cleaned_data),
        heading=_("Watching over a telephone, a place or posts"),
        intro=_(
            "It takes something from a young person. Ask them first, take no more than is needed, and end it soon."
        ),
        fields=[
            ("radios", "what"),
            ("area", "how"),
            ("radios", "child_answer"),
            ("area", "child_words"),
            ("radios", "parents_answer"),
            ("area", "parents_words"),
            ("text", "agreed_by"),
            ("area", "why"),
            ("area", "gentler"),
            ("date_boxes", "since"),
            ("date_boxes", "review_on"),
        ],
        button=_("Save"),
    )


@_FORM
def monitoring(request: HttpRequest, child_id: UUID, monitoring_id: UUID) -> HttpResponse:
    """One watching, and whether it goes on."""
    user = signed_in(request)
    row = queries.one(user, child_id, queries.monitorings([child_id]), monitoring_id)
    found = writable(request, child_id)
    form = MonitoringReviewForm(posted(request))

    def act() -> object:
        answer = form.cleaned_data["goes_on"]
        return actions.review_monitoring(
            by=user,
            monitoring=row,
            goes_on=answer == "yes" if answer else None,
            why=form.cleaned_data["why"],
            review_on=form.cleaned_data["review_on"],
        )

    return form_page(
        request,
        found,
        form,
        act,
        heading=_("Is watching over the child still needed?"),
        fields=[("radios", "goes_on"), ("area", "why"), ("date_boxes", "review_on")],
        button=_("Save"),
        more={"monitoring": presenters.monitoring(row, child_id)},
    )


@_FORM
def restraint_new(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Record that somebody held the child back by force."""
    found = writable(request, child_id)
    form = RestraintForm(posted(request))
    return form_page(
        request,
        found,
        form,
        lambda: actions.record_restraint(by=signed_in(request), child=found, **form.cleaned_data),
        heading=_("A child was held back by force"),
        intro=_("Only ever in an emergency. If it happens again, the placement has to be looked at."),
        fields=[
            ("moments", "happened_at"),
            ("text", "where"),
            ("text", "by_whom"),
            ("area", "why"),
            ("area", "injuries"),
            ("area", "child_words"),
            ("text", "told"),
        ],
        button=_("Save"),
    )


@_FORM
def placement(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Record that the placement was looked at."""
    found = writable(request, child_id)
    form = PlacementForm(posted(request))
    return form_page(
        request,
        found,
        form,
        lambda: actions.review_placement(by=signed_in(request), child=found, **form.cleaned_data),
        heading=_("Is the placement right?"),
        intro=_("If force is the only way to keep a child from running, an alternative should be considered."),
        fields=[("area", "words"), ("area", "child_words")],
        button=_("Save what was decided"),
    )


@_FORM
def move_new(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Record that the child was moved away."""
    found = writable(request, child_id)
    form = MoveForm(posted(request))
    return form_page(
        request,
        found,
        form,
        lambda: actions.record_move(by=signed_in(request), child=found, **form.cleaned_data),
        heading=_("A move away"),
        intro=_("Moving a child does not of itself end exploitation. Those who did it are still there."),
        fields=[
            ("date_boxes", "moved_on"),
            ("text", "away_from"),
            ("text", "to"),
            ("area", "reasons"),
            ("area", "alternatives"),
            ("area", "goes_on"),
            ("area", "child_words"),
            ("text", "decided_by"),
        ],
        button=_("Save the move"),
    )


@_FORM
def calm(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """What sets off and what calms."""
    found = writable(request, child_id)
    last = queries.calm(found)
    initial = {name: getattr(last, name) for name in actions.CALM_FIELDS} if last is not None else {}
    form = CalmForm(posted(request), initial=initial)
    given = number(request, "number") if form.is_bound else (last.number if last is not None else 0)
    return form_page(
        request,
        found,
        form,
        lambda: actions.save_calm(by=signed_in(request), child=found, number=given, **form.cleaned_data),
        heading=_("What sets things off, and what calms"),
        fields=[("area", "triggers"), ("area", "signs"), ("area", "calms"), ("area", "then"), ("text", "made_with")],
        button=_("Save"),
        more={"number": given, "earlier": presenters.calms(found)},
    )
