"""Where the rules meet the edges: ages, floors, five low signs, suspicions, decisions above and below."""

from safelight.children import actions as children
from safelight.core import clock
from safelight.demo.diary import Diary
from safelight.demo.planner import planned
from safelight.demo.teller import Teller
from safelight.ratings import actions as ratings


def eight_years_old(t: Teller) -> Diary:
    """Eight, and seen getting into a car with an adult nobody knows: one medium sign, never Low."""
    yield t.at(15)
    child = t.child("tess", "Noor Calloway", gender="girl", date_of_birth=t.born(8), school="Saltings Academy")
    concern = t.concern("tess", child, urgent=True)
    yield t.later(minutes=30)
    t.told("tess", concern, "police")
    t.told("tess", concern, "mash")
    decision = yield from t.assess(
        child,
        "tess",
        "M1",
        "high",
        own="medium",
        voice="“I’m eight and three quarters. The man said I could steer.”",
        evidence={
            "M1": "A grey people carrier stopped by the infants’ gate; the driver called Noor by name and she got in."
        },
        decision={"why": "up"},
    )
    yield t.later(hours=26)
    ratings.mark_seen(by=t.person("grace"), decision=decision, now=clock.now())
    t.settle(child, "tess")
    yield from planned(t, child, "tess", decision)


def under_thirteen(t: Teller) -> Diary:
    """Eleven, with an infection: no child of that age can consent, and nobody had asked further."""
    yield t.at(58)
    child = t.child("amina", "Tilly Marchbank", gender="girl", date_of_birth=t.born(11), learning_disability=None)
    t.involve(child, "amina", "colm", "joel")
    yield t.later(minutes=40)
    decision = yield from t.assess(
        child,
        "amina",
        "L6 L9 H1? H14?",
        "medium",
        own="high",
        factors="c",
        decision={"harm": "yes"},
    )
    yield t.later(hours=2)
    t.settle(child, "amina")
    yield from planned(t, child, "amina", decision)
    yield t.at(20)
    decision = yield from t.assess(
        child, "amina", "L6 L9 H1", "exploited", factors="c l", decision={"kind": 1, "harm": "yes"}
    )
    yield t.later(hours=2)
    t.settle(child, "amina", "PR-12")
    yield from planned(t, child, "amina", decision)


def learning_disability(t: Teller) -> Diary:
    """Fifteen, with a learning disability and two low signs: Medium, never Low."""
    yield t.at(36)
    child = t.child(
        "joel",
        "Rowan Achterberg",
        gender="boy",
        date_of_birth=t.born(15),
        learning_disability=True,
        communication_needs="Signs with hands when upset. Short sentences; one question at a time.",
        social_care_status="child_in_need",
        social_worker="Joel Pickersgill",
    )
    t.concern("joel", child)
    yield t.at(33)
    decision = yield from t.assess(
        child, "joel", "L3 L7", "medium", factors="f j", voice="“I sign better than I talk. Bring someone who signs.”"
    )
    yield t.later(hours=2)
    t.settle(child, "joel")
    yield from planned(t, child, "joel", decision)
    t.network(child, "joel", size=4)


def factor_f(t: Teller) -> Diary:
    """Needs are written down, but nobody has said whether they are a learning disability."""
    yield t.at(45)
    child = t.child("tess", "Cosmo Ridgeway", gender="boy", date_of_birth=t.born(13), learning_disability=None)
    yield t.at(44)
    decision = yield from t.assess(child, "tess", "L2 L8", "low", factors="f g")
    yield t.later(hours=1)
    t.settle(child, "tess")
    yield from planned(t, child, "tess", decision)


def age_unknown(t: Teller) -> Diary:
    """Came alone; the papers and the child give two ages. Treated as a child, and possibly trafficked."""
    yield t.at(48)
    child = t.child(
        "marta",
        "Dawit Berhane",
        gender="boy",
        date_of_birth=None,
        language="Tigrinya",
        communication_needs="An interpreter, by telephone and not from the same town.",
        nhs_number="",
        school="",
        social_care_status="not_known",
        parental_responsibility="Not known",
    )
    yield t.at(47)
    decision = yield from t.assess(
        child,
        "marta",
        "L1 L5 H12?",
        "low",
        factors="d j n",
        own="medium",
        voice="“I am fourteen. I said it on the first day and nobody believed.”",
        other_forms="trafficking-and-modern-slavery",
        decision={"harm": "not_known"},
    )
    yield t.later(hours=4)
    t.settle(child, "marta", "PR-15")
    yield from planned(t, child, "marta", decision)


