"""What this room adds to the joined views: duties that follow from meetings, and their entries in the chronology."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children.chronology import ChronologyEntry, EntryKind
from safelight.children.models import Child
from safelight.core.clock import london_day
from safelight.duties import clock
from safelight.duties.types import ChildFacts, Cite, Closes, Duty
from safelight.meetings import queries
from safelight.meetings.models import Case, LevelAnswer
from safelight.meetings.states import State, Type
from safelight.ratings import queries as ratings

COMING, CLOSE, NEXT, REASSESS = "MT-COMING", "MT-02-close", "MT-02-next", "MT-02-reassess"

# Ours: working days after the meeting in which minutes, the next date and an assessment that was asked for are due.
DAYS_TO_CLOSE, DAYS_TO_SET_NEXT, DAYS_TO_REASSESS = 1, 5, 10
# Ours: so many days before a meeting it is time to see who is asked and what is due.
DAYS_BEFORE = 7


def duties(facts: Sequence[ChildFacts], now: datetime) -> list[Duty]:
    """The duties that follow from meetings about these children, in a constant number of queries."""
    by_child: dict[UUID, list[Case]] = {}
    for case in queries.cases_about(each.child_id for each in facts):
        if case.child_id is not None:
            by_child.setdefault(case.child_id, []).append(case)
    asked = [pk for pk, cases in by_child.items() if any(_asks_again(case) for case in cases)]
    histories = ratings.histories(asked) if asked else {}
    found: list[Duty] = []
    for pk, cases in by_child.items():
        for case in cases:
            found += _for_open(case, now)
        found += _next_date(cases)
        history = histories.get(pk) or []
        found += _assess_again(cases, history[-1][0].at if history else None)
    return found


def _asks_again(case: Case) -> bool:
    return case.closed_at is not None and case.level_answer == LevelAnswer.REASSESS


def _days_after(moment: datetime, days: int, case: Case) -> datetime:
    return clock.end_of_day(clock.add_working_days(london_day(moment), days, case.partnership.jurisdiction))


def _url(case: Case, name: str = "meeting") -> str:
    return reverse(f"meetings:{name}", kwargs={"child_id": case.child_id, "meeting_id": case.meeting_id})


def _duty(case: Case, key: str, code: str, title: str, why: str, **values: object) -> Duty:
    assert case.child_id is not None
    return Duty(
        key=f"{key}.{case.pk}",
        code=code,
        child_id=case.child_id,
        title=title,
        why=why,
        closes=Closes.RECORD,
        owner_id=case.meeting.chair_id or case.meeting.planned_by_id,
        **values,  # type: ignore[arg-type]
    )


def _for_open(case: Case, now: datetime) -> Iterator[Duty]:
    """A meeting that comes, and one that was and is not closed: nobody has its minutes."""
    meeting = case.meeting
    if case.closed_at is not None or meeting.state not in (State.PLANNED, State.UNDER_WAY):
        return
    kind = meeting.get_kind_display()
    if meeting.state == State.PLANNED and meeting.starts_at >= now:
        yield _duty(
            case,
            "meeting-coming",
            COMING,
            _("%(kind)s: see who is asked and what is due") % {"kind": kind},
            _("It begins then; the agenda is made from what is due."),
            due_at=meeting.starts_at,
            aim_from=london_day(meeting.starts_at) - timedelta(days=DAYS_BEFORE),
            must=False,
            url=_url(case),
            act_label=_("Open the meeting"),
            since=meeting.planned_at,
        )
        return
    yield _duty(
        case,
        "meeting-close",
        CLOSE,
        _("%(kind)s: close it, so that there are minutes") % {"kind": kind},
        _("Its time has passed. Without closing nobody has the minutes or the plan’s new version."),
        due_at=_days_after(meeting.starts_at, DAYS_TO_CLOSE, case),
        url=_url(case),
        act_label=_("Open the meeting"),
        since=meeting.starts_at,
    )


def _next_date(cases: Sequence[Case]) -> Iterator[Duty]:
    """The last family meeting was closed without the date of the next, and none has been planned since."""
    family = [case for case in cases if case.kind == Type.FAMILY and case.meeting.state != State.CANCELLED]
    if not family or family[-1].closed_at is None or family[-1].next_on is not None:
        return
    last = family[-1]
    assert last.closed_at is not None
    yield _duty(
        last,
        "meeting-next",
        NEXT,
        _("Set the date of the next Exploitation Family Meeting"),
        _("The last one was closed without it: %(why)s") % {"why": last.why_next},
        due_at=_days_after(last.closed_at, DAYS_TO_SET_NEXT, last),
        cites=(Cite("W", "family meetings"),),
        url=reverse("meetings:new", kwargs={"child_id": last.child_id}) + "?kind=family",
        act_label=_("Plan it"),
        since=last.closed_at,
    )


def _assess_again(cases: Sequence[Case], decided_at: datetime | None) -> Iterator[Duty]:
    """A meeting said that the level is not right any more: it changes by an assessment and a decision alone."""
    asked = [case for case in cases if _asks_again(case)]
    if not asked:
        return
    last = asked[-1]
    assert last.closed_at is not None
    if decided_at is not None and decided_at > last.closed_at:
        return
    yield _duty(
        last,
        "meeting-reassess",
        REASSESS,
        _("Assess again: a meeting doubts the level"),
        _("The level stays as it was decided until somebody decides again."),
        due_at=_days_after(last.closed_at, DAYS_TO_REASSESS, last),
        url=reverse("assessments:list", kwargs={"child_id": last.child_id}),
        act_label=_("Assess"),
        since=last.closed_at,
    )


def chronology(user: User, child: Child) -> Iterable[ChronologyEntry]:
    """Meetings that were planned, took place or were called off, with the work agreed; never VOLT."""
    for case in queries.cases_about([child.pk]):
        meeting = case.meeting
        kind, here = meeting.get_kind_display(), _url(case)
        if case.closed_at is not None:
            yield _entry(meeting.starts_at, kind, case.work_agreed or case.outcome, case.closed_by_id, here)
        elif meeting.state == State.CANCELLED and meeting.cancelled_at is not None:
            title = _("%(kind)s called off") % {"kind": kind}
            yield _entry(meeting.cancelled_at, title, meeting.cancelled_why, meeting.cancelled_by_id, here)
        elif meeting.state == State.UNDER_WAY and meeting.opened_at is not None:
            yield _entry(meeting.opened_at, _("%(kind)s begun") % {"kind": kind}, "", meeting.opened_by_id, here)
        else:
            title = _("%(kind)s planned") % {"kind": kind}
            yield _entry(meeting.planned_at, title, "", meeting.planned_by_id, here)


def _entry(at: datetime, title: str, text: str, by_id: UUID | None, url: str) -> ChronologyEntry:
    return ChronologyEntry(at=at, kind=EntryKind.MEETING, title=title, text=text, url=url, by_id=by_id)
