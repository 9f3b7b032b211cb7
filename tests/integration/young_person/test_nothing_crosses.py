"""Nothing of a suspected person crosses into what a young person is given: shown over generated plans."""

import io
import json
from collections.abc import Iterator

import docx
import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from safelight.children import actions as children
from safelight.core.errors import NotFound
from safelight.outputs import young_person as prints
from safelight.sharing.copies import CopyKind
from safelight.young_person import actions, queries
from tests.integration.young_person.conftest import House
from tests.integration.young_person.test_pages import Tablet
from tests.integration.young_person.test_writing import WORDS
from tests.printed import pdf_words, word_words

# No everyday word, and no word of ours, has these endings.
NAME = st.from_regex(r"[A-Z][a-z]{3,7}(?:zq|xv|qj)", fullmatch=True)
PLANTED = st.fixed_dictionaries({"given": NAME, "family": NAME, "place": NAME, "street": NAME, "of_row": NAME})


def given_out(house: House) -> Iterator[str]:
    """All that a young person is shown or given, as text, with the properties of the files."""
    tablet = Tablet(house)
    for name in ("plan", "helpers"):
        yield tablet.get(name)
    yield tablet.get("pair", part="goal")
    goal = next(one for one in queries.passages(house.young) if one.part == "goal")
    yield json.dumps(tablet.save(f"words-{goal.pk}", WORDS, goal.version))
    yield json.dumps(queries.content(house.young))
    for form, extension in (("plan", "pdf"), ("plan-without-pictures", "pdf"), ("card", "pdf"), ("plan", "docx")):
        path = reverse("outputs:young_person", args=[house.child.pk, form, "en", extension])
        response = tablet.client.get(path)
        assert response.status_code == 200, (form, queries.halts(house.young))
        yield response["Content-Disposition"]
        if extension == "pdf":
            yield pdf_words(response.content)
            yield str(PdfReader(io.BytesIO(response.content)).metadata)
        else:
            yield word_words(response.content)
            core = docx.Document(io.BytesIO(response.content)).core_properties
            yield f"{core.title} {core.author} {core.subject} {core.keywords} {core.comments} {core.last_modified_by}"
    young = house.young
    paper = prints.PAPER.render(house.worker, house.child, young.pk, None, CopyKind.CHILD)
    assert paper.halt == ""
    yield pdf_words(paper.pdf)
    yield "\n".join(line for block in paper.preview for line in (block.heading, *block.lines))


@pytest.mark.req("YP-03")
@pytest.mark.req("SH-06")
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(planted=PLANTED, telephone=st.integers(700000, 799999), on_her_copy=st.booleans())
def test_no_planted_name_place_or_number_appears_in_anything_she_is_given(
    house: House, planted: dict[str, str], telephone: int, on_her_copy: bool
) -> None:
    number = f"01632 {telephone}"
    with transaction.atomic():
        children.add_person_around(
            by=house.worker,
            child=house.child,
            name=f"{planted['given']} {planted['family']}",
            kind="risk",
            tie="control",
            telephone=number,
            address=f"4 {planted['street']} Street",
        )
        house.add(f"Police visit {planted['of_row']} at {planted['place']} Kebab, {number}.", "professionals")
        # Somebody forgot, and put a row that names him on the young person's copy.
        house.add(f"Bea keeps {planted['given'].lower()} away.", "child" if on_her_copy else "parents")
        house.goal(text=WORDS)
        secrets = [*planted.values(), number, number.replace(" ", "")]
        for text in given_out(house):
            for secret in secrets:
                assert secret.casefold() not in text.casefold()
        # Typed by the two of them, in any capitals, it is not printed.
        for typed in (planted["given"], planted["family"].lower(), planted["place"].upper(), planted["of_row"], number):
            goal = next(one for one in queries.passages(house.young) if one.part == "goal")
            house.say(goal, f"I go home and not to {typed}.")
            assert queries.halts(house.young)
            with pytest.raises(NotFound):
                prints.download(by=house.worker, child_id=house.child.pk, form="plan", language="en", extension="pdf")
            paper = prints.PAPER.render(house.worker, house.child, house.young.pk, None, CopyKind.CHILD)
            assert paper.halt and typed not in paper.halt
        # The next example begins as this one did.
        transaction.set_rollback(True)


@pytest.mark.req("YP-04")
@pytest.mark.hazard("HZ-19")
def test_the_files_names_and_properties_give_nothing_away(house: House) -> None:
    house.goal(text=WORDS)
    made = prints.download(by=house.worker, child_id=house.child.pk, form="plan", language="en", extension="pdf")
    reader = PdfReader(io.BytesIO(made.body))
    assert made.name == "my-plan.pdf"
    assert reader.metadata is not None and reader.metadata.title == "My plan"
    assert reader.metadata.author in (None, "") and reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    words = pdf_words(made.body)
    for said in ("My plan", "What other people did is not your fault.", "Who I can contact", "0800 1111", "116 000"):
        assert said in words
    card = prints.download(by=house.worker, child_id=house.child.pk, form="card", language="en", extension="pdf")
    assert "01632 960311" in pdf_words(card.body) and "exploit" not in pdf_words(card.body).casefold()


@pytest.mark.req("YP-04")
@pytest.mark.hazard("HZ-42")
def test_a_welsh_copy_holds_the_welsh_words_and_a_stale_one_is_neither_printed_nor_sent(house: House) -> None:
    goal = house.goal(text=WORDS)
    house.say(goal, "Os ydw i’n hwyr, mae Bea yn tecstio.", welsh=True)
    actions.choose_language(by=house.worker, young=house.young, language="cy", now=house.now)
    made = prints.download(by=house.worker, child_id=house.child.pk, form="plan", language="cy", extension="pdf")
    assert "Os ydw i’n hwyr" in pdf_words(made.body) and "If I’m late" not in pdf_words(made.body)
    house.say(goal, "If I’m late, Bea rings me.")
    with pytest.raises(NotFound):
        prints.download(by=house.worker, child_id=house.child.pk, form="plan", language="cy", extension="pdf")
    paper = prints.PAPER.render(house.worker, house.child, house.young.pk, None, CopyKind.CHILD)
    assert "Welsh" in paper.halt
