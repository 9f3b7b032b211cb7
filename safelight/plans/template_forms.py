"""The forms of the pages about plan templates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.children.fields import DayField
from safelight.children.forms import PlainForm, choice_field
from safelight.toolkits.template_actions import LONGEST_TEMPLATE
from safelight.toolkits.template_queries import Use


class UseForm(PlainForm):
    """What the area does with a template, and from which day."""

    what = choice_field(
        _("What do you want to do with it?"),
        [
            (Use.AREA, _("Make it the area’s template: new plans begin with it")),
            (Use.BESIDE, _("Offer it beside the area’s template, for workers to choose")),
            (Use.ENDED, _("Offer it no longer: plans that were made on it keep it")),
        ],
        required=_("Choose what to do with it"),
    )
    from_date = DayField(label=_("From which day?"), help_text=_("Today or a later day."))


class HandInForm(PlainForm):
    """A plan template's file."""

    file = forms.FileField(
        label=_("The template’s file"),
        help_text=_("A YAML file of at most 400 kilobytes."),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty")},
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        found = self.cleaned_data["file"]
        if found.size > LONGEST_TEMPLATE:
            raise forms.ValidationError(_("The file is larger than 400 kilobytes. Hand in the template’s file alone."))
        return found
