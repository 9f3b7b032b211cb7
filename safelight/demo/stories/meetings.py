"""Meetings of every type and in every state: planned, under way, closed with everything, closed with reasons, called
off; about one child, several, and none."""

from datetime import timedelta

from safelight.access.models import User
from safelight.children import actions as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.demo.diary import Diary
from safelight.demo.planner import Planner
from safelight.demo.teller import Teller
from safelight.meetings import actions
from safelight.meetings.models import Attendee, Case, Meeting
from safelight.meetings.states import Type
from safelight.plans import actions as plans

ROWS = (
    (
        4,
        "Mum or Aunt Bel meets Seren off the 12 on Fridays",
        "Bel Ashby, aunt",
        "Home by half past nine, four Fridays.",
    ),
    (2, "Marta and Seren meet every Tuesday at the youth club", "Marta Vance, social worker", "Six Tuesdays."),
    (6, "The coat that she wore is kept in a paper bag for the police", "Police", "Handed over."),
)


def _case(meeting: Meeting, child: Child | None = None) -> Case:
    found = Case.objects.select_related("meeting__chair", "meeting__partnership", "child__partnership")
    return found.get(meeting=meeting, child=child)


def _plan(t: Teller, who: str, kind: str, about: list[Child], days: int = 0, purpose: str = "") -> Meeting:
    starts = clock.now() + timedelta(days=days)
    return actions.plan_meeting(
        by=t.person(who),
        kind=kind,
        children_about=about,
        when=actions.When(starts_at=starts, place="Lantern Centre, room 2", purpose=purpose),
        now=clock.now(),
    )


def family_meetings(t: Teller) -> Diary:
    """A girl whose family meets with her workers: everything said, the copies wait; the next meeting is planned."""
    yield t.at(40)
    child = t.child(
        "marta",
        "Seren Ashby",
        gender="girl",
        date_of_birth=t.born(15),
        social_care_status="child_in_need",
        parental_responsibility="Nia Ashby, mum",
    )
    t.involve(child, "marta", "leon")
    decision = yield from t.assess(child, "marta", "L1 L7 M6 M10", "medium", factors="a e")
    yield t.at(36)
    planner = Planner(t, child, "marta", "helena")
    planner.draft(decision)
    for outcome, text, who, measure in ROWS:
        kept = {"parents": "It is evidence; the police handle it."} if outcome == 6 else {}
        plans.add_action(
            by=planner.author,
            plan=planner.plan,
            outcome=outcome,
            values={
                "text": text,
                "who": who,
                "measure": measure,
                "copies_for": ["professionals", *([] if kept else ["child", "parents"])],
                "kept_from": kept,
            },
            now=clock.now(),
        )
    yield t.later(hours=2)
    planner.submit("Seren, her mum and Marta wrote it at the kitchen table.")
    yield t.at(34)
    planner.agree()
    t.network(child, "marta", size=3, chosen=1)
    by = t.person("marta")
    yield t.at(10)
    case = _case(_plan(t, "marta", Type.FAMILY, [child], 4, purpose="Six weeks since the plan began."), child)
    guests = [
        actions.Guest(part="child"),
        actions.Guest(name="Nia Ashby", role="mum", part="parent"),
        actions.Guest(name="Bel Ashby", role="aunt", part="family"),
        actions.Guest(user=t.person("leon")),
    ]
    actions.invite(by=by, case=case, guests=guests, now=clock.now())
    yield t.at(6)
    people = {one.name.split()[0]: one for one in _come(by, case)}
    actions.record_voice(
        by=by, case=case, whose="child", words="I like Tuesdays. Fridays are long.", missing_reason="", now=clock.now()
    )
    actions.record_voice(
        by=by,
        case=case,
        whose="parents",
        words="I sleep when I know who she is with.",
        missing_reason="",
        now=clock.now(),
    )
    for row in planner.plan.actions.filter(removed_at__isnull=True).order_by("outcome", "position"):
        if row.text == ROWS[0][1]:
            actions.add_contribution(
                by=by,
                case=case,
                words="It’s fine if it’s Bel.",
                attendee=people["Seren"],
                action=row,
                now=clock.now(),
            )
            actions.add_contribution(
                by=by,
                case=case,
                words="Met her both Fridays, home at ten past nine.",
                attendee=people["Bel"],
                action=row,
                now=clock.now(),
            )
        actions.review_row(
            by=by,
            case=case,
            action=row,
            what_now="carry_on",
            rag="green" if row.text == ROWS[0][1] else "amber",
            words="It goes on.",
            due_on=None,
            before=actions.row_values(row),
            now=clock.now(),
        )
    actions.review_level(
        by=by, case=case, answer="right", words="He still waits by the stop, says Bel.", now=clock.now()
    )
    actions.note(by=by, case=case, kind="work", words="Tuesdays go on; Bel takes Fridays.", now=clock.now())
    actions.note(by=by, case=case, kind="disruption", words="Police look at the car by the stop.", now=clock.now())
    actions.note(by=by, case=case, kind="contact", words="Bel for Seren, Marta for her mum.", now=clock.now())
    actions.note(
        by=by, case=case, kind="decision", words="School is told who may fetch her.", who="Leon", now=clock.now()
    )
    actions.set_next(by=by, case=case, day=t.day(21), at=None, place="", now=clock.now())
    for kind, words in (
        ("victim", "A second girl, about 14, not named"),
        ("offender", "Man known as “Kel”, about 30, silver hatchback"),
        ("location", "Bus stop by the arcade"),
        ("theme", "Lifts in return for company"),
    ):
        actions.add_volt(by=by, case=case, kind=kind, words=words, source="A relative", now=clock.now())
    wrong = actions.add_volt(by=by, case=case, kind="location", words="Flat above the bakery", now=clock.now())
    actions.take_out_volt(by=by, case=case, entry=wrong, why="It was another street.", now=clock.now())
    actions.close(by=by, case=case, whys={}, now=clock.now())
    yield t.at(5)
    actions.append_correction(
        by=by, case=_case(case.meeting, child), words="The car is grey, not silver.", now=clock.now()
    )


