"""What the minutes of one child's part of a meeting say, and what each copy leaves out. Pure but for its rows.

A family's copy has no VOLT, no police information, nothing that one of the family said apart from the others, no reason
why something is missing, and only rows of the plan that were chosen for it. What names somebody who stands in VOLT, and
what nobody who was there is known to have said, waits until a person says that it may go. No copy names another child:
what was typed is read for the names of other children that the record knows.

Each line that a person may leave out or put back has a key, such as ``said-3``; what they said of it is a choice.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from safelight.children.models import Voice
from safelight.children.statements import statements_of
from safelight.meetings.held_back import is_police, named_in
from safelight.meetings.models import Attendee, Case, Contribution, Entry, RowReview, VoltEntry
from safelight.meetings.queries.circulating import is_police_attendee
from safelight.meetings.queries.records import Written
from safelight.meetings.states import Item, Presence, Type, items_for
from safelight.plans import queries as plans
from safelight.plans.models import Action, Rag
from safelight.sharing.copies import CopyKind
from safelight.sharing.papers import LeftOut, LineChoice
from safelight.ui import formats

FAMILY_COPIES = frozenset({CopyKind.CHILD, CopyKind.PARENTS})
# Whose own words stand on which of a family's copies.
_OWN_COPY = {Item.CHILD: CopyKind.CHILD, Item.PARENTS: CopyKind.PARENTS}
# Which of a plan's copies a kind of copy goes by.
_PLAN_COPY = {CopyKind.CHILD: "child", CopyKind.PARENTS: "parents"}


@dataclass(frozen=True)
class RowLine:
    """What was said of one row of the plan: its words, how it goes, what happens now, and who said what."""

    action: str
    how: str
    now: str
    said: tuple[str, ...]
    key: str = ""
    review_key: str = ""
    said_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A heading and its lines."""

    heading: str
    lines: tuple[str, ...]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Minutes:
    """The minutes as they stand on one copy. ``left_out`` is for whoever sends it, never on the copy."""

    title: str
    when: datetime
    place: str
    chair: str
    people: tuple[tuple[str, str, str], ...]  # name and role, agency, whether they came
    words: tuple[Part, ...]
    rows: tuple[RowLine, ...]
    parts: tuple[Part, ...]
    corrections: Part
    left_out: tuple[LeftOut, ...]
    closed_at: datetime | None


def build(
    case: Case,
    written: Written,
    people: Sequence[Attendee],
    actions: Mapping[UUID, Action],
    other_names: Sequence[str],
    copy: CopyKind | None,
    *,
    volt_names: Sequence[str] = (),
    choices: Mapping[str, LineChoice] | None = None,
) -> Minutes:
    """The minutes for one kind of copy; for None the whole record, still without other children's names.

    ``actions`` are the rows of the plan that were talked about, by id; ``volt_names`` whoever stands in VOLT;
    ``choices`` what a person said of single lines of this very copy, by their key.
    """
    return _Minutes(case, written, people, actions, other_names, copy, volt_names, choices or {}).made()


