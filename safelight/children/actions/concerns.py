"""Concerns and disclosures: logged first, joined to a child when there is one, told to whom they must be told."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from safelight.access import permissions
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import queries, spoken
from safelight.children.actions.common import child_to_record_about, needed, not_after, note
from safelight.children.models import AgencyTold, Child, Concern, ConcernChild, Disclosure
from safelight.core import clock
from safelight.core.errors import Invalid, WrongState
from safelight.core.ids import new_reference

# Our own interval: a concern without an indicator is looked at again within a fortnight (PR-17).
LOOK_AGAIN_DAYS = 14

ASK_WHAT = "Say what you have seen or heard, and what worries you. You need not be certain."


@transaction.atomic
def draft_concern(*, by: User, concern: Concern | None = None, version: int = 1, **texts: str) -> Concern:
    """Keep a concern that is not ready: only its author sees it. ``concern`` is the draft to write over.

    ``texts``: what, when_text, where_text, source, about.
    """
    permissions.check(by, Permission.LOG_CONCERN)
    values = {name: text.strip() for name, text in texts.items()}
    if concern is None:
        now = clock.now()
        concern = Concern.objects.create(
            partnership_id=by.partnership_id,
            reference=_unused_reference(by.partnership_id),
            author=by,
            created_at=now,
            look_again_on=clock.london_day(now) + timedelta(days=LOOK_AGAIN_DAYS),
            **values,
        )
        note(by, "concern.drafted", concern)
        return concern
    kept = queries.concern_for(by, concern.pk)
    if kept.state != Concern.State.DRAFT or kept.author_id != by.pk:
        raise WrongState("This concern has been logged. What was written then stays as it is.")
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save_over(version, *values)
    note(by, "concern.draft_saved", kept)
    return kept


@transaction.atomic
def log_concern(
    *,
    by: User,
    what: str,
    children: Iterable[Child] = (),
    when_text: str = "",
    where_text: str = "",
    source: str = "",
    about: str = "",
    urgent: bool = False,
    sent_to_coordinator: bool = False,
    look_again_on: date | None = None,
    draft: Concern | None = None,
) -> Concern:
    """Log a concern: no indicator is needed, and no child need have been found (CH-08).

    With ``children`` (each visible to ``by``) it is linked at once; without, the partnership's coordinator sees it.
    """
    permissions.check(by, Permission.LOG_CONCERN)
    about_children = [child_to_record_about(by, child) for child in children]
    text = needed(what=(what, ASK_WHAT))
    now = clock.now()
    today = clock.london_day(now)
    day = look_again_on or today + timedelta(days=LOOK_AGAIN_DAYS)
    if day < today:
        raise Invalid({"look_again_on": "Choose a day from today on."})
    concern = draft or Concern(
        partnership_id=by.partnership_id,
        reference=_unused_reference(by.partnership_id),
        author=by,
        created_at=now,
    )
    if draft is not None:
        concern = queries.concern_for(by, draft.pk)
        if concern.state != Concern.State.DRAFT or concern.author_id != by.pk:
            raise WrongState("This concern has been logged already.")
    concern.what, concern.when_text, concern.where_text = text["what"], when_text.strip(), where_text.strip()
    concern.source, concern.about = source.strip(), about.strip()
    concern.urgent, concern.sent_to_coordinator, concern.look_again_on = urgent, sent_to_coordinator, day
    concern.state, concern.logged_at = Concern.State.LOGGED, now
    concern.save()
    note(by, "concern.logged", concern)
    for child in about_children:
        _link(by, concern, child)
    return concern


def _unused_reference(partnership_id: UUID) -> str:
    while True:
        reference = "C" + new_reference()[2:]
        if not Concern.objects.filter(partnership_id=partnership_id, reference=reference).exists():
            return reference


def _link(by: User, concern: Concern, child: Child) -> None:
    if ConcernChild.objects.filter(concern=concern, child=child).exists():
        return
    ConcernChild.objects.create(partnership_id=by.partnership_id, concern=concern, child=child, by=by, at=clock.now())
    if concern.state != Concern.State.LINKED:
        concern.state = Concern.State.LINKED
        concern.save_over(concern.version, "state")
    note(by, "concern.linked", concern, child)


@transaction.atomic
def link_concern(*, by: User, concern: Concern, child: Child) -> Concern:
    """Say that a concern is about a child. It may be about several: one record, shown on each child's page (BE-07)."""
    kept = queries.concern_for(by, concern.pk)
    found = child_to_record_about(by, child)
    if kept.state not in (Concern.State.LOGGED, Concern.State.LINKED):
        raise WrongState("Only a concern that is logged, and not closed, can be joined to a child.")
    _link(by, kept, found)
    return kept


