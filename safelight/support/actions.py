"""Recording what is done around a child. Each takes ``by``, checks it, and writes its audit entry with the change."""

from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import FinalPartnershipRow, User, VersionedPartnershipRow
from safelight.audit import actions as audit
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, Stale, WrongState
from safelight.plans.models import Action
from safelight.support import permissions, queries
from safelight.support.models import (
    Alert,
    AlertEnded,
    Answer,
    Calm,
    Evaluation,
    Looked,
    Monitoring,
    MonitoringReview,
    Move,
    Notice,
    PlacementReview,
    Restraint,
    Session,
    Work,
)

_Row = TypeVar("_Row", bound=FinalPartnershipRow | VersionedPartnershipRow)


def _require(values: dict[str, Any], sentences: dict[str, str]) -> None:
    missing = {name: sentence for name, sentence in sentences.items() if not values.get(name)}
    if missing:
        raise Invalid(missing)


def _made(by: User, child: Child, action: str, row: _Row) -> _Row:
    row.partnership_id = child.partnership_id
    row.save()
    audit.record(partnership_id=child.partnership_id, by=by, action=action, subject=row, child_id=child.pk)
    return row


@transaction.atomic
def place_alert(*, by: User, child: Child, **values: Any) -> Alert:
    """An alert was placed with somebody: where, who was told, why, since when, until when (AL-01)."""
    permissions.check_may_record(by, child)
    _require(
        values,
        {
            "kind": _("Choose where the alert stands"),
            "where": _("Say which clinic, team or address list it is"),
            "told": _("Say who there was told"),
            "why": _("Say what they are to look out for"),
            "since": _("Enter the day since which it stands"),
        },
    )
    if values.get("until") and values["until"] < values["since"]:
        raise Invalid({"until": _("Enter a day after it began")})
    return _made(by, child, "support.alert_placed", Alert(child=child, by=by, at=clock.now(), **values))


@transaction.atomic
def end_alert(*, by: User, alert: Alert, why: str) -> AlertEnded:
    """The alert was taken away."""
    permissions.check_may_record(by, alert.child)
    _require({"why": why}, {"why": _("Say why it was taken away")})
    if AlertEnded.objects.filter(alert=alert).exists():
        raise WrongState(_("Somebody has recorded already that this alert was taken away."))
    return _made(by, alert.child, "support.alert_ended", AlertEnded(alert=alert, why=why, by=by, at=clock.now()))


@transaction.atomic
def record_notice(*, by: User, alert: Alert, came_at: datetime | None, from_whom: str, words: str) -> Notice:
    """Something came back from the alert. Recorded also when the alert has ended: it came all the same."""
    permissions.check_may_record(by, alert.child)
    _require(
        {"from_whom": from_whom, "words": words},
        {"from_whom": _("Say who told you"), "words": _("Say what they told you")},
    )
    now = clock.now()
    if came_at is not None and came_at > now:
        raise Invalid({"came_at": _("Enter a time that has passed")})
    row = Notice(alert=alert, came_at=came_at or now, from_whom=from_whom, words=words, by=by, at=now)
    return _made(by, alert.child, "support.notice_recorded", row)


@transaction.atomic
def look_at_level(*, by: User, notice: Notice, outcome: str, words: str) -> Looked:
    """After a notice somebody looked whether the level is right. It changes no level by itself."""
    permissions.check_may_record(by, notice.alert.child)
    _require(
        {"outcome": outcome, "words": words},
        {"outcome": _("Choose what you found"), "words": _("Say why in a sentence")},
    )
    if Looked.objects.filter(notice=notice).exists():
        raise WrongState(_("Somebody has recorded already what they found."))
    row = Looked(notice=notice, outcome=outcome, words=words, by=by, at=clock.now())
    return _made(by, notice.alert.child, "support.level_looked_at", row)


