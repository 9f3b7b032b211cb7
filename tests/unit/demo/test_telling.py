"""How the demo is told: marks, sentences, and the calendar that all stories share."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from safelight.core import clock
from safelight.demo import marks
from safelight.demo.diary import live_through
from safelight.demo.narrator import Narrator, Repeated, fill, words

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HER = {"name": "Ada", "they": "she", "them": "her", "their": "her", "theirs": "hers"}


def test_marks_mean_the_four_answers() -> None:
    assert marks.answers("L1 H6? M2- X3~") == {
        "L1": "present",
        "H6": "suspected",
        "M2": "not_present",
        "X3": "not_known",
    }


@pytest.mark.parametrize("wrong", ["L", "L1!", "L1 L1?", "Z4"])
def test_a_mark_that_means_nothing_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a mark"):
        marks.answers(wrong)


def test_the_rest_never_adds_a_sign() -> None:
    filled = marks.with_rest({"L1": "present"}, [f"M{n}" for n in range(1, 18)], random.Random(1))
    assert {answer for code, answer in filled.items() if code != "L1"} <= {"not_present", "not_known"}


def test_a_sentence_is_told_once() -> None:
    narrator = Narrator()
    assert narrator.tell(["{name} waits."], HER, random.Random(1)) == "Ada waits."
    with pytest.raises(Repeated):
        narrator.tell(["{name} waits."], HER, random.Random(1))


@pytest.mark.parametrize("name", ["indicators", "factors", "voices", "work", "plans"])
def test_every_gap_of_every_sentence_can_be_filled(name: str) -> None:
    def sentences(found: object) -> Iterator[str]:
        if isinstance(found, str):
            yield found
        elif isinstance(found, dict):
            for each in found.values():
                yield from sentences(each)
        elif isinstance(found, list):
            for each in found:
                yield from sentences(each)

    told = list(sentences(words(name)))
    assert told
    for sentence in told:
        assert "{" not in fill(sentence, HER, random.Random(1))


def test_stories_are_lived_through_in_the_order_of_their_moments() -> None:
    lived: list[tuple[str, datetime]] = []

    def diary(name: str, *days: int) -> Iterator[datetime]:
        for ago in days:
            yield NOW - timedelta(days=ago)
            lived.append((name, clock.now()))

    live_through([diary("one", 9, 3), diary("two", 5, 1)], NOW)  # type: ignore[list-item]
    assert [name for name, _when in lived] == ["one", "two", "one", "two"]
    assert [when for _name, when in lived] == [NOW - timedelta(days=ago) for ago in (9, 5, 3, 1)]


def test_each_month_that_is_lived_through_is_told_once_and_in_order() -> None:
    def diary(*days: int) -> Iterator[datetime]:
        for ago in days:
            yield NOW - timedelta(days=ago)

    months: list[str] = []
    diaries = [diary(70, 40, 2), diary(71, 1)]
    live_through(diaries, NOW, lambda moment: months.append(f"{moment:%Y-%m}"))  # type: ignore[arg-type]
    assert months == sorted({f"{NOW - timedelta(days=ago):%Y-%m}" for ago in (71, 70, 40, 2, 1)})


@pytest.mark.parametrize("days", [(3, 5), (3, -1)])
def test_a_story_that_goes_back_or_beyond_the_end_is_refused(days: tuple[int, int]) -> None:
    def diary() -> Iterator[datetime]:
        for ago in days:
            yield NOW - timedelta(days=ago)

    with pytest.raises(ValueError, match="goes from"):
        live_through([diary()], NOW)  # type: ignore[list-item]
