"""Identifiers exchanged in addresses and forms: what is somebody else's is answered as what does not exist."""

from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safelight.access.roles import Role
from tests.integration.who_may.addresses import ADDRESS_ARGUMENTS
from tests.integration.who_may.asking import Answer, address, ask
from tests.integration.who_may.expected import SIGHT
from tests.integration.who_may.forms import filled_in
from tests.integration.who_may.world import Relation, World

pytestmark = [pytest.mark.django_db, pytest.mark.req("SH-04"), pytest.mark.hazard("HZ-14")]

# Whose identifiers are tried: each is somebody's that this person cannot see.
ASKERS = (Role.PRACTITIONER, Role.MANAGER, Role.SAFEGUARDING_LEAD)
HIDDEN = {
    role: [relation for relation in Relation if SIGHT[role, relation] == "." and relation is not Relation.OWN]
    for role in ASKERS
}
# Fields that hold an identifier: the address, the field, and where the somebody else's comes from.
CHILD, COLLEAGUE = "a child", "a colleague of another partnership"
FIELDS = (
    ("children:twins", "other", CHILD),
    ("children:concern_link", "child", CHILD),
    ("children:lead_worker", "user", COLLEAGUE),
    ("children:workers", "user", COLLEAGUE),
    ("children:worker_end", "to", COLLEAGUE),
    ("overview:duty", "passed_to", COLLEAGUE),
    ("plans:submit", "manager", COLLEAGUE),
    ("plans:add", "owner_id", COLLEAGUE),
    ("children:restriction", "people", COLLEAGUE),
    ("children:conflicts", "person", COLLEAGUE),
    ("children:conflicts", "independent_reviewer", COLLEAGUE),
)
ALSO = {"children:twins": {"twins": "yes"}, "overview:duty": {"what": "pass_on", "handover": "Please."}}
bounded = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def told_apart(answer: Answer, absent: Answer) -> str:
    """In what two answers differ; nothing when nobody can tell them apart."""
    if answer.status != absent.status:
        return f"status {answer.status} and {absent.status}"
    if answer.queries != absent.queries:
        return f"{answer.queries} and {absent.queries} queries"
    if len(answer.body) != len(absent.body):
        return f"{len(answer.body)} and {len(absent.body)} bytes"
    return "" if answer.body == absent.body else "words"


def without(answer: Answer, identifier: UUID | str) -> Answer:
    """The answer without the identifier that was sent, where the page repeats what was typed."""
    answer.body = answer.body.replace(str(identifier).encode(), b"-")
    return answer


def identifiers(world: World, name: str) -> list[str]:
    """The names of the identifiers in an address."""
    return sorted(key for key in ADDRESS_ARGUMENTS[name](world.children[Relation.OWN]) if key.endswith("_id"))


def foreign(world: World, name: str, argument: str, relation: Relation) -> UUID:
    """The same identifier of a child that stands to the asker as ``relation``."""
    found: UUID = ADDRESS_ARGUMENTS[name](world.children[relation])[argument]
    return found


@bounded
@given(data=st.data())
def test_an_identifier_of_somebody_elses_in_an_address_is_answered_as_one_that_does_not_exist(
    world: World, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(ADDRESS_ARGUMENTS)))
    argument = data.draw(st.sampled_from(identifiers(world, name)))
    role = data.draw(st.sampled_from(ASKERS))
    relation = data.draw(st.sampled_from(HIDDEN[role]))
    method = data.draw(st.sampled_from(("get", "post")))
    own = world.children[Relation.OWN]
    fields = filled_in(world, name, own)
    answers = []
    for identifier in (uuid4(), foreign(world, name, argument, relation), uuid4()):  # the first fills what is kept
        where = address(name, {**ADDRESS_ARGUMENTS[name](own), argument: identifier})
        answers.append(without(ask(world, world.people[role], method, where, fields), identifier))
    assert told_apart(*answers[1:]) == "", f"{method} {name}, {argument} of {relation.value}, as {role.value}"
    assert answers[1].changed == set()


@bounded
@given(data=st.data())
def test_a_child_of_somebody_elses_with_all_that_is_theirs_is_answered_as_one_that_does_not_exist(
    world: World, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(ADDRESS_ARGUMENTS)))
    role = data.draw(st.sampled_from(ASKERS))
    relation = data.draw(st.sampled_from(HIDDEN[role]))
    method = data.draw(st.sampled_from(("get", "post")))
    theirs = world.children[relation]
    arguments = ADDRESS_ARGUMENTS[name](theirs)
    nobodys = {key: uuid4() if key.endswith("_id") else value for key, value in arguments.items()}
    fields = filled_in(world, name, theirs)
    both = (nobodys, arguments, nobodys)  # the first fills what is kept
    answers = [ask(world, world.people[role], method, address(name, each), fields) for each in both]
    assert told_apart(*answers[1:]) == "", f"{method} {name} of {relation.value}, as {role.value}"


@bounded
@given(data=st.data())
def test_an_identifier_of_somebody_elses_in_a_form_is_answered_as_one_that_does_not_exist(
    world: World, data: st.DataObject
) -> None:
    name, field, kind = data.draw(st.sampled_from(FIELDS))
    role = Role.MANAGER
    own = world.children[Relation.OWN]
    if kind == CHILD:
        theirs = world.children[data.draw(st.sampled_from(HIDDEN[role]))].child.pk
    else:
        place = world.b.here
        theirs = data.draw(st.sampled_from((place.maker, place.colleague, place.head))).pk
    answers = []
    for identifier in (uuid4(), theirs, uuid4()):  # the first fills what is kept
        fields = {**filled_in(world, name, own), **ALSO.get(name, {}), field: str(identifier)}
        where = address(name, ADDRESS_ARGUMENTS[name](own))
        answers.append(without(ask(world, world.people[role], "post", where, fields), identifier))
    assert told_apart(*answers[1:]) == "", f"{name}: {field}"
    assert answers[1].status in (404, 422) and answers[1].changed == set(), f"{name}: {field}"


def test_a_form_about_another_child_is_not_found(world: World) -> None:
    """Two tabs, two children: each form carries the child it is about (HZ-26)."""
    own, named = world.children[Relation.OWN], world.children[Relation.NAMED]
    where = address("children:person_new", ADDRESS_ARGUMENTS["children:person_new"](own))
    fields = {**filled_in(world, "children:person_new", own), "about": str(named.child.pk)}
    answer = ask(world, world.people[Role.PRACTITIONER], "post", where, fields)
    assert (answer.status, answer.changed) == (404, set())
