"""Minutes as files and as papers: each copy holds only what is for it, and none names another child."""

import io
from dataclasses import replace

import pytest
from django.urls import reverse

from safelight.children import actions as children
from safelight.core.errors import NotFound
from safelight.meetings import actions, presenters
from safelight.outputs import minutes
from safelight.sharing import papers
from safelight.sharing.copies import CopyKind
from tests.printed import ink, pdf_words

SECRETS = ("Silver hatchback", "The plate is known.", "Somebody does thing 3", "Police visit the shop.")


@pytest.fixture
def closed(room):
    """A closed family meeting with VOLT, something that police said, a kept row, and another child's name typed in."""
    room.make_plan()
    other = room.make_child("Mia", family_name="Osei")
    concern = children.log_concern(by=room.chair, what="Two girls at the arcade.", children=[room.child, other])
    assert concern is not None
    case = room.begun()
    room.fill(case)
    actions.add_volt(by=room.chair, case=case, kind="offender", words="Silver hatchback", now=room.now)
    officer, aunt = room.attendee(case, "Tom"), room.attendee(case, "Jo")
    actions.add_contribution(by=room.chair, case=case, words="The plate is known.", attendee=officer, now=room.now)
    actions.add_contribution(
        by=room.chair, case=case, words="Mia Osei was with her, and mia paid.", attendee=aunt, now=room.now
    )
    return actions.close(by=room.chair, case=case, whys={}, now=room.now).case


def _rendered(room, case, kind):
    return papers.paper("minutes").render(room.chair, room.child, case.pk, None, kind)


@pytest.mark.req("MT-04", "SH-06")
@pytest.mark.hazard("HZ-08")
@pytest.mark.parametrize("kind", [CopyKind.CHILD, CopyKind.PARENTS])
def test_a_familys_copy_has_no_volt_no_police_information_and_no_kept_row_and_says_to_the_sender_what_it_lacks(
    room, closed, kind
):
    made = _rendered(room, closed, kind)
    text = ink(pdf_words(made.pdf))
    left = SECRETS if kind is CopyKind.PARENTS else tuple(each for each in SECRETS if "thing 3" not in each)
    preview = " ".join(line for block in made.preview for line in (block.heading, *block.lines))
    for secret in left:
        assert ink(secret) not in text and secret not in preview
    assert ink("Bea meets her on Fridays.") in text and ink("Somebody does thing 1") in text
    told = {each.what for each in made.left_out}
    assert {"VOLT", "Disruption strategies", "Something that police said", "Names of other children"} <= told
    if kind is CopyKind.PARENTS:
        assert ("Somebody does thing 3", "It would tell where she sleeps.") in {
            (each.what, each.why) for each in made.left_out
        }


@pytest.mark.req("MT-04")
@pytest.mark.hazard("HZ-16")
@pytest.mark.parametrize("kind", [*CopyKind, None])
def test_no_copy_names_another_child(room, closed, kind):
    found = presenters.minutes_of(closed, kind)
    whole = repr(found)
    assert "Mia" not in whole and "mia" not in whole and "Osei" not in whole
    assert "another child" in whole


@pytest.mark.req("MT-04", "SH-06")
@pytest.mark.hazard("HZ-08")
def test_a_familys_copy_has_nothing_that_one_said_apart_from_the_other_and_no_correction_that_nobody_chose(
    room, closed
):
    for words, for_family in (("The car is grey.", False), ("It was Thursday.", True)):
        actions.append_correction(by=room.chair, case=closed, words=words, for_family=for_family, now=room.now)
    theirs, hers = (
        repr(replace(presenters.minutes_of(closed, kind), left_out=())) for kind in (CopyKind.PARENTS, CopyKind.CHILD)
    )
    assert "I like Bea." in hers and "I like Bea." not in theirs
    for copy in (theirs, hers):
        assert "It was Thursday." in copy and "The car is grey." not in copy
        assert "He still waits for her." not in copy and "Mum was at work." not in copy
        assert "The level is still right" in copy


@pytest.mark.req("MT-04")
def test_a_professionals_copy_has_volt_and_police_information(room, closed):
    text = ink(pdf_words(_rendered(room, closed, CopyKind.PROFESSIONAL).pdf))
    for words in SECRETS:
        assert ink(words) in text


@pytest.mark.req("MT-04")
@pytest.mark.hazard("HZ-18")
@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_minutes_are_handed_over_under_a_name_that_names_nobody(room, closed, extension):
    where = {"child_id": room.child.pk, "meeting_id": closed.meeting_id, "copy": "parents", "extension": extension}
    response = room.client(room.chair).get(reverse("outputs:minutes", kwargs=where))
    assert response.status_code == 200
    name = response["Content-Disposition"]
    assert closed.meeting.reference in name
    assert "Kayla" not in name and "Denholm" not in name
    if extension == "docx":
        import docx

        properties = docx.Document(io.BytesIO(response.content)).core_properties
        assert (properties.title, properties.author) == ("Minutes of a meeting", "Safelight")


@pytest.mark.req("MT-04")
def test_there_are_no_minutes_of_a_meeting_that_is_not_closed_or_for_who_does_not_see_the_child(room, closed):
    going_on = room.begun("strategy")
    for by, case, copy in (
        (room.chair, going_on, "record"),
        (room.stranger, closed, "record"),
        (room.chair, closed, "x"),
    ):
        with pytest.raises(NotFound):
            minutes.download(by=by, child_id=room.child.pk, meeting_id=case.meeting_id, copy=copy, extension="pdf")
