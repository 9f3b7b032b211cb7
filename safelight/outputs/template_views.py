"""The page of a partnership's own Word files for its forms."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from safelight.access.requests import signed_in
from safelight.children.fields import DayField
from safelight.children.forms import PlainForm, choice_field
from safelight.children.pages import done
from safelight.core import clock
from safelight.outputs import template_actions, word_templates

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORM_NAMES = {"plan": gettext_lazy("The safety and disruption plan"), "minutes": gettext_lazy("Minutes of a meeting")}


class HandInForm(PlainForm):
    """A Word file for a form, or the plain paper again, and from which day."""

    form = choice_field(gettext_lazy("For which form?"), list(FORM_NAMES.items()), gettext_lazy("Choose the form"))
    file = django_forms.FileField(
        label=gettext_lazy("The Word file"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("A .docx file without macros, of at most 2 megabytes. Leave it empty for plain paper."),
    )
    from_date = DayField(
        label=gettext_lazy("From which day?"), required=False, help_text=gettext_lazy("Today or a later day.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """What each form is printed on, today and later; hand in a file."""
    user = signed_in(request)
    today = clock.today()
    standing = template_actions.standing(user, today)
    posted = request.method == "POST"
    form = HandInForm(request.POST, request.FILES) if posted else HandInForm(initial={"from_date": today})
    if posted and form.is_valid() and done(form, lambda: _keep(request, form.cleaned_data)):
        messages.success(request, _("Kept. What was printed before stays as it was."))
        return redirect("outputs:word_templates")
    context: dict[str, Any] = {
        "form": form,
        "errors": form.error_links() if posted else [],
        "forms": [
            {
                "name": FORM_NAMES[each.form],
                "form": each.form,
                "today": each.today,
                "templates": each.templates,
                "coming": each.coming,
                "placeholders": [f"{{{{ {name} }}}}" for name in word_templates.known(each.form)],
            }
            for each in standing
        ],
    }
    return render(request, "outputs/word_templates.html", context, status=422 if posted else 200)


def _keep(request: HttpRequest, given: dict[str, Any]) -> None:
    user, now = signed_in(request), clock.now()
    day = given["from_date"] or clock.today()
    if given["file"] is None:
        template_actions.use_plain(by=user, form=given["form"], from_date=day, now=now)
    else:
        body = given["file"].read(word_templates.LARGEST + 1)
        template_actions.hand_in(by=user, form=given["form"], body=body, from_date=day, now=now)


@require_safe
def template(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """A version's own file."""
    return _file(template_actions.template_file(by=signed_in(request), template_id=template_id))


@require_safe
def plain(request: HttpRequest, form: str) -> HttpResponse:
    """A file to begin with."""
    return _file(template_actions.plain_file(by=signed_in(request), form=form))


def _file(body: bytes) -> HttpResponse:
    headers = {
        "Content-Disposition": 'attachment; filename="safelight-word-template.docx"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(body, content_type=_WORD, headers=headers)
