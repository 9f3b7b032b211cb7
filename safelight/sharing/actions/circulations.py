"""Circulating a paper about a child: who is to have a copy of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access import permissions
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.children import queries as children
from safelight.children.models import Child, PersonAround
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound
from safelight.core.ids import new_reference
from safelight.sharing import papers
from safelight.sharing.copies import CopyKind
from safelight.sharing.models import Circulation, Copy


@dataclass(frozen=True)
class NewRecipient:
    """Somebody who is to have a copy. ``user`` is a colleague with an account, ``person_around`` somebody in the
    child's life; neither is somebody from outside, who needs a sharing decision before it goes."""

    name: str
    role: str
    kind: str
    user: User | None = None
    person_around: PersonAround | None = None
    email: str = ""
    phone: str = ""


def to_circulate(by: User, child_id: UUID) -> Child:
    """The child as stored now, for whoever may send copies about them; else ``NotFound``."""
    permissions.check(by, Permission.CIRCULATE)
    kept = children.get(by, child_id)
    children.check_full_sight(by, kept)
    return kept


@transaction.atomic
def prepare_circulation(
    *,
    by: User,
    child: Child,
    paper: str,
    subject_id: UUID,
    version_id: UUID | None,
    from_at: datetime,
    recipients: Sequence[NewRecipient],
    meeting_id: UUID | None = None,
) -> Circulation:
    """List who is to have a copy of a paper, each the version meant for them. Nothing goes by this.

    ``paper`` is the code of a registered paper (``papers.register``). Whatever has not gone five working days after
    ``from_at`` is late. ``Invalid`` for a recipient who can't be one; ``NotFound`` for who may not circulate.
    """
    kept = to_circulate(by, child.pk)
    papers.paper(paper)
    if not recipients:
        raise Invalid({"recipients": _("Choose who is to have a copy.")})
    made = Circulation.objects.create(
        partnership_id=by.partnership_id,
        child=kept,
        paper=paper,
        subject_id=subject_id,
        version_id=version_id,
        meeting_id=meeting_id,
        from_at=from_at,
        prepared_by=by,
        prepared_at=clock.now(),
    )
    for recipient in recipients:
        _add(by, made, recipient)
    audit.record(
        partnership_id=by.partnership_id,
        by=by,
        action="circulation.prepared",
        subject=made,
        child_id=kept.pk,
        counts={"copies": len(recipients)},
    )
    return made


def _add(by: User, circulation: Circulation, one: NewRecipient) -> Copy:
    if one.kind not in list(CopyKind):
        raise Invalid({"recipients": _("Choose which copy each is to have.")})
    if not one.name.strip():
        raise Invalid({"recipients": _("Say who is to have a copy.")})
    around, user = one.person_around, one.user
    if around is not None and around.child_id != circulation.child_id:
        raise NotFound("person")
    if user is not None and (user.partnership_id != by.partnership_id or not user.is_active):
        raise NotFound("colleague")
    return Copy.objects.create(
        partnership_id=by.partnership_id,
        circulation=circulation,
        reference=_unused_number(by.partnership_id),
        kind=one.kind,
        name=one.name.strip(),
        role=one.role.strip(),
        user=user,
        person=around,
        email=(one.email or (user.email if user else around.email if around else "")).strip(),
        telephone=(one.phone or (user.telephone if user else around.telephone if around else "")).strip(),
    )


def _unused_number(partnership_id: UUID) -> str:
    while True:
        number = "C" + new_reference()[2:]
        if not Copy.objects.filter(partnership_id=partnership_id, reference=number).exists():
            return number
