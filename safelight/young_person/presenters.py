"""What the pages of the young person's plan show. Nothing here comes from anywhere but the child's own copy, what was
typed with them, and whom they chose."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safelight.access.models import User
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core import clock, reading
from safelight.front_door import helplines
from safelight.front_door import queries as front_door
from safelight.front_door.presenters.outside import NO_DOOR_EXIT
from safelight.language import adviser, readability
from safelight.plans import queries as plans
from safelight.young_person import kinds, queries, words
from safelight.young_person.kinds import PARTS, Kind, Part
from safelight.young_person.models import Helper, Language, Passage, YoungPersonPlan
from safelight.young_person.queries import Beside, Halt

_NAMES = (
    "plan",
    "start",
    "autosave",
    "helpers",
    "welsh",
    "sign",
    "worker",
)
YOUNGEST, OLDEST = 7, 16
FEW = 30  # characters: a word or two, not a sentence
ON_EVERY_CARD = (
    helplines.CHILDLINE,
    helplines.MISSING_PEOPLE,
    replace(helplines.EMERGENCY, name=gettext_lazy("In danger")),
)
LANGUAGES = [(each.value, each.label) for each in Language]
WHY_NOT = {
    "kept_from": gettext_lazy("It is kept from the young person’s copy."),
    "not_chosen": gettext_lazy("It was not chosen for the young person’s copy."),
    "given_up": gettext_lazy("It will not be done."),
    "names": gettext_lazy("It names somebody who may pose a risk. Word it without the name in the full plan."),
}


def addresses(child: Child) -> dict[str, str]:
    """Every address of the child's own plan by its name."""
    return {name: reverse(f"young_person:{name}", kwargs={"child_id": child.pk}) for name in _NAMES} | {
        "full_plan": reverse("plans:child", kwargs={"child_id": child.pk})
    }


def name_of(child: Child) -> str:
    """What the young person is called."""
    return child.known_as or child.given_name or _("the young person")


def years(age: float | None) -> int | None:
    """A reading age as it is shown: whole years, rounded up, so that it never looks easier than it is."""
    return None if age is None else math.ceil(age - 0.05)


@dataclass(frozen=True)
class Shown:
    """One passage on the page."""

    id: str
    part: str
    control: str
    label: str
    single: bool
    kind: str
    talk_about: str
    begin: str
    action: str
    beside: str
    action_mark: str
    words: str
    version: int
    put_aside: tuple[str, ...]
    about: dict[str, Any]


def page(young: YoungPersonPlan, user: User) -> dict[str, Any]:
    """The whole page, side by side."""
    with reading.once():
        return _page(young, user)


def _page(young: YoungPersonPlan, user: User) -> dict[str, Any]:
    child = young.child
    aside = queries.put_aside(young, user)
    standing = queries.passages(young)
    shown = [_shown(young, one, [edit.words for edit in aside.get(one.pk, [])], standing) for one in standing]
    chosen = queries.helpers(young)
    return {
        "young": young,
        "to": addresses(child),
        "child_id": child.pk,
        "name": name_of(child),
        "made_by": young.started_by.name.split()[0],
        "parts": [
            {
                "part": part.value,
                "heading": label,
                "passages": [one for one in shown if one.part == part.value],
                "paired": part in kinds.PAIRED,
            }
            for part, label in PARTS.items()
        ],
        "not_your_fault": words.NOT_YOUR_FAULT,
        "not_earned": words.NOT_EARNED,
        "stays": words.STAYS,
        "whole": whole(young),
        "helpers": [{"called": each.called, "trusted": each.trusted} for each in chosen],
        "card": card(young),
        "halts": halt_words(queries.halts(young)),
        "card_halts": halt_words(queries.card_halts(young)),
        "languages": [{"value": value, "text": text, "checked": young.language == value} for value, text in LANGUAGES],
        "signings": queries.signings(young),
        "is_signed": any(each.number == young.number for each in queries.signings(young)),
        "may_pair": bool(queries.pairable(young)),
        "exit_url": exit_address(user),
        "welsh_halts": [] if young.language == Language.ENGLISH else halt_words(queries.halts(young, queries.WELSH)),
    }


def exit_address(user: User) -> str:
    """Where "Exit this page" leads: a page that nobody wonders about."""
    door = front_door.door_of(user.partnership_id)
    return door.exit_url if door else NO_DOOR_EXIT


