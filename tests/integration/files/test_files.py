"""Files attached to a record: only saved, never shown; refused with a reason; counted in the log."""

import stat

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safelight.access.roles import Role
from safelight.audit.models import Entry
from safelight.children import actions as children
from safelight.children import queries as child_queries
from safelight.children.chronology import entries
from safelight.core.errors import Invalid, NotFound
from safelight.files import actions, checking
from safelight.files.models import AttachedFile
from safelight.governance import contents
from tests.factories import make_user
from tests.factories.files import CAMERA, PDF, PLACE, docx, make_file, picture
from tests.integration.files.conftest import House

pytestmark = [pytest.mark.req("CH-16"), pytest.mark.django_db]


def send(house: House, name: str, data: bytes, **fields: str) -> object:
    posted = {"about": str(house.child.pk), "title": "Letter from school", "kind": "letter", **fields}
    url = reverse("files:attach", args=[house.child.pk])
    return house.client(house.worker).post(url, {**posted, "file": SimpleUploadedFile(name, data)})


def test_a_file_is_attached_and_saved_again_under_a_neutral_name(house: House) -> None:
    response = send(house, "Rowan Tregear medical.pdf", PDF)
    assert response.status_code == 302
    file = AttachedFile.objects.get()
    assert file.original_name == "Rowan Tregear medical.pdf"
    page = house.client(house.worker).get(reverse("files:list", args=[house.child.pk])).content.decode()
    assert "Letter from school" in page and "Rowan Tregear medical" not in page
    url = reverse("files:download", args=[house.child.pk, file.pk])
    assert f'href="{url}"' in page and f'src="{url}' not in page
    response = house.client(house.worker).get(reverse("files:download", args=[house.child.pk, file.pk]))
    assert response.content == PDF
    said = response.headers["Content-Disposition"]
    assert said == f'attachment; filename="{house.child.reference.lower()}-file-{str(file.pk)[:8]}.pdf"'
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_bytes_are_the_servers_alone_under_a_name_of_ours(house: House) -> None:
    file = make_file(by=house.worker, child=house.child, name="../../../etc/passwd.txt")
    path = house.data / "files" / str(file.pk)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert house.bytes_kept() == [path]
    assert file.original_name == "passwd.txt"


def test_each_download_leaves_an_entry(house: House) -> None:
    file = make_file(by=house.worker, child=house.child)
    for _time in range(2):
        house.client(house.manager).get(reverse("files:download", args=[house.child.pk, file.pk]))
    entries = Entry.objects.filter(kind="download", action="file.downloaded", subject_id=str(file.pk))
    assert [entry.actor for entry in entries] == [str(house.manager.pk)] * 2


def test_bytes_that_were_changed_on_the_disk_are_not_given_out(house: House) -> None:
    file = make_file(by=house.worker, child=house.child)
    (house.data / "files" / str(file.pk)).write_bytes(b"something else")
    with pytest.raises(NotFound):
        actions.give_out(by=house.worker, child_id=house.child.pk, file_id=file.pk)


@pytest.mark.parametrize("why", list(checking.Why))
def test_each_refusal_says_what_to_do(why: checking.Why) -> None:
    assert len(actions.refusal(why)) > 20


def test_a_refused_file_is_not_stored_and_what_was_typed_stays(house: House) -> None:
    response = send(house, "letter.docx", docx(**{"word/vbaProject.bin": "x"}), title="Report of 3 March")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Report of 3 March" in page and "holds a program (macros)" in page
    assert not AttachedFile.objects.exists() and not house.bytes_kept()
    assert Entry.objects.filter(kind="refusal", action="file.refused:macros").count() == 1


def test_the_page_warns_before_the_field_of_the_file(house: House) -> None:
    page = house.client(house.worker).get(reverse("files:attach", args=[house.child.pk])).content.decode()
    assert page.index("indecent image of a child") < page.index('type="file"')
    assert "ring police: 101, or 999" in page


@pytest.mark.hazard("HZ-19")
@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG")])
def test_a_served_picture_has_lost_its_place_and_camera(house: House, name: str, kind: str) -> None:
    file = make_file(by=house.worker, child=house.child, name=name, data=picture(kind))
    body = house.client(house.worker).get(reverse("files:download", args=[house.child.pk, file.pk])).content
    assert PLACE.encode() not in body and CAMERA.encode() not in body


def test_who_may_not_see_the_child_gets_nothing(house: House) -> None:
    file = make_file(by=house.worker, child=house.child)
    for user in (house.stranger, house.administrator):
        for name, args in (("list", []), ("attach", []), ("download", [file.pk]), ("seal", [file.pk])):
            url = reverse(f"files:{name}", args=[house.child.pk, *args])
            assert house.client(user).get(url).status_code in (404, 405)
            assert house.client(user).post(url, {"about": str(house.child.pk)}).status_code in (404, 405)


def test_break_glass_shows_no_files(house: House) -> None:
    night = make_user(Role.EMERGENCY_DUTY, partnership=house.worker.partnership)
    file = make_file(by=house.worker, child=house.child)
    children.break_glass(by=night, reference=house.child.reference, category="danger", words="She is missing.")
    assert child_queries.get(night, house.child.pk)
    for name, args in (("list", []), ("download", [file.pk])):
        assert house.client(night).get(reverse(f"files:{name}", args=[house.child.pk, *args])).status_code == 404


def test_a_file_of_another_child_is_not_found_under_this_one(house: House) -> None:
    from tests.factories import make_child

    other = make_child(by=house.worker)
    file = make_file(by=house.worker, child=other)
    url = reverse("files:download", args=[house.child.pk, file.pk])
    assert house.client(house.worker).get(url).status_code == 404


def test_a_record_holds_only_so_many_files(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_FILES", 1)
    make_file(by=house.worker, child=house.child)
    with pytest.raises(Invalid):
        make_file(by=house.worker, child=house.child)
    assert len(house.bytes_kept()) == 1


def test_a_kept_file_is_in_the_chronology_and_in_what_is_told(house: House) -> None:
    make_file(by=house.worker, child=house.child)
    assert "Letter from school" in [each.text for each in entries(house.worker, house.child)]
    assert "Letter from school" in "".join(each.text for each in contents.gather(house.child))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.one_of(
        st.text(min_size=1, max_size=30),
        st.builds(lambda a, b: f"{a}.{b}", st.text(max_size=6), st.sampled_from(checking.ENDINGS)),
    ),
    data=st.builds(
        lambda first, rest: first + rest,
        st.sampled_from([b"", b"%PDF-1.4\n", b"\xff\xd8\xff", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"words "]),
        st.binary(max_size=100),
    ),
)
def test_whatever_is_sent_is_kept_whole_or_not_at_all(house: House, name: str, data: bytes) -> None:
    rows, before = AttachedFile.objects.count(), len(house.bytes_kept())
    response = send(house, name, data)
    assert response.status_code in (302, 422)
    more = 1 if response.status_code == 302 else 0
    assert AttachedFile.objects.count() == rows + more
    assert len(house.bytes_kept()) == before + more
