"""Forms of referrals and transfers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.children.fields import DayField
from safelight.children.forms import PlainForm, area_field, choice_field, text_field
from safelight.sharing.copies import Channel
from safelight.sharing.models import CHANNELS, COPY_KINDS, KINDS
from safelight.sharing.models.decisions import Basis, Consent, How
from safelight.sharing.questions import QUESTIONS
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


class CirculateForm(PlainForm):
    """Which paper goes to whom; and perhaps somebody who is not listed."""

    paper = choice_field(_("What do you send?"), [], _("Choose what you send"))
    recipients = forms.MultipleChoiceField(
        label=_("Who is to have a copy?"), required=False, error_messages={"invalid_choice": _("Choose from the list")}
    )
    other_name = text_field(_("Name"), max_length=200)
    other_role = text_field(_("Their role and organisation"), max_length=200)
    other_kind = forms.ChoiceField(label=_("Which copy"), choices=[("", _("Choose")), *COPY_KINDS], required=False)
    other_email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        error_messages={"invalid": _("Enter an e-mail address, such as name@example.org")},
    )
    other_telephone = text_field(_("Telephone"), max_length=60)

    def __init__(self, papers: Choices, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill(self, "paper", papers)
        found = self.fields["recipients"]
        assert isinstance(found, forms.MultipleChoiceField)
        found.choices = list(people)

    def clean(self) -> dict[str, Any]:
        """Somebody has to be chosen; who is written in needs a name and which copy."""
        given = super().clean() or {}
        other = given.get("other_name", "")
        if not self.errors and not given.get("recipients") and not other:
            self.add_error("recipients", _("Choose who is to have a copy"))
        if other and not given.get("other_kind"):
            self.add_error("other_kind", _("Choose which copy they are to have"))
        return given


class SendForm(PlainForm):
    """How a copy goes, and how its code or passphrase is told."""

    channel = choice_field(_("How does it go?"), CHANNELS, _("Choose how it goes"))
    code_by = forms.ChoiceField(
        label=_("How do you tell them the code or passphrase?"),
        choices=[("telephone", _("By telephone")), ("in_person", _("In person"))],
        required=False,
        help_text=_("Never by e-mail. Only for a link or a locked file."),
    )

    def clean(self) -> dict[str, Any]:
        """A link and a locked file need their code told."""
        given = super().clean() or {}
        if given.get("channel") in (Channel.LINK, Channel.LOCKED) and not given.get("code_by"):
            self.add_error("code_by", _("Choose how you tell them the code or passphrase"))
        return given


class HaveForm(PlainForm):
    """That they have it, and how that is known."""

    how = text_field(_("How do you know that they have it?"), _("Say how you know"), max_length=300)


class LineForm(PlainForm):
    """Why a line of a copy is left out, or put back."""

    why = area_field(_("Why?"), _("Say why"))


class RecallForm(PlainForm):
    """Why a copy is taken back."""

    why = area_field(_("Why is it taken back?"), _("Say why it is taken back"))


class DecisionForm(PlainForm):
    """A decision to share, or not to."""

    share = choice_field(
        _("What do you decide?"), [("yes", _("To share")), ("no", _("Not to share"))], _("Say what you decide")
    )
    recipient = text_field(_("With whom?"), _("Say with whom"), max_length=200)
    what = area_field(_("What would be shared?"), _("Say what would be shared"))
    why = area_field(_("Why, or why not?"), _("Say why, or why not"))
    basis = forms.ChoiceField(label=_("On what legal ground?"), choices=Basis.choices, required=False)
    consent = choice_field(
        _("Did the child, or who decides for them, agree?"), Consent.choices, _("Say whether they agreed")
    )
    consent_why = area_field(_("If not: why not, or why were they not asked?"))
    how = forms.ChoiceField(label=_("How is it sent?"), choices=How.choices, required=False)
    advice = area_field(_("Whose advice did you take?"), _("Say whose advice you took, or that you took none and why"))
    told = area_field(_("Who was told that it is shared?"), _("Say who was told, or why nobody was"))
    safety = area_field(
        _("What does it mean for the safety of the child, the family and everybody else?"),
        _("Say what it means for everybody’s safety"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, question in QUESTIONS.items():
            self.fields[code] = forms.ChoiceField(
                label=question.ask, choices=[("yes", _("Yes")), ("no", _("No"))], required=False
            )

    @property
    def answers(self) -> dict[str, bool]:
        """The six questions that were answered."""
        return {code: self.cleaned_data[code] == "yes" for code in QUESTIONS if self.cleaned_data.get(code)}
