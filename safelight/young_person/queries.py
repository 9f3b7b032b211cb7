"""Reading the young person's plan: its passages and helpers, what may stand in it, and why it can't be printed yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from safelight.access.models import User
from safelight.children import queries as children
from safelight.children.models import Child, PersonAround
from safelight.core import reading
from safelight.core.errors import NotFound
from safelight.language import readability
from safelight.plans import queries as plans
from safelight.plans.models import Action, CopyFor, Plan
from safelight.plans.states import ActionState
from safelight.young_person import crossing
from safelight.young_person.kinds import PAIRED, PARTS, Part
from safelight.young_person.models import (
    Helper,
    HelperCheck,
    Language,
    NoName,
    Passage,
    PassageEdit,
    Signing,
    YoungPersonPlan,
)
from safelight.young_person.words import fingerprint

__all__ = [
    "ENGLISH",
    "WELSH",
    "Beside",
    "Halt",
    "Measured",
    "User",
    "YoungPersonPlan",
    "beside",
    "card_halts",
    "checked",
    "content",
    "current",
    "for_the_worker",
    "get",
    "halts",
    "held",
    "helper_for",
    "helpers",
    "holds",
    "known_as_suspected",
    "may_stand",
    "measured",
    "names",
    "no_names",
    "of_children",
    "offered_people",
    "pairable",
    "passage_for",
    "passages",
    "put_aside",
    "signed_of",
    "signing",
    "signings",
    "spoken",
    "unchecked",
    "unchecked_seen_by",
    "welsh_stands",
    "whole",
    "why_not",
]

MOST_WAITING = 50
ENGLISH, WELSH = Language.ENGLISH.value, Language.WELSH.value


class Beside(StrEnum):
    """How a passage stands to the action that it comes from."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


class Halt(StrEnum):
    """Why it is not printed or sent yet. ``WORKER`` never says what for: it is shown before the young person."""

    EMPTY = "empty"
    NAMES = "names"
    LOOK_AGAIN = "look_again"
    WELSH = "welsh"
    WORKER = "worker"


def _all() -> QuerySet[YoungPersonPlan]:
    helpers = Helper.objects.filter(removed_at__isnull=True).select_related("person", "user")
    return YoungPersonPlan.objects.select_related("child__partnership", "plan", "started_by").prefetch_related(
        Prefetch(
            "passages", Passage.objects.filter(removed_at__isnull=True).select_related("action"), to_attr="standing"
        ),
        Prefetch(
            "helpers",
            helpers.prefetch_related(Prefetch("checks", HelperCheck.objects.order_by("-at"))),
            to_attr="chosen",
        ),
        "no_names",
    )


def current(child: Child) -> YoungPersonPlan | None:
    """The young person's plan beside the child's open plan, if it has been begun."""
    return _all().filter(child=child, plan__state__in=plans.OPEN).first()


def get(user: User, child_id: UUID | str) -> YoungPersonPlan:
    """The young person's plan of a child that the user sees in full, else ``NotFound``."""
    child = children.get(user, child_id)
    children.check_full_sight(user, child)
    found = current(child)
    if found is None:
        raise NotFound("young person's plan")
    return found


def passages(young: YoungPersonPlan) -> list[Passage]:
    """What stands in it, part by part in the order of the page."""
    order = list(Part)
    found: list[Passage] = getattr(young, "standing", None) or list(
        Passage.objects.filter(young_plan=young, removed_at__isnull=True).select_related("action")
    )
    return sorted(found, key=lambda one: (order.index(Part(one.part)), one.position, one.added_at))


def passage_for(young: YoungPersonPlan, passage_id: UUID | str) -> Passage:
    """One passage of it that has not been taken out, else ``NotFound``."""
    found = next((one for one in passages(young) if str(one.pk) == str(passage_id)), None)
    if found is None:
        raise NotFound("passage")
    return found


def helpers(young: YoungPersonPlan) -> list[Helper]:
    """Who helps, the trusted adult first."""
    found: list[Helper] | None = getattr(young, "chosen", None)
    if found is None:
        found = list(
            Helper.objects.filter(young_plan=young, removed_at__isnull=True)
            .select_related("person", "user")
            .prefetch_related(Prefetch("checks", HelperCheck.objects.order_by("-at")))
        )
    return sorted(found, key=lambda one: (not one.trusted, one.added_at))


def helper_for(young: YoungPersonPlan, helper_id: UUID | str) -> Helper:
    """One helper who stands on it, else ``NotFound``."""
    found = next((one for one in helpers(young) if str(one.pk) == str(helper_id)), None)
    if found is None:
        raise NotFound("helper")
    return found


def checked(helper: Helper) -> str:
    """What the last look at a helper came to; empty where nobody has looked."""
    last = next(iter(helper.checks.all()), None)
    return last.outcome if last else ""


def may_stand(helper: Helper) -> bool:
    """Whether a helper may be printed. Somebody found unsafe never; somebody not checked only after a look (SH-06)."""
    found = checked(helper)
    if found:
        return found == HelperCheck.Outcome.SAFE
    if helper.person is not None:
        person = helper.person
        return person.kind != PersonAround.Kind.RISK and person.safe == PersonAround.Safe.SAFE
    return helper.user_id is not None


