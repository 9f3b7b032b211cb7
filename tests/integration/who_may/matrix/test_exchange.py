"""Identifiers exchanged in addresses, forms and uploads: what is somebody else's is answered as what does not exist."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safelight.access.roles import Role
from safelight.audit.models import Entry
from safelight.files.models import AttachedFile
from tests.factories.files import TEXT
from tests.integration.who_may.addresses import ADDRESS_ARGUMENTS
from tests.integration.who_may.asking import Answer, address, ask
from tests.integration.who_may.expected import SIGHT
from tests.integration.who_may.forms import filled_in
from tests.integration.who_may.world import Record, Relation, World, sign_in, taken_back

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
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
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


# ── Uploads ──────────────────────────────────────────────────────────────────

# Columns of the row, and what other forms call the same: none of them is a field of this one.
NAMES = ("child", "child_id", "plan", "plan_id", "file_id", "id", "pk", "partnership", "partnership_id", "by", "by_id")
KINDS = ("child", "plan", "file", "sealed file", "partnership", "person")
fewer = settings(bounded, max_examples=30)


def identifier_of(record: Record, kind: str) -> UUID:
    """One of the record's identifiers."""
    found = {
        "child": record.child.pk,
        "plan": record.ids["plan_id"],
        "file": record.ids["file_id"],
        "sealed file": record.ids["sealed_id"],
        "partnership": record.child.partnership_id,
        "person": record.place.head.pk,
    }[kind]
    assert isinstance(found, UUID)
    return found


def upload(about: object, name: str = "letter.txt", **more: object) -> dict[str, Any]:
    """The form as a browser sends it; a file can be sent once only, so each try has its own."""
    sent = SimpleUploadedFile(name, TEXT)
    return {"about": str(about), "title": "Letter from school", "kind": "letter", "file": sent, **more}


def lying() -> list[Path]:
    """Every file of bytes in the data folder."""
    return sorted(path for name in ("files", "sealed") for path in (Path(django_settings.DATA) / name).glob("*"))


def attach_to(child_id: object) -> str:
    return reverse("files:attach", args=[child_id])


@fewer
@given(data=st.data())
def test_an_upload_to_a_child_of_somebody_elses_is_answered_as_one_to_nobody_and_no_byte_of_it_is_kept(
    world: World, data: st.DataObject
) -> None:
    role = data.draw(st.sampled_from(ASKERS))
    record = world.children[data.draw(st.sampled_from(HIDDEN[role]))]
    theirs = identifier_of(record, data.draw(st.sampled_from(KINDS)))
    own = world.children[Relation.OWN].child.pk
    about = data.draw(st.sampled_from(("the same", "one's own")))
    before = lying()
    answers: list[Answer] = []
    for identifier in (uuid4(), theirs, uuid4()):  # the first fills what is kept
        fields = upload(identifier if about == "the same" else own)
        answers.append(without(ask(world, world.people[role], "post", attach_to(identifier), fields), identifier))
    assert told_apart(*answers[1:]) == "", f"{role.value}, about {about}"
    assert (answers[1].status, answers[1].changed, lying()) == (404, set(), before)


@fewer
@given(data=st.data())
def test_a_form_of_an_upload_that_names_somebody_elses_child_is_answered_as_one_that_names_nobody(
    world: World, data: st.DataObject
) -> None:
    """The address is one's own child's; the form says that it is about something else."""
    role = data.draw(st.sampled_from(ASKERS))
    record = world.children[data.draw(st.sampled_from(HIDDEN[role]))]
    theirs = identifier_of(record, data.draw(st.sampled_from(KINDS)))
    own = world.children[Relation.OWN].child.pk
    before = lying()
    answers = []
    for identifier in (uuid4(), theirs, uuid4()):
        answer = ask(world, world.people[role], "post", attach_to(own), upload(identifier))
        answers.append(without(answer, identifier))
    assert told_apart(*answers[1:]) == "", role.value
    assert (answers[1].status, answers[1].changed, lying()) == (404, set(), before)


