"""Which quotations count as spoken: cases, and a second, plain implementation that works on tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.language.quotations import spoken


def said(text: str) -> list[str]:
    """The spoken words that are found, with their marks."""
    return [text[start:end] for start, end in spoken(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('She said "one" and he has "two".', ['"one"', '"two"']),
        ('She said "one". The file has "two".', ['"one"']),
        ('The file has "two". She said "one".', ['"one"']),
        ("It isn't the boys' club that she said it's.", []),
        ("She said she's fine; the boys' room isn't.", []),
        ("She told Mr. Brown and Dr. White “one”.", ["“one”"]),
        ("“One,” she said, “two.” He left “three”.", ["“One,”", "“two.”"]),
        ("He is 5'2\" tall and said “one”.", ["“one”"]),
        ("He has “one\n\nShe is “two”.", []),
        ("She said: “one\n\n“two\n\n“three” and “four”", ["“one", "“two", "“three”", "“four”"]),
        ("She said “one”.\n\n“Two” is what the file has.", ["“one”"]),
        ("Kai told us:\n\n\n“one”", ["“one”"]),
        ("The file says what follows.\n\n“one”", []),
        ("She said “a “b” c” and left", ["“a “b” c”"]),
        ("", []),
        ('"', []),
        ('She said "', []),
        ("said ''", ["''"]),
        ("“One” “two three four five,” she says.", ["“One”", "“two three four five,”"]),
    ],
)
def test_quotations_behind_a_word_of_saying_are_spoken(text: str, words: list[str]) -> None:
    assert said(text) == words


TOKENS = ["says", "told", "Kai", "file", "one", "two", "open", "close", ".", "line"]


def in_plain_steps(tokens: list[str]) -> list[int]:
    """The same rules, token by token: the numbers of the quotations that are spoken.

    A quotation is spoken when a word of saying stands before it in its sentence, when nothing but a stop stands between
    it and a spoken one, when up to three words and a word of saying follow it, or when it is a whole sentence behind a sentence
    in which somebody speaks. Here a full stop never stands inside a quotation. A quotation between counts as one word,
    however long it is: who says something behind two quotations said both.
    """
    quotes: list[tuple[int, int | None]] = []
    for place, token in enumerate(tokens):
        if token == "open" and not (quotes and quotes[-1][1] is None):
            quotes.append((place, None))
        elif token == "close" and quotes and quotes[-1][1] is None:
            quotes[-1] = (quotes[-1][0], place)
    spoken_here: list[int] = []
    outside = list(tokens)
    for number, (begin, end) in enumerate(quotes):
        for place in range(begin, len(tokens) if end is None else end + 1):
            outside[place] = f"quotation {number}"
    for number, (begin, end) in enumerate(quotes):
        before = outside[:begin]
        stops = [place for place, token in enumerate(before) if token == "."]
        sentence = before[stops[-1] + 1 :] if stops else before
        earlier = before[:-1][(stops[-2] + 1 if len(stops) > 1 else 0) :] if before and before[-1] == "." else []
        after = outside[end + 1 :] if end is not None else []
        words = [
            token
            for place, token in enumerate(after)
            if not (token.startswith("quotation") and place and after[place - 1] == token)
        ]
        reach = words[:4]
        follows = any(token in ("says", "told") and "." not in reach[:place] for place, token in enumerate(reach))
        last = spoken_here[-1] if spoken_here else None
        behind = quotes[last][1] if last is not None else None
        adjacent = behind is not None and all(token == "." for token in tokens[behind + 1 : begin])
        whole = end is not None and (not after or after[0] == ".")
        if (
            any(token in ("says", "told") for token in sentence)
            or adjacent
            or follows
            or (whole and any(token in ("says", "told") for token in earlier))
        ):
            spoken_here.append(number)
    return spoken_here


def as_text(tokens: list[str]) -> str:
    """The tokens as running text: a quotation's words stand between curly marks."""
    pieces: list[str] = []
    inside = False
    for token in tokens:
        if token == "open" and not inside:
            pieces.append(" “q")
            inside = True
        elif token == "close" and inside:
            pieces.append("q”")
            inside = False
        elif token == ".":
            pieces.append(".")
        elif token not in ("open", "close"):
            pieces.append(f" {token.capitalize() if pieces and pieces[-1] == '.' else token}")
    return "".join(pieces).strip()


@given(st.lists(st.sampled_from(TOKENS), max_size=16))
def test_a_second_plain_implementation_finds_the_same_spoken_words(tokens: list[str]) -> None:
    tidy: list[str] = []
    inside = False
    for token in tokens:
        # Marks come in pairs, but for a last one that is still open.
        if (token == "open" and inside) or (token == "close" and not inside):
            continue
        # Stops stand outside quotations, one at a time and behind something.
        if token == "." and (inside or not tidy or tidy[-1] == "."):
            continue
        inside = token == "open" or (inside and token != "close")
        tidy.append(token)
    text = as_text(tidy)
    places = [place for place, mark in enumerate(text) if mark == "“"]
    assert [start for start, _end in spoken(text)] == [places[number] for number in in_plain_steps(tidy)]


@given(st.text(st.sampled_from("ab \n.,“”\"'‘’"), max_size=60))
def test_places_lie_in_the_text_in_order_without_touching_blank_lines(text: str) -> None:
    end = 0
    for start, stop in spoken(f"she said {text}"):
        assert end <= start < stop
        end = stop
