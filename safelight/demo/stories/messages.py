"""What people without an account sent in: one became a concern, one was answered, one closed, one waits, one may be
spam."""

from datetime import time, timedelta

from safelight.access import queries as access
from safelight.access.roles import Permission
from safelight.core import clock
from safelight.demo.diary import Diary
from safelight.demo.teller import Teller
from safelight.front_door import actions
from safelight.front_door.choices import Doubt, Kind
from safelight.front_door.models import FrontDoor, Message

DOOR = "kestrel-bay"
# Long enough ago for the coordinators to have one unread message that is not overdue on a working day.
JUST_NOW = timedelta(minutes=25)


def messages_from_outside(t: Teller) -> Diary:
    """The area's ways in, and five messages."""
    yield t.at(40)
    door = _opened(t)
    nadia, owen = t.person("nadia"), t.person("owen")

    yield t.at(16, "22:50")
    message = _sent(
        t,
        door,
        Kind.YOUNG_PERSON,
        "my mate has 2 phones now and a grown up man picks her up after youth club. she says its fine but she cries",
        about_whom="other",
        name="she is called Tilda, year 9",
        age="14",
        where_text="the youth club on Ropewalk",
        safe_way="school",
        safe_contact="Saltings Academy, ask for Miss Holloway",
        safe_when="lunch time",
        not_to_know="Tilda, she would kill me",
    )
    yield t.at(15, "09:20")
    actions.read(by=nadia, message=message)
    yield t.later(minutes=15)
    concern = actions.log_as_concern(
        by=nadia, message=message, urgent=False, about="A girl called Tilda, year 9, about 14", version=2
    )
    yield t.later(hours=3)
    actions.reply(
        by=nadia,
        message=message,
        way="school",
        words=t.once(
            f"Miss Holloway spoke to the friend at lunch, alone, and said it was right to tell. {concern.reference}."
        ),
        replied_at=clock.now(),
        version=3,
    )

    yield t.at(9, "13:05")
    message = _sent(
        t,
        door,
        Kind.PARENT,
        "My son comes home with trainers we never bought him. Who can I talk to? I do not want him in trouble.",
        age="15",
        safe_way="telephone",
        safe_contact="01632 960871",
        safe_when="Before noon, while he is at college",
        not_to_know="My husband",
    )
    yield t.later(minutes=35)
    actions.read(by=owen, message=message)
    yield t.at(8, "10:10")
    actions.reply(
        by=owen,
        message=message,
        way="telephone",
        words=t.once("Rang at ten. She will come in on Friday; early help explained, and what to note down."),
        replied_at=clock.now(),
        version=2,
    )

    yield t.at(6, "15:00")
    message = _sent(
        t, door, Kind.PUBLIC, "When do you collect the green bins on Beacon Drive? Nobody at the council answers."
    )
    yield t.later(minutes=40)
    actions.read(by=owen, message=message)
    actions.close(
        by=owen, message=message, reason=t.once("About bins. The council’s number was not known to us."), version=2
    )

    yield t.at(2, "03:12")
    _sent(
        t,
        door,
        Kind.PUBLIC,
        "BEST PRICES ON PHONE CASES click the link in our profile today",
        doubts=(Doubt.HIDDEN_FIELD, Doubt.TOO_QUICK),
    )

    yield t.end - JUST_NOW
    _sent(
        t,
        door,
        Kind.YOUNG_PERSON,
        "he keeps sending lifts to my house. i dont want to go any more but he knows where my nan lives",
        about_whom="me",
        age="15",
        safe_way="text",
        safe_contact="07700 900461",
        safe_when="only in school time",
    )


def _opened(t: Teller) -> FrontDoor:
    administrator = access.people_who_may(t.partnership.pk, Permission.MANAGE_USERS)[0]
    return actions.set_door(
        by=administrator,
        code=DOOR,
        is_open=True,
        opens_at=time(9),
        closes_at=time(17),
        exit_url="https://www.bbc.co.uk/weather",
    )


def _sent(
    t: Teller, door: FrontDoor, kind: Kind, words: str, doubts: tuple[Doubt, ...] = (), **answers: str
) -> Message:
    return actions.receive(
        door=door, kind=kind, answers={"words": t.once(words), **answers}, doubts=doubts, now=clock.now()
    )
