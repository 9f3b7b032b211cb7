"""The token of a form: signed, the form's own, and silent about who opened it."""

from datetime import UTC, datetime, timedelta

from safelight.front_door import tokens

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_token_says_how_long_ago_its_own_form_was_shown() -> None:
    token = tokens.new_token("kestrel-bay/parent", NOON)
    assert tokens.age_of(token, "kestrel-bay/parent", NOON + timedelta(minutes=3)) == timedelta(minutes=3)


def test_a_token_of_another_form_or_altered_or_none_says_nothing() -> None:
    token = tokens.new_token("kestrel-bay/parent", NOON)
    for wrong in ("", "x", token[:-1] + ("A" if token[-1] != "A" else "B"), token.replace(":", "", 1)):
        assert tokens.age_of(wrong, "kestrel-bay/parent", NOON) is None
    assert tokens.age_of(token, "kestrel-bay/public", NOON) is None


def test_two_people_get_the_same_token_in_the_same_second_so_that_it_tells_nobody_apart() -> None:
    assert tokens.new_token("a/public", NOON) == tokens.new_token("a/public", NOON)
