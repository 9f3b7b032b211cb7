"""Word templates of a partnership's own: handed in, checked, used from a day on; the old ones stay."""

import io
from datetime import date, timedelta

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from safelight.access.roles import Role
from safelight.core.errors import Invalid, NotFound
from safelight.meetings import actions as meetings
from safelight.outputs import template_actions
from safelight.outputs.models import WordTemplate
from tests.factories import make_partnership, make_user
from tests.html import html_problems
from tests.integration.meetings.conftest import Room, room

__all__ = ["room"]


def _own(words: str = "Kestrel Bay Council") -> bytes:
    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = "{{ header }}"
    file.sections[0].footer.paragraphs[0].text = "{{ footer }}"
    file.add_paragraph(words)
    file.add_paragraph("{{ content }}")
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _minutes(room: Room, case: object) -> str:
    where = {"child_id": room.child.pk, "meeting_id": case.meeting_id, "copy": "record", "extension": "docx"}  # type: ignore[attr-defined]
    body = room.client(room.chair).get(reverse("outputs:minutes", kwargs=where)).content
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(body)).paragraphs)


@pytest.mark.req("BE-14")
def test_minutes_are_printed_on_the_partnerships_own_file_from_its_day_on_and_on_plain_paper_before(
    room: Room,
) -> None:
    case = room.begun("strategy")
    whys = dict.fromkeys(("child", "level", "work"), "Short.")
    case = meetings.close(by=room.chair, case=case, whys=whys, now=room.now).case
    client = room.client(room.coordinator)
    url = reverse("outputs:word_templates")
    page = client.get(url).content.decode()
    assert "Today: plain paper." in page and not html_problems(page)
    tomorrow = room.now.date() + timedelta(days=1)
    day = {"from_date-day": tomorrow.day, "from_date-month": tomorrow.month, "from_date-year": tomorrow.year}
    file = SimpleUploadedFile("ours.docx", _own())
    assert client.post(url, {"form": "minutes", "file": file, **day}).status_code == 302
    assert "Kestrel Bay Council" not in _minutes(room, case)
    room.later(days=1)
    assert "Kestrel Bay Council" in _minutes(room, case)
    assert "Short." in _minutes(room, case)
    kept = WordTemplate.objects.get()
    assert client.get(reverse("outputs:word_template", args=[kept.pk])).content == bytes(kept.content)
    again = room.client(room.coordinator)
    assert again.post(url, {"form": "minutes"}).status_code == 302
    assert "Kestrel Bay Council" not in _minutes(room, case)
    assert WordTemplate.objects.count() == 1


@pytest.mark.req("BE-14")
def test_a_file_with_macros_or_unknown_placeholders_is_refused_with_each_of_them(room: Room) -> None:
    client = room.client(room.coordinator)
    url = reverse("outputs:word_templates")
    wrong = SimpleUploadedFile("ours.docx", _own("{{ childs_name }} {{ him }}"))
    answer = client.post(url, {"form": "minutes", "file": wrong})
    page = answer.content.decode()
    assert answer.status_code == 422 and "{{ childs_name }}" in page and "{{ him }}" in page
    for body in (b"not a file", _own()[:200], b""):
        with pytest.raises(Invalid):
            template_actions.hand_in(
                by=room.coordinator, form="minutes", body=body, from_date=room.now.date(), now=room.now
            )
    assert not WordTemplate.objects.exists()


@pytest.mark.req("BE-14")
def test_only_who_chooses_templates_hands_one_in_and_another_area_has_none_of_it(room: Room) -> None:
    given = {"form": "plan", "body": _own(), "from_date": room.now.date(), "now": room.now}
    made = template_actions.hand_in(by=room.coordinator, **given)
    with pytest.raises(NotFound):
        template_actions.hand_in(by=room.chair, **given)
    with pytest.raises(Invalid):
        template_actions.use_plain(by=room.coordinator, form="plan", from_date=date(2020, 1, 1), now=room.now)
    other = make_user(Role.COORDINATOR, partnership=make_partnership(), name="Ivo Lark")
    with pytest.raises(NotFound):
        template_actions.template_file(by=other, template_id=made.pk)
    assert template_actions.in_use(other.partnership, "plan", room.now.date()) is None
