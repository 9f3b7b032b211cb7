"""Forms of a duty's page. They read what was typed; what is enough to close a duty is the action's to say."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.children.fields import MomentField
from safelight.children.forms import PlainForm
from safelight.duties.actions import Contact
from safelight.duties.types import Closes, Duty


class DoneForm(PlainForm):
    """What was done: who was told, the questions of the duty, a note, and what else the same act answered."""

    def __init__(self, duty: Duty, together: Sequence[Duty], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = duty.closes is Closes.CONTACT
        self.questions = [code for code, _words in duty.questions]
        if self.contact:
            self.fields["contact_name"] = forms.CharField(label=_("Who you told: their name"), required=False)
            self.fields["contact_role"] = forms.CharField(
                label=_("Who they work for"), help_text=_("Such as MASH, the police, social care"), required=False
            )
            self.fields["contact_at"] = MomentField(label=_("When you told them"), required=False)
            self.fields["contact_reference"] = forms.CharField(
                label=_("The reference they gave"),
                help_text=_("If they gave none, write “none given”"),
                required=False,
            )
        for code, words in duty.questions:
            self.fields[code] = forms.CharField(label=words, required=False, widget=forms.Textarea)
        note = _("What was said and agreed") if self.contact else _("What was done, in a sentence")
        self.fields["note"] = forms.CharField(label=note, required=False, widget=forms.Textarea)
        if together:
            self.fields["also"] = forms.MultipleChoiceField(
                label=_("Did the same act answer these too?"),
                help_text=_("Tick only what was really said or sent"),
                choices=[(other.key, other.title) for other in together],
                required=False,
            )

    def told(self) -> Contact | None:
        """Who was told, where the duty asks for it."""
        if not self.contact:
            return None
        given = self.cleaned_data
        return Contact(
            name=given["contact_name"],
            role=given["contact_role"],
            at=given["contact_at"],
            reference=given["contact_reference"],
        )

    def answers(self) -> dict[str, str]:
        """The answers to the duty's questions, by code."""
        return {code: self.cleaned_data[code] for code in self.questions}


class PassOnForm(PlainForm):
    """To whom a duty is passed on, and what they should know."""

    passed_to = forms.ChoiceField(
        label=_("Who takes it over?"),
        required=False,
        error_messages={"invalid_choice": _("Choose who takes it over.")},
    )
    handover = forms.CharField(label=_("What they should know"), required=False, widget=forms.Textarea)

    def __init__(self, people: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["passed_to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("Choose"))), *people]


class SetAsideForm(PlainForm):
    """Why a manager sets a duty aside."""

    reason = forms.CharField(label=_("Why it is set aside"), required=False, widget=forms.Textarea)
