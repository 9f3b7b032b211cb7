"""How citations are written on a page."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from safelight.toolkits.rating.suggestion import Citation
from safelight.toolkits.schema import Procedure

# A level's work as a duty says it; the toolkit's own titles name every agency at once.
_WORK: dict[str, Any] = {
    "PR-03": lambda: _("Begin early work with the child, and tell MASH the level"),
    "PR-04": lambda: _("Bring everyone together: safeguarding lead, early help (SAF), MASH, the team around the child"),
    "PR-05": lambda: _("Protect the child now, and refer to Children’s Social Care"),
}


def procedure_title(procedure: Procedure) -> str:
    """What has to be done, in plain words where the toolkit's own title is a list of agencies."""
    plain = _WORK.get(procedure.code)
    return str(plain()) if plain else procedure.title


def section(name: str) -> str:
    """A section as a person says it: step 4, Part B1, section 1, appendix 3."""
    if name[:1] == "B":
        return _("Part %(part)s") % {"part": name}
    if name.startswith("§"):
        return _("section %(number)s") % {"number": name[1:]}
    if name.startswith("app."):
        return _("appendix %(number)s") % {"number": name[4:].strip()}
    return name


def cited(found: Sequence[Citation]) -> str:
    """Several citations at once: ``Toolkit, step 4 and Part B2``; nothing for none."""
    if not found:
        return ""
    return _("Toolkit, %(sections)s") % {"sections": _(" and ").join(section(each.section) for each in found)}


def cited_texts(found: Sequence[str]) -> str:
    """The same for citations as a definition writes them: ``P step 4``."""
    return cited([Citation(*text.split(" ", 1)) for text in found])
