"""Texts that may be sent to a missing child. Whoever holds the telephone may read them (HZ-33)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Neutral to any reader: no name, no place, no plan, no reproach, nothing about police or workers.
NEUTRAL: dict[str, str | Promise] = {
    "thinking": _("Thinking of you. Ring any time, day or night."),
    "home": _("Your tea is in the fridge. Come home when you can. I am not cross."),
    "here": _("I am here. Just text back one word and I will ring."),
}
