"""The smaller pages of a plan: choosing, one action, sending, answering, versions, differences."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children.models import Child
from safelight.core import clock, reading
from safelight.plans import queries
from safelight.plans.coverage import Recognised
from safelight.plans.hints import Hint
from safelight.plans.models import Action, ActionEdit, Plan, PlanVersion, Rag
from safelight.plans.presenters import words
from safelight.plans.presenters.colours import how_long
from safelight.plans.presenters.page import (
    addresses,
    columns,
    counts,
    gap_panel,
    outcome_blocks,
    row_addresses,
    title,
    voice,
)
from safelight.plans.snapshots import FieldChange
from safelight.plans.states import ACTION_MOVES, ActionState
from safelight.plans.windows import window
from safelight.ui.formats import date_and_time


def form_choices(plan: Plan, row: Action | None) -> dict[str, Any]:
    """What a row's form offers: people who work with the child, what was recognised, and the fields for evidence."""
    people = queries.people_who_work_with(plan.child, clock.today())
    if row is not None and row.owner is not None:
        people.setdefault(row.owner.pk, row.owner)
    codes = [(each.code, each.label) for each in queries.recognised(plan)]
    if row is not None:
        here = {code for code, _label in codes}
        codes += [(code, _("Recognised in an earlier assessment")) for code in row.covers if code not in here]
    return {
        "people": [(str(pk), person.name_and_role) for pk, person in people.items()],
        "recognised": codes,
        "evidence": row is not None and row.window_hours is not None,
    }


def choices_for(plan: Plan, outcome: int | None, code: str) -> dict[str, Any]:
    """What the template offers, for one outcome or one thing that was recognised. Nothing is preselected (PL-01)."""
    with reading.once():
        return _choices_for(plan, outcome, code)


def _choices_for(plan: Plan, outcome: int | None, code: str) -> dict[str, Any]:
    offers = queries.offers(plan.definition)
    there = {row.source_code for row in queries.actions_of(plan)}
    cover = offers.covers.get(code) if code else None
    if code:
        actions = list(cover.actions) if cover else []
        options = list(cover.options) if cover else []
        strategies = list(cover.strategies) if cover else []
    else:
        actions = [each for each, number in offers.outcome_of.items() if number == outcome]
        strategies = [each.code for each in offers.kit.strategies if set(each.actions) & set(actions)]
        aims = {aim for each in strategies for aim in offers.strategies[each].aims}
        options = [option.code for aim in offers.aims if aim.code in aims for option in aim.options]
    return {
        "actions": [_offered(offers, each, there) for each in actions],
        "options": [_offered(offers, each, there) for each in options],
        "strategies": [_offered(offers, each, there) for each in strategies],
        "aims": [
            {
                "title": f"{aim.number}. {aim.label}",
                "options": [_offered(offers, option.code, there) for option in aim.options],
            }
            for aim in offers.aims
        ],
        "disruption_note": offers.kit.disruption.note if offers.kit.disruption is not None else "",
        "ours": bool(cover and cover.ours),
        "cover_note": cover.note if cover and cover.note else "",
        "none_in_source": bool(code) and (cover is None or cover.none_in_source),
    }


def _offered(offers: queries.Offers, code: str, there: set[str]) -> dict[str, Any]:
    if code in offers.actions:
        action = offers.actions[code]
        facts = [action.who or "", action.when or "", *power_words(offers, code)]
        return _offer(code, action.label, facts, action.note, action.today.text if action.today else "", there)
    if code in offers.options:
        option = offers.options[code]
        who = [words.agency_name(each) for each in option.who]
        led = [_("Only or led by: %s") % ", ".join(who)] if who else []
        offer = _offer(code, option.label, [*led, *power_words(offers, code)], option.note, "", there)
        return {**offer, "caution": option.kind == "caution"}
    strategy = offers.strategies[code]
    return _offer(code, strategy.label, [], strategy.meaning, strategy.today.text if strategy.today else "", there)


def power_words(offers: queries.Offers, code: str) -> list[str]:
    """Each power that it rests on, who can use it, and by which law (DT-03)."""
    found = []
    for power in offers.powers(code):
        who = words.listed(words.agency_name(each) for each in power.who)
        said = _("%(power)s: %(who)s, %(basis)s") % {"power": power.title, "who": who, "basis": power.basis}
        found.append(said if power.verified else said + " " + _("(nobody has checked this)"))
    return found


