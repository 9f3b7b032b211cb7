"""What this room adds to the chronology."""

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children.chronology import ChronologyEntry, EntryKind
from safelight.children.models import Child
from safelight.sharing import queries
from safelight.sharing.models import Circulation, Referral
from safelight.sharing.states import Kind


def entries(user: User, child: Child) -> list[ChronologyEntry]:
    """Each step of each offer: offered, received, accepted or not, taken back, done."""
    return [entry for referral in queries.of_child(child) for entry in _steps(referral)]


def circulated(user: User, child: Child) -> list[ChronologyEntry]:
    """Each copy that went or was recalled, and each decision to share or not."""
    return [entry for one in queries.circulations_of(child) for entry in _went(one)] + [
        ChronologyEntry(
            one.at,
            EntryKind.DOCUMENT,
            _("Decided to share with %(who)s") % {"who": one.recipient}
            if one.share
            else _("Decided not to share with %(who)s") % {"who": one.recipient},
            one.why,
            url=reverse("sharing:decisions", args=[child.pk]),
            by_id=one.by_id,
        )
        for one in queries.decisions_of(child)
    ]


def _went(one: Circulation) -> list[ChronologyEntry]:
    url = reverse("sharing:circulation", args=[one.child_id, one.pk])
    found = []
    for copy in one.copies.all():
        names = {"who": copy.name, "number": copy.reference}
        for sending in copy.sendings.all():
            title = _("Copy %(number)s went to %(who)s") % names
            how = str(sending.get_channel_display())
            found.append(ChronologyEntry(sending.at, EntryKind.DOCUMENT, title, how, url=url, by_id=sending.by_id))
        if copy.recalled_at is not None:
            title = _("Copy %(number)s was recalled from %(who)s") % names
            found.append(
                ChronologyEntry(
                    copy.recalled_at,
                    EntryKind.DOCUMENT,
                    title,
                    copy.recalled_why,
                    url=url,
                    by_id=copy.recalled_by_id,
                )
            )
    return found


def _steps(one: Referral) -> list[ChronologyEntry]:
    agencies = {"sender": one.from_agency.name, "receiver": one.to_agency.name}
    offered = (
        _("%(sender)s offered to transfer the work to %(receiver)s")
        if one.kind == Kind.TRANSFER
        else _("%(sender)s referred to %(receiver)s")
    )
    steps = [
        (one.offered_at, offered, one.why, one.offered_by_id),
        (one.acknowledged_at, _("%(receiver)s received it and is looking at it"), "", one.acknowledged_by_id),
        (
            one.answered_at,
            _("%(receiver)s accepted") if one.worker_id else _("%(receiver)s did not accept"),
            "" if one.worker_id else one.reason,
            one.answered_by_id,
        ),
        (one.withdrawn_at, _("%(sender)s took the offer back"), one.reason, one.withdrawn_by_id),
        (one.done_at, _("%(receiver)s: done"), one.outcome, one.done_by_id),
    ]
    url = reverse("sharing:referral", args=[one.pk])
    return [
        ChronologyEntry(at, EntryKind.RECORD, title % agencies, text, url=url, by_id=by_id)
        for at, title, text, by_id in steps
        if at is not None
    ]
