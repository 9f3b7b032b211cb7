"""Forms of the young person's plan."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.children.fields import DayField
from safelight.children.forms import PlainForm, area_field, choice_field, text_field, tick_field
from safelight.young_person.kinds import CHOICES
from safelight.young_person.models import HelperCheck

Choices = Iterable[tuple[str, str]]
SIGNERS = [
    ("young_person", _("The young person")),
    ("worker", _("The worker")),
    ("trusted_adult", _("The adult they trust most")),
    ("parent", _("A parent or carer")),
]


def _fill(form: forms.Form, field: str, choices: Choices) -> None:
    found = form.fields[field]
    assert isinstance(found, forms.ChoiceField)
    found.choices = list(choices)


class PairForm(PlainForm):
    """Which line of the plan, and what the goal is about."""

    action = choice_field(_("Which line of the full plan is it about?"), [], _("Choose a line of the plan"))
    kind = choice_field(_("What is it about?"), [*CHOICES], _("Choose what it is about"))

    def __init__(self, rows: Choices, *args: Any, with_kind: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill(self, "action", rows)
        if not with_kind:
            del self.fields["kind"]


class HelperForm(PlainForm):
    """Whom the young person chose, and what they call them."""

    who = choice_field(_("Who helps?"), [], _("Choose somebody"))
    called = text_field(_("What do you call them?"), max_length=80, help_text=_("Like: Aunty Bea"))
    telephone = text_field(_("Their number, for your card"), max_length=60)
    when_text = text_field(_("When can you ring them?"), max_length=80, help_text=_("Like: any time, or Tuesdays"))
    trusted = tick_field(_("This is the adult I trust most"))

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill(self, "who", people)


class LookForm(PlainForm):
    """What a coordinator or manager found about somebody whom a young person chose."""

    outcome = choice_field(_("What did you find?"), HelperCheck.Outcome.choices, _("Choose what you found"))
    note = area_field(_("What you looked at"), _("Say what you looked at"))


class SignForm(PlainForm):
    """Who signed the printed plan, and when."""

    signed_by = forms.MultipleChoiceField(
        label=_("Who signed it?"),
        choices=SIGNERS,
        error_messages={"required": _("Choose who signed")},
    )
    signed_on = DayField(label=_("On which day?"), error_messages={"required": _("Enter the day")})