def _offer(
    code: str, label: str, facts: Sequence[str], note: str | None, today: str, there: set[str]
) -> dict[str, Any]:
    return {
        "code": code,
        "label": label,
        "facts": ". ".join(fact for fact in facts if fact),
        "note": note or "",
        "today": today,
        "there": code in there,
        "caution": False,
    }


def action_page(row: Action) -> dict[str, Any]:
    """One action with its history: what it is, what was said of it, where it may go from here."""
    plan = row.plan
    labels = {each.code: each.label for each in queries.recognised(plan)}
    now = ActionState(row.state)
    moves = [now, *(state for state in ActionState if state in ACTION_MOVES[now])]
    # Only a manager's agreement makes a proposed action agreed.
    moves = [state for state in moves if state == now or state != ActionState.AGREED]
    best = window(row.window_hours, row.window_from, row.added_at) if row.window_hours is not None else None
    values = queries.values_of(row)
    colour, at = queries.since([row.pk]).get(row.pk, ("", None))
    red_since = at if row.rag == colour == Rag.RED else None
    return {
        "row": row,
        "red_since": red_since,
        "red_long": how_long(red_since, clock.now()),
        "to": addresses(plan.child_id),
        "row_to": row_addresses(plan.child_id, row.pk),
        "when": words.when_words({**values, "window_hours": row.window_hours}),
        "answers": [labels[code] for code in row.covers if code in labels],
        "states": [(state.value, words.action_state(state)) for state in moves],
        "state_words": words.action_state(row.state),
        "notes": [{"note": note, "state": words.action_state(note.state)} for note in queries.notes_of(row)],
        "best_until": best.until if best else None,
        "is_proposed": now == ActionState.PROPOSED,
    }


def row_hints(row: Action) -> dict[str, list[Hint]]:
    """By field, what the row still lacks. Hints never stop anybody (PL-04)."""
    found: dict[str, list[Hint]] = {}
    for each in queries.hints_for(row):
        found.setdefault(each.field, []).append(each)
    return found


def today_words(row: Action) -> str:
    """How the toolkit's wording of this action is better said today, where the definitions have it."""
    return queries.offers(row.plan.definition).today_of(row.source_code, row.text)


def history(row: Action) -> dict[str, Any]:
    """Every value of a row that gave way to another: nothing typed is lost."""
    names, people, labels = words.field_names(), _people(row.plan.child), _labels(row.plan)
    return {
        "row": row,
        "to": addresses(row.plan.child_id),
        "edits": [
            {
                "field": names.get(edit.field, edit.field),
                "value": words.value_words(edit.field, edit.value, people, labels),
                "kind": edit.get_kind_display(),
                "by": edit.by.name_and_role,
                "at": edit.at,
            }
            for edit in queries.edits_of(row)
        ],
    }


def put_aside(row: Action, user: User) -> dict[str, Any]:
    """By field, what this person typed into the row as it now stands and could not be taken (BE-08)."""
    mine = [
        edit
        for edit in queries.edits_of(row)
        if edit.kind == ActionEdit.Kind.PUT_ASIDE and edit.by_id == user.pk and edit.version == row.version
    ]
    return {edit.field: edit.value for edit in reversed(mine)}


def conflicts(row: Action, user: User, version: int) -> list[dict[str, Any]]:
    """Before, theirs and mine of each field that waits for a choice. ``version`` is what I had opened."""
    names, people, labels = words.field_names(), _people(row.plan.child), _labels(row.plan)
    before, theirs = queries.values_at(row, version), queries.values_of(row)
    return [
        {
            "field": field,
            "label": names.get(field, field),
            "before": words.value_words(field, before.get(field), people, labels),
            "theirs": words.value_words(field, theirs.get(field), people, labels),
            "mine": words.value_words(field, mine, people, labels),
        }
        for field, mine in put_aside(row, user).items()
        if mine != theirs.get(field)
    ]


def _people(child: Child) -> dict[str, str]:
    return {str(pk): person.name_and_role for pk, person in queries.people_who_work_with(child, clock.today()).items()}


