"""The six questions that are asked before anything is shared (SH-02, L)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Question:
    """``ask`` is the question; ``if_not`` what to do where the answer is no."""

    ask: Any
    if_not: Any


QUESTIONS: dict[str, Question] = {
    "necessary": Question(
        _("Is it necessary: can they not help the child without it?"),
        _("What is not necessary is not shared. Leave it out, or decide not to share."),
    ),
    "proportionate": Question(
        _("Is it proportionate: no more than the risk calls for?"),
        _("Share less, or decide not to share."),
    ),
    "relevant": Question(
        _("Is it relevant: does each part of it matter for what they do?"),
        _("Leave out what does not matter to them, or decide not to share."),
    ),
    "accurate": Question(
        _("Is it accurate and up to date, with fact told from opinion?"),
        _("Correct it first, or decide not to share."),
    ),
    "timely": Question(
        _("Is it timely: does it reach them while it helps?"),
        _("If it comes too late to help, decide not to share, and say what you do in its place."),
    ),
    "secure": Question(
        _("Is it secure: does only the right person get it?"),
        _("Choose a safe way first, or decide not to share."),
    ),
}
