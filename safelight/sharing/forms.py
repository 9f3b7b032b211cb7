"""Forms of referrals and transfers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.children.fields import DayField
from safelight.children.forms import PlainForm, area_field, choice_field, text_field
from safelight.sharing.models import KINDS
from safelight.sharing.states import Keeps

Choices = Iterable[tuple[str, str]]


def _fill(form: forms.Form, field: str, choices: Choices) -> None:
    found = form.fields[field]
    assert isinstance(found, forms.ChoiceField)
    found.choices = [("", str(_("Choose"))), *choices]


class OfferForm(PlainForm):
    """What is offered, to whom, and what the sender keeps."""

    kind = choice_field(_("What do you ask of them?"), KINDS, _("Choose a referral or a transfer"))
    to = choice_field(_("Whom do you offer it to?"), [], _("Choose an agency, or one of its teams or people"))
    name = text_field(_("The child’s name, as they should read it"), _("Enter the child’s name"), max_length=200)
    date_of_birth = DayField(label=_("Date of birth, if they need it"), required=False)
    why = area_field(_("Why"), _("Say why"), help_text=_("What you saw and heard, and what worries you."))
    asked = area_field(_("What you ask them to do"), _("Say what you ask them to do"))
    urgent = choice_field(
        _("How soon do you need an answer?"),
        [("no", _("Within one working day")), ("yes", _("Today. I also ring them now"))],
        _("Choose how soon"),
    )
    keeps = forms.ChoiceField(
        label=_("If it is a transfer: does your agency stay beside the new worker for a while?"),
        choices=[
            (Keeps.NOTHING, _("No. From the moment they accept we no longer work with the child")),
            (Keeps.UNTIL, _("Yes, until a day")),
        ],
        required=False,
    )
    keeps_until = DayField(
        label=_("Until which day"), required=False, help_text=_("At most three months. For example 27 3 2027")
    )

    def __init__(self, receivers: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill(self, "to", receivers)


class AcceptForm(PlainForm):
    """Who works with the child from now on."""

    worker = choice_field(_("Who of your agency works with the child from now on?"), [], _("Choose a colleague"))

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill(self, "worker", people)


class RejectForm(PlainForm):
    """Why it is not accepted."""

    reason = area_field(
        _("Why your agency does not accept it"),
        _("Say why"),
        help_text=_("The sender reads this and decides what happens now. Say who could help instead."),
    )


class WithdrawForm(PlainForm):
    """Why it is taken back."""

    reason = area_field(_("Why you take it back"), _("Say why"))


class FinishForm(PlainForm):
    """What came of it."""

    outcome = area_field(
        _("What came of it"),
        _("Say what came of it"),
        help_text=_("Whoever offered it reads this, even if they no longer see the record. Write only what they need."),
    )
