"""The plan as a paper that is circulated: for each kind of copy only what was chosen for it (SH-06, PL-13)."""

from dataclasses import replace
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safelight.access.models import User
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.outputs import documents, pdf
from safelight.outputs.content import Document
from safelight.outputs.forms import plan_document
from safelight.outputs.forms.data import PlanOutcomePrint
from safelight.outputs.forms.plan_copy import plan_copy_document
from safelight.plans import queries as plans
from safelight.plans.models import CopyFor, Plan, PlanVersion
from safelight.sharing.copies import CopyKind
from safelight.sharing.papers import Block, LeftOut, Paper, Rendered, Subject, copy_number
from safelight.toolkits import queries as toolkits

_LANGUAGE = "en-gb"
# MASH and police are sent what professionals are: nobody chooses rows for them apart.
_COPIES = {CopyKind.CHILD: CopyFor.CHILD, CopyKind.PARENTS: CopyFor.PARENTS}
# The title among a file's properties, which any list of downloads shows (HZ-19).
NEUTRAL_TITLE = "Document"


def _render(user: User, child: Child, subject_id: UUID, version_id: UUID | None, copy_kind: CopyKind) -> Rendered:
    """One kind of copy of a plan. A row that was kept from them since this version was agreed is not on it either."""
    plan = plans.by_id(user, child.pk, subject_id)
    if not children.sees_in_full(user, child):
        raise NotFound("seen by break-glass only")
    version = plans.version(plan, version_id) if version_id is not None else None
    copy = _COPIES.get(copy_kind, CopyFor.PROFESSIONALS)
    kept_since = _kept_since(plan, version, copy)
    rows = (version.content if version is not None else plans.content(plan))["rows"]
    only = frozenset(row["id"] for row in rows) - frozenset(kept_since)
    said = plans.plan_print(plan, version, copy, only=only)
    with translation.override(_LANGUAGE):
        # Numbered afresh, so that no gap tells of an outcome that is not on this copy.
        outcomes = tuple(
            PlanOutcomePrint(number=number, label=outcome.label, rows=tuple(map(documents.row_print, outcome.rows)))
            for number, outcome in enumerate(said.outcomes, start=1)
        )
        made = _document(user, plan, version, copy, outcomes)
        body = pdf.render(replace(made, title=NEUTRAL_TITLE))
    withheld = [LeftOut(text, why) for text, why in plans.withheld(plan, copy, version)]
    withheld += [LeftOut(row["text"], kept_since[row["id"]]) for row in rows if row["id"] in kept_since]
    return Rendered(pdf=body, left_out=[*withheld, *_never(copy)], preview=_preview(outcomes))


def _document(
    user: User, plan: Plan, version: PlanVersion | None, copy: CopyFor, outcomes: tuple[PlanOutcomePrint, ...]
) -> Document:
    whole = documents.plan_print(user, plan, clock.now(), version)
    stamp = replace(whole.stamp, copy=copy_number() or None)
    if copy is CopyFor.PROFESSIONALS:
        printed = replace(whole, stamp=stamp, outcomes=outcomes, uncovered=())
        return plan_document(toolkits.plan_source_of(plan.definition), printed)
    return plan_copy_document(outcomes, replace(stamp, state=None))


def _kept_since(plan: Plan, version: PlanVersion | None, copy: CopyFor) -> dict[str, str]:
    """Rows of the version that stood on the copy and that somebody has kept from it since: their ids and the reason."""
    if version is None:
        return {}
    now_kept = {str(row.pk): row.kept_from[copy] for row in plans.actions_of(plan) if row.kept_from.get(copy)}
    stood = (row["id"] for row in version.content["rows"] if plans.on_copy(row["copies_for"], row["kept_from"], copy))
    return {each: now_kept[each] for each in stood if each in now_kept}


def _never(copy: CopyFor) -> list[LeftOut]:
    """What is never on such a copy, whatever the plan says."""
    if copy is CopyFor.PROFESSIONALS:
        return [LeftOut(_("What was recognised and has no action"), _("It stands in the record only."))]
    why = _("Nobody chose it for this copy.")
    return [
        LeftOut(_("Address, telephone and date of birth"), why),
        LeftOut(_("The level of risk"), why),
        LeftOut(_("What the child and the parents said, and how they took part"), why),
        LeftOut(_("What was recognised, with an action or without"), why),
    ]


def _preview(outcomes: tuple[PlanOutcomePrint, ...]) -> list[Block]:
    return [
        Block(
            f"{outcome.number}. {outcome.label}",
            tuple(
                "\n".join(part for part in (row.action, row.who, row.when, row.progress) if part)
                for row in outcome.rows
            ),
        )
        for outcome in outcomes
    ]


def _current(_user: User, child: Child) -> Subject | None:
    """The version in force, which counts from the day on which it came into force."""
    plan = plans.current(child)
    version = plans.version_in_force(plan) if plan is not None else None
    if plan is None or version is None:
        return None
    label = _("The plan, version %(number)s") % {"number": version.number}
    return Subject(plan.pk, version.pk, version.at, label)


PLAN = Paper("plan", gettext_lazy("The plan"), _render, _current)
