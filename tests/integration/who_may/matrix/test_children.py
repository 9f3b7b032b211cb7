"""Every address about a child × every role × how the child stands to the person: opens, or is not found."""

import pytest

from safelight.access.roles import Role
from tests.integration.test_every_url import PATTERNS
from tests.integration.test_every_url import address as made_up
from tests.integration.url_access import ACCESS, WRITING
from tests.integration.who_may.addresses import ADDRESS_ARGUMENTS, ELSEWHERE, HOUSE_ARGUMENTS, PLAIN_ARGUMENTS, absent
from tests.integration.who_may.asking import Answer, address, ask, ask_view, pages_not_drawn
from tests.integration.who_may.expected import opens
from tests.integration.who_may.forms import filled_in
from tests.integration.who_may.world import Relation, World

pytestmark = [pytest.mark.django_db, pytest.mark.req("SH-04"), pytest.mark.hazard("HZ-14")]

NAMES = sorted(ADDRESS_ARGUMENTS)
CELLS = [(role, relation) for role in Role for relation in Relation]


def word_of(name: str, method: str) -> str:
    """The word that says who may open the address, or send its form."""
    return WRITING.get(name, ACCESS[name]) if method == "post" else ACCESS[name]


def few_of(method: str, name: str) -> list[tuple[Role, Relation]]:
    """Of each role a relation for which the address opens, and one for which it does not; others for each address."""
    chosen = []
    for number, role in enumerate(Role):
        for expected in (True, False):
            cells = [cell for cell in CELLS if cell[0] is role and opens(word_of(name, method), *cell) is expected]
            chosen += cells[(NAMES.index(name) + number) % len(cells) :][:1] if cells else []
    return chosen


def problem(answer: Answer, expected: bool) -> str:
    """What is wrong with the answer of a view; nothing when it is as expected."""
    if expected and (answer.status in (403, 404) or answer.status >= 500):
        return f"should open and answers {answer.status}"
    if not expected and answer.status != 404:
        return f"should be refused and answers {answer.status}"
    if not expected and answer.changed:
        return f"was refused and still wrote to {sorted(answer.changed)}"
    return ""


@pytest.mark.parametrize("name", NAMES)
def test_an_address_about_a_child_opens_for_whom_the_table_says_and_is_not_found_for_anybody_else(
    world: World, name: str
) -> None:
    wrong, asked = [], False
    for method in ("post", "get"):
        # Where a page is opened and sent by the same address, what is sent is asked of every cell.
        for role, relation in few_of(method, name) if asked else CELLS:
            record = world.children[relation]
            where = address(name, ADDRESS_ARGUMENTS[name](record))
            with pages_not_drawn():
                answer = ask_view(world, world.people[role], method, where, filled_in(world, name, record))
            if answer.status == 405:
                break
            asked = asked or method == "post"
            if found := problem(answer, opens(word_of(name, method), role, relation)):
                wrong.append(f"{method} {role.value}, {relation.value}: {found}")
    assert not wrong, f"{name} ({ACCESS[name]}, {WRITING.get(name, '')}):\n  " + "\n  ".join(wrong)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_refused_is_the_very_page_of_what_does_not_exist_and_leaves_an_entry(world: World, name: str) -> None:
    """By real requests: two refusals of each address, others for each, and one person for whom it opens."""
    for method in ("get", "post"):
        expected = {cell: opens(word_of(name, method), *cell) for cell in CELLS}
        place = NAMES.index(name)
        refused = [cell for cell in CELLS if not expected[cell]]
        opened = [cell for cell in CELLS if expected[cell]]
        for role, relation in (refused[place * 7 % len(refused)], refused[(place * 13 + 5) % len(refused)]):
            person, record = world.people[role], world.children[relation]
            fields = filled_in(world, name, record)
            answer = ask(world, person, method, address(name, ADDRESS_ARGUMENTS[name](record)), fields)
            if answer.status == 405:
                break
            nowhere = address(name, absent(ADDRESS_ARGUMENTS[name](record)))
            nothing_there = ask(world, person, method, nowhere, fields)
            assert (nothing_there.status, nothing_there.refusals) == (404, 1)
            assert (answer.status, answer.body) == (404, nothing_there.body), f"{method} {role.value}, {relation.value}"
            assert (answer.changed, answer.refusals) == (set(), 1)
        else:
            for role, relation in opened[place % len(opened) :][:1] if opened else ():
                record = world.children[relation]
                where = address(name, ADDRESS_ARGUMENTS[name](record))
                answer = ask(world, world.people[role], method, where, filled_in(world, name, record))
                assert answer.status < 500 and answer.status not in (403, 404), (
                    f"{method} {role.value}, {relation.value}"
                )


def test_every_address_that_names_something_has_its_real_identifiers_listed() -> None:
    listed = set(ADDRESS_ARGUMENTS) | set(HOUSE_ARGUMENTS) | set(PLAIN_ARGUMENTS) | ELSEWHERE
    silent = {
        name for name in PATTERNS if name not in listed and any(len(part) == 36 for part in made_up(name).split("/"))
    }
    assert silent == set(), (
        "Say in tests/integration/who_may/addresses.py with which real identifiers each of these is asked: of a child’s "
        "record (ADDRESS_ARGUMENTS) or of a partnership (HOUSE_ARGUMENTS)."
    )
