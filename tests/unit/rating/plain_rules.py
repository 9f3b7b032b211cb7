"""The Portsmouth rules written out a second time, as plainly as can be, from the rules' description.

It shares nothing with the engine but the texts of the reasons, which are the definition's, so that a mistake in the
definition, the engine or the fast path shows as a difference.
"""

from __future__ import annotations

import calendar
import datetime
from typing import Any

LOW = [f"L{n}" for n in range(1, 10)]
MEDIUM = [f"M{n}" for n in range(1, 18)]
HIGH = [f"H{n}" for n in range(1, 15)]
LISTED = LOW + MEDIUM + HIGH
FACTORS = list("abcdefghijklmnopq")
ORDER = ["none", "low", "medium", "high"]
LADDER = [("L1", "H2"), ("L6", "M11"), ("L7", "M10"), ("L9", "M12"), ("M3", "H13"), ("M6", "H5"), ("M12", "H11")]
FORM_MEDIUM = [
    "M1",
    "M2",
    "M3",
    "M4",
    "M6",
    "M7",
    "M8",
    "M13",
    "M9",
    "M14",
    "M15 or M5",
    "M11",
    "M12",
    "M10",
    "M16",
    "M17",
]
FORM_HIGH = ["H1", "H3", "H4", "H5", "H6", "H7", "H8", "H9", "H10", "H11+", "H12", "H13", "H2", "H14", "H5", "H11"]
HARM = ["H1", "H3", "H4", "H5", "H6", "H9", "H10", "H12", "H13", "H14", "M6"]


def level_of(indicator: str, others: list[dict[str, Any]]) -> str:
    for other in others:
        if other["code"] == indicator:
            return other["level"]
    return {"L": "low", "M": "medium", "H": "high"}[indicator[0]]


def decide(low: int, medium: int, high: int, age: int | None, disability: bool | None) -> tuple[int, str, str]:
    """Rule number, band and level."""
    if high >= 1:
        rule, band = 1, "high"
    elif medium >= 1:
        rule, band = 2, "medium"
    elif low >= 6:
        rule, band = 3, "medium"
    elif low == 5:
        rule, band = 4, "medium"
    elif low >= 1:
        rule, band = 5, "low"
    else:
        rule, band = 6, "none"
    floor = band == "low" and ((age is not None and age < 13) or disability is True)
    return rule, band, "medium" if floor else band


def age_of(case: dict[str, Any]) -> int | None:
    if case.get("date_of_birth") is None:
        return case.get("age")
    born = datetime.date.fromisoformat(case["date_of_birth"])
    day = datetime.date.fromisoformat(case["date"])
    age = day.year - born.year
    if (day.month, day.day) < (born.month, born.day):
        age -= 1
    return age


