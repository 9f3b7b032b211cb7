"""How the parts of a meeting are written."""

from django.utils.translation import gettext as _

from safelight.meetings.states import Item


def item_words(item: Item, child: str) -> str:
    """A line of the closing list; ``child`` is how the child is called."""
    return {
        Item.CHILD: _("%(child)s’s wishes and feelings") % {"child": child},
        Item.PARENTS: _("Parents’ wishes and feelings"),
        Item.PLAN: _("Plan reviewed"),
        Item.LEVEL: _("Level of risk reviewed"),
        Item.WORK: _("Work agreed"),
        Item.VOLT: _("VOLT"),
        Item.NEXT: _("Next meeting date"),
        Item.DISRUPTION: _("Disruption strategies"),
        Item.CONTACT: _("Named contact"),
        Item.OUTCOME: _("What the meeting came to"),
    }[item]


def part_words(child: str) -> dict[str, str]:
    """How the parts of the meeting's page are called; ``child`` is how the child is called."""
    return {
        "child": _("What %(child)s says") % {"child": child},
        "parents": _("What parents or carers say"),
        "said": _("What people say"),
        "level": _("Level of risk"),
        "work": _("Work agreed"),
        "outcome": _("What it came to"),
        "disruption": _("Disruption strategies"),
        "contact": _("Named contact"),
        "decision": _("Decisions"),
        "next": _("Next meeting"),
        "volt": _("VOLT"),
        "correction": _("Corrections"),
    }


def item_link(item: Item) -> tuple[str, str]:
    """Where an open item is answered on the meeting's page, and what the link says."""
    return {
        Item.CHILD: ("#child", _("Ask first")),
        Item.PARENTS: ("#parents", _("Ask them")),
        Item.PLAN: ("#rows", _("Go on with the rows")),
        Item.LEVEL: ("#level", _("Review it")),
        Item.WORK: ("#work", _("Write it down")),
        Item.VOLT: ("#volt", _("Go to VOLT")),
        Item.NEXT: ("#next", _("Set it")),
        Item.DISRUPTION: ("#disruption", _("Write it down")),
        Item.CONTACT: ("#contact", _("Write it down")),
        Item.OUTCOME: ("#outcome", _("Write it down")),
    }[item]


def volt_prompts() -> dict[str, tuple[str, str]]:
    """By kind of entry: the heading, and what to write."""
    return {
        "victim": (_("Victims"), _("A child: reference, or what is known")),
        "offender": (_("Offenders"), _("Name, nickname or description")),
        "location": (_("Locations"), _("Place, address or online place")),
        "theme": (_("Themes"), _("For example: lifts in return for company")),
    }
