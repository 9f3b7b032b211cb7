"""Handing in a partnership's own Word file for a form, and choosing from which day it is used (BE-14)."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import Partnership, User
from safelight.access.permissions import check
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound
from safelight.files import checking
from safelight.outputs import word, word_templates
from safelight.outputs.content import Document
from safelight.outputs.models import WordTemplate, WordTemplateUse


@dataclass(frozen=True)
class Standing:
    """The templates of one form, the latest first, and what is used today (None: the plain paper) and from later on."""

    form: str
    templates: tuple[WordTemplate, ...]
    today: WordTemplate | None
    coming: tuple[WordTemplateUse, ...]


def standing(by: User, today: date) -> list[Standing]:
    """Each form with its templates, for who chooses them; else ``NotFound``."""
    check(by, Permission.CHOOSE_TEMPLATES)
    kept = WordTemplate.objects.filter(partnership=by.partnership).select_related("by").defer("content")
    uses = WordTemplateUse.objects.filter(partnership=by.partnership, from_date__gt=today).select_related("template")
    coming = list(uses.defer("template__content").order_by("from_date", "at"))
    made = list(kept.order_by("-number"))
    return [
        Standing(
            form,
            tuple(each for each in made if each.form == form),
            in_use(by.partnership, form, today),
            tuple(each for each in coming if each.form == form),
        )
        for form in word_templates.FORMS
    ]


def in_use(partnership: Partnership, form: str, today: date) -> WordTemplate | None:
    """The template that a form is printed on today; None for the plain paper."""
    found = WordTemplateUse.objects.filter(partnership=partnership, form=form, from_date__lte=today)
    last = found.select_related("template").order_by("-from_date", "-at", "-pk").first()
    return last.template if last is not None else None


def rendered(partnership: Partnership, form: str, document: Document, today: date) -> bytes:
    """A document as a Word file: on the partnership's own paper where it has one for this form, else plain."""
    template = in_use(partnership, form, today)
    return word.render(document) if template is None else word_templates.fill(bytes(template.content), document)


@transaction.atomic
def hand_in(*, by: User, form: str, body: bytes, from_date: date, now: datetime) -> WordTemplate:
    """Keep a Word file as the next version of a form's template, used from a day on. Earlier versions stay.

    ``Invalid`` at ``file`` with every fault of it: macros, its size, unknown placeholders by name.
    """
    check(by, Permission.CHOOSE_TEMPLATES)
    _known(form)
    _check_day(from_date, now)
    if len(body) > word_templates.LARGEST:
        raise Invalid({"file": _("The file is larger than 2 megabytes.")})
    try:
        checked = checking.check("template.docx", body).body
    except checking.Refused as error:
        raise Invalid({"file": _refused(error.why)}) from error
    faults = word_templates.problems(form, checked)
    if faults:
        raise Invalid({"file": " ".join(_fault(code, what) for code, what in faults)})
    last = WordTemplate.objects.filter(partnership=by.partnership, form=form).order_by("-number").first()
    made = WordTemplate.objects.create(
        partnership=by.partnership,
        form=form,
        number=(last.number if last else 0) + 1,
        content=checked,
        sha256=sha256(checked).hexdigest(),
        by=by,
        at=now,
    )
    _use(by, form, made, from_date, now)
    return made


@transaction.atomic
def use_plain(*, by: User, form: str, from_date: date, now: datetime) -> WordTemplateUse:
    """Print a form on the plain paper again, from a day on."""
    check(by, Permission.CHOOSE_TEMPLATES)
    _known(form)
    _check_day(from_date, now)
    return _use(by, form, None, from_date, now)


def template_file(*, by: User, template_id: UUID) -> bytes:
    """A version's own file as it was handed in; ``NotFound`` for one of another partnership."""
    check(by, Permission.CHOOSE_TEMPLATES)
    found = WordTemplate.objects.filter(partnership=by.partnership, pk=template_id).first()
    if found is None:
        raise NotFound("template")
    return bytes(found.content)


def plain_file(*, by: User, form: str) -> bytes:
    """A file to begin with, that has each placeholder of the form."""
    check(by, Permission.CHOOSE_TEMPLATES)
    _known(form)
    return word_templates.plain(form)


def _known(form: str) -> None:
    if form not in word_templates.FORMS:
        raise NotFound("form")


def _check_day(from_date: date, now: datetime) -> None:
    if from_date < clock.london_day(now):
        raise Invalid({"from_date": _("The day must be today or later.")})


def _use(by: User, form: str, template: WordTemplate | None, from_date: date, now: datetime) -> WordTemplateUse:
    made = WordTemplateUse.objects.create(
        partnership=by.partnership, form=form, template=template, from_date=from_date, by=by, at=now
    )
    audit.record(partnership_id=by.partnership_id, by=by, action="word-template.used", subject=made, at=now)
    return made


def _refused(why: checking.Why) -> str:
    said = {
        checking.Why.EMPTY: _("The file is empty."),
        checking.Why.TOO_LARGE: _("The file is too large."),
        checking.Why.MACROS: _("The file holds macros or fetches a template from elsewhere. Save it without them."),
        checking.Why.EMBEDDED: _("Another file is embedded in it. Take it out."),
        checking.Why.LOCKED: _("The file is locked with a password. Save it without one."),
    }
    return said.get(why, _("This is not a Word file (.docx) that can be read."))


def _fault(code: str, what: str) -> str:
    said = {
        "unknown": _("%(what)s is no placeholder of this form."),
        "content": _("%(what)s has to stand once, alone in a paragraph."),
        "margin": _("%(what)s has to stand in the head or foot of the pages."),
        "outside": _("A picture or another part is fetched from elsewhere when it is opened. Put it into the file."),
        "style": _("A style is missing: %(what)s."),
        "unreadable": _("This is not a Word file (.docx) that can be read."),
    }
    return said[code] % {"what": what}