def _shown(young: YoungPersonPlan, passage: Passage, put_aside: Sequence[str], standing: Sequence[Passage]) -> Shown:
    part = Part(passage.part)
    state = queries.beside(young, passage)
    of_part = [one.pk for one in standing if one.part == part]
    kind = kinds.KINDS[Kind(passage.kind)] if passage.kind else None
    number = of_part.index(passage.pk) + 1
    label = str(PARTS[part])
    if part is Part.GOAL:
        label = _("Goal %(number)s, in %(name)s’s words") % {"number": number, "name": name_of(young.child)}
    elif part is Part.HELP:
        label = _("Promise %(number)s, in plain words") % {"number": number}
    row = passage.action
    return Shown(
        id=str(passage.pk),
        part=part.value,
        control=f"words-{passage.pk}",
        label=label,
        single=part in kinds.SINGLE,
        kind=str(kind.label) if kind else "",
        talk_about=str(kind.talk_about) if kind else "",
        begin=str(kind.begin if kind else words.BEGINNINGS.get(part.value, "")),
        action=row.text if row is not None and state is not Beside.GONE else "",
        beside=state.value,
        action_mark=words.fingerprint(row.text) if row is not None and state is Beside.CHANGED else "",
        words=passage.words,
        version=passage.version,
        put_aside=tuple(put_aside),
        about=about(young, passage),
    )


def about(young: YoungPersonPlan, passage: Passage) -> dict[str, Any]:
    """What is said under a passage: its reading age, what would be easier, kinder, and whom it names."""
    age = children.age_on(young.child, clock.today())
    text = passage.words
    found = queries.measured(text, age)
    return {
        "id": str(passage.pk),
        "age": years(found.age),
        "hard": found.age is not None and found.age > words.AIM,
        "hints": _hints(text, found.hints),
        "language": [
            {"term": each.term, "why": each.why, "instead": each.instead} for each in adviser.check(text, age)
        ],
        "names": list(dict.fromkeys(each.words for each in queries.names(young, text))),
    }


def _hints(text: str, found: Sequence[readability.Hint]) -> list[dict[str, str]]:
    """What would be easier, each once; with the words themselves where they are few."""
    told: dict[tuple[str, str], dict[str, str]] = {}
    for each in found:
        words_there = text[each.start : each.end]
        few = words_there if len(words_there) <= FEW and "\n" not in words_there else ""
        told[few.casefold(), each.hint] = {"words": few, "say": each.hint}
    return list(told.values())


def whole(young: YoungPersonPlan) -> dict[str, Any]:
    """The reading age of all of it, against the young person's age and the aim."""
    age = children.age_on(young.child, clock.today())
    now = years(queries.measured(queries.whole(young), age).age)
    first = years(young.first_reading_age)
    return {
        "now": now,
        "first": first if first != now else None,
        "age": age,
        "aim": int(words.AIM),
        "name": name_of(young.child),
        "reached": now is not None and now <= words.AIM,
        "meter": None if now is None else {"now": _place(now), "aim": _place(int(words.AIM))},
        "youngest": YOUNGEST,
        "oldest": OLDEST,
    }


def _place(age: int) -> int:
    """Where an age stands on a scale of a hundred."""
    return round(100 * (min(max(age, YOUNGEST), OLDEST) - YOUNGEST) / (OLDEST - YOUNGEST))


def card(young: YoungPersonPlan) -> list[dict[str, str]]:
    """The lines of the wallet card: who, when, number."""
    lines = [
        {"who": each.called, "when": each.when_text, "number": each.telephone}
        for each in queries.helpers(young)
        if each.telephone
    ]
    return [*lines, *({"who": str(each.name), "when": "", "number": each.number} for each in ON_EVERY_CARD)]


def halt_words(found: Sequence[Halt]) -> list[str]:
    """Why it can't be printed yet, in words that may stand before the young person."""
    said = {
        Halt.EMPTY: _("Write one goal first."),
        Halt.NAMES: _("Some words look like a name, a place or a number. Only people who help go on this plan."),
        Halt.LOOK_AGAIN: _("The full plan has changed. Look again at the goals that say so."),
        Halt.WELSH: _("The Welsh words are not up to date with the English ones."),
        Halt.WORKER: _("Your worker has something to check first. It can be printed after that."),
    }
    return [said[each] for each in found]