class _Minutes:
    def __init__(
        self,
        case: Case,
        written: Written,
        people: Sequence[Attendee],
        actions: Mapping[UUID, Action],
        other_names: Sequence[str],
        copy: CopyKind | None,
        volt_names: Sequence[str],
        choices: Mapping[str, LineChoice],
    ) -> None:
        self.case, self.written, self.people, self.actions = case, written, people, actions
        self.copy, self.volt_names, self.choices = copy, volt_names, choices
        self.speakers = {one.pk: one for one in people}
        self.names = NoNames(other_names)
        self.left_out: list[LeftOut] = []

    def made(self) -> Minutes:
        meeting = self.case.meeting
        rows = self.rows()
        parts = tuple(part for part in self.parts() if part.lines)
        words = self.words()
        corrections = _keyed(_("Corrections"), self.corrections())
        if self.names.replaced:
            self.left_out.append(
                LeftOut(_("Names of other children"), _("Another child’s name stands on nobody’s copy."))
            )
        return Minutes(
            title=str(meeting.get_kind_display()),
            when=meeting.starts_at,
            place=meeting.place or (_("By video") if meeting.link else ""),
            chair=meeting.chair.name_and_role if meeting.chair is not None else meeting.chair_name,
            people=tuple((one.name_and_role, one.agency, presence_words(one)) for one in self.people),
            words=words,
            rows=rows,
            parts=parts,
            corrections=corrections,
            left_out=tuple(self.left_out),
            closed_at=self.case.closed_at,
        )

    def corrections(self) -> Iterable[tuple[str, str]]:
        """What was wrong; on a family's copy only what somebody said may stand there, for it may be about VOLT."""
        for entry in self.written.all_of(Entry.Kind.CORRECTION):
            held = _("Nobody chose it for this copy.") if entry.police and self.for_family else ""
            key = f"correction-{entry.number}"
            if self.stands_there(key, _("A correction"), entry.words, held):
                told = self.names.without(entry.words)
                yield key, f"{formats.date_and_time(entry.at)}, {entry.by.name_and_role}: {told}"

    def stands_there(self, key: str, what: str, words: str, held: str = "") -> bool:
        """Whether a line stands on this copy: as a person said of it, else unless it is held back, and for what."""
        choice = self.choices.get(key)
        if choice is None and not held:
            return True
        if choice is not None and choice.shown:
            return True
        why = choice.why if choice is not None else held
        self.left_out.append(LeftOut(self.names.without(what), why, key=key, words=self.names.without(words)))
        return False

    def names_somebody(self, words: str) -> str:
        """Why words wait before the family reads them: they name somebody who stands in VOLT. Else empty."""
        name = named_in(words, self.volt_names) if self.for_family else ""
        if not name:
            return ""
        return _("It names “%(name)s”, who stands in VOLT. Put it back only if they may read it.") % {"name": name}

    def why_held(self, said: Contribution) -> str:
        """Why what somebody said waits before the family reads it, else empty."""
        if not self.for_family:
            return ""
        if said.police or is_police(said.speaker) or (said.attendee_id and self.is_of_police(said.attendee_id)):
            return police_is_held()
        if said.attendee_id is None:
            return _("Nobody on the list of who was there is known to have said it.")
        return self.names_somebody(said.words)

    def is_of_police(self, attendee_id: UUID) -> bool:
        one = self.speakers.get(attendee_id)
        return one is None or is_police_attendee(one)

    def told(self, found: Iterable[Contribution]) -> Iterable[tuple[str, str]]:
        """What people said, as far as it stands on this copy."""
        for each in found:
            key, held = f"said-{each.number}", self.why_held(each)
            by_police = bool(held) and held == police_is_held()
            what = _("Something that police said") if by_police else _("Something that was said")
            if self.stands_there(key, what, f"{each.speaker}: {each.words}", held):
                yield key, f"{each.speaker}: {self.names.without(each.words)}"

    @property
    def for_family(self) -> bool:
        return self.copy in FAMILY_COPIES

    def stands(self, action_id: UUID) -> bool:
        """Whether a row of the plan stands on this copy."""
        row = self.actions.get(action_id)
        if self.copy is None:
            return True
        return row is not None and plans.on_copy(
            row.copies_for, row.kept_from, _PLAN_COPY.get(self.copy, "professionals")
        )

    def rows(self) -> tuple[RowLine, ...]:
        """The rows that were reviewed or talked about, in the order of the plan."""
        reviews = self.written.last_reviews
        about = {said.action_id for said in self.written.said if said.action_id} | set(reviews)
        found = []
        for action_id in sorted(about, key=lambda pk: self.place(pk)):
            row = self.actions.get(action_id)
            review = reviews.get(action_id)
            text = review.row_text if review is not None else row.text if row is not None else ""
            if not self.stands(action_id):
                self.left_out.append(LeftOut(text, self.why_not(row)))
                continue
            row_key = f"row-{action_id}"
            if not self.stands_there(row_key, text, ""):
                continue
            part = _keyed("", self.told(each for each in self.written.said if each.action_id == action_id))
            how = now = review_key = ""
            if review is not None:
                how, review_key = self.how(review)
                day = _("by %(day)s") % {"day": formats.date(review.due_on)} if review.due_on else ""
                now = ", ".join(filter(None, (str(review.get_what_now_display()), day)))
            found.append(RowLine(self.names.without(text), how, now, part.lines, row_key, review_key, part.keys))
        return tuple(found)

    def how(self, review: RowReview) -> tuple[str, str]:
        """How a row goes, in a colour and a sentence; the key is the sentence's, where it stands on this copy."""
        words, key = review.words, f"review-{review.number}"
        if words and not self.stands_there(key, _("A sentence about a row"), words, self.names_somebody(words)):
            words, key = "", ""
        return ". ".join(filter(None, (str(Rag(review.rag).label), self.names.without(words)))), key if words else ""

    def place(self, action_id: UUID) -> tuple[int, int, str]:
        row = self.actions.get(action_id)
        return (row.outcome, row.position, str(action_id)) if row is not None else (99, 0, str(action_id))

    def why_not(self, row: Action | None) -> str:
        if row is None or self.copy is None:
            return _("Nobody chose it for this copy.")
        kept = row.kept_from.get(_PLAN_COPY.get(self.copy, "professionals"))
        return kept or _("Nobody chose it for this copy.")

    def words(self) -> tuple[Part, ...]:
        """The child's own words first, then the parents'; or why they are missing."""
        found = []
        about = items_for(Type(self.case.kind), about_a_child=self.case.child_id is not None)
        for item, whose, heading, why in (
            (Item.CHILD, Voice.Whose.CHILD, _("What the child says"), self.case.why_child),
            (Item.PARENTS, Voice.Whose.PARENTS, _("What parents or carers say"), self.case.why_parents),
        ):
            if item not in about:
                continue
            # What one says of the other is theirs: the child may not want it read at home, nor the parents.
            if self.copy in FAMILY_COPIES and self.copy != _OWN_COPY[item]:
                self.left_out.append(LeftOut(heading, _("It was said by somebody else. Ask them before you share it.")))
                continue
            said = self.written.voice_of(whose)
            line = said.words if said is not None and said.words else ""
            key = f"voice-{item.value}"
            if line and not self.stands_there(key, heading, line, self.names_somebody(line)):
                continue
            missing = "" if self.for_family else why or (said.missing_reason if said is not None else "")
            line = self.names.without(line) or (_("Missing, because: %(why)s") % {"why": missing} if missing else "")
            found.append(Part(heading, (line or _("Not recorded"),), (key,) if line else ()))
        return (*found, *self.statements())

    def statements(self) -> Iterable[Part]:
        """What somebody says of words about them that stay (HZ-38); not on a family's copy, where others said it."""
        if self.case.child is not None and not self.for_family:
            for each in statements_of(self.case.child):
                heading = _("%(who)s, about: %(fact)s") % {"who": each.by, "fact": each.about}
                yield Part(heading, (self.names.without(each.words),))

    def parts(self) -> Iterable[Part]:
        yield _keyed(_("What was said"), self.told(each for each in self.written.said if each.action_id is None))
        if self.case.why_plan and not self.for_family:
            yield Part(_("The plan was not reviewed in full"), (self.names.without(self.case.why_plan),))
        level = self.written.newest(Entry.Kind.LEVEL)
        yield self.entry(Item.LEVEL, _("Level of risk"), str(level.get_answer_display()) if level else "")
        yield self.entry(Item.WORK, _("Work agreed"))
        yield self.entry(Item.OUTCOME, _("Outcome"))
        if self.for_family:
            if self.written.newest(Entry.Kind.DISRUPTION):
                self.left_out.append(
                    LeftOut(_("Disruption strategies"), _("They say what is done about others; not for this copy."))
                )
            if self.written.standing_volt:
                self.left_out.append(LeftOut(_("VOLT"), _("It names others and what is known of them.")))
        else:
            yield self.entry(Item.DISRUPTION, _("Disruption strategies"))
        yield self.entry(Item.CONTACT, _("Named contact"))
        yield _keyed(_("Decisions"), self.decisions())
        if not self.for_family:
            yield from self.volt()
        yield self.following()

    def entry(self, item: Item, heading: str, lead: str = "") -> Part:
        """What the meeting came to of an item, or why there is nothing."""
        found, key = self.written.newest(item.value), f"entry-{item.value}"
        if found is not None and item is Item.LEVEL and self.for_family:
            self.left_out.append(LeftOut(_("Why the level is right or not"), _("It may tell what others said.")))
            return Part(heading, (lead,))
        if found is not None:
            if not self.stands_there(key, heading, found.words, self.names_somebody(found.words)):
                return Part(heading, ())
            lines = tuple(filter(None, (lead, self.names.without(found.words))))
            return Part(heading, lines, (*[""] * (len(lines) - 1), key))
        if self.for_family:
            return Part(heading, ())
        why = str(getattr(self.case, f"why_{item.value}"))
        return Part(heading, (_("Missing, because: %(why)s") % {"why": self.names.without(why)},) if why else ())

    def decisions(self) -> Iterable[tuple[str, str]]:
        for each in self.written.all_of(Entry.Kind.DECISION):
            by_police, key = each.police and self.for_family, f"decision-{each.number}"
            held = police_is_held() if by_police else self.names_somebody(f"{each.words} {each.who}")
            what = _("Something that police said") if by_police else _("A decision")
            if self.stands_there(key, what, each.words, held):
                day = formats.date(each.day) if each.day else ""
                yield key, ". ".join(filter(None, (self.names.without(each.words).rstrip("."), each.who, day)))

    def volt(self) -> Iterable[Part]:
        without = self.names.without
        for kind in VoltEntry.Kind:
            lines = tuple(
                ". ".join(
                    filter(None, (without(each.words).rstrip("."), without(each.known).rstrip("."), source_words(each)))
                )
                for each in self.written.standing_volt
                if each.kind == kind.value
            )
            yield Part(f"VOLT: {kind.label}", lines)
        if self.case.why_volt:
            yield Part(_("VOLT is not complete"), (self.names.without(self.case.why_volt),))

    def following(self) -> Part:
        found = self.written.newest(Entry.Kind.NEXT)
        if found is None or found.day is None:
            return self.entry(Item.NEXT, _("Next meeting"))
        words = [formats.date(found.day), formats.time(found.time) if found.time else "", found.words]
        return Part(_("Next meeting"), (", ".join(filter(None, words)),))