def offered_people(child: Child) -> list[PersonAround]:
    """Whom the young person can choose from: people around them, but for those who pose a risk or are not safe.

    Who is missing here can still be named by the young person, and looks like anybody else so named.
    """
    return [
        person
        for person in children.people_around(child)
        if person.kind != PersonAround.Kind.RISK and person.safe != PersonAround.Safe.UNSAFE
    ]


def spoken(young: YoungPersonPlan) -> list[str]:
    """Names that may stand in the plan: the young person's own, and the helpers' with their numbers."""
    child = young.child
    own = [child.given_name, child.known_as, child.family_name]
    return [each for each in [*own, *(text for one in helpers(young) for text in (one.called, one.telephone))] if each]


def names(young: YoungPersonPlan, text: str, language: str = ENGLISH) -> list[crossing.Outside]:
    """What looks like a name, a place or a number in ``text`` and is no helper's: the same whoever is known."""
    allowed = (one.words for one in young.no_names.all())
    return crossing.outside(text, spoken(young), allowed, english=language == ENGLISH)


def held(child: Child, plan: Plan) -> list[str]:
    """Names, places and numbers that the record holds about people who pose a risk, or in rows kept from the child.

    For refusing alone. What stands on the child's own copy of the plan, and the child's names, are no secret.
    """

    def read() -> list[str]:
        suspected = PersonAround.objects.filter(
            Q(kind=PersonAround.Kind.RISK) | Q(safe=PersonAround.Safe.UNSAFE), child=child
        )
        found = [
            text
            for person in suspected
            for text in (person.name, person.telephone, person.email, *person.address.splitlines())
            if text.strip()
        ]
        for row in Action.objects.filter(plan=plan):
            if not plans.on_copy(row.copies_for, row.kept_from, CopyFor.CHILD):
                found += crossing.names_in(f"{row.text}\n{row.progress}")
        return found

    return reading.kept(("young_person.held", plan.pk), read)


def holds(young: YoungPersonPlan, text: str) -> bool:
    """Whether ``text`` holds something of ``held``; the answer is for the worker alone."""
    own = [young.child.given_name, young.child.known_as, young.child.family_name]
    safe = [one.called for one in helpers(young) if may_stand(one)]
    return crossing.holds(text, held(young.child, young.plan), [*own, *safe])


def pairable(young: YoungPersonPlan) -> list[Action]:
    """The rows of the plan that a goal may come from: on the child's copy, not kept from them, not given up, and
    naming nobody who is suspected."""
    return [row for row in plans.actions_of(young.plan) if _crosses(young, row)]


def why_not(young: YoungPersonPlan, row: Action) -> str:
    """Why a row of the plan can't be paired, for the worker: a code."""
    if CopyFor.CHILD in row.kept_from:
        return "kept_from"
    if CopyFor.CHILD not in row.copies_for:
        return "not_chosen"
    return "given_up" if row.state == ActionState.NOT_DONE else "names"


def known_as_suspected(helper: Helper) -> bool:
    """Whether the record holds somebody of this name or number who may pose a risk; for whoever looks, never a page."""
    young = helper.young_plan
    suspected = held(young.child, young.plan)
    return crossing.holds(f"{helper.called} {helper.telephone}", suspected)


def _crosses(young: YoungPersonPlan, row: Action) -> bool:
    return (
        row.removed_at is None
        and row.state != ActionState.NOT_DONE
        and plans.on_copy(row.copies_for, row.kept_from, CopyFor.CHILD)
        and not holds(young, row.text)
    )


def beside(young: YoungPersonPlan, passage: Passage) -> Beside:
    """Whether the action still stands on the child's copy and says what it said when both were last read (YP-03)."""
    row = passage.action
    if row is None:
        return Beside.SAME
    if row.plan_id != young.plan_id or not _crosses(young, row):
        return Beside.GONE
    return Beside.SAME if fingerprint(row.text) == passage.beside else Beside.CHANGED


def welsh_stands(passage: Passage) -> bool:
    """Whether the Welsh words translate the English as it is now (HZ-42)."""
    return bool(passage.welsh.strip()) and passage.welsh_of == fingerprint(passage.words)


def put_aside(young: YoungPersonPlan, user: User) -> dict[UUID, list[PassageEdit]]:
    """By passage, words of this person that met others saved before them, until they save there again."""
    ids = [one.pk for one in passages(young)]
    found: dict[UUID, list[PassageEdit]] = {}
    for edit in PassageEdit.objects.filter(passage_id__in=ids, by=user).order_by("at", "version"):
        if edit.kind == PassageEdit.Kind.PUT_ASIDE:
            found.setdefault(edit.passage_id, []).append(edit)
        else:
            found.pop(edit.passage_id, None)
    return {key: edits for key, edits in found.items() if edits}


@dataclass(frozen=True)
class Measured:
    """What a text reads like: the age, None for too little text, and hints with their places."""

    age: float | None
    hints: tuple[Any, ...] = ()