def five_low(t: Teller) -> Diary:
    """Exactly five low signs: the toolkit leaves five out, so Medium is suggested and the reasons are kept."""
    yield t.at(27)
    child = t.child("bea", "Marlon Fairweather", gender="boy", date_of_birth=t.born(14))
    t.concern("bea", child)
    yield t.at(25)
    decision = yield from t.assess(child, "bea", "L1 L3 L5 L7 L9", "medium", factors="k", decision={"saf": "yes"})
    yield t.later(hours=6)
    t.settle(child, "bea", "PR-02")
    yield from planned(t, child, "bea", decision)


def six_low(t: Teller) -> Diary:
    """More than five low signs, none higher: Medium. Overdue for another look."""
    yield t.at(118)
    child = t.child("callum", "Petra Lindholm", gender="girl", date_of_birth=t.born(16))
    yield t.at(115)
    decision = yield from t.assess(
        child, "callum", "L1 L2 L3 L5 L8 L9", "medium", factors="l p", decision={"saf": "no"}
    )
    yield t.later(hours=2)
    t.settle(child, "callum")
    yield from planned(t, child, "callum", decision)
    t.attempt(child, "callum")


def suspected_high(t: Teller) -> Diary:
    """Somebody may have locked her in: suspected, so High’s steps run, though Low was decided and agreed by nobody."""
    yield t.at(8)
    child = t.child("rhian", "Ottilie Brandt", gender="girl", date_of_birth=t.born(15))
    t.concern("rhian", child, urgent=True)
    yield t.at(7)
    decision = yield from t.assess(
        child, "rhian", "L1 L8 H6?", "low", own="medium", factors="h", decision={"harm": "not_known"}
    )
    yield t.later(hours=3)
    for duty in t.due(child, "rhian"):
        if duty.code == "PR-06":
            t.close(duty, "rhian", t.due(child, "rhian"))
    t.network(child, "rhian", size=4)
    yield from planned(t, child, "rhian", decision)


def override_up(t: Teller) -> Diary:
    """Medium by the toolkit, High by the worker who saw more than the boxes hold. No manager has looked at it yet."""
    yield t.at(6)
    child = t.child("joel", "Idris Vaughan", gender="boy", date_of_birth=t.born(13))
    yield t.at(5)
    yield from t.assess(child, "joel", "L5 L9 M5 M15", "high", factors="j", decision={"why": "up", "saf": "yes"})
    yield t.later(hours=2)
    t.settle(child, "joel", "PR-12", "PR-05")


def waits_for_agreement(t: Teller) -> Diary:
    """Suggested Medium, decided Low two days ago: until the manager answers, Medium’s steps go on."""
    yield t.at(3)
    child = t.child("callum", "Beatrix Nwosu", gender="girl", date_of_birth=t.born(15))
    yield t.at(2)
    yield from t.assess(child, "callum", "L1 M5", "low", own="low", factors="j", decision={"why": "down"})


def exploited(t: Teller) -> Diary:
    """Evidence of abuse for gain. Police and strategy discussion the same day."""
    yield t.at(13)
    child = t.child(
        "rhian",
        "Zara Whitlock",
        gender="girl",
        date_of_birth=t.born(16, since_birthday=300),
        social_care_status="child_protection",
        social_worker="Rhian Castellan",
    )
    t.involve(child, "rhian", "colm", "amina", "bea")
    concern = t.concern("colm", child, urgent=True)
    t.told("colm", concern, "police")
    t.told("colm", concern, "mash")
    yield t.at(12, "09:20")
    decision = yield from t.assess(
        child,
        "rhian",
        "L4 L6 L7 M2 M7 M11 H3 H4 H9 H10 H12",
        "exploited",
        factors="a e m",
        decision={"kind": 3, "harm": "yes", "saf": "has_plan"},
        other_forms="trafficking-and-modern-slavery",
    )
    yield t.later(hours=2)
    t.settle(child, "rhian", "PR-12")
    disclosure = t.disclose(child, "bea")
    yield t.later(hours=1)
    t.told("bea", disclosure, "police")
    t.told("bea", disclosure, "social_care")
    t.network(child, "rhian", size=6)
    for kind in ("protective", "risk", "push", "pull"):
        t.strengths(child, "rhian", kind)
    yield from planned(t, child, "rhian", decision)


