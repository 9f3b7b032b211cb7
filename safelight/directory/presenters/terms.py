"""Terms where they are used: a text with each term's meaning one press away, without leaving the page (DR-02)."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from markupsafe import Markup

from safelight.access.models import Partnership
from safelight.core import clock
from safelight.directory import queries
from safelight.directory.definitions import Term
from safelight.directory.terms import split

_BUTTON = Markup(
    '<button type="button" class="sl-term" popovertarget="{place}">{written}'
    '<span class="govuk-visually-hidden"> ({asks})</span></button>'
    '<span class="sl-term__meaning" popover id="{place}">{name}{meaning}</span>'
)


class Glossed:
    """Turns words into markup in which the first place of each term of a page opens its meaning.

    The terms are looked up at the first text of a page, so a page without any asks nothing of the database.
    """

    def __init__(self, partnership: Partnership | None) -> None:
        self._partnership = partnership
        self._terms: Sequence[Term] | None = None
        self._places = count(1)
        self._shown: set[str] = set()

    def __call__(self, text: str) -> Markup:
        """The text, escaped, with its terms."""
        parts = []
        for part in split(str(text), self._left()):
            if isinstance(part, str):
                parts.append(Markup.escape(part))
                continue
            written, term = part
            self._shown.add(term.term)
            name = f"{term.long_form}. " if term.long_form else f"{term.term}: "
            parts.append(
                _BUTTON.format(
                    place=f"term-{next(self._places)}",
                    written=written,
                    asks=_("what this means"),
                    name=name,
                    meaning=term.meaning,
                )
            )
        return Markup("").join(parts)

    def _left(self) -> list[Term]:
        if self._partnership is None:
            return []
        if self._terms is None:
            self._terms = queries.terms(self._partnership, clock.today())
        return [term for term in self._terms if term.term not in self._shown]


def presented(terms: Iterable[Term]) -> list[dict[str, Any]]:
    """The terms to read one after the other, each with a place that can be linked to."""
    return [
        {
            "term": one.term,
            "long_form": one.long_form,
            "meaning": one.meaning,
            "anchor": f"term-{slugify(one.term)}",
            "cites": "; ".join(one.cites),
        }
        for one in terms
    ]
