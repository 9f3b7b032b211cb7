"""A child's episodes, one episode, and every form about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from safelight.access.requests import signed_in
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound
from safelight.missing import actions, queries
from safelight.missing.forms import (
    AlertForm,
    AttemptForm,
    CorrectForm,
    JoinForm,
    MissingForm,
    PastForm,
    PublicityForm,
    ReferenceForm,
    ReturnForm,
    SightingForm,
    WhyForm,
    WordForm,
    yes,
)
from safelight.missing.presenters import episodes as presenters
from safelight.missing.views.common import form_page, missing_page, number, of_form, posted
from safelight.ui import formats

_FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def child(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Every episode of a child, and their patterns."""
    user = signed_in(request)
    found = queries.child_in_sight(user, child_id)
    return missing_page(request, found, "missing/child.html", presenters.child_list(user, found, clock.now()))


@require_safe
def episode(request: HttpRequest, child_id: UUID, episode_id: UUID) -> HttpResponse:
    """One episode."""
    user = signed_in(request)
    row = queries.get(user, child_id, episode_id)
    return missing_page(request, row.child, "missing/episode.html", presenters.record(user, row, clock.now()))


_RETURNED = [
    ("moments", "until"),
    ("radios", "seen_in_person"),
    ("text", "seen_by"),
    ("text", "found_where"),
    ("area", "found_with"),
    ("area", "harm"),
]


