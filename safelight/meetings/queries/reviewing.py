"""What a meeting has before it: the rows of the plan, what is due, and what is still open before it can be closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from safelight.children import queries as children
from safelight.children.models import Voice
from safelight.core.clock import london_day
from safelight.duties import registry
from safelight.duties.types import Duty
from safelight.meetings.models import Case, Entry, VoltEntry
from safelight.meetings.queries.records import Written
from safelight.meetings.states import Item, Type, items_for
from safelight.plans import queries as plans
from safelight.plans.models import Action, Plan

# The kinds of entry that answer an item of the closing list by being there.
_BY_ENTRY = {
    Item.LEVEL: Entry.Kind.LEVEL,
    Item.WORK: Entry.Kind.WORK,
    Item.DISRUPTION: Entry.Kind.DISRUPTION,
    Item.CONTACT: Entry.Kind.CONTACT,
    Item.OUTCOME: Entry.Kind.OUTCOME,
}


@dataclass(frozen=True)
class Rows:
    """The rows of the child's open plan that a meeting reviews, in order, by their desired outcome."""

    plan: Plan | None
    rows: tuple[Action, ...]
    outcomes: dict[int, str]

    def left(self, written: Written) -> list[Action]:
        """The rows that nobody has reviewed in this meeting."""
        reviewed = written.last_reviews
        return [row for row in self.rows if row.pk not in reviewed]

    def after(self, row: Action) -> Action | None:
        """The next row, None after the last."""
        found = [each.pk for each in self.rows]
        place = found.index(row.pk) if row.pk in found else -1
        return self.rows[place + 1] if 0 <= place < len(self.rows) - 1 else None

    def before(self, row: Action) -> Action | None:
        """The row before, None before the first."""
        found = [each.pk for each in self.rows]
        place = found.index(row.pk) if row.pk in found else 0
        return self.rows[place - 1] if place > 0 else None


def rows_of(case: Case, written: Written) -> Rows:
    """The plan's open rows, and those that this meeting has ended."""
    plan = plans.current(case.child) if case.child is not None else None
    if plan is None:
        return Rows(None, (), {})
    reviewed = written.last_reviews
    rows = tuple(row for row in plans.actions_of(plan) if row.state not in plans.ENDED or row.pk in reviewed)
    for row in rows:
        row.plan = plan
    return Rows(plan, rows, plans.offers(plan.definition).outcomes)


def actions_by_id(case: Case, ids: Iterable[UUID]) -> dict[UUID, Action]:
    """Actions of the child's plans by id, those taken out since among them."""
    if case.child_id is None:
        return {}
    found = Action.objects.filter(plan__child_id=case.child_id, pk__in=list(ids))
    return {row.pk: row for row in found.order_by("outcome", "position")}


@dataclass(frozen=True)
class Check:
    """One line of the closing list: what, whether it is there, and a word on how far it is."""

    item: Item
    done: bool
    note: str = ""


def checklist(case: Case, written: Written, rows: Rows) -> list[Check]:
    """What this meeting has to come to, and what it has."""
    return [_check(item, written, rows) for item in items_for(Type(case.kind), about_a_child=case.child_id is not None)]


def _check(item: Item, written: Written, rows: Rows) -> Check:
    if item in (Item.CHILD, Item.PARENTS):
        said = written.voice_of(Voice.Whose.CHILD if item is Item.CHILD else Voice.Whose.PARENTS)
        return Check(item, said is not None)
    if item is Item.PLAN:
        total, left = len(rows.rows), len(rows.left(written))
        if not total:
            return Check(item, False, _("There is no plan with open actions."))
        return Check(item, left == 0, _("%(done)s of %(total)s rows") % {"done": total - left, "total": total})
    if item is Item.VOLT:
        there = {entry.kind for entry in written.standing_volt}
        missing = [str(kind.label).lower() for kind in VoltEntry.Kind if kind.value not in there]
        return Check(
            item, not missing, _("Nothing yet about %(kinds)s.") % {"kinds": ", ".join(missing)} if missing else ""
        )
    if item is Item.NEXT:
        found = written.newest(Entry.Kind.NEXT)
        return Check(item, found is not None and found.day is not None)
    return Check(item, written.newest(_BY_ENTRY[item]) is not None)


@dataclass(frozen=True)
class AgendaLine:
    """One thing to talk about: a code, what it is, and why it stands there."""

    code: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Facts:
    """What an agenda is built from."""

    kind: Type
    missing_voice: bool
    overdue: tuple[str, ...]
    to_review: tuple[str, ...]
    red: tuple[str, ...]
    duties: tuple[str, ...]


def agenda_of(case: Case, rows: Rows, now: datetime) -> list[AgendaLine]:
    """The agenda as of now: what is due, and what a meeting of this type always comes to."""
    today = london_day(now)
    child = case.child
    due: list[Duty] = []
    missing = False
    if child is not None:
        due = registry.all_duties(children.facts([child]), now)
        latest = children.latest_voice(child)
        missing = latest is None or not latest.words
    facts = Facts(
        kind=Type(case.kind),
        missing_voice=missing,
        overdue=tuple(row.text for row in rows.rows if row.due_on is not None and row.due_on < today),
        to_review=tuple(row.text for row in rows.rows if _is_due(row, today)),
        red=tuple(row.text for row in rows.rows if row.rag == "red"),
        # The plan's actions stand above; the rest of what is late or due today.
        duties=tuple(
            duty.title
            for duty in due
            if not duty.key.startswith("plan-action.") and duty.due_at is not None and london_day(duty.due_at) <= today
        ),
    )
    return agenda(facts, about_a_child=child is not None)


def _is_due(row: Action, today: date) -> bool:
    return row.due_on is not None and 0 <= (row.due_on - today).days <= 14


def agenda(facts: Facts, *, about_a_child: bool) -> list[AgendaLine]:
    """The lines, the child's own words first. Pure."""
    lines: list[AgendaLine] = []
    if about_a_child:
        lines.append(
            AgendaLine(
                "voice",
                _("What the child says"),
                _("Nobody has written it down lately: ask first.") if facts.missing_voice else "",
            )
        )
    lines += [AgendaLine("red", text, _("Red: it is not moving")) for text in facts.red]
    lines += [AgendaLine("overdue", text, _("Overdue")) for text in facts.overdue if text not in facts.red]
    shown = {*facts.red, *facts.overdue}
    lines += [AgendaLine("review", text, _("Due within two weeks")) for text in facts.to_review if text not in shown]
    lines += [AgendaLine("duty", text, _("Late, or due today")) for text in facts.duties]
    always = {
        Item.LEVEL: _("Is the level of risk still right?"),
        Item.WORK: _("The work agreed, and who does it"),
        Item.VOLT: _("Victims, offenders, locations and themes"),
        Item.DISRUPTION: _("Disruption strategies: what stops the people who cause harm"),
        Item.CONTACT: _("The named contact of the child and of the parents"),
        Item.NEXT: _("The date of the next meeting"),
        Item.OUTCOME: _("What it came to"),
    }
    for item in items_for(facts.kind, about_a_child=about_a_child):
        if item in always:
            lines.append(AgendaLine(item.value, always[item]))
    return lines
