"""Which level is in force, over every kind of history."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.core import paths
from safelight.ratings import levels
from safelight.ratings.levels import EXPLOITED, HIGH, LOW, MEDIUM, NONE, ORDER, Decided, InForce
from safelight.toolkits.files import load_toolkit
from safelight.toolkits.rating import engine
from safelight.toolkits.rating.case import Case
from safelight.toolkits.rating.rules import rules_of


@st.composite
def histories(draw: st.DrawFn) -> list[Decided]:
    """Histories that can arise: what needs agreement is asked of the rule, as an action does."""
    found: list[Decided] = []
    standing = InForce()
    for _ in range(draw(st.integers(min_value=1, max_value=6))):
        suggested = draw(st.sampled_from(ORDER[:-1]))
        act_on = draw(st.sampled_from([each for each in ORDER[:-1] if not levels.below(each, suggested)]))
        level = draw(st.sampled_from(ORDER))
        needed = levels.needs_agreement(standing, level=level, suggested=suggested)
        may_be_agreed = needed or levels.below(level, act_on)
        outcome = draw(st.sampled_from(["", "agreed", "declined"])) if may_be_agreed else ""
        found.append(Decided(level, suggested, act_on, needed, outcome))
        standing = levels.after(standing, found[-1])
    return found


@pytest.mark.req("RT-06")
@pytest.mark.hazard("HZ-01")
@given(histories())
def test_nothing_is_done_at_less_than_the_suspicions_ask_without_the_managers_agreement(
    history: list[Decided],
) -> None:
    for decided, standing in zip(history, levels.fold(history), strict=True):
        if decided.outcome != "agreed":
            assert not levels.below(standing.acting, decided.act_on)
            assert not levels.below(standing.acting, decided.level)


@pytest.mark.req("RA-07", "PR-14")
@given(histories())
def test_while_a_decision_waits_or_was_declined_nothing_falls(history: list[Decided]) -> None:
    before = InForce()
    for decided, standing in zip(history, levels.fold(history), strict=True):
        if decided.needs_agreement and decided.outcome != "agreed":
            assert standing.decided == before.decided
            assert not levels.below(standing.acting, before.acting)
            assert standing.waiting == (decided.outcome == "")
        before = standing


@pytest.mark.req("RT-06")
@given(histories())
def test_a_level_falls_only_by_a_new_assessment_or_by_agreement(history: list[Decided]) -> None:
    before = InForce()
    for decided, standing in zip(history, levels.fold(history), strict=True):
        if levels.below(standing.acting, before.acting) and decided.outcome != "agreed":
            # Only a suspicion that was ruled out lets it fall without the manager, never below what was decided.
            assert not levels.below(standing.acting, before.standing)
            assert not levels.below(decided.level, decided.suggested)
        before = standing


@pytest.mark.req("RT-06")
@pytest.mark.hazard("HZ-01")
def test_a_suspected_high_indicator_decided_low_is_acted_on_as_high() -> None:
    [standing] = levels.fold([Decided(LOW, NONE, HIGH)])
    assert (standing.decided, standing.acting) == (LOW, HIGH)


@pytest.mark.req("RT-06")
def test_a_suspicion_that_a_later_assessment_rules_out_ends_the_higher_steps() -> None:
    assert [each.acting for each in levels.fold([Decided(MEDIUM, MEDIUM, HIGH), Decided(MEDIUM, MEDIUM, MEDIUM)])] == [
        HIGH,
        MEDIUM,
    ]


@pytest.mark.req("RT-06")
def test_the_managers_agreement_ends_the_higher_steps() -> None:
    [standing] = levels.fold([Decided(MEDIUM, MEDIUM, HIGH, outcome="agreed")])
    assert standing.acting == MEDIUM


@pytest.mark.req("PR-14")
def test_stepping_down_needs_the_manager_although_it_is_as_suggested() -> None:
    [high] = levels.fold([Decided(HIGH, HIGH, HIGH)])
    assert levels.needs_agreement(high, level=MEDIUM, suggested=MEDIUM)
    assert not levels.needs_agreement(high, level=HIGH, suggested=MEDIUM)
    waiting = levels.after(high, Decided(MEDIUM, MEDIUM, MEDIUM, needs_agreement=True))
    assert waiting == InForce(HIGH, HIGH, HIGH, waiting=True)


@pytest.mark.req("RT-07")
@pytest.mark.hazard("HZ-03")
def test_out_of_scope_never_ends_by_itself_what_is_being_done() -> None:
    only_suspected = InForce(decided=NONE, acting=HIGH, standing=NONE)
    assert levels.needs_agreement(only_suspected, level=NONE, suggested=NONE, out_of_scope=True)
    assert not levels.needs_agreement(InForce(), level=NONE, suggested=NONE, out_of_scope=True)


@pytest.mark.req("PR-10")
def test_a_higher_decision_takes_effect_at_once() -> None:
    low, exploited = levels.fold([Decided(LOW, LOW, LOW), Decided(EXPLOITED, MEDIUM, MEDIUM)])
    assert low.acting == LOW and exploited.acting == EXPLOITED and not exploited.waiting


def test_levels_are_ordered_and_nothing_else_is_one() -> None:
    assert levels.higher(LOW, HIGH, NONE) == HIGH
    with pytest.raises(ValueError, match="not in"):
        levels.higher("severe", LOW)


RULES = rules_of(load_toolkit(paths.definitions() / "toolkits" / "portsmouth-2016.yaml"))
answers = st.dictionaries(
    st.sampled_from(sorted(RULES.indicators)),
    st.sampled_from(["present", "suspected", "not_present", "not_known"]),
    max_size=12,
)
cases = st.builds(
    Case,
    date=st.just(date(2026, 11, 24)),
    answers=answers,
    age=st.one_of(st.none(), st.integers(min_value=8, max_value=22)),
    learning_disability=st.sampled_from([True, False, None]),
)


@pytest.mark.req("RT-03", "RT-06")
@pytest.mark.hazard("HZ-01")
@settings(deadline=None)
@given(st.lists(st.tuples(cases, st.sampled_from(ORDER), st.booleans()), min_size=1, max_size=4))
def test_over_whole_assessments_nothing_is_done_at_less_than_is_suspected(
    made: list[tuple[Case, str, bool]],
) -> None:
    standing = InForce()
    for case, level, agreed in made:
        suggestion = engine.suggest(RULES, case)
        outside = "N-OUT-OF-SCOPE" in suggestion.notes
        needed = levels.needs_agreement(standing, level=level, suggested=suggestion.level, out_of_scope=outside)
        outcome = "agreed" if agreed and needed else ""
        before = standing
        standing = levels.after(before, Decided(level, suggestion.level, suggestion.act_on, needed, outcome))
        if outcome != "agreed":
            assert not levels.below(standing.acting, suggestion.act_on)
            assert not levels.below(standing.acting, suggestion.level)
        if outside and outcome != "agreed":
            assert not levels.below(standing.acting, before.acting)
