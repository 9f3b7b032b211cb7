"""Types, states, what each type is asked about, the agenda, and other children's names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.meetings.minutes import NoNames
from safelight.meetings.queries import Facts, agenda
from safelight.meetings.states import FORUMS, MOVES, Item, State, Type, items_for, may_move


@pytest.mark.req("MT-01")
def test_a_meeting_moves_along_the_table_and_nothing_follows_its_end() -> None:
    assert may_move(State.PLANNED, State.UNDER_WAY) and may_move(State.UNDER_WAY, State.CLOSED)
    assert not may_move(State.PLANNED, State.CLOSED)
    assert MOVES[State.CLOSED] == MOVES[State.CANCELLED] == frozenset()


@pytest.mark.req("MT-02", "MT-06")
def test_a_family_meeting_is_asked_about_everything() -> None:
    asked = set(items_for(Type.FAMILY, about_a_child=True))
    assert asked == set(Item) - {Item.OUTCOME}


@pytest.mark.req("MT-06", "MT-07")
@pytest.mark.parametrize("kind", list(Type))
def test_every_case_meeting_is_asked_about_level_and_work_and_a_forum_about_its_outcome(kind: Type) -> None:
    asked = set(items_for(kind, about_a_child=True))
    assert {Item.LEVEL, Item.WORK} <= asked
    assert (Item.OUTCOME in asked) == (kind in FORUMS)


@pytest.mark.req("MT-06")
def test_disruption_and_the_named_contact_stand_on_a_family_meetings_agenda_alone() -> None:
    def codes(kind: Type) -> set[str]:
        facts = Facts(kind=kind, missing_voice=True, overdue=(), to_review=(), red=(), duties=())
        return {line.code for line in agenda(facts, about_a_child=True)}

    assert {"disruption", "contact", "volt"} <= codes(Type.FAMILY)
    assert not {"disruption", "contact", "volt"} & codes(Type.STRATEGY)


@pytest.mark.req("MT-01")
def test_the_agenda_asks_the_child_first_and_names_each_action_once() -> None:
    facts = Facts(
        kind=Type.FAMILY,
        missing_voice=True,
        overdue=("Ring the school", "Move the bus stop"),
        to_review=("Ring the school",),
        red=("Move the bus stop",),
        duties=("Reassess",),
    )
    lines = agenda(facts, about_a_child=True)
    assert (lines[0].code, bool(lines[0].note)) == ("voice", True)
    texts = [line.text for line in lines]
    assert texts.count("Move the bus stop") == texts.count("Ring the school") == 1
    assert ("duty", "Reassess") in {(line.code, line.text) for line in lines}


@pytest.mark.req("MT-04")
@pytest.mark.hazard("HZ-16")
@given(before=st.text(max_size=20), after=st.text(max_size=20), name=st.sampled_from(["Mia Osei", "Mia", "mia osei"]))
def test_no_other_childs_name_stands_in_what_was_typed(before: str, after: str, name: str) -> None:
    told = NoNames(["Mia Osei", "Mia"]).without(f"{before} {name} {after}")
    assert " mia " not in f" {told} ".casefold().replace(before.casefold(), "").replace(after.casefold(), "")


@pytest.mark.req("MT-04")
def test_a_name_within_a_word_is_left_alone() -> None:
    names = NoNames(["Al"])
    assert names.without("Also Al.") == "Also another child."
    assert names.replaced == 1
