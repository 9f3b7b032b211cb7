"""Forms of the log's pages."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.children.fields import DayField
from safelight.children.forms import PlainForm
from safelight.outputs.spreadsheet import SHORTEST_PASSPHRASE
from safelight.oversight.models import BrowsingReview

LONGEST = 366  # days that one report covers at most


class PersonForm(PlainForm):
    """Whom to ask the log about, and between which days."""

    person = forms.ChoiceField(label=_("Person"), error_messages={"required": _("Choose a person")})
    first = DayField(label=_("From"), required=True)
    last = DayField(label=_("To"), required=True)

    def __init__(self, people: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Choose")), *people]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages.setdefault("invalid_choice", _("Choose from the list"))

    def clean(self) -> dict[str, Any]:
        """The days in their order, and not more than a year."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if isinstance(first, date) and isinstance(last, date):
            if last < first:
                self.add_error("last", _("The last day can’t be before the first"))
            elif (last - first).days > LONGEST:
                self.add_error("last", _("Choose a year at most"))
        return cleaned


class FileForm(PlainForm):
    """The passphrase that locks the file. It is not kept."""

    passphrase = forms.CharField(
        label=_("Passphrase of the file"),
        help_text=_("The file opens only with it. Write it down now: it is not kept. Pass it on apart from the file."),
        min_length=SHORTEST_PASSPHRASE,
        error_messages={
            "required": _("Enter a passphrase, or keep the one offered"),
            "min_length": _("Use 12 characters or more"),
        },
    )


class ReviewForm(PlainForm):
    """What came of asking."""

    outcome = forms.ChoiceField(
        label=_("What did you find out?"),
        choices=BrowsingReview.Outcome.choices,
        error_messages={"required": _("Choose what came of it")},
    )
    words = forms.CharField(
        label=_("What they said, and what you did"),
        widget=forms.Textarea,
        error_messages={"required": _("Say what you found out")},
    )