def measured(text: str, age: int | None) -> Measured:
    """The reading age of a text, with what would make it easier."""
    if not text.strip():
        return Measured(None)
    found = readability.measure(text, age)
    return Measured(found.reading_age, tuple(found.hints))


def whole(young: YoungPersonPlan) -> str:
    """All the words of the plan, passage by passage."""
    return "\n".join(one.words.strip() for one in passages(young) if one.words.strip())


def halts(young: YoungPersonPlan, language: str = ENGLISH) -> list[Halt]:
    """Why it can't be printed or sent in this language now; nothing when it can."""
    with reading.once():
        return _halts(young, language)


def _halts(young: YoungPersonPlan, language: str) -> list[Halt]:
    standing = passages(young)
    said = [one for one in standing if one.words.strip()]
    texts = [one.words for one in said]
    if language == WELSH:
        texts = [one.welsh for one in said]
    found = []
    if not any(one.part == Part.GOAL for one in said):
        found.append(Halt.EMPTY)
    if any(names(young, text, language) for text in texts):
        found.append(Halt.NAMES)
    if any(beside(young, one) is not Beside.SAME for one in standing if one.part in PAIRED):
        found.append(Halt.LOOK_AGAIN)
    if language == WELSH and not all(welsh_stands(one) for one in said):
        found.append(Halt.WELSH)
    if any(holds(young, text) for text in texts) or not all(may_stand(one) for one in helpers(young)):
        found.append(Halt.WORKER)
    return found


def card_halts(young: YoungPersonPlan) -> list[Halt]:
    """Why the wallet card can't be printed: somebody on it has not been checked. It holds no words but names."""
    return [] if all(may_stand(one) for one in helpers(young)) else [Halt.WORKER]


def for_the_worker(young: YoungPersonPlan) -> list[tuple[str, str]]:
    """What the worker has to see to alone: the passage or helper, and ``held``, ``not_checked`` or ``unsafe``."""
    with reading.once():
        found = []
        for one in passages(young):
            if holds(young, one.words) or holds(young, one.welsh):
                found.append((str(PARTS[Part(one.part)]), "held"))
        for helper in helpers(young):
            if not may_stand(helper):
                what = "unsafe" if checked(helper) == HelperCheck.Outcome.UNSAFE else "not_checked"
                found.append((helper.called, what))
        return found


def signings(young: YoungPersonPlan) -> list[Signing]:
    """Every version that was signed, newest first."""
    return list(Signing.objects.filter(young_plan=young).select_related("by").order_by("-number"))


def signing(young: YoungPersonPlan, signing_id: UUID | str) -> Signing:
    """One signed version, else ``NotFound``."""
    found = Signing.objects.filter(young_plan=young, pk=signing_id).first()
    if found is None:
        raise NotFound("signing")
    return found


def content(young: YoungPersonPlan) -> dict[str, Any]:
    """What the plan says now, as plain JSON: words and helpers, with no id and nothing of the full plan."""
    return {
        "number": young.number,
        "passages": [
            {"part": one.part, "kind": one.kind, "words": one.words, "welsh": one.welsh if welsh_stands(one) else ""}
            for one in passages(young)
            if one.words.strip()
        ],
        "helpers": [
            {"called": one.called, "telephone": one.telephone, "when": one.when_text, "trusted": one.trusted}
            for one in helpers(young)
        ],
    }


def of_children(child_ids: Iterable[UUID]) -> list[YoungPersonPlan]:
    """The young people's plans of these children, whatever has become of the plan beside them."""
    found = YoungPersonPlan.objects.filter(child_id__in=list(child_ids)).select_related("child", "plan")
    return list(found.order_by("started_at"))


def signed_of(young: Sequence[YoungPersonPlan]) -> list[Signing]:
    """Every signing of these plans."""
    found = Signing.objects.filter(young_plan_id__in=[one.pk for one in young]).select_related("young_plan")
    return list(found.order_by("at"))


def _unchecked() -> QuerySet[Helper]:
    """The adult trusted most, and helpers of whom nobody has said that they are safe, while nobody has looked."""
    unsure = Q(person__isnull=False) & ~Q(person__safe=PersonAround.Safe.SAFE)
    found = Helper.objects.filter(
        Q(trusted=True) | unsure | Q(person__isnull=True, user__isnull=True),
        young_plan__plan__state__in=plans.OPEN,
        removed_at__isnull=True,
        checks__isnull=True,
    )
    return found.select_related("young_plan__partnership", "person", "user").order_by("added_at")


def unchecked(child_ids: Iterable[UUID]) -> list[Helper]:
    """Helpers of these children's own plans at whom a coordinator or manager has to look (HZ-32)."""
    return list(_unchecked().filter(young_plan__child_id__in=list(child_ids)))


def unchecked_seen_by(user: User) -> list[Helper]:
    """The same of every child whom the user sees, not by break-glass."""
    seen = children.looked_up_by(user, glass=False)
    return list(_unchecked().filter(young_plan__child__in=seen)[:MOST_WAITING])


def no_names(young: YoungPersonPlan) -> list[NoName]:
    """Words that somebody said are nobody's name."""
    return list(young.no_names.all())
