"""What the plan says of itself, whoever it is for, and how a text is remembered. No database."""

import hashlib

from django.utils.translation import gettext_lazy as _

# The aim, whatever the reader's age: anyone tired or upset reads more slowly.
AIM = 11.0
ENOUGH_WORDS = 12

NOT_YOUR_FAULT = _("What other people did is not your fault.")
NOT_EARNED = _("You do not have to earn help by keeping to this plan.")
STAYS = _("We want to know you are safe. Nobody will shout at you for ringing.")

BEGINNINGS = {
    "worries": _("We worry that …"),
    "good": _("You are good at …  You have …"),
    "not_followed": _("If a part of it does not work, tell us and we change it. If we think you are in danger, we …"),
    "how_long": _("This plan lasts until …  We look at it together on …"),
}


def fingerprint(text: str) -> str:
    """The same for two texts exactly when they say the same, whatever the spaces; empty for nothing."""
    squeezed = " ".join(text.split())
    return hashlib.sha256(squeezed.encode()).hexdigest() if squeezed else ""