def _labels(plan: Plan) -> dict[str, str]:
    return {each.code: each.label for each in queries.recognised(plan)}


def submit_page(plan: Plan, user: User) -> dict[str, Any]:
    """Before sending: what the manager will see that is still open, and who may be asked."""
    rows = list(queries.actions_of(plan))
    known = queries.coverage_of(plan, rows)
    hinted = [{"row": row, "hints": queries.hints_for(row)} for row in rows]
    managers = queries.managers_for(plan, user)
    return {
        "plan": plan,
        "to": addresses(plan.child_id),
        "gaps": gap_panel(plan, known, None),
        "hinted": [each for each in hinted if each["hints"]],
        "managers": [
            *((str(person.pk), person.name_and_role) for person in managers),
            ("", _("Any manager who sees the child")),
        ],
        "nobody": not managers,
        "counts": counts(len(rows), sum(len(queries.hints_for(row)) for row in rows), len(known.uncovered)),
    }


def answer_page(plan: Plan, sent: PlanVersion) -> dict[str, Any]:
    """What a manager reads: the rows as they were sent, each with its hints, the gaps, what changed."""
    labels = _labels(plan)
    rows = {str(row.pk): row for row in queries.actions_of(plan)}
    blocks = outcome_blocks(plan, sent.content["rows"], labels)
    for block in blocks:
        for row in block["rows"]:
            row["hints"] = queries.hints_for(rows[row["key"]]) if row["key"] in rows else []
    then = queries.before(plan, sent)
    return {
        "plan": plan,
        "sent": sent,
        "to": addresses(plan.child_id),
        "title": title(plan),
        "voice": voice(plan.child),
        "outcomes": blocks,
        "columns": columns(),
        "gaps": gap_panel(plan, queries.coverage_of(plan), None),
        "changes": _changes(plan, then, sent) if then is not None else None,
        "row_ids": [row["id"] for row in sent.content["rows"]],
    }


def version_page(plan: Plan, shown: PlanVersion) -> dict[str, Any]:
    """A version as it was kept, and what changed since the one in force before it (PL-08)."""
    content = shown.content
    labels = {each["code"]: each["label"] for name in ("covered", "uncovered", "gaps") for each in content[name]}
    then = queries.before(plan, shown)
    return {
        "plan": plan,
        "shown": shown,
        "to": addresses(plan.child_id),
        "state_words": words.plan_state(shown.state),
        "outcomes": outcome_blocks(plan, content["rows"], labels),
        "columns": columns(),
        "content": content,
        "uncovered": [
            *({**each, "kind_words": words.kind_words(each)} for each in content["uncovered"]),
            *({**each, "kind_words": words.kind_words(each)} for each in content["gaps"]),
        ],
        "before": then,
        "changes": _changes(plan, then, shown) if then is not None else None,
        "answers": [answer for answer in queries.answers(plan) if answer.version_id == shown.pk],
        "written_at": date_and_time(shown.at),
    }


def _changes(plan: Plan, then: PlanVersion, now: PlanVersion) -> dict[str, Any]:
    found = queries.changes_since(plan, then, now)
    people, names = _people(plan.child), words.field_names()
    labels = _labels(plan) | {
        each["code"]: each["label"]
        for content in (then.content, now.content)
        for name in ("covered", "uncovered", "gaps")
        for each in content[name]
    }
    kinds: Mapping[str, str] = {"added": _("Added"), "removed": _("Taken out"), "changed": _("Changed")}

    def fields(changed: Sequence[FieldChange]) -> list[dict[str, str]]:
        return [
            {
                "name": names.get(each.field, each.field),
                "before": words.value_words(each.field, each.before, people, labels),
                "after": words.value_words(each.field, each.after, people, labels),
            }
            for each in changed
        ]

    return {
        "from": then,
        "any": bool(found),
        "header": fields(found.header),
        "rows": [
            {"kind": kinds[row.kind], "outcome": row.outcome, "text": row.text, "fields": fields(row.fields)}
            for row in found.rows
        ],
        "gaps": fields(found.gaps),
    }


def recognised_for(plan: Plan, code: str) -> Recognised | None:
    """What was recognised under this code, if it was."""
    return next((each for each in queries.recognised(plan) if each.code == code), None)