@transaction.atomic
def begin_monitoring(*, by: User, child: Child, **values: Any) -> Monitoring:
    """Watching over a telephone, a place or posts begins. Without the child's agreement it says why (PL-14)."""
    permissions.check_may_record(by, child)
    _require(
        values,
        {
            "what": _("Choose what is watched over"),
            "how": _("Say how, and by whom"),
            "child_answer": _("Choose what the young person said"),
            "parents_answer": _("Choose what the parents or carers said"),
            "agreed_by": _("Name who decided it, with their role"),
            "why": _("Say what danger it guards against, and why it is not too much"),
            "gentler": _("Say what less intrusive ways you thought of, and why they are not enough"),
            "since": _("Enter the day on which it begins"),
            "review_on": _("Enter the day on which you will ask whether it is still needed"),
        },
    )
    if values["child_answer"] != Answer.AGREED and not values.get("child_words"):
        raise Invalid({"child_words": _("Write what they said, or why they have not been asked")})
    if values["review_on"] <= values["since"]:
        raise Invalid({"review_on": _("Enter a day after it begins")})
    return _made(by, child, "support.monitoring_begun", Monitoring(child=child, by=by, at=clock.now(), **values))


@transaction.atomic
def review_monitoring(
    *, by: User, monitoring: Monitoring, goes_on: bool | None, why: str, review_on: date | None = None
) -> MonitoringReview:
    """It goes on until another day, or has ended; with the reason."""
    permissions.check_may_record(by, monitoring.child)
    errors: dict[str, str] = {}
    if goes_on is None:
        errors["goes_on"] = _("Choose whether it goes on")
    if not why:
        errors["why"] = _("Say why")
    if goes_on and review_on is None:
        errors["review_on"] = _("Enter the day on which you will ask again")
    if goes_on and review_on is not None and review_on <= clock.today():
        errors["review_on"] = _("Enter a day that is still to come")
    if errors:
        raise Invalid(errors)
    if not queries.standing(monitoring).goes_on:
        raise WrongState(_("It has ended already. If it is to begin again, record it anew with who agreed."))
    row = MonitoringReview(
        monitoring=monitoring,
        goes_on=bool(goes_on),
        review_on=review_on if goes_on else None,
        why=why,
        by=by,
        at=clock.now(),
    )
    return _made(by, monitoring.child, "support.monitoring_reviewed", row)


@transaction.atomic
def record_restraint(*, by: User, child: Child, **values: Any) -> Restraint:
    """Somebody held the child back by force. Repeated, it asks whether the placement is right (PL-15)."""
    permissions.check_may_record(by, child)
    _require(
        values,
        {
            "happened_at": _("Enter when it happened"),
            "where": _("Say where"),
            "by_whom": _("Say who held the child"),
            "why": _("Say what danger there was, and what was tried first"),
            "told": _("Say who was told, such as the social worker"),
        },
    )
    if values["happened_at"] > clock.now():
        raise Invalid({"happened_at": _("Enter a time that has passed")})
    return _made(by, child, "support.restraint_recorded", Restraint(child=child, by=by, at=clock.now(), **values))


@transaction.atomic
def review_placement(*, by: User, child: Child, words: str, child_words: str = "") -> PlacementReview:
    """Whether the placement is right was looked at."""
    permissions.check_may_record(by, child)
    _require({"words": words}, {"words": _("Say what was decided about the placement, and by whom")})
    row = PlacementReview(child=child, words=words, child_words=child_words, by=by, at=clock.now())
    return _made(by, child, "support.placement_reviewed", row)


@transaction.atomic
def record_move(*, by: User, child: Child, **values: Any) -> Move:
    """The child was moved away: reasons and alternatives, and what goes on against the exploitation (PL-16)."""
    permissions.check_may_record(by, child)
    _require(
        values,
        {
            "moved_on": _("Enter the day of the move"),
            "away_from": _("Say where from"),
            "to": _("Say where to"),
            "reasons": _("Say why the child was moved"),
            "alternatives": _("Say what else was thought of, and why it was not chosen"),
            "goes_on": _("Say what goes on against those who exploit the child. Moving a child does not end it"),
            "decided_by": _("Name who decided it, with their role"),
        },
    )
    return _made(by, child, "support.move_recorded", Move(child=child, by=by, at=clock.now(), **values))


