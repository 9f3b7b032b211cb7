"""Writing, sending, agreeing and carrying out one child's plan, as people do on its pages."""

from collections.abc import Generator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from safelight.access import queries as access
from safelight.children.models import Child
from safelight.core import clock
from safelight.demo.narrator import words
from safelight.plans import actions, queries
from safelight.plans.models import Action, Plan
from safelight.ratings.models import Decision
from safelight.toolkits import queries as toolkits

if TYPE_CHECKING:
    from safelight.demo.teller import Teller

Steps = Generator[datetime, None, None]
# From a decision to a plan in force: what is decided later than this is still being planned.
WEEK_OF_WORK = timedelta(days=5)


class Planner:
    """One child's plan: who writes it, which manager answers, and the template's id where it is not the area's."""

    def __init__(self, t: "Teller", child: Child, author: str, manager: str = "", template: str = "") -> None:
        self.t = t
        self.template = template
        self.child = child
        self.author = t.person(author)
        found = t.person(manager) if manager else access.manager_of(self.author)
        if found is None:
            raise ValueError(f"nobody manages {author}")
        self.manager = found

    @property
    def plan(self) -> Plan:
        """The plan as it stands now."""
        return queries.get(self.author, self.child.pk)

    @property
    def rows(self) -> list[Action]:
        """Its rows as they stand now, in order."""
        return list(queries.actions_of(self.plan))

    def draft(self, decision: Decision) -> None:
        """Begin it from a decision: the template's actions for all that was recognised."""
        chosen = toolkits.latest(self.template) if self.template else None
        actions.draft_from(by=self.author, decision=decision, now=clock.now(), definition=chosen)

    def header(self, made_with: str, meeting: int = 3) -> None:
        """Write who it was made with, and the meeting so many days ago."""
        plan = self.plan
        actions.save_header(
            by=self.author,
            plan=plan,
            version=plan.version,
            role=self.author.job_title,
            meeting_on=clock.london_day(clock.now()),
            meeting_time=time(14, 0),
            made_with=self.t.once(made_with),
            now=clock.now(),
        )

    def add(self, outcome: int, covers: list[str], due_in: int = 21) -> Action:
        """Add an action of our own that is specific, owned, dated and can be measured."""
        bank = words("plans")["own"]
        text = self.t.narrator.tell(bank["text"], self.t.about, self.t.chance)
        return actions.add_action(
            by=self.author,
            plan=self.plan,
            outcome=outcome,
            values={
                "text": text,
                "owner_id": str(self.author.pk),
                "who": self.author.name_and_role,
                "when_text": f"by {self.t.day(due_in):%-d %B}",
                "due_on": self.t.day(due_in).isoformat(),
                "review_at": self.t.chance.choice(bank["review_at"]),
                "measure": self.t.narrator.tell(bank["measure"], self.t.about, self.t.chance),
                "copies_for": ["professionals"],
                "covers": covers,
            },
            now=clock.now(),
        )

    def answer_gaps(self, leave: int = 0) -> None:
        """Cover what has no action by one of our own, or say why not, by turns; the last ``leave`` stay open."""
        uncovered = list(queries.uncovered(self.plan))
        for place, each in enumerate(uncovered[: len(uncovered) - leave]):
            if place % 3 == 2:
                actions.say_why_not(
                    by=self.author,
                    plan=self.plan,
                    code=each.code,
                    why=self.t.narrator.tell(words("plans")["why_not"], self.t.about, self.t.chance),
                    now=clock.now(),
                )
            else:
                self.add((7, 4, 10)[place % 3], [each.code], due_in=14 + 3 * place)

    def copies(self) -> None:
        """Choose each row's copies: most for professionals, the first own ones for the child too, one kept back."""
        for place, row in enumerate(self.rows):
            values: dict[str, object] = {"copies_for": ["professionals"]}
            if not row.source_code:
                values["copies_for"] = ["professionals", "child"]
            if place == 1:
                values["kept_from"] = {
                    "parents": self.t.narrator.tell(words("plans")["kept_from"], self.t.about, self.t.chance)
                }
            actions.edit_action(by=self.author, action=row, values=values, version=row.version, now=clock.now())

    def submit(self, made_with: str = "", by_any: bool = False) -> None:
        """Send the version to the manager, with who it was made with where that is said."""
        if made_with:
            self.header(made_with)
        actions.submit(by=self.author, plan=self.plan, manager=None if by_any else self.manager, now=clock.now())

    def take_back(self) -> None:
        """Take it back from the manager."""
        actions.take_back(by=self.author, plan=self.plan, now=clock.now())

    def agree(self) -> None:
        """The manager agrees what was sent."""
        plan = self.plan
        sent = queries.sent_version(plan)
        if sent is None:
            raise ValueError("nothing was sent")
        actions.agree(by=self.manager, plan=plan, version_id=sent.pk, comment="", now=clock.now())

    def return_it(self) -> None:
        """The manager sends it back, with a comment on the first row."""
        plan = self.plan
        sent = queries.sent_version(plan)
        if sent is None:
            raise ValueError("nothing was sent")
        told = words("plans")["returned"]
        actions.return_for_edits(
            by=self.manager,
            plan=plan,
            version_id=sent.pk,
            comment=self.t.narrator.tell(told["whole"], self.t.about, self.t.chance),
            row_comments={
                sent.content["rows"][0]["id"]: self.t.narrator.tell(told["row"], self.t.about, self.t.chance)
            },
            now=clock.now(),
        )

    def progress(self, place: int, state: str, rag: str) -> None:
        """Say how the row at ``place`` goes."""
        actions.record_progress(
            by=self.author,
            action=self.rows[place],
            state=state,
            rag=rag,
            text=self.t.narrator.tell(words("plans")["progress"][rag or "none"], self.t.about, self.t.chance),
            now=clock.now(),
        )

    def take_out(self, place: int) -> None:
        """Take a row out of the draft."""
        actions.take_out(
            by=self.author,
            action=self.rows[place],
            why=self.t.narrator.tell(words("plans")["taken_out"], self.t.about, self.t.chance),
            now=clock.now(),
        )

    def bring_up_to_date(self) -> None:
        """Begin the next version, or take in the newest decision."""
        actions.bring_up_to_date(by=self.author, plan=self.plan, now=clock.now())

    def close(self, by_author: bool = False) -> None:
        """The manager closes a plan whose actions have all ended; its author one that never came into force."""
        actions.close(
            by=self.author if by_author else self.manager,
            plan=self.plan,
            why=self.t.narrator.tell(words("plans")["closed"], self.t.about, self.t.chance),
            now=clock.now(),
        )

    def from_draft_to_force(self, decision: Decision, made_with: str) -> Steps:
        """From the decision to a plan in force, within three days."""
        yield self.t.later(hours=20)
        self.draft(decision)
        self.answer_gaps()
        self.copies()
        yield self.t.later(hours=4)
        self.submit(made_with)
        yield self.t.later(hours=22)
        self.agree()

    def next_version(self, made_with: str) -> Steps:
        """A new version, from draft to force."""
        yield self.t.later(hours=23)
        self.bring_up_to_date()
        self.answer_gaps(leave=1)
        yield self.t.later(hours=3)
        self.submit(made_with)
        yield self.t.later(hours=20)
        self.agree()


def planned(t: "Teller", child: Child, by: str, decision: Decision) -> Steps:
    """What ordinarily follows a decision: a plan, or its next version, sent and agreed. Nothing in the last days."""
    if t.end - clock.now() < WEEK_OF_WORK:
        return
    planner = Planner(t, child, by)
    yield t.later(hours=20)
    if queries.current(child) is None:
        planner.draft(decision)
    else:
        planner.bring_up_to_date()
    planner.answer_gaps()
    yield t.later(hours=3)
    if planner.rows:
        planner.submit(t.narrator.tell(words("plans")["made_with"], t.about, t.chance, remember=False))
        yield t.later(hours=20)
        planner.agree()
