"""What those do who answer messages; the clock; who sees what."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from safelight.access.models import Partnership, User
from safelight.access.roles import Permission, Role
from safelight.audit import queries as audit
from safelight.audit.models import Entry
from safelight.children.models import Concern
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, Stale, WrongState
from safelight.duties import waiting
from safelight.front_door import actions, queries
from safelight.front_door.choices import Kind
from safelight.front_door.models import STEPS, FrontDoor, Message, Reply
from tests.factories import make_agency, make_partnership, make_team, make_user
from tests.factories.front_door import MONDAY_NOON, make_door, make_message
from tests.factories.people import administrator_of
from tests.html import html_problems

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NIGHT = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


@pytest.fixture
def partnership() -> Partnership:
    return make_partnership("Kestrel Bay")


@pytest.fixture
def door(partnership: Partnership) -> FrontDoor:
    return make_door(partnership)


@pytest.fixture
def coordinator(door: FrontDoor) -> User:
    return queries.readers(door.partnership_id)[0]


def read(by: User, message: Message) -> Message:
    with clock.at(MONDAY_NOON + HOUR):
        return actions.read(by=by, message=message)


def keys(user: User, now: datetime) -> list[str]:
    return [one.key for one in waiting.waiting_for(user, now)]


@pytest.mark.req("CH-14")
@pytest.mark.hazard("HZ-10")
def test_an_unread_message_of_the_night_is_a_must_at_nine_and_escalates_after_four_working_hours(
    door: FrontDoor, coordinator: User, partnership: Partnership
) -> None:
    lead = make_user("safeguarding_lead", agency=make_agency(partnership))
    worker = make_user(agency=make_agency(partnership))
    message = make_message(door, now=NIGHT)
    nine, one = NIGHT.replace(hour=9), NIGHT.replace(hour=13)
    (found,) = waiting.waiting_for(coordinator, NIGHT)
    assert (found.key, found.must, found.due_at) == (f"message:{message.pk}", True, nine)
    assert keys(lead, one) == [] and keys(worker, one + HOUR) == []
    (above,) = waiting.waiting_for(lead, one + timedelta(minutes=1))
    assert above.due_at == one and above.must and above.url == reverse("front_door:unread")
    read(coordinator, message)
    assert keys(coordinator, one + HOUR) == [] and keys(lead, one + HOUR) == []


@pytest.mark.req("CH-14")
@pytest.mark.hazard("HZ-10")
def test_my_work_shows_the_unread_message_and_whom_those_above_can_ring(
    door: FrontDoor, coordinator: User, partnership: Partnership, client: Client
) -> None:
    manager = make_user("manager", team=make_team(make_agency(partnership)), name="Grace Obi")
    User.objects.filter(pk=coordinator.pk).update(line_manager=manager, telephone="01632 960177")
    message = make_message(door, "Zanzibar", now=NIGHT)
    with clock.at(NIGHT.replace(hour=9, minute=5)):
        client.force_login(coordinator)
        page = client.get("/").content.decode()
    assert message.reference in page and "For the partnership" in page and "Zanzibar" not in page
    assert html_problems(page) == []
    with clock.at(NIGHT.replace(hour=15)):
        client.force_login(manager)
        assert "1 has not been read" in client.get("/").content.decode()
        page = client.get(reverse("front_door:unread")).content.decode()
        assert "01632 960177" in page and message.reference not in page and "Zanzibar" not in page
        assert html_problems(page) == []
        client.force_login(make_user("safeguarding_lead", agency=make_agency(partnership)))
        assert client.get(reverse("front_door:unread")).status_code == 404


@pytest.mark.hazard("HZ-10")
def test_who_hears_of_an_unread_message_is_the_readers_managers_else_leads_else_every_manager(
    door: FrontDoor, coordinator: User, partnership: Partnership
) -> None:
    manager = make_user("manager", team=make_team(make_agency(partnership)))
    assert queries.chasers(partnership.pk) == [manager]
    lead = make_user("safeguarding_lead", agency=make_agency(partnership))
    assert queries.chasers(partnership.pk) == [lead]
    User.objects.filter(pk=coordinator.pk).update(line_manager=manager)
    assert queries.chasers(partnership.pk) == [manager]
    make_user("manager", team=make_team(make_agency(make_partnership())))
    assert queries.chasers(partnership.pk) == [manager]


@pytest.mark.hazard("HZ-10")
def test_what_is_perhaps_spam_is_due_too_by_the_end_of_the_next_working_day(door: FrontDoor, coordinator: User) -> None:
    make_message(door, doubts=("too_quick",), now=NIGHT)
    (found,) = waiting.waiting_for(coordinator, NIGHT)
    assert found.due_at == datetime(2026, 3, 5, 0, tzinfo=UTC) and "may be a child" in found.why


@pytest.mark.req("CH-14")
def test_the_words_go_into_a_concern_as_they_came_and_how_to_reach_the_sender_stays_behind(
    door: FrontDoor, coordinator: User, client: Client
) -> None:
    message = make_message(
        door, "He waits.\nEvery day.", where_text="The park", name="Kim", age="14", about_whom="me",
        safe_way="text", safe_contact="07700 900123", not_to_know="My brother Jo",
    )  # fmt: skip
    client.force_login(coordinator)
    client.post(reverse("front_door:read", args=[message.pk]))
    page = client.get(reverse("front_door:message", args=[message.pk])).content.decode()
    assert html_problems(page) == []
    assert "Police and MASH have NOT been told" in page and "07700 900123" in page
    answer = client.post(
        reverse("front_door:concern", args=[message.pk]),
        {"urgent": "yes", "about": "The young person who wrote\nKim\nAge: 14", "version": "2"},
    )
    concern = Concern.objects.get()
    assert answer["Location"] == reverse("children:concern", args=[concern.pk])
    assert (concern.state, concern.what, concern.where_text) == ("logged", "He waits.\nEvery day.", "The park")
    assert concern.sent_to_coordinator and concern.urgent and concern.author == coordinator
    assert message.reference in concern.source and concern.about.endswith("Kim\nAge: 14")
    told = " ".join(str(value) for value in vars(concern).values())
    assert "07700" not in told and "brother" not in told
    assert not concern.children.exists()
    message.refresh_from_db()
    assert (message.state, message.concern_id) == ("logged", concern.pk)


@pytest.mark.req("CH-14")
@pytest.mark.hazard("HZ-10")
@pytest.mark.parametrize(("wish", "way"), [("none", "telephone"), ("text", "telephone"), ("", "email")])
def test_an_answer_in_a_way_they_did_not_choose_needs_the_reason(
    wish: str, way: str, door: FrontDoor, coordinator: User
) -> None:
    message = read(coordinator, make_message(door, safe_way=wish))
    about = {"by": coordinator, "message": message, "words": "Rang back.", "replied_at": MONDAY_NOON, "version": 2}
    with clock.at(MONDAY_NOON + 2 * HOUR):
        with pytest.raises(Invalid) as refused:
            actions.reply(way=way, **about)
        assert set(refused.value.errors) == {"reason"}
        reply = actions.reply(way=way, reason="In danger tonight.", **about)
    assert (reply.wished, reply.reason) == (False, "In danger tonight.")
    assert Message.objects.get(pk=message.pk).state == "answered"
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(
            partnership=door.partnership, message=message, way=way, wished=False, words="x",
            replied_at=MONDAY_NOON, by=coordinator, at=MONDAY_NOON,
        )  # fmt: skip


def test_an_answer_in_the_way_they_chose_needs_no_reason_and_may_follow_a_concern(
    door: FrontDoor, coordinator: User, client: Client
) -> None:
    message = read(coordinator, make_message(door, safe_way="text", safe_contact="07700 900123"))
    actions.log_as_concern(by=coordinator, message=message, urgent=False, about="", version=2)
    client.force_login(coordinator)
    data = {"way": "text", "words": "Meets Bea on Monday.", "reason": "", "version": "3"}
    data |= dict(
        zip(
            ("replied_at-day", "replied_at-month", "replied_at-year", "replied_at-time"),
            ("2", "3", "2026", "14:00"),
            strict=True,
        )
    )
    assert client.post(reverse("front_door:answer", args=[message.pk]), data).status_code == 302
    page = client.get(reverse("front_door:message", args=[message.pk])).content.decode()
    assert "Meets Bea on Monday." in page
    assert Message.objects.get().state == "logged"


def test_each_step_is_one_of_the_table_and_no_other(door: FrontDoor, coordinator: User) -> None:
    def go(message: Message, state: str) -> None:
        if state == "read":
            actions.read(by=coordinator, message=message)
        elif state == "logged":
            actions.log_as_concern(by=coordinator, message=message, urgent=False, about="", version=message.version)
        elif state == "answered":
            actions.reply(
                by=coordinator, message=message, way="text", words="x", reason="y", replied_at=MONDAY_NOON,
                version=message.version,
            )  # fmt: skip
        else:
            actions.close(by=coordinator, message=message, reason="An advertisement.", version=message.version)

    ways_to = {"received": [], "read": ["read"], "logged": ["read", "logged"], "answered": ["read", "answered"]}
    ways_to |= {"closed": ["read", "closed"], "perhaps_spam": []}
    for number, (start, path) in enumerate(ways_to.items()):
        for goal in ("logged", "answered", "closed"):
            doubts = ("no_token",) if start == "perhaps_spam" else ()
            message = make_message(door, f"{number} {goal}", doubts=doubts)
            for step in path:
                go(message, step)
                message.refresh_from_db()
            assert message.state == start
            if goal in STEPS[Message.State(start)]:
                go(message, goal)
                message.refresh_from_db()
                assert message.state == goal
            elif (start, goal) == ("logged", "answered"):
                go(message, goal)  # a note of the answer; what became of it stays a concern
            else:
                with pytest.raises(WrongState):
                    go(message, goal)


def test_a_message_is_closed_with_a_reason_and_can_be_logged_after_all(door: FrontDoor, coordinator: User) -> None:
    message = read(coordinator, make_message(door))
    with pytest.raises(Invalid):
        actions.close(by=coordinator, message=message, reason=" ", version=2)
    closed = actions.close(by=coordinator, message=message, reason="About no child.", version=2)
    with pytest.raises(Stale):
        actions.log_as_concern(by=coordinator, message=closed, urgent=False, about="", version=2)
    assert not Concern.objects.exists()
    actions.log_as_concern(by=coordinator, message=closed, urgent=False, about="", version=3)
    assert Message.objects.get().state == "logged"


@pytest.mark.req("CH-14")
@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_only_who_answers_messages_sees_that_there_are_any(role: Role, door: FrontDoor, client: Client) -> None:
    message = make_message(door)
    other = make_user(role, agency=make_agency(door.partnership))
    assert not other.may(Permission.ANSWER_FRONT_DOOR)
    refuse_everything(client, other, message)


@pytest.mark.req("CH-14")
def test_a_message_of_another_partnership_looks_like_none(door: FrontDoor, client: Client) -> None:
    elsewhere = make_door(make_partnership("Heron Vale"), "heron-vale")
    stranger = queries.readers(elsewhere.partnership_id)[0]
    message = make_message(door)
    refuse_everything(client, stranger, message, may_list=True)
    client.force_login(stranger)
    assert message.reference not in client.get(reverse("front_door:messages")).content.decode()
    assert keys(stranger, MONDAY_NOON + 24 * HOUR) == []


def refuse_everything(client: Client, user: User, message: Message, *, may_list: bool = False) -> None:
    client.force_login(user)
    listed = client.get(reverse("front_door:messages"))
    assert listed.status_code == (200 if may_list else 404)
    where = reverse("front_door:message", args=[message.pk])
    assert client.get(where).status_code == 404
    for name in ("read", "concern", "answer", "close"):
        assert client.post(reverse(f"front_door:{name}", args=[message.pk]), {"version": "1"}).status_code == 404
    with pytest.raises(NotFound):
        actions.read(by=user, message=message)
    message.refresh_from_db()
    assert message.state == "received" and not Concern.objects.exists()


@pytest.mark.req("CH-14")
def test_each_look_and_each_step_leaves_an_entry_without_words(
    door: FrontDoor, coordinator: User, client: Client
) -> None:
    message = make_message(door, "Zanzibar", doubts=("no_token",))
    client.force_login(coordinator)
    client.get(reverse("front_door:messages"))
    page = client.get(reverse("front_door:message", args=[message.pk])).content.decode()
    assert "Zanzibar" not in page and "it did not come from the form" in page and html_problems(page) == []
    client.post(reverse("front_door:read", args=[message.pk]))
    assert "Zanzibar" in client.get(reverse("front_door:message", args=[message.pk])).content.decode()
    client.post(reverse("front_door:close", args=[message.pk]), {"closed_reason": "An advertisement", "version": "2"})
    seen = list(Entry.objects.filter(actor=str(coordinator.pk)).order_by("sequence").values_list("action", flat=True))
    expected = ["messages.listed", "message.viewed", "message.read", "message.viewed", "message.closed"]
    assert [action for action in seen if action.startswith("message")] == expected
    assert "Zanzibar" not in str(list(Entry.objects.values()))
    assert audit.faults(door.partnership_id) == []


def test_a_wrong_form_is_shown_again_with_what_was_typed(door: FrontDoor, coordinator: User, client: Client) -> None:
    message = read(coordinator, make_message(door))
    client.force_login(coordinator)
    for name, data, words in (
        ("concern", {"about": "A boy with a red bike"}, "A boy with a red bike"),
        ("answer", {"words": "Rang at noon"}, "Rang at noon"),
        ("close", {"closed_reason": ""}, "Say why it is closed"),
    ):
        answer = client.post(reverse(f"front_door:{name}", args=[message.pk]), data | {"version": "2"})
        assert answer.status_code == 422 and words in answer.content.decode()
        assert html_problems(answer.content.decode()) == []
    stale = client.post(reverse("front_door:close", args=[message.pk]), {"closed_reason": "x", "version": "1"})
    assert stale.status_code == 422 and "Somebody else saved this" in stale.content.decode()


def test_repeats_are_read_with_the_first_and_stand_with_it(door: FrontDoor, coordinator: User, client: Client) -> None:
    first, again = make_message(door, "the same"), make_message(door, "the same")
    assert first == again and Message.objects.count() == 2
    client.force_login(coordinator)
    assert "came 1 more time" in client.get(reverse("front_door:messages")).content.decode()
    read(coordinator, first)
    assert set(Message.objects.values_list("state", flat=True)) == {"read"}


def test_the_door_is_the_administrators_and_opens_only_when_somebody_reads(
    partnership: Partnership, client: Client
) -> None:
    about = {"code": "kestrel-bay", "is_open": True, "opens_at": time(9), "closes_at": time(17)}
    about["exit_url"] = "https://www.bbc.co.uk/weather"
    administrator = administrator_of(partnership)
    with pytest.raises(Invalid) as refused:
        actions.set_door(by=administrator, **about)
    assert set(refused.value.errors) == {"is_open"}
    client.force_login(administrator)
    typed = {"code": "kestrel-bay", "opens_at": "9:00", "closes_at": "8:00", "exit_url": "https://example.org"}
    wrong = client.post(reverse("front_door:door"), typed)
    assert wrong.status_code == 422 and html_problems(wrong.content.decode()) == []
    saved = client.post(reverse("front_door:door"), typed | {"closes_at": "18:30"})
    assert saved.status_code == 302 and html_problems(client.get(reverse("front_door:door")).content.decode()) == []
    kept = FrontDoor.objects.get()
    assert (kept.closes_at, kept.is_open) == (time(18, 30), False)
    coordinator = make_user("coordinator", partnership=partnership)
    opened = client.post(reverse("front_door:door"), typed | {"closes_at": "17:00", "is_open": "yes", "version": "1"})
    assert opened.status_code == 302 and FrontDoor.objects.get().is_open
    client.force_login(coordinator)
    assert client.get(reverse("front_door:door")).status_code == 404
    with pytest.raises(NotFound):
        actions.set_door(by=coordinator, **about)
    taken = make_partnership()
    make_user("coordinator", partnership=taken)
    for code in ("kestrel-bay", Kind.PARENT.value):
        with pytest.raises(Invalid) as refused:
            actions.set_door(by=administrator_of(taken), **(about | {"code": code}))
        assert set(refused.value.errors) == {"code"}
