"""What is covered and what is not: nothing lost, nothing invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.plans.coverage import Coverage, Recognised, code_of_own_words, coverage, proposals

CODES = [*"abcq", "L1", "L2", "M6", "H1", "own-1"]
codes = st.sampled_from(CODES)
recognised_sets = st.lists(codes, unique=True).map(
    lambda found: [Recognised(code, f"label of {code}", "factor", "recognised") for code in found]
)
action_lists = st.lists(st.lists(codes, max_size=4), max_size=6)


def obvious(recognised: list[Recognised], covers: list[list[str]], explained: list[str]) -> Coverage:
    """The same, one question at a time, as a person would ask it."""
    covered, said, open_ = [], [], []
    for one in recognised:
        has_action = False
        for answered in covers:
            for code in answered:
                if code == one.code:
                    has_action = True
        if has_action:
            covered.append(one)
        elif one.code in explained:
            said.append(one)
        else:
            open_.append(one)
    return Coverage(tuple(covered), tuple(said), tuple(open_))


@pytest.mark.req("PL-03")
@given(recognised_sets, action_lists, st.lists(codes))
def test_coverage_agrees_with_asking_one_question_at_a_time(
    recognised: list[Recognised], covers: list[list[str]], explained: list[str]
) -> None:
    assert coverage(recognised, covers, explained) == obvious(recognised, covers, explained)


@pytest.mark.req("PL-03")
@given(recognised_sets, action_lists, st.lists(codes))
def test_everything_recognised_is_in_exactly_one_part_and_nothing_else_is(
    recognised: list[Recognised], covers: list[list[str]], explained: list[str]
) -> None:
    found = coverage(recognised, covers, explained)
    together = [*found.covered, *found.explained, *found.uncovered]
    assert sorted(one.code for one in together) == sorted(one.code for one in recognised)
    for part in (found.covered, found.explained, found.uncovered):
        assert [one for one in recognised if one in part] == list(part)


@pytest.mark.req("PL-03")
@given(recognised_sets, action_lists, st.lists(codes), st.lists(codes))
def test_one_more_action_never_uncovers_anything(
    recognised: list[Recognised], covers: list[list[str]], explained: list[str], more: list[str]
) -> None:
    before, after = coverage(recognised, covers, explained), coverage(recognised, [*covers, more], explained)
    assert set(before.covered) <= set(after.covered)
    assert set(after.uncovered) <= set(before.uncovered)


offers = st.dictionaries(codes, st.lists(st.sampled_from(["P3.1.1", "P3.1.2", "P3.4.1", "P3.7.1"]), max_size=4))


@pytest.mark.req("PL-03")
@given(recognised_sets, offers)
def test_each_action_is_proposed_once_for_just_what_the_mapping_names_it_for(
    recognised: list[Recognised], offered: dict[str, list[str]]
) -> None:
    proposed = proposals(recognised, offered)
    pairs = {(action, one.code) for one in recognised for action in offered.get(one.code, ())}
    assert {(action, code) for action, answers in proposed.items() for code in answers} == pairs
    assert all(len(answers) == len(set(answers)) and answers for answers in proposed.values())


@pytest.mark.req("PL-03")
@given(recognised_sets, offers)
def test_what_the_mapping_offers_nothing_for_is_left_uncovered_by_a_fresh_draft(
    recognised: list[Recognised], offered: dict[str, list[str]]
) -> None:
    found = coverage(recognised, proposals(recognised, offered).values(), ())
    assert {one.code for one in found.uncovered} == {one.code for one in recognised if not offered.get(one.code)}


@pytest.mark.req("PL-03")
def test_own_words_have_the_same_code_again_and_other_words_another() -> None:
    code = code_of_own_words("medium", "A new car outside school")
    assert code == code_of_own_words("medium", " a new car outside school ")
    assert code != code_of_own_words("high", "A new car outside school")
    assert code != code_of_own_words("medium", "A second man at the gate")
    assert len(code) <= 24 and "car" not in code
