"""Copies of the plan: nothing that was kept back or not chosen can be read in any byte of them."""

import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from safelight.children import actions as children
from safelight.outputs.papers import PLAN
from safelight.plans import actions as plans
from safelight.plans import queries
from safelight.plans.models import Plan, PlanVersion
from safelight.sharing.actions import FILE_NAME
from safelight.sharing.copies import CopyKind
from safelight.sharing.papers import Rendered, numbered
from tests.integration.assessments.world import NOW
from tests.integration.outputs.world import CHILD_WORDS, Printing
from tests.printed import ink, pdf_words

COPY_OF = {
    CopyKind.CHILD: "child",
    CopyKind.PARENTS: "parents",
    CopyKind.PROFESSIONAL: "professionals",
    CopyKind.MASH: "professionals",
    CopyKind.POLICE: "professionals",
}


def everything_in(rendered: Rendered) -> str:
    """All that the file holds: its words by tags and by place, its properties, its streams, and its raw bytes."""
    reader = PdfReader(io.BytesIO(rendered.pdf))
    metadata = " ".join(f"{key} {value}" for key, value in (reader.metadata or {}).items())
    outline = str(reader.outline)
    streams = [each.get_data() for each in _objects(reader) if hasattr(each, "get_data")]
    assert len(streams) > len(reader.pages)  # the words themselves are among them
    raw = b" ".join([rendered.pdf, *streams]).decode("latin-1")
    texts = [page.extract_text() for page in reader.pages]
    xmp = str(reader.xmp_metadata.stream.get_data() if reader.xmp_metadata else "")
    return ink(" ".join([pdf_words(rendered.pdf), *texts, metadata, outline, raw, xmp, FILE_NAME])).casefold()


def _objects(reader: PdfReader) -> list[Any]:
    """Every object of the file, those that stand packed in a stream of objects among them."""
    places = {(number, generation) for generation, found in reader.xref.items() for number in found}
    packed = {(number, 0) for number in reader.xref_objStm}
    return [reader.get_object(IndirectObject(number, generation, reader)) for number, generation in places | packed]


def token(place: int, field: str) -> str:
    """A word that stands nowhere else."""
    return f"zq{place}{field}kx"


rows = st.lists(
    st.tuples(
        st.integers(min_value=1, max_value=11),
        st.sets(st.sampled_from(["professionals", "child", "parents"])),
        st.sets(st.sampled_from(["professionals", "child", "parents"])),
    ),
    min_size=1,
    max_size=8,
)


def as_content(base: dict[str, Any], each: tuple[int, set[str], set[str]], place: int) -> dict[str, Any]:
    outcome, chosen, kept = each
    words = {field: f"{token(place, field)} words" for field in ("text", "who", "when_text", "measure", "progress")}
    return {
        **base,
        **words,
        "id": str(place),
        "outcome": outcome,
        "copies_for": sorted(chosen),
        "kept_from": {copy: f"{token(place, 'why')} reason" for copy in kept},
    }


@pytest.mark.req("SH-06", "PL-13")
@pytest.mark.hazard("HZ-08", "HZ-19")
def test_no_row_that_was_kept_back_or_not_chosen_is_in_any_byte_of_a_copy(world: Printing) -> None:
    plan = world.plan()
    made = queries.content(plan)
    base, header = made["rows"][0], made["header"]

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(rows, st.sampled_from(list(CopyKind)))
    def holds(found: list[tuple[int, set[str], set[str]]], kind: CopyKind) -> None:
        content = {
            **made,
            "header": {**header, "made_with": "zqmadewithkx"},
            "rows": [as_content(base, each, place) for place, each in enumerate(found)],
        }
        version = PlanVersion.objects.create(
            partnership=plan.partnership,
            plan=plan,
            number=90,
            sequence=PlanVersion.objects.count() + 100,
            state="in_force",
            content=content,
            by=world.worker,
            at=NOW,
        )
        with numbered("C-7K3Q-93"):
            rendered = PLAN.render(world.worker, world.child, plan.pk, version.pk, kind)
        said, copy = everything_in(rendered), COPY_OF[kind]
        shown = [copy in chosen and copy not in kept for _outcome, chosen, kept in found]
        for place, on_it in enumerate(shown):
            assert (token(place, "text") in said) is on_it
            assert on_it or not any(
                token(place, field) in said for field in ("who", "when_text", "measure", "progress")
            )
            assert token(place, "why") not in said
        family = kind in (CopyKind.CHILD, CopyKind.PARENTS)
        assert ("zqmadewithkx" in said) is not family
        assert "c-7k3q-93" in said
        headings = [block.heading.split(".")[0] for block in rendered.preview]
        assert headings == [str(number) for number in range(1, len(headings) + 1)]
        left_out = " ".join(one.what for one in rendered.left_out)
        assert all((token(place, "text") in left_out) is not on_it for place, on_it in enumerate(shown))

    holds()


def in_force(world: Printing) -> Plan:
    plan = world.plan()
    sent = plans.submit(by=world.worker, plan=plan, manager=None, now=NOW)
    plan.refresh_from_db()
    plans.agree(by=world.manager, plan=plan, version_id=sent.pk, comment="", now=NOW)
    plan.refresh_from_db()
    return plan


@pytest.mark.req("SH-06")
@pytest.mark.hazard("HZ-08")
@pytest.mark.parametrize("kind", [CopyKind.CHILD, CopyKind.PARENTS])
def test_a_new_plan_shows_a_family_nothing_until_somebody_chooses(world: Printing, kind: CopyKind) -> None:
    children.update_child(
        by=world.worker, child=world.child, values={"address": "9 Tern Row"}, version=world.child.version
    )
    plan = in_force(world)
    assert PLAN.current is not None
    subject = PLAN.current(world.worker, world.child)
    assert subject is not None and subject.subject_id == plan.pk
    rendered = PLAN.render(world.worker, world.child, subject.subject_id, subject.version_id, kind)
    said = everything_in(rendered)
    assert rendered.preview == []
    for words in (CHILD_WORDS, "9 Tern Row", "High", "professionals only", world.child.family_name):
        assert ink(words).casefold() not in said.replace("highlight", "")
    assert {"Address, telephone and date of birth", "The level of risk"} <= {one.what for one in rendered.left_out}


@pytest.mark.req("SH-06")
@pytest.mark.hazard("HZ-18", "HZ-19")
@pytest.mark.parametrize("kind", list(CopyKind))
def test_the_files_properties_are_neutral(world: Printing, kind: CopyKind) -> None:
    plan = in_force(world)
    rendered = PLAN.render(world.worker, world.child, plan.pk, None, kind)
    reader = PdfReader(io.BytesIO(rendered.pdf))
    assert reader.metadata is not None and reader.metadata.title == "Document"
    assert set(reader.metadata) <= {"/Title", "/Creator", "/Producer", "/ModDate", "/CreationDate"}
    assert (not reader.metadata.author and reader.metadata.creation_date in (None,)) or "1970" in str(
        reader.metadata.creation_date
    )
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
