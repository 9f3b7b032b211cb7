"""What this room adds to the joined views: duties that follow from episodes, and entries of the chronology."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.access.models import Partnership, User
from safelight.assessments.models import Assessment
from safelight.assessments.offered import Offered
from safelight.children.chronology import ChronologyEntry, EntryKind
from safelight.children.models import Child
from safelight.core.clock import LONDON, london_day
from safelight.duties import queries as duty_queries
from safelight.duties.clock import add_working_days, end_of_day
from safelight.duties.types import ChildFacts, Cite, Closes, Duty
from safelight.missing import queries
from safelight.missing.clock import Code, Span, Trigger, run_of, triggers
from safelight.missing.models import Episode, Interview
from safelight.toolkits import clocks
from safelight.ui import formats

AWAY, INTERVIEW, ACCOUNT, AGAIN, RECOMMENDED = (
    "MS-01-away",
    "MS-04-offer",
    "MS-04-hold",
    "MS-04-again",
    "MS-04-recommended",
)
TRIGGERED = {code: f"MS-02-{code.value}" for code in Code}
# Ours, in working days: the sources give no times for what follows a trigger.
MEETING_WITHIN, HELD_WITHIN, AGAIN_WITHIN, FOLLOWED_WITHIN = 1, 5, 5, 5
# What lies further back raises no new duty: it stands in the record, and in patterns.
LOOK_BACK = timedelta(days=366)
# Enough before that to judge the first of them by its own month and its own 31 days.
_BEFORE = timedelta(days=62)

_CITES: dict[Code, tuple[Cite, ...]] = {
    Code.HOURS_72: (Cite("N", "missing"),),
    Code.DAYS_7: (Cite("P", "B4"),),
    Code.IN_MONTH: (Cite("N", "missing"),),
    Code.IN_31_DAYS: (),
}

Standings = Mapping[str, duty_queries.Standing]


def duties(facts: Sequence[ChildFacts], now: datetime) -> list[Duty]:
    """The duties that follow from episodes, for all these children in a constant number of queries."""
    by_child = {each.child_id: each for each in facts}
    episodes = queries.to_judge(list(by_child), now - LOOK_BACK - _BEFORE)
    if not episodes:
        return []
    ids = [one.pk for one in episodes]
    merged = queries.merged_into(ids)
    standings = duty_queries.standings(by_child)
    found: list[Duty] = []
    of_child: dict[UUID, list[Episode]] = {}
    for one in episodes:
        of_child.setdefault(one.child_id, []).append(one)
    for child_id, own in of_child.items():
        found += _away(by_child[child_id], own)
        found += _triggered(by_child[child_id], own, merged, standings, now)
    everything = [*ids, *(other for others in merged.values() for other in others)]
    found += _interviews(by_child, episodes, merged, queries.interviews_of(everything))
    kept = {one.pk: one for one in episodes} | {other: one for one in episodes for other in merged.get(one.pk, ())}
    for recommended in queries.not_followed(everything):
        episode = kept[recommended.interview.episode_id]
        found.append(
            _duty(
                by_child[episode.child_id],
                f"missing-recommended:{recommended.pk}",
                RECOMMENDED,
                _("Turn a recommendation of the return interview into an action"),
                recommended.text,
                _url("missing:recommendation", episode, recommended.pk),
                _("Follow it up"),
                due_at=_after(recommended.at, FOLLOWED_WITHIN),
                since=recommended.at,
                cites=(Cite("N", "missing"), Cite("C", "missing")),
            )
        )
    return found


def _duty(facts: ChildFacts, key: str, code: str, title: str, why: str, url: str, act: str, **more: object) -> Duty:
    more.setdefault("closes", Closes.RECORD)
    return Duty(
        key=key,
        code=code,
        child_id=facts.child_id,
        title=title,
        why=why,
        owner_id=facts.lead_worker_id,
        owner_role="" if facts.lead_worker_id else "manager",
        url=url,
        act_label=act,
        **more,  # type: ignore[arg-type]
    )


def _away(facts: ChildFacts, episodes: Sequence[Episode]) -> Iterable[Duty]:
    for one in episodes:
        if one.state == Episode.State.MISSING:
            since = {"since": formats.date_and_time(one.missing_from)}
            yield _duty(
                facts,
                f"missing-away:{one.pk}",
                AWAY,
                _("The child is missing now"),
                _("Missing from %(since)s. Until somebody has seen them in person, keep trying.") % since,
                _url("missing:episode", one),
                _("Open the episode"),
                due_at=one.missing_from,
                since=one.missing_from,
                may_be_set_aside=False,
                cites=(Cite("N", "missing"), Cite("C", "missing"), Cite("W", "missing")),
            )


def _triggered(
    facts: ChildFacts,
    episodes: Sequence[Episode],
    merged: Mapping[UUID, Sequence[UUID]],
    standings: Standings,
    now: datetime,
) -> Iterable[Duty]:
    spans = [Span(one.missing_from, one.until) for one in episodes]
    for trigger in triggers(spans, now):
        if trigger.at < now - LOOK_BACK:
            continue
        last = episodes[trigger.episodes[-1]]
        title, why, code = _words(trigger, episodes)
        yield _duty(
            facts,
            _key(trigger, spans, episodes, merged, standings),
            TRIGGERED[code],
            title,
            why,
            _url("missing:episode", last),
            _("Say when it is, or what was done"),
            closes=Closes.NOTE,
            due_at=_after(trigger.at, MEETING_WITHIN),
            since=trigger.at,
            must=code is not Code.IN_31_DAYS,
            cites=_CITES[code],
        )


def _words(trigger: Trigger, episodes: Sequence[Episode]) -> tuple[str, str, Code]:
    times = {"times": len(trigger.episodes)}
    if trigger.code is Code.HOURS_72:
        return (
            _("Call a strategy meeting: missing for 72 hours"),
            _("The child has been away for 72 hours."),
            trigger.code,
        )
    if trigger.code is Code.DAYS_7:
        return (
            _("Refer to the Missing Person’s Task Group: missing for 7 days"),
            _("The child has been away for seven days."),
            trigger.code,
        )
    if trigger.code is Code.IN_MONTH:
        return (
            _("Call a strategy meeting: missing five times in a month"),
            _("Five episodes began in %(month)s.") % {"month": formats.month(london_day(trigger.at), with_year=True)},
            trigger.code,
        )
    return (
        _("Consider a strategy meeting: missing %(times)s times in 31 days") % times,
        _("Our own rule: the end of a month resets nothing. %(times)s episodes began in 31 days.") % times,
        trigger.code,
    )


def _key(
    trigger: Trigger,
    spans: Sequence[Span],
    episodes: Sequence[Episode],
    merged: Mapping[UUID, Sequence[UUID]],
    standings: Standings,
) -> str:
    """A key that holds when times are corrected, episodes entered late or joined: what was closed stays closed."""
    if trigger.code is Code.IN_MONTH:
        local = trigger.at.astimezone(LONDON)
        return f"missing:{trigger.code.value}:{episodes[0].child_id}:{local:%Y-%m}"
    places = run_of(spans, trigger) if trigger.code is Code.IN_31_DAYS else trigger.episodes[-1:]
    ids = [id_ for place in places for id_ in (episodes[place].pk, *merged.get(episodes[place].pk, ()))]
    keys = [f"missing:{trigger.code.value}:{id_}" for id_ in ids]
    return next((key for key in keys if key in standings), keys[0])


def _interviews(
    by_child: Mapping[UUID, ChildFacts],
    episodes: Sequence[Episode],
    merged: Mapping[UUID, Sequence[UUID]],
    interviews: Mapping[UUID, Sequence[Interview]],
) -> Iterable[Duty]:
    jurisdiction = _jurisdictions({facts.partnership_id for facts in by_child.values()})
    for episode in episodes:
        if episode.until is None:
            continue
        own = list(interviews.get(episode.pk, ()))
        others = (row for id_ in merged.get(episode.pk, ()) for row in interviews.get(id_, ()))
        own += [row for row in others if row.state != Interview.State.DUE]
        if not own or any(row.state == Interview.State.COMPLETED for row in own):
            continue
        own.sort(key=lambda row: (row.offered_at is None, row.offered_at or row.at))
        last = own[-1]
        facts = by_child[episode.child_id]
        where = jurisdiction(facts.partnership_id)
        yield from _interview(facts, episode, last, where, offered=any(row.offered_at for row in own))


def _interview(
    facts: ChildFacts, episode: Episode, last: Interview, jurisdiction: str, *, offered: bool
) -> Iterable[Duty]:
    assert episode.until is not None
    url = _url("missing:interview", episode, last.pk)
    if last.state == Interview.State.DUE:
        rule = clocks.required(jurisdiction, "return_interview")
        statutory = rule.basis == "statutory"
        yield _duty(
            facts,
            f"missing-interview:{last.pk}",
            INTERVIEW,
            _("Offer the return interview"),
            _("The law gives 72 hours from the return. By somebody the child trusts, independent of their carers.")
            if statutory
            else _("Your area’s own rule counts from the return. By somebody the child trusts, independent of carers."),
            url,
            _("Record the offer"),
            due_at=_after(last.at, AGAIN_WITHIN) if offered else rule.due(episode.until, jurisdiction),
            since=last.at if offered else episode.until,
            must=not offered,
            cites=(Cite("C", "missing"), Cite("W", "missing"), Cite("N", "missing")),
        )
    elif last.state in (Interview.State.OFFERED, Interview.State.ACCEPTED):
        assert last.offered_at is not None
        yield _duty(
            facts,
            f"missing-hold:{last.pk}",
            ACCOUNT,
            _("Hold the return interview, or record that the child declined"),
            _("It was offered. What the child says stands in their own words."),
            url,
            _("Record what became of it"),
            due_at=_after(last.offered_at, HELD_WITHIN),
            since=last.offered_at,
            cites=(Cite("C", "missing"),),
        )
    elif last.state == Interview.State.DECLINED and episode.state != Episode.State.CLOSED:
        assert last.declined_at is not None
        yield _duty(
            facts,
            f"missing-again:{last.pk}",
            AGAIN,
            _("Offer the return interview again"),
            _("The child declined for now. Another day, or somebody else, may be right."),
            url,
            _("Offer it again"),
            closes=Closes.NOTE,
            due_at=_after(last.declined_at, AGAIN_WITHIN),
            since=last.declined_at,
            must=False,
        )


def _jurisdictions(partnership_ids: set[UUID]) -> Callable[[UUID], str]:
    found = dict(Partnership.objects.filter(pk__in=partnership_ids).values_list("pk", "jurisdiction"))
    return lambda partnership_id: found.get(partnership_id, "england")


def _url(name: str, episode: Episode, *more: UUID) -> str:
    return reverse(name, args=[episode.child_id, episode.pk, *more])


def _after(moment: datetime, days: int) -> datetime:
    return end_of_day(add_working_days(london_day(moment), days))


def chronology(user: User, child: Child) -> Iterable[ChronologyEntry]:
    """Each episode as it began and ended, what was seen and tried while away, and the interview."""
    for one in queries.for_child(child):
        url = _url("missing:episode", one)
        if one.state == Episode.State.ENTERED_IN_ERROR:
            continue
        title = _("The child was missing from this time")
        yield ChronologyEntry(
            one.missing_from, EntryKind.RECORD, title, one.circumstances, url=url, by_id=one.reported_by_id
        )
        if one.until is not None:
            words = formats.sentences(
                _("Seen by %(who)s") % {"who": one.seen_by},
                _("Found: %(where)s") % {"where": one.found_where} if one.found_where else "",
            )
            title = _("The child was back, after %(hours)s hours") % {
                "hours": int((one.until - one.missing_from).total_seconds() // 3600)
            }
            yield ChronologyEntry(one.until, EntryKind.RECORD, title, words, url=url, by_id=one.return_recorded_by_id)
    for seen in queries.sightings_of(child):
        title = _("The child was seen while missing: %(where)s") % {"where": seen.where}
        url = _url("missing:episode", seen.episode)
        yield ChronologyEntry(seen.seen_at, EntryKind.CONTACT, title, seen.words, url=url, by_id=seen.by_id)
    for row in queries.interviews_about(child):
        url = _url("missing:interview", row.episode, row.pk)
        for at, title, words in (
            (row.declined_at, _("The return interview was declined"), row.declined_words),
            (row.completed_at, _("The return interview was held"), row.child_words),
        ):
            if at is not None:
                yield ChronologyEntry(at, EntryKind.CONTACT, title, words, url=url, by_id=row.by_id)


# The toolkit's lines to which episodes are evidence: how many it takes since the assessment before (N §missing, P B4).
_EVIDENCE_FOR = {"L1": 1, "H2": 2}


def evidence(user: User, assessment: Assessment, now: datetime) -> Iterable[Offered]:
    """Episodes since the assessment before, or in a year where there is none: offered for L1 and H2, never ticked."""
    before = assessment.previous.date if assessment.previous is not None else None
    since = min(end_of_day(before), now) if before is not None else now - LOOK_BACK
    begun = [one for one in queries.for_children([assessment.child_id]) if since <= one.missing_from <= now]
    url = reverse("missing:child", args=[assessment.child_id])
    for code, enough in _EVIDENCE_FOR.items():
        if len(begun) >= enough:
            text = ngettext(
                "Missing once since %(since)s, on %(last)s: consider %(code)s.",
                "Missing %(times)s times since %(since)s, last on %(last)s: consider %(code)s.",
                len(begun),
            ) % {
                "times": len(begun),
                "since": formats.date(london_day(since)),
                "last": formats.date(london_day(begun[-1].missing_from)),
                "code": code,
            }
            yield Offered(code, text, url)
