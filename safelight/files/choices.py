"""What files are about, and what becomes of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a file is, in neutral words."""

    LETTER = "letter", _("Letter or e-mail")
    REPORT = "report", _("Report from another agency")
    FORM = "form", _("Form filled in on paper")
    PICTURE = "picture", _("Picture or drawing")
    OTHER = "other", _("Something else")


class State(models.TextChoices):
    """From kept to sealed, and from sealed to removed; never back."""

    KEPT = "kept", _("Kept")
    SEALED = "sealed", _("Sealed")
    REMOVED = "removed", _("Removed on the advice of police")


class Outcome(models.TextChoices):
    """What police said about a sealed file."""

    KEPT_FOR_POLICE = "kept_for_police", _("Keep it sealed: police will collect it or look at it here")
    REMOVED = "removed", _("Remove it: police said so")