def three_months_on(day: datetime.date) -> datetime.date:
    year, month = (day.year, day.month + 3) if day.month <= 9 else (day.year + 1, day.month - 9)
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def rate(case: dict[str, Any], reasons: dict[str, Any]) -> dict[str, Any]:
    """The whole result of a good case; `reasons` gives text and cites for "rule 1", "F1", "N-MASH" and so on."""
    others = case.get("other_indicators") or []
    answers = dict.fromkeys(LISTED, "not_known") | case["answers"]
    for other in sorted(others, key=lambda each: int(each["code"][1:])):
        answers[other["code"]] = other.get("answer") or "not_known"
    age, disability = age_of(case), case.get("learning_disability")
    social_care = case.get("open_to_social_care")
    factors = case.get("factors") or []

    def counts(yes: list[str], extra: str | None = None) -> tuple[int, int, int]:
        found = [level_of(c, others) for c, answer in answers.items() if answer in yes or c == extra]
        return found.count("low"), found.count("medium"), found.count("high")

    low, medium, high = counts(["present"])
    rule, band, level = decide(low, medium, high, age, disability)
    act_on = decide(*counts(["present", "suspected"]), age, disability)[2]
    ceiling = decide(
        *counts(["present", "suspected", "not_known"]),
        12 if age is None else age,
        True if disability is None else disability,
    )[2]
    pivots = [
        code
        for code, answer in answers.items()
        if answer in ("suspected", "not_known")
        and ORDER.index(decide(*counts(["present"], code), age, disability)[2]) > ORDER.index(level)
    ]
    held = {code for code, answer in answers.items() if answer in ("present", "suspected")}
    present = {code for code, answer in answers.items() if answer == "present"}
    ladder = [[a, b] for a, b in LADDER if a in held and answers[b] == "not_known"]
    low_held = sum(level_of(code, others) == "low" for code in held)
    acting = ORDER.index(act_on)
    under_13 = age is not None and age < 13
    outside = age is not None and (age >= 21 or (age >= 18 and not (case.get("extended_scope_reason") or "").strip()))

    says = {
        "N-HIGH-NARROW": rule == 1 and (low == 0 or medium == 0),
        "N-MEDIUM-ALONE": rule == 2 and low == 0,
        "N-FIVE-LOW": rule == 4,
        "N-SAF-DECISION": low_held >= 5,
        "N-FLOOR-AGE": band == "low" and under_13,
        "N-FLOOR-LD": band == "low" and disability is True,
        "N-AGE-UNKNOWN": age is None and band == "low",
        "N-LD-UNKNOWN": disability is None and band == "low",
        "N-LD-CONFLICT": "f" in factors and disability is not True,
        "N-SUSPECTED": acting > ORDER.index(level),
        "N-LADDER": bool(ladder),
        "N-SELF-HARM": "M12" in held and "H11" not in held and len(held) >= 2,
        "N-DISCLOSE-M12-H11": {"M12", "H11"} <= held,
        "N-EXPLOITED-ASK": any(code in held for code in HARM),
        "N-UNDER13-HARM": under_13
        and "H1" not in held
        and any(code in held for code in ["L6", "M4", "M8", "M11", "H9", "H10"]),
        "N-AGE-H1": "H1" in held and not under_13,
        "N-AGE-H9": "H9" in held and age is not None and age >= 16,
        "N-MASH": acting >= 2 and social_care is not True,
        "N-OUT-OF-SCOPE": outside,
    }
    if outside:
        says = {code: told and code in ("N-EXPLOITED-ASK", "N-OUT-OF-SCOPE") for code, told in says.items()}
    notes = [code for code, told in says.items() if told]
    result: dict[str, Any] = {
        "level": "none",
        "band": "none",
        "rule": None,
        "counts": {"low": low, "medium": medium, "high": high},
        "act_on": "none",
        "ceiling": "none",
        "notes": notes,
        "pivots": [],
        "ladder": [],
        "summary_form": [],
        "procedures": [],
        "reassess": {"aim_from": None, "aim_by": None, "no_later_than": None},
        "reasons": [{"step": code, **reasons[code]} for code in notes],
    }
    if outside:
        return result

    def ticked(entry: str) -> bool:
        if entry == "M15 or M5":
            return "M15" in present or "M5" in present
        if entry == "H11+":
            return "H11" in present and len(present) >= 2
        return entry in present

    form = [f"S4-L{n}" for n, code in enumerate(LOW, 1) if ticked(code)]
    form += [f"S4-M{n}" for n, code in enumerate(FORM_MEDIUM, 1) if ticked(code)]
    form += [f"S4-H{n}" for n, code in enumerate(FORM_HIGH, 1) if ticked(code)]
    follows = {
        "PR-01": bool(held),
        "PR-02": "N-SAF-DECISION" in notes,
        "PR-03": acting >= 1,
        "PR-04": acting >= 2,
        "PR-05": acting >= 3,
        "PR-06": "N-MASH" in notes,
        "PR-07": acting >= 1,
        "PR-08": acting >= 1,
        "PR-12": acting >= 3,
        "PR-16": acting >= 2 and social_care is True,
    }
    steps = [f"rule {rule}"]
    if band == "low" and under_13:
        steps.append("F1")
    if band == "low" and disability is True:
        steps.append("F2")
    day = datetime.date.fromisoformat(case["date"])
    result |= {
        "level": level,
        "band": band,
        "rule": rule,
        "act_on": act_on,
        "ceiling": ceiling,
        "pivots": pivots,
        "ladder": ladder,
        "summary_form": form,
        "procedures": [code for code, yes in follows.items() if yes],
        "reasons": [{"step": step, **reasons[step]} for step in steps + notes],
    }
    if acting >= 1:
        latest = day + datetime.timedelta(days=42) if act_on == "high" else three_months_on(day)
        result["reassess"] = {
            "aim_from": (day + datetime.timedelta(days=28)).isoformat(),
            "aim_by": (day + datetime.timedelta(days=42)).isoformat(),
            "no_later_than": latest.isoformat(),
        }
    return result
