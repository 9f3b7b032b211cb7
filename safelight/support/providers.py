"""What this room adds to the joined views: duties that follow from it, and entries of the chronology."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children.chronology import ChronologyEntry, EntryKind
from safelight.children.models import Child
from safelight.core.clock import LONDON, london_day
from safelight.duties.clock import add_working_days, end_of_day
from safelight.duties.types import ChildFacts, Cite, Closes, Duty
from safelight.support import queries, rules
from safelight.support.models import Session
from safelight.ui import formats

LOOK, ALERT_ENDS, WATCHING, PLACEMENT, SESSION, REPORT = (
    "AL-01-look",
    "AL-01-ends",
    "PL-14-review",
    "PL-15-placement",
    "PL-18-session",
    "PL-18-report",
)
# Ours, in working days: the sources give no times.
LOOK_WITHIN, PLACEMENT_WITHIN, SESSION_WITHIN, REPORT_WITHIN = 1, 5, 2, 10


def duties(facts: Sequence[ChildFacts], now: datetime) -> list[Duty]:
    """The duties that follow, for all these children in a constant number of queries."""
    by_child = {each.child_id: each for each in facts}
    ids = queries.with_anything(list(by_child))
    if not ids:
        return []
    return [*_alerts(by_child, ids), *_watching(by_child, ids), *_placement(by_child, ids), *_work(by_child, ids)]


def _duty(facts: ChildFacts, key: str, code: str, title: str, why: str, url: str, act: str, **more: object) -> Duty:
    return Duty(
        key=key,
        code=code,
        child_id=facts.child_id,
        title=title,
        why=why,
        closes=Closes.RECORD,
        owner_id=facts.lead_worker_id,
        owner_role="" if facts.lead_worker_id else "manager",
        url=url,
        act_label=act,
        **more,  # type: ignore[arg-type]
    )


def _alerts(by_child: dict[UUID, ChildFacts], ids: Sequence[UUID]) -> Iterable[Duty]:
    for alert in queries.alerts(ids):
        facts = by_child[alert.child_id]
        for notice in alert.notices.all():
            if not hasattr(notice, "looked"):
                yield _duty(
                    facts,
                    f"notice:{notice.pk}",
                    LOOK,
                    _("Look whether the level is still right"),
                    _("An alert came back: %(where)s.") % {"where": alert.get_kind_display()},
                    reverse("support:look", args=[facts.child_id, notice.pk]),
                    _("Say what you found"),
                    due_at=_after(notice.came_at, LOOK_WITHIN),
                    since=notice.came_at,
                    cites=(Cite("W", "sexual health"), Cite("C", "outcome 5")),
                )
        if alert.until is not None and not hasattr(alert, "ended"):
            yield _duty(
                facts,
                f"alert:{alert.pk}",
                ALERT_ENDS,
                _("Renew an alert, or have it taken away"),
                _("It was placed for a time: %(where)s.") % {"where": alert.get_kind_display()},
                reverse("support:alert", args=[facts.child_id, alert.pk]),
                _("Look at it"),
                due_at=end_of_day(alert.until),
                aim_from=alert.until - timedelta(days=7),
                since=alert.at,
                must=False,
            )


def _watching(by_child: dict[UUID, ChildFacts], ids: Sequence[UUID]) -> Iterable[Duty]:
    for one in queries.monitorings(ids):
        standing = queries.standing(one)
        if standing.goes_on and standing.review_on is not None:
            facts = by_child[one.child_id]
            yield _duty(
                facts,
                f"monitoring:{one.pk}:{standing.review_on}",
                WATCHING,
                _("Ask whether watching over the child is still needed"),
                _("Watched over: %(what)s. It must stay proportionate.") % {"what": one.get_what_display().lower()},
                reverse("support:monitoring", args=[facts.child_id, one.pk]),
                _("Look at it"),
                due_at=end_of_day(standing.review_on),
                since=one.at,
                cites=(Cite("W", "missing"),),
            )


def _placement(by_child: dict[UUID, ChildFacts], ids: Sequence[UUID]) -> Iterable[Duty]:
    moments: dict[UUID, list[datetime]] = {}
    for restraint in queries.restraints(ids):
        moments.setdefault(restraint.child_id, []).append(restraint.happened_at)
    if not moments:
        return
    reviewed: dict[UUID, datetime] = {}
    for review in queries.placement_reviews(list(moments)):
        reviewed.setdefault(review.child_id, review.at)
    for child_id, times in moments.items():
        since = rules.repeated(times, reviewed.get(child_id))
        if since is not None:
            facts = by_child[child_id]
            yield _duty(
                facts,
                f"placement:{child_id}:{since:%Y%m%d%H%M}",
                PLACEMENT,
                _("Ask whether the placement is right"),
                _("The child was held back by force more than once. That keeps nobody safe for long."),
                reverse("support:placement", args=[child_id]),
                _("Record what was decided"),
                due_at=_after(since, PLACEMENT_WITHIN),
                since=since,
                cites=(Cite("C", "aim 5"), Cite("P", "B4 aim 5")),
            )


def _work(by_child: dict[UUID, ChildFacts], ids: Sequence[UUID]) -> Iterable[Duty]:
    for work in queries.works(ids):
        facts = by_child[work.child_id]
        sessions = list(work.sessions.all())
        for session in sessions:
            if session.state == Session.State.PLANNED:
                yield _duty(
                    facts,
                    f"session:{session.pk}",
                    SESSION,
                    _("Record a session of direct work"),
                    _("Planned for %(day)s.") % {"day": formats.date(session.planned_on)},
                    reverse("support:session", args=[facts.child_id, session.pk]),
                    _("Say how it went"),
                    due_at=end_of_day(add_working_days(session.planned_on, SESSION_WITHIN)),
                    aim_from=session.planned_on,
                    since=session.at,
                    must=False,
                    cites=(Cite("C", "outcome 2"),),
                )
        if sessions and not hasattr(work, "evaluation") and all(one.state != Session.State.PLANNED for one in sessions):
            last = max(one.at for one in sessions)
            yield _duty(
                facts,
                f"evaluation:{work.pk}",
                REPORT,
                _("Write what the direct work changed"),
                _("Every session that was planned is over."),
                reverse("support:work", args=[facts.child_id, work.pk]),
                _("Write the report"),
                due_at=_after(last, REPORT_WITHIN),
                since=last,
                must=False,
                cites=(Cite("C", "outcome 2"), Cite("P", "app. 3 outcome 2")),
            )


def _after(moment: datetime, days: int) -> datetime:
    return end_of_day(add_working_days(london_day(moment), days))


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=LONDON).astimezone(UTC)


def chronology(user: User, child: Child) -> Iterable[ChronologyEntry]:
    """Alerts and what came back, watching, restraint, moves, sessions and reports."""
    here = reverse("support:child", args=[child.pk])
    ids = [child.pk]
    for alert in queries.alerts(ids):
        url = reverse("support:alert", args=[child.pk, alert.pk])
        title = _("An alert was placed: %(where)s") % {"where": alert.get_kind_display()}
        yield ChronologyEntry(alert.at, EntryKind.RECORD, title, alert.where, url=url, by_id=alert.by_id)
        for notice in alert.notices.all():
            title = _("An alert came back: %(where)s") % {"where": alert.get_kind_display()}
            yield ChronologyEntry(notice.came_at, EntryKind.CONTACT, title, notice.words, url=url, by_id=notice.by_id)
    for watched in queries.monitorings(ids):
        url = reverse("support:monitoring", args=[child.pk, watched.pk])
        title = _("Watching over the child began: %(what)s") % {"what": watched.get_what_display().lower()}
        yield ChronologyEntry(watched.at, EntryKind.RECORD, title, watched.why, url=url, by_id=watched.by_id)
    for restraint in queries.restraints(ids):
        title = _("The child was held back by force")
        yield ChronologyEntry(
            restraint.happened_at, EntryKind.RECORD, title, restraint.why, url=here, by_id=restraint.by_id
        )
    for review in queries.placement_reviews(ids):
        title = _("The placement was looked at")
        yield ChronologyEntry(review.at, EntryKind.RECORD, title, review.words, url=here, by_id=review.by_id)
    for move in queries.moves(child):
        yield ChronologyEntry(
            _noon(move.moved_on),
            EntryKind.RECORD,
            _("The child was moved"),
            move.reasons,
            url=here,
            day_only=True,
            by_id=move.by_id,
        )
    for work in queries.works(ids):
        url = reverse("support:work", args=[child.pk, work.pk])
        for session in work.sessions.all():
            if session.state != Session.State.PLANNED:
                title = _("Direct work: %(title)s, %(state)s") % {
                    "title": work.title,
                    "state": session.get_state_display().lower(),
                }
                yield ChronologyEntry(
                    _noon(session.planned_on),
                    EntryKind.CONTACT,
                    title,
                    session.words,
                    url=url,
                    day_only=True,
                    by_id=session.by_id,
                )
        if hasattr(work, "evaluation"):
            report = work.evaluation
            title = _("Report on direct work: %(title)s") % {"title": work.title}
            yield ChronologyEntry(report.at, EntryKind.DOCUMENT, title, report.after, url=url, by_id=report.by_id)
