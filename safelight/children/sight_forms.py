"""Forms of the exceptions to sight, of warnings, and of contact that may not be safe."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.children.fields import DayField
from safelight.children.forms import PlainForm, area_field, choice_field, text_field
from safelight.children.models import GlassBroken, GlassReview, PersonAround, WarningNote, WarningReview

Choices = Iterable[tuple[str, str]]


def _fill(form: forms.Form, field: str, choices: Choices) -> None:
    found = form.fields[field]
    assert isinstance(found, forms.ChoiceField)
    found.choices = [("", str(_("Choose"))), *choices]


class BreakGlassForm(PlainForm):
    """An exact identifier and the reason, given together: nothing is shown before."""

    reference = text_field(_("Safelight reference"), help_text=_("Such as SL-7K3Q-93"))
    name = text_field(_("Or given name and family name"), help_text=_("Exactly as the record has them"))
    date_of_birth = DayField(label=_("and date of birth"), required=False)
    category = choice_field(_("Why it can’t wait"), GlassBroken.Category.choices, _("Choose why it can’t wait"))
    words = area_field(
        _("In your own words"),
        _("Say why it can’t wait"),
        help_text=_("The lead worker and their manager read this."),
    )

    def clean(self) -> dict[str, Any]:
        """A reference, or a full name and a date of birth."""
        cleaned = super().clean() or {}
        named = len(cleaned.get("name", "").split()) > 1 and cleaned.get("date_of_birth")
        if not cleaned.get("reference") and not named and "date_of_birth" not in self.errors:
            self.add_error("reference", _("Enter the reference, or the full name and the date of birth"))
        return cleaned


class GlassReviewForm(PlainForm):
    """What a manager found."""

    outcome = choice_field(_("Opening this record"), GlassReview.Outcome.choices, _("Say whether it was appropriate"))
    what_was_done = area_field(
        _("What you looked at, and what was done"), _("Say what you looked at and what was done")
    )


class RestrictForm(PlainForm):
    """Who alone sees the child, and why."""

    reason = area_field(_("Why this record is restricted"), _("Say why this record is restricted"))
    people = forms.MultipleChoiceField(
        label=_("Who sees it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The lead worker, and at least one manager. Nobody else will, whatever their role."),
    )
    without_me = forms.BooleanField(label=_("I do not need to see it myself"), required=False)

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(people)


class PersonForm(PlainForm):
    """One colleague."""

    user = choice_field(_("Colleague"), [], _("Choose a colleague"))

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill(self, "user", people)


class LiftForm(PlainForm):
    """Why a restriction is lifted."""

    reason = area_field(_("Why it is no longer needed"), _("Say why it is no longer needed"))


class ConflictForm(PlainForm):
    """Who must not see the child, why, and who answers instead."""

    person = choice_field(_("Who has the conflict of interest"), [], _("Choose a colleague"))
    reason = area_field(_("What the conflict is"), _("Say what the conflict of interest is"))
    independent_reviewer = choice_field(
        _("Independent reviewer"),
        [],
        _("Choose a manager"),
        help_text=_("A manager who has no conflict and does not work under them. What would be theirs comes here."),
    )

    def __init__(self, people: Choices, managers: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fill(self, "person", people)
        _fill(self, "independent_reviewer", managers)


class EndForm(PlainForm):
    """Why something no longer holds."""

    reason = area_field(_("Why it no longer holds"), _("Say why it no longer holds"))


class WarningForm(PlainForm):
    """A warning for whoever visits."""

    kind = choice_field(_("What it warns of"), WarningNote.Kind.choices, _("Choose what it warns of"))
    words = area_field(
        _("What whoever visits has to know"),
        _("Say what whoever visits has to know"),
        help_text=_("Say what was seen and by whom, and what to do. Never on anything that a family is given."),
    )
    until = DayField(
        label=_("Until"),
        help_text=_("At most six months from today"),
        error_messages={"required": _("Enter the day until which it holds")},
    )
    told_person = choice_field(
        _("Does the person it is about know of this warning?"),
        [("yes", _("Yes, they were told")), ("no", _("No"))],
        _("Say whether the person was told"),
    )
    not_told_why = area_field(_("If not, why not"))

    def clean_told_person(self) -> bool:
        """Whether they were told."""
        return self.cleaned_data["told_person"] == "yes"


class WarningReviewForm(PlainForm):
    """What becomes of a warning."""

    outcome = choice_field(_("What becomes of it"), WarningReview.Outcome.choices, _("Say whether it still holds"))
    reason = area_field(_("How you know"), _("Say how you know"))
    until = DayField(label=_("If it still holds: until"), required=False)


class OwnTelephoneForm(PlainForm):
    """Whether the child's own telephone is safe."""

    safe = choice_field(_("The child’s own telephone"), PersonAround.Safe.choices, _("Choose one"))


class HaltForm(PlainForm):
    """A lead's or manager's decision about contact that stands still."""

    go_on = choice_field(
        _("What you decide"),
        [("yes", _("Contact may go on")), ("no", _("No contact in this way"))],
        _("Say what you decide"),
    )
    reason = area_field(_("Why, and how it is made safe"), _("Say why, and how it is made safe"))

    def clean_go_on(self) -> bool:
        """Whether contact may go on."""
        return self.cleaned_data["go_on"] == "yes"


class LeaveForm(PlainForm):
    """Who takes over from somebody who leaves the child."""

    to = choice_field(_("Who takes over"), [], help_text=_("They are asked. Until they accept, it is the manager’s."))

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("Nobody yet: their manager"))), *people]
