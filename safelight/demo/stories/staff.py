"""Who works here: a second administrator, a role that waits for them, somebody who left, and somebody new."""

from safelight.access import people
from safelight.access import queries as access
from safelight.access.models import User
from safelight.access.roles import Permission, Role
from safelight.demo.diary import Diary
from safelight.demo.queries import email_of
from safelight.demo.teller import Teller


def people_come_and_go(t: Teller) -> Diary:
    """Somebody leaves; somebody is new; a role waits for a second administrator."""
    yield t.at(34)
    first = access.people_who_may(t.partnership.pk, Permission.MANAGE_USERS)[0]
    manager = t.person("tomasz")
    leaver = _added(first, "Edmund Rook", "Social worker", manager, Role.PRACTITIONER)

    yield t.at(6, "16:40")
    people.deactivate(by=first, user=leaver)

    yield t.at(3, "11:15")
    second = people.add_person(
        by=first, name="Petra Swann", email=email_of("Petra Swann"), job_title="Systems administrator"
    ).user
    people.give_role(by=first, user=second, role=Role.ADMINISTRATOR)
    _added(first, "Joss Merrin", "Student social worker", manager, Role.PRACTITIONER)

    yield t.at(1, "10:05")
    people.give_role(by=second, user=t.person("owen"), role=Role.INFORMATION_OFFICER)


def _added(by: User, name: str, post: str, manager: User, role: Role) -> User:
    return people.add_person(
        by=by,
        name=name,
        email=email_of(name),
        job_title=post,
        agency=manager.agency,
        team=manager.team,
        line_manager=manager,
        roles=[role],
    ).user
