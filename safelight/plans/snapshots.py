"""What a version of a plan said, as plain JSON; and what changed between two. No database."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]

# What a manager agrees to in a row. Progress, colour and state go on changing without a new version.
AGREED_FIELDS = (
    "outcome",
    "text",
    "who",
    "owner_id",
    "when_text",
    "due_on",
    "review_at",
    "measure",
    "window_hours",
    "window_from",
    "handled_by",
    "covers",
    "copies_for",
    "kept_from",
)
HEADER_FIELDS = ("role", "meeting_on", "meeting_time", "made_with")


@dataclass(frozen=True)
class FieldChange:
    """One field of a row or of the header, as it was and as it is."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RowChange:
    """An action that is in one of two versions only, or that differs. ``kind`` is added, removed or changed."""

    kind: str
    id: str
    outcome: int
    text: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Changes:
    """All that differs between two versions: the header, the rows in their order, and why-nots (by label)."""

    header: tuple[FieldChange, ...]
    rows: tuple[RowChange, ...]
    gaps: tuple[FieldChange, ...]

    def __bool__(self) -> bool:
        return bool(self.header or self.rows or self.gaps)


def fingerprint(content: Content) -> str:
    """The same for two contents exactly when a manager would agree to the same words."""
    agreed = {
        "header": {name: content["header"].get(name) for name in HEADER_FIELDS},
        "rows": [{name: row.get(name) for name in ("id", *AGREED_FIELDS)} for row in content["rows"]],
        "gaps": [[gap["code"], gap["why"]] for gap in content["gaps"]],
        "uncovered": [each["code"] for each in content["uncovered"]],
    }
    return hashlib.sha256(json.dumps(agreed, sort_keys=True).encode()).hexdigest()


def changes(before: Content, after: Content) -> Changes:
    """What changed from one version to another; progress is not a change of the plan."""
    then = {row["id"]: row for row in before["rows"]}
    now = {row["id"]: row for row in after["rows"]}
    rows = [_row_change(then.get(row["id"]), row) for row in after["rows"]]
    rows += [
        RowChange("removed", row["id"], row["outcome"], row["text"]) for row in then.values() if row["id"] not in now
    ]
    return Changes(
        header=tuple(_field_changes(before["header"], after["header"], HEADER_FIELDS)),
        rows=tuple(sorted((row for row in rows if row is not None), key=lambda row: row.outcome)),
        gaps=tuple(_gap_changes(before["gaps"], after["gaps"])),
    )


def _row_change(then: Mapping[str, Any] | None, now: Mapping[str, Any]) -> RowChange | None:
    if then is None:
        return RowChange("added", now["id"], now["outcome"], now["text"])
    fields = tuple(_field_changes(then, now, AGREED_FIELDS))
    return RowChange("changed", now["id"], now["outcome"], now["text"], fields) if fields else None


def _field_changes(then: Mapping[str, Any], now: Mapping[str, Any], names: Sequence[str]) -> list[FieldChange]:
    return [FieldChange(name, then.get(name), now.get(name)) for name in names if then.get(name) != now.get(name)]


def _gap_changes(then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> list[FieldChange]:
    before = {gap["code"]: gap for gap in then}
    after = {gap["code"]: gap for gap in now}
    found = []
    for code in [*before, *(code for code in after if code not in before)]:
        was, is_ = before.get(code), after.get(code)
        words = (was["why"] if was else "", is_["why"] if is_ else "")
        if words[0] != words[1]:
            found.append(FieldChange((is_ or was or {})["label"], *words))
    return found


# What stands side by side of a row: how it goes too, which is no change of what was agreed.
SHOWN_FIELDS = ("text", "who", "when_text", "due_on", "review_at", "measure", "rag", "state", "progress")


@dataclass(frozen=True)
class Pair:
    """One action in two versions: what it says in each, None where it is not there, and the fields that differ."""

    id: str
    outcome: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    differs: tuple[str, ...]


def side_by_side(before: Content, after: Content) -> list[Pair]:
    """Every action of either version, by outcome; those that only the earlier one has come last in theirs (PL-08)."""
    then = {row["id"]: row for row in before["rows"]}
    now = {row["id"]: row for row in after["rows"]}
    pairs = []
    for each in [*now, *(each for each in then if each not in now)]:
        one, two = then.get(each), now.get(each)
        differs = tuple(name for name in SHOWN_FIELDS if (one or {}).get(name) != (two or {}).get(name))
        pairs.append(Pair(each, (two or one or {})["outcome"], one, two, differs))
    return sorted(pairs, key=lambda pair: pair.outcome)