CALM_FIELDS = ("triggers", "signs", "calms", "then", "made_with")


@transaction.atomic
def save_calm(*, by: User, child: Child, number: int, **values: str) -> Calm:
    """What sets off and what calms, as a new version over the one with ``number`` (0 for none).

    Raises ``Stale`` where somebody saved a version since; both stay readable.
    """
    permissions.check_may_record(by, child)
    given = {name: values.get(name, "") for name in CALM_FIELDS}
    if not any(given[name] for name in CALM_FIELDS[:-1]):
        raise Invalid({"triggers": _("Write at least one of the four")})
    last = queries.calm(child)
    if (last.number if last is not None else 0) != number:
        assert last is not None
        current = {name: getattr(last, name) for name in CALM_FIELDS}
        raise Stale(_("Somebody else saved this first."), version=last.number, current=current)
    row = Calm(child=child, number=number + 1, by=by, at=clock.now(), **given)
    return _made(by, child, "support.calm_saved", row)


@transaction.atomic
def plan_work(
    *, by: User, child: Child, title: str, purpose: str, lead: str, dates: list[date], action: Action | None = None
) -> Work:
    """A piece of direct work with its planned sessions (PL-18)."""
    permissions.check_may_record(by, child)
    _require(
        {"title": title, "purpose": purpose, "lead": lead, "dates": dates},
        {
            "title": _("Enter what the work is called"),
            "purpose": _("Say what it is about, and what it should change"),
            "lead": _("Name who leads it, with their role"),
            "dates": _("Enter at least one day for a session"),
        },
    )
    if action is not None and action.plan.child_id != child.pk:
        raise Invalid({"action": _("Choose an action of this child’s plan")})
    now = clock.now()
    work = _made(
        by,
        child,
        "support.work_planned",
        Work(child=child, title=title, purpose=purpose, lead=lead, action=action, by=by, at=now),
    )
    for day in dates:
        Session.objects.create(partnership_id=child.partnership_id, work=work, planned_on=day, by=by, at=now)
    return work


@transaction.atomic
def add_session(*, by: User, work: Work, planned_on: date | None) -> Session:
    """One more session."""
    permissions.check_may_record(by, work.child)
    if planned_on is None:
        raise Invalid({"planned_on": _("Enter the day of the session")})
    row = Session(work=work, planned_on=planned_on, by=by, at=clock.now())
    return _made(by, work.child, "support.session_planned", row)


@transaction.atomic
def record_session(
    *, by: User, session: Session, version: int, state: str, words: str, child_words: str = ""
) -> Session:
    """The session was held, or was not, and what happened. Not coming is never held against the young person."""
    permissions.check_may_record(by, session.work.child)
    _require(
        {"state": state if state != Session.State.PLANNED else "", "words": words},
        {
            "state": _("Choose whether it was held"),
            "words": _("Say what happened; if it was not held, what is tried next"),
        },
    )
    session.state, session.words, session.child_words = state, words, child_words
    session.by, session.at = by, clock.now()
    session.save_over(version, "state", "words", "child_words", "by", "at")
    child = session.work.child
    audit.record(
        partnership_id=child.partnership_id,
        by=by,
        action="support.session_recorded",
        subject=session,
        child_id=child.pk,
    )
    return session


@transaction.atomic
def evaluate(*, by: User, work: Work, before: str, after: str, report: str, child_words: str = "") -> Evaluation:
    """What the work changed, and the report on its impact. Once; a correction is a new piece of work or a meeting's."""
    permissions.check_may_record(by, work.child)
    _require(
        {"before": before, "after": after, "report": report},
        {
            "before": _("Say how things were before"),
            "after": _("Say how they are now, and how you know"),
            "report": _("Write the report: what worked, what did not, what is next"),
        },
    )
    if Evaluation.objects.filter(work=work).exists():
        raise WrongState(_("This work has its report already."))
    row = Evaluation(
        work=work, before=before, after=after, report=report, child_words=child_words, by=by, at=clock.now()
    )
    return _made(by, work.child, "support.work_evaluated", row)
