"""Forms of this room. What somebody outside types is never refused for its form: only the first question is needed."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.children.fields import MomentField, TimeField
from safelight.children.forms import PlainForm
from safelight.front_door.choices import Way
from safelight.front_door.questions import Question, Questions

# Boxes that people do not see: what fills in every box of a page fills these in too.
HIDDEN = "website"
TOKEN = "form"  # noqa: S105 - the name of a field


class _OwnWords(forms.CharField):
    """Whatever somebody wrote. A NUL, which no database keeps, is left out rather than refused."""

    def to_python(self, value: Any) -> str:
        """The text without NUL."""
        return str(super().to_python(value)).replace("\0", "")

    def run_validators(self, value: Any) -> None:
        """Nothing that somebody wrote is refused for its letters."""


class _AnyChoice(_OwnWords):
    """One of a few answers; anything else counts as not answered."""

    def __init__(self, among: Iterable[str], **kwargs: Any) -> None:
        self.among = frozenset(among)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """One of the answers, or nothing."""
        text = super().clean(value)
        return text if text in self.among else ""


class TellForm(PlainForm):
    """The questions of one kind of sender."""

    def __init__(self, questions: Questions, data: Any = None) -> None:
        super().__init__(data)
        for question in questions.all:
            self.fields[question.name] = _field(question)
        self.fields["words"].required = True
        self.fields["words"].error_messages["required"] = str(questions.needed)

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, as label and text, to show it back to somebody whose message could not be kept."""
        found = []
        for name, field in self.fields.items():
            text = str(self.data.get(name, "")).strip()
            if isinstance(field, _AnyChoice):
                continue
            if text:
                found.append((str(field.label), text))
        return found


def _field(question: Question) -> forms.Field:
    about: dict[str, Any] = {"label": question.label, "help_text": question.hint, "required": False}
    if not question.choices:
        return _OwnWords(**about)
    field = _AnyChoice((value for value, _words in question.choices), **about)
    field.choices = question.choices  # type: ignore[attr-defined]
    return field


class LogForm(PlainForm):
    """A message becomes a concern."""

    urgent = forms.ChoiceField(
        label=_("Is a child in danger now, or has a crime just happened?"),
        choices=[
            ("yes", _("Yes. Choose this also if you have rung already: the next page asks whom you told")),
            ("no", _("No")),
        ],
        error_messages={"required": _("Say whether a child is in danger now")},
    )
    about = forms.CharField(
        label=_("Who it is about"),
        help_text=_("Leave out how the sender can be reached: others read the concern."),
        required=False,
        widget=forms.Textarea,
    )

    def clean_urgent(self) -> bool:
        """Whether it is urgent."""
        return self.cleaned_data["urgent"] == "yes"


class ReplyForm(PlainForm):
    """How the sender was answered."""

    way = forms.ChoiceField(
        label=_("How they were answered"),
        choices=Way.choices,
        error_messages={"required": _("Say how they were answered")},
    )
    replied_at = MomentField(label=_("When"), error_messages={"required": _("Enter when they were answered")})
    words = forms.CharField(
        label=_("What was said"),
        widget=forms.Textarea,
        error_messages={"required": _("Say in a sentence what was said")},
    )
    reason = forms.CharField(
        label=_("If this is not the way they chose: why it was safe and needed"), required=False, widget=forms.Textarea
    )


class CloseForm(PlainForm):
    """Why a message is closed."""

    closed_reason = forms.CharField(
        label=_("Why it is closed"),
        widget=forms.Textarea,
        error_messages={"required": _("Say why it is closed")},
    )


class DoorForm(PlainForm):
    """Whether messages are taken, and when they are read."""

    is_open = forms.BooleanField(
        label=_("People without an account can send messages"),
        help_text=_("Open it only when somebody reads them on every working day."),
        required=False,
    )
    code = forms.SlugField(
        label=_("The area’s word in the address"),
        help_text=_("Such as kestrel-bay. It stands on posters: change it only for a good reason."),
        max_length=40,
        error_messages={
            "required": _("Enter a word for the address"),
            "invalid": _("Use letters without accents, digits and hyphens only"),
        },
    )
    opens_at = TimeField(label=_("Messages are read from"), error_messages={"required": _("Enter a time like 9:00")})
    closes_at = TimeField(label=_("until"), error_messages={"required": _("Enter a time like 17:00")})
    exit_url = forms.URLField(
        label=_("Where “Exit this page” leads"),
        help_text=_("A page that nobody wonders about, such as a weather forecast."),
        assume_scheme="https",
        error_messages={
            "required": _("Enter an address that begins with https://"),
            "invalid": _("Enter an address that begins with https://"),
        },
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


DOOR_AT_FIRST = {
    "is_open": False,
    "opens_at": time(9),
    "closes_at": time(17),
    "exit_url": "https://www.bbc.co.uk/weather",
}
