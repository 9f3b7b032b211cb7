"""What a story can let people do. Everything goes through the actions, as the pages do."""

import random
from collections.abc import Generator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from stdnum.gb import nhs

from safelight.access.models import Partnership, User
from safelight.assessments import actions as assessments
from safelight.assessments import queries as assessment_queries
from safelight.assessments.models import Assessment
from safelight.children import actions as children
from safelight.children import queries as child_queries
from safelight.children.models import Child, Concern, Disclosure
from safelight.core import clock
from safelight.core.clock import LONDON
from safelight.demo import area, marks
from safelight.demo.narrator import PRONOUNS, Narrator, Repeated, words
from safelight.duties import actions as duties
from safelight.duties import gate, registry
from safelight.duties.actions import Contact
from safelight.duties.types import Closes, Duty
from safelight.ratings import actions as ratings
from safelight.ratings import queries as rating_queries
from safelight.ratings.actions import Answers
from safelight.ratings.models import Decision

# Work that is begun in one moment and decided in a later one.
Steps = Generator[datetime, None, Decision]
CATEGORIES = ("not-yet-known", "inappropriate-relationship", "boyfriend-or-peer", "organised-or-networked")
HELD = ("present", "suspected")


class Teller:
    """One story's hand: who may act, what day it is, and sentences that nobody else has used."""

    def __init__(
        self, *, key: str, seed: int, partnership: Partnership, people: Mapping[str, User], narrator: Narrator
    ) -> None:
        self.partnership = partnership
        self.people = people
        self.narrator = narrator
        self.chance = random.Random(f"{seed}:{key}")  # noqa: S311 - the same demo each time is what is wanted
        self.end = clock.now()
        self.about: dict[str, str] = {}

    # Time.

    def at(self, days: int, hour: str = "") -> datetime:
        """So many days ago at a London hour (``15:40``), never later than now; without an hour, in working time."""
        day = clock.london_day(self.end) - timedelta(days=days)
        wall = time.fromisoformat(hour) if hour else time(self.chance.randint(9, 16), self.chance.randint(0, 59))
        return min(datetime.combine(day, wall, tzinfo=LONDON).astimezone(UTC), self.end)

    def later(self, **spent: int) -> datetime:
        """A little after the moment that is lived through now, never later than now."""
        return min(clock.now() + timedelta(**spent), self.end)

    def day(self, days: int) -> date:
        """The London day so many days from now; before now when negative."""
        return clock.london_day(self.end) + timedelta(days=days)

    def born(self, age: int, since_birthday: int | None = None) -> date:
        """A date of birth that makes somebody ``age`` today, with so many days since the birthday."""
        past = self.chance.randint(20, 330) if since_birthday is None else since_birthday
        turned = self.day(-past)
        return turned.replace(year=turned.year - age, day=min(turned.day, 28))

    # Words.

    def person(self, key: str) -> User:
        """Somebody of the area, by key."""
        return self.people[key]

    def say(self, bank: str, *path: str) -> str:
        """A sentence of a word file (``work``, ``concern``) about this story's child that nobody has used."""
        among: Any = words(bank)
        for step in path:
            among = among[step]
        return self.narrator.tell(among, self.about, self.chance)

    def once(self, text: str) -> str:
        """A sentence written for this story alone; the demo fails if it stands anywhere else."""
        return self.narrator.once(text)

    # The child.

    def child(self, by: str, name: str, *, gender: str, school: str = "", **values: Any) -> Child:
        """Open a record. ``name`` is given name and family name; address and the like are made up."""
        given, family = name.split(" ", 1)
        self.about = {"name": given, **PRONOUNS[gender]}
        quarter = self.chance.choice(area.QUARTERS)
        number = self.chance.randint(2, 90)
        made: dict[str, Any] = {
            "given_name": given,
            "family_name": family,
            "gender": gender,
            "area": f"{quarter}, {area.AREA}",
            "address": f"{number} {self.chance.choice(area.STREETS)}, {quarter}, {area.AREA}",
            "telephone": self.telephone(),
            "school": school or self.chance.choice(area.SCHOOLS),
            "language": "English",
            "ethnicity": "Not asked yet",
            "nhs_number": self.nhs_number(),
            "learning_disability": False,
            "social_care_status": "none",
            "parental_responsibility": f"{self.chance.choice(PARENTS)} {family}, mother",
            "local_reference": f"KB{self.chance.randint(100_000, 999_999)}",
        }
        return children.create_child(by=self.person(by), **{**made, **values})

    def telephone(self) -> str:
        """A number of the range kept for fiction."""
        return f"01632 960{self.chance.randint(200, 989)}"

    def nhs_number(self) -> str:
        """A number of the range kept for tests (999), with its check digit."""
        while True:
            body = f"999{self.chance.randint(0, 999_999):06d}"
            for digit in "0123456789":
                if nhs.is_valid(body + digit):
                    return body + digit

    def involve(self, child: Child, by: str, *others: str) -> None:
        """Let colleagues work with the child too."""
        for other in others:
            children.add_involvement(by=self.person(by), child=child, user=self.person(other))

    def network(self, child: Child, by: str, *, size: int = 4, chosen: int = 0) -> None:
        """Some people around the child; the one at place ``chosen`` is the child's own choice."""
        ties = self.chance.sample(TIES, size)
        for place, (relation, kind, tie, to_know) in enumerate(ties):
            person = children.add_person_around(
                by=self.person(by),
                child=child,
                name=f"{self.chance.choice(PARENTS)} {self.chance.choice(FAMILIES)}",
                relation=relation,
                kind=kind,
                tie=tie,
                to_know=to_know,
                telephone=self.telephone() if kind != "risk" else "",
                chosen_by_child=place == chosen and kind != "risk",
                contact_for_parents=relation in ("Mother", "Father") and place < 2,
            )
            if kind != "risk" and self.chance.random() < 0.6:
                children.mark_safe(by=self.person(by), person=person, safe="safe", telephone_safe="safe")
            if place == chosen and kind != "risk":
                children.add_hours(by=self.person(by), person=person, days="every_day", start=time(7), end=time(22))

    def strengths(self, child: Child, by: str, *kinds: str) -> None:
        """What is strong, what adds risk, what pushes and pulls."""
        for kind in kinds:
            bank = "strength" if kind == "protective" else kind
            children.add_strength(by=self.person(by), child=child, kind=kind, words=self.say("work", bank))

    def concern(self, by: str, *children_of_it: Child, what: str = "", bank: str = "concern", **values: Any) -> Concern:
        """Log a concern about one or several children, or about none that is known."""
        values.setdefault("source", self.chance.choice(words("slots")["source"]))
        values.setdefault("when_text", self.chance.choice(words("slots")["when"]))
        values.setdefault("where_text", self.chance.choice(words("slots")["place"]))
        told = self.once(what) if what else self.say("work", bank)
        return children.log_concern(by=self.person(by), what=told, children=children_of_it, **values)

    def disclose(self, child: Child, by: str) -> Disclosure:
        """Record what the child told somebody, an hour ago."""
        return children.record_disclosure(
            by=self.person(by),
            child=child,
            said_at=clock.now() - timedelta(minutes=50),
            words=self.say("work", "disclosure"),
            present="The two of them; the door was open.",
            where_text=self.chance.choice(("The sick room", "On a walk", "In the car, parked")),
            what_was_asked=self.say("work", "asked"),
        )

    def told(self, by: str, thing: Concern | Disclosure, agency: str) -> None:
        """Record that an agency was told, a quarter of an hour ago or so."""
        children.record_told(
            by=self.person(by),
            agency=agency,
            who=self.chance.choice(words("work")["concern_told"]),
            told_at=clock.now() - timedelta(minutes=4),
            agency_reference=self.reference(),
            concern=thing if isinstance(thing, Concern) else None,
            disclosure=thing if isinstance(thing, Disclosure) else None,
            words=self.say("work", "told_note"),
        )

    def reference(self) -> str:
        """A reference as an agency gives it."""
        return f"KB-{self.chance.randint(1000, 9999)}-{self.chance.randint(100, 999)}"

    def visit(self, child: Child, by: str, kind: str = "visit", words: str = "") -> None:
        """Log a visit, call or message."""
        children.log_contact(
            by=self.person(by),
            child=child,
            kind=kind,
            words=self.once(words) if words else self.say("work", "contact"),
            with_whom=self.about["name"],
        )

    def attempt(self, child: Child, by: str) -> None:
        """Log a try that reached nobody, and what services will do differently."""
        children.log_contact(
            by=self.person(by),
            child=child,
            kind="attempt",
            words=self.say("work", "attempt"),
            next_way=self.say("work", "next_way"),
        )

    # Assessing and deciding.

    def draft(
        self,
        child: Child,
        by: str,
        ticks: str = "",
        *,
        rest: bool = True,
        factors: str = "",
        others: Sequence[tuple[str, str]] = (),
        evidence: Mapping[str, str] | None = None,
        voice: str = "",
        parents: str = "",
        analysis: bool = True,
        **values: str,
    ) -> Assessment:
        """Begin an assessment and fill it in. ``ticks`` as ``marks.answers`` reads them; ``others`` are added
        indicators (level, words); with ``rest`` the lines that are not named get what a worker usually hears."""
        user = self.person(by)
        draft = assessments.start(by=user, child=child)
        kit = assessment_queries.toolkit(draft)
        before = {line.code: line.answer for line in assessment_queries.indicators(draft) if line.answer}
        codes = [each.code for each in kit.indicators]
        chosen = marks.answers(ticks)
        gone = {code: "not_present" for code, answer in before.items() if answer in HELD and code not in chosen}
        filled = marks.with_rest({**gone, **chosen}, codes, self.chance) if rest else chosen
        found: dict[str, str] = {**self._voices(voice, parents), **values}
        for code, answer in filled.items():
            found[f"indicator.{code}.answer"] = answer
            if before.get(code) == answer:
                found[f"indicator.{code}.confirmed"] = "yes"
            elif answer in HELD:
                found |= self._evidence(code, evidence or {})
        known = {each.code for each in assessment_queries.recognised_factors(draft)}
        for code in factors.split():
            found[f"factor.{code}.recognised"] = "yes"
            if code in known:
                found[f"factor.{code}.confirmed"] = "yes"
            else:
                found[f"factor.{code}.comment"] = self._comment(code)
        for name in draft.carried_fields:
            found[f"{name}.confirmed"] = "yes"
        if analysis and not draft.analysis_behaviours:
            for quadrant in ("behaviours", "associates", "perpetrators", "police"):
                found[f"analysis_{quadrant}"] = self.say("work", f"analysis_{quadrant}")
            found["medium_summary"] = self.say("work", "summary")
        assessments.save_step(by=user, assessment=draft, values=found, version=draft.version)
        for level, label in others:
            assessments.add_other_indicator(
                by=user, assessment=draft, level=level, label=label, evidence=self.say("indicators", "X")
            )
        return draft

    def _comment(self, code: str) -> str:
        """A comment on a factor, while there are any: not every tick has one, but “other” always says what it is."""
        try:
            return self.say("factors", code)
        except Repeated:
            if code == "q":
                raise
            return ""

    def _voices(self, voice: str, parents: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for whose, given, missing in (("child", voice, 0.06), ("parents", parents, 0.35)):
            if given:
                found[f"{whose}_words"] = self.once(given)
                continue
            try:
                bank = f"{whose}_missing" if self.chance.random() < missing else whose
                found[f"{whose}_words" + bank.removeprefix(whose)] = self.say("voices", bank)
            except Repeated:
                found[f"{whose}_words_missing"] = self.say("voices", f"{whose}_missing")
        return found

    def _evidence(self, code: str, given: Mapping[str, str]) -> dict[str, str]:
        bank = "X" if code.startswith("X") else code
        text = self.once(given[code]) if code in given else self.say("indicators", bank)
        slots = words("slots")
        return {
            f"indicator.{code}.evidence": text,
            f"indicator.{code}.source": self.chance.choice(slots["source"]),
            f"indicator.{code}.when_text": self.chance.choice(slots["when"]),
        }

    def agencies(self, draft: Assessment, by: str) -> None:
        """Ask others for what they know: one answers, one has not yet, one is not asked."""
        user = self.person(by)
        answered = assessments.ask_agency(by=user, assessment=draft, name="Saltings Academy")
        assessments.record_agency_answer(
            by=user, assessment=draft, agency_id=answered.pk, words=self.say("work", "agency_answer")
        )
        assessments.ask_agency(by=user, assessment=draft, name="Kestrel Bay Community Health")
        assessments.ask_agency(
            by=user, assessment=draft, name="Fairhaven Trust", why_not=self.say("work", "agency_why_not")
        )

    def view(self, draft: Assessment, by: str, level: str) -> None:
        """Save the worker's own view."""
        ratings.save_own_view(
            by=self.person(by),
            assessment=draft,
            level=level,
            reason=self.say("work", "own_view", level),
            now=clock.now(),
        )

    def decide(
        self, draft: Assessment, by: str, level: str, *, why: str = "", harm: str = "no", saf: str = "no", kind: int = 0
    ) -> Decision:
        """Decide. ``why`` names a list of reasons where it is not the level's own; ``kind`` the category's place."""
        found = rating_queries.rated(draft)
        asked: dict[str, str] = {}
        if found.asks_harm:
            asked |= {"harm_now": harm, "harm_why": self.say("work", "harm_why") if harm == "no" else ""}
        if found.asks_saf:
            asked |= {"saf_decision": saf, "saf_reason": self.say("work", "saf_reason")}
        return ratings.decide(
            by=self.person(by),
            assessment=draft,
            answers=Answers(
                level=level, reason=self.say("work", "reason", why or level), category=CATEGORIES[kind], **asked
            ),
            now=clock.now(),
        )

    def assess(
        self,
        child: Child,
        by: str,
        ticks: str,
        level: str,
        *,
        own: str = "",
        decision: Mapping[str, Any] | None = None,
        **filled: Any,
    ) -> Steps:
        """A whole assessment within an hour: filled in, own view, decision."""
        draft = self.draft(child, by, ticks, **filled)
        yield self.later(minutes=self.chance.randint(25, 40))
        self.view(draft, by, own or (level if level != "none" else "cannot_say"))
        yield self.later(minutes=self.chance.randint(3, 12))
        return self.decide(draft, by, level, **(decision or {}))

    def agree(self, decision: Decision, by: str) -> None:
        """A manager agrees what was decided."""
        ratings.agree(
            by=self.person(by), decision=decision, comment=self.say("work", "comment", "agreed"), now=clock.now()
        )

    def decline(self, decision: Decision, by: str) -> None:
        """A manager does not agree."""
        ratings.decline(
            by=self.person(by), decision=decision, comment=self.say("work", "comment", "declined"), now=clock.now()
        )

    def latest(self, child: Child) -> Assessment:
        """The child's last completed assessment."""
        found = assessment_queries.latest_completed(child)
        if found is None:
            raise ValueError("no assessment is completed")
        return found

    def waiting(self, by: str, child: Child) -> list[Decision]:
        """Decisions about the child that wait for this manager."""
        return [each for each in rating_queries.waiting_for(self.person(by)) if each.child_id == child.pk]

    # What is due.

    def due(self, child: Child, by: str) -> list[Duty]:
        """Everything that is due about the child at this moment."""
        return registry.all_duties([gate.facts_for(self.person(by), child.pk)], clock.now())

    def settle(self, child: Child, by: str, *leave: str) -> None:
        """Do all that a person can close now, but for the codes in ``leave``; one act answers what it can."""
        open_now = [each for each in self.due(child, by) if each.closes is not Closes.RECORD and each.code not in leave]
        # What is due at one moment is told in the order of its code: keys are different in every demo.
        open_now.sort(key=lambda each: (each.due_at or self.end, each.code, each.title, each.why))
        answered: set[str] = set()
        for duty in open_now:
            if duty.key not in answered:
                self.close(duty, by, open_now)
                answered |= {duty.key, *(each.key for each in registry.answered_together(duty, open_now))}

    def close(self, duty: Duty, by: str, among: Sequence[Duty] = ()) -> None:
        """Close one duty as its kind asks, and with it those of ``among`` that the same act answers."""
        contact = None
        if duty.closes is Closes.CONTACT:
            contact = Contact(
                name=f"{self.chance.choice(PARENTS)} {self.chance.choice(FAMILIES)}",
                role="MASH duty worker",
                at=clock.now() - timedelta(minutes=self.chance.randint(2, 9)),
                reference=self.reference(),
            )
        also = [each.key for each in registry.answered_together(duty, among)]
        duties.act(
            by=self.person(by),
            child_id=duty.child_id,
            key=duty.key,
            outcome="done",
            now=clock.now(),
            note=self.say("work", "contact_note" if contact else "duty_note"),
            contact=contact,
            answers={code: self.say("work", "answer") for code, _question in duty.questions},
            also=also,
        )

    def fresh(self, child: Child) -> Child:
        """The child's record as it stands now."""
        return child_queries.get(self.person_who_sees(child), child.pk)

    def person_who_sees(self, child: Child) -> User:
        """Whoever opened the record."""
        return child.created_by


PARENTS = (
    "Dawn",
    "Gareth",
    "Ines",
    "Yusuf",
    "Marian",
    "Piotr",
    "Leila",
    "Conrad",
    "Abena",
    "Hugh",
    "Rosa",
    "Tariq",
    "Wendeline",
    "Stefan",
    "Odile",
    "Kwame",
    "Brigid",
    "Ansel",
    "Meera",
    "Lorcan",
    "Vesna",
    "Idris",
    "Paloma",
    "Fergus",
)
FAMILIES = (
    "Hartnell",
    "Okafor",
    "Brandreth",
    "Lisowski",
    "Penhallow",
    "Rahman",
    "Corrigan",
    "Vasquez",
    "Thwaite",
    "Mbeki-Lowe",
    "Ashdown",
    "Karlsen",
    "Pargeter",
    "Dube",
    "Winterbourne",
    "Sokolova",
    "Trask",
    "Iqbal-Reed",
    "Fenwick",
    "Moreau",
)

# Relation, kind, tie, what to know.
TIES: tuple[tuple[str, str, str, str], ...] = (
    ("Mother", "family", "strained", "Works nights. Ring after two in the afternoon."),
    ("Father", "family", "thin", "Sees the child on the first Saturday of the month."),
    ("Grandmother", "family", "strong", "Two streets away. Always has tea."),
    ("Aunt", "family", "strong", "Can be rung at any hour."),
    ("Elder brother", "family", "steady", "Home from the ships every sixth week."),
    ("Friend from primary school", "friend", "strong", "They walk to school together."),
    ("Friend", "friend", "steady", "Same bus."),
    ("Form tutor", "service", "steady", "Keeps ten minutes free on Fridays."),
    ("Youth worker", "service", "strong", "Tuesdays and Saturdays."),
    ("CAMHS", "service", "not_yet", "On the waiting list."),
    ("Foster carer", "family", "steady", "Knows what calms."),
    ("Older man, surname not known", "risk", "control", "Someone who poses a risk. Kept off family copies."),
    ("Calls herself a friend of the family", "risk", "control", "Answers for the child. Not to be told of visits."),
)
