"""What is held about a child is asked for, by the young person and by a parent; and records grow old.

One request was answered, one is with the second person, one is being prepared. One closed concern is old enough to be
looked at, and one record is held for a court case.
"""

from safelight.children import actions as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.demo.diary import Diary
from safelight.demo.teller import Teller
from safelight.governance import actions, queries
from safelight.governance.models import Reason, SubjectAccessRequest

OFFICER = "yasmin"


def asked_twice(t: Teller) -> Diary:
    """A young man reads what is held about him; months later his mother asks, and he has a view of that."""
    yield t.at(190)
    child = t.child("marta", "Piers Holloway-Dunn", gender="boy", date_of_birth=t.born(17))
    t.network(child, "marta", size=3)
    t.concern("marta", child)
    yield t.at(176)
    t.visit(child, "marta", words="Piers asked what we write down. Showed him where to ask for all of it.")
    yield t.at(120)
    request = _open(t, child, "young_person", "Piers Holloway-Dunn", "")
    yield t.later(hours=20)
    _prepare(t, request, t.once("I want to read it with Leon, not on my own."))
    yield t.at(100)
    _decide(t, request)
    yield t.at(98)
    _agree(t, request)
    yield t.at(96)
    actions.send(
        by=t.person(OFFICER), request=_fresh(request), how="Read with him at Fairhaven House; he took it home himself."
    )
    yield t.at(17)
    again = _open(t, child, "parent", "Corinne Holloway-Dunn", "Birth certificate; no court order limits it.")
    yield t.at(15)
    _prepare(t, again, t.once("She can have the school stuff. Not what I said about her boyfriend."))
    yield t.at(4)
    _decide(t, again)
    entry = next(each for each in queries.entries_of(again) if each.source == "children.Concern")
    actions.leave_out(
        by=t.person(OFFICER),
        request=_fresh(again),
        entry=entry,
        reason=Reason.SERIOUS_HARM,
        why=t.once("He fears what the mother’s partner would do if he read this at home."),
    )
    actions.send_for_review(by=t.person(OFFICER), request=_fresh(again))


def being_prepared(t: Teller) -> Diary:
    """A solicitor asks for a girl; what was gathered is still to be gone through. A fact is put right meanwhile."""
    yield t.at(60)
    child = t.child("joel", "Ottilie Marchbank", gender="girl", date_of_birth=t.born(16))
    t.network(child, "joel", size=3)
    t.strengths(child, "joel", "protective")
    yield t.at(41)
    t.visit(child, "joel", words="Ottilie says the man from the arcade still writes to Dana, her friend from drama.")
    yield t.at(12)
    request = _open(t, child, "representative", "Tarrant and Hughes, solicitors", "Her signed authority, seen.")
    yield t.at(9)
    _prepare(t, request, t.once("It was my idea. They can see all of it except Dana’s bits."))
    first = queries.groups(request)[0]
    actions.decide_group(
        by=t.person(OFFICER), request=request, key=first.key, state="accepted", reason=Reason.THIRD_PARTY
    )
    yield t.at(7)
    _correct(t, child)


def _correct(t: Teller, child: Child) -> None:
    wrong = actions.ask_correction(
        by=t.person("joel"),
        child=child,
        fact="school",
        says=t.once("I left there in the spring. I am at Larchfield now."),
        asked_by="Ottilie Marchbank",
        received_on=clock.today(),
    )
    child.refresh_from_db()
    children.update_child(
        by=t.person("joel"), child=child, version=child.version, values={"school": "Larchfield College, sixth form"}
    )
    edit = child.edits.filter(field="school").latest("at")
    actions.accept_correction(by=t.person("helena"), correction=wrong, how="School changed in the details.", edit=edit)
    kept = actions.ask_correction(
        by=t.person("joel"),
        child=child,
        fact="other",
        says=t.once("It says I was upset on the visit. I was tired."),
        asked_by="Ottilie Marchbank",
        received_on=clock.today(),
    )
    actions.refuse_correction(
        by=t.person("helena"),
        correction=kept,
        why="It is what the worker saw that day, and it says so.",
        statement=t.once("I was tired, not upset, and I said so at the time."),
    )


def grown_old(t: Teller) -> Diary:
    """A concern about nobody that was found, closed more than a year ago; and a record held for a court case."""
    t.about = {"name": "a child", "they": "they", "them": "them", "their": "their", "theirs": "theirs"}
    yield t.at(412)
    actions.adopt_schedule(
        by=t.person(OFFICER), schedule_id="example-schedule", from_date=clock.london_day(clock.now())
    )
    concern = t.concern(
        "bea",
        what="Somebody rang about a lad on the pier with a rucksack too big for him.",
        about="Nobody found him.",
    )
    yield t.at(405)
    children.close_concern(
        by=t.person("bea"), concern=concern, reason=t.once("Asked at the pier twice; nobody knew of him.")
    )
    yield t.at(80)
    child = t.child("callum", "Barnaby Teale", gender="boy", date_of_birth=t.born(15))
    yield t.at(30)
    actions.place_hold(
        by=t.person(OFFICER), reference=child.reference, why=t.once("The family court asked that nothing be lost.")
    )


def _open(t: Teller, child: Child, who: str, name: str, authority: str) -> SubjectAccessRequest:
    return actions.open_request(
        by=t.person("helena"),
        child=child,
        requested_by=who,
        requester_name=name,
        authority=authority,
        received_on=clock.today(),
    )


def _fresh(request: SubjectAccessRequest) -> SubjectAccessRequest:
    request.refresh_from_db()
    return request


def _prepare(t: Teller, request: SubjectAccessRequest, view: str) -> None:
    officer = t.person(OFFICER)
    actions.check_identity(by=officer, request=request, how="Passport and a letter to the address that is held.")
    actions.record_child_view(by=officer, request=_fresh(request), view=view)
    actions.prepare(by=officer, request=_fresh(request))


def _decide(t: Teller, request: SubjectAccessRequest) -> None:
    """Workers are named; everybody else is blacked out."""
    officer = t.person(OFFICER)
    for group in queries.groups(request):
        state = "declined" if group.kind in ("staff", "professional") else "accepted"
        reason = "" if state == "declined" else Reason.THIRD_PARTY.value
        actions.decide_group(by=officer, request=_fresh(request), key=group.key, state=state, reason=reason)


def _agree(t: Teller, request: SubjectAccessRequest) -> None:
    actions.send_for_review(by=t.person(OFFICER), request=_fresh(request))
    sent = _fresh(request)
    actions.return_with_comments(
        by=t.person("helena"), request=sent, comment=t.once("His aunt may be named: he chose her himself.")
    )
    actions.send_for_review(by=t.person(OFFICER), request=_fresh(request))
    sha256 = queries.redacted_sha256(queries.entries_of(request))
    actions.agree(by=t.person("helena"), request=_fresh(request), sha256=sha256)
