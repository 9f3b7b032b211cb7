"""What a password may not be made of. Length counts, and that it is in no list; no rule asks for kinds of signs."""

import re
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from safelight.access.models import User

WORDS = ("safelight", "safeguarding", "password", "letmein", "welcome", "exploitation", "multiagency")
SHORTEST_WORD = 4
FEWEST_SIGNS = 5
LEFT = 6  # signs that must be left when the easy words are taken out


class LocalWordsValidator:
    """Refuses a password that is little more than words that anybody here would try first.

    These are our own name, the area, the partnership, the agency, and the parts of the person's e-mail address and
    name. They may stand in a longer phrase.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ``ValidationError`` if too little is left without those words."""
        left = password.lower()
        for word in sorted({*WORDS, *_words_of(user)}, key=len, reverse=True):
            left = left.replace(word, "")
        if left != password.lower() and len(re.sub(r"[\W\d_]", "", left)) < LEFT:
            raise ValidationError(self.get_help_text(), code="password_local_words")

    def get_help_text(self) -> str:
        """What to do instead."""
        return _(
            "This password is mostly made of words that others would guess here, such as the area’s name or yours. "
            "Add other words."
        )


class PatternValidator:
    """Refuses what is long but no choice at all: one or a few signs again and again, or signs in their order."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ``ValidationError`` for ``aaaaaaaaaaaa``, ``123456789012`` and the like."""
        steps = {(ord(after) - ord(before)) % 10 for before, after in pairwise(password)}
        if len(set(password)) < FEWEST_SIGNS or len(steps) <= 1:
            raise ValidationError(self.get_help_text(), code="password_pattern")

    def get_help_text(self) -> str:
        """What to do instead."""
        return _("This password only repeats or counts. Use several words instead.")


def _words_of(user: User | None) -> set[str]:
    if user is None:
        return set()
    texts = [user.email, user.name]
    if user.partnership_id:
        texts += [user.partnership.area, user.partnership.name]
    if user.agency is not None:
        texts.append(user.agency.name)
    found = {word for text in texts for word in re.split(r"[\W\d_]+", text.lower())}
    return {word for word in found if len(word) >= SHORTEST_WORD}
