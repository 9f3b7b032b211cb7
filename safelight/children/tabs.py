"""The tabs of a child's pages. Rooms above add their own."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safelight.children.models import Child


@dataclass(frozen=True)
class Tab:
    """A tab: what it is called, the name of its address (which takes ``child_id``), and its place."""

    name: str | Promise
    url_name: str
    order: int


_tabs: dict[str, Tab] = {}


def register_tab(tab: Tab) -> None:
    """Add a tab; the same address again replaces it."""
    _tabs[tab.url_name] = tab


def tabs_for(child: Child, path: str) -> list[dict[str, object]]:
    """The tabs of one child in their order; a room that is not built yet has none."""
    found: list[dict[str, object]] = []
    for tab in sorted(_tabs.values(), key=lambda tab: tab.order):
        try:
            address = reverse(tab.url_name, kwargs={"child_id": child.pk})
        except NoReverseMatch:
            continue
        found.append({"text": tab.name, "href": address, "starts": address})
    inside = [tab for tab in found if path.startswith(str(tab["starts"]))]
    current = max(inside, key=lambda tab: len(str(tab["starts"])), default=None)
    return [{"text": tab["text"], "href": tab["href"], "active": tab is current} for tab in found]


register_tab(Tab(_("Overview"), "overview:child", 0))
register_tab(Tab(_("Chronology"), "children:chronology", 10))
register_tab(Tab(_("Details"), "children:details", 20))
register_tab(Tab(_("Concerns"), "children:child_concerns", 30))
register_tab(Tab(_("Contact"), "children:contact", 40))
register_tab(Tab(_("People"), "children:people", 70))
