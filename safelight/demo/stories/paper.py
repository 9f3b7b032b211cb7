"""What happens to records: concerns without a child, the wrong child, two writers, duties passed on, plans closed."""

from typing import Any

from safelight.assessments import actions as assessments
from safelight.children import actions as children
from safelight.children.models import Concern, PossibleDuplicate
from safelight.core import clock
from safelight.core.errors import Stale
from safelight.demo.diary import Diary
from safelight.demo.narrator import words
from safelight.demo.planner import Planner, planned
from safelight.demo.teller import Teller
from safelight.duties import actions as duties


def loose_concerns(t: Teller) -> Diary:
    """Concerns about children whom nobody has found yet: a draft, some logged, one closed, one joined later."""
    t.about = {"name": "a child", "they": "they", "them": "them", "their": "their", "theirs": "theirs"}
    about = iter(words("work")["about_loose"])

    def log(by: str, **values: Any) -> Concern:
        return t.concern(by, bank="concern_loose", about=next(about), **values)

    yield t.at(34)
    first = log("bea")
    yield t.at(33)
    children.close_concern(by=t.person("bea"), concern=first, reason=t.say("work", "close_reason"))
    yield t.at(19)
    log("leon", sent_to_coordinator=True)
    yield t.at(13)
    log("amina")
    yield t.at(8, "21:30")
    log("bea", urgent=True)
    yield t.at(5)
    draft = children.draft_concern(
        by=t.person("tess"),
        what=t.say("work", "concern_loose"),
        where_text="Behind the corn hall",
        about=next(about),
    )
    yield t.at(4)
    children.log_concern(by=t.person("tess"), what=draft.what, about=draft.about, draft=draft)
    yield t.at(1)
    children.draft_concern(by=t.person("bea"), what=t.say("work", "concern_loose"), about=next(about))


def found_later(t: Teller) -> Diary:
    """A concern logged before anybody knew who the child was, joined to two records when they were found."""
    yield t.at(23)
    t.about = {"name": "the girl", "they": "she", "them": "her", "their": "her", "theirs": "hers"}
    concern = t.concern("bea", about="Two girls who share a scarf, Saltings uniform.")
    yield t.at(22)
    one = t.child("bea", "Sunniva Drake", gender="girl", date_of_birth=t.born(13), school="Saltings Academy")
    other = t.child("bea", "Hattie Vaughan-Ross", gender="girl", date_of_birth=t.born(14), school="Saltings Academy")
    children.link_concern(by=t.person("bea"), concern=concern, child=one)
    children.link_concern(by=t.person("bea"), concern=concern, child=other)
    yield t.at(21)
    for child in (one, other):
        decision = yield from t.assess(child, "bea", "L3 L4", "low", factors="k" if child == one else "l")
        yield t.later(hours=2)
        t.settle(child, "bea")
        yield from planned(t, child, "bea", decision)


def wrong_child(t: Teller) -> Diary:
    """Two cousins of one surname: an assessment written on the wrong record was moved; another was withdrawn."""
    yield t.at(37)
    wrong = t.child("callum", "Jem Ashcombe", gender="boy", date_of_birth=t.born(13, since_birthday=100))
    right = t.child("callum", "Jemima Ashcombe", gender="girl", date_of_birth=t.born(12, since_birthday=30))
    yield t.at(35)
    yield from t.assess(wrong, "callum", "L3 L5 M4", "medium", factors="g")
    yield t.at(34)
    moved = assessments.move(
        by=t.person("tomasz"),
        assessment=t.latest(wrong),
        to=right,
        reason=t.once(words("work")["move"][0]),
    )
    yield t.later(hours=20)
    t.view(moved, "callum", "medium")
    decision = t.decide(moved, "callum", "medium", saf="yes")
    t.settle(right, "callum")
    yield from planned(t, right, "callum", decision)
    yield t.at(30)
    yield from t.assess(wrong, "callum", "L8", "low")
    yield t.at(29)
    assessments.withdraw(by=t.person("tomasz"), assessment=t.latest(wrong), reason=t.once(words("work")["withdraw"][0]))
    yield t.at(7)
    decision = yield from t.assess(wrong, "callum", "L9", "low", factors="i")
    yield t.later(hours=1)
    t.settle(wrong, "callum")
    yield from planned(t, wrong, "callum", decision)


def two_writers(t: Teller) -> Diary:
    """Two people in one draft: the second is asked which words to keep. A second draft was begun and abandoned."""
    yield t.at(9)
    child = t.child("marta", "Orla Finnegan-Wade", gender="girl", date_of_birth=t.born(14))
    t.involve(child, "marta", "amina", "bea")
    t.concern("marta", child)
    yield t.at(8)
    draft = t.draft(child, "marta", "L1 L7~ M5 M9?", factors="e", analysis=False)
    seen = draft.version
    field = "indicator.M9.evidence"
    yield t.later(minutes=20)
    assessments.save_field(
        by=t.person("marta"), assessment=draft, field=field, value=t.say("indicators", "M9"), version=seen
    )
    yield t.later(minutes=5)
    try:
        assessments.save_field(
            by=t.person("amina"), assessment=draft, field=field, value=t.say("indicators", "M9"), version=seen
        )
    except Stale:
        assessments.settle_conflicts(by=t.person("amina"), assessment=draft, choices={field: "mine"})
    yield t.at(6)
    second = t.draft(child, "bea", "L1", rest=False, analysis=False)
    yield t.later(hours=2)
    assessments.abandon(by=t.person("bea"), assessment=second, reason=t.once(words("work")["abandon"][0]))


