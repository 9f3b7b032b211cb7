"""What the pages about episodes show: lists, one episode, patterns."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children import queries as children
from safelight.children.models import Child, PersonAround
from safelight.front_door import helplines
from safelight.missing import patterns, queries
from safelight.missing.clock import Code, Span, triggers
from safelight.missing.models import Episode
from safelight.missing.patterns import Away
from safelight.missing.queries import sight
from safelight.missing.words import NEUTRAL
from safelight.ui import formats

# How forces commonly write the number of a log or a missing person's record.
_REFERENCE = re.compile(
    r"(?:\d{1,6}\s*(?:of|/)\s*\d{1,2}[\s/.-]\w{1,9}(?:[\s/.-]\d{2,4})?"
    r"|[A-Z]{1,6}[\s/-]?\d{1,10}(?:[\s/-]\d{1,8}){0,3}|\d{5,12}(?:/\d{2,4})?)",
    re.IGNORECASE,
)


def named(child: Child, today: date) -> dict[str, Any]:
    """How a child is named to whoever sees nothing else of them: name, date of birth, area."""
    age = children.age_on(child, today)
    return {
        "child_name": children.full_name(child),
        "identity": {
            "name": children.full_name(child),
            "born": child.date_of_birth,
            "age": "" if age is None else str(age),
            "area": child.area,
        },
    }


def reference_remark(reference: str) -> str:
    """What to say of a police reference of a shape that we do not know: it is kept, and may be a slip of the pen."""
    if not reference or _REFERENCE.fullmatch(reference.strip()):
        return ""
    return _(
        "This is not a shape that we know for a police reference, such as 0412 of 22 November or MP/26/01234. It is "
        "kept as it was typed. Check it with whoever gave it."
    )


def how_long(start: datetime, end: datetime) -> str:
    """How long somebody was away, in words: days and hours of elapsed time."""
    return length(end - start)


def length(span: timedelta) -> str:
    """A length of time in words."""
    minutes = int(span.total_seconds() // 60)
    hours, left = divmod(minutes, 60)
    days, rest = divmod(hours, 24)
    if days:
        words = [formats.with_count(days, _("day"), _("days"))]
        return " ".join([*words, formats.with_count(rest, _("hour"), _("hours"))] if rest else words)
    if hours:
        return formats.with_count(hours, _("hour"), _("hours"))
    return formats.with_count(left, _("minute"), _("minutes"))


def listed(episode: Episode, now: datetime) -> dict[str, Any]:
    """One episode as a line of a list."""
    return {
        "url": reverse("missing:episode", args=[episode.child_id, episode.pk]),
        "since": episode.missing_from,
        "until": episode.until,
        "long": how_long(episode.missing_from, episode.until or now),
        "state": episode.get_state_display(),
        "is_missing": episode.state == Episode.State.MISSING,
        "in_error": episode.state == Episode.State.ENTERED_IN_ERROR,
        "found_where": episode.found_where,
    }


def child_list(user: User, child: Child, now: datetime) -> dict[str, Any]:
    """Every episode of a child, what they triggered, and their patterns."""
    everything = list(queries.for_child(child))
    standing = [one for one in everything if one.state != Episode.State.ENTERED_IN_ERROR]
    away = [Away(one.missing_from, one.until, one.found_where) for one in standing]
    return {
        "episodes": [listed(one, now) for one in everything],
        "triggered": _triggered(standing, now),
        "patterns": pattern_parts(away, now) if away else None,
        "may_report": sight.may_report(user, child),
        "open": next((listed(one, now) for one in standing if one.state == Episode.State.MISSING), None),
    }


def _triggered(standing: Sequence[Episode], now: datetime) -> list[dict[str, Any]]:
    words = {
        Code.HOURS_72: _("Missing for 72 hours: a strategy meeting"),
        Code.DAYS_7: _("Missing for 7 days: the Missing Person’s Task Group"),
        Code.IN_MONTH: _("Five episodes in one calendar month: a strategy meeting"),
        Code.IN_31_DAYS: _("Five episodes in 31 days (our own rule): consider a strategy meeting"),
    }
    found = triggers([Span(one.missing_from, one.until) for one in standing], now)
    return [{"at": one.at, "words": words[one.code]} for one in reversed(found)]


def pattern_parts(away: Sequence[Away], now: datetime) -> dict[str, Any]:
    """Days, hours, places and gaps, each as it is drawn and as its table says it (MS-06)."""
    days = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    gaps = patterns.gaps(away)
    return {
        "times": len(away),
        "altogether": length(patterns.time_away(away, now)),
        "hours": [(f"{hour:02d}", count) for hour, count in patterns.by_hour(away).items()],
        "days": [(days[day], count) for day, count in patterns.by_weekday(away).items()],
        "days_short": [(days[day][:3], count) for day, count in patterns.by_weekday(away).items()],
        "places": patterns.places(away),
        "shortest": length(min(gaps)) if gaps else "",
        "longest": length(max(gaps)) if gaps else "",
        "last": length(gaps[-1]) if gaps else "",
    }


def record(user: User, episode: Episode, now: datetime) -> dict[str, Any]:
    """One episode: what is known, what was done while away, corrections, the interview, and what may be done now."""
    child = episode.child
    follow = sight.may_follow_up(user, child)
    decisions = list(queries.publicity(episode))
    return {
        "episode": episode,
        "state": episode.get_state_display(),
        "is_missing": episode.state == Episode.State.MISSING,
        "is_returned": episode.state == Episode.State.RETURNED,
        "in_error": episode.state == Episode.State.ENTERED_IN_ERROR,
        "is_closed": episode.state == Episode.State.CLOSED,
        "long": how_long(episode.missing_from, episode.until or now),
        "known": facts(episode),
        "remark": reference_remark(episode.police_reference),
        "further": list(queries.further_reports(episode)),
        "attempts": list(queries.attempts(episode)),
        "sightings": list(queries.sightings(episode)),
        "words_sent": list(queries.words_sent(episode)),
        "alerts": list(queries.alerts_asked(episode)),
        "publicity": decisions[:1],
        "publicity_before": decisions[1:],
        "interviews": [interview_line(row, child) for row in queries.interviews(episode)]
        if not sight.sees_only_missing(user, child)
        else [],
        "corrections": list(queries.corrections_of(episode)),
        "merges": [_merge(row, episode) for row in queries.merges_of(episode)],
        "helplines": [helplines.MISSING_PEOPLE, helplines.CHILDLINE],
        "may_report": sight.may_report(user, child),
        "may_follow_up": follow,
        "telephone": telephone(child),
    }


def facts(episode: Episode) -> list[tuple[str, str]]:
    """What is known of an episode, as questions and answers; what nobody said is left out."""
    return [
        (_("Reported by"), episode.told_by),
        (
            _("Taken by"),
            _("%(who)s, on %(when)s")
            % {"who": episode.reported_by.name_and_role, "when": formats.date_and_time(episode.reported_at)},
        ),
        (_("Last seen"), episode.last_seen),
        (_("What happened"), episode.circumstances),
        (_("Police reference"), episode.police_reference),
        (_("Seen in person by"), episode.seen_by),
        (_("Found where"), episode.found_where),
        (_("With whom"), episode.found_with),
        (_("Harm"), episode.harm),
        (_("Why it was entered in error"), episode.error_reason),
    ]


def telephone(child: Child) -> str:
    """Whether word may be sent to the child's own telephone, in a sentence (HZ-33)."""
    if child.telephone_safe == PersonAround.Safe.SAFE:
        return ""
    if child.telephone_safe == PersonAround.Safe.UNSAFE:
        return _("The child’s telephone is marked unsafe: somebody else may read it. Do not send anything.")
    return _(
        "Nobody has checked whether the child’s telephone is safe: somebody else may read it. Do not send anything "
        "until somebody has checked."
    )


