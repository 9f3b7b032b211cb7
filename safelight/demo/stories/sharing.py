"""Work offered to other agencies: accepted, refused, taken back, done, and one that nobody has answered."""

from typing import Any

from safelight.access.models import User
from safelight.children.models import Child
from safelight.demo.diary import Diary
from safelight.demo.teller import Teller
from safelight.sharing import actions
from safelight.sharing.actions import Offer, Receiver
from safelight.sharing.models import Referral


def _receiver(person: User, *, named: bool) -> Receiver:
    agency = person.agency
    assert agency is not None
    return Receiver(agency, user=person if named else None)


def _offer(
    t: Teller, child: Child, by: str, to: str, why: str, asked: str, *, named: bool = False, **given: Any
) -> Referral:
    """Offer a child to the agency of ``to``, or to that person."""
    name = f"{child.given_name} {child.family_name}"
    words = Offer(
        **{"kind": "referral", "name": name, "date_of_birth": child.date_of_birth, **given},
        why=t.once(why),
        asked=t.once(asked),
    )
    return actions.offer(by=t.person(by), child=child, to=_receiver(t.person(to), named=named), offer=words)


def handed_over(t: Teller) -> Diary:
    """A school transfers to social care and keeps nothing; later social care refers him to health."""
    yield t.at(33)
    child = t.child("tess", "Wilfred Ashdown", gender="boy", school="Saltings Academy", date_of_birth=t.born(13))
    t.concern("tess", child)
    yield t.at(31)
    transfer = _offer(
        t,
        child,
        "tess",
        "freya",
        "Wilfred sleeps at three addresses and will not say whose. His mother asks for help we cannot give at school.",
        "Take over as lead worker, and see him at home this week.",
        kind="transfer",
        keeps="nothing",
    )
    yield t.later(hours=3)
    actions.acknowledge(by=t.person("freya"), referral=transfer)
    yield t.at(30)
    actions.accept(by=t.person("tomasz"), referral=transfer, worker=t.person("rhian"))
    yield t.at(21)
    t.visit(child, "rhian")
    actions.finish(
        by=t.person("rhian"),
        referral=transfer,
        outcome=t.once("Seen at his grandmother’s. He stays there while we work with his mother."),
    )
    yield t.at(20)
    actions.mark_read(by=t.person("tess"), referral=transfer)
    health = _offer(
        t,
        child,
        "rhian",
        "sunita",
        "He has not slept through since the summer, and nobody has looked at the burn on his wrist.",
        "A health assessment, with his grandmother there.",
        named=True,
    )
    yield t.later(hours=4)
    actions.accept(by=t.person("sunita"), referral=health, worker=t.person("amina"))


def refused_and_offered_again(t: Teller) -> Diary:
    """The police say who else could help; an offer to a trust is taken back; the youth service is asked, and silent."""
    yield t.at(26)
    child = t.child("marta", "Saffron Delacourt", gender="girl", date_of_birth=t.born(16))
    yield t.at(24)
    police = _offer(
        t,
        child,
        "marta",
        "ruth",
        "The same driver waits by the bus lane on Thursdays; Saffron calls him a mate of a mate.",
        "Speak with her about the driver, with me beside her.",
    )
    yield t.at(23)
    actions.reject(
        by=t.person("ruth"),
        referral=police,
        reason=t.once("No offence is disclosed yet. Send us the number plate; the youth service knows this stop."),
    )
    yield t.at(22)
    trust = _offer(
        t,
        child,
        "marta",
        "karen",
        "She asked for somewhere to go on Thursdays that is not the bus lane.",
        "A place in the evening group.",
    )
    yield t.later(hours=2)
    actions.withdraw(
        by=t.person("marta"), referral=trust, reason=t.once("The evening group is full until spring, their desk says.")
    )
    yield t.at(9)
    _offer(
        t,
        child,
        "marta",
        "marcus",
        "She likes Bea, whom she met at the arches, and would talk to her on a walk.",
        "Street work on Thursdays, and a word with her about the driver.",
        named=True,
    )


def offered_today(t: Teller) -> Diary:
    """A youth worker asks social care for help today; they are looking at it."""
    yield t.at(6)
    child = t.child("bea", "Kit Mulgrave", gender="boy", date_of_birth=t.born(15))
    yield t.at(0, "00:05")
    urgent = _offer(
        t,
        child,
        "bea",
        "helena",
        "Kit has been told he owes four hundred pounds by Saturday and is frightened of who will come.",
        "A visit today. I have rung as well.",
        urgent=True,
    )
    yield t.later(minutes=20)
    actions.acknowledge(by=t.person("helena"), referral=urgent)
