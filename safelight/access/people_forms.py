"""The forms of the administrators' pages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.access.models import Agency
from safelight.access.roles import Role
from safelight.core.errors import Invalid, WrongState

Choices = list[tuple[str, Any]]

# What each role is for, in the words of whoever gives it.
ROLE_WORDS: dict[Role, Any] = {
    Role.PRACTITIONER: _("Logs concerns and assesses the children they work with."),
    Role.SAFEGUARDING_LEAD: _("As a practitioner, and sees the children of their agency."),
    Role.MANAGER: _("As a practitioner, sees the children of their team, agrees plans and lower levels."),
    Role.COORDINATOR: _("Sees the partnership’s children whose risk is raised, and reads messages from outside."),
    Role.EMERGENCY_DUTY: _("Nights and weekends: opens any record for a set time, with a reason that is reviewed."),
    Role.INTELLIGENCE_OFFICER: _("Handles information and its sources. Two administrators give it."),
    Role.ANALYST: _("Works on patterns. Sees no child by this role alone."),
    Role.DATA_OFFICER: _("Sees counts without names."),
    Role.INFORMATION_OFFICER: _("Answers subject access requests and keeps the retention schedule. Two give it."),
    Role.ADMINISTRATOR: _("Manages people and settings, and sees no child. Two administrators give it."),
}


class PlainForm(forms.Form):
    """A form whose ids are its names, drawn by the macros of ``access/fields.html``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "%s")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def refused(self, error: Invalid | WrongState) -> None:
        """Show what an action refused beside its field, else above the form."""
        found: Mapping[str, str] = error.errors if isinstance(error, Invalid) else {"": str(error)}
        for field, sentence in found.items():
            self.add_error(field if field in self.fields else None, sentence)

    def error_links(self) -> list[dict[str, str]]:
        """The error summary: each sentence with a link to its field."""
        return [
            {"text": str(texts[0]), **({"href": f"#{self.add_prefix(name)}"} if name in self.fields else {})}
            for name, texts in self.errors.items()
        ]


class FindForm(PlainForm):
    """Who is looked for, and which page of the answer."""

    name = forms.CharField(label=_("Name or e-mail address"), required=False, max_length=200)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("Any")), *Role.choices])
    inactive = forms.BooleanField(label=_("People who are no longer active too"), required=False)
    page = forms.IntegerField(required=False, min_value=1)

    def __init__(self, agencies: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", _("Any")), *agencies]  # type: ignore[attr-defined]


class OwnDetailsForm(PlainForm):
    """What administrators may correct of themselves."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter their name")})
    job_title = forms.CharField(
        label=_("Job title"), help_text=_("Colleagues see it beside the name."), max_length=200, required=False
    )
    telephone = forms.CharField(label=_("Work telephone"), max_length=40, required=False)


class PersonForm(OwnDetailsForm):
    """A person: how they sign in, where they work, and who their manager is."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("They sign in with it. Only administrators see it."),
        error_messages={
            "required": _("Enter their e-mail address"),
            "invalid": _("Enter an e-mail address like name@example.org"),
        },
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    line_manager = forms.ChoiceField(
        label=_("Line manager"),
        help_text=_("Agrees their plans, and owns what is due from them when they leave."),
        required=False,
    )

    def __init__(self, agencies: Choices, teams: Choices, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("agency", agencies), ("team", teams), ("line_manager", people)):
            self.fields[name].choices = [("", _("None")), *choices]  # type: ignore[attr-defined]


class NewPersonForm(PersonForm):
    """A person who is added, with their roles."""

    roles = forms.MultipleChoiceField(label=_("Roles"), choices=Role.choices, required=False)
    through_organisation = forms.BooleanField(
        label=_("They sign in through their organisation and need no password here"), required=False
    )


class RoleForm(PlainForm):
    """A role to give."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, error_messages={"required": _("Choose a role")})


class LeaverForm(PlainForm):
    """Who takes over from somebody who leaves."""

    to = forms.ChoiceField(label=_("Who takes over"), required=False)

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = people  # type: ignore[attr-defined]


class AgencyForm(PlainForm):
    """An agency."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter its name")})
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=Agency.Kind.choices,
        error_messages={"required": _("Choose what it is")},
    )


class TeamForm(PlainForm):
    """A team."""

    name = forms.CharField(
        label=_("Name of the team"), max_length=200, error_messages={"required": _("Enter its name")}
    )


class PartnershipForm(PlainForm):
    """The partnership's name and the numbers at the foot of every page."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter its name")})
    mash_telephone = forms.CharField(label=_("MASH telephone"), max_length=40, required=False)
    mash_hours = forms.CharField(
        label=_("Hours of the MASH"), help_text=_("Such as weekdays 9:00 to 17:00."), max_length=100, required=False
    )
    out_of_hours_telephone = forms.CharField(
        label=_("Telephone at night and at weekends"), max_length=40, required=False
    )
    confirmed = forms.BooleanField(
        label=_("I rang these numbers today, and they are right"),
        help_text=_("The day stands beside them on every page."),
        required=False,
    )