@fewer
@given(data=st.data())
def test_identifiers_beside_the_fields_of_an_upload_move_it_to_nobody_else(world: World, data: st.DataObject) -> None:
    """What is attached is the child's of the address, by whoever sent it, under an identifier of ours."""
    role = data.draw(st.sampled_from(ASKERS))
    person = world.people[role]
    record = world.children[data.draw(st.sampled_from(HIDDEN[role]))]
    kinds = data.draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))
    places = data.draw(st.lists(st.sampled_from(NAMES), min_size=len(kinds), max_size=len(kinds), unique=True))
    own = world.children[Relation.OWN].child
    statuses = []
    for real in (True, False):
        named = {
            place: identifier_of(record, kind) if real else uuid4() for place, kind in zip(places, kinds, strict=True)
        }
        called = f"../{next(iter(named.values()))}.txt"  # the name of a file is no place either
        bytes_before, rows_before = lying(), set(AttachedFile.objects.values_list("pk", flat=True))
        others = {path: path.read_bytes() for path in bytes_before if path.parent.name == "files"}
        browser = world.browser(person)
        with taken_back():
            answer = browser.post(
                attach_to(own.pk), upload(own.pk, called, **{place: str(each) for place, each in named.items()})
            )
            statuses.append((answer.status_code, answer.headers.get("Location")))
            made = AttachedFile.objects.exclude(pk__in=rows_before).get()
            assert (made.child_id, made.partnership_id, made.by_id) == (own.pk, own.partnership_id, person.pk)
            assert made.pk not in named.values()
        fresh = [path for path in lying() if path not in bytes_before]
        assert [path.name for path in fresh] == [str(made.pk)]
        assert {path: path.read_bytes() for path in others} == others
        fresh[0].unlink()
    assert statuses == [(302, reverse("files:list", args=[own.pk]))] * 2


@fewer
@given(data=st.data())
def test_a_file_of_somebody_elses_is_downloaded_sealed_or_told_of_as_little_as_one_that_does_not_exist(
    world: World, data: st.DataObject
) -> None:
    """The file in the address is another child's, the child in the address and in the form is one's own."""
    name = data.draw(st.sampled_from(("files:download", "files:seal", "files:police")))
    role = data.draw(st.sampled_from(ASKERS))
    record = world.children[data.draw(st.sampled_from(HIDDEN[role]))]
    theirs = identifier_of(record, data.draw(st.sampled_from(("file", "sealed file", "plan", "child"))))
    method = "get" if name == "files:download" else "post"
    own = world.children[Relation.OWN].child.pk
    told = {
        "about": str(own), "outcome": "removed", "police_name": "PC 4521", "police_reference": "44 1234",
        "told_at-day": "24", "told_at-month": "11", "told_at-year": "2026", "told_at-time": "15:00",
    }  # fmt: skip
    answers = []
    for identifier in (uuid4(), theirs, uuid4()):
        where = reverse(name, args=[own, identifier])
        answers.append(without(ask(world, world.people[role], method, where, told), identifier))
    assert told_apart(*answers[1:]) == "", f"{name} as {role.value}"
    assert (answers[1].status, answers[1].changed) == (404, set())
    row = AttachedFile.objects.get(pk=record.ids["file_id"])
    assert row.state == "kept"


def test_an_upload_that_is_refused_leaves_an_entry_that_names_neither_child_nor_file(world: World) -> None:
    """A new browser for each: no message or count of an earlier try."""
    theirs = world.children[Relation.OTHER_AGENCY].child.pk
    with taken_back():
        answer = sign_in(world.people[Role.MANAGER]).post(attach_to(theirs), upload(theirs, "Rowan Tregear.txt"))
        entry = Entry.objects.filter(partnership_id=world.a.partnership.pk).order_by("-sequence").first()
        assert answer.status_code == 404 and entry is not None
        assert (entry.kind, entry.action) == ("refusal", "refused:files:attach")
        assert "Rowan" not in str(vars(entry)) and str(theirs) not in str(vars(entry))
