"""The low-risk guide: what protects, what raises the risk, and push and pull."""

import pytest

from safelight.core.paths import definitions
from safelight.toolkits.files import load_bytes, load_file
from safelight.toolkits.guide import LowRiskGuide
from safelight.toolkits.problems import DefinitionError

PATH = definitions() / "low-risk-guide.yaml"


@pytest.mark.req("CH-15")
def test_the_guide_has_6_protective_and_12_risk_factors_and_asks_about_push_and_pull() -> None:
    guide = load_file(PATH).parsed
    assert isinstance(guide, LowRiskGuide)
    assert [each.label for each in guide.protective_factors] == [
        "Consistent school attendance",
        "Supportive friendships",
        "Good relationship with a trusted adult",
        "Monitoring of social media, hobbies/ activities that they are engaging with",
        "Parental supervision",
        "Good relationships within the family",
    ]
    assert [each.label for each in guide.risk_factors] == [
        "Peers linked to CSE",
        "Drug and/or alcohol abuse",
        "Unmonitored access to social media",
        "Family breakdown",
        "Lack of awareness of staying safe",
        "Missing episodes",
        "Lack of supportive network",
        "Low school attendance or NEET",
        "Mental Health needs",
        "Learning needs",
        "Physical disabilities",
        "Family/child poverty",
    ]
    assert {each.side for each in guide.push_pull} == {"push", "pull"}
    assert all(each.ours for each in guide.push_pull)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("code: LP2", "code: LP1", "protective_factors[1].code"),
        ("code: LR3", "code: LP9", "risk_factors[2].code"),
        ("code: PULL1", "code: PUSH9", "push_pull[5].code"),
        ("cites: [W plan]", "cites: [C plan]", "push_pull[0].cites[0]"),
    ],
)
def test_a_code_that_does_not_fit_is_reported_where_it_stands(old: str, new: str, path: str) -> None:
    content = PATH.read_text(encoding="utf-8")
    line = content[: content.index(old)].count("\n") + 1
    with pytest.raises(DefinitionError) as caught:
        load_bytes(content.replace(old, new, 1).encode(), PATH)
    assert [(each.line, each.path) for each in caught.value.problems] == [(line, path)]