def _come(by: User, case: Case) -> list[Attendee]:
    people = list(case.meeting.attendees.all())
    said = {one.pk: "apologies" if one.name.startswith("Leon") else "attended" for one in people}
    actions.record_attendance(by=by, case=case, presence=said, now=clock.now())
    actions.open_meeting(by=by, case=case, now=clock.now())
    return people


def other_meetings(t: Teller) -> Diary:
    """Every other type, quickly: most closed with reasons, one under way, one planned, one called off."""
    yield t.at(30)
    first = t.child("marta", "Ivo Penrose", gender="boy", date_of_birth=t.born(14), social_care_status="child_in_need")
    second = t.child("marta", "Tal Penrose", gender="boy", date_of_birth=t.born(13), social_care_status="child_in_need")
    by = t.person("marta")
    whys = dict.fromkeys(("child", "level", "work"), "The time was needed for the others.")
    for number, kind in enumerate(
        (Type.STRATEGY, Type.CSE_REVIEW, Type.CHILD_PROTECTION, Type.MAPPA, Type.MARAC, Type.FAMILY_GROUP, Type.GOLD)
    ):
        yield t.at(28 - number)
        case = _case(_plan(t, "marta", kind, [first]), first)
        actions.open_meeting(by=by, case=case, now=clock.now())
        if kind == Type.CSE_REVIEW:
            actions.review_level(
                by=by, case=case, answer="reassess", words="He has been away three nights.", now=clock.now()
            )
        if kind in (Type.MAPPA, Type.MARAC, Type.FAMILY_GROUP, Type.GOLD):
            actions.note(by=by, case=case, kind="outcome", words="Information was shared; we go on.", now=clock.now())
        actions.close(by=by, case=case, whys=whys, now=clock.now())
    yield t.at(12)
    both = _plan(t, "marta", Type.NETWORK, [first, second])
    for child in (first, second):
        case = _case(both, child)
        actions.open_meeting(by=by, case=case, now=clock.now())
        actions.close(by=by, case=case, whys=whys, now=clock.now())
    yield t.at(3)
    none = _case(_plan(t, "nadia", Type.OPERATIONAL, []))
    actions.open_meeting(by=t.person("nadia"), case=none, now=clock.now())
    actions.add_contribution(
        by=t.person("nadia"), case=none, words="Two arcades come up again and again.", speaker="Nadia", now=clock.now()
    )
    called_off = _case(_plan(t, "marta", Type.TEAM_AROUND, [first]), first)
    actions.cancel(by=by, case=called_off, why="The school is closed for snow.", now=clock.now())
    yield t.at(1)
    _plan(t, "marta", Type.CHILD_IN_NEED, [second], 9)
    children.record_voice(by=by, child=second, words="Can Ivo come too?")