def high_alone(t: Teller) -> Diary:
    """One high sign and nothing else that is known: High by the more careful reading."""
    yield t.at(29)
    child = t.child("callum", "Eamon Prior", gender="boy", date_of_birth=t.born(14))
    yield t.at(28)
    decision = yield from t.assess(child, "callum", "H13", "high", own="medium", decision={"kind": 1, "harm": "no"})
    yield t.later(hours=2)
    t.settle(child, "callum")
    yield from planned(t, child, "callum", decision)
    yield t.at(20)
    t.visit(child, "callum", kind="call")


def under_thirteen_sign_on_an_older_child(t: Teller) -> Diary:
    """The sign for under-thirteens was ticked for a boy of thirteen: check the date of birth; it still counts."""
    yield t.at(10)
    child = t.child("joel", "Casper Thorne", gender="boy", date_of_birth=t.born(13, since_birthday=60))
    yield t.at(9)
    decision = yield from t.assess(
        child, "joel", "L9 M3 H1 H8~", "high", factors="g", decision={"kind": 1, "harm": "no", "saf": "no"}
    )
    yield t.later(hours=2)
    t.settle(child, "joel", "PR-12")
    yield from planned(t, child, "joel", decision)


def self_harm(t: Teller) -> Diary:
    """Treated for self-harm beside other signs: is it serious? Then, when it was, both lines were entered."""
    yield t.at(75)
    child = t.child("amina", "Lowri Pascoe", gender="girl", date_of_birth=t.born(15))
    t.involve(child, "amina", "rhian")
    yield t.at(74)
    decision = yield from t.assess(child, "amina", "L8 L9 M12 H11~", "medium", factors="f i l", decision={"harm": "no"})
    yield t.later(hours=2)
    t.settle(child, "amina")
    yield from planned(t, child, "amina", decision)
    yield t.at(38)
    decision = yield from t.assess(
        child, "amina", "L8 L9 M12 H11", "high", factors="f i l", decision={"harm": "no", "saf": "yes"}
    )
    yield t.later(hours=2)
    t.settle(child, "amina")
    yield from planned(t, child, "amina", decision)
    yield t.at(33)
    promise = children.make_promise(
        by=t.person("amina"), child=child, words=t.say("work", "promise"), due_on=t.day(-31)
    )
    children.make_promise(
        by=t.person("amina"), child=child, words=t.say("work", "follow_up"), due_on=t.day(-20), kind="follow_up"
    )
    yield t.at(32)
    children.keep_promise(
        by=t.person("amina"), promise=promise, outcome="told_why", words=t.say("work", "promise_told")
    )


def nothing_asked(t: Teller) -> Diary:
    """Forty lines that nobody has asked about, and a worried worker: a record all the same."""
    yield t.at(11)
    child = t.child("tess", "Anouk Silverwood", gender="another", date_of_birth=t.born(14), learning_disability=None)
    concern = t.concern("tess", child)
    yield t.at(10)
    yield from t.assess(child, "tess", "", "none", rest=False, analysis=False)
    children.send_to_coordinator(by=t.person("tess"), concern=concern)


def trafficked(t: Teller) -> Diary:
    """Taken out of the city on school days: National Referral Mechanism considered, referral recorded late."""
    yield t.at(55)
    child = t.child(
        "rhian", "Mirela Ionescu-Pryce", gender="girl", date_of_birth=t.born(15), social_care_status="looked_after"
    )
    t.involve(child, "rhian", "karen", "colm")
    yield t.at(54)
    decision = yield from t.assess(
        child,
        "rhian",
        "L5 M2 M4 M8 M10 M17 H7 H8",
        "high",
        factors="b n o q",
        decision={"kind": 3, "saf": "has_plan"},
        other_forms="criminal trafficking-and-modern-slavery",
    )
    yield t.later(hours=5)
    t.settle(child, "rhian")
    yield from planned(t, child, "rhian", decision)
    t.attempt(child, "rhian")
