"""Forms of the directory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.children.forms import PlainForm, area_field, choice_field, text_field, tick_field
from safelight.directory.models import LocalService

REFERRERS = [
    ("young_person", _("The young person")),
    ("family", _("Family and friends")),
    ("professional", _("Any professional")),
    ("case_holder", _("Only whoever is responsible for the case")),
]
LEVELS = [("low", _("Low")), ("medium", _("Medium")), ("high", _("High")), ("exploited", _("Exploited"))]


def _age(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=120,
        error_messages={
            "invalid": _("Enter a whole number of years"),
            "min_value": _("Enter a whole number of years"),
            "max_value": _("Enter 120 or less"),
        },
    )


class ServiceForm(PlainForm):
    """A service as the partnership knows it. Empty limits mean that there is none."""

    name = text_field(_("Name of the service"), _("Enter what the service is called"))
    about = area_field(
        _("What it does"), _("Say in a sentence what it does"), help_text=_("One or two sentences, in plain words.")
    )
    telephone = text_field(_("Telephone"), help_text=_("Ring it before you save: that is what “confirmed” means."))
    email = text_field(_("E-mail"), help_text=_("The service’s own, never one person’s."))
    website = text_field(_("Website"))
    hours = text_field(_("When it is open"))
    how = area_field(_("How to refer"))
    refer = forms.MultipleChoiceField(label=_("Who can refer"), choices=REFERRERS, required=False)
    age_from = _age(_("From age"))
    age_to = _age(_("To age"))
    gender = choice_field(_("For"), LocalService.Gender.choices)
    levels = forms.MultipleChoiceField(
        label=_("At which levels of risk"), choices=LEVELS, required=False, help_text=_("Tick none for any level.")
    )
    areas = text_field(_("Areas"), help_text=_("With commas between. Leave it empty for everywhere."))
    closed = tick_field(_("It has closed, or takes nobody at the moment"))

    def values(self) -> dict[str, Any]:
        """What was typed, as an action takes it."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "areas"}
        found["areas"] = [part.strip() for part in self.cleaned_data["areas"].split(",") if part.strip()]
        return found
