"""Forms of attached files."""

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.children.fields import MomentField
from safelight.children.forms import PlainForm, area_field, choice_field, text_field
from safelight.files.choices import Kind, Outcome


class AttachForm(PlainForm):
    """One file, with neutral words for what it is."""

    title = text_field(
        _("What is it?"),
        _("Say in a few neutral words what it is"),
        max_length=120,
        help_text=_("Such as: letter from school, 3 March. No names and nothing that describes a child"),
    )
    kind = choice_field(_("Sort of file"), Kind.choices, _("Choose what it is"))
    file = forms.FileField(
        label=_("The file"),
        required=True,
        allow_empty_file=True,
        error_messages={"required": _("Choose a file"), "max_length": _("The file’s name is too long. Shorten it")},
        max_length=255,
        help_text=_(
            "PDF, Word (.docx), OpenDocument (.odt), text, JPEG or PNG, up to 10 MB. Places and times that a camera"
            " wrote into a picture are taken out; what a document says of its writer stays in it."
        ),
    )


class PoliceForm(PlainForm):
    """What police said."""

    outcome = choice_field(_("What did police say?"), Outcome.choices, _("Choose what police said"))
    police_name = text_field(
        _("Name or number of the officer"), _("Enter the name or number of the officer"), max_length=120
    )
    police_reference = text_field(_("Police reference"), _("Enter the reference that police gave"), max_length=60)
    told_at = MomentField(label=_("When you spoke"))
    words = area_field(
        _("Anything else that they asked for"), help_text=_("Do not describe the picture. This is not required")
    )
