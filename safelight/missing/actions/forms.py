"""Keeping what was typed into a form that could not be saved as it was."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from safelight.access.models import User
from safelight.children.models import Child
from safelight.missing import permissions
from safelight.missing.actions.common import record
from safelight.missing.models import KeptForm


@transaction.atomic
def keep_form(*, by: User, child: Child, form: str, body: Mapping[str, str], now: datetime) -> KeptForm:
    """Keep what ``by`` typed into ``form`` about the child, in place of what was kept before."""
    permissions.check_may_report(by, child)
    kept, _made = KeptForm.objects.update_or_create(
        child=child, by=by, form=form, defaults={"partnership_id": child.partnership_id, "body": dict(body), "at": now}
    )
    record(by, "missing.form_kept", kept, child, now)
    return kept


@transaction.atomic
def drop_form(*, by: User, child: Child, form: str) -> None:
    """It was saved, so nothing is kept any more."""
    permissions.check_may_report(by, child)
    KeptForm.objects.filter(child=child, by=by, form=form).delete()
