"""Saving a draft: nothing typed is lost, nothing is overwritten unseen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from safelight.assessments import actions, queries
from safelight.assessments.models import Assessment, DraftEdit
from safelight.audit import queries as audit
from safelight.audit.models import Entry
from safelight.core.errors import Invalid, NotFound, Stale, WrongState
from tests.integration.assessments.world import NOW, World, answer, make_world

EVIDENCE = "indicator.L1.evidence"


@pytest.mark.req("RA-01")
def test_a_field_is_there_on_another_day_on_another_device(world: World) -> None:
    draft = world.start()
    actions.save_field(by=world.worker, assessment=draft, field=EVIDENCE, value="Nine nights", version=1)
    again = queries.get(world.worker, world.child.pk, draft.pk)
    assert queries.values(again)[EVIDENCE] == "Nine nights"


@pytest.mark.req("RA-02")
@pytest.mark.parametrize("value", ["present", "suspected", "not_present", "not_known"])
def test_each_line_takes_each_of_the_four_answers_with_what_it_rests_on(world: World, value: str) -> None:
    draft = world.start()
    actions.save_step(
        by=world.worker,
        assessment=draft,
        values={
            "indicator.M1.answer": value,
            "indicator.M1.evidence": "A silver car",
            "indicator.M1.source": "Site manager",
            "indicator.M1.when_text": "19 November",
        },
        version=1,
    )
    line = next(line for line in queries.indicators(draft) if line.code == "M1")
    assert (line.answer, line.evidence, line.source, line.when_text) == (
        value,
        "A silver car",
        "Site manager",
        "19 November",
    )


@pytest.mark.req("BE-08")
def test_the_second_writer_is_told_and_nothing_is_overwritten(world: World) -> None:
    draft = world.start()
    theirs = Assessment.objects.get(pk=draft.pk)
    actions.save_field(by=world.worker, assessment=draft, field=EVIDENCE, value="Mine", version=1, page="a")
    with pytest.raises(Stale) as stale:
        actions.save_field(by=world.colleague, assessment=theirs, field=EVIDENCE, value="Theirs", version=1, page="b")
    assert stale.value.current == {EVIDENCE: "Mine"}
    assert queries.values(draft)[EVIDENCE] == "Mine"
    (waiting,) = queries.conflicts(draft, world.colleague)
    assert (waiting.before, waiting.theirs, waiting.value) == ("", "Mine", "Theirs")


@pytest.mark.req("BE-08")
def test_one_person_on_two_devices_is_told_too(world: World) -> None:
    draft = world.start()
    actions.save_field(by=world.worker, assessment=draft, field=EVIDENCE, value="At school", version=1, page="a")
    with pytest.raises(Stale):
        actions.save_field(by=world.worker, assessment=draft, field=EVIDENCE, value="At home", version=1, page="b")


@pytest.mark.req("BE-08")
def test_a_page_is_in_no_conflict_with_an_autosave_of_its_own_that_it_never_heard_back_from(world: World) -> None:
    draft = world.start()
    actions.save_field(by=world.worker, assessment=draft, field=EVIDENCE, value="Nine", version=1, page="a")
    saved = actions.save_step(by=world.worker, assessment=draft, values={EVIDENCE: "Nine nights"}, version=1, page="a")
    assert not saved.conflicts
    assert queries.values(draft)[EVIDENCE] == "Nine nights"


@pytest.mark.req("BE-08")
def test_people_who_edit_different_fields_of_one_page_never_meet(world: World) -> None:
    draft = world.start()
    whole_page = {EVIDENCE: "", "indicator.L2.evidence": ""}
    actions.save_step(by=world.worker, assessment=draft, values=whole_page | {EVIDENCE: "A"}, version=1, page="a")
    saved = actions.save_step(
        by=world.colleague,
        assessment=draft,
        values=whole_page | {"indicator.L2.evidence": "B"},
        version=1,
        page="b",
    )
    assert not saved.conflicts
    values = queries.values(draft)
    assert (values[EVIDENCE], values["indicator.L2.evidence"]) == ("A", "B")


@pytest.mark.req("BE-08")
def test_a_page_that_still_shows_the_old_value_changes_nothing_back(world: World) -> None:
    draft = world.start()
    actions.save_field(by=world.worker, assessment=draft, field=EVIDENCE, value="Old", version=1)
    opened = draft.version
    actions.save_field(by=world.worker, assessment=draft, field=EVIDENCE, value="New", version=opened)
    saved = actions.save_step(by=world.colleague, assessment=draft, values={EVIDENCE: "Old"}, version=opened)
    assert not saved.conflicts
    assert queries.values(draft)[EVIDENCE] == "New"


@pytest.mark.req("BE-08")
@pytest.mark.parametrize(("choice", "kept"), [("mine", "B"), ("theirs", "A")])
def test_the_second_writer_chooses_and_both_originals_stay_readable(world: World, choice: str, kept: str) -> None:
    draft = world.start()
    actions.save_field(by=world.worker, assessment=draft, field=EVIDENCE, value="A", version=1)
    with pytest.raises(Stale):
        actions.save_field(by=world.colleague, assessment=draft, field=EVIDENCE, value="B", version=1)
    with pytest.raises(Invalid):
        actions.settle_conflicts(by=world.colleague, assessment=draft, choices={})
    actions.settle_conflicts(by=world.colleague, assessment=draft, choices={EVIDENCE: choice})
    now = queries.values(draft)[EVIDENCE]
    assert now == kept
    assert {now, *(edit.value for edit in queries.put_aside(draft))} == {"A", "B"}
    assert not queries.conflicts(draft, world.colleague)


@pytest.mark.req("BE-08")
def test_a_choice_is_never_made_against_something_unseen(world: World) -> None:
    draft = world.start()
    actions.save_field(by=world.worker, assessment=draft, field=EVIDENCE, value="A", version=1)
    with pytest.raises(Stale):
        actions.save_field(by=world.colleague, assessment=draft, field=EVIDENCE, value="B", version=1)
    actions.save_field(by=world.worker, assessment=draft, field=EVIDENCE, value="A2", version=draft.version)
    with pytest.raises(Stale):
        actions.settle_conflicts(by=world.colleague, assessment=draft, choices={EVIDENCE: "mine"})
    assert queries.values(draft)[EVIDENCE] == "A2"


@pytest.mark.req("BE-09")
def test_a_text_of_any_length_that_a_person_writes_is_kept_whole(world: World) -> None:
    text = "She said: “Thursday, by the harbour.”\n" * 3000
    draft = world.start()
    actions.save_field(by=world.worker, assessment=draft, field="analysis_police", value=text, version=1)
    draft.refresh_from_db()
    assert draft.analysis_police == text.strip()


@pytest.mark.req("BE-09")
def test_what_is_wrong_in_one_field_does_not_lose_the_others(world: World) -> None:
    draft = world.start()
    with pytest.raises(Invalid) as invalid:
        actions.save_step(
            by=world.worker, assessment=draft, values={"date": "31 2 2026", "child_words": "Leave me be"}, version=1
        )
    assert set(invalid.value.errors) == {"date"}
    assert queries.values(draft)["child_words"] == "Leave me be"


@pytest.mark.req("BE-09")
def test_what_is_typed_into_an_assessment_completed_meanwhile_is_kept_beside_it(world: World) -> None:
    draft = world.start()
    world.complete(draft)
    with pytest.raises(WrongState):
        actions.save_field(by=world.colleague, assessment=draft, field=EVIDENCE, value="Late word", version=1)
    assert [edit.value for edit in queries.put_aside(draft) if edit.field == EVIDENCE] == ["Late word"]
    assert not queries.values(draft).get(EVIDENCE)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("indicator.Z9.answer", "present"),
        ("indicator.L1.answer", "maybe"),
        ("factor.z.recognised", "yes"),
        ("category", "none-such"),
        ("author", "x"),
        ("date", "2027-01-01"),
        ("date", "1990-01-01"),
        ("other_forms", "none-such"),
    ],
)
def test_a_field_takes_only_what_it_is_for(world: World, field: str, value: str) -> None:
    draft = world.start()
    with pytest.raises(Invalid):
        actions.save_field(by=world.worker, assessment=draft, field=field, value=value, version=1)
    draft.refresh_from_db()
    assert draft.version == 1


def test_somebody_who_does_not_see_the_child_saves_nothing(world: World) -> None:
    from tests.factories import make_user

    draft = world.start()
    stranger = make_user(partnership=world.partnership)
    with pytest.raises(NotFound):
        actions.save_field(by=stranger, assessment=draft, field=EVIDENCE, value="x", version=1)


def test_each_save_has_its_audit_entry_without_content(world: World) -> None:
    draft = world.start()
    before = Entry.objects.count()
    answer(world, draft, "L1", "present")
    entry = Entry.objects.order_by("-sequence").first()
    assert Entry.objects.count() == before + 1
    assert (entry.action, entry.child_id, entry.counts) == (
        "assessment.saved",
        str(world.child.pk),
        {"fields": 1, "conflicts": 0},
    )
    assert not audit.faults(world.partnership.pk)


def test_saving_the_same_again_writes_nothing(world: World) -> None:
    draft = world.start()
    answer(world, draft, "L1", "present")
    version = draft.version
    answer(world, draft, "L1", "present")
    assert draft.version == version
    assert not DraftEdit.objects.exists()


class NothingIsLost(TestCase):
    """Whatever two people save in whatever order, every value is in the draft, waiting, or readable beside it."""

    @pytest.mark.req("BE-08", "BE-09")
    @settings(deadline=None, max_examples=40)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["a", "b"]), st.sampled_from(["x", "y", "z", ""]), st.integers(min_value=0, max_value=5)
            ),
            max_size=8,
        )
    )
    def test_every_value_ever_typed_can_be_read_again(self, saves: list[tuple[str, str, int]]) -> None:
        world = make_world()
        draft = world.start()
        people = {"a": world.worker, "b": world.colleague}
        typed = set()
        for who, value, back in saves:
            draft.refresh_from_db()
            seen = max(1, draft.version - back)
            before = queries.values(draft).get(EVIDENCE, "")
            shown = before if draft.saved_at(EVIDENCE) <= seen else queries.value_at(draft, EVIDENCE, seen)
            if value and value != shown:
                typed.add(value)
            try:
                actions.save_field(by=people[who], assessment=draft, field=EVIDENCE, value=value, version=seen, now=NOW)
            except Stale:
                assert queries.values(draft).get(EVIDENCE, "") == before
        readable = {queries.values(draft).get(EVIDENCE, "")} | {edit.value for edit in queries.put_aside(draft)}
        assert typed <= readable
