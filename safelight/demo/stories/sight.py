"""Who sees a record: opened by break-glass in the night, restricted to named people, kept from somebody; warnings."""

from datetime import timedelta

from safelight.children import actions as children
from safelight.children import queries
from safelight.children.models import Child
from safelight.core import clock
from safelight.demo.diary import Diary
from safelight.demo.teller import Teller
from safelight.duties import actions as duties
from safelight.duties import registry


def opened_at_night(t: Teller) -> Diary:
    """The emergency duty worker opens a record twice: the first time is reviewed, the second waits."""
    yield t.at(40)
    child = t.child("marta", "Isolde Marchbank", gender="girl", date_of_birth=t.born(15))
    children.add_warning(
        by=t.person("marta"),
        child=child,
        kind="person",
        words=t.once("A lodger shouts from the stairs and films whoever calls. Two of us go."),
        until=t.day(60),
        told_person=False,
        not_told_why=t.once("It would tell him which neighbour spoke to us."),
    )
    yield t.at(39)
    dog = children.add_warning(
        by=t.person("marta"),
        child=child,
        kind="dog",
        words=t.once("A brindle dog, loose behind the side gate. Ring first; they shut it in the wash house."),
        until=t.day(-15),
        told_person=True,
    )
    weapon = children.add_warning(
        by=t.person("marta"),
        child=child,
        kind="weapon",
        words=t.once("A machete was seen under the hall bench in spring."),
        until=t.day(30),
        told_person=False,
        not_told_why=t.once("Police asked us to wait until they had called."),
    )
    yield t.at(20)
    children.review_warning(
        by=t.person("marta"),
        warning=dog,
        outcome="extended",
        reason=t.once("Still there on my last visit, and it still does not like boots."),
        until=t.day(4),
    )
    children.review_warning(
        by=t.person("helena"),
        warning=weapon,
        outcome="ended",
        reason=t.once("Police took it away and gave us a receipt."),
    )
    yield t.at(12, "02:10")
    _open(t, child, "missing", "Her sister rang: she has been gone since ten and her phone is off.")
    children.log_contact(
        by=t.person("idris"),
        child=child,
        kind="call",
        words=t.once("Rang the sister back at twenty past two. She came in while we spoke."),
        with_whom="Elder sister",
    )
    yield t.at(12, "09:20")
    _seen(t, child, "marta", "Read it at nine, rang the sister, saw her at school.")
    yield t.at(11)
    glass = queries.glass_of(child)[0]
    children.review_glass(
        by=t.person("helena"),
        glass=glass,
        outcome="appropriate",
        what_was_done=t.once("Rightly opened. Idris wrote the call down and told us before breakfast."),
    )
    yield t.at(1, "02:40")
    _open(t, child, "danger", "Police at the house want to know who else may be there.")


def _open(t: Teller, child: Child, category: str, words: str) -> None:
    children.break_glass(by=t.person("idris"), reference=child.reference, category=category, words=t.once(words))


def _seen(t: Teller, child: Child, by: str, words: str) -> None:
    now = clock.now()
    due = registry.all_duties(queries.facts([child]), now)
    key = next(duty.key for duty in due if duty.code == "GLASS-SEEN")
    duties.act(by=t.person(by), child_id=child.pk, key=key, outcome="done", now=now, note=t.once(words))


def colleagues_relative(t: Teller) -> Diary:
    """A record restricted to its lead worker, a manager and one nurse: an aunt works in the same office."""
    yield t.at(29)
    child = t.child("callum", "Corin Tallis", gender="boy", date_of_birth=t.born(14))
    yield t.at(28)
    children.restrict_child(
        by=t.person("tomasz"),
        child=child,
        reason=t.once("His aunt sits two desks from the team. She knows, and agrees."),
        people=[t.person("callum"), t.person("sunita")],
    )
    yield t.at(9)
    t.visit(child, "callum")


def kept_from_a_colleague(t: Teller) -> Diary:
    """A colleague knows the man who is suspected: the record is kept from him, and another manager answers."""
    yield t.at(25)
    child = t.child("leon", "Bryony Asher", gender="girl", date_of_birth=t.born(16))
    t.concern("leon", child, sent_to_coordinator=True)
    yield t.at(24)
    children.exclude(
        by=t.person("nadia"),
        child=child,
        person=t.person("joel"),
        independent_reviewer=t.person("helena"),
        reason=t.once("He coaches beside the man she names, and told us so himself."),
    )
    yield t.at(15)
    stepfather = children.add_person_around(
        by=t.person("leon"),
        child=child,
        name="Gareth Holme",
        relation="Stepfather",
        kind="family",
        tie="strained",
        to_know=t.once("Answers her phone when she is in the bath."),
        telephone=t.telephone(),
        contact_for_parents=True,
    )
    children.mark_safe(by=t.person("leon"), person=stepfather, safe="unsafe", telephone_safe="unsafe")
    yield t.at(14)
    children.decide_halt(
        by=t.person("karen"),
        child=child,
        person=stepfather,
        channel="",
        go_on=False,
        reason=t.once("Her mother is our contact, at work, until the police have spoken with him."),
    )
    yield min(t.at(3), t.end - timedelta(minutes=1))
    children.mark_own_telephone(by=t.person("leon"), child=child, safe="unsafe")
