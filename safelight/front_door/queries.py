"""Reading doors and messages. Messages start from ``visible_to``: who may not answer them sees none."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from safelight.access import queries as access
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.access.scope import sign_in_scope
from safelight.core.errors import NotFound
from safelight.front_door.hours import doubted_read_at, escalates_at, must_read_at
from safelight.front_door.models import UNREAD, FrontDoor, Message, Reply

SAME_WITHIN = timedelta(hours=24)


def open_doors() -> list[FrontDoor]:
    """Every area that takes messages, by its name: the same for a stranger and for a colleague who is signed in."""
    with sign_in_scope():
        return list(FrontDoor.objects.filter(is_open=True).select_related("partnership").order_by("partnership__area"))


def open_door(code: str) -> FrontDoor:
    """The open door with this word in its address, else ``NotFound``."""
    with sign_in_scope():
        found = FrontDoor.objects.filter(code=code, is_open=True).select_related("partnership").first()
    if found is None:
        raise NotFound("front door")
    return found


def door_of(partnership_id: UUID) -> FrontDoor | None:
    """A partnership's door, open or not."""
    return FrontDoor.objects.filter(partnership_id=partnership_id).select_related("partnership").first()


def visible_to(user: User) -> QuerySet[Message]:
    """The messages that this person may read and answer: their partnership's, or none."""
    if not user.may(Permission.ANSWER_FRONT_DOOR):
        return Message.objects.none()
    return Message.objects.filter(partnership_id=user.partnership_id)


def get(user: User, message_id: UUID | str) -> Message:
    """One message that the user may see, else ``NotFound``."""
    found = visible_to(user).select_related("read_by", "closed_by", "concern", "same_as").filter(pk=message_id).first()
    if found is None:
        raise NotFound("message")
    return found


def listed(user: User) -> QuerySet[Message]:
    """Messages, each with its repeats: the newest first."""
    found = visible_to(user).filter(same_as__isnull=True).prefetch_related("repeats").select_related("read_by")
    return found.order_by("-received_at", "pk")


def first_of_same(partnership_id: UUID, fingerprint: str, now: datetime) -> Message | None:
    """The unread message that says exactly the same and came within a day: a form that was sent twice."""
    same = Message.objects.filter(
        partnership_id=partnership_id,
        fingerprint=fingerprint,
        state__in=UNREAD,
        same_as__isnull=True,
        received_at__gte=now - SAME_WITHIN,
    )
    return same.order_by("received_at").first()


def unread(partnership_id: UUID) -> list[Message]:
    """What nobody has read yet, the longest waiting first: without the words."""
    found = Message.objects.filter(partnership_id=partnership_id, state__in=UNREAD, same_as__isnull=True)
    return list(found.only("state", "received_at", "reference", "kind").order_by("received_at", "pk"))


def overdue_at(message: Message, door: FrontDoor) -> datetime:
    """When this unread message is overdue (HZ-10)."""
    if message.state == Message.State.PERHAPS_SPAM:
        return doubted_read_at(message.received_at, door.hours)
    return must_read_at(message.received_at, door.hours)


def chased_at(message: Message, door: FrontDoor) -> datetime:
    """When this unread message becomes the business of those above (HZ-10)."""
    if message.state == Message.State.PERHAPS_SPAM:
        return doubted_read_at(message.received_at, door.hours)
    return escalates_at(message.received_at, door.hours)


def chased(door: FrontDoor, now: datetime) -> list[Message]:
    """The unread messages that should have been read long ago."""
    return [message for message in unread(door.partnership_id) if now > chased_at(message, door)]


def readers(partnership_id: UUID) -> list[User]:
    """Who reads and answers messages."""
    return access.people_who_may(partnership_id, Permission.ANSWER_FRONT_DOOR)


def chasers(partnership_id: UUID) -> list[User]:
    """Who hears of a message that nobody read: the readers' managers; where they have none, the safeguarding leads;
    where there are none, every manager. Never a reader, and nobody of another partnership."""
    reading = readers(partnership_id)
    read_ids = {person.pk for person in reading}
    managers = {found.pk: found for person in reading if (found := access.manager_of(person)) is not None}
    above = [person for pk, person in managers.items() if pk not in read_ids]
    if above:
        return sorted(above, key=lambda person: person.name)
    for permission in (Permission.AGREE_INTERVENTION, Permission.SET_ASIDE_DUTY):
        people = access.people_who_may(partnership_id, permission)
        if permission == Permission.AGREE_INTERVENTION:
            people = [person for person in people if person.may(Permission.SEE_AGENCY)]
        if found_people := [person for person in people if person.pk not in read_ids]:
            return found_people
    return []


def replies(message: Message) -> list[Reply]:
    """How the sender was answered, oldest first."""
    return list(Reply.objects.filter(message=message).select_related("by").order_by("replied_at", "pk"))