def one_child_or_two(t: Teller) -> Diary:
    """Two records that may be of one child: one pair settled by the coordinator, one to look at."""
    yield t.at(50)
    born = t.born(14)
    t.child("bea", "Katarzyna Zielin", gender="girl", date_of_birth=born)
    yield t.at(49)
    t.child("amina", "Katarzyna Zielin", gender="girl", date_of_birth=born, school="Saltings Academy")
    yield t.at(48)
    coordinator = t.person("nadia")
    pair = PossibleDuplicate.objects.filter(
        partnership=t.partnership, new__family_name="Zielin", state=PossibleDuplicate.State.OPEN
    ).first()
    if pair is not None:
        children.settle_duplicate(
            by=coordinator,
            pair=pair,
            state="same",
            words=t.once("Same birthday, same mother, and she lived in both houses."),
        )
    yield t.at(18)
    t.child("tess", "Mathilda Greaves", gender="girl", date_of_birth=t.born(15, since_birthday=77))
    yield t.at(17)
    t.child("joel", "Matilda Greaves", gender="girl", date_of_birth=t.born(15, since_birthday=77))


def passed_on(t: Teller) -> Diary:
    """A duty passed on and accepted, another offered and not yet accepted, one set aside by the manager."""
    yield t.at(31)
    child = t.child(
        "rhian",
        "Theo Lancing",
        gender="boy",
        date_of_birth=t.born(16),
        social_care_status="child_in_need",
        social_worker="Rhian Castellan",
    )
    t.involve(child, "rhian", "callum")
    yield t.at(30)
    decision = yield from t.assess(
        child, "rhian", "L1 L3 L7 M1 M7", "medium", factors="o p", decision={"saf": "has_plan"}
    )
    yield t.later(hours=3)
    open_now = {duty.code: duty for duty in t.due(child, "rhian") if duty.may_be_set_aside and duty.closes != "record"}
    first, second, third = sorted(open_now)[:3]
    rhian, callum = t.person("rhian"), t.person("callum")
    for code in (first, second):
        duties.act(
            by=rhian, child_id=child.pk, key=open_now[code].key, outcome="passed_on", now=clock.now(), passed_to=callum
        )
    duties.accept(by=callum, child_id=child.pk, key=open_now[first].key, now=clock.now())
    duties.act(
        by=t.person("tomasz"),
        child_id=child.pk,
        key=open_now[third].key,
        outcome="set_aside",
        now=clock.now(),
        note=t.say("work", "set_aside"),
    )
    yield from planned(t, child, "rhian", decision)


def plans_that_ended(t: Teller) -> Diary:
    """A plan carried out and closed; a draft closed before it was sent; a returned one closed; one taken back."""
    yield t.at(150)
    done = t.child("joel", "Ivo Castellane", gender="boy", date_of_birth=t.born(15))
    yield t.at(148)
    decision = yield from t.assess(done, "joel", "L1 M5", "medium", factors="j")
    yield t.later(hours=2)
    t.settle(done, "joel")
    planner = Planner(t, done, "joel", "helena")
    yield from planner.from_draft_to_force(decision, made_with="Ivo, his brother and Joel, on a bench.")
    yield t.at(120)
    for place in range(len(planner.rows)):
        planner.progress(place, "done", "green" if place % 2 else "")
    yield t.at(100)
    planner.close()
    yield t.at(62)
    decision = yield from t.assess(done, "joel", "L5", "low", own="low")
    yield t.later(hours=20)
    for waiting in t.waiting("helena", done):
        t.agree(waiting, "helena")
    t.settle(done, "joel")
    yield from planned(t, done, "joel", decision)

    yield t.at(44)
    other = t.child("bea", "Pia Sundqvist", gender="girl", date_of_birth=t.born(13))
    yield t.at(43)
    decision = yield from t.assess(other, "bea", "L3 L8", "low", factors="l")
    yield t.later(hours=2)
    t.settle(other, "bea")
    planner = Planner(t, other, "bea", "marcus")
    planner.draft(decision)
    yield t.at(40)
    planner.close(by_author=True)
    yield t.at(39)
    planner.draft(decision)
    planner.answer_gaps()
    planner.submit("Pia drew it; Bea wrote the words.")
    yield t.at(38)
    planner.return_it()
    yield t.at(37)
    planner.close(by_author=True)
    yield t.at(36)
    planner.draft(decision)
    planner.submit("Pia, with her cousin beside her.")
    yield t.at(35)
    planner.take_back()
    yield t.at(33)
    planner.submit("Pia and her cousin, once more, with biscuits.", by_any=True)
    yield t.at(32)
    planner.return_it()
    yield t.at(31)
    planner.answer_gaps()
    planner.submit()
    yield t.at(30)
    planner.agree()
    yield t.at(14)
    planner.progress(0, "under_way", "green")
