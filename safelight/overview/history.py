"""What people did about duties, as the chronology tells it: who was told of a child is found there (HZ-02)."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children.chronology import ChronologyEntry, EntryKind
from safelight.children.models import Child
from safelight.duties import queries as duties
from safelight.duties.models import DutyAct, Outcome


def entries(user: User, child: Child) -> Iterable[ChronologyEntry]:
    """Each act that closed a duty about a child, and each that passed one on."""
    for act in duties.acts_for(child.pk):
        yield ChronologyEntry(
            at=act.contact_at or act.at,
            kind=EntryKind.CONTACT if act.contact_name else EntryKind.RECORD,
            title=_title(act),
            text=words(act),
            by_id=act.by_id,
            url=reverse("overview:duty", args=[child.pk, act.key]),
        )


def _title(act: DutyAct) -> str:
    if act.contact_name:
        return _("%(agency)s told") % {"agency": act.contact_role}
    return {
        Outcome.DONE.value: _("Done: %(what)s"),
        Outcome.SET_ASIDE.value: _("Set aside: %(what)s"),
        Outcome.PASSED_ON.value: _("Passed on: %(what)s"),
        Outcome.ACCEPTED.value: _("Taken over: %(what)s"),
    }[act.outcome] % {"what": act.title}


def words(act: DutyAct) -> str:
    """What was written with an act: who was told and their reference, what was done, the answers given."""
    parts = []
    if act.contact_name:
        parts.append(
            _("%(what)s. Told %(who)s, reference %(reference)s.")
            % {"what": act.title, "who": act.contact_name, "reference": act.contact_reference}
        )
    if act.passed_to:
        parts.append(_("To %(name)s.") % {"name": act.passed_to.name})
    parts += [text for text in (act.note, *act.answers.values()) if text]
    return "\n".join(parts)
