"""Forms of this room's pages. What may stand in a record is the actions' to say."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.children.fields import DayField
from safelight.children.forms import PlainForm
from safelight.governance.models import Reason, RequestedBy


def _area(label: Any, required: Any = "", **kwargs: Any) -> forms.CharField:
    return _text(label, required, widget=forms.Textarea, **kwargs)


def _text(label: Any, required: Any = "", **kwargs: Any) -> forms.CharField:
    errors = {"required": required} if required else {}
    return forms.CharField(label=label, required=bool(required), error_messages=errors, **kwargs)


def _choice(label: Any, choices: Any, required: Any) -> forms.ChoiceField:
    errors = {"required": required, "invalid_choice": required}
    return forms.ChoiceField(label=label, choices=choices, error_messages=errors)


class OpenForm(PlainForm):
    """Somebody asks for what is held about a child."""

    requested_by = _choice(_("Who asks?"), RequestedBy.choices, _("Say who asks"))
    requester_name = _text(_("Their name"), _("Enter the name of the person who asks"))
    authority = _area(
        _("Why they may ask"),
        help_text=_("For a parent or a representative: what shows parental responsibility, or that they may act"),
    )
    scope = _area(_("What they ask for"), help_text=_("In their words. Leave empty for everything that is held."))
    received_on = DayField(label=_("The day it came"), error_messages={"required": _("Enter the day it came")})


class IdentityForm(PlainForm):
    """How it was made sure who asks."""

    identity_how = _area(
        _("What did you see, and how do you know that they may ask?"),
        _("Say what you saw, and how you know that they may ask"),
        help_text=_(
            "For a parent: think of who this is before you look at papers. A parent who does harm may ask to find out "
            "what the child has said."
        ),
    )


class ChildViewForm(PlainForm):
    """What the child says of the request."""

    child_view = _area(
        _("What the child says, in their own words"),
        help_text=_("Would they like this person to read it? Is there anything they told us that must not be told?"),
    )
    not_asked = _area(_("If the child was not asked: why"), help_text=_("Leave empty if there are words above"))


class ExtendForm(PlainForm):
    """Two more months."""

    extended_why = _area(
        _("Why does it take longer, and when did you tell the person?"),
        _("Say why it takes longer, and when you told the person"),
    )


class EndForm(PlainForm):
    """Refused or withdrawn."""

    ended_why = _area(_("Why"), _("Say why"))


class SentForm(PlainForm):
    """How the answer was given."""

    sent_how = _area(
        _("How was it given, and why is that way safe for the child?"),
        _("Say how it was given, and why that way is safe for the child"),
        help_text=_("Such as handed over at the office. Post and e-mail can be opened by somebody else at home."),
    )


class ReturnForm(PlainForm):
    """What has to change."""

    comment = _area(_("What has to change?"), _("Say what has to change"))


class WordsForm(PlainForm):
    """Words of the officer's own choice."""

    words = _text(
        _("Words to black out"),
        _("Type the words to black out"),
        help_text=_("As they are written. Capitals, accents and ’s make no difference."),
    )
    reason = _choice(_("Reason"), [("", _("Choose a reason")), *Reason.choices], _("Say why it is not given"))


class LeaveOutForm(PlainForm):
    """A whole entry. Its fields have names of their own: the form stands on one page with the words'."""

    whole_reason = _choice(_("Reason"), [("", _("Choose a reason")), *Reason.choices], _("Say why it is not given"))
    whole_why = _area(_("Why the whole entry, for the log"), _("Say for the log why the whole entry is left out"))


class KeepForm(PlainForm):
    """Keep or propose."""

    decision = _choice(
        _("What should happen?"),
        [("keep", _("Keep it until a day")), ("dispose", _("Dispose of it, when a second person agrees"))],
        _("Say what should happen"),
    )
    until = DayField(label=_("If it is kept: until"), required=False)
    reason = _area(_("Why"), _("Say why"))


class DeclineForm(PlainForm):
    """The second person does not agree."""

    why = _area(_("If you do not agree: why it should stay"), _("Say why it should stay"))


class HoldForm(PlainForm):
    """A record that must be kept."""

    reference = _text(_("Reference of the record"), _("Enter the record’s reference, such as SL-7K3Q-93"))
    why = _area(_("Why it must be kept"), _("Say why the record must be kept"))


class LiftForm(PlainForm):
    """A hold is no longer needed."""

    why = _area(_("Why it is no longer needed"), _("Say why it is no longer needed"))


class ScheduleForm(PlainForm):
    """A schedule to take up."""

    schedule = _choice(_("Schedule"), [], _("Choose a schedule from the list"))
    from_date = DayField(label=_("From"), error_messages={"required": _("Enter the day from which it counts")})

    def __init__(self, schedules: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["schedule"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(schedules)


class CorrectionForm(PlainForm):
    """Somebody says a fact is wrong."""

    fact = _choice(_("Which fact?"), [], _("Say which fact it is about"))
    says = _area(_("What they say, in their words"), _("Write what they say, in their words"))
    asked_by = _text(_("Who asks"), _("Enter who asks"))
    received_on = DayField(label=_("The day it came"), error_messages={"required": _("Enter the day it came")})

    def __init__(self, facts: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["fact"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("Choose"))), *facts]


class AnswerCorrectionForm(PlainForm):
    """What came of it."""

    answer = _choice(
        _("What was done?"),
        [("accept", _("It was wrong, and has been put right")), ("refuse", _("It stays as it is"))],
        _("Say what was done"),
    )
    edit = forms.ChoiceField(label=_("The change that was made"), required=False)
    reason = _area(_("What was changed and where, or why it stays"), _("Say what was changed, or why it stays"))
    statement = _area(_("If it stays: the person’s own statement, to stand beside it"))

    def __init__(self, edits: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["edit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("Another change, or none of the record’s own details"))), *edits]
