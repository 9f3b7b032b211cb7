"""Every address that is about no child × every role, of one's own partnership and of another."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest

from safelight.access.roles import Role
from tests.integration.test_every_url import PATTERNS
from tests.integration.url_access import ACCESS
from tests.integration.who_may.addresses import ADDRESS_ARGUMENTS, ELSEWHERE, HOUSE_ARGUMENTS, PLAIN_ARGUMENTS, absent
from tests.integration.who_may.asking import Answer, address, ask
from tests.integration.who_may.expected import ROLES
from tests.integration.who_may.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.req("SH-04"), pytest.mark.hazard("HZ-14")]

# Open without an account, or steps of signing in: tests/integration/test_every_url.py asks these.
NO_ROLE_ASKED = frozenset({"public", "door", "machine", "signing in"})
# These end or change the session that asks.
ENDS = frozenset({"access:sign_out", "access:end_session"})
PLAIN = sorted(
    name
    for name, word in ACCESS.items()
    if word not in NO_ROLE_ASKED and name in PATTERNS and not name.startswith("openid")
    if name not in ENDS | ELSEWHERE | set(ADDRESS_ARGUMENTS) | set(HOUSE_ARGUMENTS)
)


def asked(world: World, name: str, arguments: Mapping[str, Any]) -> list[tuple[Role, str, Answer]]:
    """The answers of every role to getting and posting an empty form, where the address takes it."""
    found = []
    fields = {"version": "1"}
    if name.startswith("meetings:general_"):
        fields["about"] = str(arguments["meeting_id"])  # as each of a meeting's forms says of which it is
    for role in Role:
        for method in ("get", "post"):
            answer = ask(world, world.people[role], method, address(name, arguments), fields)
            if answer.status != 405:
                found.append((role, method, answer))
    return found


@pytest.mark.parametrize("name", PLAIN)
def test_an_address_about_no_child_opens_for_the_roles_of_the_table_and_for_nobody_else(
    world: World, name: str
) -> None:
    wrong = []
    for role, method, answer in asked(world, name, PLAIN_ARGUMENTS.get(name, {})):
        if role in ROLES[ACCESS[name]]:
            if answer.status >= 500 or answer.status in (403, 404):
                wrong.append(f"{method} {role.value}: should open and answers {answer.status}")
        elif (answer.status, answer.changed, answer.refusals) != (404, set(), 1):
            wrong.append(f"{method} {role.value}: should be refused and answers {answer.status}, {answer.changed}")
    assert not wrong, f"{name} ({ACCESS[name]}):\n  " + "\n  ".join(wrong)


@pytest.mark.parametrize("name", sorted(HOUSE_ARGUMENTS))
def test_what_belongs_to_a_partnership_opens_there_for_the_roles_of_the_table_and_nowhere_else(
    world: World, name: str
) -> None:
    wrong = []
    for role, method, answer in asked(world, name, HOUSE_ARGUMENTS[name](world.a)):
        if role in ROLES[ACCESS[name]]:
            if answer.status >= 500 or answer.status in (403, 404):
                wrong.append(f"{method} {role.value}: should open and answers {answer.status}")
        elif (answer.status, answer.changed) != (404, set()):
            wrong.append(f"{method} {role.value}: should be refused and answers {answer.status}, {answer.changed}")
    nowhere = {
        (role, method): answer for role, method, answer in asked(world, name, absent(HOUSE_ARGUMENTS[name](world.a)))
    }
    for role, method, answer in asked(world, name, HOUSE_ARGUMENTS[name](world.b)):
        if answer.status != 404 or answer.body != nowhere[role, method].body or answer.changed:
            wrong.append(f"{method} {role.value}, other partnership: answers {answer.status}, {answer.changed}")
    assert not wrong, f"{name} ({ACCESS[name]}):\n  " + "\n  ".join(wrong)


def test_what_somebody_kept_for_themselves_is_nobody_elses(world: World) -> None:
    for role in (Role.MANAGER, Role.ADMINISTRATOR):
        answer = ask(world, world.people[role], "post", address("access:drop_kept", {"kept_id": uuid4()}))
        assert (answer.status, answer.changed) == (404, set())