def pair_choices(young: YoungPersonPlan, part: str) -> list[tuple[str, str]]:
    """The rows of the plan that are not beside a passage of this part yet."""
    there = {one.action_id for one in queries.passages(young) if one.part == part}
    return [(str(row.pk), row.text) for row in queries.pairable(young) if row.pk not in there]


def who_choices(young: YoungPersonPlan) -> list[tuple[str, str]]:
    """Whom the young person can choose from, as ``person:ID`` or ``user:ID``; the last is anybody else."""
    people = [
        (f"person:{one.pk}", f"{one.name}, {one.relation}" if one.relation else one.name)
        for one in queries.offered_people(young.child)
    ]
    workers = [
        (f"user:{pk}", one.name_and_role) for pk, one in plans.people_who_work_with(young.child, clock.today()).items()
    ]
    return [*people, *workers, ("else", _("Somebody else"))]


def helper_lines(young: YoungPersonPlan) -> list[dict[str, Any]]:
    """Who helps, as the page of helpers lists them: the same for everybody."""
    return [
        {
            "id": each.pk,
            "called": each.called,
            "number": each.telephone,
            "when": each.when_text,
            "trusted": each.trusted,
        }
        for each in queries.helpers(young)
    ]


def helper_facts(helper: Helper) -> dict[str, Any]:
    """What a coordinator sees of somebody whom a young person chose."""
    person = helper.person
    known = queries.known_as_suspected(helper)
    return {
        "called": helper.called,
        "telephone": helper.telephone,
        "trusted": helper.trusted,
        "at": helper.trusted_at or helper.added_at,
        "from": _("one of the people around the young person")
        if person
        else (
            _("somebody who works with the young person") if helper.user_id else _("a name of the young person’s own")
        ),
        "person": person,
        "known": known,
        "checks": list(helper.checks.all()),
    }


def worker_lines(young: YoungPersonPlan) -> list[dict[str, str]]:
    """What the worker sees to alone."""
    said = {
        "held": _(
            "These words name a person, a place or a number that the record holds about somebody who may pose a risk, "
            "or that stands in a row kept from the young person. Find other words with the young person, without "
            "saying why."
        ),
        "not_checked": _(
            "Nobody has looked yet at whether this person is safe. A coordinator or manager has been asked."
        ),
        "unsafe": _("A coordinator or manager found that this person is not safe. Talk with them before you go on."),
    }
    return [{"what": what, "why": said[why]} for what, why in queries.for_the_worker(young)]


def left_out(young: YoungPersonPlan) -> list[dict[str, Any]]:
    """Rows of the full plan that can't be paired, each reason said once: for the worker alone. What a person kept back
    or worded so that it can't cross comes first; what was simply not chosen is the last, and is folded away."""
    with reading.once():
        there = {row.pk for row in queries.pairable(young)}
        found: dict[str, list[str]] = {code: [] for code in ("names", "kept_from", "given_up", "not_chosen")}
        for row in plans.actions_of(young.plan):
            if row.pk not in there:
                found[queries.why_not(young, row)].append(row.text)
    return [
        {"why": WHY_NOT[code], "rows": rows, "folded": code == "not_chosen"} for code, rows in found.items() if rows
    ]


def known(young: YoungPersonPlan, who: str) -> dict[str, str]:
    """What the record calls somebody who was chosen from the list, and their number where it is safe to ring."""
    for person in queries.offered_people(young.child):
        if who == f"person:{person.pk}":
            safe = children.safe_for_contact(person, "telephone")
            return {"called": person.name, "telephone": person.telephone if safe else ""}
    for pk, worker in plans.people_who_work_with(young.child, clock.today()).items():
        if who == f"user:{pk}":
            return {"called": worker.name, "telephone": worker.telephone}
    return {}


def welsh_lines(young: YoungPersonPlan) -> list[dict[str, Any]]:
    """Each passage that says something: English, its Welsh, and whether that is up to date."""
    return [
        {
            "id": str(one.pk),
            "control": f"welsh-{one.pk}",
            "heading": str(PARTS[Part(one.part)]),
            "english": one.words,
            "welsh": one.welsh,
            "version": one.version,
            "stale": bool(one.welsh.strip()) and not queries.welsh_stands(one),
        }
        for one in queries.passages(young)
        if one.words.strip()
    ]
