"""The young person's own plan and wallet card, as plain data for the printer. Nothing of the full plan is here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from safelight.outputs.content import Block, Document, Heading, Note, Paragraph, Section, SignatureLine
from safelight.outputs.content import Field as Labelled
from safelight.young_person import words
from safelight.young_person.kinds import KINDS, PARTS, Kind, Part

# Our own drawings, one for each kind of goal: outlines on a square of 24.
_LINES: Mapping[str, str] = {
    Kind.GETTING_HOME: "M3 12 12 4l9 8M6 10v10h12V10M10 20v-6h4v6",
    Kind.CURFEW: "M12 3a9 9 0 1 0 .01 0M12 7v5l4 3",
    Kind.PHONE: "M7 2h10v20H7zM10.5 19h3",
    Kind.TELLING: "M3 4h18v12H9l-5 5v-5H3zM7 8h10M7 12h6",
    Kind.ALCOHOL: "M7 3h10l-1 18H8zM7.5 9h9",
    Kind.CONFLICT: "M12 20C6 15 3 12 3 8.500a4.500 4.500 0 0 1 9-1 4.500 4.500 0 0 1 9 1C21 12 18 15 12 20",
    Kind.FAMILY: "M8 4a3 3 0 1 0 .01 0M16.500 8a2.300 2.300 0 1 0 .01 0M3 20c0-6 10-6 10 0M13 20c0-5 8-5 8 0",
    Kind.TRUSTED_ADULTS: "M12 3a4 4 0 1 0 .01 0M4 21c0-9 16-9 16 0M9 17l2 2 4-4",
    Kind.OTHER: "M12 3l2.700 6 6.300.600-4.800 4.200 1.500 6.200-5.700-3.400-5.700 3.400 1.500-6.200L3 9.600 9.300 9z",
}


@dataclass(frozen=True)
class Printed:
    """What is printed: ``content`` as ``young_person.queries.content`` gives it, whose it is, and in which language."""

    content: Mapping[str, Any]
    name: str
    worker: str
    contacts: Sequence[Mapping[str, str]]
    language: str = "en"
    pictures: bool = True
    demo: bool = False


def title() -> str:
    """The title of the file and of its first page: it says nothing of what it is about (HZ-18)."""
    return _("My plan")


def drawing(kind: str) -> str | None:
    """A small drawing for a kind of goal as SVG; None for what has none."""
    path = _LINES.get(kind)
    if path is None:
        return None
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="none" stroke="#17505c" '
        f'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" d="{path}"/></svg>'
    )


def said(passage: Mapping[str, str], language: str) -> str:
    """The words of a passage in a language."""
    return passage["welsh"] if language == "cy" else passage["words"]


def friendly(printed: Printed) -> dict[str, Any]:
    """The plan for the friendly print: every part with its heading, in the order of the page."""
    passages = printed.content["passages"]
    sections = []
    for part, label in PARTS.items():
        of_part = [one for one in passages if one["part"] == part]
        items = [
            {
                "picture": drawing(one["kind"]) if printed.pictures else None,
                "lines": _lines(_numbered(number, said(one, printed.language), part)),
            }
            for number, one in enumerate(of_part, 1)
        ]
        if items:
            sections.append({"heading": str(label), "items": items})
    return {
        "form": "plan",
        "title": title(),
        "made-by": _("Made by %(name)s and %(worker)s together.") % {"name": printed.name, "worker": printed.worker},
        "fault": [str(words.NOT_YOUR_FAULT), f"{words.NOT_EARNED} {words.STAYS}"],
        "sections": sections,
        "contacts-heading": _("Who I can contact, and how"),
        "contacts": [dict(one) for one in printed.contacts],
        "sign-heading": _("We made this together"),
        "signers": [_("Me, and the day"), _("My worker, and the day"), _("An adult I trust, and the day")],
    }


def card(printed: Printed) -> dict[str, Any]:
    """The wallet card: numbers inside, and nothing outside that tells what it is for."""
    return {
        "form": "card",
        "title": _("My numbers"),
        "how": _("Cut along the lines. Fold it with the words inside: the outside stays empty."),
        "numbers": _("My numbers"),
        "contacts": [dict(one) for one in printed.contacts],
        "say": _("I can ring from anywhere and say “come and get me”."),
        "kind": _("No one will shout. It is not my fault."),
    }


def word_document(printed: Printed) -> Document:
    """The plan as a plain document, for Word."""
    data = friendly(printed)
    blocks: list[Block] = [Paragraph(data["made-by"]), Note(" ".join(data["fault"]))]
    for section in data["sections"]:
        blocks.append(Heading(section["heading"]))
        blocks += [Paragraph("\n".join(item["lines"])) for item in section["items"]]
    blocks.append(Heading(data["contacts-heading"]))
    blocks += [Paragraph(contact_line(one)) for one in data["contacts"]]
    blocks.append(Heading(data["sign-heading"]))
    blocks += [SignatureLine((Labelled(each),)) for each in data["signers"]]
    return Document(
        title=data["title"],
        sections=(Section(tuple(blocks)),),
        language="cy" if printed.language == "cy" else "en-GB",
        watermark="DEMO" if printed.demo else None,
    )


def contact_line(one: Mapping[str, str]) -> str:
    """Somebody to ring, on one line."""
    when = f", {one['when']}" if one["when"] else ""
    return f"{one['who']}{when}: {one['number']}"


def kind_name(kind: str) -> str:
    """What a kind of goal is called; empty for none."""
    return str(KINDS[Kind(kind)].label) if kind else ""


def _numbered(number: int, text: str, part: Part) -> str:
    return f"{number}. {text}" if part in (Part.GOAL, Part.HELP) else text


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
