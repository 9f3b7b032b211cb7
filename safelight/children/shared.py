"""Concerns that several children share, as one child's page may show them (BE-07, HZ-16)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children import queries
from safelight.children.models import Child, Concern, ConcernChild


@dataclass(frozen=True)
class SharedConcern:
    """A concern, its text with the names of children the reader may not see taken out, and who else it is about."""

    concern: Concern
    what: str
    others: tuple[Child, ...]
    hidden: int
    hidden_names: tuple[str, ...]

    def text(self, words: str) -> str:
        """Any other text of the concern, with the same names taken out."""
        return conceal(words, self.hidden_names, _("[another child]"))


def conceal(text: str, names: Iterable[str], instead: str) -> str:
    """``text`` with each of ``names`` (whole words, however capitalised) written as ``instead``."""
    wanted = sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True)
    if not wanted:
        return text
    pattern = r"\b(?:" + "|".join(re.escape(name) for name in wanted) + r")\b"
    return re.sub(pattern, lambda _match: instead, text, flags=re.IGNORECASE)


def names_of(child: Child) -> list[str]:
    """Every name by which a child could be known in a text."""
    return [queries.full_name(child), child.known_as, child.given_name, child.family_name]


def as_seen(user: User, concerns: Iterable[Concern], about: Child | None = None) -> list[SharedConcern]:
    """Concerns as ``user`` may read them, on the page of ``about`` or on a page of their own.

    A child that the user may not see is counted, never named. Their names are also taken out of the text, unless a
    child whom the page is about has the same one. The author reads what they wrote. A child who is restricted to
    others is not even counted, nor one whom a conflict keeps from the user; these names the author does not read
    either (HZ-13, HZ-25).
    """
    listed = list(concerns)
    links = ConcernChild.objects.filter(concern__in=listed).select_related("child").order_by("at", "pk")
    by_concern: dict[object, list[Child]] = {}
    for link in links:
        by_concern.setdefault(link.concern_id, []).append(link.child)
    everybody = {child.pk for children in by_concern.values() for child in children} - {about.pk if about else None}
    seen = set(queries.looked_up_by(user).filter(pk__in=everybody).values_list("pk", flat=True)) if everybody else set()
    locked, kept_away = queries.out_of_sight(user, everybody - seen)
    found: list[SharedConcern] = []
    for concern in listed:
        children = [child for child in by_concern.get(concern.pk, []) if about is None or child.pk != about.pk]
        shown = tuple(child for child in children if child.pk in seen)
        hidden = [child for child in children if child.pk not in seen]
        unread = hidden if concern.author_id != user.pk else [child for child in hidden if child.pk in kept_away]
        kept = [*shown, about] if about is not None else list(shown)
        spared = {name.casefold() for child in kept for name in names_of(child)}
        names = {name for child in unread for name in names_of(child) if name.casefold() not in spared}
        what = conceal(concern.what, names, _("[another child]"))
        counted = sum(child.pk not in locked for child in hidden)
        found.append(SharedConcern(concern, what, shown, counted, tuple(sorted(names))))
    return found
