"""What this room adds to the joined views: what waits for officers and reviewers, corrections to answer, statements."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children.chronology import ChronologyEntry, EntryKind
from safelight.children.models import Child
from safelight.children.statements import Statement
from safelight.core.clock import LONDON, london_day
from safelight.duties import clock
from safelight.duties.types import ChildFacts, Closes, Duty
from safelight.duties.waiting import Waiting
from safelight.governance import presenters, queries, states
from safelight.governance.states import RequestState

CORRECTION = "rectification"


def waiting(user: User, now: datetime) -> list[Waiting]:
    """Requests with their clock, for the officers and the second person; records whose time has come."""
    found: list[Waiting] = []
    if user.may(Permission.ANSWER_SUBJECT_ACCESS) or user.may(Permission.REVIEW_SUBJECT_ACCESS):
        found += _requests(user)
    if user.may(Permission.AGREE_DISPOSAL):
        found += _disposals(user, now)
    return found


def _requests(user: User) -> Iterable[Waiting]:
    officer = user.may(Permission.ANSWER_SUBJECT_ACCESS)
    for each in queries.requests_listed(user):
        if each.state not in states.OPEN:
            continue
        reviewing = queries.may_review(user, each)
        answering = officer and each.state != RequestState.IN_REVIEW and each.officer_id in (None, user.pk)
        if not reviewing and not answering:
            continue
        yield Waiting(
            key=f"subject-access:{each.pk}",
            who=str(_("Request for information")),
            title=_("Review answer %(reference)s") % {"reference": each.reference}
            if reviewing
            else _("Answer request %(reference)s") % {"reference": each.reference},
            why=_("Somebody asked what is held about a child: one calendar month from the day it came."),
            due_at=clock.end_of_day(queries.due_on(each)),
            url=reverse("governance:review" if reviewing else "governance:request", args=[each.pk]),
            act_label=_("Read it") if reviewing else _("Open it"),
        )


def _disposals(user: User, now: datetime) -> Iterable[Waiting]:
    proposed = [each for each in queries.proposals(user) if each.by_id != user.pk]
    if proposed:
        said = ngettext("%(n)d waits for a second person", "%(n)d wait for a second person", len(proposed))
        yield _retention("retention:second", said % {"n": len(proposed)})
    if user.may(Permission.MANAGE_RETENTION):
        due = queries.due_for_disposal(user.partnership, london_day(now))
        if due:
            said = ngettext("%(n)d record’s time has come", "%(n)d records’ time has come", len(due))
            yield _retention("retention:due", said % {"n": len(due)})


def _retention(key: str, title: str) -> Waiting:
    return Waiting(
        key=key,
        who=str(_("Retention")),
        title=title,
        why=_("Nothing goes by itself: a person looks at each, and a second person agrees."),
        due_at=None,
        url=reverse("governance:retention"),
        act_label=_("Look at it"),
        must=False,
    )


def duties(facts: Sequence[ChildFacts], now: datetime) -> list[Duty]:
    """A correction that somebody asked for is answered within one calendar month (UK GDPR article 12)."""
    return [
        Duty(
            key=f"correction.{each.pk}",
            code=CORRECTION,
            child_id=each.child_id,
            title=_("Answer a request to put something right"),
            why=_("Somebody says that a fact in the record is wrong."),
            closes=Closes.RECORD,
            owner_id=None,
            owner_role="manager",
            due_at=clock.end_of_day(states.due_on(each.received_on)),
            may_be_set_aside=False,
            url=reverse("governance:answer_correction", args=[each.child_id, each.pk]),
            act_label=_("Answer it"),
            since=each.at,
        )
        for each in queries.corrections_to_answer([each.child_id for each in facts])
    ]


def statements(child: Child) -> Iterable[Statement]:
    """What somebody says of a fact that was not changed, in their own words: it goes with every print (HZ-38)."""
    facts = dict(presenters.facts_to_correct())
    for each in queries.corrections_about(child):
        if each.statement:
            yield Statement(facts.get(each.fact, each.fact), each.statement, each.asked_by, each.received_on)


def chronology(user: User, child: Child) -> Iterable[ChronologyEntry]:
    """Each correction that somebody asked for; the person's own statement where the fact stays."""
    facts = dict(presenters.facts_to_correct())
    for each in queries.corrections_about(child):
        said = f"“{each.statement or each.says}”"
        yield ChronologyEntry(
            at=datetime.combine(each.received_on, time(12), tzinfo=LONDON),
            kind=EntryKind.RECORD,
            title=_("%(who)s says this is wrong: %(fact)s")
            % {"who": each.asked_by, "fact": facts.get(each.fact, each.fact)},
            text=f"{each.get_state_display()}. {said}",
            by_id=each.by_id,
            url=reverse("governance:corrections", args=[child.pk]),
            day_only=True,
        )
