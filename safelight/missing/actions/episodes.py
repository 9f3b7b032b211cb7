"""Episodes: reported, returned, corrected, joined, closed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children.models import Child
from safelight.core.errors import Invalid, WrongState
from safelight.missing import permissions, queries
from safelight.missing.actions.common import locked, locked_child, needed, passed, record
from safelight.missing.models import (
    Episode,
    EpisodeCorrection,
    EpisodeMerge,
    FurtherReport,
    Interview,
    KeptForm,
    MergeUndone,
)
from safelight.missing.states import EpisodeState, episode_may_move
from safelight.ui import formats

State = Episode.State

# The form under which a report that could not be saved is kept for whoever typed it.
REPORT_FORM = "report"


@transaction.atomic
def report_missing(
    *,
    by: User,
    child: Child,
    missing_from: datetime | None,
    told_by: str = "",
    last_seen: str = "",
    circumstances: str = "",
    now: datetime,
) -> Episode:
    """The child is missing since ``missing_from`` (MS-01). Only who may report and the time are asked (MS-09).

    A child who is missing already has one episode: what is said now is kept beside it, and that episode is answered.
    ``Invalid`` for a time to come, and for one at which the child was still away before an earlier return.
    """
    permissions.check_may_report(by, child)
    held = locked_child(child)
    since = passed("missing_from", missing_from, now, _("Enter since when the child is missing"))
    said = {"told_by": told_by.strip(), "last_seen": last_seen.strip(), "circumstances": circumstances.strip()}
    standing = queries.open_episode(held)
    if standing is not None:
        further = FurtherReport(
            partnership_id=held.partnership_id, episode=standing, missing_from=since, by=by, at=now, **said
        )
        further.save()
        record(by, "missing.reported_again", further, held, now)
    else:
        _check_free(held, since, None)
        standing = Episode.objects.create(
            partnership_id=held.partnership_id, child=held, missing_from=since, reported_at=now, reported_by=by, **said
        )
        record(by, "missing.reported", standing, held, now)
    KeptForm.objects.filter(child=held, by=by, form=REPORT_FORM).delete()
    return standing


@transaction.atomic
def record_past(
    *,
    by: User,
    child: Child,
    missing_from: datetime | None,
    until: datetime | None,
    seen_by: str,
    seen_in_person: bool,
    told_by: str = "",
    last_seen: str = "",
    circumstances: str = "",
    found_where: str = "",
    found_with: str = "",
    harm: str = "",
    now: datetime,
) -> Episode:
    """An episode that was over before anybody entered it. It counts from when it happened, for triggers too."""
    permissions.check_may_report(by, child)
    held = locked_child(child)
    since = passed("missing_from", missing_from, now, _("Enter since when the child was missing"))
    back = passed("until", until, now, _("Enter when the child was seen"))
    _check_seen(seen_by, seen_in_person)
    _check_order(since, back)
    _check_free(held, since, back)
    made = Episode.objects.create(
        partnership_id=held.partnership_id,
        child=held,
        missing_from=since,
        reported_at=now,
        reported_by=by,
        told_by=told_by.strip(),
        last_seen=last_seen.strip(),
        circumstances=circumstances.strip(),
        state=State.RETURNED,
        until=back,
        seen_by=seen_by.strip(),
        found_where=found_where.strip(),
        found_with=found_with.strip(),
        harm=harm.strip(),
        return_recorded_at=now,
        return_recorded_by=by,
    )
    _interview_due(made, by, now)
    record(by, "missing.past_recorded", made, held, now)
    return made


@transaction.atomic
def record_return(
    *,
    by: User,
    episode: Episode,
    until: datetime | None,
    seen_by: str,
    seen_in_person: bool,
    found_where: str = "",
    found_with: str = "",
    harm: str = "",
    now: datetime,
) -> Episode:
    """Somebody saw the child in person: the child is back since ``until``. The return interview is due from then.

    ``Invalid`` where nobody saw them: a call, a message or a report by somebody else never ends an episode (HZ-34).
    """
    permissions.check_may_report(by, episode.child)
    held = locked(episode)
    _check_seen(seen_by, seen_in_person)
    back = passed("until", until, now, _("Enter when the child was seen"))
    _move(held, EpisodeState.RETURNED)
    _check_order(held.missing_from, back)
    _check_free(held.child, held.missing_from, back, but=held)
    held.until, held.seen_by = back, seen_by.strip()
    held.found_where, held.found_with, held.harm = found_where.strip(), found_with.strip(), harm.strip()
    held.return_recorded_at, held.return_recorded_by = now, by
    held.save_over(held.version, "state", *_RETURN)
    _interview_due(held, by, now)
    record(by, "missing.returned", held, held.child, now)
    return held


@transaction.atomic
def correct_times(
    *,
    by: User,
    episode: Episode,
    version: int,
    missing_from: datetime | None,
    until: datetime | None,
    why: str,
    now: datetime,
) -> Episode:
    """Other times for an episode. What stood before is kept. Without ``until`` a recorded return was none.

    ``Stale`` where somebody saved the episode since it was read at ``version``.
    """
    permissions.check_may_follow_up(by, episode.child)
    held = locked(episode)
    needed({"why": why}, {"why": _("Say why the times change, and how you know")})
    since = passed("missing_from", missing_from, now, _("Enter since when the child was missing"))
    back = passed("until", until, now, "") if until is not None else None
    state = EpisodeState(held.state)
    if state == EpisodeState.ENTERED_IN_ERROR:
        raise WrongState(_("This episode was entered in error. Its times count for nothing."))
    if back is None and state == EpisodeState.CLOSED:
        raise Invalid({"until": _("This episode is closed: enter when the child was seen")})
    if back is not None and state == EpisodeState.MISSING:
        raise Invalid({"until": _("The child is still missing. Record the return itself, with who saw the child")})
    if back is not None:
        _check_order(since, back)
    _check_free(held.child, since, back, but=held)
    row = EpisodeCorrection(
        partnership_id=held.partnership_id,
        episode=held,
        from_before=held.missing_from,
        from_after=since,
        until_before=held.until,
        until_after=back,
        why=why.strip(),
        by=by,
        at=now,
    )
    held.missing_from, held.until = since, back
    if back is None:
        held.state = State.MISSING
    held.save_over(version, "missing_from", "until", "state")
    row.save()
    record(by, "missing.times_corrected", row, held.child, now)
    return held


@transaction.atomic
def merge_episodes(*, by: User, episode: Episode, other: Episode, why: str, now: datetime) -> Episode:
    """Two episodes were one, because the child had not really come back in between. The earlier one is kept and ends as
    the later; the later is marked as entered in error. Answers the kept one; ``undo_merge`` takes it back."""
    permissions.check_may_follow_up(by, episode.child)
    needed({"why": why}, {"why": _("Say how you know that it was one")})
    if episode.pk == other.pk or episode.child_id != other.child_id:
        raise Invalid({"other": _("Choose another episode of this child")})
    locked_child(episode.child)
    kept, gone = sorted((locked(episode), locked(other)), key=lambda one: (one.missing_from, str(one.pk)))
    if State.ENTERED_IN_ERROR in (kept.state, gone.state):
        raise WrongState(_("One of the two was entered in error. Look at them again."))
    between = queries.for_children([kept.child_id]).filter(missing_from__gt=kept.missing_from)
    if between.filter(missing_from__lt=gone.missing_from).exists():
        raise Invalid({"other": _("There is another episode between these two. Join that one first")})
    kept_before, other_before = _as_kept(kept), _as_kept(gone)
    was_closed = kept.state == State.CLOSED
    gone.state = State.ENTERED_IN_ERROR
    gone.error_reason = _("It was part of the episode before it.")
    for name in _RETURN:
        setattr(kept, name, getattr(gone, name))
    kept.state = State.MISSING if kept.until is None else (State.CLOSED if was_closed else State.RETURNED)
    gone.save_over(gone.version, "state", "error_reason")
    kept.save_over(kept.version, "state", *_RETURN)
    merge = EpisodeMerge(
        partnership_id=kept.partnership_id,
        kept=kept,
        other=gone,
        kept_before=kept_before,
        other_before=other_before,
        kept_after=_as_kept(kept),
        why=why.strip(),
        by=by,
        at=now,
    )
    merge.save()
    record(by, "missing.merged", merge, kept.child, now)
    return kept


@transaction.atomic
def undo_merge(*, by: User, merge: EpisodeMerge, why: str, now: datetime) -> Episode:
    """Both episodes stand again as they did before. ``WrongState`` where the kept one has changed since."""
    permissions.check_may_follow_up(by, merge.kept.child)
    needed({"why": why}, {"why": _("Say why they were two after all")})
    locked_child(merge.kept.child)
    kept, other = locked(merge.kept), locked(merge.other)
    if MergeUndone.objects.filter(merge=merge).exists():
        raise WrongState(_("This was taken back already."))
    if _as_kept(kept) != merge.kept_after:
        raise WrongState(_("The episode has changed since. Correct its times instead, and enter the other one anew."))
    # The later one first opens no second episode: the kept one is brought to its end before.
    _restore(kept, merge.kept_before)
    _restore(other, merge.other_before)
    undone = MergeUndone(partnership_id=kept.partnership_id, merge=merge, why=why.strip(), by=by, at=now)
    undone.save()
    record(by, "missing.merge_undone", undone, kept.child, now)
    return kept


@transaction.atomic
def mark_entered_in_error(*, by: User, episode: Episode, version: int, why: str, now: datetime) -> Episode:
    """The child was not missing then, or it stands with the wrong child. It stays readable and counts for nothing."""
    permissions.check_may_follow_up(by, episode.child)
    needed({"why": why}, {"why": _("Say what was wrong")})
    held = locked(episode)
    _move(held, EpisodeState.ENTERED_IN_ERROR)
    held.error_reason = why.strip()
    held.save_over(version, "state", "error_reason")
    record(by, "missing.entered_in_error", held, held.child, now)
    return held


@transaction.atomic
def close(*, by: User, episode: Episode, version: int, now: datetime) -> Episode:
    """All that follows a return is done. ``WrongState`` while the interview is neither done nor declined."""
    permissions.check_may_follow_up(by, episode.child)
    held = locked(episode)
    _move(held, EpisodeState.CLOSED)
    states = {row.state for row in queries.interviews(held)}
    done = Interview.State.COMPLETED in states
    if not done and states - {Interview.State.DECLINED}:
        raise WrongState(_("The return interview is still open. Record that it is done, or that it was declined."))
    held.closed_at, held.closed_by = now, by
    held.save_over(version, "state", "closed_at", "closed_by")
    record(by, "missing.closed", held, held.child, now)
    return held


@transaction.atomic
def record_police_reference(*, by: User, episode: Episode, reference: str, now: datetime) -> Episode:
    """The number under which police have it, as they gave it: whatever its shape, it is kept as typed."""
    permissions.check_may_report(by, episode.child)
    needed({"police_reference": reference}, {"police_reference": _("Enter the number that police gave")})
    held = locked(episode)
    held.police_reference = reference.strip()[:100]
    held.save_over(held.version, "police_reference")
    record(by, "missing.reference_recorded", held, held.child, now)
    return held


_RETURN = ("until", "seen_by", "found_where", "found_with", "harm", "return_recorded_at", "return_recorded_by")
_KEPT = ("state", "error_reason", "until", "seen_by", "found_where", "found_with", "harm", "return_recorded_at")


def _as_kept(episode: Episode) -> dict[str, Any]:
    """What a merge changes of an episode, as it can be written down."""
    found = {name: getattr(episode, name) for name in _KEPT}
    for name in ("until", "return_recorded_at"):
        found[name] = found[name].isoformat() if found[name] else None
    return {**found, "return_recorded_by": str(episode.return_recorded_by_id or "") or None}


def _restore(episode: Episode, before: dict[str, Any]) -> None:
    for name in _KEPT:
        value = before[name]
        if name in ("until", "return_recorded_at") and value:
            value = parse_datetime(value)
        setattr(episode, name, value)
    by = before["return_recorded_by"]
    episode.return_recorded_by = User.objects.get(pk=by) if by else None
    episode.save_over(episode.version, *_KEPT, "return_recorded_by")


def _move(episode: Episode, to: EpisodeState) -> None:
    if not episode_may_move(episode.state, to):
        raise WrongState(_("Somebody has changed this episode since you opened the page. Look at it again."))
    episode.state = State(to.value)


def _check_seen(seen_by: str, in_person: bool) -> None:
    if not in_person:
        sentence = _(
            "A call or a message does not show that the child is safe. They stay missing until somebody has "
            "seen them in person. Record the call under what was tried."
        )
        raise Invalid({"seen_in_person": sentence})
    needed({"seen_by": seen_by}, {"seen_by": _("Name who saw the child, with their role")})


def _check_order(since: datetime, back: datetime) -> None:
    if back <= since:
        raise Invalid(
            {
                "until": _("The child was missing from %(since)s, so the return is after that. Check both times.")
                % {"since": formats.date_and_time(since)}
            }
        )


def _check_free(child: Child, since: datetime, back: datetime | None, but: Episode | None = None) -> None:
    other = queries.overlapping(child, since, back, but=[but.pk] if but is not None else [])
    if other is None:
        return
    span = {"since": formats.date_and_time(other.missing_from)}
    if other.until is None:
        sentence = _("The child is already recorded as missing from %(since)s, without a return.") % span
    else:
        span["until"] = formats.date_and_time(other.until)
        sentence = (
            _(
                "The child was already recorded as missing from %(since)s until %(until)s. Enter a time outside that, "
                "or correct that episode."
            )
            % span
        )
    raise Invalid({"missing_from": sentence})


def _interview_due(episode: Episode, by: User, now: datetime) -> None:
    """A return has one interview that is due; a return that was corrected and recorded again has no second."""
    if not Interview.objects.filter(episode=episode).exists():
        Interview.objects.create(partnership_id=episode.partnership_id, episode=episode, by=by, at=now)