def _keyed(heading: str, lines: Iterable[tuple[str, str]]) -> Part:
    """A part of lines, each with its key."""
    found = list(lines)
    return Part(heading, tuple(words for _key, words in found), tuple(key for key, _words in found))


class NoNames:
    """Takes the names of other children out of what was typed."""

    def __init__(self, names: Sequence[str]) -> None:
        found = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        self._pattern = re.compile(rf"\b(?:{found})\b", re.IGNORECASE) if found else None
        self.replaced = 0

    def without(self, words: str) -> str:
        """The words, each such name replaced."""
        if self._pattern is None or not words:
            return words
        told, count = self._pattern.subn(_("another child"), words)
        self.replaced += count
        return told


def police_is_held() -> str:
    """Why what police said does not stand on a family's copy."""
    return _("Police information is not for this copy.")


def source_words(entry: VoltEntry) -> str:
    """Who said so, in general."""
    return _("From: %(who)s") % {"who": entry.source} if entry.source else ""


def presence_words(one: Attendee) -> str:
    """Whether somebody came, in the words of the minutes."""
    return {
        Presence.ATTENDED: _("Came"),
        Presence.APOLOGIES: _("Sent apologies"),
        Presence.ABSENT: _("Did not come"),
        Presence.NOT_SAID: _("Not recorded"),
    }[Presence(one.presence)]
