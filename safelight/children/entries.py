"""What this room adds to the chronology."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children import queries, shared
from safelight.children.chronology import ChronologyEntry, EntryKind
from safelight.children.models import Child, ChildEdit, Concern, ContactNote, Voice
from safelight.core.clock import LONDON
from safelight.ui.formats import quoted


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=LONDON)


def entries(user: User, child: Child) -> list[ChronologyEntry]:
    """Concerns, disclosures, voices, contacts, promises and changes of who works with the child."""
    found: list[ChronologyEntry] = []
    links = queries.concern_links([child.pk])
    concerns = [link.concern for link in links if link.concern.state != Concern.State.DRAFT]
    for view in shared.as_seen(user, concerns, child):
        found.append(
            ChronologyEntry(
                at=view.concern.logged_at or view.concern.created_at,
                kind=EntryKind.CONCERN,
                title=_("Concern"),
                text=view.what,
                by_id=view.concern.author_id,
                url=reverse("children:concern", args=[view.concern.pk]),
            )
        )
        found += [
            ChronologyEntry(told.told_at, EntryKind.CONTACT, _told_title(told.get_agency_display()), told.who)
            for told in queries.told_of(view.concern)
        ]
    found += _disclosures(child)
    found += _voices(child)
    found += contacts(child)
    found += _promises(child)
    found += _record(child)
    return found


def _told_title(agency: str) -> str:
    return _("%(agency)s told") % {"agency": agency}


def _disclosures(child: Child) -> Iterable[ChronologyEntry]:
    for disclosure in queries.disclosures_of([child.pk]):
        url = reverse("children:disclosure", args=[child.pk, disclosure.pk])
        yield ChronologyEntry(
            disclosure.said_at,
            EntryKind.DISCLOSURE,
            _("Disclosure"),
            disclosure.words,
            url=url,
            by_id=disclosure.by_id,
        )
        for told in queries.told_of(disclosure):
            title = _told_title(told.get_agency_display())
            yield ChronologyEntry(told.told_at, EntryKind.CONTACT, title, told.who, url=url, by_id=told.by_id)


def _voices(child: Child) -> Iterable[ChronologyEntry]:
    for voice in queries.all_voices(child):
        whose = _("Own words") if voice.whose == Voice.Whose.CHILD else _("Parents’ or carers’ words")
        text = quoted(voice.words) if voice.words else _("Missing: %(why)s") % {"why": voice.missing_reason}
        yield ChronologyEntry(_noon(voice.said_on), EntryKind.VOICE, whose, text, day_only=True, by_id=voice.by_id)


def contacts(child: Child) -> Iterable[ChronologyEntry]:
    """Visits, calls, messages and tries."""
    for contact in ContactNote.objects.filter(child=child):
        text = f"{contact.with_whom}: {contact.words}" if contact.with_whom else contact.words
        if contact.next_way:
            text = _("%(what)s Next: %(next)s") % {"what": text, "next": contact.next_way}
        yield ChronologyEntry(
            contact.happened_at, EntryKind.CONTACT, contact.get_kind_display(), text, by_id=contact.by_id
        )


def _promises(child: Child) -> Iterable[ChronologyEntry]:
    for promise in queries.promises_to(child.pk):
        yield ChronologyEntry(
            _noon(promise.made_on),
            EntryKind.PROMISE,
            promise.get_kind_display(),
            promise.words,
            day_only=True,
            by_id=promise.by_id,
        )
        if promise.ended_at:
            yield ChronologyEntry(
                promise.ended_at,
                EntryKind.PROMISE,
                promise.get_outcome_display(),
                promise.outcome_note or promise.words,
                by_id=promise.ended_by_id,
            )


def _record(child: Child) -> Iterable[ChronologyEntry]:
    yield ChronologyEntry(child.created_at, EntryKind.RECORD, _("Record opened"), by_id=child.created_by_id)
    for involvement in queries.worked_with(child.pk):
        who = involvement.user.name_and_role
        for day, title in (
            (involvement.since, _("Began working with the child")),
            (involvement.until, _("Stopped working with the child")),
        ):
            if day is not None:
                yield ChronologyEntry(_noon(day), EntryKind.RECORD, title, who, day_only=True)
    seen: set[int] = set()
    url = reverse("children:history", args=[child.pk])
    for edit in ChildEdit.objects.filter(child=child).order_by("version"):
        if edit.version not in seen:
            seen.add(edit.version)
            yield ChronologyEntry(edit.at, EntryKind.RECORD, _("Details corrected"), url=url, by_id=edit.by_id)
