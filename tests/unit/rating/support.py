"""What the rating tests share: the Portsmouth rules as shipped, its reasons, and generated cases."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from safelight.toolkits.rating.rules import Rules, rules_from_mapping

ROOT = Path(__file__).parents[3]
PORTSMOUTH_FILE = ROOT / "definitions" / "toolkits" / "portsmouth-2016.yaml"
INDICATORS = [f"L{n}" for n in range(1, 10)] + [f"M{n}" for n in range(1, 18)] + [f"H{n}" for n in range(1, 15)]
WORDS = ["present", "suspected", "not_present", "not_known"]


@cache
def portsmouth_data() -> dict[str, Any]:
    return yaml.load(PORTSMOUTH_FILE.read_bytes(), yaml.CSafeLoader)


@cache
def portsmouth() -> Rules:
    return rules_from_mapping(portsmouth_data())


@cache
def reasons() -> dict[str, Any]:
    """Text and cites of every step, straight from the file."""
    rating = portsmouth_data()["rating"]
    steps = [(f"rule {rule['number']}", rule) for rule in rating["rules"]]
    steps += [(item["code"], item) for item in rating["floors"] + rating["notes"]]
    return {
        step: {
            "text": item["text"],
            "cites": [dict(zip(("source", "section"), cite.split(" ", 1), strict=True)) for cite in item["cites"]],
        }
        for step, item in steps
    }


def a_case(**changes: Any) -> dict[str, Any]:
    """A good case with nothing answered; `changes` are its keys, and indicator codes are answers."""
    case: dict[str, Any] = {"toolkit": "portsmouth-2016", "date": "2026-11-02", "answers": {}}
    for key, value in changes.items():
        if key in INDICATORS:
            case["answers"][key] = value
        else:
            case[key] = value
    return case


def _words(weights: tuple[int, int, int, int]) -> st.SearchStrategy[str]:
    return st.sampled_from([word for word, weight in zip(WORDS, weights, strict=True) for _ in range(weight)])


_answers = st.one_of(
    st.dictionaries(st.sampled_from(INDICATORS), st.sampled_from(WORDS), max_size=6),
    st.dictionaries(st.sampled_from(INDICATORS[:9]), st.sampled_from(WORDS), max_size=9),
    st.dictionaries(st.sampled_from(INDICATORS[:9]), _words((5, 1, 1, 1)), min_size=4, max_size=9),
    st.dictionaries(st.sampled_from(["H11", "M12", "H1", "H9", "L1", "M6", "H5"]), st.sampled_from(WORDS), max_size=7),
    st.dictionaries(st.sampled_from(INDICATORS), _words((1, 1, 4, 4)), min_size=20, max_size=40),
)
_texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)


@st.composite
def good_cases(draw: st.DrawFn) -> dict[str, Any]:
    """Any case that the command accepts."""
    case: dict[str, Any] = {
        "toolkit": "portsmouth-2016",
        "date": draw(
            st.one_of(st.dates().map(str), st.sampled_from(["2026-11-02", "2023-02-28", "2024-02-29", "2026-11-30"]))
        ),
        "answers": draw(_answers),
    }
    if case["date"] > "9999-01-01":
        case["date"] = "9999-01-01"
    how = draw(st.sampled_from(["age", "young", "birth", "near", "none", "null"]))
    if how == "age":
        case["age"] = draw(st.integers(0, 120))
    elif how == "young":
        case["age"] = draw(st.integers(11, 22))
    elif how == "birth":
        case["date_of_birth"] = min(draw(st.dates().map(str)), case["date"])
    elif how == "near":
        year = max(1, int(case["date"][:4]) - draw(st.integers(10, 22)))
        birth = f"{year:04}-{draw(st.sampled_from(['02-28', '03-01', '11-02', '11-03', '11-01', '01-01']))}"
        case["date_of_birth"] = min(birth, case["date"])
    elif how == "null":
        case["age"] = case["date_of_birth"] = None
    for key in ("learning_disability", "open_to_social_care"):
        if draw(st.booleans()):
            case[key] = draw(st.sampled_from([True, False, None]))
    if draw(st.booleans()):
        case["extended_scope_reason"] = draw(
            st.one_of(st.none(), st.sampled_from(["", " ", "\u00a0", "care leaver", "a: b"]), _texts)
        )
    if draw(st.booleans()):
        case["factors"] = draw(
            st.one_of(st.none(), st.lists(st.sampled_from("abcdefghijklmnopq"), unique=True, max_size=5))
        )
    if draw(st.booleans()):
        numbers = draw(st.lists(st.one_of(st.integers(1, 12), st.integers(1, 10**25)), unique=True, max_size=7))
        case["other_indicators"] = []
        for number in numbers:
            other = {
                "code": f"X{number}",
                "level": draw(st.sampled_from(["low", "low", "low", "medium", "high"])),
                "label": "seen: " + draw(_texts),
            }
            if draw(st.booleans()):
                other["answer"] = draw(st.sampled_from([*WORDS, "present", None]))
            case["other_indicators"].append(other)
    return case