def neutral_texts() -> list[str]:
    """The texts that may be sent."""
    return [str(text) for text in NEUTRAL.values()]


def interview_line(row: Any, child: Child) -> dict[str, Any]:
    """One interview as a line, with its recommendations."""
    return {
        "row": row,
        "url": reverse("missing:interview", args=[child.pk, row.episode_id, row.pk]),
        "state": row.get_state_display(),
        "steps": [
            (words, at)
            for words, at in (
                (_("Offered"), row.offered_at),
                (_("Accepted"), row.accepted_at),
                (_("Declined"), row.declined_at),
                (_("Done"), row.completed_at),
            )
            if at is not None
        ],
        "facts": [
            (_("Offered by"), row.offered_by),
            (_("Trusted, because"), row.trusted),
            (_("Not independent, because"), row.not_independent_why),
            (_("Held by"), row.interviewer),
            (_("Where"), row.where),
            (_("What was learned"), row.account),
            (_("What pushed or pulled"), row.pushes_and_pulls),
        ],
        "child_words": row.child_words or row.declined_words,
        "recommendations": [_recommended(one, child, row) for one in row.recommendations.all()],
    }


def _recommended(one: Any, child: Child, row: Any) -> dict[str, Any]:
    followed = getattr(one, "followed", None)
    return {
        "text": one.text,
        "url": reverse("missing:recommendation", args=[child.pk, row.episode_id, one.pk]),
        "followed": followed is not None,
        "action": _("It is an action of the plan.") if followed is not None and followed.action_id else "",
        "why_none": followed.why_none if followed is not None else "",
    }


def _merge(row: Any, episode: Episode) -> dict[str, Any]:
    undone = getattr(row, "undone", None)
    other = row.other if row.kept_id == episode.pk else row.kept
    return {
        "id": row.pk,
        "into_this": row.kept_id == episode.pk,
        "other_url": reverse("missing:episode", args=[episode.child_id, other.pk]),
        "other_since": other.missing_from,
        "why": row.why,
        "by": row.by.name_and_role,
        "at": row.at,
        "undone": undone,
    }
