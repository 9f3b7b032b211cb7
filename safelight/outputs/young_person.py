"""Printing the young person's own plan: who may have it, what halts it, the file, and the paper for circulation."""

import json
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safelight.access.models import User
from safelight.access.permissions import check
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.audit.models import Kind as AuditKind
from safelight.children.models import Child
from safelight.core.errors import NotFound
from safelight.outputs import fontset, word
from safelight.outputs.downloads import Download
from safelight.outputs.forms import young_person as forms
from safelight.outputs.text import breakable, clean, drawable
from safelight.sharing.copies import CopyKind
from safelight.sharing.papers import Block, LeftOut, Paper, Rendered, Subject
from safelight.young_person import presenters, queries
from safelight.young_person.models import Language, YoungPersonPlan
from safelight.young_person.permissions import check_may_write

_TEMPLATE = Path(__file__).parent / "young_person.typ"
_SIZE = 16  # points: large, as for somebody who reads little
_ACROSS = 26.0  # of the type's size, across the narrowest column
_LANGUAGES = {"en": "en-gb", "cy": "cy"}
FORMS = ("plan", "plan-without-pictures", "card")
# Neither the name nor anything else of a file tells what it is about (SH-06, HZ-18).
_NAMES = {"plan": "my-plan", "plan-without-pictures": "my-plan", "card": "my-numbers"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def download(*, by: User, child_id: UUID, form: str, language: str, extension: str) -> Download:
    """A form of the plan as a file. ``NotFound`` for a child that ``by`` does not see, for another form, and while
    anything halts it: the page says which."""
    check(by, Permission.PRINT)
    if form not in FORMS or language not in _LANGUAGES or extension not in ("pdf", "docx"):
        raise NotFound("form")
    if form == "card" and extension != "pdf":
        raise NotFound("form")
    young = queries.get(by, child_id)
    check_may_write(by, young.child)
    halts = queries.card_halts(young) if form == "card" else queries.halts(young, language)
    if halts:
        raise NotFound("not to be printed yet")
    body = _file(printed(young, language, pictures=form == "plan"), form, extension)
    audit.record_apart(
        partnership_id=by.partnership_id,
        by=by,
        action=f"downloaded:young-person-{form}.{extension}"[:80],
        kind=AuditKind.DOWNLOAD,
        subject=young,
        child_id=child_id,
        counts={"bytes": len(body)},
    )
    return Download(f"{_NAMES[form]}.{extension}", "application/pdf" if extension == "pdf" else _WORD, body)


def printed(
    young: YoungPersonPlan, language: str, *, pictures: bool = True, content: dict[str, Any] | None = None
) -> forms.Printed:
    """What is printed of a plan now, or of ``content`` that was signed."""
    with translation.override(_LANGUAGES[language]):
        return forms.Printed(
            content=content or queries.content(young),
            name=presenters.name_of(young.child),
            worker=young.started_by.name.split()[0],
            contacts=presenters.card(young),
            language=language,
            pictures=pictures,
            demo=young.partnership.is_demo,
        )


def _file(said: forms.Printed, form: str, extension: str) -> bytes:
    with translation.override(_LANGUAGES[said.language]):
        if extension == "docx":
            return word.render(forms.word_document(said))
        return render(forms.card(said) if form == "card" else forms.friendly(said), said)


def render(data: dict[str, Any], said: forms.Printed) -> bytes:
    """The friendly print or the card as PDF bytes: tagged, with title and language and no other property."""
    import typst  # slow to import, and only needed here

    document = {
        **_drawn(data),
        "language": said.language,
        "region": "gb",
        "fonts": list(fontset.FAMILIES),
        "size": _SIZE,
        "watermark": "DEMO" if said.demo else None,
    }
    compiler = typst.Compiler(
        input=_TEMPLATE.read_bytes(), font_paths=_fonts(), sys_inputs={"document": json.dumps(document)}
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file")
    return made


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fontset.FOLDER])


def _drawn(value: Any) -> Any:
    """Every text as the shipped fonts can draw it; drawings are left as they are."""
    if isinstance(value, dict):
        return {key: one if key == "picture" else _drawn(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_drawn(one) for one in value]
    if isinstance(value, str):
        text, _missing = drawable(unicodedata.normalize("NFC", clean(value)), fontset.coverage())
        return breakable(text, _ACROSS)
    return value


def _render_paper(user: User, child: Child, subject_id: UUID, version_id: UUID | None, copy_kind: CopyKind) -> Rendered:
    young = queries.get(user, child.pk)
    if young.pk != subject_id:
        raise NotFound("young person's plan")
    signed = queries.signing(young, version_id) if version_id is not None else None
    language = "cy" if young.language == Language.WELSH else "en"
    content = signed.content if signed else None
    said = printed(young, language, content=content)
    data = forms.friendly(said)
    found = _halts(young, language)
    if any(queries.holds(young, one[key]) for one in said.content["passages"] for key in ("words", "welsh")):
        found = [*found, queries.Halt.WORKER]
    halts = presenters.halt_words(list(dict.fromkeys(found)))
    return Rendered(
        pdf=_file(said, "plan", "pdf"),
        left_out=[LeftOut(text, str(group["why"])) for group in presenters.left_out(young) for text in group["rows"]],
        preview=[
            *(
                Block(section["heading"], tuple(line for item in section["items"] for line in item["lines"]))
                for section in data["sections"]
            ),
            Block(data["contacts-heading"], tuple(forms.contact_line(one) for one in data["contacts"])),
        ],
        halt=" ".join(halts),
    )


def _halts(young: YoungPersonPlan, language: str) -> list[queries.Halt]:
    """What halts a copy: in two languages the Welsh counts too (HZ-42)."""
    found = queries.halts(young, language)
    if young.language == Language.BOTH:
        found += [each for each in queries.halts(young, queries.WELSH) if each not in found]
    return found


def _current(user: User, child: Child) -> Subject | None:
    try:
        young = queries.get(user, child.pk)
    except NotFound:
        return None
    signed = next(iter(queries.signings(young)), None)
    at: datetime = signed.at if signed else young.started_at
    label = _("The young person’s own plan, version %(number)s") % {"number": young.number}
    return Subject(young.pk, signed.pk if signed else None, at, label)


PAPER = Paper("young_person_plan", gettext_lazy("The young person’s own plan"), _render_paper, _current)
