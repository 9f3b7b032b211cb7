"""Checking a plan template's file: every slip is reported, with its line."""

import pytest

from safelight.core.paths import definitions
from safelight.toolkits.files import load_bytes
from safelight.toolkits.problems import DefinitionError, Problem

PATH = definitions() / "plans" / "coventry-plan.yaml"
TEXT = PATH.read_text(encoding="utf-8")
POWERS = definitions() / "powers.yaml"


def problems(text: str) -> dict[str, Problem]:
    with pytest.raises(DefinitionError) as caught:
        load_bytes(text.encode(), PATH)
    return {each.path: each for each in caught.value.problems}


@pytest.mark.req("PL-01")
@pytest.mark.parametrize(
    ("at", "old", "new", "path", "message"),
    [
        ("- code: CP.3.4\n", "CP.3.4", "CP.3.9", "plan.outcomes[2].actions[3].code", "asks for CP.3.4"),
        ("- code: CD.9.5\n", "CD.9.5", "CD.9.8", "disruption.aims[8].options[4].code", "asks for CD.9.5"),
        ("    - code: CP.5\n", "CP.5", "CP.6", "plan.outcomes[4].code", "asks for CP.5"),
        ("      number: 11\n      label: \"Ensure", "11", "12", "plan.outcomes[10].number", "asks for 11"),
        ("{code: i, ", "CP.7.2", "CP.7.9", "covers[8].actions[0]", "CP.7.9 is no plan action"),
        ("{code: b, ", "CD.4.6", "CD.14.6", "covers[1].options[2]", "CD.14.6 stands twice"),
        ("{code: g, none_in_source", "true", "false", "covers[6]", "give codes, or"),
        ("{code: g, none_in_source", "g,", "f,", "covers[6].code", "f stands twice"),
        ("covers_toolkit: portsmouth-2016", "portsmouth-2016", "null", "covers_toolkit", "goes with `covers`"),
        ("  cites: [C disruption]", "C d", "Q d", "disruption.cites[0]", "source's letter C"),
        ("{shows: who, heading", "who", "action", "form.columns[2].shows", "action stands twice"),
        ("{shows: action, heading", "action", "measure", "form.columns", "no column shows the action"),
        ("{code: author_role,", "author_role", "author_mood", "form.header[1].code", "is author_mood; it can be"),
        ("{code: signed_on,", "signed_on", "signed", "form.signature[1].code", "signed stands twice"),
        ('who: ["Parents/ Carers", "All Pro', "Parents/ Carers", "Carers", "plan.outcomes[5].printed.who", "in their order"),
        ('who: ["Parents", "Police", "YP', '"Parents", ', "", "plan.outcomes[3].printed.who", "not lines of this cell"),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_in_a_template_is_reported_on_its_line(
    at: str, old: str, new: str, path: str, message: str
) -> None:
    assert TEXT.count(at) == 1, at
    line = TEXT[: TEXT.index(at)].count("\n") + 1
    lines = TEXT.split("\n")
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    found = problems("\n".join(lines))
    assert message in found[path].message
    assert found[path].line == line or path == "form.columns"


@pytest.mark.req("PL-01")
@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        ("numbered: true", "numbered: perhaps", "plan.numbered", "must be true or false"),
        ("date: null", "date: long ago", "date", "pattern"),
        ("    - {shows: when,", "    - {shows: weather,", "form.columns[3].shows", "Input should be"),
        ("title: Coventry safety", "colour: red\ntitle: Coventry safety", "colour", "unknown key"),
        ("owner: Coventry City Council\n", "", "owner", "is missing"),
    ],
)
def test_a_wrong_or_missing_value_in_a_template_is_reported(old: str, new: str, path: str, message: str) -> None:
    assert TEXT.count(old) == 1
    assert message in problems(TEXT.replace(old, new))[path].message


def test_as_above_says_what_stands_above() -> None:
    changed = TEXT.replace('          review_means: "CSE review"\n', "", 1)
    assert "review_means goes with" in problems(changed)["plan.outcomes[2].actions[1].review_at"].message


def test_a_use_of_a_power_that_is_not_listed_is_reported() -> None:
    text = POWERS.read_text(encoding="utf-8")
    with pytest.raises(DefinitionError, match="stop-notice is no power of this list"):
        load_bytes(
            text.replace("code: CD.2.1, powers: [abduction-warning]", "code: CD.2.1, powers: [stop-notice]").encode(),
            POWERS,
        )
