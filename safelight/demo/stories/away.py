"""Children who go missing: one five times in a month, one once with what was learned, and one who is away now."""

from datetime import timedelta

from safelight.access.models import User
from safelight.children.models import Child
from safelight.core import clock
from safelight.demo.diary import Diary
from safelight.demo.teller import Teller
from safelight.missing import actions, queries
from safelight.missing.models import Episode

SEEN_BY = "Police Constable Ashworth"


def _known(t: Teller, name: str) -> Child:
    given, family = name.split(" ", 1)
    return Child.objects.get(partnership=t.partnership, given_name=given, family_name=family)


def _gone(by: User, child: Child, hours: float, **said: str) -> Episode:
    now = clock.now()
    return actions.report_missing(
        by=by, child=child, missing_from=now - timedelta(hours=hours), told_by="Her foster carer", now=now, **said
    )


def _back(by: User, episode: Episode, where: str, **said: str) -> Episode:
    now = clock.now()
    return actions.record_return(
        by=by,
        episode=episode,
        until=now - timedelta(minutes=20),
        seen_by=SEEN_BY,
        seen_in_person=True,
        found_where=where,
        now=now,
        **said,
    )


PLACES = ("Kestrel retail park", "Harbour arcade", "Kestrel retail park", "Bus station", "Kestrel retail park")
HOURS = ("22:40", "23:15", "19:30", "22:10", "23:50")


def five_times_in_a_month(t: Teller) -> Diary:
    """One girl goes missing five times in the month before this one; the first interview is declined, then held."""
    this_month = t.day(0).replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    joel = t.person("joel")
    episode = None
    for number, (place, hour) in enumerate(zip(PLACES, HOURS, strict=True)):
        ago = (t.day(0) - last_month.replace(day=2 + number * 5)).days
        yield t.at(ago, hour)
        child = _known(t, "Tabitha Ormerod")
        wore = t.once("In a grey hooded top and white trainers.") if number == 0 else ""
        episode = _gone(joel, child, 1.5, last_seen=wore)
        if number == 0:
            first = episode
            actions.record_attempt(
                by=joel, episode=episode, how="call", with_whom="Tabitha", answered=False, now=clock.now()
            )
        yield t.later(hours=7)
        _back(joel, episode, place)
        if number == 0:
            yield t.later(hours=30)
            row = queries.interviews(first)[0]
            row = actions.offer_interview(
                by=joel,
                interview=row,
                version=row.version,
                offered_by="Ness Calloway, youth service",
                trusted=t.once("Tabitha goes to her drama group and talks to her there."),
                independent=True,
                now=clock.now(),
            )
            yield t.later(hours=3)
            actions.decline_interview(
                by=joel, interview=row, version=row.version, words=t.once("Not this week."), now=clock.now()
            )
    yield t.later(hours=40)
    assert episode is not None
    again = actions.begin_again(by=joel, episode=first, now=clock.now())
    again = actions.offer_interview(
        by=joel,
        interview=again,
        version=again.version,
        offered_by="Ness Calloway, youth service",
        trusted=t.once("The same drama group; Tabitha asked that it be there."),
        independent=True,
        now=clock.now(),
    )
    yield t.later(hours=2)
    again = actions.accept_interview(by=joel, interview=again, version=again.version, now=clock.now())
    yield t.later(hours=20)
    actions.complete_interview(
        by=joel,
        interview=again,
        version=again.version,
        interviewer="Ness Calloway, youth service",
        child_words=t.once("It is loud at home when they drink. At the retail park it is warm and nobody shouts."),
        account=t.once("She goes to get away from rows; two men there buy her food and drive her back."),
        pushes_and_pulls=t.once("Rows at home push; warmth, food and a lift pull."),
        recommendations=[
            t.once("Somewhere warm to go at night: her aunt has said yes."),
            t.once("Police to look at who drives girls home from the retail park."),
        ],
        now=clock.now(),
    )
    done = queries.interviews(first)[0].recommendations.all()[0]
    actions.leave_recommendation(
        by=joel, recommendation=done, why=t.once("Her aunt gave her a key the same day."), now=clock.now()
    )
    last = queries.get(joel, child.pk, episode.pk)
    actions.correct_times(
        by=joel,
        episode=last,
        version=last.version,
        missing_from=last.missing_from - timedelta(minutes=40),
        until=last.until,
        why=t.once("The bus camera shows that she had left earlier."),
        now=clock.now(),
    )


def once_and_what_followed(t: Teller) -> Diary:
    """One girl is away for a night: what was tried, a mistaken entry, the interview, and the episode is closed."""
    joel = t.person("joel")
    yield t.at(24, "21:10")
    child = _known(t, "Keziah Boateng")
    wrong = _gone(joel, child, 0.5)
    yield t.later(minutes=15)
    actions.mark_entered_in_error(
        by=joel,
        episode=wrong,
        version=wrong.version,
        why=t.once("She was at her cousin’s party, as agreed."),
        now=clock.now(),
    )
    yield t.at(17, "20:30")
    episode = _gone(joel, child, 2, circumstances=t.once("She left by the back gate after a message."))
    actions.record_alert_asked(
        by=joel, episode=episode, whom="transport", who="Night desk of the bus company", now=clock.now()
    )
    actions.record_police_reference(by=joel, episode=episode, reference="0873 of 4/11", now=clock.now())
    yield t.later(hours=3)
    actions.record_sighting(
        by=joel,
        episode=episode,
        where="The sea front",
        who="A bus driver",
        words=t.once("She sat on the wall with an older boy on a motorbike."),
        police_told="Control room",
        now=clock.now(),
    )
    actions.decide_publicity(
        by=joel,
        episode=episode,
        publish=False,
        decided_by="Inspector Dale",
        why=t.once("She has been seen and is near; her picture would follow her for years."),
        now=clock.now(),
    )
    yield t.later(hours=6)
    _back(joel, episode, "The sea front", found_with=t.once("An older boy, on a red motorbike."))
    yield t.later(hours=26)
    row = queries.interviews(episode)[0]
    row = actions.offer_interview(
        by=joel,
        interview=row,
        version=row.version,
        offered_by="Ness Calloway, youth service",
        trusted=t.once("Keziah chose her from three."),
        independent=True,
        now=clock.now(),
    )
    yield t.later(hours=4)
    actions.complete_interview(
        by=joel,
        interview=row,
        version=row.version,
        interviewer="Ness Calloway, youth service",
        child_words=t.once("He is nice to me. I did not think anyone would notice."),
        account=t.once("She met him on a game in the summer; he has asked her twice to come away with him."),
        now=clock.now(),
    )
    yield t.later(hours=1)
    closed = queries.get(joel, child.pk, episode.pk)
    actions.close(by=joel, episode=closed, version=closed.version, now=clock.now())


def away_now(t: Teller) -> Diary:
    """One girl is missing now; the episode before was two, which were one."""
    leon = t.person("leon")
    yield t.at(12, "22:00")
    child = _known(t, "Nia Glendower")
    first = _gone(leon, child, 1)
    yield t.later(hours=3)
    _back(leon, first, "")
    yield t.later(hours=2)
    second = _gone(leon, child, 1)
    yield t.later(hours=5)
    _back(leon, second, "Harbour arcade")
    yield t.later(hours=10)
    actions.merge_episodes(
        by=leon,
        episode=first,
        other=queries.get(leon, child.pk, second.pk),
        why=t.once("At one in the morning it was her sister whom the neighbour saw."),
        now=clock.now(),
    )
    yield t.at(0, "00:05")
    _gone(leon, child, 2.5, last_seen=t.once("Nia wore a green parka and carried a school bag."))
