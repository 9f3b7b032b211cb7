"""What is done around one child while her plan runs: alerts that came back, watching, direct work, a move."""

from datetime import timedelta

from safelight.access.models import User
from safelight.children.models import Child
from safelight.core import clock
from safelight.demo.diary import Diary
from safelight.demo.teller import Teller
from safelight.support import actions
from safelight.support.models import Work

LEAD = "Joel Pickersgill, youth worker"
DECIDED = "Rhian Castellan, social worker, with her manager"


def held_and_helped(t: Teller) -> Diary:
    """One girl and all that goes on around her, in the order of the days."""
    yield t.at(60, "09:30")
    rhian = t.person("rhian")
    child = t.child("rhian", "Merryn Oakshott", gender="girl", date_of_birth=t.born(15))
    yield t.at(52, "11:00")
    alert = actions.place_alert(
        by=rhian,
        child=child,
        kind="walk_in",
        where="Quayside walk-in clinic",
        told="Duty nurse, by telephone",
        why=t.once("Merryn may come in hurt and in a hurry. Ring the social worker before she leaves."),
        since=clock.today(),
        until=clock.today() + timedelta(days=57),
    )
    _moved(t, rhian, child)
    yield t.at(48, "15:20")
    place = actions.begin_monitoring(
        by=rhian,
        child=child,
        what="place",
        how="Her aunt can see where the telephone is between nine at night and seven in the morning.",
        child_answer="agreed",
        child_words=t.once("Only my aunt, and only at night. Not at school."),
        parents_answer="agreed",
        parents_words=t.once("I would rather she knew that I look."),
        agreed_by=DECIDED,
        why=t.once("A car has waited for Merryn at night twice, and nobody knew where she was until morning."),
        gentler=t.once("Being fetched, and a message when she sets off, were tried for three weeks."),
        since=clock.today(),
        review_on=clock.today() + timedelta(days=14),
    )
    yield t.at(45, "11:00")
    work = actions.plan_work(
        by=rhian,
        child=child,
        title="What a friend is",
        purpose=t.once("What friends give and what they take; how to tell, and how to say no to one."),
        lead=LEAD,
        dates=[clock.today() + timedelta(days=days) for days in (3, 10, 17)],
    )
    yield t.at(42, "17:00")
    _session(
        t, rhian, work, 0, "Merryn drew who is close to her and who she would ring at night.", "I rang one of them."
    )
    yield t.at(35, "17:00")
    _session(t, rhian, work, 1, "The taxi was late. Next time Joel walks over to meet Merryn.")
    yield t.at(33, "10:00")
    actions.review_monitoring(
        by=rhian,
        monitoring=place,
        goes_on=True,
        why=t.once("Merryn says that she sleeps better since."),
        review_on=clock.today() + timedelta(days=21),
    )
    yield t.at(28, "17:00")
    _session(t, rhian, work, 2, "They wrote a message that says no and keeps the friend.", "I sent it. He went quiet.")
    yield t.at(21, "12:00")
    actions.evaluate(
        by=rhian,
        work=work,
        before=t.once("Merryn named one friend, who is 24 and drives."),
        after=t.once("She names her cousin and a girl from drama, and has slept there twice; her aunt confirms it."),
        child_words=t.once("I can tell now when somebody only wants something."),
        report=t.once("Short sessions out of doors worked, papers did not. Next: staying safe online."),
    )
    yield t.at(20, "16:40")
    notice = actions.record_notice(
        by=rhian,
        alert=alert,
        came_at=None,
        from_whom="Duty nurse",
        words=t.once("Merryn came in alone with a cut on her arm and left when asked who was waiting outside."),
    )
    yield t.at(19, "10:15")
    actions.look_at_level(
        by=rhian,
        notice=notice,
        outcome="again",
        words=t.once("Somebody waits for Merryn outside a clinic: that is new, so it is assessed again."),
    )
    yield t.at(15, "11:00")
    actions.plan_work(
        by=rhian,
        child=child,
        title="Staying safe online",
        purpose=t.once("Who can see what Merryn posts, and what to do when somebody presses her for pictures."),
        lead=LEAD,
        dates=[clock.today() + timedelta(days=11), clock.today() + timedelta(days=25)],
    )
    yield t.at(12, "10:00")
    actions.review_monitoring(
        by=rhian,
        monitoring=place,
        goes_on=False,
        why=t.once("Three weeks at home every night: Merryn and her aunt ended it together."),
    )
    yield t.at(3, "18:05")
    _calm(t, rhian, child)
    actions.record_notice(
        by=rhian,
        alert=alert,
        came_at=None,
        from_whom="Practice nurse",
        words=t.once("Merryn asked for the morning-after pill and said that a friend was paying for the taxi."),
    )


def _moved(t: Teller, by: User, child: Child) -> None:
    actions.record_move(
        by=by,
        child=child,
        moved_on=clock.today(),
        away_from="A shared house in Kestrel Bay",
        to="Her aunt, in the same town",
        reasons=t.once("Two men knew the house and waited there for Merryn."),
        alternatives=t.once(
            "Patrols and more staff at night were tried; another town would have cost her drama group."
        ),
        goes_on=t.once("Police patrol the street still, and the notice on one of the men stands."),
        child_words=t.once("I want to stay near my group."),
        decided_by=DECIDED,
    )


def _session(t: Teller, by: User, work: Work, place: int, words: str, child_words: str = "") -> None:
    actions.record_session(
        by=by,
        session=work.sessions.all()[place],
        version=1,
        state="held" if child_words else "not_held",
        words=t.once(words),
        child_words=t.once(child_words) if child_words else "",
    )


def _calm(t: Teller, by: User, child: Child) -> None:
    """What sets off and what calms, written twice; and force used twice within a fortnight."""
    for number, calms in enumerate(("A walk with the dog.", "A walk with the dog, then toast, and nobody asking.")):
        actions.save_calm(
            by=by,
            child=child,
            number=number,
            triggers=t.once(f"A message late at night from a number without a name; version {number + 1}."),
            signs="She packs a bag, and stops answering in sentences.",
            calms=calms,
            then="Ring her aunt. If she has gone, fifteen minutes and fifteen more, then police.",
            made_with="Merryn and her aunt",
        )
    for days, said in ((16, "They held me. I was not going to go."), (5, "Not again. Ask me next time.")):
        actions.record_restraint(
            by=by,
            child=child,
            happened_at=t.at(days, "22:40"),
            where="The front door",
            by_whom="Night carer",
            why=t.once(f"A car stood outside with its door open, {days} days ago, and talking had not helped."),
            injuries="A bruise on the wrist, seen by the nurse.",
            child_words=t.once(said),
            told="Rhian Castellan and her aunt",
        )