@transaction.atomic
def close_concern(*, by: User, concern: Concern, reason: str) -> Concern:
    """Close a concern that is about no child's record, with the reason. One about a child is never closed by itself."""
    permissions.check(by, Permission.LOG_CONCERN)
    kept = queries.concern_for(by, concern.pk)
    if kept.state == Concern.State.LINKED:
        raise WrongState("This concern is part of a child's record. It is answered there, not closed here.")
    if kept.state != Concern.State.LOGGED:
        raise WrongState("Only a logged concern can be closed.")
    if queries.missing_calls(kept):
        raise WrongState("Police and MASH have not been told of this urgent concern. Record who was told first.")
    text = needed(reason=(reason, "Say why the concern is closed."))
    kept.state, kept.closed_reason = Concern.State.CLOSED, text["reason"]
    kept.closed_by, kept.closed_at = by, clock.now()
    kept.save_over(kept.version, "state", "closed_reason", "closed_by", "closed_at")
    note(by, "concern.closed", kept)
    return kept


@transaction.atomic
def send_to_coordinator(*, by: User, concern: Concern) -> Concern:
    """Share a concern with the partnership's coordinator, who then sees it and the children that it is about."""
    kept = queries.concern_for(by, concern.pk)
    if kept.state == Concern.State.DRAFT:
        raise WrongState("Log the concern first.")
    if not kept.sent_to_coordinator:
        kept.sent_to_coordinator = True
        kept.save_over(kept.version, "sent_to_coordinator")
        note(by, "concern.sent_to_coordinator", kept)
    return kept


@transaction.atomic
def record_disclosure(
    *,
    by: User,
    child: Child,
    said_at: datetime,
    words: str,
    present: str,
    where_text: str = "",
    what_was_asked: str = "",
) -> Disclosure:
    """Record what a child told somebody, in the child's own words, and who was there (CH-07). Never changed after."""
    kept = child_to_record_about(by, child)
    now = clock.now()
    not_after("said_at", said_at, now, "The date and time must be in the past.")
    text = needed(
        words=(spoken.bare(words), "Write what the child said, in the child's own words."),
        present=(present, "Say who was there. If nobody else was, say so."),
    )
    disclosure = Disclosure.objects.create(
        partnership_id=by.partnership_id,
        child=kept,
        said_at=said_at,
        words=text["words"],
        present=text["present"],
        where_text=where_text.strip(),
        what_was_asked=what_was_asked.strip(),
        by=by,
        at=now,
    )
    note(by, "disclosure.recorded", disclosure, kept)
    return disclosure


@transaction.atomic
def record_told(
    *,
    by: User,
    agency: str,
    who: str,
    told_at: datetime,
    agency_reference: str,
    concern: Concern | None = None,
    disclosure: Disclosure | None = None,
    words: str = "",
) -> AgencyTold:
    """Record that an agency was told of a concern or a disclosure. Until then it counts as not told (MS-09).

    ``agency_reference`` is the number they gave, or who said that there is none.
    """
    permissions.check(by, Permission.LOG_CONCERN)
    if (concern is None) == (disclosure is None):
        raise ValueError("told of one thing: a concern or a disclosure")
    if concern is not None:
        concern = queries.concern_for(by, concern.pk)
    if disclosure is not None:
        disclosure = queries.disclosure_for(by, disclosure.child_id, disclosure.pk)
    if agency not in AgencyTold.Agency.values:
        raise Invalid({"agency": "Say who was told."})
    text = needed(
        who=(who, "Enter the name of the person you spoke to."),
        agency_reference=(agency_reference, "Enter the reference they gave, or “none given”."),
    )
    now = clock.now()
    not_after("told_at", told_at, now, "The date and time must be in the past.")
    told = AgencyTold.objects.create(
        partnership_id=by.partnership_id,
        concern=concern,
        disclosure=disclosure,
        agency=agency,
        who=text["who"],
        told_at=told_at,
        agency_reference=text["agency_reference"],
        note=words.strip(),
        by=by,
        at=now,
    )
    note(by, "agency.told", told, disclosure.child_id if disclosure is not None else None)
    return told