@_FORM
def past(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Enter an episode that is over already."""
    found = of_form(request, child_id)
    form = PastForm(posted(request, found, "past"))

    def act() -> object:
        given = dict(form.cleaned_data)
        in_person = given.pop("seen_in_person") == "person"
        return actions.record_past(
            by=signed_in(request), child=found, seen_in_person=in_person, now=clock.now(), **given
        )

    return form_page(
        request,
        found,
        form,
        act,
        heading=_("Enter an episode that is over"),
        intro=_("It counts from when it happened, also for what five episodes in a month lead to."),
        fields=[("moments", "missing_from"), ("text", "told_by"), ("area", "circumstances"), *_RETURNED],
        button=_("Save the episode"),
        back=("missing:child",),
        keep="past",
    )


@_FORM
def returned(request: HttpRequest, child_id: UUID, episode_id: UUID) -> HttpResponse:
    """Record that the child is back. A call is kept as a contact, and the child stays missing (HZ-34)."""
    found = of_form(request, child_id)
    user = signed_in(request)
    row = queries.get(user, child_id, episode_id)
    keep = f"return:{row.pk}"[:40]
    form = ReturnForm(posted(request, found, keep))

    def act() -> object:
        given = dict(form.cleaned_data)
        in_person = given.pop("seen_in_person") == "person"
        return actions.record_return(by=user, episode=row, seen_in_person=in_person, now=clock.now(), **given)

    return form_page(
        request,
        found,
        form,
        act,
        heading=_("The child is back"),
        intro=_("They count as missing until somebody has seen them in person."),
        fields=_RETURNED,
        button=_("Save the return"),
        back=("missing:episode", str(row.pk)),
        keep=keep,
        said=_("Saved. The return interview is due: offer it by somebody whom the child trusts."),
    )


_AWAY = ("attempt", "sighting", "word", "alert", "publicity", "reference")


@_FORM
def away(request: HttpRequest, child_id: UUID, episode_id: UUID, what: str) -> HttpResponse:
    """Record what is done while the child is away: one form for each kind."""
    if what not in _AWAY:
        raise NotFound("what")
    found = of_form(request, child_id)
    user = signed_in(request)
    row = queries.get(user, child_id, episode_id)
    given = posted(request, found, what)
    form, heading, fields, save = _away_form(what, given, user, row)
    more: dict[str, Any] = {}
    if what == "word":
        more = {"warning": presenters.telephone(found), "texts": presenters.neutral_texts()}
    return form_page(
        request,
        found,
        form,
        save,
        heading=heading,
        fields=fields,
        button=_("Save"),
        back=("missing:episode", str(row.pk)),
        keep=what,
        more=more,
        said=presenters.reference_remark(form.data.get("police_reference", "")) if what == "reference" else "",
    )


def _away_form(
    what: str, given: Any, user: Any, row: Any
) -> tuple[Any, str, list[tuple[str, str]], Callable[[], object]]:
    """The form of one kind, its heading, its fields in order, and what saving it does."""
    if what == "attempt":
        form: Any = AttemptForm(given)
        fields = [
            ("radios", "how"),
            ("text", "with_whom"),
            ("radios", "answered"),
            ("area", "words"),
            ("moments", "tried_at"),
        ]
        return (
            form,
            _("What was tried"),
            fields,
            lambda: actions.record_attempt(
                by=user,
                episode=row,
                now=clock.now(),
                **{**form.cleaned_data, "answered": yes(form.cleaned_data["answered"])},
            ),
        )
    if what == "sighting":
        form = SightingForm(given)
        fields = [
            ("text", "where"),
            ("text", "who"),
            ("area", "words"),
            ("text", "police_told"),
            ("moments", "seen_at"),
        ]
        return (
            form,
            _("The child was seen"),
            fields,
            lambda: actions.record_sighting(by=user, episode=row, now=clock.now(), **form.cleaned_data),
        )
    if what == "word":
        form = WordForm(given)
        fields = [("radios", "text"), ("text", "sent_by"), ("moments", "sent_at")]
        return (
            form,
            _("Word to the child"),
            fields,
            lambda: actions.record_word_sent(by=user, episode=row, now=clock.now(), **form.cleaned_data),
        )
    if what == "alert":
        form = AlertForm(given)
        fields = [("radios", "whom"), ("text", "who"), ("area", "answer"), ("moments", "asked_at")]
        return (
            form,
            _("Somebody was asked to look out"),
            fields,
            lambda: actions.record_alert_asked(by=user, episode=row, now=clock.now(), **form.cleaned_data),
        )
    if what == "publicity":
        form = PublicityForm(given)
        fields = [("radios", "publish"), ("text", "decided_by"), ("area", "why")]
        return (
            form,
            _("Whether the public is told"),
            fields,
            lambda: actions.decide_publicity(
                by=user,
                episode=row,
                now=clock.now(),
                **{**form.cleaned_data, "publish": yes(form.cleaned_data["publish"])},
            ),
        )
    form = ReferenceForm(given, initial={"police_reference": row.police_reference})
    return (
        form,
        _("Police reference"),
        [("text", "police_reference")],
        lambda: actions.record_police_reference(
            by=user, episode=row, reference=form.cleaned_data["police_reference"], now=clock.now()
        ),
    )


@_FORM
def correct(request: HttpRequest, child_id: UUID, episode_id: UUID) -> HttpResponse:
    """Other times for an episode."""
    found = of_form(request, child_id, follow_up=True)
    user = signed_in(request)
    row = queries.get(user, child_id, episode_id)
    keep = f"correct:{row.pk}"[:40]
    form = CorrectForm(posted(request, found, keep), initial={"missing_from": row.missing_from, "until": row.until})
    given = number(request, "number") if request.method == "POST" else row.version
    return form_page(
        request,
        found,
        form,
        lambda: actions.correct_times(by=user, episode=row, version=given, now=clock.now(), **form.cleaned_data),
        heading=_("Correct the times"),
        intro=_("What stands now is kept beside the correction."),
        fields=[("moments", "missing_from"), ("moments", "until"), ("area", "why")],
        button=_("Save the times"),
        back=("missing:episode", str(row.pk)),
        keep=keep,
        more={"number": given},
    )


@_FORM
def error(request: HttpRequest, child_id: UUID, episode_id: UUID) -> HttpResponse:
    """The episode was entered in error."""
    found = of_form(request, child_id, follow_up=True)
    user = signed_in(request)
    row = queries.get(user, child_id, episode_id)
    form = WhyForm(posted(request, found, "error"))
    given = number(request, "number") if request.method == "POST" else row.version
    return form_page(
        request,
        found,
        form,
        lambda: actions.mark_entered_in_error(
            by=user, episode=row, version=given, why=form.cleaned_data["why"], now=clock.now()
        ),
        heading=_("Entered in error"),
        intro=_("It stays readable and counts for nothing: no trigger, no pattern, no interview."),
        fields=[("area", "why")],
        button=_("It was entered in error"),
        back=("missing:episode", str(row.pk)),
        keep="error",
        more={"number": given},
    )


@_FORM
def join(request: HttpRequest, child_id: UUID, episode_id: UUID) -> HttpResponse:
    """Join two episodes that were one, or part them again."""
    found = of_form(request, child_id, follow_up=True)
    user = signed_in(request)
    row = queries.get(user, child_id, episode_id)
    if request.POST.get("what") == "undo":
        return _part(request, found, row)
    others = {str(one.pk): one for one in queries.others_of(row)}
    form = JoinForm([(pk, _span(one)) for pk, one in others.items()], posted(request, found, "join"))

    def act() -> object:
        other = others.get(form.cleaned_data["other"])
        if other is None:
            raise Invalid({"other": _("Choose the other episode")})
        return actions.merge_episodes(by=user, episode=row, other=other, why=form.cleaned_data["why"], now=clock.now())

    return form_page(
        request,
        found,
        form,
        act,
        heading=_("Two episodes were one"),
        intro=_("The earlier one is kept and ends as the later one. It can be taken back."),
        fields=[("radios", "other"), ("area", "why")],
        button=_("Join them"),
        back=("missing:episode", str(row.pk)),
        keep="join",
    )


def _part(request: HttpRequest, found: Any, row: Any) -> HttpResponse:
    form = WhyForm(posted(request, found))
    merge = queries.merge_of(row, request.POST.get("merge", ""))
    return form_page(
        request,
        found,
        form,
        lambda: actions.undo_merge(by=signed_in(request), merge=merge, why=form.cleaned_data["why"], now=clock.now()),
        heading=_("They were two after all"),
        fields=[("area", "why")],
        button=_("Take the joining back"),
        back=("missing:episode", str(row.pk)),
        more={"merge_id": str(merge.pk)},
    )


def _span(one: Any) -> str:
    since = formats.date_and_time(one.missing_from)
    if one.until is None:
        return _("From %(since)s, still missing") % {"since": since}
    return _("From %(since)s until %(until)s") % {"since": since, "until": formats.date_and_time(one.until)}


@_FORM
def close(request: HttpRequest, child_id: UUID, episode_id: UUID) -> HttpResponse:
    """All that follows the return is done."""
    found = of_form(request, child_id, follow_up=True)
    user = signed_in(request)
    row = queries.get(user, child_id, episode_id)
    form = MissingForm(posted(request, found))
    given = number(request, "number") if request.method == "POST" else row.version
    return form_page(
        request,
        found,
        form,
        lambda: actions.close(by=user, episode=row, version=given, now=clock.now()),
        heading=_("Close the episode"),
        intro=_("The interview is done or was declined, and nothing more follows from this episode."),
        fields=[],
        button=_("Close it"),
        back=("missing:episode", str(row.pk)),
        more={"number": given},
    )
