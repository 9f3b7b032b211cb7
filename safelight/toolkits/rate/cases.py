"""From a JSON value to a case: every rule about keys, types and codes, and what to say when one is broken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from safelight.toolkits.rating.case import Case, OtherIndicator
from safelight.toolkits.rating.rules import Rules

CASE_KEYS = (
    "toolkit",
    "date",
    "date_of_birth",
    "age",
    "learning_disability",
    "open_to_social_care",
    "extended_scope_reason",
    "factors",
    "answers",
    "other_indicators",
)
REQUIRED_KEYS = ("toolkit", "date", "answers")
OTHER_KEYS = ("code", "level", "label", "answer")
LATEST_DATE = date(9999, 1, 1)
OLDEST_AGE = 120

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OTHER_CODE = re.compile(r"X[1-9][0-9]*")

DATE_ALLOWED = f"allowed: a date as YYYY-MM-DD, to {LATEST_DATE}"
ANSWERS_ALLOWED = "allowed: an object of indicator codes and answers"
CODE_ALLOWED = "allowed: X and a number from 1, such as X1"
LABEL_ALLOWED = "allowed: a text that is not blank"


@dataclass(frozen=True)
class CaseFaultError(ValueError):
    """The first fault found in a case: the key as a path (None: no object at all) and what is allowed."""

    key: str | None
    message: str


def read_case(value: Any, toolkits: Mapping[str, Rules]) -> tuple[Rules, Case]:
    """A case and the rules of its toolkit. Raises CaseFaultError."""
    if not isinstance(value, dict):
        raise CaseFaultError(None, "a case is a JSON object")
    known = f"allowed: {', '.join(sorted(toolkits))}"
    _check_keys(value, CASE_KEYS, dict(zip(REQUIRED_KEYS, (known, DATE_ALLOWED, ANSWERS_ALLOWED), strict=True)), "")
    toolkit = value["toolkit"]
    if not isinstance(toolkit, str) or toolkit not in toolkits:
        raise CaseFaultError("toolkit", known)
    rules = toolkits[toolkit]
    day = read_date(value["date"], "date")
    birth, age = _birth_and_age(value, day)
    return rules, Case(
        date=day,
        date_of_birth=birth,
        age=age,
        learning_disability=_yes_no(value, "learning_disability"),
        open_to_social_care=_yes_no(value, "open_to_social_care"),
        extended_scope_reason=_reason(value.get("extended_scope_reason")),
        factors=_factors(value.get("factors"), rules),
        answers=_answers(value["answers"], rules),
        other_indicators=read_others(value.get("other_indicators"), rules),
    )


def _check_keys(value: dict[str, Any], allowed: tuple[str, ...], required: Mapping[str, str], path: str) -> None:
    for key in value:
        if key not in allowed:
            raise CaseFaultError(path + key, f"unknown key; allowed: {', '.join(allowed)}")
    for key, allowed_there in required.items():
        if key not in value:
            raise CaseFaultError(path + key, f"this key is required; {allowed_there}")


def read_date(value: Any, key: str) -> date:
    """A day written YYYY-MM-DD. Raises CaseFaultError."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise CaseFaultError(key, DATE_ALLOWED)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise CaseFaultError(key, f"{DATE_ALLOWED}; this day doesn't exist") from None
    if day > LATEST_DATE:
        raise CaseFaultError(key, DATE_ALLOWED)
    return day


def _birth_and_age(value: dict[str, Any], day: date) -> tuple[date | None, int | None]:
    birth = value.get("date_of_birth")
    age = value.get("age")
    if birth is not None:
        birth = read_date(birth, "date_of_birth")
        if birth > day:
            raise CaseFaultError("date_of_birth", "allowed: a day not after the date of the assessment")
    if age is not None and (type(age) is not int or not 0 <= age <= OLDEST_AGE):
        raise CaseFaultError("age", f"allowed: a whole number from 0 to {OLDEST_AGE}, or null")
    if birth is not None and age is not None:
        raise CaseFaultError("age", "allowed: date_of_birth or age, not both")
    return birth, age


def _yes_no(value: dict[str, Any], key: str) -> bool | None:
    answer = value.get(key)
    if answer is not None and not isinstance(answer, bool):
        raise CaseFaultError(key, "allowed: true, false or null")
    return answer


def _reason(reason: Any) -> str | None:
    if reason is not None and not isinstance(reason, str):
        raise CaseFaultError("extended_scope_reason", "allowed: a text or null")
    return reason


def _factors(factors: Any, rules: Rules) -> tuple[str, ...]:
    if factors is None:
        return ()
    if not isinstance(factors, list):
        raise CaseFaultError("factors", "allowed: a list of factor codes, or null")
    for place, factor in enumerate(factors):
        if not isinstance(factor, str) or factor not in rules.factors:
            raise CaseFaultError(f"factors[{place}]", f"allowed: {', '.join(rules.factors)}")
        if factor in factors[:place]:
            raise CaseFaultError(f"factors[{place}]", "allowed: each factor once")
    return tuple(factors)


def _answers(answers: Any, rules: Rules) -> dict[str, str]:
    if not isinstance(answers, dict):
        raise CaseFaultError("answers", ANSWERS_ALLOWED)
    for code, word in answers.items():
        if code not in rules.indicators:
            hint = "; added indicators belong in other_indicators" if _OTHER_CODE.fullmatch(code) else ""
            raise CaseFaultError(f"answers.{code}", f"unknown code; allowed: {', '.join(rules.indicators)}{hint}")
        _check_word(word, f"answers.{code}", rules)
    return answers


def _check_word(word: Any, path: str, rules: Rules) -> None:
    if not isinstance(word, str) or word not in rules.rating.answers:
        raise CaseFaultError(path, f"allowed: {', '.join(rules.rating.answers)}")


def read_others(others: Any, rules: Rules) -> tuple[OtherIndicator, ...]:
    """The indicators that a professional added. Raises CaseFaultError."""
    if others is None:
        return ()
    if not isinstance(others, list):
        raise CaseFaultError("other_indicators", "allowed: a list of objects, or null")
    codes: set[str] = set()
    read = []
    for place, other in enumerate(others):
        path = f"other_indicators[{place}]"
        if not isinstance(other, dict):
            raise CaseFaultError(path, "allowed: an object with code, level, label and answer")
        read.append(_other(other, path + ".", codes, rules))
        codes.add(read[-1].code)
    return tuple(read)


def _other(other: dict[str, Any], path: str, codes: set[str], rules: Rules) -> OtherIndicator:
    levels = f"allowed: {', '.join(rules.rating.groups)}"
    _check_keys(other, OTHER_KEYS, {"code": CODE_ALLOWED, "level": levels, "label": LABEL_ALLOWED}, path)
    code, level, label, answer = (other.get(key) for key in OTHER_KEYS)
    if not isinstance(code, str) or not _OTHER_CODE.fullmatch(code):
        raise CaseFaultError(path + "code", CODE_ALLOWED)
    if code in codes:
        raise CaseFaultError(path + "code", "allowed: each code once")
    if not isinstance(level, str) or level not in rules.rating.groups:
        raise CaseFaultError(path + "level", levels)
    if not isinstance(label, str) or not label.strip():
        raise CaseFaultError(path + "label", LABEL_ALLOWED)
    if answer is None:
        answer = rules.rating.unanswered
    _check_word(answer, path + "answer", rules)
    return OtherIndicator(code, level, label, answer)
